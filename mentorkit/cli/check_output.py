"""How `mentorkit check` shows what it found: lines, coloured where a person looks."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TextIO

from mentorkit.errors import Problem

RED, YELLOW, GREEN, BOLD, PLAIN = "\033[31m", "\033[33m", "\033[32m", "\033[1m", "\033[0m"
COUNTED = {"es": (("problema", "aviso"), "en"), "en": (("problem", "warning"), "in")}


def wants_colour(stream: TextIO) -> bool:
    """Tell whether a person looks at a stream: a terminal, unless `NO_COLOR` is set or the terminal is dumb."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def problem_lines(problems: Sequence[Problem], where: str, colour: bool, language: str = "en") -> list[str]:
    """
    Give the lines of a check: errors, then warnings, each group under a line that counts it, by file and row.

    Args:
        problems: What was found.
        where: How the counting line calls the cohort; nothing where it is empty.
        colour: Whether to set colours for a terminal.
        language: es or en, of the counting lines.
    """
    lines, (nouns, inside) = [], COUNTED[language]
    for warns, noun, paint in zip((False, True), nouns, (RED, YELLOW), strict=True):
        if found := [problem for problem in problems if problem.warning == warns]:
            count = f"{len(found):,}".replace(",", "." if language == "es" else ",")
            head = f"{count} {noun}{'s' if len(found) > 1 else ''}{f' {inside} {where}' if where else ''}:"
            lines += [f"{BOLD}{head}{PLAIN}" if colour else head]
            lines += [_painted(problem, paint) if colour else str(problem) for problem in found]
    return lines


def _painted(problem: Problem, paint: str) -> str:
    text = str(problem)
    place = text[: text.index(f": {problem.problem}; ")]
    rest = text.removeprefix(f"{place}: {problem.problem}; ")
    return f"{BOLD}{place}{PLAIN}: {paint}{problem.problem}{PLAIN}; {GREEN}{rest}{PLAIN}"
