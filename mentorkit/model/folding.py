"""The comparison form of what people write, for readers that load nothing else."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
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


def tidy(texts: Sequence[str]) -> bool:
    """Tell whether no text holds other white space than single spaces inside, or a sign that nobody sees; a whole column at once."""
    joined = "\n".join(["", *texts, ""])
    return "".join(texts).isprintable() and not any(untidy in joined for untidy in ("  ", "\n ", " \n"))


def each_folded(texts: Sequence[str]) -> list[str]:
    """Give `folded` of each text; of a column much faster than one by one."""
    if not tidy(texts):
        return list(map(folded, texts))
    if (whole := "\n".join(texts)).isascii() and texts:
        return whole.lower().split("\n")
    return [text.lower() if text.isascii() else folded(text) for text in texts]


def each_bare(texts: Sequence[str]) -> list[str]:
    """
    Give `bare` of each text; of a column much faster than one by one.

    >>> each_bare(["Ana", "Logística", ""])
    ['ana', 'logistica', '']
    """
    plain = each_folded(texts)
    return plain if "".join(plain).isascii() else [text if text.isascii() else bare(text) for text in plain]
