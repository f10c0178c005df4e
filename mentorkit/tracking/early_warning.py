"""What the rules flag: when they are held against what happened, how many flags each week, and for whom."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

import pandas as pd
from pandas import DataFrame

from mentorkit.model.cohort import Cohort
from mentorkit.tracking.log import PairLog, closing_days, first_days, records
from mentorkit.tracking.milestones import ENDED_WELL
from mentorkit.tracking.rules import RULES, Limits, limits
from mentorkit.tracking.states import unknown_since

FLAGGED = ("urgent", "needs-check-in", "unknown")
FEWEST = 10
NO_ANSWER = "–"
PARTS = ("meetings", "mentee_checkins", "mentor_checkins", "support", "goals")
_DAY = attrgetter("date")


def day_of_flags(cohort: Cohort, share: float = 0.25) -> dt.date:
    """Give the day at a share of the programme's length."""
    return cohort.starts + dt.timedelta(days=round((cohort.ends - cohort.starts).days * share))


def early_closings(cohort: Cohort, as_of: dt.date) -> dict[tuple[str, str], dt.date]:
    """Give the closing day of each pair that closed before the programme's end without having finished."""
    frame = records(cohort, "closures")
    good = frame[frame["reason"].isin(list(ENDED_WELL))]
    well = set(zip(good["mentee_id"], good["mentor_id"], strict=True))
    return {pair: day for pair, day in closing_days(cohort, as_of).items() if pair not in well and day < cohort.ends}


def flags_by_week(cohort: Cohort, logs: Sequence[PairLog], as_of: dt.date) -> DataFrame:
    """
    Give the flags at the end of each week that has passed: `week, live, flagged, new`.

    `live` are pairs that were not closed, `flagged` those of them whose state asks for a call, `new` those
    that were not flagged a week before. Whoever pauses on the day is left out of its week alone: since
    when they pause is not on record.
    """
    bounds, kept = limits(cohort.program), first_days(cohort)
    last = min(cohort.program.weeks, ((as_of - cohort.starts).days + 1) // 7)
    days = [cohort.starts + dt.timedelta(days=7 * week - 1) for week in range(1, last + 1)]
    told = [_week_by_week(log, days, as_of, kept, bounds) for log in logs]
    rows = []
    for week in range(1, last + 1):
        now = [one[week - 1] for one in told]
        before = [week > 1 and one[week - 2] is True for one in told]
        new = sum(flag is True and not old for flag, old in zip(now, before, strict=True))
        rows.append((week, sum(flag is not None for flag in now), now.count(True), new))
    return DataFrame(rows, columns=["week", "live", "flagged", "new"])


def _week_by_week(
    log: PairLog, days: Sequence[dt.date], as_of: dt.date, kept: dict[str, dt.date], bounds: Limits
) -> list[bool | None]:
    """Whether the rules flagged a pair on each of the days; None where it was not live."""
    dates = {part: [event.date or dt.date.min for event in getattr(log, part)] for part in PARTS}
    found: list[bool | None] = []
    sizes, then, since = dict.fromkeys(PARTS, -1), replace(log, kept=frozenset()), {}
    for day in days:
        if log.begins > day or (log.closed and log.closed <= day) or (log.paused and day == as_of):
            found.append(None)
            continue
        now = {part: bisect_right(dates[part], day) for part in PARTS}
        if now != sizes or any(name not in then.kept and kept[name] <= day for name in log.kept):
            before, then = then, log_on(log, day, as_of, kept)
            grown = {part for part in PARTS if now[part] != sizes[part]}
            same = before.kept == then.kept and before.is_silent == then.is_silent
            sizes, since = now, since | _flagged_since(then, bounds, grown if same else set(PARTS))
        found.append(any(first is not None and first <= day for first in since.values()))
    return found


def _flagged_since(log: PairLog, bounds: Limits, grown: set[str]) -> dict[str, dt.date | None]:
    """
    The first day on which each rule that reads what has grown asks for a call if nothing more is logged.

    Under R0 stands the day on which silence itself asks for one (see `pair_state`).
    """
    days = {
        rule.id: min((one.since for one in rule.levels(log, bounds)), default=None) if rule.holds(log) else None
        for rule in RULES if not grown.isdisjoint(rule.reads)
    }
    return days | {"R0": unknown_since(log, bounds) if log.is_silent else None}


def log_on(log: PairLog, day: dt.date, as_of: dt.date, kept: dict[str, dt.date]) -> PairLog:
    """
    Give a pair's log of a day as it stood on an earlier one.

    It is what `pair_logs` gives for that day, but for pauses, which are known for the day of view alone.

    Args:
        kept: The first day on record of each table, as `first_days` gives it.
    """

    def until(events: tuple) -> tuple:
        return events[: bisect_right(events, day, key=_DAY)]

    return replace(
        log,
        closed=log.closed if log.closed and log.closed <= day else None,
        paused=log.paused and day == as_of,
        meetings=until(log.meetings),
        mentee_checkins=until(log.mentee_checkins),
        mentor_checkins=until(log.mentor_checkins),
        support=until(log.support),
        goals=tuple(goal for goal in log.goals if goal.date is None or goal.date <= day),
        kept=frozenset(name for name in log.kept if kept[name] <= day),
    )


def flags_by_group(histories: DataFrame, people: DataFrame, columns: Sequence[str]) -> DataFrame:
    """
    Give how often the rules flagged the pairs of each group of mentees: `group, category, pairs, flagged, share`.

    A category of fewer than 10 pairs is put together with the next smallest until they are 10, so that
    nobody's flag can be worked out from the totals; a column that leaves fewer than two rows has none.
    A rate that differs says that the rules weigh on a group, not that its pairs are worse.

    Args:
        histories: A cohort's pairs, as `pair_histories` gives them.
        columns: The columns to look at; one that the mentees do not have is left out.
    """
    rows = []
    for column in columns:
        if column in people:
            values = people[column].reindex(histories["mentee_id"]).map(_category).to_numpy()
            rows += _group_rows(column, pd.Series(histories["flagged"].to_numpy(bool)).groupby(values).agg(["size", "sum"]))
    return DataFrame(rows, columns=["group", "category", "pairs", "flagged", "share"]).astype({"share": float})


def _category(cell: object) -> str:
    return NO_ANSWER if cell is None or cell != cell or cell == "" else str(cell)


def _group_rows(column: str, counts: DataFrame) -> list[tuple]:
    sizes = [(int(size), str(name), int(flagged)) for name, size, flagged in counts.itertuples()]
    pool: list[tuple[int, str, int]] = []
    for one in sorted(sizes):
        if one[0] >= FEWEST and (not pool or sum(size for size, *_ in pool) >= FEWEST):
            break
        pool.append(one)
    together = [[one] for one in sizes if one not in pool] + ([pool] if pool else [])
    if len(together) < 2:
        return []
    return [(column, *_row(sorted(part, key=lambda one: one[1]))) for part in together]


def _row(part: list[tuple[int, str, int]]) -> tuple:
    pairs, flagged = sum(size for size, *_ in part), sum(count for *_, count in part)
    return " · ".join(name for _, name, _ in part), pairs, flagged, flagged / pairs
