"""What form tools add to the answers: known and left out with a word, never taken for a person or an id."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentorkit.io.cohort import inspect_cohort
from mentorkit.io.inspection import Inspection
from mentorkit.io.metadata import needs_no_reader

PROGRAM = "program: Puentes\nlanguages: [en, es]\ncriteria:\n  - {id: interests, kind: overlap, mentee: interests, mentor: interests}\n"
MENTORS = "id,name,interests\nB1,Luz,a\n"


def inspected(place: Path, mentees: str | bytes, settings: str = "", name: str = "mentees.csv") -> Inspection:
    """A cohort whose mentees' file is what a tool exported."""
    folder = place / "cohorts" / "demo-1"
    folder.mkdir(parents=True)
    (place / "program.yml").write_text(PROGRAM, encoding="utf-8")
    (folder / "cohort.yml").write_text(f"cohort: demo-1\nstarts: 2026-02-02\n{settings}", encoding="utf-8")
    (folder / "mentors.csv").write_text(MENTORS, encoding="utf-8")
    (folder / name).write_bytes(mentees if isinstance(mentees, bytes) else mentees.encode())
    return inspect_cohort(folder)


def told(inspection: Inspection) -> list[tuple]:
    """Row, column, words and remedy of each problem."""
    return sorted((p.row or 0, p.column or "", p.problem, p.remedy) for p in inspection.problems)


HEADINGS = "StartDate,Status,Progress,RecordedDate,ResponseId,Q1,Q2,Q3"
TEXTS = "Start Date,Response Type,Progress,Recorded Date,Response ID,What is your name?,What is your e-mail?,Topics"
IMPORTS = ",".join(f'"{{""ImportId"":""{name}""}}"' for name in ("startDate", "status", "progress", "recordedDate", "_recordId", "QID1", "QID2", "QID3"))
ANSWER = "2026-01-15 15:25:33,IP Address,100,2026-01-15 15:30:34,R_1,Ana,ana@x.co,a"
MAP = "mentees: {file: mentees.csv, columns: {name: Q1, email: Q2, interests: Q3}}\n"


@pytest.mark.parametrize("heads", [(TEXTS, IMPORTS), (TEXTS,)], ids=["three rows of headings", "two"])
def test_the_further_headings_of_qualtrics_are_nobody(tmp_path, heads):
    """The rows under the headings are left out with a warning, and Qualtrics' Status is no status of an application."""
    found = inspected(tmp_path, "\n".join([HEADINGS, *heads, ANSWER, ""]), MAP)

    assert list(found.cohort.mentees["name"]) == ["Ana"]
    assert [(row, problem) for row, _, problem, _ in told(found)] == [(row, "the row holds headings again, and was left out") for row in range(2, 2 + len(heads))]


def test_the_second_headings_of_surveymonkey_are_nobody(tmp_path):
    """The row that says Open-Ended Response is left out with a warning."""
    text = "Respondent ID,Collector ID,Start Date,Name?,Mail?,Topics?\n,,,Open-Ended Response,Open-Ended Response,Response\n118,4,01/15/2026 03:25:33 PM,Ana,ana@x.co,a\n"
    found = inspected(tmp_path, text, "mentees: {file: mentees.csv, columns: {name: 'Name?', email: 'Mail?', interests: 'Topics?'}}\n")

    assert list(found.cohort.mentees["name"]) == ["Ana"]
    assert told(found) == [(2, "", "the row holds headings again, and was left out", "delete it")]


def test_an_export_pasted_below_another_brings_its_headings(tmp_path):
    """Headings in the middle of a table are nobody's answers; the rows around them count."""
    found = inspected(tmp_path, "id,name,interests\nA1,Ana,a\nid,name,interests\nA2,Luis,b\n")

    assert list(found.cohort.mentees.index) == ["A1", "A2"]
    assert told(found) == [(3, "", "the row holds headings again, and was left out", "delete it")]


def test_an_answer_may_be_called_like_its_question(tmp_path):
    """One cell that repeats its heading makes no row of headings."""
    found = inspected(tmp_path, "id,name,interests\nA1,name,a\nA2,Luis,b\n")

    assert list(found.cohort.mentees["name"]) == ["name", "Luis"]


@pytest.mark.parametrize("row", ["A2,Luis,cv,interview,first job", "A2,Luis,cv,interview,"])
def test_ticks_in_columns_called_like_them_are_answers(tmp_path, row):
    """Typeform gives each option a column and writes the option into it: however many are ticked, the row is somebody's."""
    settings = "mentees: {file: mentees.csv, columns: {interests: cv}}\n"
    found = inspected(tmp_path, f"id,name,cv,interview,first job\nA1,Ana,cv,,\n{row}\n", settings)

    assert list(found.cohort.mentees.index) == ["A1", "A2"]


MICROSOFT = "ID,Start time,Completion time,Email,Name,Full name,Your e-mail,Topics\n1,1/15/26 15:25:33,1/15/26 15:30:33,anonymous,,Ana,ana@x.co,a\n2,1/15/26 15:25:33,1/15/26 15:30:33,anonymous,,Luis,luis@x.co,b\n"


def test_microsofts_number_is_nobodys_id_and_anonymous_nobodys_address(tmp_path):
    """People are known by the address that they wrote, and not by the number of their row."""
    columns = "columns: {name: Full name, email: Your e-mail, interests: Topics}"
    found = inspected(tmp_path, MICROSOFT, f"mentees: {{file: mentees.csv, {columns}}}\n")

    assert told(found) == []
    assert sorted(found.cohort.mentees["email"]) == ["ana@x.co", "luis@x.co"]
    assert all(id.startswith("p") for id in found.cohort.mentees.index)


def test_what_cohort_yml_names_stays_what_it_is(tmp_path):
    """Whoever wants Microsoft's number as id says so."""
    found = inspected(tmp_path, MICROSOFT, "mentees: {file: mentees.csv, columns: {id: ID, name: Full name, email: Your e-mail, interests: Topics}}\n")

    assert list(found.cohort.mentees.index) == ["1", "2"]


@pytest.mark.parametrize("heading", [
    "Horodateur", "Carimbo de data/hora", "Zeitstempel", "Adresse e-mail", "Columna 12", "Hora de la última modificación", "Total points", "RecordedDate",
    "Respondent ID", "Submit Date (UTC)", "Network ID", "ID de respuesta", "Fecha de envío", "meta-instanceName", "_duration", "Submission IP", "IP del usuario",
])
def test_columns_of_form_tools_need_no_reader(heading):
    """What Google, Microsoft, Qualtrics, SurveyMonkey, Typeform, LimeSurvey, ODK, Jotform and others write is not complained about."""
    assert needs_no_reader(heading)


@pytest.mark.parametrize("heading", ["¿Qué esperas lograr?", "Ciudad", "Name", "Notas", "Fecha de nacimiento", "Columna vertebral"])
def test_columns_of_people_are_not_taken_for_a_tools(heading):
    """A question stays a question."""
    assert not needs_no_reader(heading)


@pytest.mark.parametrize(("codec", "strange"), [("cp850", True), ("mac_roman", True), ("shift_jis", True), ("cp1252", False)])
def test_another_encoding_is_named_with_the_cell_to_look_at(tmp_path, codec, strange):
    """Old DOS and Macintosh letters and Japanese ones look wrong as Windows-1252: the warning names a cell, and says so."""
    name = "山田太郎" if codec == "shift_jis" else "Añita Peña"
    found = inspected(tmp_path, f"id,name,interests\nA1,Ana,a\nA2,{name},b\n".encode(codec))

    assert [(row, column) for row, column, _, _ in told(found)] == [(3, "name")]
    assert ("look wrong" in found.problems[0].problem) == strange


def test_a_packed_export_is_to_be_unpacked(tmp_path):
    """Google Forms hands out its table in an archive: the remedy says what to do with it."""
    found = inspected(tmp_path, b"PK\x03\x04", name="mentees.csv.zip")

    assert ("mentees.csv.zip", "it is packed: unpack it, and put here the .csv that is in it") in [(p.file, p.remedy) for p in found.problems]


@pytest.mark.parametrize(("text", "row", "problem", "remedy"), [
    ("Report\n\nGenerated:,today\nTopic,Id,Time\nMentores,1,2\nx,y,z\na,b,c\n", 1, "a title stands where the headings should", "delete the rows above the headings"),
    ("id,name,interests\nA1,Ana,a\nCopyright 2026\n", 3, "the row has 1 cells and the heading 3", "if it is a note, delete it; else look for a missing separator"),
    ("name:mail\nAna:a@x.co\nLuis:l@x.co\n", 1, "neither an id nor an e-mail column is there", "the table has one column alone; export it with commas or semicolons between its columns"),
])
def test_what_a_report_has_around_its_table_is_refused_with_what_to_do(tmp_path, text, row, problem, remedy):
    """A title above, a note below, a separator that is none: each refusal says what to delete or how to export."""
    assert (row, "", problem, remedy) in told(inspected(tmp_path, text))


def test_a_missing_column_is_never_said_to_be_one_that_the_file_has_not(tmp_path):
    """Proposals come from the file's own headings."""
    found = inspected(tmp_path, "id,name\nA1,Ana\n", "criteria:\n  - {id: z, kind: same, mentee: zone, mentor: name}\n")

    assert not any("timezone" in p.remedy for p in found.problems)


@pytest.mark.parametrize("cell", ["1.000", "-1.000", "90.000"])
def test_a_whole_number_with_a_point_for_thousands_is_refused(tmp_path, cell):
    """1.000 is a thousand to one reader and one to another: it is not read as 1."""
    found = inspected(tmp_path, f"id,name,interests,birth_year\nA1,Ana,a,{cell}\n")

    assert (2, "birth_year", "the cell may be a decimal or a thousand", "write it without separator") in told(found)


@pytest.mark.parametrize("text", ["id,name,interests,,\nA1,Ana,a,,\nA2,Luis,b,,a note\n", "id;name;interests;\nA1;Ana;a;\nA2;Luis;b;x\n"])
def test_what_stands_beyond_the_last_heading_is_never_lost(tmp_path, text):
    """A column at the end without a heading, as SurveyMonkey's second and third option have, is refused at the row that fills it."""
    found = told(inspected(tmp_path, text))

    assert found == [(3, "", "something stands to the right of the last heading", "write a heading above it, or delete it")]
