"""What is odd in a form, in both languages: the problem and its remedy, by kind; the words stand in `words/`."""

from __future__ import annotations

from typing import Any

from mentorkit.model.catalogue import catalogue, texts

LEFT_OUT = ("no-consent", "consent-refused", "not-for-matching", "no-guardian-consent", "guardian-said-no")
"""The rules by which matching leaves an accepted person out."""
_REFUSED = ("consent-refused", "guardian-said-no")
RUNNING = "pair-running:"
"""Stands before the rule that leaves somebody out whose pair had met."""


def left_out_words(rule: str, language: str = "en") -> tuple[str, str]:
    """
    Give why matching leaves somebody out, and what would change it.

    >>> left_out_words("no-consent")
    ('no consent is on record', 'record the consent, with its date')
    """
    words = catalogue("participants", "cautions")[rule]
    return words["problem"][language], words["remedy"][language]


def caution_words(kind: str, language: str = "en", **values: Any) -> tuple[str, str]:
    """
    Give the problem and the remedy of a kind of caution.

    >>> caution_words("short-phone", "en", digits=7)
    ('the phone has fewer than 7 digits', 'complete it')
    """
    rule = kind.removeprefix(RUNNING)
    problem, remedy = left_out_words(rule, language)
    if rule in LEFT_OUT:
        said = left_out_words("not-matched" if rule == kind else "pair-refused" if rule in _REFUSED else "pair-running", language)
        return said[0].format(why=problem), said[1].format(remedy=remedy)
    if "alphabets" in values:
        known = texts("participants", "alphabets", language)
        values |= {"alphabets": ", ".join(known.get(name, name) for name in values["alphabets"].split(", "))}
    if values.get("near"):
        remedy = catalogue("participants", "cautions")["near"]["remedy"][language].replace("{remedy}", remedy)
    return problem.format(**values), remedy.format(**values)
