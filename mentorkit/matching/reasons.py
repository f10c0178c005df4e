"""Why a pair was not chosen, and what choosing it would cost, read from the dual prices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentorkit.errors import InvalidInputError
from mentorkit.matching.matching import Matching, aimed_matching, best_matching
from mentorkit.matching.scoring import POINT
from mentorkit.matching.wording import rule_in_words, said


@dataclass(frozen=True)
class Reason:
    """
    Why a pair was not chosen: a code, and the text for a reader.

    Codes: `chosen`, `rule`, `no_place`, `decided`, `kept_place`, `floor`, `tie`, `serves_more`,
    `minimum`, `taken`, `own_better`, `cost`.
    """

    code: str
    text: str


@dataclass(frozen=True)
class ForcedCost:
    """
    What forcing a pair costs: points of the total, people who lose their mentor, minima not met.

    Points may be below 0 where a minimum or the floor is given up for them. `at_least` is what the dual prices
    say without solving again, in points; 0 where the floor falls, since they hold above it alone. `lowest` is
    the score of the lowest pair afterwards. `possible` is False where a rule, another decision or a missing
    place stands against the pair; the costs are then 0.
    """

    points: float
    people: int
    minima: int
    at_least: float
    lowest: float
    possible: bool


def why_not(matching: Matching, mentee: str, mentor: str, language: str = "en") -> Reason:
    """
    Give the reason why a mentee is not with a mentor.

    Raises:
        InvalidInputError: One of the two is not in the matching.
    """
    row, col = places(matching, mentee, mentor)
    if matching.mentor[row] == col:
        return Reason("chosen", said("this_pair", language))
    broken = matching.scores.broken_rules(row, col)
    if broken:
        rules = said("and", language).join(rule_in_words(rule, language) for rule in broken)
        return Reason("rule", said("why_rule", language, rules=rules))
    return reasons(matching, np.array([row]), np.array([col]), language)[0]


def forced_cost(matching: Matching, mentee: str, mentor: str) -> ForcedCost:
    """
    Give what forcing a pair costs the whole, by solving again with the pair fixed.

    The prices' bound π_i + p_j − s_ij never exceeds it.

    Raises:
        InvalidInputError: One of the two is not in the matching.
    """
    row, col = places(matching, mentee, mentor)
    lowest = lowest_score(matching)
    if matching.mentor[row] == col:
        return ForcedCost(0.0, 0, 0, 0.0, lowest, True)
    possible = open_places(matching)[col] > 0 and not matching.decided[row]
    if not possible or matching.scores.broken_rules(row, col):
        return ForcedCost(0.0, 0, 0, 0.0, lowest, False)
    fixed = np.flatnonzero(matching.decided)
    kept = np.array([*zip(fixed, matching.mentor[fixed], strict=True), (row, col)], np.int64)
    if matching.scores.program.matching.waited:
        after = aimed_matching(matching.scores, kept)
    else:
        after = best_matching(matching.scores, kept, matching.floor > 0)
    bound = int(_costs(matching, np.array([row]), np.array([col]))[0])
    return ForcedCost(
        matching.proof.total_score - after.proof.total_score,
        matching.proof.matched - after.proof.matched,
        filled_minima(matching) - filled_minima(after),
        max(0, bound) / POINT if 2 * bound < matching.bonus and after.floor >= matching.floor else 0.0,
        lowest_score(after),
        True,
    )


def lowest_score(matching: Matching) -> float:
    """Give the lowest pair's score, or NaN where nobody has a mentor."""
    own = matching.own[matching.matched]
    return float(own.min()) / POINT if len(own) else float("nan")


def filled_minima(matching: Matching) -> int:
    """Give how many places of `min_capacity` are taken."""
    return int(np.minimum(matching.load, matching.scores.minimum).sum())


def places(matching: Matching, mentee: str, mentor: str) -> tuple[int, int]:
    """Give the places of two people among the sorted ids."""
    people = matching.scores
    if mentee not in people.mentees.index or mentor not in people.mentors.index:
        raise InvalidInputError(
            "no such mentee or mentor takes part in this matching; use ids of accepted people"
        )
    return people.mentees.index.get_loc(mentee), people.mentors.index.get_loc(mentor)


def open_places(matching: Matching) -> np.ndarray:
    """Give each mentor's places that no decision fixed."""
    fixed = matching.mentor[matching.decided & (matching.mentor >= 0)]
    return matching.scores.capacity - np.bincount(fixed, minlength=matching.scores.shape[1])


def reasons(matching: Matching, rows: np.ndarray, cols: np.ndarray, language: str) -> list[Reason]:
    """Give the reasons of several pairs that no rule forbids and that were not chosen."""
    scores = matching.scores.pairs(rows, cols)
    costs = _costs(matching, rows, cols)
    holders = _holders(matching)
    left = open_places(matching)
    full = matching.load >= matching.scores.capacity
    own = matching.own
    return [
        _reason(
            matching, row, col, score, cost, own[row], left[col], full[col], holders.get(col, ()), language
        )
        for row, col, score, cost in zip(
            rows.tolist(), cols.tolist(), scores.tolist(), costs.tolist(), strict=True
        )
    ]


def _reason(matching, row, col, score, cost, own, left, full, holders, language) -> Reason:
    ids = matching.scores.mentors.index
    who = ", ".join(holders)
    if matching.scores.capacity[col] == 0:
        return Reason("no_place", said("why_no_place", language))
    if matching.decided[row]:
        return Reason("decided", said("why_decided", language, mentor=ids[matching.mentor[row]]))
    if left == 0:
        return Reason("kept_place", said("why_kept_place", language))
    if score < matching.floor:
        return Reason("floor", said("why_floor", language, floor=matching.floor / POINT))
    if not full and own == score:
        return Reason("tie", said("why_tie", language))
    if full and cost < POINT // 20:
        return Reason("taken", said("why_even", language, who=who))
    if not full and own > score and 2 * cost < matching.bonus:
        return Reason(
            "own_better", said("why_own_better", language, more=max(own - score, POINT // 10) / POINT)
        )
    code = ("serves_more" if full else "minimum") if 2 * cost >= matching.bonus else "taken" if full else "cost"
    why = said(f"why_{code}", language, who=who, cost=cost / POINT)
    return Reason(code, said("or_floor", language, why=why, floor=matching.floor / POINT) if matching.floor else why)


def _costs(matching: Matching, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
    scores = matching.scores.pairs(rows, cols)
    return matching.profit[rows] + matching.prices[cols] - scores - matching.bonus


def _holders(matching: Matching) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in matching.matched.tolist():
        found.setdefault(int(matching.mentor[row]), []).append(str(matching.scores.mentees.index[row]))
    return found
