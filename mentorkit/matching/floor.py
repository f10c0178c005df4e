"""The best floor: the highest score that every pair can reach while as many people are matched."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mentorkit.errors import RunError
from mentorkit.matching.graph import Edges, Graph
from mentorkit.matching.optimum import FIRST, FURTHER


def best_floor(
    graph: Graph, capacity: np.ndarray, minimum: np.ndarray, mentor: np.ndarray, first: np.ndarray | None = None
) -> int:
    """
    Give the best floor, in units, by a threshold search over feasibility.

    A threshold is refused only when a set of mentees and the mentors they reach prove over all pairs
    of the graph that too few can be served (Hall's condition), so the floor is exact.

    Args:
        graph: Possible pairs.
        capacity: Places of each mentor.
        minimum: Places of each to be filled first.
        mentor: The optimum without a floor, each mentee's mentor or −1; its number of matched and of filled
            minima are kept.
        first: Who goes first, the higher the earlier: of each rank and above as many are matched as it matches.
    """
    n, m = graph.shape
    at = np.flatnonzero(mentor >= 0)
    if not len(at):
        return 0
    filled = int(np.minimum(np.bincount(mentor[at], minlength=m), minimum).sum())
    everybody = np.ones(n, bool)
    demands = [(capacity, len(at), everybody), (minimum, filled, everybody)]
    for rank in range(1, 1 + (0 if first is None else int(first.max()))):
        demands.append((capacity, int((first[at] >= rank).sum()), first >= rank))
    held = _Pairs(graph, graph.best(np.arange(n), FIRST, np.zeros(m, np.int64), np.full(n, -1, np.int64)))
    low = int(graph.scores.pairs(graph.rows[at], graph.cols[mentor[at]]).min())
    high = int(held.edges.score.max())
    while low < high:
        middle = (low + high + 1) // 2
        if all(held.serve(middle, *demand) for demand in demands):
            low = middle
        else:
            high = middle - 1
    return low


class _Pairs:
    """The promising pairs of a graph, to which those are added that a refusal would overlook."""

    def __init__(self, graph: Graph, edges: Edges):
        self.graph, self.edges = graph, edges

    def serve(self, least: int, capacity: np.ndarray, target: int, among: np.ndarray) -> bool:
        """Tell whether so many of some mentees can be served by pairs of at least that score."""
        if not target:
            return True
        while True:
            good = (self.edges.score >= least) & among[self.edges.row]
            count, reached, full = most_served(
                self.graph.shape[0], self.edges.row[good], self.edges.col[good], capacity
            )
            if count >= target:
                return True
            found = self._beyond(least, reached[among[reached]], full)
            if not len(found.row):
                return False
            self.edges = self.edges.joined(found)

    def _beyond(self, least: int, reached: np.ndarray, full: np.ndarray) -> Edges:
        others = np.flatnonzero(~full)
        part = replace(self.graph, cols=self.graph.cols[others], least=least)
        floors = np.full(len(reached), least - 1, np.int64)
        found = part.best(reached, FURTHER, np.zeros(len(others), np.int64), floors)
        return found._replace(col=others[found.col]) if len(found.col) else found


def most_served(
    n: int, row: np.ndarray, col: np.ndarray, capacity: np.ndarray
) -> tuple[int, np.ndarray, np.ndarray]:
    """
    Give how many mentees can be served, and the set that proves it.

    The second value lists the mentees, the third marks the mentors that an unserved mentee reaches by
    alternating paths: those mentors are full, and the mentees have no other pair.
    """
    from ortools.graph.python import max_flow

    m = len(capacity)
    source, sink = n + m, n + m + 1
    solver = max_flow.SimpleMaxFlow()
    mentees, mentors = np.arange(n), n + np.arange(m)
    for tail, head, places in (
        (np.full(n, source), mentees, np.ones(n)),
        (row, n + col, np.ones(len(row))),
        (mentors, np.full(m, sink), capacity),
    ):
        solver.add_arcs_with_capacity(tail.astype(np.int32), head.astype(np.int32), places.astype(np.int64))
    if solver.solve(source, sink) != solver.OPTIMAL:
        raise RunError("the floor could not be found; please report this cohort's sizes")
    side = np.array(solver.get_source_side_min_cut(), np.int64)
    full = np.zeros(m, bool)
    full[side[(side >= n) & (side < n + m)] - n] = True
    return int(solver.optimal_flow()), np.sort(side[side < n]), full
