"""Why a pair was not chosen, and what choosing it would cost, read from the dual prices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from mentorkit.errors import InvalidInputError
from mentorkit.matching.matching import Matching, aimed_matching, best_matching
from mentorkit.matching.scoring import POINT
from mentorkit.matching.wording import rule_in_words, said

LARGEST = 4_000_000


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
    say without solving again, in points; 0 where the floor falls, since they hold above it alone, or where
    somebody who waited goes first. `lowest` is
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
    priced = 2 * bound < matching.bonus and not _waits(matching)
    return ForcedCost(
        matching.proof.total_score - after.proof.total_score,
        matching.proof.matched - after.proof.matched,
        filled_minima(matching) - filled_minima(after),
        max(0, bound) / POINT if priced and after.floor >= matching.floor else 0.0,
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
    scores = matching.scores.pairs(rows, cols).tolist()
    costs = _costs(matching, rows, cols).tolist()
    board = _Board(matching)
    each = zip(rows.tolist(), cols.tolist(), scores, costs, strict=True)
    return [_reason(board, row, col, score, cost, language) for row, col, score, cost in each]


class _Board:
    """Who holds which place, and who could move on if one were taken."""

    def __init__(self, matching: Matching):
        self.matching = matching
        self.left, self.full = open_places(matching), matching.load >= matching.scores.capacity
        self.own = matching.own
        self.priced = not _waits(matching)

    @cached_property
    def holders(self) -> dict[int, list[str]]:
        """The mentees of each mentor, by id."""
        found: dict[int, list[str]] = {}
        for row in self.matching.matched.tolist():
            found.setdefault(int(self.matching.mentor[row]), []).append(str(self.matching.scores.mentees.index[row]))
        return found

    def at_minimum(self, row: int) -> bool:
        """Tell whether a mentee's mentor would miss a minimum without this mentee."""
        mentor = self.matching.mentor[row]
        return mentor >= 0 and self.matching.load[mentor] <= self.matching.scores.minimum[mentor]

    def somebody_loses(self, row: int, col: int) -> bool:
        """
        Tell whether somebody loses a mentor for this pair, since nobody at a full mentor could move on.

        The pair's own mentee leaves a place. Above four million pairs what the prices say is believed.
        """
        if self._next is None:
            return True
        free = ~self.full
        free[self.matching.mentor[row]] |= self.matching.mentor[row] >= 0
        return not free[self._reached(col)].any()

    @cached_property
    def _next(self) -> csr_array | None:
        """Mentor to mentor: whether one of the first's mentees, whom no decision fixed, is possible with the second."""
        scores = self.matching.scores
        n, m = scores.shape
        if n * m > LARGEST:
            return None
        rows, cols = np.flatnonzero((self.matching.mentor >= 0) & ~self.matching.decided), np.arange(m)
        possible = scores.possible_block(rows, cols) & (self.left > 0)
        if self.matching.floor:
            possible &= scores.block(rows, cols) >= self.matching.floor
        found = np.zeros((m, m), bool)
        np.logical_or.at(found, self.matching.mentor[rows], possible)
        return csr_array(found)

    def _reached(self, col: int) -> np.ndarray:
        if col not in self._known:
            self._known[col] = breadth_first_order(self._next, col, return_predecessors=False)
        return self._known[col]

    @cached_property
    def _known(self) -> dict[int, np.ndarray]:
        return {}


def _reason(board: _Board, row: int, col: int, score: int, cost: int, language: str) -> Reason:
    matching, full, own = board.matching, board.full[col], board.own[row]
    ids = matching.scores.mentors.index
    if matching.scores.capacity[col] == 0:
        return Reason("no_place", said("why_no_place", language))
    if matching.decided[row]:
        return Reason("decided", said("why_decided", language, mentor=ids[matching.mentor[row]]))
    if board.left[col] == 0:
        return Reason("kept_place", said("why_kept_place", language))
    if score < matching.floor:
        return Reason("floor", said("why_floor", language, floor=matching.floor / POINT))
    heavy = 2 * cost >= matching.bonus
    code = _heavy(board, row, col) if heavy else "taken" if full else "cost"
    if code == "cost" and own == score:
        if not board.at_minimum(row):
            return Reason("tie", said("why_tie", language))
        code = "minimum"
    who = ", ".join(board.holders.get(col, ()))
    if code == "taken" and (cost < POINT // 20 or not board.priced):
        return Reason("taken", said("why_even", language, who=who))
    if code == "cost" and own > score:
        return Reason("own_better", said("why_own_better", language, more=max(own - score, POINT // 10) / POINT))
    key = code
    if code == "minimum" and cost < matching.bonus:
        key = "minimum_or_even" if cost < POINT // 20 or not board.priced else "minimum_or_points"
    why = said(f"why_{key}", language, who=who, cost=cost / POINT)
    return Reason(code, said("or_floor", language, why=why, floor=matching.floor / POINT) if matching.floor else why)


def _heavy(board: _Board, row: int, col: int) -> str:
    """Tell what so high a price says: a person without a mentor, a minimum, or only a large difference of points."""
    if board.full[col] and board.somebody_loses(row, col):
        return "serves_more"
    if board.at_minimum(row) or (board.full[col] and board.matching.scores.minimum.any()):
        return "minimum"
    return "taken" if board.full[col] else "cost"


def _waits(matching: Matching) -> bool:
    """Tell whether somebody was left out so that another, who waited, goes first: prices say nothing of them then."""
    return bool(matching.scores.program.matching.waited) and bool((matching.mentor < 0).any())


def _costs(matching: Matching, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
    scores = matching.scores.pairs(rows, cols)
    return matching.profit[rows] + matching.prices[cols] - scores - matching.bonus
