"""The smallest change that would give an unmatched mentee a mentor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentorkit.matching.encoding import demands
from mentorkit.matching.hours import Clock, hours_in_words
from mentorkit.matching.matching import Matching
from mentorkit.matching.rules import PEOPLES_OWN, Rule
from mentorkit.matching.scoring import POINT
from mentorkit.matching.vocabulary import listed, words_of
from mentorkit.matching.wording import rule_in_words, said
from mentorkit.model.words import folded

LARGEST = 4_000_000
SAME = "same_person"


@dataclass(frozen=True)
class Unmatched:
    """
    Why a mentee has no mentor, and the smallest change that would give one.

    `reason` is `no_mentors`, `no_possible` or `contested`; `removed` says how many of the mentors with
    a place each rule forbids. The change: rules to lift for this mentee alone, and one more place for
    this mentee if `place`; `mentor` is whom the change would make possible.
    """

    mentee: str
    reason: str
    possible: int
    of: int
    removed: tuple[tuple[Rule, int], ...]
    mentor: str | None
    rules: tuple[Rule, ...]
    place: bool
    score: float


def unmatched(matching: Matching) -> list[Unmatched]:
    """Give every unmatched mentee with reason and smallest change, in the order of the ids."""
    rows = np.flatnonzero(matching.mentor < 0)
    reaching = _reaching(matching) if len(rows) else np.zeros(0, bool)
    return [_unmatched(matching, int(row), reaching) for row in rows]


def _unmatched(matching: Matching, row: int, reaching: np.ndarray) -> Unmatched:
    scores = matching.scores
    id = scores.mentees.index[row]
    m = scores.shape[1]
    if not m:
        return Unmatched(id, "no_mentors", 0, 0, (), None, (), True, 0.0)
    at, cols = np.full(m, row), np.arange(m)
    broken = np.array([rule.broken.pairs(at, cols).astype(bool) for rule in scores.rules]).reshape(-1, m)
    placed = scores.capacity > 0
    possible = int((placed & ~broken.any(axis=0)).sum())
    removed = tuple(
        (rule, int((line & placed).sum()))
        for rule, line in zip(scores.rules, broken, strict=True)
        if (line & placed).any()
    )
    reason = "contested" if possible else "no_possible" if placed.any() else "no_mentors"
    col = _easiest(scores.pairs(at, cols), broken, _burden(scores.rules), reaching)
    rules = tuple(rule for rule, line in zip(scores.rules, broken, strict=True) if line[col])
    if any(rule.name == SAME for rule in rules):
        return Unmatched(id, reason, possible, int(placed.sum()), removed, None, (), True, 0.0)
    score = int(scores.pairs(at[:1], np.array([col]))[0]) / POINT
    place = not reaching[col]
    return Unmatched(
        id, reason, possible, int(placed.sum()), removed, scores.mentors.index[col], rules, place, score
    )


def _burden(rules: tuple[Rule, ...]) -> np.ndarray:
    """What lifting each rule counts: people's own no outweighs all other rules, and nobody becomes two people."""
    no = len(rules) + 2
    return np.array([no**2 if rule.name == SAME else no if rule.kind in PEOPLES_OWN else 1 for rule in rules], int)


def _easiest(units: np.ndarray, broken: np.ndarray, burden: np.ndarray, reaching: np.ndarray) -> int:
    """The mentor whom the fewest changes make possible; people's own no is asked to change last."""
    changes = burden @ broken + ~reaching
    return int(np.lexsort((np.arange(len(units)), -units, changes))[0])


def _reaching(matching: Matching) -> np.ndarray:
    """Mentors who have a free place, or whose mentees could move on until one is free; one more served goes before a floor."""
    scores = matching.scores
    n, m = scores.shape
    reaching = matching.load < scores.capacity
    if n * m > LARGEST:
        return reaching
    movable = np.flatnonzero((matching.mentor >= 0) & ~matching.decided)
    possible = scores.possible_block(movable, np.arange(m)) if len(movable) else np.zeros((0, m), bool)
    while True:
        freed = np.zeros(m, bool)
        freed[matching.mentor[movable[possible[:, reaching].any(axis=1)]]] = True
        if not (freed & ~reaching).any():
            return reaching
        reaching = reaching | freed


def reason_in_words(one: Unmatched, language: str) -> str:
    """Give the reason as a phrase."""
    if one.reason == "no_possible":
        parts = (
            said("removed", language, rule=rule_in_words(rule, language), n=n, of=one.of)
            for rule, n in one.removed
        )
        return said("no_possible", language, removed="; ".join(parts))
    key = "contested_one" if one.reason == "contested" and one.possible == 1 else one.reason
    return said(key, language, n=one.possible)


def change_in_words(matching: Matching, one: Unmatched, language: str, clock: Clock | None = None) -> str:
    """
    Give the smallest change as a phrase; hours to add are named by the clock.

    Args:
        matching: The matching.
        one: Somebody without a mentor.
        language: `es` or `en`.
        clock: The cohort's time; UTC unless given.
    """
    if one.mentor is None:
        return said("change_none", language)
    if not one.rules:
        return said("change_place", language, mentor=one.mentor, score=one.score)
    rules = said("and", language).join(rule_in_words(rule, language) for rule in one.rules)
    key = "change_rules_place" if one.place else "change_rules"
    text = said(key, language, rules=rules, mentor=one.mentor, score=one.score)
    offered = _offered(matching, one, language, clock or Clock())
    if not offered:
        return text
    column, values, kind = offered
    added = said(f"change_add_{kind}", language, column=column, mentor=one.mentor, values=values)
    return text + said("or", language) + added + (said("change_also_place", language) if one.place else "")


def _offered(matching: Matching, one: Unmatched, language: str, clock: Clock) -> tuple[str, str, str] | None:
    """What the mentor names that the mentee would have to name too, where one list stands between them."""
    kinds = {c.id: c for c in matching.scores.program.criteria if demands(c)}
    if len(one.rules) != 1 or one.rules[0].name not in kinds:
        return None
    criterion = kinds[one.rules[0].name]
    mentors = matching.scores.mentors
    cell = mentors[criterion.mentor].get(one.mentor) if criterion.mentor in mentors else None
    if criterion.kind != "overlap":
        return None
    if isinstance(cell, (set, frozenset)):
        return (criterion.mentee, hours_in_words(cell, clock, language), "hours") if cell else None
    words = words_of(matching.scores.program)
    values = sorted({words.term(value) for value in listed(cell)}, key=folded)
    return (criterion.mentee, ", ".join(values[:3]), "values") if values else None
