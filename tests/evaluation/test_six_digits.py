"""Published examples again, each computed a second way to ten digits: by fractions, closed forms or plain formulas."""

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from mentorkit.evaluation.change import hedges_correction, hedges_g, minimum_detectable
from mentorkit.evaluation.goals import goal_attainment
from mentorkit.evaluation.intervals import adjusted_p, mean, share
from mentorkit.evaluation.ordinal import moves, stuart_maxwell_p
from mentorkit.evaluation.scales import cronbach_alpha, feldt_interval
from mentorkit.evaluation.survival import match_survival

Z = 1.959963984540054
SLEEP = np.array([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])
REMISSION = (
    [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35],
    [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0],
)
VISION = np.array([[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]])


@pytest.mark.parametrize(("count", "total"), [(81, 263), (15, 148), (1, 29)])
def test_wilson_by_its_quadratic(count, total):
    """Newcombe's (1998) examples: the ends are the roots of (p − θ)² = z² θ(1 − θ)/n."""
    p, a = count / total, Z * Z / total
    roots = np.roots([1 + a, -(2 * p + a), p * p])

    assert (share(count, total).low, share(count, total).high) == pytest.approx(sorted(roots), rel=1e-10)


def test_clopper_pearson_by_its_power():
    """Nobody of 20: the upper end is the θ with (1 − θ)^20 = 0.025; everybody of 29 mirrors it."""
    assert share(0, 20).high == pytest.approx(1 - 0.025 ** (1 / 20), rel=1e-10)
    assert share(29, 29).low == pytest.approx(0.025 ** (1 / 29), rel=1e-10)


def test_kaplan_meier_by_fractions():
    """The 6-MP remissions (Freireich and others 1963): products of fractions, Greenwood's sum, log-log ends."""
    left, variance, expected = Fraction(1), 0.0, []
    for at_risk, ended in ((21, 3), (17, 1), (15, 1), (12, 1), (11, 1), (7, 1), (6, 1)):
        left *= Fraction(at_risk - ended, at_risk)
        variance += ended / (at_risk * (at_risk - ended))
        spread = math.exp(Z * math.sqrt(variance) / abs(math.log(left)))
        expected.append((float(left), float(left) ** spread, float(left) ** (1 / spread)))
    curve = match_survival(*REMISSION)

    assert pytest.approx(np.array(expected), rel=1e-9) == np.array([curve.surviving, curve.low, curve.high]).T


def test_effect_of_the_sleep_data_by_gamma_functions():
    """Student's (1908) sleep data: J = Γ(4.5)/(√4.5 Γ(4)), g = J · t/√10, and Student's interval of the mean."""
    spread = math.sqrt(sum((x - 1.58) ** 2 for x in SLEEP) / 9)
    j = math.gamma(4.5) / (math.sqrt(4.5) * math.gamma(4))
    half = stats.t.isf(0.025, 9) * spread / math.sqrt(10)

    assert hedges_correction(9) == pytest.approx(j, rel=1e-12)
    assert hedges_g(SLEEP * 0, SLEEP).value == pytest.approx(j * 1.58 / spread, rel=1e-12)
    assert (mean(SLEEP).low, mean(SLEEP).high) == pytest.approx((1.58 - half, 1.58 + half), rel=1e-12)


@pytest.mark.parametrize("df", [2, 3, 6, 10, 20, 50])
def test_hedges_correction_by_gamma_functions(df):
    """c(m) of Hedges (1981), by Python's own Γ."""
    assert hedges_correction(df) == pytest.approx(math.gamma(df / 2) / (math.sqrt(df / 2) * math.gamma((df - 1) / 2)), rel=1e-11)


def test_alpha_by_the_covariance_matrix():
    """Alpha is k/(k − 1) times the share of covariances in the whole matrix; Feldt's ends put 2.5 % beyond them."""
    x = np.random.default_rng(4).integers(1, 6, size=(40, 5)) + np.random.default_rng(5).integers(0, 3, size=(40, 1))
    c = np.cov(x, rowvar=False)
    alpha = 5 / 4 * (c.sum() - np.trace(c)) / c.sum()
    low, high = feldt_interval(alpha, 40, 5)

    assert cronbach_alpha(x) == pytest.approx(alpha, rel=1e-12)
    assert stats.f.sf((1 - low) / (1 - alpha), 39, 156) == pytest.approx(0.025, rel=1e-9)
    assert stats.f.cdf((1 - high) / (1 - alpha), 39, 156) == pytest.approx(0.025, rel=1e-9)


def test_goal_attainment_by_hand():
    """Kiresuk & Sherman (1968): two goals at +1 give 50 + 20/√2.6; weights 3 and 1 at +1 and −1 give 50 + 20/√(7 + 4.8)."""
    assert goal_attainment([1, 1]) == pytest.approx(50 + 20 / math.sqrt(2.6), rel=1e-12)
    assert goal_attainment([1, -1], [3, 1]) == pytest.approx(50 + 20 / math.sqrt(0.7 * 10 + 0.3 * 16), rel=1e-12)


def test_stuart_maxwell_of_unaided_vision():
    """Stuart (1955), 7,477 women's eyes: X² = 11.9566 with 3 degrees of freedom, by the matrix of differences."""
    a = np.repeat(np.repeat(range(4), 4), VISION.ravel())
    b = np.repeat(np.tile(range(4), 4), VISION.ravel())
    d = (VISION.sum(1) - VISION.sum(0))[:3]
    s = np.diag(VISION.sum(1) + VISION.sum(0) - 2 * np.diag(VISION)) - (VISION + VISION.T - 2 * np.diag(np.diag(VISION)))
    x = d @ np.linalg.solve(s[:3, :3], d)

    assert x == pytest.approx(11.9566, abs=5e-5)
    assert stuart_maxwell_p(a, b) == pytest.approx(stats.chi2.sf(x, 3), rel=1e-9)


def test_stuart_maxwell_of_two_answers_is_mcnemars():
    """With two answers it is McNemar's (b − c)²/(b + c): 12 went up and 5 down."""
    before, after = [0] * 12 + [1] * 5 + [0] * 8, [1] * 12 + [0] * 5 + [0] * 8

    assert moves(before, after).p_stuart_maxwell == pytest.approx(stats.chi2.sf(49 / 17, 1), rel=1e-10)
    assert moves(before, after).p_sign == pytest.approx(2 * sum(math.comb(17, i) for i in range(6)) / 2**17, rel=1e-12)


def test_ties_do_not_spoil_wilcoxon():
    """Four differences with ties (1, 1, 1, 2): of 16 signs 2 are as extreme, p = 0.125, not the "exact" table's."""
    assert moves([1, 1, 1, 1], [2, 2, 2, 3]).p_wilcoxon == pytest.approx(0.125)


@pytest.mark.parametrize("n", [5, 10, 20, 30, 50, 100, 180, 200])
def test_minimum_detectable_has_the_power_it_promises(n):
    """At the printed change the noncentral t distribution puts 80 % beyond the critical value, on both sides together."""
    ncp, critical = minimum_detectable(n) * math.sqrt(n), stats.t.isf(0.025, n - 1)
    below = stats.nct.cdf(-critical, n - 1, ncp)

    assert stats.nct.sf(critical, n - 1, ncp) + (0 if np.isnan(below) else below) == pytest.approx(0.8, abs=1e-9)


def test_holm_and_benjamini_hochberg_by_hand():
    """Holm: running maximum of (m − i) p; Benjamini–Hochberg: running minimum from above of m p / rank."""
    p = sorted([0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298])
    holm = np.maximum.accumulate([min(1, (len(p) - i) * x) for i, x in enumerate(p)])
    bh = np.minimum.accumulate([len(p) * x / (i + 1) for i, x in reversed(list(enumerate(p)))])[::-1]

    assert adjusted_p(p) == pytest.approx(holm, rel=1e-9)
    assert adjusted_p(p, method="bh") == pytest.approx(bh, rel=1e-9)
