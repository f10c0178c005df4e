"""Seeded cohorts with everything in it that may be published: for tests, and for benchmarks/disclosure_attack.py."""

import datetime as dt
import random
from pathlib import Path

import pandas as pd

from mentorkit.evaluation.metrics import standing
from mentorkit.model.cohort import Cohort, CohortSettings
from mentorkit.model.program import Program
from mentorkit.model.survey import Answers, Survey
from mentorkit.model.tables import RECORDS, TABLES

START = dt.date(2026, 2, 2)


def frame(name, rows):
    names = [column.name for column in TABLES[name].columns]
    return pd.DataFrame([dict(zip(names, row)) for row in rows], columns=[*names, "source"])


def people(ids):
    return pd.DataFrame({"name": [f"Secret {id}" for id in ids], "source": "x"}, index=pd.Index(ids, name="id"))


def random_standing(seed, size=None, threshold=5):
    """Give a seeded cohort with everything in it: logs, closures, two linked surveys with a scale."""
    chance = random.Random(seed)
    size = chance.randint(1, 70) if size is None else size
    mentees, mentors = (
        [f"mentee-{i:03}" for i in range(size + chance.randint(0, 9))],
        [f"mentor-{i:03}" for i in range(size)],
    )
    pairs = list(zip(mentees, mentors))
    zones = [chance.choices(["north", "south", "west", None], [5, 4, 1, 1])[0] for _ in mentees]
    genders = [chance.choices(["woman", "man", "non-binary"], [10, 9, 1])[0] for _ in mentees]
    day = lambda n: START + dt.timedelta(days=n)  # noqa: E731
    odds = chance.random()
    closures = [
        (
            a,
            b,
            day(chance.randint(5, 140)),
            chance.choice(["completed", "fit", "safety", "mentee-time", "mentor-moved"]),
        )
        for a, b in pairs
        if chance.random() < odds
    ]
    meetings = [
        (
            a,
            b,
            day(14 * j + chance.randint(0, 13)),
            50,
            "video",
            chance.choice(["yes", "yes", "no-show"]),
            None,
        )
        for a, b in pairs
        for j in range(10)
        if chance.random() < 0.7
    ]
    attendance = [
        (f"S{s:02}", a, chance.choice(["present", "present", "absent", "excused"]))
        for a in mentees[:size]
        for s in range(3)
    ]
    goals = [(a, "A secret goal", 1.0, -1, chance.randint(-2, 2), day(90)) for a, _ in pairs if chance.random() < 0.6]
    outcomes = [(a, day(150), chance.choice(["hired", "promoted"])) for a, _ in pairs if chance.random() < 0.3]
    logs = {
        "closures": closures,
        "meetings": meetings,
        "attendance": attendance,
        "goals": goals,
        "outcomes": outcomes,
    }
    settings_ = CohortSettings.model_validate({"cohort": "test-1", "starts": START, "invited": 3 * len(mentees)})
    evaluation = {"groups": ["zone", "gender"]}
    program = Program.model_validate({"program": "P", "publishing": {"threshold": threshold}, "evaluation": evaluation})
    cohort = Cohort(
        "test-1",
        Path("."),
        settings_,
        program,
        people(mentees).assign(zone=zones, gender=genders),
        people(mentors),
        {name: frame(name, logs.get(name, [])) for name in RECORDS},
        {wave: survey(chance, wave, mentees[:size]) for wave in ("baseline", "endline")},
    )
    return standing(cohort, pd.DataFrame(pairs, columns=["mentee_id", "mentor_id"]), day(200))


def survey(chance, wave, persons):
    items = [{"id": f"m{i}", "question": f"m{i}", "kind": "scale", "min": 1, "max": 5} for i in range(3)]
    book = Survey.model_validate(
        {
            "survey": wave,
            "who": "mentees",
            "wave": wave,
            "file": "f",
            "person": "id",
            "items": [
                *items,
                {"id": "again", "question": "Again?", "kind": "choice", "options": ["yes", "no", "maybe"]},
                {"id": "happy", "question": "Happy?", "kind": "scale", "min": 1, "max": 5, "measures": "satisfaction"},
                {"id": "tell", "question": "Tell?", "kind": "scale", "min": 0, "max": 10, "measures": "recommend"},
                {"id": "useful", "question": "Useful?", "kind": "choices", "options": ["talks", "tasks", "peers"]},
                {"id": "why", "question": "Why?", "kind": "text"},
            ],
            "scales": [{"id": "mastery", "items": ["m0", "m1", "m2"]}],
        }
    )
    told = [
        {
            "person": p,
            **{f"m{i}": float(min(5, max(1, round(chance.gauss(3.6, 1.1))))) for i in range(3)},
            "again": chance.choice(["yes", "yes", "yes", "no", "maybe"]),
            "happy": float(min(5, max(1, round(chance.gauss(4.1, 0.8))))),
            "tell": float(min(10, max(0, round(chance.gauss(8, 2))))),
            "useful": tuple(o for o in ("talks", "tasks", "peers") if chance.random() < 0.5) or ("talks",),
            "why": "A secret reason",
        }
        for p in persons
        if chance.random() < 0.85
    ]
    return Answers(book, pd.DataFrame(told, columns=["person", "m0", "m1", "m2", "again", "happy", "tell", "useful", "why"]))
