"""How complete and how uniform the two forms are, column by column."""

from __future__ import annotations

from collections import Counter

from pandas import DataFrame, Series

from mentorkit.model.cohort import Cohort
from mentorkit.model.tables import TABLES
from mentorkit.participants.screening import needed_answers
from mentorkit.participants.tags import SIDES, Tags, cell_values, tag_columns, tags_of

COLUMNS = ["side", "column", "filled", "of", "share", "wordings", "terms", "respelt", "needed"]
NAN = float("nan")


def data_quality(cohort: Cohort) -> DataFrame:
    """
    Give how well each column is filled: `side, column, filled, of, share, wordings, terms, respelt, needed`.

    `of` counts all applications of the side. For columns of tags, `wordings` are the different ways in
    which the tags are written, `terms` how many remain once spellings and synonyms are folded, and
    `respelt` the answers that had to be folded; NaN in other columns. `needed` tells that an
    application is incomplete without it. Canonical columns that nobody filled in are left out unless
    needed, and so are those whose gaps are filled by a default (capacity).
    """
    rows = [row for side in SIDES for row in _side_rows(cohort, side)]
    return DataFrame(rows, columns=COLUMNS)


def _side_rows(cohort: Cohort, side: str) -> list[tuple]:
    people, tags = getattr(cohort, side), tags_of(cohort.program)
    tagged = set(tag_columns(cohort.program, side)) | {"organisation"}
    needed = {*needed_answers(cohort, side), "consent", *(["birth_year"] if side == "mentees" else [])}
    rows = []
    for column in people.columns.drop("source"):
        canonical = TABLES[side].column(column)
        if canonical and canonical.default is not None:
            continue
        filled = int(people[column].map(is_filled).sum())
        if filled or column in needed or canonical is None:
            spelling = _spelling(people[column], tags) if column in tagged else (NAN, NAN, NAN)
            share = filled / len(people) if len(people) else NAN
            rows.append((side, column, filled, len(people), share, *spelling, column in needed))
    return rows


def is_filled(cell: object) -> bool:
    """Tell whether a cell holds anything."""
    return bool(cell) if isinstance(cell, frozenset) else bool(cell_values(cell))


def _spelling(cells: Series, tags: Tags) -> tuple[float, float, float]:
    written = Counter(value for cell in cells for value in cell_values(cell))
    names = tags.names(written.elements())
    respelt = sum(count for value, count in written.items() if value != names[tags.key(value)])
    return float(len(written)), float(len(names)), float(respelt)
