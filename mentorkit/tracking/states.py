"""The state of each pair on a day, and how many meetings it owed by then."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd
from pandas import DataFrame

from mentorkit.model.cohort import Cohort
from mentorkit.model.program import Program
from mentorkit.tracking.log import PairLog, pair_logs
from mentorkit.tracking.rules import AMBER, EARLY, NOTICE_DAYS, RED, Fired, Limits, fired_rules, limits
from mentorkit.tracking.wording import ladder, step_text, text

STATES = ("urgent", "unknown", "needs-check-in", "on-track", "too-early", "paused", "closed")
STATE_COLUMNS = ("mentee_id", "mentor_id", "state", "rules", "since", "last_contact", "last_support", "next_step")
_BY_LEVEL = {RED: "urgent", AMBER: "needs-check-in", EARLY: "too-early"}


def pair_states(
    cohort: Cohort, pairs: DataFrame, as_of: dt.date, language: str | None = None, *, logs: list[PairLog] | None = None
) -> DataFrame:
    """
    Give the state of each pair on a day, the rules that put it there, and what to do next.

    The state is that of the worst rule; closed and paused pairs are outside the rules; a pair about
    which nothing at all was logged is `unknown` once it is no longer too early. `since` is the first
    day of the present state, `last_contact` a meeting held or a check-in answered, `last_support` a
    contact of staff with either side. Safety (R9) never shows here.

    Args:
        language: Of `next_step`; the cohort's own unless given.

    Returns:
        A row a pair, sorted by ids, with the columns of `results/progress/pairs.csv`.

    Raises:
        ProblemsError: The cohort has no first day.
    """
    bounds = limits(cohort.program)
    rows = [
        _row(log, bounds, cohort, as_of, language or cohort.language)
        for log in (pair_logs(cohort, pairs, as_of) if logs is None else logs)
    ]
    frame = DataFrame(rows, columns=list(STATE_COLUMNS))
    for column in ("since", "last_contact", "last_support"):
        frame[column] = pd.to_datetime(frame[column])
    return frame


def _row(log: PairLog, bounds: Limits, cohort: Cohort, as_of: dt.date, language: str) -> tuple:
    state, fired, since = pair_state(log, bounds, as_of)
    step = next_step(log, state, fired, since, cohort.program, language, as_of)
    rules = "; ".join(rule.rule for rule in fired)
    return log.mentee_id, log.mentor_id, state, rules, since, log.last_contact, log.last_support, step


def pair_state(log: PairLog, bounds: Limits, as_of: dt.date) -> tuple[str, tuple[Fired, ...], dt.date | None]:
    """Give a pair's state, the rules that hold, and the first day of the state (None where not known)."""
    if log.closed:
        return "closed", (), log.closed
    if log.paused:
        return "paused", (), None
    fired = fired_rules(log, bounds, as_of)
    worst = max((rule.level for rule in fired), default=0)
    if log.is_silent and not any(rule.rule == "R0" for rule in fired):
        return "unknown", fired, unknown_since(log, bounds)
    since = min((rule.since for rule in fired if rule.level == worst), default=None)
    return _BY_LEVEL.get(worst, "on-track"), fired, since


def unknown_since(log: PairLog, bounds: Limits) -> dt.date:
    """Give the first day on which a pair about which nothing is logged is no longer too early, but unknown."""
    return log.begins + dt.timedelta(math.ceil(bounds.too_early))


def next_step(
    log: PairLog,
    state: str,
    fired: tuple[Fired, ...],
    since: dt.date | None,
    program: Program,
    language: str,
    as_of: dt.date,
) -> str:
    """
    Give the next rung of the escalation ladder as text: what, who, until when; "" where nothing is due.

    Each contact of staff since the state began is a rung taken; an urgent pair starts on the second, and
    only an urgent one comes to the last. A day that has passed already becomes today.
    """
    if state not in ("urgent", "needs-check-in", "unknown"):
        return ""
    if state == "unknown":
        return text("step-unknown", language)
    if any(rule.rule == "R10" and (as_of - rule.since).days >= NOTICE_DAYS for rule in fired):
        return text("step-closure", language)
    steps = ladder(program)
    taken = sorted({contact.date for contact in log.support if contact.date >= since})
    urgent = state == "urgent"
    last = len(steps) - 1 if urgent else max(0, len(steps) - 2)
    rung = min(max(len(taken), int(urgent)), last)
    return step_text(steps[rung], taken[-1] if taken else since, as_of, language)


def state_counts(states: DataFrame) -> DataFrame:
    """Give the number of pairs in each state, every state named, with the share of pairs not paused or closed."""
    counts = states["state"].value_counts().reindex(list(STATES), fill_value=0)
    live = int(counts.drop(["paused", "closed"]).sum())
    shares = [count / live if live and state not in ("paused", "closed") else None for state, count in counts.items()]
    return DataFrame({"state": list(counts.index), "pairs": counts.to_numpy(), "share": shares})


def meetings_due(begins: dt.date, until: dt.date, cadence_days: int) -> int:
    """
    Give how many meetings a pair owes between the day it was matched and a last day.

    The full days between the two are cut into periods of the cadence; each period that has begun
    owes one meeting, so late matches owe proportionally less.

    >>> meetings_due(dt.date(2025, 10, 7), dt.date(2025, 12, 31), 14)
    6
    >>> meetings_due(dt.date(2025, 10, 31), dt.date(2025, 12, 31), 14)
    5
    """
    return max(0, math.ceil(((until - begins).days - 1) / cadence_days))
