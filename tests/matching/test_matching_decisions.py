"""Decisions that people took: they hold, and contradictions are named by file and row."""

from __future__ import annotations

import numpy as np
import pytest
from matching_cases import FULL, both, decisions, program, random_roster, roster

from mentorkit.errors import ProblemsError
from mentorkit.matching.matching import match

TWO = roster(
    {"e1": {"x": "a", "o": "Acme"}, "e2": {"x": "b"}},
    {"k1": {"x": "a", "o": "acme"}, "k2": {"x": "b", "capacity": 2}},
)
SAME = program(both("x", "same"))


def refused(*rows, people=TWO, under=SAME):
    """Give the problems that contradictory decisions raise, as (row, text)."""
    with pytest.raises(ProblemsError) as raised:
        match(people, under, decisions(*rows))
    return [(problem.file, problem.row, problem.problem) for problem in raised.value.problems]


def test_a_kept_pair_stays_and_a_never_pair_does_not_happen():
    """Against the better score, the decision holds, and the pair is marked."""
    kept = match(TWO, SAME, decisions(("e1", "k2", "keep")))
    never = match(TWO, SAME, decisions(("e1", "k1", "never"), ("e2", "k2", "never")))

    assert kept.pair_ids == [("e1", "k2"), ("e2", "k2")]
    assert kept.decided.tolist() == [True, False]
    assert never.pair_ids == [("e1", "k2"), ("e2", "k1")]


def test_the_same_decision_twice_is_one():
    """A row that was appended twice contradicts nothing."""
    assert ("e1", "k2") in match(TWO, SAME, decisions(("e1", "k2", "keep"), ("e1", "k2", "keep"))).pair_ids


def test_keep_against_never():
    """Both rows are named."""
    [(file, row, text)] = refused(("e1", "k1", "keep"), ("e1", "k1", "never"))

    assert (file, row) == ("decisions.csv", 2)
    assert "row 3 says never" in text


def test_keep_against_a_rule():
    """The rule is named in words."""
    under = program(both("x", "same"), rules=[{"avoid": "same", "mentee": "o", "mentor": "o"}])
    [(_, row, text)] = refused(("e1", "k1", "keep"), under=under)

    assert row == 2
    assert "same o and o" in text


def test_keep_against_a_required_criterion():
    """The criterion is named."""
    [(_, _, text)] = refused(("e1", "k2", "keep"), under=program(both("x", "same", required=True)))

    assert "required criterion x" in text


def test_two_keeps_for_one_mentee():
    """A mentee is kept with one mentor at most."""
    [(_, row, text)] = refused(("e1", "k1", "keep"), ("e1", "k2", "keep"))

    assert row == 3
    assert "row 2 keeps the same mentee" in text


def test_more_keeps_than_places():
    """Each row of a mentor with too many is named."""
    found = refused(("e1", "k1", "keep"), ("e2", "k1", "keep"))

    assert [row for _, row, _ in found] == [2, 3]
    assert all("places for 1" in text for _, _, text in found)


def test_keep_of_somebody_who_does_not_take_part():
    """A paused or withdrawn person cannot be kept; a never about one is no problem."""
    [(_, _, text)] = refused(("gone", "k1", "keep"))

    assert "mentee is not among the people who may be paired" in text
    assert "gone" not in text
    assert match(TWO, SAME, decisions(("gone", "k1", "never"))).proof.matched == 2


def test_all_contradictions_are_named_at_once():
    """Nobody mends one only to meet the next."""
    assert (
        len(
            refused(("gone", "k1", "keep"), ("e1", "k1", "keep"), ("e1", "k1", "never"), ("e1", "k2", "keep"))
        )
        == 3
    )


@pytest.mark.parametrize("seed", range(40))
def test_kept_pairs_hold_beside_every_rule(seed):
    """Random possible pairs are kept; they stay, no capacity is passed, and the rest is the best there is."""
    rng = np.random.default_rng(seed)
    people = random_roster(rng, 12, 8)
    free = match(people, FULL)
    pairs = [pair for pair in free.pair_ids if rng.random() < 0.4]
    found = match(people, FULL, decisions(*((i, j, "keep") for i, j in pairs)))

    assert set(pairs) <= set(found.pair_ids)
    assert (found.load <= found.scores.capacity).all()
    assert found.proof.total_score == pytest.approx(free.proof.total_score)
    assert found.proof.matched == free.proof.matched
