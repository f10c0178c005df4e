"""Change during the cohort: who waited, who left, who is matched again, and what staying costs."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matching_cases import (
    FULL,
    POINT,
    both,
    decisions,
    feasible_assignments,
    given_scores,
    program,
    random_roster,
    roster,
)

from mentorkit.matching.matching import match
from mentorkit.matching.rematching import disturbance, next_round, rematch
from mentorkit.matching.results import pairs_table
from mentorkit.matching.waiting import waiting_first
from mentorkit.model.roster import Roster, followed_pairs, standing_decisions

NOBODY = np.zeros((0, 2), np.int64)
NOTHING = pd.DataFrame(columns=["mentee_id", "mentor_id", "date", "reason"])


def closures(*rows):
    """Give closures (mentee, mentor, reason) of one day."""
    frame = pd.DataFrame(rows, columns=["mentee_id", "mentor_id", "reason"])
    return frame.assign(date=dt.date(2026, 3, 1))


def pairs(*rows):
    """Give pairs as a table."""
    return pd.DataFrame(rows, columns=["mentee_id", "mentor_id"])


# ---------------------------------------------------------------- who waited


def test_whoever_waited_goes_first():
    """One place, two mentees: the better score gives way to the one who waited."""
    people = roster({"e1": {"x": "a", "w": "no"}, "e2": {"x": "b", "w": "sí"}}, {"k": {"x": "a"}})

    assert match(people, program(both("x", "same"))).pair_ids == [("e1", "k")]
    assert match(people, program(both("x", "same"), matching={"waited": "w"})).pair_ids == [("e2", "k")]


@pytest.mark.parametrize("answer", ["", None, "No", "0", 0.0, "false", "–"])
def test_an_answer_that_denies_is_no_waiting(answer):
    """Empty, no and 0 say that somebody did not wait."""
    people = roster({"e1": {"x": "a"}, "e2": {"x": "b", "w": answer}}, {"k": {"x": "a"}})

    assert match(people, program(both("x", "same"), matching={"waited": "w"})).pair_ids == [("e1", "k")]


@pytest.mark.parametrize("seed", range(40))
def test_as_many_as_can_be_of_those_who_waited_are_served(seed):
    """By trying all assignments: no fewer people than without the key, and the most who waited among them."""
    rng = np.random.default_rng(seed)
    people = random_roster(rng, 5, 3)
    people.mentees["w"] = ["yes" if rng.random() < 0.4 else "" for _ in range(5)]
    people.mentors["min_capacity"] = 0
    first = (people.mentees["w"] == "yes").to_numpy()
    for fairness in ("none", "floor"):
        under = FULL.model_copy(
            update={"matching": FULL.matching.model_copy(update={"waited": "w", "fairness": fairness})}
        )
        found = match(people, under)
        possible = found.scores.possible_block(np.arange(5), np.arange(3))
        best = max(
            (sum(j >= 0 for j in choice), sum(j >= 0 and first[i] for i, j in enumerate(choice)))
            for choice in feasible_assignments(possible, found.scores.capacity)
        )

        assert (found.proof.matched, int((found.mentor[first] >= 0).sum())) == best
        assert found.proof.gap == 0


@pytest.mark.parametrize("block", range(5))
def test_the_aims_keep_their_order_where_some_waited(block):
    """By trying all assignments: minima and people, those who waited, the worst pair, the total, in this order."""
    for seed in range(60 * block, 60 * block + 60):
        rng = np.random.default_rng(seed)
        n, m = int(rng.integers(2, 6)), int(rng.integers(1, 4))
        units = rng.integers(0, 12, (n, m)) * 8 * POINT
        capacity = rng.integers(0, 3, m)
        minimum = np.minimum(capacity, rng.integers(0, 2, m))
        possible, first = rng.random((n, m)) < 0.7, rng.random(n) < 0.4
        for fair in (False, True):
            found = waiting_first(given_scores(units, capacity, minimum, possible), NOBODY, fair, first)
            best = max(map(aims_of(units, minimum, first, fair), feasible_assignments(possible, capacity)))

            assert aims_of(units, minimum, first, fair)(found.mentor.tolist()) == best
            assert found.proof.gap == 0


def aims_of(units, minimum, first, fair):
    """Give the function that says how an assignment reaches each aim, in their order."""

    def aims(choice):
        own = [units[i][j] for i, j in enumerate(choice) if j >= 0]
        filled = sum(min(list(choice).count(j), least) for j, least in enumerate(minimum))
        waited = sum(j >= 0 and first[i] for i, j in enumerate(choice))
        return filled, len(own), waited, min(own, default=0) if fair else 0, sum(own)

    return aims


def test_everybody_waiting_changes_nothing():
    """Where all waited, or none, the matching is the one without the key."""
    people = random_roster(np.random.default_rng(3), 12, 8)
    people.mentees["w"] = "yes"
    under = FULL.model_copy(update={"matching": FULL.matching.model_copy(update={"waited": "w"})})

    assert match(people, under).proof.total_score == match(people, FULL).proof.total_score


# ---------------------------------------------------------------- the next round


PEOPLE = roster({"e1": {"x": "a"}, "e2": {"x": "b"}}, {"k1": {"x": "a"}, "k2": {"x": "b"}})
SAME = program(both("x", "same"))


def test_a_closed_pair_is_not_formed_again():
    """Both stay on the roster, and get each other's partner rather than one another."""
    now = next_round(PEOPLE, pairs(("e1", "k1"), ("e2", "k2")), closures(("e1", "k1", "no-contact")), None)
    again = rematch(now.roster, SAME, now.decisions, now.before)

    assert now.before.values.tolist() == [["e2", "k2"]]
    assert ("e1", "k1") not in again.matching.pair_ids


@pytest.mark.parametrize(
    ("reason", "mentee", "mentor"),
    [
        ("completed", False, True),
        ("goal-reached", False, True),
        ("mentee-moved", False, True),
        ("mentor-time", True, False),
        ("no-contact", True, True),
        ("safety", False, False),
        ("fit", False, False),
    ],
)
def test_who_may_get_somebody_new(reason, mentee, mentor):
    """Whoever is done or gone gets no proposal; after a closing for safety neither side does."""
    now = next_round(PEOPLE, pairs(("e1", "k1"), ("e2", "k2")), closures(("e1", "k1", reason)), None)

    assert ("e1" in now.roster.mentees.index, "k1" in now.roster.mentors.index) == (mentee, mentor)
    assert "e2" in now.roster.mentees.index


def test_the_keep_of_a_closed_pair_no_longer_holds():
    """A pair that people fixed may close like any other."""
    chosen = decisions(("e1", "k1", "keep"), ("e2", "k2", "keep"))
    now = next_round(PEOPLE, pairs(("e1", "k1"), ("e2", "k2")), closures(("e1", "k1", "no-contact")), chosen)

    assert now.decisions[["mentee_id", "mentor_id", "decision"]].values.tolist() == [
        ["e2", "k2", "keep"],
        ["e1", "k1", "never"],
    ]


def test_nobody_moves_where_everybody_stays():
    """With no price at all, late arrivals get what is free, and no running pair is touched."""
    people = random_roster(np.random.default_rng(5), 20, 14)
    before = pairs_table(match(people, FULL)).iloc[3:]
    frozen = rematch(people, FULL, None, before, None)

    assert frozen.moved.empty
    assert set(map(tuple, before[["mentee_id", "mentor_id"]].to_numpy())) <= set(frozen.matching.pair_ids)


@pytest.mark.parametrize("fairness", ["none", "floor"])
@pytest.mark.parametrize("seed", range(4))
def test_the_price_of_staying_is_shown(seed, fairness):
    """More points for staying never move more people; at 0 nothing is lost; the table says what rematch does."""
    under = FULL.model_copy(update={"matching": FULL.matching.model_copy(update={"fairness": fairness})})
    people = random_roster(np.random.default_rng(seed), 24, 16)
    before = pairs_table(match(people, under))
    left = Roster(people.mentees.iloc[2:], people.mentors.iloc[1:])
    table = disturbance(left, under, None, before)
    one = rematch(left, under, None, before, 10)

    assert table["moved"].tolist() == sorted(table["moved"], reverse=True)
    assert table["lost"].iloc[0] == 0
    assert table["stay"].isna().tolist() == [False] * 5 + [True]
    assert table.loc[table["stay"] == 10, ["moved", "matched"]].to_numpy().tolist() == [
        [len(one.moved), one.matching.proof.matched]
    ]


@pytest.mark.parametrize("stay", [0, 2, 20, None])
@pytest.mark.parametrize("more", [{}, {"matching": {"fairness": "floor"}}, {"matching": {"waited": "w"}}])
def test_nobody_in_a_pair_is_left_alone_for_somebody_new(stay, more):
    """One place: a newcomer who would score 100, and even waited, does not take it from whoever has it with 0."""
    people = roster({"e1": {"x": "b", "w": ""}, "e2": {"x": "a", "w": "yes"}}, {"k": {"x": "a"}})
    again = rematch(people, program(both("x", "same"), **more), None, pairs(("e1", "k")), stay)

    assert again.matching.pair_ids == [("e1", "k")]


def test_a_floor_breaks_no_running_pair_that_its_points_protect():
    """A newcomer gets the free mentor at 0 points; a floor of 50 would have parted two people who share everything."""
    criteria = both("x", "overlap"), both("y", "overlap")
    people = roster(
        {"e1": {"x": ("a",), "y": ("a",)}, "e2": {"x": ("b",), "y": ("c",)}},
        {"k1": {"x": ("a", "b"), "y": ("a",)}, "k2": {"x": ("a",), "y": ("z",)}},
    )
    under = program(*criteria, matching={"fairness": "floor"})
    free, spared = (rematch(people, under, None, pairs(("e1", "k1")), stay) for stay in (0, 10))

    assert free.matching.pair_ids == [("e1", "k2"), ("e2", "k1")]
    assert spared.matching.pair_ids == [("e1", "k1"), ("e2", "k2")]
    assert (len(spared.moved), spared.lost) == (0, 0)
    assert spared.matching.proof.total_score == 100 <= spared.matching.proof.upper_bound


def test_a_withdrawal_moves_nobody_without_need():
    """One mentor leaves; only the mentee who lost her is matched anew."""
    people = roster({"e1": {"x": "a"}, "e2": {"x": "b"}}, {"k1": {"x": "a"}, "k2": {"x": "b"}, "k3": {"x": "a"}})
    left = Roster(people.mentees, people.mentors.drop("k1"))
    again = rematch(left, SAME, None, pairs(("e1", "k1"), ("e2", "k2")))

    assert again.moved[["mentee_id", "after"]].values.tolist() == [["e1", "k3"]]


# ---------------------------------------------------------------- decisions over time


def cohort(chosen, ended=NOTHING):
    """Give what `standing_decisions` reads of a cohort."""
    return SimpleNamespace(tables={"decisions": chosen, "closures": ended})


def test_a_keep_is_followed_by_a_later_one_once_its_pair_closed():
    """Before the closing the two contradict each other; after it the later holds, and the first is remembered."""
    chosen = decisions(("e1", "k1", "keep"), ("e1", "k2", "keep"))

    assert len(standing_decisions(cohort(chosen))) == 2
    after = cohort(chosen, closures(("e1", "k1", "no-contact")))
    assert standing_decisions(after)["mentor_id"].tolist() == ["k2"]
    assert followed_pairs(after).values.tolist() == [["e1", "k1"]]


def test_a_closed_pair_without_a_follower_stays():
    """At the end of a cohort every pair has closed, and every keep is still on record."""
    chosen = decisions(("e1", "k1", "keep"))
    ended = cohort(chosen, closures(("e1", "k1", "completed")))

    assert len(standing_decisions(ended)) == 1
    assert followed_pairs(ended).empty
