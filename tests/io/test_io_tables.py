"""Tables as they stand in a file: read as text with the rows a person sees, or refused with place and remedy."""

from __future__ import annotations

import csv
import datetime as dt
import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.errors import ProblemsError
from mentorkit.io import tables
from mentorkit.io.tables import RawTable, read_table

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), max_size=12).map(str.strip)


def table_of(folder: Path, data: bytes | str, name: str = "mentees.csv", sheet: str | None = None) -> RawTable:
    """Write bytes to a file and read it as a table."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_table(path, sheet=sheet)


def refusals(folder: Path, data: bytes | str, name: str = "mentees.csv", sheet: str | None = None) -> list[tuple]:
    """Give the row, column and words of everything that is refused."""
    with pytest.raises(ProblemsError) as refused:
        table_of(folder, data, name, sheet)
    assert all(problem.file == name and problem.remedy for problem in refused.value.problems)
    return [(problem.row, problem.column, problem.problem) for problem in refused.value.problems]


# ---------------------------------------------------------------- text


@pytest.mark.parametrize(
    ("text", "form"),
    [("a,b\n1,2\n", "comma"), ("a;b\n1;2\n", "semicolon"), ("a\tb\n1\t2\n", "tab"), ('"x,y";b\n1;2\n', "semicolon")],
)
def test_the_separator_is_recognised_and_named(tmp_path, text, form):
    """Comma, semicolon and tab are told apart by the heading, quotes respected."""
    found = table_of(tmp_path, text)

    assert (("1", "2"),) == found.rows
    assert f"UTF-8, separator {form}" == found.form


def test_a_tsv_is_cut_at_tabs_alone(tmp_path):
    """Commas in a .tsv heading are no separators."""
    assert ("a, b, c", "d") == table_of(tmp_path, "a, b, c\td\n1\t2\n", "x.tsv").headings


def test_surnames_zeros_and_dates_stay_what_they_are(tmp_path):
    """NA, Null, 0071, 1e5 and a date are text, letter by letter."""
    found = table_of(tmp_path, "name,code,n,day\nNA,0071,1e5,03/04/2024\nNull,007,nan,None\n")

    assert (("NA", "0071", "1e5", "03/04/2024"), ("Null", "007", "nan", "None")) == found.rows


def test_rows_are_numbered_as_a_person_sees_them(tmp_path):
    """Blank rows above and between are skipped and still counted; a quoted line break is one row of the table."""
    found = table_of(tmp_path, '\n\nid,note\nA1,x\n\nA2,"two\nlines"\nA3,z\n')

    assert (4, 6, 7) == found.numbers
    assert ("id", "note") == found.headings


def test_short_and_long_rows_are_refused_all_at_once(tmp_path):
    """A row of another length would shift columns: each is named, none is padded."""
    assert [
        (2, None, "the row has 1 cells and the heading 2"),
        (4, None, "the row has 3 cells and the heading 2"),
    ] == refusals(tmp_path, "a,b\n1\n1,2\n1,2,3\n")


def test_separators_behind_the_last_column_are_no_fault(tmp_path):
    """Empty cells behind the table, as spreadsheets write them, are left aside."""
    assert (("1", "2"),) == table_of(tmp_path, "a,b,,\n1,2,,\n").rows


def test_doubled_headings_are_named_however_they_are_spelt(tmp_path):
    """`Correo` and ` correo ` are one heading, and the message names it."""
    assert [(1, "Correo", "the heading stands 2 times")] == refusals(tmp_path, "Correo, correo ,x\n1,2,3\n")


def test_a_column_without_heading_is_refused(tmp_path):
    """A gap in the heading row cannot be mapped."""
    assert [(1, None, "1 column has no heading")] == refusals(tmp_path, "a,,c\n1,2,3\n")


@pytest.mark.parametrize("text", ['a,b\n1,"open\n2,3\n', 'a,b\n"x"y,2\n'], ids=["never-closed", "text-behind"])
def test_quotes_that_do_not_close_are_refused(tmp_path, text):
    """Half a file swallowed by one quote is no table; the remedy says how to write quotes."""
    ((row, _, problem),) = refusals(tmp_path, text)

    assert 2 == row
    assert "the quotes do not close here" in problem


@pytest.mark.parametrize("data", [b"", b"\n\n", b"  ;  ;\n", "\ufeff".encode()], ids=["nothing", "lines", "blanks", "mark"])
def test_an_empty_file_is_refused(tmp_path, data):
    """Nothing is no table with no rows: somebody exported too early."""
    ((_, _, problem),) = refusals(tmp_path, data)

    assert "the table is empty" == problem


def test_a_heading_alone_is_a_table_without_rows(tmp_path):
    """A form that nobody filled in yet is fine."""
    assert () == table_of(tmp_path, "id,name\n").rows


def test_zero_bytes_are_refused_with_their_line(tmp_path):
    """A zero byte is no text."""
    assert [(3, None, "the bytes are no text in UTF-8")] == refusals(tmp_path, b"a,b\n1,2\n3,\x004\n")


def test_other_endings_and_missing_files_are_refused(tmp_path):
    """A PDF is not tried, and a missing file is called missing."""
    ((_, _, ending),) = refusals(tmp_path, b"%PDF", "mentees.pdf")
    with pytest.raises(ProblemsError, match="there is no such file"):
        read_table(tmp_path / "none.csv")

    assert 'files with the ending ".pdf" are not read' == ending


def test_limits_are_kept_before_and_while_reading(tmp_path, monkeypatch):
    """Too large a file, too many rows or columns and an endless cell are each refused by name."""
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    monkeypatch.setattr(tables, "MOST_COLUMNS", 2)
    monkeypatch.setattr(tables, "LONGEST_CELL", 5)
    rows = refusals(tmp_path, "a\n" + "1\n" * 5)
    columns = refusals(tmp_path, "a,b,c\n1,2,3\n")
    cell = refusals(tmp_path, "a,b\n1,secret\n")
    monkeypatch.setattr(tables, "LARGEST", 10)
    size = refusals(tmp_path, "a,b\n1,2\n3,4\n")

    assert "the table has more than 3 rows" == rows[0][2]
    assert "the table has more than 2 columns" == columns[0][2]
    assert [(2, "b", "the cell is longer than 5 characters")] == cell
    assert "the file is larger than 50 MB" == size[0][2]


@given(st.lists(st.lists(TEXT, min_size=2, max_size=2).filter(any), max_size=5), st.sampled_from([",", ";", "\t"]))
def test_what_csv_wrote_is_read_back(tmp_path_factory, rows, mark):
    """Any cells, with any separator and quotes, come back as they were, none lost and none moved."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=mark, quoting=csv.QUOTE_ALL).writerows([["one", "two"], *rows])
    found = table_of(tmp_path_factory.mktemp("csv"), buffer.getvalue())

    assert tuple(map(tuple, rows)) == found.rows


@given(st.text("ab,;\t\"'\n\r ", max_size=40))
def test_no_row_is_lost_or_moved_silently(tmp_path_factory, text):
    """Each row has a cell for each heading, whatever stands in the file; otherwise it is refused."""
    try:
        found = table_of(tmp_path_factory.mktemp("csv"), text)
    except ProblemsError:
        return
    assert all(len(row) == len(found.headings) for row in found.rows)
    assert sorted(set(found.numbers)) == list(found.numbers)
    assert len(found.rows) == len(found.numbers)


# ---------------------------------------------------------------- workbooks


def workbook(**sheets: list[list]) -> bytes:
    """Give an XLSX file with sheets of rows."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book) -> bytes:
    """Give a workbook's bytes."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ods(rows: list[list[str]]) -> bytes:
    """Give an ODS file with one sheet of text."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document, table = OpenDocumentSpreadsheet(), Table(name="Hoja1")
    for row in rows:
        line = TableRow()
        for text in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    buffer = io.BytesIO()
    document.write(buffer)
    return buffer.getvalue()


def test_a_workbook_is_read_as_text(tmp_path):
    """Whole numbers have no decimals, dates their year first, yes and no are words, text stays text."""
    rows = [["id", "n", "half", "day", "at", "ok", "empty"], ["0071", 3, 2.5, dt.date(2026, 2, 14), dt.datetime(2026, 2, 14, 9, 30), True, None]]
    found = table_of(tmp_path, workbook(Respuestas=rows), "m.xlsx")

    assert (("0071", "3", "2.5", "2026-02-14", "2026-02-14 09:30:00", "yes", ""),) == found.rows
    assert (2,) == found.numbers
    assert 'sheet "Respuestas"' == found.form


def test_an_ods_is_read_as_text(tmp_path):
    """LibreOffice's own form gives the same table."""
    found = table_of(tmp_path, ods([["id", "name"], ["0071", "NA"]]), "m.ods")

    assert (("id", "name"), (("0071", "NA"),)) == (found.headings, found.rows)


def test_rows_of_a_workbook_are_numbered_as_shown(tmp_path):
    """Blank rows above the heading are counted."""
    found = table_of(tmp_path, workbook(A=[[], [], ["id"], ["x"], [], ["y"]]), "m.xlsx")

    assert (4, 6) == found.numbers


def test_one_of_several_sheets_has_to_be_named(tmp_path):
    """With two sheets of content nothing is guessed; a named one is read, in whatever case."""
    book = workbook(Respuestas=[["id"], ["1"]], Otra=[["x"], ["2"]])
    ((_, _, several),) = refusals(tmp_path, book, "m.xlsx")
    ((_, _, unknown),) = refusals(tmp_path, book, "m.xlsx", "Hoja 9")

    assert "the workbook has 2 sheets with content" == several
    assert 'there is no sheet "Hoja 9"' == unknown
    assert (("2",),) == table_of(tmp_path, book, "m.xlsx", " otra").rows


def test_an_empty_sheet_beside_the_one_with_content_is_no_question(tmp_path):
    """Excel's empty extra sheets are left aside."""
    assert (("1",),) == table_of(tmp_path, workbook(A=[["id"], ["1"]], B=[]), "m.xlsx").rows


def test_merged_headings_are_refused(tmp_path):
    """Two rows of headings cannot be mapped; the remedy is to unmerge."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["Persona", None, "Estado"], ["nombre", "correo", "x"], ["Ana", "a@x.co", "y"]):
        book.active.append(row)
    book.active.merge_cells("A1:B1")
    found = refusals(tmp_path, saved(book), "m.xlsx")

    assert [(1, None, "the heading row holds merged cells")] == found


def test_a_formula_without_a_stored_value_is_refused(tmp_path):
    """A cell that was never computed would silently be missing; it is named instead."""
    found = refusals(tmp_path, workbook(A=[["id", "n"], ["a", "=1+1"], ["b", 2]]), "m.xlsx")

    assert [(2, "n", "the cell holds a formula without a stored value")] == found


def test_error_cells_are_refused(tmp_path):
    """#N/A and #REF! are no answers."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["id", "n"])
    book.active.append(["a", "#N/A"])
    book.active["B2"].data_type = "e"
    found = refusals(tmp_path, saved(book), "m.xlsx")

    assert [(2, "n", "the cell holds an error of the spreadsheet")] == found


@pytest.mark.parametrize("name", ["m.xlsx", "m.ods", "m.xlsm"])
@pytest.mark.parametrize("share", [0, 0.02, 0.3, 0.7, 0.98])
def test_a_damaged_workbook_is_refused(tmp_path, name, share):
    """A download that broke off, wherever it did, gives a refusal and no traceback."""
    whole = workbook(A=[["id", "name"], ["1", "x"]]) if name != "m.ods" else ods([["id"], ["1"]])
    ((row, column, _),) = refusals(tmp_path, whole[: int(len(whole) * share)], name)

    assert (None, None) == (row, column)


@pytest.mark.parametrize("name", ["m.xlsx", "m.ods"])
def test_a_workbook_with_changed_bytes_is_read_or_refused(tmp_path, name):
    """One changed byte anywhere never raises anything but a refusal."""
    whole = bytearray(workbook(A=[["id", "name"], ["1", "x"]]) if name == "m.xlsx" else ods([["id"], ["1"]]))
    for place in range(0, len(whole), max(1, len(whole) // 150)):
        changed = bytes([*whole[:place], whole[place] ^ 0xFF, *whole[place + 1 :]])
        try:
            assert table_of(tmp_path, changed, name).headings
        except ProblemsError as error:
            assert all(problem.remedy for problem in error.problems)


@pytest.mark.parametrize("name", ["m.xlsx", "m.xls"])
def test_a_text_file_called_workbook_is_refused(tmp_path, name):
    """Renaming a CSV does not make it a workbook."""
    ((_, _, problem),) = refusals(tmp_path, "id,name\n1,x\n", name)

    assert "the file is text and no workbook" == problem


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    """A sheet of 300 MB zeros in 300 KB is refused from the archive's list alone, in well under a second."""
    buffer = io.BytesIO()
    archive = zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9)
    with archive, archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as entry:
        for _ in range(300):
            entry.write(bytes(1_000_000))
    assert len(buffer.getvalue()) < 400_000

    begin = dt.datetime.now()
    ((_, _, problem),) = refusals(tmp_path, buffer.getvalue(), "m.xlsx")

    assert "the workbook unpacks to far more than its size" == problem
    assert (dt.datetime.now() - begin).total_seconds() < 1


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path):
    """An archive whose list claims small entries and whose stream is large does not get through."""
    book = workbook(A=[["id"], ["1"]])
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as inside, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in inside.infolist():
            data = inside.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                data = data.replace(b"</sheetData>", b" " * 60_000_000 + b"</sheetData>")
            archive.writestr(entry.filename, data)
    with zipfile.ZipFile(buffer) as archive:
        true_size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = buffer.getvalue().replace(struct.pack("<I", true_size), struct.pack("<I", 1_000))

    assert buffer.getvalue() != lying
    assert refusals(tmp_path, lying, "m.xlsx")


def test_merged_cells_below_the_heading_are_refused(tmp_path):
    """A merged answer would silently belong to its first row alone."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["id", "zone"], ["a", "sur"], ["b", None]):
        book.active.append(row)
    book.active.merge_cells("B2:B3")

    assert [(2, None, "the row holds merged cells")] == refusals(tmp_path, saved(book), "m.xlsx")


def test_a_computed_formula_is_its_value(tmp_path):
    """A formula with its stored value, even an empty text, is no fault; only blind cells are."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1" t="inlineStr"><is><t>n</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c><c r="B2"><f>1+1</f><v>2</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>b</t></is></c><c r="B3" t="str"><f>""</f><v></v></c></row>'
        "</sheetData></worksheet>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(A=[["x"]]))) as inside, zipfile.ZipFile(buffer, "w") as archive:
        for entry in inside.infolist():
            archive.writestr(entry, sheet if entry.filename.endswith("sheet1.xml") else inside.read(entry))

    assert (("a", "2"), ("b", "")) == table_of(tmp_path, buffer.getvalue(), "m.xlsx").rows


def test_messages_never_repeat_a_cell(tmp_path):
    """Whatever is wrong, a participant's cell does not stand in the message."""
    secret = "Xochitl"
    for text in (f"a,b\n{secret}\n", f'a,b\n"{secret}"x,1\n', f"a,a\n{secret},1\n", f"a,b\n{secret},1,2\n"):
        with pytest.raises(ProblemsError) as refused:
            table_of(tmp_path, text)
        assert secret not in str(refused.value)


def test_hidden_rows_are_read_and_named(tmp_path):
    """A row that a filter or a hand hid is read like the others, and said by its number; a visible workbook has none."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in (("id", "name"), ("1", "Ana"), ("2", "Eva"), ("3", "Luz")):
        book.active.append(row)
    book.save(tmp_path / "seen.xlsx")
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "hidden.xlsx")
    raw = read_table(tmp_path / "hidden.xlsx")

    assert (raw.hidden, len(raw.rows), read_table(tmp_path / "seen.xlsx").hidden) == ((3,), 3, ())
