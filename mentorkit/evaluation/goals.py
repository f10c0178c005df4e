"""Goal attainment."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mentorkit.model.instruments import goal_attainment


def last_levels(goals):
    """
    Give each person's goals with the last level that stands: columns `person_id, goal, weight, level`.

    A goal without a level is unknown and stays, with NaN.
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
