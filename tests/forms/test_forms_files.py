"""The files to hand out: valid for pyxform, with drop-downs that work, and in both languages alike."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from mentorkit.cli.forms import _books, _program
from mentorkit.forms import form_text, form_workbook, xlsform
from mentorkit.model.questions import program_forms

ROOT = Path(__file__).parents[2]
PROGRAM = _program(ROOT, None)
FORMS = {form.id: form for form in program_forms(PROGRAM, _books(ROOT, None))}
every_form = pytest.mark.parametrize("id", sorted(FORMS))


def converted(id: str, tmp_path: Path):
    xls2xform = pytest.importorskip("pyxform.xls2xform", reason="pyxform comes with the test extra")
    path = tmp_path / f"{id}.xlsx"
    path.write_bytes(xlsform(FORMS[id], PROGRAM.languages))
    return xls2xform.convert(path, validate=False)


@every_form
def test_pyxform_takes_every_form_without_a_warning(tmp_path, id):
    """pyxform, which KoboToolbox and ODK run on each upload, converts the form and has nothing to say about it."""
    result = converted(id, tmp_path)

    assert list(result.warnings) == []
    assert all(f'ref="/{id}/{question.column}"' in result.xform or f"/{question.column}" in result.xform for question in FORMS[id].questions)


@every_form
def test_both_languages_are_whole(tmp_path, id):
    """The XForm holds as many texts in English as in Spanish, and none is empty."""
    parts = dict(re.findall(r'<translation lang="(\w+) \(\w+\)"[^>]*>(.*?)</translation>', converted(id, tmp_path).xform, flags=re.DOTALL)) or dict(
        re.findall(r'<translation[^>]* lang="([^" ]+) [^"]*"[^>]*>(.*?)</translation>', converted(id, tmp_path).xform, flags=re.DOTALL)
    )
    counts = {language: len(re.findall(r"<text id=", part)) for language, part in parts.items()}

    assert len(counts) == 2 and len(set(counts.values())) == 1 and min(counts.values()) > 3
    assert not any("<value/>" in part or "<value></value>" in part or ">-</value>" in part for part in parts.values())


def test_guardians_are_asked_for_minors_alone(tmp_path):
    """The guardian's questions appear only below the programme's age, the others always."""
    book = load_workbook(io.BytesIO(xlsform(FORMS["mentee-application"], PROGRAM.languages, 18)))
    head, *rows = book["survey"].iter_rows(values_only=True)
    relevant = {row[head.index("name")]: row[head.index("relevant")] for row in rows}

    assert {name for name, condition in relevant.items() if condition} == {"guardian_contact", "guardian_consent"}
    assert relevant["guardian_consent"].endswith("<= 18")


@every_form
@pytest.mark.parametrize("language", ["es", "en"])
def test_drop_downs_offer_the_options(id, language):
    """Each question with one answer has a drop-down whose hidden list holds its options' wordings, on a thousand rows."""
    form = FORMS[id]
    book = load_workbook(io.BytesIO(form_workbook(form, language)))
    sheet, lists = book.worksheets
    rules = {str(rule.sqref).split(":")[0].rstrip("0123456789"): rule for rule in sheet.data_validations.dataValidation}

    assert [cell.value for cell in sheet[1]] == [question.text[language] for question in form.questions]
    assert lists.sheet_state == "hidden"
    for cell, question in zip(sheet[1], form.questions, strict=True):
        if question.kind in ("choice", "yesno"):
            rule = rules[cell.column_letter]
            area = rule.formula1.split("!")[1].replace("$", "")
            assert [row[0].value for row in lists[area]] == [option.text[language] for option in question.options] if len(question.options) > 1 else True
            assert (rule.type, str(rule.sqref)) == ("list", f"{cell.column_letter}2:{cell.column_letter}1001")


@every_form
def test_the_same_form_gives_the_same_bytes(id):
    """Neither the clock nor chance stands in a file."""
    form = FORMS[id]

    assert xlsform(form, ["es", "en"]) == xlsform(form, ["es", "en"])
    assert form_workbook(form, "es") == form_workbook(form, "es")


@every_form
@pytest.mark.parametrize("language", ["es", "en"])
def test_the_text_holds_every_question_and_option(id, language):
    """Whoever pastes the text leaves nothing out: questions, options and the file to save the answers as."""
    form, text = FORMS[id], form_text(FORMS[id], language)

    assert form.file in text
    assert all(question.text[language] in text for question in form.questions)
    assert all(f"- {option.text[language]}" in text for question in form.questions for option in question.options)


def test_no_text_of_a_form_becomes_a_formula():
    """A programme whose name begins like a formula has it as text in every workbook."""
    program = PROGRAM.model_copy(update={"program": "=1+1", "languages": ["en"]})
    for form in program_forms(program, {}):
        for data in (xlsform(form, ["en"]), form_workbook(form, "en")):
            cells = [cell for sheet in load_workbook(io.BytesIO(data)) for row in sheet.iter_rows() for cell in row]
            assert not any(cell.data_type == "f" for cell in cells)


def test_what_stands_in_a_sheet_already_is_read_whole():
    """LibreOffice finds no height by itself: each filled row is as high as its longest cell has lines."""
    form = FORMS["mentee-application"]
    long = {"goals": "Quiero un empleo.\n" * 4, "name": "Ana"}
    sheet = load_workbook(io.BytesIO(form_workbook(form, "es", [long, {"name": "Luis"}]))).worksheets[0]

    assert (sheet.row_dimensions[2].height, sheet.row_dimensions[3].height) == (60, 15)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
