"""Equal chances as they may leave: groups large enough for a percentage, small categories put together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentorkit.disclosure.rounding import (
    FEWEST_FOR_PERCENT,
    STEP,
    PublicCount,
    public_count,
    public_share,
    shown_count,
    withheld,
)
from mentorkit.evaluation.groups import categories, group_figures, primary_changes
from mentorkit.evaluation.metrics import Standing

NO_ANSWER = "no-answer"
SHARES = {"matched": "participation", "engagement": "engagement", "completion": "completion"}


def public_groups(now: Standing, k: int, wholes: Mapping[str, tuple[int, PublicCount | None]]) -> list[dict[str, Any]]:
    """
    Give participation, engagement and completion by group, a table for each column of `evaluation.groups`.

    Categories of fewer than 18 matched mentees are put together, and with the next larger one until they are 18;
    where that leaves one group, the column is withheld. Participation is of those who applied, the others of those matched.

    Args:
        wholes: True and published number of those matched, under `matched`.
    """
    people, matched = now.cohort.mentees, set(now.mentees)
    return [
        {"group": column, **_table(now, {str(c or NO_ANSWER): ids for c, ids in categories(people[column]).items()}, matched, k)}
        for column in now.cohort.program.evaluation.groups
        if column in people and wholes["matched"][1]
    ]


def _table(now: Standing, ids: Mapping[str, set[str]], matched: set[str], k: int) -> dict[str, Any]:
    sizes = {name: len(members & matched) for name, members in ids.items()}
    together = _together(sizes)
    if len(together) < 2:
        return withheld("too-few-for-percentages")
    nobody = primary_changes(now).iloc[:0]
    rows = [_row(now, names, set().union(*(ids[name] for name in names)), nobody, k) for names in together]
    table = {"rows": rows}
    return table if all(row["applied"] for row in rows) else without_participation(table)


def _together(sizes: Mapping[str, int]) -> list[tuple[str, ...]]:
    least = FEWEST_FOR_PERCENT - STEP // 2
    pool: list[str] = []
    for name in sorted(sizes, key=lambda name: (sizes[name], name)):
        if sizes[name] >= least and (not pool or sum(sizes[one] for one in pool) >= least):
            break
        pool.append(name)
    alone = [(name,) for name in sizes if name not in pool]
    return [*alone, tuple(name for name in sizes if name in pool)] if pool else alone


def _row(now: Standing, names: tuple[str, ...], ids: set[str], changes, k: int) -> dict[str, Any]:
    applied, n = public_count(len(ids), k), public_count(len(ids & set(now.mentees)), k)
    row: dict[str, Any] = {"options": list(names), "applied": shown_count(applied), "n": shown_count(n)}
    for measure, found in group_figures(now, ids, changes):
        if measure in SHARES:
            people = applied if measure == "matched" else n
            told = public_share(found.value * found.n, found.n, people, k) if found.value == found.value else withheld("not-computed")
            row[SHARES[measure]] = told
    left_out = len(ids) - len(ids & set(now.mentees))
    return row | ({"applied": None, "participation": withheld("audit")} if left_out < k else {})


def without_participation(table: dict[str, Any]) -> dict[str, Any]:
    """Give a table without who applied."""
    rows = [{**row, "applied": None, "participation": withheld("audit")} for row in table.get("rows", ())]
    return {**table, "rows": rows} if rows else table
