"""
Published instruments that mentorkit can score: where they are from, under which terms, and their shape.

No item of another's instrument stands here: whoever uses one takes the items from its owner, under the owner's
terms, unchanged. A code book that names an instrument has to have its number of items, its range and its reversals.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mentorkit.errors import InvalidInputError

Terms = Literal["free", "free-non-commercial", "ask", "paid"]


@dataclass(frozen=True)
class Instrument:
    """
    One instrument.

    `times` and `less` turn the mean of the items (reversed ones turned) into the published score:
    (mean − less) × times. `reliability` is what its source reports, in words.
    """

    id: str
    name: str
    source: str
    terms: Terms
    items: int
    low: int
    high: int
    reversed: int
    reliability: str = "–"
    times: float = 1
    less: float = 0

    def score(self, mean: float) -> float:
        """
        Give the published score from the mean of the items.

        >>> INSTRUMENTS["sus"].score(4.0), INSTRUMENTS["gse"].score(2.9)
        (75.0, 29.0)
        """
        return (mean - self.less) * self.times


INSTRUMENTS: dict[str, Instrument] = {
    one.id: one
    for one in (
        Instrument("ysor", "Youth Strength of Relationship", "National Mentoring Resource Center, Measurement Guidance Toolkit", "ask", 10, 1, 5, 4),
        Instrument("youth-centered", "Youth-Centered Relationship", "National Mentoring Resource Center, Measurement Guidance Toolkit", "free-non-commercial", 5, 1, 4, 0),
        Instrument("mca-21", "Mentoring Competency Assessment, 21 items", "Hyun and others (2022), doi.org/10.1017/cts.2022.381", "ask", 21, 1, 7, 0, "α .77–.86"),
        Instrument("caas-sf", "Career Adapt-Abilities Scale, short form", "Maggiori, Rossier & Savickas (2017)", "ask", 12, 1, 5, 0),
        Instrument("gse", "General Self-Efficacy Scale", "Schwarzer & Jerusalem (1995)", "free", 10, 1, 4, 0, "α > .80; retest .57–.71", times=10),
        Instrument("cdse-sf", "Career Decision Self-Efficacy Scale, short form", "Betz, Klein & Taylor (1996); sold by Mind Garden", "paid", 25, 1, 5, 0, "α .94"),
        Instrument("sus", "System Usability Scale", "Brooke (1996)", "free", 10, 1, 5, 5, times=25, less=1),
    )
}


def goal_attainment(levels: Sequence[float], weights: Sequence[float] | None = None, *, rho: float = 0.3) -> float:
    """
    Give one person's T score: 50 where goals are met as expected on the whole.

    T = 50 + 10 Σwx ÷ √((1 − ρ) Σw² + ρ (Σw)²). The levels are ordinal and ρ is assumed, so the share of
    goals at or above 0 belongs beside it.

    >>> round(goal_attainment([1, 0, 1]), 1), round(goal_attainment([1, 0, -1, 2]), 2)
    (59.1, 57.25)

    Args:
        levels: Attainment of each goal, from −2 (much less than expected) to +2.
        weights: Importance of each goal; 1 unless given.
        rho: Assumed correlation between goals.

    Raises:
        InvalidInputError: No goal, a level outside −2…+2, or weights that are negative or all 0.

    Source:
        Kiresuk & Sherman (1968).
    """
    x = [float(level) for level in levels]
    w = [1.0] * len(x) if weights is None else [float(weight) for weight in weights]
    if not x or not all(abs(level) <= 2 for level in x):
        raise InvalidInputError("goal attainment needs at least one goal, each with a level from −2 to +2")
    if len(w) != len(x) or not all(weight >= 0 for weight in w) or not sum(w) > 0:
        raise InvalidInputError("goal attainment needs one weight a goal, none negative and not all 0")
    total, squares = sum(weight * level for weight, level in zip(w, x)), sum(weight * weight for weight in w)
    return 50 + 10 * total / math.sqrt((1 - rho) * squares + rho * sum(w) ** 2)


def shape_problem(instrument: str, items: int, ranges: set[tuple[float | None, float | None]], reversed_items: int) -> str | None:
    """
    Give why items are not those of an instrument, or None.

    Args:
        instrument: Its id.
        items: How many items the code book's scales use.
        ranges: Their ranges.
        reversed_items: How many of them are reversed.
    """
    if instrument not in INSTRUMENTS:
        return f'instrument "{instrument}" is not in the register; choose one of {", ".join(INSTRUMENTS)}, or leave it out'
    one = INSTRUMENTS[instrument]
    if items != one.items:
        return f'{one.name} has {one.items} items and the scales use {items}; take them all, unchanged, or leave "instrument" out'
    if ranges != {(one.low, one.high)}:
        return f'{one.name} is answered from {one.low} to {one.high}; declare min: {one.low} and max: {one.high} for each item'
    if reversed_items != one.reversed:
        return f'{one.name} has {one.reversed} reversed items and {reversed_items} are declared; look them up in its manual'
    return None
