"""When the people of a cohort can come: everybody's weekly slots laid over each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo

QUARTERS_A_DAY = 96
QUARTERS_A_WEEK = 7 * QUARTERS_A_DAY


def free_people(
    availability: Collection[frozenset[int]], minutes: int, timezone: str, on: dt.date
) -> list[int]:
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
    offset = dt.datetime.combine(on, dt.time(12), ZoneInfo(timezone)).utcoffset()
    shift = round(offset.total_seconds() / 900) if offset else 0
    length = -(-minutes // 15)
    counts = [0] * QUARTERS_A_WEEK
    for slots in availability:
        for quarter in slots:
            if all((quarter + step) % QUARTERS_A_WEEK in slots for step in range(length)):
                counts[(quarter + shift) % QUARTERS_A_WEEK] += 1
    return counts


def best_start(free: Sequence[int], weekday: int) -> tuple[str, int]:
    """
    Give the time of a weekday (0 is Monday) at which most people are free, and how many they are.

    Of equally good times the one nearest to half past five in the afternoon is given.
    """
    day = free[weekday * QUARTERS_A_DAY : (weekday + 1) * QUARTERS_A_DAY]
    quarter = min(range(QUARTERS_A_DAY), key=lambda at: (-day[at], abs(at - 70), at))
    return f"{quarter // 4:02d}:{quarter % 4 * 15:02d}", day[quarter]
