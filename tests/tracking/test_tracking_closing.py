"""Completion, closing, certificates, messages and the check of the flags, by hand."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from tracking_cases import KEY, TWO, all_met, asked, closed, cohort, day, goal, met

from mentorkit.errors import InvalidInputError
from mentorkit.model.program import Program
from mentorkit.tracking.calls import call_list
from mentorkit.tracking.closing import (
    certificate_number,
    certificates,
    closing_checklist,
    closures_by_reason,
    follow_ups,
    is_certificate,
)
from mentorkit.tracking.messages import messages, whatsapp_link
from mentorkit.tracking.milestones import completion, milestones
from mentorkit.tracking.problems import log_problems
from mentorkit.tracking.returning import comeback_pipeline, role_hours
from mentorkit.tracking.states import pair_states
from mentorkit.tracking.weeks import engagement


@pytest.mark.parametrize(
    ("meetings", "number", "expected"), [(6, 112, True), (6, 111, False), (5, 112, False)]
)
def test_completion_by_the_written_rule(meetings, number, expected):
    """Six meetings and 80 % of 20 weeks, that is 112 days: both, to the day."""
    table = completion(cohort(meetings=all_met(meetings=meetings)), TWO, day(number))

    assert [expected, False] == list(table["completed"])


def test_milestones_in_their_order():
    """First meeting, goal met, five meetings, completed."""
    data = cohort(meetings=all_met(), goals=[goal(1, -1), goal(20, 0)])
    table = milestones(data, TWO, day(140))

    assert ["first-meeting", "goal-met", "five-meetings", "completed"] == list(table["milestone"])
    assert pd.Timestamp(day(112)) == table["date"].iloc[-1]


def test_closures_by_reason_hide_safety():
    """`fit` and `safety` are one row, so nobody can read a safety report out of the table."""
    for reason in ("fit", "safety"):
        table = closures_by_reason(cohort(closures=[closed(30, reason)]), TWO, day(40)).set_index("reason")
        assert 1 == table.loc["other", "pairs"]
        assert "safety" not in table.index
        assert 0.5 == table.loc["other", "share"]


def test_the_checklist_leaves_open_what_nobody_can_know():
    """No goal and no survey: unknown, not missing; the pair without closure and last meeting has open points."""
    data = cohort(meetings=[*all_met(meetings=9), met(10, pair=2)], closures=[closed(139, "completed")])
    table = closing_checklist(data, TWO, day(150)).set_index("mentee_id")

    assert [True, None, True, None, None] == list(table.loc["e1"][1:-1])
    assert 0 == table.loc["e1", "open"]
    assert 2 == table.loc["e2", "open"]


def test_who_may_come_back():
    """Who completed is asked; who became a mentor is not asked again; who was closed for safety never."""
    data = cohort(
        meetings=all_met() + all_met(2),
        closures=[closed(139, "safety", pair=2)],
        outcomes=[{"person_id": "e1", "date": day(160), "kind": "became-mentor"}],
    )
    table = comeback_pipeline(data, TWO, day(170)).set_index("person_id")

    assert {"e1": False, "e2": False, "m1": True, "m2": False} == table["ask"].to_dict()
    assert "became-mentor" == table.loc["e1", "became"]


def test_hours_of_a_returning_role_by_hand():
    """Ten meetings of 45 minutes and two sessions of 90 for who leads a pair; one session and an hour of one's own for a guest."""
    roles = [
        {"id": "mentor", "text": "Mentor", "pair": True},
        {"id": "guest", "text": "Guest", "of": "mentees", "sessions": ["S08", "S99"], "hours": 1},
    ]
    data = cohort(Program(program="P", tracking={"return_roles": roles}), meetings=[*all_met(), met(10), met(60, "no-show")])
    people = comeback_pipeline(data, TWO, day(140))
    table = role_hours(data, people, day(140), {"T1": 90, "S01": 90, "S08": 120}, frozenset({"T1", "S01"})).set_index("role")

    assert (2, 10, 7.5, 3, 0, 10.5, 21) == tuple(table.loc["mentor"])
    assert (1, 0, 0, 2, 1, 3, 3) == tuple(table.loc["guest"])
    assert ["mentor", "ambassador", "guest"] == list(role_hours(cohort(), people, day(140), {}, frozenset())["role"])


def test_follow_ups_at_three_and_twelve_months():
    """The programme ends on 22 June: due 22 September and 22 June; a vain call is not-reached."""
    support = [{"person_id": "e2", "date": dt.date(2026, 9, 25), "by": "Luz", "outcome": "no answer"}]
    table = follow_ups(cohort(support=support), TWO, dt.date(2026, 9, 30))

    assert ["due", "not-yet", "not-reached", "not-yet"] == list(table["standing"])
    assert [pd.Timestamp(2026, 9, 22), pd.Timestamp(2027, 6, 22)] == list(table["due"][:2])


def test_certificates_carry_a_number_that_can_be_checked():
    """Six meetings of 45 minutes are 4.5 hours; another cohort, person or key gives another number."""
    table = certificates(cohort(meetings=all_met()), TWO, day(140), KEY)

    assert ["e1", "m1"] == list(table["person_id"])
    assert [4.5, 4.5] == list(table["hours"])
    number = table["number"].iloc[0]
    assert is_certificate(f" {number.lower()} ", "demo-1", "e1", KEY)
    others = {
        certificate_number("demo-2", "e1", KEY),
        certificate_number("demo-1", "m1", KEY),
        certificate_number("demo-1", "e1", KEY + b"!"),
    }
    assert number not in others
    with pytest.raises(InvalidInputError):
        certificate_number("demo-1", "e1", b"short")


@pytest.mark.parametrize("language", ["es", "en"])
def test_messages_hold_first_names_and_no_more(language):
    """A pair without a first meeting gets the question about it, on both sides, with a link that holds the text."""
    data = cohort(meetings=[met(5, "no-show"), met(10, pair=2)])
    table = messages(data, pair_states(data, TWO, day(16)), language, as_of=day(16))

    assert ["first-meeting"] * 2 == list(table["occasion"])
    assert {"e1", "m1"} == set(table["person_id"])
    for row in table.itertuples():
        assert "Ana" in row.text and "Luis" in row.text
        assert "Ruiz" not in row.text and "@" not in row.text
        assert row.whatsapp.startswith("https://wa.me/573001234567?text=")


def test_messages_of_the_calendar():
    """Welcome in the first week, the mid-point after ten weeks, closing in the last three, follow-up after three months."""
    held = [met(number, pair=pair) for pair in (1, 2) for number in range(7, 140, 7)]
    data = cohort(meetings=held)
    for number, expected in ((2, "welcome"), (70, "mid-point"), (130, "closing"), (235, "follow-up")):
        occasions = messages(data, pair_states(data, TWO, day(number)), "es", as_of=day(number))["occasion"]
        assert expected in set(occasions)


def test_a_safety_report_changes_no_message():
    """Whoever is missing from a list would be noticed: the messages are those without the report."""
    told, untold = (cohort(meetings=[met(5, "no-show")], checkins=[asked("m1", 6, need=need)]) for need in ("safety", None))
    written = [messages(data, pair_states(data, TWO, day(16)), "es", as_of=day(16)) for data in (told, untold)]

    assert "e1" in set(written[0]["mentee_id"])
    pd.testing.assert_frame_equal(*written)


@pytest.mark.parametrize(
    ("phone", "country", "expected"),
    [
        ("+57 300 123 45 67", "CO", "573001234567"),
        ("300-123-4567", "CO", "573001234567"),
        ("0034600111222", "CO", "34600111222"),
    ],
)
def test_numbers_in_links_are_international(phone, country, expected):
    """Digits alone, with the country's code."""
    assert whatsapp_link(phone, "x", country) == f"https://wa.me/{expected}?text=x"


def test_no_link_without_a_whole_number():
    """No guess for a number that cannot be dialled."""
    assert whatsapp_link(None, "x") is None
    assert whatsapp_link("123", "x") is None
    assert whatsapp_link("600111222", "x", "XX") is None


def test_engagement_by_period_takes_each_pair_with_its_best_news():
    """Over two weeks together, a no-show in one week and a meeting in the other are a meeting."""
    data = cohort(meetings=[met(3, "no-show"), met(10)], checkins=[asked("e2", 9, False)])
    table = engagement(data, TWO, day(14), every=2)

    assert [2] == list(table["week"])
    assert [(2, 1, 1, 1, 0)] == list(
        table[["at_risk", "met", "contact", "silent", "unknown"]].itertuples(index=False, name=None)
    )


def test_a_cohort_without_pairs_gives_empty_tables():
    """Before the matching, every table is empty and has its columns."""
    nobody, data = TWO.head(0), cohort()
    states = pair_states(data, nobody, day(20))

    for table in (
        states,
        call_list(states, data, day(20)),
        engagement(data, nobody, day(20)),
        completion(data, nobody, day(20)),
        closing_checklist(data, nobody, day(20)),
        comeback_pipeline(data, nobody, day(20)),
        follow_ups(data, nobody, day(20)),
        certificates(data, nobody, day(20), KEY),
        messages(data, states, "es", as_of=day(20)),
    ):
        assert table.empty and len(table.columns) > 2
    assert [] == log_problems(data, nobody, day(20))
