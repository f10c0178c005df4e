"""What would happen if: other weights, rules, places or people."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd
from pandas import DataFrame

from mentorkit.errors import InvalidInputError
from mentorkit.matching.matching import Matching, match
from mentorkit.matching.scoring import POINT
from mentorkit.matching.vocabulary import Vocabulary, cells
from mentorkit.model.program import Program
from mentorkit.model.roster import Roster


def changed_program(
    program: Program, weights: Mapping[str, float] | None = None, without: Collection[str] = ()
) -> Program:
    """
    Give a programme with other weights, or without some rules.

    Args:
        program: The programme in force.
        weights: Criterion id: its new weight, 0 or more.
        without: Ids of required criteria that no longer forbid, or `avoid_1`, `avoid_2`, … in the
            order of the programme's rules.

    Raises:
        InvalidInputError: No such criterion or rule, or a weight below 0.
    """
    weights = dict(weights or {})
    avoided = {f"avoid_{at}" for at in range(1, len(program.rules) + 1)}
    unknown = ({*weights} | {*without} - avoided) - {criterion.id for criterion in program.criteria}
    if unknown:
        raise InvalidInputError(f"no criterion or rule is called {', '.join(sorted(unknown))}")
    if any(not 0 <= weight < np.inf for weight in weights.values()):
        raise InvalidInputError("a weight is a number of 0 or more")
    criteria = [
        criterion.model_copy(
            update={
                "weight": weights.get(criterion.id, criterion.relative_weight),
                **({"required": False, "at_least": None} if criterion.id in without else {}),
            }
        )
        for criterion in program.criteria
    ]
    rules = [rule for at, rule in enumerate(program.rules, start=1) if f"avoid_{at}" not in without]
    return program.model_copy(update={"criteria": criteria, "rules": rules})


def rescored(
    roster: Roster, program: Program, decisions: DataFrame | None, weights: Mapping[str, float]
) -> Matching:
    """Give the best matching under other weights; all rules and decisions hold."""
    return match(roster, changed_program(program, weights), decisions)


def with_places(roster: Roster, places: Mapping[str, int]) -> Roster:
    """Give a roster in which some mentors (by id) have another capacity."""
    mentors = roster.mentors.copy()
    unknown = set(places) - set(mentors.index)
    if unknown:
        raise InvalidInputError(
            "a mentor whose places would change does not take part; use ids of accepted mentors"
        )
    capacity = mentors["capacity"] if "capacity" in mentors else pd.Series(1, index=mentors.index)
    mentors["capacity"] = [places.get(id, old) for id, old in zip(mentors.index, capacity, strict=True)]
    return Roster(roster.mentees, mentors)


def with_more_like(
    roster: Roster, column: str, value: object, k: int, words: Vocabulary | None = None
) -> Roster:
    """
    Give a roster with k more mentors of one field, city or organisation.

    Each is a copy of one who holds the value, in turn by id, without wishes, with id `new-1`, `new-2`, ….
    Values are compared as the matching compares them, through `words`.

    Raises:
        InvalidInputError: No mentor holds the value.
    """
    mentors = roster.mentors
    words = words or Vocabulary()
    wanted = words.term(value)
    alike = mentors[[wanted in words.terms(cell) for cell in cells(mentors, column)]].sort_index()
    if not len(alike):
        raise InvalidInputError(f"no mentor holds that value in {column}; choose one that occurs")
    new = alike.iloc[[at % len(alike) for at in range(k)]].copy()
    new.index = pd.Index([f"new-{at}" for at in range(1, k + 1)], name=mentors.index.name)
    for column in ("prefers", "not_with"):
        if column in new:
            new[column] = [None] * len(new)
    return Roster(roster.mentees, pd.concat([mentors, new]))


def affected(before: Matching, after: Matching) -> DataFrame:
    """
    Give the mentees whose mentor differs: `mentee_id, before, after, score_before, score_after`.

    A mentor is None, a score NaN, where there is none. Scores are those of each matching itself.
    """
    first, second = by_mentee(before), by_mentee(after)
    ids = sorted(set(first) | set(second))
    none = (None, np.nan)
    rows = [(id, *first.get(id, none), *second.get(id, none)) for id in ids]
    return DataFrame(
        [(id, old, new, was, now) for id, old, was, new, now in rows if old != new],
        columns=["mentee_id", "before", "after", "score_before", "score_after"],
    )


def by_mentee(matching: Matching) -> dict[str, tuple[str, float]]:
    """Give each matched mentee's mentor and score, by id."""
    own = matching.own
    pairs = zip(matching.matched, matching.pair_ids, strict=True)
    return {mentee: (mentor, own[row] / POINT) for row, (mentee, mentor) in pairs}


def weight_stability(
    roster: Roster, program: Program, decisions: DataFrame | None = None, by: float = 0.1
) -> DataFrame:
    """
    Give what a small change of each weight moves: `criterion, weight, change, moved, share_unchanged`.

    Args:
        roster, program, decisions: As for `match`.
        by: Relative change, up and down.
    """
    now = match(roster, program, decisions)
    rows = []
    for criterion in program.criteria:
        weight = criterion.relative_weight
        for sign in (-by, by) if weight else ():
            moved = len(
                affected(now, rescored(roster, program, decisions, {criterion.id: weight * (1 + sign)}))
            )
            share = 1 - moved / len(now.mentor) if len(now.mentor) else np.nan
            rows.append((criterion.id, weight, sign, moved, share))
    return DataFrame(rows, columns=["criterion", "weight", "change", "moved", "share_unchanged"])
