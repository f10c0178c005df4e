"""Where a pair stands among the possibilities of its two people."""

from __future__ import annotations

import numpy as np

from mentorkit.matching.graph import Edges, Graph
from mentorkit.matching.scoring import Scores


def ranks(scores: Scores, rows: np.ndarray, cols: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """
    Give each pair's rank for its mentee and for its mentor: 1 is the best, equal scores share a rank.

    Counted are all pairs that no rule forbids and whose score is higher. One look at all pairs, in
    blocks; the table of all pairs is never held.

    Args:
        scores: Scores of everybody.
        rows, cols: Pairs, by place, in any order.
    """
    units = scores.pairs(rows, cols)
    mentee, mentor = _Counter(rows, units, scores.shape[0]), _Counter(cols, units, scores.shape[1])
    for r, c in scores.blocks():
        block = scores.block(r, c)
        hit = (block > mentee.bar[r][:, None]) | (block > mentor.bar[c][None])
        row, col = _possible(scores, r, c, hit)
        units = block[row, col].astype(np.int64)
        mentee.count(r[row], units)
        mentor.count(c[col], units)
    return mentee.ranks(), mentor.ranks()


def _possible(scores: Scores, r: np.ndarray, c: np.ndarray, hit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if np.count_nonzero(hit) * 8 > hit.size:
        return np.nonzero(hit & scores.possible_block(r, c))
    row, col = np.nonzero(hit)
    possible = scores.possible_pairs(r[row], c[col])
    return row[possible], col[possible]


class _Counter:
    """Counts, for pairs grouped by one of their people, how many scores of that person are higher."""

    def __init__(self, person: np.ndarray, units: np.ndarray, people: int):
        self.order = np.lexsort((units, person))
        self.key = person[self.order].astype(np.int64) << 32 | units[self.order]
        self.starts = np.searchsorted(person[self.order], np.arange(people))
        self.rise = np.zeros(len(person) + 1, np.int64)
        self.bar = np.full(people, 2.0**31)
        np.minimum.at(self.bar, person, units)

    def count(self, person: np.ndarray, units: np.ndarray) -> None:
        """Take in further scores of people."""
        ends = np.searchsorted(self.key, person.astype(np.int64) << 32 | units)
        starts = self.starts[person]
        counted = ends > starts
        np.add.at(self.rise, starts[counted], 1)
        np.add.at(self.rise, ends[counted], -1)

    def ranks(self) -> np.ndarray:
        """Give the pairs' ranks in the order in which they came."""
        found = np.zeros(len(self.order), np.int64)
        found[self.order] = 1 + np.cumsum(self.rise)[: len(self.order)]
        return found


def best_others(scores: Scores, own: np.ndarray, k: int) -> Edges:
    """
    Give each mentee's k best possible mentors with a place, beside the own one, best first.

    Args:
        scores: Scores of everybody.
        own: Each mentee's mentor by place, −1 for none.
        k: How many for each.
    """
    n, _ = scores.shape
    graph = Graph(scores, np.arange(n), np.flatnonzero(scores.capacity > 0))
    if not k or not n or not len(graph.cols):
        return Edges(*(np.zeros(0, np.int64) for _ in range(3)))
    zeros = np.zeros(len(graph.cols), np.int64)
    found = graph.best(np.arange(n), k + 1, zeros, np.full(n, -1, np.int64))
    row, col, score = found.row, graph.cols[found.col], found.score
    other = col != own[row]
    row, col, score = row[other], col[other], score[other]
    order = np.lexsort((col, -score, row))
    row, col, score = row[order], col[order], score[order]
    kept = np.arange(len(row)) - np.searchsorted(row, row) < k
    return Edges(row[kept], col[kept], score[kept])
