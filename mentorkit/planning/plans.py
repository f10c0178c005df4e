"""Plans with dates: communication, community and recognition, and the training of mentors by the standard's hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from pandas import DataFrame

from mentorkit.model.cohort import Cohort
from mentorkit.model.curriculum import Session
from mentorkit.model.design import PlannedStep
from mentorkit.model.program import Program
from mentorkit.model.words import localized
from mentorkit.planning.decisions import PLANS
from mentorkit.planning.facts import ORIENTATION_MINUTES, PROMISING_MINUTES, TRAINING_MINUTES
from mentorkit.planning.schedule import free_day, holiday_dates, session_date

PLAN_COLUMNS = ("plan", "week", "date", "times", "every", "text", "audience", "channel", "owner")
TRAINING_COLUMNS = ("code", "week", "date", "minutes", "hours_so_far", "before_matching", "present", "asked")
TRAINING_KINDS = ("mentor-training",)
CIRCLE_KINDS = ("mentor-training", "mentor-circle")


def plan_table(program: Program, starts: dt.date | None, language: str) -> DataFrame:
    """
    Give the steps of the three plans, by plan and date: `plan, week, date, times, every, text, audience, channel, owner`.

    `date` is the first time, on a working day (before the start an earlier one); empty without a first day. `times`
    counts how often a step comes until the programme's last week; empty where a repeated one begins after it.
    """
    closed = holiday_dates(program.country, range(starts.year - 2, starts.year + 6)) if starts else {}
    steps = sorted(program.design.plans, key=lambda s: (PLANS.index(s.plan), s.week, localized(s.text, language)))
    rows = [
        (
            step.plan, step.week, step_day(step, starts, closed) if starts else None, times(step, program.weeks),
            step.every, localized(step.text, language), tuple(step.audience), step.channel, step.owner,
        )
        for step in steps
    ]
    return DataFrame(rows, columns=list(PLAN_COLUMNS)).astype({"times": "Int64", "every": "Int64"})


def step_day(step: PlannedStep, starts: dt.date, closed: Mapping[dt.date, str]) -> dt.date:
    """Give the working day on which a step first comes."""
    day = session_date(starts, step.week)
    return free_day(day, closed, -1 if step.week < 0 else 1, weekends=False)


def times(step: PlannedStep, weeks: int) -> int | None:
    """
    Give how often a step comes: once, or every so many weeks until the last; None where it goes on after the end.

    >>> times(PlannedStep(plan="community", text="x", audience=["staff"], week=4, every=4, owner="x"), 20)
    5
    """
    if step.every is None:
        return 1
    if step.week > weeks:
        return None
    return 1 + (weeks - step.week - (1 if step.week < 0 else 0)) // step.every


def training_table(sessions: Sequence[Session], program: Program, cohort: Cohort | None = None) -> DataFrame:
    """
    Give the mentors' training in order: `code, week, date, minutes, hours_so_far, before_matching, present, asked`.

    Circles are shown, and count no hours of training. `present` of `asked` are the mentors on record.
    """
    held = sorted((s for s in sessions if s.kind in CIRCLE_KINDS and s.week <= program.weeks), key=lambda s: (s.week, s.id))
    starts = cohort.starts if cohort else None
    closed = holiday_dates(program.country, range(starts.year - 1, starts.year + 4)) if starts else {}
    seats = cohort.tables["attendance"] if cohort else None
    rows, minutes = [], 0
    for session in held:
        minutes += session.duration if session.kind in TRAINING_KINDS else 0
        here = seats[seats["session"] == session.id] if seats is not None else ()
        present = int((here["status"] == "present").sum()) if len(here) else None
        day = free_day(session_date(starts, session.week), closed) if starts else None
        rows.append((session.id, session.week, day, session.duration, minutes / 60, session.week < 0, present, len(here) or None))
    return DataFrame(rows, columns=list(TRAINING_COLUMNS)).astype({"before_matching": bool})


def training_hours(sessions: Sequence[Session], program: Program) -> dict[str, float]:
    """
    Give planned hours against the standard's: mentors before matching (2), mentors in all (6), mentees' orientation (1).

    Source:
        MENTOR: at least two hours of training before matching, six or more a promising practice; at least
        one hour of orientation for young people (Elements of Effective Practice, 5th edition, 07 and 08).
    """
    kept = [session for session in sessions if session.week <= program.weeks]
    mentors = [session for session in kept if session.kind in TRAINING_KINDS]
    orientation = [session for session in kept if session.kind == "orientation" and "mentees" in session.audience]
    return {
        "before": sum(session.duration for session in mentors if session.week < 0) / 60,
        "before_asked": TRAINING_MINUTES / 60,
        "all": sum(session.duration for session in mentors) / 60,
        "all_asked": PROMISING_MINUTES / 60,
        "orientation": sum(session.duration for session in orientation) / 60,
        "orientation_asked": ORIENTATION_MINUTES / 60,
    }
