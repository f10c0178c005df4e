"""Columns are read at once; the same comes out as when every cell is read by itself."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.io import oddities as odd
from mentorkit.io.answers import split_answers
from mentorkit.io.cells import CellError, list_items, reader, weekly_slots
from mentorkit.io.people import Typing, typed_frame
from mentorkit.io.tables import RawTable
from mentorkit.model.cohort import ColumnSource, TableSource
from mentorkit.model.tables import TABLES
from mentorkit.model.words import folded

HEADINGS = ("id", "name", "email", "birth_year", "guardian_consent", "purposes", "availability", "timezone", "status", "style")
ODD = "a?b#\u00c3\u00b1\u00c2\u00a0\u00e2\u20ac\u0153\ufffd\u200b\u00ad\x07E+1 5/=@ñé😀"
CELLS = {
    "id": ["A1", "a1", " ", "", "B2", "x;y", "z" * 70],
    "name": ["Ana  Peña", "ANA", "", "Pen\u0303a"],
    "email": ["a@x.co", "A@X.co", "", "b@x.co"],
    "birth_year": ["2001", "2.5", "x", "1800", "", "1,234", "2002,0"],
    "guardian_consent": ["sí", "No", "maybe", ""],
    "purposes": ["a; b|a", ";", "", "report"],
    "availability": ["mon 18-20", "lun 9-12, 14-16", "never", "", "mon 18-20; sat 9-12:30"],
    "timezone": ["", "America/Bogota", "Europe/Madrid", "Mars/Olympus"],
    "status": ["accepted", "ACCEPTED", "perhaps", ""],
    "style": ["Directo", "directo", "gentle", ""],
}
rows = st.lists(st.tuples(*(st.sampled_from(CELLS[name]) for name in HEADINGS)), min_size=1, max_size=8)
SOURCE = TableSource(file="m.csv", columns={"style": ColumnSource(from_="style", values={"directo": "direct"})})


def one_by_one(row: dict[str, str]) -> tuple[dict, set[str]]:
    """Read the cells of a row by themselves: values, and the headings with something wrong."""
    values, wrong = {}, set()
    for name, text in row.items():
        column = TABLES["mentees"].column(name)
        try:
            if name == "style":
                values[name] = "direct" if folded(text) == "directo" else text or None
            elif not text:
                values[name] = None
            elif name == "availability":
                if row["timezone"] == "Mars/Olympus":
                    raise CellError("", "")
                values[name] = weekly_slots(text, row["timezone"] or "America/Bogota", dt.date(2026, 1, 1))
            else:
                values[name] = list_items(text) if name == "purposes" else reader(column, "year-first")(text)
        except CellError:
            values[name] = None
            wrong.add(name)
    if not row["id"] or not re.fullmatch(r"[^\s;|,][^;|\n]{0,62}", row["id"]):
        wrong.add("id")
    return values, wrong


@settings(deadline=None)
@given(rows)
def test_a_column_is_read_as_its_cells_are(table):
    """Values, empty cells, problems and people who stand twice are those of a reader that looks at one cell after the other."""
    table = [tuple(cell.strip() for cell in row) for row in table]
    typing = Typing(SOURCE)
    frame = typed_frame(TABLES["mentees"], RawTable("m.csv", HEADINGS, tuple(table), tuple(range(2, len(table) + 2)), "UTF-8"), typing)
    expected, problems, first = {}, set(), {}
    for number, row in enumerate((dict(zip(HEADINGS, cells, strict=True)) for cells in table), 2):
        values, wrong = one_by_one(row)
        problems |= {(number, name) for name in wrong}
        for key in ("id", "email"):
            if row[key]:
                before = first.setdefault((key, row[key].casefold()), number)
                problems |= {(number, key)} if before != number else set()
        if row["id"]:
            expected.setdefault(values["id"], values)

    assert {(p.row, p.column) for p in typing.problems if not p.warning} == problems
    assert list(frame.index) == sorted(expected)
    for id, values in expected.items():
        for name in HEADINGS[1:]:
            found = frame.at[id, name]
            assert found == values[name] or (values[name] is None and (found is None or found != found))


def misread(pair: tuple[str, str]) -> bool:
    """Tell whether two signs are one letter of UTF-8 that was read as Windows-1252."""
    with suppress(UnicodeError):
        return pair[0] in "\u00c2\u00c3" and "".join(pair).encode("cp1252").decode("utf-8") >= "\u00a0"
    return False


def spoilt(cell: str) -> set[str]:
    """Say with plain rules what is odd in a cell."""
    letters = list(zip(cell, cell[1:], cell[2:], strict=False))
    long = len(cell.split()) > 4 or any(mark in cell for mark in "/=@")
    return {
        word for word, holds in {
            "lost letter": "\ufffd" in cell,
            "wrong encoding": any(map(misread, pairwise(cell))) or re.search("\u00e2\u20ac.", cell) is not None,
            "question mark": any(one.isalpha() and mark == "?" and two.isalpha() for one, mark, two in letters) and not long,
            "nobody sees": any(sign in cell for sign in "\u200b\u00ad\x07"),
            "cut short": re.fullmatch(r"[15]E\+[15]{1,2}", cell) is not None,
        }.items() if holds
    }


@given(st.lists(st.lists(st.sampled_from([*ODD, "1E+15", "a?b", "\u00c2\u00b1", "\u00e2\u20acx"]), max_size=6).map("".join), min_size=1, max_size=6))
def test_every_spoilt_cell_is_seen(cells):
    """What is looked for quickly in whole rows is found wherever a rule finds it in a cell, and nothing else."""
    raw = RawTable("m.csv", ("a",), tuple((cell,) for cell in cells), tuple(range(2, len(cells) + 2)), "UTF-8")
    words = ("lost letter", "wrong encoding", "question mark", "nobody sees", "cut short")
    found = {(p.row, word) for p in odd.oddities(raw) for word in words if word in p.problem}

    assert found == {(number, word) for number, cell in enumerate(cells, 2) for word in spoilt(cell)}


def from_the_left(text: str, options: list[str], separator: str) -> tuple[str, ...]:
    """Take options from the left of a list cell, the longest that fits, and what is none up to the next separator."""
    rest, found = text.strip(), []
    while rest:
        fits = [
            option for option in sorted(options, key=len, reverse=True)
            if folded(rest[: len(option)]) == folded(option) and (not rest[len(option):].strip() or rest[len(option):].strip().startswith(separator.strip()))
        ]
        piece = rest[: len(fits[0])] if fits else rest.split(separator, 1)[0]
        found.append(fits[0] if fits else piece.strip())
        rest = rest[len(piece):].removeprefix(separator.rstrip()).strip()
    return tuple(dict.fromkeys(item for item in found if item))


@given(
    st.lists(st.text("aAb ,é", min_size=1, max_size=4).filter(str.strip), min_size=1, max_size=5), st.lists(st.integers(0, 9), max_size=6),
    st.text("ab ,;", max_size=4), st.sampled_from([", ", ",", ";", " "]),
)
def test_options_are_taken_from_the_left(options, ticked, other, separator):
    """However long a list cell is, it is read as by somebody who crosses out what has been read."""
    options = [option.strip() for option in options]
    text = separator.join([*(options[place % len(options)].upper() for place in ticked), other])

    assert from_the_left(text, options, separator) == list_items(text, separator, options)


def test_a_cell_full_of_ticks_fits_into_memory():
    """Thirty thousand answers in one cell are read like three."""
    assert ("A", "B", None) * 10_000 == split_answers("a b c " * 10_000, {"a": "A", "b": "B"}, " ")
