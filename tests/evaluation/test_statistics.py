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
    hedges_correction,
    hedges_g,
    minimum_detectable,
    noncentrality_interval,
    sign_flip_p,
    what_to_print,
)
from mentorkit.evaluation.goals import easy_goals, goal_attainment, last_levels
from mentorkit.evaluation.intervals import (
    adjusted_p,
    cluster_share,
    likelihood_to_recommend,
    mean,
    median,
    share,
    share_bounds,
)
from mentorkit.evaluation.scales import (
    cronbach_alpha,
    feldt_interval,
    one_factor_omega,
)
from mentorkit.evaluation.survival import match_survival

SLEEP = np.array([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval_of_newcombe(count, total, low, high):
    """Newcombe (1998), Statistics in Medicine 17, table I, method 3."""
    got = share(count, total)

    assert (low, high) == (round(got.low, 4), round(got.high, 4))


@pytest.mark.parametrize(("count", "total", "low", "high"), [(0, 20, 0.0, 0.1684), (29, 29, 0.8806, 1.0)])
def test_clopper_pearson_at_the_ends(count, total, low, high):
    """Newcombe (1998), table I, method 5, for nobody and everybody."""
    got = share(count, total)

    assert (low, high) == (round(got.low, 4), round(got.high, 4))


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


def test_mean_interval_of_the_sleep_data():
    """Student's sleep data: t = 4.0621, mean 1.58, 95 % interval 0.7001142 to 2.4598858 (R, ?t.test)."""
    got = mean(SLEEP)

    assert (got.value, got.low, got.high) == pytest.approx((1.58, 0.7001142, 2.4598858), abs=1e-7)


def test_an_interval_needs_two_values_that_differ():
    """One answer, or the same answer from everybody, has no interval."""
    assert np.isnan(mean([3]).low) and np.isnan(mean([3, 3, 3]).low) and np.isnan(mean([]).value)
    assert np.isnan(median([]).value) and median([4]).value == 4


def test_noncentrality_limits_of_steiger_and_fouladi():
    """
    R package MBESS, ?conf.limits.nct: t = 2.83 with 126 degrees of freedom gives 0.8337502 and
    4.815359.
    """
    assert noncentrality_interval(2.83, 126) == pytest.approx((0.8337502, 4.815359), abs=1e-6)


@given(st.floats(-40, 40).map(lambda t: round(t, 6)), st.integers(1, 300))
@settings(max_examples=40, deadline=None)
def test_noncentrality_limits_put_the_tails_where_they_belong(t, df):
    """At either limit the observed t has 2.5 % beyond it; no t and df break the search."""
    low, high = noncentrality_interval(t, df)

    assert stats.nct.cdf(t, df, low) == pytest.approx(0.975, abs=1e-8)
    assert stats.nct.cdf(t, df, high) == pytest.approx(0.025, abs=1e-8)


def test_hedges_g_of_the_sleep_data():
    """R package effectsize on the paired sleep data: d = 1.28 [0.41, 2.12], g = 1.17 [0.38, 1.94]."""
    got = hedges_g(np.zeros(10), SLEEP)
    j = hedges_correction(9)

    assert [round(x, 2) for x in (got.value, got.low, got.high)] == [1.17, 0.38, 1.94]
    assert [round(x / j, 2) for x in (got.value, got.low, got.high)] == [1.28, 0.41, 2.12]


@pytest.mark.parametrize(("df", "j"), [(2, 0.5642), (3, 0.7236), (6, 0.8686), (10, 0.9228), (20, 0.9619), (50, 0.9849)])
def test_exact_correction_of_hedges(df, j):
    """Hedges (1981), Journal of Educational Statistics 6, table 1: the exact c(m)."""
    assert round(hedges_correction(df), 3) == pytest.approx(j, abs=6e-4)


def test_everybody_changed_alike_has_no_standardised_effect():
    """Without spread there is nothing to standardise by; one person has no effect either."""
    assert np.isnan(hedges_g([1, 2, 3], [2, 3, 4]).value)
    with pytest.raises(InvalidInputError):
        hedges_g([1], [2])
    with pytest.raises(InvalidInputError):
        hedges_g([1, np.nan], [2, 2])


def test_sign_flips_of_fishers_darwin_data():
    """
    Fisher (1935), The Design of Experiments, §21: of 32 768 signs 1 726 reach the total of 314, p =
    0.05267.
    """
    darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]

    assert sign_flip_p(np.zeros(15), darwin) == 1726 / 32768


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


@pytest.mark.parametrize(("n", "d"), [(199, 0.2), (34, 0.5), (15, 0.8)])
def test_minimum_detectable_of_cohen(n, d):
    """
    Paired t test, power 0.8, α 0.05: d = 0.2, 0.5, 0.8 need 199, 34 and 15 people (G*Power manual
    values).
    """
    assert minimum_detectable(n) <= d < minimum_detectable(n - 1)


def test_what_is_printed_grows_with_the_number_of_pairs():
    """Below 5 nothing; below 10 no mean; below 20 no standardised effect; each step keeps what was there."""
    assert what_to_print(4) == frozenset()
    assert "change" not in what_to_print(9) and "effect" not in what_to_print(19)
    assert all(what_to_print(n) <= what_to_print(n + 1) for n in range(120))


LEUKAEMIA = (
    [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35],
    [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0],
)


def test_kaplan_meier_of_freireichs_leukaemia_patients():
    """Kleinbaum & Klein, Survival Analysis, ch. 2 (6-MP group); limits as Stata's `sts list` prints them."""
    curve = match_survival(*LEUKAEMIA)

    assert curve.times == (6, 7, 10, 13, 16, 22, 23)
    assert curve.at_risk == (21, 17, 15, 12, 11, 7, 6)
    assert [round(s, 4) for s in curve.surviving] == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert [round(s, 4) for s in curve.low] == [0.6197, 0.5631, 0.5032, 0.4316, 0.3675, 0.2678, 0.1881]
    assert [round(s, 4) for s in curve.high] == [0.9516, 0.9228, 0.8894, 0.8491, 0.8049, 0.7468, 0.6801]
    assert curve.median == 23


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
    ("levels", "t"),
    [
        ([-2], 30.0),
        ([2], 70.0),
        ([0, 0, 0], 50.0),
        ([1, 1], 62.4),
        ([1, 1, 1], 63.7),
        ([-1, -1, -1], 36.3),
        ([1, 0, 0], 54.6),
    ],
)
def test_goal_attainment_of_kiresuk_and_sherman(levels, t):
    """Kiresuk & Sherman (1968) conversion for equal weights, ρ = 0.3, rounded to one decimal."""
    assert round(goal_attainment(levels), 1) == t


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


def test_likelihood_to_recommend():
    """87 answers, 50 promoters and 20 detractors: 34.5 ± 14 points (normal interval)."""
    got = likelihood_to_recommend([10] * 50 + [8] * 17 + [3] * 20)
    p, d, n = 50 / 87, 20 / 87, 87

    assert got.value == pytest.approx(100 * (p - d))
    assert got.high - got.value == pytest.approx(196 * np.sqrt((p + d - (p - d) ** 2) / n), rel=1e-3)
    with pytest.raises(InvalidInputError):
        likelihood_to_recommend([1, 2], low=1, high=5)


def test_holm_and_benjamini_hochberg():
    """Holm on (.01, .04, .03, .005), and Benjamini & Hochberg (1995), section 3.2: 4 of 15 are found."""
    bh = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]

    assert adjusted_p([0.01, 0.04, 0.03, 0.005]) == [0.03, 0.06, 0.06, 0.02]
    assert sum(p <= 0.05 for p in adjusted_p(bh, method="bh")) == 4
    assert sum(p <= 0.05 for p in adjusted_p(bh)) == 3
    assert adjusted_p([]) == []


def test_feldts_interval():
    """
    Feldt, Woodruff & Salih (1987), p. 95, formulas 6 and 7, as R's cocron (?cronbach.alpha.CI) gives them, for
    alpha .79, 26 items, 41 people, 90 %.
    """
    low, high = feldt_interval(0.79, 41, 26, confidence=0.90)

    assert 1 - (1 - 0.79) * stats.f.isf(0.05, 40, 1000) == pytest.approx(low)
    assert (round(low, 2), round(high, 2)) == (0.70, 0.86)


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
