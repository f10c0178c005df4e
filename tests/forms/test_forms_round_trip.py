"""Answers of our own forms come back without a line of configuration, whichever tool exported them."""

from __future__ import annotations

import datetime as dt
import importlib.util
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.cli.forms import _books, _program, write_forms
from mentorkit.forms import form_workbook
from mentorkit.io.asked import chosen_items
from mentorkit.io.cells import weekly_slots
from mentorkit.io.cohort import inspect_cohort
from mentorkit.model.forms import Form
from mentorkit.model.questions import program_forms
from mentorkit.model.words import folded

ROOT = Path(__file__).parents[2]
_spec = importlib.util.spec_from_file_location("exports", Path(__file__).parent / "exports.py")
exports = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(exports)
PROGRAM = _program(ROOT, None)
FORMS = {form.id: form for form in program_forms(PROGRAM, _books(ROOT, None))}
MENTEES = [
    {
        "name": "Ana Peña", "email": "ana@correo.example", "phone": "+57 300 000 0001", "birth_year": "2009", "guardian_contact": "Luz Peña",
        "guardian_consent": "yes", "gender": "mujer", "first_generation": "Sí", "field_wanted": "Contabilidad y finanzas",
        "interests": ["Hoja de vida", "Primer contrato"], "goals": "Quiero un empleo, y pronto.", "style": "con calma", "stage": "buscando primer empleo",
        "languages": ["Español"], "availability": ["mon 18-20", "sat 9-12"], "consent": "v1", "purposes": ["report", "photos"],
    },
    {
        "name": "Null Niño", "email": "null@correo.example", "birth_year": "2003", "field_wanted": "Salud", "interests": ["Entrevistas"],
        "languages": ["Español", "Inglés"], "availability": ["mon 18-20"], "consent": "v1",
    },
]
MENTORS = [{
    "name": "Eva Ruiz", "email": "eva@correo.example", "field": "Salud", "interests": ["Hoja de vida", "Entrevistas"], "about": "Enfermera; llevo diez años.",
    "style": "directo", "stage": "diez años o más", "languages": ["Español"], "availability": ["mon 18-20", "sat 9-12"], "capacity": "2", "consent": "v1",
}]
TOOLS = {
    "google-sheets-es": lambda form, rows: exports.google_sheets(form, rows, "es"),
    "google-sheets-en": lambda form, rows: exports.google_sheets(form, rows, "en"),
    "google-forms-es": lambda form, rows: exports.google_forms(form, rows, "es"),
    "microsoft-forms-es": lambda form, rows: exports.microsoft_forms(form, rows, "es"),
    "microsoft-forms-en": lambda form, rows: exports.microsoft_forms(form, rows, "en"),
    "kobo-values": exports.kobo_values,
    "kobo-labels-es": lambda form, rows: exports.kobo_labels(form, rows, "es"),
    "kobo-labels-en": lambda form, rows: exports.kobo_labels(form, rows, "en"),
    "odk-central": exports.odk_central,
    "spreadsheet-es": lambda form, rows: exports.spreadsheet(form_workbook(form, "es"), form, rows, "es"),
    "spreadsheet-en": lambda form, rows: exports.spreadsheet(form_workbook(form, "en"), form, rows, "en"),
}
with_every_tool = pytest.mark.parametrize("tool", TOOLS)


def cohort_of(folder: Path, tool: str, filled: dict[str, list[dict]]) -> Path:
    """A programme with a cohort that holds nothing but the exports and its first day."""
    cohort = folder / "cohorts" / "nueva"
    shutil.copyfile(ROOT / "program.yml", folder / "program.yml") if cohort.mkdir(parents=True) is None else None
    (cohort / "surveys").mkdir()
    (cohort / "cohort.yml").write_text("cohort: nueva\nstarts: 2026-02-02\n", encoding="utf-8")
    for id, rows in filled.items():
        content = TOOLS[tool](FORMS[id], rows)
        path = cohort / FORMS[id].file
        if isinstance(content, bytes):
            path.with_suffix(".xlsx").write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8")
    return cohort


@with_every_tool
def test_applications_come_back(tmp_path, tool):
    """Both application forms are read without a column map: every answer stands in its column with our own value."""
    found = inspect_cohort(cohort_of(tmp_path, tool, {"mentee-application": MENTEES, "mentor-application": MENTORS}))
    ana = found.cohort.mentees.set_index("name").loc["Ana Peña"]
    eva = found.cohort.mentors.iloc[0]

    assert found.problems == []
    assert list(found.cohort.mentees["name"].sort_values()) == ["Ana Peña", "Null Niño"]
    assert (ana["birth_year"], ana["guardian_consent"], ana["consent"], ana["purposes"]) == (2009, True, "v1", ("report", "photos"))
    assert (ana["gender"], ana["first_generation"], ana["style"], ana["stage"]) == ("mujer", "Sí", "con calma", "buscando primer empleo")
    assert (ana["field_wanted"], ana["interests"], ana["languages"]) == ("Contabilidad y finanzas", ("Hoja de vida", "Primer contrato"), ("Español",))
    assert ana["availability"] == weekly_slots("mon 18-20; sat 9-12", "America/Bogota", dt.date(2026, 2, 2))
    assert (ana["phone"], ana["goals"], ana["guardian_contact"]) == ("+57 300 000 0001", "Quiero un empleo, y pronto.", "Luz Peña")
    assert (eva["capacity"], eva["field"], eva["about"]) == (2, "Salud", "Enfermera; llevo diez años.")


@with_every_tool
def test_records_and_surveys_come_back_by_address(tmp_path, tool):
    """Meeting log, check-in and surveys are read too, and whoever writes an e-mail for a code is known by it."""
    filled = {
        "mentee-application": MENTEES, "mentor-application": MENTORS,
        "meeting-log": [{"mentee_id": "Ana@correo.example", "mentor_id": "eva@correo.example", "date": "2026-02-17", "held": "no-show", "minutes": "0", "mode": "video"}],
        "check-in": [{"person_id": "ana@correo.example", "date": "2026-03-01", "relationship": "4", "needs_support": "transporte"}],
        "baseline": [{"person": "ana@correo.example", "confidence_1": "4", "confidence_5": "2", "network_1": "3", "shared": "yes"}],
        "exit-mentees": [{"person": "ana@correo.example", "recommend": "9", "useful": "Las preguntas; y la compañía", "shared": "no"}],
    }
    found = inspect_cohort(cohort_of(tmp_path, tool, filled))
    ana = found.cohort.mentees.index[found.cohort.mentees["name"] == "Ana Peña"][0]
    meeting, checkin = found.cohort.tables["meetings"].iloc[0], found.cohort.tables["checkins"].iloc[0]
    before, after = (found.cohort.surveys[name].frame.iloc[0] for name in ("baseline", "exit-mentees"))

    assert [str(problem) for problem in found.problems ] == []
    assert (meeting["mentee_id"], meeting["mentor_id"], meeting["held"], meeting["mode"]) == (ana, found.cohort.mentors.index[0], "no-show", "video")
    assert meeting["date"] == dt.date(2026, 2, 17)
    assert (checkin["person_id"], checkin["answered"], checkin["relationship"], checkin["needs_support"]) == (ana, True, 4.0, "transporte")
    assert (before["person"], before["confidence_1"], before["shared"]) == (ana, 4.0, "yes")
    assert (after["recommend"], after["useful"], after["shared"]) == (9.0, "Las preguntas; y la compañía", "no")


def test_dates_of_a_local_spreadsheet_are_read_where_they_show_their_order(tmp_path):
    """A date like 17/02/2026 settles the order of the whole column, with a warning; without one the reader asks."""
    cohort = cohort_of(tmp_path, "google-sheets-es", {"mentee-application": MENTEES, "mentor-application": MENTORS, "meeting-log": [
        {"mentee_id": "ana@correo.example", "mentor_id": "eva@correo.example", "date": day, "held": "yes"} for day in ("03/02/2026", "17/02/2026")
    ]})
    found = inspect_cohort(cohort)
    (cohort / "meetings.csv").write_text((cohort / "meetings.csv").read_text(encoding="utf-8").replace("17/02", "07/02"), encoding="utf-8")
    unsure = inspect_cohort(cohort)

    assert list(found.cohort.tables["meetings"]["date"]) == [dt.date(2026, 2, 3), dt.date(2026, 2, 17)]
    assert [(problem.warning, "day-first" in problem.problem) for problem in found.problems] == [(True, True)]
    assert len(unsure.errors) == 2 and all("order" in problem.problem for problem in unsure.errors)


def test_an_address_of_nobody_is_named_without_being_repeated(tmp_path):
    """A record about somebody who never applied is an error with its row, and the address stays out of the message."""
    cohort = cohort_of(tmp_path, "kobo-values", {
        "mentee-application": MENTEES, "mentor-application": MENTORS, "check-in": [{"person_id": "otra@correo.example", "date": "2026-03-01"}],
    })
    found = inspect_cohort(cohort).errors

    assert [(problem.file, problem.row, problem.column) for problem in found] == [("checkins.csv", 2, "person_id")]
    assert "otra@" not in str(found[0])


def test_a_declared_map_goes_before_the_forms_words(tmp_path):
    """What cohort.yml maps is read as it says, also where the form's own heading is there."""
    cohort = cohort_of(tmp_path, "google-sheets-es", {"mentee-application": MENTEES, "mentor-application": MENTORS})
    settings = "cohort: nueva\nstarts: 2026-02-02\nmentees:\n  file: mentees.csv\n  columns: {field_wanted: \"¿Qué esperas lograr?\"}\n"
    (cohort / "cohort.yml").write_text(settings, encoding="utf-8")

    assert set(inspect_cohort(cohort).cohort.mentees["field_wanted"]) == {"Quiero un empleo, y pronto.", None}


def test_a_programmes_own_question_comes_back(tmp_path):
    """A question that program.yml adds, in its own words and with its own options, is asked and read."""
    own = (
        'forms:\n  questions:\n    - {column: laptop, of: mentees, kind: choice, text: {es: "¿Tienes computador?", en: "Do you have a computer?"},'
        ' options: {propio: {es: "Sí, propio", en: "Yes, my own"}, no: {es: "No", en: "No"}}}\n    - {column: gender, ask: false}\n'
    )
    cohort = cohort_of(tmp_path, "google-sheets-es", {"mentor-application": MENTORS})
    text = (tmp_path / "program.yml").read_text(encoding="utf-8")
    (tmp_path / "program.yml").write_text(text.replace("\nforms:\n", "\nforms_before:\n") + own if "\nforms:\n" not in text else text.split("\nforms:\n")[0] + "\n" + own, encoding="utf-8")
    form = next(iter(program_forms(_program(tmp_path, None), {})))
    rows = [{**MENTEES[0], "laptop": "propio"}]
    (cohort / "mentees.csv").write_text(exports.google_sheets(form, rows, "en"), encoding="utf-8")
    found = inspect_cohort(cohort)

    assert "gender" not in [question.column for question in form.questions]
    assert list(found.cohort.mentees["laptop"]) == ["propio"]


@given(st.data())
@settings(max_examples=150)
def test_any_selection_survives_any_joining(data):
    """Whichever options of whichever question are ticked, they come back from every tool's way to join them."""
    asked = [question for form in FORMS.values() for question in form.questions if question.kind == "choices" and question.options]
    question = data.draw(st.sampled_from(asked))
    chosen = data.draw(st.lists(st.sampled_from(question.options), min_size=1, unique_by=lambda option: option.value))
    language = data.draw(st.sampled_from(("es", "en")))
    known = {folded(word): option.value for option in reversed(question.options) for word in option.wordings}
    cells = [glue.join(option.text[language] for option in chosen) for glue in (", ", ";", "; ", " ")] + [" ".join(option.name for option in chosen)]

    assert [chosen_items(cell, known) for cell in cells] == [tuple(option.value for option in chosen)] * len(cells)


@pytest.mark.parametrize("id", sorted(FORMS))
def test_no_two_questions_share_a_heading(id):
    """Within a form each heading belongs to one question, and each wording of a question to one option."""
    form: Form = FORMS[id]
    headings = [heading for question in form.questions for heading in {folded(one) for one in (*question.text.values(), question.column)}]

    assert len(set(headings)) == len(headings)
    for question in form.questions:
        names = [option.name for option in question.options]
        assert len(set(names)) == len(names)


def test_the_command_writes_every_form(tmp_path, root):
    """Both applications, what readers of them fill in, the five surveys, check-in and meeting log: for form tools, as a spreadsheet and as text, in both languages."""
    files = {path.relative_to(tmp_path).as_posix() for path in write_forms(root, tmp_path)}
    ids = ["mentee-application", "mentor-application", "review", "baseline", "midline-mentees", "midline-mentors", "exit-mentees", "exit-mentors", "check-in", "meeting-log"]

    assert files == {name for id in ids for name in (f"xlsform/{id}.xlsx", *(f"{lang}/{id}.{end}" for lang in ("es", "en") for end in ("xlsx", "txt")))}
