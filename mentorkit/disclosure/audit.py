"""The attack of an outsider who knows the rules, on one published table."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from mentorkit.disclosure.rounding import PublicCount, share_range

SLACK = 1e-9


def count_bounds(rows: Sequence[Mapping[str, Any]], n: PublicCount, k: int) -> dict[str, tuple[int, int]]:
    """
    Give the least and the greatest count of every answer that agree with a published table of shares.

    The unknowns are the number of people and the people by answer, all whole; the published shares, rounded
    or coded, and the published number bind them, and everybody gave just one answer. With one sum over
    ranges the integer program needs no solver: whatever the other groups leave is reached.

    Args:
        rows: `options` (merged answers) and the share as published.
        n: The people who answered, as published.
        k: The threshold in force, which outsiders know.

    Source:
        Fischetti & Salazar (2000), the attacker's problem.
    """
    found: dict[str, tuple[int, int]] = {}
    for people in range(n.low, n.high + 1):
        ranges = [_whole_numbers(row, people, n, k) for row in rows]
        least, most = (sum(r[end] for r in ranges) for end in (0, 1))
        if not least <= people <= most:
            continue
        for row, (low, high) in zip(rows, ranges):
            low, high = max(low, people - (most - high)), min(high, people - (least - low))
            for id in row["options"]:
                before = found.get(id, (high, 0))
                found[id] = min(before[0], low if len(row["options"]) == 1 else 0), max(before[1], high)
    return found


def _whole_numbers(row: Mapping[str, Any], people: int, n: PublicCount, k: int) -> tuple[int, int]:
    """Give the least and the greatest number of people that a published share of so many may stand for."""
    least, most = share_range(row, n, k)
    high = math.ceil(most * people - SLACK) - 1 if "below" in row else math.floor(most * people + SLACK)
    low = math.floor(least * people + SLACK) + 1 if "above" in row else math.ceil(least * people - SLACK)
    return max(low, 0), high


def proven_small(rows: Sequence[Mapping[str, Any]], n: PublicCount, k: int) -> list[str]:
    """Give the answers of which a table proves that fewer than k people gave them; none, if it may leave."""
    bounds = count_bounds(rows, n, k)
    return [id for row in rows for id in row["options"] if bounds.get(id, (0, 0))[1] < k]
