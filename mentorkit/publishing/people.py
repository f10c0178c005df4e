"""Whom the gate looks for: by what a person could be recognised, and where that stands in a text."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Any

from mentorkit.publishing.reading import canonical_address, digit_runs, plain_word, words_of

SHORT = frozenset("de del la las los y e da das do dos di van von der den el al bin ibn san santa".split())
"""Words inside a name that recognise nobody."""
APART = 2
"""How many words may stand between two words of a name."""
_BREAK = " ".join(["interruption"] * 9)
"""Stands where lines were taken out, so that nothing meets across."""
LEAST_WITH_A_TYPO, LEAST_JOINED, QUOTED = 5, 9, 8
"""Letters of a word in which a typo is looked for; letters of a name written as one word; words in a row that are a quotation."""
LEAST_LOCAL, NEAR = 5, 60
"""Letters before the @ of an address whose halves are looked for apart; signs around its host in which the other half counts."""


@dataclass(frozen=True)
class Person:
    """
    What a person could be recognised by; `pseudonym` is what the gate says instead.

    `names` are pairs of a name's words, of which either alone is no trace; `numbers` digits of telephones and documents;
    `words` sentences in the person's own words; `ids` an id that is too long to be a chance.
    """

    pseudonym: str
    names: tuple[tuple[str, str], ...] = ()
    addresses: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    @property
    def traceless(self) -> bool:
        """Nothing of this person can be looked for."""
        return not (self.names or self.addresses or self.numbers or self.ids or self.words)

    @classmethod
    def of(cls, cohort: str, id: str, row: Mapping[str, Any]) -> Person:
        """Give what a row about a person holds: names, addresses and numbers of whatever column, and sentences."""
        names: list[tuple[str, str]] = []
        addresses, numbers, words, ids = [], [], [], []
        for key, value in [("id", str(id)), *row.items()]:
            if not isinstance(value, str) or key == "source":
                continue
            digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", value))
            if "@" in value:
                addresses += [canonical_address(one) for one in re.split(r"[\s;,|<>]+", value) if one.count("@") == 1]
            elif len(digits) >= 7 and len(digits) >= len(re.sub(r"[\W_]", "", value)) - 3 and not re.fullmatch(r"\d{4}-\d\d-\d\d.*|\d\d?/\d\d?/\d{4}.*", value):
                numbers.append(digits[-10:])
            elif key == "id":
                ids += [plain_word(value)] if len(value) >= 7 and len(digits) >= 3 else []
            elif "name" in key:
                names += _name_pairs(value)
            elif len(words_of(value)) >= QUOTED:
                words.append(value)
        personal = len(re.sub(r"\D", "", str(id))) >= 6 or "@" in str(id)
        pseudonym = f"{cohort}, {row.get('source') or 'somebody'}" if personal else f"{cohort}/{id}"
        return cls(pseudonym, tuple(names), tuple(addresses), tuple(numbers), tuple(words), tuple(ids))

    @classmethod
    def writing(cls, cohort: str, row: Mapping[str, Any]) -> Person:
        """Give what a row of a log or survey holds in somebody's own words."""
        texts = (value for key, value in row.items() if isinstance(value, str) and key != "source")
        return cls(f"{cohort}, {row.get('source') or 'somebody'}", words=tuple(text for text in texts if len(words_of(text)) >= QUOTED))


def _name_pairs(name: str) -> list[tuple[str, str]]:
    """Give the pairs of words that name somebody; two given names before two surnames are no pair of their own."""
    words = [word for word in words_of(name) if len(word) > 1 and word not in SHORT]
    pairs = [pair for pair in combinations(words, 2) if pair[0] != pair[1]]
    return pairs[1:] if len(words) > 3 else pairs


@dataclass
class Search:
    """Everybody to look for, laid out so that each word of a text is looked at once."""

    people: Sequence[Person]
    _near: dict[str, dict[str, int]] = field(default_factory=dict)
    _whole: dict[str, tuple[Person, ...]] = field(default_factory=dict)
    _clean: set[int] = field(default_factory=set)

    @cached_property
    def pairs(self) -> dict[frozenset[str], list[Person]]:
        """People by the pairs of words of their names."""
        return _by(self.people, lambda person: map(frozenset, person.names))

    @cached_property
    def spelt(self) -> dict[str, set[str]]:
        """Words of names by what is left of them without one letter, for those long enough to be recognised with a typo."""
        found: dict[str, set[str]] = defaultdict(set)
        for word in {word for pair in self.pairs for word in pair}:
            for form in _without_one(word) if len(word) >= LEAST_WITH_A_TYPO else (word,):
                found[form].add(word)
        return dict(found)

    @cached_property
    def _longest(self) -> int:
        """Letters of the longest word that may be one of a name, with a slip."""
        return 1 + max((len(word) for pair in self.pairs for word in pair), default=0)

    @cached_property
    def joined(self) -> dict[int, dict[str, list[Person]]]:
        """People by the pairs of their names written as one word, in either order, by length."""
        return _by_length(self.people, lambda person: (
            whole for one, other in person.names for whole in (one + other, other + one) if len(whole) >= LEAST_JOINED
        ))

    @cached_property
    def quotations(self) -> dict[str, list[Person]]:
        """People by eight words in a row of what they wrote, unless three or more rows hold the same: that is the wording of a form."""
        found = _by(self.people, lambda person: {run for text in person.words for run in _runs(words_of(text))})
        return {run: people for run, people in found.items() if len(people) < 3}

    @cached_property
    def ids(self) -> dict[str, list[Person]]:
        """People by an id of their own, where it is long enough to be no chance."""
        return _by(self.people, lambda person: person.ids)

    @cached_property
    def addresses(self) -> dict[str, list[Person]]:
        """People by address."""
        return _by(self.people, lambda person: person.addresses)

    @cached_property
    def locals(self) -> dict[str, list[Person]]:
        """People by what stands before the @, where it is long and no plain word."""
        return _by(self.people, lambda person: [local for local in (one.partition("@")[0] for one in person.addresses) if len(local) >= 8 and re.search(r"\d", local)])

    @cached_property
    def numbers(self) -> dict[int, dict[str, list[Person]]]:
        """People by the digits of their numbers, by length."""
        return _by_length(self.people, lambda person: person.numbers)

    def new_traces(self, text: str) -> set[tuple[Person, str]]:
        """Give who stands in a text, and as what; lines in a row that held nobody before are not looked at again: menus stand on every page."""
        lines = [line for line in map(str.strip, text.splitlines()) if line]
        marks = [hash(tuple(lines[max(0, place - 2) : place + 1])) for place in range(len(lines))]
        kept: list[str] = []
        last = -1
        for place in (place for place, mark in enumerate(marks) if mark not in self._clean):
            start = max(last + 1, place - 2)
            kept += [*([_BREAK] if start > last + 1 else []), *lines[start : place + 1]]
            last = place
        found = self.traces("\n".join(kept))
        if not found:
            self._clean.update(marks)
        return found

    def traces(self, text: str) -> set[tuple[Person, str]]:
        """Give who stands in a text, and as what."""
        words = words_of(text)
        found = {(person, "name") for person in self._named(words)}
        found |= {(person, "own words") for run in (_runs(words) if self.quotations else ()) for person in self.quotations.get(run, ())}
        found |= {(person, "e-mail") for person in self._addressed(text)}
        found |= {(person, "telephone or number") for person in self._numbered(text)}
        if self.ids:
            tokens = {plain_word(token) for token in re.findall(r"[\w-]{7,}", text)}
            found |= {(person, "id") for token in tokens & set(self.ids) for person in self.ids[token]}
        return found

    def _named(self, words: Sequence[str]) -> Iterator[Person]:
        recent: list[tuple[int, dict[str, int]]] = []
        place = 0
        for word in (part for whole in words for part in _parts(whole)):
            yield from self._as_one(word)
            if word in SHORT or len(word) == 1:
                continue
            place += 1
            near = self._meant(word)
            if not near:
                continue
            recent = [(there, others) for there, others in recent if place - there <= APART]
            for _, others in recent:
                for one, typos in near.items():
                    for other, more in others.items():
                        if typos + more <= 1:
                            yield from self.pairs.get(frozenset((one, other)), ())
            recent.append((place, near))

    def _as_one(self, word: str) -> tuple[Person, ...]:
        """Give the people whose name is written as one word inside of this one."""
        if len(word) < LEAST_JOINED:
            return ()
        found = self._whole.get(word)
        if found is None:
            parts = ((word[start : start + length], wholes) for length, wholes in self.joined.items() for start in range(len(word) - length + 1))
            found = self._whole[word] = tuple(person for part, wholes in parts for person in wholes.get(part, ()))
        return found

    def _meant(self, word: str) -> dict[str, int]:
        """Give the words of names that a word may be, each with 0 or 1 for a typo."""
        if len(word) > self._longest:
            return {}
        known = self._near.get(word)
        if known is None:
            forms = _without_one(word) if len(word) >= LEAST_WITH_A_TYPO - 1 else {word}
            candidates = {name for form in forms for name in self.spelt.get(form, ())}
            known = {name: int(name != word) for name in candidates if name == word or (len(name) >= LEAST_WITH_A_TYPO and one_typo(name, word))}
            self._near[word] = known
        return known

    @cached_property
    def halves(self) -> dict[str, dict[str, list[Person]]]:
        """People by the host of their address, and by what stands before the @ in it."""
        found: dict[str, dict[str, list[Person]]] = defaultdict(lambda: defaultdict(list))
        for address, people in self.addresses.items():
            local, _, host = address.partition("@")
            if len(local) >= LEAST_LOCAL:
                found[host][local] += people
        return found

    @cached_property
    def _hosts(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self.halves))) or r"(?!)", re.IGNORECASE)

    def _addressed(self, text: str) -> Iterator[Person]:
        for match in self._hosts.finditer(text) if self.halves else ():
            locals = self.halves.get(match[0].lower(), {})
            for token in re.findall(r"[\w.+-]+", text[max(0, match.start() - NEAR) : match.end() + NEAR]):
                yield from locals.get(canonical_address(f"{token}@").partition("@")[0], ())
        for address in _found_addresses(text) if self.addresses else ():
            for place in range(max(1, address.find("@"))):  # also behind what is glued before it
                yield from self.addresses.get(address[place:], ())
        for token in set(_LOCAL.findall(text)) if self.locals else ():
            yield from self.locals.get(canonical_address(f"{token}@").partition("@")[0], ())

    def _numbered(self, text: str) -> Iterator[Person]:
        for run in digit_runs(text) if self.numbers else ():
            for length, numbers in self.numbers.items():
                for start in range(len(run) - length + 1):
                    if (part := run[start : start + length]) in numbers and (length == 10 or (start <= 3 and len(run) <= length + 3)):
                        yield from numbers[part]


def _by(people: Iterable[Person], keys: Callable[[Person], Iterable]) -> dict[Any, list[Person]]:
    found: dict[Any, list[Person]] = defaultdict(list)
    for person in people:
        for key in keys(person):
            found[key].append(person)
    return dict(found)


def _by_length(people: Iterable[Person], keys: Callable[[Person], Iterable[str]]) -> dict[int, dict[str, list[Person]]]:
    found: dict[int, dict[str, list[Person]]] = defaultdict(dict)
    for key, owners in _by(people, keys).items():
        found[len(key)][key] = owners
    return dict(found)


def _runs(words: Sequence[str]) -> Iterator[str]:
    for start in range(len(words) - QUOTED + 1):
        yield " ".join(words[start : start + QUOTED])


@lru_cache(maxsize=400_000)
def _parts(word: str) -> tuple[str, ...]:
    """Give a word, or its parts where digits stand between letters."""
    parts = (word,) if word.isalpha() else tuple(re.findall(r"[^\W\d_]{2,}", word))
    return parts if len(parts) > 1 else (word,)


def _without_one(word: str) -> set[str]:
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def one_typo(one: str, other: str) -> bool:
    """
    Tell whether two words differ by one letter more, less or other, or by two neighbours that changed places.

    >>> [one_typo("zoraida", other) for other in ("zorida", "zoraidaa", "zoreida", "zoriada", "zoraida", "zordia")]
    [True, True, True, True, False, False]
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((place for place, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


_AT = re.compile(r"\s{0,3}(?:[\[({<]\s{0,3}(?:at|arroba|@|a)\s{0,3}[\])}>]|[\s_~-](?:at|arroba)[\s_~-]|@)\s{0,3}", re.IGNORECASE)
_DOT = re.compile(r"\s{0,3}(?:[\[({<]\s{0,3}(?:dot|punto|\.)\s{0,3}[\])}>]|[\s_~-](?:dot|punto)[\s_~-]|\s\.\s)\s{0,3}", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+%-]{1,120}@[\w.-]+")
_LOCAL = re.compile(r"(?=[\w.+-]{8})(?=[\w.+-]{0,120}[^\W\d_])[\w.+-]{0,120}\d[\w.+-]*")


def _found_addresses(text: str) -> set[str]:
    forms = {text, _DOT.sub(".", _AT.sub("@", text))} if "@" in text or _AT.search(text) else ()
    return {canonical_address(one) for form in forms for one in set(_ADDRESS.findall(form))}
