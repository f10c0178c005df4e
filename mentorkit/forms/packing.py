"""Workbooks as bytes that depend on nothing but their content."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook

_DAY = dt.datetime(2026, 1, 1)


def workbook_bytes(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """Give plain sheets as a workbook: rows of cells, the first one bold; every text stays text."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row, 1):
                if value not in ("", None):
                    put(sheet, number, place, value)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
    return packed(book)


def put(sheet, row: int, column: int, value: object):
    """Write a cell and give it; what begins like a formula stays text, and signs that no workbook may hold are left out."""
    cell = sheet.cell(row, column)
    cell.value = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value)[:32_000] if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def packed(book: Workbook) -> bytes:
    """Give a workbook's bytes, with the same date in every part."""
    book.properties.created = book.properties.modified = _DAY
    raw, out = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "docProps/core.xml":
                content = _dated(content)
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _dated(core: bytes) -> bytes:
    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-01-01T00:00:00Z", core)
