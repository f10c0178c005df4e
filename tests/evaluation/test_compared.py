"""A comparison group, dosage and questions asked twice: against formulas, and for bad input."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from test_evaluation_stories import cohort_of

from mentorkit.errors import InvalidInputError
from mentorkit.evaluation.compared import (
    against_comparison_group,
    conversion_table,
    dosage,
    meetings_of,
    primary_comparison,
    weighted_difference,
)
from mentorkit.evaluation.metrics import Standing, standing
from mentorkit.evaluation.ordinal import item_moves, moves
from mentorkit.model.program import Program

DAY = pd.Timestamp("2026-08-21").date()


def two_groups(n=240, seed=7):
    """People with a higher first score are likelier to be in the programme, which adds half a point."""
    chance = np.random.default_rng(seed)
    pre = chance.normal(3, 1, n)
    treated = (chance.random(n) < 1 / (1 + np.exp(-(pre - 3)))).astype(int)
    return pre, treated, 0.8 * pre + 0.5 * treated + chance.normal(0, 0.4, n)


def test_weighted_difference_is_the_textbook_formula():
    """AIPW: mean of both models' predictions plus their residuals weighted by the chance of the own group."""
    import statsmodels.api as sm

    pre, t, y = two_groups()
    x = sm.add_constant(pre)
    p = sm.Logit(t, x).fit(disp=0).predict(x)
    ones, zeros = (sm.OLS(y[t == side], x[t == side]).fit().predict(x) for side in (1, 0))
    expected = np.mean(ones + t * (y - ones) / p) - np.mean(zeros + (1 - t) * (y - zeros) / (1 - p))
    got = weighted_difference(y, t, pd.DataFrame({"pre": pre}))

    assert got.weighted.value == pytest.approx(expected, rel=1e-6)
    assert got.weighted.low < 0.5 < got.weighted.high < got.raw.value


def test_weights_even_out_what_was_measured():
    """The groups differ by far at the start, and by less than 0.1 standard deviations with weights."""
    pre, t, y = two_groups()
    got = weighted_difference(y, t, pd.DataFrame({"pre": pre}))

    assert got.balance["difference"].iloc[0] > 0.5
    assert got.balanced and got.enough


def test_groups_without_overlap_have_no_weighted_difference():
    """Where the first score tells the group, no weight can even it out: no number."""
    pre, _, y = two_groups()
    got = weighted_difference(y, (pre > 3).astype(int), pd.DataFrame({"pre": pre}))

    assert np.isnan(got.weighted.value)
    with pytest.raises(InvalidInputError):
        weighted_difference(y, np.ones(len(y)), pd.DataFrame({"pre": pre}))


def test_the_comparison_group_comes_from_the_column_that_is_named():
    """Mentees who wait answer the same surveys: they are compared; without the key there is no comparison."""
    cohort, pairs = cohort_of(40)
    waiting = set(list(cohort.mentees.index)[:15])
    people = cohort.mentees.assign(arm=["waiting" if id in waiting else "programme" for id in cohort.mentees.index])
    plan = {"primary": "confidence", "comparison": {"column": "arm", "value": "waiting"}}
    program = Program.model_validate({"program": "P", "evaluation": plan})
    cohort = dataclasses.replace(cohort, mentees=people, program=program)
    now = standing(cohort, pairs[~pairs["mentee_id"].isin(waiting)], DAY)
    matches = now.matches[~now.matches["mentee_id"].isin(waiting)]
    got = against_comparison_group(Standing(cohort, DAY, matches))

    assert got.n_programme + got.n_comparison <= 40 and got.n_comparison <= 15 and not got.enough
    assert against_comparison_group(standing(*cohort_of(40), DAY)) is None


def with_waiting_list(outcomes):
    """Forty mentees with a mentor and twenty on the waiting list, and what became of them."""
    cohort, pairs = cohort_of(60)
    waiting = list(cohort.mentees.index)[40:]
    people = cohort.mentees.assign(arm=["waiting" if id in waiting else "programme" for id in cohort.mentees.index])
    program = Program.model_validate({"program": "P", "evaluation": {"comparison": {"column": "arm", "value": "waiting"}}})
    told = pd.DataFrame([(id, pd.Timestamp("2026-05-01"), kind, "x") for id, kind in outcomes], columns=["person_id", "date", "kind", "source"])
    tables = cohort.tables | {"outcomes": told, "closures": cohort.tables["closures"].iloc[:0], "meetings": cohort.tables["meetings"].iloc[:0]}
    cohort = dataclasses.replace(cohort, mentees=people, program=program, tables=tables)
    return standing(cohort, pairs[~pairs["mentee_id"].isin(waiting)], DAY)


def test_jobs_and_promotions_stand_beside_the_comparison_group():
    """24 of 40 hired with the programme and 7 of 20 without: 25 points, with Newcombe's interval from both Wilson intervals as R's `prop.test` gives them."""
    now = with_waiting_list([(f"a{i}", "hired") for i in [*range(24), *range(40, 47)]] + [(f"a{i}", "left-organisation") for i in (0, 41, 42)])
    got = conversion_table(now).set_index("metric")

    assert tuple(got.loc["hired", ["n", "n_comparison"]]) == (40, 20)
    assert tuple(got.loc["hired", ["difference", "low", "high"]]) == pytest.approx((0.25, -0.0162346979006, 0.4671014081312), abs=1e-10)
    assert tuple(got.loc["retention", ["value", "value_comparison"]]) == pytest.approx((39 / 40, 18 / 20))
    assert list(got.index) == ["hired", "retention"]


def test_a_comparison_group_that_nobody_followed_is_unknown_and_not_zero():
    """Outcomes of the programme's mentees alone, or no comparison group: no table, and the plain sentence in its place."""
    from test_evaluation_stories import desk_of

    from mentorkit.telling.compared import conversions

    assert conversion_table(with_waiting_list([(f"a{i}", "hired") for i in range(24)])) is None
    assert conversion_table(standing(*cohort_of(40), DAY)) is None
    assert "nothing to be compared with" in repr(conversions(desk_of(40, "en")))


def test_dosage_is_the_slope_at_the_same_first_score():
    """The slope is that of least squares on the first score and meetings held; too few people have none."""
    now = standing(*cohort_of(40), DAY)
    c, (held, _) = primary_comparison(now), meetings_of(now)
    slope = np.linalg.lstsq(np.column_stack([np.ones(len(held)), c.before[held.index], held]), c.after[held.index].to_numpy(), rcond=None)[0][2]

    assert len(held) >= 20 and dosage(now).n == len(held)
    assert dosage(now).value == pytest.approx(slope, rel=1e-9)
    assert np.isnan(dosage(standing(*cohort_of(2), DAY)).value)


def test_questions_asked_twice_are_counted_in_the_same_people():
    """Each question of both waves has a row, and rose + same + fell is everybody with both answers."""
    table = item_moves(cohort_of(40)[0].surveys)

    assert (table["rose"] + table["same"] + table["fell"] == table["n"]).all() and len(table)
    assert item_moves({}).empty


def test_bad_pairs_are_refused_and_standstill_has_no_p():
    """Different lengths or a missing answer are refused; where nobody moves no test has a p."""
    for before, after in (([1, 2], [1]), ([1, np.nan], [1, 2])):
        with pytest.raises(InvalidInputError):
            moves(before, after)
    still = moves([2, 3], [2, 3])
    assert (still.same, np.isnan(still.p_sign), np.isnan(still.p_wilcoxon), np.isnan(still.p_stuart_maxwell)) == (2, True, True, True)
