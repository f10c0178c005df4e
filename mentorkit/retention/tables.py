"""A table's file without some rows and without mention of a person; everything else stays byte for byte."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path

from mentorkit.io.encodings import decoded
from mentorkit.io.tables import table_delimiter
from mentorkit.retention.traces import Person

MARK = "[…]"


def text_without(path: Path, rows: Collection[int], person: Person, whole_rows: bool = False) -> tuple[bytes, int, int]:
    """
    Give a CSV or TSV file without a person.

    Args:
        path: The file.
        rows: Rows to leave out, as a person counts them: the heading is 1.
        person: Whose mention goes from the cells of the other rows.
        whole_rows: Leave out every row that mentions the person.

    Returns:
        The new bytes, the number of rows left out, and the number of cells changed.
    """
    data = path.read_bytes()
    text, encoding = decoded(data, path.name)
    delimiter = "\t" if path.suffix.casefold() == ".tsv" else table_delimiter(text)
    kept, gone, changed = [], 0, 0
    for number, record in enumerate(_records(text, delimiter), start=1):
        mentioned = person.stands_in(record)
        if number in rows or (whole_rows and mentioned and number > 1):
            gone += 1
        elif mentioned and number > 1:
            cleaned, cells = _cleaned(record, delimiter, person)
            kept.append(cleaned)
            changed += cells
        else:
            kept.append(record)
    return _encoded("".join(kept), encoding, data), gone, changed


def workbook_without(path: Path, sheet: str | None, rows: Collection[int], person: Person) -> tuple[bytes, int, int]:
    """Give an XLSX workbook without a person: rows of the sheet that is read, and mention in any sheet."""
    import openpyxl

    from mentorkit.io.tables import MOST_COLUMNS, MOST_ROWS
    from mentorkit.io.workbooks import read_sheet

    book = openpyxl.load_workbook(path)
    if rows:
        read = book[read_sheet(path.read_bytes(), path.name, sheet, MOST_ROWS, MOST_COLUMNS).title]
        for number in sorted(rows, reverse=True):
            read.delete_rows(number)
    changed = 0
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, (str, int)) and person.stands_in(str(cell.value)):
                    cell.value, changed = _without(str(cell.value), person), changed + 1
    written = io.BytesIO()
    book.save(written)
    return written.getvalue(), len(set(rows)), changed


def value_without(value: object, person: Person) -> object:
    """Give a JSON value without the entries that mention a person."""
    if isinstance(value, dict):
        return {key: value_without(one, person) for key, one in value.items() if not person.stands_in(key) and not _is(one, person)}
    if isinstance(value, list):
        return [value_without(one, person) for one in value if not _is(one, person) and not _about(one, person)]
    return value


def _about(value: object, person: Person) -> bool:
    return isinstance(value, dict) and any(_is(one, person) for one in value.values())


def _is(value: object, person: Person) -> bool:
    return isinstance(value, str) and person.stands_in(value)


def _records(text: str, delimiter: str) -> Iterator[str]:
    """Cut a text into its records with their line ends; a quote opens at the beginning of a cell alone."""
    start, place, quoted, fresh = 0, 0, False, True
    while place < len(text):
        mark = text[place]
        if mark == '"' and (quoted or fresh):
            quoted = not quoted
        fresh = mark == delimiter and not quoted
        if mark in "\r\n" and not quoted:
            place += text.startswith("\r\n", place)
            yield text[start: place + 1]
            start, fresh = place + 1, True
        place += 1
    if start < len(text):
        yield text[start:]


def _cleaned(record: str, delimiter: str, person: Person) -> tuple[str, int]:
    end = record[len(record.rstrip("\r\n")):]
    cells = next(csv.reader([record.removesuffix(end)], delimiter=delimiter), [])
    fresh = [_without(cell, person) for cell in cells]
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="").writerow(fresh)
    return written.getvalue() + end, sum(old != new for old, new in zip(cells, fresh, strict=True))


def _without(cell: str, person: Person) -> str:
    """Take a person out of a list, empty a cell that holds nothing else, and mark the place in running text."""
    for separator in (";", "|"):
        if separator in cell:
            return separator.join(item for item in cell.split(separator) if not person.stands_in(item)).strip()
    return "" if not person.without(cell).strip() else person.without(cell, MARK)


def _encoded(text: str, encoding: str, before: bytes) -> bytes:
    if encoding == "UTF-8 with a byte order mark":
        return text.encode("utf-8-sig")
    if encoding == "UTF-32":
        return text.encode("utf-32")
    if encoding.startswith("UTF-16"):
        little = before.startswith(b"\xff\xfe") or before[1:2] == b"\0"
        mark = before[:2] if before[:2] in (b"\xff\xfe", b"\xfe\xff") else b""
        return mark + text.encode("utf-16-le" if little else "utf-16-be")
    return text.encode("utf-8" if encoding == "UTF-8" else "cp1252", "replace")
