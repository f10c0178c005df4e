"""What came back from the rooms of the example cohort: trainers' minutes and exit cards."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Mapping, Sequence

from mentorkit.example import invented as words
from mentorkit.model.curriculum import Block, Guide, Session
from mentorkit.planning.schedule import free_day, holiday_dates, session_date

PACE = {
    "welcome": 1.15, "input": 1.1, "solo": 1.0, "pair": 1.1, "triad": 1.5, "group": 1.05, "roleplay": 1.25, "debrief": 1.0, "break": 1.2,
    "close": 0.9,
}
"""How much longer than planned each kind of block tends to take."""
GRACE = 5
CARDS = 0.85
NAMED = 0.9
Row = dict[str, str]


def room_logs(
    chance: random.Random, guides: Mapping[str, Guide], attendance: Sequence[Mapping[str, str]], starts: dt.date, country: str
) -> tuple[list[Row], list[Row]]:
    """Give the rows of `session_log` and `exit_cards` for the sessions that somebody attended."""
    closed = holiday_dates(country, range(starts.year - 1, starts.year + 2))
    present: dict[str, list[str]] = {}
    for row in attendance:
        if row["status"] == "present":
            present.setdefault(row["session"], []).append(row["person_id"])
    log: list[Row] = []
    cards: list[Row] = []
    for code, guide in guides.items():
        people = present.get(code, [])
        day = free_day(session_date(starts, guide.session.week), closed)
        for room in range(math.ceil(len(people) / guide.session.group.max)):
            log += _delivery(chance, guide.session, day, words.TRAINERS[room % len(words.TRAINERS)])
        cards += [row for person in people if chance.random() < CARDS for row in _card(chance, guide.session, person)]
    return log, cards


def _delivery(chance: random.Random, session: Session, day: dt.date, trainer: str) -> list[Row]:
    """Give one trainer's minutes: what runs over is taken from the blocks behind, optional ones first."""
    rows, left = [], session.duration + GRACE
    for place, block in enumerate(session.blocks):
        later = sum(one.min for one in session.blocks[place + 1 :] if one.core)
        wanted = max(1, round(block.minutes * max(0.6, chance.gauss(PACE[block.type], 0.1))))
        minutes = _fitted(block, wanted, left - later)
        left -= minutes
        rows.append({
            "session": session.id, "date": f"{day:%d/%m/%Y}", "block": block.id, "planned": str(block.minutes), "minutes": str(minutes),
            "by": trainer, "note": _note(chance, block, minutes),
        })
    return rows


def _fitted(block: Block, wanted: int, room: int) -> int:
    if wanted <= room:
        return wanted
    return max(block.min, room) if block.core else room if room >= max(5, block.min) else 0


def _note(chance: random.Random, block: Block, minutes: int) -> str:
    if minutes == 0:
        return chance.choice(words.SKIPPED)
    if minutes > 1.35 * block.minutes:
        return chance.choice(words.LATE)
    return ""


def _card(chance: random.Random, session: Session, person: str) -> list[Row]:
    name = person if chance.random() < NAMED else ""
    return [
        {"session": session.id, "person_id": name, "question": asked.id, "answer": answer}
        for asked in session.exit
        if (answer := _answer(chance, asked, session.audience == ["mentors"]))
    ]


def _answer(chance: random.Random, asked, mentors: bool) -> str:
    if asked.kind == "open":
        said = words.MENTORS_SAID if mentors else words.TAKEN_HOME
        return chance.choice(said) if chance.random() < 0.8 else ""
    low, high = asked.min or 1, asked.max or 5
    return str(max(low, min(high, round(chance.gauss(low + 0.75 * (high - low), 0.9)))))
