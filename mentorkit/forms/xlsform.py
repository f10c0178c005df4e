"""A form as XLSForm, in both languages: KoboToolbox and ODK take the file as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from mentorkit.forms.packing import workbook_bytes
from mentorkit.forms.words import word
from mentorkit.model.forms import Form, Question, slug
from mentorkit.model.words import LANGUAGES

_TYPES = {"paragraph": "text", "text": "text", "email": "text", "phone": "text", "year": "integer", "number": "integer", "date": "date"}
_NAMES = {"es": "Español (es)", "en": "English (en)"}
_SHARED = ("yes-no", ("yes", "no"))


def xlsform(form: Form, languages: Sequence[str], guardian_below: int = 18) -> bytes:
    """
    Give a form as an XLSForm workbook: sheets survey, choices and settings; the same form gives the same bytes.

    Args:
        form: The form.
        languages: The programme's, the first the one shown first.
        guardian_below: The age below which questions for guardians are shown.
    """
    order = [*languages, *(one for one in LANGUAGES if one not in languages)]
    survey = [_head(order), *_rows(form, order, guardian_below)]
    choices = [["list_name", "name", *(f"label::{_NAMES[one]}" for one in order)], *_choices(form, order)]
    version = hashlib.sha256(repr((survey, choices)).encode()).hexdigest()[:10]
    settings = [
        ["form_title", "form_id", "version", "default_language", "instance_name"],
        [form.title[order[0]], form.id, version, _NAMES[order[0]], f"'{form.id}'"],
    ]
    return workbook_bytes({"survey": survey, "choices": choices, "settings": settings})


def _head(order: Sequence[str]) -> list[str]:
    spoken = [f"{name}::{_NAMES[one]}" for name in ("label", "hint", "constraint_message") for one in order]
    return ["type", "name", *spoken, "required", "constraint", "relevant", "appearance", "calculation", "default"]


def _rows(form: Form, order: Sequence[str], guardian_below: int) -> Iterable[list[object]]:
    width = 2 + 3 * len(order)
    yield ["start", "start"]
    yield ["end", "end"]
    yield ["note", "intro", *(form.intro[one] for one in order)]
    years = f"(int(format-date(today(), '%Y')) - ${{birth_year}}) <= {guardian_below}"
    for question in form.questions:
        relevant = years if question.minors and any(one.column == "birth_year" for one in form.questions) else ""
        label = [question.text[one] for one in order]
        hint = [question.hint.get(one, "") for one in order]
        limits, message = _limits(question, order)
        appearance = "multiline" if question.kind == "paragraph" else "minimal" if question.kind == "choice" and len(question.options) > 8 else ""
        default = "today()" if question.kind == "date" else ""
        yield [_type(question), question.column, *label, *hint, *message, "yes" if question.required else "", limits, relevant, appearance, "", default]
    for name, value in form.fixed.items():
        yield ["calculate", name, *[""] * (width - 2), "", "", "", "", f"'{value}'", ""]


def _type(question: Question) -> str:
    if question.kind in ("choice", "yesno"):
        return f"select_one {_list(question)}"
    return f"select_multiple {_list(question)}" if question.kind == "choices" else _TYPES[question.kind]


def _list(question: Question) -> str:
    return slug(question.column).replace("-", "_")


def _limits(question: Question, order: Sequence[str]) -> tuple[str, list[str]]:
    if question.kind == "email":
        return r"regex(., '^[^@\s]+@[^@\s]+\.[^@\s]{2,}$')", [word("email-wrong", one) for one in order]
    if question.low is None or question.high is None:
        return "", [""] * len(order)
    key = "year-wrong" if question.kind == "year" else "number-wrong"
    return f". >= {question.low:g} and . <= {question.high:g}", [word(key, one, low=f"{question.low:g}", high=f"{question.high:g}") for one in order]


def _choices(form: Form, order: Sequence[str]) -> Iterable[list[str]]:
    for question in form.questions:
        if question.kind in ("choice", "choices", "yesno"):
            for option in question.options:
                yield [_list(question), option.name, *(option.text[one] for one in order)]
