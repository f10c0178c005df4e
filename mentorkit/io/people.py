"""Raw tables to typed frames, with every problem of every cell."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import hmac
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import compress
from operator import itemgetter
from typing import Any

import pandas as pd

from mentorkit.errors import Problem
from mentorkit.io.asked import AskedColumn, chooser
from mentorkit.io.cells import CellError, list_items, plain, plain_text, plain_texts, reader, weekly_slots
from mentorkit.io.metadata import grid_row, needs_no_reader
from mentorkit.io.tables import MOST_ROWS, RawTable
from mentorkit.model.cohort import ColumnSource, TableSource, is_zone
from mentorkit.model.folding import each_folded
from mentorkit.model.tables import PEOPLE, Column, Table
from mentorkit.model.words import folded

SETTINGS = "cohort.yml"
MOST_WRONG = MOST_ROWS
"""Cells of a table, more than a column has; once more are wrong, its other columns are not looked at, nor what is odd."""
_AS_WRITTEN = frozenset({"id", "text", "email", "phone"})
_ID = re.compile(r"[^\s;|,][^;|\n]{0,62}")


@dataclass
class Typing:
    """
    What is needed to type a table's cells: date order, zone, kinds of attributes, the key for ids, columns known beside them.

    `problems` collects what is found; nothing is raised. `known` is None where nobody can tell which columns are read.
    `nameless` tells afterwards whether somebody has no id, or none of those that the settings mean, and `crowded` whether
    more than `MOST_WRONG` cells are wrong.
    """

    source: TableSource
    zone: str = "America/Bogota"
    starts: dt.date = dt.date(2026, 1, 1)
    attributes: Mapping[str, str] = field(default_factory=dict)
    key: Callable[[], bytes] = bytes
    known: Collection[str] | None = ()
    problems: list[Problem] = field(default_factory=list)
    nameless: bool = False
    crowded: bool = False


def typed_frame(table: Table, raw: RawTable, typing: Typing) -> pd.DataFrame:
    """
    Give a table's frame: canonical columns first, then the others under their own headings.

    People are indexed by id and sorted by it; other tables keep the order of the file, and a row that
    repeats an earlier one in every cell counts once, so that an export may be imported again. Problems
    go to `typing.problems`, and a cell with a problem becomes missing; so do all cells that have to be understood in the
    columns that follow very many of them.
    """
    if table.name not in PEOPLE and not table.alike:
        raw = _each_once(raw, typing)
    columns = _mapped(table, raw, typing)
    values, skipped, most = {}, [], len(typing.problems) + MOST_WRONG
    for name in columns:
        if unread := len(typing.problems) > most and _kind(table, name, typing) not in _AS_WRITTEN:
            skipped.append(columns[name])
        values[name] = [getattr(table.column(name), "default", None)] * len(raw.rows) if unread else _typed(table, name, columns, raw, typing)
    typing.crowded = len(typing.problems) > most and (table.name in PEOPLE or bool(skipped))
    if typing.crowded:
        typing.problems.append(_not_looked_at(table, raw.name, [raw.headings[place] for place in sorted(skipped)]))
    values |= {
        column.name: [column.default] * len(raw.rows)
        for column in table.columns
        if column.name not in values and column.name != "id"
    }
    if table.name in PEOPLE:
        values = {"id": _ids(table, raw, columns, values, typing)} | values
        typing.nameless = None in values["id"] or ("id" in typing.source.columns and "id" not in columns)
    _missing_columns(table, raw, values, columns, typing)
    order = [c.name for c in table.columns if c.name in values] + sorted(set(values) - {c.name for c in table.columns}, key=list(values).index)
    frame = pd.DataFrame({name: pd.Series(values[name], dtype=_dtype(table.column(name))) for name in order}, index=range(len(raw.rows)))
    frame["source"] = pd.Series([f"{raw.name}:{number}" for number in raw.numbers], dtype=object)
    _doubles(table, raw, columns, frame, typing)
    return _as_people(frame) if table.name in PEOPLE else frame


def _not_looked_at(table: Table, file: str, columns: list[str]) -> Problem:
    """Say what was left, where so many cells are wrong that nobody can mind anything else."""
    named = ", ".join(columns[:10]) + (", …" if len(columns) > 10 else "")
    return Problem(
        file, None, None,
        f"more than {MOST_WRONG:,} cells are wrong, and nobody looked at what stands in: {named}" if table.name not in PEOPLE
        else f"more than {MOST_WRONG:,} cells are wrong, and nobody looked at what is odd, nor at what stands in: {named}" if columns
        else f"more than {MOST_WRONG:,} cells are wrong, and nobody looked at what is odd",
        "mend these first, and check again",
    )


def _each_once(raw: RawTable, typing: Typing) -> RawTable:
    first: dict[tuple[str, ...], int] = {}
    for row, number in zip(raw.rows, raw.numbers, strict=True):
        if first.setdefault(row, number) != number:
            typing.problems.append(Problem(
                raw.name, number, None, f"the row repeats row {first[row]} in every cell", "take one of the two out; it counts once", warning=True
            ))
    return replace(raw, rows=tuple(first), numbers=tuple(first.values()))


def empty_frame(table: Table) -> pd.DataFrame:
    """Give a table's frame without rows."""
    frame = pd.DataFrame({column.name: pd.Series([], dtype=_dtype(column)) for column in table.columns})
    frame["source"] = pd.Series([], dtype=object)
    return frame


def _as_people(frame: pd.DataFrame) -> pd.DataFrame:
    whole = frame[frame["id"].notna()].drop_duplicates("id")
    return whole.set_index("id").sort_index()


def _dtype(column: Column | None) -> type | str:
    return "float64" if column and column.kind in ("number", "integer", "year") and column.default is None else object


def _mapped(table: Table, raw: RawTable, typing: Typing) -> dict[str, int]:
    """Give each column's place: by the declared map, else by its own heading."""
    columns: dict[str, int] = {}
    proposed: list[str] = []
    for ours, theirs in typing.source.columns.items():
        heading = theirs.from_ if isinstance(theirs, ColumnSource) else theirs
        place = raw.place(heading)
        if place is None:
            near = difflib.get_close_matches(heading, raw.headings, n=1, cutoff=0.6)
            proposed += near
            remedy = f'did you mean "{near[0]}"?' if near else f"correct columns: {ours} in {SETTINGS}"
            typing.problems.append(Problem(raw.name, raw.first, heading, "the file has no such column", remedy))
        else:
            columns[ours] = place
    taken = set(columns.values())
    for place, heading in enumerate(raw.headings):
        name = next((c.name for c in table.columns if folded(c.name) == folded(heading)), heading)
        if place not in taken and name not in columns:
            columns[name] = place
            if table.column(name) is None and name not in typing.attributes and heading not in proposed and _unread(heading, typing):
                remedy = f"it is kept as it is; if it answers one of our columns, map it under {table.name}: columns: in {SETTINGS}"
                typing.problems.append(Problem(raw.name, raw.first, heading, "nothing reads this column", remedy, warning=True))
    return columns


def _unread(heading: str, typing: Typing) -> bool:
    """Tell whether a heading is neither a form tool's own, nor a column that somebody reads, nor one tick of a question that is mapped."""
    if typing.known is None:
        return False
    known = {folded(name) for name in typing.known}
    ours = {folded(theirs.from_ if isinstance(theirs, ColumnSource) else theirs) for theirs in typing.source.columns.values()}
    grid = grid_row(heading)
    return not needs_no_reader(heading) and folded(heading) not in known and not {folded(heading.rsplit("/", 1)[0]), folded(grid[0] if grid else heading)} & ours


def _typed(table: Table, name: str, columns: dict[str, int], raw: RawTable, typing: Typing) -> list:
    column, place, zone_at = table.column(name), columns[name], columns.get("timezone")
    source = typing.source.columns.get(name)
    read = _cell_reader(table, name, source if isinstance(source, ColumnSource) else None, typing)
    cells = list(map(itemgetter(place), raw.rows))
    if column and column.kind == "slots" and zone_at is not None:
        cells = [(cell, row[zone_at]) if cell else cell for cell, row in zip(cells, raw.rows, strict=True)]
    values, wrong = ({}, {}) if read is plain_text else _values_and_wrong(cells, read)
    empty = column.default if column else None
    needed = column is not None and column.needed and column.kind != "id"
    if wrong or (needed and not all(cells)):
        typing.problems += _cell_problems(raw, place, cells, wrong, f"fill in the {name}" if needed else None)
    if read is plain_text:
        return [text or empty for text in plain_texts(cells)]
    return [values[cell] if cell else empty for cell in cells]


def _values_and_wrong(cells: list, read: Callable) -> tuple[dict[Any, Any], dict[Any, tuple[str, str]]]:
    """Give the value of each different cell, None where it is wrong, and what is wrong: a column says few things many times."""
    values, wrong = {}, {}
    for cell in dict.fromkeys(cells):
        try:
            values[cell] = read(cell) if cell else None
        except CellError as error:
            values[cell], wrong[cell] = None, (error.problem, error.remedy)
    return values, wrong


def _cell_problems(raw: RawTable, place: int, cells: list, wrong: Mapping[Any, tuple[str, str]], fill: str | None) -> Iterator[Problem]:
    heading = raw.headings[place]
    for number, cell in zip(raw.numbers, cells, strict=True):
        if cell in wrong:
            problem, remedy = wrong[cell]
            yield Problem(raw.name, number, heading, f"the cell {problem}", remedy)
        elif fill and not cell:
            yield Problem(raw.name, number, heading, "the cell is empty", fill)


def _cell_reader(table: Table, name: str, details: ColumnSource | None, typing: Typing) -> Callable:
    """Give what reads a cell; one of slots may come with the name of its time zone."""
    column = table.column(name) or Column(name, _kind(table, name, typing))
    wordings = {folded(theirs): ours for theirs, ours in (details.values or {}).items()} if details else {}
    split, options = (details.split, details.options) if details else (None, None)
    asked = isinstance(details, AskedColumn) and options is not None
    known = wordings | {folded(option): option for option in options or ()}
    chosen = chooser(known)

    def items(text: str) -> tuple[str, ...]:
        if asked:
            return chosen(text)
        return tuple(dict.fromkeys(wordings.get(folded(item), item) for item in list_items(text, split, options)))

    def slots(cell: str | tuple[str, str]) -> frozenset[int]:
        text, zone = (cell, "") if isinstance(cell, str) else cell
        return weekly_slots("; ".join(items(text)) if asked else text, _zone(zone, typing), typing.starts)

    if column.kind == "slots":
        return slots
    if column.kind in ("list", "ids"):
        return items
    read = reader(column, typing.source.dates, typing.zone)
    return (lambda text: read(wordings.get(folded(text), text))) if wordings else read


def _kind(table: Table, name: str, typing: Typing) -> str:
    column = table.column(name)
    return column.kind if column else typing.attributes.get(name, "text")


def _zone(name: str, typing: Typing) -> str:
    if not name:
        return typing.zone
    if not is_zone(name):
        raise CellError("stands in a row whose timezone is not known", "write one like America/Bogota")
    return name


def _ids(table: Table, raw: RawTable, columns: dict[str, int], values: dict[str, list], typing: Typing) -> list:
    if "id" in columns:
        return _given_ids(raw, columns["id"], values["id"], typing)
    if "email" not in columns:
        one = "the table has one column alone; export it with commas or semicolons between its columns"
        remedy = one if len(raw.headings) == 1 else f"map one of them under {table.name}: columns: in {SETTINGS}"
        typing.problems.append(Problem(raw.name, raw.first, None, "neither an id nor an e-mail column is there", remedy))
        return [None] * len(raw.rows)
    ids = []
    for number, email in zip(raw.numbers, values["email"], strict=True):
        ids.append(keyed_id(typing.key(), email) if email else None)
        if not email:
            typing.problems.append(Problem(raw.name, number, raw.headings[columns["email"]], "the cell is empty", "fill in the e-mail, or add an id column"))
    return ids


def _given_ids(raw: RawTable, place: int, ids: list, typing: Typing) -> list:
    for number, id in zip(raw.numbers, ids, strict=True):
        if not id:
            typing.problems.append(Problem(raw.name, number, raw.headings[place], "the cell is empty", "give the person an id"))
        elif not _ID.fullmatch(id):
            typing.problems.append(Problem(raw.name, number, raw.headings[place], "the id holds ; or |, or is longer than 63 characters", "use letters, digits and dashes"))
    return ids


def keyed_id(key: bytes, email: str) -> str:
    """Give a person's id from an e-mail: a keyed hash, the same for ` Ana@X.co` and `ana@x.co`."""
    return "p" + hmac.new(key, folded(email).encode(), hashlib.sha256).hexdigest()[:12]


def _missing_columns(table: Table, raw: RawTable, values: dict, columns: dict, typing: Typing) -> None:
    for column in table.columns:
        if column.needed and column.name not in columns and column.name != "id":
            near = difflib.get_close_matches(plain(column.name), [plain(heading) for heading in raw.headings], n=1, cutoff=0.6)
            shown = next((heading for heading in raw.headings if near and plain(heading) == near[0]), None)
            remedy = f'did you mean "{shown}"? map it' if shown else "map it"
            typing.problems.append(Problem(raw.name, raw.first, None, f'the column "{column.name}" is missing', f"{remedy} under {table.name}: columns: in {SETTINGS}"))
    for name, kind in typing.attributes.items():
        if name not in values and table.name in PEOPLE and kind != "id":
            near = difflib.get_close_matches(name, list(columns), n=1, cutoff=0.6)
            remedy = f'did you mean "{near[0]}"?' if near else f"map it under {table.name}: columns: in {SETTINGS}, or correct the criterion"
            typing.problems.append(Problem(raw.name, raw.first, None, f'a criterion or rule uses the column "{name}", which is not there', remedy))


def _doubles(table: Table, raw: RawTable, columns: dict[str, int], frame: pd.DataFrame, typing: Typing) -> None:
    keys = [table.key] if table.key and (table.name not in PEOPLE or "id" in columns) else []
    if table.name in PEOPLE and "email" in frame:
        keys.append(("email",))
    for key in keys:
        if set(key) <= set(frame.columns):
            _each_key_once(key, raw, frame, typing)


def _each_key_once(key: tuple[str, ...], raw: RawTable, frame: pd.DataFrame, typing: Typing) -> None:
    whole = frame[list(key)].notna().all(axis=1).to_numpy()
    known = list(zip(*(each_folded(list(map(str, frame[name][whole]))) for name in key), strict=True))
    first: dict[tuple[str, ...], int] = {}
    shown = "address" if key == ("email",) else ", ".join(key)
    for number, cells in zip(compress(raw.numbers, whole), known, strict=True):
        if (row := first.setdefault(cells, number)) != number:
            typing.problems.append(Problem(
                raw.name, number, _heading(typing, key[-1]), f"the same {shown} stands in row {row}", "keep one of the two rows"
            ))


def _heading(typing: Typing, name: str) -> str:
    theirs = typing.source.columns.get(name, name)
    return theirs.from_ if isinstance(theirs, ColumnSource) else theirs
