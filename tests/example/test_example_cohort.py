"""The synthetic cohort: the same from the same seed, plausible, and nobody real."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path

from mentorkit.example import example_files
from mentorkit.io.cohort import read_cohort


def test_same_seed_same_bytes(root: Path):
    """The seed decides everything; another seed gives other people."""
    program = root / "program.yml"

    assert example_files(program) == example_files(program)
    assert example_files(program)["mentees.csv"] != example_files(program, seed=7)["mentees.csv"]


def test_sixty_mentees_and_forty_mentors(root: Path):
    """The cohort has the size that the programme plans, and says that it is synthetic."""
    cohort = read_cohort(root / "cohorts/example")

    assert (len(cohort.mentees), len(cohort.mentors)) == (60, 40)
    assert cohort.settings.synthetic


def test_life_is_as_uneven_as_it_is(root: Path):
    """About a third of pairs end early, surveys go unanswered, cells are missing or spelt differently."""
    cohort = read_cohort(root / "cohorts/example")
    closures = cohort.tables["closures"]
    early = (~closures["reason"].isin(["completed", "goal-reached"])).mean()
    exits = len(cohort.surveys["exit-mentees"].frame) / len(closures)

    assert 0.2 <= early <= 0.45
    assert 0.4 <= exits <= 0.9
    assert cohort.mentees["goals"].isna().any()
    assert {"contabilidad", "Sistemas", "RRHH", "logistica", "Talento humano", "tecnologia"} & set(cohort.mentees["field_wanted"]) | set(cohort.mentors["field"])
    assert set(Counter(cohort.tables["meetings"]["held"])) == {"yes", "no-show", "cancelled"}


def test_every_log_speaks_of_the_cohorts_own_people(root: Path):
    """No meeting, goal or closure is about somebody whom neither form knows, and none before the start."""
    cohort = read_cohort(root / "cohorts/example")
    known = set(cohort.mentees.index) | set(cohort.mentors.index)

    for name, frame in cohort.tables.items():
        for column in {"mentee_id", "mentor_id", "person_id"} & set(frame.columns):
            assert set(frame[column].dropna()) <= known, name
    assert min(cohort.tables["meetings"]["date"]) >= cohort.starts
    assert max(cohort.tables["closures"]["date"]) < cohort.ends + dt.timedelta(days=1)


def test_nobody_can_be_called_or_written_to(root: Path):
    """E-mails end in .example and phones begin with a prefix that no operator has."""
    text = (root / "cohorts/example/mentees.csv").read_text(encoding="utf-8") + (root / "cohorts/example/mentors.csv").read_text(encoding="utf-8")

    assert set(re.findall(r"@[\w.]+", text)) == {"@correo.example"}
    assert {number[:7] for number in re.findall(r"\+57 \d{3}", text)} == {"+57 399"}
