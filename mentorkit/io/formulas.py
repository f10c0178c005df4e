"""What a sheet's XML says beside its values: hidden rows and columns, cells that show nothing true, formats that change a number."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html import unescape
from itertools import chain
from string import ascii_uppercase as _LETTERS
from typing import Any
from xml.parsers import expat

from mentorkit.io.numberforms import telling_form

UNCOMPUTED = "a formula without a stored value"
ERROR = "an error of the spreadsheet"
BROKEN = (KeyError, ValueError, OSError, EOFError, NotImplementedError, RuntimeError, IndexError, zipfile.BadZipFile, zipfile.zlib.error, expat.ExpatError)
ERRORS = frozenset("""
    #n/a #¡n/a! #n/d #ref! #¡ref! #¿ref! #value! #¡valor! #div/0! #¡div/0! #name? #¿nombre? #num! #¡num! #¡número! #null! #¡nulo! #spill! #¡desbordamiento!
    #calc! #¡calc! #getting_data #error! #¡error! err:502 err:504 err:508 err:509 err:519 err:520 err:522 err:523
""".split())
"""Errors as spreadsheets show them in English and Spanish."""
_ROW = re.compile(rb"<row\b[^>]*>")
_PREFIXED_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_HIDDEN = re.compile(rb"""\shidden=["'](?:1|true)["']|\sht=["']0(?:\.0*)?["']|\swidth=["']0(?:\.0*)?["']""")
_NUMBER = re.compile(rb"""\sr=["'](\d{1,10})["']""")
_EMPTY = re.compile(rb"<f(?=[\s/>])(?![^>]*(?:/>|>[^<]*</f>)<v>[^<])")
_ZERO = re.compile(rb"<f(?=[\s/>])[^>]*(?:/>|>[^<]*</f>)<v>0</v>")
_NEVER_COMPUTED = re.compile(rb"""<calcPr calcId=["']124519["'] fullCalcOnLoad=["']1["']""")
"""A program wrote the workbook and left its formulas to be computed, for which it wrote 0, by the spreadsheet that opens it first."""
_PREFIX = re.compile(rb"\w+")
_UNPREFIXED = re.compile(rb"<sheetData[\s/>]")
_NAMESPACE = re.compile(rb"spreadsheetml/(?:2006/)?main")
_PREFIXED = re.compile(rb":f(?=[\s/>])")
_WRONG = re.compile(rb"t=[\"']e[\"']")
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_CELL = re.compile(rb"""<((?:\w+:)?)c(?:\s[^>]*?)?\sr=["']([A-Z]{1,3})(\d{1,7})["'][^>]*>""")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_BOUND = re.compile(rb"""\s(min|max)=["'](\d{1,6})["']""")
_PLACED = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\sr=["']([A-Z]{1,3})(\d{1,10})["'][^>]*(?<!/)>\s*<(?:\w+:)?(?:v|is|f)\b""")
_LIST = re.compile(rb"<(?:\w+:)?formula1>([^<]*)")
_OUTSIDE = re.compile(rb"""r=["'](?:[B-Z][A-Z][A-Z]\d|[A-Z]{1,3}(?:[2-9]\d{5}|\d{7}))""")
_USUAL = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"')
_REFERENCE = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\sr=["']([A-Z]{1,3}\d{1,7})["']""")
_FORMAT = re.compile(r"""<(?:\w+:)?numFmt\b(?=[^>]*\snumFmtId=["'](\d+)["'])(?=[^>]*\sformatCode=(?:"([^"]*)"|'([^']*)'))""")
_PERCENTS = {"9": "0%", "10": "0.00%"}
_CHUNK = 4_000_000
_MOST_SUSPECTS = 100_000
MOST_BLIND = 200_000
"""After so many cells that show nothing true a sheet is not looked through any further."""


@dataclass(frozen=True)
class Unseen:
    """
    What stands in a sheet and is not in its values; rows and columns count from 0.

    `blind` are cells that hold something and come out empty or wrong: row, column, which. `twice` is a row
    that stands there twice. `far` is the cell outermost of all, where cells reach beyond the limits.
    `shown` are formats under which a number is more than its digits, as `telling_form` gives them, or `=` and what is to be read. `lists` are the places
    from which the sheet's drop-downs take their options.
    """

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    blind: tuple[tuple[int, int, str], ...] = ()
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    twice: int | None = None
    far: str | None = None
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    lists: str = ""


class UnseenInXlsx:
    """
    What `Unseen` says, of a sheet of an XLSX or XLSM file; each is looked for when it is first asked for.

    Workbooks whose parts cannot be followed say nothing, and that they were not followed.

    Args:
        archive: The workbook, which passed the limits on its unpacked size.
        sheet: The sheet's name.
        most_rows: Beyond this row a cell lies too far out.
        most_columns: And beyond this column.
    """

    merged = ()

    def __init__(self, archive: zipfile.ZipFile, sheet: str, most_rows: int, most_columns: int) -> None:
        self._most = most_rows, most_columns
        self._content, self._styles, self._computed = b"", {}, True
        with suppress(*BROKEN):
            book = next((name for name in archive.namelist() if posixpath.basename(name).casefold() == "workbook.xml"), "xl/workbook.xml")
            part = _sheet_part(archive, book, sheet)
            content = archive.read(part) if part else b""
            self._styles = _odd_styles(archive, posixpath.join(posixpath.dirname(book), "styles.xml")) if content else {}
            self._computed = not _NEVER_COMPUTED.search(archive.read(book))
            self._content = content

    @property
    def followed(self) -> bool:
        """Tell whether the sheet's part was found."""
        return bool(self._content)

    @cached_property
    def _prefixed(self) -> bool:
        """Whether rows and cells may stand there with a prefix, as some programs write them all."""
        return _UNPREFIXED.search(self._content) is None or len(_NAMESPACE.findall(self._content, 0, 4_000)) > 1

    @cached_property
    def _row_tags(self) -> list[bytes]:
        return (_PREFIXED_ROW if self._prefixed else _ROW).findall(self._content)

    @cached_property
    def _numbers(self) -> list[int]:
        return list(map(int, _NUMBER.findall(b"".join(self._row_tags))))

    @cached_property
    def rows(self) -> frozenset[int]:
        """The hidden rows."""
        found, place = set(), 0
        for tag in self._row_tags if _HIDDEN.search(b"".join(self._row_tags)) else ():
            number = _NUMBER.search(tag)
            place = int(number[1]) if number else place + 1  # a row that does not say where it stands follows the one before
            if _HIDDEN.search(tag):
                found.add(place - 1)
        return frozenset(found)

    @cached_property
    def columns(self) -> frozenset[int]:
        """The hidden columns."""
        return _hidden_columns(self._content, self._most[1])

    @cached_property
    def blind(self) -> tuple[tuple[int, int, str], ...]:
        """The cells that hold something and come out empty or wrong."""
        return _blind_cells(self._content, self._computed, self._prefixed)

    @cached_property
    def twice(self) -> int | None:
        """A row that stands there twice, or holds a cell twice."""
        return _twice(self._numbers, self._content, self.cells)

    @cached_property
    def far(self) -> str | None:
        """The cell outermost of all, where cells reach beyond the limits."""
        return _far(self._numbers, self._content, *self._most)

    @cached_property
    def cells(self) -> int:
        """How many cells there are at most, also those that hold a format alone."""
        inside = self._content.find(b"sheetData"), self._content.rfind(b"sheetData")
        return self._content.count(b"<c", *inside) + (self._content.count(b":c", *inside) if self._prefixed else 0)

    @cached_property
    def shown(self) -> dict[tuple[int, int], str]:
        """The formats under which a number looks otherwise."""
        return _shown(self._content, self._styles)

    @cached_property
    def lists(self) -> str:
        """The places from which the sheet's drop-downs take their options."""
        return _lists(self._content)


class EnoughError(Exception):
    """So many cells of a sheet show nothing true that nobody needs to hear of the others."""


def declares_entities(archive: zipfile.ZipFile) -> bool:
    """Tell whether a part of the workbook begins with definitions of its own, which no spreadsheet writes."""
    for entry in archive.infolist():
        if entry.filename.casefold().endswith((".xml", ".rels")) and entry.file_size:
            try:
                with archive.open(entry) as part:
                    head = part.read(4_000)
            except BROKEN:
                continue
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head or "<!DOCTYPE".encode("utf-16-le") in head or "<!DOCTYPE".encode("utf-16-be") in head:
                return True
    return False


def _lists(content: bytes) -> str:
    behind = content[max(content.rfind(b"sheetData"), 0) :]
    return b" ".join(_LIST.findall(behind)).decode("utf-8", "replace") if b"dataValidations" in behind else ""


def _hidden_columns(content: bytes, most: int) -> frozenset[int]:
    found: set[int] = set()
    for tag in _COLUMN.findall(content[: max(content.find(b"sheetData"), 0)]):
        bounds = {name: int(number) for name, number in _BOUND.findall(tag)}
        if _HIDDEN.search(tag) and len(bounds) == 2:
            found |= set(range(bounds[b"min"] - 1, min(bounds[b"max"], most)))
    return frozenset(found)


def _blind_cells(content: bytes, computed: bool, prefixed: bool) -> tuple[tuple[int, int, str], ...]:
    for part in (_suspects(content, computed, prefixed), content):  # the whole sheet where a part of it cannot be followed alone
        cells = _Cells(computed)
        with suppress(expat.ExpatError, ValueError):
            with suppress(EnoughError):
                parsed(part, cells.begin, cells.end, cells.text)
            return tuple(cells.found)
    return ()


def _suspects(content: bytes, computed: bool, prefixed: bool) -> bytes:
    """Give the cells alone that may show nothing true, or the sheet where it is not written as spreadsheets write it."""
    if b"<!" in content:
        return content
    pieces: dict[int, bytes] = {}
    patterns = [_EMPTY, _WRONG, *([_PREFIXED] if prefixed else ()), *(() if computed else [_ZERO])]
    for match in chain(*(pattern.finditer(content) for pattern in patterns)):
        start, formula = match.start(), content[match.start()] != ord("t")
        if content[start] == ord(":"):
            own = content.rfind(b"<", max(start - 30, 0), start)
            if own < 0 or not _PREFIX.fullmatch(content, own + 1, start):  # a text
                continue
            start = own
        begin = max(content.rfind(b"<", max(start - 1_000, 0), start), 0)
        if not formula and not _ANY_CELL.match(content, begin):
            continue  # a text, or another thing's attribute
        cell = _CELL.match(content, begin)
        if cell is None or len(pieces) == _MOST_SUSPECTS:
            return content
        end = cell.end() if cell[0].endswith(b"/>") else content.find(b">", content.find(b"</%sc" % cell[1], begin)) + 1
        pieces[begin] = content[begin:end]
    return b"<cells>%s</cells>" % b"".join(pieces[begin] for begin in sorted(pieces))


def _twice(numbers: list[int], content: bytes, cells: int) -> int | None:
    """Give the row that stands twice, or holds a cell twice, counted from 0."""
    seen: set[int] = set()
    for number in numbers:
        if number in seen:
            return number - 1
        seen.add(number)
    for pattern in (_USUAL, _REFERENCE):
        count = 0
        for chunk in _chunks(content):
            found = pattern.findall(content, *chunk)
            count += len(found)
            if len(found) != len(set(found)):
                met: set[bytes] = set()
                return next(int(re.sub(rb"\D", b"", one)) - 1 for one in found if one in met or met.add(one))
        if count == cells:
            return None
    return None


def _chunks(content: bytes) -> Iterator[tuple[int, int]]:
    """Give stretches of whole rows."""
    start = 0
    while start < len(content):
        end = content.find(b"row", start + _CHUNK)
        end = len(content) if end < 0 else end
        yield start, end
        start = end


def _far(numbers: list[int], content: bytes, most_rows: int, most_columns: int) -> str | None:
    """Give the outermost cell with content where the sheet reaches beyond the limits."""
    if max(numbers, default=0) <= most_rows + 1 and not _OUTSIDE.search(content):
        return None
    cells = [(int(match[2]), column_place(match[1].decode()) or 0, match[0]) for match in _PLACED.finditer(content)]
    row, column, tag = max(cells, key=lambda cell: max(cell[0] / most_rows, cell[1] / most_columns), default=(0, 0, b""))
    if row <= most_rows + 1 and column < most_columns:
        return None
    match = _PLACED.search(tag)
    return (match[1] + match[2]).decode() if match else None


def _odd_styles(archive: zipfile.ZipFile, part: str) -> dict[bytes, str]:
    """Give the cell styles under which a number is more than its digits, by their number."""
    if part not in archive.namelist():
        return {}
    text = archive.read(part).decode("utf-8", "replace")
    start, end = text.find("cellXfs"), text.rfind("cellXfs")
    formats = _PERCENTS | {number: unescape(one + other) for number, one, other in _FORMAT.findall(text[: max(start, 0)])}
    odd = {number: form for number, code in formats.items() if (form := telling_form(code))}
    ids = [match[1] if (match := re.search(r"""\snumFmtId=["'](\d+)["']""", tag)) else "" for tag in re.findall(r"<(?:\w+:)?xf\b[^>]*>", text[start:end])]
    return {str(place).encode(): odd[id] for place, id in enumerate(ids) if id in odd}


def _shown(content: bytes, styles: dict[bytes, str]) -> dict[tuple[int, int], str]:
    if not styles:
        return {}
    first = _ANY_CELL.search(content)
    if first and b" r=" not in content[first.start() : content.find(b">", first.start())]:
        return _shown_in_order(content, styles)
    tag = re.compile(rb"<(?:\w+:)?c\b(?=[^>]*\ss=[\"'](" + b"|".join(sorted(styles)) + rb")[\"'])[^>]*?\sr=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
    return {(int(row) - 1, column_place(column.decode()) or 0): styles[style] for style, column, row in tag.findall(content)}


def _shown_in_order(content: bytes, styles: dict[bytes, str]) -> dict[tuple[int, int], str]:
    """Give the same of cells that do not say where they stand, but one after the other."""
    found: dict[tuple[int, int], str] = {}
    row = column = -1

    def begin(name: str, about: dict[str, str]) -> None:
        nonlocal row, column
        if local(name) == "row":
            row, column = int(about.get("r", row + 2)) - 1, -1
        elif local(name) == "c":
            place = column_place(about.get("r", ""))
            column = column + 1 if place is None else place
            if form := styles.get(about.get("s", "").encode()):
                found[row, column] = form

    with suppress(*BROKEN):
        parsed(content, begin)
    return found


def _sheet_part(archive: zipfile.ZipFile, book: str, sheet: str) -> str | None:
    """Give the part of the archive that holds a sheet, through the workbook's relations."""
    ids: dict[str, str] = {}
    targets: dict[str, str] = {}

    def note_sheet(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "sheet":
            link = next((value for key, value in attributes.items() if local(key) == "id" and ":" in key), "")
            ids[attributes.get("name", "")] = link

    def note_target(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    folder, name = posixpath.split(book)
    parsed(archive.read(book), note_sheet)
    parsed(archive.read(f"{folder}/_rels/{name}.rels".lstrip("/")), note_target)
    target = targets.get(ids.get(sheet, ""), "")
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") if target else None


def parsed(content: bytes, begin: Any, end: Any = None, text: Any = None) -> None:
    """Walk XML, calling a function at every beginning, end and text."""
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, text
    parser.Parse(content, True)


@lru_cache(1_000)
def local(name: str) -> str:
    """Give an XML name without its prefix."""
    return name.rpartition(":")[2]


@dataclass
class _Cells:
    """Walks a sheet's XML and notes the cells that show nothing true."""

    computed: bool = True
    found: list[tuple[int, int, str]] = field(default_factory=list)
    rows: bool = False
    row: int = -1
    column: int = -1
    error: bool = False
    formula: bool = False
    filled: bool = False
    inside: str = ""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.inside = local(name)
        if self.inside == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column, self.rows = -1, True
        elif self.inside == "c":
            reference = attributes.get("r", "")
            place = column_place(reference)
            self.column = self.column + 1 if place is None else place
            if not self.rows and place is not None:
                self.row = int(reference.lstrip(_LETTERS)) - 1
            self.error, self.formula = attributes.get("t") == "e", False
            self.filled = attributes.get("t") == "str"  # a formula that gives an empty text
        elif self.inside == "f":
            self.formula = True

    def text(self, data: str) -> None:
        self.filled = self.filled or (self.inside in ("v", "t") and bool(data) and (self.computed or data != "0"))

    def end(self, name: str) -> None:
        self.inside = ""
        if local(name) == "c" and (self.error or (self.formula and not self.filled)):
            note_blind(self.found, self.row, self.column, ERROR if self.error else UNCOMPUTED)


def note_blind(found: list[tuple[int, int, str]], row: int, column: int, what: str) -> None:
    """
    Note a cell that shows nothing true.

    Raises:
        EnoughError: It is one too many.
    """
    found.append((row, column, what))
    if len(found) > MOST_BLIND:
        raise EnoughError


def column_place(reference: str) -> int | None:
    """
    Give the column of a cell's reference, counted from 0.

    >>> column_place("AB12")
    27
    """
    letters = re.match(r"[A-Z]{1,3}", reference)
    if not letters:
        return None
    place = 0
    for letter in letters[0]:
        place = place * 26 + ord(letter) - 64
    return place - 1
