"""People who seem to stand twice: the same phone, names that are close, addresses that look alike."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain

import numpy as np
import pandas as pd
from pandas import DataFrame

from mentorkit.model.folding import each_bare
from mentorkit.participants.screening import in_file_order

CLOSE = 0.9
NEIGHBOURS = 4
PHONE_DIGITS = 10
YEARS_APART = 1
MOST_WORDS, MOST_LETTERS = 12, 100
COMPARED = 30_000_000
"""Pairs of letters."""
_AT_ONCE = 50_000
_CYRILLIC_AND_GREEK = "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u043a\u043c\u0442\u03bf\u03b1\u03c1\u03b5\u03b9\u03ba\u03c4\u03c5\u03bd"
_LATIN = str.maketrans(_CYRILLIC_AND_GREEK, "aeopcyxijskmtoapeiktuv")
_NO_DIGIT, _WORD = re.compile(r"\D"), re.compile(r"\w+")
Twin = tuple[str, str, str, str]


def near_duplicates(people: DataFrame) -> Iterator[Twin]:
    """
    Give pairs of rows that may be one person: later row, earlier row, column, kind.

    The same phone counts (last ten digits), and names at least 90 % alike that differ in one word, in any
    order of words, where the years of birth are at most one apart or not both known. A name is compared with its
    neighbours in sorted order among those that share all words but one, and a row is named once. So that 100,000 rows
    take seconds whatever stands in them, names of more than twelve words or 100 letters have to be the same, and once
    30 million pairs of letters have been compared, only names that begin and end alike are named.
    """
    rows = _in_file_order(people)
    yield from _same_phones(rows)
    sources = list(rows["source"])
    for later, earlier in sorted(_close_names(rows).items()):
        yield sources[later], sources[earlier], "name", "close-name"


def _in_file_order(people: DataFrame) -> DataFrame:
    places = [in_file_order(source) for source in people["source"]]
    return people.iloc[sorted(range(len(people)), key=places.__getitem__)]


def _same_phones(rows: DataFrame) -> Iterator[Twin]:
    first: dict[str, str] = {}
    for phone, source in zip(rows["phone"], rows["source"], strict=True):
        digits = _NO_DIGIT.sub("", phone or "")[-PHONE_DIGITS:]
        if len(digits) < 7:
            continue
        if digits in first:
            yield source, first[digits], "phone", "same-phone"
        first.setdefault(digits, source)


def _close_names(rows: DataFrame) -> dict[int, int]:
    """Give the place of each row whose name is close to an earlier one's, with the place of that."""
    words = [sorted(_WORD.findall(name)) for name in each_bare([name or "" for name in rows["name"]])]
    names = [" ".join(own) for own in words]
    years = rows["birth_year"].to_numpy(float) if "birth_year" in rows else np.full(len(rows), np.nan)
    seen: dict[int, int] = {}
    named = np.zeros(len(rows), bool)
    room = COMPARED
    for ones, others in _neighbours(words, names, years):
        new = ~named[np.maximum(ones, others)]  # nearly none, where very many are alike
        for one, other in zip(ones[new].tolist(), others[new].tolist(), strict=True):
            earlier, later = (one, other) if one < other else (other, one)
            if later in seen:
                continue
            alike = _same_ends(names[one], names[other])
            if not alike and room > 0:
                room -= len(names[one]) * len(names[other])
                alike = _alike(names[one], names[other])
            if alike:
                seen[later], named[later] = earlier, True
    return seen


def _neighbours(words: list[list[str]], names: list[str], years: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Give the places of pairs of names that share all words but one, near each other in sorted order, where the years allow it, some at a time."""
    block, place = _blocks(words, names)
    near = []
    for step in range(1, NEIGHBOURS + 1):
        at = np.flatnonzero(block[step:] == block[:-step])
        at = at[~(np.abs(years[place[at]] - years[place[at + step]]) > YEARS_APART)]
        near.append((at.astype(np.int32), np.full(len(at), step, np.int8), place[at], place[at + step]))
    at, step, one, other = map(np.concatenate, zip(*near, strict=True))
    order = np.lexsort((step, at)).astype(np.int32)
    for begin in range(0, len(order), _AT_ONCE):  # millions of pairs as numbers of Python would fill the memory
        some = order[begin : begin + _AT_ONCE]
        yield one[some], other[some]


def _blocks(words: list[list[str]], names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Give the number of each block of names that share all words but one, with the place of a name in it, by block and name."""
    block, place = _shared_words(words, names)
    block = pd.factorize(block)[0].astype(np.int32)  # numbered as they come, so that nothing depends on the hash
    several = np.flatnonzero(np.bincount(block, minlength=1)[block] > 1)
    block, place = block[several], place[several]
    by_name = pd.factorize(np.array(names, object)[place], sort=True)[0]
    order = np.lexsort((place, by_name, block))
    return block[order], place[order]


def _shared_words(words: list[list[str]], names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """
    Give a mark for whatever a name may share with others, its words and its words without one of them, and the name's place.

    The mark of words is the sum of their hashes, so that leaving one out is a subtraction. Each name begins with its words
    without the last, then come all, and then those without another. Names of one word share nothing.
    """
    sizes = np.fromiter(map(len, words), np.int64, len(words))
    own = np.repeat(np.arange(len(words)), sizes)
    word = np.fromiter(map(hash, chain.from_iterable(words)), np.int64, len(own))
    whole, ends = np.zeros(len(words), np.int64), np.cumsum(sizes)
    np.add.at(whole, own, word)
    few = (sizes > 1) & (sizes <= MOST_WORDS) & (np.fromiter(map(len, names), np.int64, len(names)) <= MOST_LETTERS)
    again = np.zeros(len(own), bool)  # the words are sorted: without the next one, the same is left
    again[:-1] = (word[1:] == word[:-1]) & (own[1:] == own[:-1])
    without, several = np.flatnonzero(few[own] & ~again), np.flatnonzero(sizes > 1)
    behind = ends[own[without]] - without  # 1 for a name's last word
    place = np.concatenate([own[without], several])
    order = np.argsort((MOST_WORDS + 2) * place + np.concatenate([behind - (behind == 1), np.ones(len(several), np.int64)]), kind="stable")
    return np.concatenate([whole[own[without]] - word[without], whole[several]])[order], place[order].astype(np.int32)


def _same_ends(one: str, other: str) -> bool:
    """Tell whether two names are close by what they have in common at the begin and at the end alone."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    begin = bisect_left(range(1, shorter + 1), True, key=lambda size: one[:size] != other[:size])
    end = bisect_left(range(1, shorter - begin + 1), True, key=lambda size: one[-size:] != other[-size:])
    return 2 * (begin + end) >= CLOSE * (len(one) + len(other))


def _alike(one: str, other: str) -> bool:
    matcher = difflib.SequenceMatcher(None, one, other)
    return matcher.real_quick_ratio() >= CLOSE and matcher.quick_ratio() >= CLOSE and matcher.ratio() >= CLOSE


def look_alikes(people: DataFrame) -> Iterator[tuple[str, str]]:
    """Give pairs of rows, later and earlier, whose addresses differ only by letters that look alike."""
    addresses = each_bare([email or "" for email in people["email"]])
    seen_as = [address.translate(_LATIN) for address in addresses]
    strange = {look for look, address in zip(seen_as, addresses, strict=True) if look != address}
    first: dict[str, tuple[str, str]] = {}
    rows = _in_file_order(people[np.array([look in strange for look in seen_as], bool)])
    for address, source in zip(each_bare(list(rows["email"])), rows["source"], strict=True):
        other, earlier = first.setdefault(address.translate(_LATIN), (address, source))
        if other != address:
            yield source, earlier
