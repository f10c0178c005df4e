"""What readers of applications marked, in one table or in a file for each reader, as one table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from mentorkit.errors import Problem
from mentorkit.model.readings import TOLD
from mentorkit.model.tables import TABLES, Table
from mentorkit.model.words import folded

if TYPE_CHECKING:
    import pandas as pd


def joined_readings(frames: Sequence[pd.DataFrame], table: Table, people: Collection[str]) -> tuple[pd.DataFrame, list[Problem]]:
    """
    Give the readings of all files as one table, and what is wrong with them.

    A reading about nobody, a second reading of an application by the same reader, and an aspect that a file never
    marks are errors; a reading with an aspect left open is a warning, and is not counted. A row without a single mark is
    an application that the reader has not read yet. What the person told does not stay in the table.
    """
    import pandas as pd

    filled = [frame for frame in frames if len(frame)]
    frame = pd.concat(filled or frames[:1], ignore_index=True).drop(columns=TOLD, errors="ignore")
    marks = [column.name for column in table.columns if column not in TABLES["reviews"].columns]
    problems = [*_about_nobody(frame, people), *_twice(filled), *_incomplete(frame, marks)]
    for one in filled:
        problems += _never_marked(one, marks)
    return frame, problems


def readings_in(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """Give the readings that stand in a file."""
    return frame[frame["source"].map(lambda source: _place(source)[0] == file).astype(bool)]


def _about_nobody(frame: pd.DataFrame, people: Collection[str]) -> Iterator[Problem]:
    for id, source in zip(frame["person_id"], frame["source"], strict=True):
        if people and isinstance(id, str) and id not in people:
            yield Problem(*_place(source), "person_id", "nobody who applied has this id", "correct it, or delete the row")


def _twice(frames: Sequence[pd.DataFrame]) -> Iterator[Problem]:
    """Name a reading that stands in two files; within one file the table's key is looked at already."""
    first: dict[tuple[str, str], tuple[str, int]] = {}
    for frame in frames:
        for id, reader, source in zip(frame["person_id"], frame["reviewer"], frame["source"], strict=True):
            if not (isinstance(id, str) and isinstance(reader, str)):
                continue
            file, row = _place(source)
            there, at = first.setdefault((id, folded(reader)), (file, row))
            if there != file:
                yield Problem(file, row, "reviewer", f"the same reader has read this application in {there}, row {at}", "write each reader's own name, or keep one of the two rows")


def _incomplete(frame: pd.DataFrame, marks: list[str]) -> Iterator[Problem]:
    given = frame[marks].notna()
    for source in frame["source"][given.any(axis=1) & ~given.all(axis=1)] if marks else ():
        yield Problem(*_place(source), None, "the reading leaves an aspect open, and is not counted", "give points for every aspect", warning=True)


def _never_marked(frame: pd.DataFrame, marks: list[str]) -> Iterator[Problem]:
    empty = [name for name in marks if frame[name].isna().all()]
    if len(frame) > 1 and len(empty) < len(marks):
        file = _place(frame["source"].iloc[0])[0]
        yield from (Problem(file, 1, None, f'nobody has points for the aspect "{name}"', "write its id or its text above its column") for name in empty)


def _place(source: object) -> tuple[str, int]:
    file, _, row = str(source).rpartition(":")
    return file, int(row)
