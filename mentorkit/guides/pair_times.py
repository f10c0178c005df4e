"""When a pair could meet: the hours that both have free, and a proposal for each of their meetings."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mentorkit.guides.hours import QUARTERS_A_DAY, clock_time, local_slots

Slots = frozenset[int]


@dataclass(frozen=True)
class Meeting:
    """A pair's meeting: its code, the day its week begins, and how long it takes."""

    code: str
    week_of: dt.date
    minutes: int


@dataclass(frozen=True)
class Proposal:
    """A day and an hour for a pair's meeting; without hours in common, its week alone."""

    mentee: str
    mentor: str
    code: str
    day: dt.date
    start: str | None


def weekly_hours(slots: Slots, timezone: str, on: dt.date) -> list[tuple[int, str, str]]:
    """
    Give weekly slots as runs on the local clock: weekday (0 is Monday), begin and end.

    >>> weekly_hours(frozenset(range(72, 80)), "UTC", dt.date(2026, 2, 2))
    [(0, '18:00', '20:00')]
    """
    local = local_slots(slots, timezone, on)
    runs: list[tuple[int, str, str]] = []
    for day in range(7):
        own = [quarter for quarter in range(QUARTERS_A_DAY) if day * QUARTERS_A_DAY + quarter in local]
        begins = [quarter for quarter in own if quarter - 1 not in own]
        ends = [quarter + 1 for quarter in own if quarter + 1 not in own]
        runs += [(day, clock_time(begin), clock_time(end)) for begin, end in zip(begins, ends, strict=True)]
    return runs


def proposals(
    pairs: Sequence[tuple[str, str]],
    availability: Mapping[str, Slots],
    meetings: Sequence[Meeting],
    timezone: str,
    starts: dt.date,
    *,
    closed: Container[dt.date] = (),
    busy: Mapping[str, Collection[tuple[dt.date, int, int]]] | None = None,
    last_days: Mapping[tuple[str, str], dt.date] | None = None,
) -> list[Proposal]:
    """
    Give a day and an hour for every meeting of every pair, in the order of weeks and then of pairs.

    Each falls into the meeting's own week, on the first hours that both have free, that are no public holiday,
    and in which neither has another session or another pair's meeting. A pair without such hours gets
    the week's first day and no hour. The same values in another order give the same proposals.

    Args:
        availability: Each person's free quarter-hours of the week in UTC.
        meetings: The meetings, the same for every pair.
        timezone: In which the clock is read.
        starts: The cohort's first day, on which availability was read.
        busy: By person, days with the first quarter-hour taken and the one after the last.
        last_days: By pair, the day on which it ended; later meetings are left out.
    """
    free = {person: local_slots(slots, timezone, starts) for person, slots in availability.items()}
    taken = {person: set(spans) for person, spans in (busy or {}).items()}
    found = []
    for meeting in sorted(meetings, key=lambda one: (one.week_of, one.code)):
        for mentee, mentor in sorted(pairs):
            if meeting.week_of > (last_days or {}).get((mentee, mentor), dt.date.max):
                continue
            common = free.get(mentee, frozenset()) & free.get(mentor, frozenset())
            both = [taken.setdefault(person, set()) for person in (mentee, mentor)]
            day, quarter = _first(meeting, common, closed, set().union(*both))
            found.append(Proposal(mentee, mentor, meeting.code, day, None if quarter is None else clock_time(quarter)))
            for spans in both if quarter is not None else ():
                spans.add((day, quarter, quarter + _quarters(meeting.minutes)))
    return found


def session_span(day: dt.date, start: str, minutes: int) -> tuple[dt.date, int, int]:
    """Give a session's place as `busy` holds it: its day, its first quarter-hour and the one after its last."""
    hours, past = map(int, start.split(":"))
    return day, (hours * 60 + past) // 15, math.ceil((hours * 60 + past + minutes) / 15)


def _first(
    meeting: Meeting, common: Slots, closed: Container[dt.date], taken: Iterable[tuple[dt.date, int, int]]
) -> tuple[dt.date, int | None]:
    """Give the first day and quarter-hour of the meeting's week that fit, or its first day alone."""
    spans, length = list(taken), _quarters(meeting.minutes)
    for place in range(7):
        day = meeting.week_of + dt.timedelta(days=place)
        if day in closed:
            continue
        first = day.weekday() * QUARTERS_A_DAY
        for quarter in sorted(slot - first for slot in common if 0 <= slot - first <= QUARTERS_A_DAY - length):
            end = quarter + length
            whole = all(first + one in common for one in range(quarter, end))
            if whole and not any(day == at and quarter < till and begin < end for at, begin, till in spans):
                return day, quarter
    return meeting.week_of, None


def _quarters(minutes: int) -> int:
    return math.ceil(minutes / 15)
