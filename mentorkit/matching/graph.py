"""The possible pairs of people with open places, of which only the promising ones are ever held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from mentorkit.matching.scoring import Scores

HEIGHT, NARROW, WIDTH = 512, 512, 4096


class Edges(NamedTuple):
    """Possible pairs: mentee's and mentor's place in the graph, and score in units; sorted by both."""

    row: np.ndarray
    col: np.ndarray
    score: np.ndarray

    def at(self, which: np.ndarray) -> Edges:
        """Give some of the edges, by place (ascending) or by truth."""
        return Edges(*(column[which] for column in self))

    def joined(self, other: Edges) -> Edges:
        """Give the edges of both, each once."""
        mine, theirs = self._keys(), other._keys()
        place = np.searchsorted(mine, theirs)
        new = np.append(mine, -1)[place] != theirs
        return Edges(
            *(np.insert(a, place[new], b[new]) for a, b in zip(self, other, strict=True))
        )

    def _keys(self) -> np.ndarray:
        return self.row.astype(np.int64) << 32 | self.col


@dataclass(frozen=True, eq=False)
class Graph:
    """
    Possible pairs among some mentees and some mentors, with a score of at least `least` units.

    `rows` and `cols` are places in `scores`; everything the graph's methods take and give counts
    within `rows` and `cols`.
    """

    scores: Scores
    rows: np.ndarray
    cols: np.ndarray
    least: int = 0

    @property
    def shape(self) -> tuple[int, int]:
        """Mentees and mentors."""
        return len(self.rows), len(self.cols)

    def best(self, among: np.ndarray, k: int, prices: np.ndarray, floors: np.ndarray) -> Edges:
        """
        Give for each of some mentees the k pairs with the largest gain (score − price) above its floor.

        Exact for any whole prices; equal gains are drawn by the ids, so that many alike mentees do
        not all get the same k mentors. Scores are looked at in blocks and never held together.

        Args:
            among: Mentees, ascending.
            k: Pairs for each.
            prices: Of all mentors of the graph, in units, shape (mentors,).
            floors: Of the mentees in `among`, in units.
        """
        found = [
            self._best_of(among[at : at + HEIGHT], k, prices, floors[at : at + HEIGHT])
            for at in range(0, len(among), HEIGHT)
        ]
        if not found:
            return no_edges()
        return Edges(*(np.concatenate(column) for column in zip(*found, strict=True)))

    def _best_of(self, among: np.ndarray, k: int, prices: np.ndarray, floors: np.ndarray) -> Edges:
        held = _Held(len(among), k, floors)
        rows = self.rows[among]
        for places in _widening(len(self.cols)):
            held.add(*self._above(rows, places, k, prices[places], held.bar))
        return held.edges(among)

    def _above(self, rows, places, k, prices, bar):
        """Pairs of a block with a gain above the bar: row, column, score, gain with the draw behind it."""
        cols = self.cols[places]
        score = self.scores.block(rows, cols)
        gain = score - prices.astype(score.dtype)[None] if prices.any() else score
        largest = max(float(np.abs(prices).max(initial=0)), float(np.abs(bar).max(initial=0)), 2.0**24)
        slack = 4 * np.finfo(score.dtype).eps * largest
        hit = gain > (bar - slack)[:, None].astype(score.dtype)
        if self.least:
            hit &= score >= self.least
        crowded = 4 * k * len(rows)
        if np.count_nonzero(hit) > crowded:
            hit &= self.scores.possible_block(rows, cols)
            hit &= gain >= (_kth(np.where(hit, gain, -np.inf), k) - slack)[:, None].astype(score.dtype)
            if np.count_nonzero(hit) > crowded:
                hit = _largest(
                    np.where(hit, score.astype(float) - prices, -np.inf), k, self._draw(rows[:, None], cols[None])
                )
            row, at = _true_at(hit)
        else:
            row, at = _true_at(hit)
            possible = self.scores.possible_pairs(rows[row], cols[at])
            row, at = row[possible], at[possible]
        units = score[row, at].astype(np.int64)
        exact = units - prices[at]
        above = exact > bar[row]
        row, at, units, exact = row[above], at[above], units[above], exact[above]
        return row, places[at], units, exact, self._draw(rows[row], cols[at])

    def draw(self, among: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Give a multiple of 1/1024 below 1 for each pair that depends on the two ids alone."""
        return self._draw(self.rows[among], self.cols[cols])

    def _draw(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        mixed = self.scores.mentee_key[rows].astype(np.uint32) ^ self.scores.mentor_key[cols].astype(np.uint32)
        mixed *= np.uint32(0x9E3779B1)
        mixed ^= mixed >> np.uint32(15)
        mixed *= np.uint32(0x85EBCA77)
        mixed ^= mixed >> np.uint32(13)
        return (mixed >> np.uint32(22)) / 1024.0


class _Held:
    """The k best pairs of each row so far, and the bar that a further one must pass."""

    def __init__(self, height: int, k: int, floors: np.ndarray):
        self.k, self.bar = k, floors.astype(np.int64).copy()
        self.worth = np.full((height, k), -np.inf)
        self.col = np.zeros((height, k), np.int32)
        self.score = np.zeros((height, k), np.int32)

    def add(self, row, col, score, gain, draw) -> None:
        """Take in further pairs (rows ascending), keep the k best of each row, and raise the bar."""
        if not len(row):
            return
        touched, first, count = np.unique(row, return_index=True, return_counts=True)
        line = np.repeat(np.arange(len(touched)), count)
        place = self.k + np.arange(len(row)) - first[line]
        wide = self.k + int(count.max())
        worth = self._widened(self.worth[touched], wide, line, place, gain + draw, -np.inf)
        best = np.nonzero(foremost(worth, self.k))[1].reshape(len(touched), self.k)
        self.worth[touched] = np.take_along_axis(worth, best, axis=1)
        for held, new in ((self.col, col), (self.score, score)):
            held[touched] = np.take_along_axis(
                self._widened(held[touched], wide, line, place, new, 0), best, axis=1
            )
        last = np.floor(self.worth[touched].min(axis=1))
        full = np.isfinite(last)
        self.bar[touched[full]] = np.maximum(self.bar[touched[full]], last[full].astype(np.int64) - 1)

    def _widened(self, held, wide, line, place, new, empty) -> np.ndarray:
        found = np.full((len(held), wide), empty, dtype=held.dtype)
        found[:, : self.k] = held
        found[line, place] = new
        return found

    def edges(self, among: np.ndarray) -> Edges:
        """Give what is held, by row and column."""
        col = np.where(np.isfinite(self.worth), self.col, np.iinfo(np.int32).max)
        order = np.argsort(col, axis=1)
        row, at = np.nonzero(np.isfinite(np.take_along_axis(self.worth, order, axis=1)))
        at = order[row, at]
        return Edges(among[row].astype(np.int32), self.col[row, at], self.score[row, at])


def _widening(m: int) -> Iterator[np.ndarray]:
    """Blocks of columns that widen, so that the bar is high before the wide ones come."""
    start = 0
    while start < m:
        end = min(m, start + min(WIDTH, max(NARROW, start)))
        yield np.arange(start, end)
        start = end


def no_edges() -> Edges:
    """Give an empty list of pairs."""
    return Edges(*(np.zeros(0, np.int32) for _ in range(3)))


def _true_at(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of the true cells, line by line; faster than `np.nonzero` of a table."""
    return np.divmod(np.flatnonzero(table), max(1, table.shape[1]))


def _kth(gain: np.ndarray, k: int) -> np.ndarray:
    """Give the k-th largest value of each line, or the smallest where there are fewer."""
    at = max(0, gain.shape[1] - k)
    return np.partition(gain, at, axis=1)[:, at]


def _largest(gain: np.ndarray, k: int, draw: np.ndarray) -> np.ndarray:
    """Tell which are the k largest finite values of each line; `draw` (0–1) orders equal whole values."""
    finite = np.isfinite(gain)
    if gain.shape[1] <= k:
        return finite
    return foremost(gain + draw, k) & finite


def foremost(worth: np.ndarray, k: int) -> np.ndarray:
    """
    Tell which are the k largest of each line; of equal ones at the edge, those that stand first.

    A library may pick any of the equal ones, and another on another machine.

    >>> foremost(np.array([[1.0, 2.0, 1.0, 1.0]]), 2).tolist()
    [[True, True, False, False]]
    """
    edge = np.partition(worth, worth.shape[1] - k, axis=1)[:, [worth.shape[1] - k]]
    chosen, level = worth > edge, worth == edge
    left = k - np.count_nonzero(chosen, axis=1)
    crowded = np.flatnonzero(np.count_nonzero(level, axis=1) > left)
    level[crowded] &= np.cumsum(level[crowded], axis=1) <= left[crowded, None]
    return chosen | level
