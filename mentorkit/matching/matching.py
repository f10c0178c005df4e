"""The matching of a roster: who with whom, and the proof that no other is better."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, replace

import numpy as np
from pandas import DataFrame

from mentorkit.matching.decisions import kept_pairs
from mentorkit.matching.floor import best_floor
from mentorkit.matching.graph import Graph
from mentorkit.matching.optimum import Optimum, optimum
from mentorkit.matching.scoring import POINT, Scores, scores
from mentorkit.model.program import Program
from mentorkit.model.roster import Roster

METHOD = "sparse minimum-cost flow, its prices checked over every possible pair"


@dataclass(frozen=True)
class Proof:
    """
    What proves a matching, as `proof.json` holds it.

    `matchable` is the largest number of mentees that any matching could serve under the rules and
    decisions; `upper_bound` the points that no matching of as many (above the floor) can exceed.
    """

    matched: int
    matchable: int
    total_score: float
    upper_bound: float
    gap: float
    seconds: float
    method: str = METHOD

    def as_dict(self) -> dict[str, object]:
        """Give the keys of `proof.json`."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class Matching:
    """
    Who is matched with whom, and why nothing is better.

    People count by their place among the sorted ids of `scores`. `mentor` is each mentee's mentor or
    −1, `decided` marks pairs that people fixed. `prices` (mentors) and `profit` (mentees) are the
    dual prices in units, under weights of score + `bonus`; `floor` is the score in units that every
    pair reaches, 0 where none was asked for. `passes` counts the looks at all pairs.
    """

    scores: Scores
    mentor: np.ndarray
    decided: np.ndarray
    prices: np.ndarray
    profit: np.ndarray
    bonus: int
    floor: int
    proof: Proof
    passes: int

    @property
    def load(self) -> np.ndarray:
        """Mentees of each mentor."""
        return np.bincount(self.mentor[self.mentor >= 0], minlength=self.scores.shape[1])

    @property
    def matched(self) -> np.ndarray:
        """Places of the mentees who have a mentor."""
        return np.flatnonzero(self.mentor >= 0)

    @property
    def own(self) -> np.ndarray:
        """Each mentee's own score in units, −1 without a mentor."""
        found = np.full(len(self.mentor), -1, np.int64)
        at = self.matched
        found[at] = self.scores.pairs(at, self.mentor[at])
        return found

    @property
    def pair_ids(self) -> list[tuple[str, str]]:
        """The pairs' ids: mentee, mentor."""
        mentees, mentors = self.scores.mentees.index, self.scores.mentors.index
        return [(mentees[i], mentors[self.mentor[i]]) for i in self.matched]


def match(roster: Roster, program: Program, decisions: DataFrame | None = None, language: str = "en") -> Matching:
    """
    Give the best matching of a whole cohort, with its proof.

    In this order: people's decisions hold; as many mentees as possible have a mentor, places of
    `min_capacity` first; as many as possible of those who waited, where the programme names them; the
    worst pair is as good as it can be, where the programme says `fairness: floor`; the total score is
    the largest possible; ties fall by a hash of the ids. The order of the rows never matters.

    Args:
        roster: Who may be paired.
        program: Criteria, rules and matching settings in force.
        decisions: The cohort's decisions (`mentee_id, mentor_id, decision, …, source`), or None.
        language: `es` or `en`, of what is refused.

    Raises:
        ProblemsError: Decisions contradict each other, a rule or a capacity.
        InvalidInputError: An id stands twice.
    """
    begun = time.perf_counter()
    everything = scores(roster, program, decisions)
    kept = kept_pairs(everything, decisions, language)
    found = aimed_matching(everything, kept)
    return replace(found, proof=replace(found.proof, seconds=round(time.perf_counter() - begun, 6)))


def aimed_matching(everything: Scores, kept: np.ndarray, served: np.ndarray | None = None) -> Matching:
    """
    Give the best matching of scores in the order of aims that their programme sets.

    Args:
        everything: Scores, rules and places.
        kept: Pairs that are fixed, shape (pairs, 2).
        served: Mentees who must not lose their place to anybody, not even to one who waited; nobody unless given.
    """
    from mentorkit.matching.waiting import waited, waiting_first

    settings = everything.program.matching
    fair = settings.fairness == "floor"
    first = np.zeros(everything.shape[0], np.int64)
    if settings.waited is not None:
        first += waited(everything, settings.waited)
    if served is not None:
        first[served] += 2
    return waiting_first(everything, kept, fair, first) if first.any() else best_matching(everything, kept, fair)


def best_matching(everything: Scores, kept: np.ndarray, fair: bool = False) -> Matching:
    """
    Give the best matching of scores that are known already.

    Args:
        everything: Scores, rules and places.
        kept: Pairs that are fixed, shape (pairs, 2).
        fair: Whether the worst pair comes before the total.
    """
    n, m = everything.shape
    capacity = everything.capacity - np.bincount(kept[:, 1], minlength=m)
    minimum = np.maximum(0, everything.minimum - np.bincount(kept[:, 1], minlength=m))
    rows = np.setdiff1d(np.arange(n), kept[:, 0])
    cols = np.flatnonzero(capacity > 0)
    graph = Graph(everything, rows, cols)
    best, floor = _best(graph, capacity[cols], minimum[cols], fair)
    mentor, prices, profit = np.full(n, -1, np.int64), np.zeros(m, np.int64), np.zeros(n, np.int64)
    mentor[rows] = np.where(best.mentor >= 0, cols[best.mentor] if len(cols) else -1, -1)
    prices[cols], profit[rows] = best.prices, best.profit
    mentor[kept[:, 0]] = kept[:, 1]
    fixed = int(everything.pairs(kept[:, 0], kept[:, 1]).sum())
    proof = _proof(best, len(kept), fixed)
    return Matching(
        everything,
        mentor,
        np.isin(np.arange(n), kept[:, 0]),
        prices,
        profit,
        best.bonus,
        floor,
        proof,
        best.passes,
    )


def _best(graph: Graph, capacity: np.ndarray, minimum: np.ndarray, fair: bool) -> tuple[Optimum, int]:
    n, m = graph.shape
    if not n or not m:
        nobody = np.full(n, -1, np.int64)
        return Optimum(nobody, np.zeros(m, np.int64), np.zeros(n, np.int64), 0, 0, 0, 0, 0, 0), 0
    best = optimum(graph, capacity, minimum)
    if not fair or not best.matched:
        return best, 0
    floor = best_floor(graph, capacity, minimum, best.mentor)
    return optimum(replace(graph, least=floor), capacity, minimum), floor


def _proof(best: Optimum, kept: int, fixed: int) -> Proof:
    total, upper = best.total + fixed, best.upper + fixed
    return Proof(
        matched=best.matched + kept,
        matchable=best.matched + kept,
        total_score=total / POINT,
        upper_bound=upper / POINT,
        gap=(upper - total) / POINT,
        seconds=0.0,
    )
