"""`ATTRIBUTION.md`: where the ideas of the curriculum come from, generated from its sessions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from mentorkit.errors import InvalidInputError
from mentorkit.model.curriculum import Guide


@dataclass(frozen=True)
class Source:
    """A work that activities are inspired by: how it is cited, and on what footing we stand to it."""

    citation: str
    footing: str


SOURCES = {
    "burnett-evans-2016": Source(
        "Burnett, B., and Evans, D. (2016). *Designing Your Life: How to Build a Well-Lived, Joyful Life*. Knopf.",
        "All rights reserved by the authors. Ideas only: every instruction, question, example and sheet of mentorkit is our own text. "
        "Not affiliated with or endorsed by the authors.",
    ),
}
FOOTINGS = {"own-words": "in our own words", "licensed": "adapted under its licence", "public-domain": "in the public domain"}
_OPENING = """# Attribution

This page is generated from `inspired_by` in `curriculum/*/*/session.yaml`; change it there and write it again with `python3 noxfile.py generate`.

The text and worksheets of mentorkit are original and licensed under CC BY 4.0 (see `LICENSE-CONTENT`).
Several activities are inspired by works of others.
They are named here, in the credits of each session, and nowhere in titles, so that nobody takes mentorkit for theirs.
"""


def attribution_text(guides: Mapping[str, Guide]) -> str:
    """
    Give `ATTRIBUTION.md`: the sources in use, the sessions inspired by them, and the credits of every session.

    Raises:
        InvalidInputError: A session names a source that is not in `SOURCES`.
    """
    inspired = {code: guide for code, guide in guides.items() if guide.session.inspired_by}
    used = sorted({one.source for guide in inspired.values() for one in guide.session.inspired_by})
    unknown = sorted(set(used) - set(SOURCES))
    if unknown:
        raise InvalidInputError(f'no source has the id "{unknown[0]}"; add it to SOURCES in mentorkit/publishing/attribution.py')
    return "\n".join([_OPENING, *_sources(used), *_sessions(inspired), *_credits(guides)])


def _sources(used: list[str]) -> list[str]:
    rows = [f"| `{id}` | {SOURCES[id].citation} | {SOURCES[id].footing} |" for id in used]
    return ["## Sources", "", "| Id | Work | Footing |", "|---|---|---|", *rows, ""]


def _sessions(inspired: Mapping[str, Guide]) -> list[str]:
    rows = [f"| {code} | {guide.scripts['en'].title} | {activities} |" for code, guide in inspired.items() for activities in _activities(guide)]
    return ["## Sessions inspired by them", "", "| Session | Title | Activities, source and footing |", "|---|---|---|", *rows, ""]


def _activities(guide: Guide) -> list[str]:
    """Give a line for each source and footing of a session, its activities in their order."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in guide.session.inspired_by:
        found[one.source, one.how].append(one.activity.replace("_", " "))
    return [f"{', '.join(activities)}: `{source}`, {FOOTINGS[how]}" for (source, how), activities in found.items()]


def _credits(guides: Mapping[str, Guide]) -> list[str]:
    """Give the sessions' credits as they stand there, each wording once with the sessions that carry it."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, guide in guides.items():
        part = guide.scripts["en"].part("credits")
        found[" ".join(part.body.split()) if part else "No credits."].append(code)
    rows = [f"- {', '.join(codes)}: {text}" for text, codes in found.items()]
    return ["## Credits of the sessions", "", *rows, ""]
