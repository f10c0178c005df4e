"""What a sheet of an OpenDocument file hides: found in the cells that tell something, it is what a walk of all cells finds."""

from __future__ import annotations

import io
import random
import zipfile
from xml.parsers.expat import ExpatError

import pytest

from mentorkit.io import odf

STYLES = (
    '<office:automatic-styles><number:number-style style:name="N1"><number:number number:min-integer-digits="4"/></number:number-style>'
    '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/><style:style style:name="ce2" style:family="table-cell"/></office:automatic-styles>'
)
TEXTS = ["a", "", "#N/A", "TRUE", "0007", "26:30", "a formula", '"percentage" x', "a<text:s/>b", "<text:span>x</text:span>"]


def cell(draw: random.Random) -> str:
    """Give a cell as one or another program may write it."""
    kind = draw.choice(["string"] * 6 + ["float", "float", "percentage", "boolean", "time", "date", "currency", ""])
    about = [f'office:value-type="{kind}"'] if kind else []
    about += [f'office:value="{draw.choice((7, 0.35, 1))}"'] if kind in ("float", "percentage", "currency") else []
    about += [f'office:time-value="PT{draw.choice((5, 26))}H30M00S"'] if kind == "time" else []
    about += [f'calcext:value-type="{draw.choice((kind, "error"))}"'] if kind and draw.random() < 0.1 else []
    for chance, text in (
        (0.15, f'table:style-name="ce{draw.randint(1, 2)}"'), (0.05, 'table:formula="of:=A1&gt;3"'),
        (0.05, f'table:number-columns-spanned="{draw.randint(1, 3)}" table:number-rows-spanned="{draw.randint(1, 2)}"'),
        (0.1, f'table:number-columns-repeated="{draw.choice((1, 2, 3, 1_000))}"'),
    ):
        about += [text] if draw.random() < chance else []
    draw.shuffle(about)
    tag = f"table:{'covered-' if draw.random() < 0.07 else ''}table-cell"
    attributes = " ".join(about) if draw.random() > 0.03 else " ".join(about).replace('"', "'")
    inside = f"<text:p>{draw.choice(TEXTS)}</text:p>" + ("<office:annotation><text:p>a note</text:p></office:annotation>" if draw.random() < 0.05 else "")
    return f"<{tag} {attributes}/>" if draw.random() < 0.3 else f"<{tag} {attributes}>{inside}</{tag}>{draw.choice(['', ' '])}"


def row(draw: random.Random) -> str:
    """Give a row, now and then a hidden one, or one that stands for several."""
    about = f' table:visibility="{draw.choice(("collapse", "filter", "visible"))}"' if draw.random() < 0.1 else ""
    about += f' table:number-rows-repeated="{draw.choice((2, 50))}"' if draw.random() < 0.1 else ""
    cells = "".join(cell(draw) for _ in range(draw.randint(0, 6)))
    return f"<table:table-row{about}/>" if draw.random() < 0.1 else f"<table:table-row{about}>{cells}</table:table-row>"


def table(draw: random.Random, name: str) -> str:
    """Give a table with columns, rows, and groups of rows."""
    text = f'<table:table table:name="{name}">'
    for _ in range(draw.randint(0, 3)):
        text += "<table:table-column" + draw.choice(["", ' table:visibility="collapse"']) + draw.choice(["", ' table:default-cell-style-name="ce1"']) + "/>"
    for _ in range(draw.randint(0, 12)):
        group = f'<table:table-row-group table:display="{draw.choice(("true", "false"))}">{{}}</table:table-row-group>' if draw.random() < 0.1 else "{}"
        text += group.format(row(draw))
    return text + "</table:table>"


def content(inside: str, styles: str = "") -> bytes:
    """Give the content of a spreadsheet."""
    names = " ".join(f'xmlns:{name}="{name}"' for name in ("office", "table", "text", "number", "style", "calcext"))
    return f'<?xml version="1.0"?><office:document-content {names}>{styles}<office:body><office:spreadsheet>{inside}</office:spreadsheet></office:body></office:document-content>'.encode()


def unseen(data: bytes, sheet: str = "A"):
    """Give what is found in a file with this content."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", data)
    return odf.UnseenInOds(zipfile.ZipFile(out)).of(sheet)


@pytest.mark.parametrize("seed", range(200))
def test_what_is_found_is_what_a_walk_of_every_cell_finds(seed, monkeypatch):
    """Of two tables of random cells, whatever their rows hide."""
    draw = random.Random(seed)
    data = content(table(draw, "A") + table(draw, "B"), STYLES if seed % 2 else "")
    found = [unseen(data, sheet) for sheet in "AB"]
    monkeypatch.setattr(odf, "_telling_cells", lambda whole, _: whole)

    assert found == [unseen(data, sheet) for sheet in "AB"]


def test_cells_that_say_nothing_are_not_walked():
    """Of rows of texts nothing is left but the rows; beside a cell that tells something, the others are counted."""
    plain = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
    share = '<table:table-cell office:value-type="percentage" office:value="0.35"><text:p>35%</text:p></table:table-cell>'
    rows = "".join(f"<table:table-row>{cells}</table:table-row>" for cells in (plain, plain * 5, plain * 3 + share + plain))
    short = odf._telling_cells(content(f'<table:table table:name="A">{rows}</table:table>'), frozenset())

    assert short.count(b"<text:p>a</text:p>") == 1  # in the first row, which stands before anything is cut
    assert short.count(b"number-columns-repeated") == 2
    assert odf._walked(short, "A", frozenset()).shown == {(2, 3): "%"}


@pytest.mark.parametrize("inside", ["<!-- </table:table-row><table:table-cell> -->", "<?x </table:table-row><table:table-cell> ?>"])
def test_what_only_looks_like_cells_is_none(inside):
    """Comments and instructions may hold anything."""
    hidden = '<table:table-row table:visibility="collapse"><table:table-cell/></table:table-row>'

    assert unseen(content(f'<table:table table:name="A"><table:table-row/>{inside}{hidden}</table:table>')).rows == {1}


def test_a_table_inside_a_cell_is_followed_as_it_stands(monkeypatch):
    """A row may hold a cell that holds rows."""
    sub = '<table:table table:name="s"><table:table-row><table:table-cell/></table:table-row></table:table>'
    data = content(f'<table:table table:name="A"><table:table-row><table:table-cell/></table:table-row><table:table-row table:visibility="collapse"><table:table-cell>{sub}</table:table-cell></table:table-row></table:table>')
    found = unseen(data)
    with pytest.raises(ExpatError):
        odf._walked(odf._telling_cells(data, frozenset()), "A", frozenset())
    monkeypatch.setattr(odf, "_telling_cells", lambda whole, _: whole)

    assert found == unseen(data)
    assert found.rows == {1}
