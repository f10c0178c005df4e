"""What the curriculum's checks find, told in the language of the file it stands in."""

from __future__ import annotations

from functools import lru_cache

from mentorkit.errors import Problem
from mentorkit.model.catalogue import catalogue
from mentorkit.model.schema_words import in_spanish

WARNINGS = frozenset({"A4", "B5", "B6", "D1", "L4", "P1", "P2", "P3"})
"""The checks that advise; all others must hold."""


class Finding(Problem):
    """A problem that can be told again in another language: its message's key and the values in it."""

    key: str = ""
    values: tuple[tuple[str, object], ...] = ()

    def __new__(cls, problem: Problem, key: str, values: tuple[tuple[str, object], ...]) -> Finding:
        """Make one of a problem."""
        made = super().__new__(cls, *problem)
        made.key, made.values = key, values
        return made

    def __reduce__(self) -> tuple:
        return type(self), (Problem(*self), self.key, self.values)


class _Comma(float):
    """A number with the decimal comma."""

    def __format__(self, form: str) -> str:
        return super().__format__(form).replace(".", ",")


def finding(file: str, row: int | None, key: str, language: str | None = None, /, **values: object) -> Finding:
    """
    Give a finding: `[CODE] problem`, where it stands, and what to do.

    Args:
        file: The file, as messages call it.
        row: The line in it.
        key: The message's key in `words/findings.yml`; its first two signs are the check's code.
        language: The file's language; None for a file that belongs to none, whose finding is told in English
            until `told` gives it in the programme's language.
        values: What the message names.

    >>> str(finding("es.md", 3, "L1", "es"))
    'es.md:3: [L1] falta el texto; escríbalo: los dos idiomas van completos.'
    """
    shown = {name: _Comma(value) if language == "es" and isinstance(value, float) else value for name, value in values.items()}
    words = catalogue("model", "findings")[key]
    problem, remedy = (words[part][language or "en"].format(**shown) for part in ("problem", "remedy"))
    kept = () if language else tuple(values.items())
    return Finding(Problem(file, row, None, f"[{key[:2]}] {problem}", remedy, key[:2] in WARNINGS), "" if language else key, kept)


def told(problem: Problem, language: str) -> Problem:
    """Give a problem in a programme's language, unless its file has a language of its own."""
    if isinstance(problem, Finding):
        return Problem(*finding(problem.file, problem.row, problem.key, language, **dict(problem.values))) if problem.key else problem
    if language != "es":
        return problem
    said, remedy = _words_told(problem.problem, problem.remedy)
    return problem if said is None else Problem(problem.file, problem.row, problem.column, said, remedy, problem.warning)


@lru_cache(1 << 12)  # one thing is often wrong in very many cells
def _words_told(problem: str, remedy: str) -> tuple[str | None, str]:
    """Give problem and remedy in Spanish, a check's code in front; None for the problem where both are so already."""
    code, space, words = problem.partition("] ") if problem.startswith("[") else ("", "", problem)
    told = f"{code}{space}{in_spanish(words)}", in_spanish(remedy)
    return (None, remedy) if told == (problem, remedy) else told
