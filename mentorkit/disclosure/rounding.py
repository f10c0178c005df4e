"""
Single figures as they may leave: counts, shares and means that nobody can be counted from.

Every published figure stands for a set of true ones. A count below the threshold k only ever stands in a
set that also holds k, chosen by a rule that does not look at whether the count is below k: even who knows
the rule cannot tell that it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from mentorkit.errors import InvalidInputError

STEP = 5
SMALL_COHORT = 20
FEWEST_FOR_MEAN = 10
FEWEST_FOR_PERCENT = 20


@dataclass(frozen=True)
class PublicCount:
    """
    A number of people as it is published: the value shown, and the least and the most it may stand for.

    `nearly_all` marks a part shown as nearly the whole it is taken from.
    """

    value: int
    low: int
    high: int
    nearly_all: bool = False


def withheld(reason: str) -> dict[str, Any]:
    """Give what stands in the place of a figure that may not leave; the reasons are in `wording`."""
    return {"value": None, "display": "–", "withheld": reason}


def check_threshold(k: int) -> None:
    """
    Refuse a threshold that is not 5 or 10.

    Raises:
        InvalidInputError: Another threshold.
    """
    if k not in (5, 10):
        raise InvalidInputError("the threshold is 5, or 10 for minors and sensitive answers")


def public_count(count: int, k: int, *, whole: tuple[int, PublicCount] | None = None) -> PublicCount | None:
    """
    Give a count to the nearest 5, or None where it is below k or its whole is too small to take parts from.

    Taken from a published whole, the rest must not be countable either: where it is a small share of the
    whole the count is shown as nearly all of it.

    >>> public_count(23, 5)
    PublicCount(value=25, low=23, high=27, nearly_all=False)
    >>> public_count(29, 5, whole=(30, public_count(30, 5))).nearly_all
    True

    Args:
        whole: The true count of the whole, and the whole as published.
    """
    if count < k:
        return None
    if whole is not None:
        total, shown = whole
        limit = coding_limit(shown, k)
        if limit is None:
            return None
        if (total - count) * 100 < limit * total:
            low = max(k, math.floor(shown.low * (1 - limit / 100)))
            return PublicCount(shown.value, low, shown.high, nearly_all=True)
    value = STEP * ((count + STEP // 2) // STEP)
    return PublicCount(value, max(k, value - STEP // 2), value + STEP // 2)


def shown_count(count: PublicCount | None, whole: str | None = None) -> dict[str, Any]:
    """
    Give a published count as JSON; `whole` names the published number that it is a part of.

    `least` and `most` are what the value may stand for: a reader who knows the rules can tell them anyway.

    >>> shown_count(PublicCount(45, 36, 47, nearly_all=True), "matched")["display"]
    '35–45'
    """
    if count is None:
        return withheld("too-few")
    ends = {"least": count.low, "most": count.high} | ({"within": whole} if whole else {})
    if count.nearly_all:
        least = min(STEP * (count.low // STEP), count.value)
        display = f"{least}–{count.value}" if least < count.value else f"≈{count.value}"
        return {"value": count.value, "display": display, "nearly_all_of": whole, **ends}
    return {"value": count.value, "display": f"≈{count.value}", **ends}


def band(count: int, k: int) -> dict[str, Any]:
    """
    Give the band of a count in a cohort under 20.

    >>> band(7, 5)["display"], band(12, 10)["display"], band(3, 5)["display"]
    ('5–9', '10–19', '–')
    """
    if count < k:
        return withheld("too-few")
    low, high = (k, 9) if count < 10 else (10, 19) if count < 20 else (20, None)
    return {"value": None, "display": f"{low}–{high}" if high else f"{low}+", "low": low, "high": high}


def percent_grid(n: PublicCount) -> int:
    """
    Give the step of percentages: the finest of 1, 2, 5 and 10 that spans two people or more.

    >>> [percent_grid(PublicCount(n, n - 2, n + 2)) for n in (20, 40, 120, 300)]
    [10, 5, 2, 1]
    """
    return next(g for g in (1, 2, 5, 10) if g * n.value >= 200 or g == 10)


def coding_limit(n: PublicCount, k: int) -> int | None:
    """
    Give the percentage below which a share is only said to be below it: the first multiple of 5 that
    holds k people.

    None where that would be half or more, or under 20 people: then no percentage is published.

    >>> [coding_limit(PublicCount(n, n - 2, n + 2), 5) for n in (15, 20, 30, 60, 200)]
    [None, 30, 20, 10, 5]
    """
    limit = 5 * (100 * k // (5 * n.low) + 1)
    return limit if limit < 50 and n.value >= FEWEST_FOR_PERCENT else None


def public_share(count: float, total: float, n: PublicCount | None, k: int) -> dict[str, Any]:
    """
    Give a share in whole percents: rounded in the middle, `<x %` or `>y %` at the ends.

    The interval is Wilson's for the figures as published, so that it tells nothing more.

    >>> public_share(18, 40, public_count(40, 5), 5)["display"]
    '45 %'
    >>> public_share(38, 40, public_count(40, 5), 5)["display"]
    '>85 %'

    Args:
        count: Cases with the property.
        total: Cases; may be more than the people behind them (weeks, sessions, goals).
        n: The people behind the cases, as published.
    """
    if n is None or total <= 0:
        return withheld("too-few")
    limit = coding_limit(n, k)
    if limit is None:
        return withheld("too-few-for-percentages")
    share = count / total
    if share * 100 < limit - 1e-9:
        return {"value": None, "display": f"<{limit} %", "below": limit / 100}
    if share * 100 > 100 - limit + 1e-9:
        return {"value": None, "display": f">{100 - limit} %", "above": 1 - limit / 100}
    grid = percent_grid(n)
    percent = min(max(grid * math.floor(100 * share / grid + 0.5), limit), 100 - limit)
    low, high = _wilson(percent / 100, n.value)
    return {"value": percent / 100, "display": f"{percent} %", "low": low, "high": high}


def share_range(shown: dict[str, Any], n: PublicCount, k: int) -> tuple[float, float]:
    """Give the shares that a published one may stand for: what a reader who knows the rules can tell."""
    limit, half = coding_limit(n, k) / 100, percent_grid(n) / 200
    if "below" in shown:
        return 0.0, shown["below"]
    if "above" in shown:
        return shown["above"], 1.0
    return max(shown["value"] - half, limit), min(shown["value"] + half, 1 - limit)


def _wilson(share: float, n: int) -> tuple[float, float]:
    z = 1.959963984540054
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return math.floor(100 * (centre - half)) / 100, math.ceil(100 * (centre + half)) / 100


def public_mean(
    value: float, n: PublicCount | None, k: int, *, ends: tuple[float, float] | None = None, steps: int = 1
) -> dict[str, Any]:
    """
    Give a mean with one decimal, or the reason why not.

    A mean at an end of its scale says that nearly everybody stands there; it is withheld.

    Args:
        n: The people behind it, as published.
        ends: The scale's least and greatest value.
        steps: Steps of one person's score within one point (the number of items of a scale).
    """
    if n is None or n.low < max(k, FEWEST_FOR_MEAN) - STEP // 2 or value != value:
        return withheld("too-few")
    shown = decimal(value)
    if ends is not None:
        room = min(shown - ends[0], ends[1] - shown) + 0.05
        if room * n.low * steps < k:
            return withheld("nearly-everybody")
    return {"value": shown, "display": f"{shown:.1f}"}


def decimal(value: float) -> float | None:
    """
    Give a figure with one decimal, halves away from zero, and no minus before 0; None where it is
    missing.
    """
    if value is None or value != value:
        return None
    return math.copysign(math.floor(abs(value) * 10 + 0.5) / 10, value) + 0.0


def outward(end: float | None, side: int) -> float | None:
    """
    Give an end of an interval with one decimal, rounded away from its middle; None where it is missing.

    >>> outward(0.046, -1), outward(0.536, 1)
    (0.0, 0.6)
    """
    if end is None or end != end:
        return None
    return (math.ceil if side > 0 else math.floor)(round(end * 10, 9)) / 10 + 0.0


def public_points(value: float, low: float, high: float, n: PublicCount | None, k: int) -> dict[str, Any]:
    """Give points from −100 to 100 on a step that spans k people or more, kept away from the ends."""
    if n is None or (limit := coding_limit(n, k)) is None:
        return withheld("too-few-for-percentages")
    step = points_step(n, k)
    if abs(value) > 100 - limit:
        return {"value": None, "display": f"{'>' if value > 0 else '<−'}{100 - limit}"}
    ends = {name: step * math.floor(x / step + 0.5) for name, x in (("low", low), ("high", high)) if x == x}
    shown = step * math.floor(value / step + 0.5)
    return {"value": shown, "display": f"{shown}".replace("-", "−"), **ends}


def points_step(n: PublicCount, k: int) -> int:
    """Give the step of points: the finest of 5, 10, 20 and 50 that spans k people or more."""
    return next(s for s in (5, 10, 20, 50) if s * n.low >= 100 * k or s == 50)


def points_range(shown: dict[str, Any], n: PublicCount, k: int) -> tuple[float, float]:
    """Give the points that published ones may stand for."""
    if shown.get("value") is None:
        limit = 100 - coding_limit(n, k)
        return (limit, 100) if shown["display"].startswith(">") else (-100, -limit)
    half = points_step(n, k) / 2
    return max(shown["value"] - half, -100), min(shown["value"] + half, 100)
