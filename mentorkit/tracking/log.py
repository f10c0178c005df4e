"""What is on record about each pair up to a day: one value a pair, in the order of dates."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import pandas as pd
from pandas import DataFrame

from mentorkit.errors import Problem, ProblemsError
from mentorkit.model.cohort import Cohort
from mentorkit.model.tables import TABLES
from mentorkit.model.words import folded

Pair = tuple[str, str]
_YES = {"yes", "true", "1", "sí", "si"}


class Meeting(NamedTuple):
    """A meeting on record: `held` is yes, no-show or cancelled."""

    date: dt.date
    held: str


class CheckIn(NamedTuple):
    """A check-in that was sent: whether it was answered, the rating (1–5) and the needs named."""

    date: dt.date
    answered: bool
    relationship: float | None
    needs: frozenset[str]


class Support(NamedTuple):
    """A contact of staff with one side."""

    date: dt.date
    by: str | None
    outcome: str | None


class GoalRecord(NamedTuple):
    """A goal's level on a date; `date` is None where the record has none."""

    goal: str
    date: dt.date | None
    weight: float
    baseline: float | None
    level: float | None


@dataclass(frozen=True)
class PairLog:
    """
    Everything on record about one pair up to the day asked for.

    Records before the pair began, after that day, or twice are left out here; `log_problems` names
    them. `kept` holds the logs that the cohort keeps at all, so that silence can be told from zero.
    """

    mentee_id: str
    mentor_id: str
    begins: dt.date
    ends: dt.date
    closed: dt.date | None = None
    paused: bool = False
    meetings: tuple[Meeting, ...] = ()
    mentee_checkins: tuple[CheckIn, ...] = ()
    mentor_checkins: tuple[CheckIn, ...] = ()
    support: tuple[Support, ...] = ()
    goals: tuple[GoalRecord, ...] = ()
    kept: frozenset[str] = frozenset()

    @cached_property
    def held(self) -> tuple[dt.date, ...]:
        """Dates of the meetings that took place."""
        return tuple(meeting.date for meeting in self.meetings if meeting.held == "yes")

    @cached_property
    def last_contact(self) -> dt.date | None:
        """The last meeting held or check-in answered by either side."""
        answered = (c.date for c in self.mentee_checkins + self.mentor_checkins if c.answered)
        return max((*self.held, *answered), default=None)

    @cached_property
    def last_support(self) -> dt.date | None:
        """The last contact of staff with either side."""
        return max((contact.date for contact in self.support), default=None)

    @cached_property
    def is_silent(self) -> bool:
        """Whether nobody logged anything about the pair: no meeting, check-in or call, held or not."""
        called = any(contact.date >= self.begins for contact in self.support)
        return not (self.meetings or self.mentee_checkins or self.mentor_checkins or called)


def records(cohort: Cohort, table: str) -> DataFrame:
    """
    Give a log of the cohort with every canonical column and `source`, dates as `datetime.date`.

    An absent table is an empty frame.
    """
    columns = [column.name for column in TABLES[table].columns]
    frame = cohort.tables.get(table)
    frame = DataFrame() if frame is None else frame
    frame = frame.reindex(columns=[*columns, "source"])
    for column in TABLES[table].columns:
        if column.kind == "date":
            frame[column.name] = _dates(frame[column.name])
    return frame


def up_to(frame: DataFrame, as_of: dt.date, undated: bool = False) -> DataFrame:
    """Give the records dated by a day, and those without a date where asked."""
    keep = [undated if day is None else day <= as_of for day in frame["date"]]
    return frame[pd.Series(keep, frame.index, dtype=bool)]


def _dates(column: pd.Series) -> pd.Series:
    return pd.Series([_day(cell) for cell in column.tolist()], column.index, dtype=object)


def _day(cell: object) -> dt.date | None:
    if isinstance(cell, str):
        cell = pd.to_datetime(cell, errors="coerce", format="ISO8601")
    if isinstance(cell, dt.datetime):
        return cell.date() if pd.notna(cell) else None
    return cell if isinstance(cell, dt.date) else None


def pair_keys(pairs: DataFrame) -> list[Pair]:
    """Give the ids of the pairs, each once, sorted."""
    return sorted(set(zip(pairs["mentee_id"].astype(str), pairs["mentor_id"].astype(str), strict=True)))


def pair_begins(cohort: Cohort, keys: Iterable[Pair]) -> dict[Pair, dt.date]:
    """
    Give the day on which each pair begins: the cohort's first day, or its `keep` decision where later.

    Raises:
        ProblemsError: The cohort has no first day.
    """
    starts = cohort.starts
    if starts is None:
        raise ProblemsError(
            [Problem("cohort.yml", None, "starts", "the first day is missing", "write starts: YYYY-MM-DD")]
        )
    decisions = records(cohort, "decisions")
    kept = decisions[(decisions["decision"] == "keep") & decisions["at"].notna()]
    first: dict[Pair, dt.date] = {}
    for mentee, mentor, day in zip(kept["mentee_id"], kept["mentor_id"], kept["at"], strict=True):
        first[mentee, mentor] = min(day, first.get((mentee, mentor), day))
    return {key: max(starts, first.get(key, starts)) for key in keys}


def pair_logs(cohort: Cohort, pairs: DataFrame, as_of: dt.date) -> list[PairLog]:
    """Give the log of each pair up to a day, sorted by the pair's ids."""
    keys = pair_keys(pairs)
    begins = pair_begins(cohort, keys)
    meetings, checkins = _meetings(cohort, as_of), _checkins(cohort, as_of)
    support, goals, closed = _support(cohort, as_of), _goals(cohort, as_of), closing_days(cohort, as_of)
    paused = paused_people(cohort, as_of)
    logs = {"meetings": meetings, "checkins": checkins, "support": support, "goals": goals}
    kept = frozenset(name for name, log in logs.items() if log)
    return [
        PairLog(
            mentee_id=mentee,
            mentor_id=mentor,
            begins=day,
            ends=max(cohort.ends, day),
            closed=closed.get((mentee, mentor)),
            paused=mentee in paused or mentor in paused,
            meetings=_since(meetings.get((mentee, mentor)), day),
            mentee_checkins=_since(checkins.get(mentee), day),
            mentor_checkins=_since(checkins.get(mentor), day),
            support=tuple(sorted(support.get(mentee, []) + support.get(mentor, []), key=lambda one: (one.date, one.by or "", one.outcome or ""))),
            goals=tuple(goals.get(mentee, ())),
            kept=kept,
        )
        for (mentee, mentor), day in ((key, begins[key]) for key in keys)
    ]


def first_days(cohort: Cohort) -> dict[str, dt.date]:
    """Give the first day on record of each log that a cohort keeps; goals without a date were always there."""
    found = {}
    for name in ("meetings", "checkins", "support", "goals"):
        days = records(cohort, name)["date"]
        dated = [dt.date.min if day is None else day for day in days if day is not None or name == "goals"]
        if dated:
            found[name] = min(dated)
    return found


def closing_days(cohort: Cohort, as_of: dt.date) -> dict[Pair, dt.date]:
    """Give the first closing day of each pair that was closed by then."""
    days: dict[Pair, dt.date] = {}
    closures = records(cohort, "closures")
    for mentee, mentor, day in zip(closures["mentee_id"], closures["mentor_id"], closures["date"], strict=True):
        if day is not None and day <= as_of:
            days[mentee, mentor] = min(day, days.get((mentee, mentor), day))
    return days


def paused_people(cohort: Cohort, as_of: dt.date) -> frozenset[str]:
    """Give the ids of those who pause: by their status, until the day in `paused_until` where one stands."""
    found: set[str] = set()
    for people in (cohort.mentees, cohort.mentors):
        if "status" not in people:
            continue
        paused = people[people["status"] == "paused"]
        until = list(_dates(paused["paused_until"])) if "paused_until" in paused else [None] * len(paused)
        found |= {str(id) for id, day in zip(paused.index, until, strict=True) if day is None or as_of <= day}
    return frozenset(found)


@lru_cache(maxsize=4096)
def needs(cell: object) -> frozenset[str]:
    """
    Give the codes named in a cell of `needs_support`, compared after folding; where commas stand, their whole part is named, too.

    >>> sorted(needs("Time; goals")), sorted(needs("time, goals"))
    (['goals', 'time'], ['goals', 'time', 'time,-goals'])
    """
    if not isinstance(cell, str):
        return frozenset()
    wholes = cell.replace("|", ";").split(";")
    parts = [*wholes, *(part for whole in wholes if "," in whole for part in whole.split(","))]
    return frozenset(folded(part).replace(" ", "-") for part in parts if part.strip())


def is_yes(cell: object) -> bool:
    """Tell whether a yes/no cell says yes; a missing one does not."""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, str):
        return folded(cell) in _YES
    return not pd.isna(cell) and bool(cell)


_IN_VAIN = {
    "no answer", "not reached", "unreachable", "wrong number", "no contact", "no contesto", "no responde",
    "sin respuesta", "no contesta", "no se logro contacto",
}


def is_reached(outcome: object) -> bool:
    """
    Tell whether a contact of staff reached the person, by its outcome; one without an outcome did.

    >>> is_reached("no contestó"), is_reached("todo bien")
    (False, True)
    """
    if not isinstance(outcome, str):
        return True
    plain = unicodedata.normalize("NFKD", folded(outcome).replace("-", " "))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)) not in _IN_VAIN


def number(cell: object) -> float | None:
    """Give a cell's number, or None where it is missing."""
    if isinstance(cell, float):
        return None if cell != cell else cell
    return None if pd.isna(cell) else float(cell)


def _text(cell: object) -> str | None:
    return cell if isinstance(cell, str) else None


def _since(events: Iterable | None, day: dt.date) -> tuple:
    return tuple(event for event in events or () if event.date >= day)


def _meetings(cohort: Cohort, as_of: dt.date) -> Mapping[Pair, list[Meeting]]:
    frame, log = records(cohort, "meetings"), defaultdict(set)
    columns = (frame[name].tolist() for name in ("mentee_id", "mentor_id", "date", "held"))
    for mentee, mentor, day, held in zip(*columns, strict=True):
        if day is not None and day <= as_of:
            log[mentee, mentor].add(Meeting(day, held))
    return {key: sorted(events) for key, events in log.items()}


def _checkins(cohort: Cohort, as_of: dt.date) -> Mapping[str, list[CheckIn]]:
    frame, log = records(cohort, "checkins"), defaultdict(set)
    columns = (frame[name] for name in ("person_id", "date", "answered", "relationship", "needs_support"))
    for person, day, answered, rating, need in zip(*(c.tolist() for c in columns), strict=True):
        if day is not None and day <= as_of:
            log[person].add(CheckIn(day, is_yes(answered), number(rating), needs(need)))
    return {
        person: sorted(events, key=lambda one: (one.date, one.answered, one.relationship or 0, sorted(one.needs)))
        for person, events in log.items()
    }


def _support(cohort: Cohort, as_of: dt.date) -> Mapping[str, list[Support]]:
    frame, log = records(cohort, "support"), defaultdict(list)
    for person, day, by, outcome in zip(frame["person_id"], frame["date"], frame["by"], frame["outcome"], strict=True):
        if day is not None and day <= as_of:
            log[person].append(Support(day, _text(by), _text(outcome)))
    return log


def _goals(cohort: Cohort, as_of: dt.date) -> Mapping[str, list[GoalRecord]]:
    frame, log = records(cohort, "goals"), defaultdict(list)
    columns = (frame[name] for name in ("person_id", "goal", "date", "weight", "baseline", "level"))
    for person, goal, day, weight, baseline, level in zip(*columns, strict=True):
        if day is None or day <= as_of:
            counts = 1.0 if number(weight) is None else number(weight)
            log[person].append(GoalRecord(goal, day, counts, number(baseline), number(level)))
    return {
        person: sorted(goals, key=lambda one: (one.date or dt.date.min, one.goal, -9 if one.level is None else one.level))
        for person, goals in log.items()
    }
