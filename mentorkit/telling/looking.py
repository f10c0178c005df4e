"""What the cells of notebook 5 share: its words, the states of the pairs, and the day they are looked at."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from mentorkit.telling.desk import Desk, once
from mentorkit.telling.labels import headed, label
from mentorkit.tracking import calls, log, messages, milestones, pulse, states, weeks

if TYPE_CHECKING:
    from pandas import DataFrame


def say(desk: Desk, key: str, /, **values) -> str:
    """Give a text of notebook 5 as plain text."""
    return label("progress", desk, key, **values)


def titled(frame: DataFrame, desk: Desk) -> DataFrame:
    """Give a table with its headings in the reader's language."""
    return headed("progress", desk, frame)


def pair_logs(desk: Desk) -> list[log.PairLog]:
    """Give what is on record about each pair up to the desk's day, computed once."""
    return once(desk, "pair_logs", lambda: log.pair_logs(desk.cohort, desk.pairs, desk.as_of))


def pair_table(desk: Desk) -> DataFrame:
    """Give the states of the pairs on the desk's day, computed once."""
    return once(
        desk,
        "pair_table",
        lambda: states.pair_states(desk.cohort, desk.pairs, desk.as_of, desk.language, logs=pair_logs(desk)),
    )


def call_table(desk: Desk) -> DataFrame:
    """Give the pairs to call on the desk's day, computed once."""
    return once(
        desk,
        "call_table",
        lambda: calls.call_list(pair_table(desk), desk.cohort, desk.as_of, logs=pair_logs(desk)),
    )


def letter_table(desk: Desk) -> DataFrame:
    """Give the messages that fit the desk's day, computed once."""
    return once(
        desk, "letter_table", lambda: messages.messages(desk.cohort, pair_table(desk), desk.language, as_of=desk.as_of)
    )


def engagement_table(desk: Desk, every: int = 1) -> DataFrame:
    """Give engagement by week, or by so many weeks together, up to the desk's day."""
    return once(
        desk, f"engagement_{every}", lambda: weeks.engagement(desk.cohort, desk.pairs, desk.as_of, every, logs=pair_logs(desk))
    )


def milestone_table(desk: Desk) -> DataFrame:
    """Give the milestones each pair has reached by the desk's day, computed once."""
    return once(
        desk, "milestone_table", lambda: milestones.milestones(desk.cohort, desk.pairs, desk.as_of, logs=pair_logs(desk))
    )


def pulse_table(desk: Desk) -> DataFrame:
    """Give the monthly pulse of both sides up to the desk's day, computed once."""
    return once(desk, "pulse_table", lambda: pulse.pulse_by_month(desk.cohort, desk.as_of))


def mail_sheet(letters: DataFrame) -> bytes:
    """Give messages as a mail-merge sheet that word processors open with its accents (UTF-8 with its mark)."""
    from mentorkit.io.results import csv_text

    return csv_text(messages.mail_merge(letters)).encode("utf-8-sig")


def living(desk: Desk) -> Desk:
    """Give the desk on a day when pairs were live: its own, or a Monday three fifths into a programme that has ended."""
    if desk.cohort.starts is None or desk.as_of < desk.cohort.ends:
        return desk
    if (pair_table(desk)["state"] != "closed").any():
        return desk
    day = desk.cohort.starts + (desk.cohort.ends - desk.cohort.starts) * 3 // 5
    day -= dt.timedelta(days=day.weekday())
    if "living" not in desk.__dict__:
        back = replace(desk, as_of=day)
        back.__dict__["pairs"] = desk.pairs
        desk.__dict__["living"] = back
    return desk.__dict__["living"]
