"""How long matches last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mentorkit.errors import InvalidInputError


@dataclass(frozen=True)
class Survival:
    """
    Kaplan–Meier's curve: a row for each time at which a match ended.

    `times`, `surviving`, `low`, `high`, `at_risk` and `ended` have the same length; `median` is None
    where the curve does not come down to one half.
    """

    times: tuple[float, ...]
    surviving: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    at_risk: tuple[int, ...]
    ended: tuple[int, ...]
    n: int
    median: float | None
    durations: tuple[float, ...] = ()

    def at(self, time: float) -> tuple[float, float, float]:
        """Give surviving, low and high at a time; (1, NaN, NaN) before the first end."""
        reached = [i for i, t in enumerate(self.times) if t <= time]
        if not reached:
            return (1.0, float("nan"), float("nan"))
        return self.surviving[reached[-1]], self.low[reached[-1]], self.high[reached[-1]]

    def risk_row(self, times: ArrayLike) -> list[int]:
        """Give how many matches were still followed just before each time."""
        return [int(sum(d >= t for d in self.durations)) for t in np.asarray(times, dtype=float)]


def match_survival(durations: ArrayLike, ended: ArrayLike, *, confidence: float = 0.95, fewest: int = 0) -> Survival:
    """
    Give Kaplan–Meier's estimate of the share of matches that still run, with Greenwood's log-log interval.

    Args:
        durations: Days from the match to its early end, or to the last day it was followed, shape (n,).
        ended: Whether it ended early, shape (n,).
        fewest: The curve stops where fewer matches than this are followed (5 in reports).

    Raises:
        InvalidInputError: No match, a negative or missing duration, or different lengths.

    Source:
        Kaplan & Meier (1958); Greenwood (1926); Kalbfleisch & Prentice (1980) for the log-log interval.
    """
    from scipy import stats
    from statsmodels.duration.survfunc import SurvfuncRight

    days = np.asarray(durations, dtype=float)
    event = np.asarray(ended, dtype=bool)
    if days.size == 0 or days.shape != event.shape or not np.all(days >= 0):
        raise InvalidInputError("a survival curve needs at least one match, each with its days, 0 or more, and its end")
    order = np.lexsort((event, days))
    days, event = days[order], event[order]
    curve = SurvfuncRight(days, event.astype(int))
    keep = (np.asarray(curve.n_events) > 0) & (np.asarray(curve.n_risk) >= fewest)
    s, se = np.asarray(curve.surv_prob)[keep], np.asarray(curve.surv_prob_se)[keep]
    z = stats.norm.ppf(0.5 + confidence / 2)
    low, high = _log_log(s, se, z)
    below = np.asarray(curve.surv_times)[keep][s <= 0.5]
    return Survival(
        times=tuple(map(float, np.asarray(curve.surv_times)[keep])),
        surviving=tuple(map(float, s)),
        low=low,
        high=high,
        at_risk=tuple(int(x) for x in np.asarray(curve.n_risk)[keep]),
        ended=tuple(int(x) for x in np.asarray(curve.n_events)[keep]),
        n=len(days),
        median=float(below[0]) if len(below) else None,
        durations=tuple(map(float, days)),
    )


def _log_log(s: np.ndarray, se: np.ndarray, z: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.exp(z * se / (s * np.abs(np.log(s))))
        low, high = s**spread, s ** (1 / spread)
    return tuple(map(float, low)), tuple(map(float, high))
