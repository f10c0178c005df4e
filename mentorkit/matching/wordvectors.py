"""TF-IDF vectors of free text over a cohort, as integers, so that products of them are exact."""

from __future__ import annotations

import unicodedata
from collections import Counter

import numpy as np
from scipy.sparse import csr_array

from mentorkit.model.words import folded

ONE = 1 << 26
SIZES = (3, 4, 5)


def grams(text: str) -> Counter:
    """
    Count the pieces of 3 to 5 letters of each word, its two ends marked by a space.

    Pieces never reach over a word's end, so "AI" has no piece in common with "retail".

    >>> sorted(grams("AI"))
    [' ai', ' ai ', 'ai ']
    """
    counts: Counter = Counter()
    for word, times in Counter(_plain(text).split()).items():
        padded = f" {word} "
        for size in SIZES:
            for start in range(len(padded) - size + 1):
                counts[padded[start : start + size]] += times
    return counts


def tfidf(left: list[str], right: list[str]) -> tuple[csr_array, csr_array]:
    """
    Give both sides' TF-IDF vectors of length 1, in units of 2⁻²⁶; an empty text has an empty vector.

    Weights are (1 + ln tf)·(1 + ln((1 + N) ÷ (1 + df))) over all N texts of both sides that hold a word.

    Source:
        Salton & Buckley (1988), with smoothed idf.
    """
    texts = [grams(text) for text in (*left, *right)]
    spread = Counter(gram for text in texts for gram in text)
    place = {gram: at for at, gram in enumerate(sorted(spread))}
    n = sum(1 for text in texts if text)
    idf = 1 + np.log((1 + n) / (1 + np.array([spread[gram] for gram in place], dtype=float)))
    lengths = [len(text) for text in texts]
    at = np.fromiter((place[gram] for text in texts for gram in text), np.int64, sum(lengths))
    tf = np.fromiter((times for text in texts for times in text.values()), float, sum(lengths))
    row = np.repeat(np.arange(len(texts)), lengths)
    weight = (1 + np.log(tf)) * idf[at] if len(at) else tf
    norm = np.sqrt(np.bincount(row, weight**2, minlength=len(texts)))
    units = np.rint(weight / norm[row] * ONE).astype(np.int64)
    vectors = csr_array((units, (row, at)), shape=(len(texts), max(1, len(place))))
    vectors.sort_indices()
    return vectors[: len(left)], vectors[len(left) :]


def shared_words(left: str, right: str) -> list[str]:
    """Give the words of four letters or more that both texts hold, in the first text's order."""
    other = set(_plain(right).split())
    return [word for word in dict.fromkeys(_plain(left).split()) if word in other and len(word) > 3]


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", folded(text))
    letters = (c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return "".join(letters)
