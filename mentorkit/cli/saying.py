"""What the commands say, in the language of the programme that they are about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mentorkit.errors import MentorkitError


def said(key: str, language: str, /, **values: Any) -> str:
    """
    Give a sentence of `words/said.yml` for a terminal.

    >>> said("forms", "es", folder="f", n=1)[:12], said("match-gap", "es", gap=0.5)
    ('f: 1 archivo', 'a lo sumo a 0,5 puntos del mejor')
    """
    from mentorkit.telling.catalogue import plain_sentence

    return plain_sentence("cli", "said", key, language, **values)


def told_error(error: MentorkitError, language: str) -> str:
    """Give what an error says, in a language."""
    return told_in(language)(str(error))


def told_in(language: str) -> Callable[[str], str]:
    """Give what puts sentences of the rooms below, which stand in English, into a language."""
    if language != "es":
        return str
    from mentorkit.model.refusal_words import refusal_in_spanish

    return refusal_in_spanish
