"""Scores of scales, whether two waves may be compared, and how reliable a scale is."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from mentorkit.errors import InvalidInputError
from mentorkit.evaluation.intervals import NAN
from mentorkit.model.survey import Answers, Scale, Survey

FEWEST_FOR_RELIABILITY = 30


@dataclass(frozen=True)
class Reliability:
    """Cronbach's alpha with Feldt's interval, and omega of one factor; listwise, n complete rows."""

    n: int
    alpha: float
    low: float
    high: float
    omega: float
    item_rest: tuple[float, ...] = ()

    @property
    def worth_printing(self) -> bool:
        """Whether at least 30 people answered every item; below, quote the published figure."""
        return self.n >= FEWEST_FOR_RELIABILITY

    @property
    def reversed_by_mistake(self) -> bool:
        """Whether an item goes against the rest of its scale."""
        return any(r < 0 for r in self.item_rest)


def scored_items(answers: Answers, scale: Scale) -> pd.DataFrame:
    """
    Give the items of a scale, a row a respondent, with reversed items turned round.

    Turned is declared minimum + declared maximum − answer, never by the minimum and maximum seen.

    Raises:
        InvalidInputError: A reversed item declares no range.
    """
    columns = {}
    for id in scale.items:
        item = answers.survey.item(id)
        values = pd.to_numeric(answers.frame[id]).astype(float)
        if item.reverse and (item.min is None or item.max is None):
            raise InvalidInputError(f'the item "{id}" is reversed and declares no min and max')
        columns[id] = item.min + item.max - values if item.reverse else values
    return pd.DataFrame(columns, index=answers.frame.index)


def scale_scores(answers: Answers, scale: Scale) -> pd.Series:
    """
    Give each respondent's score: the mean of the answered items, NaN where too few are answered.

    Args:
        answers: A survey's answers, n rows.
        scale: A scale of that survey; `min_answered` is the share of items needed.
    """
    items = scored_items(answers, scale)
    enough = items.notna().mean(axis=1) >= scale.min_answered - 1e-9
    return items.mean(axis=1).where(enough).rename(scale.id)


def not_comparable(first: Survey, last: Survey, scale: str) -> str | None:
    """
    Give why a scale's two waves may not be compared, or None.

    The reasons: `version`, `items`, `range`, `reverse`, `who`, `unit`, `unlinked`, `dates`.
    """
    a, b = (_scale(survey, scale) for survey in (first, last))
    if first.who != last.who:
        return "who"
    if "team" in (first.unit, last.unit):
        return "unit"
    if first.person is None or last.person is None:
        return "unlinked"
    if first.date and last.date and first.date > last.date and not first.retrospective:
        return "dates"
    if first.version != last.version:
        return "version"
    if sorted(a.items) != sorted(b.items):
        return "items"
    pairs = [(first.item(id), last.item(id)) for id in a.items]
    if any((x.kind, x.min, x.max) != (y.kind, y.min, y.max) for x, y in pairs):
        return "range"
    return "reverse" if any(x.reverse != y.reverse for x, y in pairs) else None


def _scale(survey: Survey, id: str) -> Scale:
    found = next((scale for scale in survey.scales if scale.id == id), None)
    if found is None:
        raise InvalidInputError(f'the survey "{survey.survey}" has no scale "{id}"')
    return found


def cronbach_alpha(items: ArrayLike) -> float:
    """
    Give alpha of complete rows: k/(k−1) · (1 − Σ item variances ÷ variance of the sum).

    >>> round(cronbach_alpha([[1, 2], [2, 3], [3, 5], [4, 4]]), 3)
    0.889

    Args:
        items: Answers with reversed items turned, shape (people, items), none missing.

    Source:
        Cronbach (1951).
    """
    x = np.asarray(items, dtype=float)
    if x.ndim != 2 or x.shape[0] < 2 or x.shape[1] < 2:
        raise InvalidInputError("alpha needs at least two people and two items")
    k = x.shape[1]
    total = x.sum(axis=1).var(ddof=1)
    return NAN if total <= 1e-12 else float(k / (k - 1) * (1 - x.var(axis=0, ddof=1).sum() / total))


def feldt_interval(alpha: float, people: int, items: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """
    Give the exact interval of alpha under Feldt's model.

    Source:
        Feldt (1965); Feldt, Woodruff & Salih (1987).
    """
    from scipy import stats

    df1, df2 = people - 1, (people - 1) * (items - 1)
    tail = (1 - confidence) / 2
    low, high = (1 - (1 - alpha) * stats.f.ppf(q, df1, df2) for q in (1 - tail, tail))
    return float(low), float(high)


def one_factor_omega(items: ArrayLike) -> float:
    """
    Give McDonald's omega of a one-factor model fitted by maximum likelihood on the correlations.

    NaN with fewer than three items, fewer people than items + 2, an item that everybody answers alike, or no
    proper solution.

    Source:
        McDonald (1999).
    """
    from statsmodels.multivariate.factor import Factor
    from statsmodels.tools.sm_exceptions import ConvergenceWarning

    x = np.asarray(items, dtype=float)
    if x.shape[1] < 3 or x.shape[0] < x.shape[1] + 2 or np.any(x.std(axis=0) == 0):
        return NAN
    correlations = np.corrcoef(x, rowvar=False)
    sizes, directions = np.linalg.eigh(correlations)
    if sizes[0] < 1e-6:
        return NAN
    first = np.clip(directions[:, -1:] * sizes[-1] ** 0.5, -0.95, 0.95)
    start = first, 1 - first[:, 0] ** 2  # the first principal component: statsmodels' own start is drawn at random
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            loadings = Factor(corr=correlations, n_factor=1, method="ml", nobs=len(x)).fit(start=start, opt={"gtol": 1e-7}).loadings[:, 0]
        except (ValueError, np.linalg.LinAlgError, ConvergenceWarning):
            return NAN
    common = loadings.sum() ** 2
    return float(common / (common + (1 - loadings**2).sum()))


def reliability(answers: Answers, scale: Scale) -> Reliability:
    """Give alpha, Feldt's interval, omega and item-rest correlations of a scale; NaN where undefined."""
    x = scored_items(answers, scale).dropna().to_numpy()
    x = x[np.lexsort(x.T)] if len(x) else x
    if len(x) < 3 or x.shape[1] < 2:
        return Reliability(len(x), NAN, NAN, NAN, NAN)
    alpha = cronbach_alpha(x)
    low, high = (NAN, NAN) if np.isnan(alpha) else feldt_interval(alpha, *x.shape)
    return Reliability(len(x), alpha, low, high, one_factor_omega(x), _item_rest(x))


def _item_rest(x: np.ndarray) -> tuple[float, ...]:
    rest = x.sum(axis=1, keepdims=True) - x
    with np.errstate(invalid="ignore", divide="ignore"):
        return tuple(float(np.corrcoef(x[:, i], rest[:, i])[0, 1]) for i in range(x.shape[1]))


def straight_lined(answers: Answers, scale: Scale) -> pd.Series:
    """Tell who gave the same raw answer to every item of a scale that has a reversed item."""
    items = [answers.survey.item(id) for id in scale.items]
    raw = answers.frame[list(scale.items)]
    same = raw.notna().all(axis=1) & (raw.nunique(axis=1) == 1)
    return same & (len(items) > 2 and any(item.reverse for item in items))
