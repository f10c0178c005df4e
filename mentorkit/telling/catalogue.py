"""Sentences in both languages, with numbers set the way each language writes them."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Callable
from typing import Any

from mentorkit.model import catalogue as words
from mentorkit.model.words import set_date
from mentorkit.telling.safe import escaped


class MissingWordsError(KeyError):
    """A sentence that stands in no catalogue, or not in this language."""


def catalogue(name: str) -> dict[str, dict[str, str]]:
    """Give a catalogue of this room, `telling/words/<name>.yml`: key to text by language."""
    return words.catalogue("telling", name)


def sentence(name: str, key: str, language: str, /, **values: Any) -> str:
    """
    Give a sentence of a catalogue as Markdown, with its values escaped and set in the language.

    In a template, `{n:# pair|pairs}` sets a count with its noun; other fields take Python's format
    specifications, and get the decimal comma in Spanish. Text values are escaped.
    """
    try:
        template = catalogue(name)[key][language]
    except KeyError:
        raise MissingWordsError(f"words/{name}.yml has no {key} in {language}") from None
    return _Setter(language).vformat(template, (), values).strip()


def plain_sentence(room: str, name: str, key: str, language: str, /, **values: Any) -> str:
    """Give a sentence of a room's catalogue as plain text, its values set in the language and not escaped."""
    return _Setter(language, str).vformat(words.catalogue(room, name)[key][language], (), values)


def set_number(value: float, specification: str, language: str) -> str:
    """
    Set a number: `1,234.5` in English, `1.234,5` in Spanish; `–` where there is none, and never `-0`.

    >>> set_number(1234.5, ",.1f", "es"), set_number(-0.004, ".0%", "en"), set_number(-0.4, ".0%", "en")
    ('1.234,5', '0%', '-40%')
    """
    if value is None or value != value:
        return "–"
    text = format(int(value) if specification == "," and float(value).is_integer() else value, specification)
    text = text if any(digit in text for digit in "123456789") else text.removeprefix("-")
    return text.translate(str.maketrans(".,", ",.")) if language == "es" else text


class _Setter(string.Formatter):
    def __init__(self, language: str, text: Callable[[str], str] = escaped):
        self.language, self.text = language, text

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec.startswith("#"):
            one, _, many = format_spec[1:].strip().partition("|")
            return f"{set_number(value, ',', self.language)} {one if value == 1 else many}"
        if isinstance(value, bool) or value is None:
            return self.text(str(value)) if value is not None else "–"
        if isinstance(value, dt.date):
            return set_date(value, self.language)
        if isinstance(value, (int, float)) or hasattr(value, "dtype"):
            return set_number(value, format_spec or ("," if float(value).is_integer() else ",.1f"), self.language)
        return self.text(str(value))
