"""The comparison form of what people write, for readers that load nothing else."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=1 << 16)
def folded(text: str) -> str:
    """Give the form in which two values are compared: NFKC, casefold, single spaces, trimmed."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def bare(text: str) -> str:
    """
    Give the comparison form without accents.

    >>> bare("  Logística ")
    'logistica'
    """
    plain = folded(text)
    if plain.isascii():
        return plain
    decomposed = unicodedata.normalize("NFKD", plain)
    return folded("".join(character for character in decomposed if not unicodedata.combining(character)))
