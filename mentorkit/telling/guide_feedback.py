"""What notebook 4 learns from earlier rooms: real minutes beside the plan, and what exit cards say; and the bound guides."""

from __future__ import annotations

import datetime as dt
import textwrap
from dataclasses import replace

from pandas import DataFrame

from mentorkit.guides.binder import Bound, Held, role_handbook, trainers_binder
from mentorkit.guides.feedback import exit_scales, exit_words, timings
from mentorkit.guides.page import guide_html
from mentorkit.guides.printing import usual_paper
from mentorkit.telling.catalogue import set_date, set_number
from mentorkit.telling.desk import Desk
from mentorkit.telling.drawing import AMBER, BLUE, GREY, INK, PALE, RED, canvas, legend
from mentorkit.telling.guide_people import persons
from mentorkit.telling.guide_plans import dated_sessions, day_shown, people, start_of
from mentorkit.telling.guide_times import past_logs, times
from mentorkit.telling.labels import Voice, label
from mentorkit.telling.showing import Picture, Prose, Sheet, picture

MOST_SHOWN = 16
VOICE = Voice("guide_feedback")
say, worded, sheet_of = VOICE.label, VOICE.worded, VOICE.sheet
_COLOURS = {"longer": RED, "skipped": AMBER, "shorter": BLUE}


def time_summary(desk: Desk) -> Prose:
    """Say how much was logged, in how many blocks the plan did not hold, and where most."""
    logs, unread = past_logs(desk)
    table, off = times(desk), _off(desk)
    gaps = [desk.say("guide_feedback", "unread", names=", ".join(unread)).markdown] if unread else []
    if table.empty:
        return Prose(" ".join([desk.say("guide_feedback", "no-log").markdown, *gaps]))
    worst = off.sort_values("gap", ascending=False).head(1)[["session", "title", "planned", "median", "verdict"]]
    where = [desk.say("guide_feedback", f"worst-{row.pop('verdict')}", **row).markdown for row in worst.to_dict("records")]
    held = logs.drop_duplicates(["cohort", "session", "date", "by"])
    counts = {verdict: int((off["verdict"] == verdict).sum()) for verdict in _COLOURS}
    counts |= {"deliveries": len(held), "cohorts": logs["cohort"].nunique(), "blocks": len(table), "off": len(off)}
    text = desk.say("guide_feedback", "times", **counts)
    return Prose(" ".join([text.markdown, *where, *gaps]))


def _off(desk: Desk) -> DataFrame:
    """Give the blocks in which the plan did not hold, each with its title and how far off it was."""
    table = times(desk)
    off = table[table["verdict"] != "fits"]
    parts = [desk.guides[row.session].scripts[desk.language].part(row.block) for row in off.itertuples()]
    titles = [part.heading if part else block for part, block in zip(parts, off["block"], strict=True)]
    return off.assign(title=titles, gap=(off["median"] - off["planned"]).abs())


def _none_off(desk: Desk) -> Prose:
    n = len(times(desk))
    return desk.say("guide_feedback", "all-fit" if n else "nothing-to-draw", n=n)


def time_picture(desk: Desk) -> Picture | Prose:
    """Draw the plan and the real minutes of every block in which the plan did not hold."""
    off = _off(desk)
    if off.empty:
        return _none_off(desk)
    off = off.nlargest(MOST_SHOWN, "gap", keep="first").sort_index()
    titles = [title if len(title) <= 38 else title[:37].rstrip() + "…" for title in off["title"]]
    with canvas(height=0.42 * len(off) + 1.6) as (figure, axes):
        for at, row in enumerate(off.itertuples(index=False)):
            axes.plot([row.planned, row.median], [at, at], color=PALE, linewidth=5, zorder=1)
            axes.scatter([row.planned], [at], s=70, marker="|", color=INK, linewidth=2.2, zorder=3)
            axes.scatter([row.median], [at], s=60, color=_COLOURS[row.verdict], zorder=2)
        for verdict in [one for one in _COLOURS if one in set(off["verdict"])]:
            axes.scatter([], [], s=60, color=_COLOURS[verdict], label=say(desk, f"verdict-{verdict}"))
        axes.scatter([], [], s=70, marker="|", color=INK, linewidth=2.2, label=say(desk, "planned"))
        axes.set_yticks(range(len(off)), [textwrap.fill(f"{session} · {title}", 26) for session, title in zip(off["session"], titles)], fontsize=9)
        axes.invert_yaxis()
        axes.set_xlim(left=-1)
        axes.set_xlabel(say(desk, "minutes-axis"))
        axes.grid(axis="x", color=GREY, alpha=0.25, linewidth=0.6)
        legend(figure)
        told = (f"{row.session} {row.block}: {row.planned} → {set_number(row.median, ',.0f', desk.language)}" for row in off.itertuples())
        alt = say(desk, "picture-alt", n=len(off), listed="; ".join(told))
        return picture(figure, alt, say(desk, "picture-caption", n=len(off), blocks=len(times(desk))))


def time_table(desk: Desk) -> Sheet | Prose:
    """Show every block in which the plan did not hold: plan, real minutes, and what trainers noted."""
    (logs, _), off = past_logs(desk), _off(desk)
    if off.empty:
        return _none_off(desk)
    rows = list(off.itertuples())
    frame = worded(desk, off, verdict="verdict-").assign(
        range=[f"{row.low:g}–{row.high:g}" for row in rows],
        notes=[_notes(logs, row.session, row.block) for row in rows],
    )[["session", "title", "planned", "median", "range", "deliveries", "verdict", "notes"]]
    return sheet_of(desk, frame, say(desk, "table-caption", n=len(frame), blocks=len(times(desk))), {"median": ",.1f"})


def _notes(logs: DataFrame, session: str, block: str) -> str:
    same = (logs["session"].astype(str).str.upper() == session) & (logs["block"].astype(str).str.casefold() == block)
    notes = [note for note in logs.loc[same, "note"] if isinstance(note, str) and note]
    return "; ".join(dict.fromkeys(notes))


def exit_table(desk: Desk) -> Sheet | Prose:
    """Show the mean of each exit card's scale, with how many answered."""
    found = exit_scales(desk.cohort.tables["exit_cards"], desk.guides)
    if found.empty:
        return desk.say("guide_feedback", "no-cards")
    scale = [f"{low}–{high}" for low, high in zip(found["low"], found["high"], strict=True)]
    frame = found.assign(question=found[f"text_{desk.language}"], mean=found["mean"].round(1), scale=scale)
    shown = frame[["session", "question", "mean", "scale", "n"]]
    return sheet_of(desk, shown, say(desk, "cards-caption", n=len(shown)), {"mean": ",.1f"})


def exit_voices(desk: Desk) -> Sheet | Prose:
    """Show what people wrote on the exit cards of the last session before the day shown, without who wrote it."""
    cards, sessions = desk.cohort.tables["exit_cards"], dated_sessions(desk)
    before = sessions[sessions["date"].dt.date < day_shown(desk)]["code"]
    for code in reversed(list(before)):
        words = exit_words(cards, desk.guides[code], desk.language)
        if len(words):
            counted = words.value_counts(sort=False).reset_index(name="n").sort_values(["question", "n", "answer"], ascending=[True, False, True])
            caption = say(desk, "voices-caption", session=code, n=len(words))
            return sheet_of(desk, counted, caption, most=60)
    return desk.say("guide_feedback", "no-cards")


# ---------------------------------------------------------------- bound guides


def save_bound(desk: Desk) -> Prose:
    """Write the trainer's binder, a handbook for each role and language in use, and the real minutes."""
    languages = sorted({desk.language, *map(persons(desk).language, persons(desk).roles)})
    paper = usual_paper(desk.program.country)
    documents = {"binder": binder(desk)}
    for language in languages:
        for role in ("mentors", "mentees"):
            documents[f"handbook-{role}-{language}"] = _handbook(desk, role, language)
    for name, bound in documents.items():
        desk.write(f"guides/{name}.pdf", bound.pdf(paper))
        if name != "binder":
            text = "\n\n".join([bound.front, *bound.parts])
            desk.write(f"guides/{name}.html", guide_html(text, bound.language, bound.title).encode())
    desk.write("guides/real-minutes.csv", times(desk))
    return desk.say("guide_feedback", "bound", names=", ".join(documents), n=len(documents["binder"].parts))


def binder(desk: Desk) -> Bound:
    """Give all guides of the cohort, by date and hour, as one document."""
    table, sessions = times(desk), dated_sessions(desk)
    mentees, mentors = people(desk)
    held = [
        Held(desk.guides[row.code], _day(row.date.date(), desk), start_of(desk, row.code), timings(table, row.code))
        for row in sessions.itertuples(index=False)
    ]
    days = [day.date() for day in sessions["date"]]
    about = say(
        desk, "binder-about", program=desk.program.program, mentees=mentees, mentors=mentors, first=min(days), last=max(days)
    )
    return trainers_binder(say(desk, "binder-title", cohort=desk.cohort.name), about, held, desk.language)


def _handbook(desk: Desk, role: str, language: str) -> Bound:
    codes = dated_sessions(desk)["code"]
    reader = replace(desk, language=language)
    title, about = (say(reader, f"{key}-{role}", program=desk.program.program) for key in ("book-title", "book-about"))
    return role_handbook(title, about, [desk.guides[code] for code in codes], role, language)


def _day(day: dt.date, desk: Desk) -> str:
    weekday = label("guides", desk, "weekdays").split(" ")[day.weekday()]
    joint = " " if desk.language == "es" else ", "
    return f"{weekday}{joint}{set_date(day, desk.language)}"
