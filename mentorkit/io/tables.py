"""Tables as they stand in a file: text cells with the rows a person sees, or a refusal that says why."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mentorkit.errors import Problem, ProblemsError
from mentorkit.io.encodings import decoded
from mentorkit.io.formulas import empty_formulas, hidden_rows
from mentorkit.model.words import folded

LARGEST = 50_000_000
LARGEST_UNPACKED = 400_000_000
STEEPEST = 200
MOST_ROWS = 200_000
MOST_COLUMNS = 2_000
LONGEST_CELL = 100_000
TEXTS = (".csv", ".tsv", ".txt")
BOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True)
class RawTable:
    """
    A table's headings and its rows of text cells.

    `numbers[i]` is the row of `rows[i]` as a person sees it in the file; row 1 is the heading unless
    blank rows stand above it. `hidden` are the rows among them that a workbook shows to nobody.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    form: str
    hidden: tuple[int, ...] = ()

    def place(self, heading: str) -> int | None:
        """Give the position of a heading, compared without case and doubled spaces."""
        wanted = folded(heading)
        return next((place for place, other in enumerate(self.headings) if folded(other) == wanted), None)


def read_table(path: Path, name: str | None = None, sheet: str | None = None) -> RawTable:
    """
    Read CSV, TSV, XLSX or ODS as text, strictly.

    Args:
        path: The file.
        name: How messages call it; its file name unless given.
        sheet: The sheet of a workbook; needed where it has several with content.

    Raises:
        ProblemsError: No such file, unknown form or encoding, a row longer or shorter than the
            heading, doubled headings, no rows of text, or a file beyond the limits.
    """
    name = name or path.name
    if not path.is_file():
        raise _refused(name, "there is no such file", "put the export there or correct the name in cohort.yml")
    if path.stat().st_size > LARGEST:
        raise _refused(name, "the file is larger than 50 MB", "split it by cohort")
    suffix, unseen = path.suffix.casefold(), frozenset()
    if suffix in TEXTS:
        records, form = _records_of_text(path.read_bytes(), name, suffix)
    elif suffix in BOOKS:
        data = path.read_bytes()
        records, form = _records_of_workbook(data, name, sheet, suffix)
        unseen = hidden_rows(data, form.removeprefix('sheet "').removesuffix('"')) if suffix in (".xlsx", ".xlsm") else unseen
    else:
        raise _refused(name, f'files with the ending "{suffix}" are not read', "export it as .csv, .tsv, .xlsx or .ods")
    found = _table(name, records, form)
    return replace(found, hidden=tuple(number for number in found.numbers if number in unseen))


def belonging(raw: RawTable, where: Mapping[str, str | list[str]]) -> RawTable:
    """
    Give the rows whose cells hold one of the named values under each heading.

    Raises:
        ProblemsError: A heading that the table does not have.
    """
    rows = list(zip(raw.rows, raw.numbers, strict=True))
    for heading, values in where.items():
        place = raw.place(heading)
        if place is None:
            raise ProblemsError([Problem(raw.name, 1, heading, "the file has no such column", "correct where: in cohort.yml")])
        wanted = {folded(value) for value in ([values] if isinstance(values, str) else values)}
        rows = [(row, number) for row, number in rows if folded(row[place]) in wanted]
    return replace(raw, rows=tuple(row for row, _ in rows), numbers=tuple(number for _, number in rows))


def _table(name: str, records: list[tuple[int, list[str]]], form: str) -> RawTable:
    filled = [(number, cells) for number, cells in records if any(cell.strip() for cell in cells)]
    if not filled:
        raise _refused(name, "the table is empty", "export it again with its heading row")
    if len(filled) > MOST_ROWS:
        raise _refused(name, f"the table has more than {MOST_ROWS:,} rows", "split it by cohort")
    (first, heading_cells), *body = filled
    headings = _headings(heading_cells)
    problems = _heading_problems(name, first, headings)
    rows, numbers = [], []
    for number, cells in body:
        if len(cells) < len(headings) or (len(cells) != len(heading_cells) and any(cell.strip() for cell in cells[len(headings):])):
            problems.append(Problem(
                name, number, None, f"the row has {len(cells)} cells and the heading {len(heading_cells)}",
                "look for a missing or extra separator, or a quote that is not closed",
            ))
            continue
        rows.append(tuple(cell.strip() for cell in cells[: len(headings)]))
        numbers.append(number)
        problems.extend(
            Problem(name, number, heading, f"the cell is longer than {LONGEST_CELL:,} characters", "shorten it")
            for heading, cell in zip(headings, cells, strict=False) if len(cell) > LONGEST_CELL
        )
    if problems:
        raise ProblemsError(problems)
    return RawTable(name, headings, tuple(rows), tuple(numbers), form)


def _headings(cells: list[str]) -> tuple[str, ...]:
    headings = [" ".join(cell.split()) for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    return tuple(headings)


def _heading_problems(name: str, row: int, headings: tuple[str, ...]) -> list[Problem]:
    problems = []
    if len(headings) > MOST_COLUMNS:
        problems.append(Problem(name, row, None, f"the table has more than {MOST_COLUMNS:,} columns", "export only what is used"))
    for heading, count in Counter(folded(heading) for heading in headings).items():
        shown = next(other for other in headings if folded(other) == heading)
        if not heading:
            problems.append(Problem(name, row, None, f"{count} column(s) have no heading", "write a heading above each column"))
        elif count > 1:
            problems.append(Problem(name, row, shown, f"the heading stands {count} times", "give each column its own heading"))
    return problems


def _records_of_text(data: bytes, name: str, suffix: str) -> tuple[list[tuple[int, list[str]]], str]:
    text, encoding = decoded(data, name)
    delimiter = "\t" if suffix == ".tsv" else table_delimiter(text)
    csv.field_size_limit(LARGEST)
    records, number = [], 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            raise ProblemsError([Problem(
                name, number, None, f"the quotes do not close here (read as {encoding}, separator {_shown(delimiter)})",
                'put quotes around the whole cell and double those inside: "He said ""yes"""',
            )]) from None
        records.append((number, cells))
        if number > MOST_ROWS + 1:
            raise _refused(name, f"the table has more than {MOST_ROWS:,} rows", "split it by cohort")
    return records, f"{encoding}, separator {_shown(delimiter)}"


def table_delimiter(text: str) -> str:
    """Give the separator that cuts the heading into most cells: comma, semicolon or tab."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max((",", ";", "\t"), key=lambda mark: len(next(csv.reader([head], delimiter=mark), [])))


def _shown(delimiter: str) -> str:
    return {"\t": "tab", ",": "comma", ";": "semicolon"}[delimiter]


def _records_of_workbook(data: bytes, name: str, sheet: str | None, suffix: str) -> tuple[list[tuple[int, list[str]]], str]:
    from python_calamine import CalamineWorkbook

    if suffix != ".xls":
        _refuse_bombs(data, name)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        chosen = _sheet(workbook, name, sheet)
        table = workbook.get_sheet_by_name(chosen)
        if table.total_height > MOST_ROWS + 1 or table.total_width > MOST_COLUMNS:
            raise _refused(name, f'the sheet "{chosen}" is too large', f"keep to {MOST_ROWS:,} rows and {MOST_COLUMNS:,} columns")
        merged = getattr(table, "merged_cell_ranges", None) or []
        values = table.to_python(skip_empty_area=False)
    except ProblemsError:
        raise
    except BaseException as error:  # the reader is compiled: its panics are no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise _refused(name, "the workbook cannot be read", "open it and save it again as .xlsx") from None
    first = next((place for place, row in enumerate(values) if any(_cell(value) for value in row)), 0)
    _refuse_merged(merged, first, name)
    _refuse_blind_cells(data, chosen, values, first, name)
    return [(place + 1, [_cell(value) for value in row]) for place, row in enumerate(values)], f'sheet "{chosen}"'


def _refuse_merged(merged: list, first: int, name: str) -> None:
    spans = [(top[0], bottom[0]) for top, bottom in merged if top != bottom and bottom[0] >= first]
    if any(top <= first for top, _ in spans):
        raise ProblemsError([Problem(name, first + 1, None, "the heading row holds merged cells", "unmerge them and give each column its own heading")])
    if spans:
        raise ProblemsError(Problem(name, top + 1, None, "the row holds merged cells", "unmerge them and write the answer in each row") for top, _ in spans)


def _refuse_blind_cells(data: bytes, sheet: str, values: list[list], first: int, name: str) -> None:
    """Refuse cells that show a person something and come out empty."""
    problems = []
    for row, column, what in empty_formulas(data, sheet):
        if row >= first and row < len(values) and column < len(values[first]):
            heading = _cell(values[first][column]).strip() or None
            problems.append(Problem(name, row + 1, heading, f"the cell holds {what}", "paste it as a value, or open the workbook, save it and export it again"))
    if problems:
        raise ProblemsError(problems)


def _sheet(workbook, name: str, wanted: str | None) -> str:
    """Give the sheet that is asked for, or the one with content; hidden ones are read only where they are named or alone."""
    from python_calamine import SheetVisibleEnum

    names = list(workbook.sheet_names)
    if wanted is not None:
        found = next((other for other in names if folded(other) == folded(wanted)), None)
        if found is None:
            raise _refused(name, f'there is no sheet "{wanted}"', f"write one of: {', '.join(names)}")
        return found
    full = [other for other in names if workbook.get_sheet_by_name(other).total_height > 0]
    shown = {sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible}
    filled = [other for other in full if other in shown] or full
    if len(filled) > 1:
        raise _refused(name, f"the workbook has {len(filled)} sheets with content", f"say which in cohort.yml: sheet: {filled[0]}")
    return (filled or names)[0]


def _refuse_bombs(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        raise _refused(name, "the workbook is damaged or no workbook", "open it and save it again as .xlsx") from None
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_UNPACKED or unpacked > STEEPEST * max(len(data), 1_000) or len(entries) > 5_000:
        raise _refused(name, "the workbook unpacks to far more than its size", "export it again as .csv")


def _cell(value: object) -> str:
    """Write a workbook's value as the text a person sees."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat(" ") if isinstance(value, dt.datetime) else value.isoformat()
    return str(value)


def _refused(name: str, problem: str, remedy: str) -> ProblemsError:
    return ProblemsError([Problem(name, None, None, problem, remedy)])
