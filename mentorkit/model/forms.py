"""The forms of a programme: what is asked, in both languages, and in which column the answer comes back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from mentorkit.model.words import LANGUAGES, Text, Value, Words, folded, localized

Kind = Literal["text", "paragraph", "email", "phone", "year", "date", "number", "yesno", "choice", "choices"]
PURPOSES = ("matching", "evaluation", "report", "research", "photos", "contact")
Purpose = Literal["matching", "evaluation", "report", "research", "photos", "contact"]
OTHER = {"es": "Otra respuesta", "en": "Another answer"}


class FormQuestion(Value):
    """A programme's own wording, options or place of a question; what is left out stays as it comes."""

    column: Text = Field(description="Our column, in which the answer comes back.")
    of: Literal["mentees", "mentors", "both"] = Field("both", description="Whose application form.")
    ask: bool = Field(True, description="`false` leaves the question out.")
    text: Words | None = Field(None, description="The question.")
    hint: Words | None = Field(None, description="A line of help below it.")
    kind: Kind | None = Field(None, description="What is answered.")
    options: dict[Text, Words] | list[Text] | None = Field(None, description="Value: wording, or a list of values.")
    required: bool | None = Field(None, description="Whether the form insists on an answer.")


class Forms(Value):
    """What the application forms ask beyond what the criteria, groups and eligibility need."""

    questions: list[FormQuestion] = []
    consent_version: Text = Field("1", description="Version of the consent's text; raise it when the text changes.")
    purposes: list[Purpose] = Field(
        ["evaluation", "report", "research", "photos", "contact"],
        description="Purposes that the form asks for apart from taking part; the consent itself covers the others.",
    )
    closes: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = Field(None, description="Last day for applications.")


@dataclass(frozen=True)
class Option:
    """One answer to choose: the value that our tables hold, and its wording by language."""

    value: str
    text: Mapping[str, str]

    @property
    def name(self) -> str:
        """The value as a form tool's code: lower-case letters, digits and dashes."""
        return slug(self.value)

    @property
    def wordings(self) -> tuple[str, ...]:
        """Everything that an export may hold for this option."""
        return tuple(dict.fromkeys((self.value, *self.text.values(), self.name)))


@dataclass(frozen=True)
class Question:
    """A question, what is answered, and every heading under which an export may bring it back."""

    column: str
    kind: Kind
    text: Mapping[str, str]
    hint: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    required: bool = False
    low: float | None = None
    high: float | None = None
    minors: bool = False
    slots: bool = False
    open: bool = False
    also: tuple[str, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading under which the answer may come back."""
        return tuple(dict.fromkeys((*self.text.values(), *self.also, self.column)))


@dataclass(frozen=True)
class Form:
    """A form: where its answers go in a cohort's folder, what it asks, and what each of its rows says by being there."""

    id: str
    file: str
    title: Mapping[str, str]
    intro: Mapping[str, str]
    questions: tuple[Question, ...]
    fixed: Mapping[str, str] = field(default_factory=dict)


def slug(text: str) -> str:
    """
    Give a text as a code.

    >>> slug("Contabilidad y finanzas"), slug("10 años o más"), slug("¿?")
    ('contabilidad-y-finanzas', 'n10-anos-o-mas', 'x3f')
    """
    plain = unicodedata.normalize("NFKD", folded(text)).encode("ascii", "ignore").decode()
    code = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "x" + "".join(f"{ord(sign):x}" for sign in plain or text)[:12]
    return f"n{code}" if code[0].isdigit() else code


def in_both(words: str | Mapping[str, str]) -> dict[str, str]:
    """Give words in each language, the one that is there standing for one that is missing."""
    return {language: localized(dict(words) if not isinstance(words, str) else words, language) for language in LANGUAGES}


def options_of(listed: Mapping[str, str | Mapping[str, str]] | Iterable[str]) -> tuple[Option, ...]:
    """Give options from `value: wording` or from plain values."""
    pairs = listed.items() if isinstance(listed, Mapping) else ((value, value) for value in listed)
    return tuple(Option(value, in_both(words)) for value, words in pairs)
