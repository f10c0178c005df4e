"""What form tools put into an export beside the answers: further rows of headings, a running number, an address that is none."""

from __future__ import annotations

from dataclasses import replace
from operator import eq

from mentorkit.errors import Problem
from mentorkit.io.cells import plain
from mentorkit.io.tables import RawTable
from mentorkit.model.cohort import ColumnSource, TableSource
from mentorkit.model.folding import folded

_FEWEST = 2
"""So many cells that repeat their headings make a row one of headings; one alone may be an answer."""
_RESPONSE, _IMPORT = "response id", '{"ImportId"'
"""What stands under `ResponseId` in Qualtrics' second row of headings, and how a cell of the third begins."""
_MICROSOFT = (("start time", "hora de inicio"), ("completion time", "hora de finalizacion"))
_SIGNED, _NOBODY = ("email", "correo electronico", "name", "nombre"), ("", "anonymous", "anonimo")
_TOOLS = ((("responseid", "recordeddate"), ("status", "progress", "finished")), (("respondent id", "collector id"), ("start date", "end date")))
"""Headings by which Qualtrics and SurveyMonkey are known, and their own columns that elsewhere may be an answer."""


def as_answered(raw: RawTable, source: TableSource | None = None) -> tuple[RawTable, list[Problem]]:
    """
    Give a table without what its form tool adds to the answers, and a warning for each row left out.

    A row that repeats the headings is no answer: where one export was pasted below another, and in the second and third rows
    of Qualtrics and SurveyMonkey. Microsoft Forms' running number is nobody's id, its `anonymous` nobody's address, and
    Qualtrics' `Status` says nothing about an application: such columns are left out, unless `cohort.yml` names them.

    Args:
        raw: The table.
        source: How `cohort.yml` maps it; headings that it names stay what they are.
    """
    again = _headings_again(raw)
    problems = [Problem(raw.name, number, None, "the row holds headings again, and was left out", "delete it", warning=True) for number in again]
    if again:
        kept = [(row, number) for row, number in zip(raw.rows, raw.numbers, strict=True) if number not in again]
        raw = replace(raw, rows=tuple(row for row, _ in kept), numbers=tuple(number for _, number in kept))
    heads = [plain(heading) for heading in raw.headings]
    named = {folded(one.from_ if isinstance(one, ColumnSource) else one) for one in (source.columns.values() if source else ())}
    if all(any(name in heads for name in names) for names in _MICROSOFT):
        return _without_microsofts_own(raw, named), problems
    own = {name for known, own in _TOOLS if all(name in heads for name in known) for name in own} - named
    return _without(raw, {place for place, head in enumerate(heads) if head in own}), problems


def _headings_again(raw: RawTable) -> list[int]:
    """Give the rows of which every cell repeats its heading, and those right below the headings that Qualtrics and SurveyMonkey add."""
    found = {number for row, number in zip(raw.rows, raw.numbers, strict=True) if _FEWEST <= sum(map(eq, row, raw.headings)) == len(row) - row.count("")}
    response, who = raw.place("ResponseId"), raw.place("Respondent ID") if raw.place("Collector ID") is not None else None
    for row, number in zip(raw.rows[:2], raw.numbers[:2], strict=True):
        of_qualtrics = any(cell.startswith(_IMPORT) for cell in row) or (response is not None and plain(row[response]) == _RESPONSE)
        if of_qualtrics or (who is not None and not row[who] and number == raw.numbers[0]):
            found.add(number)
    return sorted(found)


def _without_microsofts_own(raw: RawTable, mapped: set[str]) -> RawTable:
    """Give a table of Microsoft Forms whose `ID` is no person's, without its name and address where nobody signed in."""
    headings = tuple("Id." if heading == "ID" and "id" not in mapped else heading for heading in raw.headings)
    nobodys = {
        place for place, heading in enumerate(headings)
        if raw.rows and plain(heading) in _SIGNED and folded(heading) not in mapped and all(plain(row[place]) in _NOBODY for row in raw.rows)
    }
    return _without(replace(raw, headings=headings), nobodys)


def _without(raw: RawTable, places: set[int]) -> RawTable:
    if not places:
        return raw
    kept = [place for place in range(len(raw.headings)) if place not in places]
    rows = tuple(tuple(row[place] for place in kept) for row in raw.rows)
    return replace(raw, headings=tuple(raw.headings[place] for place in kept), rows=rows)
