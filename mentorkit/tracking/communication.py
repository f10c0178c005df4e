"""Who hears what, when: the cohort's communication by week, from its dates."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from pandas import DataFrame

from mentorkit.model.cohort import Cohort
from mentorkit.tracking.messages import is_pulse_week

CHANNELS = ("message", "call", "group", "e-mail", "in-person")
_LATER_MONTHS = (3, 12)


def communication_plan(cohort: Cohort) -> DataFrame:
    """
    Give what goes out in each week: `week, date, what, to, channel`, in the order of dates.

    Week 1 begins on the cohort's first day, so the welcome stands in week 0; `date` is the first day of
    the week, or the day itself for what comes after the end. `to` is `mentees`, `mentors`, `both` or
    `partners`. The sessions have a calendar of their own.
    """
    starts, ends, weeks = cohort.starts, cohort.ends, cohort.program.weeks

    def week_day(week: int) -> dt.date:
        return starts + dt.timedelta(weeks=week - 1)

    pulses = [week for week in range(2, weeks + 1) if is_pulse_week(cohort, week_day(week))]
    middle = weeks // 2 + 1
    rows = [
        (0, "welcome", "both", "message"),
        (1, "first-meeting", "both", "message"),
        *((week, "support-call", "both", "call") for week in range(3, weeks - 1, 4)),
        *((week, "pulse", "both", "message") for week in pulses),
        *((week + 1, "you-said", "both", "group") for week in pulses),
        *((week + 1, "milestones", "both", "group") for week in pulses),
        (middle, "mid-point", "both", "message"),
        (middle, "partner-report", "partners", "e-mail"),
        (weeks - 2, "closing", "both", "message"),
        (weeks, "certificates", "both", "in-person"),
        (weeks, "thanks", "partners", "e-mail"),
    ]
    dated = [(week, week_day(week), *rest) for week, *rest in rows]
    later = [(pd.Timestamp(ends) + pd.DateOffset(months=months)).date() for months in _LATER_MONTHS]
    dated += [((day - starts).days // 7 + 1, day, "follow-up", "mentees", "message") for day in later]
    frame = DataFrame(dated, columns=["week", "date", "what", "to", "channel"])
    frame = frame.sort_values(["date", "channel", "what"], kind="stable").reset_index(drop=True)
    return frame.assign(date=pd.to_datetime(frame["date"]))
