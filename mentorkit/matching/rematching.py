"""Change in the running cohort: withdrawals, late arrivals and closed pairs, with the disturbance and its price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from pandas import DataFrame

from mentorkit.errors import InvalidInputError
from mentorkit.matching.decisions import kept_pairs
from mentorkit.matching.matching import Matching, aimed_matching
from mentorkit.matching.parts import PairTable, pair_table
from mentorkit.matching.rules import Rule
from mentorkit.matching.scoring import POINT, Scores, scores
from mentorkit.matching.whatif import by_mentee
from mentorkit.model.program import Program
from mentorkit.model.roster import Roster

MOST_STAY = 20
MENTEE_RESTS = ("completed", "goal-reached", "mentee-moved", "mentee-time", "fit", "safety")
MENTOR_RESTS = ("mentor-moved", "mentor-time", "fit", "safety")
STAYS = (0, 2, 5, 10, 20, None)


@dataclass(frozen=True, eq=False)
class Round:
    """
    The next round of a matching in a running cohort.

    `roster` holds who may be paired now, `before` the pairs that still run, `decisions` those in force,
    with a `never` for each pair that has closed.
    """

    roster: Roster
    before: DataFrame
    decisions: DataFrame


@dataclass(frozen=True, eq=False)
class Rematch:
    """
    A matching that people in pairs are spared from leaving.

    `matching` has true scores; `moved` lists who has another mentor than before (as `affected`),
    `joined` the mentees who have one and had none, `lost` the points of the total that staying costs
    against the matching in which moving is free (below 0 where a pair under that matching's floor was spared),
    `fewer` the people who have no mentor because of it.
    """

    matching: Matching
    moved: DataFrame
    joined: DataFrame
    lost: float
    fewer: int


def next_round(roster: Roster, before: DataFrame, closures: DataFrame, decisions: DataFrame | None) -> Round:
    """
    Give the next round: who is to be matched again after pairs closed.

    A closed pair is not formed again, and its `keep` no longer holds. Nobody new is proposed to a mentee
    who completed, reached the goal, moved or has no time, nor to a mentor who moved or has no time, nor to
    either after a closing for fit or safety: people talk with each side first, and the two are treated alike so
    that no list tells of a safety report. Everybody else may be paired.

    Args:
        roster: Who takes part now; whoever withdrew or pauses is no longer on it.
        before: The pairs so far, `mentee_id, mentor_id`.
        closures: The cohort's closures, `mentee_id, mentor_id, reason`.
        decisions: The cohort's decisions, or None.
    """
    closed = set(zip(closures["mentee_id"], closures["mentor_id"], strict=True))
    pairs = zip(before["mentee_id"], before["mentor_id"], strict=True)
    running = before.loc[[pair not in closed for pair in pairs]].reset_index(drop=True)
    mentees = _awake(roster.mentees, closures, "mentee_id", MENTEE_RESTS, running)
    mentors = _awake(roster.mentors, closures, "mentor_id", MENTOR_RESTS, running)
    names = ["mentee_id", "mentor_id", "decision", "source"]
    kept = DataFrame(columns=names) if decisions is None else decisions
    pairs = zip(kept["mentee_id"], kept["mentor_id"], kept["decision"], strict=True)
    here = [i in mentees.index and j in mentors.index and (i, j) not in closed for i, j, _ in pairs]
    standing = kept[(kept["decision"] != "keep").to_numpy(bool) | np.array(here, bool)]
    again = DataFrame([(i, j, "never", "closures.csv") for i, j in sorted(closed)], columns=names)
    return Round(Roster(mentees, mentors), running, pd.concat([standing, again], ignore_index=True))


def _awake(people: DataFrame, closures: DataFrame, side: str, rests: Sequence[str], running: DataFrame) -> DataFrame:
    """Those who may get somebody new, and those whose pair still runs."""
    resting = set(closures.loc[closures["reason"].isin(rests), side]) - set(running[side])
    return people[~people.index.isin(resting)]


def rematch(
    roster: Roster,
    program: Program,
    decisions: DataFrame | None,
    before: DataFrame,
    stay: float | None = 5,
) -> Rematch:
    """
    Give the best matching after withdrawals and late arrivals, with a bonus for staying together.

    Nobody whose pair runs is left without a mentor for somebody new. With `fairness: floor` no new pair is
    below the floor that can be had while nobody moves: to raise it further, running pairs would be broken,
    which only points may do.

    Args:
        roster: Who may be paired now.
        program, decisions: As for `match`.
        before: The pairs so far, `mentee_id, mentor_id`; people who left may stand there.
        stay: Points that an earlier pair gets on top, 0 to 20: 0 means that moving is free, None that
            every earlier pair stays that no rule, decision or capacity forbids.

    Raises:
        InvalidInputError: `stay` is outside 0 to 20.
    """
    if stay is not None and not 0 <= stay <= MOST_STAY:
        raise InvalidInputError(f"stay is a number of points from 0 to {MOST_STAY}")
    return _Again(scores(roster, program, decisions), decisions, before).at(stay)


def disturbance(
    roster: Roster,
    program: Program,
    decisions: DataFrame | None,
    before: DataFrame,
    stays: Sequence[float | None] = STAYS,
) -> DataFrame:
    """
    Give what each price for moving costs and spares: `stay, moved, joined, matched, worst, total, lost, fewer`.

    `stay` is NaN where every pair stays; `moved` people change mentor, `joined` get one who had none;
    `worst` is the lowest pair's score. At 0 moving is free: the programme's aims decide, as if no pair ran.
    """
    again = _Again(scores(roster, program, decisions), decisions, before)
    rows = []
    for stay in stays:
        one = again.at(stay)
        proof, own = one.matching.proof, one.matching.own[one.matching.matched]
        worst = own.min() / POINT if len(own) else np.nan
        moved, joined = len(one.moved), len(one.joined)
        rows.append((stay, moved, joined, proof.matched, worst, proof.total_score, one.lost, one.fewer))
    names = ["stay", "moved", "joined", "matched", "worst", "total", "lost", "fewer"]
    return DataFrame(rows, columns=names).astype({"stay": float})


class _Again:
    """A cohort to be matched again, with the matching in which moving is free and the one in which nobody moves."""

    def __init__(self, everything: Scores, decisions: DataFrame | None, before: DataFrame):
        self.scores, self.before = everything, before
        self.kept = kept_pairs(everything, decisions)
        self.rows, self.cols = _still_here(everything, before)
        self.free = self._best(everything)

    @cached_property
    def frozen(self) -> Matching:
        """The best matching in which every running pair stays that may."""
        found = aimed_matching(self.scores, _frozen(self.scores, self.kept, self.rows, self.cols))
        return replace(found, decided=np.isin(np.arange(len(found.mentor)), self.kept[:, 0]))

    def at(self, stay: float | None) -> Rematch:
        """Give the matching under so many points for staying; None for as many as it takes."""
        found = self.free if stay == 0 else self.frozen if stay is None else self._spared(stay)
        found = _truly_scored(found, self.scores, self.free)
        fewer = self.free.proof.matched - found.proof.matched
        lost = self.free.proof.total_score - found.proof.total_score
        return Rematch(found, _moved(found, self.before), _joined(found, self.before), lost, fewer)

    def _spared(self, stay: float) -> Matching:
        new = set(self.frozen.pair_ids) - set(zip(self.before["mentee_id"], self.before["mentor_id"], strict=True))
        floor = min(self.free.floor, self.frozen.floor) if new else self.free.floor
        found = self._best(_with_bonus(self.scores, self.rows, self.cols, stay, floor))
        return replace(found, floor=floor)

    def _best(self, everything: Scores) -> Matching:
        """The best matching in which nobody loses a mentor to somebody who has none."""
        found = aimed_matching(everything, self.kept)
        running = self.rows[everything.possible_pairs(self.rows, self.cols)]
        return found if (found.mentor[running] >= 0).all() else aimed_matching(everything, self.kept, running)


def _with_bonus(everything: Scores, rows: np.ndarray, cols: np.ndarray, stay: float, floor: int) -> Scores:
    """The scores with a bonus for running pairs; of the others, none is below the floor."""
    units = np.full(len(rows), round(stay * POINT), np.int64)
    bonus = ("prefers", pair_table(everything.shape, rows, cols, units))
    rules = everything.rules
    if floor:
        running = pair_table(everything.shape, rows, cols, np.ones(len(rows), bool))
        rules = (*rules, Rule("floor", "never", _UnderFloor(everything, floor, running)))
    settings = everything.program.matching.model_copy(update={"fairness": "none"})
    program = everything.program.model_copy(update={"matching": settings})
    return replace(everything, parts=(*everything.parts, bonus), rules=rules, program=program)


@dataclass(frozen=True, eq=False)
class _UnderFloor:
    """Whether a pair that does not run yet has a score below a floor."""

    scores: Scores
    floor: int
    running: PairTable

    def block(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        return (self.scores.block(rows, cols) < self.floor) & ~self.running.block(rows, cols)

    def pairs(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        return (self.scores.pairs(rows, cols) < self.floor) & ~self.running.pairs(rows, cols)


def _truly_scored(found: Matching, everything: Scores, free: Matching) -> Matching:
    """The matching under true scores, and what none of as many pairs under the same rules can exceed."""
    found = replace(found, scores=everything)
    total = int(found.own[found.matched].sum()) / POINT
    as_free = not free.floor and found.proof.matched == free.proof.matched
    bound = free.proof.upper_bound if as_free else found.proof.upper_bound
    proof = replace(
        found.proof, total_score=total, upper_bound=bound, gap=bound - total, matchable=free.proof.matchable
    )
    return replace(found, proof=proof)


def _frozen(everything: Scores, kept: np.ndarray, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
    """The decided pairs, and of the running ones those that are possible, the best first where places lack."""
    possible = everything.possible_pairs(rows, cols) & ~np.isin(rows, kept[:, 0])
    rows, cols = rows[possible], cols[possible]
    left = everything.capacity - np.bincount(kept[:, 1], minlength=everything.shape[1])
    chosen, taken = [tuple(pair) for pair in kept], set()
    for at in np.lexsort((cols, rows, -everything.pairs(rows, cols))):
        row, col = int(rows[at]), int(cols[at])
        if left[col] > 0 and row not in taken:
            left[col] -= 1
            taken.add(row)
            chosen.append((row, col))
    return np.array(sorted(chosen), np.int64).reshape(-1, 2)


def _still_here(everything: Scores, before: DataFrame) -> tuple[np.ndarray, np.ndarray]:
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
    now = by_mentee(after)
    here = set(after.scores.mentees.index)
    rows = [
        (id, mentor, *now.get(id, (None, np.nan)))
        for id, mentor in sorted(was.items())
        if id in here and now.get(id, (None,))[0] != mentor
    ]
    return DataFrame(rows, columns=["mentee_id", "before", "after", "score_after"])


def _joined(after: Matching, before: DataFrame) -> DataFrame:
    was = set(before["mentee_id"])
    rows = [(id, *pair) for id, pair in sorted(by_mentee(after).items()) if id not in was]
    return DataFrame(rows, columns=["mentee_id", "after", "score_after"])
