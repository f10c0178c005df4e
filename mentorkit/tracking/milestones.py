"""What pairs have reached: first meeting, five meetings, a goal met, a completed programme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd
from pandas import DataFrame

from mentorkit.model.cohort import Cohort
from mentorkit.tracking.log import PairLog, pair_logs, records

MILESTONES = ("first-meeting", "five-meetings", "goal-met", "first-introduction", "completed")
ENDED_WELL = ("completed", "goal-reached")


def milestones(cohort: Cohort, pairs: DataFrame, as_of: dt.date, *, logs: Sequence[PairLog] | None = None) -> DataFrame:
    """
    Give the milestones each pair has reached: `mentee_id, mentor_id, milestone, date`, by pair and date.

    `goal-met` is the first goal at level 0 or more; `completed` follows the programme's written rule
    (see `completion`).
    """
    introductions = _first_introductions(cohort, as_of)
    rows = []
    for log in pair_logs(cohort, pairs, as_of) if logs is None else logs:
        goals_met = (goal.date for goal in log.goals if goal.level is not None and goal.level >= 0 and goal.date)
        reached = {
            "first-meeting": log.held[0] if log.held else None,
            "five-meetings": log.held[4] if len(log.held) > 4 else None,
            "goal-met": next(goals_met, None),
            "first-introduction": introductions.get(log.mentee_id),
            "completed": completed_on(log, cohort, as_of),
        }
        found = ((name, day) for name, day in reached.items() if day is not None)
        rows += [(log.mentee_id, log.mentor_id, name, day) for name, day in sorted(found, key=lambda pair: pair[1])]
    frame = DataFrame(rows, columns=["mentee_id", "mentor_id", "milestone", "date"])
    return frame.assign(date=pd.to_datetime(frame["date"]))


def _first_introductions(cohort: Cohort, as_of: dt.date) -> dict[str, dt.date]:
    first: dict[str, dt.date] = {}
    frame = records(cohort, "introductions")
    for mentee, day in zip(frame["mentee_id"], frame["date"], strict=True):
        if day is not None and day <= as_of:
            first[mentee] = min(day, first.get(mentee, day))
    return first


def completed_on(log: PairLog, cohort: Cohort, as_of: dt.date) -> dt.date | None:
    """
    Give the day on which a pair met the written completion rule, or None.

    The rule: the meetings asked for were held, and the pair lasted the asked share of the programme's weeks.
    """
    rule = cohort.program.evaluation.completion
    if len(log.held) < rule.meetings:
        return None
    lasted = log.begins + dt.timedelta(days=-(-cohort.program.weeks * 7 * rule.share_of_weeks // 1))
    day = max(log.held[rule.meetings - 1], lasted)
    return day if day <= min(log.closed or as_of, as_of) else None


def completion(cohort: Cohort, pairs: DataFrame, as_of: dt.date, *, logs: Sequence[PairLog] | None = None) -> DataFrame:
    """
    Give each pair's standing against the completion rule: `mentee_id, mentor_id, meetings, weeks, completed`.

    `weeks` are full weeks from the pair's first day to its closure, the programme's end or the day.
    """
    rows = []
    for log in pair_logs(cohort, pairs, as_of) if logs is None else logs:
        last = min(filter(None, (log.closed, log.ends, as_of)))
        weeks = max(0, (last - log.begins).days // 7)
        rows.append((log.mentee_id, log.mentor_id, len(log.held), weeks, completed_on(log, cohort, as_of) is not None))
    columns = ["mentee_id", "mentor_id", "meetings", "weeks", "completed"]
    return DataFrame(rows, columns=columns).astype({"completed": bool})
