"""The people who take part in a matching."""

from __future__ import annotations

from collections import Counter
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
    later decision holds alone; and once somebody of a pair that had met takes part no longer. From then on the
    cohort's other pairs stand as they met, with the row of a meeting as their `source`: who leaves moves nobody else.
    """
    decisions, left = cohort.tables["decisions"], left_pairs(cohort)
    ended = _followed(cohort) | left
    pairs = zip(decisions["mentee_id"], decisions["mentor_id"], decisions["decision"], strict=True)
    standing = decisions.loc[[what != "keep" or (mentee, mentor) not in ended for mentee, mentor, what in pairs]]
    return _with_met(cohort, standing) if left else standing


def followed_pairs(cohort: Cohort) -> DataFrame:
    """
    Give the pairs of earlier: `mentee_id, mentor_id`.

    They closed and were followed by another of the same mentee, or had met when one of them ceased to take part.
    """
    closures = cohort.tables["closures"] if "closures" in cohort.tables else cohort.tables["decisions"].iloc[:0]
    rows = closures[["mentee_id", "mentor_id"]].drop_duplicates()
    followed, left = _followed(cohort), sorted(left_pairs(cohort))
    found = rows.loc[[pair in followed for pair in rows.itertuples(index=False, name=None)]].reset_index(drop=True)
    if not left:
        return found
    import pandas as pd

    more = pd.DataFrame([pair for pair in left if pair not in followed], columns=["mentee_id", "mentor_id"], dtype=object)
    return pd.concat([found, more], ignore_index=True)


def left_pairs(cohort: Cohort) -> set[tuple[str, str]]:
    """Give the pairs that have met and of which somebody takes part no longer: withdrawn, or without consent."""
    met = {pair for pair, _ in _meetings(cohort)}
    if not met:
        return met
    people = roster(cohort)
    there = set(people.mentees.index), set(people.mentors.index)
    return {pair for pair in met if pair[0] not in there[0] or pair[1] not in there[1]}


def _meetings(cohort: Cohort) -> list[tuple[tuple[str, str], str]]:
    """Give each meeting of two people whom both forms know: the pair, and where the meeting stands."""
    meetings = cohort.tables.get("meetings")
    if meetings is None or meetings.empty:
        return []
    known = meetings["mentee_id"].isin(cohort.mentees.index) & meetings["mentor_id"].isin(cohort.mentors.index) & (meetings["held"] == "yes")
    rows = meetings.loc[known, ["mentee_id", "mentor_id", "source"]]
    return [((mentee, mentor), source) for mentee, mentor, source in rows.itertuples(index=False, name=None)]


def _with_met(cohort: Cohort, standing: DataFrame) -> DataFrame:
    """Give the decisions with a `keep` for each mentee without one: the mentor whom they met most, as long as places last."""
    import pandas as pd

    people, keeps = roster(cohort), standing[standing["decision"] == "keep"]
    never = set(zip(standing["mentee_id"], standing["mentor_id"], strict=True)) - set(zip(keeps["mentee_id"], keeps["mentor_id"], strict=True))
    places = {mentor: 1 if capacity is None or capacity != capacity else int(capacity) for mentor, capacity in people.mentors["capacity"].items()}
    taken, held = Counter(keeps["mentor_id"]), _meetings(cohort)
    times, first = Counter(pair for pair, _ in held), dict(reversed(held))
    mentees, rows = set(people.mentees.index) - set(keeps["mentee_id"]), []
    for pair in sorted(times, key=lambda pair: (-times[pair], pair)):
        mentee, mentor = pair
        if mentee in mentees and pair not in never and taken[mentor] < places.get(mentor, 0):
            mentees.remove(mentee)
            taken[mentor] += 1
            rows.append({"mentee_id": mentee, "mentor_id": mentor, "decision": "keep", "source": first[pair]})
    more = pd.DataFrame(rows, columns=standing.columns, dtype=object).where(lambda frame: frame.notna(), None)
    return pd.concat([standing, more], ignore_index=True) if rows else standing


def _followed(cohort: Cohort) -> set[tuple[str, str]]:
    """Closed pairs whose mentee is kept in one that has not closed."""
    decisions, closures = cohort.tables["decisions"], cohort.tables.get("closures")
    closed = set() if closures is None else set(zip(closures["mentee_id"], closures["mentor_id"], strict=True))
    if not closed:
        return closed
    keeps = decisions[decisions["decision"] == "keep"]
    kept = set(zip(keeps["mentee_id"], keeps["mentor_id"], strict=True)) - closed
    return {pair for pair in closed if pair[0] in {mentee for mentee, _ in kept}}
