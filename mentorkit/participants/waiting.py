"""Capacity and the waiting list: how many places there are, who has one, and who comes next."""

from __future__ import annotations

from pandas import DataFrame

from mentorkit.model.cohort import Cohort
from mentorkit.participants.screening import in_file_order, screening

PLACES = ["mentors", "places", "accepted", "free", "waiting"]
WAITING = ["turn", "person_id", "rules", "would_fit", "source"]


def capacity(cohort: Cohort) -> dict[str, int]:
    """
    Give the places and who has them: `mentors, places, accepted, free, waiting`.

    `mentors` are those whom people accepted and to whom no rule objects, and those who applied and whom the rules accept;
    `places` the mentees they take; `accepted` the mentees who are accepted so or so; `free` may be negative: accepted
    mentees without a place.
    """
    screened = screening(cohort)
    mentors = screened[(screened["side"] == "mentors") & (screened["outcome"] == "accepted")]
    mentees = screened[screened["side"] == "mentees"]
    places = int(cohort.mentors.loc[list(mentors["person_id"]), "capacity"].sum())
    accepted = int((mentees["outcome"] == "accepted").sum())
    return dict(zip(PLACES, (len(mentors), places, accepted, places - accepted, int((mentees["outcome"] == "waiting").sum())), strict=True))


def waiting_list(cohort: Cohort) -> DataFrame:
    """
    Give the mentees who wait, in their turn: `turn, person_id, rules, would_fit, source`.

    Whom people put on the list comes before those whom the rules put there for want of a place; within both the order of
    the file holds. `would_fit` tells that the free places reach this far.
    """
    screened = screening(cohort)
    waiting = screened[(screened["side"] == "mentees") & (screened["outcome"] == "waiting")]
    ordered = sorted(waiting.itertuples(), key=lambda row: ("no-place" in row.rules.split("; "), in_file_order(row.source)))
    free = capacity(cohort)["free"]
    rows = [(turn, row.person_id, row.rules, turn <= free, row.source) for turn, row in enumerate(ordered, 1)]
    return DataFrame(rows, columns=WAITING)
