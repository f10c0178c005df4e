"""Each session's page says what it is to catalogues of teaching material: schema.org, as JSON-LD in its head."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from mentorkit.errors import RunError
from mentorkit.guides.page import learning_resource
from mentorkit.model.curriculum import Guide, Outcome

_HEAD = "</head>"
_NOT_IN_MARKUP = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def write_metadata(
    guides: Mapping[str, Guide], outcomes: Iterable[Outcome], language: str, site: Path, program: str, organisation: str
) -> None:
    """
    Write the metadata of every session into its page of the built site.

    It goes in after the book is built, as data: no page, template or Markdown holds it, and none of its signs
    can end the element it stands in.

    Args:
        outcomes: The programme's outcomes, whose titles say what a session teaches.

    Raises:
        RunError: A session has no page, or a page no head.
    """
    titles = {outcome.id: outcome.title[language] for outcome in outcomes}
    for code, guide in guides.items():
        page = site / "curriculum" / f"{guide.folder.name}.html"
        text = page.read_text(encoding="utf-8") if page.is_file() else ""
        if _HEAD not in text:
            raise RunError(f"{code} has no page to describe: {page.name}")
        about = learning_resource(guide, language) | {
            "teaches": [titles.get(outcome, outcome) for outcome in guide.session.outcomes],
            "isPartOf": {"@type": "Course", "name": program, "provider": {"@type": "Organization", "name": organisation}},
            "publisher": {"@type": "Organization", "name": organisation},
        }
        page.write_text(with_metadata(text, about), encoding="utf-8")


def with_metadata(page: str, about: Mapping) -> str:
    """Give a page with metadata in its head."""
    return page.replace(_HEAD, f"{json_ld(about)}\n{_HEAD}", 1)


def json_ld(about: Mapping) -> str:
    """Give metadata as an element for a page's head; signs that markup would read are written as escapes."""
    text = json.dumps(about, ensure_ascii=False, sort_keys=True).translate(_NOT_IN_MARKUP)
    return f'<script type="application/ld+json">{text}</script>'
