"""The vocabulary in force: the shipped file, or a programme's own copy of it, and the programme's own terms."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from mentorkit.errors import Problem, ProblemsError
from mentorkit.io.yaml import model_and_problems, read_document
from mentorkit.model.program import Program
from mentorkit.model.taxonomy import Taxonomy, Term, joined_terms, synonyms_with
from mentorkit.shipped import overlaid

FILE = "curriculum/vocabulary.yml"


def with_vocabulary(program: Program, folder: Path) -> tuple[Program, list[Problem]]:
    """
    Give a programme whose vocabulary and synonyms hold the shared terms too, and what is wrong with their file.

    A programme that does not name the key `vocabulary` stays as it is.
    """
    if program.vocabulary is None:
        return program, []
    path = overlaid(folder, FILE)
    try:
        about = path.stat()
        terms, problems = _terms(path, about.st_mtime_ns, about.st_size)
    except OSError:
        terms, problems = (), ()
    joined = joined_terms(terms, program.vocabulary)
    synonyms = synonyms_with(program.synonyms, joined, program.languages[0])
    return program.model_copy(update={"vocabulary": joined, "synonyms": synonyms}), list(problems)


@cache
def _terms(path: Path, _changed: int, _size: int) -> tuple[tuple[Term, ...], tuple[Problem, ...]]:
    try:
        taxonomy, problems = model_and_problems(Taxonomy, read_document(path, FILE))
    except ProblemsError as error:
        return (), tuple(error.problems)
    return (tuple(taxonomy.terms) if taxonomy else ()), tuple(problems)
