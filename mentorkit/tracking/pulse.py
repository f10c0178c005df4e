"""The monthly pulse of both sides, what they said of the programme, and what was done about it."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from pandas import DataFrame

from mentorkit.model.cohort import Cohort
from mentorkit.tracking.log import is_yes, needs, number, records, up_to
from mentorkit.tracking.safety import requests, safety_words

PULSE_COLUMNS = ("month", "side", "asked", "answered", "share", "ratings", "relationship", "good", "requests")
_GOOD = 4


def pulse_by_month(cohort: Cohort, as_of: dt.date) -> DataFrame:
    """
    Give what the check-ins of each calendar month say, by side: see `PULSE_COLUMNS`.

    `asked` and `answered` count people, each once a month, and `share` is answered ÷ asked.
    `relationship` is the mean of each person's last rating of the month (1 to 5), over `ratings` people,
    of whom `good` gave 4 or 5; `requests` are people who asked for something (safety never counts here).
    """
    log = up_to(records(cohort, "checkins"), as_of)
    words = safety_words(cohort.program)
    sides = {id: side for side in ("mentees", "mentors") for id in getattr(cohort, side).index}
    people: dict[tuple[str, str], dict[str, list]] = {}
    cells = (log[name].tolist() for name in ("person_id", "date", "answered", "relationship", "needs_support"))
    for person, day, answered, rating, need in sorted(zip(*cells, strict=True), key=lambda row: (row[1], row[0])):
        if person in sides:
            month = people.setdefault((f"{day:%Y-%m}", sides[person]), {})
            month.setdefault(person, []).append((is_yes(answered), number(rating), requests(needs(need), words)))
    rows = [(*key, *_month(month)) for key, month in sorted(people.items())]
    return DataFrame(rows, columns=list(PULSE_COLUMNS)).astype({"share": float, "relationship": float})


def _month(people: dict[str, list]) -> tuple:
    answered = {person: [one for one in asked if one[0]] for person, asked in people.items()}
    answered = {person: ones for person, ones in answered.items() if ones}
    last = [[one[1] for one in ones if one[1] is not None][-1:] for ones in answered.values()]
    ratings = [rating[0] for rating in last if rating]
    mean = sum(ratings) / len(ratings) if ratings else None
    requests = sum(any(one[2] for one in ones) for ones in answered.values())
    good = sum(rating >= _GOOD for rating in ratings)
    return len(people), len(answered), len(answered) / len(people), len(ratings), mean, good, requests


def you_said(cohort: Cohort, as_of: dt.date) -> DataFrame:
    """
    Give what was said and done, newest first: `date, who, said, did, by, answered`.

    `who` is `mentees`, `mentors` or `both`; `answered` is False while nothing was done and nobody said why not.
    """
    frame = up_to(records(cohort, "actions"), as_of)
    frame = frame.assign(who=frame["who"].fillna("both"), answered=frame["did"].notna())
    frame = frame.sort_values(["date", "said"], ascending=[False, True], kind="stable").reset_index(drop=True)
    frame = frame[["date", "who", "said", "did", "by", "answered"]]
    return frame.assign(date=pd.to_datetime(frame["date"])).astype({"answered": bool})


def told_back(cohort: Cohort, as_of: dt.date, side: str) -> list[tuple[str, str | None]]:
    """Give what one side (`mentees` or `mentors`) is told: what they or both said, and what was done, oldest first."""
    table = you_said(cohort, as_of)
    table = table[table["who"].isin([side, "both"])].iloc[::-1]
    return [(said, did if isinstance(did, str) else None) for said, did in zip(table["said"], table["did"], strict=True)]
