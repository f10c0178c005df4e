"""Forms and arcs: the same session in a room, at its shortest and on screens; the same programme in fewer and more weeks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mentorkit.errors import UsageError
from mentorkit.guides import guide_markdown
from mentorkit.guides.arcs import arc_markdown, arc_problems
from mentorkit.guides.forms import timetable
from mentorkit.guides.wording import WORDS
from mentorkit.io.curriculum import read_arc, read_curriculum
from mentorkit.model.arc import Arc, WrittenArc

ROOT = Path(__file__).parents[2]
GUIDES = read_curriculum(ROOT)
WRITTEN = read_arc(ROOT)
REMOTE = WRITTEN.arc.remote
SHORT = {"S01": 73, "S02": 68, "S03": 62, "S04": 63, "S05": 80, "S06": 71, "S07": 83, "S08": 78, "S09": 78, "S10": 74, "T2": 87, "T3": 83, "T4": 48, "T5": 48}
"""The design's column of shortest lengths."""


def arc(**changes) -> WrittenArc:
    """The shipped arc with changes."""
    return replace(WRITTEN, arc=WRITTEN.arc.model_copy(update=changes))


def variant(place: int, **changes) -> WrittenArc:
    """The shipped arc with changes in one variant."""
    variants = list(WRITTEN.arc.variants)
    variants[place] = variants[place].model_copy(update=changes)
    return arc(variants=variants)


# ---------------------------------------------------------------- forms


@pytest.mark.parametrize("code", SHORT)
def test_the_short_form_is_the_core_at_its_shortest(code):
    """Every core block stays, at its shortest time; nothing else does."""
    times = timetable(GUIDES[code].session, "short")

    assert SHORT[code] == times.minutes
    assert [(block.id, block.min) for block in GUIDES[code].session.blocks if block.core] == [(slot.block.id, slot.minutes) for slot in times.held]


@pytest.mark.parametrize("code", GUIDES)
def test_the_remote_form_fits_its_meeting(code):
    """At most 90 minutes live and 30 alone before, every core block in one of them; safety is held whole."""
    session = GUIDES[code].session
    times = timetable(session, "remote", remote=REMOTE)
    placed = {slot.block.id for slot in (*times.alone, *times.held)}

    assert {block.id for block in session.blocks if block.core} <= placed
    assert times.minutes_alone <= 30
    assert times.minutes <= 90 if session.short else times.minutes == session.duration
    assert all(slot.minutes >= slot.block.min for slot in (*times.alone, *times.held))


def test_the_futures_are_drawn_before_the_meeting():
    """S05 on screens: thirty minutes of drawing alone, then ninety together with everything else."""
    times = timetable(GUIDES["S05"].session, "remote", remote=REMOTE)

    assert [("b3", 30)] == [(slot.block.id, slot.minutes) for slot in times.alone]
    assert 90 == times.minutes
    assert ["b1", "b2", "b4", "b5", "b6", "b7", "b8"] == [slot.block.id for slot in times.held]


@pytest.mark.parametrize("choice", [("S00", "short", None), ("T1", "short", None), ("P1", "short", None), ("S05", "short", 90), ("S05", "hybrid", None), ("S05", "remote", 20)])
def test_a_form_that_is_not_to_be_had_is_refused(choice):
    """No short form of safety content, no second length beside the short one, no unknown form, no meeting of twenty minutes."""
    code, form, minutes = choice

    with pytest.raises(UsageError):
        timetable(GUIDES[code].session, form, minutes, REMOTE)


@pytest.mark.parametrize("language", ["es", "en"])
def test_online_notes_stand_in_front(language):
    """In the remote guide a block's note on being online is the first thing read; work done alone has none."""
    text = guide_markdown(GUIDES["S05"], "facilitator", language, form="remote", remote=REMOTE, start="17:30")
    words, script = WORDS[language], GUIDES["S05"].scripts[language]
    blocks = text.split("\n## ")

    for slot in timetable(GUIDES["S05"].session, "remote", remote=REMOTE).held:
        part = script.part(slot.block.id)
        (block,) = [one for one in blocks if one.startswith(tuple("0123456789")) and part.heading in one.split("\n")[0]]
        if "online" in part.labels:
            assert block.split("\n\n")[1].startswith(f"**{words['online']}:**")
    (alone,) = [one for one in blocks if one.startswith(words["alone"])]
    assert f"**{words['online']}:**" not in alone and f"**{words['say']}:**" in alone
    assert f"| {words['alone']} | 30 |" in text


def test_participants_get_what_they_do_alone():
    """The participants' page of the remote form begins with the task, in the words that would be said, and has no hour."""
    text = guide_markdown(GUIDES["S05"], "participant", "en", form="remote", remote=REMOTE, start="17:30")

    assert "## Before you connect (about 30 min)" in text
    assert GUIDES["S05"].scripts["en"].part("b3").labels["say"] in text
    assert "17:" not in text and "Before you connect" not in guide_markdown(GUIDES["S05"], "participant", "en")


@pytest.mark.parametrize("code", GUIDES)
def test_exercises_hold_the_work_and_the_whole_sheet(code):
    """Welcome, input, break and close are not among them; each field of the sheet that work uses stands once."""
    guide = GUIDES[code]
    text = guide_markdown(guide, "exercises", "es")
    work = [block for block in guide.session.blocks if block.type not in ("welcome", "input", "break", "close")]

    assert [f"## {guide.scripts['es'].part(block.id).heading}" in text for block in work] == [True] * len(work)
    for field in guide.worksheet.fields:
        used = any(field.id in block.fields for block in work)
        assert text.count(f"### {field.label['es']}\n") == used
    assert not any(f"**{WORDS['es'][label]}:**" in text for label in ("say", "do", "watch", "short", "online"))


# ---------------------------------------------------------------- arcs


def test_sixteen_weeks_hold_the_eight_core_workshops():
    """S03 and S08 are left out, with P3 and P7 in their place, and the programme closes in week 15."""
    at = WRITTEN.arc.at(16)

    assert [1, 3, 5, 7, 9, 11, 13, 15] == [at[code] for code in ("S01", "S02", "S04", "S05", "S06", "S07", "S09", "S10")]
    assert not {"S03", "S08"} & set(at)
    assert {"S03": "P3", "S08": "P7", "P8": "P7"} == {one.session: one.instead for one in WRITTEN.arc.variant(16).left_out}


def test_twenty_weeks_are_the_arc_itself():
    """Every session stands in the week of its own file."""
    assert {code: guide.session.week for code, guide in GUIDES.items()} == WRITTEN.arc.at(20)


def test_twenty_four_weeks_have_two_open_studios():
    """They are in weeks 17 and 19, ninety minutes each; S09 moves to week 21 and S10 to week 23."""
    studios = WRITTEN.arc.variant(24).studios

    assert [(17, 90), (19, 90)] == [(one.week, one.minutes) for one in studios]
    assert (21, 23) == (WRITTEN.arc.at(24)["S09"], WRITTEN.arc.at(24)["S10"])


@pytest.mark.parametrize("weeks", range(16, 40))
def test_every_length_reaches_its_closing(weeks):
    """From 16 weeks on, S10 is held in the last week but one, and nothing behind the end."""
    at = WRITTEN.arc.at(weeks)

    assert weeks - 1 == at["S10"] == max(at.values())


@pytest.mark.parametrize("weeks", [16, 20, 24])
@pytest.mark.parametrize("language", ["es", "en"])
def test_the_arc_on_a_page_has_every_session(weeks, language):
    """Each session stands in one row with its minutes; what is left out and each studio has a paragraph."""
    text = arc_markdown(GUIDES, WRITTEN.arc, language, weeks)
    found = WRITTEN.arc.variant(weeks)

    for code, week in WRITTEN.arc.at(weeks).items():
        assert text.count(f"| {week} | {code} · {GUIDES[code].scripts[language].title} |") == 1
    assert all(one.how[language] in text for one in (found.left_out if found else ()))
    assert all(one.purpose[language] in text for one in (found.studios if found else ()))


def test_a_programme_that_is_too_short_says_what_is_lost():
    """Twelve weeks have no room for the closing; two are no programme."""
    assert "no room for: S09, P9, S10" in arc_markdown(GUIDES, WRITTEN.arc, "en", 12)
    with pytest.raises(UsageError):
        arc_markdown(GUIDES, WRITTEN.arc, "en", 2)


MOVED = WRITTEN.arc.variants[0].moved
FAULTS = {
    "R5": [arc(sessions=WRITTEN.arc.sessions | {"S05": 8}), arc(sessions={code: week for code, week in WRITTEN.arc.sessions.items() if code != "T4"})],
    "R6": [
        variant(0, moved=MOVED | {"S06": 6}), variant(0, left_out=WRITTEN.arc.variants[0].left_out[1:]), variant(1, moved={"S10": 25}),
        variant(0, left_out=[WRITTEN.arc.variants[0].left_out[0].model_copy(update={"instead": None}), *WRITTEN.arc.variants[0].left_out[1:]]),
    ],
    "R7": [variant(0, moved=MOVED | {"P5": 7})],
    "R8": [
        arc(remote=REMOTE.model_copy(update={"before": REMOTE.before | {"S01": ["b99"]}})), arc(remote=REMOTE.model_copy(update={"before": REMOTE.before | {"T1": ["b2"]}})),
        arc(remote=REMOTE.model_copy(update={"alone": 5})), arc(remote=REMOTE.model_copy(update={"live": 40})),
        variant(1, studios=[WRITTEN.arc.variants[1].studios[0].model_copy(update={"minutes": 60})]),
    ],
}


def test_the_shipped_arc_holds():
    """No session comes before what it requires, in any variant; what is done alone fits its half hour."""
    assert [] == arc_problems(WRITTEN, GUIDES)


@pytest.mark.parametrize(("code", "place"), [(code, place) for code, faults in FAULTS.items() for place in range(len(faults))])
def test_a_fault_of_the_arc_is_caught(code, place):
    """Each check of the arc names the file, a line and a repair."""
    found = [problem for problem in arc_problems(FAULTS[code][place], GUIDES) if problem.problem.startswith(f"[{code}]")]

    assert found
    assert all(problem.file == "curriculum/programme.yaml" and problem.row and problem.remedy for problem in found)


def test_an_arc_without_variants_is_an_arc():
    """A partner may write sessions alone; every length then keeps the weeks."""
    plain = Arc(weeks=20, sessions={"S01": 1, "S02": 3})

    assert {"S01": 1, "S02": 3} == plain.at(16) == plain.at(30)
