"""The attack on all published tables together: what it finds, and that nothing published falls to it."""

import itertools
import random

import pytest
from random_cohorts import random_standing

from mentorkit.disclosure import attack, public_aggregates
from mentorkit.disclosure.attack import Unknowns, contradictory, proven, share_rules
from mentorkit.disclosure.gate import unaudited_aggregates
from mentorkit.disclosure.published import unknowns_behind


@pytest.mark.parametrize("seed", range(1000, 1003))
def test_whole_cohorts_stand_the_attack_on_all_tables_together(seed):
    """Laid side by side, the tables of a random cohort give no number of people exactly and prove none below k."""
    told = unknowns_behind([public_aggregates(random_standing(seed, threshold=(5, 10)[seed % 2]))])

    assert proven(told) == []
    assert contradictory(told) == []


def test_a_solver_that_errs_does_not_blind_the_attack():
    """Cohort 534, of which HiGHS's presolve says that no cohort fits its tables: one does, and the attack goes on."""
    told = unknowns_behind([public_aggregates(random_standing(534))])

    assert contradictory(told) == []
    assert proven(told) == []


def test_tables_that_are_safe_alone_give_people_away_together():
    """Without the audit the same cohorts leak: rounding each table well is not enough."""
    for seed in (5, 7, 15):
        now = random_standing(seed, threshold=10)

        assert proven(unknowns_behind([unaudited_aggregates(now)])), seed
        assert not proven(unknowns_behind([public_aggregates(now)])), seed


def test_two_shares_of_one_number_give_it_away():
    """60 % of about 100 came and 57 % stayed, each rounded to 1 %: three left, whatever the number was."""
    told = Unknowns()
    told.range("n", 98, 102)
    for part, share in (("came", 0.60), ("stayed", 0.57)):
        told.range(part)
        share_rules(told, {part: 1.0}, {"n": 1.0}, share - 0.005, share + 0.005)
    told.rule({"came": 1.0, "stayed": -1.0}, least=0)
    told.cell(("left",), {"came": 1.0, "stayed": -1.0}, 5)
    [found] = proven(told)

    assert (found.place, found.most) == (("left",), 3)


@pytest.mark.parametrize("seed", range(6))
def test_the_attack_is_a_count_of_all_possible_cohorts(seed):
    """With three answers and two published sums, the bounds are those of trying every table there is."""
    chance = random.Random(seed)
    true = [chance.randint(0, 9) for _ in range(3)]
    low, high = true[0] + true[1] - chance.randint(0, 2), true[0] + true[1] + chance.randint(0, 2)
    least, most = sum(true) - 1, sum(true) + 1
    told = Unknowns()
    told.rule({"a": 1.0, "b": 1.0}, low, high)
    told.rule({"a": 1.0, "b": 1.0, "c": 1.0}, least, most)
    told.cell(("c",), {"c": 1.0}, 5)
    possible = [
        c
        for a, b, c in itertools.product(range(31), repeat=3)
        if low <= a + b <= high and least <= a + b + c <= most
    ]
    found = [(f.least, f.most) for f in proven(told)]

    bounds = (min(possible), max(possible))
    assert found == ([bounds] if bounds[1] < 5 or bounds[0] == bounds[1] else [])


def test_figures_that_contradict_each_other_prove_nothing():
    """An outsider whose figures do not fit together learns nothing from them, and the audit does not stop."""
    told = Unknowns()
    told.rule({"a": 1.0}, 3, 4)
    told.rule({"a": 1.0}, 7, 8)
    told.cell(("a",), {"a": 1.0}, 5)

    assert proven(told) == []
    assert contradictory(told) == [("a",)]


def test_what_could_not_be_attacked_in_time_counts_as_found(monkeypatch):
    """With no time for the search no cell is cleared: what was not checked does not leave."""
    told = Unknowns()
    told.rule({"a": 1.0, "b": 1.0}, 60, 70)
    told.rule({"a": 3.0, "b": 7.0}, 300, 310)
    told.cell(("a",), {"a": 1.0}, 5)
    assert proven(told) == []
    monkeypatch.setattr(attack, "SECONDS", 0.0)

    assert [finding.place for finding in proven(told)] == [("a",)]
