"""Small cohorts for the tests of tracking: numbered pairs, with the logs given as lists of dicts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
from pandas import DataFrame

from mentorkit.model.cohort import Cohort, CohortSettings
from mentorkit.model.program import Program

START = dt.date(2026, 2, 2)


TWO = DataFrame({"mentee_id": ["e1", "e2"], "mentor_id": ["m1", "m2"]})


def day(number: int) -> dt.date:
    """Give the day so many days after the start."""
    return START + dt.timedelta(days=number)


def cohort(program=None, pairs=2, **tables) -> Cohort:
    """Build a cohort of numbered pairs with the logs given as lists of dicts."""
    program = program or Program(program="Puentes")
    people = {}
    for letter, name in (("e", "Ana Ruiz"), ("m", "Luis Paz")):
        index = pd.Index([f"{letter}{n}" for n in range(1, pairs + 1)], name="id")
        people[letter] = DataFrame(
            {"name": name, "phone": "+573001234567", "email": "a@b.co"}, index=index
        ).assign(source="x.csv:2")
    frames = {
        name: DataFrame(rows).assign(source=[f"{name}.csv:{row + 2}" for row in range(len(rows))])
        for name, rows in tables.items()
    }
    settings = CohortSettings(cohort="demo-1", starts=START)
    return Cohort("demo-1", Path("."), settings, program, people["e"], people["m"], frames)


def met(number: int, held: str = "yes", pair: int = 1, mentor: int | None = None) -> dict:
    """A meeting so many days after the start."""
    return {
        "mentee_id": f"e{pair}",
        "mentor_id": f"m{mentor or pair}",
        "date": day(number),
        "held": held,
        "minutes": 45,
    }


def asked(person: str, number: int, answered: bool = True, need=None) -> dict:
    """A check-in so many days after the start."""
    return {
        "person_id": person,
        "date": day(number),
        "answered": answered,
        "relationship": None,
        "needs_support": need,
    }


def closed(number: int, reason: str, pair: int = 1) -> dict:
    """A closure so many days after the start."""
    return {"mentee_id": f"e{pair}", "mentor_id": f"m{pair}", "date": day(number), "reason": reason}


def goal(number: int, level, baseline=-1, person="e1", name="x", weight=None) -> dict:
    """A goal's level so many days after the start."""
    return {
        "person_id": person,
        "goal": name,
        "weight": weight,
        "baseline": baseline,
        "level": level,
        "date": day(number),
    }


def all_met(pair: int = 1, meetings: int = 6) -> list[dict]:
    """Six meetings, two weeks apart."""
    return [met(10 + 14 * place, pair=pair) for place in range(meetings)]


KEY = b"a secret of the programme"
