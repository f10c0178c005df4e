"""What the rules knew of each pair a quarter into its cohort, and how it ended: the material for checking them."""

from __future__ import annotations

import datetime as dt

from pandas import DataFrame

from mentorkit.model.cohort import Cohort
from mentorkit.tracking.calls import call_list
from mentorkit.tracking.early_warning import FLAGGED, day_of_flags, early_closings
from mentorkit.tracking.log import PairLog, pair_logs
from mentorkit.tracking.states import meetings_due, pair_states

PREDICTORS = ("adherence", "days_silent", "missed", "unanswered", "rating")
HISTORY_COLUMNS = ("cohort", "starts", "mentee_id", "mentor_id", "flagged", "place", "early", "lead_days", *PREDICTORS)
OUTCOMES = ("flagged_closed", "flagged_stayed", "calm_closed", "calm_stayed")


def pair_histories(cohort: Cohort, pairs: DataFrame, as_of: dt.date, share: float = 0.25) -> DataFrame:
    """
    Give a row for each pair judged at a share of the programme: see `HISTORY_COLUMNS`.

    `flagged` and `place` are what the rules said on that day (place in the call list), `early` whether
    the pair closed early afterwards, by `as_of`, and `lead_days` how much later. The predictors are those
    of a model: `adherence` (meetings held ÷ due), `days_silent` since the last contact, `missed`
    (no-shows and cancellations), `unanswered` (share of check-ins), `rating` (the lower of the two sides'
    last ratings, or missing). They hold nothing about who somebody is.
    """
    on = day_of_flags(cohort, share)
    states = pair_states(cohort, pairs, on)
    places = {(row.mentee_id, row.mentor_id): row.place for row in call_list(states, cohort, on).itertuples()}
    states = states[~states["state"].isin(["closed", "paused", "too-early"])]
    closed = early_closings(cohort, as_of)
    rows = []
    for state, log in zip(states.itertuples(), pair_logs(cohort, states, on), strict=True):
        pair, flagged = (log.mentee_id, log.mentor_id), state.state in FLAGGED
        lead = (closed[pair] - on).days if pair in closed else None
        known = cohort.name, cohort.starts, *pair, flagged, places.get(pair) if flagged else None, pair in closed, lead
        rows.append((*known, *predictors(log, cohort.program.cadence_days, on)))
    numbers = dict.fromkeys(("place", "lead_days", *PREDICTORS), float)
    return DataFrame(rows, columns=list(HISTORY_COLUMNS)).astype({"flagged": bool, "early": bool} | numbers)


def predictors(log: PairLog, cadence_days: int, on: dt.date) -> tuple[float | None, ...]:
    """Give a pair's predictors on a day, in the order of `PREDICTORS`."""
    due = meetings_due(log.begins, on, cadence_days)
    checkins = log.mentee_checkins + log.mentor_checkins
    sides = ([c.relationship for c in side if c.relationship is not None] for side in (log.mentee_checkins, log.mentor_checkins))
    return (
        len(log.held) / due if due else None,
        (on - (log.last_contact or log.begins)).days,
        sum(meeting.held != "yes" for meeting in log.meetings),
        sum(not checkin.answered for checkin in checkins) / len(checkins) if checkins else None,
        min((ratings[-1] for ratings in sides if ratings), default=None),
    )


def confusion(histories: DataFrame) -> DataFrame:
    """
    Give flags against early closures, a row a cohort in the order of their first days.

    Columns: `cohort, pairs`, the four counts of `OUTCOMES`, `sensitivity` (early closures that were
    flagged), `specificity` (pairs that stayed and were not), `precision` (flags that were right), the
    median `lead_days` of the right flags, and `calls`: pairs that had to be called for it.
    """
    rows = []
    for (_, name), group in histories.groupby(["starts", "cohort"], sort=True):
        flag, gone = group["flagged"].to_numpy(bool), group["early"].to_numpy(bool)
        counts = [int((a & b).sum()) for a, b in ((flag, gone), (flag, ~gone), (~flag, gone), (~flag, ~gone))]
        right, false, missed, calm = counts
        shares = (_share(right, right + missed), _share(calm, calm + false), _share(right, right + false))
        rows.append((name, len(group), *counts, *shares, group.loc[flag & gone, "lead_days"].median(), right + false))
    shares = ["sensitivity", "specificity", "precision", "lead_days"]
    frame = DataFrame(rows, columns=["cohort", "pairs", *OUTCOMES, *shares, "calls"])
    return frame.astype(dict.fromkeys(shares, float))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
