"""A cohort's sessions as one calendar file (iCalendar, RFC 5545) that every calendar program reads."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from mentorkit.errors import InvalidInputError
from mentorkit.guides.agenda import Slot, agenda, clock, is_clock
from mentorkit.guides.wording import WORDS
from mentorkit.model.curriculum import Guide

_EPOCH = dt.date(2020, 1, 1)
_OCTETS = 75


@dataclass(frozen=True)
class Appointment:
    """A session on its day."""

    guide: Guide
    day: dt.date


def calendar_ics(
    cohort: str,
    appointments: Sequence[Appointment],
    timezone: str,
    language: str,
    *,
    issued: dt.date,
    start: str | None = None,
) -> str:
    """
    Give a cohort's calendar as one text.

    Each event keeps its identity for ever (cohort and session), and a later issue has a higher sequence:
    reading it again moves events instead of doubling them. Pair meetings last a day without an hour, as does everything
    while no start is given; the agenda stands in the description.

    Args:
        cohort: The cohort's name, part of every event's identity.
        appointments: Sessions with their days, holidays already skipped.
        timezone: IANA name of the zone in which the clock is read.
        language: `es` or `en`.
        issued: The day on which the calendar is given out.
        start: When sessions begin, `HH:MM`.

    Raises:
        InvalidInputError: A start that is no time of day, a name that does not fit, or a session given twice.
    """
    _refuse_wrong(cohort, appointments, start)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//mentorkit//mentorkit//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(cohort)}",
        f"X-WR-TIMEZONE:{timezone}",
        *_zone(timezone, [appointment.day for appointment in appointments]),
    ]
    for appointment in sorted(appointments, key=lambda one: (one.day, one.guide.session.id)):
        lines += _event(cohort, appointment, timezone, language, issued, start)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _refuse_wrong(cohort: str, appointments: Sequence[Appointment], start: str | None) -> None:
    codes = [appointment.guide.session.id for appointment in appointments]
    if start is not None and not is_clock(start):
        raise InvalidInputError("the start is no time of day; write HH:MM, like 17:30")
    if not re.fullmatch(r"[A-Za-z0-9._-]+", cohort):
        raise InvalidInputError("the cohort's name has other signs than letters, digits, dots and hyphens")
    if len(set(codes)) < len(codes):
        raise InvalidInputError("a session is given twice; give each once")


def _event(
    cohort: str, appointment: Appointment, timezone: str, language: str, issued: dt.date, start: str | None
) -> Iterator[str]:
    session, script = appointment.guide.session, appointment.guide.scripts[language]
    loose = start is None or session.kind == "pair-meeting"
    yield "BEGIN:VEVENT"
    yield f"UID:{session.id.lower()}.{cohort}@mentorkit"
    yield f"DTSTAMP:{issued:%Y%m%d}T000000Z"
    yield f"SEQUENCE:{max(0, (issued - _EPOCH).days)}"
    yield from _times(appointment, timezone, None if loose else start)
    yield f"SUMMARY:{_text(f'{session.id} · {script.title}')}"
    yield f"DESCRIPTION:{_text(_description(appointment.guide, language, None if loose else start))}"
    yield f"CATEGORIES:{','.join(_text(WORDS[language][name]) for name in session.audience)}"
    yield f"TRANSP:{'TRANSPARENT' if loose else 'OPAQUE'}"
    yield "END:VEVENT"


def _times(appointment: Appointment, timezone: str, start: str | None) -> Iterator[str]:
    if start is None:
        yield f"DTSTART;VALUE=DATE:{appointment.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{appointment.day + dt.timedelta(days=1):%Y%m%d}"
        return
    begin = dt.datetime.combine(appointment.day, dt.time.fromisoformat(start))
    end = begin + dt.timedelta(minutes=appointment.guide.session.duration)
    yield f"DTSTART;TZID={timezone}:{begin:%Y%m%dT%H%M%S}"
    yield f"DTEND;TZID={timezone}:{end:%Y%m%dT%H%M%S}"


def _description(guide: Guide, language: str, start: str | None) -> str:
    script, words = guide.scripts[language], WORDS[language]
    lines = [script.question, ""]
    if guide.session.kind == "pair-meeting":
        lines += [words["move"], ""]
    return "\n".join(lines + [_line(slot, guide, language, start) for slot in agenda(guide.session)])


def _line(slot: Slot, guide: Guide, language: str, start: str | None) -> str:
    part = guide.scripts[language].part(slot.block.id)
    name = part.heading if part else slot.block.id
    hour = f"{clock(start, slot.begin)} " if start else ""
    return f"{hour}{name} ({slot.minutes} {WORDS[language]['minutes']})"


def _zone(timezone: str, days: Iterable[dt.date]) -> list[str]:
    """Give the zone's offsets over the calendar's days: one part for each change of the clock."""
    known = sorted(days) or [_EPOCH]
    lines = ["BEGIN:VTIMEZONE", f"TZID:{timezone}"]
    for change, before, after in _changes(ZoneInfo(timezone), known[0], known[-1]):
        kind = "DAYLIGHT" if after.dst() else "STANDARD"
        lines += [
            f"BEGIN:{kind}",
            f"DTSTART:{change:%Y%m%dT%H%M%S}",
            f"TZOFFSETFROM:{before:%z}",
            f"TZOFFSETTO:{after:%z}",
            f"TZNAME:{after.tzname()}",
            f"END:{kind}",
        ]
    return [*lines, "END:VTIMEZONE"]


def _changes(
    zone: ZoneInfo, first: dt.date, last: dt.date
) -> Iterator[tuple[dt.datetime, dt.datetime, dt.datetime]]:
    """Give local time (before the change), and the moments before and after, from a day before the first."""
    hour = dt.timedelta(hours=1)
    moment = dt.datetime.combine(first, dt.time(), dt.UTC) - 24 * hour
    begin = moment.astimezone(zone)
    yield begin.replace(tzinfo=None), begin, begin
    end = dt.datetime.combine(last, dt.time(), dt.UTC) + 48 * hour
    while moment < end:
        before, after = moment.astimezone(zone), (moment + hour).astimezone(zone)
        if before.utcoffset() != after.utcoffset():
            yield before.replace(tzinfo=None) + hour, before, after
        moment += hour


def _text(text: str) -> str:
    """Escape a text value: backslash, semicolon, comma and new line."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Fold a line after 75 octets at most, never inside a letter."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > _OCTETS - bool(pieces):
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece])
