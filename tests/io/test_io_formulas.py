"""What a sheet's XML says beside its values: found among the suspects alone, it is what a walk of the whole sheet finds."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.errors import ProblemsError
from mentorkit.io import odf, workbooks
from mentorkit.io.formulas import ERROR, UNCOMPUTED, UnseenInXlsx, column_place
from mentorkit.io.formulas import parsed as walked
from mentorkit.io.workbooks import sheet_of

SPOT = "http://schemas.openxmlformats.org"
RELATION = f"{SPOT}/officeDocument/2006/relationships"
INSIDE = {
    "number": "{s}<{x}v>3</{x}v>", "text": '<{x}is><{x}t>t="e" :f {{r="ZZZ9"}} :c :row</{x}t></{x}is>', "formula": "{s}<{x}f>A1&gt;2</{x}f>",
    "valued": "{s}<{x}f ca=\"1\">A1</{x}f>{s}<{x}v>3</{x}v>", "emptied": "<{x}f>A1</{x}f><{x}v></{x}v>", "spaced": '<{x}f>A1</{x}f><{x}v xml:space="preserve"> </{x}v>',
    "shared": '<{x}f t="shared" si="0"/>', "shared-valued": '<{x}f t="shared" ref="A>1" si="0"/><{x}v>1</{x}v>', "nothing": "",
}
CELLS = st.lists(st.tuples(st.sampled_from([*INSIDE]), st.sampled_from(["", "e", "str", "n"]), st.sampled_from(["", " ", "\n"]), st.booleans()), max_size=5)


def sheet_xml(rows: list, prefix: str, quote: str, referred: bool, comment: str, close: str) -> bytes:
    """Give a sheet's XML as one or another program writes it."""
    text = f"<{prefix}worksheet xmlns{':' + prefix[:-1] if prefix else ''}={quote}{SPOT}/spreadsheetml/2006/main{quote}><{prefix}sheetData>{comment}"
    for row, cells in enumerate(rows, 1):
        text += f"<{prefix}row r={quote}{row}{quote}>" if referred else f"<{prefix}row>"
        for column, (kind, type_, space, turned) in enumerate(cells):
            about = [f"r={quote}{'ABCDE'[column]}{row}{quote}"] if referred else []
            about += [f"t={quote}{type_}{quote}"] if type_ else []
            text += f"<{prefix}c {' '.join(reversed(about) if turned else about)}>{INSIDE[kind].format(x=prefix, s=space)}</{prefix}c{close}>"
        text += f"</{prefix}row>"
    return f"{text}</{prefix}sheetData></{prefix}worksheet>".encode()


def archive_of(sheet: bytes) -> zipfile.ZipFile:
    """Give the parts of a workbook with one sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", f'<workbook xmlns:r="{RELATION}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>')
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return zipfile.ZipFile(out)


def blind_by_walking(sheet: bytes) -> list[tuple[int, int, str]]:
    """Give the cells that show nothing true, by following every element: an error, or a formula without a value."""
    found, state = [], {"row": -1, "column": -1}

    def begin(name: str, about: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            state.update(row=state["row"] + 1, column=-1)
        elif tag == "c":
            place = column_place(about.get("r", ""))
            state.update(column=state["column"] + 1 if place is None else place, type=about.get("t"), formula=False, said="")
        state["formula"] = state.get("formula") or tag == "f"
        state["inside"] = tag

    def text(data: str) -> None:
        state["said"] = state.get("said", "") + (data if state["inside"] in ("v", "t") else "")

    def end(name: str) -> None:
        state["inside"] = ""
        if name.rpartition(":")[2] == "c" and (state["type"] == "e" or (state["formula"] and not state["said"] and state["type"] != "str")):
            found.append((state["row"], state["column"], ERROR if state["type"] == "e" else UNCOMPUTED))

    walked(sheet, begin, end, text)
    return found


@settings(deadline=None, max_examples=300)
@given(st.lists(CELLS, max_size=4), st.sampled_from(["", "x:", "ns_0:"]), st.sampled_from("\"'"), st.booleans(), st.sampled_from(["", '<!-- <f>x</f> <c r="A1" t="e"/> -->']), st.sampled_from(["", " "]))
def test_no_blind_cell_is_lost_among_the_others(rows, prefix, quote, referred, comment, close):
    """Whatever program wrote the sheet: prefixes, quotes, cells with and without references, comments, texts that look like tags."""
    sheet = sheet_xml(rows, prefix, quote, referred, comment, close)

    assert list(UnseenInXlsx(archive_of(sheet), "A", 1_000, 100).blind) == blind_by_walking(sheet)


@pytest.mark.parametrize(("again", "row"), [('<c r="B2"><v>1</v></c>', 1), ("<c r='B2'><v>1</v></c>", 1), ("<c s='1' r='B2'/>", 1), ("", None)])
def test_a_cell_that_stands_twice_is_found_however_it_is_written(again, row):
    """The usual writing is looked at quickly, any other too."""
    sheet = f'<worksheet><cols><col min="1"/></cols><sheetData><row r="1"><c r="A1"/></row><row r="2"><c r="A2"/><c r="B2"/>{again}</row></sheetData></worksheet>'

    assert UnseenInXlsx(archive_of(sheet.encode()), "A", 1_000, 100).twice == row


def test_a_hidden_row_is_named_also_where_only_some_rows_say_where_they_stand():
    """A row without its number follows the one before it."""
    sheet = '<worksheet><sheetData><row r="2"><c r="A2"/></row><row hidden="1"><c/></row><row r="9" hidden="1"><c r="A9"/></row></sheetData></worksheet>'

    assert UnseenInXlsx(archive_of(sheet.encode()), "A", 1_000, 100).rows == {2, 8}


def test_a_sheet_of_too_many_cells_is_refused_before_it_is_read(monkeypatch):
    """What would take minutes is refused with what to do instead; one cell fewer is read."""
    data = io.BytesIO()
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>a{n}</t></is></c><c r="B{n}"><v>{n}</v></c></row>' for n in range(1, 6))
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{SPOT}/package/2006/content-types"/>')
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{SPOT}/package/2006/relationships"><Relationship Id="r1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{SPOT}/spreadsheetml/2006/main" xmlns:r="{RELATION}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{SPOT}/package/2006/relationships"><Relationship Id="r1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        archive.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{SPOT}/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>')
    monkeypatch.setattr(workbooks, "MOST_CELLS", 10)
    read = sheet_of(data.getvalue(), "m.xlsx", None, 100, 100).rows
    monkeypatch.setattr(workbooks, "MOST_CELLS", 9)

    assert read[4] == ["a5", "5"]
    with pytest.raises(ProblemsError, match=r'm\.xlsx: the sheet "A" has more than 9 cells; export only the columns that are used, or export it as \.csv'):
        sheet_of(data.getvalue(), "m.xlsx", None, 100, 100)


@pytest.mark.parametrize("mark", ['table:visibility="collapse"', "table:visibility='filter'"])
def test_a_sheet_of_an_ods_is_walked_where_something_may_be_hidden(mark):
    """A file that never says so is not walked; one that says it once is, to its last row."""
    cell = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
    rows = [f"<table:table-row {mark if n == 3 else ''}>{cell}</table:table-row>" for n in range(4)]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", f'<office:c xmlns:office="o" xmlns:table="t" xmlns:text="x"><table:table table:name="A">{"".join(rows)}</table:table></office:c>')

    assert odf.UnseenInOds(zipfile.ZipFile(out)).of("A").rows == {3}
