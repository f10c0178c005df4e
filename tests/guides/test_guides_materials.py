"""Materials and hours: counted for the people who come."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.errors import InvalidInputError
from mentorkit.guides.hours import QUARTERS_A_WEEK, best_start, free_people
from mentorkit.guides.materials import needs, rooms, shopping
from mentorkit.io.curriculum import read_curriculum

GUIDES = read_curriculum(Path(__file__).parents[2])
MONDAY = dt.date(2026, 2, 2)


def counts(code: str, mentees: int, mentors: int) -> dict[str, int]:
    """Give the count of each thing a session needs, by its English name."""
    return {need.material.item["en"]: need.count for need in needs(GUIDES[code].session, mentees, mentors)}


def test_paper_is_counted_for_those_who_come():
    """S05 with 25 mentees: three sheets a person, colours for nine threes, a timer for each of two rooms."""
    found = counts("S05", 25, 20)

    assert found["Drawing sheet, one per future (A4 or half A3, blank)"] == 75
    assert found["Set of markers or colours"] == 9
    assert found["Timer with a sound and a bell"] == 2


def test_where_mentors_come_pairs_are_the_mentees():
    """S01 with 25 mentees and 20 mentors, some with two mentees: two agreements for each of 25 pairs."""
    session = GUIDES["S01"].session
    pair_things = [need for need in needs(session, 25, 20) if need.material.per == "pair"]

    assert {25} == {need.units for need in pair_things}
    assert rooms(session, 25, 20) == 2


def test_pair_meetings_count_every_pair():
    """P1 with 10 mentees and 6 mentors is held ten times, by two people each."""
    found = needs(GUIDES["P1"].session, 10, 6)

    assert {"pair": 10, "person": 20} | {need.material.per: need.units for need in found} == {
        "pair": 10,
        "person": 20,
    }


def test_what_is_printed_adds_up_and_what_is_kept_does_not():
    """Exit cards of five sessions are added; one timer serves all sessions that ask for it."""
    found = [need for code in ("S05", "S06", "S07", "S08") for need in needs(GUIDES[code].session, 24, 24)]
    lines = {line.item["en"]: line for line in shopping(found)}

    assert lines["Exit card, on paper"].count == 24 * 3 + 48
    assert lines["Timer and bell"].sessions == ("S07", "S08")
    assert lines["Timer and bell"].count < 3


@pytest.mark.parametrize("code", GUIDES)
def test_nobody_needs_nothing(code):
    """Without people no session but the partner's rehearsal needs anything."""
    found = needs(GUIDES[code].session, 0, 0)

    assert code == "F0" or {0} == {need.count for need in found}


def test_fewer_than_no_people_are_refused():
    """A negative number is an error of the caller."""
    with pytest.raises(InvalidInputError):
        needs(GUIDES["S05"].session, -1, 3)


SLOTS = st.frozensets(st.integers(0, QUARTERS_A_WEEK - 1), max_size=200)


@given(st.lists(SLOTS, max_size=5), st.integers(1, 240))
def test_free_people_are_those_free_all_the_time(availability, minutes):
    """Counted again quarter by quarter, in another zone, the numbers are the same."""
    length = -(-minutes // 15)

    free = free_people(availability, minutes, "America/Bogota", MONDAY)

    for quarter in range(0, QUARTERS_A_WEEK, 37):
        utc = [
            (quarter + 20 + step) % QUARTERS_A_WEEK for step in range(length)
        ]  # Bogotá is five hours behind
        assert sum(set(utc) <= slots for slots in availability) == free[quarter]


def test_the_best_hour_is_when_most_can_come():
    """Two of three people are free on Monday from six to eight in the evening."""
    evening, morning = frozenset(range(72, 80)), frozenset(range(36, 44))

    free = free_people([evening, evening, morning], 120, "UTC", MONDAY)

    assert best_start(free, 0) == ("18:00", 2)
    assert best_start(free, 3) == ("17:30", 0)
