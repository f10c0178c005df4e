"""Whether naming few hours pays: what each person with few hours would get if hours bound them no longer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas import DataFrame

from mentorkit.matching.hours import QUARTERS_AN_HOUR
from mentorkit.matching.matching import Matching, match
from mentorkit.matching.scoring import POINT
from mentorkit.matching.vocabulary import cells
from mentorkit.model.program import Program
from mentorkit.model.roster import Roster

MOST = 30


@dataclass(frozen=True)
class _Hours:
    """The first criterion that compares weekly hours: its id and the two columns."""

    criterion: str
    mentee: str
    mentor: str


def hours_audit(
    roster: Roster, program: Program, decisions: DataFrame | None = None, most: int = MOST
) -> DataFrame:
    """
    Give who has a better match than with every hour free: `side, id, hours, value, value_if, gain`.

    Looked at are, on each side, those who named fewer hours than the one in the middle, the fewest first. For each
    the matching is solved again as if that person could come at any hour that anybody named. `value`
    counts the points of the own pairs (their mean) but for those of the hours; nobody matched is 0. Whoever
    loses by having more hours owes the pair to having few: a reason to ask, not a reproach.

    Args:
        roster, program, decisions: As for `match`.
        most: People looked at on each side at most; each costs a matching.
    """
    names = ["side", "id", "hours", "value", "value_if", "gain"]
    compared = _compared(roster, program)
    if compared is None:
        return DataFrame(columns=names)
    now, rows = match(roster, program, decisions), []
    for side, people, column in (
        ("mentee", roster.mentees, compared.mentee),
        ("mentor", roster.mentors, compared.mentor),
    ):
        everything = frozenset().union(*(cell for cell in cells(people, column) if _slots(cell)))
        for id, hours in _few(people, column)[:most]:
            after = match(with_hours(roster, side, id, column, everything), program, decisions)
            value, other = (pair_value(one, side, id, compared.criterion) for one in (now, after))
            rows.append((side, id, hours, value, other, value - other))
    found = DataFrame(rows, columns=names)
    return found[found["gain"] > 1e-9].reset_index(drop=True)


def with_hours(roster: Roster, side: str, id: str, column: str, slots: frozenset[int]) -> Roster:
    """Give a roster in which one person names other weekly hours."""
    people = (roster.mentees if side == "mentee" else roster.mentors).copy()
    named = list(people[column])
    named[people.index.get_loc(id)] = slots
    people[column] = pd.Series(named, index=people.index, dtype=object)
    return Roster(people, roster.mentors) if side == "mentee" else Roster(roster.mentees, people)


def pair_value(matching: Matching, side: str, id: str, without: str = "") -> float:
    """Give the mean points of a person's pairs but for those of one criterion; 0 where there is none."""
    scores = matching.scores
    if side == "mentee":
        rows = np.array([scores.mentees.index.get_loc(id)])
        rows = rows[matching.mentor[rows] >= 0]
    else:
        rows = np.flatnonzero(matching.mentor == scores.mentors.index.get_loc(id))
    if not len(rows):
        return 0.0
    points = scores.points(rows, matching.mentor[rows])
    return float(sum(units.mean() for name, units in points.items() if name != without)) / POINT


def _compared(roster: Roster, program: Program) -> _Hours | None:
    for one in program.criteria:
        if one.kind == "overlap" and any(_slots(cell) for cell in cells(roster.mentees, one.mentee)):
            return _Hours(one.id, one.mentee, one.mentor)
    return None


def _slots(cell: object) -> bool:
    return isinstance(cell, (set, frozenset)) and bool(cell)


def _few(people: DataFrame, column: str) -> list[tuple[str, float]]:
    """Those who named fewer hours than the person in the middle, the fewest first."""
    if column not in people:
        return []
    named = [
        (len(cell) / QUARTERS_AN_HOUR, str(id))
        for id, cell in zip(people.index, people[column], strict=True)
        if _slots(cell)
    ]
    middle = float(np.median([hours for hours, _ in named])) if named else 0.0
    return [(id, hours) for hours, id in sorted(named) if hours < middle]
