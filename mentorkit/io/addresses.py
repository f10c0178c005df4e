"""People who name themselves by their e-mail in a record or a survey: the address becomes the person's id."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from mentorkit.errors import Problem
from mentorkit.model.tables import PEOPLE, Table
from mentorkit.model.words import folded


def ids_by_address(people: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Give the id of each person by the comparison form of the e-mail."""
    return {
        folded(email): str(id)
        for side in PEOPLE if "email" in people[side]
        for id, email in people[side]["email"].items() if isinstance(email, str) and email
    }


def with_ids(frame: pd.DataFrame, table: Table, ids: Mapping[str, str], known: Collection[str] | None) -> tuple[pd.DataFrame, list[Problem]]:
    """
    Give a record with ids in place of addresses, and the addresses that are nobody's; none is repeated.

    Args:
        frame: The record.
        table: What it is.
        ids: Id by the comparison form of the e-mail.
        known: What else may be somebody's address; None where anything may.
    """
    problems: list[Problem] = []
    for name in (column.name for column in table.columns if column.kind == "id" and column.name in frame):
        addresses = frame[name].map(lambda cell: isinstance(cell, str) and "@" in cell)
        if not addresses.any():
            continue
        found = frame.loc[addresses, name].map(lambda cell: ids.get(folded(cell)))
        nobodys = [cell is None and known is not None and folded(address) not in known for cell, address in zip(found, frame.loc[found.index, name], strict=True)]
        for source in frame.loc[found.index[nobodys], "source"]:
            file, _, row = str(source).rpartition(":")
            problems.append(Problem(file, int(row), name, "nobody applied with this address", "write the person's id, or the address of the application"))
        frame = frame.assign(**{name: frame[name].where(~addresses, found.reindex(frame.index)).astype(object)})
    return frame, problems
