"""Fairness: blocking pairs, Gini, groups, load, and shadow prices that are what one more place brings."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matching_cases import FULL, both, given_scores, program, random_roster, roster

from mentorkit.matching.fairness import (
    blocking_pairs,
    fairness_report,
    gini,
    group_table,
    group_tables,
    load_table,
    shadow_prices,
)
from mentorkit.matching.matching import best_matching, match
from mentorkit.matching.whatif import with_places

NOBODY = np.zeros((0, 2), np.int64)


def plain_blocking(found):
    """Count blocking pairs by their definition."""
    n, m = found.scores.shape
    units = found.scores.block(np.arange(n), np.arange(m))
    possible = found.scores.possible_block(np.arange(n), np.arange(m))
    count = 0
    for i in range(n):
        for j in range(m):
            mine = -1 if found.mentor[i] < 0 else units[i, found.mentor[i]]
            theirs = [units[k, j] for k in range(n) if found.mentor[k] == j]
            wants = len(theirs) < found.scores.capacity[j] or (theirs and units[i, j] > min(theirs))
            count += bool(possible[i, j] and units[i, j] > mine and wants)
    return count


@pytest.mark.parametrize("seed", range(20))
def test_blocking_pairs_are_counted_by_their_definition(seed):
    """Two who would both rather have each other, mentors without any place aside."""
    found = match(random_roster(np.random.default_rng(seed), 12, 8), FULL)

    assert blocking_pairs(found)[0] == plain_blocking(found)


def test_the_largest_total_may_block():
    """In 10, 9 / 9, 0 the total wants the nines, while the ten would have each other."""
    found = best_matching(given_scores(np.array([[10, 9], [9, 0]]) * 100_000, [1, 1]), NOBODY)

    assert blocking_pairs(found) == (1, 1)
    assert fairness_report(found).worst == 9
    assert fairness_report(found).gini == 0


def test_the_floor_raises_the_worst_pair():
    """5 + 5 before 9 + 2: the floor costs one point and lifts the worst from 2 to 5."""
    units = np.array([[9, 5], [5, 2]]) * 100_000
    free, fair = (best_matching(given_scores(units, [1, 1]), NOBODY, asked) for asked in (False, True))

    assert (free.proof.total_score, fairness_report(free).worst) == (11, 2)
    assert (fair.proof.total_score, fairness_report(fair).worst) == (10, 5)


def test_gini_is_the_mean_difference():
    """Half the mean absolute difference over the mean."""
    scores = np.array([1.0, 4.0, 10.0])
    expected = np.abs(scores[:, None] - scores[None]).mean() / 2 / scores.mean()

    assert gini(scores) == pytest.approx(expected)


def test_nobody_matched_has_no_mean():
    """Figures of an empty matching are NaN, counts are 0."""
    report = fairness_report(match(roster({"e": {}}, {}), program()))

    assert (report.mentees, report.matched, report.blocking_pairs) == (1, 0, 0)
    assert np.isnan([report.mean, report.worst, report.gini]).all()


def test_small_groups_are_hidden_with_their_complement():
    """Two people of Cali are hidden, and the next smallest city with them, so that no difference tells."""
    cities = ["Bogotá"] * 9 + ["Medellín"] * 6 + ["Cali"] * 2
    people = roster({f"e{at:02d}": {"city": city} for at, city in enumerate(cities)}, {"k": {"capacity": 40}})
    table = group_table(match(people, program()), "city").set_index("group")

    assert table.loc["Bogotá", ["mentees", "matched", "rate"]].tolist() == [9, 9, 1]
    assert table.loc[["Cali", "Medellín"]].isna().all().all()


def test_groups_of_several_columns_stand_under_one_another():
    """Each row says its column; a column that does not exist is one group without a name."""
    people = roster({f"e{at}": {"city": "Cali"} for at in range(6)}, {"k": {"capacity": 6}})
    table = group_tables(match(people, program()), ["city", "nothing"])

    assert table[["column", "group", "mentees"]].values.tolist() == [["city", "Cali", 6], ["nothing", "", 6]]


def test_load_and_choices_add_up():
    """Every mentee of the matching stands once in the load and once among the choices."""
    found = match(random_roster(np.random.default_rng(4), 15, 10), FULL)

    assert load_table(found)["mentees"].sum() == found.proof.matched
    assert (load_table(found)["free"] >= 0).all()


@pytest.mark.parametrize("seed", range(12))
def test_a_shadow_price_is_what_one_more_place_brings(seed):
    """Matched people and points, as solving again with one more place shows."""
    people = random_roster(np.random.default_rng(seed), 9, 5)
    people.mentors["min_capacity"] = 0
    people.mentors["capacity"] = [max(1, int(capacity)) for capacity in people.mentors["capacity"]]
    people.mentors["self"] = list(people.mentors.index)
    found = match(people, FULL)
    for group in shadow_prices(found, "self").itertuples():
        more = match(with_places(people, {group.group: int(group.places) + 1}), FULL)
        assert more.proof.matched - found.proof.matched == group.serves_more
        if not group.serves_more:
            assert more.proof.total_score - found.proof.total_score == pytest.approx(
                group.best_gain, abs=1e-9
            )


def test_shadow_prices_name_the_scarce_field_first():
    """Where three want tech and one place offers it, tech leads; wordings of one field are one."""
    people = roster(
        {**{f"t{at}": {"f": "tech"} for at in range(3)}, "a": {"f": "arts"}},
        {"k1": {"f": "tech"}, "k2": {"f": " ARTS", "capacity": 3}, "k3": {"f": "art", "capacity": 2}},
    )
    table = shadow_prices(match(people, program(both("f", "same"), synonyms={"arts": ["art"]})), "f")

    assert table["group"].tolist() == ["tech", "arts"]
    assert table["best_gain"].tolist() == [100, 0]
    assert pd.Series(table["taken"]).tolist() == [1, 3]
