"""Cohorts together: sums, and a mixed model that agrees with published fits."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.errors import InvalidInputError
from mentorkit.evaluation.attrition import change_with_everybody
from mentorkit.evaluation.change import Comparison
from mentorkit.evaluation.pooling import pooled_change, pooled_share

DYESTUFF = {
    "A": [1545, 1440, 1440, 1520, 1580],
    "B": [1540, 1555, 1490, 1560, 1495],
    "C": [1595, 1550, 1605, 1510, 1560],
    "D": [1445, 1440, 1595, 1465, 1545],
    "E": [1595, 1630, 1515, 1635, 1625],
    "F": [1520, 1455, 1450, 1480, 1445],
}


def test_mixed_model_of_the_dyestuff_batches():
    """R 4.2.2, lme4 1.1-31, `lmer(Yield ~ 1 + (1 | Batch), Dyestuff)`: mean, its error, spread between and within batches."""
    got = pooled_change(DYESTUFF)

    assert (got.estimate.value, got.standard_error) == pytest.approx((1527.5, 19.3834121787528), rel=1e-7)
    assert (got.between_cohorts, got.within_cohorts) == pytest.approx((42.0005953103894, 49.5100999656347), rel=1e-7)


def test_the_balanced_model_is_the_analysis_of_variance():
    """With equal batches REML is the classical estimate: (mean square between − within) ÷ 5."""
    table = np.array(list(DYESTUFF.values()), dtype=float)
    within = table.var(axis=1, ddof=1).mean()
    between = (5 * table.mean(axis=1).var(ddof=1) - within) / 5

    assert (between, within) == pytest.approx((1764.05, 2451.25))
    assert pooled_change(DYESTUFF).between_cohorts == pytest.approx(np.sqrt(between), rel=1e-7)
    assert pooled_change(DYESTUFF).within_cohorts == pytest.approx(np.sqrt(within), rel=1e-7)
    assert pooled_change(DYESTUFF).standard_error == pytest.approx(np.sqrt((5 * between + within) / 30), rel=1e-7)


def test_cohorts_of_different_sizes_have_the_error_of_least_squares():
    """As lme4 prints it: 1 ÷ √Σ n/(within² + n between²), and the mean weighted by the same; the variances by a search of our own."""
    from scipy.optimize import minimize

    cohorts = {"a": DYESTUFF["A"], "b": DYESTUFF["B"][:2], "c": DYESTUFF["E"][:4], "d": DYESTUFF["F"][:3]}
    means, n = np.array([np.mean(v) for v in cohorts.values()]), np.array([len(v) for v in cohorts.values()])
    squares = sum(((np.array(v) - np.mean(v)) ** 2).sum() for v in cohorts.values())

    def restricted(log_variances):
        between, within = np.exp(log_variances)
        weights = n / (within + n * between)
        centre = (weights @ means) / weights.sum()
        return (np.log(within + n * between) + (n - 1) * np.log(within)).sum() + squares / within + weights @ (means - centre) ** 2 + np.log(weights.sum())

    between, within = np.exp(minimize(restricted, [7, 8], method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-12, "maxiter": 2000}).x)
    weights = n / (within + n * between)
    got = pooled_change(cohorts)

    assert got.estimate.value == pytest.approx((weights @ means) / weights.sum(), rel=1e-6)
    assert got.standard_error == pytest.approx(weights.sum() ** -0.5, rel=1e-6)
    assert (got.between_cohorts, got.within_cohorts) == pytest.approx((between**0.5, within**0.5), rel=1e-5)


def test_people_with_one_score_count_by_least_squares():
    """The change with everybody is generalised least squares with the variances that maximise the restricted likelihood."""
    from scipy.optimize import minimize

    chance = np.random.default_rng(1)
    own = chance.normal(3, 0.6, 60)
    before, after = own + chance.normal(0, 0.4, 60), own + 0.3 + chance.normal(0, 0.4, 60)
    parts = [pd.Series(values, index=[f"p{i:02}" for i in where]) for values, where in
             ((before[:45], range(45)), (after[:45], range(45)), (before[45:55], range(45, 55)), (after[55:], range(55, 60)))]
    got = change_with_everybody(Comparison("s", "mentees", None, None, None, *parts))
    person = np.r_[0:55, 0:45, 55:60]
    x = np.column_stack([np.ones(105), np.r_[np.zeros(55), np.ones(50)]])
    y = np.r_[before[:55], after[:45], after[55:]]
    same = (person[:, None] == person[None]).astype(float)

    def fit(variances):
        v = np.linalg.inv(np.exp(variances[0]) * same + np.exp(variances[1]) * np.eye(105))
        a = x.T @ v @ x
        b = np.linalg.solve(a, x.T @ v @ y)
        return b[1], np.linalg.inv(a)[1, 1] ** 0.5, (np.linalg.slogdet(a)[1] - np.linalg.slogdet(v)[1] + (y - x @ b) @ v @ (y - x @ b)) / 2

    best = minimize(lambda variances: fit(variances)[2], [-1, -1.8], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12})
    value, error, _ = fit(best.x)

    assert (got.value, got.high - got.value, got.n) == pytest.approx((value, 1.959963984540054 * error, 60), abs=1e-6)


def test_with_everybody_in_both_waves_it_is_the_mean_change():
    """Nobody missing: the model gives the plain mean of the changes and its error; too few people give nothing."""
    before, after = pd.Series([1.0, 2, 3, 4, 2, 3], index=list("abcdef")), pd.Series([2.0, 2, 4, 4, 4, 3], index=list("abcdef"))
    none = pd.Series(dtype=float)
    got = change_with_everybody(Comparison("s", "mentees", None, None, None, before, after, none, none))
    d = after - before

    assert (got.value, got.high - got.value) == pytest.approx((d.mean(), 1.959963984540054 * d.std() / 6**0.5), rel=1e-6)
    assert np.isnan(change_with_everybody(Comparison("s", "mentees", None, None, None, none, none, none, none)).value)


@pytest.mark.parametrize(
    "changes", [{}, {"a": [1, 2], "b": [2, 3]}, {"a": [1], "b": [1], "c": [1]}, {"a": [], "b": [], "c": [1]}]
)
def test_too_little_for_a_model_gives_none(changes):
    """Two cohorts, one person each, everybody alike, nobody: no pooled mean, and no error."""
    assert np.isnan(pooled_change(changes).estimate.value)


def test_a_pooled_share_is_not_the_mean_of_shares():
    """9 of 10 and 1 of 90 are 10 of 100, not 45.6 %; the range of cohorts stands beside it."""
    got = pooled_share([9, 1, 0], [10, 90, 0])

    assert (got.estimate.value, got.lowest, got.highest, got.cohorts) == (0.1, 1 / 90, 0.9, 2)
    with pytest.raises(InvalidInputError):
        pooled_share([3], [2])


@settings(deadline=None, max_examples=20)
@given(st.permutations(sorted(DYESTUFF)))
def test_the_order_of_cohorts_does_not_matter(order):
    """Cohorts in another order give the same figures to the last digit."""
    assert pooled_change({name: DYESTUFF[name][::-1] for name in order}) == pooled_change(DYESTUFF)
