"""What somebody wrote on a worksheet, as the small file that the page and the notebook both keep."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mentorkit.errors import Problem, ProblemsError
from mentorkit.model.curriculum import Field_, Worksheet

SCHEMA = 1
SCALE = range(5)
_LINES = {"list": 3, "log": 5, "text": 2, "longtext": 2}
"""Lines of a field that does not say how many."""
_KEYS = ("schema", "worksheet", "language", "started", "saved", "answers")


@dataclass(frozen=True)
class Answers:
    """
    The answers of one person on one sheet; what was left empty is not among them.

    `values` holds, by field: a text (`text, longtext, date`, an option's id for `choice`), a number from 0 to 4
    (`scale`), a list of texts (`list`), texts by row and column (`grid`), or a list of texts by column (`log`).
    Times are UTC, `2026-04-13T17:30:00Z`.
    """

    worksheet: str
    language: str
    started: str
    saved: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def at(self, moment: dt.datetime, values: Mapping[str, Any]) -> Answers:
        """Give the same sheet saved at a moment with these values."""
        return replace(self, saved=utc(moment), values=values)


def utc(moment: dt.datetime) -> str:
    """
    Give a moment as answers note it.

    >>> utc(dt.datetime(2026, 4, 13, 12, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5))))
    '2026-04-13T17:30:00Z'
    """
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def no_answers(sheet: Worksheet, language: str, moment: dt.datetime) -> Answers:
    """Give an empty sheet, begun at a moment."""
    return Answers(sheet.id, language, utc(moment), utc(moment))


def answers_json(answers: Answers) -> str:
    """Give the file that keeps the answers: schema version, language and times first."""
    values = (SCHEMA, answers.worksheet, answers.language, answers.started, answers.saved, answers.values)
    return json.dumps(dict(zip(_KEYS, values, strict=True)), ensure_ascii=False, indent=1) + "\n"


def parsed_answers(text: str, sheet: Worksheet, name: str = "answers") -> Answers:
    """
    Parse the file of a sheet's answers.

    Raises:
        ProblemsError: It is no such file, of another sheet or of a newer version, or holds an answer that the
            sheet has no place for. Answers themselves are never quoted.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise ProblemsError([_problem(name, "this is no copy of answers", "choose the saved file")]) from None
    problems = _outside(data, sheet, name)
    if not problems:
        fields = {one.id: one for one in sheet.fields}
        problems = [
            _problem(name, f"the answer to {place} does not fit the sheet", "save the copy again from the page")
            for place, value in data["answers"].items()
            if place not in fields or not fits(fields[place], value)
        ]
    if problems:
        raise ProblemsError(problems)
    return Answers(*(data[key] for key in _KEYS[1:]))


def _outside(data: Any, sheet: Worksheet, name: str) -> list[Problem]:
    if not isinstance(data, dict) or not set(_KEYS) <= set(data) or not isinstance(data["answers"], dict):
        return [_problem(name, "this is no copy of answers", "choose the saved file")]
    if data["schema"] != SCHEMA:
        return [_problem(name, f"its schema is not {SCHEMA}", "open it with the mentorkit that wrote it")]
    if data["worksheet"] != sheet.id:
        return [_problem(name, f"these are not the answers of {sheet.id}", f"choose the copy of {sheet.id}")]
    if data["language"] not in ("es", "en") or not all(isinstance(data[key], str) for key in ("started", "saved")):
        return [_problem(name, "its language or times are damaged", "choose another copy")]
    return []


def _problem(name: str, problem: str, remedy: str) -> Problem:
    return Problem(name, None, None, problem, remedy)


def fits(field: Field_, value: Any) -> bool:
    """Say whether a value can be the answer to a field."""
    if field.type == "scale":
        return isinstance(value, int) and not isinstance(value, bool) and value in SCALE
    if field.type == "choice":
        return value in [option.id for option in field.options]
    if field.type == "list":
        return isinstance(value, list) and len(value) <= lines(field) and all(isinstance(one, str) for one in value)
    columns = {column.id for column in field.columns}
    if field.type == "log":
        return isinstance(value, list) and len(value) <= lines(field) and all(_texts(row, columns) for row in value)
    if field.type == "grid":
        rows = {row.id for row in field.rows}
        return isinstance(value, dict) and set(value) <= rows and all(_texts(row, columns) for row in value.values())
    if field.type == "date":
        return isinstance(value, str) and _is_day(value)
    return isinstance(value, str)


def lines(field: Field_) -> int:
    """Give how many lines a field has, the same on paper, on the page and in a notebook."""
    return field.lines or _LINES.get(field.type, 1)


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _texts(row: Any, columns: set[str]) -> bool:
    return isinstance(row, dict) and set(row) <= columns and all(isinstance(text, str) for text in row.values())


def shared_fields(sheet: Worksheet, who: str) -> list[Field_]:
    """Give the fields that may be handed to `mentor` or `staff`."""
    return [one for one in sheet.fields if one.share_with == who]


def shared_text(sheet: Worksheet, answers: Answers, who: str, chosen: set[str], language: str) -> str:
    """
    Give what a person hands over: the chosen fields that are marked for this reader, and nothing else.

    Args:
        who: `mentor` or `staff`.
        chosen: The fields the person ticked; one that is not marked for `who` is never among the text.
    """
    fields = [one for one in shared_fields(sheet, who) if one.id in chosen and one.id in answers.values]
    parts = [f"{one.label[language]}\n{answer_text(one, answers.values[one.id], language)}" for one in fields]
    return "\n\n".join([sheet.title[language], *parts]) if parts else ""


def answer_text(field: Field_, value: Any, language: str) -> str:
    """Give an answer as plain lines, with the words of the sheet."""
    if field.type == "choice":
        return next(getattr(option, language) for option in field.options if option.id == value)
    if field.type == "list":
        return "\n".join(f"{place}. {text}" for place, text in enumerate(value, 1) if text)
    if field.type == "grid":
        return "\n".join(f"{getattr(row, language)}: {_row(field, value[row.id], language)}" for row in field.rows if value.get(row.id))
    if field.type == "log":
        return "\n".join(f"{place}. {_row(field, row, language)}" for place, row in enumerate(value, 1) if row)
    return f"{value} / {SCALE[-1]}" if field.type == "scale" else str(value)


def _row(field: Field_, row: Mapping[str, str], language: str) -> str:
    if len(field.columns) == 1:
        return row.get(field.columns[0].id, "")
    return "; ".join(f"{getattr(column, language)}: {row[column.id]}" for column in field.columns if row.get(column.id))
