"""The people who take part in a matching."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

    from mentorkit.model.cohort import Cohort


@dataclass(frozen=True)
class Roster:
    """
    Mentees and mentors who may be paired: accepted people, or all where nobody has a status.

    Both frames are as in `Cohort`: index the id, sorted; typed columns; last column `source`.
    """

    mentees: DataFrame
    mentors: DataFrame


def roster(cohort: Cohort) -> Roster:
    """Give the people of a cohort who may be paired."""
    return Roster(_taking_part(cohort.mentees), _taking_part(cohort.mentors))


def _taking_part(people: DataFrame) -> DataFrame:
    if "status" not in people or people["status"].isna().all():
        return people
    return people[people["status"] == "accepted"]
