"""Each person's calendar and the proposals for pair meetings: own hours, no holidays, no clashes, moved and never doubled."""

from __future__ import annotations

import datetime as dt
import random
import re
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.errors import InvalidInputError
from mentorkit.guides.calendars import Appointment, calendar_ics, stems
from mentorkit.guides.hours import QUARTERS_A_DAY
from mentorkit.guides.pair_times import Meeting, proposals, session_span
from mentorkit.io.curriculum import read_curriculum
from mentorkit.telling import guide_people
from mentorkit.telling.desk import Desk, open_desk
from mentorkit.telling.guide_lists import _calendar_file
from mentorkit.telling.guide_plans import dated_sessions

ROOT = Path(__file__).parents[2]
GUIDES = read_curriculum(ROOT)
MONDAY = dt.date(2026, 2, 2)
P1 = Meeting("P1", dt.date(2026, 2, 9), 50)


def slots(day: int, begin: int, end: int) -> frozenset[int]:
    """Give the quarter-hours from one full hour to another on a weekday, in UTC."""
    return frozenset(range(day * QUARTERS_A_DAY + begin * 4, day * QUARTERS_A_DAY + end * 4))


def proposed(pairs, availability, meetings=(P1,), **options):
    """Give the proposals as (mentee, code, day, start), in UTC."""
    found = proposals(pairs, availability, list(meetings), "UTC", MONDAY, **options)
    return [(one.mentee, one.code, one.day, one.start) for one in found]


def events(text: str) -> dict[str, dict[str, str]]:
    """Give the events by identity: property to value, parameters left out."""
    found = {}
    for block in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text.replace("\r\n ", ""), re.DOTALL):
        lines = dict(line.split(":", 1) for line in block.strip().split("\r\n"))
        values = {name.split(";")[0]: value for name, value in lines.items()}
        found[values["UID"]] = values
    return found


# ---------------------------------------------------------------- proposals


def test_a_meeting_is_proposed_in_hours_that_both_have_free():
    """Thursday 18 to 20 against Thursday 19 to 21: the first hour in common is Thursday at seven."""
    free = {"A": slots(3, 18, 20), "B": slots(3, 19, 21)}

    assert [("A", "P1", dt.date(2026, 2, 12), "19:00")] == proposed([("A", "B")], free)


def test_a_holiday_is_skipped():
    """With Thursday a holiday, the next hour in common is on Saturday."""
    both = slots(3, 18, 20) | slots(5, 9, 11)

    assert [("A", "P1", dt.date(2026, 2, 14), "09:00")] == proposed(
        [("A", "B")], {"A": both, "B": both}, closed={dt.date(2026, 2, 12)}
    )


def test_a_mentor_of_two_meets_one_after_the_other():
    """Fifty minutes take an hour of the calendar: the second mentee begins when the first has left."""
    both = slots(3, 18, 20)
    found = proposed([("A1", "B"), ("A2", "B")], {"A1": both, "A2": both, "B": both})

    assert [("A1", "18:00"), ("A2", "19:00")] == [(mentee, start) for mentee, _, _, start in found]


def test_a_workshop_leaves_no_room_for_a_meeting():
    """A mentor who has a circle from 18 to 19 is asked for 19."""
    both = slots(0, 18, 20)
    busy = {"B": [session_span(P1.week_of, "18:00", 60)]}

    assert [("A", "P1", P1.week_of, "19:00")] == proposed([("A", "B")], {"A": both, "B": both}, busy=busy)


@pytest.mark.parametrize("free", [{}, {"A": slots(1, 8, 9)}, {"A": slots(1, 8, 9), "B": slots(2, 8, 9)}, {"A": frozenset(), "B": frozenset()}])
def test_without_hours_in_common_the_week_stands_alone(free):
    """No hour is made up: the pair gets its week."""
    assert [("A", "P1", P1.week_of, None)] == proposed([("A", "B")], free)


def test_a_pair_that_ended_gets_no_more_meetings():
    """A closing on 20 February leaves P1 and takes P2."""
    later = Meeting("P2", dt.date(2026, 2, 23), 50)
    found = proposed([("A", "B")], {}, [P1, later], last_days={("A", "B"): dt.date(2026, 2, 20)})

    assert ["P1"] == [code for _, code, *_ in found]


weeks = st.lists(st.integers(0, 83), max_size=30).map(lambda hours: frozenset(q for h in hours for q in range(h * 8, h * 8 + 4)))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["A1", "A2", "A3", "B1", "B2"]), weeks), st.sets(st.integers(0, 27)), st.randoms())
def test_no_proposal_breaks_a_promise(free, closed, chance):
    """Every hour lies in both people's own slots, on no holiday, in its week, and nobody is in two places at once."""
    pairs = [("A1", "B1"), ("A2", "B1"), ("A3", "B2")]
    meetings = [P1, Meeting("P2", dt.date(2026, 2, 23), 50)]
    holidays = {dt.date(2026, 2, 9) + dt.timedelta(days=day) for day in closed}
    found = proposals(pairs, free, meetings, "UTC", MONDAY, closed=holidays)

    shuffled = random.Random(chance.random()).sample(pairs, 3)
    assert found == proposals(shuffled, free, meetings[::-1], "UTC", MONDAY, closed=holidays)
    at: set[tuple[str, dt.date, int]] = set()
    for one in found:
        begin = {meeting.code: meeting.week_of for meeting in meetings}[one.code]
        assert begin <= one.day < begin + dt.timedelta(days=7)
        if one.start is None:
            continue
        _, first, end = session_span(one.day, one.start, 50)
        taken = {one.day.weekday() * QUARTERS_A_DAY + quarter for quarter in range(first, end)}
        assert one.day not in holidays
        for person in (one.mentee, one.mentor):
            assert taken <= free[person]
            assert not at & {(person, one.day, quarter) for quarter in range(first, end)}
            at |= {(person, one.day, quarter) for quarter in range(first, end)}


# ---------------------------------------------------------------- the file


def issue(*appointments: Appointment, issued=MONDAY, earlier="") -> str:
    """Give a calendar of some appointments."""
    return calendar_ics("bogota-1", appointments, "America/Bogota", "es", issued=issued, start="17:30", earlier=earlier)


S05 = Appointment(GUIDES["S05"], dt.date(2026, 3, 30))
OWN_P5 = Appointment(GUIDES["P5"], dt.date(2026, 4, 9), "A07", "Catalina", "18:00")


def test_nothing_changed_gives_the_same_bytes():
    """An issue on a later day with the same dates is the same file."""
    first = issue(S05, OWN_P5)

    assert first == issue(S05, OWN_P5, issued=MONDAY + dt.timedelta(days=40), earlier=first)


def test_a_moved_event_has_the_next_sequence_even_on_the_same_day():
    """Moved twice within one day, each issue goes before the one it replaces; the other event stays as it was."""
    first = issue(S05, OWN_P5)
    second = issue(replace(S05, day=dt.date(2026, 3, 31)), OWN_P5, earlier=first)
    third = issue(replace(S05, day=dt.date(2026, 4, 1)), OWN_P5, earlier=second)
    found = [events(text) for text in (first, second, third)]
    steps = [(int(one["s05.bogota-1@mentorkit"]["SEQUENCE"]), one["s05.bogota-1@mentorkit"]["DTSTAMP"]) for one in found]

    assert steps == sorted(set(steps))
    assert found[0]["p5.A07.bogota-1@mentorkit"] == found[2]["p5.A07.bogota-1@mentorkit"]
    assert all(len(one) == 2 for one in found)


def test_what_is_no_longer_held_is_cancelled_and_may_come_back():
    """A meeting that is gone stays in the file as cancelled; held again, it is confirmed again with a higher sequence."""
    uid = "p5.A07.bogota-1@mentorkit"
    first = issue(S05, OWN_P5)
    gone = issue(S05, earlier=first)
    kept = issue(S05, earlier=gone)
    back = issue(S05, OWN_P5, earlier=kept)

    assert "CANCELLED" == events(gone)[uid]["STATUS"]
    assert gone == kept
    assert "TENTATIVE" == events(back)[uid]["STATUS"]
    assert int(events(first)[uid]["SEQUENCE"]) < int(events(gone)[uid]["SEQUENCE"]) < int(events(back)[uid]["SEQUENCE"])


def test_a_new_mentor_moves_the_mentees_meeting():
    """The meeting belongs to the mentee: with another mentor the event is the same one, with another name."""
    first = issue(OWN_P5)
    second = issue(replace(OWN_P5, partner="Gustavo", start="09:00"), earlier=first)

    assert events(first).keys() == events(second).keys()
    assert "Gustavo" in events(second)["p5.A07.bogota-1@mentorkit"]["SUMMARY"]


def test_another_program_reads_the_cancelled_and_the_moved():
    """An independent reader of iCalendar finds what the file means."""
    reader = pytest.importorskip("icalendar")
    text = issue(replace(S05, start="18:15"), earlier=issue(S05, OWN_P5))
    found = {str(event["UID"]): event for event in reader.Calendar.from_ical(text).walk("VEVENT")}

    expected = dt.datetime(2026, 3, 30, 18, 15, tzinfo=ZoneInfo("America/Bogota"))
    assert expected == found["s05.bogota-1@mentorkit"]["DTSTART"].dt
    assert "CANCELLED" == found["p5.A07.bogota-1@mentorkit"]["STATUS"]


@pytest.mark.parametrize("name", ["Ana\r\nATTENDEE:mailto:x@y.z", "a,b;c\\d", "END:VEVENT\nBEGIN:VEVENT"])
def test_a_name_stays_text(name):
    """Nothing in a person's name adds a line or an event to the calendar."""
    lines = issue(replace(OWN_P5, partner=name)).replace("\r\n ", "").split("\r\n")

    assert 1 == lines.count("BEGIN:VEVENT")
    assert not [line for line in lines if line.startswith("ATTENDEE")]


def test_a_key_that_would_break_an_identity_is_refused():
    """Keys are letters, digits, dots and hyphens, as `stems` gives them."""
    with pytest.raises(InvalidInputError, match="signs"):
        issue(replace(OWN_P5, key="a b"))


@pytest.mark.parametrize("ids", [["../../etc/passwd", "a/b", "c:d", "..", "CON", "p-1"], ["a1", "A1"], ["ñandú"]])
def test_file_names_are_safe_and_tell_people_apart(ids):
    """No id leaves its folder, and two ids never share one, on a system without capitals either."""
    found = stems(ids)

    assert all(re.fullmatch(r"p-[0-9a-f]{16}", found[id]) for id in ids)
    assert len({name.casefold() for name in found.values()}) == len(ids)


# ---------------------------------------------------------------- the example cohort


@pytest.fixture(scope="module")
def people(tmp_path_factory) -> guide_people.Persons:
    """The example cohort's people, on a day in its middle."""
    desk = open_desk(str(ROOT / "cohorts" / "example"), str(tmp_path_factory.mktemp("people")), "es")
    return guide_people.Persons(replace(desk, as_of=dt.date(2026, 3, 10)))


def test_each_person_has_the_sessions_of_the_role(people):
    """A mentee has S00 to S10 and no training; a mentor has T1 to T5; each has every meeting of each pair."""
    mentee, mentor = people.pairs[0]
    of_mentee = {uid.split(".")[0] for uid in events(guide_people.person_calendar(people, mentee))}
    of_mentor = {uid.split(".")[0] for uid in events(guide_people.person_calendar(people, mentor))}

    assert {f"s{number:02d}" for number in range(11)} == {code for code in of_mentee if code.startswith("s")}
    assert {"t1", "t2", "t3", "t4", "t5"} == {code for code in of_mentor if code.startswith("t")}
    assert not {code for code in of_mentee if code.startswith("t")}


def test_both_sides_hold_the_same_meeting(people):
    """A pair's meeting has one identity, day and hour in both calendars."""
    mentee, mentor = people.pairs[0]
    one, other = (events(guide_people.person_calendar(people, person)) for person in (mentee, mentor))
    own = [uid for uid in one if uid.startswith("p")]

    assert own
    assert all(one[uid]["DTSTART"] == other[uid]["DTSTART"] for uid in own)


def test_no_meeting_of_the_cohort_falls_on_a_holiday_or_double(people):
    """In 2026 Colombia has holidays in weeks of the arc; nobody is asked to two meetings at once."""
    from mentorkit.planning.schedule import holiday_dates

    closed = holiday_dates("CO", [2026])
    timed = [one for one in people.proposed if one.start]
    table = pd.DataFrame([(one.mentor, one.day, one.start) for one in timed])

    assert len(timed) > 0.9 * len(people.proposed)
    assert not [one for one in timed if one.day in closed]
    assert not table.duplicated().any()


def test_a_session_moved_in_cohort_yml_moves_in_every_calendar(people):
    """`sessions: {S05: …}` moves S05 by day and hour, with its identity; nothing else changes."""
    from mentorkit.model.cohort import HeldOn

    desk: Desk = people.desk
    moved = {"S05": HeldOn(date=dt.date(2026, 3, 31), start="09:00")}
    settings = desk.cohort.settings.model_copy(update={"sessions": moved})
    later = guide_people.Persons(replace(desk, cohort=replace(desk.cohort, settings=settings)))
    mentee = people.pairs[0][0]
    before = guide_people.person_calendar(people, mentee)
    found = events(guide_people.person_calendar(later, mentee, before))

    assert "20260331T090000" == found["s05.example@mentorkit"]["DTSTART"]
    assert [uid for uid, event in events(before).items() if event != found[uid]] == ["s05.example@mentorkit"]


def test_a_longer_programme_has_its_open_studios(people):
    """In 24 weeks both studios stand in the cohort's calendar and in each mentee's, not in a mentor's; nobody meets a pair in them."""
    desk = people.desk
    program = desk.cohort.program.model_copy(update={"weeks": 24})
    longer = replace(desk, cohort=replace(desk.cohort, program=program))
    of_all = guide_people.Persons(longer)
    mentee, mentor = of_all.pairs[0]
    of_mentee, of_mentor = (events(guide_people.person_calendar(of_all, person)) for person in (mentee, mentor))
    of_cohort = events(_calendar_file(longer, dated_sessions(longer)).decode())
    studios = {f"{name}.example@mentorkit" for name in ("studio-tests", "studio-interviews")}

    assert studios <= of_mentee.keys() & of_cohort.keys() and not studios & of_mentor.keys()
    assert {of_mentee[uid]["DTSTART"] for uid in studios} == {of_cohort[uid]["DTSTART"] for uid in studios}
    assert not {one.day for one in of_all.proposed if one.start} & {day for _, day, _ in of_all.studios}
    handbooks = [guide_people._markdown(of_all, person) for person in (mentee, mentor)]
    assert ["pruebas pequeñas en marcha" in text or "small tests under way" in text for text in handbooks] == [True, False]


def test_twenty_weeks_have_no_studio(people):
    """The arc as it stands has none."""
    assert people.studios == []
