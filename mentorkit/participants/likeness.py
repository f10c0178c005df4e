"""People who seem to stand twice: the same phone, names that are close, addresses that look alike."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from pandas import DataFrame

from mentorkit.participants.tags import bare

CLOSE = 0.9
NEIGHBOURS = 4
PHONE_DIGITS = 10
YEARS_APART = 1
_CYRILLIC_AND_GREEK = "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u043a\u043c\u0442\u03bf\u03b1\u03c1\u03b5\u03b9\u03ba\u03c4\u03c5\u03bd"
_LATIN = str.maketrans(_CYRILLIC_AND_GREEK, "aeopcyxijskmtoapeiktuv")
Twin = tuple[str, str, str, str]


def near_duplicates(people: DataFrame) -> Iterator[Twin]:
    """
    Give pairs of rows that may be one person: later row, earlier row, column, kind.

    The same phone counts (last ten digits), and names at least 90 % alike that differ in one word, in any
    order of words, where the years of birth are at most one apart or not both known. A name is compared with its
    neighbours in sorted order among those that share all words but one, and a row is named once, so that 100,000
    rows take seconds.
    """
    rows = _in_file_order(people)
    first: dict[str, str] = {}
    for phone, source in ((row["phone"], row["source"]) for row in rows):
        digits = re.sub(r"\D", "", phone or "")[-PHONE_DIGITS:]
        if len(digits) < 7:
            continue
        if digits in first:
            yield source, first[digits], "phone", "same-phone"
        first.setdefault(digits, source)
    yield from _close_names(rows)


def _in_file_order(people: DataFrame) -> list[dict]:
    wanted = [name for name in ("name", "phone", "email", "birth_year", "source") if name in people]
    rows = people[wanted].to_dict("records")
    return sorted(rows, key=lambda row: _row_number(row["source"]))


def _row_number(source: str) -> tuple[str, int]:
    file, _, row = str(source).rpartition(":")
    return file, int(row) if row.isdigit() else 0


def _close_names(rows: list[dict]) -> Iterator[Twin]:
    blocks: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    for place, row in enumerate(rows):
        words = tuple(sorted(re.findall(r"\w+", bare(row["name"] or ""))))
        for kept in sorted({words, *combinations(words, len(words) - 1)}) if len(words) > 1 else ():
            blocks[kept].append((" ".join(words), place))
    seen: dict[int, int] = {}
    for block in blocks.values():
        block.sort()
        for at, (name, place) in enumerate(block):
            for other_name, other in block[at + 1 : at + 1 + NEIGHBOURS]:
                earlier, later = min(place, other), max(place, other)
                if later not in seen and _close_years(rows[place], rows[other]) and _alike(name, other_name):
                    seen[later] = earlier
    for later, earlier in sorted(seen.items()):
        yield rows[later]["source"], rows[earlier]["source"], "name", "close-name"


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    matcher = difflib.SequenceMatcher(None, one, other)
    return matcher.real_quick_ratio() >= CLOSE and matcher.quick_ratio() >= CLOSE and matcher.ratio() >= CLOSE


def _close_years(one: dict, other: dict) -> bool:
    years = [row.get("birth_year") for row in (one, other)]
    known = {year for year in years if year is not None and year == year}
    return len(known) < 2 or max(known) - min(known) <= YEARS_APART


def look_alikes(people: DataFrame) -> Iterator[tuple[str, str]]:
    """Give pairs of rows, later and earlier, whose addresses differ only by letters that look alike."""
    first: dict[str, tuple[str, str]] = {}
    for row in _in_file_order(people):
        if not row["email"]:
            continue
        seen_as = bare(row["email"]).translate(_LATIN)
        if seen_as in first and first[seen_as][0] != bare(row["email"]):
            yield row["source"], first[seen_as][1]
        first.setdefault(seen_as, (bare(row["email"]), row["source"]))
