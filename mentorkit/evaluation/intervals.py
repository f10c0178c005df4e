"""Intervals and bounds for shares, means and sums of clusters, and p values judged together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mentorkit.errors import InvalidInputError

NAN = float("nan")
_Z95 = 1.959963984540054


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval and the number of cases it rests on; NaN where it cannot be given."""

    value: float
    low: float = NAN
    high: float = NAN
    n: int = 0

    @property
    def known(self) -> bool:
        """Whether there is a figure."""
        return self.value == self.value

    def named(self, name: str) -> dict[str, float]:
        """Give the values of a sentence in which the figure is called `name`, with `low`, `high` and `n`."""
        return {name: self.value, "low": self.low, "high": self.high, "n": self.n}


def share(count: float, total: int, *, confidence: float = 0.95) -> Estimate:
    """
    Give count ÷ total with its interval: Wilson's, and Clopper–Pearson's where the count is 0 or the total.

    >>> wilson = share(81, 263)
    >>> round(wilson.low, 4), round(wilson.high, 4)
    (0.2553, 0.3662)

    Args:
        count: Cases with the property, from 0 to total.
        total: Cases asked; with none the share is NaN.

    Raises:
        InvalidInputError: The count is negative or larger than the total.

    Source:
        Wilson (1927); Clopper & Pearson (1934); Newcombe (1998), table I.
    """
    from statsmodels.stats.proportion import proportion_confint

    if not 0 <= count <= total:
        raise InvalidInputError(f"a share needs 0 ≤ count ≤ total; got {count} of {total}")
    if total == 0:
        return Estimate(NAN)
    method = "beta" if count in (0, total) else "wilson"
    low, high = proportion_confint(count, total, alpha=1 - confidence, method=method)
    return Estimate(count / total, float(low), float(high), int(total))


def part(count: int, total: int | None) -> Estimate:
    """Give a share, or nothing where the total is unknown, empty or smaller than the count."""
    return share(count, total) if total and count <= total else Estimate(NAN)


def around(value: float, error: float, n: int) -> Estimate:
    """Give an estimate with its normal interval of 95 %, from its standard error."""
    half = _Z95 * error
    return Estimate(value, value - half, value + half, n)


def share_bounds(count: int, answered: int, everybody: int) -> tuple[float, float]:
    """
    Give the share in everybody if all who are silent said no, and if all said yes.

    >>> share_bounds(18, 20, 30)
    (0.6, 0.9333333333333333)

    Raises:
        InvalidInputError: Not 0 ≤ count ≤ answered ≤ everybody, or nobody.
    """
    if not 0 <= count <= answered <= everybody or everybody == 0:
        raise InvalidInputError("bounds need 0 ≤ count ≤ answered ≤ everybody, and somebody")
    return count / everybody, (count + everybody - answered) / everybody


def mean(values: ArrayLike, *, confidence: float = 0.95) -> Estimate:
    """
    Give the mean with Student's t interval; the interval is NaN where fewer than two values differ.

    Args:
        values: Numbers, shape (n,), none missing.
    """
    from scipy import stats

    values = np.sort(np.asarray(values, dtype=float))
    n = len(values)
    if n == 0:
        return Estimate(NAN)
    centre = float(values.mean())
    spread = float(values.std(ddof=1)) if n > 1 else 0.0
    if spread <= 1e-12 * max(1.0, abs(centre)):
        return Estimate(centre, n=n)
    half = float(stats.t.ppf(0.5 + confidence / 2, n - 1)) * spread / n**0.5
    return Estimate(centre, centre - half, centre + half, n)


def cluster_share(
    counts: ArrayLike, totals: ArrayLike, *, seed: int = 0, resamples: int = 2000, confidence: float = 0.95
) -> Estimate:
    """
    Give sum(counts) ÷ sum(totals) with a percentile interval from resampled clusters.

    People's weeks are not independent of each other; pairs are. The clusters are put in order first,
    so that the order of rows does not matter. With fewer than two clusters the interval is NaN.

    Args:
        counts: Cases with the property in each cluster (a pair, a person), shape (c,).
        totals: Cases in each cluster, shape (c,).

    Source:
        Field & Welsh (2007), the randomised cluster bootstrap.
    """
    table = np.column_stack([np.asarray(totals, dtype=float), np.asarray(counts, dtype=float)])
    table = table[table[:, 0] > 0]
    if not len(table):
        return Estimate(NAN)
    table = table[np.lexsort(table.T)]
    total, count = table.sum(axis=0)
    low, high = _resampled(table, seed, resamples, confidence) if len(table) > 1 else (NAN, NAN)
    return Estimate(float(count / total), low, high, int(total))


def _resampled(table: np.ndarray, seed: int, resamples: int, confidence: float) -> tuple[float, float]:
    clusters = len(table)
    weights = np.random.default_rng(seed).multinomial(clusters, np.full(clusters, 1 / clusters), size=resamples)
    totals, counts = (weights @ table).T
    tail = (1 - confidence) / 2
    return tuple(float(x) for x in np.quantile(counts / totals, [tail, 1 - tail]))


def median(values: ArrayLike, *, seed: int = 0, resamples: int = 2000, confidence: float = 0.95) -> Estimate:
    """Give the median with a percentile bootstrap interval; the interval is NaN with fewer than two values."""
    values = np.sort(np.asarray(values, dtype=float))
    n = len(values)
    if n == 0:
        return Estimate(NAN)
    if n == 1:
        return Estimate(float(values[0]), n=1)
    drawn = np.random.default_rng(seed).integers(0, n, size=(resamples, n))
    tail = (1 - confidence) / 2
    low, high = np.quantile(np.median(values[drawn], axis=1), [tail, 1 - tail])
    return Estimate(float(np.median(values)), float(low), float(high), n)


def likelihood_to_recommend(answers: ArrayLike, *, low: float = 0, high: float = 10) -> Estimate:
    """
    Give 100 × (share of 9–10 − share of 0–6), from −100 to 100 points.

    The scale has to be the declared 0–10; fewer than two answers have no interval, nor has a group that all
    stands on one side. Interval: normal, and a seeded bootstrap below 50 answers.

    >>> likelihood_to_recommend([10, 9, 8, 3]).value
    25.0

    Raises:
        InvalidInputError: The declared scale is not 0–10, or an answer is outside it.
    """
    answers = np.sort(np.asarray(answers, dtype=float))
    if (low, high) != (0, 10) or np.any((answers < 0) | (answers > 10)):
        raise InvalidInputError("likelihood to recommend is asked from 0 to 10; declare min: 0 and max: 10")
    n = len(answers)
    if n == 0:
        return Estimate(NAN)
    sides = (answers >= 9).astype(int) - (answers <= 6)
    value = 100 * float(sides.mean())
    if n == 1 or not sides.std():
        return Estimate(value, n=n)
    if n < 50:
        drawn = np.random.default_rng(0).integers(0, n, size=(2000, n))
        ends = 100 * np.quantile(sides[drawn].mean(axis=1), [0.025, 0.975])
        return Estimate(value, float(ends[0]), float(ends[1]), n)
    half = _Z95 * 100 * float(sides.std()) / n**0.5
    return Estimate(value, max(-100.0, value - half), min(100.0, value + half), n)


def adjusted_p(p_values: Sequence[float], *, method: str = "holm") -> list[float]:
    """
    Give p values that hold for all the tests together.

    >>> adjusted_p([0.01, 0.04, 0.03, 0.005])
    [0.03, 0.06, 0.06, 0.02]

    Args:
        p_values: One for each test.
        method: `holm` (any false alarm) or `bh` (share of false alarms; exploratory).

    Source:
        Holm (1979); Benjamini & Hochberg (1995).
    """
    from statsmodels.stats.multitest import multipletests

    if method not in ("holm", "bh"):
        raise InvalidInputError('the method is "holm" or "bh"')
    if not len(p_values):
        return []
    name = {"holm": "holm", "bh": "fdr_bh"}[method]
    return [round(float(p), 12) for p in multipletests(list(p_values), method=name)[1]]
