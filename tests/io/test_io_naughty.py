"""Strings that break programs, through every column of text and back; and the cases of RFC 4180 and its cousins."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path

import openpyxl
import pytest

from mentorkit.errors import ProblemsError
from mentorkit.io.cohort import inspect_cohort
from mentorkit.io.inspection import Inspection
from mentorkit.io.oddities import oddities
from mentorkit.io.results import read_result, write_result
from mentorkit.io.tables import RawTable, read_table

NAUGHTY = {
    "words of programs": "null NULL None nil NaN nan Inf -Infinity undefined true FALSE yes no on off NA N/A n/a - -- . ... 0 1 -1 1e5 1E+02 1e309 0x1F 0b1 0o7 1_000 ++1 1/2 01 007".split(),
    "numbers of the world": ["١٢٣", "१२३", "１２３", "½", "Ⅻ", "①", "²", "−1", "1,5", "1.234,5", "1 000", "1\u202f000", "∞", "२०२६"],
    "formulas": ["=1+1", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1;1)", "=HYPERLINK(\"http://x.example\";\"y\")", "%0A", "|x", "＝1+1", "'=1", "' "],
    "markup": ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;b&gt;", "&amp;", "<!-- x -->", "]]>", "<?php x ?>", "[x](javascript:alert(1))", "# x", "**x**", "`x`", "$x$", "\\frac{1}{2}", "{{7*7}}", "${7*7}", "#{7}", "{% x %}", "%s%n%d", "%(x)s", "{0}", "{x.__class__}"],
    "queries": ["'; drop table mentees; --", "\" or 1=1", "1' or '1'='1", "/* x */", "O'Brien", "D\"Arcy"],
    "paths": ["../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\x", "\\\\server\\x", "CON", "NUL", "aux.txt", "a/b", "~", "~root", "file:///etc/passwd", "x" * 300, ".", "..", ".hidden", "a:b", "a*b?"],
    "two ways": ["اسم", "שם", "ab\u202ecd", "\u2066x\u2069", "\u200fx", "abc\u200edef", "مرحبا world"],
    "put together": ["e\u0301", "n\u0303", "Z̸̢a̷l̶g̵o̴", "\u0301x", "ﬁ", "İstanbul", "ıI", "ß", "ẞ", "Ǆ", "각", "각", "ा", "ക്ഷ"],
    "pictures": ["👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇨🇴", "❤️", "☺", "🤷🏻‍♀️", "\U0001f9d1\u200d\U0001f4bb"],
    "not seen": ["a\u200bb", "a\u200cb", "a\u200db", "a\u2060b", "a\u00adb", "\ufeffab", "a\ufeffb", "a\u180eb", "a\u115fb", "a\u3164b", "a\u2800b"],
    "spaces": ["a\u00a0b", "a\u2003b", "a\u3000b", "a\u2028b", "a\u2029b", "a\u0085b", "a\tb", "a\nb", "a\r\nb", "a\x0bb", "a\x0cb", "a  b"],
    "signs": ["a\x01b", "a\x1bb", "a\x7fb", "a\x9fb", "\ufffd", "\ufffe", "\uffff", "\ud7ff", "\ue000", "\U0010ffff", "\U000e0001", "\x1b[31m"],
    "quotes and marks": ["\"", "'", "\"\"", "a\"b", "a,b", "a;b", "a|b", "`", "´", "‘’", "“”", "«»", ",", ";", "\\", "\\n", "\\\"", "--", "#", "!", "^", "&", "*", "()", "sep=;"],
    "words of people": ["Null", "Ñandú", "Þór", "Ğül", "Łukasz", "Nguyễn", "李小龍", "山田太郎", "Іван", "Ωmega", "D’Angelo", "María José", "van der Berg", "Scunthorpe", "José 2º", "X Æ A-12", "Mr. O", "Test", "-", "y"],
}
STRINGS = [text for group in NAUGHTY.values() for text in group]
COLUMNS = ("name", "phone", "goals", "field_wanted", "city", "extra")


def as_read(text: str) -> str:
    """Give a text as the reader keeps it: canonical form and single spaces, nothing else."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def cohort(folder: Path, content: bytes, ending: str = "csv") -> Inspection:
    """Give what is found in a cohort with that file of mentees."""
    place = folder / "cohorts" / "demo"
    place.mkdir(parents=True, exist_ok=True)
    (folder / "program.yml").write_text("program: A\nlanguages: [en, es]\ncriteria:\n  - {id: field, kind: same, mentee: field_wanted, mentor: field}\n", encoding="utf-8")
    (place / "cohort.yml").write_text("cohort: demo\nstarts: 2026-02-02\n", encoding="utf-8")
    (place / "mentors.csv").write_text("id,name,email,field\nB1,Eva,eva@x.example,Salud\n", encoding="utf-8")
    (place / f"mentees.{ending}").write_bytes(content)
    return inspect_cohort(place)


def naughty_rows() -> list[list[str]]:
    """Give a row for each string, with the string in every column of text."""
    return [["id", *COLUMNS], *([f"A{number:03d}", *[text] * len(COLUMNS)] for number, text in enumerate(STRINGS))]


def table(folder: Path, data: bytes | str, name: str = "t.csv") -> RawTable:
    """Write a table and read it."""
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return read_table(folder / name)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_every_string_goes_through_every_column_unchanged(tmp_path, ending):
    """What was written is what stands in the frame; nothing is an error, and nothing becomes missing."""
    if ending == "csv":
        out = io.StringIO()
        csv.writer(out, quoting=csv.QUOTE_ALL).writerows(naughty_rows())
        content, wanted = out.getvalue().encode(), {text: as_read(text) for text in STRINGS}
    else:
        unwritable = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])  # XML has no place for them
        wanted = {text: as_read(text.translate(unwritable)) for text in STRINGS}
        book, out = openpyxl.Workbook(), io.BytesIO()
        for number, row in enumerate(naughty_rows(), 1):
            for place, text in enumerate(row, 1):
                cell = book.active.cell(number, place, text.translate(unwritable))
                cell.data_type = "s"
        book.save(out)
        content = out.getvalue()
    found = cohort(tmp_path, content, ending)
    frame = found.cohort.mentees

    assert [] == [str(problem) for problem in found.errors]
    assert [f"A{number:03d}" for number in range(len(STRINGS))] == list(frame.index)
    for column in COLUMNS:
        assert [wanted[text] or None for text in STRINGS] == list(frame[column])


def test_every_string_comes_back_from_a_result(tmp_path):
    """A table of results gives back every string, but that what a spreadsheet would run stands behind an apostrophe."""
    import pandas as pd

    kept = [text for text in STRINGS if "\r" not in text]
    path = write_result(tmp_path / "x.csv", pd.DataFrame({"pair_id": kept}))
    back = list(read_result(path)["pair_id"])

    assert all(one in (text, f"'{text}") for one, text in zip(back, kept, strict=True))
    assert not [one for one in back if one.startswith(("=", "+", "@", "-", "|", "%", "\t"))]


@pytest.mark.parametrize("kind", list(NAUGHTY))
def test_a_string_where_a_number_or_date_belongs_is_read_or_refused_by_its_place(tmp_path, kind):
    """In typed columns a string is its value, or an error that names row and column and does not repeat it."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["id", "field_wanted", "birth_year", "availability", "status"], *([f"A{n}", "x", text, text, text] for n, text in enumerate(NAUGHTY[kind]))])
    found = cohort(tmp_path, out.getvalue().encode())

    assert all(problem.file == "mentees.csv" and problem.row and problem.column and problem.remedy for problem in found.errors)
    assert all(len(text) < 6 or text not in f"{problem.problem}{problem.remedy}" for problem in found.errors for text in NAUGHTY[kind])
    assert {problem.row for problem in found.errors} >= {n for n, text in enumerate(NAUGHTY[kind], 2) if as_read(text) and not as_read(text).isascii()}


SPOILT = {
    "PeÃ±a": "the cell's letters were once read in a wrong encoding", "Pe\ufffda": "the cell holds the mark of a lost letter",
    "Pe?a": "a question mark stands inside a word, where a letter may be lost", "\u200bAna": "the cell holds signs that nobody sees",
    "a\u202eb": "the cell holds signs that nobody sees", "#N/A": "the cell holds an error of the spreadsheet", "#¡REF!": "the cell holds an error of the spreadsheet",
    "3,00E+09": "the cell holds a number that the spreadsheet cut short", "Err:502": "the cell holds an error of the spreadsheet",
}


@pytest.mark.parametrize("text", SPOILT)
def test_a_spoilt_cell_is_read_and_named(tmp_path, text):
    """The cell stays as it is, and a warning says where it stands and what happened to it."""
    raw = table(tmp_path, f"id,name\n1,Ana\n2,{text if ',' not in text else chr(34) + text + chr(34)}\n")

    assert text == raw.rows[1][1]
    assert [(3, "name", SPOILT[text], True)] == [(one.row, one.column, one.problem, one.warning) for one in oddities(raw)]


def test_sound_cells_are_not_called_spoilt(tmp_path):
    """Names, addresses, questions, emoji that are joined, and hashes are as they should be."""
    raw = table(tmp_path, "id,name\n" + "".join(f'{n},"{text}"\n' for n, text in enumerate(["SÃO PAULO", "São", "¿Qué?", "¿Qué? No sé", "http://x.example/?a=b", "👩‍👩‍👧", "#1", "1E5", "5", "Â", "नमस्‍ते"])))

    assert [] == oddities(raw)


def test_of_many_spoilt_cells_twenty_are_named_and_the_others_counted(tmp_path):
    """A file that is wrong throughout says so once for a column, after twenty cells."""
    found = oddities(table(tmp_path, "id,name\n" + "".join(f"{n},PeÃ±a\n" for n in range(100))))

    assert 21 == len(found)
    assert found[-1].problem.endswith("here and in 79 more rows")


def test_a_note_below_the_table_is_named(tmp_path):
    """A row with one cell alone would be a person without anything."""
    raw = table(tmp_path, "id,name,email,phone\n1,Ana,a@x.example,3\nNotas: revisar,,,\n")

    assert [(3, "the row holds one cell alone, like a note below a table")] == [(one.row, one.problem) for one in oddities(raw)]


SUITE = {
    "rfc-no-last-end": ("a,b\r\n1,2", (("1", "2"),)), "rfc-last-end": ("a,b\r\n1,2\r\n", (("1", "2"),)), "quoted-all": ('"a","b"\r\n"1","2"\r\n', (("1", "2"),)),
    "comma-inside": ('a,b\n"1,5",2\n', (("1,5", "2"),)), "quote-inside": ('a,b\n"1""5",2\n', (('1"5', "2"),)), "end-inside": ('a,b\n"1\r\n5",2\n', (("1\r\n5", "2"),)),
    "only-quotes": ('a,b\n"""",""\n', (('"', ""),)), "empty-cells": ("a,b,c\n,,3\n", (("", "", "3"),)), "spaces": ("a,b\n 1 , 2 \n", (("1", "2"),)),
    "quote-in-bare-cell": ('a,b\n1"5,2\n', (('1"5', "2"),)), "old-mac": ("a,b\r1,2\r3,4\r", (("1", "2"), ("3", "4"))), "mixed-ends": ("a,b\n1,2\r\n3,4\r5,6", (("1", "2"), ("3", "4"), ("5", "6"))),
    "blank-lines": ("\n\na,b\n\n1,2\n\n", (("1", "2"),)), "blank-cells": (",\na,b\n,\n1,2\n", (("1", "2"),)), "json": ('a,b\n1,"{""x"": [1, 2]}"\n', (("1", '{"x": [1, 2]}'),)),
    "utf8": ("a,b\nñ,ʤ\n", (("ñ", "ʤ"),)), "sep": ("sep=;\r\na;b\r\n1,5;2\r\n", (("1,5", "2"),)), "sep-tab": ("SEP=\t\na\tb\n1\t2\n", (("1", "2"),)),
    "bar": ("a|b\n1|2\n", (("1", "2"),)), "one-column": ("a\n1\n2\n", (("1",), ("2",))), "one-column-quoted": ('a\n"1,2"\n', (("1,2",),)),
    "dos-end-mark": ("a,b\n1,2\n\x1a", (("1", "2"),)), "line-separator-inside": ("a,b\n1\u20282,3\n", (("1\u20282", "3"),)), "form-feed-inside": ("a,b\n1\x0c2,3\n", (("1\x0c2", "3"),)),
    "wide-end": ("a,b,,\n1,2,,\n", (("1", "2"),)), "two-marks": ("\ufeffa,b\n1,2\n", (("1", "2"),)), "header-unseen": ("\u200ba,b\n1,2\n", (("1", "2"),)),
}


@pytest.mark.parametrize("case", SUITE)
def test_csv_as_the_rfc_and_its_cousins_write_it(tmp_path, case):
    """Each way to write two columns gives the same two columns."""
    text, wanted = SUITE[case]
    found = table(tmp_path, text if case != "two-marks" else "\ufeff" + text)

    assert wanted == found.rows
    assert "a" == found.headings[0]


@pytest.mark.parametrize(("text", "row", "words"), [
    ('a,b\n"1,2\n3,4\n', 2, "the quotes do not close"), ('a,b\n"1"x,2\n', 2, "the quotes do not close"), ('a,b\n1,"2" \n', 2, "the quotes do not close"),
    ("a,b\n1,2,3\n", 2, "the row has 3 cells"), ("a,b\n1\n", 2, "the row has 1 cells"), ("a;b\n1,2\n", 2, "the row has 1 cells"), ('a,b\n"x\\"y",1\n', 2, "the quotes do not close"),
    ("Postulaciones\na,b,c\n1,2,3\n4,5,6\n", 1, "a title stands"), ('"a,b,c,d"\n"1,2,3,4"\n', 1, "each row stands in one single cell"),
    ("A1,Ana,ana@x.example\nA2,Luz,luz@x.example\n", 1, "the first row holds answers"), ("a" * 3_000 + ",b\n1,2\n", 1, "a heading is longer"),
])
def test_csv_that_cannot_be_meant_is_refused_at_its_row(tmp_path, text, row, words):
    """Each refusal names the row that a person sees, and never what stands in it."""
    with pytest.raises(ProblemsError) as refused:
        table(tmp_path, text)

    assert (row, True) == (refused.value.problems[0].row, refused.value.problems[0].problem.startswith(words))
    assert "@" not in str(refused.value)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_encoding_of_a_spreadsheet_program_gives_the_same_table(tmp_path, codec):
    """Excel's CSV UTF-8, its Unicode text, and its plain CSV."""
    assert ("Ñandú", "Peña") == table(tmp_path, "id;name\r\nÑandú;Peña\r\n".encode(codec)).rows[0]
