"""Naming few hours does not pay; and the hours that would help are named in the cohort's own time."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from matching_cases import FULL, POINT, both, program, random_roster, roster

from mentorkit.matching.audits import hours_audit, pair_value, with_hours
from mentorkit.matching.hours import Clock, hours_in_words, spans
from mentorkit.matching.matching import match
from mentorkit.matching.results import unmatched_table
from mentorkit.matching.scoring import scores
from mentorkit.matching.whatif import changed_program

BOGOTA = Clock("America/Bogota", dt.date(2026, 2, 2))
CONDITION = changed_program(FULL, {"availability": 0})
ENOUGH = FULL.model_copy(
    update={"criteria": [one.model_copy(update={"enough": 2.0}) if one.id == "availability" else one for one in FULL.criteria]}
)


def fewer(people, rng):
    """Give somebody with more than one hour, and one of the hours alone."""
    able = [id for id, slots in zip(people.index, people["availability"], strict=True) if slots and len(slots) > 4]
    id = able[int(rng.integers(len(able)))]
    hours = sorted({slot // 4 for slot in people.loc[id, "availability"]})
    hour = hours[int(rng.integers(len(hours)))]
    return id, frozenset(range(4 * hour, 4 * hour + 4))


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize(
    ("side", "under"),
    [("mentor", FULL), ("mentor", CONDITION), ("mentor", ENOUGH), ("mentee", CONDITION), ("mentee", ENOUGH)],
)
def test_fewer_hours_never_raise_a_score(seed, side, under):
    """
    A mentor who lists one hour gains points with nobody, and no pair becomes possible by it.

    For a mentee this holds where hours are a condition without a weight, or say what is `enough`.
    """
    rng = np.random.default_rng(seed)
    people = random_roster(rng, 10, 8)
    id, slots = fewer(people.mentors if side == "mentor" else people.mentees, rng)
    before, after = scores(people, under), scores(with_hours(people, side, id, "availability", slots), under)
    every = np.arange(10), np.arange(8)

    assert (after.block(*every) <= before.block(*every) + 1).all()
    assert not (after.possible_block(*every) & ~before.possible_block(*every)).any()


def test_enough_hours_in_common_give_the_full_score():
    """Of two hours that are enough, three in common give all, one half, none none; the rest that is named never counts."""
    hours = {name: frozenset(range(4 * count)) for name, count in (("e0", 0), ("e1", 1), ("e3", 3))}
    people = roster(
        {name: {"t": slots or frozenset({600}), "x": ("a", "b", "c")[: len(slots) // 4]} for name, slots in hours.items()},
        {"k": {"t": frozenset(range(40)), "x": ("a", "b", "c", "d")}},
    )
    under = program(both("t", "overlap", enough=2), both("x", "overlap", enough=2, missing=0))
    found = scores(people, under).points(np.arange(3), np.zeros(3, int))

    assert (found["t"] / POINT).tolist() == [0, 25, 50]
    assert (found["x"] / POINT).tolist() == [0, 25, 50]


@pytest.mark.parametrize("weight", [0, 3])
@pytest.mark.parametrize("side", ["mentee", "mentor"])
def test_naming_one_hour_does_not_pay(side, weight):
    """
    Over random cohorts, whoever names one of the own hours alone ends with a worse match on average.

    Measured by the points of the pair but for those of the hours, 0 without a pair: the mean change lies
    more than two standard errors below 0 on both sides, whatever the hours weigh up to a quarter of all.
    """
    under, changes = changed_program(FULL, {"availability": weight}), []
    for seed in range(80):
        rng = np.random.default_rng(seed)
        people = random_roster(rng, 16, 10)
        id, slots = fewer(people.mentors if side == "mentor" else people.mentees, rng)
        less = with_hours(people, side, id, "availability", slots)
        now, then = (pair_value(match(one, under), side, id, "availability") for one in (people, less))
        changes.append(then - now)

    mean, error = np.mean(changes), np.std(changes, ddof=1) / np.sqrt(len(changes))
    assert mean < -2 * error


def test_a_mentor_who_keeps_her_hours_to_one_mentee_is_seen():
    """She names the one hour of the mentee she wants, and is named by the audit, with what she would get else."""
    one, two = frozenset(range(4)), frozenset(range(4, 8))
    people = roster(
        {"e1": {"x": "b", "t": one | two}, "e2": {"x": "a", "t": two}},
        {"k1": {"x": "b", "t": one | two}, "k2": {"x": "a", "t": one}},
    )
    under = program(both("x", "same"), both("t", "overlap", required=True))
    table = hours_audit(people, under)

    assert table.empty
    wanting = roster(
        {"e1": {"x": "b", "y": "p", "t": one}, "e2": {"x": "a", "y": "q", "t": two}, "e3": {"x": "a", "y": "q", "t": two}},
        {"k1": {"x": "b", "y": "p", "t": one | two}, "k2": {"x": "c", "y": "p", "t": one}, "k3": {"x": "a", "y": "q", "t": two | one}},
    )
    under = program(both("x", "same", weight=2), both("y", "same"), both("t", "overlap", required=True))
    found = hours_audit(wanting, under)
    assert found[["side", "id"]].values.tolist() == [["mentor", "k2"]]
    assert found["gain"].iloc[0] == pytest.approx(found["value"].iloc[0] - found["value_if"].iloc[0])
    assert found["value"].iloc[0] == pytest.approx(100 / 3, abs=1e-4)


def test_a_programme_without_hours_has_no_audit():
    """Nothing is looked at where nobody names hours."""
    assert hours_audit(roster({"e": {"x": "a"}}, {"k": {"x": "a"}}), program(both("x", "same"))).empty


# ---------------------------------------------------------------- hours in words


def test_hours_are_told_by_the_cohorts_clock():
    """Quarter-hours in UTC from 23:00 on a Monday are 18:00 in Bogotá."""
    assert hours_in_words(range(92, 100), BOGOTA, "es") == "lunes 18:00–20:00"
    assert hours_in_words(range(92, 100), Clock(), "en") == "Monday 23:00–24:00; Tuesday 0:00–1:00"


def test_spans_split_at_midnight_and_the_longest_are_told():
    """A week's end and begin are two spans; of four spans the three longest stand, in the week's order."""
    assert spans({671, 0}, Clock()) == [(0, 1), (671, 672)]
    text = hours_in_words([*range(0, 8), *range(20, 22), *range(100, 108), *range(200, 212)], Clock(), "en")
    assert text == "Monday 0:00–2:00; Tuesday 1:00–3:00; Wednesday 2:00–5:00"


def test_the_smallest_change_names_the_hours_to_add():
    """Somebody free on Sunday alone is told a mentor's hour, by the cohort's clock, in both languages."""
    people = roster({"e": {"t": frozenset(range(600, 604))}}, {"k": {"t": frozenset(range(92, 100))}})
    found = match(people, program(both("t", "overlap", required=True)))

    assert "one of k: Monday 18:00–20:00" in unmatched_table(found, "en", BOGOTA)["change_that_would_match"][0]
    assert "una hora de k: lunes 18:00–20:00" in unmatched_table(found, "es", BOGOTA)["change_that_would_match"][0]
