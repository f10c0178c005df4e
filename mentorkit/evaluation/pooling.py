"""Several cohorts together: sums and models, never means of percentages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mentorkit.errors import InvalidInputError
from mentorkit.evaluation.intervals import NAN, Estimate, around, share
from mentorkit.evaluation.mixed import random_mean_model

FEWEST_COHORTS = 3


@dataclass(frozen=True)
class PooledShare:
    """A share over all cohorts, and the lowest and highest cohort."""

    estimate: Estimate
    lowest: float
    highest: float
    cohorts: int


@dataclass(frozen=True)
class PooledChange:
    """A mean over cohorts with its interval, and how much cohorts and people spread (standard deviations)."""

    estimate: Estimate
    standard_error: float
    between_cohorts: float
    within_cohorts: float
    cohorts: int


def pooled_share(counts: Sequence[float], totals: Sequence[int]) -> PooledShare:
    """
    Give sum ÷ sum over cohorts with Wilson's interval; cohorts with nobody are left out.

    A count is a share times its total where shares were published rounded; then it need not be whole.

    >>> pooled_share([9, 1], [10, 90]).estimate.value
    0.1

    Raises:
        InvalidInputError: Different lengths, or a count larger than its total.
    """
    if len(counts) != len(totals) or any(not 0 <= c <= t for c, t in zip(counts, totals)):
        raise InvalidInputError("give one count and one total a cohort, with 0 ≤ count ≤ total")
    shares = [c / t for c, t in zip(counts, totals) if t]
    low, high = (min(shares), max(shares)) if shares else (NAN, NAN)
    return PooledShare(share(sum(counts), sum(totals)), low, high, len(shares))


def pooled_change(changes: Mapping[str, ArrayLike]) -> PooledChange:
    """
    Give the mean change over cohorts by a mixed model: a fixed mean, a random cohort, people within (REML).

    NaN with fewer than three cohorts, or where the model has no proper solution: then look at each cohort alone.

    Source:
        Laird & Ware (1982); see `mentorkit.evaluation.mixed`.
    """
    values = {name: np.sort(np.asarray(changes[name], dtype=float)) for name in sorted(changes)}
    values = {name: column[~np.isnan(column)] for name, column in values.items()}
    values = {name: column for name, column in values.items() if len(column)}
    y, groups = np.concatenate([*values.values(), []]), np.repeat(list(values), [len(v) for v in values.values()])
    nothing = PooledChange(Estimate(NAN, n=len(y)), NAN, NAN, NAN, len(values))
    if len(values) < FEWEST_COHORTS or len(y) <= len(values) or not y.std():
        return nothing
    fit = random_mean_model(y, np.ones((len(y), 1)), groups)
    if fit is None:
        return nothing
    return PooledChange(around(fit.coefficients[0], fit.errors[0], len(y)), fit.errors[0], fit.between, fit.within, len(values))
