"""Old workbooks (.xls): what they hide is named as in new ones, what shows nothing true is refused, and damaged ones end nothing."""

from __future__ import annotations

import datetime as dt
import io
import random

import pytest

from mentorkit.errors import ProblemsError
from mentorkit.io.oddities import oddities
from mentorkit.io.tables import read_table

xlwt = pytest.importorskip("xlwt", reason="xlwt comes with the test extra")
ROWS = (("id", "name", "phone", "n"), ("1", "Ana", "300", 1), ("2", "Eva", "301", 2), ("3", "Luz", "302", 3))
NOT_AVAILABLE = 0x2A


def book(change=None) -> bytes:
    """Give an old workbook, changed by a function of the book and its sheet."""
    made = xlwt.Workbook()
    sheet = made.add_sheet("A")
    for row, cells in enumerate(ROWS):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    if change is not None:
        change(made, sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(folder, data: bytes):
    """Write a file and read it."""
    (folder / "m.xls").write_bytes(data)
    return read_table(folder / "m.xls")


def refusals(folder, data: bytes) -> list[tuple]:
    """Give row, column and words of what is refused."""
    with pytest.raises(ProblemsError) as refused:
        read(folder, data)
    assert all(problem.file == "m.xls" and problem.remedy for problem in refused.value.problems)
    return [(problem.row, problem.column, problem.problem) for problem in refused.value.problems]


def test_a_plain_one_is_read_without_a_word(tmp_path):
    """Nothing hidden, nothing odd: no warning about the file's age."""
    table = read(tmp_path, book())

    assert (table.headings, table.rows[0], table.numbers) == (ROWS[0], ("1", "Ana", "300", "1"), (2, 3, 4))
    assert oddities(table) == []


def test_hidden_rows_columns_and_sheets_are_named(tmp_path):
    """As in a new workbook: a hidden row, a row without height, a hidden column, a hidden sheet."""
    def hide(made, sheet):
        sheet.row(2).hidden = True
        sheet.row(3).height, sheet.row(3).height_mismatch = 0, True
        sheet.col(2).hidden = True
        other = made.add_sheet("vieja")
        other.visibility = 1
        other.write(0, 0, "x")

    table = read(tmp_path, book(hide))

    assert (table.hidden, table.hidden_columns, table.hidden_sheets) == ((3, 4), ("phone",), ("vieja",))
    assert ["2 hidden rows were read too: 3, 4", "1 hidden column was read too: phone", "1 hidden sheet was not read: vieja"] == [one.problem for one in oddities(table)]


def test_errors_and_merged_cells_are_refused_with_their_place(tmp_path):
    """An error of the spreadsheet and merged answers are no data."""
    assert [(5, "phone", "the cell holds an error of the spreadsheet")] == refusals(tmp_path, book(lambda _, sheet: sheet.row(4).set_cell_error(2, NOT_AVAILABLE)))
    assert [(6, None, "the row holds merged cells")] == refusals(tmp_path, book(lambda _, sheet: sheet.write_merge(5, 6, 0, 1, "x")))
    assert [(1, None, "the heading row holds merged cells")] == refusals(tmp_path, book(lambda _, sheet: sheet.merge(0, 1, 5, 5)))


def test_numbers_are_read_as_they_are_shown(tmp_path):
    """Zeros in front, a share of a hundred and a date, as a person sees them."""
    def fill(_, sheet):
        sheet.write(4, 0, 7, xlwt.easyxf(num_format_str="000"))
        sheet.write(4, 1, 0.35, xlwt.easyxf(num_format_str="0%"))
        sheet.write(4, 2, dt.date(2026, 2, 3), xlwt.easyxf(num_format_str="dd/mm/yyyy"))

    assert read(tmp_path, book(fill)).rows[3] == ("007", "35%", "2026-02-03", "")


def test_damaged_ones_are_refused_or_read_and_end_nothing(tmp_path):
    """Bytes changed at random: each file is read, or refused in words, with what to do."""
    chance, whole = random.Random(7), book()
    for _ in range(40):
        spoilt = bytearray(whole)
        for _ in range(chance.randint(1, 40)):
            spoilt[chance.randrange(512, len(spoilt))] = chance.randrange(256)
        try:
            read(tmp_path, bytes(spoilt))
        except ProblemsError as error:
            assert all(problem.remedy for problem in error.problems)


def test_one_that_cannot_be_looked_through_is_refused(tmp_path, monkeypatch):
    """Where nobody can tell what is hidden, the file is refused with what to do, and not read in silence."""
    from mentorkit.io import oldbooks, workbooks

    def unreadable(*_):
        raise oldbooks.UnreadableError

    monkeypatch.setattr(oldbooks, "unseen_in_xls", unreadable)
    with pytest.raises(ProblemsError) as refused:
        workbooks.sheet_of(book(), "m.xls", None, 1_000, 100)

    assert [("the old workbook (.xls) does not let anybody see what is hidden in it", "open it and save it again as .xlsx")] == [(one.problem, one.remedy) for one in refused.value.problems]


@pytest.mark.parametrize(("value", "form", "read_as"), [
    (71234, "000-0000", "007-1234"), (12, '"PRE-"0000', "PRE-0012"), (7, '0" años"', "7"), (0.355, "0%", "35.5%"), (26.5 / 24, "[h]:mm", "26:30:00"),
])
def test_a_number_is_read_with_what_its_format_adds(tmp_path, value, form, read_as):
    """A code is part of it, a unit is not, and a share is not rounded."""
    table = read(tmp_path, book(lambda _, sheet: sheet.write(4, 3, value, xlwt.easyxf(num_format_str=form))))

    assert table.rows[3][3] == read_as
