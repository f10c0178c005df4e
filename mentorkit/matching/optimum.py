"""
The best assignment of a graph in the programme's order of aims, with prices that prove it.

Solve a sparse graph of promising pairs exactly, price every pair that is not in it, add what could
help, and solve again: when nothing could help, the sparse optimum is the optimum of all pairs.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from mentorkit.errors import RunError
from mentorkit.matching.flow import Seats, assignment, bound, smallest_prices
from mentorkit.matching.graph import Edges, Graph
from mentorkit.matching.scoring import EXACT, WHOLE

FIRST, FURTHER = 50, 16
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
    edges: Edges
    seats: Seats
    chosen: np.ndarray
    prices: np.ndarray
    profit: np.ndarray
    tied: Edges


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
    seats = Seats(capacity, minimum, 0)
    edges = graph.best(np.arange(n), FIRST, np.zeros(m, np.int64), np.full(n, -1, np.int64))
    kth = _kth_scores(edges, n)
    served = min(len(np.unique(edges.row)), int(capacity.sum()))
    decisive = min((n + 1) * 2 * EXACT, 2**61 // (2 * (n + m + 2)))
    bonus, passes = 64 * WHOLE, 1
    while True:
        solved, more = _proven(graph, edges, kth, seats._replace(bonus=bonus))
        edges, passes = solved.edges, passes + more
        matched, filled = _reached(solved, minimum)
        if (matched >= served and filled >= int(minimum.sum())) or bonus >= decisive:
            return _with_draw(graph, solved, passes, minimum)
        bonus = min(bonus * 64, decisive)


def _proven(graph: Graph, edges: Edges, kth: np.ndarray, seats: Seats) -> tuple[_Solved, int]:
    """Solve, price all pairs, add, until no pair of the whole graph could help."""
    n, _ = graph.shape
    passes = 0
    while True:
        weight = edges.score + seats.bonus
        chosen = assignment(n, edges.row, edges.col, weight, seats)
        prices, profit = smallest_prices(n, edges.row, edges.col, weight, seats, chosen)
        floors = profit - seats.bonus
        live = np.flatnonzero(kth - prices.min(initial=0) >= floors)
        found = graph.best(live, FURTHER, prices, floors[live] - 1)
        passes += 1
        better = found.score - prices[found.col] > floors[found.row]
        if not better.any():
            return _Solved(edges, seats, chosen, prices, profit, found), passes
        edges = edges.joined(Edges(*(column[better] for column in found)))


def _kth_scores(edges: Edges, n: int) -> np.ndarray:
    """The score below which a mentee's pairs are unknown; lower than any where all are known."""
    counts = np.bincount(edges.row, minlength=n)
    least = np.full(n, np.iinfo(np.int64).max)
    np.minimum.at(least, edges.row, edges.score)
    return np.where(counts >= FIRST, least, -(2**62))


def _reached(solved: _Solved, minimum: np.ndarray) -> tuple[int, int]:
    chosen = solved.chosen[solved.chosen >= 0]
    load = np.bincount(solved.edges.col[chosen], minlength=len(minimum))
    return len(chosen), int(np.minimum(load, minimum).sum())


def _with_draw(graph: Graph, solved: _Solved, passes: int, minimum: np.ndarray) -> Optimum:
    """Among all optima, which are the assignments of pairs without loss, choose by a hash of the ids."""
    bonus = solved.seats.bonus
    edges, prices, profit = solved.edges, solved.prices, solved.profit
    free = edges.score + bonus == profit[edges.row] + prices[edges.col]
    tied = Edges(*(column[free] for column in edges)).joined(solved.tied)
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
    return Optimum(mentor, prices, profit, bonus, total, upper, matched, filled, passes)


def _chosen(solved: _Solved) -> Edges:
    at = solved.chosen[solved.chosen >= 0]
    return Edges(*(column[at] for column in solved.edges))


def _limited(graph: Graph, tied: Edges, chosen: Edges) -> Edges:
    """Keep each mentee's tied pairs of the lowest hash, and the chosen ones."""
    order = np.lexsort((_hashes(graph, tied), tied.row))
    rank = np.arange(len(order)) - np.searchsorted(tied.row[order], tied.row[order])
    kept = np.sort(order[rank < FURTHER])
    return Edges(*(column[kept] for column in tied)).joined(chosen)


def _drawn(graph: Graph, tied: Edges, solved: _Solved) -> np.ndarray:
    """
    Choose among the tied pairs the assignment with the largest sum of hashes.

    Whoever has a profit must be matched, a mentor with a positive price must be full, one with a
    subsidy takes no more than the minimum: then the total is the optimum's (complementary slackness).
    """
    n, m = graph.shape
    prices, seats = solved.prices, solved.seats
    bits = max(4, min(DRAW_BITS, 58 - 2 * (n + m + 2).bit_length()))
    large = (n + 1) << bits
    capacity = np.where(prices < 0, seats.wanted, seats.capacity)
    wanted = np.where(prices > 0, seats.capacity, seats.wanted)
    weight = (_hashes(graph, tied) >> (DRAW_BITS - bits)) + large * (1 + (solved.profit[tied.row] > 0))
    return assignment(n, tied.row, tied.col, weight, Seats(capacity, wanted, large))


def _hashes(graph: Graph, edges: Edges) -> np.ndarray:
    """Give a number below 2²⁴ for each pair that depends on the two ids alone."""
    mentee = _keys(graph.scores.mentees.index[graph.rows], "mentee")[edges.row]
    mentor = _keys(graph.scores.mentors.index[graph.cols], "mentor")[edges.col]
    mixed = mentee ^ (mentor * np.uint64(0x9E3779B97F4A7C15))
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return ((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(64 - DRAW_BITS)).astype(np.int64)


def _keys(ids, side: str) -> np.ndarray:
    words = (hashlib.blake2b(f"{side}/{id}".encode(), digest_size=8).digest() for id in ids)
    return np.array([int.from_bytes(word, "big") for word in words], np.uint64)
