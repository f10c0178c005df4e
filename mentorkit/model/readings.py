"""The form in which two people judge applications, each alone: the rubric's aspects, in one to four points."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from mentorkit.model.form_words import INTROS, READING, TITLES
from mentorkit.model.forms import Form, Option, Question, in_both, options_of
from mentorkit.model.program import Program
from mentorkit.model.standards import Aspect
from mentorkit.model.tables import TABLES, Column, Table
from mentorkit.model.words import LANGUAGES

LEVELS = (1, 2, 3, 4)
MOST_LISTED = 300
"""Applications beyond which a code is typed and not chosen from a list."""
TOLD = "application"
"""The column in which a reader's sheet shows what the person told."""


def reading_table(program: Program) -> Table:
    """Give the table of readings with a column for each aspect of the rubric, which takes whole points from 1 to 4."""
    marks = (Column(aspect.id, "integer", low=LEVELS[0], high=LEVELS[-1]) for aspect in program.eligibility.rubric)
    return replace(TABLES["reviews"], columns=(*TABLES["reviews"].columns, *marks))


def reading_form(program: Program, ids: Collection[str] = (), most: int = MOST_LISTED) -> Form:
    """
    Give the form for readers of applications: whose application, who reads, a choice of four for each aspect, and a note.

    Args:
        program: The programme, whose `eligibility.rubric` says what is judged.
        ids: The applications to choose from; without any the code is typed.
        most: And so it is beyond this number.
    """
    options = options_of(sorted(ids)) if 0 < len(ids) <= most else ()
    if len({option.name for option in options}) < len(options):
        options = ()  # two ids with one code
    first = Question("person_id", "choice" if options else "text", _words("person_id"), options=options, required=True)
    marks = [_aspect(aspect) for aspect in program.eligibility.rubric]
    questions = (first, Question("reviewer", "text", _words("reviewer"), _words("reviewer-hint"), required=True), *marks, Question("note", "paragraph", _words("note")))
    return Form("review", "reviews.csv", _pair(TITLES["review"]), _pair(INTROS["review"]), questions)


def reader_form(program: Program, ids: Collection[str] = ()) -> Form:
    """Give the form of one reader's own sheet, by which answers are read: the same, with what the person told beside the code."""
    form = reading_form(program, ids, len(ids))
    first, *rest = form.questions
    return replace(form, questions=(first, Question(TOLD, "paragraph", _words(TOLD)), *rest))


def _aspect(aspect: Aspect) -> Question:
    ends = {LEVELS[0]: in_both(aspect.one), LEVELS[-1]: in_both(aspect.four)}
    options = tuple(Option(str(level), {language: f"{level} · {ends[level][language]}" if level in ends else str(level) for language in LANGUAGES}) for level in LEVELS)
    return Question(aspect.id, "choice", in_both(aspect.text), options=options, required=True)


def _words(key: str) -> dict[str, str]:
    return _pair(READING[key])


def _pair(words: tuple[str, str]) -> dict[str, str]:
    return dict(zip(LANGUAGES, words, strict=True))
