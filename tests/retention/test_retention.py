"""Forgetting a person leaves nothing to find, and clearing a cohort leaves no person."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.cli.checking import news
from mentorkit.errors import ProblemsError, UsageError
from mentorkit.io.cohort import inspect_cohort, read_cohort
from mentorkit.io.tables import read_table
from mentorkit.retention.forgetting import forget
from mentorkit.retention.purging import ended_before, files_about_people, purge
from mentorkit.retention.tables import text_without
from mentorkit.retention.traces import Person, traces


@pytest.fixture
def results(cohort: Path, ran: Path) -> Path:
    """The example cohort with the results of a run."""
    for name in ("results", "public"):
        shutil.copytree(ran / "cohorts/example" / name, cohort / name)
    return cohort


def found_by_bytes(folder: Path, *words: str) -> list[str]:
    """Search every file, and the inside of archives, as bytes: an independent look."""
    hits = []
    for path in (path for path in folder.rglob("*") if path.is_file()):
        contents = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                contents = [archive.read(name) for name in archive.namelist()]
        hits += [path.name for content in contents for word in filter(None, words) if word.encode() in content or word.casefold().encode() in content.lower()]
    return hits


@pytest.mark.parametrize("place", [0, 7, 19, 31])
def test_nothing_of_a_person_is_left(results: Path, place: int):
    """Name, e-mail and telephone of a forgotten person stand in no file; everybody else stands where they stood."""
    before = read_cohort(results)
    id = before.mentees.index[place]
    row = before.mentees.loc[id]
    assert found_by_bytes(results, row["email"])

    forget(results, id)
    after = read_cohort(results)

    assert found_by_bytes(results, row["email"], row["name"], row["phone"]) == []
    assert list(traces(results, Person((id,), row["email"], row["name"], row["phone"] or ""))) == []
    assert list(after.mentees.index) == [other for other in before.mentees.index if other != id]
    assert list(after.mentors.index) == list(before.mentors.index)
    own = before.tables["meetings"]["mentee_id"] == id
    assert len(after.tables["meetings"]) == (~own).sum()


def test_every_other_byte_of_a_table_stays(cohort: Path):
    """Rows of others keep their quotes, line ends and encoding to the byte."""
    path = cohort / "mentees.csv"
    before = path.read_bytes().splitlines(keepends=True)
    id = read_cohort(cohort).mentees.index[3]

    forget(cohort, id)

    assert path.read_bytes().splitlines(keepends=True) == [line for line in before if not line.startswith(f"{id},".encode())]


def test_a_person_is_found_by_e_mail_and_nobody_by_another(cohort: Path):
    """The e-mail may be typed in capitals; an unknown one is refused and nothing is changed."""
    email = read_cohort(cohort).mentors["email"].iloc[5]
    before = (cohort / "mentors.csv").read_bytes()
    with pytest.raises(UsageError, match="nobody in example has this id or e-mail"):
        forget(cohort, "nobody@correo.example")
    assert (cohort / "mentors.csv").read_bytes() == before

    forget(cohort, email.upper())

    assert email not in set(read_cohort(cohort).mentors["email"])


def test_an_import_does_not_bring_anybody_back(cohort: Path):
    """The same export, put there again, is read without the person, and the row is named without a word about who it is."""
    id = read_cohort(cohort).mentees.index[2]
    kept = {path: path.read_bytes() for path in cohort.glob("*.csv")}
    name = read_cohort(cohort).mentees.loc[id, "name"]

    forget(cohort, id)
    for path, data in kept.items():
        path.write_bytes(data)
    again = inspect_cohort(cohort)

    assert id not in again.cohort.mentees.index
    assert id not in set(again.cohort.tables["meetings"]["mentee_id"])
    told = [str(problem) for problem in again.warnings if "was erased" in problem.problem]
    assert any(line.startswith("mentees.csv:") for line in told)
    assert not any(name in line for line in told)


def test_answers_of_somebody_forgotten_are_not_read_again(cohort: Path):
    """A survey's file that is put there again is read without the person's answers."""
    read = read_cohort(cohort)
    survey = next(answers for answers in read.surveys.values() if answers.survey.person)
    id, path = survey.frame["person"].dropna().iloc[0], cohort / survey.survey.file
    kept = path.read_bytes()

    forget(cohort, id)
    path.write_bytes(kept)
    again = read_cohort(cohort).surveys[survey.survey.survey].frame

    assert len(again) == len(survey.frame) - 1 and id not in set(again["person"])


def test_what_is_remembered_of_rows_is_forgotten_too(program: Path, cohort: Path):
    """The next check tells no row of the person as gone, and nothing that forgetting changed; other people's news stay news."""
    place = program / ".mentorkit" / "imports" / "example"
    news(inspect_cohort(cohort))
    before, read = rows_remembered(place), read_cohort(cohort)
    id, name = read.mentees.index[6], read.mentees["name"].iloc[6]
    notes = cohort / "actions.csv"
    notes.write_text(notes.read_text(encoding="utf-8").replace("\n", f"\n2026-02-03,both,{name} preguntó,,\n", 1), encoding="utf-8")
    news(inspect_cohort(cohort))
    path = cohort / "mentors.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Textiles del Altiplano", "Otra", 1), encoding="utf-8")

    forget(cohort, id)
    after, told = rows_remembered(place), news(inspect_cohort(cohort))

    own = {table: sum(id in set(row) for row in frame.astype(object).itertuples(index=False)) for table, frame in read.tables.items()}
    assert sum(own.values()) > 5 and before["mentees"] - after["mentees"] == 1
    assert all(before[table] - after[table] >= count for table, count in own.items() if table != "actions" and table in after)
    assert [line.split(",")[0] for line in told] == ["mentors.csv"] and "con cambios: 1" in told[0]


def rows_remembered(place: Path) -> dict[str, int]:
    return {path.stem: len(json.loads(path.read_text(encoding="ascii"))["rows"]) for path in place.glob("*.json")}


def test_mention_in_the_rows_of_others_goes(program: Path, cohort: Path):
    """In others' lists the id goes, in running text the name is marked, and a longer id that begins alike stays."""
    rows = list(csv.reader((cohort / "decisions.csv").open(encoding="utf-8")))
    read = read_cohort(cohort)
    gone, other = read.mentees.index[0], read.mentees.index[1]
    name = read.mentees.loc[gone, "name"]
    with open(cohort / "notes.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["who", "note"], [other, f"Habló con {name.upper()}, y bien"], [f"{gone}9", f"{gone}; {other}"]])
    assert rows

    forget(cohort, gone)

    assert list(csv.reader((cohort / "notes.csv").open(encoding="utf-8"))) == [["who", "note"], [other, "Habló con […], y bien"], [f"{gone}9", other]]


def test_a_workbook_loses_its_rows(cohort: Path):
    """From an .xlsx the person's row goes from the sheet that is read, after an empty one, and the others are read as before."""
    book = openpyxl.Workbook()
    answers = book.create_sheet("Respuestas")
    for row in csv.reader((cohort / "mentees.csv").open(encoding="utf-8")):
        answers.append(row)
    book.save(cohort / "mentees.xlsx")
    (cohort / "mentees.csv").unlink()
    settings = (cohort / "cohort.yml").read_text(encoding="utf-8").replace("mentees.csv", "mentees.xlsx")
    (cohort / "cohort.yml").write_text(settings, encoding="utf-8")
    before = read_table(cohort / "mentees.xlsx")
    id = before.rows[4][0]

    forget(cohort, id)

    assert read_table(cohort / "mentees.xlsx").rows == tuple(row for row in before.rows if row[0] != id)


def test_what_cannot_be_changed_is_named(cohort: Path):
    """A file that still holds the person is told by name, with what to do, and the exit is not a success."""
    id = read_cohort(cohort).mentees.index[0]
    (cohort / "old.zip.bin").write_bytes(b"x " + read_cohort(cohort).mentees.loc[id, "email"].encode())
    with zipfile.ZipFile(cohort / "old.zip", "w") as archive:
        archive.writestr("list.txt", read_cohort(cohort).mentees.loc[id, "email"])

    with pytest.raises(ProblemsError) as error:
        forget(cohort, id)

    assert [problem.file for problem in error.value.problems] == ["old.zip", "old.zip.bin"]


@pytest.mark.parametrize("data", [b"no archive at all", b"PK\x03\x04 cut off"])
def test_a_file_that_cannot_be_opened_is_no_file_without_the_person(cohort: Path, data: bytes):
    """A locked or damaged archive is named for a person to look into, never passed as searched."""
    (cohort / "old.xlsx").write_bytes(data)

    id = read_cohort(cohort).mentees.index[0]
    with pytest.raises(ProblemsError, match="old.xlsx: this file cannot be searched"):
        forget(cohort, id)

    assert id not in read_cohort(cohort).mentees.index


def test_an_archive_with_a_password_is_named(cohort: Path):
    """What is encrypted in an archive cannot be read, and is told."""
    with zipfile.ZipFile(cohort / "old.zip", "w") as archive:
        archive.writestr("list.txt", "who")
    data = bytearray((cohort / "old.zip").read_bytes())
    data[6] |= 1  # the flag of encryption, in the entry itself
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the contents
    (cohort / "old.zip").write_bytes(bytes(data))

    assert ("old.zip", "closed") in list(traces(cohort, Person(("nobody-has-this",))))


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=("Cs",)), max_size=12)


@given(st.lists(st.lists(cells, min_size=2, max_size=3), min_size=1, max_size=6), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]))
def test_taking_nobody_out_changes_no_byte(tmp_path_factory, rows, delimiter: str, end: str):
    """A table in which the person does not stand is the same to the byte, whatever stands in its cells."""
    path = tmp_path_factory.mktemp("t") / "t.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator=end).writerows([["first heading", "second heading"], *rows])

    assert text_without(path, (), Person(("nobody-has-this",))) == (path.read_bytes(), 0, 0)


@pytest.mark.parametrize("text", ["Ana María Ríos", "ANA MARIA RIOS", "ana maría  ríos", "Ana_María_Ríos", "ana.rios@correo.example", "+57 300 123 45 67", "3001234567", "x A07 y"])
def test_a_person_is_seen_in_many_spellings(text: str):
    """Case, accents, doubled spaces and the form of a telephone do not hide anybody."""
    assert Person(("A07",), "ana.rios@correo.example", "Ana María Ríos", "300 123 4567").stands_in(text)


@pytest.mark.parametrize("text", ["A070", "Ana María Ríosucio", "B07", "retail", "13001234568", ""])
def test_nobody_is_seen_where_they_are_not(text: str):
    """Longer words and other numbers are somebody else."""
    assert not Person(("A07",), "ana.rios@correo.example", "Ana María Ríos", "300 123 4567").stands_in(text)


def test_clearing_leaves_settings_and_aggregates(results: Path):
    """After a purge no table, answer, result or memory of their rows is left; settings, code books, public figures and the audit log are."""
    emails = list(read_cohort(results).mentees["email"])

    news(inspect_cohort(results))
    place = results.parents[1] / ".mentorkit" / "imports" / "example"
    assert ended_before([results], read_cohort(results).ends) == []
    assert set(place.iterdir()) <= set(files_about_people(results))
    count = purge(results)

    assert count > 20 and not place.exists()
    assert found_by_bytes(results, *emails) == []
    assert (results / "public" / "summary.json").is_file()
    assert sorted({path.suffix for path in results.rglob("*") if path.is_file() and "public" not in path.parts and ".mentorkit" not in path.parts}) == [".yml"]
    assert json.loads((results / ".mentorkit" / "audit.jsonl").read_text(encoding="utf-8").splitlines()[-1])["did"] == "purge"
