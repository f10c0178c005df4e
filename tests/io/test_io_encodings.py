"""Bytes to text: each encoding that exports come in is recognised and named, and what is no text is refused."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.errors import ProblemsError
from mentorkit.io.encodings import decoded

SPANISH = 'Código;¿Qué quieres?\nA01;"Diseño y confección, mañana"\n'
FORMS = [
    (SPANISH.encode("utf-8"), "UTF-8"),
    (codecs.BOM_UTF8 + SPANISH.encode("utf-8"), "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF16_LE + SPANISH.encode("utf-16-le"), "UTF-16"),
    (codecs.BOM_UTF16_BE + SPANISH.encode("utf-16-be"), "UTF-16"),
    (SPANISH.encode("utf-16-le"), "UTF-16 without a mark"),
    (SPANISH.encode("utf-16-be"), "UTF-16 without a mark"),
    (SPANISH.encode("cp1252"), "Windows-1252 (cp1252)"),
]


@pytest.mark.parametrize(("data", "label"), FORMS, ids=["8", "8-mark", "16le-mark", "16be-mark", "16le", "16be", "1252"])
def test_every_usual_encoding_is_recognised_and_named(data, label):
    """The same text comes out of each, without its mark, and the encoding has a name."""
    assert (SPANISH, label) == decoded(data, "mentees.csv")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_utf_8_comes_back_as_it_was(text):
    """Whatever was written as UTF-8 with a mark is read unchanged."""
    assert text == decoded(codecs.BOM_UTF8 + text.encode("utf-8"), "a.csv")[0]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_utf_16_with_its_mark_comes_back_as_it_was(text):
    """Whatever was written as UTF-16 with a mark is read unchanged."""
    assert text == decoded(text.encode("utf-16"), "a.csv")[0]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"name\nAna\nLu\0is\n", 3),
        (codecs.BOM_UTF8 + b"name\nA\xff\n", 2),
        (codecs.BOM_UTF8 + b"name\nLu\0is\n", 2),
        (b"name\nni\xf1o\nx\x81y\n", 3),
        (codecs.BOM_UTF16_LE + b"a\0b", None),
    ],
    ids=["zero-byte", "broken-utf-8", "zero-byte-behind-a-mark", "no-such-letter-in-cp1252", "half-a-letter"],
)
def test_what_is_no_text_is_refused_with_its_line(data, line):
    """The refusal names the file, the line where the bytes stop making sense, and the remedy."""
    with pytest.raises(ProblemsError) as refused:
        decoded(data, "mentees.csv")
    (problem,) = refused.value.problems

    assert "mentees.csv" == problem.file
    assert line is None or line == problem.row
    assert "CSV UTF-8" in problem.remedy


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data):
    """No bytes raise anything but a refusal, and no zero byte gets through as text."""
    try:
        text, label = decoded(data, "x.csv")
    except ProblemsError:
        return
    assert "\0" not in text
    assert label
    text.encode("utf-8")
