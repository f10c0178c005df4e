"""What is said of pairs that were not chosen, and of people without one, holds when it is done."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from matching_cases import FULL, POINT, both, given_scores, program, random_roster, roster

from mentorkit.matching.change import unmatched
from mentorkit.matching.fairness import shadow_prices
from mentorkit.matching.matching import aimed_matching, best_matching, match
from mentorkit.matching.reasons import forced_cost, why_not

NOBODY = np.zeros((0, 2), np.int64)


@dataclass(frozen=True)
class Lifted:
    """A part of a rule that no longer holds for one mentee."""

    part: object
    mentee: int

    def block(self, rows, cols):
        """Give a table of rows by columns."""
        return np.asarray(self.part.block(rows, cols), bool) & (rows != self.mentee)[:, None]

    def pairs(self, rows, cols):
        """Give one value for each pair."""
        return np.asarray(self.part.pairs(rows, cols), bool) & (rows != self.mentee)


@pytest.mark.parametrize("settings", [{}, {"fairness": "floor"}, {"waited": "manager"}])
@pytest.mark.parametrize("seed", range(12))
def test_the_smallest_change_matches_the_person(seed, settings):
    """Lifting the named rules for this mentee, and adding the place where one is named, serves one person more: this one."""
    under = FULL.model_copy(update={"matching": FULL.matching.model_copy(update=settings)})
    people = random_roster(np.random.default_rng(seed), 8, 4)
    found = match(people, under)
    for one in unmatched(found):
        row, col = found.scores.mentees.index.get_loc(one.mentee), found.scores.mentors.index.get_loc(one.mentor)
        rules = tuple(replace(rule, broken=Lifted(rule.broken, row)) if rule in one.rules else rule for rule in found.scores.rules)
        places = found.scores.capacity + (np.arange(len(found.scores.capacity)) == col) * one.place
        scores = replace(found.scores, rules=rules, capacity=places)
        with_it = aimed_matching(scores, np.array([[row, col]]))

        assert with_it.proof.matched == found.proof.matched + 1
        if one.place:
            without_place = aimed_matching(replace(found.scores, rules=rules), NOBODY)
            assert without_place.proof.matched == found.proof.matched
        else:
            assert aimed_matching(scores, NOBODY).mentor[row] >= 0


def test_a_large_difference_of_points_is_no_lost_mentor():
    """Forcing a pair of 0 points costs 100, but the place's holder can move: nobody is said to lose a mentor."""
    found = best_matching(given_scores(np.array([[100, 0], [50, 50]]) * POINT, [1, 1]), NOBODY)
    cost, why = forced_cost(found, "e00000", "k00001"), why_not(found, "e00000", "k00001")

    assert (cost.points, cost.people) == (100, 0)
    assert why.code == "taken"
    assert "100.0 points" in why.text


def test_equal_points_are_no_tie_where_a_minimum_would_be_missed():
    """Both mentors give 50 points, but the own one is to have somebody: the reason is the minimum."""
    found = best_matching(given_scores([[50 * POINT, 50 * POINT]], [1, 1], [1, 0]), NOBODY)

    assert found.pair_ids == [("e00000", "k00000")]
    assert why_not(found, "e00000", "k00001").code == "minimum"
    assert forced_cost(found, "e00000", "k00001").minima == 1


def test_where_somebody_waited_another_place_still_serves_one_more():
    """One place, given to who waited: one more would serve the other, and no points are claimed from prices."""
    people = roster(
        {"e1": {"x": "a"}, "e2": {"x": "b", "late": "yes"}, "e3": {"x": "b", "late": "yes"}},
        {"k1": {"x": "a", "self": "k1"}, "k2": {"x": "b", "self": "k2"}},
    )
    found = match(people, program(both("x", "same"), matching={"waited": "late"}))
    table = shadow_prices(found, "self")
    why = why_not(found, "e2", next(mentor for mentee, mentor in found.pair_ids if mentee == "e3"))

    assert {mentee for mentee, _ in found.pair_ids} == {"e2", "e3"}
    assert table["serves_more"].tolist() == [1, 1]
    assert "at least" not in why.text


def test_a_fields_gain_is_that_of_one_place():
    """In field F one place would serve somebody at 0 points, another would add 100 and serve nobody: not both at once."""
    speaks = lambda language, value: {"lang": (language,), "x": value}  # noqa: E731
    people = roster(
        {"e1": speaks("a", "u"), "e2": speaks("a", "u"), "e3": speaks("b", "q"), "e4": speaks("b", "q")},
        {"k1": speaks("a", "p") | {"f": "F"}, "k2": speaks("b", "q") | {"f": "F"}, "k3": speaks("b", "r") | {"f": "G"}},
    )
    found = match(people, program(both("x", "same"), both("lang", "overlap", required=True)))
    first = shadow_prices(found, "f").iloc[0]

    assert (first["group"], first["serves_more"], first["best_gain"]) == ("F", 1, 0)
