"""Exports of the programme's own forms: their headings and wordings are known, so that nobody has to map them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from mentorkit.io.answers import split_answers
from mentorkit.io.cells import list_items, plain
from mentorkit.io.metadata import COLLECTED, grid_row, without_groups
from mentorkit.io.tables import RawTable
from mentorkit.model.cohort import ColumnSource, TableSource
from mentorkit.model.forms import Form, Question
from mentorkit.model.words import folded

_EMAIL = (*COLLECTED, "correo", "e-mail")
_JOINED = re.compile(r"[;|\n]")
_WHO = ("person_id", "reviewer")
"""Columns that name whoever answers: the address that the form tool collects stands for them where nobody asks."""


class AskedColumn(ColumnSource):
    """A column whose heading and wordings are those of a form."""


def asked_columns(raw: RawTable, source: TableSource, form: Form) -> tuple[RawTable, TableSource]:
    """
    Give a table and its source with every column that a form's heading names, unless `cohort.yml` maps it.

    A heading is known by its wording in either language, by the column's name, and behind the groups that form
    tools put before it (`datos/name`, `datos-name`). What a row says by being there (a check-in was answered) becomes a column,
    and so does a grid whose rows are columns of the export.
    """
    raw = _with_grids(raw, source, form)
    taken = {folded(theirs.from_ if isinstance(theirs, ColumnSource) else theirs) for theirs in source.columns.values()}
    free = {place: heading for place, heading in enumerate(raw.headings) if folded(heading) not in taken}
    found: dict[str, str] = {}
    for wordings in (_own_words, _other_words):
        for question in form.questions:
            known = {_key(word) for word in wordings(question, form)}
            place = next((place for place, heading in free.items() if any(_key(name) in known for name in _names(heading))), None)
            if place is not None and question.column not in found and question.column not in source.columns:
                found[question.column] = free.pop(place)
    columns = {question.column: _column(question, found[question.column]) for question in form.questions if question.column in found}
    if len(columns) > 1 and form.fixed:
        raw = _with_fixed(raw, {name: value for name, value in form.fixed.items() if raw.place(name) is None and name not in source.columns})
    return raw, source.model_copy(update={"columns": {**source.columns, **columns}})


def _names(heading: str) -> tuple[str, ...]:
    """Give what a heading may be: what it says, and without the digit by which Excel tells a repeated heading from the first."""
    names = without_groups(heading)
    return (*names, heading[:-1]) if heading[-1:] in "123456789" and heading[-2:-1].isalpha() else names


def _own_words(question: Question, form: Form) -> tuple[str, ...]:
    return (*question.text.values(), question.column)


def _other_words(question: Question, form: Form) -> tuple[str, ...]:
    return (*question.also, *(_EMAIL if question.column == "email" else COLLECTED if question.column == _who(form) else ()))


def _who(form: Form) -> str | None:
    """Give the column that says who answers, where one does: of a reading the reader, of a check-in the person."""
    return next((name for name in reversed(_WHO) if any(question.column == name for question in form.questions)), None)


def _with_grids(raw: RawTable, source: TableSource, form: Form) -> RawTable:
    """
    Give a table in which each grid that a question or `cohort.yml` names is one column: every row with each of its ticks.

    `When? [Monday]` with `7-9, 12-14` becomes `When?` with `Monday 7-9; Monday 12-14`.
    """
    grids: dict[str, list[tuple[int, str]]] = {}
    for place, heading in enumerate(raw.headings):
        if parts := grid_row(heading):
            grids.setdefault(parts[0], []).append((place, parts[1]))
    asked = {_key(word) for question in form.questions if question.kind == "choices" for word in question.headings}
    asked |= {_key(theirs.from_ if isinstance(theirs, ColumnSource) else theirs) for theirs in source.columns.values()}
    for base, columns in grids.items():
        if _key(base) in asked and raw.place(base) is None:
            cells = ["; ".join(tick for place, row in columns for tick in _ticks(row, line[place])) for line in raw.rows]
            raw = replace(raw, headings=(*raw.headings, base), rows=tuple((*line, cell) for line, cell in zip(raw.rows, cells, strict=True)))
    return raw


def _ticks(row: str, cell: str) -> Iterator[str]:
    """Give each tick of a grid's row with the row's name, the one that is an hour behind the one that is a day."""
    for tick in filter(None, (part.strip() for part in re.split(r"[;,]", cell))):
        yield f"{tick} {row}" if row[:1].isdigit() and not tick[:1].isdigit() else f"{row} {tick}"


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
    return chooser(options)(text)


def chooser(options: Mapping[str, str]) -> Callable[[str], tuple[str, ...]]:
    """Give what reads the cells of one question as `chosen_items` does."""
    parts, listed = _parts(tuple(options)), list(options)
    words, begins = parts[0][1], {wording.split(",")[0].strip() for wording in options}

    def items_of(text: str) -> tuple[str, ...]:
        if not _JOINED.search(text):
            whole = folded(text)
            if "," not in whole and whole in options:
                return (options[whole],)
            pieces = set(map(str.strip, whole.split(",")))
            if any(pieces) and begins.isdisjoint(pieces) and not words.issuperset(map(folded, text.split(" "))):
                return (" ".join(text.split()),)  # nothing that is offered stands in it
        for mark, known in parts:
            if known.issuperset(map(folded, text.split(mark))) and None not in (found := split_answers(text, options, mark)):
                return tuple(dict.fromkeys(found))
        if ";" in text or "|" in text or "\n" in text:
            items = list_items(text.replace("\n", ";"))
        else:
            items = list_items(text, ", ", listed)
            items = items if any(folded(item) in options for item in items) else (" ".join(text.split()),)
        return tuple(dict.fromkeys(options.get(folded(item), item) for item in items))

    return items_of


@lru_cache(maxsize=256)
def _parts(wordings: tuple[str, ...]) -> tuple[tuple[str, frozenset[str]], ...]:
    """Give each mark with what stands between it in all wordings: a cell with anything else is not joined by this mark."""
    return tuple((mark, frozenset({"", *(folded(part) for wording in wordings for part in wording.split(mark))})) for mark in " ;|\n,")


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
