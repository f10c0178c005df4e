"""TF-IDF vectors of free text over a cohort, as whole numbers, so that products of them are exact."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from mentorkit.model.words import folded

ONE = 1 << 24
SIZES = (1, 2, 3, 4, 5)
SHORTEST = 3
DENSE_SCRIPTS = (  # first and last sign, and the shortest piece that says something there
    (0x0590, 0x08FF, 2),  # Hebrew, Arabic, Syriac: words of three consonants
    (0x3040, 0x30FF, 1),  # kana
    (0x3400, 0x9FFF, 1),  # Chinese characters, and below those added to Unicode later
    (0xF900, 0xFAFF, 1),
    (0x20000, 0x3FFFF, 1),
)
CHUNK = 2048
BETWEEN = (ord(" "), ord("."))
PHRASE_END = re.compile(r"[.;!?|\n\r¡¿…。；！？]+")


def plain(text: str) -> str:
    """
    Give a text's letters and digits without accents, words apart by a space, sentences and items by a stop.

    >>> plain("Diseño gráfico; Git/GitHub")
    ' diseno grafico. git github '
    """
    phrases = (" ".join(_letters(phrase).split()) for phrase in PHRASE_END.split(text))
    joined = ". ".join(phrase for phrase in phrases if phrase)
    return f" {joined} " if joined else ""


def pieces(text: str) -> list[str]:
    """
    List the pieces of 3 to 5 signs of a text's words, as often as they stand there.

    A piece holds signs of one word, with the space or stop beside it, and one shorter than a word never matches
    inside another: "AI" has none in common with "retail". Scripts that say more with a sign have shorter pieces
    too: from 2 signs in Arabic and Hebrew, from 1 in Chinese characters and kana, written without spaces.

    >>> pieces("AI")
    [' ai', 'ai ', ' ai ']
    >>> pieces("a la; y")
    [' a ', ' la', 'la.', 'a. ', '. y', ' y ', ' la.', 'la. ', '. y ', ' la. ']
    >>> pieces("会计")[:3]
    ['会', '计', '会计']
    """
    signs = plain(text)
    codes = np.array([ord(sign) for sign in signs], np.uint64)
    starts = zip(SIZES, _starts(codes, np.zeros(len(codes))), strict=True)
    return [signs[at : at + size] for size, found in starts for at in found]


class _Counts(NamedTuple):
    """How often each text holds which piece: pieces of text t from `ends[t - 1]` to `ends[t]`."""

    piece: np.ndarray
    times: np.ndarray
    ends: np.ndarray


def tfidf(left: Sequence[str], right: Sequence[str]) -> tuple[csr_array, csr_array]:
    """
    Give both sides' TF-IDF vectors of length 1, in units of 2⁻²⁴; an empty text has an empty vector.

    Weights are (1 + ln tf)·(1 + ln((1 + N) ÷ (1 + df))) over the N texts of both sides that say anything,
    for the pieces of 3 to 5 signs inside words, and shorter ones in scripts that say more with a sign.
    Columns are the pieces that both sides use: no other can count.

    Source:
        Salton & Buckley (1988), with smoothed idf; McNamee & Mayfield (2004) on pieces of words; beside the
        simple ways, in thirty languages, `benchmarks/matching_translations.py`.
    """
    vocabulary = _Vocabulary()
    counts = [
        [vocabulary.counts(side[at : at + CHUNK]) for at in range(0, len(side), CHUNK)]
        for side in (left, right)
    ]
    spread = [_spread(chunks, vocabulary.size) for chunks in counts]
    n = sum(int(np.count_nonzero(np.diff(chunk.ends, prepend=0))) for chunks in counts for chunk in chunks)
    idf = 1 + np.log((1 + n) / (1 + spread[0] + spread[1]))
    common = (spread[0] > 0) & (spread[1] > 0)
    place = np.where(common, np.cumsum(common) - 1, -1).astype(np.int32)
    width = max(1, int(common.sum()))
    return tuple(_vectors(chunks, idf, place, width) for chunks in counts)


def _spread(chunks: list[_Counts], size: int) -> np.ndarray:
    """In how many texts each piece stands."""
    found = np.zeros(size, np.int64)
    for chunk in chunks:
        found += np.bincount(chunk.piece, minlength=size)
    return found


def _vectors(chunks: list[_Counts], idf: np.ndarray, place: np.ndarray, width: int) -> csr_array:
    """Turn counts into vectors, chunk by chunk; `chunks` is emptied on the way."""
    units, columns, lengths = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)], [np.zeros(1, np.int64)]
    chunks.reverse()
    while chunks:
        chunk = chunks.pop()
        texts = len(chunk.ends)
        row = np.repeat(np.arange(texts), np.diff(chunk.ends, prepend=0))
        weight = (1 + np.log(chunk.times)) * idf[chunk.piece]
        norm = np.sqrt(np.bincount(row, weight**2, minlength=texts))
        column = place[chunk.piece]
        kept = column >= 0
        units.append(np.rint(weight[kept] / norm[row[kept]] * ONE).astype(np.int32))
        columns.append(column[kept])
        lengths.append(np.bincount(row[kept], minlength=texts))
    ends = np.cumsum(np.concatenate(lengths))
    vectors = csr_array((np.concatenate(units), np.concatenate(columns), ends), shape=(len(ends) - 1, width))
    vectors.sort_indices()
    return vectors


class _Vocabulary:
    """Numbers the pieces in the order in which they come, by a hash of 64 bits."""

    def __init__(self):
        self.hashes, self.numbers = np.zeros(0, np.uint64), np.zeros(0, np.int32)

    @property
    def size(self) -> int:
        """Pieces so far."""
        return len(self.hashes)

    def counts(self, texts: Sequence[str]) -> _Counts:
        """Count the pieces of some texts."""
        signs = [plain(text) for text in texts]
        codes = np.frombuffer("".join(signs).encode("utf-32-le"), np.uint32).astype(np.uint64)
        text = np.repeat(np.arange(len(signs)), [len(one) for one in signs])
        starts = _starts(codes, text)
        hashes = np.concatenate([_hashes(codes, at, size) for at, size in zip(starts, SIZES, strict=True)])
        row = np.concatenate([text[at] for at in starts])
        order = np.lexsort((hashes, row))
        row, hashes = row[order], hashes[order]
        new = (row[1:] != row[:-1]) | (hashes[1:] != hashes[:-1])
        first = np.flatnonzero(np.append(True, new)[: len(row)])
        times = np.minimum(np.diff(first, append=len(row)), 65_535).astype(np.uint16)
        ends = np.searchsorted(row[first], np.arange(len(signs)), "right")
        return _Counts(self._numbered(hashes[first]), times, ends)

    def _numbered(self, hashes: np.ndarray) -> np.ndarray:
        found = np.unique(hashes)
        place = np.searchsorted(self.hashes, found)
        new = np.append(self.hashes, 0)[place] != found if self.size else np.ones(len(found), bool)
        numbers = np.arange(self.size, self.size + int(new.sum()), dtype=np.int32)
        self.hashes = np.insert(self.hashes, place[new], found[new])
        self.numbers = np.insert(self.numbers, place[new], numbers)
        return self.numbers[np.searchsorted(self.hashes, hashes)]


def _starts(codes: np.ndarray, text: np.ndarray) -> list[np.ndarray]:
    """Where the pieces of each size begin that are of one word in one text, and long enough for their signs."""
    (first, last), shortest, found = _words(codes), _shortest(codes), []
    for size in SIZES:
        begins = max(0, len(codes) - size + 1)
        whole = (text[size - 1 :] == text[:begins]) & (last[size - 1 :] == first[:begins])
        for at in range(size if size < SHORTEST else 0):
            whole &= shortest[at : at + begins] <= size
        found.append(np.flatnonzero(whole))
    return found


def _words(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Number, for each sign, the word of the first letter from there on, and of the last letter up to there."""
    between = np.isin(codes, BETWEEN)
    last = np.cumsum(~between & np.append(True, between[:-1])[: len(codes)], dtype=np.int32)
    return last + between, last


def _shortest(codes: np.ndarray) -> np.ndarray:
    """How long a piece has to be to say something, by sign."""
    found = np.full(len(codes), SHORTEST, np.uint8)
    for first, last, size in DENSE_SCRIPTS:
        found[(codes >= first) & (codes <= last)] = size
    return found


def _hashes(codes: np.ndarray, starts: np.ndarray, size: int) -> np.ndarray:
    """Give a hash of 64 bits for each piece; two of a million differ but for one chance in 10⁷."""
    found = np.full(len(starts), size, np.uint64)
    for at in range(size):
        found = (found ^ codes[starts + at]) * np.uint64(0x9E3779B97F4A7C15)
        found ^= found >> np.uint64(29)
    return found * np.uint64(0xBF58476D1CE4E5B9)


def shared_words(left: str, right: str) -> list[str]:
    """
    Give the words that both texts hold, in the first text's order: of four letters or more, or of two where a
    sign is a word's part (Chinese characters, kana).
    """
    other = set(_letters(right).split())
    found = [word for word in dict.fromkeys(_letters(left).split()) if word in other]
    return [word for word in found if len(word) > SHORTEST or (len(word) > 1 and _of_characters(word))]


def _of_characters(word: str) -> bool:
    return bool((_shortest(np.array([ord(sign) for sign in word], np.uint64)) == 1).all())


def _letters(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", folded(text))
    return "".join(
        c if c.isalnum() or unicodedata.category(c)[0] == "M" else " "
        for c in decomposed
        if not unicodedata.combining(c)
    )
