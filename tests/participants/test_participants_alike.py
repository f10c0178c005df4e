"""People and tags that are alike are found quickly; the same are found as by somebody who compares each with each."""

from __future__ import annotations

import difflib
import re
from itertools import combinations

from applications import frame, person
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.participants.likeness import look_alikes, near_duplicates
from mentorkit.participants.vocabulary import NEAR, Search, tag_advice
from mentorkit.participants.vocabulary import KnownTags as Known

WORDS = ["ana", "anna", "maria", "maría", "fernandez", "fernandes", "fermandez", "lopez", "ruiz", "xiomara", "xiomarra"]
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
TERMS = ["contabilidad y finanzas", "finanzas", "salud", "salud publica", "de la", "logistica", "logistica internacional", "diseno", "disena"]


def people(*rows: dict):
    """Give mentees as the reader would, each in a row of its own."""
    return frame("mentees", [person(number, "e", **changes) for number, changes in enumerate(rows, 1)])


def row_of(source: str) -> int:
    return int(source.rpartition(":")[2])


def bare_words(name: str) -> list[str]:
    return sorted(re.findall(r"\w+", name.replace("í", "i")))


def one_word_apart(one: list[str], other: list[str]) -> bool:
    """Tell whether two names of several words share all but one of them."""
    kept = [{tuple(words), *combinations(words, len(words) - 1)} for words in (one, other)]
    return min(len(one), len(other)) > 1 and bool(kept[0] & kept[1])


def nine_tenths(one: str, other: str) -> bool:
    """Tell whether nine of ten letters agree: as difflib sees it, or in the begin and end together."""
    shorter = min(len(one), len(other))
    ends = max(
        begin + end for begin in range(shorter + 1) for end in range(shorter - begin + 1) if one[:begin] == other[:begin] and one[len(one) - end:] == other[len(other) - end:]
    )
    return difflib.SequenceMatcher(None, one, other).ratio() >= 0.9 or 2 * ends >= 0.9 * (len(one) + len(other))


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(NAMES, st.sampled_from([None, 2000.0, 2001.0, 2003.0])), min_size=2, max_size=5))
def test_close_names_are_those_of_a_comparison_of_all(rows):
    """A later row is named where an earlier one shares all words but one, nine tenths of the letters, and the year within one."""
    found = {row_of(later): row_of(earlier) for later, earlier, _, kind in near_duplicates(people(*({"name": name, "birth_year": year} for name, year in rows))) if kind == "close-name"}
    words = [bare_words(name) for name, _ in rows]
    twins = {
        (later, earlier) for earlier, later in combinations(range(len(rows)), 2)
        if one_word_apart(words[earlier], words[later]) and nine_tenths(" ".join(words[earlier]), " ".join(words[later]))
        and (None in (rows[earlier][1], rows[later][1]) or abs(rows[earlier][1] - rows[later][1]) <= 1)
    }

    assert {later + 2 for later, _ in twins} == set(found)
    assert {(later - 2, earlier - 2) for later, earlier in found.items()} <= twins


@settings(deadline=None)
@given(st.lists(st.text("ao\u0430\u043e@.", min_size=1, max_size=4), min_size=2, max_size=6))
def test_addresses_of_the_same_looks_are_those_of_a_comparison_of_all(addresses):
    """An address is named where the first of its looks is written in other letters."""
    looks = [address.replace("\u0430", "a").replace("\u043e", "o") for address in addresses]
    first = {look: looks.index(look) for look in looks}
    expected = {(at + 2, first[look] + 2) for at, look in enumerate(looks) if addresses[first[look]] != addresses[at]}
    found = {(row_of(later), row_of(earlier)) for later, earlier in look_alikes(people(*({"email": address} for address in addresses)))}

    assert found == expected


@settings(deadline=None)
@given(st.lists(st.sampled_from(TERMS), unique=True), st.one_of(st.text("abcdeiloñ sz", max_size=12), st.sampled_from(TERMS).flatmap(lambda term: st.sampled_from([term[1:], f"{term}x", f"x{term}"])), st.sampled_from(["contabilidad", "internacional", "publica salud x", "de", "sal"])))
def test_the_nearest_tag_is_the_one_of_all(terms, word):
    """What is sought among those with enough letters in common is what difflib finds among all, else the shortest that shares the words."""
    content = {term: set(term.split()) - {"de", "la", "y"} for term in [*terms, word]}
    close = difflib.get_close_matches(word, sorted(terms), n=1, cutoff=NEAR)
    holding = sorted((len(term), term) for term in terms if content[word] and (content[word] < content[term] or content[term] < content[word]))
    shares = holding and max(map(len, content[word])) >= 5
    expected = word if word in terms else close[0] if close else holding[0][1] if shares else None

    assert expected == Search({term: term for term in terms}).nearest(word)


def test_very_many_unknown_tags_get_no_nearest_at_last():
    """The search has an end: the last of very many unknown tags are named without a nearest one."""
    known = Known(frozenset(), {"logistica": "Logística"})
    known.search.room = 1

    assert [tag_advice("logistika", known), tag_advice("logistico", known)] == [("near-tag", {"nearest": "Logística", "near": ""}), None]


def test_a_name_of_a_thousand_words_is_compared_as_a_whole():
    """Somebody's whole story in the column of names costs no more than a name: the same story twice is found, a close one is not sought."""
    story = " ".join(f"word{number}" for number in range(10_000))
    found = list(near_duplicates(people({"name": story}, {"name": story}, {"name": f"{story}s"})))

    assert [("mentees.csv:3", "mentees.csv:2", "name", "close-name")] == found
