"""
Exports as Google itself writes them, read without a line of configuration.

The shapes are those of exports that people have published: the form's own CSV quotes every cell, stamps
`2022/02/13 10:26:52 p. m. GMT-3` (or `p.m.`, or `PM`), joins ticks with `;` and keeps spaces at the ends of questions; the linked
spreadsheet stamps in its own locale and joins with `, `. Everybody in them is invented.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest

from mentorkit.io.cells import weekly_slots
from mentorkit.io.cohort import inspect_cohort
from mentorkit.participants.consents import consent_records

STAMPS = (
    "2026/03/01 10:15:30 a. m. GMT-5", "2026/03/01 10:15:30 a.m. GMT-3", "2026/03/01 10:15:30 AM GMT-5", "2026/03/01 10:15:30\u202fa.\u00a0m. GMT-5",
    "2026/03/01 22:15:30 EET",
)
QUESTIONS = ("Nombre completo", "Celular (WhatsApp)", "¿En qué año naciste?", "¿En qué campo quieres trabajar?", "¿Qué temas te interesan?", "¿Cuándo puedes reunirte?", "¿Qué esperas lograr?")
CONSENT = "¿Autorizas que usemos tus datos para participar en el programa: contactarte, emparejarte y acompañarte?"
ANSWERS = ("Ana Peña", "300 000 0001", "2004", "Salud", "Hoja de vida;Entrevistas", "Lunes 7-9;Sábado 9-12", "Quiero un empleo, y \"pronto\".\nDe verdad.")
FORM = (
    "program: X\nlanguages: [es, en]\nvocabulary: []\ncriteria:\n  - {id: field, kind: same, mentee: field_wanted, mentor: field}\n"
    "  - {id: topics, kind: overlap, mentee: interests, mentor: interests}\n  - {id: hours, kind: overlap, mentee: availability, mentor: availability}\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A programme with a cohort that has one mentor and, so far, no mentees."""
    home = tmp_path / "cohorts" / "nueva"
    (home / "surveys").mkdir(parents=True)
    (tmp_path / "program.yml").write_text(FORM, encoding="utf-8")
    (home / "cohort.yml").write_text("cohort: nueva\nstarts: 2026-04-06\n", encoding="utf-8")
    (home / "mentors.csv").write_text("id,email,consent,field,interests,availability\nB1,eva@x.example,v1,Salud,Entrevistas,mon 7-9\n", encoding="utf-8")
    return home


def write(path: Path, *rows: list[str], quoting: int = csv.QUOTE_ALL) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=quoting, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")


@pytest.mark.parametrize("stamp", STAMPS)
def test_the_forms_own_csv(folder, stamp):
    """Marks of the hour in every locale, spaces at the ends of questions, the address that Google collects, quotes and line breaks."""
    heads = ["Marca temporal", "Dirección de correo electrónico", *(f"  {question} " for question in QUESTIONS), CONSENT]
    write(folder / "mentees.csv", heads, [stamp, "ana@correo.example", *ANSWERS, "Sí, autorizo"])
    found = inspect_cohort(folder)
    ana = found.cohort.mentees.iloc[0]

    assert [str(problem) for problem in found.problems] == []
    assert (ana["name"], ana["email"], ana["birth_year"], ana["consent"]) == ("Ana Peña", "ana@correo.example", 2004, "v1")
    assert ana["interests"] == ("Hoja de vida", "Entrevistas")
    assert ana["availability"] == weekly_slots("mon 7-9; sat 9-12", "America/Bogota", dt.date(2026, 4, 6))
    assert consent_records(found.cohort).iloc[0]["date"] == dt.date(2026, 3, 1)


def test_the_linked_spreadsheet_in_english(folder):
    """`Timestamp` and `Email Address`, ticks joined with commas, and an address of the form's own beside the collected one."""
    heads = ["Timestamp", "Email Address", "Full name", "E-mail", "In what year were you born?", "Which topics interest you?", "When can you meet?", "In what field do you want to work?"]
    write(folder / "mentees.csv", heads, ["3/1/2026 10:15:30", "quien-envia@org.example", "Ana", "ana@x.example", "2004", "CV, Interviews", "Monday 7-9, Saturday 9-12", "Health"], quoting=csv.QUOTE_MINIMAL)
    found = inspect_cohort(folder)
    ana = found.cohort.mentees.iloc[0]

    assert [str(problem) for problem in found.problems] == []
    assert (ana["name"], ana["email"]) == ("Ana", "ana@x.example")
    assert ana["availability"] == weekly_slots("mon 7-9; sat 9-12", "America/Bogota", dt.date(2026, 4, 6))


@pytest.mark.parametrize(("grid", "cells"), [
    (("[Lunes]", "[Martes]", "[Sábado]"), ("7-9;12-14", "", "9-12")), (("[Lunes]", "[Martes]", "[Sábado]"), ("7-9, 12-14", "", "9-12")),
    (("[7-9]", "[9-12]", "[12-14]"), ("Lunes", "Sábado", "Lunes")),
])
def test_a_grid_of_days_and_hours(folder, grid, cells):
    """A question asked as a grid comes as a column a row; it is read as one, whether rows are days or hours, and no part is complained about."""
    heads = ["Marca temporal", "Correo electrónico", *(f"¿Cuándo puedes reunirte? {row}" for row in grid), "¿En qué campo quieres trabajar?", "¿Qué temas te interesan?"]
    write(folder / "mentees.csv", heads, [STAMPS[0], "ana@x.example", *cells, "Salud", "Entrevistas"])
    found = inspect_cohort(folder)

    assert [str(problem) for problem in found.problems] == []
    assert found.cohort.mentees.iloc[0]["availability"] == weekly_slots("mon 7-9; mon 12-14; sat 9-12", "America/Bogota", dt.date(2026, 4, 6))


def test_a_grid_that_cohort_yml_maps(folder):
    """A grid in other words than the form's is one column too, by the name of its question."""
    (folder / "cohort.yml").write_text('cohort: nueva\nstarts: 2026-04-06\nmentees: {file: mentees.csv, columns: {availability: "¿Y tus horas?"}}\n', encoding="utf-8")
    write(folder / "mentees.csv", ["Correo electrónico", "¿Y tus horas? [Lunes]", "¿Y tus horas? [Jueves]", "field_wanted", "interests"], ["ana@x.example", "7-9", "18-20", "Salud", "x"])
    found = inspect_cohort(folder)

    assert [str(problem) for problem in found.problems] == []
    assert found.cohort.mentees.iloc[0]["availability"] == weekly_slots("mon 7-9; thu 18-20", "America/Bogota", dt.date(2026, 4, 6))


def test_a_question_that_was_asked_anew_is_one_column_with_a_warning(folder):
    """Google keeps the old column beside the new one: no row fills both, and they are read as one; where one does, it is refused."""
    heads = ["Marca temporal", "Correo electrónico", "¿En qué campo quieres trabajar?", "¿Qué temas te interesan?", "¿Cuándo puedes reunirte?", "¿En qué campo quieres trabajar?"]
    rows = [[STAMPS[0], "ana@x.example", "Salud", "x", "Lunes 7-9", ""], [STAMPS[0], "eva@x.example", "", "x", "Lunes 7-9", "Ventas"]]
    write(folder / "mentees.csv", heads, *rows)
    found = inspect_cohort(folder)

    assert sorted(found.cohort.mentees["field_wanted"]) == ["Salud", "Ventas"]
    assert [(problem.row, problem.column, problem.warning) for problem in found.problems] == [(1, "¿En qué campo quieres trabajar?", True)]
    write(folder / "mentees.csv", heads, *rows, [STAMPS[0], "luz@x.example", "Salud", "x", "Lunes 7-9", "Ventas"])
    assert ["the heading stands 2 times"] == [problem.problem for problem in inspect_cohort(folder).errors]


def test_a_survey_as_a_grid_whose_people_are_known_by_the_collected_address(folder):
    """Items asked as the rows of one grid are known by their row, and whoever answers by the address; no code is asked."""
    (folder / "mentees.csv").write_text("id,email,consent,field_wanted,interests,availability\nA1,ana@x.example,v1,Salud,x,mon 7-9\n", encoding="utf-8")
    (folder / "surveys" / "base.yml").write_text(
        'survey: base\nwho: mentees\nwave: baseline\nfile: surveys/base.csv\nperson: "Código"\nitems:\n'
        '  - {id: know, question: "Sé lo que quiero", kind: scale, min: 1, max: 5}\n  - {id: dare, question: "Me atrevo a preguntar", kind: scale, min: 1, max: 5}\n', encoding="utf-8",
    )
    write(folder / "surveys" / "base.csv", ["Marca temporal", "Dirección de correo electrónico", "Qué tan cierto es [Sé lo que quiero]", "Qué tan cierto es [Me atrevo a preguntar]", "Puntuación"], [STAMPS[0], "Ana@x.example", "4", "2", ""])
    found = inspect_cohort(folder)
    row = found.cohort.surveys["base"].frame.iloc[0]

    assert [str(problem) for problem in found.problems] == []
    assert (row["person"], row["know"], row["dare"]) == ("A1", 4.0, 2.0)


@pytest.mark.parametrize(("heading", "column"), [
    ("Campo laboral", "field"), ("Field of work", "field"), ("Horarios disponibles", "availability"), ("¿En qué campo trabaja?", "field"), ("¿Cuándo puede reunirse?", "availability"),
])
def test_forms_of_earlier_versions_still_come_back(folder, heading, column):
    """Whoever handed out a form before its questions were reworded exports it as before."""
    cells = {"field": "Salud", "availability": "Lunes 7-9"}
    write(folder / "mentors.csv", ["Nombre y apellidos", "Correo electrónico", heading], ["Eva Ruiz", "eva@x.example", cells[column]])
    found = inspect_cohort(folder)
    eva = found.cohort.mentors.iloc[0]

    assert heading not in " ".join(str(problem) for problem in found.problems)
    assert eva["name"] == "Eva Ruiz"
    assert eva[column] == {"field": "Salud", "availability": weekly_slots("mon 7-9", "America/Bogota", dt.date(2026, 4, 6))}[column]
