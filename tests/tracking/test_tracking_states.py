"""States of pairs: the rules, their boundary days, and what is unknown, paused, closed or unsafe."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame

from mentorkit.errors import ProblemsError
from mentorkit.model.cohort import Cohort, CohortSettings
from mentorkit.model.program import Program
from mentorkit.tracking.calls import call_list
from mentorkit.tracking.log import pair_logs
from mentorkit.tracking.safety import safety_reports
from mentorkit.tracking.states import (
    STATES,
    meetings_due,
    pair_states,
    state_counts,
)

START = dt.date(2026, 2, 2)
PAIRS = DataFrame({"mentee_id": ["e1"], "mentor_id": ["m1"]})


def day(number: int) -> dt.date:
    """Give the day so many days after the start."""
    return START + dt.timedelta(days=number)


def cohort(pairs=1, status=None, starts=START, program=None, **tables) -> Cohort:
    """Build a cohort of numbered pairs with the logs given as lists of dicts."""
    program = program or Program(program="Puentes")
    people = {}
    for letter in "em":
        index = pd.Index([f"{letter}{n}" for n in range(1, pairs + 1)], name="id")
        frame = DataFrame({"name": "Ana Ruiz", "status": "accepted"}, index=index)
        for person, value in (status or {}).items():
            frame.loc[frame.index == person, "status"] = value
        people[letter] = frame.assign(source="x.csv:2")
    frames = {
        name: DataFrame(rows).assign(source=[f"{name}.csv:{row + 2}" for row in range(len(rows))])
        for name, rows in tables.items()
    }
    settings = CohortSettings(cohort="demo-1", starts=starts)
    return Cohort("demo-1", Path("."), settings, program, people["e"], people["m"], frames)


def met(number: int, held: str = "yes", pair: int = 1) -> dict:
    """A meeting so many days after the start."""
    return {
        "mentee_id": f"e{pair}",
        "mentor_id": f"m{pair}",
        "date": day(number),
        "held": held,
        "minutes": 45,
    }


def asked(person: str, number: int, answered: bool = True, rating=None, need=None) -> dict:
    """A check-in so many days after the start."""
    return {
        "person_id": person,
        "date": day(number),
        "answered": answered,
        "relationship": rating,
        "needs_support": need,
    }


def helped(person: str, number: int) -> dict:
    """A contact of staff."""
    return {"person_id": person, "date": day(number), "by": "Luz", "outcome": "se vuelve a llamar"}


def state(number: int, **tables) -> tuple[str, str]:
    """Give state and rules of the only pair on a day."""
    row = pair_states(cohort(**tables), PAIRS, day(number)).iloc[0]
    return row["state"], row["rules"]


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, ("too-early", "R0")), (13, ("too-early", "R0")), (14, ("unknown", "")), (60, ("unknown", ""))],
)
def test_nothing_logged_is_unknown_once_it_is_not_too_early(number, expected):
    """No log at all is its own state, never "no meeting"; day c (14) is no longer too early."""
    assert expected == state(number)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (14, ("on-track", "")),
        (15, ("needs-check-in", "R1")),
        (21, ("needs-check-in", "R1")),
        (22, ("urgent", "R1; R2")),
    ],
)
def test_no_first_meeting(number, expected):
    """R1 holds from day 15 (amber) and 22 (red): a no-show is on record, so the log is no silence."""
    assert expected == state(number, meetings=[met(5, "no-show")])


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (31, ("on-track", "")),
        (32, ("needs-check-in", "R2")),
        (45, ("needs-check-in", "R2")),
        (46, ("urgent", "R2")),
        (100, ("urgent", "R2")),
        (101, ("urgent", "R2; R10")),
    ],
)
def test_no_contact(number, expected):
    """After a meeting on day 10, contact is missed from 22 days on (amber), 36 (red), and 91 (dormant)."""
    assert expected == state(number, meetings=[met(10)])


def test_an_answered_check_in_is_contact_and_an_unanswered_is_not():
    """The last contact is the last meeting held or check-in answered."""
    checkins = [asked("e1", 30), asked("m1", 35, answered=False)]
    row = pair_states(cohort(meetings=[met(10)], checkins=checkins), PAIRS, day(40)).iloc[0]

    assert pd.Timestamp(day(30)) == row["last_contact"]
    assert "on-track" == row["state"]


def test_only_unanswered_check_ins_are_no_answer_and_not_unknown():
    """Somebody was asked and did not answer: that is known, and R2 and R4 say so."""
    checkins = [asked("e1", 10, False), asked("e1", 24, False)]

    assert ("needs-check-in", "R2; R4") == state(25, checkins=checkins)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (["yes", "no-show"], ("on-track", "")),
        (["yes", "no-show", "no-show"], ("needs-check-in", "R3")),
        (["yes", "no-show", "cancelled", "no-show"], ("needs-check-in", "R3")),
        (["no-show", "no-show", "no-show", "yes"], ("on-track", "")),
        (["yes", "no-show", "no-show", "no-show"], ("urgent", "R3")),
    ],
)
def test_no_shows_in_a_row(held, expected):
    """Two in a row are amber, three red; a cancelled meeting neither adds nor breaks, a held one breaks."""
    assert expected == state(20, meetings=[met(10 + place, word) for place, word in enumerate(held)])


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("nn", "needs-check-in"),
        ("nny", "on-track"),
        ("nnn", "urgent"),
        ("ynn", "needs-check-in"),
        ("yn", "on-track"),
    ],
)
def test_unanswered_check_ins_of_either_side(answers, expected):
    """Two unanswered in a row are amber, three red, whichever side; an answer starts again."""
    for person in ("e1", "m1"):
        checkins = [asked(person, place, letter == "y") for place, letter in enumerate(answers)]
        assert expected == state(16, meetings=[met(10)], checkins=checkins)[0]


@pytest.mark.parametrize(
    ("mentee", "mentor", "expected"),
    [
        ([5, 4.5], [], ""),
        ([5, 4], [], ""),
        ([5, 4, 4], [], "R5"),
        ([5, 4, 5], [], ""),
        ([4, 5, 4, 4], [], ""),
        ([5, 3], [], "R5"),
        ([5, 3, 3], [], "R5"),
        ([], [5, 5, 4, 4], "R5"),
        ([3], [3], "R5"),
        ([3], [4], ""),
    ],
)
def test_relationship(mentee, mentor, expected):
    """Two answers a point below the side's own earlier level, one two points below, or both sides at 3: amber only."""
    checkins = [asked("e1", place, rating=value) for place, value in enumerate(mentee)]
    checkins += [asked("m1", place, rating=value) for place, value in enumerate(mentor)]
    expected_state = "needs-check-in" if expected else "on-track"

    assert (expected_state, expected) == state(16, meetings=[met(10)], checkins=checkins)


@pytest.mark.parametrize(("answers", "expected"), [(1, "R5"), (2, ""), (3, "")])
def test_how_many_answers_a_fall_needs_is_the_programmes(answers, expected):
    """With `relationship_answers: 1` a single answer a point lower is enough."""
    program = Program(program="P", tracking={"relationship_answers": answers})
    checkins = [asked("e1", place, rating=value) for place, value in enumerate([5, 5, 4])]
    data = cohort(program=program, meetings=[met(10)], checkins=checkins)

    assert expected == pair_states(data, PAIRS, day(16)).iloc[0]["rules"]


def test_a_fall_counts_from_the_answer_that_made_it_one():
    """The second low answer, on day 12, is the first day of the state, also while it stays low."""
    checkins = [asked("e1", number, rating=value) for number, value in ((1, 5), (2, 5), (3, 5), (8, 4), (12, 4), (15, 4))]
    row = pair_states(cohort(meetings=[met(10)], checkins=checkins), PAIRS, day(16)).iloc[0]

    assert pd.Timestamp(day(12)) == row["since"]


def test_a_mentor_short_of_time_is_amber_until_the_next_answer():
    """R6 listens to mentors alone, and stops when the mentor's next answer no longer says so."""
    meetings = [met(10)]

    assert ("needs-check-in", "R6") == state(16, meetings=meetings, checkins=[asked("m1", 12, need="Time")])
    assert ("on-track", "") == state(16, meetings=meetings, checkins=[asked("e1", 12, need="time")])
    checkins = [asked("m1", 12, need="time"), asked("m1", 14)]
    assert ("on-track", "") == state(16, meetings=meetings, checkins=checkins)


@pytest.mark.parametrize(("number", "expected"), [(35, ""), (36, "R7"), (70, "R7")])
def test_no_goal_by_a_quarter_of_the_programme(number, expected):
    """Of 140 days, a goal is due by day 35; the rule holds from day 36, if the cohort keeps goals at all."""
    goals = [{"person_id": "e2", "goal": "x", "baseline": -1, "level": -1, "date": day(1)}]
    meetings = [met(n) for n in range(10, 71, 10)]

    assert expected == state(number, meetings=meetings, goals=goals)[1]
    assert "" == state(number, meetings=meetings)[1]


@pytest.mark.parametrize(("number", "level", "expected"), [(70, -1, ""), (71, -1, "R7"), (71, 0, "")])
def test_no_goal_moved_by_half_of_the_programme(number, level, expected):
    """A goal above its baseline by day 70 is enough."""
    goals = [{"person_id": "e1", "goal": "x", "baseline": -1, "level": level, "date": day(20)}]
    meetings = [met(n) for n in range(10, 71, 10)]

    assert expected == state(number, meetings=meetings, goals=goals)[1]


@pytest.mark.parametrize(
    ("number", "expected"),
    [(40, "on-track"), (41, "needs-check-in"), (55, "needs-check-in"), (56, "urgent")],
)
def test_staff_contact_overdue(number, expected):
    """Staff spoke to the mentor on day 10: 30 days are fine, 31 amber, 46 red."""
    meetings = [met(n) for n in range(10, 61, 10)]

    assert expected == state(number, meetings=meetings, support=[helped("m1", 10)])[0]


def test_thresholds_and_cadence_come_from_the_programme():
    """With a cadence of 7 days and a threshold of 3, the same log says something else."""
    program = Program(program="P", cadence_days=7, tracking={"no_contact_amber": 3, "no_contact_red": 5})
    row = pair_states(cohort(program=program, meetings=[met(10)]), PAIRS, day(14)).iloc[0]

    assert ("needs-check-in", "R2") == (row["state"], row["rules"])
    assert pd.Timestamp(day(14)) == row["since"]


def test_a_pair_begins_with_a_late_keep_decision():
    """A decision after the first day moves the beginning; one before it does not."""
    late = [{"mentee_id": "e1", "mentor_id": "m1", "decision": "keep", "at": day(30)}]
    early = [{"mentee_id": "e1", "mentor_id": "m1", "decision": "keep", "at": day(-20)}]

    assert "too-early" == state(43, decisions=late)[0]
    assert "unknown" == state(44, decisions=late)[0]
    assert "unknown" == state(14, decisions=early)[0]


def test_paused_and_closed_pairs_are_outside_the_rules_but_counted():
    """Either side's pause counts for the pair; a closure in the future does not close yet."""
    closures = [{"mentee_id": "e2", "mentor_id": "m2", "date": day(50), "reason": "completed"}]
    data = cohort(pairs=3, status={"m1": "paused"}, closures=closures, meetings=[met(10, pair=3)])
    pairs = DataFrame({"mentee_id": ["e3", "e1", "e2"], "mentor_id": ["m3", "m1", "m2"]})

    assert ["paused", "unknown", "needs-check-in"] == list(pair_states(data, pairs, day(40))["state"])
    assert ["paused", "closed", "urgent"] == list(pair_states(data, pairs, day(50))["state"])
    counts = state_counts(pair_states(data, pairs, day(50))).set_index("state")
    assert list(STATES) == list(counts.index)
    assert 3 == counts["pairs"].sum()
    assert 1.0 == counts.loc["urgent", "share"]


def test_safety_shows_in_its_own_channel_and_nowhere_else():
    """A safety report changes neither states nor the call list; it stands in `safety_reports`."""
    meetings, quiet = [met(10)], [asked("e1", 12, need="no")]
    data, plain = (
        cohort(meetings=meetings, checkins=[asked("e1", 12, need="safety")]),
        cohort(meetings=meetings, checkins=quiet),
    )
    states, calm = (pair_states(each, PAIRS, day(16)) for each in (data, plain))

    pd.testing.assert_frame_equal(calm, states)
    pd.testing.assert_frame_equal(call_list(calm, plain, day(16)), call_list(states, data, day(16)))
    assert ["e1"] == list(safety_reports(data)["person_id"])
    assert safety_reports(plain).empty


@pytest.mark.parametrize(
    ("matched", "expected"),
    [(dt.date(2025, 10, 7), 6), (dt.date(2025, 10, 31), 5), (dt.date(2025, 12, 31), 0)],
)
def test_late_matches_owe_proportionally_fewer_meetings(matched, expected):
    """Matched 7 October: 6 two-weekly meetings to 31 December; 31 October: 5."""
    assert expected == meetings_due(matched, dt.date(2025, 12, 31), 14)


@pytest.mark.parametrize(("matched", "expected"), [(dt.date(2025, 10, 7), 6), (dt.date(2025, 10, 31), 5)])
def test_a_pair_matched_late_in_the_year_owes_what_is_left_of_it(matched, expected):
    """The same through the logs: its `keep` decision sets the pair's first day, and 31 December ends the year."""
    decisions = [{"mentee_id": "e1", "mentor_id": "m1", "decision": "keep", "at": matched}]
    data = cohort(starts=dt.date(2025, 1, 6), program=Program(program="P", weeks=52), decisions=decisions)

    (log,) = pair_logs(data, PAIRS, dt.date(2025, 12, 31))

    assert expected == meetings_due(log.begins, dt.date(2025, 12, 31), data.program.cadence_days)


@pytest.mark.parametrize(("number", "expected"), [(29, "paused"), (30, "paused"), (31, "unknown")])
def test_a_pause_ends_after_its_last_day(number, expected):
    """Paused until day 30: that day is the last outside the rules."""
    data = cohort(status={"m1": "paused"})
    data.mentors["paused_until"] = day(30)

    assert expected == pair_states(data, PAIRS, day(number))["state"].iloc[0]


@settings(deadline=None)
@given(st.integers(0, 400), st.integers(0, 400), st.integers(1, 90))
def test_later_matches_never_owe_more(days, later, cadence):
    """What is due falls with every day that a match is later, and is never negative."""
    until = day(800)

    assert 0 <= meetings_due(day(days + later), until, cadence) <= meetings_due(day(days), until, cadence)


def test_next_step_climbs_the_ladder():
    """The first rung for amber, the second for urgent, and one more for each contact of staff since."""

    def step(number, **tables):
        return pair_states(cohort(**tables), PAIRS, day(number)).iloc[0]["next_step"]

    assert step(32, meetings=[met(10)]).startswith("Escriba")
    assert step(46, meetings=[met(10)]).startswith("Llame")
    assert step(40, meetings=[met(10)], support=[helped("e1", 35)]).startswith("Llame")
    assert "" == step(16, meetings=[met(10)])
    assert not step(107, meetings=[met(10)]).startswith("Proponga el cierre")  # R10 since day 101: a notice of 7 days
    assert step(108, meetings=[met(10)]).startswith("Proponga el cierre")


def test_a_cohort_without_a_first_day_is_refused():
    """Without `starts` nothing can be dated."""
    with pytest.raises(ProblemsError):
        pair_states(cohort(starts=None), PAIRS, day(1))


EVENTS = st.lists(
    st.tuples(st.integers(0, 139), st.sampled_from(["yes", "no-show", "cancelled"])),
    max_size=12,
    unique_by=lambda e: e[0],
)


@settings(deadline=None)
@given(EVENTS, st.integers(0, 200), st.randoms(use_true_random=False))
def test_states_do_not_depend_on_the_order_of_rows_and_do_not_see_the_future(events, number, random):
    """Shuffled logs, and logs with everything after the day cut off, give the same table."""
    rows = [met(when, held) for when, held in events]
    mixed = random.sample(rows, len(rows))
    past = [row for row in rows if row["date"] <= day(number)]
    expected = pair_states(cohort(meetings=rows), PAIRS, day(number))

    pd.testing.assert_frame_equal(expected, pair_states(cohort(meetings=mixed), PAIRS, day(number)))
    pd.testing.assert_frame_equal(expected, pair_states(cohort(meetings=past), PAIRS, day(number)))
    assert expected["state"].isin(list(STATES)).all()
    since = expected["since"].dropna()
    assert (since <= pd.Timestamp(day(number))).all()
