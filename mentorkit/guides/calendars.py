"""Sessions as calendar files (iCalendar, RFC 5545) that every calendar program reads: a cohort's, and each person's."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from mentorkit.errors import InvalidInputError
from mentorkit.guides.agenda import Slot, agenda, clock, is_clock
from mentorkit.guides.wording import WORDS
from mentorkit.model.arc import Studio
from mentorkit.model.curriculum import Guide

_EPOCH = dt.date(2020, 1, 1)
_OCTETS = 75
_ISSUE = ("SEQUENCE:", "DTSTAMP:")
_KEPT = ("UID:", "DTSTART", "DTEND", "SUMMARY:")


@dataclass(frozen=True)
class Appointment:
    """
    A session on its day, or an open studio of a longer programme.

    For a pair's meeting, `key` tells the pair from others, `partner` names the other person, and `start` is
    the hour that is suggested to the two. Its question is put to mentors: a mentee's calendar goes without.
    """

    guide: Guide | Studio
    day: dt.date
    key: str = ""
    partner: str = ""
    start: str | None = None
    with_question: bool = True

    @property
    def name(self) -> str:
        """What tells the event from all others of the cohort."""
        own = self.guide.id if isinstance(self.guide, Studio) else self.guide.session.id.lower()
        return ".".join(filter(None, (own, self.key)))


def calendar_ics(
    cohort: str,
    appointments: Sequence[Appointment],
    timezone: str,
    language: str,
    *,
    issued: dt.date,
    start: str | None = None,
    title: str = "",
    with_agenda: bool = True,
    earlier: str = "",
) -> str:
    """
    Give a calendar as one text.

    Each event keeps its identity for ever (cohort, session and, for a pair's own meeting, the pair), and what
    changed has a higher sequence: reading a later issue moves events instead of doubling them. With the
    issue before at hand, what did not change stays to the letter, and what is no longer held is cancelled.
    A pair meeting without a suggested hour lasts a day, as does everything while no start is given.

    Args:
        cohort: The cohort's name, part of every event's identity.
        appointments: Sessions with their days, holidays already skipped.
        timezone: IANA name of the zone in which the clock is read.
        issued: The day on which the calendar is given out.
        start: When sessions begin, `HH:MM`.
        title: The calendar's name as programs show it; the cohort's unless given.
        with_agenda: Whether descriptions hold the blocks with their minutes, as trainers need them.
        earlier: The text of the issue before.

    Raises:
        InvalidInputError: A start that is no time of day, a name that does not fit, or a session given twice.
    """
    _refuse_wrong(cohort, appointments, start)
    before = _events(earlier)
    events: dict[str, list[str]] = {}
    for one in sorted(appointments, key=lambda one: (one.day, one.start or start or "", one.name)):
        uid = f"{one.name}.{cohort}@mentorkit"
        told = list(_event(uid, one, timezone, language, start, with_agenda))
        events[uid] = _issued(told, before.get(uid), issued)
    for uid in sorted(before.keys() - events.keys()):
        events[uid] = _issued(_cancelled(before[uid]), before[uid], issued)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//mentorkit//mentorkit//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(title or cohort)}",
        f"X-WR-TIMEZONE:{timezone}",
        *_zone(timezone, [day for event in events.values() for day in _days(event)]),
    ]
    for event in events.values():
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _refuse_wrong(cohort: str, appointments: Sequence[Appointment], start: str | None) -> None:
    names = [one.name for one in appointments]
    for hour in (start, *(one.start for one in appointments)):
        if hour is not None and not is_clock(hour):
            raise InvalidInputError("the start is no time of day; write HH:MM, like 17:30")
    if not all(re.fullmatch(r"[A-Za-z0-9._-]+", name) for name in (cohort, *names)):
        raise InvalidInputError("a name has other signs than letters, digits, dots and hyphens")
    if len(set(names)) < len(names):
        raise InvalidInputError("a session is given twice; give each once")


def _events(text: str) -> dict[str, list[str]]:
    """Give the events of an earlier issue by their identity: content lines, unfolded."""
    lines = re.split(r"\r?\n", re.sub(r"\r?\n[ \t]", "", text))
    found: dict[str, list[str]] = {}
    event: list[str] = []
    for line in lines:
        if line == "BEGIN:VEVENT":
            event = []
        elif line == "END:VEVENT":
            found |= {own[4:]: list(event) for own in event if own.startswith("UID:")}
        else:
            event.append(line)
    return found


def _issued(event: Sequence[str], before: Sequence[str] | None, issued: dt.date) -> list[str]:
    """Give an event with its sequence and stamp: those of the issue before where nothing else changed."""
    if before is not None and [line for line in before if not line.startswith(_ISSUE)] == list(event):
        return list(before)
    today = max(0, (issued - _EPOCH).days)
    last = next((int(line[9:]) for line in before or () if re.fullmatch(r"SEQUENCE:\d{1,9}", line)), -1)
    sequence = max(today, last + 1)
    stamp = dt.datetime.combine(issued, dt.time()) + dt.timedelta(seconds=sequence - today)
    return [event[0], f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}", f"SEQUENCE:{sequence}", *event[1:]]


def _cancelled(event: Sequence[str]) -> list[str]:
    kept = [line for line in event if line.startswith(_KEPT)]
    return [*kept, "STATUS:CANCELLED", "TRANSP:TRANSPARENT"]


def _event(
    uid: str, one: Appointment, timezone: str, language: str, start: str | None, with_agenda: bool
) -> Iterator[str]:
    told = _studio if isinstance(one.guide, Studio) else _session
    title, minutes, audience, meeting = told(one.guide, language)
    hour = one.start if meeting or one.start else start
    partner = f" · {WORDS[language]['with']} {one.partner}" if one.partner else ""
    yield f"UID:{uid}"
    yield from _times(one, minutes, timezone, hour)
    yield f"SUMMARY:{_text(f'{title}{partner}')}"
    yield f"DESCRIPTION:{_text(_description(one, language, hour, with_agenda))}"
    yield f"CATEGORIES:{','.join(_text(WORDS[language][name]) for name in audience)}"
    yield f"STATUS:{'TENTATIVE' if meeting and one.start else 'CONFIRMED'}"
    yield f"TRANSP:{'TRANSPARENT' if meeting or hour is None else 'OPAQUE'}"


def _session(guide: Guide, language: str) -> tuple[str, int, Sequence[str], bool]:
    """Give title, minutes and audience, and whether it is a pair's own meeting."""
    session = guide.session
    return f"{session.id} · {guide.scripts[language].title}", session.duration, session.audience, session.kind == "pair-meeting"


def _studio(studio: Studio, language: str) -> tuple[str, int, Sequence[str], bool]:
    return studio.title[language], studio.minutes, ("mentees",), False


def _times(one: Appointment, minutes: int, timezone: str, start: str | None) -> Iterator[str]:
    if start is None:
        yield f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{one.day + dt.timedelta(days=1):%Y%m%d}"
        return
    begin = dt.datetime.combine(one.day, dt.time.fromisoformat(start))
    end = begin + dt.timedelta(minutes=minutes)
    yield f"DTSTART;TZID={timezone}:{begin:%Y%m%dT%H%M%S}"
    yield f"DTEND;TZID={timezone}:{end:%Y%m%dT%H%M%S}"


def _description(one: Appointment, language: str, start: str | None, with_agenda: bool) -> str:
    guide, words = one.guide, WORDS[language]
    if isinstance(guide, Studio):
        parts = [f"{part.text[language]} ({part.minutes} {words['minutes']})" for part in guide.agenda]
        return "\n".join([guide.purpose[language], *(["", *parts] if with_agenda else [])])
    lines = [guide.scripts[language].question] if one.with_question else []
    if guide.session.kind == "pair-meeting":
        lines += ["", words["move"]]
        start = None
    if with_agenda:
        lines += ["", *(_line(slot, guide, language, start) for slot in agenda(guide.session))]
    return "\n".join(lines).strip()


def _line(slot: Slot, guide: Guide, language: str, start: str | None) -> str:
    part = guide.scripts[language].part(slot.block.id)
    name = part.heading if part else slot.block.id
    hour = f"{clock(start, slot.begin)} " if start else ""
    return f"{hour}{name} ({slot.minutes} {WORDS[language]['minutes']})"


def _days(event: Sequence[str]) -> list[dt.date]:
    found = [re.search(r":(\d{8})", line) for line in event if line.startswith("DTSTART")]
    return [dt.datetime.strptime(match[1], "%Y%m%d").date() for match in found if match]


def _zone(timezone: str, days: Iterable[dt.date]) -> list[str]:
    """Give the zone's offsets over the calendar's days: one part for each change of the clock."""
    known = sorted(days) or [_EPOCH]
    return list(_zone_between(timezone, known[0], known[-1]))


@lru_cache(maxsize=64)  # a cohort's calendars have few first and last days
def _zone_between(timezone: str, first: dt.date, last: dt.date) -> tuple[str, ...]:
    lines = ["BEGIN:VTIMEZONE", f"TZID:{timezone}"]
    for change, before, after in _changes(ZoneInfo(timezone), first, last):
        kind = "DAYLIGHT" if after.dst() else "STANDARD"
        lines += [
            f"BEGIN:{kind}", f"DTSTART:{change:%Y%m%dT%H%M%S}", f"TZOFFSETFROM:{before:%z}", f"TZOFFSETTO:{after:%z}",
            f"TZNAME:{after.tzname()}", f"END:{kind}",
        ]
    return (*lines, "END:VTIMEZONE")


def _changes(zone: ZoneInfo, first: dt.date, last: dt.date) -> Iterator[tuple[dt.datetime, dt.datetime, dt.datetime]]:
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
    """Escape a text value: backslash, semicolon, comma and new line; other control signs are dropped."""
    plain = "".join(sign for sign in text if sign == "\n" or sign.isprintable())
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Fold a line after 75 octets at most, never inside a letter."""
    if len(line.encode()) <= _OCTETS:
        return line
    pieces, begin, length = [], 0, 0
    for at, letter in enumerate(line):
        octets = len(letter.encode())
        if length + octets > _OCTETS - bool(pieces):
            pieces.append(line[begin:at])
            begin, length = at, 0
        length += octets
    return "\r\n ".join([*pieces, line[begin:]])


def stems(ids: Iterable[str]) -> Mapping[str, str]:
    """
    Give a name for each person's files: the id where it is safe as one everywhere, else a hash of it.

    >>> stems(["A01", "../x"])["A01"]
    'A01'
    """
    import hashlib

    ids = sorted(set(ids))
    counts: dict[str, int] = {}
    for id in ids:
        counts[id.casefold()] = counts.get(id.casefold(), 0) + 1
    return {
        id: id
        if re.fullmatch(r"(?!p-)[A-Za-z0-9][A-Za-z0-9_-]{0,40}", id)
        and counts[id.casefold()] == 1
        and not re.fullmatch(r"(?i)con|prn|aux|nul|(com|lpt)\d", id)
        else "p-" + hashlib.sha256(id.encode()).hexdigest()[:16]
        for id in ids
    }
