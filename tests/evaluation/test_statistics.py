"""Our figures against published ones, and against an independent way to the same figure."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from mentorkit.errors import InvalidInputError
from mentorkit.evaluation.attrition import leavers_table, standardized_difference, tipping_point
from mentorkit.evaluation.change import (
    hedges_g,
    noncentrality_interval,
    sign_flip_p,
    what_to_print,
)
from mentorkit.evaluation.goals import easy_goals, goal_attainment, last_levels
from mentorkit.evaluation.intervals import (
    cluster_share,
    likelihood_to_recommend,
    mean,
    median,
    share,
    share_bounds,
)
from mentorkit.evaluation.scales import (
    cronbach_alpha,
    one_factor_omega,
)
from mentorkit.evaluation.survival import match_survival

SLEEP = np.array([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])


def test_nobody_asked_gives_no_share():
    """0 of 0 is not 0 %; 3 of 2 is refused."""
    assert np.isnan(share(0, 0).value)
    with pytest.raises(InvalidInputError):
        share(3, 2)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_bounds_hold_whatever_the_silent_would_have_said(yes, no, silent):
    """
    The share in everybody lies within the bounds for every number of silent people who would have said
    yes.
    """
    everybody = yes + no + silent
    if not everybody:
        return
    low, high = share_bounds(yes, yes + no, everybody)

    assert all(low - 1e-12 <= (yes + k) / everybody <= high + 1e-12 for k in range(silent + 1))


def test_an_interval_needs_two_values_that_differ():
    """One answer, or the same answer from everybody, has no interval."""
    assert np.isnan(mean([3]).low) and np.isnan(mean([3, 3, 3]).low) and np.isnan(mean([]).value)
    assert np.isnan(median([]).value) and median([4]).value == 4


@given(st.floats(-40, 40).map(lambda t: round(t, 6)), st.integers(1, 300))
@settings(max_examples=40, deadline=None)
def test_noncentrality_limits_put_the_tails_where_they_belong(t, df):
    """At either limit the observed t has 2.5 % beyond it; no t and df break the search."""
    low, high = noncentrality_interval(t, df)

    assert stats.nct.cdf(t, df, low) == pytest.approx(0.975, abs=1e-8)
    assert stats.nct.cdf(t, df, high) == pytest.approx(0.025, abs=1e-8)


def test_everybody_changed_alike_has_no_standardised_effect():
    """Without spread there is nothing to standardise by; one person has no effect either."""
    assert np.isnan(hedges_g([1, 2, 3], [2, 3, 4]).value)
    with pytest.raises(InvalidInputError):
        hedges_g([1], [2])
    with pytest.raises(InvalidInputError):
        hedges_g([1, np.nan], [2, 2])


@given(st.lists(st.integers(-4, 4), min_size=1, max_size=9))
def test_sign_flips_equal_scipys_and_a_plain_count(changes):
    """The exact p is the share of all 2ⁿ signs, as scipy's permutation test and a plain count have it."""
    d = np.array(changes, dtype=float)
    count = np.mean([abs(np.dot(signs, d)) >= abs(d.sum()) for signs in itertools.product((-1, 1), repeat=len(d))])

    assert sign_flip_p(np.zeros(len(d)), d) == count
    if len(d) > 1:
        test = stats.permutation_test((d,), np.mean, permutation_type="samples", n_resamples=np.inf)
        assert test.pvalue == pytest.approx(count)


def test_random_signs_are_near_the_exact_p():
    """
    With more than 20 people random signs take over, seeded: near the normal approximation, the same
    each time.
    """
    d = np.random.default_rng(3).normal(0.4, 1, 40)
    z = abs(d.sum()) / np.sqrt((d**2).sum())

    assert sign_flip_p(d * 0, d) == pytest.approx(2 * stats.norm.sf(z), abs=0.005)
    assert sign_flip_p(d * 0, d) == sign_flip_p(d * 0, d)


def test_what_is_printed_grows_with_the_number_of_pairs():
    """Below 5 nothing; below 10 no mean; below 20 no standardised effect; each step keeps what was there."""
    assert what_to_print(4) == frozenset()
    assert "change" not in what_to_print(9) and "effect" not in what_to_print(19)
    assert all(what_to_print(n) <= what_to_print(n + 1) for n in range(120))


LEUKAEMIA = (
    [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35],
    [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0],
)


def test_the_curve_stops_where_few_are_left_and_says_how_many_are_followed():
    """With at least 10 at risk the curve ends at 16; the row of numbers at risk is counted from the data."""
    assert match_survival(*LEUKAEMIA, fewest=10).times == (6, 7, 10, 13, 16)
    assert match_survival(*LEUKAEMIA).risk_row([0, 10, 20, 30]) == [21, 15, 8, 4]


def test_nobody_ended_and_nobody_at_all():
    """Without an end the curve is flat and has no median; without a match there is no curve."""
    flat = match_survival([5, 9], [False, False])

    assert (flat.times, flat.median, flat.at(100)[0]) == ((), None, 1.0)
    with pytest.raises(InvalidInputError):
        match_survival([], [])


@pytest.mark.parametrize(
    ("levels", "t"), [([-2], 30), ([2], 70), ([0, 0, 0], 50)],
)
def test_goal_attainment_at_the_ends_and_as_expected(levels, t):
    """One goal at either end is 20 from the middle, and goals as expected are 50."""
    assert goal_attainment(levels) == t


def test_goal_attainment_refuses_what_is_no_level():
    """No goals, a level of 3, weights of 0: no score."""
    for levels, weights in (([], None), ([3], None), ([1], [0]), ([1, 1], [1])):
        with pytest.raises(InvalidInputError):
            goal_attainment(levels, weights)


def test_the_last_known_level_stands():
    """A later record without a level does not wipe the one before; order of rows does not matter."""
    rows = pd.DataFrame(
        {
            "person_id": "a",
            "goal": "g",
            "weight": [2.0, 2.0, 2.0],
            "level": [np.nan, -1, 1],
            "date": pd.to_datetime(["2026-06-01", "2026-03-01", "2026-05-01"]),
        }
    )

    assert last_levels(rows)["level"].tolist() == [1]
    assert last_levels(rows.iloc[::-1])["level"].tolist() == [1]
    assert easy_goals([1, 1, 2, 0]) and not easy_goals([1, 0, 0, np.nan])


def test_likelihood_to_recommend_is_asked_from_0_to_10():
    """Another range has no promoters: it is refused."""
    with pytest.raises(InvalidInputError):
        likelihood_to_recommend([1, 2], low=1, high=5)


def test_alpha_of_two_items_is_spearman_brown():
    """With two items of equal variance alpha is 2r/(1 + r)."""
    x = np.array([[1, 2], [2, 1], [3, 4], [4, 3], [5, 5]])
    r = np.corrcoef(x.T)[0, 1]

    assert cronbach_alpha(x) == pytest.approx(2 * r / (1 + r))


def test_omega_finds_the_loadings_behind_the_correlations():
    """Items with one common factor and loading .7 have omega (4·.7)² ÷ ((4·.7)² + 4·.51)."""
    corr = np.full((4, 4), 0.49) + 0.51 * np.eye(4)
    rng = np.random.default_rng(0)
    z = rng.normal(size=(200, 4))
    z = (z - z.mean(0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(z.T)).T)
    x = z @ np.linalg.cholesky(corr).T

    assert one_factor_omega(x) == pytest.approx(2.8**2 / (2.8**2 + 4 * 0.51), abs=1e-4)
    assert np.isnan(one_factor_omega(np.ones((30, 4))))


@pytest.mark.parametrize("seed", range(4))
def test_omega_is_the_greatest_likelihood_and_always_the_same(seed):
    """A search of our own over loadings and uniquenesses finds the same omega to seven digits; twice it is the same bits."""
    chance = np.random.default_rng(seed)
    k, n = 3 + seed, 60 + 30 * seed
    x = np.round(3 + chance.normal(size=(n, 1)) * chance.uniform(0.5, 1, k) + chance.normal(size=(n, k)) * 0.8)
    r = np.corrcoef(x, rowvar=False)

    def unlikelihood(parts):
        model = np.outer(parts[:k], parts[:k]) + np.diag(np.exp(parts[k:]))
        return np.linalg.slogdet(model)[1] + np.trace(np.linalg.solve(model, r))

    best = optimize.minimize(unlikelihood, np.r_[np.full(k, 0.6), np.full(k, -0.5)], method="BFGS", options={"gtol": 1e-9, "maxiter": 5000}).x
    common = best[:k].sum() ** 2

    assert one_factor_omega(x) == pytest.approx(common / (common + np.exp(best[k:]).sum()), abs=1e-7)
    assert one_factor_omega(x) == one_factor_omega(x)


def test_who_left_is_compared_at_the_start():
    """
    Standardised by the pooled spread: one standard deviation apart is a serious gap; equal groups are
    none.
    """
    frame = pd.DataFrame(
        {"far": [1, 2, 3, 2, 3, 4], "same": [1, 2, 3, 1, 2, 3], "none": [1, 1, 1, 1, 1, 1]}, dtype=float
    )
    got = leavers_table(frame, pd.Series([False] * 3 + [True] * 3)).set_index("measure")

    assert got["gap"].to_dict() == {"far": "serious", "none": "unknown", "same": "small"}
    assert standardized_difference([1, 2, 3], [2, 3, 4]) == pytest.approx(1)


@given(st.lists(st.floats(-3, 3), min_size=2, max_size=20), st.integers(1, 30))
def test_at_the_tipping_point_the_mean_is_zero(changes, left):
    """
    Give those who left the mean change plus `to_zero`: everybody's mean change is zero; doubt comes no
    later.
    """
    got = tipping_point(changes, left)
    everybody = [*changes, *[np.mean(changes) + got.to_zero] * left]

    assert np.mean(everybody) == pytest.approx(0, abs=1e-9)
    assert abs(got.to_doubt) <= abs(got.to_zero) + 1e-9


def test_clusters_widen_the_interval():
    """Ten pairs of which five always meet and five never are far less sure than a hundred single periods."""
    clustered = cluster_share([10] * 5 + [0] * 5, [10] * 10)
    single = share(50, 100)

    assert clustered.value == single.value == 0.5
    assert clustered.high - clustered.low > 2 * (single.high - single.low)
    assert cluster_share([0] * 5 + [10] * 5, [10] * 10) == clustered
