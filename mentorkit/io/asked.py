"""Exports of the programme's own forms: their headings and wordings are known, so that nobody has to map them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from mentorkit.io.answers import split_answers
from mentorkit.io.cells import list_items, plain
from mentorkit.io.metadata import without_groups
from mentorkit.io.tables import RawTable
from mentorkit.model.cohort import ColumnSource, TableSource
from mentorkit.model.forms import Form, Question
from mentorkit.model.words import folded

_EMAIL = ("dirección de correo electrónico", "email address", "correo", "e-mail", "email", "username", "nombre de usuario")


class AskedColumn(ColumnSource):
    """A column whose heading and wordings are those of a form."""


def asked_columns(raw: RawTable, source: TableSource, form: Form) -> tuple[RawTable, TableSource]:
    """
    Give a table and its source with every column that a form's heading names, unless `cohort.yml` maps it.

    A heading is known by its wording in either language, by the column's name, and behind the groups that form
    tools put before it (`datos/name`, `datos-name`). What a row says by being there (a check-in was answered) becomes a column.
    """
    taken = {folded(theirs.from_ if isinstance(theirs, ColumnSource) else theirs) for theirs in source.columns.values()}
    free = {place: heading for place, heading in enumerate(raw.headings) if folded(heading) not in taken}
    found: dict[str, str] = {}
    for wordings in (_own_words, _other_words):
        for question in form.questions:
            known = {_key(word) for word in wordings(question)}
            place = next((place for place, heading in free.items() if any(_key(name) in known for name in without_groups(heading))), None)
            if place is not None and question.column not in found and question.column not in source.columns:
                found[question.column] = free.pop(place)
    columns = {question.column: _column(question, found[question.column]) for question in form.questions if question.column in found}
    if len(columns) > 1 and form.fixed:
        raw = _with_fixed(raw, {name: value for name, value in form.fixed.items() if raw.place(name) is None and name not in source.columns})
    return raw, source.model_copy(update={"columns": {**source.columns, **columns}})


def _own_words(question: Question) -> tuple[str, ...]:
    return (*question.text.values(), question.column)


def _other_words(question: Question) -> tuple[str, ...]:
    return (*question.also, *(_EMAIL if question.column == "email" else ()))


def _key(heading: str) -> str:
    return plain(heading).strip(" *:.")


def _column(question: Question, heading: str) -> AskedColumn:
    values = {wording: option.value for option in reversed(question.options) for wording in option.wordings if wording != option.value}
    options = [option.value for option in question.options]
    return AskedColumn.model_validate({"from": heading, "values": values or None, "options": options if question.kind == "choices" and options else None})


def _with_fixed(raw: RawTable, fixed: dict[str, str]) -> RawTable:
    return replace(raw, headings=(*raw.headings, *fixed), rows=tuple((*row, *fixed.values()) for row in raw.rows))


def chosen_items(text: str, options: Mapping[str, str]) -> tuple[str, ...]:
    """
    Give what a cell of a question with several answers holds, however the form tool joins them.

    Between them stand spaces (KoboToolbox, ODK), `;` (Google Forms' own file, Microsoft Forms) or commas (Google Sheets),
    and an option may hold any of these itself. A cell that no joining explains is cut at `;`, `|` and line ends; without
    these, at commas if it holds any known option, and not at all otherwise.

    >>> options = {"hoja-de-vida": "Hoja de vida", "hoja de vida": "Hoja de vida", "sí, claro": "Sí, claro", "no": "No"}
    >>> chosen_items("hoja-de-vida no", options), chosen_items("Hoja de vida No", options), chosen_items("Sí, claro, No", options)
    (('Hoja de vida', 'No'), ('Hoja de vida', 'No'), ('Sí, claro', 'No'))

    Args:
        text: The cell.
        options: The comparison form of every wording to what it means.
    """
    for mark in (" ", ";", "|", "\n", ","):
        found = split_answers(text, dict(options), mark)
        if None not in found:
            return tuple(dict.fromkeys(found))
    if re.search(r"[;|\n]", text):
        items = list_items(text.replace("\n", ";"))
    else:
        items = list_items(text, ", ", list(options))
        items = items if any(folded(item) in options for item in items) else (" ".join(text.split()),)
    return tuple(dict.fromkeys(options.get(folded(item), item) for item in items))


def evident_order(raw: RawTable, headings: Iterable[str]) -> str | None:
    """
    Give the order of days and months that the dates of these columns can only have, or None where they leave it open.

    One date like 14/02/2026 settles it for the whole table, unless another contradicts it.
    """
    places = [place for heading in headings if (place := raw.place(heading)) is not None]
    matches = (re.match(r"(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}\b", row[place]) for row in raw.rows for place in places)
    pairs = [(int(match[1]), int(match[2])) for match in matches if match]
    first, second = any(one > 12 for one, _ in pairs), any(two > 12 for _, two in pairs)
    return "day-first" if first and not second else "month-first" if second and not first else None
