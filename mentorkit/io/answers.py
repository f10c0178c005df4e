"""Answers read through their code book: every wording is declared, nothing is guessed."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

import pandas as pd

from mentorkit.errors import InvalidInputError, Problem
from mentorkit.io.cells import THOUSAND
from mentorkit.io.metadata import COLLECTED, needs_no_reader, without_groups
from mentorkit.model.forms import slug
from mentorkit.model.survey import Item, Survey
from mentorkit.model.words import folded

OTHER = "other"
OTHER_LIMIT = 0.05
MOST_PROBLEMS = 500_000
"""Once so many answers of a survey are wrong, its other questions are not looked at."""
_PERSON = {"person", "código", "code"}
"""What our own forms call the person's id."""
_COLLECTED = {folded(heading) for heading in COLLECTED}
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")


_NO_NUMBER = math.nan, ("the cell holds no number", "write the number alone, like 4 or 3,5")


@dataclass(frozen=True)
class _Place:
    file: str
    row: int | None = None
    column: str | None = None

    def problem(self, problem: str, remedy: str, *, warning: bool = False) -> Problem:
        return Problem(self.file, self.row, self.column, problem, remedy, warning)


def coded_answers(
    survey: Survey,
    headings: Sequence[str],
    rows: Sequence[Sequence[str | None]],
    *,
    numbers: Sequence[int] | None = None,
    first: int = 1,
    file: str | None = None,
    people: Collection[str] | None = None,
    addresses: Mapping[str, str] | None = None,
) -> tuple[pd.DataFrame, list[Problem]]:
    """
    Give the answers of a survey as option ids and numbers, and every problem found on the way.

    The frame is the one described in `Answers`: a column an item, then `person` and `source`; rows keep
    their order, blank rows are left out. A heading or an answer is compared after NFKC, casefold and
    trimming, as a whole; an item's and an option's own id is known too, as form tools export it, and a
    person's e-mail stands for the id. A cell with several answers is read by the declared options, longest first, so
    that an option may contain the separator. What is no declared option is `other`; more than 5 % of such
    answers in an item is a problem unless the item says `other: true`. Where there is a problem the cell
    is missing, and so are all answers to the questions that follow half a million of them. No problem repeats an answer.

    Args:
        survey: The code book.
        headings: The file's headings, as they stand there.
        rows: Cells as text, a list a row; shorter rows are filled with blanks.
        numbers: The row a person sees for each of `rows`; default 2, 3, 4 …
        first: The row of the headings.
        file: The file's name in problems and in `source`; default the code book's.
        people: Ids that may answer; default any.
        addresses: Id by the comparison form of the e-mail.

    Raises:
        InvalidInputError: `numbers` and `rows` have different lengths.
    """
    numbers = list(range(2, len(rows) + 2)) if numbers is None else list(numbers)
    if len(numbers) != len(rows):
        raise InvalidInputError("give one row number for each row")
    place = _Place(file or survey.file)
    columns, problems = _columns(survey, headings, _Place(place.file, first))
    problems += _option_problems(survey, place)
    kept = [(number, row) for number, row in zip(numbers, rows) if any(_text(cell) for cell in row)]
    problems += [
        _Place(place.file, number).problem(
            f"the row has more cells than the {len(headings)} headings",
            "put quotes round the cell that was split",
        )
        for number, row in kept
        if any(_text(cell) for cell in row[len(headings) :])
    ]
    frame, skipped = {}, 0
    for item in survey.items:
        if len(problems) > MOST_PROBLEMS:
            skipped += 1
            frame[item.id] = pd.Series([None] * len(kept), dtype=float if item.kind in ("scale", "number") else object)
            continue
        cells = [(number, _cell(row, columns.get(item.id))) for number, row in kept]
        heading = None if item.id not in columns else headings[columns[item.id]]
        frame[item.id], found = _read_item(item, cells, _Place(place.file, None, heading))
        problems += found
    if skipped:
        problems.append(place.problem(f"{skipped} more questions were not looked at, because more than {MOST_PROBLEMS:,} answers are wrong", "mend these first, and check again"))
    persons, found = _persons(survey, kept, headings, columns, place, people, addresses or {})
    frame["person"] = pd.Series(persons, dtype=object)
    frame["source"] = pd.Series([f"{place.file}:{number}" for number, _ in kept], dtype=object)
    return pd.DataFrame(frame), problems + found


def _text(cell: str | None) -> str:
    return "" if cell is None else str(cell).strip()


def _cell(row: Sequence[str | None], column: int | None) -> str:
    return "" if column is None or column >= len(row) else _text(row[column])


def _columns(survey: Survey, headings: Sequence[str], place: _Place) -> tuple[dict[str, int], list[Problem]]:
    """Give the column of each item and of `person`, and what does not fit."""
    wanted = {item.id: item.wordings for item in survey.items}
    found: dict[str, int] = {}
    problems = []
    taken: set[int] = set()
    if survey.person is not None:
        wanted = {"person": (survey.person,), **wanted}
    heads = _heads(headings, {folded(word) for id, wordings in wanted.items() for word in (id, *wordings)})
    for id, wordings in wanted.items():
        forms = {folded(wording) for wording in wordings}
        ways = (forms, _PERSON, _COLLECTED) if id == "person" else (forms, {folded(id)})
        hits = next(filter(None, ([i for i, head in enumerate(heads) if head in way] for way in ways)), [])
        taken.update(hits)
        if len(hits) == 1:
            found[id] = hits[0]
        elif hits:
            where = ", ".join(str(i + 1) for i in hits)
            problems.append(
                _Place(place.file, place.row, headings[hits[0]]).problem(
                    f"columns {where} both hold this question",
                    "leave one of them, or give each its own item and wording",
                )
            )
        else:
            problems.append(_missing(id, forms, heads, headings, place))
    ignored = {folded(heading) for heading in survey.ignore}
    ticked = {folded(_text(headings[i])) for i in taken}  # form tools may add a column for each option: `topics/cv`
    for i, head in enumerate(heads):
        if head and i not in taken and head not in ignored and not needs_no_reader(headings[i]) and folded(_text(headings[i])).rpartition("/")[0] not in ticked:
            problems.append(
                _Place(place.file, place.row, headings[i]).problem(
                    f'no item of the code book "{survey.survey}" asks this',
                    "add an item, or list the heading under ignore",
                    warning=True,
                )
            )
    return found, problems


def _heads(headings: Sequence[str], known: set[str]) -> list[str]:
    """Give the headings in their comparison form, without the groups that form tools put before them."""
    heads = [folded(_text(heading)) for heading in headings]
    return [next((name for name in without_groups(head) if name in known), head) for head in heads]


def _missing(id: str, forms: set[str], heads: list[str], headings: Sequence[str], place: _Place) -> Problem:
    near = [close for form in sorted(forms) for close in get_close_matches(form, heads, n=1, cutoff=0.75)]
    what = "the column with the person's id is missing" if id == "person" else f'no heading asks the item "{id}"'
    if near:
        remedy = f'add the wording "{headings[heads.index(near[0])]}" to the code book, if it is the same question'
    else:
        remedy = "add the wording of the file to the code book, or take the entry out"
    return _Place(place.file, place.row).problem(what, remedy)


def _option_problems(survey: Survey, place: _Place) -> list[Problem]:
    """Give the wordings that stand under two options of one item."""
    problems = []
    for item in survey.items:
        owner: dict[str, str] = {}
        for id, wordings in item.option_wordings.items():
            for wording in wordings:
                first = owner.setdefault(folded(wording), id)
                if first != id:
                    problems.append(
                        place.problem(
                            f'the item "{item.id}" gives one wording to the options "{first}" and "{id}"',
                            "take it out of one of the two",
                        )
                    )
    return problems


def _read_item(item: Item, cells: list[tuple[int, str]], place: _Place) -> tuple[pd.Series, list[Problem]]:
    if item.kind in ("scale", "number"):
        return _numbers(item, cells, place)
    if item.kind == "text":
        return pd.Series([cell or None for _, cell in cells], dtype=object), []
    return _choices(item, cells, place)


def _numbers(item: Item, cells: list[tuple[int, str]], place: _Place) -> tuple[pd.Series, list[Problem]]:
    labels = {folded(w): float(id) for id, ws in item.option_wordings.items() if _is_number(id) for w in ws}
    known = {cell: _number(item, cell, labels) for cell in {cell for _, cell in cells}}  # few answers, many times
    file, column = place.file, place.column
    problems = [Problem(file, number, column, *trouble) for number, cell in cells if (trouble := known[cell][1])]
    return pd.Series([known[cell][0] for _, cell in cells], dtype=float), problems


def _is_number(text: str) -> bool:
    return bool(NUMBER.fullmatch(text))


def _number(item: Item, cell: str, labels: dict[str, float]) -> tuple[float, tuple[str, str] | None]:
    missing = math.nan
    plain = (cell if cell.isascii() else unicodedata.normalize("NFKC", cell)).strip()
    if not plain:
        return missing, None
    value = labels.get(folded(plain)) if labels else None
    if value is None:
        if not NUMBER.fullmatch(plain):
            return _NO_NUMBER
        if THOUSAND.fullmatch(plain) and not (item.max is not None and item.max < 1_000):
            return missing, ("the cell may be a decimal or a thousand", "write it without separator, or with a decimal point")
        value = float(plain.replace(",", "."))
    low, high = item.min, item.max
    if (low is not None and value < low) or (high is not None and value > high):
        bounds = f"{'' if low is None else f'{low:g}'}–{'' if high is None else f'{high:g}'}"
        return missing, (f"the number lies outside {bounds}", "correct the cell, or the item's min and max")
    return value, None


def _choices(item: Item, cells: list[tuple[int, str]], place: _Place) -> tuple[pd.Series, list[Problem]]:
    options = {folded(wording): id for id, wordings in item.option_wordings.items() for wording in wordings}
    codes = {folded(form): id for id in item.option_wordings for form in (id, slug(id))}
    options = codes | options
    rank = {id: place for place, id in enumerate([*item.option_wordings, OTHER])}
    values, problems, answers, others, known = [], [], 0, 0, {}
    for number, cell in cells:
        chosen = known[cell] if cell in known else known.setdefault(cell, _chosen(cell, item, options))
        if item.kind == "choice" and len(chosen) > 1:
            chosen = (None,) if None in chosen else chosen
        if item.kind == "choice" and len(chosen) > 1:
            problems.append(
                _Place(place.file, number, place.column).problem(
                    f"the cell holds {len(chosen)} options of a question with one answer",
                    "keep one, or declare the item as kind: choices",
                )
            )
            chosen = ()
        answers += len(chosen)
        others += chosen.count(None)
        values.append(_value(item, chosen, rank))
    if others > OTHER_LIMIT * answers + 1e-9 and not item.other:
        problems.append(
            place.problem(
                f'{others} of {answers} answers to "{item.id}" are no declared option, more than {OTHER_LIMIT:.0%}',
                "add their wordings to the options, or say other: true",
            )
        )
    return pd.Series(values, dtype=object), problems


def _chosen(cell: str, item: Item, options: dict[str, str]) -> tuple[str | None, ...]:
    """Give the options of a cell, joined as declared, or as form tools do it: with spaces, or with `;`."""
    found = split_answers(cell, options, item.separator)
    if None in found and item.kind == "choices":
        wordings = tuple(options)
        marks = (mark for mark in (" ", ";") if _pieces(wordings, mark).issuperset(map(folded, cell.split(mark))))
        return next((other for mark in marks if None not in (other := split_answers(cell, options, mark))), found)
    return found


def _value(item: Item, chosen: tuple[str | None, ...], rank: Mapping[str, int]):
    ids = sorted({OTHER if id is None else id for id in chosen}, key=rank.__getitem__)
    return (ids[0] if item.kind == "choice" else tuple(ids)) if ids else None


@lru_cache(maxsize=256)
def _most_marks(wordings: tuple[str, ...], mark: str) -> int:
    return max((wording.count(mark) for wording in wordings), default=0)


@lru_cache(maxsize=256)
def _pieces(wordings: tuple[str, ...], mark: str) -> frozenset[str]:
    """Give all that stands between a mark in any of the wordings, and nothing."""
    return frozenset({"", *(folded(piece) for wording in wordings for piece in wording.split(mark))})


@lru_cache(maxsize=256)
def _begins(wordings: tuple[str, ...], mark: str) -> frozenset[str]:
    """Give what an answer may begin with, up to each of its marks."""
    parts = (wording.split(mark) for wording in wordings)
    return frozenset({"", *(folded(mark.join(own[:end])) for own in parts for end in range(1, len(own) + 1))})


def split_answers(cell: str, options: Mapping[str, str], separator: str) -> tuple[str | None, ...]:
    """
    Give the option ids that a cell holds, in the order of the cell; neighbouring undeclared parts are one
    None.

    Of all ways to cut the cell at its separators, the one with the least undeclared text counts, and
    among those the one with the fewest, then with the longest first answers.

    >>> split_answers("a, b, c", {"a, b": "ab", "a": "a", "c": "c"}, ", ")
    ('ab', 'c')

    Args:
        cell: What the person ticked, joined.
        options: Folded wording to option id.
        separator: What joins them; white space round it does not matter.
    """
    mark = separator.strip()
    glue = mark or separator
    pieces = cell.split(glue)
    wordings = tuple(options)
    longest, begins = _most_marks(wordings, glue) + 1, _begins(wordings, glue)
    if longest == 1:  # no wording holds the mark: each piece is an answer
        ids = [options.get(piece) for piece in map(folded, pieces) if piece]
        return tuple(id for id, before in zip(ids, ["", *ids], strict=False) if id is not None or before is not None) if None in ids else tuple(ids)
    best: list[tuple[int, int, tuple]] = [(0, 0, ())] * (len(pieces) + 1)  # each answer holds those behind it
    for start in range(len(pieces) - 1, -1, -1):
        loose = folded(pieces[start])
        cost, count, rest = best[start + 1]
        merged = rest if not loose or rest[:1] == (None,) else (None, rest)
        choice = (cost + len(loose), count + bool(loose), merged)
        for end in range(start + 1, min(start + longest, len(pieces)) + 1):
            wording = folded(glue.join(pieces[start:end]))
            if wording not in begins:
                break
            id = options.get(wording)
            cost, count, rest = best[end]
            if id is not None and (cost, count + 1) <= choice[:2]:
                choice = (cost, count + 1, (id, rest))
        best[start] = choice
    return tuple(_one_by_one(best[0][2]))


def _one_by_one(answers: tuple) -> Iterator[str | None]:
    while answers:
        first, answers = answers
        yield first


def _persons(survey, kept, headings, columns, place, people, addresses) -> tuple[list[str | None], list[Problem]]:
    if "person" not in columns:
        return [None] * len(kept), []
    column = columns["person"]
    seen: dict[str, int] = {}
    persons, problems = [], []
    for number, row in kept:
        person = _cell(row, column) or None
        person = addresses.get(folded(person), person) if person else None
        if person is None or person in seen or (people is not None and person not in people):
            problems.append(_wrong_person(_Place(place.file, number, headings[column]), person, seen, survey.who))
        if person is not None:
            seen.setdefault(person, number)
        persons.append(person)
    return persons, problems


def _wrong_person(here: _Place, person: str | None, seen: Mapping[str, int], who: str) -> Problem:
    if person is None:
        return here.problem("the person's id is missing", "fill it in, or accept an unlinked answer", warning=True)
    if person in seen:
        return here.problem(f"the same person answers in row {seen[person]}", "keep one of the two rows")
    return here.problem(f"no person among the {who} has this id", "correct the id")
