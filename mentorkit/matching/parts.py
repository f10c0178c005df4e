"""
Quantities of pairs that can be asked for a block of pairs or for a list of pairs.

Every part answers `block(rows, cols)`, a table of rows by columns, and `pairs(rows, cols)`, one value for
each pair of the two lists, with the same exact integers (or truth values).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.sparse import csr_array

BITS = 30


class Part(Protocol):
    """A quantity of pairs."""

    def block(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Give a table of rows by columns."""

    def pairs(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Give one value for each pair of the lists."""


@dataclass(frozen=True)
class Elementwise:
    """A function of two index arrays that broadcast."""

    of: Callable[[np.ndarray, np.ndarray], np.ndarray]

    def block(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Give a table of rows by columns."""
        return self.of(rows[:, None], cols[None, :])

    def pairs(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Give one value for each pair of the lists."""
        return self.of(rows, cols)


@dataclass(frozen=True)
class SparseProduct:
    """
    Products of sparse whole numbers, times `weight`.

    With a `shift` (above 30) they are shares of 2 to that power, and the weight is multiplied by the
    share's first 30 bits and rounded, so that nothing passes 63 bits.
    """

    left: csr_array
    right: csr_array
    weight: int = 1
    shift: int = 0

    def block(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Give a table of rows by columns."""
        return self._scaled((self.left[rows] @ self.right[cols].T).toarray())

    def pairs(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Give one value for each pair of the lists."""
        found = [
            self.left[rows[at : at + 4096]].multiply(self.right[cols[at : at + 4096]]).sum(axis=1)
            for at in range(0, len(rows), 4096)
        ]
        return self._scaled(np.concatenate(found) if found else np.zeros(0, np.int64))

    def _scaled(self, product: np.ndarray) -> np.ndarray:
        if not self.shift:
            return product * self.weight
        share = np.minimum(product, 1 << self.shift) >> (self.shift - BITS)
        return (share * self.weight + (1 << (BITS - 1))) >> BITS


@dataclass(frozen=True)
class PairTable:
    """Values of a few named pairs; 0 for every other."""

    values: csr_array

    def block(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Give a table of rows by columns."""
        return self.values[rows][:, cols].toarray()

    def pairs(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Give one value for each pair of the lists."""
        if not len(rows) or not self.values.nnz:
            return np.zeros(len(rows), self.values.dtype)
        return np.asarray(self.values[rows, cols]).reshape(-1)


@dataclass(frozen=True)
class Below:
    """Whether a part's value is below a bound, among pairs of which both sides gave an answer."""

    part: Part
    least: int
    left: np.ndarray
    right: np.ndarray

    def block(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Give a table of rows by columns."""
        return (self.part.block(rows, cols) < self.least) & (
            self.left[rows][:, None] & self.right[cols][None]
        )

    def pairs(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Give one value for each pair of the lists."""
        return (self.part.pairs(rows, cols) < self.least) & self.left[rows] & self.right[cols]


@dataclass(frozen=True)
class Either:
    """Whether any of several truth values holds."""

    parts: tuple[Part, ...]

    def block(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Give a table of rows by columns."""
        found = np.zeros((len(rows), len(cols)), bool)
        for part in self.parts:
            found |= np.asarray(part.block(rows, cols), bool)
        return found

    def pairs(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Give one value for each pair of the lists."""
        found = np.zeros(len(rows), bool)
        for part in self.parts:
            found |= np.asarray(part.pairs(rows, cols), bool)
        return found


def pair_table(shape: tuple[int, int], rows: np.ndarray, cols: np.ndarray, values: np.ndarray) -> PairTable:
    """Give a table of named pairs; values of a pair named twice add up."""
    return PairTable(csr_array((values, (rows, cols)), shape=shape))
