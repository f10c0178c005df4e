"""The calendar of a cohort: sessions, preparations and milestones, forwards and backwards from the first day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container, Iterable, Mapping, Sequence

import pandas as pd
from pandas import DataFrame

from mentorkit.model.arc import Arc
from mentorkit.model.curriculum import Session
from mentorkit.model.program import Program
from mentorkit.planning.wording import words

CALENDAR_COLUMNS = ("date", "week", "what", "code", "kind", "audience", "minutes", "text", "moved_from")
BEFORE = {
    "charter-signed": 14, "partners-confirmed": 12, "call-mentors": 10, "call-mentees": 8, "applications-close": 5,
    "screening-done": 3, "pairs-decided": 1, "programme-starts": 0,
}
_SUNDAY = 6


def holiday_dates(country: str, years: Iterable[int]) -> dict[dt.date, str]:
    """Give a country's public holidays by date; none for a country that the holidays package does not know."""
    import holidays

    try:
        return dict(holidays.country_holidays(country, years=sorted(set(years))))
    except NotImplementedError:
        return {}


def session_date(starts: dt.date, week: int) -> dt.date:
    """
    Give the day of a week of the arc, on the weekday of the first day; week −1 is the one before week 1.

    >>> session_date(dt.date(2026, 2, 2), 3), session_date(dt.date(2026, 2, 2), -1)
    (datetime.date(2026, 2, 16), datetime.date(2026, 1, 26))
    """
    return starts + dt.timedelta(weeks=week - 1 if week > 0 else week)


def week_of(day: dt.date, starts: dt.date) -> int:
    """
    Give the week of the arc that a day lies in; the week before week 1 is week −1.

    >>> week_of(dt.date(2026, 2, 2), dt.date(2026, 2, 2)), week_of(dt.date(2026, 2, 1), dt.date(2026, 2, 2))
    (1, -1)
    """
    weeks = (day - starts).days // 7
    return weeks + 1 if weeks >= 0 else weeks


def free_day(day: dt.date, closed: Container[dt.date], step: int = 1, weekends: bool = True) -> dt.date:
    """
    Give the first day from `day` on (or back, with step −1) that is no holiday and no Sunday.

    With `weekends=False` no Saturday either.
    """
    while day in closed or day.weekday() == _SUNDAY or (not weekends and day.weekday() == _SUNDAY - 1):
        day += dt.timedelta(days=step)
    return day


def calendar(
    program: Program,
    starts: dt.date,
    sessions: Sequence[Session],
    language: str = "es",
    held: Mapping[str, dt.date] | None = None,
) -> DataFrame:
    """
    Give every date of a cohort, in order: sessions, what to prepare for them, and milestones.

    Sessions fall on the weekday of the first day; one that meets a public holiday of the programme's
    country moves to the next day that is none (`moved_from` holds the planned day). Pair meetings stand
    on the day their week begins and are the pair's own to move. Preparations fall on working days, earlier
    rather than later. A cohort that starts on a Sunday keeps its Sundays.

    Args:
        sessions: The arc; those after the programme's last week are left out.
        language: Of the column `text` (tasks and milestones).
        held: Days on which sessions are held by decision, by code; they stand as they are, and their tasks follow.
    """
    years = range(starts.year - 1, starts.year + 4)
    closed = holiday_dates(program.country, years)
    sunday = starts.weekday() == _SUNDAY
    rows: list[dict] = []
    for session in sessions:
        if session.week <= program.weeks:
            planned = session_date(starts, session.week)
            stays = session.kind == "pair-meeting" or (sunday and planned not in closed)
            day = (held or {}).get(session.id) or (planned if stays else free_day(planned, closed))
            rows.append(_session_row(session, day, planned))
            rows += [_task_row(session, (day, starts), task.when, task.task[language], closed) for task in session.prep]
    rows += [_milestone_row(key, day, starts, language) for key, day in milestone_days(program, starts, closed).items()]
    order = {"milestone": 0, "session": 1, "preparation": 2}
    rows.sort(key=lambda row: (row["date"], order[row["what"]], row["code"], row["text"]))
    frame = DataFrame(rows, columns=list(CALENDAR_COLUMNS))
    return frame.assign(date=pd.to_datetime(frame["date"]), moved_from=pd.to_datetime(frame["moved_from"]))


def _session_row(session: Session, day: dt.date, planned: dt.date) -> dict:
    moved = planned if day != planned else None
    return {
        "date": day, "week": session.week, "what": "session", "code": session.id, "kind": session.kind,
        "audience": "; ".join(session.audience), "minutes": session.duration, "text": session.slug,
        "moved_from": moved,
    }


def _task_row(session: Session, days: tuple[dt.date, dt.date], when: str, text: str, closed: Container[dt.date]) -> dict:
    day, starts = days
    sign, amount, unit = re.fullmatch(r"([+-])(\d+)([dhm])", when).groups()
    if unit == "d":
        step = -1 if sign == "-" else 1
        day = free_day(day + step * dt.timedelta(days=int(amount)), closed, step, weekends=False)
    return {
        "date": day, "week": week_of(day, starts), "what": "preparation", "code": session.id, "kind": session.kind,
        "audience": "staff", "minutes": None, "text": text, "moved_from": None,
    }


def _milestone_row(key: str, day: dt.date, starts: dt.date, language: str) -> dict:
    return {
        "date": day, "week": week_of(day, starts), "what": "milestone", "code": "", "kind": key, "audience": "staff",
        "minutes": None, "text": words("milestones", key, language), "moved_from": None,
    }


def milestone_days(program: Program, starts: dt.date, closed: Container[dt.date] = ()) -> dict[str, dt.date]:
    """
    Give the day of each milestone, counted backwards from the first day and forwards from the last.

    The first and the last day stand as they are; the others move to a working day, before the start to
    an earlier one, after it to a later one.
    """
    ends = starts + dt.timedelta(weeks=program.weeks)
    last = ends - dt.timedelta(days=1)
    days = {
        key: starts if not weeks else free_day(starts - dt.timedelta(weeks=weeks), closed, -1, weekends=False)
        for key, weeks in BEFORE.items()
    }
    after = {
        "mid-point": starts + (ends - starts) // 2,
        "programme-ends": last,
        "results-shared": last + dt.timedelta(weeks=3),
        "follow-up-3": (pd.Timestamp(ends) + pd.DateOffset(months=3)).date(),
        "follow-up-12": (pd.Timestamp(ends) + pd.DateOffset(months=12)).date(),
    }
    return days | {
        key: day if key == "programme-ends" else free_day(day, closed, weekends=False) for key, day in after.items()
    }


def gantt(program: Program, starts: dt.date, language: str = "es") -> DataFrame:
    """Give the bars of the Gantt picture in order: `phase, text, begins, ends` (the end not included)."""
    week = dt.timedelta(weeks=1)
    ends = starts + program.weeks * week
    bars = {
        "design": (starts - 14 * week, starts - 10 * week),
        "recruiting": (starts - 10 * week, starts - 5 * week),
        "screening": (starts - 5 * week, starts - 3 * week),
        "training": (starts - 2 * week, starts),
        "matching": (starts - 2 * week, starts),
        "meetings": (starts, ends),
        "evaluation": (ends - 2 * week, ends + 3 * week),
    }
    rows = [(key, words("phases", key, language), *span) for key, span in bars.items()]
    frame = DataFrame(rows, columns=["phase", "text", "begins", "ends"])
    return frame.assign(begins=pd.to_datetime(frame["begins"]), ends=pd.to_datetime(frame["ends"]))


def arc(sessions: Sequence[Session], weeks: int, plan: Arc | None = None) -> list[Session]:
    """
    Give the sessions of a shorter or longer programme, with their weeks moved, in the order given.

    What the plan leaves out in so many weeks, and what lies behind the end, is left out.

    Args:
        sessions: The sessions, each with its week in the whole arc.
        plan: The programme's arc with its variants; without it every session keeps its week.
    """
    placed = plan.at(weeks) if plan else {session.id: session.week for session in sessions}
    known = {session.id for session in sessions} - set(plan.sessions if plan else placed)
    weeks_of = placed | {session.id: session.week for session in sessions if session.id in known}
    moved = [session.model_copy(update={"week": weeks_of[session.id]}) for session in sessions if session.id in weeks_of]
    return [session for session in moved if session.week <= weeks]
