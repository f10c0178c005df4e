"""How well the rules would have warned: flags on a day against the pairs that closed early afterwards."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pandas import DataFrame

from mentorkit.model.cohort import Cohort
from mentorkit.tracking.log import closing_days, records
from mentorkit.tracking.milestones import ENDED_WELL
from mentorkit.tracking.states import pair_states

FLAGGED = ("urgent", "needs-check-in", "unknown")


@dataclass(frozen=True)
class WarningCheck:
    """
    Flags on one day against early closures after it; shares are None where nothing is to divide by.

    A flag means "call them", never "this pair will fail": the largest published study of a model reached
    sensitivity 0.43 and specificity 0.75.

    Source:
        Lyons & Edwards (2022).
    """

    on: dt.date
    flagged_closed: int
    flagged_stayed: int
    calm_closed: int
    calm_stayed: int
    median_lead_days: float | None

    @property
    def sensitivity(self) -> float | None:
        """Share of the early closures that were flagged."""
        return _share(self.flagged_closed, self.flagged_closed + self.calm_closed)

    @property
    def specificity(self) -> float | None:
        """Share of the pairs that stayed and were not flagged."""
        return _share(self.calm_stayed, self.calm_stayed + self.flagged_stayed)

    @property
    def precision(self) -> float | None:
        """Share of the flags that were followed by an early closure."""
        return _share(self.flagged_closed, self.flagged_closed + self.flagged_stayed)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def warning_check(cohort: Cohort, pairs: DataFrame, as_of: dt.date, share: float = 0.25) -> WarningCheck:
    """
    Give how the flags at a share of the programme's length compare with what happened by a day.

    Early closures are those before the programme's end for any reason but completed and goal-reached;
    pairs closed by the day of the flags, paused then, or not yet judged are left out.

    Args:
        cohort: The cohort with its logs.
        pairs: The pairs that were matched.
        as_of: The day until which closures count.
        share: When the flags are taken, as a share of the programme's days.
    """
    on = day_of_flags(cohort, share)
    states = pair_states(cohort, pairs, on)
    states = states[~states["state"].isin(["closed", "paused", "too-early"])]
    closed = early_closings(cohort, as_of)
    counts = {(flag, gone): 0 for flag in (True, False) for gone in (True, False)}
    leads = []
    for state in states.itertuples(index=False):
        flag, day = state.state in FLAGGED, closed.get((state.mentee_id, state.mentor_id))
        counts[flag, day is not None] += 1
        leads += [(day - on).days] if flag and day is not None else []
    lead = float(sorted(leads)[len(leads) // 2] + sorted(leads)[(len(leads) - 1) // 2]) / 2 if leads else None
    return WarningCheck(
        on, counts[True, True], counts[True, False], counts[False, True], counts[False, False], lead
    )


def day_of_flags(cohort: Cohort, share: float = 0.25) -> dt.date:
    """Give the day at a share of the programme's length."""
    return cohort.starts + dt.timedelta(days=round((cohort.ends - cohort.starts).days * share))


def early_closings(cohort: Cohort, as_of: dt.date) -> dict[tuple[str, str], dt.date]:
    """Give the closing day of each pair that closed before the programme's end without having finished."""
    frame = records(cohort, "closures")
    good = frame[frame["reason"].isin(list(ENDED_WELL))]
    well = set(zip(good["mentee_id"], good["mentor_id"], strict=True))
    return {
        pair: day
        for pair, day in closing_days(cohort, as_of).items()
        if pair not in well and day < cohort.ends
    }
