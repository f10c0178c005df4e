"""A cohort on its first day: people alone, or closures without a single decision, go through every notebook."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from mentorkit.io.cohort import read_cohort
from mentorkit.matching.rematching import next_round
from mentorkit.model.roster import followed_pairs, roster, standing_decisions
from mentorkit.running.cohorts import run_cohort
from mentorkit.running.notebooks import ORDER

PEOPLE = ("mentees", "mentors")


def without(cohort: Path, *names: str) -> None:
    """Take tables out of a cohort, and out of its settings."""
    kept, taken = [], False
    for line in (cohort / "cohort.yml").read_text(encoding="utf-8").splitlines(keepends=True):
        if key := re.match(r"([a-z_]+):", line):
            taken = key[1] in names
        kept += [] if taken else [line]
    (cohort / "cohort.yml").write_text("".join(kept), encoding="utf-8")
    for name in names:
        (cohort / f"{name}.csv").unlink()


def test_people_alone_go_through_every_notebook(cohort: Path):
    """Without a log, a survey or a decision every notebook has something to say and ends well."""
    without(cohort, *(path.stem for path in cohort.glob("*.csv") if path.stem not in PEOPLE))
    for path in (cohort / "surveys").iterdir():
        path.unlink()

    assert run_cohort(cohort).ran == list(ORDER)
    pages = {name: (cohort / "results" / f"{name}.html").read_text(encoding="utf-8") for name in ORDER}
    assert [name for name, page in pages.items() if re.search(r"\bnan\b|\bNaT\b|>None<", page)] == []


def test_closures_without_decisions_are_no_error(cohort: Path):
    """Where nobody ever decided about a pair, the tables of decisions and followed pairs are empty and keep their columns."""
    without(cohort, "decisions")
    read = read_cohort(cohort)
    decisions = standing_decisions(read)
    round_ = next_round(roster(read), pd.DataFrame(columns=["mentee_id", "mentor_id"]), read.tables["closures"], decisions)

    assert list(decisions.columns) == list(read.tables["decisions"].columns)
    assert list(followed_pairs(read).columns) == ["mentee_id", "mentor_id"]
    assert len(round_.decisions) == len(read.tables["closures"][["mentee_id", "mentor_id"]].drop_duplicates())


@pytest.mark.parametrize("name", ["decisions", "closures"])
def test_an_empty_table_is_as_good_as_none(cohort: Path, name: str):
    """A file with its heading alone is read like no file."""
    path = cohort / f"{name}.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    empty = read_cohort(cohort)
    without(cohort, name)

    assert standing_decisions(empty).equals(standing_decisions(read_cohort(cohort)))
