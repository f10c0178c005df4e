"""Why two people fit: the points of each criterion, with the evidence behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mentorkit.matching.hours import QUARTERS_AN_HOUR
from mentorkit.matching.matching import Matching
from mentorkit.matching.ranking import ranks
from mentorkit.matching.reasons import Reason, places, why_not
from mentorkit.matching.scoring import POINT, whole_weights
from mentorkit.matching.vocabulary import Vocabulary, cells, listed, number, values, words_of
from mentorkit.matching.wordvectors import shared_words
from mentorkit.model.criteria import Criterion
from mentorkit.model.words import localized


@dataclass(frozen=True)
class Evidence:
    """
    What one criterion gives a pair.

    `points` of at most `most`; `common` holds what both named (or both values, where they differ),
    `hours` the weekly hours in common and `slots` their quarter-hours in UTC, `missing` is True where one
    side gave no answer.
    """

    criterion: str
    label: str
    kind: str
    points: float
    most: float
    common: tuple[str, ...] = ()
    mentee: tuple[str, ...] = ()
    mentor: tuple[str, ...] = ()
    hours: float | None = None
    missing: bool = False
    slots: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Explanation:
    """A pair's score, its parts with their evidence, its ranks, and why it was not chosen, if it was not."""

    mentee: str
    mentor: str
    possible: bool
    score: float
    mentee_rank: int
    mentor_rank: int
    evidence: tuple[Evidence, ...]
    reason: Reason


def explanation(matching: Matching, mentee: str, mentor: str, language: str = "en") -> Explanation:
    """
    Give the explanation of any pair, chosen or not; the points add up to the score.

    Raises:
        InvalidInputError: One of the two is not in the matching.
    """
    row, col = places(matching, mentee, mentor)
    at = np.array([row]), np.array([col])
    scores = matching.scores
    mentee_rank, mentor_rank = ranks(scores, *at)
    return Explanation(
        mentee,
        mentor,
        not scores.broken_rules(row, col),
        int(scores.pairs(*at)[0]) / POINT,
        int(mentee_rank[0]),
        int(mentor_rank[0]),
        evidence(matching, row, col, language),
        why_not(matching, mentee, mentor, language),
    )


def evidence(matching: Matching, row: int, col: int, language: str = "en") -> tuple[Evidence, ...]:
    """Give the evidence of a pair by place, one entry for each criterion that gives points or sets a rule."""
    return evidences(matching, [row], [col], language)[0]


def evidences(matching: Matching, rows: Sequence[int], cols: Sequence[int], language: str = "en") -> list[tuple[Evidence, ...]]:
    """Give the evidence of many pairs by their places, each as `evidence` gives it."""
    scores = matching.scores
    units = scores.points(np.array(rows, np.int64), np.array(cols, np.int64))
    most = whole_weights(scores.program.criteria)
    words = words_of(scores.program)
    sides = [(cells(scores.mentees, one.mentee), cells(scores.mentors, one.mentor)) for one in scores.program.criteria]
    worth = scores.program.matching.prefers
    found = []
    for place, (row, col) in enumerate(zip(rows, cols, strict=True)):
        points = {name: int(given[place]) / POINT for name, given in units.items()}
        told = [
            _evidence(one, points[one.id], most[one.id] / POINT, (mentees[row], mentors[col]), words, language)
            for one, (mentees, mentors) in zip(scores.program.criteria, sides, strict=True)
        ]
        if "prefers" in points:
            told.append(Evidence("prefers", "prefers", "prefers", points["prefers"], worth.mentee + worth.mentor))
        found.append(tuple(told))
    return found


def _evidence(
    criterion: Criterion, points: float, most: float, sides, words: Vocabulary, language: str
) -> Evidence:
    label = localized(criterion.label, language) or criterion.id
    slots = [set(side) for side in sides if isinstance(side, (set, frozenset))]
    if len(slots) == 2:
        both = frozenset(slots[0] & slots[1])
        return Evidence(
            criterion.id,
            label,
            criterion.kind,
            points,
            most,
            hours=len(both) / QUARTERS_AN_HOUR,
            missing=not all(slots),
            slots=both,
        )
    mentee, mentor = (_shown(side, criterion.kind) for side in sides)
    missing = not mentee or not mentor
    if criterion.kind in ("near", "ahead"):
        missing = missing or (criterion.kind == "near" and any(np.isnan(number(side)) for side in sides))
    common = _common(criterion.kind, mentee, mentor, words)
    if criterion.kind == "text":
        mentee = mentor = ()
    return Evidence(criterion.id, label, criterion.kind, points, most, common, mentee, mentor, None, missing)


def _shown(cell: object, kind: str) -> tuple[str, ...]:
    found = listed(cell) if kind == "overlap" else values(cell)
    return tuple(" ".join(_number(value).split()) for value in found)


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, (float, np.floating)) else str(value)


def _common(
    kind: str, mentee: tuple[str, ...], mentor: tuple[str, ...], words: Vocabulary
) -> tuple[str, ...]:
    if kind == "text":
        return tuple(shared_words(" ".join(mentee), " ".join(mentor)))
    theirs = {words.term(value) for value in mentor}
    return tuple(value for value in mentee if words.term(value) in theirs)
