"""A pilot: how small to begin, what to test, and when to stop and look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pandas import DataFrame

from mentorkit.model.curriculum import Session
from mentorkit.model.program import Program
from mentorkit.planning.facts import Facts
from mentorkit.planning.staffing import planned_pairs, staff_balance

LARGEST = 4096
PILOT_COLUMNS = ("test", "week", "below", "count", "of", "stops")


@dataclass(frozen=True)
class StopRule:
    """Stop and look where less than `below` of a fact stands at the end of a week; without a fact, people see it."""

    test: str
    week: int
    below: float | None


RULES = (
    StopRule("safety", 1, None),
    StopRule("trained", 1, 0.9),
    StopRule("first-meeting", 5, 0.8),
    StopRule("logged", 6, 0.7),
    StopRule("staff-contact", 9, 0.7),
    StopRule("both-surveys", 20, 0.6),
    StopRule("closed-with-reason", 20, 0.9),
)


def pairs_that_fit(program: Program, sessions: Sequence[Session]) -> int | None:
    """
    Give the most pairs for which no week asks for more hours than the roles offer; None where no role offers any.

    Mentors stay in proportion to mentees; the roles keep their hours. 0 where not even one pair fits.
    """
    if not any(role.hours_per_week for role in program.design.roles):
        return None
    low, high = 0, LARGEST
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _fits(program, sessions, middle) else (low, middle - 1)
    return low


def _fits(program: Program, sessions: Sequence[Session], pairs: int) -> bool:
    size = program.design.size
    mentors = max(1, round(pairs * size.mentors / planned_pairs(program)))
    smaller = size.model_copy(update={"mentees": pairs, "mentors": mentors})
    design = program.design.model_copy(update={"size": smaller})
    return not (staff_balance(program.model_copy(update={"design": design}), sessions)["missing"] > 0).any()


def stop_rules(program: Program, facts: Facts) -> DataFrame:
    """
    Give what a pilot tests: `test, week, below, count, of, stops`; `stops` where the data stand below, None where none do.

    The limits are ours. A week past the programme's end is its last.
    """
    rows = []
    for rule in RULES:
        fact = facts.get(rule.test) if rule.below is not None else None
        counted = (fact.count, fact.of, fact.share < rule.below) if fact else (None, None, None)
        rows.append((rule.test, min(rule.week, program.weeks), rule.below, *counted))
    return DataFrame(rows, columns=list(PILOT_COLUMNS))
