"""Words for what is no Markdown: captions, labels, headings and text alternatives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mentorkit.telling.catalogue import sentence

if TYPE_CHECKING:
    from pandas import DataFrame

    from mentorkit.telling.desk import Desk

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def label(catalogue: str, desk: Desk, key: str, /, **values: Any) -> str:
    """Give a sentence of a catalogue as plain text, without the backslashes that Markdown needs."""
    return unescaped(sentence(catalogue, key, desk.language, **values))


def unescaped(text: str) -> str:
    """Give a sentence without the backslashes that Markdown needs."""
    return _ESCAPED.sub(r"\1", text)


def whole_date(day: Any) -> str:
    """Give a date that no line break divides, or a dash."""
    return "–" if day is None or day != day else f"{day:%Y\u2011%m\u2011%d}"


def headed(catalogue: str, desk: Desk, frame: DataFrame) -> DataFrame:
    """Give a table with the headings `col-…` of a catalogue."""
    return frame.rename(columns={name: label(catalogue, desk, f"col-{name}") for name in frame.columns})
