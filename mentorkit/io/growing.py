"""An export that grows: each submission counts once, an edited answer counts as edited, and what is new can be told."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mentorkit.errors import Problem
from mentorkit.io.cells import plain
from mentorkit.io.metadata import SUBMISSION, is_metadata
from mentorkit.io.results import write_whole
from mentorkit.io.tables import RawTable
from mentorkit.model.tables import Table

if TYPE_CHECKING:
    from pandas import DataFrame

_CELL, _ROW = 4, 10
"""Bytes of a keyed hash."""
_HIDDEN = "-" * 2 * _CELL


@dataclass(frozen=True)
class Growth:
    """
    What changed in a table since it was last looked at: rows that are new, rows with the headings of edited answers, and how
    many rows are gone.
    """

    file: str
    new: tuple[int, ...]
    edited: tuple[tuple[int, tuple[str, ...]], ...]
    gone: int

    @property
    def changed(self) -> bool:
        """Tell whether anything did."""
        return bool(self.new or self.edited or self.gone)


def submission_place(raw: RawTable) -> int | None:
    """Give the column in which the form tool numbers submissions, if there is one that is filled in every row."""
    heads = [plain(heading) for heading in raw.headings]
    places = (heads.index(plain(name)) for name in SUBMISSION if plain(name) in heads)
    return next((place for place in places if raw.rows and all(row[place] for row in raw.rows)), None)


def each_submission_once(raw: RawTable) -> tuple[RawTable, list[Problem]]:
    """
    Give a table in which every submission stands once, as it was exported last, and what was left out.

    People paste a new export below an old one: the same submission in the same words counts once, and one whose
    answers differ counts as edited, with a warning that names the headings.
    """
    place = submission_place(raw)
    if place is None:
        return raw, []
    told = _told(raw)
    last: dict[str, int] = {}
    problems = []
    for at, row in enumerate(raw.rows):
        if (before := last.get(row[place])) is not None:
            changed = [raw.headings[column] for column in told if row[column] != raw.rows[before][column]]
            number = raw.numbers[before]
            if changed:
                problems.append(Problem(raw.name, raw.numbers[at], changed[0], f"this submission was edited since row {number}: {', '.join(changed)}", "this row counts; take the earlier one out", warning=True))
            else:
                problems.append(Problem(raw.name, raw.numbers[at], None, f"this submission stands in row {number} already", "take one of the two out; it counts once", warning=True))
        last[row[place]] = at
    kept = sorted(last.values())
    return replace(raw, rows=tuple(raw.rows[at] for at in kept), numbers=tuple(raw.numbers[at] for at in kept)), problems


@dataclass(frozen=True)
class Marks:
    """Keyed hashes alone of a table: its headings', and by each row's own those of its cells, one after the other."""

    heads: tuple[str, ...] = ()
    rows: Mapping[str, str] = field(default_factory=dict)

    def cells(self, row: str) -> dict[str, str]:
        """Give the marks of a row's cells by those of the headings."""
        size = 2 * _CELL
        return {head: self.rows[row][size * at : size * (at + 1)] for at, head in enumerate(self.heads)}


def row_names(frame: DataFrame, table: Table | None) -> dict[int, str]:
    """
    Give what each row of a typed table is about, by its number: nothing where that is not known.

    A person's row is about the person; a record's about its key, else about its people and its day; a survey's (`table` is
    None) about who answers. Rows that the frame leaves out have no name.
    """
    numbers = [int(source.rpartition(":")[2]) for source in frame["source"]]
    if frame.index.name == "id":
        return dict(zip(numbers, map(str, frame.index), strict=True))
    names = ["person"] if table is None else [*table.key] or [column.name for column in table.columns if column.kind in ("id", "date")]
    people = [at for at, name in enumerate(names) if table is None or table.column(name).kind == "id"]
    cells = zip(*(frame[name] for name in names), strict=True)
    return {number: "" if any(not isinstance(row[at], str) for at in people) else json.dumps([str(cell) for cell in row]) for number, row in zip(numbers, cells, strict=True)}


def cell_marks(raw: RawTable, key: bytes) -> list[str]:
    """Give for each row the keyed hashes of the cells that people fill in, one after the other."""
    told, mark = _told(raw), _marker(key)
    return list(map("".join, zip(*(_column_marks(raw, column, mark) for column in told), strict=True))) if told else [""] * len(raw.rows)


def growth(raw: RawTable, names: Mapping[int, str], before: Marks | None, key: bytes, cells: list[str] | None = None) -> tuple[Growth, Marks]:
    """
    Give what changed in a table, and what to remember of it.

    A row is known again by its submission's number, else by what it is about, else by all its cells; of several that are
    alike in this, by which of them it is. Rows without a name do not belong to the table.

    Args:
        raw: The table as it stands now.
        names: What each row is about, as `row_names` gives it.
        before: What was remembered, or None the first time.
        key: The programme's key.
        cells: `cell_marks` of the table, where somebody has them already.
    """
    heads, marks, places = _marked(raw, names, key, cells or cell_marks(raw, key))
    now = Marks(tuple(heads), marks)
    if before is None:
        return Growth(raw.name, (), (), 0), now
    edited = tuple((places[row], changed) for row in marks if row in before.rows and marks[row] != before.rows[row] and (changed := _changed(before.cells(row), now.cells(row), heads)))
    new = tuple(places[row] for row in marks if row not in before.rows)
    return Growth(raw.name, new, edited, len(set(before.rows) - set(marks))), now


def without(known: Marks, raw: RawTable, names: Mapping[int, str], key: bytes, rows: Collection[int], mentions: Callable[[str], bool]) -> Marks:
    """Give what is remembered without some rows, without those that no longer stand in the table, and without the cells that mention somebody."""
    mark = _marker(key)
    _, marks, places = _marked(raw, names, key, cell_marks(raw, key))
    stand, kept = dict(zip(raw.numbers, raw.rows, strict=True)), {}
    for row in (row for row in known.rows if row in marks and places[row] not in rows):
        hidden = {_head(raw.headings[column], mark) for column in _told(raw) if mentions(stand[places[row]][column])}
        kept[row] = "".join(_HIDDEN if head in hidden else cell for head, cell in known.cells(row).items())
    return Marks(known.heads, kept)


def _marked(raw: RawTable, names: Mapping[int, str], key: bytes, cells: list[str]) -> tuple[dict[str, str], dict[str, str], dict[str, int]]:
    """Give each heading by its mark, the marks of each row's cells by the row's own, and each row's number by that."""
    mark, place, seen = _marker(key), submission_place(raw), Counter[str]()
    marks, places = {}, {}
    for number, row, own_cells in zip(raw.numbers, raw.rows, cells, strict=True):
        if number in names:
            name = row[place] if place is not None else names[number] or json.dumps(row)
            seen[name] += 1
            own = mark(f"row:{name}:{seen[name]}", _ROW)
            marks[own] = own_cells
            places[own] = number
    return {_head(raw.headings[column], mark): raw.headings[column] for column in _told(raw)}, marks, places


def _column_marks(raw: RawTable, column: int, mark: Callable[[str, int], str]) -> list[str]:
    cells = [row[column] for row in raw.rows]
    known = {cell: mark(f"cell:{cell}", _CELL) for cell in dict.fromkeys(cells)}
    return [known[cell] for cell in cells]


def _told(raw: RawTable) -> list[int]:
    """Give the columns that people fill in."""
    return [column for column, heading in enumerate(raw.headings) if not is_metadata(heading)]


def _head(heading: str, mark: Callable[[str, int], str]) -> str:
    return mark(f"head:{plain(heading)}", _CELL)


def _changed(before: Mapping[str, str], now: Mapping[str, str], heads: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(heads[head] for head, cell in now.items() if before.get(head, _HIDDEN) not in (cell, _HIDDEN))


def _marker(key: bytes) -> Callable[[str, int], str]:
    """Give a function that hashes a text with the programme's key."""
    begun = {size: hashlib.blake2b(key=hashlib.blake2b(key).digest(), digest_size=size) for size in (_CELL, _ROW)}

    def mark(text: str, size: int) -> str:
        whole = begun[size].copy()  # the key is worked in once
        whole.update(text.encode("utf-8", "surrogatepass"))
        return whole.hexdigest()

    return mark


def memory(program: Path, cohort: Path) -> Path:
    """Give the folder in which a programme remembers how a cohort's tables stood: beside its key, and never in the cohort's own."""
    return program / ".mentorkit" / "imports" / cohort.name


def remembered(folder: Path, table: str) -> Marks | None:
    """Give what is remembered of a table, or None where nothing is."""
    try:
        known = json.loads((folder / f"{table}.json").read_text(encoding="ascii"))
        return Marks(tuple(known["heads"]), known["rows"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(folder: Path, table: str, marks: Marks) -> None:
    """Remember a table's marks in a file for its owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(folder / f"{table}.json", json.dumps({"heads": marks.heads, "rows": marks.rows}).encode(), 0o600)


def told_growth(found: Sequence[Growth], language: str) -> list[str]:
    """Give a line for each table that changed since the last check."""
    new, edit, gone, row, word = {
        "es": ("nuevas:", "con cambios:", "ya no están:", "fila", "filas"), "en": ("new:", "edited:", "gone:", "row", "rows"),
    }[language]
    lines = []
    for one in found:
        parts = [f"{new} {len(one.new)} ({row if len(one.new) == 1 else word} {_listed(one.new)})"] if one.new else []
        if one.edited:
            parts += [f"{edit} {len(one.edited)} (" + "; ".join(f"{row} {number}: {', '.join(heads)}" for number, heads in one.edited[:10]) + ("; …" if len(one.edited) > 10 else "") + ")"]
        parts += [f"{gone} {one.gone}"] if one.gone else []
        since = {"es": f"{one.file}, desde la última revisión: ", "en": f"{one.file}, since the last check: "}[language]
        lines += [since + "; ".join(parts)] if one.changed else []
    return lines


def _listed(numbers: Sequence[int], most: int = 10) -> str:
    return ", ".join(map(str, numbers[:most])) + (", …" if len(numbers) > most else "")
