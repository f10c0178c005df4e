"""Filled forms as the tools that people use export them: the shapes are the tools', the words are the form's."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping

from openpyxl import Workbook, load_workbook

from mentorkit.model.forms import Form, Question

Filled = Mapping[str, object]  # column: option values (list), one option value, or text


def written(question: Question, answer: object, language: str, glue: str) -> str:
    """An answer with its options' wordings."""
    words = {option.value: option.text[language] for option in question.options}
    if isinstance(answer, list):
        return glue.join(words.get(one, one) for one in answer)
    return words.get(answer, str(answer))


def google_sheets(form: Form, rows: list[Filled], language: str) -> str:
    """The linked spreadsheet as CSV: time stamp, questions as headings, wordings, checkboxes joined with commas."""
    head = [{"es": "Marca temporal", "en": "Timestamp"}[language], *(question.text[language] for question in form.questions)]
    body = [["18/01/2026 16:37:05", *(written(q, row.get(q.column, ""), language, ", ") for q in form.questions)] for row in rows]
    return _csv([head, *body], ",")


def google_forms(form: Form, rows: list[Filled], language: str) -> str:
    """The form's own CSV: every cell in quotes, checkboxes joined with semicolons."""
    head = ["Marca temporal", *(question.text[language] for question in form.questions)]
    body = [["2026/01/18 4:37:05 p. m. GMT-5", *(written(q, row.get(q.column, ""), language, ";") for q in form.questions)] for row in rows]
    return _csv([head, *body], ",", csv.QUOTE_ALL)


def microsoft_forms(form: Form, rows: list[Filled], language: str) -> bytes:
    """
    Microsoft Forms' workbook where nobody signs in: a running number, times, `anonymous` for everybody, and each tick closed with `;`.

    A question that is called like one of these columns has a digit behind it, since a table of Excel has no heading twice.
    """
    head = {
        "es": ["Id.", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre"],
        "en": ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"],
    }[language]
    book = Workbook()
    sheet = book.active
    asked = [question.text[language] for question in form.questions]
    sheet.append([*head, *(f"{text}2" if text in head else text for text in asked)])
    for number, row in enumerate(rows, 1):
        answers = [written(q, row.get(q.column, ""), language, ";") + ";" * isinstance(row.get(q.column), list) for q in form.questions]
        sheet.append([number, dt.datetime(2026, 1, 18, 16, 30), dt.datetime(2026, 1, 18, 16, 37, 5), "anonymous", *[None] * (len(head) - 4), *(cell or None for cell in answers)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def kobo_values(form: Form, rows: list[Filled]) -> str:
    """KoboToolbox, XML values: names behind a group, codes, several answers as one column and as a column each; semicolons."""
    codes = {question.column: {option.value: option.name for option in question.options} for question in form.questions}
    head, body = ["start", "end"], [["2026-01-18T16:30:00.000-05:00", "2026-01-18T16:37:05.000-05:00"] for _ in rows]
    for question in form.questions:
        head.append(f"datos/{question.column}")
        known = codes[question.column]
        for line, row in zip(body, rows, strict=True):
            answer = row.get(question.column, "")
            line.append(" ".join(known.get(one, one) for one in answer) if isinstance(answer, list) else known.get(answer, str(answer)))
        if question.kind == "choices":
            head += [f"datos/{question.column}/{option.name}" for option in question.options]
            for line, row in zip(body, rows, strict=True):
                line += ["1" if option.value in row.get(question.column, []) else "0" for option in question.options]
    head += [*form.fixed, "__version__", "_id", "_uuid", "_submission_time", "_validation_status", "_index"]
    for number, line in enumerate(body, 1):
        line += [*form.fixed.values(), "vA1", str(300 + number), f"0c9f-{number}", "2026-01-18T21:37:09", "", str(number)]
    return _csv([head, *body], ";")


def kobo_labels(form: Form, rows: list[Filled], language: str) -> str:
    """KoboToolbox, labels: questions as headings, several answers joined with spaces."""
    head = ["start", *(question.text[language] for question in form.questions), "_uuid"]
    body = [["2026-01-18T16:30:00", *(written(q, row.get(q.column, ""), language, " ") for q in form.questions), f"0c9f-{n}"] for n, row in enumerate(rows)]
    return _csv([head, *body], ";")


def odk_central(form: Form, rows: list[Filled]) -> str:
    """
    ODK Central with split selects: a group joined with a dash, a column for each option, then the submission's own columns.

    The heading is that of `SubmissionDate,meta-instanceID,q1,q1/a,q1/b,g1-q2,g1-q2/x,…,KEY,SubmitterID,…` in the tests of
    getodk/central-backend (test/integration/other/select-many.js).
    """
    head, body = ["SubmissionDate", "meta-instanceID", "start"], []
    for question in form.questions:
        head.append(f"datos-{question.column}")
        head += [f"datos-{question.column}/{option.name}" for option in question.options] if question.kind == "choices" else []
    head += [*form.fixed, "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion"]
    for number, row in enumerate(rows):
        cells = []
        for question in form.questions:
            known, answer = {option.value: option.name for option in question.options}, row.get(question.column, "")
            cells.append(" ".join(known.get(one, one) for one in answer) if isinstance(answer, list) else known.get(answer, str(answer)))
            if question.kind == "choices":
                cells += ["1" if option.value in row.get(question.column, []) else "0" for option in question.options]
        own = [f"uuid:{number}", "5", "Alice", "0", "0", "", "", "", "0", "7"]
        body.append(["2026-01-18T21:37:09.000Z", f"uuid:{number}", "2026-01-18T16:30:00", *cells, *form.fixed.values(), *own])
    return _csv([head, *body], ",")


def spreadsheet(book: bytes, form: Form, rows: list[Filled], language: str) -> bytes:
    """The workbook with drop-downs, filled in by hand."""
    workbook = load_workbook(io.BytesIO(book))
    sheet = workbook.worksheets[0]
    for number, row in enumerate(rows, 2):
        for place, question in enumerate(form.questions, 1):
            answer = row.get(question.column)
            if answer not in (None, "", []):
                sheet.cell(number, place, written(question, answer, language, "; "))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _csv(rows: list[list[str]], mark: str, quoting: int = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=mark, quoting=quoting).writerows(rows)
    return out.getvalue()
