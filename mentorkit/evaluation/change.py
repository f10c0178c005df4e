"""What changed in the same people between two waves, and what that change can and cannot carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from mentorkit.errors import InvalidInputError
from mentorkit.evaluation.intervals import NAN, Estimate, mean
from mentorkit.evaluation.scales import not_comparable, scale_scores
from mentorkit.model.survey import Answers

CHANGE_COLUMNS = (
    "scale", "n_pairs", "mean_before", "mean_after", "change", "low", "high", "hedges_g", "g_low", "g_high", "p_exact",
    "minimum_detectable",
)
WAVES = {"baseline": 0, "midline": 2, "endline": 3, "follow-up": 4}
SESSION = 1
FLAT = 1e-9


@dataclass(frozen=True)
class Comparison:
    """
    A scale's first and last wave.

    `refused` says why they may not be compared (see `not_comparable`), or is None. `before` and `after` hold
    the scores of the same people, by id; `only_before` and `only_after` those of people who answered one wave alone.
    """

    scale: str
    who: str
    first: Answers
    last: Answers
    refused: str | None
    before: pd.Series
    after: pd.Series
    only_before: pd.Series
    only_after: pd.Series

    @property
    def remembered(self) -> bool:
        """Whether the start is what people remembered afterwards: such changes come out larger, and are labelled."""
        return self.first.survey.retrospective


def hedges_g(before: ArrayLike, after: ArrayLike, *, confidence: float = 0.95) -> Estimate:
    """
    Standardised mean change of the same people, corrected for small samples; NaN where everybody changed alike.

    The interval inverts the noncentral t distribution, so it is exact under normality.

    Args:
        before: Scores of n people, shape (n,), in scale points.
        after: Scores of the same people in the same order.
        confidence: Coverage of the interval, between 0 and 1.

    Raises:
        InvalidInputError: Fewer than two people, or missing scores.

    Source:
        Hedges (1981); Goulet-Pelletier & Cousineau (2018).
    """
    d = _differences(before, after)
    n = len(d)
    if n < 2:
        raise InvalidInputError("an effect needs at least two people with both scores")
    spread = float(d.std(ddof=1))
    if spread < FLAT:
        return Estimate(NAN, n=n)
    t = float(d.mean()) / spread * n**0.5
    low, high = noncentrality_interval(t, n - 1, confidence=confidence)
    correction = hedges_correction(n - 1) / n**0.5
    return Estimate(correction * t, correction * low, correction * high, n)


def hedges_correction(df: int) -> float:
    """
    Give Hedges' exact correction J for a number of degrees of freedom.

    >>> round(hedges_correction(6), 4)
    0.8686
    """
    from scipy.special import gammaln

    return float(np.exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / np.sqrt(df / 2)) if df > 1 else NAN


def noncentrality_interval(t: float, df: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """
    Give the noncentrality parameters under which the observed t lies at either end of its distribution.

    Source:
        Steiger & Fouladi (1997).
    """
    tail = (1 - confidence) / 2
    t = 0.0 if abs(t) < FLAT else t  # scipy's distribution is NaN for tinier values
    return _noncentrality(t, df, 1 - tail), _noncentrality(t, df, tail)


def _noncentrality(t: float, df: int, probability: float) -> float:
    from scipy import optimize, stats

    spread = np.sqrt(1 + t * t / (2 * df))
    guess = t - stats.norm.ppf(probability) * spread

    def miss(ncp: float) -> float:
        reached = float(stats.nct.cdf(t, df, ncp))
        return (reached if reached == reached else float(ncp < t)) - probability  # NaN far in the tail

    for width in (0.25, 0.5, 1, 2, 4):
        low, high = guess - width * spread, guess + width * spread
        if miss(low) > 0 > miss(high):
            return float(optimize.brentq(miss, low, high, xtol=1e-12, rtol=1e-13))
    return NAN


def sign_flip_p(before: ArrayLike, after: ArrayLike, *, resamples: int = 100_000, seed: int = 0) -> float:
    """
    Give the two-sided probability of so large a mean change if every change might as well have been its opposite.

    Exact over all 2ⁿ signs up to 20 people, otherwise over seeded random signs with the observed one counted.

    >>> sign_flip_p([0, 0, 0, 0], [1, 2, 1, 2])
    0.125

    Raises:
        InvalidInputError: Nobody, or missing scores.

    Source:
        Fisher (1935); Phipson & Smyth (2010) for the count with random signs.
    """
    d = np.sort(_differences(before, after))
    if not len(d):
        raise InvalidInputError("a test needs at least one person with both scores")
    reached = abs(d.sum()) - FLAT * max(1.0, float(np.abs(d).sum()))
    if len(d) <= 20:
        sums = np.zeros(1)
        for change in d:
            sums = np.concatenate([sums + change, sums - change])
        return float((np.abs(sums) >= reached).mean())
    random = np.random.default_rng(seed)
    extreme = sum(
        int((np.abs(random.choice((-1.0, 1.0), size=(resamples // 10, len(d))) @ d) >= reached).sum())
        for _ in range(10)
    )
    return (extreme + 1) / (resamples // 10 * 10 + 1)


def minimum_detectable(n: int, *, power: float = 0.8, alpha: float = 0.05) -> float:
    """
    Give the smallest standardised change that n people would show with this power; NaN below three people.

    Source:
        The paired t test's power (Cohen 1988), by statsmodels.
    """
    from scipy import optimize
    from statsmodels.stats.power import TTestPower

    if n < 3:
        return NAN
    test = TTestPower()
    guess = abs(float(np.squeeze(test.solve_power(nobs=n, power=power, alpha=alpha))))  # good to five digits

    def lacking(change: float) -> float:
        return float(test.power(change, n, alpha)) - power

    ends = 0.99 * guess, 1.01 * guess
    return float(optimize.brentq(lacking, *ends, xtol=1e-13)) if lacking(ends[0]) < 0 < lacking(ends[1]) else guess


def what_to_print(n: int) -> frozenset[str]:
    """
    Give what a report may say about the change of n people with both waves.

    >>> sorted(what_to_print(12))
    ['change', 'counts', 'p']
    """
    steps = {5: "counts", 10: "change p", 20: "effect detectable", 50: "model groups", 100: "dosage comparison"}
    return frozenset(name for least, names in steps.items() if n >= least for name in names.split())


def comparisons(surveys: Mapping[str, Answers]) -> list[Comparison]:
    """
    Give the first and the last wave of every scale that stands in two or more waves of the same side.

    Order of waves: baseline, a start remembered afterwards, sessions (by date), midline, endline, follow-up. Sorted
    by scale, mentees first.
    """
    found: dict[tuple[str, str], list[Answers]] = {}
    for name in sorted(surveys):
        for scale in surveys[name].survey.scales:
            found.setdefault((scale.id, surveys[name].survey.who), []).append(surveys[name])
    several = [(scale, who, waves) for (scale, who), waves in sorted(found.items()) if len(waves) > 1]
    return [_comparison(scale, who, sorted(waves, key=wave_order)) for scale, who, waves in several]


def wave_order(answers: Answers) -> tuple:
    """Give what waves are ordered by: baseline (asked then, before remembered), sessions by date, midline, endline, follow-up."""
    survey = answers.survey
    return WAVES.get(survey.wave, SESSION), survey.retrospective, str(survey.date or ""), survey.survey


def _comparison(scale: str, who: str, waves: list[Answers]) -> Comparison:
    first, last = waves[0], waves[-1]
    refused = not_comparable(first.survey, last.survey, scale)
    refused = refused or ("same-wave" if first.survey.wave == last.survey.wave else None)
    if refused:
        empty = pd.Series(dtype=float)
        return Comparison(scale, who, first, last, refused, empty, empty, empty, empty)
    before, after = (_by_person(answers, scale) for answers in (first, last))
    both = before.index.intersection(after.index).sort_values()
    left, came = before.index.difference(after.index), after.index.difference(before.index)
    return Comparison(scale, who, first, last, None, before[both], after[both], before[left], after[came])


def _by_person(answers: Answers, scale: str) -> pd.Series:
    declared = next(s for s in answers.survey.scales if s.id == scale)
    scores = scale_scores(answers, declared).set_axis(answers.frame["person"])
    scores = scores[scores.index.notna() & scores.notna().to_numpy()].sort_index()
    if not scores.index.is_unique:
        raise InvalidInputError(f'a person stands twice in the survey "{answers.survey.survey}"; keep one row a person')
    return scores.astype(float)


def change_table(surveys: Mapping[str, Answers]) -> pd.DataFrame:
    """
    Give the change of every scale that was asked twice, a row a scale, in the columns of `change.csv`.

    Only people with both scores count. A scale whose waves may not be compared, or that nobody answered
    twice, is a row without numbers; `comparisons` says why. Where both sides have a scale of the same id,
    the mentors' row is `<scale>-mentors`. `minimum_detectable` is a standardised change (dz, power 0.8).
    """
    found = comparisons(surveys)
    both_sides = {c.scale for c in found if c.who == "mentors"} & {c.scale for c in found if c.who == "mentees"}
    rows = []
    for c in found:
        name = f"{c.scale}-mentors" if c.scale in both_sides and c.who == "mentors" else c.scale
        rows.append({"scale": name, **change_of(c)})
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS)).sort_values("scale", ignore_index=True)


def change_of(comparison: Comparison) -> dict[str, float]:
    """Give the figures of one comparison, NaN for what its number of people does not carry."""
    before, after = comparison.before, comparison.after
    n = len(before)
    row: dict[str, float] = {"n_pairs": 0 if not comparison.refused else NAN}
    if not n:
        return row
    moved = mean(after.to_numpy() - before.to_numpy())
    row |= {"n_pairs": n, "mean_before": before.mean(), "mean_after": after.mean(), "change": moved.value}
    if n > 1:
        effect = hedges_g(before, after)
        row |= {"low": moved.low, "high": moved.high}
        row |= {"hedges_g": effect.value, "g_low": effect.low, "g_high": effect.high}
    return row | {"p_exact": sign_flip_p(before, after), "minimum_detectable": minimum_detectable(n)}


def _differences(before: ArrayLike, after: ArrayLike) -> np.ndarray:
    a, b = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    if a.shape != b.shape or a.ndim != 1:
        raise InvalidInputError("before and after are the same people in the same order; give one score each")
    if np.isnan(a).any() or np.isnan(b).any():
        raise InvalidInputError("a score is missing; leave out the people without both scores, and say how many")
    return b - a
