"""The people who take part in a matching."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mentorkit.model.consent import MATCHING, withheld

if TYPE_CHECKING:
    from pandas import DataFrame

    from mentorkit.model.cohort import Cohort


@dataclass(frozen=True)
class Roster:
    """
    Mentees and mentors who may be paired: accepted people, or all where nobody has a status, who agreed to it.

    Both frames are as in `Cohort`: index the id, sorted; typed columns; last column `source`.
    """

    mentees: DataFrame
    mentors: DataFrame


def taking_part(people: DataFrame) -> DataFrame:
    """Give the accepted people, or all where nobody has a status."""
    if "status" not in people or people["status"].isna().all():
        return people
    return people[people["status"] == "accepted"]


def roster(cohort: Cohort) -> Roster:
    """Give the people of a cohort who may be paired: those who take part and whose data may be used for it."""
    out = withheld(cohort, MATCHING)
    sides = (taking_part(people) for people in (cohort.mentees, cohort.mentors))
    return Roster(*(people[~people.index.isin(list(out))] if out else people for people in sides))


def standing_decisions(cohort: Cohort) -> DataFrame:
    """
    Give the decisions about pairs that are in force.

    A `keep` ends with its pair: once that has closed and somebody kept the mentee with another mentor, the
    later decision holds alone.
    """
    decisions, followed = cohort.tables["decisions"], _followed(cohort)
    pairs = zip(decisions["mentee_id"], decisions["mentor_id"], decisions["decision"], strict=True)
    return decisions.loc[[what != "keep" or (mentee, mentor) not in followed for mentee, mentor, what in pairs]]


def followed_pairs(cohort: Cohort) -> DataFrame:
    """Give the pairs that closed and were followed by another of the same mentee: `mentee_id, mentor_id`."""
    closures = cohort.tables["closures"] if "closures" in cohort.tables else cohort.tables["decisions"].iloc[:0]
    rows = closures[["mentee_id", "mentor_id"]].drop_duplicates()
    followed = _followed(cohort)
    return rows.loc[[pair in followed for pair in rows.itertuples(index=False, name=None)]].reset_index(drop=True)


def _followed(cohort: Cohort) -> set[tuple[str, str]]:
    """Closed pairs whose mentee is kept in one that has not closed."""
    decisions, closures = cohort.tables["decisions"], cohort.tables.get("closures")
    closed = set() if closures is None else set(zip(closures["mentee_id"], closures["mentor_id"], strict=True))
    if not closed:
        return closed
    keeps = decisions[decisions["decision"] == "keep"]
    kept = set(zip(keeps["mentee_id"], keeps["mentor_id"], strict=True)) - closed
    return {pair for pair in closed if pair[0] in {mentee for mentee, _ in kept}}
