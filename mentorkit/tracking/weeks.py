"""The cohort week by week: engagement, a strip for each pair, and the network that grows."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence

from pandas import DataFrame, Series

from mentorkit.model.cohort import Cohort
from mentorkit.tracking.log import PairLog, pair_logs, records, up_to

STRIP_CODES = ("met", "answered", "no-show", "cancelled", "no-answer", "no-log", "paused", "not-started", "closed")


def week_of(day: dt.date, starts: dt.date) -> int:
    """
    Give the week of the programme in which a day lies; the first seven days are week 1.

    >>> week_of(dt.date(2026, 2, 9), dt.date(2026, 2, 2))
    2
    """
    return math.floor((day - starts).days / 7) + 1


def weeks_so_far(cohort: Cohort, as_of: dt.date) -> range:
    """Give the programme's weeks that have begun by a day."""
    return range(1, min(week_of(as_of, cohort.starts), cohort.program.weeks) + 1)


def pair_strips(
    cohort: Cohort, pairs: DataFrame, as_of: dt.date, *, logs: Sequence[PairLog] | None = None
) -> DataFrame:
    """
    Give what each pair did in each week: `mentee_id, mentor_id, week, code`.

    The code is the best news of the week: met, answered (a check-in), no-show, cancelled, no-answer
    (a check-in was sent and not answered), no-log (nothing on record, which is not "no meeting"),
    or paused (only the current week is known), not-started, closed.
    """
    weeks = weeks_so_far(cohort, as_of)
    rows = [
        (log.mentee_id, log.mentor_id, week, code)
        for log in (pair_logs(cohort, pairs, as_of) if logs is None else logs)
        for week, code in zip(weeks, _strip(log, cohort.starts, weeks), strict=True)
    ]
    return DataFrame(rows, columns=["mentee_id", "mentor_id", "week", "code"])


def _strip(log: PairLog, starts: dt.date, weeks: range) -> list[str]:
    best: dict[int, int] = {}
    for day, code in _events(log):
        week, place = week_of(day, starts), STRIP_CODES.index(code)
        best[week] = min(place, best.get(week, place))
    first = week_of(log.begins, starts)
    last = week_of(log.closed, starts) if log.closed else math.inf
    return [_code(week, best.get(week), first, last, log.paused and week == weeks[-1]) for week in weeks]


def _events(log: PairLog) -> Iterable[tuple[dt.date, str]]:
    names = {"yes": "met", "no-show": "no-show", "cancelled": "cancelled"}
    yield from ((meeting.date, names[meeting.held]) for meeting in log.meetings)
    checkins = log.mentee_checkins + log.mentor_checkins
    yield from ((checkin.date, "answered" if checkin.answered else "no-answer") for checkin in checkins)


def _code(week: int, event: int | None, first: int, last: float, paused: bool) -> str:
    if week < first:
        return "not-started"
    if week > last:
        return "closed"
    if event is not None:
        return STRIP_CODES[event]
    return "paused" if paused else "no-log"


def engagement(
    cohort: Cohort, pairs: DataFrame, as_of: dt.date, every: int = 1, *, logs: Sequence[PairLog] | None = None
) -> DataFrame:
    """
    Give engagement by week: `week, at_risk, met, contact, silent, unknown, share_met, share_contact`.

    Only weeks that have fully elapsed by the day stand here. `at_risk` are pairs that were live in the
    week, neither closed nor paused; `met` held a meeting; `contact` met or answered; `silent` have only
    no-shows, cancellations or unanswered check-ins; `unknown` have no log. Shares are of those at risk.

    Args:
        every: Weeks taken together, each pair with its best news; `week` is the last of them.
    """
    strips = pair_strips(cohort, pairs, as_of, logs=logs)
    last = -(-strips["week"] // every) * every
    places = strips["code"].map({code: place for place, code in enumerate(STRIP_CODES)})
    best = places.groupby([strips["mentee_id"], strips["mentor_id"], last]).min()
    table = best.groupby([best.index.get_level_values("week"), best]).size().unstack(fill_value=0)
    table = table.reindex(columns=range(len(STRIP_CODES)), fill_value=0).set_axis(list(STRIP_CODES), axis=1)
    table = table[table.index * 7 <= (as_of - cohort.starts).days]
    frame = DataFrame({"week": table.index.astype(int)})
    frame["met"] = table["met"].to_numpy()
    frame["contact"] = (table["met"] + table["answered"]).to_numpy()
    frame["silent"] = table[["no-show", "cancelled", "no-answer"]].sum(axis=1).to_numpy()
    frame["unknown"] = table["no-log"].to_numpy()
    frame.insert(1, "at_risk", frame["contact"] + frame["silent"] + frame["unknown"])
    known = frame["at_risk"].where(frame["at_risk"] > 0)
    return frame.assign(share_met=frame["met"] / known, share_contact=frame["contact"] / known)


def network_growth(cohort: Cohort, as_of: dt.date) -> DataFrame:
    """
    Give introductions by week: `week, made, made_so_far, with_outcome_so_far, mentees_so_far`.

    Introductions without a date are in no week; `introductions_made` counts them too.
    """
    frame = up_to(records(cohort, "introductions"), as_of)
    weeks = frame["date"].map(lambda day: max(1, week_of(day, cohort.starts)))
    rows = []
    for week in weeks_so_far(cohort, as_of):
        made, so_far = int((weeks == week).sum()), frame[weeks <= week]
        rows.append((week, made, len(so_far), int(so_far["outcome"].notna().sum()), so_far["mentee_id"].nunique()))
    return DataFrame(rows, columns=["week", "made", "made_so_far", "with_outcome_so_far", "mentees_so_far"])


def introductions_made(cohort: Cohort, as_of: dt.date) -> Series:
    """Give how many introductions each mentee had by a day, by id; 0 where none is on record."""
    made = up_to(records(cohort, "introductions"), as_of, undated=True)["mentee_id"].value_counts()
    return made.reindex(sorted(cohort.mentees.index), fill_value=0)
