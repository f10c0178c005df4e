"""What became of every match up to a day."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from mentorkit.model.cohort import Cohort
from mentorkit.model.tables import TABLES

MATCH_COLUMNS = (
    "mentee_id", "mentor_id", "begins", "until", "closed", "reason", "held", "first_held", "periods", "periods_met",
    "periods_logged", "lasted", "completed", "early",
)
GOOD_ENDS = ("completed", "goal-reached")
NOTHING_KNOWN = {
    "held": 0, "first_held": pd.NaT, "periods": 0, "periods_met": 0, "periods_logged": 0, "lasted": float("nan")
}


def records(cohort: Cohort, table: str, as_of: dt.date | None = None) -> pd.DataFrame:
    """Give a table with all its canonical columns, dates as timestamps, and nothing dated after a day."""
    names = [column.name for column in TABLES[table].columns]
    frame = cohort.tables.get(table)
    frame = (pd.DataFrame() if frame is None else frame).reindex(columns=names).copy()
    for column in TABLES[table].columns:
        if column.kind == "date":
            frame[column.name] = pd.to_datetime(frame[column.name], errors="coerce")
    if as_of is not None and "date" in frame:
        frame = frame[~(frame["date"] > pd.Timestamp(as_of))]
    return frame.reset_index(drop=True)


def match_table(cohort: Cohort, pairs: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """
    Give a row for every match there ever was, sorted by ids: the pairs of today and those closed before.

    `begins` is the cohort's first day or the date of the pair's `keep` decision where that is later; `until` the
    closure, the cohort's end or the day asked for, whichever comes first. `periods` counts the whole spans of the
    programme's cadence between the two, `periods_met` those with a meeting held, `periods_logged` those with any
    meeting logged (held or not) or a check-in answered by either side. `completed` follows the programme's written
    rule (meetings held and weeks lasted); `early` marks a closure that is no good end and does not meet the rule.
    Meetings outside `begins`…`until`, or logged twice, do not count.
    """
    closures = records(cohort, "closures", as_of)
    ends = closures.sort_values(["date", "reason"]).drop_duplicates(["mentee_id", "mentor_id"], keep="last")
    known = pd.concat([pairs[["mentee_id", "mentor_id"]], ends[["mentee_id", "mentor_id"]]]).dropna().astype(str)
    known = known.drop_duplicates().sort_values(["mentee_id", "mentor_id"], ignore_index=True)
    if known.empty:
        return pd.DataFrame(columns=list(MATCH_COLUMNS))
    closed = {(r.mentee_id, r.mentor_id): (r.date, r.reason) for r in ends.itertuples(index=False)}
    logs = _Logs(cohort, as_of)
    rows = [
        logs.match(mentee, mentor, *closed.get((mentee, mentor), (pd.NaT, None)))
        for mentee, mentor in known.itertuples(index=False)
    ]
    return pd.DataFrame(rows, columns=list(MATCH_COLUMNS))


class _Logs:
    """A cohort's meetings and check-ins up to a day, by pair and person."""

    def __init__(self, cohort: Cohort, as_of: dt.date):
        self.program = cohort.program
        self.starts, self.ends = (pd.Timestamp(day) if day else pd.NaT for day in (cohort.starts, cohort.ends))
        self.as_of = pd.Timestamp(as_of)
        meetings = records(cohort, "meetings", as_of).drop_duplicates(["mentee_id", "mentor_id", "date", "held"])
        self.meetings = {key: rows for key, rows in meetings.groupby(["mentee_id", "mentor_id"])}
        checkins = records(cohort, "checkins", as_of)
        answered = checkins[checkins["answered"].map(_yes).astype(bool)]
        self.answered = {person: list(rows["date"].dropna()) for person, rows in answered.groupby("person_id")}
        self.none = meetings.iloc[:0]
        keep = records(cohort, "decisions")
        keep = keep[(keep["decision"] == "keep") & keep["at"].notna()]
        self.kept = keep.groupby(["mentee_id", "mentor_id"])["at"].min().to_dict()

    def match(self, mentee: str, mentor: str, closed: pd.Timestamp, reason: str | None) -> dict[str, object]:
        begins = max(self.starts, self.kept.get((mentee, mentor), self.starts))
        last = self.ends if pd.isna(closed) else closed
        until = min(day for day in (last, self.as_of) if pd.notna(day))
        row = {"mentee_id": mentee, "mentor_id": mentor, "begins": begins, "until": until}
        row |= {"closed": closed, "reason": reason, "completed": False}
        row |= self._figures(mentee, mentor, begins, until) if pd.notna(begins) else NOTHING_KNOWN
        early = pd.notna(closed) and reason not in GOOD_ENDS and not row["completed"]
        return row | {"early": early}

    def _figures(self, mentee: str, mentor: str, begins: pd.Timestamp, until: pd.Timestamp) -> dict[str, object]:
        meetings = self.meetings.get((mentee, mentor), self.none)
        meetings = meetings[(meetings["date"] >= begins) & (meetings["date"] <= until)]
        held = sorted(meetings.loc[meetings["held"] == "yes", "date"])
        told = [*meetings["date"], *self.answered.get(mentee, ()), *self.answered.get(mentor, ())]
        lasted, cadence = max((until - begins).days, 0), self.program.cadence_days
        periods, rule = lasted // cadence, self.program.evaluation.completion
        enough = rule.share_of_weeks * self.program.weeks * 7 - 1e-9
        return {
            "held": len(held),
            "first_held": held[0] if held else pd.NaT,
            "periods": periods,
            "periods_met": _spans(held, begins, cadence, periods),
            "periods_logged": _spans(told, begins, cadence, periods),
            "lasted": float(lasted),
            "completed": len(held) >= rule.meetings and lasted >= enough,
        }


def _spans(days: list[pd.Timestamp], begins: pd.Timestamp, cadence: int, periods: int) -> int:
    """Give how many of the first periods hold at least one of the days."""
    hit = {(day - begins).days // cadence for day in days}
    return sum(0 <= span < periods for span in hit)


def _yes(value: object) -> bool:
    return value is True or str(value).strip().casefold() in ("yes", "true", "sí", "si", "1")
