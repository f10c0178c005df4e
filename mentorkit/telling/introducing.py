"""Introductions worth making: people beyond the own mentor, found by the programme's own criteria."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from pandas import DataFrame

from mentorkit.matching import Matching
from mentorkit.model.roster import Roster
from mentorkit.telling.desk import Desk, once
from mentorkit.telling.looking import live_pairs, living, say, sheet_of
from mentorkit.telling.showing import Prose, Sheet
from mentorkit.tracking.weeks import introductions_made

COLUMNS = ("mentee_id", "meet_id", "score", "why", "made")
LARGEST = 4_000_000


@once
def proposal_table(desk: Desk) -> DataFrame:
    """
    Give the introductions proposed: `mentee_id, meet_id, score, why, made`, those with fewest made first.

    They are those of the matching (`introduction_plan`), found anew for the mentees of live pairs: people
    beyond the own mentor in the field aimed at, never against a rule or a `never` decision, nobody asked
    more than `tracking.introductions_asked` times. In a cohort too large for one plan, mentees with
    fewest introductions go first.
    """
    people = _roster(desk)
    made = introductions_made(desk.cohort, desk.as_of)
    if people.mentees.empty or people.mentors.empty or not desk.program.criteria:
        return pd.DataFrame(columns=list(COLUMNS))
    from mentorkit.matching import introduction_plan

    first = made.reindex(people.mentees.index).fillna(0).sort_values(kind="stable").index[: LARGEST // len(people.mentors)]
    known = _as_matched(desk, replace(people, mentees=people.mentees.loc[sorted(first)]))
    table = introduction_plan(known).table
    rows = [
        (row.mentee_id, row.mentor_id, float(row.score), why, int(made.get(row.mentee_id, 0)))
        for row, why in zip(table.itertuples(index=False), _reasons(known, table, desk.language), strict=True)
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    order = ["made", "mentee_id", "score", "meet_id"]
    return frame.sort_values(order, ascending=[True, True, False, True]).reset_index(drop=True)


def _as_matched(desk: Desk, people: Roster) -> Matching:
    """The live pairs as a matching, so that nobody is introduced to the own mentor."""
    from mentorkit.matching import best_matching, scores

    everything = scores(people, desk.program, _never(desk))
    mentees, mentors = everything.mentees.index, everything.mentors.index
    own = dict(zip(desk.pairs["mentee_id"], desk.pairs["mentor_id"], strict=True))
    kept = [(mentees.get_loc(a), mentors.get_loc(own[a])) for a in mentees if own.get(a) in mentors]
    return best_matching(everything, np.array(kept, np.int64).reshape(-1, 2))


def _roster(desk: Desk) -> Roster:
    from mentorkit.model.roster import roster
    from mentorkit.tracking.log import paused_people

    people, away = roster(desk.cohort), paused_people(desk.cohort, desk.as_of)
    mentees = people.mentees[people.mentees.index.isin(live_pairs(desk)["mentee_id"])]
    return replace(people, mentees=mentees, mentors=people.mentors[~people.mentors.index.isin(away)])


def _never(desk: Desk) -> DataFrame:
    decisions = desk.cohort.tables["decisions"]
    refused = decisions[decisions["decision"] == "never"]
    own = list(zip(desk.pairs["mentee_id"], desk.pairs["mentor_id"], strict=True))
    pairs = pd.DataFrame(own, columns=["mentee_id", "mentor_id"], dtype=object)
    told = pairs.assign(decision="never", by=None, reason=None, at=None, source="")
    return pd.concat([refused, told], ignore_index=True)


def _reasons(known: Matching, table: DataFrame, language: str) -> list[str]:
    """What each two have in common, by the criteria that give most points."""
    from mentorkit.matching import evidences

    scores = known.scores
    places = scores.mentees.index.get_indexer(table["mentee_id"]), scores.mentors.index.get_indexer(table["mentor_id"])
    reasons = []
    for told in evidences(known, *places, language):
        shared = [one for one in told if one.points > 0 and one.common and not one.missing]
        parts = sorted(shared, key=lambda one: -one.points)[:3]
        reasons.append("; ".join(f"{one.label}: {', '.join(one.common[:4])}" for one in parts))
    return reasons


def introductions(desk: Desk) -> Sheet | Prose:
    """Show which introductions to ask for, and why, beside how many were made."""
    desk = living(desk)
    table = proposal_table(desk)
    if table.empty:
        return desk.say("progress", "proposals-none")
    people = {"mentees": table["mentee_id"].nunique(), "people": table["meet_id"].nunique()}
    most = desk.program.tracking.introductions_asked
    caption = say(desk, "proposals-caption", n=len(table), most=most, day=desk.as_of, **people)
    return sheet_of(desk, table, caption, {"score": ",.0f"})
