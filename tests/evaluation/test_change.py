"""Change of the same people between two waves, read from their surveys."""

import numpy as np
import pandas as pd
import pytest

from mentorkit.evaluation.change import CHANGE_COLUMNS, change_table, comparisons
from mentorkit.evaluation.scales import reliability, scale_scores, straight_lined
from mentorkit.model.survey import Answers, Survey


def book(wave, **more):
    items = [
        {"id": "m1", "question": "a", "kind": "scale", "min": 1, "max": 5},
        {"id": "m2", "question": "b", "kind": "scale", "min": 1, "max": 5, "reverse": True},
    ]
    return {
        "survey": wave,
        "who": "mentees",
        "wave": wave,
        "file": "f",
        "person": "id",
        "items": items,
        "scales": [{"id": "m", "items": ["m1", "m2"]}],
        **more,
    }


def answers(survey, rows):
    return Answers(Survey.model_validate(survey), pd.DataFrame(rows, columns=["person", "m1", "m2"]))


def test_reversed_items_turn_by_the_declared_range():
    """On 1–5 a reversed 2 counts 4 though nobody answered 1 or 5; below 80 % answered there is no score."""
    got = answers(book("baseline"), [("a", 4, 2), ("b", 3, 3), ("c", 3, None)])

    assert scale_scores(got, got.survey.scales[0]).tolist()[:2] == [4, 3]
    assert np.isnan(scale_scores(got, got.survey.scales[0])[2])


def waves(before, after, **more):
    return {"baseline": answers(book("baseline"), before), "endline": answers(book("endline", **more), after)}


def test_change_counts_people_with_both_scores():
    """a rises by 1, b by 0, c only began, d only ended: two pairs, mean change 0.5, p of four signs."""
    got = change_table(waves([("a", 3, 3), ("b", 3, 3), ("c", 1, 5)], [("b", 3, 3), ("a", 4, 2), ("d", 5, 1)])).iloc[0]

    assert tuple(got[["n_pairs", "mean_before", "mean_after", "change"]]) == (2, 3, 3.5, 0.5)
    assert got["p_exact"] == 1.0
    assert list(got.index) == list(CHANGE_COLUMNS)
    assert comparisons(waves([("c", 1, 5)], []))[0].only_before.to_dict() == {"c": 1}


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"version": "2"}, "version"),
        ({"person": None}, "unlinked"),
        ({"unit": "team"}, "unit"),
        ({"items": [dict(i, max=7) for i in book("x")["items"]]}, "range"),
        ({"items": [dict(i, reverse=False) for i in book("x")["items"]]}, "reverse"),
        ({"scales": [{"id": "m", "items": ["m1"]}]}, "items"),
    ],
)
def test_waves_that_differ_are_not_compared(more, reason):
    """Another version, range, item set or direction: a row without numbers, and the reason."""
    told = waves([("a", 3, 3), ("b", 2, 2)], [("a", 3, 3), ("b", 4, 2)], **more)

    assert comparisons(told)[0].refused == reason
    assert change_table(told).drop(columns="scale").isna().all(axis=None)


def test_waves_with_dates_the_wrong_way_round():
    """A last wave dated before the first is not compared."""
    told = {
        "b": answers(book("baseline", date="2026-06-01"), [("a", 3, 3)]),
        "e": answers(book("endline", date="2026-02-01"), [("a", 4, 2)]),
    }

    assert comparisons(told)[0].refused == "dates"


@pytest.mark.parametrize("rows", [[], [("a", 3, 3)], [("a", 3, 3), ("b", 3, 3)], [("a", None, None)]])
def test_too_few_or_all_alike_give_no_effect(rows):
    """Nobody, one person, everybody alike, all missing: no interval and no effect, and no error."""
    got = change_table(waves(rows, rows)).iloc[0]

    assert np.isnan(got["low"]) and np.isnan(got["hedges_g"])


def test_reliability_is_listwise_and_warns():
    """Only complete rows count; two items that go against each other show it; few people are not printed."""
    got = reliability(
        told := answers(book("baseline"), [("a", 1, 1), ("b", 2, 2), ("c", 5, 4), ("d", 5, None)]),
        told.survey.scales[0],
    )

    assert got.n == 3
    assert got.reversed_by_mistake and not got.worth_printing


def test_the_same_answer_everywhere_is_straight_lining():
    """Five on every item, one of them reversed, is noticed; three items and mixed answers are needed to say so."""
    three = book(
        "baseline",
        items=[*book("x")["items"], {"id": "m3", "question": "c", "kind": "scale", "min": 1, "max": 5}],
        scales=[{"id": "m", "items": ["m1", "m2", "m3"]}],
    )
    told = Answers(
        Survey.model_validate(three), pd.DataFrame({"person": ["a", "b"], "m1": [5, 5], "m2": [5, 1], "m3": [5, 5]})
    )

    assert straight_lined(told, told.survey.scales[0]).tolist() == [True, False]


def test_the_order_of_surveys_and_rows_does_not_matter():
    """Shuffled rows and surveys give the same table."""
    before, after = [("a", 3, 3), ("b", 2, 4), ("c", 1, 1)], [("c", 2, 2), ("a", 4, 1), ("b", 2, 3)]
    told, turned = waves(before, after), waves(before[::-1], after[::-1])

    pd.testing.assert_frame_equal(change_table(told), change_table(dict(reversed(turned.items()))), check_exact=True)
