"""
Our figures beside those that R prints, to six digits or more; the command stands with each value.

R 4.2.2 with survival 3.5-3, psych 2.2.9, lme4 1.1-31 and effectsize 0.8.3, `options(digits = 12)`. The data are those
that R itself brings (`sleep`, `attitude`, `aml`, `mtcars`, `Dyestuff`) or stand in the test.
"""

import numpy as np
import pandas as pd
import pytest

from mentorkit.evaluation.attrition import change_with_everybody, standardized_difference
from mentorkit.evaluation.change import (
    Comparison,
    hedges_correction,
    hedges_g,
    minimum_detectable,
    noncentrality_interval,
    sign_flip_p,
)
from mentorkit.evaluation.compared import weighted_difference
from mentorkit.evaluation.goals import goal_attainment
from mentorkit.evaluation.intervals import adjusted_p, likelihood_to_recommend, mean, share
from mentorkit.evaluation.ordinal import moves, stuart_maxwell_p
from mentorkit.evaluation.pooling import pooled_change
from mentorkit.evaluation.scales import cronbach_alpha, feldt_interval, one_factor_omega
from mentorkit.evaluation.survival import match_survival

SLEEP = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]
ATTITUDE = [
    [43, 51, 30, 39, 61, 92, 45], [63, 64, 51, 54, 63, 73, 47], [71, 70, 68, 69, 76, 86, 48], [61, 63, 45, 47, 54, 84, 35],
    [81, 78, 56, 66, 71, 83, 47], [43, 55, 49, 44, 54, 49, 34], [58, 67, 42, 56, 66, 68, 35], [71, 75, 50, 55, 70, 66, 41],
    [72, 82, 72, 67, 71, 83, 31], [67, 61, 45, 47, 62, 80, 41], [64, 53, 53, 58, 58, 67, 34], [67, 60, 47, 39, 59, 74, 41],
    [69, 62, 57, 42, 55, 63, 25], [68, 83, 83, 45, 59, 77, 35], [77, 77, 54, 72, 79, 77, 46], [81, 90, 50, 72, 60, 54, 36],
    [74, 85, 64, 69, 79, 79, 63], [65, 60, 65, 75, 55, 80, 60], [65, 70, 46, 57, 75, 85, 46], [50, 58, 68, 54, 64, 78, 52],
    [50, 40, 33, 34, 43, 64, 33], [64, 61, 52, 62, 66, 80, 41], [53, 66, 52, 50, 63, 80, 37], [40, 37, 42, 58, 50, 57, 49],
    [63, 54, 42, 48, 66, 75, 33], [66, 77, 66, 63, 88, 76, 72], [78, 75, 58, 74, 80, 78, 49], [48, 57, 44, 45, 51, 83, 38],
    [85, 85, 71, 71, 77, 74, 55], [82, 82, 39, 59, 64, 78, 39],
]
REMISSION = (
    [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35],
    [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0],
)
AML = (
    [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161, 5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45],
    [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1],
)
VISION = np.array([[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]])
DARWIN = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
HOCHBERG = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
DYESTUFF = {"A": [1545, 1440, 1440, 1520, 1580], "B": [1540, 1555], "E": [1595, 1630, 1515, 1635], "F": [1520, 1455, 1450]}


def digits(*values):
    """R's value, held to ten digits."""
    return pytest.approx(values if len(values) > 1 else values[0], rel=1e-10)


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [(81, 263, 0.255288519878274, 0.366209576982800), (15, 148, 0.0623863995307363, 0.160487241723308), (1, 29, 0.00611321429276266, 0.171755218793203)],
)
def test_interval_of_a_share(count, total, low, high):
    """`prop.test(81, 263, correct = FALSE)$conf.int`: Wilson; the examples of Newcombe (1998), Statistics in Medicine 17, 857–872."""
    assert (share(count, total).low, share(count, total).high) == digits(low, high)


def test_interval_of_a_share_at_the_ends():
    """`binom.test(0, 20)$conf.int` and `binom.test(29, 29)$conf.int`: Clopper–Pearson for nobody and everybody."""
    assert (share(0, 20).low, share(0, 20).high) == (0, digits(0.168433470983085))
    assert (share(29, 29).low, share(29, 29).high) == (digits(0.880555130930497), 1)


def test_mean_and_its_interval():
    """`t.test(extra[11:20] - extra[1:10])` on `sleep`: Student's (1908) ten people."""
    got = mean(SLEEP)

    assert (got.value, got.low, got.high) == digits(1.58, 0.700114236723018, 2.459885763276982)


def test_standardised_change():
    """`effectsize::cohens_d(d)` and `effectsize::hedges_g(d)` on the same ten differences: R searches its ends to four digits or so."""
    got, j = hedges_g(np.zeros(10), SLEEP), hedges_correction(9)

    assert (got.value, got.value / j) == digits(1.1739249035142, 1.28455756259105)
    assert (got.low, got.high) == pytest.approx((0.378917814923702, 1.93560210776931), abs=1e-5)
    assert (got.low / j, got.high / j) == pytest.approx((0.414627667667354, 2.1180165087725), abs=1e-5)


def test_noncentrality_limits():
    """`uniroot(function(n) pt(2.83, 126, n) - p, c(-5, 15), tol = 1e-13)$root` for p = 0.975 and 0.025; MBESS's own example."""
    assert noncentrality_interval(2.83, 126) == pytest.approx((0.833750260840336, 4.815359140012435), rel=1e-9)


@pytest.mark.parametrize(
    ("df", "j"),
    [(2, 0.564189583548), (3, 0.723601254558), (6, 0.868626687827), (10, 0.922745608053), (20, 0.961944533741), (50, 0.984911942296)],
)
def test_correction_for_small_groups(df, j):
    """`exp(lgamma(df/2) - log(df/2)/2 - lgamma((df-1)/2))`: the exact c(m) of Hedges (1981), Journal of Educational Statistics 6."""
    assert hedges_correction(df) == digits(j)


def test_sign_flips():
    """`g <- as.matrix(expand.grid(rep(list(c(-1, 1)), 15))); sum(abs(g %*% d) >= 314)`: 1,726 of 32,768 for Darwin's maize (Fisher 1935, §21)."""
    assert sign_flip_p(np.zeros(15), DARWIN) == 1726 / 32768


@pytest.mark.parametrize(
    ("n", "change"),
    [(5, 1.68199696595358), (8, 1.15603467799454), (10, 0.996001371455107), (15, 0.77802256978544), (20, 0.660441654622837),
     (30, 0.529235615112784), (50, 0.404183002135787), (100, 0.282912632781371), (200, 0.199064175406708)],
)
def test_smallest_change_that_shows(n, change):
    """`power.t.test(n = 30, power = .8, type = "paired", strict = TRUE, tol = 1e-12)$delta`."""
    assert minimum_detectable(n) == pytest.approx(change, rel=1e-9)


@pytest.mark.parametrize(("change", "n"), [(0.2, 198.151301267), (0.5, 33.3672039788), (0.8, 14.3027903185)])
def test_people_that_a_change_needs(change, n):
    """`power.t.test(delta = .2, power = .8, type = "paired")$n`: Cohen's small, middle and large change need 199, 34 and 15 people."""
    assert minimum_detectable(int(n) + 1) <= change < minimum_detectable(int(n))


def test_alpha_and_its_interval():
    """`psych::alpha(attitude)$total$raw_alpha` and `psych::alpha.ci(alpha, n.obs = 30, n.var = 7)`: Feldt's interval."""
    alpha = cronbach_alpha(np.array(ATTITUDE))

    assert alpha == digits(0.84314276956476)
    assert feldt_interval(alpha, 30, 7) == digits(0.739375685643107, 0.915773072159982)


def test_feldts_own_example():
    """`psych::alpha.ci(.79, n.obs = 41, n.var = 26, p.val = .10)`: the example of Feldt, Woodruff & Salih (1987)."""
    assert feldt_interval(0.79, 41, 26, confidence=0.90) == digits(0.704675961486237, 0.861614452584858)


def test_omega():
    """
    `l <- factanal(attitude, 1)$loadings[, 1]; sum(l)^2 / (sum(l)^2 + sum(1 - l^2))` gives 0.840544 365, and psych's
    `fa(attitude, 1, fm = "ml")` 0.840544 817: both stop searching at the sixth digit, in which they agree.
    """
    assert one_factor_omega(np.array(ATTITUDE)) == pytest.approx(0.840544365, abs=6e-7)


def test_match_survival_of_the_remissions():
    """`summary(survfit(Surv(time, status) ~ 1, conf.type = "log-log"))`: the 6-MP remissions of Freireich and others (1963)."""
    curve = match_survival(*REMISSION)

    assert (curve.times, curve.at_risk, curve.median) == ((6, 7, 10, 13, 16, 22, 23), (21, 17, 15, 12, 11, 7, 6), 23)
    assert curve.surviving == digits(
        0.857142857142857, 0.806722689075630, 0.752941176470588, 0.690196078431372, 0.627450980392157, 0.537815126050420, 0.448179271708683)
    assert curve.low == digits(
        0.619717955265984, 0.563146564622233, 0.503199510799957, 0.431610222486184, 0.367510855987502, 0.267778936767135, 0.188052005959232)
    assert curve.high == digits(
        0.951551747646997, 0.922809019202880, 0.889361835169265, 0.849065963349451, 0.804912189471841, 0.746790717635394, 0.680142628495241)


def test_match_survival_with_many_ties():
    """The same of R's `aml`: 15 steps with ties of ends and of people still followed; the last three of them."""
    curve = match_survival(*AML)

    assert (len(curve.times), curve.times[-3:], curve.at_risk[-3:]) == (15, (43, 45, 48), (5, 4, 2))
    assert curve.surviving[-3:] == digits(0.220841959972395, 0.165631469979296, 0.082815734989648)
    assert curve.low[-3:] == digits(0.07099664898286148, 0.0421142812615769, 0.00695596679853646)
    assert curve.high[-3:] == digits(0.422167443380925, 0.360361360273183, 0.286760367980918)


@pytest.mark.parametrize(
    ("levels", "weights", "t"),
    [([1, 1], None, 62.4034734589), ([1, 1, 1], None, 63.6930639376), ([1, 0, 0], None, 54.5643546459), ([1, -1], [3, 1], 55.8222250974),
     ([2, -1, 0], [3, 2, 1], 58.8130529848)],
)
def test_goal_attainment(levels, weights, t):
    """`50 + 10*sum(w*x) / sqrt(.7*sum(w^2) + .3*sum(w)^2)`: Kiresuk & Sherman (1968) with ρ = 0.3."""
    assert goal_attainment(levels, weights) == digits(t)


def test_likelihood_to_recommend_and_its_interval():
    """50 promoters, 17 in between, 20 detractors as 100, 0, −100: mean and `qnorm(.975)` times its standard error (÷ n)."""
    got = likelihood_to_recommend([10] * 50 + [8] * 17 + [3] * 20)

    assert (got.value, got.low, got.high) == digits(34.4827586207, 17.082612674, 51.8829045674)


def test_several_tests_at_once():
    """`p.adjust(p, "BH")` and `p.adjust(p, "holm")` on the example of Benjamini & Hochberg (1995), section 3.2: 4 and 3 of 15 are found."""
    bh, holm = adjusted_p(HOCHBERG, method="bh"), adjusted_p(HOCHBERG)

    assert bh == digits(0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.0638571428571, 0.0638571428571, 0.0645, 0.0765, 0.486, 0.581181818182, 0.714875,
                        0.753230769231, 0.813214285714, 1)
    assert holm == digits(0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213, 1, 1, 1, 1, 1, 1)
    assert adjusted_p([0.01, 0.04, 0.03, 0.005]) == digits(0.03, 0.06, 0.06, 0.02)


def test_square_tables():
    """
    `d %*% solve(S, d)` of Stuart (1955), 7,477 women's eyes: X² = 11.95656962298, p = 0.00753342505480; and `mcnemar.test`
    without correction and `binom.test(5, 17)` for 12 who rose and 5 who fell.
    """
    before, after = np.repeat(np.repeat(range(4), 4), VISION.ravel()), np.repeat(np.tile(range(4), 4), VISION.ravel())
    two = moves([0] * 12 + [1] * 5 + [0] * 8, [1] * 12 + [0] * 5 + [0] * 8)

    assert stuart_maxwell_p(before, after) == digits(0.00753342505480054)
    assert (two.p_stuart_maxwell, two.p_sign) == digits(0.0895550744136, 0.143463134766)


def test_ranks():
    """`wilcox.test(d)$p.value` without ties, and with four tied differences the count over all signs, 2 of 16."""
    d = np.array([1.2, 2.4, 1.3, -0.35, 0.7, 1, 1.8, -0.8, 4.6, 1.4])

    assert moves(d * 0, d).p_wilcoxon == digits(0.013671875)
    assert moves([1, 1, 1, 1], [2, 2, 2, 3]).p_wilcoxon == digits(0.125)


def test_cohorts_of_different_sizes_together():
    """`lmer(Yield ~ 1 + (1 | Batch), Dyestuff[c(1:7, 21:24, 26:28), ])`: mean, its error and both spreads; lme4's search ends at the seventh digit."""
    got = pooled_change(DYESTUFF)

    assert (got.estimate.value, got.standard_error) == pytest.approx((1530.17293972597, 26.6131094631403), rel=1e-6)
    assert (got.between_cohorts, got.within_cohorts) == pytest.approx((44.3591429959019, 52.9264849353069), rel=2e-6)


def test_change_with_those_who_answered_once():
    """`lmer(y ~ wave + (1 | id))` over nine people with both scores, three with the first alone and two with the last alone."""
    both = list("abcdefghk")
    first = pd.Series([3, 2.5, 4, 3.5, 2, 3, 4.5, 2.5, 4], index=both)
    last = pd.Series([3.5, 3, 4, 4.5, 2.5, 3, 4.5, 3.5, 4.5], index=both)
    got = change_with_everybody(
        Comparison("s", "mentees", None, None, None, first, last, pd.Series([3.0, 3.5, 2.0], index=list("ijl")), pd.Series([3.0, 4.0], index=list("mn"))))

    assert (got.value, got.high - got.value, got.n) == pytest.approx((0.455176990342914, 1.959963984540054 * 0.127057924437290, 14), rel=1e-6)


def test_who_left_beside_who_stayed():
    """`effectsize::cohens_d(mpg ~ am, data = mtcars)`: −1.47794709580159 between automatic and manual cars."""
    automatic = [21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 21.5, 15.5, 15.2, 13.3, 19.2]
    manual = [21, 21, 22.8, 32.4, 30.4, 33.9, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4]

    assert abs(standardized_difference(automatic, manual)) == digits(1.47794709580159)


def test_weighted_difference():
    """
    AIPW by hand on `mtcars` (`qsec` by `am`, given `hp`): `e <- fitted(glm(am ~ hp, binomial))`, `m1`, `m0` from `lm` on each side,
    `mean(m1 + am*(qsec-m1)/e) - mean(m0 + (1-am)*(qsec-m0)/(1-e))` is −1.44116096799.
    """
    am = np.array([1, 1, 1, *[0] * 14, 1, 1, 1, *[0] * 5, *[1] * 7])
    qsec = [16.46, 17.02, 18.61, 19.44, 17.02, 20.22, 15.84, 20, 22.9, 18.3, 18.9, 17.4, 17.6, 18, 17.98, 17.82, 17.42, 19.47, 18.52, 19.9, 20.01,
            16.87, 17.3, 15.41, 17.05, 18.9, 16.7, 16.9, 14.5, 15.5, 14.6, 18.6]
    hp = [110, 110, 93, 110, 175, 105, 245, 62, 95, 123, 123, 180, 180, 180, 205, 215, 230, 66, 52, 65, 97, 150, 150, 245, 175, 66, 91, 113, 264, 175,
          335, 109]

    assert weighted_difference(qsec, am, pd.DataFrame({"hp": hp}, dtype=float)).weighted.value == pytest.approx(-1.44116096799, rel=1e-6)
