"""From taking part to giving back: who may come back, in which role, and how many hours it takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd
from pandas import DataFrame

from mentorkit.model.cohort import Cohort
from mentorkit.model.consent import CONTACT, withheld
from mentorkit.tracking.closing import PRIVATE_REASONS, first_closures
from mentorkit.tracking.log import PairLog, records, up_to
from mentorkit.tracking.milestones import completion
from mentorkit.tracking.states import meetings_due
from mentorkit.tracking.wording import return_roles

ROLE_COLUMNS = ("role", "ask", "meetings", "meeting_hours", "session_hours", "other_hours", "hours", "hours_in_all")


def comeback_pipeline(
    cohort: Cohort, pairs: DataFrame, as_of: dt.date, *, logs: Sequence[PairLog] | None = None
) -> DataFrame:
    """
    Give who may return and who did: `person_id, side, completed, became, date, ask`.

    `became` is the latest of became-mentor, became-ambassador or returned; `ask` marks people who
    completed, were not closed for fit or safety, have not returned yet, and agreed to being written to afterwards (`contact`).
    """
    done = completion(cohort, pairs, as_of, logs=logs)
    closures = first_closures(cohort, as_of)
    private = closures[closures["reason"].isin(list(PRIVATE_REASONS))]
    barred = set(private["mentee_id"]) | set(private["mentor_id"]) | set(withheld(cohort, CONTACT))
    became = _returns(cohort, as_of)
    rows = []
    for side in ("mentee", "mentor"):
        finished = done.groupby(f"{side}_id")["completed"].any()
        for person, completed in finished.items():
            kind, day = became.get(person, (None, None))
            ask = bool(completed) and kind is None and person not in barred
            rows.append((person, side, bool(completed), kind, day, ask))
    frame = DataFrame(rows, columns=["person_id", "side", "completed", "became", "date", "ask"]).sort_values("person_id")
    frame = frame.astype({"completed": bool, "ask": bool})
    return frame.assign(date=pd.to_datetime(frame["date"])).reset_index(drop=True)


def _returns(cohort: Cohort, as_of: dt.date) -> dict[str, tuple[str, dt.date | None]]:
    frame = up_to(records(cohort, "outcomes"), as_of, undated=True)
    frame = frame[frame["kind"].isin(["became-mentor", "became-ambassador", "returned"])]
    rows = zip(frame["person_id"], frame["kind"], frame["date"], strict=True)
    ordered = sorted(rows, key=lambda row: (row[2] or dt.date.min, row[1]))
    return {person: (kind, day) for person, kind, day in ordered}


def role_hours(
    cohort: Cohort, pipeline: DataFrame, as_of: dt.date, minutes: Mapping[str, float], mentors_attend: frozenset[str]
) -> DataFrame:
    """
    Give what each role of `tracking.return_roles` takes in one cohort: see `ROLE_COLUMNS`.

    `ask` counts those who may be asked. Who leads a pair spends the meetings that a whole programme owes,
    as long as this cohort's meetings were on average, and the sessions that mentors attend; the others
    spend the sessions they help in. `other_hours` are the programme's own figure, `hours` all of it for
    one person and `hours_in_all` for everybody who may be asked; missing where no meeting's length is on record.

    Args:
        as_of: Meetings up to this day count for the length of one.
        minutes: Planned minutes of each session, by code.
        mentors_attend: Codes of the sessions that mentors attend.
    """
    due, length = meetings_due(cohort.starts, cohort.ends, cohort.program.cadence_days), meeting_minutes(cohort, as_of)
    rows = []
    for role in return_roles(cohort.program):
        sides = ("mentee", "mentor") if role.of == "both" else (role.of.removesuffix("s"),)
        ask = int((pipeline["ask"] & pipeline["side"].isin(sides)).sum())
        codes = mentors_attend | set(role.sessions) if role.pair else set(role.sessions)
        sessions = sum(minutes.get(code, 0) for code in codes) / 60
        met = due * length / 60 if role.pair else 0.0
        hours = met + sessions + role.hours
        rows.append((role.id, ask, due if role.pair else 0, met, sessions, role.hours, hours, ask * hours))
    return DataFrame(rows, columns=list(ROLE_COLUMNS))


def meeting_minutes(cohort: Cohort, as_of: dt.date) -> float:
    """Give the mean minutes of the meetings held by a day, each once; NaN where none has its length on record."""
    held = up_to(records(cohort, "meetings"), as_of)
    held = held[held["held"] == "yes"].drop_duplicates(["mentee_id", "mentor_id", "date"])
    return float(held["minutes"].astype(float).mean())
