"""The workbook of `mentorkit check`: a list of what was found, and each table with the bad cells marked."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mentorkit.cli.saying import said
from mentorkit.errors import Problem, RunError

if TYPE_CHECKING:
    from mentorkit.io.tables import RawTable

SHEET_WORDS = {
    "es": ("Hallazgos", ("archivo", "fila", "columna", "clase", "problema", "remedio"), ("error", "aviso")),
    "en": ("Findings", ("file", "row", "column", "kind", "problem", "remedy"), ("error", "warning")),
}
MOST_SHOWN = 5_000
"""More findings than anybody mends at a sitting: beyond, the first of each kind are shown, and the others counted."""
MOST_CELLS = 100_000
"""A table of more cells is shown by its bad rows alone."""
_WIDTHS = (24, 8, 28, 10, 60, 60)
_ERROR, _WARNING = "F8CBAD", "FFE699"


def write_workbook(out: Path, problems: Iterable[Problem], tables: Iterable[RawTable], language: str) -> Path:
    """
    Write the findings as a workbook that only its owner can read: a list, and each table with the bad cells marked.

    The tables hold participants' data; a marked cell has the problem and the remedy as its note. A large table is
    shown by its bad rows alone, each with its number, and of very many findings the first of each kind.

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

    found = list(problems)
    shown, others = shown_and_others(found)
    book = Workbook()
    _list_sheet(book.active, shown, others, len(found), language)
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in shown:
        by_file[problem.file].append(problem)
    for name, raw in sorted({raw.name: raw for raw in tables if raw.name in by_file}.items()):
        _table_sheet(book, raw, by_file[name], language)
    data = io.BytesIO()
    book.save(data)
    try:
        write_whole(out, data.getvalue(), 0o600)
    except OSError as error:
        raise RunError(f"{out} cannot be written: {error.strerror}") from None
    return out


def shown_and_others(problems: Sequence[Problem], most: int = MOST_SHOWN) -> tuple[list[Problem], list[tuple[Problem, int]]]:
    """
    Give the problems that a workbook shows, and the last of each kind that it cuts, with how many of the kind it leaves out.

    Of every kind (a file, a column, and what is said) as many are shown as of the others, where there are so many.
    """
    if len(problems) <= most:
        return list(problems), []
    kinds: dict[tuple, list[int]] = defaultdict(list)
    for at, problem in enumerate(problems):
        kinds[(problem.file, problem.column, *problem[3:])].append(at)
    share = _share([len(places) for places in kinds.values()], most)
    kept = sorted(at for places in kinds.values() for at in places[:share])[:most]
    others = [(problems[places[-1]], len(places) - share) for places in kinds.values() if len(places) > share > 0]
    return [problems[at] for at in kept], others


def _share(sizes: Sequence[int], most: int) -> int:
    """
    Give how many of each kind fit, where a kind that has fewer leaves its room to the others; at least one.

    >>> _share([10, 1, 10], 11), _share([1, 1, 1], 2)
    (5, 1)
    """
    room = most
    for left, size in zip(range(len(sizes), 0, -1), sorted(sizes), strict=True):
        if size > room // left:
            return max(room // left, 1)
        room -= size
    return max(sizes, default=1)


def _list_sheet(sheet, problems: list[Problem], others: list[tuple[Problem, int]], everything: int, language: str) -> None:
    from openpyxl.styles import Alignment, Font

    from mentorkit.forms.spreadsheet import row_height

    title, head, kinds = SHEET_WORDS[language]
    sheet.title = title
    rows = [(p.file, p.row, p.column, kinds[p.warning], p.problem, p.remedy) for p in problems]
    if everything > len(problems):
        rows.insert(0, (None, None, None, None, said("workbook-cut", language, n=everything, shown=len(problems)), said("workbook-again", language)))
        rows += [(p.file, None, p.column, kinds[p.warning], said("workbook-others", language, n=n, last=p.row or 1, problem=p.problem), p.remedy) for p, n in others]
    wrapped, plain, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=False), Font(bold=True)
    for number, row in enumerate([head, *rows], 1):
        for place, value in enumerate(row, 1):
            cell = _put(sheet, number, place, value)
            cell.alignment, cell.font = wrapped, bold if number == 1 else plain
    for number, row in enumerate(rows, 2):
        sheet.row_dimensions[number].height = row_height((str(value or ""), width) for value, width in zip(row, _WIDTHS, strict=True))
    for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True


def _table_sheet(book, raw: RawTable, problems: list[Problem], language: str) -> None:
    """Add a table as it stands in its file, at the same rows, with the bad cells marked; of a large one the bad rows, behind their numbers."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill

    from mentorkit.model.words import folded

    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", "-", raw.name)[:31])
    head = min(raw.numbers, default=2) - 1
    rows = dict(zip(raw.numbers, raw.rows, strict=True))
    whole = len(rows) * len(raw.headings) <= MOST_CELLS
    named = {problem.row for problem in problems}
    shown = list(rows) if whole else [number for number in rows if number in named][: max(1, MOST_CELLS // len(raw.headings))]
    first, before = (head, 0) if whole else (1, 1)
    at = {number: number for number in shown} if whole else {number: place for place, number in enumerate(shown, 2)}
    for place, heading in enumerate(raw.headings if whole else (SHEET_WORDS[language][1][1], *raw.headings), 1):
        _put(sheet, first, place, heading).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(first, place).column_letter].width = 24 if place > before else 8
    sheet.freeze_panes = sheet.cell(first + 1, before + 1)
    for number, row in at.items():
        for place, value in enumerate(rows[number] if whole else (number, *rows[number]), 1):
            _put(sheet, row, place, value or None)
    places = {folded(heading): place + before for place, heading in enumerate(raw.headings, 1)}
    colours = {warns: PatternFill("solid", fgColor=_WARNING if warns else _ERROR) for warns in (False, True)}
    for problem in sorted(problems, key=lambda one: not one.warning):
        place = places.get(folded(problem.column)) if problem.column else 1
        row = first if problem.row == 1 else at.get(problem.row or 0, problem.row if whole else None)
        if place and row:
            cell = sheet.cell(row, place)
            cell.fill = colours[problem.warning]
            told = f"{problem.problem}; {problem.remedy}"
            cell.comment = Comment(f"{cell.comment.text}\n{told}" if cell.comment else told, "mentorkit", width=320, height=110)


def _put(sheet, row: int, column: int, value: object):
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value)[:32_000]
        cell.data_type = "s"
    elif value is not None:
        cell.value = value
    return cell
