"""What people decided about pairs, checked against each other and against the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
from pandas import DataFrame

from mentorkit.errors import Problem, ProblemsError
from mentorkit.matching.scoring import Scores
from mentorkit.matching.wording import rule_in_words


def kept_pairs(scores: Scores, decisions: DataFrame | None) -> np.ndarray:
    """
    Give the pairs that people fixed, shape (pairs, 2): places of mentee and mentor among the sorted ids.

    Raises:
        ProblemsError: Decisions contradict each other, a rule, or a mentor's places; each is named by
            file and row together with what it stands against.
    """
    if decisions is None or decisions.empty:
        return np.zeros((0, 2), np.int64)
    keeps = decisions[decisions["decision"] == "keep"]
    problems: list[Problem] = []
    found: dict[tuple[int, int], str] = {}
    for mentee, mentor, source in zip(keeps["mentee_id"], keeps["mentor_id"], _sources(keeps), strict=True):
        absent = [side for side, id, ids in _sides(scores, mentee, mentor) if id not in ids]
        if absent:
            problems.append(
                _problem(
                    source,
                    f"the pair is to be kept, but the {' and the '.join(absent)} "
                    "is not among the people who may be paired",
                    "accept the person or remove this row",
                )
            )
            continue
        found.setdefault((scores.mentees.index.get_loc(mentee), scores.mentors.index.get_loc(mentor)), source)
    problems += [*_against_rules(scores, found, decisions), *_two_mentors(found), *_too_many(scores, found)]
    if problems:
        raise ProblemsError(problems)
    return np.array(sorted(found), np.int64).reshape(-1, 2)


def _sides(scores: Scores, mentee: str, mentor: str):
    return (("mentee", mentee, scores.mentees.index), ("mentor", mentor, scores.mentors.index))


def _against_rules(scores: Scores, found: dict, decisions: DataFrame) -> Iterable[Problem]:
    for (row, col), source in found.items():
        for rule in scores.broken_rules(row, col):
            if rule.kind == "never":
                against = f"row {_never_rows(scores, decisions, row, col)} says never"
            else:
                against = f"a rule forbids it: {rule_in_words(rule, 'en')}"
            yield _problem(source, f"the pair is to be kept, but {against}", "remove one of the two")


def _never_rows(scores: Scores, decisions: DataFrame, row: int, col: int) -> str:
    nevers = decisions[
        (decisions["decision"] == "never")
        & (decisions["mentee_id"] == scores.mentees.index[row])
        & (decisions["mentor_id"] == scores.mentors.index[col])
    ]
    return ", ".join(str(_place(source)[1]) for source in _sources(nevers))


def _two_mentors(found: dict) -> Iterable[Problem]:
    first: dict[int, str] = {}
    for (row, _), source in found.items():
        other = first.setdefault(row, source)
        if other != source:
            yield _problem(
                source,
                f"row {_place(other)[1]} keeps the same mentee with another mentor",
                "keep one of the two rows",
            )


def _too_many(scores: Scores, found: dict) -> Iterable[Problem]:
    loads = Counter(col for _, col in found)
    for (_, col), source in found.items():
        if loads[col] > scores.capacity[col]:
            yield _problem(
                source,
                f"{loads[col]} pairs are to be kept with this mentor, who has places for {scores.capacity[col]}",
                "raise the capacity or remove a row",
            )


def _sources(decisions: DataFrame) -> list[str]:
    if "source" in decisions:
        return [str(source) for source in decisions["source"]]
    return [f"decisions.csv:{row}" for row in range(2, len(decisions) + 2)]


def _place(source: str) -> tuple[str, int | None]:
    file, _, row = source.rpartition(":")
    return (file, int(row)) if file and row.isdigit() else (source, None)


def _problem(source: str, problem: str, remedy: str) -> Problem:
    file, row = _place(source)
    return Problem(file, row, "decision", problem, remedy)
