"""Answers on a worksheet: one small file for page and notebook, and nothing shared that is not marked and ticked."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.errors import ProblemsError, UsageError
from mentorkit.guides.answers import answers_json, fits, no_answers, parsed_answers, shared_text
from mentorkit.guides.notebook import worksheet_notebook
from mentorkit.io.curriculum import read_curriculum
from mentorkit.telling.worksheet import WorksheetForm, control, worksheet

ROOT = Path(__file__).parents[2]
GUIDES = read_curriculum(ROOT)
SHEET = GUIDES["S05"].worksheet
MOMENT = dt.datetime(2026, 4, 13, 17, 30, tzinfo=dt.UTC)
VALUES = {"futures": "Uno\ny dos", "titles": {"f1": {"title": "Pan"}}, "helpers": ["", "mi tía"], "for_mentor": "El desvío"}


def examples(field) -> st.SearchStrategy:
    """Answers that a field can have, as a person may give them: never empty at the end."""
    text = st.text("abc ñ", min_size=1).filter(str.strip)
    row = st.dictionaries(st.sampled_from([one.id for one in field.columns] or ["-"]), text, min_size=1)
    kinds = {
        "scale": st.integers(0, 4),
        "choice": st.sampled_from([one.id for one in field.options] or ["-"]),
        "list": st.lists(text, min_size=1, max_size=field.lines or 3),
        "log": st.lists(row, min_size=1, max_size=field.lines or 5),
        "grid": st.dictionaries(st.sampled_from([one.id for one in field.rows] or ["-"]), row, min_size=1),
        "date": st.dates(dt.date(2000, 1, 1)).map(str),
    }
    return kinds.get(field.type, text)


FIELDS = [(code, field) for code, guide in GUIDES.items() for field in guide.worksheet.fields]
KINDS = list({field.type: (code, field) for code, field in FIELDS}.values())


def test_the_file_begins_with_version_language_and_times():
    """Its keys stand in one order, and what is read is what was written."""
    answers = no_answers(SHEET, "es", MOMENT).at(MOMENT + dt.timedelta(hours=1), VALUES)
    text = answers_json(answers)

    assert ["schema", "worksheet", "language", "started", "saved", "answers"] == list(json.loads(text))
    assert (1, "es", "2026-04-13T18:30:00Z") == tuple(json.loads(text)[key] for key in ("schema", "language", "saved"))
    assert answers == parsed_answers(text, SHEET)


GOOD = json.loads(answers_json(no_answers(SHEET, "es", MOMENT).at(MOMENT, VALUES)))


@pytest.mark.parametrize("spoiled", [
    "", "{", "[]", "3", '"x"', "{}", "[" * 100000, json.dumps(GOOD | {"answers": []}), json.dumps(GOOD | {"schema": 2}), json.dumps(GOOD | {"worksheet": "W-S06"}),
    json.dumps(GOOD | {"language": "fr"}), json.dumps(GOOD | {"saved": 3}), json.dumps({key: value for key, value in GOOD.items() if key != "started"}),
    json.dumps(GOOD | {"answers": {"dreams": "x"}}), json.dumps(GOOD | {"answers": {"futures": ["mi secreto"]}}), json.dumps(GOOD | {"answers": {"helpers": "mi secreto"}}),
    json.dumps(GOOD | {"answers": {"helpers": ["a", "b", "c", "d"]}}), json.dumps(GOOD | {"answers": {"titles": {"f9": {"title": "x"}}}}),
    json.dumps(GOOD | {"answers": {"titles": {"f1": {"mi secreto": "x"}}}}), json.dumps(GOOD | {"answers": {"titles": {"f1": "x"}}}),
])
def test_a_file_that_does_not_fit_is_refused_without_its_words(spoiled):
    """Nothing is guessed or dropped; the refusal says what to do and quotes no answer."""
    with pytest.raises(ProblemsError) as refusal:
        parsed_answers(spoiled, SHEET, "S05.json")

    assert "S05.json" in str(refusal.value) and "secreto" not in str(refusal.value)


@pytest.mark.parametrize(("code", "field"), KINDS, ids=[field.type for _, field in KINDS])
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_controls_give_back_what_they_are_given(code, field, data):
    """Whatever fits a field comes out of its control unchanged, and an empty control has no answer."""
    value = data.draw(examples(field))
    one = control(field, "es")

    assert one.read() in (None, [], {})
    one.put(value)
    assert fits(field, value)
    assert value == one.read()
    one.put(None)
    assert one.read() in (None, [], {})


@given(st.sets(st.sampled_from([field.id for field in SHEET.fields])), st.sampled_from(["mentor", "staff"]))
def test_only_marked_and_ticked_fields_are_handed_over(chosen, who):
    """Whatever is ticked, a field that is not marked for that reader never stands in the text."""
    answers = no_answers(SHEET, "es", MOMENT).at(MOMENT, {field.id: f"dicho-{field.id}" for field in SHEET.fields if field.type in ("text", "longtext")})
    text = shared_text(SHEET, answers, who, chosen, "es")

    said = {field.id for field in SHEET.fields if f"dicho-{field.id}" in text}
    assert said == {"for_mentor"} & chosen if who == "mentor" else not said


@pytest.mark.parametrize("code", GUIDES)
def test_every_sheet_is_a_form(code, tmp_path):
    """Each field has a control with its label; nothing slides, and nothing is written by looking."""
    import ipywidgets as widgets

    form = WorksheetForm(GUIDES[code], "es", tmp_path)
    shown = list(every(form.widget()))
    told = " ".join(getattr(one, "description", "") or getattr(one, "value", "") for one in shown if isinstance(one, widgets.Widget) and isinstance(getattr(one, "value", ""), (str, type(None), bool, int)))

    assert [field.id for field in GUIDES[code].worksheet.fields] == list(form.controls)
    assert all(field.label["es"] in told.replace("&quot;", '"').replace("&#x27;", "'") for field in GUIDES[code].worksheet.fields)
    assert not [one for one in shown if "Slider" in type(one).__name__]
    assert all(one.description for one in shown if isinstance(one, (widgets.Text, widgets.Textarea, widgets.RadioButtons, widgets.Checkbox, widgets.DatePicker)))
    assert list(tmp_path.iterdir()) == []


def every(widget):
    """Give a widget and all within it."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from every(child)


def test_answers_are_written_only_where_the_person_keeps_them(tmp_path):
    """On a shared computer a copy is a download; on one's own it is a file that opens again, in the other language too."""
    form = worksheet("s05", "es", str(tmp_path / "answers"))
    form.put(VALUES)

    form.keep.value = "none"
    form.save()
    assert not (tmp_path / "answers").exists() and 'download="S05.json"' in form.told.value
    form.keep.value = "device"
    form.save()

    again = worksheet("S05", "en", str(tmp_path / "answers"))
    assert VALUES == dict(again.answers.values)
    assert (form.begun.started, "device") == (again.answers.started, again.keep.value)


def test_a_damaged_file_is_never_overwritten(tmp_path):
    """The form opens empty, says so, and saves beside the file it could not read."""
    (tmp_path / "S05.json").write_text("{", encoding="utf-8")
    form = worksheet("S05", "es", str(tmp_path))
    form.keep.value = "device"
    form.save()

    assert ("{", ["S05-2.json", "S05.json"]) == ((tmp_path / "S05.json").read_text(encoding="utf-8"), sorted(path.name for path in tmp_path.iterdir()))


def test_handing_over_takes_a_tick(tmp_path):
    """The reader's text is empty until a field is ticked, and then holds that field alone."""
    form = worksheet("S05", "es", str(tmp_path))
    form.put(VALUES)
    reader = form.readers["mentor"]
    before = reader.text
    reader.ticks["for_mentor"].value = True

    assert ("", ["mentor"], ["for_mentor"]) == (before, list(form.readers), list(reader.ticks))
    assert "El desvío" in reader.text and "Uno" not in reader.text


@pytest.mark.parametrize(("session", "language"), [("S99", "es"), ("S05", "fr")])
def test_no_such_sheet_is_refused(session, language):
    """The refusal says what there is."""
    with pytest.raises(UsageError, match=r"choose|write"):
        worksheet(session, language)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("code", GUIDES)
def test_the_notebook_asks_what_the_paper_asks(code, language):
    """It is valid, its questions cannot be deleted or changed, and each has an empty cell below it."""
    notebook = nbformat.reads(worksheet_notebook(GUIDES[code], language), 4)
    nbformat.validate(notebook)
    questions = [cell for cell in notebook.cells if cell.id.endswith("-question")]

    assert [field.label[language] for field in GUIDES[code].worksheet.fields] == [cell.source.split("\n")[0].removeprefix("## ") for cell in questions]
    assert all(cell.metadata == {"deletable": False, "editable": False} for cell in questions)
    assert sum(cell.id.endswith("-answer") for cell in notebook.cells) == len(questions)
