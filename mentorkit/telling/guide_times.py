"""The trainers' logs of a programme's cohorts, and how long each block really took."""

from __future__ import annotations

import pandas as pd
from pandas import DataFrame

from mentorkit.guides.feedback import block_times
from mentorkit.telling.desk import Desk, once, program_folder


@once
def past_logs(desk: Desk) -> tuple[DataFrame, list[str]]:
    """
    Give the trainers' logs of the programme's cohorts up to the desk's day, and the cohorts that could not be read.

    Invented cohorts say nothing about real ones, so only those of the desk's own kind count.
    """
    from mentorkit.io.deliveries import session_logs

    folder = desk.cohort.folder
    own = desk.cohort.tables["session_log"].assign(cohort=desk.cohort.name)
    frames, unread = session_logs(program_folder(folder), desk.cohort.settings.synthetic, besides=folder)
    frames = [own, *frames]
    logs = pd.concat([frame for frame in frames if len(frame)] or [own], ignore_index=True)
    known = pd.Series([day is None or day != day or day <= desk.as_of for day in logs["date"]], index=logs.index, dtype=bool)
    return logs[known].reset_index(drop=True), unread


@once
def times(desk: Desk) -> DataFrame:
    """Give how long each block really took over the last three deliveries of its session."""
    return block_times(past_logs(desk)[0], desk.guides)
