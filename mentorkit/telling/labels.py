"""Words for what is no Markdown: captions, labels, headings, cells and text alternatives."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pandas import DataFrame

from mentorkit.telling.catalogue import catalogue, sentence
from mentorkit.telling.desk import Desk
from mentorkit.telling.showing import Sheet

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Voice:
    """The words of one catalogue, in the language of whoever shows them: a desk, or a public report."""

    catalogue: str

    def say(self, at: Any, key: str, /, **values: Any) -> str:
        """Give a sentence as Markdown."""
        return sentence(self.catalogue, key, at.language, **values)

    def plain(self, at: Any, key: str, /, **values: Any) -> str:
        """Give a sentence for captions and text alternatives: the same words without Markdown."""
        return unmarked(self.say(at, key, **values))

    def label(self, at: Any, key: str, /, **values: Any) -> str:
        """Give a sentence as plain text."""
        return label(self.catalogue, at, key, **values)

    def worded(self, at: Any, frame: DataFrame, **prefixes: str) -> DataFrame:
        """Give a table with the codes of some columns in words: under `state="state-"`, `open` becomes the text `state-open`."""
        words = {name: [self.label(at, f"{prefix}{code}") for code in frame[name]] for name, prefix in prefixes.items()}
        return frame.assign(**words)

    def sheet(
        self, at: Any, frame: DataFrame, caption: str, formats: Mapping[str, str | Callable] = MappingProxyType({}),
        links: Mapping[str, Callable] = MappingProxyType({}), **options: Any,
    ) -> Sheet:
        """Give a table under the headings `col-…`; `formats` and `links` go by the columns' own names."""
        headings = {name: self.label(at, f"col-{name}") for name in frame.columns}
        forms, goals = ({headings[name]: one for name, one in ones.items() if name in headings} for ones in (formats, links))
        return Sheet(frame.rename(columns=headings), caption, at.language, forms, links=goals, **options)


def label(catalogue: str, desk: Desk, key: str, /, **values: Any) -> str:
    """Give a sentence of a catalogue as plain text, without the backslashes that Markdown needs."""
    return unescaped(sentence(catalogue, key, desk.language, **values))


def group_name(at: Any, column: str) -> str:
    """Give the name of a column by which people are grouped, or the column itself where it has none."""
    key = f"group-{column}"
    return label("evaluation", at, key) if key in catalogue("evaluation") else column


def unescaped(text: str) -> str:
    """Give a sentence without the backslashes that Markdown needs."""
    return _ESCAPED.sub(r"\1", text)


def unmarked(markdown: str) -> str:
    """Give the words of a Markdown sentence."""
    return unescaped(markdown.replace("**", ""))


def whole_date(day: Any) -> str:
    """Give a date that no line break divides, or a dash."""
    return "–" if day is None or day != day else f"{day:%Y\u2011%m\u2011%d}"


def headed(catalogue: str, desk: Desk, frame: DataFrame) -> DataFrame:
    """Give a table with the headings `col-…` of a catalogue."""
    return frame.rename(columns={name: label(catalogue, desk, f"col-{name}") for name in frame.columns})
