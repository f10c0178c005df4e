"""What `mentorkit new` is told: by options, by a file of answers, or by a person at the terminal."""

from __future__ import annotations

import json
import re
import sys
from argparse import Namespace
from pathlib import Path
from typing import Annotated, Any, Protocol

from pydantic import Field, StringConstraints, ValidationError

from mentorkit.errors import UsageError
from mentorkit.model.colors import Colors
from mentorkit.model.schema_words import in_spanish
from mentorkit.model.words import Language, Text, Value

_NAMES = {"accent": "colors", "warm": "colors", "paper": "colors"}
"""Options that stand under a key of their own in a file of answers."""
_FORMS = {
    "language": {"en": "es or en", "es": "es o en"}, "country": {"en": "two letters, like CO", "es": "dos letras, como CO"},
    "mentees": {"en": "a whole number from 10 to 2000", "es": "un número entero, de 10 a 2000"}, "mentors": {"en": "a whole number from 6 to 2000", "es": "un número entero, de 6 a 2000"},
    "accent": {"en": "like #187172", "es": "como #187172"}, "warm": {"en": "like #b97a14", "es": "como #b97a14"}, "paper": {"en": "like #fffdf9", "es": "como #fffdf9"},
}
"""How an answer has to look, in the language of whoever is asked."""
_SLIPS = ("int_parsing", "int_from_float", "greater_than_equal", "less_than_equal", "string_pattern_mismatch", "literal_error")
LOGO = "logo.png"
"""Where the logo lies in a programme's folder."""


class Answers(Value):
    """What a partner says of its programme at the start; what is not said stays a question in `program.yml`."""

    name: Text | None = None
    language: Language = "es"
    organisation: Text | None = None
    place: Text | None = None
    country: Annotated[str, StringConstraints(to_upper=True, pattern="^[A-Za-z]{2}$")] | None = None
    mentees: Annotated[int, Field(ge=10, le=2000)] | None = None
    mentors: Annotated[int, Field(ge=6, le=2000)] | None = None
    contact: Text | None = None
    safety_contact: Text | None = None
    colors: Colors = Colors()
    logo: Text | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Mentees and mentors of the synthetic cohort: two mentors for three mentees unless said."""
        mentees = self.mentees or 60
        return mentees, self.mentors or max(6, round(mentees * 2 / 3))


class Asker(Protocol):
    """Somebody who can be asked."""

    def ask(self, question: str) -> str:
        """Give the line that was answered."""

    def tell(self, words: str) -> None:
        """Say why an answer was not taken."""


class Terminal:
    """Whoever sits at the terminal."""

    def ask(self, question: str) -> str:
        """Give the line that was typed; where typing ended, nothing is made."""
        try:
            return input(question)
        except EOFError:
            raise UsageError("stopped before the last question; nothing was made") from None

    def tell(self, words: str) -> None:
        """Write it below the question."""
        print(words)


def somebody() -> Terminal | None:
    """Give whoever sits at the terminal, or None where a script runs the command."""
    return Terminal() if sys.stdin.isatty() and sys.stdout.isatty() else None


def answers(chosen: Namespace, asker: Asker | None) -> tuple[Answers, Path]:
    """
    Give the answers, and the folder from which the logo's path counts.

    An option goes before the file of answers; what neither says is asked where somebody can answer.

    Args:
        chosen: The options of the command.
        asker: Whom to ask; None where nobody sits at the terminal.

    Raises:
        UsageError: An option is wrong, or whoever was asked stopped.
        ProblemsError: The file of answers has problems.
    """
    said = _options(chosen)
    if chosen.answers:
        from mentorkit.io.yaml import Document, checked_model, read_document

        file = read_document(Path(chosen.answers))
        _tried(said)
        data = {**file.data, **said, "colors": {**(file.data.get("colors") or {}), **said.get("colors", {})}}
        return checked_model(Answers, Document(file.path, file.name, data, file.lines)), Path() if "logo" in said else file.path.parent
    if asker is not None:
        _tried(said)
        said = _asked(said, asker)
    return _tried(said), Path()


def _options(chosen: Namespace) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for key in (*Answers.model_fields, *_NAMES):
        if (value := getattr(chosen, key, None)) is not None:
            (said.setdefault(_NAMES[key], {}) if key in _NAMES else said)[key] = value
    return said


def _tried(said: dict[str, Any]) -> Answers:
    try:
        return Answers(**said)
    except ValidationError as error:
        raise UsageError("; ".join(_complaints(error, said.get("language", "es")))) from None


def _complaints(error: ValidationError, language: str) -> list[str]:
    told = []
    for one in error.errors():
        steps = [str(step) for step in one["loc"] if step != "colors"]
        words = "; ".join(map(in_spanish if language == "es" else str, one["msg"].removeprefix("Value error, ").split("; ", 1)))
        form = _FORMS.get(steps[0], {}).get(language) if steps else None
        told.append(f"--{steps[0].replace('_', '-')}: {form or words[:1].lower() + words[1:]}" if steps else words)
    return told


def _asked(said: dict[str, Any], asker: Asker) -> dict[str, Any]:
    """Ask what was not said; an empty line leaves the question open, or takes what stands in brackets."""
    from mentorkit.io.yaml import read_document

    questions = read_document(Path(__file__).parent / "starting" / "questions.yml").data
    for key, words in questions.items():
        if key not in said and key not in said.get("colors", {}):
            said = _with_answer(said, key, words, asker)
    return said


def _with_answer(said: dict[str, Any], key: str, words: dict[str, str], asker: Asker) -> dict[str, Any]:
    """Ask one question until the answer can be taken or is left out."""
    while line := asker.ask(f"{words[said.get('language', 'es')]} ").strip():
        tried = {**said, "colors": {**said.get("colors", {}), key: line}} if key in _NAMES else {**said, key: line}
        try:
            Answers(**tried)
        except ValidationError as error:
            form = _FORMS.get(key, {}).get(said.get("language", "es"))
            asker.tell(form[:1].upper() + form[1:] + "." if form and len(error.errors()) == 1 and error.errors()[0]["type"] in _SLIPS else "; ".join(_complaints(error, said.get("language", "es"))))
        else:
            return tried
    return said


def answered_text(text: str, told: Answers) -> str:
    """
    Give a new programme's `program.yml` with what was answered in the place of its question.

    Args:
        text: From `program_text`.
        told: The answers.
    """
    size = f"{{mentees: {told.mentees}, mentors: {told.size[1]}, fields: {{}}}}" if told.mentees else None
    lines = {
        "organisation": _quoted(told.organisation), "place": _quoted(told.place), "country": told.country,
        "size": size, "safety_contact": _quoted(told.safety_contact), "contact": _quoted(told.contact),
    }
    for key, value in lines.items():
        if value is not None:
            text, found = re.subn(rf"^( *)# {key}:.*$", lambda line, key=key, value=value: f"{line[1]}{key}: {value}", text, count=1, flags=re.MULTILINE)
            if not found:
                raise UsageError(f"program.yml has no place for {key}; write it there by hand")
    colors = ", ".join(f'{key}: "{value}"' for key, value in told.colors.model_dump().items())
    logo = f"  logo: {LOGO}\n" if told.logo else ""
    return f"{text.rstrip()}\n  colors: {{{colors}}}\n{logo}"


def _quoted(text: str | None) -> str | None:
    return None if text is None else json.dumps(text, ensure_ascii=False)
