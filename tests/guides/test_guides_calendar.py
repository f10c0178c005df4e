"""The calendar file: every program reads it, and a later issue moves events instead of doubling them."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.errors import InvalidInputError
from mentorkit.guides.calendars import Appointment, _folded, _text, calendar_ics
from mentorkit.io.curriculum import read_arc, read_curriculum

ROOT = Path(__file__).parents[2]
GUIDES = read_curriculum(ROOT)
ISSUED = dt.date(2026, 2, 2)
DAY = dt.date(2026, 3, 30)


def calendar(*days: tuple[str, dt.date], zone: str = "America/Bogota", issued=ISSUED, start="17:30") -> str:
    """Give the calendar of sessions by code and day."""
    appointments = [Appointment(GUIDES[code], day) for code, day in days]
    return calendar_ics("bogota-1", appointments, zone, "es", issued=issued, start=start)


def unfolded(text: str) -> list[str]:
    """Give the content lines."""
    return text.replace("\r\n ", "").split("\r\n")


def test_an_event_has_its_hour_and_zone():
    """S05 on 30 March begins at half past five in Bogotá and lasts two hours."""
    lines = unfolded(calendar(("S05", DAY)))

    assert "DTSTART;TZID=America/Bogota:20260330T173000" in lines
    assert "DTEND;TZID=America/Bogota:20260330T193000" in lines
    assert "SUMMARY:S05 · Tres futuros" in lines
    assert [line for line in lines if line.startswith("TZOFFSETTO")] == ["TZOFFSETTO:-0500"]


def test_pair_meetings_have_no_hour():
    """A pair chooses its own hour; the event stands on the day and blocks nobody's time."""
    lines = unfolded(calendar(("P5", DAY)))

    assert "DTSTART;VALUE=DATE:20260330" in lines
    assert "TRANSP:TRANSPARENT" in lines


def test_without_a_start_nothing_has_an_hour():
    """Where the hour is not known the calendar does not make one up."""
    assert "DTSTART;VALUE=DATE:20260330" in unfolded(calendar(("S05", DAY), start=None))


def test_a_later_issue_moves_the_event():
    """The identity stays, the sequence grows with the day of issue, the date is the new one."""
    first = unfolded(calendar(("S05", DAY)))
    later = unfolded(calendar(("S05", DAY + dt.timedelta(days=1)), issued=ISSUED + dt.timedelta(days=3)))

    def value(lines, name):
        return next(line.split(":", 1)[1] for line in lines if line.startswith(name))

    assert value(first, "UID") == value(later, "UID") == "s05.bogota-1@mentorkit"
    assert int(value(first, "SEQUENCE")) + 3 == int(value(later, "SEQUENCE"))
    assert value(later, "DTSTART;TZID") == "20260331T173000"


def test_the_clock_change_stands_in_the_zone():
    """Madrid changes to summer time on 29 March 2026 at two in the morning."""
    lines = unfolded(calendar(("S04", dt.date(2026, 3, 23)), ("S05", DAY), zone="Europe/Madrid"))
    begin = lines.index("BEGIN:DAYLIGHT")

    assert lines[begin + 1 : begin + 4] == [
        "DTSTART:20260329T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
    ]


@pytest.mark.parametrize("zone", ["America/Bogota", "Europe/Madrid", "America/Santiago", "Asia/Kolkata"])
def test_another_program_reads_the_same_moments(zone):
    """An independent reader of iCalendar finds every session at its hour in its zone."""
    reader = pytest.importorskip("icalendar")
    days = [("S04", dt.date(2026, 3, 23)), ("S05", DAY), ("S06", dt.date(2026, 4, 13))]

    events = reader.Calendar.from_ical(calendar(*days, zone=zone)).walk("VEVENT")

    expected = [dt.datetime.combine(day, dt.time(17, 30), ZoneInfo(zone)) for _, day in days]
    assert expected == [event["DTSTART"].dt for event in events]
    assert "Dibujar tres futuros (30 min)" in str(events[1]["DESCRIPTION"])


def test_lines_are_short_and_end_alike():
    """No line has more than 75 octets; each ends with CR LF."""
    text = calendar(*[(code, DAY + dt.timedelta(days=place)) for place, code in enumerate(GUIDES)])

    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_folding_can_be_undone(text):
    """Unfolding gives the line back, and no letter is cut."""
    folded = _folded(text)

    assert text == folded.replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))


@given(st.text("ab,;\\\n", max_size=30))
def test_escaping_can_be_undone(text):
    """A value's commas, semicolons, backslashes and line ends survive."""
    pairs = {"n": "\n"}

    assert text == re.sub(r"\\(.)", lambda match: pairs.get(match[1], match[1]), _text(text))


@pytest.mark.parametrize("wrong", [{"start": "7pm"}, {"start": "24:00"}])
def test_a_wrong_hour_is_refused(wrong):
    """The refusal shows how an hour is written."""
    with pytest.raises(InvalidInputError, match="HH:MM"):
        calendar(("S05", DAY), **wrong)


def studio_event(day: dt.date, language: str = "es", **options) -> list[str]:
    """Give the lines of a calendar with the first open studio of 24 weeks."""
    studio = read_arc(ROOT).arc.variant(24).studios[0]
    return unfolded(calendar_ics("bogota-1", [Appointment(studio, day)], "America/Bogota", language, issued=ISSUED, start="17:30", **options))


@pytest.mark.parametrize(("language", "title", "part"), [("es", "Taller abierto: pruebas pequeñas en marcha", "Descanso (10 min)"), ("en", "Open studio: small tests under way", "Break (10 min)")])
def test_an_open_studio_is_an_event(language, title, part):
    """Ninety minutes from the session's hour, with its parts; moved by name, as sessions are."""
    lines = studio_event(dt.date(2026, 5, 25), language)

    assert {"UID:studio-tests.bogota-1@mentorkit", f"SUMMARY:{title}"} <= set(lines)
    assert {"DTSTART;TZID=America/Bogota:20260525T173000", "DTEND;TZID=America/Bogota:20260525T190000"} <= set(lines)
    assert part in next(line for line in lines if line.startswith("DESCRIPTION:"))
    assert part not in "".join(studio_event(dt.date(2026, 5, 25), language, with_agenda=False))


def test_a_session_given_twice_is_refused():
    """Two events with one identity would hide each other."""
    with pytest.raises(InvalidInputError, match="twice"):
        calendar(("S05", DAY), ("S05", DAY))
