"""A large workbook is read before anybody asks for it: what comes out is what whoever asks would have read."""

from __future__ import annotations

import io
import os
import zipfile

import openpyxl
import pytest

from mentorkit.errors import ProblemsError
from mentorkit.io import workbooks
from mentorkit.io.tables import read_table

ROWS = (("id", "name", "phone", "n"), ("1", "Ana", "300", 1), ("2", "Eva", "301", 2), ("3", "Luz", "302", 3))


def book(rows=ROWS, other=None) -> bytes:
    """Give a workbook, with a second sheet of one row where one is given."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    if other is not None:
        made.create_sheet("Other").append(other)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture
def expected(tmp_path, monkeypatch):
    """A folder with a workbook that is read before anybody asks for it."""
    monkeypatch.setattr(workbooks, "LARGE", 100)
    (tmp_path / "mentees.xlsx").write_bytes(book(other=["id", "x"]))
    (tmp_path / "mentors.xlsx").write_bytes(book(rows=ROWS * 200))
    workbooks.expect(tmp_path)
    return tmp_path / "mentees.xlsx"


def test_a_workbook_is_read_from_when_it_is_expected(tmp_path, monkeypatch):
    """Whoever asks for it later gets what was read meanwhile, and nothing is read again."""
    monkeypatch.setattr(workbooks, "LARGE", 100)
    (tmp_path / "mentees.xlsx").write_bytes(book())
    workbooks.expect(tmp_path)
    workbooks._BEGUN[os.getpid()].answer()
    monkeypatch.setattr(workbooks._Worker, "answer", None)

    assert read_table(tmp_path / "mentees.xlsx").rows == tuple(tuple(map(str, row)) for row in ROWS[1:])


def test_what_changed_since_it_was_expected_is_read_again(expected):
    """Of a file that is saved meanwhile, the new one counts."""
    expected.write_bytes(book(rows=[*ROWS, ("4", "Sol", "303", 4)]))

    assert [row[1] for row in read_table(expected).rows] == ["Ana", "Eva", "Luz", "Sol"]


def test_another_sheet_or_file_than_the_expected_one_is_read_as_ever(expected):
    """The sheet that cohort.yml names, and a file that is asked for first."""
    assert len(read_table(expected.with_name("mentors.xlsx")).rows) == 799
    workbooks.expect(expected.parent)
    assert read_table(expected, sheet="Other").headings == ("id", "x")
    with pytest.raises(ProblemsError, match="2 sheets with content"):
        workbooks.expect(expected.parent)
        read_table(expected)


def test_a_bomb_is_not_expected(tmp_path, monkeypatch):
    """It is refused before it is unpacked, by whoever asks for it."""
    monkeypatch.setattr(workbooks, "LARGE", 100)
    with zipfile.ZipFile(tmp_path / "mentees.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(10_000_000))
    workbooks.expect(tmp_path)

    assert os.getpid() not in workbooks._BEGUN
    with pytest.raises(ProblemsError, match="unpacks to far more"):
        read_table(tmp_path / "mentees.xlsx")
