"""Text in the programme's languages, and the comparison form of what people write."""

from __future__ import annotations

import datetime as dt
import re
import string
import unicodedata
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from mentorkit.model.folding import folded as folded

LANGUAGES = ("es", "en")
Language = Literal["es", "en"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Words = Annotated[
    Text | Annotated[dict[Language, Text], Field(min_length=1)],
    Field(description="Text, or the text by language: {es: …, en: …}."),
]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,62}$")]


class Value(BaseModel):
    """A frozen value read from YAML; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Part(Value):
    """A part of a file whose heading may stand alone: nothing below it is its defaults. It can hold no dates."""

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_default(cls, value):
        return {} if value is None else value


def localized(words: str | dict[str, str] | None, language: str) -> str:
    """Give the text in a language, in another one where that is missing, or an empty string."""
    if words is None or isinstance(words, str):
        return words or ""
    return words.get(language) or next(iter(words.values()))


_MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}


def set_day(day: dt.date, language: str) -> str:
    """
    Set a day of a year that is known: `2 February`, `2 de febrero`.

    >>> set_day(dt.date(2026, 2, 2), "es")
    '2 de febrero'
    """
    month = _MONTHS[language][day.month - 1]
    return f"{day.day} de {month}" if language == "es" else f"{day.day} {month}"


def set_date(day: dt.date, language: str) -> str:
    """
    Set a date: `2 February 2026`, `2 de febrero de 2026`.

    >>> set_date(dt.date(2026, 2, 2), "es")
    '2 de febrero de 2026'
    """
    return f"{set_day(day, language)} de {day.year}" if language == "es" else f"{set_day(day, language)} {day.year}"


_PUNCTUATION = re.compile(f"([{re.escape(string.punctuation)}])")


def cleaned(text: str) -> str:
    """Drop control and format characters and collapse white space."""
    spaced = re.sub(r"\s+", " ", text).strip()
    if spaced.isprintable():
        return spaced
    return "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")).strip()


def escaped(text: str) -> str:
    """Give text as Markdown that shows just that text: a backslash before every ASCII punctuation mark."""
    return _PUNCTUATION.sub(r"\\\1", cleaned(text))
