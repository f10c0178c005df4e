"""Words that guides add to a session's own, in both languages."""

from __future__ import annotations

from mentorkit.model.catalogue import texts
from mentorkit.model.words import LANGUAGES

WORDS = {language: texts("guides", "guides", language) for language in LANGUAGES}
FILLING = {language: texts("guides", "filling", language) for language in LANGUAGES}
"""Words of the sheet that is filled in on a screen."""
LABELS = ("say", "do", "ask", "watch", "short", "online", "access")
"""The labels of a block, in the order in which they stand."""


def moment(when: str, language: str) -> str:
    """
    Give the time of a task in words.

    >>> moment("-7d", "en"), moment("+1d", "es")
    ('7 days before', '1 día después')
    """
    words, number = WORDS[language], int(when[1:-1])
    one, many = words[when[-1]].split("|")
    return f"{number} {one if number == 1 else many} {words['before' if when[0] == '-' else 'after']}"


def minutes_from(when: str) -> int:
    """
    Give the minutes between a session and a task, negative before it.

    >>> minutes_from("-30m"), minutes_from("+1d")
    (-30, 1440)
    """
    size = int(when[1:-1]) * {"d": 1440, "h": 60, "m": 1}[when[-1]]
    return -size if when[0] == "-" else size
