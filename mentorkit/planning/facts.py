"""What can be counted about good practice and early signs: in the programme's own file, and in a cohort's data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from pandas import DataFrame, Series

from mentorkit.model.cohort import Cohort
from mentorkit.model.curriculum import Session
from mentorkit.model.program import Program
from mentorkit.model.roster import taking_part
from mentorkit.planning.decisions import is_open
from mentorkit.planning.recruiting import alliance_balance, people_by_field
from mentorkit.planning.staffing import staff_balance

ORIENTATION_MINUTES, TRAINING_MINUTES, PROMISING_MINUTES = 60, 120, 360
MENTEES_A_PLACE = 2
_TASKS = ("sessions", "support", "recruiting", "coordination")
_GROUPS = ("implementation", "relationship", "outcome", "cost")


@dataclass(frozen=True)
class Fact:
    """So many of so many; with `of` 1 it is a yes or a no."""

    count: float
    of: float

    @property
    def share(self) -> float:
        """The part of the whole."""
        return self.count / self.of


Facts = dict[str, Fact]


def programme_facts(program: Program, sessions: Sequence[Session]) -> Facts:
    """Give what the programme's own file says, by id: what is written, planned and covered."""
    design = program.design
    said = {
        "purpose": design.purpose,
        "criteria": program.criteria,
        "needs": design.needs,
        "ages": not is_open(program, "eligibility.mentees"),
        "mentees-expected": design.expectations.mentees,
        "communication": design.communication,
        "when-it-goes-wrong": design.when_it_goes_wrong,
        "recognition": design.recognition,
        "risks": design.risks,
        "budget": design.budget.lines or any(role.cost_per_hour for role in design.roles),
        "community-plan": [step for step in design.plans if step.plan == "community"],
        "recruiting-plan": [step for step in design.plans if step.plan == "communication" and step.week < 0],
        "wishes": program.matching.prefers.mentee or program.matching.prefers.mentor,
    }
    model = design.logic_model
    dated = [o for o in design.objectives if o.by_week is not None or o.date]
    tasks = {task for role in design.roles for task in role.tasks}
    groups = {indicator.group for indicator in design.indicators}
    plan = program.evaluation
    facts = {id: Fact(float(bool(value)), 1) for id, value in said.items()}
    facts |= {
        "logic-model": _part([getattr(model, name) for name in type(model).model_fields]),
        "objectives": Fact(len(dated), len(design.objectives)) if design.objectives else Fact(0, 1),
        "indicator-groups": _part([group in groups for group in _GROUPS]),
        "expectations": _part([getattr(design.expectations, s) for s in type(design.expectations).model_fields]),
        "tasks-owned": _part([task in tasks for task in _TASKS]),
        "evaluation-plan": _part([plan.primary, plan.targets]),
        "weeks-covered": _weeks_covered(program, sessions),
        "orientation-planned": _long_enough(sessions, ("orientation",), "mentees", ORIENTATION_MINUTES, program.weeks),
        "training-planned": _long_enough(sessions, ("mentor-training",), "mentors", TRAINING_MINUTES, 0),
    }
    balance = alliance_balance(program)
    facts["places-promised"] = Fact(min(balance["promised"], balance["needed"]), balance["needed"])
    return facts


def _part(answers: Sequence) -> Fact:
    return Fact(sum(map(bool, answers)), len(answers))


def _weeks_covered(program: Program, sessions: Sequence[Session]) -> Fact:
    balance = staff_balance(program, sessions)
    return Fact(int((balance["missing"] <= 0).sum()), max(len(balance), 1))


def _long_enough(sessions: Sequence[Session], kinds: tuple, who: str, minutes: int, before: int) -> Fact:
    held = [s for s in sessions if s.kind in kinds and who in s.audience and s.week <= before]
    return Fact(float(sum(s.duration for s in held) >= minutes), 1)


def cohort_facts(
    cohort: Cohort, matches: DataFrame, metrics: Mapping[str, tuple[float, float]], sessions: Sequence[Session]
) -> Facts:
    """
    Give what a cohort's data show, by id; what no table can answer is left out.

    Args:
        matches: A row for every match there ever was: `mentee_id, mentor_id, begins, until, closed, reason`.
        metrics: Value and number of cases by the metric's id, as in `metrics.csv`.
        sessions: The arc, for the length of trainings.
    """
    counted = {
        "mentees-applied": _applied(cohort),
        "places-offered": _places(cohort),
        "mentees-consent": _consent(taking_part(cohort.mentees)),
        "mentors-consent": _consent(taking_part(cohort.mentors)),
        "guardians": _guardians(cohort),
        "decided": _decided(cohort),
        "oriented": _sat_through(cohort, matches, sessions, ("orientation",), "mentee_id", ORIENTATION_MINUTES, None),
        "trained": _sat_through(cohort, matches, sessions, ("mentor-training",), "mentor_id", TRAINING_MINUTES, 0),
        "trained-six-hours": _sat_through(
            cohort, matches, sessions, ("mentor-training",), "mentor_id", PROMISING_MINUTES, None
        ),
        "staff-contact": staff_contact(cohort, matches),
        "closed-with-reason": _closed(cohort, matches),
        "promise-kept": _promise_kept(cohort),
        "fields-covered": _other(_short_fields(cohort)),
    }
    named = {
        "first-meeting": "start_rate", "goals-set": "goal_set", "logged": "logging_rate",
        "attendance": "attendance_mentees", "both-surveys": "pair_complete_rate_mentees",
    }
    return _known(counted | {id: _measured(metrics, metric) for id, metric in named.items()})


def _measured(metrics: Mapping[str, tuple[float, float]], metric: str) -> Fact | None:
    value, cases = metrics.get(metric, (float("nan"), 0))
    return Fact(round(value * cases), cases) if cases and value == value else None


def _known(facts: Mapping[str, Fact | None]) -> Facts:
    return {id: fact for id, fact in facts.items() if fact is not None and fact.of > 0}


def early_signs(cohort: Cohort, matches: DataFrame, metrics: Mapping[str, tuple[float, float]]) -> Facts:
    """
    Give how often each early sign stands in a cohort's data, by the sign's id; unknown ones are left out.

    `no-first-meeting`: pairs without a meeting in 21 days; `cancelled-twice`: pairs with two meetings in a
    row that were not held; `unanswered-twice`: people with two check-ins in a row unanswered;
    `low-relationship`: people whose last rating is at or below the programme's limit; `unlogged`: periods
    of a pair with nothing on record; `no-staff-contact`: people's months without a contact; `field-short`:
    fields of work with more than two mentees to a mentor's place.
    """
    found: dict[str, Fact | None] = {
        "cancelled-twice": _cancelled(cohort), "unanswered-twice": _unanswered(cohort),
        "low-relationship": _low(cohort), "no-staff-contact": _other(staff_contact(cohort, matches)),
        "field-short": _short_fields(cohort),
    }
    for sign, metric in (("no-first-meeting", "start_rate"), ("unlogged", "logging_rate")):
        value, cases = metrics.get(metric, (float("nan"), 0))
        found[sign] = Fact(round((1 - value) * cases), cases) if cases and value == value else None
    return _known(dict(sorted(found.items())))


def _other(fact: Fact | None) -> Fact | None:
    return Fact(fact.of - fact.count, fact.of) if fact else None


def _applied(cohort: Cohort) -> Fact:
    wanted = cohort.program.design.size.mentees
    return Fact(min(len(cohort.mentees), wanted), wanted if len(cohort.mentees) else 0)


def _places(cohort: Cohort) -> Fact:
    mentees, mentors = taking_part(cohort.mentees), taking_part(cohort.mentors)
    places = float(mentors["capacity"].fillna(1).sum()) if len(mentors) else 0.0
    return Fact(min(places, len(mentees)), len(mentees))


def _consent(people: DataFrame) -> Fact | None:
    if not len(people) or people["consent"].isna().all():
        return None
    return Fact(int(people["consent"].notna().sum()), len(people))


def _guardians(cohort: Cohort) -> Fact | None:
    if cohort.starts is None:
        return None
    people = taking_part(cohort.mentees)
    minors = people[cohort.starts.year - people["birth_year"].astype(float) < cohort.program.eligibility.guardian_below]
    return Fact(int(minors["guardian_consent"].eq(True).sum()), len(minors))


def _decided(cohort: Cohort) -> Fact | None:
    statuses = pd.concat([cohort.mentees["status"], cohort.mentors["status"]])
    return None if statuses.isna().all() else Fact(int((statuses.notna() & (statuses != "applied")).sum()), len(statuses))


def _sat_through(
    cohort: Cohort, matches: DataFrame, sessions: Sequence[Session], kinds: tuple, column: str, minutes: int, before: int | None
) -> Fact | None:
    """Matched people who sat through so many minutes of sessions of a kind, of all matched; None where nobody's are on record."""
    lengths = {s.id: s.duration for s in sessions if s.kind in kinds and (before is None or s.week < before)}
    seats = cohort.tables["attendance"]
    seats = seats[seats["session"].isin(list(lengths))]
    people = sorted(set(matches[column]))
    if seats.empty or not people:
        return None
    present = seats[seats["status"] == "present"]
    sat = present["session"].map(lengths).groupby(present["person_id"]).sum()
    return Fact(int((sat.reindex(people).fillna(0) >= minutes).sum()), len(people))


def staff_contact(cohort: Cohort, matches: DataFrame) -> Fact | None:
    """
    Give how many months of matched people had a contact by staff, of all whole months they were matched.

    A month is the amber limit of rule R8; a mentor of several mentees counts once for each.
    """
    support = cohort.tables["support"]
    if support.empty or matches.empty:
        return None
    days = {person: pd.to_datetime(rows).sort_values() for person, rows in support["date"].dropna().groupby(support["person_id"])}
    span = pd.Timedelta(days=cohort.program.tracking.staff_contact_amber)
    met = months = 0
    for match in matches.dropna(subset=["begins", "until"]).itertuples(index=False):
        whole = max(0, int((match.until - match.begins) / span))
        for person in (match.mentee_id, match.mentor_id):
            when = days.get(person, Series([], dtype="datetime64[ns]"))
            reached = {int((day - match.begins) / span) for day in when if match.begins <= day}
            met += len(reached & set(range(whole)))
            months += whole
    return Fact(met, months)


def _closed(cohort: Cohort, matches: DataFrame) -> Fact | None:
    """Matches with a closing and its reason on record, of those that are over."""
    if cohort.ends is None or matches.empty:
        return None
    over = matches[matches["closed"].notna() | (pd.to_datetime(matches["until"]) >= pd.Timestamp(cohort.ends))]
    return Fact(int(over["reason"].notna().sum()), len(over))


def _promise_kept(cohort: Cohort) -> Fact | None:
    """Accepted mentors who came from an alliance, up to its promise, of those promised."""
    promised = {alliance.name: alliance.mentors for alliance in cohort.program.design.alliances}
    mentors = taking_part(cohort.mentors)
    if not promised or not len(mentors) or mentors["organisation"].isna().all():
        return None
    came = mentors["organisation"].value_counts()
    return Fact(sum(min(number, int(came.get(name, 0))) for name, number in promised.items()), sum(promised.values()))


def _twice_in_a_row(groups, bad: Callable[[DataFrame], Series]) -> Fact:
    found = [bad(rows).astype(bool) for _, rows in groups]
    return Fact(sum(bool((series & series.shift(fill_value=False)).any()) for series in found), len(found))


def _cancelled(cohort: Cohort) -> Fact | None:
    meetings = cohort.tables["meetings"].sort_values(["date", "held"])
    return _twice_in_a_row(meetings.groupby(["mentee_id", "mentor_id"]), lambda rows: rows["held"] != "yes")


def _unanswered(cohort: Cohort) -> Fact | None:
    checkins = cohort.tables["checkins"].sort_values("date", kind="stable")
    return _twice_in_a_row(checkins.groupby("person_id"), lambda rows: ~rows["answered"].eq(True))


def _low(cohort: Cohort) -> Fact | None:
    rated = cohort.tables["checkins"].dropna(subset=["relationship"]).sort_values("date", kind="stable")
    last = rated.groupby("person_id")["relationship"].last().astype(float)
    return Fact(int((last <= cohort.program.tracking.relationship_low).sum()), len(last))


def _short_fields(cohort: Cohort) -> Fact | None:
    criterion = next((c for c in cohort.program.criteria if c.id == "field"), None)
    if criterion is None:
        return None
    mentors = taking_part(cohort.mentors)
    wanted = people_by_field(cohort.program, taking_part(cohort.mentees), criterion.mentee)
    places = people_by_field(cohort.program, mentors.loc[mentors.index.repeat(mentors["capacity"].fillna(1).astype(int))], criterion.mentor)
    if not wanted or places is None:
        return None
    return Fact(sum(number > MENTEES_A_PLACE * places.get(field, 0) for field, number in wanted.items()), len(wanted))
