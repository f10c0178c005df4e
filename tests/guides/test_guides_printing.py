"""Pages and paper: the same words, nothing runs, and what is printed can be read by everybody."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.errors import InvalidInputError
from mentorkit.guides import guide_fragment, guide_html, guide_markdown, guide_pdf, learning_resource
from mentorkit.guides.document import document_tree
from mentorkit.io.curriculum import read_curriculum

GUIDES = read_curriculum(Path(__file__).parents[2])
NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '#import "@preview/x:1.0.0"',
    '#eval("1") $x$ @cite <label> `code` \\#set',
    "[click](javascript:alert(1))",
    "{{ config }} ${7*7}",
    "]]> --> </style></title>",
]


class Reader(HTMLParser):
    """Gathers the words, the tags and the attributes of a page."""

    def __init__(self, page: str):
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes

    def handle_data(self, data):
        self.words.append(data)


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_page_stands_alone(language):
    """It names its language, fits a phone, asks no other file or host, and runs nothing."""
    page = guide_html(guide_markdown(GUIDES["S05"], "facilitator", language), language, "S05")
    reader = Reader(page)

    assert f'<html lang="{language}">' in page
    assert ("name", "viewport") in reader.attributes
    assert not {"script", "link", "iframe", "img"} & set(reader.tags)
    assert not [name for name, _ in reader.attributes if name in ("src", "style") or name.startswith("on")]
    assert "url(" not in page


@pytest.mark.parametrize("code", GUIDES)
def test_a_page_keeps_every_word(code):
    """The words of the Markdown are the words of the page."""
    guide = GUIDES[code]
    words = " ".join(Reader(guide_fragment(guide_markdown(guide, "facilitator", "es"), "es")).words)
    seen = re.sub(r"[\s*]+", " ", html.unescape(words))

    for part in guide.scripts["es"].parts:
        for text in part.labels.values():
            for piece in re.split(r"[*\n#]|\d\. |- ", text):
                assert re.sub(r"\s+", " ", piece).strip() in seen


@pytest.mark.parametrize("text", NASTY)
def test_words_stay_words(text):
    """Markup of any kind in a text shows as text on the page and goes through the printer."""
    markdown = (
        f"# One\n\n**Say:** {text}\n\n## Two {text}\n\n- {text}\n\n| a | b |\n|---|---|\n| {text} | |\n"
    )
    reader = Reader(guide_fragment(markdown, "en"))

    assert not {"script", "img", "style", "title"} & set(reader.tags)
    assert not [value for name, value in reader.attributes if name == "href" and not value.startswith("http")]
    assert guide_pdf(markdown, "en", text).startswith(b"%PDF")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_title_and_any_text_print(text):
    """No text breaks the page or the printer."""
    assert "</html>" in guide_html(text, "es", text)
    assert guide_pdf(f"# {text}\n\n{text}", "es", text).startswith(b"%PDF")


@pytest.mark.parametrize("audience", ["facilitator", "participant", "mentor", "worksheet"])
@pytest.mark.parametrize("code", GUIDES)
def test_every_guide_prints_for_everybody(code, audience):
    """Each guide passes the printer's own check for accessible PDF (PDF/UA-1)."""
    guide = GUIDES[code]
    follow = guide.session.pair_followup
    meeting = GUIDES[follow.meeting] if follow else None
    markdown = guide_markdown(guide, audience, "es", followup=meeting)

    data = guide_pdf(markdown, "es", guide.scripts["es"].title)

    assert data.startswith(b"%PDF")
    assert b"/StructTreeRoot" in data
    assert b"pdfuaid" in data


def test_the_same_guide_gives_the_same_bytes():
    """Printing twice gives the same file; A4 and Letter differ, and there is no other paper."""
    markdown = guide_markdown(GUIDES["P1"], "mentor", "es")

    assert guide_pdf(markdown, "es", "P1") == guide_pdf(markdown, "es", "P1")
    assert guide_pdf(markdown, "es", "P1") != guide_pdf(markdown, "es", "P1", paper="letter")
    with pytest.raises(InvalidInputError, match="a4, letter"):
        guide_pdf(markdown, "es", "P1", paper="a5")


def test_letters_without_a_font_still_print():
    """A text in another script, with an emoji, gives a tagged PDF instead of an error."""
    data = guide_pdf("# 未来 🙂\n\nمستقبل", "es", "未来")

    assert b"/StructTreeRoot" in data


def test_the_tree_knows_labels_fields_and_lines():
    """A label gathers its text, a field its lines, and underscores are lines to write on."""
    tree = document_tree("**Do:**\n\n- one\n\n## Next\n\n### My plan\n\n____\n\n____\n\n*Mine.*\n", "en")

    assert [node["kind"] for node in tree] == ["label", "heading", "field"]
    assert [node["kind"] for node in tree[0]["children"]] == ["list"]
    assert {"kind": "lines", "count": 2} in tree[2]["children"]


def test_a_fragment_lowers_its_headings():
    """Inside another page a guide's first heading stands two levels down."""
    assert "<h3>One</h3>" in guide_fragment("# One", "en", below=2)
    assert "<h6>Deep</h6>" in guide_fragment("###### Deep", "en", below=2)


def test_catalogues_can_read_a_session():
    """The page's metadata give length, language and licence, and cannot end their own element."""
    about = learning_resource(GUIDES["S05"], "es")
    page = guide_html("# x", "es", "x", about | {"name": "</script>"})
    text = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1]

    assert (about["timeRequired"], about["inLanguage"]) == ("PT120M", "es")
    assert json.loads(text)["name"] == "</script>"


def test_questions_to_participants_end_at_a_heading():
    """What is to be filled in after "To think about" is a field of its own, not a part of the question."""
    tree = document_tree("**To think about:** Why?\n\n### My plan\n\n____\n\n*Mine.*\n", "en")

    assert ["label", "field"] == [node["kind"] for node in tree]


def test_sheets_for_the_copier_have_no_colour():
    """A grey sheet differs from the coloured one, and is held to the same standard."""
    markdown = guide_markdown(GUIDES["S05"], "worksheet", "es")
    grey, coloured = (guide_pdf(markdown, "es", "S05", grey=grey) for grey in (True, False))

    assert grey != coloured
    assert b"pdfuaid" in grey


@pytest.mark.parametrize("code", GUIDES)
def test_the_exit_card_is_a_sheet_of_its_own(code):
    """The worksheet stays with the person and the card is handed in: it begins a page, with the session's name."""
    before, card = guide_markdown(GUIDES[code], "worksheet", "en").split("\n## Exit card")

    assert before.rstrip().endswith(f"\n# {code} · {GUIDES[code].scripts['en'].title}")
    assert not any(f"### {field.label['en']}\n" in card for field in GUIDES[code].worksheet.fields)


def untagged() -> bytes:
    """Give a PDF without tags, as any drawing program writes it."""
    import io

    from matplotlib.figure import Figure

    buffer = io.BytesIO()
    Figure().savefig(buffer, format="pdf")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("code", "audience", "language", "paper"),
    [("S05", "facilitator", "es", "a4"), ("T1", "facilitator", "en", "letter"), ("P1", "mentor", "es", "letter"), ("S02", "worksheet", "es", "a4"), ("S07", "worksheet", "en", "letter")],
)
def test_an_independent_validator_finds_no_fault(code, audience, language, paper):
    """Guides and worksheets hold to every rule of PDF/UA-1 that a program can judge; typst is not its own judge."""
    judge = pytest.importorskip("page", reason="pip install page-validation")
    data = guide_pdf(guide_markdown(GUIDES[code], audience, language), language, code, paper, grey=audience == "worksheet")

    report = judge.validate_pdf_bytes(data, profile="ua1")

    assert report.is_compliant, [failure.rule_id for failure in report.failures]


def test_the_validator_can_say_no():
    """A PDF without tags is refused, so that the promise above means something."""
    judge = pytest.importorskip("page", reason="pip install page-validation")

    assert not judge.validate_pdf_bytes(untagged(), profile="ua1").is_compliant
