"""Records that cannot be right: each with its file and row, all at once; everything else is computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping

from pandas import DataFrame

from mentorkit.errors import Problem
from mentorkit.model.cohort import Cohort
from mentorkit.model.tables import PEOPLE, RECORDS
from mentorkit.tracking.log import Pair, closing_days, pair_begins, pair_keys, records

PEOPLE_COLUMNS = {
    "meetings": ("mentee_id", "mentor_id"), "attendance": ("person_id",), "checkins": ("person_id",),
    "goals": ("person_id",), "introductions": ("mentee_id",), "support": ("person_id",),
    "closures": ("mentee_id", "mentor_id"), "outcomes": ("person_id",),
}
ENDINGS = (".csv", ".xlsx", ".tsv", ".ods")
DATED = ("meetings", "checkins", "goals", "introductions", "support", "closures", "outcomes")


def log_problems(cohort: Cohort, pairs: DataFrame | None, as_of: dt.date, known: Mapping[str, Collection[str] | None] | None = None) -> list[Problem]:
    """
    Give every record of the logs that cannot be right, in the order of files and rows.

    A record that is left out of every figure is an error: of an unknown person or pair, in the
    future, before the match, a second closure. One that is still used is a warning: a meeting entered
    twice (it counts once), a goal without a baseline, a meeting after the closure.

    Args:
        cohort: The cohort.
        pairs: Everybody who was matched; None where nobody can tell, and records are not held against them.
        as_of: Records after this day lie in the future; normally today.
        known: Ids that each side may have, or None for a side of which nobody can tell; those of the cohort's people unless given.
    """
    known = known or {side: set(getattr(cohort, side).index) for side in PEOPLE}
    found = [
        *_strangers(cohort, known), *_future(cohort, as_of), *_twice(cohort), *_after_closing(cohort), *_closed_again(cohort),
        *_without_baseline(cohort),
    ]
    if pairs is not None:
        begins = pair_begins(cohort, [*pair_keys(pairs), *_kept(cohort)])
        found += [*_pair_records(cohort, begins, "meetings"), *_pair_records(cohort, begins, "closures")]
    return sorted(found, key=lambda p: (p.file, p.row or 0, p.column or "", p.problem))


def log_files(cohort: Cohort) -> frozenset[str]:
    """Give the names of the files that a cohort's logs stand in, or could stand in; decisions are no log."""
    found = set()
    for name in RECORDS:
        source = getattr(cohort.settings, name)
        if name != "decisions":
            found |= {f"{name}{ending}" for ending in ENDINGS} if source is None else {source if isinstance(source, str) else source.file}
    readers = {place(source, "reviews")[0] for source in cohort.tables["reviews"]["source"]} if "reviews" in cohort.tables else set()
    return frozenset(found | readers)


def place(source: object, table: str) -> tuple[str, int | None]:
    """
    Give file and row of a record's `source`.

    >>> place("meetings.csv:14", "meetings")
    ('meetings.csv', 14)
    """
    if isinstance(source, tuple) and len(source) == 2:
        return str(source[0]), int(source[1])
    file, _, row = str(source).rpartition(":")
    if file and row.isdigit():
        return file, int(row)
    return f"{table}.csv", None


def _problem(table: str, source: object, column: str, problem: str, remedy: str, warning: bool = False) -> Problem:
    file, row = place(source, table)
    return Problem(file, row, column, problem, remedy, warning)


def _kept(cohort: Cohort) -> list[Pair]:
    decisions = records(cohort, "decisions")
    decisions = decisions[decisions["decision"] == "keep"]
    return list(zip(decisions["mentee_id"], decisions["mentor_id"], strict=True))


def _strangers(cohort: Cohort, known: Mapping[str, Collection[str] | None]) -> Iterator[Problem]:
    sides = {"mentee_id": ("mentees",), "mentor_id": ("mentors",), "person_id": PEOPLE}
    for table, columns in PEOPLE_COLUMNS.items():
        frame = records(cohort, table)
        for column in columns if len(frame) else ():
            ids = [known.get(side) for side in sides[column]]
            if None in ids:
                continue
            for source in frame.loc[~frame[column].isin(set().union(*ids)), "source"]:
                remedy = "correct the id, or add the person to the form's file"
                yield _problem(table, source, column, "nobody in the cohort has this id", remedy)


def _future(cohort: Cohort, as_of: dt.date) -> Iterator[Problem]:
    for table in DATED:
        frame = records(cohort, table)
        for day, source in zip(frame["date"], frame["source"], strict=True):
            if day is not None and day > as_of:
                remedy = f"write a date up to {as_of}, or take the row out"
                yield _problem(table, source, "date", "the date lies in the future", remedy)


def _pair_records(cohort: Cohort, begins: dict[Pair, dt.date], table: str) -> Iterator[Problem]:
    frame = records(cohort, table)
    frame = frame[frame["mentee_id"].isin(cohort.mentees.index) & frame["mentor_id"].isin(cohort.mentors.index)]
    cells = zip(frame["mentee_id"], frame["mentor_id"], frame["date"], frame["source"], strict=True)
    for mentee, mentor, day, source in cells:
        start = begins.get((mentee, mentor))
        if start is None:
            remedy = "correct one of the ids, or add a keep decision to decisions.csv"
            yield _problem(table, source, "mentor_id", "these two were never matched", remedy)
        elif day is not None and day < start:
            remedy = "correct the date, or the pair's keep decision"
            yield _problem(table, source, "date", f"the date lies before the pair began on {start}", remedy)


def _twice(cohort: Cohort) -> Iterator[Problem]:
    frame = records(cohort, "meetings")
    again = frame.duplicated(["mentee_id", "mentor_id", "date", "held"]) & frame["date"].notna()
    said = "the same meeting of this pair stands in an earlier row", "take one of the two out; it counts once"
    for source in frame.loc[again, "source"]:
        yield _problem("meetings", source, "date", *said, warning=True)


def _after_closing(cohort: Cohort) -> Iterator[Problem]:
    first, meetings = closing_days(cohort, dt.date.max), records(cohort, "meetings")
    cells = (meetings[name] for name in ("mentee_id", "mentor_id", "date", "source"))
    for mentee, mentor, day, source in zip(*cells, strict=True):
        closed = first.get((mentee, mentor))
        if closed is not None and day is not None and day > closed:
            said = f"the pair was closed on {closed}", "correct one of the two dates"
            yield _problem("meetings", source, "date", *said, warning=True)


def _closed_again(cohort: Cohort) -> Iterator[Problem]:
    closings = records(cohort, "closures").dropna(subset="date").sort_values("date", kind="stable")
    for source in closings.loc[closings.duplicated(["mentee_id", "mentor_id"]), "source"]:
        yield _problem("closures", source, "mentee_id", "this pair is closed already", "keep one closure of the pair")


def _without_baseline(cohort: Cohort) -> Iterator[Problem]:
    said = "the goal has no baseline", "write the level at the start, normally -1"
    for _, rows in records(cohort, "goals").groupby(["person_id", "goal"], sort=False):
        if rows["baseline"].isna().all():
            yield _problem("goals", rows["source"].iloc[0], "baseline", *said, warning=True)
