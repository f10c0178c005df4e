"""The workbook of `check` stays one that a person can mend from, however much was found."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from mentorkit.cli.check_workbook import MOST_CELLS, MOST_SHOWN, shown_and_others, write_workbook
from mentorkit.errors import Problem
from mentorkit.io.tables import RawTable

HEADS = tuple(f"q{place}" for place in range(20))


def problem(row: int, column: str = "q3", words: str = "the cell is no number", warning: bool = False) -> Problem:
    """Give a problem of a cell."""
    return Problem("mentees.csv", row, column, words, "write digits", warning)


def written(folder: Path, problems: list[Problem], rows: int, language: str = "en"):
    """Write a workbook about a table of so many rows, and read it again."""
    raw = RawTable("mentees.csv", HEADS, tuple(tuple(f"{row}-{place}" for place in range(20)) for row in range(2, rows + 2)), tuple(range(2, rows + 2)), "UTF-8")
    return load_workbook(write_workbook(folder / "found.xlsx", problems, [raw], language))


@given(st.dictionaries(st.integers(0, 30), st.integers(1, 60), min_size=1), st.integers(31, 200))
def test_of_each_kind_some_are_shown_and_all_are_counted(sizes, most):
    """No kind is crowded out by another; what is not shown is counted, to the last row."""
    found = [problem(row, words=f"kind {kind}") for kind, size in sizes.items() for row in range(2, size + 2)]
    shown, others = shown_and_others(found, most)
    kinds = Counter(one.problem for one in shown)

    assert set(kinds) == {one.problem for one in found}
    assert len(shown) + sum(n for _, n in others) == len(found)
    assert len(shown) <= max(most, 0)
    assert all(last.row == max(one.row for one in found if one.problem == last.problem) for last, _ in others)
    assert all(kinds[one.problem] >= max(kinds.values()) for one, _ in others)


def test_a_large_table_is_shown_by_its_bad_rows(tmp_path):
    """Each stands behind its number in the file, with the bad cell marked; the good ones stay out."""
    rows = MOST_CELLS // len(HEADS) + 1
    book = written(tmp_path, [problem(7), problem(4_000, "q0", warning=True), problem(1, "q1")], rows)
    sheet = book["mentees.csv"]
    marked = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}

    assert [row[:5] for row in sheet.iter_rows(values_only=True)] == [("row", "q0", "q1", "q2", "q3"), (7, "7-0", "7-1", "7-2", "7-3"), (4_000, "4000-0", "4000-1", "4000-2", "4000-3")]
    assert sorted(marked) == ["B3", "C1", "E2"]
    assert marked["E2"] == "the cell is no number; write digits"


def test_a_table_of_a_cohort_is_shown_whole_at_the_same_rows(tmp_path):
    """Whoever mends goes by the rows of the file."""
    sheet = written(tmp_path, [problem(7)], 40)["mentees.csv"]

    assert sheet.max_row == 41
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == ["D7"]
    assert sheet["A41"].value == "41-0"


@pytest.mark.parametrize(("language", "first", "last"), [
    ("en", "8,000 findings, and here are 5,000", "and 3,000 more like it, down to row 8,001: the cell is no number"),
    ("es", "8.000 hallazgos, y aquí van 5.000", "y 3.000 más como esta, hasta la fila 8.001: the cell is no number"),
])
def test_the_list_says_what_it_leaves_out(tmp_path, language, first, last):
    """Above the list the counts, below it each kind that was cut."""
    listed = list(written(tmp_path, [problem(row) for row in range(2, 8_002)], 8_000, language).worksheets[0].iter_rows(values_only=True))

    assert len(listed) == 1 + 1 + MOST_SHOWN + 1
    assert listed[1][4].startswith(first)
    assert listed[-1][4] == last
