"""Calls shared out, messages in the programme's tone, pulse, plan, networks, goals' next step, and what follows a closing."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame
from pydantic import ValidationError
from tracking_cases import TWO, asked, closed, cohort, day, goal, met

from mentorkit.model.catalogue import catalogue
from mentorkit.model.program import Program
from mentorkit.model.schema_words import in_spanish
from mentorkit.tracking.calls import call_list, hours_a_week
from mentorkit.tracking.closing import certificate_number, is_certificate, rematches
from mentorkit.tracking.communication import CHANNELS, communication_plan
from mentorkit.tracking.goals import goal_hints, goal_plan
from mentorkit.tracking.messages import OCCASIONS, mail_merge, messages
from mentorkit.tracking.networks import INDICATORS, social_capital
from mentorkit.tracking.pulse import pulse_by_month, told_back, you_said
from mentorkit.tracking.states import pair_states
from mentorkit.tracking.wording import letter

MESSAGES = catalogue("tracking", "messages")
FOUR = DataFrame({"mentee_id": ["e1", "e2", "e3", "e4"], "mentor_id": ["m1", "m2", "m3", "m4"]})


def spoken(person: str, number: int, by: str, outcome: str = "bien") -> dict:
    """A contact of staff."""
    return {"person_id": person, "date": day(number), "by": by, "outcome": outcome}


def calls(staff: dict[str, float], *support: dict) -> DataFrame:
    """Call four pairs that have nothing on record but calls long ago, 40 minutes each."""
    program = Program(program="P", tracking={"staff": staff})
    data = cohort(program, pairs=4, support=list(support))
    return call_list(pair_states(data, FOUR, day(60)), data, day(60))


def test_whoever_spoke_last_calls_again_while_hours_last():
    """Luz has time for one pair and Ana for two; both of Luz's pairs are hers, but the second does not fit with her."""
    table = calls({"Luz": 1, "Ana": 1.5}, spoken("e1", -5, "Luz"), spoken("e2", -5, "Luz")).set_index("mentee_id")

    assert ["Luz", "Ana", "Ana", True] == [*table.loc[["e1", "e2", "e3"], "caller"], table.loc["e3", "this_week"]]
    assert not table.loc["e4", "this_week"]


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["Ana", "Luz", "Sol"]), st.floats(0, 5), min_size=1))
def test_nobody_is_given_more_calls_than_hours(staff):
    """Minutes of this week's calls never exceed anybody's hours, and every call has somebody."""
    table = calls(staff, spoken("e1", -5, "Luz"))
    spent = table[table["this_week"]].groupby("caller")["minutes"].sum()

    assert all(minutes <= staff[name] * 60 for name, minutes in spent.items())
    assert set(table["caller"]) <= set(staff)


def test_without_names_the_teams_hours_count():
    """Ten hours by default; the sum of the names otherwise."""
    assert 10 == hours_a_week(Program(program="P").tracking)
    assert 2.5 == hours_a_week(Program(program="P", tracking={"staff": {"Luz": 1, "Ana": 1.5}}).tracking)
    callers = calls({}, spoken("e1", -5, "Luz")).set_index("mentee_id")["caller"]
    assert "Luz" == callers["e1"]
    assert callers.drop("e1").isna().all()


@pytest.mark.parametrize("occasion", OCCASIONS)
def test_each_occasion_has_a_text_in_both_ways_of_addressing(occasion):
    """`tú` and `usted` say the same with the same values; English has one."""
    formal = Program(program="P", tracking={"address": "usted"})

    (subject, said), (same, told) = (letter(occasion, "es", program) for program in (Program(program="P"), formal))
    assert subject == same and (said != told) == ("usted" in MESSAGES[occasion]["text"])
    assert re.findall(r"{\w+}", said) == re.findall(r"{\w+}", told)
    assert letter(occasion, "en", formal) == letter(occasion, "en", Program(program="P")) == (MESSAGES[occasion]["subject"]["en"], MESSAGES[occasion]["text"]["en"])
    assert not re.search(r"\b(tú|te|ti|tu|tus|cuéntanos|respóndenos|quieres|necesitas|tienes)\b", told)


def test_no_text_tells_a_participant_of_a_flag():
    """Neither a rule's id nor a state nor a word of judgement stands in any text, in any language or form of address."""
    texts = [text for entry in MESSAGES.values() for part in entry.values() for text in part.values()]

    assert len(texts) > 4 * len(OCCASIONS) == 4 * len(MESSAGES)
    assert not [text for text in texts if re.search(r"\bR\d|\b(urgent|urgente|riesgo|risk|alert|alerta|flag|score|puntaje)\b", text, re.IGNORECASE)]


def test_the_programmes_own_words_go_first():
    """With names and dates merged, in the language asked for; another occasion keeps ours."""
    own = {"reminder": {"es": "Quiubo, {name}. ¿Y {other}? {program} acaba el {ends}."}}
    data = cohort(Program(program="Puentes", tracking={"messages": own}), meetings=[met(10)])
    table = messages(data, pair_states(data, TWO, day(32)), "es", as_of=day(32))

    assert "Quiubo, Ana. ¿Y Luis? Puentes acaba el 22 de junio." == table["text"].iloc[0]


@pytest.mark.parametrize("text", ["Hola {phone}", "Hola {name.__class__}", "Hola {name!r}", "Hola {0}", "Hola {", "Hola {name:>9}"])
def test_a_text_with_another_hole_is_refused(text):
    """Nothing but first names, programme and dates can enter a message."""
    with pytest.raises(ValidationError):
        Program(program="P", tracking={"messages": {"reminder": text}})


def test_the_monthly_pulse_goes_out_every_fourth_week_and_never_beside_another_message():
    """Week 5 and 9; not in week 6, not to a pair that is asked how it is going, not while closing."""
    held = [met(number, pair=2) for number in range(3, 140, 7)]
    data = cohort(meetings=[met(3), *held])

    def occasions(number: int) -> set[tuple[str, str]]:
        table = messages(data, pair_states(data, TWO, day(number)), "es", as_of=day(number))
        return set(zip(table["mentee_id"], table["occasion"], strict=True))

    assert {("e1", "reminder"), ("e2", "pulse")} == occasions(28)
    assert ("e2", "pulse") not in occasions(35)
    assert ("e2", "pulse") in occasions(56)
    assert ("e2", "pulse") not in occasions(126)


def test_a_mail_merge_sheet_holds_what_a_letter_needs():
    """Address, first name, subject and text; no phone, no id, nobody without an address."""
    data = cohort(meetings=[met(10)])
    data.mentors["email"] = None
    sheet = mail_merge(messages(data, pair_states(data, TWO, day(32)), "es", as_of=day(32)))

    assert ["occasion", "email", "name", "subject", "text"] == list(sheet.columns)
    assert {"Ana"} == set(sheet["name"])


def test_the_pulse_counts_each_person_once_a_month():
    """Of two mentees one answered twice in February; the last rating counts, and safety is no request."""
    checkins = [
        {**asked("e1", 2), "relationship": 5.0}, {**asked("e1", 20, need="seguridad"), "relationship": 3.0}, asked("e2", 3, False),
        {**asked("m1", 3, need="hoja de vida"), "relationship": 4.0},
    ]
    table = pulse_by_month(cohort(checkins=checkins), day(25)).set_index("side")

    assert ("2026-02", 2, 1, 0.5, 3.0, 0, 0) == tuple(
        table.loc["mentees"][["month", "asked", "answered", "share", "relationship", "good", "requests"]]
    )
    assert (1, 1) == tuple(table.loc["mentors"][["good", "requests"]])


def test_each_side_is_told_what_it_said_and_what_was_done():
    """Oldest first, what both said to both; an idea without an answer stays open."""
    rows = [
        {"date": day(5), "who": "mentees", "said": "tarde", "did": "antes", "by": "Luz"},
        {"date": day(9), "who": None, "said": "ruido", "did": None, "by": None},
        {"date": day(90), "who": "both", "said": "futuro", "did": None, "by": None},
    ]
    data = cohort(actions=rows)

    assert [("tarde", "antes"), ("ruido", None)] == told_back(data, day(20), "mentees")
    assert [("ruido", None)] == told_back(data, day(20), "mentors")
    assert [False, True] == list(you_said(data, day(20))["answered"])
    assert you_said(cohort(), day(20)).empty


def test_the_communication_plan_follows_the_calendar():
    """20 weeks from 2 February: welcome the week before, mid-point in week 11, follow-ups in September and June."""
    plan = communication_plan(cohort())
    first = plan.drop_duplicates("what").set_index("what")

    assert pd.Timestamp(2026, 1, 26) == first.loc["welcome", "date"]
    assert 11 == first.loc["mid-point", "week"]
    assert [pd.Timestamp(2026, 9, 22), pd.Timestamp(2027, 6, 22)] == list(plan[plan["what"] == "follow-up"]["date"])
    assert [5, 9, 13, 17] == list(plan[plan["what"] == "pulse"]["week"])
    assert plan["date"].is_monotonic_increasing
    assert set(plan["channel"]) <= set(CHANNELS)


def test_social_capital_by_hand():
    """Three introductions for one of two mentees, two by others than the mentor, two fields, one that led somewhere."""
    rows = [("m1", "IT", "entrevista"), ("m2", "it", None), ("coordinación", "Salud", None)]
    made = [{"mentee_id": "e1", "introduced_by": by, "field": field, "date": day(9), "outcome": what} for by, field, what in rows]
    table = social_capital(cohort(introductions=made), TWO, day(20)).set_index("indicator")

    assert list(INDICATORS) == list(table.index)
    assert [0.5, 1.5, 2, 2 / 3, 1 / 3, 0.5] == pytest.approx(list(table["value"]))
    assert social_capital(cohort(), TWO, day(20)).set_index("indicator")["value"].isna().sum() == 3


@pytest.mark.parametrize(
    ("number", "reason", "path", "free"),
    [(98, "mentor-moved", "rematch", False), (99, "mentor-moved", "transition", False), (30, "no-contact", "rematch", True),
     (30, "mentee-time", "left", True), (30, "fit", "talk", False), (30, "safety", "talk", False)],
)
def test_what_follows_an_early_closing(number, reason, path, free):
    """Six weeks are enough for a new pair, less are not; fit and safety look the same from outside."""
    table = rematches(cohort(closures=[closed(number, reason)]), TWO, day(120))

    assert [("e1", path, free)] == list(table[["mentee_id", "path", "mentor_free"]].itertuples(index=False, name=None))


def test_who_has_a_new_pair_needs_none():
    """The second pair of the same mentee is open."""
    pairs = DataFrame({"mentee_id": ["e1", "e1"], "mentor_id": ["m1", "m2"]})

    assert ["rematched"] == list(rematches(cohort(closures=[closed(30, "mentor-moved")]), pairs, day(60))["path"])
    assert rematches(cohort(closures=[closed(139, "completed")]), TWO, day(150)).empty


def test_each_goal_has_a_next_step():
    """No level, met, unseen for five weeks, unmoved, moved."""
    goals = [
        goal(30, None, name="a"), goal(30, 0, name="b"), goal(1, -1, name="c"), goal(30, -1, name="d"), goal(30, -1, baseline=-2, name="e"),
    ]

    assert ["set-level", "celebrate", "review", "first-step", "keep-going"] == list(goal_plan(cohort(goals=goals), day(36))["next_step"])


@pytest.mark.parametrize(
    ("goal", "hints"),
    [
        ("Inscribirme en el tecnólogo antes del 30 de junio", 0),
        ("Conseguir un trabajo mejor", 2),
        ("Que me contraten en dos meses", 1),
        ("Send 5 applications before June; also learn Excel by May", 1),
    ],
)
def test_hints_after_smart(goal, hints):
    """Measurable by an act that can be seen, in one's own hands, dated, one at a time."""
    assert hints == len(goal_hints(goal, "es"))


def test_a_number_read_from_paper_is_confirmed():
    """Small letters, lost dashes, and a zero for the letter O: the same number; another person's is not."""
    number = certificate_number("demo-1", "e1", b"sixteen bytes or more")
    worn = number.lower().replace("-", " ").replace("o", "0").replace("i", "1").replace("b", "8")

    assert is_certificate(worn, "demo-1", "e1", b"sixteen bytes or more")
    assert not is_certificate(worn, "demo-1", "e2", b"sixteen bytes or more")


def test_problems_are_told_in_the_readers_language():
    """Dates stay, and a text without a translation stays as it is."""
    assert "la fila repite la fila 7 en todas las celdas" == in_spanish("the row repeats row 7 in every cell")
    assert "escriba una fecha hasta el 2026-05-04, o quite la fila" == in_spanish("write a date up to 2026-05-04, or take the row out")
    assert "x" == in_spanish("x")
    assert dt.date(2026, 2, 2) == day(0)
