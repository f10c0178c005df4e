"""Two people read applications: a form and a sheet for each, whose marks come back without configuration and stay apart."""

from __future__ import annotations

import importlib.util
import io
import stat
from pathlib import Path

import pytest
from openpyxl import load_workbook

from mentorkit.cli.checking import cohort_problems
from mentorkit.cli.forms import write_forms
from mentorkit.errors import ProblemsError, UsageError
from mentorkit.io.cohort import inspect_cohort
from mentorkit.io.yaml import checked_model, parsed_document
from mentorkit.model.program import Program
from mentorkit.model.readings import reading_form
from mentorkit.participants.reviewing import agreement, left_to_read, reviewed

_spec = importlib.util.spec_from_file_location("exports", Path(__file__).parent / "exports.py")
exports = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(exports)
ASPECTS = ["reason", "fit", "openness"]
HEADS = "id,name,email,status,consent,birth_year,gender,field_wanted,goals,phone\n"
PEOPLE = HEADS + "".join(
    f"{id},Nombre{id} Apellido,{id.lower()}@x.example,applied,v1,2004,mujer,Salud,Mi meta es {goal},+57 399 000 000{id[-1]}\n"
    for id, goal in (("A1", "=2+3"), ("A2", "un empleo"), ("A3", "estudiar"))
)
MENTORS = "id,name,email,status,consent,field,about,capacity\nB1,Sol Vega,b1@x.example,applied,v1,Salud,Diez años,1\n"


@pytest.fixture
def folder(tmp_path: Path, root: Path) -> Path:
    """A programme with the example's rubric and a cohort of three mentees and a mentor, nobody decided."""
    cohort = tmp_path / "cohorts" / "nueva"
    cohort.mkdir(parents=True)
    rubric = (root / "program.yml").read_text(encoding="utf-8").split("  rubric:", 1)[1].split("\n\n", 1)[0]
    (tmp_path / "program.yml").write_text(
        "program: X\nlanguages: [es, en]\nvocabulary: []\ncriteria: [{id: field, kind: same, mentee: field_wanted, mentor: field}]\n"
        f"evaluation: {{groups: [gender]}}\neligibility:\n  rubric:{rubric}\n", encoding="utf-8",
    )
    (cohort / "cohort.yml").write_text("cohort: nueva\nstarts: 2026-02-02\n", encoding="utf-8")
    (cohort / "mentees.csv").write_text(PEOPLE, encoding="utf-8")
    (cohort / "mentors.csv").write_text(MENTORS, encoding="utf-8")
    return cohort


def program_of(cohort: Path) -> Program:
    path = cohort.parents[1] / "program.yml"
    return checked_model(Program, parsed_document(path.read_text(encoding="utf-8"), path, path.name))


def mark(sheet: Path, marks: dict[str, list[object]], to: Path) -> None:
    """Fill a reader's sheet as a person does, and save it in the cohort's folder."""
    book = load_workbook(sheet)
    for cells in book.worksheets[0].iter_rows(min_row=2):
        for cell, value in zip(cells[3:6], marks.get(cells[0].value, []), strict=False):
            cell.value = value
    book.save(to / sheet.name)


@pytest.mark.parametrize("language", ["es", "en"])
def test_each_readers_sheet_comes_back_and_they_agree_as_computed_by_hand(folder, tmp_path, language):
    """Marks chosen from the list, or typed as numbers, in either language; what is open is counted as left to read."""
    write_forms(folder.parents[1], tmp_path / "f", folder, ["Marta Ruiz", "Luis"])
    words = [option.text[language] for option in reading_form(program_of(folder)).questions[2].options]
    mark(tmp_path / "f" / language / "reviews-marta-ruiz.xlsx", {"A1": [words[0], 2, 3], "A2": [words[3], 4, 4], "A3": [2, 2, 2], "B1": [3, 3, 3]}, folder)
    mark(tmp_path / "f" / language / "reviews-luis.xlsx", {"A1": ["1", "2", "3"], "A2": [words[1], 4, 4]}, folder)
    found = inspect_cohort(folder)
    read = reviewed(found.cohort).set_index("person_id")

    assert [str(problem) for problem in found.problems] == []
    assert (read.loc["A1", "points"], read.loc["A2", "points"], bool(read.loc["A2", "third_reader"]), read.loc["A3", "readers"]) == (6.0, 11.0, True, 1)
    assert list(agreement(found.cohort)["n"]) == [2, 2, 2] and list(agreement(found.cohort)["exact"]) == [0.5, 1.0, 1.0]
    assert left_to_read(found.cohort) == {"Luis": (2, 4)}
    assert set(found.cohort.tables["reviews"].columns) == {"person_id", "reviewer", "note", *ASPECTS, "source"}


def test_a_sheet_lists_by_code_and_holds_neither_a_name_nor_anybodys_marks(folder, tmp_path):
    """What a reader sees is the code, what the person told, their own name and empty marks; only the owner can open the file."""
    write_forms(folder.parents[1], tmp_path / "f", folder, ["Marta", "Luis"])
    mark(tmp_path / "f" / "es" / "reviews-marta.xlsx", {"A1": [1, 1, 1]}, folder)
    write_forms(folder.parents[1], tmp_path / "g", folder, ["Marta", "Luis"])
    sheet = tmp_path / "g" / "es" / "reviews-luis.xlsx"
    rows = list(load_workbook(sheet).worksheets[0].iter_rows(min_row=2, values_only=True))
    text = repr(rows)

    assert sorted(row[0] for row in rows[:3]) == ["A1", "A2", "A3"] and rows[3][0] == "B1"
    assert {row[2] for row in rows} == {"Luis"} and {cell for row in rows for cell in row[3:]} == {None}
    assert "un empleo" in text and "=2+3" in text
    assert not any(word in text for word in ("Nombre", "Apellido", "@x.example", "+57", "mujer", "Sol Vega", "Marta", "2004"))
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600


def test_readers_have_orders_of_their_own(folder, tmp_path):
    """Among twelve applications hardly any stands at the same place in both sheets, and the same reader gets the same sheet again."""
    rows = "".join(f"A{n},Nombre,a{n}@x.example,applied,v1,2004,mujer,Salud,Meta,\n" for n in range(10, 22))
    (folder / "mentees.csv").write_text(HEADS + rows, encoding="utf-8")
    for out in ("f", "g"):
        write_forms(folder.parents[1], tmp_path / out, folder, ["Marta", "Luis"])
    orders = [[row[0] for row in load_workbook(tmp_path / "f" / "es" / f"reviews-{name}.xlsx").worksheets[0].iter_rows(min_row=2, max_row=13, values_only=True)] for name in ("marta", "luis")]

    assert set(orders[0]) == set(orders[1]) and sum(one == other for one, other in zip(*orders, strict=True)) < 6
    assert (tmp_path / "f" / "es" / "reviews-luis.xlsx").read_bytes() == (tmp_path / "g" / "es" / "reviews-luis.xlsx").read_bytes()


def test_nobody_who_is_decided_is_read_again(folder, tmp_path):
    """Accepted and declined applications, and those that the rules decline, stand in no sheet; without a cohort there is none."""
    (folder / "mentees.csv").write_text(PEOPLE.replace("A1@", "a1@").replace("applied", "accepted", 1).replace("v1,2004", "no,2004", 2).replace("no,2004", "v1,2004", 1), encoding="utf-8")
    files = write_forms(folder.parents[1], tmp_path / "f", folder)
    rows = list(load_workbook(tmp_path / "f" / "es" / "reviews-1.xlsx").worksheets[0].iter_rows(min_row=2, values_only=True))
    plain = write_forms(folder.parents[1], tmp_path / "g")

    assert [row[0] for row in rows] == ["A3", "B1"]
    assert {file.name for file in files if file.name.startswith("reviews-")} == {"reviews-1.xlsx", "reviews-2.xlsx"}
    assert not any(file.name.startswith("reviews-") for file in plain) and any(file.name == "review.xlsx" for file in plain)


@pytest.mark.parametrize("tool", ["google_sheets", "google_forms", "kobo_values", "kobo_labels", "odk_central"])
def test_the_form_comes_back_from_every_tool(folder, tool):
    """One shared form, in which each reader sees their own answers alone: the code is chosen from the cohort's."""
    form = reading_form(program_of(folder), ["A1", "A2", "A3", "B1"])
    rows = [{"person_id": "A1", "reviewer": who, "reason": mark, "fit": "2", "openness": "4", "note": "una nota"} for who, mark in (("Marta", "1"), ("Luis", "3"))]
    export = getattr(exports, tool)
    (folder / "reviews.csv").write_text(export(form, rows) if tool in ("kobo_values", "odk_central") else export(form, rows, "es") , encoding="utf-8")
    found = inspect_cohort(folder)
    table = found.cohort.tables["reviews"]

    assert [str(problem) for problem in found.problems] == []
    assert (list(table["person_id"]), list(table["reason"]), list(table["openness"])) == (["A1", "A1"], [1.0, 3.0], [4.0, 4.0])
    assert form.questions[0].kind == "choice"


def test_whoever_reads_is_known_by_the_address_that_google_collects(folder):
    """A form without the question for the reader, which collects addresses, still tells readers apart."""
    (folder / "reviews.csv").write_text(
        "Marca temporal,Dirección de correo electrónico,Código de la postulación,Sabe por qué quiere estar,Lo que espera es lo que hacemos,Disposición a aprender de otra persona\n"
        "2026/03/01 10:15:30 a. m. GMT-5,marta@org.example,A1,2,3,4\n2026/03/01 11:15:30 p. m. GMT-5,luis@org.example,A1,2,3,3\n", encoding="utf-8",
    )
    found = inspect_cohort(folder)

    assert [str(problem) for problem in found.problems] == []
    assert list(found.cohort.tables["reviews"]["reviewer"]) == ["marta@org.example", "luis@org.example"]


def test_wrong_readings_are_named_with_file_and_row(folder):
    """A mark of 5, somebody unknown, one reader twice in two files, an aspect left open, and an aspect that nobody marks."""
    head = "person_id,reviewer,reason,fit,openness\n"
    (folder / "reviews-ana.csv").write_text(head + "A1,Ana,5,2,2\nZ9,Ana,1,2,3\nA2,Ana,1,,3\nA3,Ana,1,1,1\n", encoding="utf-8")
    (folder / "reviews-eva.csv").write_text("person_id,reviewer,reason,fit\nA3,ana,1,1\nA1,Eva,2,2\n", encoding="utf-8")
    found = inspect_cohort(folder)
    said = {(problem.file, problem.row, problem.column, problem.warning) for problem in found.problems}

    assert {
        ("reviews-ana.csv", 2, "reason", False), ("reviews-ana.csv", 3, "person_id", False), ("reviews-ana.csv", 4, None, True),
        ("reviews-eva.csv", 2, "reviewer", False), ("reviews-eva.csv", 1, None, False),
    } <= said
    assert any('aspect "openness"' in problem.problem for problem in found.errors)
    assert all("5" not in problem.problem for problem in found.problems if problem.column == "reason")


def test_a_check_tells_a_spanish_coordinator_in_spanish_what_is_wrong_with_readings(folder):
    """None of the readers' problems stays in English."""
    (folder / "reviews-ana.csv").write_text("person_id,reviewer,reason,fit,openness\nA1,Ana,1,2,\nZ9,Ana,1,2,3\n", encoding="utf-8")
    (folder / "reviews-eva.csv").write_text("person_id,reviewer,reason,fit\nA1,ana,1,1\nA2,Eva,2,2\n", encoding="utf-8")
    said = " ".join(str(problem) for problem in cohort_problems(inspect_cohort(folder)) if problem.file.startswith("reviews-"))

    assert "nadie que se inscribió" in said and "la misma persona ya leyó" in said and "nadie tiene puntos" in said and "no cuenta" in said


def test_a_growing_sheet_is_told_row_by_row(folder, capsys):
    """A reader's sheet that is saved again with more marks shows as edited, by its own name."""
    from mentorkit.cli import main

    head = "person_id,reviewer,reason,fit,openness\n"
    (folder / "reviews-ana.csv").write_text(head + "A1,Ana,1,2,3\nA2,Ana,,,\n", encoding="utf-8")
    (folder / "reviews-eva.csv").write_text(head + "A1,Eva,1,2,3\n", encoding="utf-8")
    main(["check", str(folder)])
    capsys.readouterr()
    (folder / "reviews-ana.csv").write_text(head + "A1,Ana,1,2,3\nA2,Ana,1,1,2\n", encoding="utf-8")
    main(["check", str(folder)])
    said = capsys.readouterr().out

    assert "reviews-ana.csv, desde la última revisión: con cambios: 1 (fila 3: reason, fit, openness)" in said
    assert "reviews-eva" not in said


def test_who_is_erased_leaves_every_readers_sheet(folder):
    """`forget` takes a person's rows out of both readers' files, and the others' stay."""
    from mentorkit.retention.forgetting import forget

    head = "person_id,reviewer,reason,fit,openness\n"
    for name in ("ana", "eva"):
        (folder / f"reviews-{name}.csv").write_text(head + f"A1,{name},1,2,3\nA2,{name},1,1,2\n", encoding="utf-8")
    forget(folder, "A1")

    assert [(folder / f"reviews-{name}.csv").read_text(encoding="utf-8") for name in ("ana", "eva")] == [f"{head}A2,{name},1,1,2\n" for name in ("ana", "eva")]


@pytest.mark.parametrize(("change", "readers", "said"), [
    ("no-cohort", ["Ana"], "--cohort"), ("no-rubric", ["Ana"], "eligibility.rubric"), ("nobody", ["Ana"], "no applications yet"), ("", ["Ana", "ANA"], "surname"),
])
def test_readers_that_cannot_be_served_are_refused_with_what_to_do(folder, tmp_path, change, readers, said):
    """Without a rubric, a cohort or applications, and where two names give one file."""
    program = folder.parents[1]
    if change == "no-rubric":
        path = program / "program.yml"
        path.write_text(path.read_text(encoding="utf-8").split("eligibility:")[0], encoding="utf-8")
    if change == "nobody":
        (folder / "mentees.csv").unlink()
        (folder / "mentors.csv").unlink()
    with pytest.raises(UsageError, match=said):
        write_forms(program, tmp_path / "f", None if change == "no-cohort" else folder, readers)
    assert not (tmp_path / "f").exists()


def test_a_sheet_that_would_lack_somebody_is_not_written(folder, tmp_path):
    """An application that cannot be read is named; once it is mended every reader gets everybody."""
    torn = folder / "mentees.csv"
    torn.write_text(torn.read_text(encoding="utf-8").replace(",+57 399 000 0003", ""), encoding="utf-8")
    with pytest.raises(ProblemsError) as refused:
        write_forms(folder.parents[1], tmp_path / "f", folder, [])

    assert [("mentees.csv", None)] == [(problem.file, problem.column) for problem in refused.value.problems]
    assert not (tmp_path / "f").exists()


def test_an_aspect_cannot_be_called_like_a_column_of_readings(folder):
    """An aspect with the id `note` would be read as the note; program.yml is refused with its line."""
    path = folder.parents[1] / "program.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: fit", "id: note"), encoding="utf-8")
    with pytest.raises(ProblemsError) as refused:
        program_of(folder)

    assert ["program.yml"] == [problem.file for problem in refused.value.problems] and "another id" in refused.value.problems[0].remedy


def test_many_applications_are_typed_and_not_listed(folder):
    """Beyond three hundred the code is a text, and two ids with one code are too."""
    program = program_of(folder)

    assert reading_form(program, [f"A{n}" for n in range(301)]).questions[0].kind == "text"
    assert reading_form(program, ["A-1", "A.1"]).questions[0].kind == "text"
    assert reading_form(program, ["A-1", "A-2"]).questions[0].kind == "choice"


def test_a_code_of_kobo_is_known_however_many_apply_later(folder):
    """The form was made for four applications; four hundred more come, and its codes still name their people."""
    form = reading_form(program_of(folder), ["A1", "A2", "A3", "B1"])
    (folder / "mentees.csv").write_text(PEOPLE + "".join(f"C{n},Otra,c{n}@x.example,applied,v1,2004,mujer,Salud,Meta,\n" for n in range(400)), encoding="utf-8")
    (folder / "reviews.csv").write_text(exports.kobo_values(form, [{"person_id": "A2", "reviewer": "Eva", "reason": "1", "fit": "2", "openness": "3"}]), encoding="utf-8")
    found = inspect_cohort(folder)

    assert (found.errors, list(found.cohort.tables["reviews"]["person_id"])) == ([], ["A2"])


def test_pyxform_takes_the_form_with_a_cohorts_codes(folder, tmp_path):
    """With the applications to choose from, the form is valid for KoboToolbox and ODK too."""
    xls2xform = pytest.importorskip("pyxform.xls2xform", reason="pyxform comes with the test extra")
    write_forms(folder.parents[1], tmp_path / "f", folder)
    result = xls2xform.convert(tmp_path / "f" / "xlsform" / "review.xlsx", validate=False)
    book = load_workbook(io.BytesIO((tmp_path / "f" / "xlsform" / "review.xlsx").read_bytes()))
    choices = [row[1] for row in book["choices"].iter_rows(min_row=2, values_only=True) if row[0] == "person_id"]

    assert list(result.warnings) == [] and choices == ["a1", "a2", "a3", "b1"]
