"""Somebody leaves while pairs are running: everybody else stays where they are, and check says one thing about who left."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentorkit.cli.checking import cohort_problems
from mentorkit.io.cohort import inspect_cohort
from mentorkit.matching import match
from mentorkit.model.roster import followed_pairs, left_pairs, roster, standing_decisions

PROGRAM = """
program: Puentes
languages: [en, es]
criteria:
  - {id: interests, kind: overlap, mentee: interests, mentor: interests}
"""
PEOPLE = {"A1": "cv", "A2": "cv", "A3": "interviews", "A4": "interviews"}
MENTORS = {"B1": "cv", "B2": "cv", "B3": "interviews", "B4": "interviews"}
MET = (("A1", "B2"), ("A2", "B1"), ("A3", "B4"), ("A4", "B3"))
"""Pairs that equal scores would not give again once somebody is gone."""


def cohort_with(place: Path, consents: dict[str, str] | None = None, statuses: dict[str, str] | None = None, decisions: str = "", closures: str = ""):
    """A cohort of four pairs that met twice each."""
    folder = place / "cohorts" / "demo-1"
    folder.mkdir(parents=True)
    (place / "program.yml").write_text(PROGRAM, encoding="utf-8")
    (folder / "cohort.yml").write_text("cohort: demo-1\nstarts: 2026-02-02\n", encoding="utf-8")
    for name, people in (("mentees", PEOPLE), ("mentors", MENTORS)):
        rows = [f"{id},{(statuses or {}).get(id, 'accepted')},{(consents or {}).get(id, 'v1')},{topic}" for id, topic in people.items()]
        (folder / f"{name}.csv").write_text("\n".join(["id,status,consent,interests", *rows]) + "\n", encoding="utf-8")
    rows = [f"{mentee},{mentor},2026-02-{day},yes" for day in (10, 20) for mentee, mentor in MET]
    (folder / "meetings.csv").write_text("\n".join(["mentee_id,mentor_id,date,held", *rows]) + "\n", encoding="utf-8")
    for name, text in (("decisions", decisions), ("closures", closures)):
        if text:
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return inspect_cohort(folder)


def pairs_of(inspection) -> set[tuple[str, str]]:
    """The matching of the cohort as it stands."""
    cohort = inspection.cohort
    return set(match(roster(cohort), cohort.program, standing_decisions(cohort)).pair_ids)


@pytest.mark.parametrize("gone", [{"consents": {"A1": ""}}, {"consents": {"A1": "no"}}, {"statuses": {"A1": "withdrawn"}}], ids=["blank", "no", "withdrawn"])
def test_who_leaves_moves_nobody_else(tmp_path, gone):
    """A consent taken back or a withdrawal ends one pair; the other pairs stand as they met, though their scores are equal."""
    found = cohort_with(tmp_path, **gone)

    assert left_pairs(found.cohort) == {("A1", "B2")}
    assert set(MET[1:]) <= pairs_of(found)
    assert ("A1", "B2") in set(followed_pairs(found.cohort).itertuples(index=False, name=None))


@pytest.mark.parametrize(("cell", "said", "remedy"), [
    ("", "no consent is on record", "if the consent was taken back, write the closing into closures.csv and set the status to withdrawn; if not, record the consent, with its date"),
    ("no", "does not agree to the use of the data", "write the closing into closures.csv and set the status to withdrawn"),
])
def test_check_says_one_thing_about_who_left(tmp_path, cell, said, remedy):
    """Their meetings stay in the log without a complaint: what is said stands at their consent."""
    found = cohort_problems(cohort_with(tmp_path, consents={"A1": cell}))
    about = [problem for problem in found if problem.file in ("mentees.csv", "mentors.csv", "meetings.csv")]

    assert [(p.file, p.row, p.column, p.warning) for p in about] == [("mentees.csv", 2, "consent", True)]
    assert about[0].problem == f"an accepted person who had met their pair is no longer in the matching: {said}"
    assert about[0].remedy == remedy


def test_a_mentor_who_leaves_frees_the_mentee_alone(tmp_path):
    """The mentee of a mentor who withdrew is without a mentor, and nobody else changes."""
    found = cohort_with(tmp_path, statuses={"B2": "withdrawn"})

    assert pairs_of(found) == set(MET[1:])
    assert not [p for p in cohort_problems(found) if p.file == "meetings.csv"]


def test_a_decision_that_kept_the_pair_ends_with_it(tmp_path):
    """A keep of somebody who left is no error, and other decisions go before what the log says."""
    decisions = "mentee_id,mentor_id,decision,by\nA1,B2,keep,ana\nA3,B3,keep,ana\nA4,B4,keep,ana\n"
    found = cohort_with(tmp_path, consents={"A1": ""}, decisions=decisions)

    assert {("A2", "B1"), ("A3", "B3"), ("A4", "B4")} <= pairs_of(found)
    assert not [p for p in cohort_problems(found) if p.file == "decisions.csv"]


def test_while_everybody_stays_the_log_decides_nothing(tmp_path):
    """The log becomes a decision only where somebody left: until then the matching is the one that was proposed, and errors show."""
    found = cohort_with(tmp_path)

    assert standing_decisions(found.cohort).empty
    assert followed_pairs(found.cohort).empty


def test_places_hold_for_what_the_log_says(tmp_path):
    """A slip in the log never gives a mentor more people than places: the pair that met most goes first."""
    found = cohort_with(tmp_path, consents={"A1": ""})
    slip = found.cohort.folder / "meetings.csv"
    slip.write_text(slip.read_text(encoding="utf-8") + "A2,B4,2026-03-01,yes\n", encoding="utf-8")

    assert set(MET[1:]) <= pairs_of(inspect_cohort(found.cohort.folder))
