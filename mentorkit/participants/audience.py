"""Who is missing among the accepted mentees, measured against a target or against those who applied."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from pandas import DataFrame

from mentorkit.errors import InvalidInputError
from mentorkit.model.cohort import Cohort
from mentorkit.model.roster import taking_part
from mentorkit.participants.tags import Tags, cell_values, tags_of

Target = Mapping[str, Mapping[str, float]]
COLUMNS = ["column", "group", "applied", "accepted", "share_applied", "share_accepted", "low", "high", "target", "gap", "missing", "below"]
NAN = float("nan")
SILENT = "–"


def audience_gaps(cohort: Cohort, target: Target | None = None, *, smallest: int | None = None) -> DataFrame:
    """
    Give each group's share of the accepted mentees against the share aimed at.

    Columns: `column, group, applied, accepted, share_applied, share_accepted, low, high, target, gap,
    missing, below`. Shares are of the mentees who answered. `target` is the share aimed at; without one
    the group's share of those who applied. `gap` is target − share accepted, `missing` how many accepted
    mentees of the group more would reach the target at today's size, and `below` tells that even the high
    end of Wilson's interval lies under the target. Groups of fewer than `smallest` applications are
    merged into one row ("a / b"), where that is still small with the next smallest; people without an
    answer stand in the row "–", which has no share.

    Args:
        cohort: The cohort; the columns are the programme's `evaluation.groups`, where they exist.
        target: Column to group to the share aimed at, from 0 to 1; groups not named have no target.
        smallest: Fewest applications of a group shown alone; the threshold for publishing unless given.

    Raises:
        InvalidInputError: A target share outside 0–1, shares of a column above 1, or a column nobody has.
    """
    target = target or {}
    _check(target, cohort)
    columns = [name for name in dict.fromkeys([*cohort.program.evaluation.groups, *target]) if name in cohort.mentees]
    limit = cohort.program.publishing.threshold if smallest is None else smallest
    rows = [row for column in columns for row in _column_rows(cohort, column, target.get(column, {}), limit)]
    return DataFrame(rows, columns=COLUMNS)


def _check(target: Target, cohort: Cohort) -> None:
    for column, shares in target.items():
        if column not in cohort.mentees:
            raise InvalidInputError(f'a target names the column "{column}", which the mentees do not have')
        if any(not 0 <= share <= 1 for share in shares.values()) or sum(shares.values()) > 1 + 1e-9:
            raise InvalidInputError(f'the target shares of "{column}" must lie from 0 to 1 and add up to at most 1')


def _column_rows(cohort: Cohort, column: str, aims: Mapping[str, float], limit: int) -> list[tuple]:
    tags = tags_of(cohort.program)
    people, accepted = cohort.mentees, taking_part(cohort.mentees)
    names = tags.names([value for cell in people[column] for value in cell_values(cell)] + list(aims))
    keys = {id: _key(tags, cell) for id, cell in people[column].items()}
    applied, taken = Counter(keys.values()), Counter(keys[id] for id in accepted.index)
    counts = {key: (applied[key], taken[key]) for key in [*names, ""]}
    silent = counts.pop("")
    wished = {tags.key(group): share for group, share in aims.items()}
    everybody = tuple(sum(pair[side] for pair in counts.values()) for side in (0, 1))
    rows = []
    for group in _groups(counts, limit):
        pair = tuple(sum(counts[key][side] for key in group) for side in (0, 1))
        aim = _aim(group, wished) if aims else _over(pair[0], everybody[0])
        rows.append((column, " / ".join(sorted(names[key] for key in group)), *_measured(pair, everybody, aim)))
    rows.sort(key=lambda row: (-row[2], row[1]))
    if silent[0]:
        rows.append((column, SILENT, *map(float, silent), *[NAN] * 7, False))
    return rows


def _key(tags: Tags, cell: object) -> str:
    found = cell_values(cell)
    return tags.key(found[0]) if found else ""


def _groups(counts: dict[str, tuple[int, int]], limit: int) -> list[tuple[str, ...]]:
    """Merge the smallest groups until what was merged, and each group left, is large enough."""
    by_size = sorted(counts, key=lambda key: (counts[key][0], key))
    apart = [key for key in by_size if counts[key][0] < limit]
    while apart and sum(counts[key][0] for key in apart) < limit and len(apart) < len(by_size):
        apart = by_size[: len(apart) + 1]
    return [(key,) for key in by_size if key not in apart] + ([tuple(apart)] if apart else [])


def _aim(group: tuple[str, ...], wished: Mapping[str, float]) -> float:
    return sum(wished[key] for key in group) if set(group) <= set(wished) else NAN


def _measured(pair: tuple[int, int], everybody: tuple[int, int], aim: float) -> tuple:
    from statsmodels.stats.proportion import proportion_confint

    share = _over(pair[1], everybody[1])
    low, high = proportion_confint(pair[1], everybody[1], method="wilson") if everybody[1] else (NAN, NAN)
    gap = aim - share
    missing = float(max(0, math.ceil(aim * everybody[1] - pair[1] - 1e-9))) if gap == gap else NAN
    return float(pair[0]), float(pair[1]), _over(pair[0], everybody[0]), share, float(low), float(high), aim, gap, missing, bool(high < aim)


def _over(count: int, of: int) -> float:
    return count / of if of else NAN
