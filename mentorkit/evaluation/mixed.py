"""A linear model with a random mean for each group: people within cohorts, or answers within people."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Mixed:
    """Fixed coefficients with their standard errors, and the standard deviations between and within groups."""

    coefficients: tuple[float, ...]
    errors: tuple[float, ...]
    between: float
    within: float


def random_mean_model(y: ArrayLike, design: ArrayLike, groups: ArrayLike) -> Mixed | None:
    """
    Give the fit by restricted maximum likelihood (REML), or None where there is no proper solution.

    The errors are those of generalised least squares at the fitted variances, as R's lme4 and nlme print them;
    statsmodels' own differ a little where groups are of different sizes.

    Args:
        y: Outcomes, shape (n,).
        design: Fixed effects, shape (n, p), the column of ones included.
        groups: Each outcome's group, shape (n,).

    Source:
        Laird & Ware (1982); the variances by statsmodels' MixedLM.
    """
    from statsmodels.regression.mixed_linear_model import MixedLM

    y, x, groups = np.asarray(y, dtype=float), np.asarray(design, dtype=float), np.asarray(groups)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fits = [_fitted(MixedLM(y, x, groups), how) for how in ({"method": "bfgs", "gtol": 1e-10}, {})]
    fit = next((fit for fit in fits if fit is not None and fit.converged and np.isfinite(fit.scale) and fit.scale > 0), None)
    if fit is None:
        return None
    between, within = float(fit.cov_re[0, 0]), float(fit.scale)
    try:
        errors = np.sqrt(np.diag(np.linalg.inv(_information(x, groups, between, within))))
    except np.linalg.LinAlgError:
        return None
    return Mixed(tuple(map(float, fit.fe_params)), tuple(map(float, errors)), between**0.5, within**0.5)


def _information(x: np.ndarray, groups: np.ndarray, between: float, within: float) -> np.ndarray:
    """Give the sum over groups of X′ V⁻¹ X, with V the variance within on the diagonal and the one between everywhere."""
    total = np.zeros((x.shape[1], x.shape[1]))
    for group in np.unique(groups):
        rows = x[groups == group]
        sums = rows.sum(axis=0)
        total += rows.T @ rows / within - between / (within * (within + len(rows) * between)) * np.outer(sums, sums)
    return total


def _fitted(model, how: dict):
    """Fit tightly where that works; the default search stops at the fifth digit."""
    try:
        return model.fit(reml=True, **how)
    except (np.linalg.LinAlgError, ValueError):
        return None
