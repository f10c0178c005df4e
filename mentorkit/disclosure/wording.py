"""Why a figure is not shown, in both languages."""

from __future__ import annotations

from mentorkit.errors import InvalidInputError
from mentorkit.model.catalogue import catalogue


def reason_words(reason: str, language: str) -> str:
    """
    Give why a figure is not shown.

    >>> reason_words("too-few", "en")
    'too few people stand behind the figure'
    """
    reasons = catalogue("disclosure", "reasons")
    if reason not in reasons or language not in ("es", "en"):
        raise InvalidInputError(f'there are no words for "{reason}" in "{language}"')
    return reasons[reason][language]
