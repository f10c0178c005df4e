"""Results: the same values give the same bytes, no live formula, six decimals, and never half a file."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.io.results import csv_text, read_result, write_result

NAUGHTY = ["=1+1", "+49", "-x", "@SUM(A1)", "|cmd", "%0A", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a", "｜a", "％a"]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def cell_written(value) -> str:
    """Give the one cell of a table of one value, as a spreadsheet reads it."""
    rows = list(csv.reader(io.StringIO(csv_text(pd.DataFrame({"a": pd.Series([value], dtype=object)})), newline="")))
    return rows[1][0] if len(rows[1]) else ""


@pytest.mark.parametrize("text", NAUGHTY)
def test_no_live_formula_leaves_the_house(text):
    """Whatever a spreadsheet would run begins with an apostrophe, and loses nothing."""
    assert f"'{text}" == cell_written(text)


@given(TEXT)
def test_no_text_is_live_after_folding(text):
    """No cell of any text begins like a formula, not even in full-width letters."""
    cell = cell_written(text)

    assert not unicodedata.normalize("NFKC", cell[:1]).startswith(tuple("=+-@|%\t\r\n"))
    assert cell in (text, f"'{text}")


@given(st.lists(st.sampled_from(NAUGHTY), min_size=1, max_size=3))
def test_lists_are_not_live_either(items):
    """A list cell is joined first and guarded then; so is a heading."""
    (heading, _) = csv.reader(io.StringIO(csv_text(pd.DataFrame({items[0]: [1]})), newline=""))

    assert cell_written(tuple(items)).startswith("'")
    assert [f"'{items[0]}"] == heading


def test_negative_numbers_stay_numbers():
    """The apostrophe is for text: −0.25 is a figure."""
    assert ["-0.25", "-3", "-3", "0"] == [cell_written(value) for value in (-0.25, -3, np.int64(-3), -0.0)]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1 / 3, "0.333333"), (2.0, "2"), (0.1 + 0.2, "0.3"), (1e-9, "0"), (123456789.1234567, "123456789.123457"), (np.float64(0.5), "0.5"),
        (np.int64(7), "7"), (True, "yes"), (np.bool_(False), "no"), (None, ""), (float("nan"), ""), (pd.NaT, ""), (pd.NA, ""),
        (("b", "a"), "b; a"), (frozenset({"b", "a"}), "a; b"), (10**20, "100000000000000000000"),
    ],
)
def test_values_are_written_one_way(value, written):
    """At most six decimals without trailing zeros, yes and no, nothing for missing, lists by `; `."""
    assert written == cell_written(value)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9))
def test_numbers_are_within_a_millionth(value):
    """What is written is the number, to six decimals, and never in scientific notation."""
    text = cell_written(value)

    assert abs(float(text) - value) <= 5.1e-7 + abs(value) * 1e-15
    assert "e" not in text
    assert len(text.partition(".")[2]) <= 6


def test_the_same_table_gives_the_same_bytes(tmp_path):
    """Types of columns, order of keys and the machine's line ends do not show."""
    one = pd.DataFrame({"id": ["A", "B"], "n": [1, 2], "share": [0.5, np.nan]})
    other = pd.DataFrame({"id": pd.Series(["A", "B"], dtype=object), "n": [1.0, 2.0], "share": pd.Series([0.5, None], dtype=object)})
    files = [write_result(tmp_path / f"{place}.csv", frame) for place, frame in enumerate((one, other))]
    mappings = [write_result(tmp_path / f"{place}.json", value) for place, value in enumerate(({"a": 1, "b": 2.0}, {"b": 2, "a": 1.0}))]

    assert b"id,n,share\nA,1,0.5\nB,2,\n" == files[0].read_bytes() == files[1].read_bytes()
    assert mappings[0].read_bytes() == mappings[1].read_bytes()


def test_json_holds_only_what_json_knows(tmp_path):
    """Missing is null, never NaN; numbers have six decimals; letters stay letters."""
    path = write_result(tmp_path / "x.json", {"ñ": float("nan"), "b": np.float64(1 / 3), "c": (np.int64(2), None), "d": True})

    assert {"b": 0.333333, "c": [2, None], "d": True, "ñ": None} == json.loads(path.read_text("utf-8"), parse_constant=pytest.fail)
    assert "ñ" in path.read_text("utf-8")


def test_a_result_is_there_whole_or_as_before(tmp_path):
    """Writing leaves no part files, makes folders, and a value that cannot be written leaves the old file."""

    class Unwritable:
        def __str__(self):
            raise RuntimeError("no words")

    path = write_result(tmp_path / "deep" / "x.csv", pd.DataFrame({"a": [1]}))
    with pytest.raises(RuntimeError):
        write_result(path, pd.DataFrame({"a": [Unwritable()]}))

    assert b"a\n1\n" == path.read_bytes()
    assert [path] == list(path.parent.iterdir())


def test_results_are_read_back(tmp_path):
    """Ids and words stay text, NA and 0071 too; columns of numbers are numbers, gaps are missing."""
    frame = pd.DataFrame({"mentee_id": ["0071", "NA"], "score": [50.5, np.nan], "state": ["urgent", ""]})
    found = read_result(write_result(tmp_path / "x.csv", frame))

    assert ["0071", "NA"] == list(found["mentee_id"])
    assert 50.5 == found["score"][0]
    assert np.isnan(found["score"][1])
    assert ["urgent", ""] == list(found["state"])
