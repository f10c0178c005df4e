"""What people wrote, as terms that can be compared: folded, trimmed, and through the declared synonyms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from pandas import DataFrame

from mentorkit.model.program import Program
from mentorkit.model.taxonomy import stem
from mentorkit.model.words import folded

Terms = tuple[str, ...]
EMPTY = ("", "<NA>", "NaT")


def words_of(program: Program) -> Vocabulary:
    """Give the terms as a programme compares them: where it takes the shared vocabulary, in any form of a word."""
    return Vocabulary(program.synonyms, any_form=program.vocabulary is not None)


class Vocabulary:
    """
    Terms as a programme compares them.

    Args:
        synonyms: Term to its other wordings.
        any_form: Whether accents and plurals make no difference either.

    >>> words = Vocabulary({"artificial intelligence": ["AI", "IA"]})
    >>> words.terms(("  ia ", "Retail"))
    ('artificial intelligence', 'retail')
    >>> words = Vocabulary(any_form=True)
    >>> words.term("Ventas técnicas") == words.term("venta tecnica")
    True
    """

    def __init__(self, synonyms: Mapping[str, Sequence[str]] | None = None, any_form: bool = False):
        self._form = stem if any_form else folded
        self._any_form = any_form
        self._known: dict[str, str] = {}
        self._seen: dict[object, str] = {}
        for term, others in (synonyms or {}).items():
            for wording in others:
                self._known.setdefault(self._form(wording), folded(term))
            if any_form:
                self._known.setdefault(stem(term), folded(term))

    def term(self, value: object) -> str:
        """Give the form in which a value is compared."""
        try:
            return self._seen[value]
        except (KeyError, TypeError):
            found = self._declared(folded(_written(value))) if values(value) else ""
        if isinstance(value, str):
            self._seen[value] = found
        return found

    def _declared(self, word: str) -> str:
        if self._any_form:
            self._known.setdefault(stem(word), word)  # the first spelling of an undeclared word stands for all
        for _ in range(len(self._known) + 1):
            home = self._known.get(self._form(word), word)
            if home == word:
                break
            word = home
        return word

    def terms(self, cell: object) -> Terms:
        """Give the terms of a cell, each once, sorted; none where the cell is empty."""
        named = cell if isinstance(cell, tuple) and all(map(_is_text, cell)) else values(cell)
        return tuple(sorted({self.term(value) for value in named} - {""}))


def _is_text(value: object) -> bool:
    return type(value) is str


def values(cell: object) -> tuple:
    """Give what a cell holds: the items of a list cell, the one value of another, nothing of an empty one."""
    if isinstance(cell, str):
        return (cell,) if cell.strip() not in EMPTY else ()
    if cell is None or (isinstance(cell, float) and np.isnan(cell)):
        return ()
    if isinstance(cell, (tuple, list, set, frozenset, np.ndarray)):
        return tuple([value for value in cell if values(value)])
    return (cell,) if str(cell).strip() not in EMPTY else ()


def listed(cell: object) -> tuple:
    """Give the items of a list cell; text that was not split yet is split on `;` and `|`."""
    if isinstance(cell, str):
        return tuple(part for part in re.split(r"[;|]", cell) if part.strip())
    return values(cell)


def number(cell: object) -> float:
    """Give a cell's number, or NaN where it holds none."""
    found = values(cell)
    try:
        return float(str(found[0]).replace(",", ".")) if found else np.nan
    except ValueError:
        return np.nan


def cells(people: DataFrame, column: str) -> list:
    """Give a column's cells; the ids for `id`, and empty cells where there is no such column."""
    if column == "id":
        return list(people.index)
    return list(people[column]) if column in people else [None] * len(people)


def codes(*sides: Iterable) -> tuple[list[np.ndarray], list]:
    """
    Give each side's values as places in their common sorted list, −1 for an empty value, and that list.

    >>> codes(["b", ""], ["a", "b"])
    ([array([ 1, -1], dtype=int32), array([0, 1], dtype=int32)], ['a', 'b'])
    """
    columns = [list(side) for side in sides]
    distinct = sorted({value for column in columns for value in column if value not in ("", ())})
    place = {value: at for at, value in enumerate(distinct)}
    return [np.array([place.get(value, -1) for value in column], np.int32) for column in columns], distinct


def _written(value: object) -> str:
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        return str(int(value))
    return str(value)
