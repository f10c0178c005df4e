"""What an old workbook (.xls, BIFF) says beside its values: hidden rows and columns, merged cells, errors, formats that change a number."""

from __future__ import annotations

import os

from mentorkit.io.formulas import ERROR, Unseen
from mentorkit.io.numberforms import telling_form


class UnreadableError(Exception):
    """The old workbook cannot be followed to what it hides."""


def unseen_in_xls(data: bytes, sheet: str) -> Unseen:
    """
    Give what a sheet of an XLS file holds beside its values.

    Args:
        data: The file.
        sheet: The sheet's name.

    Raises:
        UnreadableError: The file cannot be followed, so that nobody knows what it hides.
    """
    import xlrd

    try:
        with open(os.devnull, "w", encoding="utf-8") as nowhere:
            book = xlrd.open_workbook(file_contents=data, formatting_info=True, on_demand=True, logfile=nowhere)
            found = book.sheet_by_name(sheet)
    except MemoryError:
        raise
    except Exception as error:  # a damaged file raises whatever its bytes lead to
        raise UnreadableError from error
    rows = frozenset(row for row, about in found.rowinfo_map.items() if about.hidden or about.height == 0)
    columns = frozenset(column for column, about in found.colinfo_map.items() if about.hidden or about.width == 0)
    merged = tuple(((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in found.merged_cells)
    return Unseen(rows, columns, _errors(found, xlrd.XL_CELL_ERROR), merged, shown=_shown(book, found))


def _errors(sheet, kind: int) -> tuple[tuple[int, int, str], ...]:
    found = []
    for row in range(sheet.nrows):
        types = sheet.row_types(row)
        if kind in types:
            found += [(row, column, ERROR) for column, one in enumerate(types) if one == kind]
    return tuple(found)


def _shown(book, sheet) -> dict[tuple[int, int], str]:
    """Give the cells under whose format a number is more than its digits."""
    codes = {place: format.format_str for place, style in enumerate(book.xf_list) if (format := book.format_map.get(style.format_key))}
    odd = {place: form for place, code in codes.items() if (form := telling_form(code))}
    if not odd:
        return {}
    styles = ((row, column, sheet.cell_xf_index(row, column)) for row in range(sheet.nrows) for column in range(sheet.row_len(row)))
    return {(row, column): odd[style] for row, column, style in styles if style in odd}
