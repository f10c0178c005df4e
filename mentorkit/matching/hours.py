"""Weekly hours in words: quarter-hours of the week in UTC, as somebody's own clock shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

QUARTERS_AN_HOUR = 4
A_DAY = 24 * QUARTERS_AN_HOUR
A_WEEK = 7 * A_DAY
DAYS = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


@dataclass(frozen=True)
class Clock:
    """A time zone, and the day whose offset from UTC is meant."""

    zone: str = "UTC"
    on: dt.date = dt.date(2026, 1, 1)

    @property
    def shift(self) -> int:
        """Quarter-hours to add to UTC."""
        noon = dt.datetime.combine(self.on, dt.time(12), ZoneInfo(self.zone))
        return round(noon.utcoffset() / dt.timedelta(minutes=15))


def spans(slots: Iterable[int], clock: Clock) -> list[tuple[int, int]]:
    """
    Give weekly hours as spans (first quarter, quarter after the last) of a clock's week, Monday 0:00 first.

    A span ends at midnight, where the next begins.

    >>> spans({0, 1, 2, 3, 95, 96}, Clock())
    [(0, 4), (95, 96), (96, 97)]
    """
    local = sorted({(slot + clock.shift) % A_WEEK for slot in slots})
    found: list[tuple[int, int]] = []
    for quarter in local:
        if found and found[-1][1] == quarter and quarter % A_DAY:
            found[-1] = (found[-1][0], quarter + 1)
        else:
            found.append((quarter, quarter + 1))
    return found


def hours_in_words(slots: Iterable[int], clock: Clock, language: str, most: int = 3) -> str:
    """
    Give weekly hours as a phrase, the longest spans where there are more than `most`, in the order of the week.

    >>> hours_in_words(range(72, 80), Clock(), "en")
    'Monday 18:00–20:00'
    """
    longest = sorted(spans(slots, clock), key=lambda span: (span[0] - span[1], span[0]))[:most]
    return "; ".join(span_in_words(span, language) for span in sorted(longest))


def span_in_words(span: tuple[int, int], language: str) -> str:
    """Give a span of the week as a phrase."""
    begin, end = span
    day = DAYS[language][begin // A_DAY % 7]
    return f"{day} {_time(begin % A_DAY)}–{_time((end - 1) % A_DAY + 1)}"


def _time(quarter: int) -> str:
    return f"{quarter // 4}:{quarter % 4 * 15:02d}"
