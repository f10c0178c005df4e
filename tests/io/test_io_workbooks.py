"""Workbooks as people make them and as they break: what is hidden is named, what is wrong is refused, and nothing ends the program."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from mentorkit.errors import ProblemsError
from mentorkit.io import workbooks
from mentorkit.io.folders import table_files
from mentorkit.io.oddities import oddities
from mentorkit.io.tables import RawTable, read_table
from mentorkit.io.workbooks import sheet_of

ROWS = (("id", "name", "phone", "n"), ("1", "Ana", "300", 1), ("2", "Eva", "301", 2), ("3", "Luz", "302", 3))
SPOT = "http://schemas.openxmlformats.org"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'


def book(change=None, rows=ROWS) -> bytes:
    """Give a workbook, changed by a function of the book and its sheet."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    if change is not None:
        change(made, made.active)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


STRINGS = f'<sst xmlns="{SPOT}/spreadsheetml/2006/main" count="1" uniqueCount="1"><si><t>x</t></si></sst>'.encode()


def patched(data: bytes, part: str, change) -> bytes:
    """Give a workbook with one part rewritten, or with shared strings, which it does not have."""
    out = io.BytesIO()
    if part == "sharedStrings.xml":
        out.write(data)
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(f"xl/{part}", change(STRINGS))
        return out.getvalue()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name.endswith(part) else old.read(name))
    return out.getvalue()


def read(folder: Path, data: bytes, name: str = "m.xlsx", sheet: str | None = None) -> RawTable:
    """Write a file and read it."""
    (folder / name).write_bytes(data)
    return read_table(folder / name, sheet=sheet)


def refusal(folder: Path, data: bytes, name: str = "m.xlsx") -> list[tuple]:
    """Give row, column and words of what is refused."""
    with pytest.raises(ProblemsError) as refused:
        read(folder, data, name)
    assert all(problem.file == name and problem.remedy for problem in refused.value.problems)
    return [(problem.row, problem.column, problem.problem) for problem in refused.value.problems]


def said(raw: RawTable) -> list[tuple]:
    """Give row, column and words of the warnings."""
    assert all(problem.warning and problem.remedy for problem in oddities(raw))
    return [(problem.row, problem.column, problem.problem) for problem in oddities(raw)]


def ods(change=None) -> bytes:
    """Give an OpenDocument file, changed by a function of document, table and rows."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableRow

    document, table, lines = OpenDocumentSpreadsheet(), Table(name="A"), []
    for row in ROWS:
        lines.append(TableRow())
        for cell in row:
            lines[-1].addElement(ods_cell(str(cell)))
        table.addElement(lines[-1])
    document.spreadsheet.addElement(table)
    if change is not None:
        change(document, table, lines)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def ods_cell(text: str, **more):
    """Give a cell of text."""
    from odf.table import TableCell
    from odf.text import P

    cell = TableCell(valuetype="string", **more)
    cell.addElement(P(text=text))
    return cell


def test_shares_and_truths_of_an_ods_are_those_of_an_xlsx(tmp_path):
    """35 % and a tick are read as a person sees them, whichever spreadsheet saved the file."""
    from odf.table import TableCell

    def values(_, table, lines):
        lines[0].addElement(ods_cell("share"))
        lines[0].addElement(ods_cell("tick"))
        for line, share, tick in zip(lines[1:], ("0.35", "1", "0.075"), ("true", "false", "true"), strict=True):
            line.addElement(TableCell(valuetype="percentage", value=share))
            line.addElement(TableCell(valuetype="boolean", booleanvalue=tick))

    assert [("35%", "yes"), ("100%", "no"), ("7.5%", "yes")] == [row[-2:] for row in read(tmp_path, ods(values), "m.ods").rows]


def test_the_options_of_our_own_forms_are_no_hidden_sheet(tmp_path):
    """A form that LibreOffice saved keeps its sheet of options, which nobody has to look at."""
    from odf.style import Style, TableProperties
    from odf.table import Table, TableRow

    from mentorkit.forms.words import WORDS
    from mentorkit.io.workbooks import OPTIONS

    def options(name):
        def add(document, _, lines):
            style = Style(name="h", family="table")
            style.addElement(TableProperties(display="false"))
            document.automaticstyles.addElement(style)
            other = Table(name=name, stylename="h")
            row = TableRow()
            row.addElement(ods_cell("norte"))
            other.addElement(row)
            document.spreadsheet.addElement(other)
        return add

    assert WORDS["lists"] == OPTIONS
    assert [()] * 2 == [read(tmp_path, ods(options(name)), "m.ods").hidden_sheets for name in OPTIONS]
    assert ("Otra",) == read(tmp_path, ods(options("Otra")), "m.ods").hidden_sheets


# ---------------------------------------------------------------- what is hidden


def test_hidden_columns_are_read_and_named(tmp_path):
    """A column that nobody sees counts like the others, and its heading is said."""
    def hide(_, sheet):
        sheet.column_dimensions["C"].hidden = True

    raw = read(tmp_path, book(hide))

    assert ("300", "301", "302") == tuple(row[2] for row in raw.rows)
    assert [(1, "phone", "1 hidden column was read too: phone")] == said(raw)


@pytest.mark.parametrize("part", [b'<row r="3"', b"<sheetData>"], ids=["row", "column"])
def test_a_row_or_column_without_height_or_width_is_hidden_too(tmp_path, part):
    """Nobody sees a row of height 0 or a column of width 0."""
    new = {b'<row r="3"': b'<row ht="0" customHeight="1" r="3"', b"<sheetData>": b'<cols><col min="3" max="3" width="0"/></cols><sheetData>'}[part]
    raw = read(tmp_path, patched(book(), "sheet1.xml", lambda data: re.sub(rb"<cols>.*?</cols>", b"", data).replace(part, new)))

    assert ((3,), ()) == (raw.hidden, raw.hidden_columns) or ((), ("phone",)) == (raw.hidden, raw.hidden_columns)
    assert 1 == len(said(raw))


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_with_content_are_named(tmp_path, state):
    """A second sheet that is hidden is not read, and said; however well it is hidden."""
    def add(made, _):
        other = made.create_sheet("Otra")
        other.append(["x"])
        other.sheet_state = state

    raw = read(tmp_path, book(add))

    assert 3 == len(raw.rows)
    assert [(None, None, "1 hidden sheet was not read: Otra")] == said(raw)


def test_a_hidden_sheet_that_is_read_says_so(tmp_path):
    """Where the one with content is hidden, it is read, with a warning; named in cohort.yml too."""
    def hide(made, sheet):
        sheet.sheet_state = "hidden"
        made.create_sheet("Portada")

    assert [(None, None, "the sheet that was read is hidden")] == said(read(tmp_path, book(hide)))
    assert [(None, None, "the sheet that was read is hidden")] == said(read(tmp_path, book(hide), sheet="sheet"))


def test_a_sheet_of_one_row_has_content(tmp_path):
    """Two sheets are a question, even if one holds a single row."""
    assert [(None, None, "the workbook has 2 sheets with content")] == refusal(tmp_path, book(lambda made, _: made.create_sheet("B").append(["x"])))


def test_what_an_ods_hides_is_named(tmp_path):
    """Rows that are collapsed or filtered, and collapsed columns."""
    from odf.table import TableColumn

    def hide(_, table, lines):
        lines[1].setAttribute("visibility", "filter")
        lines[3].setAttribute("visibility", "collapse")
        for column in (TableColumn(numbercolumnsrepeated=2), TableColumn(visibility="collapse")):
            table.insertBefore(column, lines[0])

    raw = read(tmp_path, ods(hide), "m.ods")

    assert ((2, 4), ("phone",)) == (raw.hidden, raw.hidden_columns)


def test_blind_and_merged_cells_of_an_ods_are_refused(tmp_path):
    """A formula without a value, one that gave an error, and a cell over two rows, as in an XLSX."""
    from odf.table import TableCell

    def blind(_, table, lines):
        lines[0].addElement(ods_cell("x"))
        lines[1].addElement(TableCell(formula="of:=1/3"))
        lines[2].addElement(ods_cell("#N/A", formula="of:=NA()"))

    def merge(_, table, lines):
        lines[0].addElement(ods_cell("x"))
        lines[1].addElement(ods_cell("sur", numberrowsspanned=2, numbercolumnsspanned=1))

    assert [
        (2, "x", "the cell holds a formula without a stored value"), (3, "x", "the cell holds an error of the spreadsheet"),
    ] == refusal(tmp_path, ods(blind), "m.ods")
    assert [(2, None, "the row holds merged cells")] == refusal(tmp_path, ods(merge), "m.ods")


# ---------------------------------------------------------------- what a person sees


def test_numbers_are_read_as_their_format_shows_them(tmp_path):
    """Zeros in front and shares of a hundred are part of what stands there."""
    def form(_, sheet):
        sheet["A2"], sheet["A2"].number_format = 7, "000"
        sheet["D2"], sheet["D2"].number_format = 0.355, "0.0%"

    assert ("007", "Ana", "300", "35.5%") == read(tmp_path, book(form)).rows[0]


def test_days_of_both_calendars_are_the_same_day(tmp_path):
    """Workbooks that count from 1904, as old ones of the Mac do, are four years off unless somebody looks."""
    def old(made, sheet):
        made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        sheet["D2"] = dt.datetime(2026, 2, 14)

    assert "2026-02-14" == read(tmp_path, book(old)).rows[0][3]


def test_a_number_that_lost_its_digits_is_refused(tmp_path):
    """A spreadsheet keeps 15 digits; an id of 18 is another one."""
    def long(_, sheet):
        sheet["C3"] = 123456789012345678

    assert [(3, "phone", "the cell holds a number of more than 15 digits, whose last ones are lost")] == refusal(tmp_path, book(long))


# ---------------------------------------------------------------- broken, foreign and hostile files


@pytest.mark.parametrize(("spot", "named"), [("XFD1048576", "XFD1048576"), ("A1048576", "A1048576"), ("XFD2", "XFD2")])
def test_a_cell_far_outside_is_refused_by_its_name(tmp_path, spot, named):
    """One forgotten cell below or beside the table would ask for gigabytes; empty ones with a format are no matter."""
    def far(_, sheet):
        sheet[spot] = "x"

    def blank(_, sheet):
        sheet[spot].number_format = "0%"

    assert [(None, None, f'the sheet "Sheet" reaches to the cell {named}')] == refusal(tmp_path, book(far))
    assert 3 == len(read(tmp_path, book(blank)).rows)


def test_a_workbook_that_ends_its_reader_ends_nothing_else(tmp_path):
    """Where the compiled reader dies for lack of memory, the file is refused, and the next one is read."""
    greedy = patched(book(), "sharedStrings.xml", lambda data: data.replace(b'"1"', b'"4294967295"'))

    assert [(None, None, "the workbook asks for more memory than a table needs")] == refusal(tmp_path, greedy)
    assert 3 == len(read(tmp_path, book()).rows)


@pytest.mark.parametrize("long", [0, 10**9])
def test_a_long_sheet_is_refused_for_what_a_short_one_is(monkeypatch, long):
    """It is read while its limits are looked at; what is said of it is the same."""
    monkeypatch.setattr(workbooks, "LONG", long)

    def words(data: bytes) -> str:
        with pytest.raises(ProblemsError) as refused:
            sheet_of(data, "m.xlsx", None, 100, 100)
        return refused.value.problems[0].problem

    assert "reaches to the cell B900" in words(book(lambda _, sheet: sheet.__setitem__("B900", "x")))
    assert "twice" in words(patched(book(), "sheet1.xml", lambda xml: xml.replace(b'<row r="3"', b'<row r="2"')))
    monkeypatch.setattr(workbooks, "MOST_CELLS", 15)
    assert "more than 15 cells" in words(book())
    monkeypatch.setattr(workbooks, "MOST_CELLS", 16)
    assert sheet_of(book(), "m.xlsx", None, 100, 100).rows == [[str(cell) for cell in row] for row in ROWS]


@pytest.mark.parametrize("name", ["workbook.xml", "sheet1.xml", "sharedStrings.xml", "styles.xml"])
def test_definitions_inside_a_workbook_are_refused(tmp_path, name):
    """A billion laughs, or a file of this machine, can only come by definitions, which no spreadsheet writes."""
    laughing = patched(book(), name, lambda data: LAUGHS + data.split(b"?>", 1)[-1])

    assert [(None, None, "the workbook holds definitions that no spreadsheet writes")] == refusal(tmp_path, laughing)


def test_a_row_that_stands_twice_is_refused(tmp_path):
    """The reader would keep the last of the two, and a person would be lost."""
    twice = patched(book(), "sheet1.xml", lambda data: data.replace(b'<row r="3">', b'<row r="2">'))
    cell = patched(book(), "sheet1.xml", lambda data: data.replace(b'r="B3"', b'r="A3"'))

    assert [(2, None, "the workbook holds this row, or a cell of it, twice")] == refusal(tmp_path, twice)
    assert [(3, None, "the workbook holds this row, or a cell of it, twice")] == refusal(tmp_path, cell)


def test_a_part_that_stands_twice_in_the_archive_is_refused(tmp_path):
    """Which of the two is the sheet depends on who reads."""
    out = io.BytesIO(book())
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")

    assert [(None, None, "the workbook holds a part twice")] == refusal(tmp_path, out.getvalue())


def test_a_password_is_named(tmp_path):
    """Excel packs a protected workbook into an old container; zip tools set a flag."""
    packed = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    flagged = book().replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")

    assert [(None, None, "the workbook is protected with a password")] == refusal(tmp_path, packed)
    assert [(None, None, "the workbook is protected with a password")] == refusal(tmp_path, flagged)


@pytest.mark.parametrize(("name", "data", "form"), [
    ("m.csv", book(), "a workbook or an archive"), ("m.csv", b"%PDF-1.7\n", "a PDF"), ("m.csv", b"\n<!DOCTYPE html><html>", "a web page"),
    ("m.tsv", b"\xef\xbb\xbf<HTML>", "a web page"), ("m.csv", b'[{"id": 1}]', "JSON"), ("m.csv", b"\x1f\x8b\x08", "a packed archive"),
    ("m.csv", b"\x89PNG\r\n", "a picture"), ("m.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old workbook, or one with a password"),
])
def test_a_file_that_is_something_else_is_called_so(tmp_path, name, data, form):
    """A renamed workbook, the login page of a form tool, a PDF: each by its name."""
    assert [(None, None, f"the file is {form} and no text")] == refusal(tmp_path, data, name)


@pytest.mark.parametrize("name", ["m.xls", "m.ods", "m.xlsm"])
def test_a_workbook_under_another_ending_is_read_by_what_it_is(tmp_path, name):
    """Hidden rows are named whatever the file is called."""
    def hide(_, sheet):
        sheet.row_dimensions[2].hidden = True

    assert (2,) == read(tmp_path, book(hide), name).hidden


def test_a_folder_a_fifo_and_a_link_to_nothing_are_refused(tmp_path):
    """Nothing waits for a file that never ends."""
    import os

    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "fifo.csv")
    (tmp_path / "link.csv").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    for name in ("folder.csv", "fifo.csv", "link.csv", "loop.csv", "a" * 300 + ".csv"):
        with pytest.raises(ProblemsError) as refused:
            read_table(tmp_path / name)
        assert all(problem.remedy and problem.file == name for problem in refused.value.problems)


@pytest.mark.parametrize(("name", "read", "unread"), [
    ("checkins.XLSX", ["checkins.XLSX"], []), ("Checkins.xlsm", ["Checkins.xlsm"], []), ("checkins.xlsb", [], ["checkins.xlsb"]),
    ("checkins.txt", ["checkins.txt"], []), ("checkins.csv~", [], []), ("checkins-old.csv", [], []),
])
def test_a_table_is_found_by_its_name_whatever_its_ending(tmp_path, name, read, unread):
    """A log that lies there under another ending is never left out silently."""
    (tmp_path / name).write_bytes(b"x")

    assert (read, unread) == table_files(tmp_path, "checkins")


def test_each_cell_with_a_number_too_long_is_named(tmp_path):
    """A number of more than 15 digits that stands in two rows is refused in both."""
    rows = [("id", "n"), ("1", 1234567890123456.0), ("2", 1234567890123456.0)]
    assert [(2, "n"), (3, "n")] == [found[:2] for found in refusal(tmp_path, book(rows=rows))]


def test_formats_left_of_the_table_take_no_number_from_it(tmp_path):
    """Empty cells that hold the format of a share, in a column before the first heading, stay empty."""
    def moved(_, sheet):
        sheet.move_range("A1:D4", cols=1)
        for row in range(1, 5):
            sheet.cell(row, 1).number_format = "0%"

    data = book(moved)
    assert ["", *ROWS[0]] == sheet_of(data, "m.xlsx", None, 100, 100).rows[0]
    assert ["", "1", "Ana", "300", "1"] == sheet_of(data, "m.xlsx", None, 100, 100).rows[1]


# ---------------------------------------------------------------- numbers that are more than their digits

FORMS = (
    (71234, "000-0000", "007-1234"), (3001234567, "(000) 000-0000", "(300) 123-4567"), (12, '"PRE-"0000', "PRE-0012"), (1, '"sí";"sí";"no"', "sí"),
    (0, '[=1]"Sí";[=0]"No";0', "No"), (35, '0"%"', "35%"), (0.35, "0.0 %", "35%"), (7, '0 "años"', "7"), (1234.5, '"$"#,##0.00', "1234.5"), (7.5, "000", "7.5"),
)


def test_codes_and_telephones_are_read_with_what_their_format_adds(tmp_path):
    """What stands between the digits, words for numbers and zeros in front are read; a unit, money and rounding change no number."""
    def form(_, sheet):
        for place, (value, code, _) in enumerate(FORMS, 5):
            sheet.cell(1, place, f"c{place}")
            sheet.cell(2, place, value).number_format = code

    assert [seen for _, _, seen in FORMS] == list(read(tmp_path, book(form)).rows[0][4:])


def test_cells_that_do_not_say_where_they_stand_keep_their_format_and_their_hidden_rows(tmp_path):
    """Some programs write rows and cells one after the other, without their names."""
    def form(_, sheet):
        sheet["D2"], sheet["D2"].number_format = 7, "000"
        sheet.row_dimensions[3].hidden = True

    raw = read(tmp_path, patched(book(form), "sheet1.xml", lambda data: re.sub(rb'(<(?:c|row)\b[^>]*?) r="\w+"', rb"\1", data)))

    assert ("007", (3,)) == (raw.rows[0][3], raw.hidden)


def test_a_formula_that_nobody_computed_is_refused_though_a_zero_stands_there(tmp_path):
    """A program's workbook holds 0 under each formula until a spreadsheet opens it."""
    def formula(_, sheet):
        sheet["D2"] = "=1+1"

    zero = patched(book(formula), "sheet1.xml", lambda data: re.sub(rb"(<f>1\+1</f>)<v\s*/>|(<f>1\+1</f>)<v></v>", rb"<f>1+1</f><v>0</v>", data))

    assert [(2, "n", "the cell holds a formula without a stored value")] == refusal(tmp_path, zero)
    assert "0" == read(tmp_path, patched(zero, "workbook.xml", lambda data: data.replace(b'calcId="124519"', b'calcId="191029"'))).rows[0][3]


def test_codes_of_an_ods_and_long_durations_are_read_as_shown(tmp_path):
    """As in an XLSX; and 26 hours are no text of letters, with a comment beside or without."""
    from odf.number import EmbeddedText, Number, NumberStyle
    from odf.office import Annotation
    from odf.style import Style
    from odf.table import TableCell
    from odf.text import P

    def form(document, _, lines):
        number = Number(minintegerdigits=7, decimalplaces=0)
        number.addElement(EmbeddedText(position=4, text="-"))
        form = NumberStyle(name="N1")
        form.addElement(number)
        document.automaticstyles.addElement(form)
        document.automaticstyles.addElement(Style(name="c", family="table-cell", datastylename="N1"))
        lines[0].addElement(ods_cell("code"))
        lines[0].addElement(ods_cell("length"))
        for cell, text in ((TableCell(valuetype="float", value="71234", stylename="c"), "007-1234"), (TableCell(valuetype="time", timevalue="PT26H30M00S"), "26:30")):
            note = Annotation()
            note.addElement(P(text="look here"))
            cell.addElement(note)
            cell.addElement(P(text=text))
            lines[1].addElement(cell)

    assert ("007-1234", "26:30") == read(tmp_path, ods(form), "m.ods").rows[0][-2:]


def test_a_duration_of_more_than_a_day_is_read_in_hours(tmp_path):
    """26:30 is what stands there, and not one day and some hours."""
    def form(_, sheet):
        sheet["D2"], sheet["D2"].number_format = 26.5 / 24, "[h]:mm"

    assert "26:30:00" == read(tmp_path, book(form)).rows[0][3]


def test_a_sign_that_xml_forbids_does_not_keep_what_an_ods_hides_from_being_named(tmp_path):
    """Some programs write such signs into text; its hidden rows are named as in any other, and what cannot be followed is refused."""
    def hide(_, table, lines):
        lines[1].setAttribute("visibility", "filter")

    odd = patched(ods(hide), "content.xml", lambda data: data.replace(b"Eva", b"E&#12;va"))

    assert ((2,), "E\x0cva") == ((raw := read(tmp_path, odd, "m.ods")).hidden, raw.rows[1][1])
    broken = patched(ods(hide), "content.xml", lambda data: data.replace(b"Eva", b"E&#xFFFF;&nothing;va"))
    assert [(None, None, "the workbook cannot be read")] == refusal(tmp_path, broken, "m.ods")


def test_a_number_is_read_with_the_fifteen_digits_that_a_spreadsheet_shows(tmp_path):
    """What computers add behind them stands in no cell."""
    def long(_, sheet):
        sheet["D2"], sheet["D3"] = 0.1 + 0.2, 3702.2999999999997

    assert ["0.3", "3702.3"] == [row[3] for row in read(tmp_path, book(long)).rows[:2]]


def test_what_is_hidden_is_named_wherever_the_workbooks_part_lies(tmp_path):
    """Some programs write the name of the workbook's part otherwise; its hidden rows are no less hidden."""
    plain, moved = book(lambda _, sheet: setattr(sheet.row_dimensions[3], "hidden", True)), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(moved, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("xl/workbook.xml", "xl/Workbook.xml").replace("_rels/workbook", "_rels/Workbook"), old.read(name).replace(b"xl/workbook.xml", b"xl/Workbook.xml"))

    assert said(read(tmp_path, moved.getvalue())) == [(3, None, "1 hidden row was read too: 3")]
