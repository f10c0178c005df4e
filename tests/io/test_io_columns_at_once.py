"""Columns are read at once where they can be: what comes out is what comes out cell by cell."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from mentorkit.errors import Problem
from mentorkit.io.cells import plain_text, plain_texts
from mentorkit.io.growing import cell_marks, growth
from mentorkit.io.tables import RawTable
from mentorkit.model.findings import finding, told
from mentorkit.model.folding import bare, each_bare, each_folded, folded

TEXTS = st.lists(st.one_of(
    st.text(max_size=8), st.sampled_from(["", "Ana", "Peña", "Pen\u0303a", "ANA  María", " x", "x ", "a\u00a0b", "a\nb", "ﬁn", "İ", "ß", "\u200b", "x\ty"]),
), max_size=6)


@given(TEXTS)
def test_a_column_is_compared_as_its_cells_are(texts):
    """Whatever stands in one cell, each gets the comparison form that it has alone."""
    assert each_folded(texts) == list(map(folded, texts))
    assert each_bare(texts) == list(map(bare, texts))


@given(TEXTS)
def test_a_column_of_text_is_read_as_its_cells_are(texts):
    """NFC and single spaces, also where all but one cell are so already."""
    assert plain_texts(texts) == list(map(plain_text, texts))


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=5, unique=True), st.binary(min_size=1, max_size=80))
def test_marks_that_were_made_before_tell_the_same_growth(rows, key):
    """The cells' marks may be made while the table is understood: nothing that is told or remembered depends on it."""
    raw = RawTable("a.csv", ("name", "goals"), tuple(rows), tuple(range(2, len(rows) + 2)), "UTF-8")
    names = {number: str(number) for number in raw.numbers}
    before = growth(RawTable("a.csv", raw.headings, raw.rows[:2], raw.numbers[:2], "UTF-8"), names, None, key)[1]

    assert growth(raw, names, before, key, cell_marks(raw, key)) == growth(raw, names, before, key)


def test_a_finding_is_told_in_spanish_also_by_another_process():
    """What one process finds, another tells: its key and its values travel with it."""
    found = finding("es.md", 3, "S2.lang", language="es")
    sent = pickle.loads(pickle.dumps(found))

    assert told(sent, "es") == told(found, "es") != Problem(*found)
    assert isinstance(told(sent, "es"), Problem)
