"""What notebook 4 shows of the whole cohort: its calendar, hours, materials, tasks and worksheets."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Sequence

import pandas as pd
from pandas import DataFrame

from mentorkit.errors import UsageError
from mentorkit.guides import curriculum_problems
from mentorkit.guides.hours import QUARTERS_A_DAY, best_start, free_people
from mentorkit.model.arc import Studio
from mentorkit.model.curriculum import Guide
from mentorkit.model.findings import told
from mentorkit.planning.schedule import free_day, holiday_dates, session_date
from mentorkit.telling.catalogue import set_date
from mentorkit.telling.desk import Desk, once, program_folder
from mentorkit.telling.drawing import AMBER, BLUE, GREY, INK, MINT, PALE, RED, SAND, TEAL, canvas, legend, words_on
from mentorkit.telling.labels import Voice
from mentorkit.telling.showing import Picture, Prose, Sheet, picture

USUAL_MINUTES = 120
_LANE_COLOURS = {"mentees": TEAL, "pairs": AMBER, "mentors": BLUE, "partners": GREY}
KINDS = ("alone", "two_or_three", "group", "talk", "pause")
KIND_COLOURS = {"alone": BLUE, "two_or_three": TEAL, "group": AMBER, "talk": RED, "pause": PALE}
KIND_OF = {
    "solo": "alone", "pair": "two_or_three", "triad": "two_or_three", "roleplay": "two_or_three", "debrief": "two_or_three",
    "group": "group", "welcome": "group", "close": "group", "input": "talk", "break": "pause",
}
VOICE = Voice("guides")
say, worded, sheet_of = VOICE.label, VOICE.worded, VOICE.sheet


def plan(desk: Desk) -> DataFrame:
    """
    Give every session and task of the cohort with its date.

    Raises:
        UsageError: The cohort has no first day.
    """
    if desk.cohort.starts is None:
        raise UsageError("the cohort has no first day; write `starts: 2026-02-02` into cohort.yml")
    return desk.calendar


@once
def dated_sessions(desk: Desk) -> DataFrame:
    """Give the sessions alone, in order of their dates, with their titles."""
    table = plan(desk)
    table = table[table["what"] == "session"].reset_index(drop=True)
    return table.assign(title=[desk.guides[code].scripts[desk.language].title for code in table["code"]])


def day_shown(desk: Desk) -> dt.date:
    """Give the day the notebook prepares for: the desk's, or week 11 of a cohort that has ended."""
    sessions = dated_sessions(desk)
    if (sessions["date"].dt.date >= desk.as_of).any():
        return desk.as_of
    return desk.cohort.starts + dt.timedelta(weeks=min(10, desk.program.weeks // 2))


def people(desk: Desk) -> tuple[int, int]:
    """Give how many mentees and mentors the cohort's pairs have."""
    return desk.pairs["mentee_id"].nunique(), desk.pairs["mentor_id"].nunique()


@once
def best_hour(desk: Desk) -> tuple[str, int, int]:
    """
    Give when sessions begin, the mentees free then, and how many said when they can.

    That is the hour of `cohort.yml`, or else the best one on the cohort's weekday.
    """
    known, free = _free(desk)
    start, count = best_start(free, desk.cohort.starts.weekday())
    if decided := desk.cohort.settings.session_start:
        hours, minutes = map(int, decided.split(":"))
        quarter = desk.cohort.starts.weekday() * QUARTERS_A_DAY + hours * 4 + minutes // 15
        start, count = decided, free[quarter]
    return start, count, len(known)


def start_of(desk: Desk, code: str) -> str | None:
    """Give when a session begins; None for a pair's meeting, whose hour is the pair's."""
    if desk.guides[code].session.kind == "pair-meeting":
        return None
    own = desk.cohort.settings.sessions.get(code)
    return (own.start if own else None) or best_hour(desk)[0]


def _free(desk: Desk) -> tuple[list[frozenset[int]], Sequence[int]]:
    """What the mentees with a pair said of when they can, and how many can begin a whole session in each quarter of an hour."""
    column = desk.cohort.mentees.reindex(desk.pairs["mentee_id"].unique()).get("availability")
    known = [] if column is None else [slots for slots in column if isinstance(slots, frozenset) and slots]
    return known, free_people(known, USUAL_MINUTES, desk.cohort.settings.timezone, desk.cohort.starts)


def summary(desk: Desk) -> Prose:
    """Say how much there is to hold, what comes next, and at what hour most mentees can come."""
    sessions = dated_sessions(desk)
    room = sessions[sessions["kind"] != "pair-meeting"]
    coming = sessions[sessions["date"].dt.date >= day_shown(desk)].iloc[0]
    mentees, mentors = people(desk)
    start, free, asked = best_hour(desk)
    replayed = "" if day_shown(desk) == desk.as_of else say(desk, "summary-replayed", day=day_shown(desk))
    size = {"room": len(room), "hours": room["minutes"].sum() / 60, "pair": len(sessions) - len(room)}
    next_ = {"code": coming["code"], "title": coming["title"], "date": coming["date"].date()}
    weekday = say(desk, "weekdays-every").split(" ")[desk.cohort.starts.weekday()]
    hour = {"weekday": weekday, "start": start, "free": free, "asked": asked}
    return desk.say("guides", "summary", mentees=mentees, mentors=mentors, replayed=replayed, **size, **next_, **hour)


def state_of_texts(desk: Desk) -> Prose:
    """Say whether the curriculum passes its checks, with the words in each language."""
    from mentorkit.io.curriculum import read_arc, read_glossary, read_outcomes

    program = program_folder(desk.cohort.folder)
    found = curriculum_problems(desk.guides, read_outcomes(program), read_glossary(program), read_arc(program))
    errors = sum(not problem.warning for problem in found)
    count = {language: sum(len(part.body.split()) for guide in desk.guides.values() for part in guide.scripts[language].parts) for language in ("es", "en")}
    text = desk.say("guides", "texts", sessions=len(desk.guides), errors=errors, advice=len(found) - errors, **count).markdown
    lines = [desk.say("guides", "problem", text=str(told(problem, desk.language))).markdown for problem in found[:10]]
    return Prose("\n".join([text, "", *lines]) if lines else text)


def arc_picture(desk: Desk) -> Picture:
    """Draw every session on its date, from top to bottom, in a lane for those who come."""
    sessions = dated_sessions(desk)
    lanes = [_lane(audience, kind) for audience, kind in zip(sessions["audience"], sessions["kind"], strict=True)]
    used = [lane for lane in ("mentees", "pairs", "meetings", "mentors", "partners") if lane in lanes]
    weeks = (sessions["date"].max() - sessions["date"].min()).days / 7
    with canvas(height=1.2 + 0.235 * weeks) as (figure, axes):
        for day, code, lane in zip(sessions["date"], sessions["code"], lanes, strict=True):
            colour = _LANE_COLOURS.get(lane, SAND)
            axes.scatter([used.index(lane)], [day], s=330, color=colour, zorder=2)
            axes.text(used.index(lane), day, code, ha="center", va="center", fontsize=8, color=words_on(colour), zorder=3)
        axes.axhline(pd.Timestamp(day_shown(desk)), color=RED, linewidth=1, linestyle="--", zorder=1)
        axes.xaxis.tick_top()
        axes.set_xticks(range(len(used)), [textwrap.fill(say(desk, f"lane-{lane}"), 12) for lane in used], fontsize=9)
        axes.set_xlim(-0.5, len(used) - 0.5)
        axes.tick_params(axis="x", length=0)
        _month_ticks(axes, desk, sessions["date"])
        first, last = sessions["date"].min().date(), sessions["date"].max().date()
        alt = say(desk, "arc-alt", n=len(sessions), first=first, last=last)
        return picture(figure, alt, say(desk, "arc-caption", n=len(sessions), day=day_shown(desk)))


def _lane(audience: str, kind: str) -> str:
    if kind == "pair-meeting":
        return "meetings"
    both = {"mentees", "mentors"} <= set(audience.split("; "))
    return "pairs" if both else audience.split("; ")[0]


def _month_ticks(axes, desk: Desk, dates) -> None:
    first, last = dates.min(), dates.max()
    months = pd.date_range(first.replace(day=1), last, freq="MS")
    kept = [month for month in months if month >= first - pd.Timedelta(days=8)]
    axes.set_yticks(kept, [_month(month, desk) for month in kept])
    axes.set_ylim(last + pd.Timedelta(days=7), first - pd.Timedelta(days=7))
    axes.grid(axis="y", color=PALE, linewidth=0.6)
    axes.spines["bottom"].set_visible(False)


def _month(month: pd.Timestamp, desk: Desk) -> str:
    words = set_date(month.date(), desk.language).split(" ")
    return words[2] if desk.language == "es" else words[1]


def open_studios(desk: Desk) -> list[tuple[Studio, dt.date, dt.date]]:
    """Give the open studios of a longer programme, each with its planned day and the day that no holiday closes."""
    variant, starts = desk.arc.variant(desk.program.weeks), desk.cohort.starts
    closed = holiday_dates(desk.program.country, range(starts.year - 1, starts.year + 4))
    planned = [(studio, session_date(starts, studio.week)) for studio in (variant.studios if variant else ())]
    return [(studio, day, free_day(day, closed)) for studio, day in planned]


def studio_dates(desk: Desk) -> DataFrame:
    """Give the open studios of a longer programme with their dates, as rows of the calendar without a code."""
    rows = []
    for studio, planned, day in open_studios(desk):
        moved = planned if day != planned else None
        rows.append((day, studio.week, "", studio.title[desk.language], "open-studio", "mentees", studio.minutes, moved))
    frame = pd.DataFrame(rows, columns=["date", "week", "code", "title", "kind", "audience", "minutes", "moved_from"])
    return frame.assign(date=pd.to_datetime(frame["date"]), moved_from=pd.to_datetime(frame["moved_from"]))


def dated_rows(desk: Desk) -> DataFrame:
    """Give sessions and open studios in order of their dates."""
    sessions, studios = dated_sessions(desk), studio_dates(desk)
    if studios.empty:
        return sessions
    return pd.concat([sessions, studios], ignore_index=True).sort_values("date", kind="stable", ignore_index=True)


def calendar_table(desk: Desk) -> Sheet:
    """Show each session's date, what it is, who comes, how long it takes, and whether a holiday moved it."""
    sessions = dated_rows(desk)
    moved = [day for day in sessions["moved_from"] if not pd.isna(day)]
    frame = sessions.assign(
        weekday=[_weekday(desk, day.weekday()) for day in sessions["date"]],
        who=[", ".join(say(desk, f"who-{name}") for name in audience.split("; ")) for audience in sessions["audience"]],
        minutes=sessions["minutes"].astype(int),
        moved=["" if pd.isna(day) else f"{day:%Y-%m-%d}" for day in sessions["moved_from"]],
    )[["date", "weekday", "week", "code", "title", "who", "minutes", "moved"]]
    caption = say(desk, "calendar-caption", n=len(frame), moved=len(moved), place=desk.program.country)
    return sheet_of(desk, frame, caption)


def same_day(desk: Desk) -> Prose:
    """Say which sessions in a room fall on the same day, and need two rooms or two hours."""
    sessions = dated_sessions(desk)
    room = sessions[sessions["kind"] != "pair-meeting"]
    groups = [(day.date(), list(group["code"])) for day, group in room.groupby("date") if len(group) > 1]
    if not groups:
        return desk.say("guides", "same-day-none")
    listed = "; ".join(f"{' + '.join(codes)} ({set_date(day, desk.language)})" for day, codes in groups)
    return desk.say("guides", "same-day", n=len(groups), listed=listed)


def _weekday(desk: Desk, day: int) -> str:
    return say(desk, "weekdays").split(" ")[day]


def hours_picture(desk: Desk) -> Picture:
    """Draw how many mentees are free for a whole session, by weekday and hour."""
    from matplotlib.colors import LinearSegmentedColormap

    (known, free), hours = _free(desk), range(6, 21)
    grid = [[free[day * QUARTERS_A_DAY + hour * 4] for hour in hours] for day in range(7)]
    top = max(map(max, grid))
    with canvas(height=3.0) as (figure, axes):
        colours = LinearSegmentedColormap.from_list("free", ["#f6f4ef", MINT, TEAL])
        axes.imshow(grid, cmap=colours, aspect="auto", vmin=0, vmax=max(top, 1))
        for row, line in enumerate(grid):
            for column, count in enumerate(line):
                if count:
                    shade = "white" if count > 0.8 * top else INK
                    axes.text(column, row, str(count), ha="center", va="center", fontsize=9, color=shade)
        axes.set_xticks(range(len(hours)), [f"{hour}:00" if hour % 2 == 0 else "" for hour in hours], fontsize=9)
        axes.set_yticks(range(7), [_weekday(desk, day).capitalize() for day in range(7)])
        axes.set_xlabel(say(desk, "hours-axis"))
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        day = max(range(7), key=lambda row: max(grid[row]))
        at = f"{hours[grid[day].index(max(grid[day]))]}:00"
        alt = say(desk, "hours-alt", top=top, n=len(known), day=_weekday(desk, day), at=at)
        return picture(figure, alt, say(desk, "hours-caption", n=len(known), minutes=USUAL_MINUTES))


def balance_picture(desk: Desk) -> Picture:
    """Draw what people do in each session, minute by minute of the plan."""
    room = [guide for guide in desk.guides.values() if guide.session.kind != "pair-meeting"]
    minutes = {kind: [_minutes_of(guide, kind) for guide in room] for kind in KINDS}
    with canvas(height=0.25 * len(room) + 1.5) as (figure, axes):
        left = [0] * len(room)
        for kind in KINDS:
            look = {"color": KIND_COLOURS[kind], "label": say(desk, f"kind-{kind}"), "height": 0.72}
            axes.barh(range(len(room)), minutes[kind], left=left, **look)
            left = [start + more for start, more in zip(left, minutes[kind], strict=True)]
        axes.set_yticks(range(len(room)), [guide.session.id for guide in room])
        axes.invert_yaxis()
        axes.set_xlabel(say(desk, "minutes-axis"))
        legend(figure)
        talk, total = sum(minutes["talk"]), sum(map(sum, minutes.values()))
        active = sum(sum(minutes[kind]) for kind in ("alone", "two_or_three"))
        alt = say(desk, "balance-alt", n=len(room), talk=talk / total, active=active / total)
        return picture(figure, alt, say(desk, "balance-caption", talk=talk, total=total, active=active / total))


def _minutes_of(guide: Guide, kind: str) -> int:
    return sum(block.minutes for block in guide.session.blocks if KIND_OF[block.type] == kind)
