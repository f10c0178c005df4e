"""The words of the matching, and numbers as its readers write them."""

from __future__ import annotations

from collections.abc import Sequence

from mentorkit.matching.rules import Rule
from mentorkit.model.catalogue import catalogue
from mentorkit.model.words import localized


def said(key: str, language: str, **values: object) -> str:
    """Give a text of `words/pairs.yml` with its values; numbers have one decimal, after a comma in Spanish."""
    shown = {name: _shown(value, language) for name, value in values.items()}
    return catalogue("matching", "pairs")[key][language].format(**shown)


def enumerated(phrases: Sequence[str], language: str) -> str:
    """
    Give phrases as a list in a sentence.

    >>> enumerated(["a", "b", "c"], "en")
    'a, b and c'
    """
    *first, last = phrases
    return said("and", language).join([", ".join(first), last]) if first else last


def rule_in_words(rule: Rule, language: str) -> str:
    """Give a rule as a phrase."""
    label = localized(rule.label, language)
    if rule.kind == "required":
        return said("required", language, label=label or rule.name)
    if rule.kind == "avoid":
        return said(
            "labelled" if label else "avoid", language, label=label, mentee=rule.mentee, mentor=rule.mentor
        )
    return said(rule.kind, language)


def _shown(value: object, language: str) -> str:
    if isinstance(value, float):
        text = f"{value:.1f}"
        return text.replace(".", ",") if language == "es" else text
    return str(value)
