"""
Quantities of pairs that can be asked for a block of pairs or for a list of pairs.

Every part answers `block(rows, cols)`, a table of rows by columns, and `pairs(rows, cols)`, one value for
each pair of the two lists, with the same exact integers (or truth values).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from scipy.sparse import csr_array

BITS = 28
PAIRS = 4096


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
class Product:
    """
    Products of whole numbers, of which a few columns are dense and the others sparse, times `weight`.

    Each product is at most 2 to the power of `shift` if that is given: then it is a share of that, and the
    weight is multiplied by the share's first 28 bits and rounded. All is exact in float64.
    """

    left: Mixed
    right: Mixed
    weight: int = 1
    shift: int = 0

    def block(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Give a table of rows by columns."""
        found = self.left.dense[rows].astype(float) @ self.right.dense[cols].astype(float).T
        rare = (self.left.sparse[rows].astype(float) @ self.right.sparse[cols].astype(float).T).tocoo()
        found[rare.row, rare.col] += rare.data
        return self._scaled(found)

    def pairs(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Give one value for each pair of the lists."""
        found = [
            self._pairs(rows[at : at + PAIRS], cols[at : at + PAIRS]) for at in range(0, len(rows), PAIRS)
        ]
        return self._scaled(np.concatenate(found) if found else np.zeros(0))

    def _pairs(self, rows, cols) -> np.ndarray:
        dense = np.einsum("pd,pd->p", self.left.dense[rows], self.right.dense[cols], dtype=np.float64)
        left, right = self.left.sparse[rows].astype(float), self.right.sparse[cols].astype(float)
        return dense + left.multiply(right).sum(axis=1)

    def _scaled(self, product: np.ndarray) -> np.ndarray:
        if not self.shift:
            product *= self.weight
            return product
        product *= 2.0 ** (BITS - self.shift)
        np.floor(product, out=product)
        np.minimum(product, 1 << BITS, out=product)
        product *= self.weight * 2.0**-BITS
        product += 0.5
        return np.floor(product, out=product)


class Mixed(NamedTuple):
    """Whole numbers below 2²⁴ of some people, in dense columns (float32) and sparse ones (int32)."""

    dense: np.ndarray
    sparse: csr_array


def mixed(left: csr_array, right: csr_array, most: int) -> tuple[Mixed, Mixed]:
    """Give both sides of a product with the columns dense that cost most as sparse ones, at most `most`."""
    cost = np.bincount(left.indices, minlength=left.shape[1]) * np.bincount(
        right.indices, minlength=left.shape[1]
    )
    frequent = np.sort(np.argsort(-cost, kind="stable")[:most])
    rare = np.setdiff1d(np.arange(left.shape[1]), frequent)
    return tuple(
        Mixed(side[:, frequent].toarray().astype(np.float32), side[:, rare].astype(np.int32))
        for side in (left, right)
    )


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
