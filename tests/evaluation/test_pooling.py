"""Cohorts together: sums, and a mixed model that agrees with published fits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.errors import InvalidInputError
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
    """Bates, lme4 (2010), section 1.3, REML: mean 1527.5, standard error 19.38, batches 42.00, residual 49.51."""
    got = pooled_change(DYESTUFF)

    assert got.estimate.value == pytest.approx(1527.5)
    assert round(got.standard_error, 2) == 19.38
    assert (round(got.between_cohorts, 1), round(got.within_cohorts, 2)) == (42.0, 49.51)


def test_the_balanced_model_is_the_analysis_of_variance():
    """With equal batches REML is the classical estimate: (mean square between − within) ÷ 5."""
    table = np.array(list(DYESTUFF.values()), dtype=float)
    within = table.var(axis=1, ddof=1).mean()
    between = (5 * table.mean(axis=1).var(ddof=1) - within) / 5

    assert (between, within) == pytest.approx((1764.05, 2451.25))
    assert pooled_change(DYESTUFF).between_cohorts == pytest.approx(np.sqrt(between), rel=1e-7)
    assert pooled_change(DYESTUFF).within_cohorts == pytest.approx(np.sqrt(within), rel=1e-7)
    assert pooled_change(DYESTUFF).standard_error == pytest.approx(np.sqrt((5 * between + within) / 30), rel=1e-7)


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
