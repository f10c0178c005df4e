"""Whom to call this week, and how the work of calling is spread."""

from __future__ import annotations

import datetime as dt
from itertools import accumulate

import pandas as pd
from pandas import DataFrame

from mentorkit.model.cohort import Cohort
from mentorkit.model.standards import Tracking
from mentorkit.tracking.log import PairLog, pair_logs, records, up_to
from mentorkit.tracking.rules import LEAVING, limits, unanswered_run
from mentorkit.tracking.safety import requests, safety_words

CALL_COLUMNS = (
    "place", "mentee_id", "mentor_id", "state", "rules", "since", "asked", "call", "minutes", "by", "promised",
    "last_contact", "last_support", "next_step", "caller", "this_week",
)
_URGENCY = {"urgent": 0, "unknown": 1, "needs-check-in": 2, "on-track": 3, "too-early": 3}


def call_list(states: DataFrame, cohort: Cohort, as_of: dt.date, *, logs: list[PairLog] | None = None) -> DataFrame:
    """
    Give the pairs to call, most urgent first, and mark those that fit into this week's staff hours.

    Order: urgent, unknown, needs check-in, then people who asked for something in their last check-in; inside each,
    more rules first, then the longest wait, then ids. `call` says which side (`mentee`, `mentor`, `both`), `asked`
    the codes they named (never safety), `by` and `promised` who of staff spoke to them last and what came of it.
    `caller` is who calls now: whoever spoke last, while the hours in `tracking.staff` last, else the one with most
    hours left; without `tracking.staff`, the hours are the whole team's and whoever spoke last calls again.
    """
    found = pair_logs(cohort, states[["mentee_id", "mentor_id"]], as_of) if logs is None else logs
    by_pair = {(log.mentee_id, log.mentor_id): log for log in found}
    rows = [_call(state, by_pair[state.mentee_id, state.mentor_id], cohort) for state in states.itertuples(index=False)]
    rows = sorted((row for row in rows if row), key=_urgency)
    frame = DataFrame(rows, columns=list(CALL_COLUMNS[1:-2]))
    frame.insert(0, "place", range(1, len(frame) + 1))
    shared = _shared_out(rows, cohort.program.tracking)
    frame["caller"] = [caller for caller, _ in shared]
    frame["this_week"] = [fits for _, fits in shared]
    return frame.astype({"caller": object, "this_week": bool})


def _shared_out(rows: list[dict], tracking: Tracking) -> list[tuple[str | None, bool]]:
    """Who makes each call, and whether it still fits into this week's hours."""
    if not tracking.staff:
        spent, budget = accumulate(row["minutes"] for row in rows), tracking.staff_hours_per_week * 60
        return [(row["by"], minutes <= budget) for row, minutes in zip(rows, spent, strict=True)]
    left = {name: hours * 60 for name, hours in sorted(tracking.staff.items())}
    shared = []
    for row in rows:
        known, minutes = row["by"] if row["by"] in left else None, row["minutes"]
        free = max(left, key=left.get)
        caller = known if known and left[known] >= minutes else free
        fits = left[caller] >= minutes
        shared.append((caller if fits else known or free, fits))
        left[caller] -= minutes if fits else 0
    return shared


def hours_a_week(tracking: Tracking) -> float:
    """Give the hours that staff have for calls: the sum of `tracking.staff`, else the team's own figure."""
    return sum(tracking.staff.values()) if tracking.staff else tracking.staff_hours_per_week


def _call(state: tuple, log: PairLog, cohort: Cohort) -> dict | None:
    asked = _asked(log, safety_words(cohort.program))
    if state.state in ("paused", "closed") or (_URGENCY[state.state] == 3 and not asked):
        return None
    side = _side(state, log, asked)
    last = max(log.support, key=lambda contact: contact.date, default=None)
    minutes = cohort.program.tracking.minutes_per_call * (2 if side == "both" else 1)
    return {
        "mentee_id": state.mentee_id, "mentor_id": state.mentor_id, "state": state.state, "rules": state.rules,
        "since": state.since, "asked": "; ".join(sorted(set().union(*asked.values()))), "call": side,
        "minutes": minutes, "by": last and last.by, "promised": last and last.outcome,
        "last_contact": state.last_contact, "last_support": state.last_support, "next_step": state.next_step,
    }


def _asked(log: PairLog, safety: frozenset[str]) -> dict[str, frozenset[str]]:
    """What each side named in the last answered check-in: never safety, and not what R6 says already."""
    sides = {"mentee": log.mentee_checkins, "mentor": log.mentor_checkins}
    last = {side: [c.needs for c in checkins if c.answered][-1:] for side, checkins in sides.items()}
    named = {side: requests(needs[0] if needs else frozenset(), safety) for side, needs in last.items()}
    named["mentor"] -= LEAVING
    return {side: codes for side, codes in named.items() if codes}


def _side(state: tuple, log: PairLog, asked: dict) -> str:
    rules = set(filter(None, state.rules.split("; ")))
    if state.state in ("on-track", "too-early"):
        return "both" if len(asked) == 2 else next(iter(asked))
    if rules == {"R6"}:
        return "mentor"
    if rules == {"R7"}:
        return "mentee"
    if rules == {"R4"}:
        silent = {
            "mentee": len(unanswered_run(log.mentee_checkins)), "mentor": len(unanswered_run(log.mentor_checkins))
        }
        return "both" if silent["mentee"] == silent["mentor"] else max(silent, key=silent.get)
    return "both"


def _urgency(row: dict) -> tuple:
    count = len(row["rules"].split("; ")) if row["rules"] else 0
    since = row["since"] if pd.notna(row["since"]) else pd.Timestamp.max
    return _URGENCY[row["state"]], -count, since, row["mentee_id"], row["mentor_id"]


def support_cadence(
    states: DataFrame, cohort: Cohort, as_of: dt.date, *, logs: list[PairLog] | None = None
) -> DataFrame:
    """
    Give each live pair's days since staff spoke to either side, and whether that is on time.

    Counted from the last contact, or from the pair's first day. `standing` is `on-time`, `due`
    (past the amber limit), `overdue` (past the red one), or `unknown` where no support log is kept.
    `logs` may hold those of more pairs, closed ones too.
    """
    amber, red = limits(cohort.program).staff_contact
    live = states.loc[~states["state"].isin(["paused", "closed"]), ["mentee_id", "mentor_id"]]
    asked = set(zip(live["mentee_id"], live["mentor_id"], strict=True))
    rows = []
    for log in pair_logs(cohort, live, as_of) if logs is None else logs:
        if (log.mentee_id, log.mentor_id) not in asked:
            continue
        days = (as_of - max(log.begins, log.last_support or log.begins)).days
        standing = "overdue" if days > red else "due" if days > amber else "on-time"
        rows.append((log.mentee_id, log.mentor_id, days, standing if "support" in log.kept else "unknown"))
    return DataFrame(rows, columns=["mentee_id", "mentor_id", "days", "standing"])


def workload(cohort: Cohort, as_of: dt.date, days: int = 28) -> DataFrame:
    """
    Give each staff member's contacts in the last days: `by, contacts, people, hours_per_week`.

    Hours are contacts times the programme's minutes for a call; contacts without a name stand under "–".
    """
    log = records(cohort, "support")
    first = as_of - dt.timedelta(days=days)
    recent = up_to(log, as_of)
    recent = recent[recent["date"].map(lambda day: day > first).astype(bool)]
    groups = recent.assign(by=recent["by"].fillna("–")).groupby("by", sort=True)["person_id"]
    frame = DataFrame({"contacts": groups.size(), "people": groups.nunique()}).rename_axis("by").reset_index()
    frame["hours_per_week"] = frame["contacts"] * cohort.program.tracking.minutes_per_call / 60 / (days / 7)
    return frame
