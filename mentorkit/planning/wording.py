"""The words of planning, and numbers as its readers write them."""

from __future__ import annotations

from mentorkit.model.catalogue import catalogue


def set_plain(value: float, language: str) -> str:
    """
    Give a number with the language's decimal mark.

    >>> set_plain(0.3, "es"), set_plain(0.3, "en"), set_plain(20, "es")
    ('0,3', '0.3', '20')
    """
    text = f"{value:g}"
    return text.replace(".", ",") if language == "es" else text


def set_share(value: float, language: str) -> str:
    """
    Give a share as a percentage, whole from ten on.

    >>> set_share(0.9, "es"), set_share(0.075, "es"), set_share(0.075, "en")
    ('90%', '7,5%', '7.5%')
    """
    return f"{value * 100:.0f}%" if value >= 0.1 else f"{set_plain(round(value * 100, 1), language)}%"


def words(group: str, key: str, language: str, **values: object) -> str:
    """
    Give a text of `words/planning.yml` in a language, with its values filled in.

    >>> words("lines", "weeks", "en", n=20, days=14)
    '20 weeks, a meeting every 14 days'
    """
    return catalogue("planning", "planning")[group][key][language].format(**values)
