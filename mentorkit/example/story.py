"""What happens to the pairs of the example cohort, week by week, until after the end."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from mentorkit.example import invented as words

WAYS = (("steady", 0.52), ("slow", 0.14), ("fading", 0.12), ("no-shows", 0.08), ("misfit", 0.08), ("dropped", 0.06))
SESSIONS = {"S00": -1, "S01": 1, "S02": 3, "S03": 5, "S04": 7, "S05": 9, "S06": 11, "S07": 13, "S08": 15, "S09": 17, "S10": 19}
MODULES = {"T1": -2, "T2": -1, "T3": 5, "T4": 10, "T5": 16}
_REASONS = {
    "slow": "mentor-time", "fading": "mentee-time", "no-shows": "no-contact", "misfit": "fit", "dropped": "mentor-moved",
}


@dataclass
class Story:
    """The cohort's logs as rows of text cells, by table, and each mentee's way through the programme."""

    meetings: list[dict[str, str]] = field(default_factory=list)
    attendance: list[dict[str, str]] = field(default_factory=list)
    checkins: list[dict[str, str]] = field(default_factory=list)
    goals: list[dict[str, str]] = field(default_factory=list)
    introductions: list[dict[str, str]] = field(default_factory=list)
    support: list[dict[str, str]] = field(default_factory=list)
    closures: list[dict[str, str]] = field(default_factory=list)
    actions: list[dict[str, str]] = field(default_factory=list)
    outcomes: list[dict[str, str]] = field(default_factory=list)
    exit_cards: list[dict[str, str]] = field(default_factory=list)
    session_log: list[dict[str, str]] = field(default_factory=list)
    ways: dict[str, str] = field(default_factory=dict)
    closed: dict[tuple[str, str], dt.date] = field(default_factory=dict)


def story(chance: random.Random, pairs: Sequence[tuple[str, str]], starts: dt.date, weeks: int) -> Story:
    """Tell what the pairs do; the same generator state and pairs give the same story."""
    told = Story()
    for mentee, mentor in pairs:
        way = told.ways[mentee] = chance.choices([name for name, _ in WAYS], [weight for _, weight in WAYS])[0]
        last_week = _last_week(chance, way, weeks)
        told.closed[mentee, mentor] = starts + dt.timedelta(weeks=last_week, days=chance.randint(0, 4))
        _meet(chance, told, mentee, mentor, way, starts, last_week)
        _set_goals(chance, told, mentee, way, starts, last_week)
        _introduce(chance, told, mentee, mentor, way, starts, last_week)
        _close(told, mentee, mentor, way, last_week, weeks)
        _after(chance, told, mentee, way, starts, weeks)
    _check_in(chance, told, pairs, starts, weeks)
    _support(chance, told, pairs, starts)
    _attend(chance, told, pairs, starts)
    _mentors_after(chance, told, pairs, starts, weeks)
    _answer_pulse(told, starts)
    return told


def _last_week(chance: random.Random, way: str, weeks: int) -> int:
    if way == "steady":
        return weeks - 1
    if way == "slow":
        return weeks - 1 if chance.random() < 0.75 else chance.randint(12, weeks - 3)
    return {"fading": chance.randint(11, weeks - 2), "no-shows": chance.randint(9, 13), "misfit": chance.randint(4, 8), "dropped": chance.randint(6, 14)}[way]


def _meet(chance: random.Random, told: Story, mentee: str, mentor: str, way: str, starts: dt.date, last_week: int) -> None:
    day = starts + dt.timedelta(days=chance.randint(7, 15) if way != "slow" else chance.randint(18, 34))
    number = 0
    end = told.closed[mentee, mentor]
    while day <= end:
        week = (day - starts).days // 7
        held = _held(chance, way, week)
        if chance.random() > 0.06:  # some meetings are never written down
            told.meetings.append({
                "mentee_id": mentee, "mentor_id": mentor, "date": _day(day), "held": held,
                "minutes": str(chance.choice([40, 45, 50, 50, 60])) if held == "yes" else "",
                "mode": chance.choices(["presencial", "video", "llamada"], [4, 4, 2])[0],
                "topic": words.TOPICS[min(number, len(words.TOPICS) - 1)] if held == "yes" else "",
            })
        number += held == "yes"
        pace = 14 if way in ("steady", "misfit", "dropped") else 14 + week if way == "fading" else 17
        day += dt.timedelta(days=max(5, round(chance.gauss(pace, 3))))


def _held(chance: random.Random, way: str, week: int) -> str:
    odds = {"steady": (0.93, 0.03), "slow": (0.8, 0.08), "fading": (0.85 - week * 0.02, 0.08), "no-shows": (0.45, 0.42), "misfit": (0.75, 0.12), "dropped": (0.85, 0.05)}
    yes, missed = odds[way]
    return chance.choices(["yes", "no-show", "cancelled"], [yes, missed, max(0.02, 1 - yes - missed)])[0]


def _set_goals(chance: random.Random, told: Story, mentee: str, way: str, starts: dt.date, last_week: int) -> None:
    if way in ("misfit", "no-shows") and chance.random() < 0.6:
        return
    for goal in chance.sample(words.GOALS, chance.choices([1, 2, 3], [3, 5, 3])[0]):
        first = chance.randint(10, 12)
        if first > last_week:
            continue
        weight = str(chance.choice([1, 1, 1, 2]))
        level = -1 if chance.random() < 0.8 else -2
        for week, step in ((first, 0), (first + 4, chance.choices([0, 1], [4, 6])[0]), (last_week, chance.choices([0, 1, 2], [4, 5, 2] if way == "steady" else [6, 3, 1])[0])):
            if week <= last_week:
                level = min(2, level + step)
                told.goals.append({
                    "person_id": mentee, "goal": goal, "weight": weight, "baseline": "-1", "level": str(level),
                    "date": _day(starts + dt.timedelta(weeks=week, days=chance.randint(0, 4))),
                })


def _introduce(chance: random.Random, told: Story, mentee: str, mentor: str, way: str, starts: dt.date, last_week: int) -> None:
    most = 3 if way == "steady" else 1
    for _ in range(chance.randint(0, most)):
        week = chance.randint(9, 19)
        if week <= last_week:
            told.introductions.append({
                "mentee_id": mentee, "introduced_by": mentor if chance.random() < 0.8 else "coordinación", "field": chance.choice(list(words.FIELDS)),
                "date": _day(starts + dt.timedelta(weeks=week, days=chance.randint(0, 6))), "outcome": chance.choices(words.DOORS, [5, 2, 2, 2, 2])[0],
            })


def _close(told: Story, mentee: str, mentor: str, way: str, last_week: int, weeks: int) -> None:
    reason = "completed" if last_week >= weeks - 1 else _REASONS.get(way, "mentee-time")
    told.closures.append({"mentee_id": mentee, "mentor_id": mentor, "date": _day(told.closed[mentee, mentor]), "reason": reason})


def _after(chance: random.Random, told: Story, mentee: str, way: str, starts: dt.date, weeks: int) -> None:
    odds = 0.34 if way == "steady" else 0.2
    if chance.random() < odds:
        told.outcomes.append({"person_id": mentee, "date": _day(starts + dt.timedelta(weeks=weeks - 4, days=chance.randint(0, 110))), "kind": "hired"})
    if way == "steady" and chance.random() < 0.12:
        kind = chance.choice(["became-ambassador", "became-mentor", "promoted"])
        told.outcomes.append({"person_id": mentee, "date": _day(starts + dt.timedelta(weeks=weeks, days=chance.randint(10, 80))), "kind": kind})


def _mentors_after(chance: random.Random, told: Story, pairs: Sequence[tuple[str, str]], starts: dt.date, weeks: int) -> None:
    for mentor in sorted({mentor for _, mentor in pairs}):
        if chance.random() < 0.4:
            told.outcomes.append({"person_id": mentor, "date": _day(starts + dt.timedelta(weeks=weeks, days=chance.randint(20, 80))), "kind": "returned"})


def _answer_pulse(told: Story, starts: dt.date) -> None:
    """Write what the monthly pulse said of the programme, and what was done; the last word is still open."""
    heard = (
        (4, "mentees", "Los talleres terminan muy tarde para quienes viven lejos", "Desde S03 empezamos media hora antes", "formadora"),
        (5, "mentors", "No sabemos qué se trabajó en el taller antes de cada encuentro", "El lunes llega la guía de una página del encuentro", "coordinadora"),
        (8, "both", "Cuesta encontrar un lugar tranquilo para reunirse", "Dos aliadas prestan una sala los sábados", "coordinadora"),
        (12, "mentees", "Queremos conocer a más personas de nuestro campo", "En S08 invitamos a doce profesionales", "coordinadora"),
        (16, "mentors", "Queremos seguir en contacto después del cierre", "", "coordinadora"),
    )
    for week, who, said, did, by in heard:
        told.actions.append({"date": _day(starts + dt.timedelta(weeks=week, days=3)), "who": who, "said": said, "did": did, "by": by})


def _check_in(chance: random.Random, told: Story, pairs: Sequence[tuple[str, str]], starts: dt.date, weeks: int) -> None:
    people = [(mentee, mentee, mentor) for mentee, mentor in pairs] + [(mentor, mentee, mentor) for mentee, mentor in _first_pair_of_mentors(pairs)]
    for week in range(4, weeks, 4):
        for person, mentee, mentor in people:
            day = starts + dt.timedelta(weeks=week, days=chance.randint(0, 2))
            if day > told.closed[mentee, mentor]:
                continue
            way = told.ways[mentee]
            answered = chance.random() < {"steady": 0.88, "slow": 0.75, "fading": 0.6, "no-shows": 0.4, "misfit": 0.7, "dropped": 0.6}[way]
            mean = {"steady": 4.4, "slow": 3.9, "fading": 3.8 - week * 0.05, "no-shows": 2.9, "misfit": 2.6, "dropped": 3.8}[way]
            needs = "tiempo" if answered and way == "dropped" and chance.random() < 0.4 else "sí" if answered and chance.random() < 0.06 else ""
            told.checkins.append({
                "person_id": person, "date": _day(day), "answered": "yes" if answered else "no",
                "relationship": str(max(1, min(5, round(chance.gauss(mean, 0.6))))) if answered else "", "needs_support": needs,
            })


def _first_pair_of_mentors(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    first: dict[str, tuple[str, str]] = {}
    for mentee, mentor in pairs:
        first.setdefault(mentor, (mentee, mentor))
    return list(first.values())


def _support(chance: random.Random, told: Story, pairs: Sequence[tuple[str, str]], starts: dt.date) -> None:
    for mentee, mentor in pairs:
        for person in (mentee, mentor):
            day = starts + dt.timedelta(days=chance.randint(18, 32))
            while day <= told.closed[mentee, mentor]:
                if chance.random() < 0.85:
                    told.support.append({
                        "person_id": person, "date": _day(day), "by": chance.choice(["coordinadora", "apoyo"]), "channel": chance.choice(["llamada", "WhatsApp"]),
                        "outcome": chance.choices(["todo bien", "acuerdo nuevo", "no contestó"], [7, 2, 2])[0],
                    })
                day += dt.timedelta(days=chance.randint(26, 38))


def _attend(chance: random.Random, told: Story, pairs: Sequence[tuple[str, str]], starts: dt.date) -> None:
    last: dict[str, dt.date] = {}
    for mentee, mentor in pairs:
        end = told.closed[mentee, mentor]
        last[mentor] = max(end, last.get(mentor, end))
        odds = {"steady": 0.9, "slow": 0.8, "fading": 0.68, "no-shows": 0.5, "misfit": 0.75, "dropped": 0.72}[told.ways[mentee]]
        for session, week in SESSIONS.items():
            if starts + dt.timedelta(weeks=week) <= end:
                told.attendance.append({"session": session, "person_id": mentee, "status": _presence(chance, odds - week * 0.006)})
    for mentor in sorted(last):
        for session, week in (MODULES | {code: SESSIONS[code] for code in ("S01", "S08", "S10")}).items():
            if starts + dt.timedelta(weeks=week) <= last[mentor]:
                odds = 0.97 if session in ("T1", "T2") else 0.74
                told.attendance.append({"session": session, "person_id": mentor, "status": _presence(chance, odds)})


def _presence(chance: random.Random, odds: float) -> str:
    return "present" if chance.random() < odds else chance.choices(["absent", "excused"], [3, 2])[0]


def _day(day: dt.date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
