"""Tables as they stand in a file: text cells with the rows a person sees, or a refusal that says why."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from mentorkit.errors import Problem, ProblemsError
from mentorkit.io.encodings import decoded
from mentorkit.io.workbooks import BOOKS, LARGEST, MOST_COLUMNS, MOST_ROWS, Sheet, read_sheet
from mentorkit.model.folding import folded

MOST_CELLS = 10_000_000
LONGEST_CELL = 100_000
LONGEST_HEADING = 2_000
_MOST_TORN = 2_000_000
_MOST_UNSURE = 500_000
"""More cells than this, of which two columns of one heading hold something else, and the headings mean nothing."""
TEXTS = (".csv", ".tsv", ".txt")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_SEPARATOR = re.compile(r"sep=([,;\t|])[ \t]*(?:\r\n|\r|\n)", re.IGNORECASE)
_UNSEEN = re.compile("[\u200b\u2060\ufeff\u00ad]")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_FORMS = (
    (b"pk\x03\x04", "a workbook or an archive", "give it the ending .xlsx or .ods, or unpack it"),
    (b"\xd0\xcf\x11\xe0", "an old workbook, or one with a password", "open it and save it again as .csv"),
    (b"%pdf", "a PDF", "export the table from where the PDF was made"),
    (b"<!doctype", "a web page", "download the table itself; perhaps one has to sign in first"),
    (b"<html", "a web page", "download the table itself; perhaps one has to sign in first"),
    (b"<?xml", "XML", "export it again as .csv"),
    (b"\x1f\x8b", "a packed archive", "unpack it first"),
    (b"\x89png", "a picture", "export the table as .csv"),
    (b"\xff\xd8\xff", "a picture", "export the table as .csv"),
    (b"{\\rtf", "a text document", "export the table as .csv"),
    (b'[{"', "JSON", "export it again as .csv"),
    (b'{"', "JSON", "export it again as .csv"),
)


@dataclass(frozen=True)
class RawTable:
    """
    A table's headings and its rows of text cells.

    `numbers[i]` is the row of `rows[i]` as a person sees it in the file, and `first` that of the headings. `hidden` are the rows among them that a workbook shows to nobody, and
    `hidden_columns` the headings; `hidden_sheets` were not read. `marks` may hold `hidden`, where the sheet
    itself is. `joined` are headings that stood twice above columns of which no row filled both. `unsure` are
    cells, by row and heading, that are empty here because the file does not say what they hold; `torn` is what
    stood in rows that are left out since nobody can tell their columns apart, or None where that is unknown.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    form: str
    hidden: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()
    joined: tuple[str, ...] = ()
    unsure: frozenset[tuple[int, str]] = frozenset()
    torn: frozenset[str] | None = frozenset()
    first: int = 1

    def place(self, heading: str) -> int | None:
        """Give the position of a heading, compared without case and doubled spaces."""
        wanted = folded(heading)
        return next((place for place, other in enumerate(self.headings) if folded(other) == wanted), None)


def read_table(path: Path, name: str | None = None, sheet: str | None = None, found: list[Problem] | None = None) -> RawTable:
    """
    Read CSV, TSV, XLSX or ODS as text, strictly.

    Args:
        path: The file.
        name: How messages call it; its file name unless given.
        sheet: The sheet of a workbook; needed where it has several with content.
        found: Takes what is wrong with single rows, columns and cells, which are left out or empty in the table
            then, so that the rest can be looked at; without it they are raised.

    Raises:
        ProblemsError: No such file, unknown form or encoding, no rows of text, headings that cannot be told, or a file
            beyond the limits; without `found` also a row longer or shorter than the heading, and the like.
    """
    name = name or path.name
    data = _bytes(path, name)
    suffix = path.suffix.casefold()
    wrong = [] if found is None else found
    if suffix in TEXTS:
        table = _of_text(name, data, suffix, wrong)
    elif suffix in BOOKS:
        table = _of_sheet(name, read_sheet(data, name, sheet, MOST_ROWS, MOST_COLUMNS), wrong)
    else:
        raise _refused(name, f'files with the ending "{suffix}" are not read', "export it as .csv, .tsv, .xlsx or .ods")
    if wrong and found is None:
        raise ProblemsError(wrong)
    return table


def _of_text(name: str, data: bytes, suffix: str, wrong: list[Problem]) -> RawTable:
    records, form, torn = _records_of_text(data, name, suffix, wrong)
    table = _table(name, records, form, wrong)
    return _each_heading_once(replace(table, torn=None if torn is None else table.torn | torn), wrong)


def _of_sheet(name: str, sheet: Sheet, wrong: list[Problem]) -> RawTable:
    table = _table(name, list(enumerate(sheet.rows, 1)), f'sheet "{sheet.title}"', wrong)
    headings = dict(enumerate(table.headings))
    wrong += [Problem(name, row + 1, headings.get(column) or None, f"the cell holds {what}", remedy) for row, column, what, remedy in sheet.blind]
    wrong += [Problem(name, top + 1, None, "the row holds merged cells", "unmerge them and write the answer in each row") for (top, _), _ in sheet.merged]
    covered = ((row, column) for (top, left), (bottom, right) in sheet.merged for row in range(top, bottom + 1) for column in range(left, right + 1) if (row, column) != (top, left))
    unsure = {(row + 1, headings[column]) for row, column in (*(cell[:2] for cell in sheet.blind), *covered) if column in headings}
    table = replace(
        table, hidden=tuple(number for number in table.numbers if number - 1 in sheet.hidden_rows),
        hidden_columns=tuple(heading for place, heading in headings.items() if place in sheet.hidden_columns),
        hidden_sheets=sheet.hidden_sheets, marks=frozenset({"hidden"} if sheet.itself_hidden else ()), unsure=frozenset(unsure) | table.unsure,
    )
    return _each_heading_once(table, wrong)


def _bytes(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise _refused(name, "this is a folder and no file", "name the file in it, in cohort.yml")
        if not path.is_file():
            raise _refused(name, "there is no such file", "put the export there or correct the name in cohort.yml")
        if path.stat().st_size > LARGEST:
            raise _refused(name, "the file is larger than 50 MB", "split it by cohort")
        return path.read_bytes()
    except (OSError, ValueError):  # no permission, a broken disk, a name that no system takes
        raise _refused(name, "the file cannot be opened", "look at its name and its permissions, and whether another program holds it") from None


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
            raise ProblemsError([Problem(raw.name, raw.first, heading, "the file has no such column", "correct where: in cohort.yml")])
        wanted = {folded(value) for value in ([values] if isinstance(values, str) else values)}
        rows = [(row, number) for row, number in rows if folded(row[place]) in wanted]
    return replace(raw, rows=tuple(row for row, _ in rows), numbers=tuple(number for _, number in rows))


def _table(name: str, records: list[tuple[int, list[str]]], form: str, wrong: list[Problem]) -> RawTable:
    filled = [(number, cells) for number, cells in records if any(map(str.strip, cells))]
    if not filled:
        raise _refused(name, "the table is empty", "export it again with its heading row")
    if len(filled) > MOST_ROWS:
        raise _refused(name, f"the table has more than {MOST_ROWS:,} rows", "split it by cohort")
    (first, heading_cells), *body = filled
    _refuse_no_heading(name, first, heading_cells, body)
    headings = _headings(heading_cells)
    _refuse_headings(name, first, headings, min(MOST_COLUMNS, MOST_CELLS // max(1, len(body))))
    if nameless := sum(not folded(heading) for heading in headings):
        wrong.append(Problem(name, first, None, "1 column has no heading" if nameless == 1 else f"{nameless} columns have no heading", "write a heading above each column"))
    rows, numbers, torn, unsure = [], [], set(), set()
    for number, cells in body:
        if len(cells) < len(headings) or (len(cells) != len(heading_cells) and any(map(str.strip, cells[len(headings):]))):
            wrong.append(Problem(
                name, number, None, f"the row has {len(cells)} cells and the heading {len(heading_cells)}",
                "if it is a note, delete it; else look for a missing separator" if len(cells) == 1 else "look for a missing or extra separator, or a quote that is not closed",
            ))
            torn.update(map(str.strip, cells))
            continue
        if any(map(str.strip, cells[len(headings):])):
            wrong.append(Problem(name, number, None, "something stands to the right of the last heading", "write a heading above it, or delete it"))
        if max(map(len, cells)) > LONGEST_CELL:
            long = {heading for heading, cell in zip(headings, cells, strict=False) if len(cell) > LONGEST_CELL}
            wrong += [Problem(name, number, heading, f"the cell is longer than {LONGEST_CELL:,} characters", "shorten it") for heading in headings if heading in long]
            unsure |= {(number, heading) for heading in long}
            cells = ["" if len(cell) > LONGEST_CELL else cell for cell in cells]
        rows.append(tuple(map(str.strip, cells[: len(headings)])))
        numbers.append(number)
    return RawTable(name, headings, tuple(rows), tuple(numbers), form, unsure=frozenset(unsure), torn=frozenset(torn), first=first)


def _each_heading_once(raw: RawTable, wrong: list[Problem]) -> RawTable:
    """
    Give a table without columns that have no heading, and each heading once.

    A question that was deleted and asked anew, or asked in two sections, is one column again, unless some row fills both.
    """
    doubled = _doubled(raw.headings)
    if not doubled and all(map(folded, raw.headings)):
        return raw
    both = {places[0]: [number for row, number in zip(raw.rows, raw.numbers, strict=True) if sum(bool(row[place]) for place in places) > 1] for places in doubled}
    refused = [places for places in doubled if both[places[0]] or not raw.rows]
    wrong += [Problem(raw.name, raw.first, raw.headings[places[0]], f"the heading stands {len(places)} times", "give each column its own heading") for places in refused]
    if sum(len(both[places[0]]) for places in refused) > _MOST_UNSURE:
        raise ProblemsError(wrong)
    others = {place: places for places in doubled for place in places}
    kept = [place for place, heading in enumerate(raw.headings) if folded(heading) and others.get(place, [place])[0] == place]
    rows = tuple(tuple(next((row[at] for at in others.get(place, [place]) if row[at]), "") for place in kept) for row in raw.rows)
    return replace(
        raw, headings=tuple(raw.headings[place] for place in kept), rows=rows, joined=tuple(raw.headings[places[0]] for places in doubled if places not in refused),
        unsure=raw.unsure | {(number, raw.headings[places[0]]) for places in refused for number in both[places[0]]},
    )


def _doubled(headings: tuple[str, ...]) -> list[list[int]]:
    places: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        places.setdefault(folded(heading), []).append(place)
    return [found for heading, found in places.items() if heading and len(found) > 1]


def _refuse_no_heading(name: str, first: int, cells: list[str], body: list[tuple[int, list[str]]]) -> None:
    """Refuse a title above the headings, and lines that some program put into quotes as a whole."""
    wide = [sum(bool(cell.strip()) for cell in row) for _, row in body[:50]]
    alone = [cell for cell in cells if cell.strip()]
    if any(_ADDRESS.fullmatch(cell.strip()) for cell in cells):
        raise ProblemsError([Problem(name, first, None, "the first row holds answers and no headings", "write a heading above each column")])
    if len(alone) == 1 and len(wide) > 1 and sorted(wide)[len(wide) // 2] > 2:
        raise ProblemsError([Problem(name, first, None, "a title stands where the headings should", "delete the rows above the headings")])
    marks = [mark for mark in ",;\t|" if len(alone) == 1 and alone[0].count(mark) > 2]
    if marks and wide and max(wide) == 1 and all(row[0].count(mark) >= alone[0].count(mark) for _, row in body[:50] for mark in marks[:1] if row):
        raise ProblemsError([Problem(name, first, None, "each row stands in one single cell", "export it again as CSV, without opening it in between")])


def _headings(cells: list[str]) -> tuple[str, ...]:
    headings = [" ".join(_UNSEEN.sub("", cell).split()) for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    return tuple(headings)


def _refuse_headings(name: str, row: int, headings: tuple[str, ...], most: int) -> None:
    problems = []
    if len(headings) > most:
        problems.append(Problem(name, row, None, f"the table has more than {most:,} columns", "export only what is used"))
    if any(len(heading) > LONGEST_HEADING for heading in headings):
        problems.append(Problem(name, row, None, f"a heading is longer than {LONGEST_HEADING:,} characters", "look whether the first row holds the headings, and shorten them"))
    if problems:
        raise ProblemsError(problems)


def _records_of_text(data: bytes, name: str, suffix: str, wrong: list[Problem]) -> tuple[list[tuple[int, list[str]]], str, set[str] | None]:
    """Give a text's rows with their numbers, how it was read, and what stands in rows whose quotes do not close: None where that is too much."""
    _refuse_other_forms(data, name)
    text, encoding = decoded(data, name)
    text = text.rstrip("\x1a")
    delimiter = "\t" if suffix == ".tsv" else table_delimiter(text)
    form = f"{encoding}, separator {_shown(delimiter)}"
    csv.field_size_limit(LARGEST)
    records, number, torn, last = [], 0, set(), [""]
    reader = csv.reader(_lines(text, delimiter, name, last), delimiter=delimiter, strict=True)
    while True:
        number += 1
        begin = reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            wrong.append(Problem(
                name, number, None, f"the quotes do not close here (read as {encoding}, separator {_shown(delimiter)})", 'put quotes around the whole cell and double those inside: "He said ""yes"""',
            ))
            if not any(any(map(str.strip, cells)) for _, cells in records):  # and so its headings are unknown
                raise ProblemsError(wrong) from None
            if reader.line_num > begin + 1 or last[0].count('"') % 2:  # nobody knows where this row ends
                rest = text[next(islice(_LINE.finditer(text), begin, None)).start():]
                return records, form, None if len(rest) > _MOST_TORN else torn | _pieces(rest, delimiter)
            torn |= _pieces(last[0], delimiter)
            continue
        if number > 1 or not _SEPARATOR.match(text):
            records.append((number, cells))
        if number > MOST_ROWS + 1:
            raise _refused(name, f"the table has more than {MOST_ROWS:,} rows", "split it by cohort")
    return records, form, torn


def _pieces(text: str, delimiter: str) -> set[str]:
    return {piece.strip(' "\t') for line in text.splitlines() for piece in line.split(delimiter)}


def _lines(text: str, delimiter: str, name: str, last: list[str]) -> Iterator[str]:
    """Give the lines with their ends, as the csv module wants them, and none that would fill the memory; `last` holds the one given last."""
    for number, match in enumerate(_LINE.finditer(text), 1):
        line = match[0]
        if len(line) > LONGEST_CELL and line.count(delimiter) > LONGEST_CELL:
            raise ProblemsError([Problem(name, number, None, f"the line holds more than {LONGEST_CELL:,} separators", "look whether the file is a table at all, and export it again")])
        last[0] = line
        yield line


def _refuse_other_forms(data: bytes, name: str) -> None:
    """Refuse a file whose first bytes are those of something else."""
    begin = data[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for first, form, remedy in _FORMS:
        if begin.startswith(first):
            raise _refused(name, f"the file is {form} and no text", remedy)


def table_delimiter(text: str) -> str:
    """Give the separator that cuts the heading into most cells: comma, semicolon, tab or bar; a first line `sep=;` goes before."""
    if declared := _SEPARATOR.match(text):
        return declared[1]
    head = next((line[0] for line in _LINE.finditer(text) if line[0].strip()), "")[:LONGEST_CELL]
    return max((",", ";", "\t", "|"), key=lambda mark: len(next(csv.reader([head], delimiter=mark), [])))


def _shown(delimiter: str) -> str:
    return {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"}[delimiter]


def _refused(name: str, problem: str, remedy: str) -> ProblemsError:
    return ProblemsError([Problem(name, None, None, problem, remedy)])
