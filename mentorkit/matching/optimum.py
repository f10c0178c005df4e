"""
The best assignment of a graph in the programme's order of aims, with prices that prove it.

Solve a sparse graph of promising pairs exactly, price every pair that is not in it, add what could
help, and solve again: when nothing could help, the sparse optimum is the optimum of all pairs.
Of the promising pairs only those near the optimum are solved each time; the others are priced too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mentorkit.errors import RunError
from mentorkit.matching.flow import Seats, assignment, bound, smallest_prices
from mentorkit.matching.graph import Edges, Graph, foremost
from mentorkit.matching.scoring import EXACT, POINT, WHOLE

FIRST, FURTHER = 50, 16
SMALL, NEAREST = 100_000, 16
NEAR, NEARER = 6 * POINT, 3 * POINT
DRAW_BITS = 24


@dataclass(frozen=True, eq=False)
class Optimum:
    """
    The best assignment of a graph and its proof.

    `mentor` is each mentee's mentor in the graph, −1 for none; `prices` and `profit` are the dual
    prices under weights of score + `bonus` for being matched, and `bonus` for each filled minimum;
    `total` is in units, `upper` what the prices prove it cannot exceed at this number of matched.
    """

    mentor: np.ndarray
    prices: np.ndarray
    profit: np.ndarray
    bonus: int
    total: int
    upper: int
    matched: int
    filled: int
    passes: int


@dataclass(frozen=True, eq=False)
class _Solved:
    """The optimum of some edges: which is chosen for each mentee, and the smallest prices."""

    edges: Edges
    seats: Seats
    chosen: np.ndarray
    prices: np.ndarray
    profit: np.ndarray

    @property
    def floors(self) -> np.ndarray:
        """The gain (score − price) that each mentee's other pairs would have to pass to help."""
        return self.profit - self.seats.bonus

    @property
    def worth(self) -> int:
        """Weights and seat bonuses of the optimum."""
        return bound(self.prices, self.profit, self.seats)

    def excess(self, edges: Edges) -> np.ndarray:
        """Give by how much each edge's gain passes its mentee's floor; 0 for the chosen ones."""
        return edges.score - self.prices[edges.col] - self.floors[edges.row]


def optimum(graph: Graph, capacity: np.ndarray, minimum: np.ndarray) -> Optimum:
    """
    Give the best assignment: most mentees and filled minima, then largest total, then the ids' draw.

    Most mentees and most filled minima can always be had together (both are bases of one matroid), so
    one bonus stands for both. The bonus starts at the largest score and grows until everybody who can
    be served is, or until no total could outweigh one more person.

    Args:
        graph: Possible pairs.
        capacity: Places of each mentor of the graph.
        minimum: Places of each that are to be filled first, at most the capacity.
    """
    n, m = graph.shape
    known = _Known(graph)
    served = min(len(np.unique(known.edges.row)), int(capacity.sum()))
    decisive = min((n + 1) * 2 * EXACT, 2**61 // (2 * (n + m + 2)))
    bonus = 2 * WHOLE
    while True:
        solved = known.optimum(Seats(capacity, minimum, bonus))
        matched, filled = _reached(solved, minimum)
        if (matched >= served and filled >= int(minimum.sum())) or bonus >= decisive:
            return _with_draw(graph, solved, known, minimum)
        bonus = min(bonus * 64, decisive)


class _Known:
    """
    The promising pairs of a graph: the best of each mentee, and what pricing the others brought.

    `edges` holds every pair whose score is above its mentee's `kth`, `active` the few that are solved.
    No pair beside `edges` has a gain above `floors` under `prices`, except those of `unfinished`
    mentees. `passes` counts the looks at pairs beside `edges`.
    """

    def __init__(self, graph: Graph):
        n, m = graph.shape
        self.graph, self.passes = graph, 1
        self.edges = graph.best(np.arange(n), FIRST, np.zeros(m, np.int64), np.full(n, -1, np.int64))
        counts = np.bincount(self.edges.row, minlength=n)
        least = np.full(n, np.iinfo(np.int64).max)
        np.minimum.at(least, self.edges.row, self.edges.score)
        self.kth = np.where(counts >= FIRST, least, -(2**62))
        self.prices, self.floors = np.full(m, 2**62), np.full(n, 2**62)
        self.unfinished = np.zeros(n, bool)
        small = len(self.edges.row) <= SMALL
        self.active = self.edges if small else self._foremost(self.edges, self.edges.score, NEAREST)

    def optimum(self, seats: Seats) -> _Solved:
        """Solve, price all pairs, add, until no pair of the whole graph could help."""
        before = -1
        while True:
            solved = _solved(self.graph.shape[0], self.active, seats)
            excess = solved.excess(self.edges)
            if np.count_nonzero(excess > 0) * 1000 <= len(excess):
                self._price(solved)
                excess = solved.excess(self.edges)
            if not (excess > 0).any():
                return solved
            if solved.worth > before:
                self.active = self.active.at(solved.excess(self.active) >= -NEAR)
            before = solved.worth
            near = np.flatnonzero(excess >= -NEAR)
            self.active = self.active.joined(self._foremost(self.edges.at(near), excess[near], NEAREST))

    def _price(self, solved: _Solved) -> None:
        """Look at every pair beside `edges` that could help or tie, and make those known."""
        prices, floors = solved.prices, solved.floors
        live = self.kth - prices.min(initial=0) >= floors
        whole = live & ((floors < self.floors) | self.unfinished)
        cheaper = np.flatnonzero(prices < self.prices)
        if not whole.all() and np.count_nonzero(live & ~whole) and len(cheaper) * 10 > 9 * len(prices):
            whole = live
        found = self._found(np.flatnonzero(whole), np.arange(len(prices)), solved)
        if len(cheaper):
            found = found.joined(self._found(np.flatnonzero(live & ~whole), cheaper, solved))
        count = np.bincount(found.row[solved.excess(found) > 0], minlength=len(floors))
        self.edges = self.edges.joined(found)
        self.prices, self.floors, self.unfinished = prices, floors, count >= FURTHER
        self.passes += 1

    def _found(self, rows: np.ndarray, cols: np.ndarray, solved: _Solved) -> Edges:
        part = replace(self.graph, cols=self.graph.cols[cols])
        found = part.best(rows, FURTHER, solved.prices[cols], solved.floors[rows] - NEARER)
        return found._replace(col=cols[found.col].astype(np.int32))

    def _foremost(self, edges: Edges, value: np.ndarray, k: int) -> Edges:
        """Give each mentee's k edges of the largest value, equal values by the ids' draw."""
        counts = np.bincount(edges.row)
        if counts.max(initial=0) <= k:
            return edges
        place = np.arange(len(edges.row)) - (np.cumsum(counts) - counts)[edges.row]
        worth = np.full((len(counts), int(counts.max())), -np.inf)
        worth[edges.row, place] = value + self.graph.draw(edges.row, edges.col)
        return edges.at(foremost(worth, k)[edges.row, place])


def _solved(n: int, edges: Edges, seats: Seats) -> _Solved:
    weight = edges.score + np.int64(seats.bonus)
    chosen = assignment(n, edges.row, edges.col, weight, seats)
    return _Solved(edges, seats, chosen, *smallest_prices(n, edges.row, edges.col, weight, seats, chosen))


def _reached(solved: _Solved, minimum: np.ndarray) -> tuple[int, int]:
    chosen = solved.chosen[solved.chosen >= 0]
    load = np.bincount(solved.edges.col[chosen], minlength=len(minimum))
    return len(chosen), int(np.minimum(load, minimum).sum())


def _with_draw(graph: Graph, solved: _Solved, known: _Known, minimum: np.ndarray) -> Optimum:
    """Among all optima, which are the assignments of pairs without loss, choose by a hash of the ids."""
    bonus, prices, profit = solved.seats.bonus, solved.prices, solved.profit
    tied = known.edges.at(solved.excess(known.edges) == 0)
    tied = _limited(graph, tied, _chosen(solved))
    chosen = _drawn(graph, tied, solved)
    mentor = np.where(chosen >= 0, tied.col[chosen], -1) if len(tied.col) else np.full(len(chosen), -1)
    total = int(tied.score[chosen[chosen >= 0]].sum())
    matched, filled = _reached(solved, minimum)
    load = np.bincount(mentor[mentor >= 0], minlength=len(minimum))
    upper = bound(prices, profit, solved.seats) - bonus * (matched + filled)
    same = (int((mentor >= 0).sum()), int(np.minimum(load, minimum).sum()), total)
    if same != (matched, filled, upper) or (load > solved.seats.capacity).any():
        raise RunError("the assignment could not be proven; please report this cohort's sizes")
    return Optimum(mentor, prices, profit, bonus, total, upper, matched, filled, known.passes)


def _chosen(solved: _Solved) -> Edges:
    at = solved.chosen[solved.chosen >= 0]
    return solved.edges.at(at)


def _limited(graph: Graph, tied: Edges, chosen: Edges) -> Edges:
    """Keep each mentee's tied pairs of the lowest hash, and the chosen ones."""
    order = np.lexsort((_hashes(graph, tied), tied.row))
    rank = np.arange(len(order)) - np.searchsorted(tied.row[order], tied.row[order])
    kept = np.sort(order[rank < FURTHER])
    return tied.at(kept).joined(chosen)


def _drawn(graph: Graph, tied: Edges, solved: _Solved) -> np.ndarray:
    """
    Choose among the tied pairs the assignment with the largest sum of hashes.

    Whoever has a profit must be matched, a mentor with a positive price must be full, one with a
    subsidy takes no more than the minimum, and as many unless the subsidy is the whole bonus: then the total
    is the optimum's (complementary slackness).
    """
    n, m = graph.shape
    prices, seats = solved.prices, solved.seats
    bits = max(4, min(DRAW_BITS, 58 - 2 * (n + m + 2).bit_length()))
    large = (n + 1) << bits
    capacity = np.where(prices < 0, seats.wanted, seats.capacity)
    wanted = np.where(prices > 0, seats.capacity, np.where(prices > -seats.bonus, seats.wanted, 0))
    weight = (_hashes(graph, tied) >> (DRAW_BITS - bits)) + large * (1 + (solved.profit[tied.row] > 0))
    return assignment(n, tied.row, tied.col, weight, Seats(capacity, wanted, large))


def _hashes(graph: Graph, edges: Edges) -> np.ndarray:
    """Give a number below 2²⁴ for each pair that depends on the two ids alone."""
    mentee = graph.scores.mentee_key[graph.rows[edges.row]]
    mentor = graph.scores.mentor_key[graph.cols[edges.col]]
    mixed = mentee ^ (mentor * np.uint64(0x9E3779B97F4A7C15))
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return ((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(64 - DRAW_BITS)).astype(np.int64)
