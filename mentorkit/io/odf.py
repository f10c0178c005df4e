"""What a sheet of an OpenDocument file says beside its values: hidden rows and columns, merged cells, errors, formulas without a value, shares of a hundred."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from mentorkit.io.formulas import BROKEN, ERROR, ERRORS, UNCOMPUTED, Unseen, local, parsed

_MOST = 5_000
_FORMS = {"percentage": "%", "boolean": "yes"}
_TELLING = (b"visibility=", b"display=", b"-spanned=", b"percentage", b"boolean", b"formula=")
"""Without one of these, a sheet holds nothing beside its values."""
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_GROUPS = frozenset({"table-row-group", "table-column-group"})
_FOLLOWED = _GROUPS | {"table", "table-column", "table-row"}
_PLAIN = frozenset({"value-type", "value", "style-name", "currency", "date-value", "time-value", "string-value"})
"""What a cell may say of itself that changes nothing."""


def unseen_in_ods(archive: zipfile.ZipFile, sheet: str) -> Unseen:
    """Give what a sheet holds beside its values; a file whose parts cannot be followed gives nothing."""
    walk = _Sheet(sheet)
    try:
        content = archive.read("content.xml")
        if not any(mark in content for mark in _TELLING):
            return Unseen()
        parsed(content, walk.begin, walk.end, walk.said)
    except (*BROKEN, expat.ExpatError):
        return Unseen()
    return Unseen(frozenset(walk.rows), frozenset(walk.columns), tuple(walk.blind), tuple(walk.merged), shown=walk.shown)


@dataclass
class _Sheet:
    """Walks the content and notes what one table hides."""

    name: str
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    blind: list[tuple[int, int, str]] = field(default_factory=list)
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    inside: bool = False
    hidden_groups: int = 0
    groups: list[bool] = field(default_factory=list)
    row: int = 0
    column: int = 0
    heading: int = 0
    repeated: int = 1
    cell: dict[str, str] | None = None
    text: str = ""

    def begin(self, name: str, given: dict[str, str]) -> None:
        tag = local(name)
        if tag in _CELLS:
            if self.inside:
                about = {local(key): value for key, value in given.items()}
                if about.keys() <= _PLAIN and about.get("value-type") not in _FORMS:
                    self.column += 1  # nearly all
                else:
                    self.cell, self.text = about, ""
            return
        if tag not in _FOLLOWED or (tag == "table" and name == tag):
            return
        about = {local(key): value for key, value in given.items()}
        if tag == "table":
            self.inside = about.get("name") == self.name
        elif not self.inside:
            return
        elif tag == "table-column":
            count = min(_count(about, "number-columns-repeated"), _MOST)
            if self._unseen(about):
                self.columns |= set(range(self.heading, min(self.heading + count, _MOST)))
            self.heading += count
        elif tag == "table-row":
            self.repeated, self.column = _count(about, "number-rows-repeated"), 0
            if self._unseen(about):
                self.rows |= set(range(self.row, self.row + min(self.repeated, _MOST)))
        else:
            self.groups.append(about.get("display") == "false")

    def _unseen(self, about: dict[str, str]) -> bool:
        return about.get("visibility") in ("collapse", "filter") or any(self.groups)

    def said(self, data: str) -> None:
        if self.cell is not None:
            self.text += data

    def end(self, name: str) -> None:
        tag = local(name)
        if tag in _CELLS:
            if self.cell is not None:
                self._cell(self.cell)
                self.column += _count(self.cell, "number-columns-repeated")
                self.cell = None
        elif tag == "table" and name != tag:
            self.inside = False
        elif self.inside and tag == "table-row":
            self.row += self.repeated
        elif self.inside and tag in _GROUPS and self.groups:
            self.groups.pop()

    def _cell(self, about: dict[str, str]) -> None:
        across, down = _count(about, "number-columns-spanned"), _count(about, "number-rows-spanned")
        if (across > 1 or down > 1) and self.text.strip():
            self.merged.append(((self.row, self.column), (self.row + down - 1, self.column + across - 1)))
        if form := _FORMS.get(about.get("value-type", "")):
            rows, columns = min(self.repeated, _MOST), min(_count(about, "number-columns-repeated"), _MOST)
            self.shown |= {(self.row + row, self.column + column): form for row in range(rows) for column in range(columns if rows * columns <= _MOST else 1)}
        if "formula" not in about:
            return
        if self.text.strip().casefold() in ERRORS or self.text.startswith("Err:"):
            self.blind.append((self.row, self.column, ERROR))
        elif "value-type" not in about:
            self.blind.append((self.row, self.column, UNCOMPUTED))


def _count(about: dict[str, str], key: str) -> int:
    text = about.get(key, "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1
