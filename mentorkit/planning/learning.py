"""What a cohort of this size can show: minimum detectable change, and cohorts until a typical effect is seen."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from pandas import DataFrame

from mentorkit.errors import InvalidInputError
from mentorkit.model.program import Program

TYPICAL_EFFECT = 0.2


@lru_cache(maxsize=512)
def minimum_detectable(people: int, power: float = 0.8, alpha: float = 0.05) -> float | None:
    """
    Give the smallest mean change, in SD of the differences, that n people before and after can show.

    None below three people.

    >>> round(minimum_detectable(30), 2)
    0.53

    Source:
        Paired t test, two-sided; Cohen (1988), by statsmodels.
    """
    from statsmodels.stats.power import TTestPower

    if people < 3:
        return None
    found = TTestPower().solve_power(nobs=people, power=power, alpha=alpha, alternative="two-sided")
    return abs(float(np.squeeze(found)))  # the two-sided power is symmetric, and its solver may find −d in an array


@lru_cache(maxsize=64)
def people_needed(effect: float, power: float = 0.8, alpha: float = 0.05, groups: int = 1) -> int:
    """
    Give how many people must answer before and after to show an effect; with two groups, in each.

    >>> people_needed(0.21), people_needed(0.21, groups=2)
    (180, 357)

    Raises:
        InvalidInputError: The effect is not positive, or groups is not 1 or 2.
    """
    from statsmodels.stats.power import TTestIndPower, TTestPower

    if effect <= 0 or groups not in (1, 2):
        raise InvalidInputError("an effect above 0 and one or two groups are needed")
    test = TTestPower() if groups == 1 else TTestIndPower()
    found = test.solve_power(effect_size=effect, power=power, alpha=alpha, alternative="two-sided")
    return math.ceil(float(np.squeeze(found)))


def complete_answers(program: Program) -> dict[str, int]:
    """Give how many mentees are likely to answer before and after: planned × completed × answered, low to high."""
    size, funnel = program.design.size.mentees, program.design.funnel
    return {
        end: math.floor(size * getattr(funnel.completed, end) * getattr(funnel.answered, end) + 1e-9)
        for end in ("low", "likely", "high")
    }


def what_can_be_learned(program: Program, effect: float = TYPICAL_EFFECT) -> DataFrame:
    """
    Give what a cohort of the planned size can show: `end, complete, detectable, cohorts`.

    For the low, likely and high number of complete answers: the minimum detectable change (SD, 80 %
    power) and the cohorts of this size to be pooled until `effect` can be seen.
    """
    needed = people_needed(effect)
    rows = [
        (end, people, minimum_detectable(people), math.ceil(needed / people) if people else None)
        for end, people in complete_answers(program).items()
    ]
    return DataFrame(rows, columns=["end", "complete", "detectable", "cohorts"])


def detectable_curve(largest: int = 250) -> DataFrame:
    """Give the minimum detectable change over the number of complete answers, for the picture: `people, detectable`."""
    people = [
        n
        for n in (5, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 125, 150, 175, 200, 250, 300, 400)
        if n <= largest
    ]
    return DataFrame({"people": people, "detectable": [minimum_detectable(n) for n in people]})
