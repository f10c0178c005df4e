"""Goal attainment."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mentorkit.errors import InvalidInputError


def goal_attainment(levels: ArrayLike, weights: ArrayLike | None = None, *, rho: float = 0.3) -> float:
    """
    Give one person's T score: 50 where goals are met as expected on the whole.

    T = 50 + 10 Σwx ÷ √((1 − ρ) Σw² + ρ (Σw)²). The levels are ordinal and ρ is assumed, so the share of
    goals at or above 0 belongs beside it.

    >>> round(goal_attainment([1, 0, 1]), 1)
    59.1

    Args:
        levels: Attainment of each goal, from −2 (much less than expected) to +2, shape (goals,).
        weights: Importance of each goal; 1 unless given.
        rho: Assumed correlation between goals.

    Raises:
        InvalidInputError: No goal, a level outside −2…+2, or weights that are negative or all 0.

    Source:
        Kiresuk & Sherman (1968).
    """
    x = np.asarray(levels, dtype=float)
    w = np.ones_like(x) if weights is None else np.asarray(weights, dtype=float)
    if x.size == 0 or not np.all(np.abs(x) <= 2):
        raise InvalidInputError("goal attainment needs at least one goal, each with a level from −2 to +2")
    if w.shape != x.shape or not np.all(w >= 0) or not w.sum() > 0:
        raise InvalidInputError("goal attainment needs one weight a goal, none negative and not all 0")
    return float(50 + 10 * (w @ x) / np.sqrt((1 - rho) * (w @ w) + rho * w.sum() ** 2))


def last_levels(goals):
    """
    Give each person's goals with the last level that stands: columns `person_id, goal, weight, level`.

    A goal without a level is unknown and stays, with NaN.

    Args:
        goals: The cohort's goals table.
    """
    import pandas as pd

    columns = ["person_id", "goal", "weight", "level"]
    if goals is None or goals.empty:
        return pd.DataFrame(columns=columns)
    rows = goals.reindex(columns=[*columns, "date"]).copy()
    rows["weight"] = pd.to_numeric(rows["weight"]).fillna(1.0)
    rows["level"] = pd.to_numeric(rows["level"])
    rows["date"] = pd.to_datetime(rows["date"])
    rows["known"] = rows["level"].notna()
    rows = rows.sort_values(["person_id", "goal", "known", "date", "level"], na_position="first", kind="stable")
    return rows.groupby(["person_id", "goal"], as_index=False, sort=True).last()[columns]


def attainment_by_person(goals) -> dict[str, float]:
    """Give T for each person with at least one rated goal, from the frame of `last_levels`."""
    rated = goals[goals["level"].notna() & (goals["weight"] > 0)]
    return {
        person: goal_attainment(rows["level"], rows["weight"]) for person, rows in rated.groupby("person_id", sort=True)
    }


def easy_goals(levels: ArrayLike) -> bool:
    """Tell whether more than 70 % of the goals stand at +1 or above, a sign that they were set low."""
    levels = np.asarray(levels, dtype=float)
    levels = levels[~np.isnan(levels)]
    return bool(levels.size and (levels >= 1).mean() > 0.7)
