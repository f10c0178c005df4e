"""What people decided about pairs, checked against each other and against the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
from pandas import DataFrame

from mentorkit.errors import Problem, ProblemsError
from mentorkit.matching.scoring import Scores
from mentorkit.matching.wording import rule_in_words, said


def kept_pairs(scores: Scores, decisions: DataFrame | None, language: str = "en") -> np.ndarray:
    """
    Give the pairs that people fixed, shape (pairs, 2): places of mentee and mentor among the sorted ids.

    Raises:
        ProblemsError: Decisions contradict each other, a rule, or a mentor's places; each is named by
            file and row together with what it stands against, in the language.
    """
    if decisions is None or decisions.empty:
        return np.zeros((0, 2), np.int64)
    keeps = decisions[decisions["decision"] == "keep"]
    problems: list[Problem] = []
    found: dict[tuple[int, int], str] = {}
    for mentee, mentor, source in zip(keeps["mentee_id"], keeps["mentor_id"], sources(keeps), strict=True):
        absent = [side for side, id, ids in _sides(scores, mentee, mentor) if id not in ids]
        if absent:
            who = said("absent_and", language).join(said(side, language) for side in absent)
            problems.append(_problem(source, "kept_absent", language, who=who))
            continue
        found.setdefault((scores.mentees.index.get_loc(mentee), scores.mentors.index.get_loc(mentor)), source)
    problems += _against_rules(scores, found, decisions, language)
    problems += [*_two_mentors(found, language), *_too_many(scores, found, language)]
    if problems:
        raise ProblemsError(problems)
    return np.array(sorted(found), np.int64).reshape(-1, 2)


def against_each_other(decisions: DataFrame, language: str = "en") -> Iterator[Problem]:
    """Give the pairs that are kept in one row and must never be in another: what can be said of decisions without knowing the people."""
    kept: dict[tuple, str] = {}
    nevers: dict[tuple, list[str]] = {}
    for mentee, mentor, what, source in zip(decisions["mentee_id"], decisions["mentor_id"], decisions["decision"], sources(decisions), strict=True):
        if what == "keep":
            kept.setdefault((mentee, mentor), source)
        elif what == "never":
            nevers.setdefault((mentee, mentor), []).append(str(place(source)[1]))
    for pair in kept.keys() & nevers.keys():
        yield _problem(kept[pair], "kept_against", language, against=said("against_never", language, rows=", ".join(nevers[pair])))


def _sides(scores: Scores, mentee: str, mentor: str):
    return (("mentee", mentee, scores.mentees.index), ("mentor", mentor, scores.mentors.index))


def _against_rules(scores: Scores, found: dict, decisions: DataFrame, language: str) -> Iterable[Problem]:
    for (row, col), source in found.items():
        for rule in scores.broken_rules(row, col):
            if rule.kind == "never":
                against = said("against_never", language, rows=_never_rows(scores, decisions, row, col))
            else:
                against = said("against_rule", language, rule=rule_in_words(rule, language))
            yield _problem(source, "kept_against", language, against=against)


def _never_rows(scores: Scores, decisions: DataFrame, row: int, col: int) -> str:
    nevers = decisions[
        (decisions["decision"] == "never")
        & (decisions["mentee_id"] == scores.mentees.index[row])
        & (decisions["mentor_id"] == scores.mentors.index[col])
    ]
    return ", ".join(str(place(source)[1]) for source in sources(nevers))


def _two_mentors(found: dict, language: str) -> Iterable[Problem]:
    first: dict[int, str] = {}
    for (row, _), source in found.items():
        other = first.setdefault(row, source)
        if other != source:
            yield _problem(source, "kept_twice", language, row=place(other)[1])


def _too_many(scores: Scores, found: dict, language: str) -> Iterable[Problem]:
    loads = Counter(col for _, col in found)
    for (_, col), source in found.items():
        if loads[col] > scores.capacity[col]:
            yield _problem(
                source, "kept_many", language, load=loads[col], capacity=int(scores.capacity[col])
            )


def sources(decisions: DataFrame) -> list[str]:
    """Give where each decision stands, `file:row`."""
    if "source" in decisions:
        return [str(source) for source in decisions["source"]]
    return [f"decisions.csv:{row}" for row in range(2, len(decisions) + 2)]


def place(source: str) -> tuple[str, int | None]:
    """Give file and row of a source."""
    file, _, row = source.rpartition(":")
    return (file, int(row)) if file and row.isdigit() else (source, None)


def _problem(source: str, key: str, language: str, **values: object) -> Problem:
    file, row = place(source)
    return Problem(file, row, "decision", said(key, language, **values), said(f"{key}_remedy", language))
