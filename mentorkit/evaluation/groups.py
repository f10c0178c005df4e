"""Equal chances: how participation, match quality, progress and outcome differ between groups."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from mentorkit.evaluation.change import what_to_print
from mentorkit.evaluation.compared import primary_comparison
from mentorkit.evaluation.intervals import NAN, Estimate, cluster_share, mean, part
from mentorkit.evaluation.metrics import Standing

GROUP_COLUMNS = ("group", "category", "measure", "value", "low", "high", "n")
FEWEST = 5


def group_table(now: Standing, columns: Sequence[str], scores: pd.Series | None = None) -> pd.DataFrame:
    """
    Give participation, match score, engagement, completion and change by group, each with interval and n.

    Measures: `matched` (of those who applied), `score` (of the pair), `engagement` (pair-periods with a
    meeting), `completion` (of those matched), `change` (of the primary scale, where 50 people or more have both
    scores). A figure of fewer than five people is NaN. People without an answer are the category None; columns the cohort does not have
    are left out. There is no test: groups of this size differ by chance alone more often than not.

    Args:
        scores: The pair's score by mentee id, if known.
    """
    people = now.cohort.mentees
    changes = primary_changes(now)
    enough = "groups" in what_to_print(len(changes))
    rows = []
    for column in columns:
        if column not in people:
            continue
        values = people[column]
        for category, ids in categories(values).items():
            for measure, found in group_figures(now, ids, changes, scores):
                shown = found if found.n >= FEWEST else Estimate(NAN, n=found.n)
                if enough or measure != "change":
                    rows.append((column, category, measure, shown.value, shown.low, shown.high, shown.n))
    return pd.DataFrame(rows, columns=list(GROUP_COLUMNS))


def primary_changes(now: Standing) -> pd.Series:
    """Give each mentee's change on the primary scale (the first compared one, if none is declared)."""
    found = primary_comparison(now)
    return pd.Series(dtype=float) if found is None else found.after - found.before


def categories(values: pd.Series) -> dict[str | None, set[str]]:
    """Give the ids of each category of a column, sorted; None holds those without an answer."""
    values = values.map(str, na_action="ignore")
    found: dict[str | None, set[str]] = {v: set(values.index[values == v]) for v in sorted(values.dropna().unique())}
    return found | ({None: set(values.index[values.isna()])} if values.isna().any() else {})


def group_figures(
    now: Standing, ids: set[str], changes: pd.Series, scores: pd.Series | None = None
) -> list[tuple[str, Estimate]]:
    """Give participation, match score, engagement, completion and change of some mentees."""
    matched, table = ids & set(now.mentees), now.matches[now.matches["mentee_id"].isin(ids)]
    due = table[table["periods"] > 0]
    engaged = cluster_share(due["periods_met"], due["periods"])
    figures = [
        ("matched", part(len(matched), len(ids))),
        ("engagement", Estimate(engaged.value, engaged.low, engaged.high, len(due))),
        ("completion", part(len(ids & set(now.completed)), len(matched))),
        ("change", mean(changes[changes.index.isin(ids)])),
    ]
    if scores is not None:
        figures.insert(1, ("score", mean(scores[scores.index.isin(ids)])))
    return figures
