"""A sheet for each reader of applications, in an order of its own, with nobody's marks in it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from mentorkit.forms.spreadsheet import form_workbook
from mentorkit.model.cohort import Cohort
from mentorkit.model.program import Program
from mentorkit.model.questions import application_form
from mentorkit.model.readings import TOLD, reader_form

_NOT_READ = frozenset(("name", "email", "phone", "birth_year", "guardian_contact", "guardian_consent", "organisation", "gender", "consent", "purposes", "prefers"))
_LONGEST = 2_000


def reader_sheet(program: Program, told: Sequence[Mapping[str, str]], reader: str, language: str) -> bytes:
    """
    Give the sheet of one reader: a row for each application with its code and what the person told, and drop-downs for the points.

    One side stands after the other. Within a side each reader has an order of their own, so that nobody is read last by everybody.

    Args:
        program: The programme with its rubric.
        told: What each person told, by id; a mapping for each side.
        reader: Whose sheet.
        language: es or en.
    """
    rows = [
        {"person_id": id, TOLD: side[id], "reviewer": reader}
        for side in told for id in sorted(side, key=lambda id: hashlib.sha256(f"{reader}\n{id}".encode()).digest())
    ]
    return form_workbook(reader_form(program), language, rows)


def told_answers(cohort: Cohort, side: str, language: str) -> dict[str, str]:
    """
    Give what each person of a side told, by id, as a reader sees it: question and answer, a line each.

    Left out is who the person is and how to reach them, the times, and what equal chances are counted by.
    """
    people, hidden = getattr(cohort, side), _NOT_READ | set(cohort.program.evaluation.groups)
    asked = [one for one in application_form(cohort.program, side).questions if one.column in people and one.column not in hidden and not one.slots]
    return {
        str(id): "\n".join(f"{question.text[language]} {answer}" for question in asked if (answer := _answer(question, people.at[id, question.column], language)))
        for id in people.index
    }


def _answer(question, cell: object, language: str) -> str:
    words = {option.value: option.text[language] for option in question.options}
    parts = cell if isinstance(cell, (tuple, list)) else () if cell is None or cell != cell else (cell,)
    text = "; ".join(words.get(str(part), f"{part:g}" if isinstance(part, float) else str(part)) for part in parts)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} […]"
