"""Names and definitions of the metrics, and of what they are counted in, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from mentorkit.errors import InvalidInputError
from mentorkit.model.catalogue import catalogue
from mentorkit.model.words import LANGUAGES

DENOMINATORS = catalogue("evaluation", "denominators")
BEHIND = catalogue("evaluation", "behind")
_SURVEY = "<survey>"
_OF_SURVEYS = ("complete_response_rate_", "response_rate_")


@dataclass(frozen=True)
class Definition:
    """A metric's name and what is divided by what."""

    metric: str
    name: str
    definition: str


def metric_definition(metric: str, language: str) -> Definition:
    """
    Give the name and definition of one metric.

    >>> metric_definition("response_rate_exit", "en").name
    'Response: exit'

    Raises:
        InvalidInputError: No such metric or language.
    """
    if language not in LANGUAGES:
        raise InvalidInputError("the language is es or en")
    prefix = next((one for one in _OF_SURVEYS if metric.startswith(one)), "")
    words = catalogue("evaluation", "metrics").get(prefix + _SURVEY if prefix else metric)
    if words is None:
        raise InvalidInputError(f'there is no metric "{metric}"')
    return Definition(metric, words["name"][language].format(survey=metric.removeprefix(prefix)), words["definition"][language])


def metric_definitions(language: str) -> dict[str, Definition]:
    """Give name and definition of every metric by its id; those of surveys stand once, with `<survey>`."""
    return {id: metric_definition(id, language) for id in sorted(catalogue("evaluation", "metrics"))}


def denominator_words(denominator: str, language: str) -> str:
    """Give what a metric's cases are, in words."""
    if denominator not in DENOMINATORS or language not in LANGUAGES:
        raise InvalidInputError(f'there are no words for the denominator "{denominator}" in "{language}"')
    return DENOMINATORS[denominator][language]


def public_denominator_words(denominator: str, language: str) -> str:
    """
    Give the same for a public table, whose `n` counts people or pairs even where the cases are others.

    >>> public_denominator_words("pair-periods", "en")
    'pair-periods; n counts pairs'
    """
    words = denominator_words(denominator, language)
    return f"{words}; {BEHIND[denominator][language]}" if denominator in BEHIND else words
