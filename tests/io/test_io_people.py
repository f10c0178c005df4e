"""From two forms to frames: ids, surnames, maps of columns, doubles, and every problem with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.errors import ProblemsError
from mentorkit.io.cohort import inspect_cohort, program_key, read_cohort
from mentorkit.io.inspection import Inspection
from mentorkit.io.people import keyed_id

PROGRAM = """
program: Puentes
criteria:
  - {id: interests, kind: overlap, mentee: interests, mentor: interests}
"""
COHORT = "cohort: demo-1\nstarts: 2026-02-02\n"
MENTORS = "id,name,interests\nB1,Luz,a\n"


def folder_with(place: Path, mentees: str, cohort: str = COHORT, mentors: str = MENTORS, **files: str) -> Path:
    """Write a programme with one cohort."""
    folder = place / "cohorts" / "demo-1"
    folder.mkdir(parents=True)
    (place / "program.yml").write_text(PROGRAM, encoding="utf-8")
    texts = {"cohort.yml": cohort, "mentees.csv": mentees, "mentors.csv": mentors} | {f"{name}.csv": text for name, text in files.items()}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def inspected(place: Path, mentees: str, **options: str) -> Inspection:
    """Read a cohort with all its problems."""
    return inspect_cohort(folder_with(place, mentees, **options))


def shown(inspection: Inspection) -> list[tuple]:
    """Give file, row, column and words of each problem."""
    return sorted((p.file, p.row, p.column, p.problem) for p in inspection.problems)


def test_surnames_na_and_null_survive(tmp_path):
    """Nobody is lost for being called NA, Null, None or nan, in the name or in the id."""
    cohort = read_cohort(folder_with(tmp_path, "id,name,interests\nNA,Ana NA,a\nnull,Null,b\nnan,None,c\n"))

    assert ["NA", "nan", "null"] == list(cohort.mentees.index)
    assert ["Ana NA", "None", "Null"] == list(cohort.mentees["name"])


def test_leading_zeros_stay(tmp_path):
    """0071 is another id than 71, and a phone keeps its zeros."""
    cohort = read_cohort(folder_with(tmp_path, "id,phone,interests\n0071,0057300,a\n71,57300,b\n"))

    assert {"0071": "0057300", "71": "57300"} == dict(cohort.mentees["phone"])


def test_people_are_sorted_by_id_whatever_the_order_of_rows(tmp_path):
    """Two exports of the same people in another order give the same frame, but for the row they stand in."""
    one = read_cohort(folder_with(tmp_path / "one", "id,name,interests\nA2,Li,b\nA1,Ana,a\n"))
    other = read_cohort(folder_with(tmp_path / "other", "id,name,interests\nA1,Ana,a\nA2,Li,b\n"))

    assert one.mentees.drop(columns="source").equals(other.mentees.drop(columns="source"))
    assert {"A1": "mentees.csv:3", "A2": "mentees.csv:2"} == dict(one.mentees["source"])


def test_headings_are_mapped_as_declared(tmp_path):
    """Ours: theirs, with wordings of answers and separators; what nobody maps stays under its own heading."""
    settings = COHORT + (
        "mentees:\n  file: mentees.csv\n  columns:\n    id: Código\n    name: Nombre completo\n"
        '    status: {from: Estado, values: {Aceptada: accepted}}\n    interests: {from: "¿Temas?", split: ", "}\n'
    )
    cohort = read_cohort(folder_with(tmp_path, 'Código,nombre  Completo,Estado,¿Temas?,Otra\nA1,Ana,ACEPTADA,"a, b",x\n', settings))
    person = cohort.mentees.loc["A1"]

    assert ("Ana", "accepted", ("a", "b"), "x") == (person["name"], person["status"], person["interests"], person["Otra"])


def test_a_lost_column_is_named_with_the_nearest(tmp_path):
    """A heading that changed in the form is found at once."""
    settings = COHORT + 'mentees: {file: mentees.csv, columns: {name: "Nombre completo"}}\n'
    inspection = inspected(tmp_path, "id,Nombre completos,interests\nA1,Ana,a\n", cohort=settings)

    assert [("mentees.csv", 1, "Nombre completo", "the file has no such column")] == shown(inspection)
    assert ['did you mean "Nombre completos"?'] == [p.remedy for p in inspection.problems]


def test_every_wrong_cell_is_named_at_once(tmp_path):
    """All problems of all rows come together, each with row and heading, and no cell is repeated."""
    inspection = inspected(
        tmp_path,
        "id,email,status,birth_year,interests,availability\n"
        "A1,a@x.co,acepted,2004,a,mon 18-20\nA2,A@X.co ,applied,98,a,whenever\n,c@x.co,,2004,a,\nA1,d@x.co,,2004,a,\n",
    )

    assert [
        ("mentees.csv", 2, "status", "the cell is none of the known answers"),
        ("mentees.csv", 3, "availability", "the cell holds a slot that cannot be read"),
        ("mentees.csv", 3, "birth_year", "the cell is out of range"),
        ("mentees.csv", 3, "email", "the same address stands in row 2"),
        ("mentees.csv", 4, "id", "the cell is empty"),
        ("mentees.csv", 5, "id", "the same id stands in row 2"),
    ] == shown(inspection)
    assert all("whenever" not in str(p) and "acepted" not in str(p) and "x.co" not in str(p).lower() for p in inspection.problems)


def test_without_ids_a_keyed_hash_of_the_address_is_the_id(tmp_path):
    """The id comes from the programme's own key, is the same in the next reading, and hides the address."""
    folder = folder_with(tmp_path, "email,interests\n Ana@X.co ,a\n")
    (person,) = read_cohort(folder).mentees.index

    assert keyed_id(program_key(tmp_path), "ana@x.co") == person == read_cohort(folder).mentees.index[0]
    assert "ana" not in person


@given(st.binary(min_size=16, max_size=32), st.emails())
def test_the_keyed_hash_is_the_same_for_the_same_address(key, email):
    """Blanks, case and full-width letters around an address do not make two people of one."""
    wide = email.replace("@", "\uff20")

    assert keyed_id(key, email) == keyed_id(key, f"  {email.upper().lower()} ") == keyed_id(key, wide)


def test_ana_is_one_person():
    """The contract's own example."""
    assert keyed_id(b"key", " Ana@X.co") == keyed_id(b"key", "ana@x.co")
    assert keyed_id(b"key", "ana@x.co") != keyed_id(b"other key", "ana@x.co")
    assert keyed_id(b"key", "ana@x.co") != keyed_id(b"key", "anna@x.co")


def test_the_key_is_readable_by_its_owner_alone(tmp_path, monkeypatch):
    """A key that everybody reads would make the ids plain hashes; the environment's goes first."""
    monkeypatch.delenv("MENTORKIT_KEY", raising=False)
    made = program_key(tmp_path)
    file = tmp_path / ".mentorkit" / "key"
    monkeypatch.setenv("MENTORKIT_KEY", "given")

    assert 0o600 == file.stat().st_mode & 0o777
    assert len(made) == 64
    assert b"given" == program_key(tmp_path)


def test_a_person_in_a_zone_of_their_own_has_slots_of_that_zone(tmp_path):
    """The same words in Madrid are six hours earlier in UTC than in Bogotá in February."""
    cohort = read_cohort(folder_with(tmp_path, "id,interests,availability,timezone\nA1,a,mon 18-19,\nA2,a,mon 18-19,Europe/Madrid\n"))
    here, there = cohort.mentees["availability"]

    assert {quarter - 24 for quarter in here} == there


def test_a_file_outside_the_cohorts_folder_is_refused(tmp_path):
    """A cohort's settings cannot make the reader open anything else on the machine."""
    for number, file in enumerate(("../../program.yml", "/etc/passwd", "../demo-2/mentees.csv")):
        inspection = inspected(tmp_path / str(number), "id,interests\nA1,a\n", cohort=COHORT + f"mentees: {file}\n")
        assert ("cohort.yml", "a file lies outside the cohort's folder") in {(p.file, p.problem) for p in inspection.problems}


def test_decisions_about_strangers_are_named(tmp_path):
    """A decision for an id that no form knows is a slip of the pen."""
    inspection = inspected(
        tmp_path, "id,interests\nA1,a\n", decisions="mentee_id,mentor_id,decision,by,reason,at\nA1,B1,keep,x,,\nA9,B1,never,x,,\n"
    )

    assert [("decisions.csv", 3, "mentee_id", "no mentee has this id")] == shown(inspection)


def test_reading_a_broken_cohort_raises_all_errors(tmp_path):
    """read_cohort stops where inspect_cohort found errors, with the same list."""
    folder = folder_with(tmp_path, "id,birth_year,interests\nA1,young,a\nA2,1800,a\n")
    with pytest.raises(ProblemsError) as refused:
        read_cohort(folder)

    assert inspect_cohort(folder).errors == list(refused.value.problems)
    assert 2 == len(refused.value.problems)
