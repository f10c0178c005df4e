"""What a sheet of an OpenDocument file says beside its values: hidden rows and columns, merged cells, errors, formulas without a value, shares of a hundred."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from itertools import groupby, pairwise
from xml.parsers import expat

from mentorkit.io.formulas import ERROR, ERRORS, UNCOMPUTED, EnoughError, Unseen, local, note_blind, parsed
from mentorkit.io.numberforms import telling_form

_MOST = 5_000
_FORMS = {"percentage": "%", "boolean": "yes"}
_TRUTHS = {"true": "=yes", "verdadero": "=yes", "false": "=no", "falso": "=no"}
_MARKUP = re.compile(rb"<[!?]")
"""Comments and what else is no element."""
_DEFAULT = re.compile(rb"""default-cell-style-name\s*=\s*["']([^"']*)""")
_FEW = 50
"""Styles that are looked for one by one."""
_ROW_END, _CELL = b"</table:table-row>", re.compile(rb"<table:(?:covered-)?table-cell(?=[\s/>])")
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_GROUPS = frozenset({"table-row-group", "table-column-group"})
_FOLLOWED = _GROUPS | {"table", "table-column", "table-row"}
_NUMBER_STYLE = re.compile(r"<number:(?:number|currency)-style\b([^>]*)>(.*?)</number:(?:number|currency)-style>", re.DOTALL)
_NUMBER_PART = re.compile(r"""<number:text>([^<]*)|<number:number\b[^>]*?min-integer-digits="(\d{1,2})"|<number:embedded-text\b[^>]*>([^<]*)""")
_FORBIDDEN = re.compile(rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));")
"""Signs that XML forbids, and that some programs write."""
_CELL_STYLE = re.compile(r"<style:style\b[^>]*table-cell[^>]*>")
_PLAIN = frozenset({"value-type", "value", "style-name", "currency", "date-value", "time-value", "string-value"})
"""What a cell may say of itself that changes nothing."""


class UnseenInOds:
    """
    What `Unseen` says of the sheets of an OpenDocument file: most of it is looked for when this is made, without asking for a sheet.

    Args:
        archive: The file, which passed the limits on its unpacked size.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive, content = archive, _content(archive)
        self._odd = _odd_styles(archive.read("styles.xml") if "styles.xml" in archive.namelist() else b"", content)
        self._telling = _telling_cells(content, self._odd)

    def of(self, sheet: str) -> Unseen:
        """
        Give what a sheet holds beside its values.

        Raises:
            xml.parsers.expat.ExpatError: The parts cannot be followed, so that nobody knows what they hide.
        """
        try:
            walk = _walked(self._telling, sheet, self._odd)
        except expat.ExpatError:  # rows inside of cells
            walk = _walked(_content(self._archive), sheet, self._odd)
        return Unseen(frozenset(walk.rows), frozenset(walk.columns), tuple(walk.blind), tuple(walk.merged), shown=walk.shown)


def _content(archive: zipfile.ZipFile) -> bytes:
    content = archive.read("content.xml")
    return _FORBIDDEN.sub(b" ", content) if b"&#" in content else content


def _walked(content: bytes, sheet: str, odd: frozenset[str]) -> _Sheet:
    walk = _Sheet(sheet, odd)
    with suppress(EnoughError):
        parsed(content, walk.begin, walk.end, walk.said)
    return walk


def _telling_cells(content: bytes, odd: frozenset[str]) -> bytes:
    """Give the content without the cells of which a walk says nothing, which are nearly all: where others stand in a row, they are counted."""
    first = content.find(_ROW_END)
    if first < 0 or _MARKUP.search(content, first):  # not all that looks like a cell is one
        return content
    words = [word for word in (b"-spanned", b"formula") if word in content]
    own = [style.encode() for style in odd]
    numbers = len(own) > _FEW or any(default in own for default in _DEFAULT.findall(content))  # a number may then be odd by its column
    kinds = re.compile(rb"""=\s*["'](?:%s)["']""" % b"|".join([b"percentage|boolean|time", *([b"float|currency"] if numbers else map(re.escape, own))]))

    def telling(cells: bytes) -> bool:
        return any(word in cells for word in words) or kinds.search(cells) is not None

    kept, end = [content[:first]], first
    while (begin := end) < len(content):
        end = content.find(_ROW_END, begin + 1)
        end = len(content) if end < 0 else end
        cell = _CELL.search(content, begin, end)
        kept.append(content[begin : cell.start() if cell else end])
        if cell and telling(cells := content[cell.start() : end]):
            kept += _others_counted(cells, telling)
    return b"".join(kept)


def _others_counted(row: bytes, telling: Callable[[bytes], bool]) -> Iterator[bytes]:
    """Give the cells of a row that tell something, and one that stands for those between them."""
    starts = [cell.start() for cell in _CELL.finditer(row)]
    cells = (row[start:end] for start, end in pairwise([*starts, len(row)]))
    for kept, some in groupby(cells, lambda cell: b"-repeated" in cell or telling(cell)):
        alike = list(some)
        yield b"".join(alike) if kept else b'<table:table-cell table:number-columns-repeated="%d"/>' % len(alike)


def _odd_styles(styles: bytes, content: bytes) -> frozenset[str]:
    """Give the cell styles under which a number is more than its digits."""
    head = (styles + content[: max(content.find(b"<office:body"), 0)]).decode("utf-8", "replace")
    telling: set[str] = set()
    for about, inside in _NUMBER_STYLE.findall(head):
        parts = (("0" * max(int(digits), 1) if digits else '"' + unescape(text or within).replace('"', "") + '"' + "0" * bool(within)) for text, digits, within in _NUMBER_PART.findall(inside))
        others = set(re.findall(r'apply-style-name="([^"]*)"', inside))
        if (name := re.search(r'style:name="([^"]*)"', about)) and (others & telling or telling_form("".join(parts))):
            telling |= others | {name[1]}
    odd = set()
    for tag in _CELL_STYLE.findall(head) if telling else ():
        name, form = re.search(r'style:name="([^"]*)"', tag), re.search(r'data-style-name="([^"]*)"', tag)
        if name and form and form[1] in telling:
            odd.add(name[1])
    return frozenset(odd)


@dataclass
class _Sheet:
    """Walks the content and notes what one table hides."""

    name: str
    odd: frozenset[str] = frozenset()
    odd_columns: set[int] = field(default_factory=set)
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
                kind = about.get("value-type")
                if about.keys() <= _PLAIN and kind not in _FORMS and kind != "time" and not (self.odd and self._odd(about)):
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
            if about.get("default-cell-style-name") in self.odd:
                self.odd_columns |= set(range(self.heading, min(self.heading + count, _MOST)))
            self.heading += count
        elif tag == "table-row":
            self.repeated, self.column = _count(about, "number-rows-repeated"), 0
            if self._unseen(about):
                self.rows |= set(range(self.row, self.row + min(self.repeated, _MOST)))
        else:
            self.groups.append(about.get("display") == "false")

    def _unseen(self, about: dict[str, str]) -> bool:
        return about.get("visibility") in ("collapse", "filter") or any(self.groups)

    def _odd(self, about: dict[str, str]) -> bool:
        """Tell whether the cell's number is more than its digits; a cell without a style has its column's."""
        style = about.get("style-name")
        return about.get("value-type") in ("float", "currency") and (self.column in self.odd_columns if style is None else style in self.odd)

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
        elif tag == "annotation":
            self.text = ""  # a comment on the cell, and not what stands in it
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
        if form := self._form(about):
            rows, columns = min(self.repeated, _MOST), min(_count(about, "number-columns-repeated"), _MOST)
            self.shown |= {(self.row + row, self.column + column): form for row in range(rows) for column in range(columns if rows * columns <= _MOST else 1)}
        if "formula" not in about:
            return
        if self.text.strip().casefold() in ERRORS or self.text.startswith("Err:"):
            note_blind(self.blind, self.row, self.column, ERROR)
        elif "value-type" not in about:
            note_blind(self.blind, self.row, self.column, UNCOMPUTED)

    def _form(self, about: dict[str, str]) -> str | None:
        """Give how the cell's value is to be read, where it is more than its digits: a person sees the text."""
        kind, text = about.get("value-type", ""), self.text.strip()
        if kind == "time":
            hours = re.match(r"PT(\d+)H", about.get("time-value", ""))
            return f"={text}" if text and hours and int(hours[1]) > 23 else None
        if kind == "float" and "formula" in about and text.casefold() in _TRUTHS:
            return _TRUTHS[text.casefold()]
        if text and self._odd(about):
            with suppress(ValueError):
                return f"={text}" if float(about.get("value", "x")).is_integer() else None
        return _FORMS.get(kind)


def _count(about: dict[str, str], key: str) -> int:
    text = about.get(key, "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1
