"""The programme's figures, each with interval, number, denominator, date and unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, replace

import pandas as pd

from mentorkit.evaluation.goals import attainment_by_person, last_levels
from mentorkit.evaluation.intervals import NAN, Estimate, cluster_share, mean, median, part, share
from mentorkit.evaluation.matches import match_table, records
from mentorkit.evaluation.survival import match_survival
from mentorkit.evaluation.voices import voice_metrics
from mentorkit.model.cohort import Cohort

METRIC_COLUMNS = ("metric", "value", "low", "high", "n", "denominator", "as_of", "unit")
START_WITHIN = 21
WINDOW = pd.Timedelta(days=365)


@dataclass(frozen=True)
class Metric:
    """
    One figure.

    `n` is the number of cases it is computed from and `denominator` says what they are (see `denominator_words`);
    `people` is the number of people or pairs behind them. NaN where it cannot be computed.
    """

    id: str
    estimate: Estimate
    denominator: str
    unit: str = "share"
    people: int = 0


@dataclass(frozen=True)
class Standing:
    """A cohort as it stands on a day: its matches and who takes part in them."""

    cohort: Cohort
    as_of: dt.date
    matches: pd.DataFrame

    @property
    def mentees(self) -> tuple[str, ...]:
        """Ids of everybody ever matched."""
        return tuple(sorted(set(self.matches["mentee_id"])))

    @property
    def mentors(self) -> tuple[str, ...]:
        """Ids of the mentors ever matched."""
        return tuple(sorted(set(self.matches["mentor_id"])))

    @property
    def completed(self) -> tuple[str, ...]:
        """Ids of the mentees with a match that met the completion rule."""
        return tuple(sorted(set(self.matches.loc[self.matches["completed"].astype(bool), "mentee_id"])))

    def invited(self, side: str) -> tuple[str, ...]:
        """Ids of the people of one side who are asked, where a survey does not say otherwise."""
        return self.mentees if side == "mentees" else self.mentors


def standing(cohort: Cohort, pairs: pd.DataFrame, as_of: dt.date) -> Standing:
    """Give a cohort as it stands on a day; `pairs` has the columns `mentee_id, mentor_id`."""
    return Standing(cohort, as_of, match_table(cohort, pairs, as_of))


def metrics(cohort: Cohort, pairs: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """
    Give every figure that the cohort's tables can fill, in the columns of `metrics.csv`, sorted by metric.

    The denominator is everybody matched unless the definition says otherwise. A figure that cannot be computed stands
    with an empty value. `n` is the number of cases, `denominator` names them. Intervals are 95 %: Wilson or
    Clopper–Pearson for shares of people, resampled pairs or people (fixed seed) where cases are not independent.
    """
    found = metric_list(standing(cohort, pairs, as_of))
    rows = [(m.id, *astuple(m.estimate), m.denominator, as_of.isoformat(), m.unit) for m in found]
    return pd.DataFrame(rows, columns=list(METRIC_COLUMNS))


def metric_list(now: Standing) -> list[Metric]:
    """Give the same figures as values, sorted by id."""
    found = [
        *_reach(now), *_matches(now), *_attendance(now), *voice_metrics(now.cohort, now), *_goals(now),
        *_outcomes(now), *_introductions(now), *_cost(now),
    ]
    built = [m if isinstance(m, Metric) else Metric(*m) for m in found]
    return sorted((replace(m, people=m.people or m.estimate.n) for m in built), key=lambda m: m.id)


def number(value: float | None) -> Estimate:
    """Give a plain count, or nothing."""
    return Estimate(NAN) if value is None else Estimate(float(value), n=int(value))


def _reach(now: Standing) -> Iterator[Metric]:
    invited, applied, matched = now.cohort.settings.invited, len(now.cohort.mentees), len(now.mentees)
    yield Metric("invited", number(invited), "invited", "count")
    yield Metric("applied", number(applied), "applied", "count")
    yield Metric("matched", number(matched), "matched", "count")
    yield Metric("mentors_matched", number(len(now.mentors)), "mentors-matched", "count")
    yield Metric("reach_applied", part(applied, invited), "invited")
    yield Metric("reach_matched", part(matched, invited), "invited")
    yield Metric("matched_of_applied", part(matched, applied), "applied")


def _matches(now: Standing) -> Iterator[Metric]:
    table, program, day = now.matches, now.cohort.program, pd.Timestamp(now.as_of)
    logged = bool(len(records(now.cohort, "meetings", now.as_of))) and len(table) > 0
    seen = table if logged else table.iloc[:0]
    risk = seen[seen["begins"] + pd.Timedelta(days=START_WITHIN) <= day] if logged else seen
    met = (risk["first_held"] - risk["begins"]).dt.days <= START_WITHIN if len(risk) else []
    yield Metric("start_rate", part(int(sum(met)), len(risk)), "matches-21-days")
    due = seen[seen["periods"] > 0]
    for id, column in (("engagement", "periods_met"), ("logging_rate", "periods_logged")):
        yield Metric(id, cluster_share(due[column], due["periods"]), "pair-periods", people=len(due))
    adherence = due["held"].astype(float) / due["periods"].astype(float)
    yield Metric("plan_adherence", median(adherence), "pairs-at-risk", "ratio")
    yield Metric("plan_adherence_80", part(int((adherence >= 0.8 - 1e-9).sum()), len(due)), "pairs-at-risk")
    rule = program.evaluation.completion
    weeks = rule.share_of_weeks * program.weeks
    ready = logged and now.cohort.starts and day >= pd.Timestamp(now.cohort.starts) + pd.Timedelta(weeks=weeks)
    yield Metric("completion", part(len(now.completed), len(now.mentees)) if ready else Estimate(NAN), "matched")
    yield Metric("completed", number(len(now.completed)) if ready else Estimate(NAN), "completed", "count")
    followed = table if logged or len(records(now.cohort, "closures", now.as_of)) else table.iloc[:0]
    yield Metric("early_closure", part(int(followed["early"].sum()), len(followed)), "matches")
    yield Metric("drop_off", _drop_off(followed), "matches")


def _drop_off(table: pd.DataFrame) -> Estimate:
    followed = table[table["lasted"].notna()]
    if followed.empty:
        return Estimate(NAN)
    curve = match_survival(followed["lasted"], followed["early"])
    if not curve.times:
        return share(0, curve.n)
    surviving, low, high = curve.at(float(followed["lasted"].max()))
    return Estimate(1 - surviving, 1 - high, 1 - low, curve.n)


def _attendance(now: Standing) -> Iterator[Metric]:
    rows = records(now.cohort, "attendance").drop_duplicates(["session", "person_id"])
    sides = {
        "attendance": None,
        "attendance_mentees": now.cohort.mentees.index,
        "attendance_mentors": now.cohort.mentors.index,
    }
    for id, people in sides.items():
        own = rows if people is None else rows[rows["person_id"].isin(people)]
        yield Metric(id, _present(own), "sessions-offered", people=own["person_id"].nunique())
    asked = rows[rows["status"] != "excused"]
    yield Metric("attendance_not_excused", _present(asked), "sessions-not-excused", people=asked["person_id"].nunique())


def _present(rows: pd.DataFrame) -> Estimate:
    by_person = (rows["status"] == "present").groupby(rows["person_id"])
    return cluster_share(by_person.sum(), by_person.size())


def _goals(now: Standing) -> Iterator[Metric]:
    goals = last_levels(records(now.cohort, "goals", now.as_of))
    goals = goals[goals["person_id"].isin(now.mentees)]
    rated = goals[goals["level"].notna()]
    by_person = (rated["level"] >= 0).groupby(rated["person_id"])
    some = len(now.cohort.tables.get("goals", ())) > 0
    yield Metric("goal_set", part(goals["person_id"].nunique(), len(now.mentees) if some else None), "matched")
    yield Metric("goals_met", cluster_share(by_person.sum(), by_person.size()), "goals-rated", people=len(by_person))
    yield Metric("goal_attainment", mean(list(attainment_by_person(goals).values())), "mentees-with-goals", "T")


def outcome_people(now: Standing) -> dict[str, set[str]]:
    """Give the people with each kind of outcome within twelve months of the start, by kind."""
    rows = records(now.cohort, "outcomes", now.as_of)
    start = pd.Timestamp(now.cohort.starts) if now.cohort.starts else pd.NaT
    rows = rows[rows["date"].isna() | pd.isna(start) | ((rows["date"] >= start) & (rows["date"] <= start + WINDOW))]
    return rows.groupby("kind")["person_id"].agg(set).to_dict()


def _outcomes(now: Standing) -> Iterator[Metric]:
    people = outcome_people(now)

    def reached(kind: str, among: Iterable[str], *, known: bool = bool(people)) -> Estimate:
        return part(len(people.get(kind, set()) & set(among)), len(set(among)) if known else None)

    yield Metric("hired", reached("hired", now.mentees), "matched")
    yield Metric("promoted", reached("promoted", now.mentees), "matched")
    watched = "left-organisation" in people or "retention" in now.cohort.program.evaluation.targets
    left = reached("left-organisation", now.mentees, known=watched)
    yield Metric("retention", Estimate(1 - left.value, 1 - left.high, 1 - left.low, left.n), "matched")
    for kind in ("mentor", "ambassador"):
        yield Metric(f"became_{kind}", reached(f"became-{kind}", now.completed), "completed")
    for side in ("mentees", "mentors"):
        denominator = "matched" if side == "mentees" else "mentors-matched"
        yield Metric(f"returned_{side}", reached("returned", now.invited(side)), denominator)


def _introductions(now: Standing) -> Iterator[Metric]:
    rows = records(now.cohort, "introductions", now.as_of)
    rows = rows[rows["mentee_id"].isin(now.mentees)]
    kept = len(now.cohort.tables.get("introductions", ())) > 0
    each = rows.groupby("mentee_id").size().reindex(list(now.mentees), fill_value=0)
    yield Metric("introductions_per_mentee", mean(each) if kept else Estimate(NAN), "matched", "count")
    yield Metric("introduced", part(int((each > 0).sum()), len(each) if kept else None), "matched")
    opened = rows["outcome"].notna().groupby(rows["mentee_id"])
    yield Metric(
        "introductions_with_outcome", cluster_share(opened.sum(), opened.size()), "introductions", people=len(opened)
    )


def _cost(now: Standing) -> Iterator[Metric]:
    total, good = total_cost(now), int(now.matches["completed"].sum())
    value = Estimate(total / good, n=good) if total and good else Estimate(NAN)
    yield Metric("cost_per_completed", value, "matches-completed", now.cohort.program.design.budget.currency)


def total_cost(now: Standing, *, people: Mapping[str, int] | None = None) -> float:
    """
    Give the cohort's cost: the budget's lines for those who took part, and the staff's hours over all weeks.

    Args:
        people: Other numbers of `mentee`, `mentor` or `pair` than the true ones, such as published ones.
    """
    design = now.cohort.program.design
    sessions = records(now.cohort, "attendance")["session"].nunique()
    times = {
        "cohort": 1, "mentee": len(now.mentees), "mentor": len(now.mentors), "pair": len(now.matches),
        "session": sessions, **(people or {}),
    }
    hours = sum(role.hours_per_week * role.cost_per_hour for role in design.roles)
    return sum(line.amount * times[line.per] for line in design.budget.lines) + hours * now.cohort.program.weeks
