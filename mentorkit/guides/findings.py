"""Findings about a session: a problem with its check's code, file and line."""

from __future__ import annotations

from mentorkit.errors import Problem
from mentorkit.model.curriculum import Guide, Part


def in_facts(guide: Guide, code: str, place: tuple[str | int, ...], problem: str, remedy: str) -> Problem:
    """Give a problem of `session.yaml`, at a key's location."""
    return _problem(f"{guide.name}/session.yaml", guide.line("session.yaml", *place), code, problem, remedy)


def in_sheet(guide: Guide, code: str, place: tuple[str | int, ...], problem: str, remedy: str) -> Problem:
    """Give a problem of `worksheet.yaml`, at a key's location."""
    return _problem(
        f"{guide.name}/worksheet.yaml", guide.line("worksheet.yaml", *place), code, problem, remedy
    )


def in_words(guide: Guide, language: str, part: Part | None, code: str, problem: str, remedy: str) -> Problem:
    """Give a problem of a text, at a section's heading or at the top."""
    return at_line(guide, language, part.line if part else 1, code, problem, remedy)


def at_line(guide: Guide, language: str, line: int, code: str, problem: str, remedy: str) -> Problem:
    """Give a problem of a text, at a line."""
    return _problem(f"{guide.name}/{language}.md", line, code, problem, remedy)


def _problem(file: str, line: int, code: str, problem: str, remedy: str) -> Problem:
    return Problem(file, line, None, f"[{code}] {problem}", remedy, warning=code in WARNINGS)


WARNINGS = frozenset({"A4", "D1", "L4", "P1", "P2", "P3"})
"""The checks that advise; all others must hold."""
