"""Scores of all pairs: one matrix product of whole numbers, asked for by blocks or for single pairs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from pandas import DataFrame

from mentorkit.errors import InvalidInputError
from mentorkit.matching.encoding import Encoded, demands, encoded
from mentorkit.matching.parts import Part, pair_table
from mentorkit.matching.rules import Rule, avoid_rules, named_pairs_rule, not_with_rule, same_person_rule, wish_pairs
from mentorkit.matching.vocabulary import number, words_of
from mentorkit.model.criteria import Criterion
from mentorkit.model.program import Program
from mentorkit.model.roster import Roster

POINT = 100_000
WHOLE = 100 * POINT
EXACT = 1 << 24
HELD = 1 << 18


@dataclass(frozen=True, eq=False)
class Scores:
    """
    Every pair's score, points by criterion and possibility, without a table of all pairs.

    All values are whole numbers in units of 10⁻⁵ point. The features' product stays below 2²⁴, so it
    is exact in float32 whatever the library or the number of threads; beyond, float64 is used.

    `left` (mentees, d) and `right` (mentors, d) are the features, `spans` the columns of each
    criterion, `parts` what does not fit into features. People are sorted by id.
    """

    mentees: DataFrame
    mentors: DataFrame
    program: Program
    left: np.ndarray
    right: np.ndarray
    spans: dict[str, slice]
    parts: tuple[tuple[str, Part], ...]
    rules: tuple[Rule, ...]
    capacity: np.ndarray
    minimum: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """Mentees and mentors."""
        return len(self.mentees), len(self.mentors)

    @property
    def sources(self) -> tuple[str, ...]:
        """What gives points, in the order of the result's columns."""
        wishes = ("prefers",) if any(name == "prefers" for name, _ in self.parts) else ()
        return (*(criterion.id for criterion in self.program.criteria), *wishes)

    @cached_property
    def mentee_key(self) -> np.ndarray:
        """A number of 64 bits for each mentee that depends on the id alone."""
        return _keys(self.mentees.index, "mentee")

    @cached_property
    def mentor_key(self) -> np.ndarray:
        """A number of 64 bits for each mentor that depends on the id alone."""
        return _keys(self.mentors.index, "mentor")

    @cached_property
    def _held(self) -> np.ndarray | None:
        """All scores of a small cohort, which a search asks for many times; None where they are many."""
        n, m = self.shape
        return self._product(np.arange(n), np.arange(m)) if n * m <= HELD else None

    def block(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Give the scores of rows by columns, in units, whether possible or not."""
        if self._held is not None:
            return self._held[np.ix_(rows, cols)]
        return self._product(rows, cols)

    def _product(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        with np.errstate(invalid="ignore"):  # some processors raise the flag though every value is finite
            found = self.left[rows] @ self.right[cols].T
        for _, part in self.parts:
            found += part.block(rows, cols)
        return found

    def pairs(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Give the scores of single pairs, in units, shape (pairs,)."""
        if self._held is not None:
            return self._held[rows, cols].astype(np.int64)
        return sum(self.points(rows, cols).values(), np.zeros(len(rows), np.int64))

    def points(self, rows: np.ndarray, cols: np.ndarray) -> dict[str, np.ndarray]:
        """Give the points of single pairs by criterion, in units; they add up to the score."""
        found = {name: np.zeros(len(rows), np.int64) for name in self.sources}
        for name, span in self.spans.items():
            products = np.einsum("pd,pd->p", self.left[rows, span], self.right[cols, span], dtype=np.float64)
            found[name] += products.astype(np.int64)
        for name, part in self.parts:
            found[name] += part.pairs(rows, cols).astype(np.int64)
        return found

    def possible_block(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Tell which pairs of rows by columns no rule forbids."""
        broken = np.zeros((len(rows), len(cols)), bool)
        for rule in self.rules:
            broken |= rule.broken.block(rows, cols).astype(bool)
        return ~broken

    def possible_pairs(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Tell which single pairs no rule forbids."""
        broken = np.zeros(len(rows), bool)
        for rule in self.rules:
            broken |= rule.broken.pairs(rows, cols).astype(bool)
        return ~broken

    def broken_rules(self, row: int, col: int) -> list[Rule]:
        """Give the rules that forbid one pair."""
        at = np.array([row]), np.array([col])
        return [rule for rule in self.rules if rule.broken.pairs(*at)[0]]

    def blocks(self, height: int = 1024, width: int = 4096) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Give index arrays of rows and columns that together cover every pair once."""
        n, m = self.shape
        for top in range(0, n, height):
            for start in range(0, m, width):
                yield np.arange(top, min(n, top + height)), np.arange(start, min(m, start + width))


def scores(roster: Roster, program: Program, never: DataFrame | None = None) -> Scores:
    """
    Give the scores of a roster under a programme.

    Args:
        roster: Who may be paired.
        program: Criteria, rules, synonyms, orders and preferences in force.
        never: Decisions; rows whose `decision` is `never` forbid their pair.

    Raises:
        InvalidInputError: An id stands twice.
    """
    mentees, mentors = _by_id(roster.mentees, "mentees"), _by_id(roster.mentors, "mentors")
    words = words_of(program)
    weights = whole_weights(program.criteria)
    found = {
        criterion.id: encoded(criterion, weights[criterion.id], mentees, mentors, words, program.orders)
        for criterion in program.criteria
    }
    wishes = _wishes(mentees, mentors, program)
    parts = [(name, part) for name, one in found.items() for part in one.parts] + wishes
    left, right, spans = _stacked(found, (len(mentees), len(mentors)), bool(wishes) * 40 * POINT)
    rules = _rules(found, mentees, mentors, program, words, never)
    capacity, minimum = _places(mentors, len(mentees))
    return Scores(mentees, mentors, program, left, right, spans, tuple(parts), rules, capacity, minimum)


def whole_weights(criteria: list[Criterion]) -> dict[str, int]:
    """
    Give each criterion's units, which add up to 100 points; all 0 where every weight is 0.

    >>> from mentorkit.model.criteria import Same
    >>> whole_weights([Same(id=x, kind="same", mentee="a", mentor="b") for x in "abc"])
    {'a': 3333333, 'b': 3333334, 'c': 3333333}
    """
    weights = np.array([criterion.relative_weight for criterion in criteria], float)
    largest = weights.max(initial=0)
    if not np.isfinite(largest):
        raise InvalidInputError("a weight is no finite number; write one like 1 or 2.5")
    if not largest:
        return {criterion.id: 0 for criterion in criteria}
    sums = np.cumsum([0.0, *(weights / largest)])
    ends = np.rint(sums / sums[-1] * WHOLE)
    return {criterion.id: int(units) for criterion, units in zip(criteria, np.diff(ends), strict=True)}


def _by_id(people: DataFrame, name: str) -> DataFrame:
    if people.index.has_duplicates:
        raise InvalidInputError(f"an id stands twice among the {name}; give each person one row")
    return people.sort_index()


def _places(mentors: DataFrame, most: int) -> tuple[np.ndarray, np.ndarray]:
    columns = []
    for column, default in (("capacity", 1), ("min_capacity", 0)):
        cells = mentors[column] if column in mentors else [None] * len(mentors)
        numbers = np.array([number(cell) for cell in cells], float)
        columns.append(
            np.clip(np.where(np.isnan(numbers), default, numbers), 0, max(most, 1)).astype(np.int64)
        )
    capacity, minimum = columns
    return capacity, np.minimum(minimum, capacity)


def _stacked(found: dict[str, Encoded], shape: tuple[int, int], bonus: int):
    spans, lefts, rights, at = {}, [], [], 0
    for name, one in found.items():
        spans[name] = slice(at, at + one.left.shape[1])
        at += one.left.shape[1]
        lefts.append(one.left)
        rights.append(one.right)
    bound = WHOLE + bonus + sum(one.slack for one in found.values())
    kind = np.float32 if bound < EXACT else np.float64
    left, right = (
        np.ascontiguousarray(np.concatenate(side, axis=1) if side else np.zeros((size, 0)), dtype=kind)
        for side, size in ((lefts, shape[0]), (rights, shape[1]))
    )
    return left, right, spans


def _wishes(mentees: DataFrame, mentors: DataFrame, program: Program) -> list[tuple[str, Part]]:
    worth = program.matching.prefers
    entries = [
        (i, j, worth.mentee * (length - at) / length)
        for i, j, at, length in wish_pairs(mentees, mentors, "prefers")
        if worth.mentee
    ] + [
        (i, j, worth.mentor * (length - at) / length)
        for j, i, at, length in wish_pairs(mentors, mentees, "prefers")
        if worth.mentor
    ]
    if not (worth.mentee or worth.mentor):
        return []
    rows, cols, points = (np.array(side) for side in zip(*entries, strict=True)) if entries else ([], [], [])
    units = np.rint(np.asarray(points, float) * POINT).astype(np.int64)
    return [
        (
            "prefers",
            pair_table((len(mentees), len(mentors)), np.asarray(rows, int), np.asarray(cols, int), units),
        )
    ]


def _rules(found, mentees, mentors, program, words, never) -> tuple[Rule, ...]:
    required = [
        Rule(one.id, "required", found[one.id].rule, one.mentee, one.mentor, one.label)
        for one in program.criteria
        if demands(one)
    ]
    named = [
        same_person_rule(mentees, mentors, words),
        not_with_rule(mentees, mentors),
        _never_rule(mentees, mentors, never),
    ]
    avoided = avoid_rules(program.rules, mentees, mentors, words)
    return (*required, *avoided, *(rule for rule in named if rule))


def _never_rule(mentees: DataFrame, mentors: DataFrame, decisions: DataFrame | None) -> Rule | None:
    if decisions is None or decisions.empty:
        return None
    rows, cols = mentees.index, mentors.index
    chosen = decisions[decisions["decision"] == "never"]
    pairs = {
        (rows.get_loc(i), cols.get_loc(j))
        for i, j in zip(chosen["mentee_id"], chosen["mentor_id"], strict=True)
        if i in rows and j in cols
    }
    return named_pairs_rule("never", pairs, (len(rows), len(cols)))


def _keys(ids, side: str) -> np.ndarray:
    words = (hashlib.blake2b(f"{side}/{id}".encode(), digest_size=8).digest() for id in ids)
    return np.array([int.from_bytes(word, "big") for word in words], np.uint64)
