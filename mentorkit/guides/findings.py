"""Findings about a session: a check's message with its file and line."""

from __future__ import annotations

from mentorkit.model.curriculum import Guide, Part
from mentorkit.model.findings import WARNINGS, Finding, finding

__all__ = ["WARNINGS", "at_line", "in_facts", "in_sheet", "in_words"]


def in_facts(guide: Guide, key: str, place: tuple[str | int, ...], /, **values: object) -> Finding:
    """Give a problem of `session.yaml`, at a key's location."""
    return finding(f"{guide.name}/session.yaml", guide.line("session.yaml", *place), key, **values)


def in_sheet(guide: Guide, key: str, place: tuple[str | int, ...], /, **values: object) -> Finding:
    """Give a problem of `worksheet.yaml`, at a key's location."""
    return finding(f"{guide.name}/worksheet.yaml", guide.line("worksheet.yaml", *place), key, **values)


def in_words(guide: Guide, language: str, part: Part | None, key: str, /, **values: object) -> Finding:
    """Give a problem of a text, at a section's heading or at the top, in the text's language."""
    return at_line(guide, language, part.line if part else 1, key, **values)


def at_line(guide: Guide, language: str, line: int, key: str, /, **values: object) -> Finding:
    """Give a problem of a text, at a line, in the text's language."""
    return finding(f"{guide.name}/{language}.md", line, key, language, **values)
