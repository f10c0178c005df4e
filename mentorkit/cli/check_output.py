"""How `mentorkit check` shows what it found: lines, coloured where a person looks, and a workbook with the bad cells marked."""

from __future__ import annotations

import io
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from mentorkit.errors import Problem, RunError

if TYPE_CHECKING:
    from mentorkit.io.tables import RawTable

RED, YELLOW, GREEN, BOLD, PLAIN = "\033[31m", "\033[33m", "\033[32m", "\033[1m", "\033[0m"
SHEET_WORDS = {
    "es": ("Hallazgos", ("archivo", "fila", "columna", "clase", "problema", "remedio"), ("error", "aviso")),
    "en": ("Findings", ("file", "row", "column", "kind", "problem", "remedy"), ("error", "warning")),
}
COUNTED = {"es": (("problema", "aviso"), "en"), "en": (("problem", "warning"), "in")}
_ERROR, _WARNING = "F8CBAD", "FFE699"


def wants_colour(stream: TextIO) -> bool:
    """Tell whether a person looks at a stream: a terminal, unless `NO_COLOR` is set or the terminal is dumb."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def problem_lines(problems: Sequence[Problem], where: str, colour: bool, language: str = "en") -> list[str]:
    """
    Give the lines of a check: errors, then warnings, each group under a line that counts it, by file and row.

    Args:
        problems: What was found.
        where: How the counting line calls the cohort; nothing where it is empty.
        colour: Whether to set colours for a terminal.
        language: es or en, of the counting lines.
    """
    lines, (nouns, inside) = [], COUNTED[language]
    for warns, noun, paint in zip((False, True), nouns, (RED, YELLOW), strict=True):
        if found := [problem for problem in problems if problem.warning == warns]:
            head = f"{len(found)} {noun}{'s' if len(found) > 1 else ''}{f' {inside} {where}' if where else ''}:"
            lines += [f"{BOLD}{head}{PLAIN}" if colour else head]
            lines += [_painted(problem, paint) if colour else str(problem) for problem in found]
    return lines


def _painted(problem: Problem, paint: str) -> str:
    text = str(problem)
    place = text[: text.index(f": {problem.problem}; ")]
    rest = text.removeprefix(f"{place}: {problem.problem}; ")
    return f"{BOLD}{place}{PLAIN}: {paint}{problem.problem}{PLAIN}; {GREEN}{rest}{PLAIN}"


def write_workbook(out: Path, problems: Iterable[Problem], tables: Iterable[RawTable], language: str) -> Path:
    """
    Write the findings as a workbook that only its owner can read: a list, and each table with the bad cells marked.

    The tables hold participants' data; a marked cell has the problem and the remedy as its note.

    Args:
        out: The file, which ends in .xlsx.
        problems: What was found.
        tables: The tables as they stand in their files.
        language: es or en.

    Raises:
        RunError: The file cannot be written.
    """
    from openpyxl import Workbook

    from mentorkit.io.results import write_whole

    listed = list(problems)
    book = Workbook()
    _list_sheet(book.active, listed, language)
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in listed:
        by_file[problem.file].append(problem)
    for name, raw in sorted({raw.name: raw for raw in tables if raw.name in by_file}.items()):
        _table_sheet(book, raw, by_file[name])
    data = io.BytesIO()
    book.save(data)
    try:
        write_whole(out, data.getvalue(), 0o600)
    except OSError as error:
        raise RunError(f"{out} cannot be written: {error.strerror}") from None
    return out


def _list_sheet(sheet, problems: list[Problem], language: str) -> None:
    from openpyxl.styles import Alignment, Font

    from mentorkit.forms.spreadsheet import row_height

    title, head, kinds = SHEET_WORDS[language]
    sheet.title = title
    rows = [(p.file, p.row, p.column, kinds[p.warning], p.problem, p.remedy) for p in problems]
    for number, row in enumerate([head, *rows], 1):
        for place, value in enumerate(row, 1):
            _put(sheet, number, place, value)
    widths = (24, 8, 28, 10, 60, 60)
    for number, row in enumerate(rows, 2):
        sheet.row_dimensions[number].height = row_height((str(value or ""), width) for value, width in zip(row, widths, strict=True))
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment, cell.font = Alignment(wrap_text=True, vertical="top"), Font(bold=cell.row == 1)
    for letter, width in zip("ABCDEF", widths, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True


def _table_sheet(book, raw: RawTable, problems: list[Problem]) -> None:
    """Add a table as it stands in its file, at the same rows, with the bad cells marked."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill

    from mentorkit.model.words import folded

    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", "-", raw.name)[:31])
    first = min(raw.numbers, default=2) - 1
    for place, heading in enumerate(raw.headings, 1):
        _put(sheet, first, place, heading).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(first, place).column_letter].width = 24
    sheet.freeze_panes = sheet.cell(first + 1, 1)
    for number, cells in zip(raw.numbers, raw.rows, strict=True):
        for place, value in enumerate(cells, 1):
            _put(sheet, number, place, value or None)
    places = {folded(heading): place for place, heading in enumerate(raw.headings, 1)}
    for problem in sorted(problems, key=lambda one: not one.warning):
        place = places.get(folded(problem.column)) if problem.column else 1
        if place and problem.row:
            row = first if problem.row == 1 else problem.row
            cell = sheet.cell(row, place)
            cell.fill = PatternFill("solid", fgColor=_WARNING if problem.warning else _ERROR)
            said = f"{problem.problem}; {problem.remedy}"
            cell.comment = Comment(f"{cell.comment.text}\n{said}" if cell.comment else said, "mentorkit", width=320, height=110)


def _put(sheet, row: int, column: int, value: object):
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value)[:32_000]
        cell.data_type = "s"
    elif value is not None:
        cell.value = value
    return cell
