"""Cells of a workbook that show a person something and give a reader nothing: uncomputed formulas and errors."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

UNCOMPUTED = "a formula without a stored value"
ERROR = "an error of the spreadsheet"
_BROKEN = (KeyError, ValueError, OSError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zipfile.zlib.error, expat.ExpatError)
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_NUMBER = re.compile(rb"\br=[\"'](\d{1,7})[\"']")
_SUSPECT = re.compile(rb"<(?:\w+:)?f[\s/>]|\bt=[\"']e[\"']")


def empty_formulas(data: bytes, sheet: str) -> list[tuple[int, int, str]]:
    """
    Give the cells of a sheet that hold a formula without a stored value, or an error: row, column, which.

    Rows and columns count from 0. Workbooks whose parts cannot be followed give nothing: they are
    judged by the reader of values.

    Args:
        data: An XLSX or XLSM file that passed the limits on its unpacked size.
        sheet: The sheet's name.
    """
    content = _content(data, sheet)
    if not _SUSPECT.search(content):
        return []
    cells = _Cells()
    try:
        _parsed(content, cells.begin, cells.end, cells.text)
    except (expat.ExpatError, ValueError):
        return []
    return cells.found


def hidden_rows(data: bytes, sheet: str) -> frozenset[int]:
    """
    Give the rows of a sheet that nobody sees, as numbered there: hidden by hand, or by a filter.

    Args:
        data: An XLSX or XLSM file that passed the limits on its unpacked size.
        sheet: The sheet's name.
    """
    tags = (tag for tag in _ROW.findall(_content(data, sheet)) if _HIDDEN.search(tag))
    return frozenset(int(number[1]) for tag in tags if (number := _NUMBER.search(tag)))


def _content(data: bytes, sheet: str) -> bytes:
    """Give a sheet's XML; nothing where the workbook's parts cannot be followed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            part = _sheet_part(archive, sheet)
            return archive.read(part) if part else b""
    except _BROKEN:
        return b""


def _sheet_part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Give the part of the archive that holds a sheet, through the workbook's relations."""
    ids: dict[str, str] = {}
    targets: dict[str, str] = {}

    def note_sheet(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            link = next((value for key, value in attributes.items() if _local(key) == "id" and ":" in key), "")
            ids[attributes.get("name", "")] = link

    def note_target(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _parsed(archive.read("xl/workbook.xml"), note_sheet)
    _parsed(archive.read("xl/_rels/workbook.xml.rels"), note_target)
    target = targets.get(ids.get(sheet, ""), "")
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/") if target else None


def _parsed(content: bytes, begin: Any, end: Any = None, text: Any = None) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, text
    parser.Parse(content, True)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


@dataclass
class _Cells:
    """Walks a sheet's XML and notes the cells that show nothing true."""

    found: list[tuple[int, int, str]] = field(default_factory=list)
    row: int = -1
    column: int = -1
    error: bool = False
    formula: bool = False
    filled: bool = False
    inside: str = ""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.inside = _local(name)
        if self.inside == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif self.inside == "c":
            place = _column(attributes.get("r", ""))
            self.column = self.column + 1 if place is None else place
            self.error, self.formula = attributes.get("t") == "e", False
            self.filled = attributes.get("t") == "str"  # a formula that gives an empty text
        elif self.inside == "f":
            self.formula = True

    def text(self, data: str) -> None:
        self.filled = self.filled or (self.inside in ("v", "t") and bool(data))

    def end(self, name: str) -> None:
        self.inside = ""
        if _local(name) == "c" and (self.error or (self.formula and not self.filled)):
            self.found.append((self.row, self.column, ERROR if self.error else UNCOMPUTED))


def _column(reference: str) -> int | None:
    """
    Give the column of a cell's reference, counted from 0.

    >>> _column("AB12")
    27
    """
    letters = re.match(r"[A-Z]{1,3}", reference)
    if not letters:
        return None
    place = 0
    for letter in letters[0]:
        place = place * 26 + ord(letter) - 64
    return place - 1
