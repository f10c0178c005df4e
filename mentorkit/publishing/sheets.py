"""The worksheets on the site: a page to fill in and a PDF for each paper, beside the session's page."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from mentorkit.guides import guide_markdown, guide_pdf
from mentorkit.guides.fillable import worksheet_page
from mentorkit.guides.printing import PAPERS
from mentorkit.model.catalogue import texts
from mentorkit.model.curriculum import Guide

FOLDER = "worksheets"
SCHEME = {"worksheet": {"url": f"../{FOLDER}/{{{{path}}}}"}, "book": {"url": "{{path}}"}}
"""How a session's page names a file of the folder, `worksheet:s05-three-futures.html`, and a first page one beside it, `book:playbook.pdf`."""

def sheet_links(guide: Guide, language: str) -> str:
    """Give the paragraph that offers a session's worksheet, with links to its page and its papers."""
    words, stem = texts("publishing", "site", language), guide.folder.name
    papers = " · ".join(f"[{words[f'worksheet-{paper}']}](worksheet:{stem}-{paper}.pdf)" for paper in PAPERS)
    return f"**{words['worksheet-sheet']}:** [{words['worksheet-fill']}](worksheet:{stem}.html) · {papers}"


def with_sheet_links(text: str, guide: Guide, language: str) -> str:
    """Give a guide's text with the paragraph on its worksheet before the first section."""
    head, mark, rest = text.partition("\n## ")
    return f"{head.rstrip()}\n\n{sheet_links(guide, language)}\n{mark}{rest}"


def write_sheets(guides: Mapping[str, Guide], language: str, languages: Sequence[str], folder: Path) -> set[str]:
    """
    Write every worksheet of a language into a folder, and give the hashes of the PDFs, which the gate asks for.

    Args:
        languages: Those of the site; the pages link to each other.
    """
    place, words, made = folder / FOLDER, texts("publishing", "site", language), set()
    place.mkdir(parents=True, exist_ok=True)
    for guide in guides.values():
        stem = guide.folder.name
        links = [(words[f"worksheet-{paper}"], f"{stem}-{paper}.pdf") for paper in PAPERS]
        others = [(texts("publishing", "site", other)["language"], other) for other in languages if other != language]
        links += [(name, f"../../{other}/{FOLDER}/{stem}.html") for name, other in others]
        (place / f"{stem}.html").write_text(worksheet_page(guide, language, links), encoding="utf-8")
        text, title = guide_markdown(guide, "worksheet", language), f"{guide.session.id} · {guide.worksheet.title[language]}"
        for paper in PAPERS:
            data = guide_pdf(text, language, title, paper, grey=True)
            (place / f"{stem}-{paper}.pdf").write_bytes(data)
            made.add(hashlib.sha256(data).hexdigest())
    return made
