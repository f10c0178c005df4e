"""When the people of a cohort can come: everybody's weekly slots laid over each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo

QUARTERS_A_DAY = 96
QUARTERS_A_WEEK = 7 * QUARTERS_A_DAY


def local_slots(slots: frozenset[int], timezone: str, on: dt.date) -> frozenset[int]:
    """
    Give weekly quarter-hours in UTC as those of a time zone, with its offset on a day.

    >>> sorted(local_slots(frozenset([0, 1]), "America/Bogota", dt.date(2026, 2, 2)))
    [652, 653]
    """
    offset = dt.datetime.combine(on, dt.time(12), ZoneInfo(timezone)).utcoffset()
    shift = round(offset.total_seconds() / 900) if offset else 0
    return frozenset((slot + shift) % QUARTERS_A_WEEK for slot in slots)


def clock_time(quarter: int) -> str:
    """Give the time of day at which a quarter-hour begins."""
    return f"{quarter // 4:02d}:{quarter % 4 * 15:02d}"


def free_people(availability: Collection[frozenset[int]], minutes: int, timezone: str, on: dt.date) -> list[int]:
    """
    Give, for each quarter-hour of the local week, how many people are free from then on for so long.

    Args:
        availability: Each person's free quarter-hours of the week in UTC (0 is Monday 00:00).
        minutes: How long the session takes.
        timezone: The room's IANA time zone.
        on: The day whose offset from UTC is used.

    >>> monday_evening = frozenset(range(72, 80))  # 18:00 to 20:00 UTC
    >>> free = free_people([monday_evening], 90, "UTC", dt.date(2026, 2, 2))
    >>> free[72], free[74], free[75]
    (1, 1, 0)
    """
    length = -(-minutes // 15)
    counts = [0] * QUARTERS_A_WEEK
    for slots in (local_slots(own, timezone, on) for own in availability):
        for quarter in slots:
            if all((quarter + step) % QUARTERS_A_WEEK in slots for step in range(length)):
                counts[quarter] += 1
    return counts


def best_start(free: Sequence[int], weekday: int) -> tuple[str, int]:
    """
    Give the time of a weekday (0 is Monday) at which most people are free, and how many they are.

    Of equally good times the one nearest to half past five in the afternoon is given.
    """
    day = free[weekday * QUARTERS_A_DAY : (weekday + 1) * QUARTERS_A_DAY]
    quarter = min(range(QUARTERS_A_DAY), key=lambda at: (-day[at], abs(at - 70), at))
    return clock_time(quarter), day[quarter]
