"""A guide as a tagged PDF for paper, set by typst, or as a page; its words reach either as data only."""

from __future__ import annotations

import functools
import json
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from mentorkit.errors import InvalidInputError
from mentorkit.guides.document import Node, document_tree, plain_text
from mentorkit.guides.page import guide_html
from mentorkit.guides.wording import WORDS
from mentorkit.model.palette import palette

__all__ = ["PAPERS", "guide_html", "guide_pdf"]
PAPERS = {"a4": "a4", "letter": "us-letter"}
_LETTER = ("CA", "CL", "CO", "CR", "DO", "GT", "HN", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")
_TEMPLATE = Path(__file__).with_name("guide.typ")


def usual_paper(country: str | None) -> str:
    """Give the paper that a country's printers hold: `letter` or `a4`."""
    return "letter" if country in _LETTER else "a4"


def guide_pdf(
    markdown: str,
    language: str,
    title: str,
    paper: str = "a4",
    grey: bool = False,
    *,
    front: str | None = None,
    footer: str = "",
) -> bytes:
    """
    Give a guide as an accessible PDF (PDF/UA-1: tagged, with language, title and bookmarks).

    It is readable in greyscale, has page numbers and the licence on every page, and writing lines on
    worksheets. The same arguments and the same palette in use give the same bytes, with the fonts of the typst package. Where these lack a
    letter, as with Chinese or emoji, the computer's own fonts are used and the PDF is tagged, but not held to
    the standard.

    Args:
        markdown: The guide, as `guide_markdown` gives it; nothing in it is run.
        paper: `a4` or `letter`.
        grey: Black, white and greys alone, for sheets that go through a copier.
        front: Markdown of the first pages of a bound document; contents with page numbers follow it, and
            each page is headed by the title of its part.
        footer: What stands at the foot of every page; the licence unless given.

    Raises:
        InvalidInputError: Another paper.
    """
    import typst

    if paper not in PAPERS:
        raise InvalidInputError(f'there is no paper "{paper}"; choose one of {", ".join(PAPERS)}')
    words = WORDS[language]
    values = {
        "language": language,
        "title": title.strip() or words["licence"],
        "paper": PAPERS[paper],
        "licence": footer or words["licence"],
        "contents": "" if front is None else words["contents"],
        "front": document_tree(front or "", language),
        "grey": grey,
        "colors": asdict(palette()),
        "page": words["page"],
        "of": words["of"],
        "body": _parted(document_tree(markdown, language)) if front is not None else document_tree(markdown, language),
    }
    compiled = functools.partial(_compiled, json.dumps(values))
    try:
        return compiled(own_fonts=True, standard="ua-1")
    except typst.TypstError:
        return compiled(own_fonts=False, standard=None)


def _parted(blocks: list[Node]) -> list[Node]:
    """Mark the headings that contents name: each title of the first level, the first time it stands."""
    seen: set[str] = set()
    result = []
    for block in blocks:
        opens = block["kind"] == "heading" and block["level"] == 1
        title = plain_text(block["children"]) if opens else ""
        result.append(block | {"part": True} if opens and title not in seen else block)
        seen.add(title)
    return result


def _compiled(values: str, own_fonts: bool, standard: Literal["ua-1"] | None) -> bytes:
    import typst

    compiler = typst.Compiler(_TEMPLATE.read_bytes(), ignore_system_fonts=own_fonts)
    standards = [standard] if standard else []
    data = compiler.compile(format="pdf", sys_inputs={"guide": values}, pdf_standards=standards, timestamp=0)
    assert isinstance(data, bytes)
    return data
