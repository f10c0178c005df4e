"""What makes a pair impossible: required criteria, `avoid` rules, `not_with`, and people's `never`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from pandas import DataFrame

from mentorkit.matching.parts import Elementwise, Part, pair_table
from mentorkit.matching.vocabulary import Vocabulary, cells, codes, listed, values
from mentorkit.model.criteria import Avoid
from mentorkit.model.words import Words, folded

RuleKind = Literal["required", "avoid", "not_with", "never"]
PEOPLES_OWN = ("not_with", "never")
SAME_PERSON: Words = {
    "es": "nadie es su propio mentor (el mismo correo está en las dos tablas)",
    "en": "nobody is their own mentor (the same e-mail stands in both tables)",
}


@dataclass(frozen=True)
class Rule:
    """A hard rule: `broken` is true where it forbids the pair."""

    name: str
    kind: RuleKind
    broken: Part
    mentee: str = ""
    mentor: str = ""
    label: Words | None = None


def avoid_rules(
    rules: Sequence[Avoid], mentees: DataFrame, mentors: DataFrame, words: Vocabulary
) -> list[Rule]:
    """Give the programme's `avoid` rules over a roster; an empty cell forbids nobody."""
    return [_avoid(rule, at, mentees, mentors, words) for at, rule in enumerate(rules, start=1)]


def _avoid(rule: Avoid, at: int, mentees: DataFrame, mentors: DataFrame, words: Vocabulary) -> Rule:
    sides = [_terms(mentees, rule.mentee, words), _terms(mentors, rule.mentor, words)]
    widths = [max((len(named) for named in side), default=0) for side in sides]
    columns = [
        [named[place] if place < len(named) else "" for named in side]
        for side, width in zip(sides, widths, strict=True)
        for place in range(width)
    ]
    found, _ = codes(*columns) if columns else ([], [])
    left, right = found[: widths[0]], [np.where(code < 0, -2, code) for code in found[widths[0] :]]

    def broken(rows, cols):
        equal = np.zeros(np.broadcast(rows, cols).shape, bool)
        for mine in left:
            for theirs in right:
                equal |= mine[rows] == theirs[cols]
        return equal

    return Rule(f"avoid_{at}", "avoid", Elementwise(broken), rule.mentee, rule.mentor, rule.label)


def _terms(people: DataFrame, column: str, words: Vocabulary) -> list[tuple]:
    return [
        tuple(dict.fromkeys(words.term(value) for value in _items(cell))) for cell in cells(people, column)
    ]


def _items(cell: object) -> tuple:
    return (
        values(cell) if not isinstance(cell, str) or ("|" not in cell and ";" not in cell) else listed(cell)
    )


def same_person_rule(mentees: DataFrame, mentors: DataFrame, words: Vocabulary) -> Rule | None:
    """Give the rule that nobody is their own mentor, or None where no e-mail address stands on both sides."""
    left, right = ({folded(str(cell)) for cell in cells(side, "email") if values(cell)} for side in (mentees, mentors))
    if not left & right:
        return None
    rule = _avoid(Avoid(avoid="same", mentee="email", mentor="email", label=SAME_PERSON), 0, mentees, mentors, words)
    return replace(rule, name="same_person")


def wish_pairs(people: DataFrame, others: DataFrame, column: str) -> list[tuple[int, int, int, int]]:
    """Give (person, the other, place in the list from 0, length of the list) of a column of ids."""
    place = {folded(str(id)): at for at, id in enumerate(others.index)}
    found = []
    for person, cell in enumerate(cells(people, column)):
        named = list(dict.fromkeys(folded(str(id)) for id in listed(cell)))
        found += [(person, place[id], at, len(named)) for at, id in enumerate(named) if id in place]
    return found


def not_with_rule(mentees: DataFrame, mentors: DataFrame) -> Rule | None:
    """Give the rule that either side's `not_with` sets, or None where nobody named anybody."""
    pairs = {(i, j) for i, j, _, _ in wish_pairs(mentees, mentors, "not_with")}
    pairs |= {(i, j) for j, i, _, _ in wish_pairs(mentors, mentees, "not_with")}
    return named_pairs_rule("not_with", pairs, (len(mentees), len(mentors)))


def named_pairs_rule(kind: RuleKind, pairs: set[tuple[int, int]], shape: tuple[int, int]) -> Rule | None:
    """Give a rule that forbids the pairs named, or None where there are none."""
    if not pairs:
        return None
    rows, cols = (np.array(side, np.int64) for side in zip(*sorted(pairs), strict=True))
    return Rule(kind, kind, pair_table(shape, rows, cols, np.ones(len(rows), bool)))
