"""Words as data: catalogues in YAML beside the code that says them, every text in both languages."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).parents[1]


@cache
def catalogue(room: str, name: str) -> dict[str, Any]:
    """
    Give a catalogue, `mentorkit/<room>/words/<name>.yml`: key to text by language; whatever stands there is text.

    >>> catalogue("evaluation", "denominators")["answered"]
    {'es': 'respuestas', 'en': 'answers'}
    """
    import yaml

    text = (_PACKAGE / room / "words" / f"{name}.yml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))


@cache
def texts(room: str, name: str, language: str) -> dict[str, str]:
    """Give the texts of a catalogue in one language, by key."""
    return {key: text[language] for key, text in catalogue(room, name).items()}
