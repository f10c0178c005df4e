"""Who had no mentor in the last round goes first, where the programme says so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mentorkit.matching.floor import best_floor
from mentorkit.matching.flow import Seats, assignment
from mentorkit.matching.graph import Edges, Graph
from mentorkit.matching.matching import Matching, best_matching
from mentorkit.matching.optimum import FIRST
from mentorkit.matching.parts import Elementwise
from mentorkit.matching.rules import Rule
from mentorkit.matching.scoring import EXACT, Scores
from mentorkit.matching.vocabulary import cells, values
from mentorkit.model.words import folded

LARGEST = 4_000_000
NO = {"no", "0", "0.0", "false", "falso", "n", "-", "–"}


def waited(scores: Scores, column: str) -> np.ndarray:
    """Tell which mentees waited: any answer in the column but an empty one, `no`, `false` or 0."""
    found = (values(cell) for cell in cells(scores.mentees, column))
    return np.array([bool(cell) and folded(str(cell[0])) not in NO for cell in found], bool)


def waiting_first(everything: Scores, kept: np.ndarray, fair: bool, first: np.ndarray) -> Matching:
    """
    Give the best matching in which as many as can be of those who go first have a mentor.

    As many mentees as possible are served all the same: whoever goes first can always be among them (those
    who can be served together are the independent sets of a matroid). Who is served is decided first: most
    people, most of those who go first, the best floor if one is asked for, the largest total above it; then the
    matching of these people is the best one, with its proof. Above four million pairs who is served is sought
    among each mentee's 50 best pairs.

    Args:
        everything: Scores, rules and places.
        kept: Pairs that are fixed, shape (pairs, 2).
        fair: Whether the worst pair comes before the total.
        first: Who goes first, a whole number for each mentee: the higher, the earlier, and 0 for everybody else.
    """
    served = _served(everything, kept, first)
    if fair:
        served = _served(everything, kept, first, _floor(everything, kept, first, served))
    return replace(_matching_of(everything, kept, served, fair), scores=everything)


def _matching_of(everything: Scores, kept: np.ndarray, served: np.ndarray, fair: bool) -> Matching:
    left_out = Rule("waited", "never", Elementwise(lambda rows, cols: ~served[rows] | np.zeros_like(cols, bool)))
    return best_matching(replace(everything, rules=(*everything.rules, left_out)), kept, fair)


def _floor(everything: Scores, kept: np.ndarray, first: np.ndarray, served: np.ndarray) -> int:
    """The best floor at which as many people, and as many of those who go first, can be served."""
    rows, cols, capacity, minimum = _open(everything, kept)
    if not len(rows) or not len(cols):
        return 0
    mentor = _matching_of(everything, kept, served, fair=False).mentor[rows]
    place = np.full(everything.shape[1] + 1, -1)
    place[cols] = np.arange(len(cols))
    return best_floor(Graph(everything, rows, cols), capacity, minimum, place[mentor], first[rows])


def _open(everything: Scores, kept: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Mentees and mentors whom no decision fixes, with the places and minima that are left."""
    n, m = everything.shape
    load = np.bincount(kept[:, 1], minlength=m)
    rows, cols = np.setdiff1d(np.arange(n), kept[:, 0]), np.flatnonzero(everything.capacity > load)
    return rows, cols, (everything.capacity - load)[cols], np.maximum(0, everything.minimum - load)[cols]


def _served(everything: Scores, kept: np.ndarray, first: np.ndarray, least: int = 0) -> np.ndarray:
    n, m = everything.shape
    rows, cols, capacity, minimum = _open(everything, kept)
    served = np.isin(np.arange(n), kept[:, 0])
    if not len(rows) or not len(cols):
        return served
    edges = _edges(Graph(everything, rows, cols, least))
    one_more = (len(rows) + 1) * 2 * EXACT
    steps = len(rows) * int(first.max()) + 2
    shift = max(0, (one_more * steps * (n + m + 2)).bit_length() - 61)
    middle = (one_more >> shift) + 1
    large = steps * middle
    weight = (edges.score >> shift) + middle * first[rows[edges.row]] + large
    chosen = assignment(len(rows), edges.row, edges.col, weight, Seats(capacity, minimum, large))
    served[rows[chosen >= 0]] = True
    return served


def _edges(graph: Graph) -> Edges:
    n, m = graph.shape
    if n * m > LARGEST:
        return graph.best(np.arange(n), FIRST, np.zeros(m, np.int64), np.full(n, -1, np.int64))
    possible = graph.scores.possible_block(graph.rows, graph.cols)
    row, col = np.nonzero(possible & (graph.scores.block(graph.rows, graph.cols) >= graph.least))
    return Edges(row, col, graph.scores.pairs(graph.rows[row], graph.cols[col]))
