"""Sparse assignment with capacities: the optimum by minimum-cost flow, and its smallest prices."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mentorkit.errors import RunError


class Seats(NamedTuple):
    """Places of each mentor: up to `capacity`, of which the first `wanted` each bring `bonus`."""

    capacity: np.ndarray
    wanted: np.ndarray
    bonus: int


def assignment(n: int, row: np.ndarray, col: np.ndarray, weight: np.ndarray, seats: Seats) -> np.ndarray:
    """
    Give the edge chosen for each mentee, −1 for none, so that weights and seat bonuses add up to the most.

    Exact: all values are whole numbers. Not being chosen is worth 0.

    Args:
        n: Mentees.
        row, col, weight: Edges, shape (edges,); weights are whole numbers ≥ 0.
        seats: Places of the mentors.

    Source:
        Goldberg & Tarjan (1990), cost scaling, in OR-tools (Apache-2.0).
    """
    from ortools.graph.python import min_cost_flow

    sink = n + len(seats.capacity)
    solver = min_cost_flow.SimpleMinCostFlow()
    edges = arcs(solver, row, n + col, 1, -weight)
    mentors = np.arange(n, sink)
    arcs(solver, mentors, sink, seats.wanted, -seats.bonus)
    arcs(solver, mentors, sink, seats.capacity - seats.wanted, 0)
    arcs(solver, np.arange(n), sink, 1, 0)
    supply = np.append(np.where(np.arange(sink) < n, 1, 0), -n).astype(np.int64)
    solver.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supply)
    if solver.solve() != solver.OPTIMAL:
        raise RunError("the assignment could not be solved; please report this cohort's sizes")
    used = np.flatnonzero(solver.flows(edges) > 0)
    chosen = np.full(n, -1, np.int64)
    chosen[row[used]] = used
    return chosen


def arcs(solver, tail, head, capacity, cost) -> np.ndarray:
    """Add arcs to a solver of OR-tools and give their numbers; a single number holds for all of them."""
    given = (np.atleast_1d(np.asarray(part, np.int64)) for part in (tail, head, capacity, cost))
    tail, head, capacity, cost = map(np.array, np.broadcast_arrays(*given))
    return solver.add_arcs_with_capacity_and_unit_cost(
        tail.astype(np.int32), head.astype(np.int32), capacity, cost
    )


def smallest_prices(
    n: int, row: np.ndarray, col: np.ndarray, weight: np.ndarray, seats: Seats, chosen: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """
    Give the mentors' smallest optimal prices and the mentees' profits under them, whole numbers.

    p_j ← max(p_j, max over i of w_ij − π_i) with π_i = w_i,match(i) − p_match(i), until nothing
    moves; only the mentees of mentors whose price rose are looked at again. A price below 0 is a subsidy
    that fills a wanted seat.

    Args:
        row: Ascending.
        chosen: The optimum that `assignment` gave for the same edges and seats.
    """
    matched = chosen >= 0
    mentor = np.where(matched, col[chosen] if len(col) else 0, -1)
    worth = np.where(matched, weight[chosen] if len(weight) else 0, 0)
    load = np.bincount(mentor[matched], minlength=len(seats.capacity))
    prices = np.where((load > seats.wanted) | (seats.wanted == 0), 0, -seats.bonus).astype(np.int64)
    starts = np.searchsorted(row, np.arange(n + 1))
    of_mentor = np.argsort(mentor, kind="stable")
    mentor_starts = np.searchsorted(mentor[of_mentor], np.arange(len(prices) + 1))
    moved = np.arange(n)
    profit = np.zeros(n, np.int64)
    while len(moved):
        profit[moved] = np.where(matched[moved], worth[moved] - prices[mentor[moved]], 0)
        at = _ranges(starts[moved], starts[moved + 1])
        asked = weight[at] - profit[row[at]]
        before = prices.copy()
        np.maximum.at(prices, col[at], asked)
        raised = np.flatnonzero(prices > before)
        moved = of_mentor[_ranges(mentor_starts[raised], mentor_starts[raised + 1])]
    return prices, profit


def _ranges(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Give all whole numbers of several ranges, one after another."""
    lengths = ends - starts
    offsets = (
        np.repeat(starts - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
        if len(lengths)
        else starts
    )
    return np.arange(lengths.sum()) + offsets


def bound(prices: np.ndarray, profit: np.ndarray, seats: Seats) -> int:
    """Give the upper bound that prices and profits prove for the total of weights and bonuses."""
    wanted = seats.wanted * np.maximum(0, prices + seats.bonus)
    further = (seats.capacity - seats.wanted) * np.maximum(0, prices)
    return int(profit.sum() + wanted.sum() + further.sum())
