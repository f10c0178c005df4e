"""Who was accepted, in a table beside the export: a new export never overwrites a decision."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from mentorkit.errors import Problem
from mentorkit.model.cohort import Cohort
from mentorkit.model.tables import PEOPLE

Known = Mapping[str, Collection[str] | None]
"""Ids of each side's people, and whatever may be one in rows that could not be read; None where the side's file could not be read."""


def with_selection(people: Mapping[str, pd.DataFrame], selection: pd.DataFrame, known: Known) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """
    Give the people with the status that was decided last, and the decisions about nobody.

    A row of `selection` goes before the form's own status; of several about one person the last row counts.
    """
    if selection.empty:
        return dict(people), []
    decided = {str(id): status for id, status in zip(selection["person_id"], selection["status"], strict=True) if id is not None and status is not None}
    changed = {}
    for side in PEOPLE:
        frame = people[side]
        statuses = [decided.get(str(id), status) for id, status in frame["status"].items()]
        changed[side] = frame.assign(status=pd.Series(statuses, index=frame.index, dtype=object))
    anybody = everybody(known)
    lost = selection.loc[[id is not None and anybody is not None and str(id) not in anybody for id in selection["person_id"]], "source"]
    problems = []
    for source in lost if anybody else ():
        file, _, row = str(source).rpartition(":")
        problems.append(Problem(file, int(row), "person_id", "nobody who applied has this id", "correct it, or delete the row"))
    return changed, problems


def everybody(known: Known) -> set[str] | None:
    """Give the ids of both sides, or None where a side's file could not be read."""
    sides = [known.get(side) for side in PEOPLE]
    return None if None in sides else {id for side in sides for id in side}


def pairs_of_nobody(cohort: Cohort, known: Known) -> list[Problem]:
    """Give the decisions about people whom neither form knows; other logs are checked by tracking."""
    problems = []
    for side in PEOPLE:
        column = f"{side[:-1]}_id"
        own = known.get(side)
        for id, source in cohort.tables["decisions"][[column, "source"]].itertuples(index=False) if own else ():
            if id is not None and id not in own:
                file, row = source.rsplit(":", 1)
                problems.append(Problem(file, int(row), column, f"no {side[:-1]} has this id", "correct it, or delete the row"))
    return problems
