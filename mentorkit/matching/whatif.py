"""What would happen if: other weights, rules, places or people; and change in the running cohort."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from pandas import DataFrame

from mentorkit.errors import InvalidInputError
from mentorkit.matching.decisions import kept_pairs
from mentorkit.matching.matching import Matching, best_matching, match
from mentorkit.matching.parts import pair_table
from mentorkit.matching.scoring import POINT, scores
from mentorkit.model.program import Program
from mentorkit.model.roster import Roster

MOST_STAY = 20


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


def with_more_like(roster: Roster, column: str, value: object, k: int) -> Roster:
    """
    Give a roster with k more mentors of one field, city or organisation.

    Each is a copy of one who holds the value, in turn by id, without wishes, with id `new-1`, `new-2`, ….

    Raises:
        InvalidInputError: No mentor holds the value.
    """
    mentors = roster.mentors
    alike = mentors[
        [value == cell or (isinstance(cell, tuple) and value in cell) for cell in mentors[column]]
    ]
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
    first, second = _by_mentee(before), _by_mentee(after)
    ids = sorted(set(first) | set(second))
    none = (None, np.nan)
    rows = [(id, *first.get(id, none), *second.get(id, none)) for id in ids]
    return DataFrame(
        [(id, old, new, was, now) for id, old, was, new, now in rows if old != new],
        columns=["mentee_id", "before", "after", "score_before", "score_after"],
    )


def _by_mentee(matching: Matching) -> dict[str, tuple[str, float]]:
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


@dataclass(frozen=True, eq=False)
class Rematch:
    """
    A matching that people in pairs are spared from leaving.

    `matching` has true scores; `moved` lists who has another mentor than before (as `affected`),
    `lost` the points of the total that staying costs against the matching without a bonus.
    """

    matching: Matching
    moved: DataFrame
    lost: float


def rematch(
    roster: Roster, program: Program, decisions: DataFrame | None, before: DataFrame, stay: float = 5
) -> Rematch:
    """
    Give the best matching after withdrawals and late arrivals, with a bonus for staying together.

    Args:
        roster: Who may be paired now.
        program, decisions: As for `match`.
        before: The pairs so far, `mentee_id, mentor_id`; people who left may stand there.
        stay: Points that an earlier pair gets on top, 0 to 20; 0 means that moving is free.

    Raises:
        InvalidInputError: `stay` is outside 0 to 20.
    """
    if not 0 <= stay <= MOST_STAY:
        raise InvalidInputError(f"stay is a number of points from 0 to {MOST_STAY}")
    everything = scores(roster, program, decisions)
    kept = kept_pairs(everything, decisions)
    fair = program.matching.fairness == "floor"
    rows, cols = _still_here(everything, before)
    units = np.full(len(rows), round(stay * POINT), np.int64)
    bonus = ("prefers", pair_table(everything.shape, rows, cols, units))
    found = best_matching(replace(everything, parts=(*everything.parts, bonus)), kept, fair)
    free = best_matching(everything, kept, fair)
    found = replace(found, scores=everything)
    total = int(found.own[found.matched].sum()) / POINT
    proof = replace(
        found.proof, total_score=total, upper_bound=free.proof.upper_bound, gap=free.proof.upper_bound - total
    )
    found = replace(found, proof=proof)
    return Rematch(found, _moved(found, before), free.proof.total_score - total)


def _still_here(everything, before: DataFrame) -> tuple[np.ndarray, np.ndarray]:
    mentees, mentors = everything.mentees.index, everything.mentors.index
    found = sorted(
        {
            (mentees.get_loc(i), mentors.get_loc(j))
            for i, j in zip(before["mentee_id"], before["mentor_id"], strict=True)
            if i in mentees and j in mentors
        }
    )
    pairs = np.array(found, np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _moved(after: Matching, before: DataFrame) -> DataFrame:
    was = dict(zip(before["mentee_id"], before["mentor_id"], strict=True))
    now = _by_mentee(after)
    here = set(after.scores.mentees.index)
    rows = [
        (id, mentor, now.get(id, (None, np.nan))[0], now.get(id, (None, np.nan))[1])
        for id, mentor in sorted(was.items())
        if id in here and now.get(id, (None,))[0] != mentor
    ]
    return DataFrame(rows, columns=["mentee_id", "before", "after", "score_after"])
