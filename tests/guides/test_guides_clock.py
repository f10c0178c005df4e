"""The clock: blocks in order, without gaps, at full length and in a shorter room."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.errors import UsageError
from mentorkit.guides.agenda import SHORTEST_BREAK, agenda, clock, shortest
from mentorkit.io.curriculum import read_curriculum
from mentorkit.model.curriculum import Block, Session

FACTS = {
    "id": "S05",
    "slug": "three-futures",
    "kind": "mentee-workshop",
    "audience": ["mentees"],
    "stages": [7],
    "week": 9,
    "group": {"min": 6, "max": 24, "unit": "triad"},
    "requires": [],
    "outcomes": ["O3-options"],
    "objectives": [
        {"id": "o1", "verb": "draw", "evidence": "exit.q1"},
        {"id": "o2", "verb": "name", "evidence": "exit.q1"},
    ],
    "inspired_by": [],
    "exit": [{"id": "q1", "kind": "open"}],
    "materials": [],
    "prep": [],
    "pair_followup": None,
    "measures": [],
    "safeguarding": {"sensitive": False, "note_block": None},
    "license": "CC-BY-4.0",
    "status": "draft",
}


def session(blocks: list[tuple[str, int, int, bool]], short: bool = True) -> Session:
    """Build a session of blocks given as type, minutes, shortest and core."""
    made = [
        {"id": f"b{place}", "type": kind, "minutes": minutes, "min": low, "core": core}
        for place, (kind, minutes, low, core) in enumerate(blocks, 1)
    ]
    return Session(**FACTS, blocks=made, short=short, duration=sum(block[1] for block in blocks))


DAY = session(
    [
        ("welcome", 10, 5, True),
        ("solo", 30, 20, True),
        ("break", 10, 0, False),
        ("group", 20, 10, False),
        ("close", 10, 5, True),
    ]
)


def test_a_full_session_runs_as_planned():
    """Without a length every block has its planned minutes, one after another."""
    assert [(slot.begin, slot.end) for slot in agenda(DAY)] == [
        (0, 10),
        (10, 40),
        (40, 50),
        (50, 70),
        (70, 80),
    ]


def test_the_shortest_form_keeps_the_core():
    """At its shortest a session has its core blocks, each at its shortest."""
    assert shortest(DAY) == 30
    assert [(slot.block.id, slot.minutes) for slot in agenda(DAY, 30)] == [("b1", 5), ("b2", 20), ("b5", 5)]


def test_a_break_comes_before_an_optional_block():
    """With five minutes to spare people get a break; ten more bring the optional block back."""
    assert [slot.block.id for slot in agenda(DAY, 35)] == ["b1", "b2", "b3", "b5"]
    assert [slot.block.id for slot in agenda(DAY, 45)] == ["b1", "b2", "b3", "b4", "b5"]


@pytest.mark.parametrize("minutes", [29, 81, 0])
def test_a_room_that_does_not_fit_is_refused(minutes):
    """The refusal says which lengths there are."""
    with pytest.raises(UsageError, match="30 to 80"):
        agenda(DAY, minutes)


def test_safety_content_is_not_cut():
    """A session without a short form is given at full length only."""
    with pytest.raises(UsageError, match="no short form"):
        agenda(session([("welcome", 10, 5, True), ("close", 20, 5, True)], short=False), 25)


@st.composite
def sessions(draw):
    """Sessions of core blocks, optional blocks and breaks."""
    blocks = []
    for _ in range(draw(st.integers(2, 8))):
        kind = draw(st.sampled_from(["solo", "group", "break"]))
        minutes = draw(st.integers(1, 40))
        low = 0 if kind == "break" else draw(st.integers(1, minutes))
        blocks.append((kind, minutes, low, kind != "break" and draw(st.booleans())))
    blocks.append(("close", 10, 5, True))
    return session(blocks)


@given(sessions(), st.data())
def test_every_length_is_filled_exactly(made, data):
    """Any length from the shortest to the planned is filled or, where blocks run out, never exceeded."""
    minutes = data.draw(st.integers(shortest(made), made.duration))

    slots = agenda(made, minutes)

    assert slots[-1].end <= minutes
    assert slots[-1].end == min(minutes, sum(slot.block.minutes for slot in slots))
    assert all(before.end == after.begin for before, after in pairwise(slots))
    assert {block.id for block in made.blocks if block.core} <= {slot.block.id for slot in slots}
    for slot in slots:
        assert _least(slot.block) <= slot.minutes <= slot.block.minutes


def _least(block: Block) -> int:
    return min(SHORTEST_BREAK, block.minutes) if block.type == "break" else block.min


def test_the_clock_passes_midnight():
    """A quarter of an hour after 23:50 it is 00:05."""
    assert clock("23:50", 15) == "00:05"


NUMBERS = {
    "en": {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10, "twelve": 12},
    "es": {"un": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "diez": 10, "doce": 12},
}


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_pair_meeting_gives_away_its_minutes(language):
    """A mentor alone with a watch: what Do shares out, minute by minute, is each block's time in P1 to P9."""
    guides = read_curriculum(Path(__file__).parents[2])
    for code in (f"P{number}" for number in range(1, 10)):
        for block in guides[code].session.blocks:
            text = guides[code].scripts[language].part(block.id).labels["do"]
            shares = re.findall(r"(?:^|[.?!»”\"] )\s*(\w+) minut(?:e|o)s?(?=:| for| para)", text)

            assert sum(NUMBERS[language].get(word.lower(), 0) for word in shares) == block.minutes, f"{code} {block.id}"
