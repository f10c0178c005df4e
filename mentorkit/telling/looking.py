"""What the cells of notebook 5 share: its words, the states of the pairs, and the day they are looked at."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from pandas import DataFrame

from mentorkit.telling.desk import Desk, once
from mentorkit.telling.labels import Voice
from mentorkit.telling.stories import Letter, Outbox
from mentorkit.tracking import calls, log, messages, milestones, pulse, states, weeks

VOICE = Voice("progress")
say, worded, sheet_of = VOICE.label, VOICE.worded, VOICE.sheet
OVER = ("paused", "closed")
"""States of pairs that nobody calls."""


@once
def pair_logs(desk: Desk) -> list[log.PairLog]:
    """Give what is on record about each pair up to the desk's day."""
    return log.pair_logs(desk.cohort, desk.pairs, desk.as_of)


@once
def pair_table(desk: Desk) -> DataFrame:
    """Give the states of the pairs on the desk's day."""
    return states.pair_states(desk.cohort, desk.pairs, desk.as_of, desk.language, logs=pair_logs(desk))


def live_pairs(desk: Desk) -> DataFrame:
    """Give the states of the pairs that are neither paused nor closed."""
    table = pair_table(desk)
    return table[~table["state"].isin(OVER)]


@once
def call_table(desk: Desk) -> DataFrame:
    """Give the pairs to call on the desk's day."""
    return calls.call_list(pair_table(desk), desk.cohort, desk.as_of, logs=pair_logs(desk))


@once
def letter_table(desk: Desk) -> DataFrame:
    """Give the messages that fit the desk's day."""
    return messages.messages(desk.cohort, pair_table(desk), desk.language, as_of=desk.as_of)


@once
def engagement_table(desk: Desk, every: int = 1) -> DataFrame:
    """Give engagement by week, or by so many weeks together, up to the desk's day."""
    return weeks.engagement(desk.cohort, desk.pairs, desk.as_of, every, logs=pair_logs(desk))


@once
def milestone_table(desk: Desk) -> DataFrame:
    """Give the milestones each pair has reached by the desk's day."""
    return milestones.milestones(desk.cohort, desk.pairs, desk.as_of, logs=pair_logs(desk))


@once
def pulse_table(desk: Desk) -> DataFrame:
    """Give the monthly pulse of both sides up to the desk's day."""
    return pulse.pulse_by_month(desk.cohort, desk.as_of)


def mail_sheet(letters: DataFrame) -> bytes:
    """Give messages as a mail-merge sheet that word processors open with its accents (UTF-8 with its mark)."""
    from mentorkit.io.results import csv_text

    return csv_text(messages.mail_merge(letters)).encode("utf-8-sig")


def full_outbox(desk: Desk, table: DataFrame, caption: str) -> Outbox:
    """Give messages in full, with links that open WhatsApp."""
    letters = [
        Letter(f"{row.person_id} {row.name}".strip(), say(desk, f"occasion-{row.occasion}"), row.text, row.whatsapp)
        for row in table.itertuples(index=False)
    ]
    return Outbox(letters, caption, say(desk, "outbox-open"), say(desk, "outbox-no-link"))


@once
def living(desk: Desk) -> Desk:
    """Give the desk on a day when pairs were live: its own, or a Monday three fifths into a programme that has ended."""
    if desk.cohort.starts is None or desk.as_of < desk.cohort.ends or (pair_table(desk)["state"] != "closed").any():
        return desk
    day = desk.cohort.starts + (desk.cohort.ends - desk.cohort.starts) * 3 // 5
    back = replace(desk, as_of=day - dt.timedelta(days=day.weekday()))
    back.__dict__["pairs"] = desk.pairs
    return back
