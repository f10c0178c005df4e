"""The site's first page: choose a language."""

from __future__ import annotations

from pathlib import Path
from string import Template

from mentorkit.model.catalogue import texts
from mentorkit.model.program import Program
from mentorkit.telling.safe import escaped_html

_PAGE = Path(__file__).with_name("landing.html")


def landing_page(program: Program) -> str:
    """Give a page with a link to each language, the programme's first one on top."""
    colors, words = program.publishing.colors, {language: texts("publishing", "site", language) for language in program.languages}
    links = "\n".join(
        f'<li><a lang="{language}" hreflang="{language}" href="{language}/index.html"><strong>{said["language"]}</strong><span>{said["open"]}</span></a></li>'
        for language, said in words.items()
    )
    told = {"title": program.program, "organisation": program.organisation, "licence": program.publishing.licence}
    look = {"accent": colors.accent, "paper": colors.paper, "shade": colors.shade}
    escaped = {name: escaped_html(text) for name, text in told.items()}
    return Template(_PAGE.read_text(encoding="utf-8")).substitute(look, **escaped, links=links, language=program.languages[0])
