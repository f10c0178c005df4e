"""Applications for the tests of recruiting and screening, given as what differs from one that fulfils every rule."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pandas import DataFrame

from mentorkit.model.cohort import Cohort, CohortSettings
from mentorkit.model.program import Program
from mentorkit.model.tables import TABLES

CRITERIA = [
    {"id": "field", "kind": "same", "mentee": "field_wanted", "mentor": "field"},
    {"id": "topics", "kind": "overlap", "mentee": "topics", "mentor": "topics"},
    {"id": "languages", "kind": "overlap", "mentee": "languages", "mentor": "languages", "required": True},
    {"id": "style", "kind": "matrix", "mentee": "style", "mentor": "style", "scores": {"direct": {"direct": 1, "gentle": 0.3}}},
    {"id": "stage", "kind": "ahead", "mentee": "stage", "mentor": "stage"},
]
SYNONYMS = {"Contabilidad y finanzas": ["contabilidad", "contaduría"], "Recursos humanos": ["RRHH", "human resources"]}


def program(**changes) -> Program:
    """A programme for people of 16 to 26, minors below 18."""
    given = {
        "program": "Puentes", "criteria": CRITERIA, "synonyms": SYNONYMS, "vocabulary": [], "orders": {"stage": ["school", "first job", "ten years"]},
        "eligibility": {"mentees": {"youngest": 16, "oldest": 26}, "guardian_below": 18},
        "evaluation": {"groups": ["gender", "zone"]},
    }
    return Program.model_validate(given | changes)


def person(number: int, letter: str, **changes) -> dict:
    """An application that fulfils every rule."""
    base = {
        "id": f"{letter}{number:02d}", "name": f"Name{number} Other{number * 7}", "email": f"p{letter}{number}@x.co", "phone": f"+57 300 000 {number:04d}",
        "status": "accepted", "consent": "2026-01-10", "organisation": None, "availability": frozenset({1, 2}), "languages": ("es",),
    }
    side = {"birth_year": 2004.0, "guardian_consent": None} if letter == "e" else {"capacity": 1, "min_capacity": 0}
    return base | side | changes


def frame(side: str, rows: list[dict]) -> DataFrame:
    """Give a frame as the reader would: every canonical column, the id as index, the row in `source`."""
    names = [column.name for column in TABLES[side].columns]
    table = DataFrame(rows, columns=list(dict.fromkeys([*names, *(name for row in rows for name in row)])), dtype=object)
    if "birth_year" in table:
        table["birth_year"] = table["birth_year"].astype(float)
    table = table.astype(object).where(table.notna(), None).assign(**({"birth_year": table["birth_year"]} if "birth_year" in table else {}))
    return table.assign(source=[f"{side}.csv:{row + 2}" for row in range(len(rows))]).set_index("id").sort_index()


def cohort(mentees: list[dict] = (), mentors: list[dict] = (), invited: int | None = None, plan: Program | None = None, sources: dict | None = None) -> Cohort:
    """Build a cohort of applications, given as what differs from one that fulfils every rule."""
    sides = {
        side: frame(side, [person(number, letter, **changes) for number, changes in enumerate(rows, 1)])
        for side, letter, rows in (("mentees", "e", mentees), ("mentors", "m", mentors))
    }
    kept = CohortSettings(cohort="demo-1", starts=dt.date(2026, 2, 2), invited=invited, **(sources or {}))
    return Cohort("demo-1", Path("."), kept, plan or program(), sides["mentees"], sides["mentors"])
