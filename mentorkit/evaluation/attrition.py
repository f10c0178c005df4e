"""Who left, how they differed at the start, and how far that could bend the result."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from mentorkit.errors import InvalidInputError
from mentorkit.evaluation.change import Comparison
from mentorkit.evaluation.intervals import NAN, Estimate, around, mean
from mentorkit.evaluation.mixed import random_mean_model
from mentorkit.evaluation.scales import scale_scores

SERIOUS, NOTABLE = 0.25, 0.05


@dataclass(frozen=True)
class TippingPoint:
    """
    How much worse (in scale points) those who left must have fared for the conclusion to fall.

    `to_zero` brings the mean change of everybody to zero; `to_doubt` brings the nearer end of its interval there, and
    is 0 where the interval holds zero already. Both are added to the mean change of those who stayed.
    """

    to_zero: float
    to_doubt: float
    stayed: int
    left: int


def standardized_difference(stayed: ArrayLike, left: ArrayLike) -> float:
    """
    Give (mean of those who left − mean of those who stayed) ÷ pooled standard deviation.

    NaN where either side has fewer than two values or nobody differs.

    >>> round(standardized_difference([1, 2, 3], [2, 3, 4]), 3)
    1.0
    """
    a, b = (np.asarray(x, dtype=float) for x in (stayed, left))
    a, b = a[~np.isnan(a)], b[~np.isnan(b)]
    if min(len(a), len(b)) < 2:
        return NAN
    pooled = ((len(a) - 1) * a.var(ddof=1) + (len(b) - 1) * b.var(ddof=1)) / (len(a) + len(b) - 2)
    return NAN if pooled <= 1e-12 else float((b.mean() - a.mean()) / pooled**0.5)


def standing_at_the_start(comparison: Comparison) -> tuple[pd.DataFrame, pd.Series]:
    """Give the scores of the first wave on all its scales, a row a person, and whether that person left before the last."""
    first = comparison.first
    scores = {scale.id: scale_scores(first, scale).to_numpy() for scale in first.survey.scales}
    frame = pd.DataFrame(scores, index=first.frame["person"])
    frame = frame[frame.index.notna()]
    stayed = frame.index.isin(comparison.last.frame["person"].dropna())
    return frame, pd.Series(~stayed, index=frame.index)


def leavers_table(baseline: pd.DataFrame, left: pd.Series) -> pd.DataFrame:
    """
    Give how those who left differed at the start, a row a measure.

    Columns: `measure, n_stayed, n_left, mean_stayed, mean_left, difference` (standardised)` , gap`, where
    gap is `serious` beyond 0.25, `adjust` from 0.05, `small`, or `unknown`.

    Args:
        baseline: Numeric measures at the start, a row a person.
        left: Whether that person left, same index.

    Source:
        What Works Clearinghouse, baseline equivalence.
    """
    rows = []
    for name in sorted(baseline.columns):
        values = pd.to_numeric(baseline[name])
        gone = left.reindex(baseline.index).fillna(False).astype(bool)
        a, b = values[~gone].dropna(), values[gone].dropna()
        d = standardized_difference(a, b)
        rows.append((name, len(a), len(b), a.mean(), b.mean(), d, _gap(d)))
    columns = ["measure", "n_stayed", "n_left", "mean_stayed", "mean_left", "difference", "gap"]
    return pd.DataFrame(rows, columns=columns)


def _gap(d: float) -> str:
    if np.isnan(d):
        return "unknown"
    return "serious" if abs(d) > SERIOUS else "adjust" if abs(d) >= NOTABLE else "small"


def tipping_point(changes: ArrayLike, left: int, *, confidence: float = 0.95) -> TippingPoint:
    """
    Give the shift among those who left at which the conclusion falls.

    Those who left are given the mean change of those who stayed plus the shift. The interval keeps the width
    that those who stayed give it: invented answers add no certainty.

    >>> round(tipping_point([1, 1, 2, 0, 1], left=5).to_zero, 3)
    -2.0

    Args:
        changes: After − before of those who stayed, shape (n,).
        left: How many people have a first score only.

    Raises:
        InvalidInputError: Nobody left, or fewer than two changes.

    Source:
        Delta adjustment; Cro et al. (2020).
    """
    changes = np.asarray(changes, dtype=float)
    if left < 1 or len(changes) < 2:
        raise InvalidInputError("a tipping point needs somebody who left and two people who stayed")
    centre = mean(changes, confidence=confidence)
    share_left = left / (left + len(changes))
    half = 0.0 if np.isnan(centre.high) else centre.high - centre.value
    margin = max(abs(centre.value) - half, 0.0)
    to_doubt = -np.sign(centre.value) * margin / share_left + 0.0
    return TippingPoint(-centre.value / share_left, to_doubt, len(changes), left)


def change_with_everybody(comparison: Comparison) -> Estimate:
    """
    Give the mean change with those counted too who answered one wave alone; NaN where the model has no solution.

    A mixed model: a mean for each wave and a random person (REML), people with one score included. It holds if
    whether a score is missing depends only on the scores that are there; the tipping point asks what if not.
    `n` is the number of people with any score.

    Source:
        Laird & Ware (1982); see `mentorkit.evaluation.mixed`.
    """
    c = comparison
    scores = [(person, wave, score) for wave, parts in enumerate(((c.before, c.only_before), (c.after, c.only_after)))
              for part in parts for person, score in part.items()]
    if len(c.before) < 3 or np.ptp([score for *_, score in scores]) < 1e-9:
        return Estimate(NAN, n=len({person for person, *_ in scores}))
    people, waves, y = (np.array(column) for column in zip(*sorted(scores)))
    fit = random_mean_model(y, np.column_stack([np.ones(len(y)), waves]), people)
    if fit is None:
        return Estimate(NAN, n=len(set(people)))
    return around(fit.coefficients[1], fit.errors[1], len(set(people)))
