"""The tags that a column is known to hold, and the nearest known one for a tag beside them."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from mentorkit.model.cohort import Cohort
from mentorkit.model.questions import TAGGED_COLUMNS
from mentorkit.model.taxonomy import stem
from mentorkit.model.words import folded
from mentorkit.participants.related import related_names
from mentorkit.participants.tags import SIDES, bare, cell_values, tags_of

OFTEN = 3
NEAR = 0.82
SHORTEST_WORD, LONGEST = 5, 200
SEARCH, LOOK = 4_000_000, 6
"""Most known tags looked at for a column; one that is compared letter by letter counts six for each pair of letters."""
_BINS = 61
FILLERS = {"y", "e", "o", "u", "de", "del", "la", "el", "los", "las", "and", "or", "of", "the", "en", "in", "para", "for"}


@dataclass(frozen=True)
class KnownTags:
    """
    The tags of a column.

    `exact` holds the stem of every wording that matching takes as a known tag; `shown` the bare form of each with
    the wording to recommend; `closed` tells that a tag beside them has no meaning to its criterion. `near` gives terms
    near in meaning to one, `alone` the stems of tags that one person alone wrote, where there is a vocabulary. `stems` are
    those of the tags that somebody wrote.
    """

    exact: frozenset[str]
    shown: dict[str, str] = field(default_factory=dict)
    closed: bool = False
    near: dict[str, tuple[str, ...]] = field(default_factory=dict)
    alone: frozenset[str] = frozenset()
    stems: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def search(self) -> Search:
        """What finds the nearest of them."""
        return Search(self.shown)

    @cached_property
    def listed(self) -> str:
        """All of them, as a remedy names them."""
        return ", ".join(dict.fromkeys(self.shown.values()))


@dataclass(frozen=True)
class WrittenTags:
    """The tags that somebody wrote in columns that are compared: how often each, its bare form, and its stem."""

    counts: Mapping[str, int]
    forms: Mapping[str, str]
    stems: Mapping[str, str]


def known_tags(cohort: Cohort, side: str, column: str, seen: MutableMapping[object, WrittenTags] | None = None) -> KnownTags:
    """
    Give the known tags of a column: steps, matrix values, the vocabulary's terms of its group, the programme's terms in
    use, and what occurs often.

    Often is at least three times on both sides together; of several spellings that differ by case and
    accents alone, the one written most is known. `seen` keeps what was written in columns that are compared, for the next of them.
    """
    fixed = _fixed_tags(cohort, side, column)
    own = _written_tags(cohort, side, column, {} if seen is None else seen)
    counts, forms, terms, written = own.counts, own.forms, cohort.program.synonyms, Counter[str]()
    for value, count in counts.items():
        written[forms[value]] += count
    offered = [] if fixed else _offered(cohort, column)
    spellings = {bare(term): term for term in terms if term in offered or _in_use(term, terms[term], written)} | {bare(tag): tag for tag in fixed}
    aliases = {folded(other) for term, others in terms.items() for other in others}
    often = () if fixed else (value for value in counts if written[forms[value]] >= OFTEN and folded(value) not in aliases)
    for value in sorted(often, key=lambda value: (-counts[value], value)):
        spellings.setdefault(forms[value], value)
    for term, others in terms.items():
        if not fixed and bare(term) in spellings:
            spellings |= {bare(other): spellings[bare(term)] for other in others if bare(other) not in spellings}
    exact = frozenset({stem(tag) for tag in (*spellings.values(), *aliases)})
    alone = {own.stems[value] for value, count in counts.items() if count == 1} if offered else set()
    return KnownTags(exact, spellings, bool(fixed), related_names(cohort.program) if offered else {}, frozenset(alone), own.stems)


def _offered(cohort: Cohort, column: str) -> list[str]:
    """Give the terms of the vocabulary that a form offers for a column, under the names they have among the synonyms."""
    program, names = cohort.program, tags_of(cohort.program)
    labels = [term.label(program.languages[0]) for term in program.vocabulary or () if term.of == TAGGED_COLUMNS.get(column)]
    return list(names.names(labels).values())


def _fixed_tags(cohort: Cohort, side: str, column: str) -> list[str]:
    program, own = cohort.program, side[:-1]
    for criterion in program.criteria:
        if getattr(criterion, own) != column:
            continue
        if criterion.kind == "matrix":
            rows = criterion.scores
            return list(rows) if own == "mentee" else sorted({tag for row in rows.values() for tag in row})
        if criterion.kind == "ahead":
            steps = criterion.order or program.orders.get(criterion.mentee) or program.orders.get(criterion.mentor)
            return list(steps or [])
    return []


def _written_tags(cohort: Cohort, side: str, column: str, seen: MutableMapping[object, WrittenTags]) -> WrittenTags:
    """Give the tags of a column and of the columns that criteria compare it with."""
    own = side[:-1]
    places = {(side, column)}
    for criterion in cohort.program.criteria:
        if getattr(criterion, own) == column:
            places |= {(other, getattr(criterion, other[:-1])) for other in SIDES}
    if (known := seen.get(frozenset(places))) is not None:
        return known
    counts: Counter[str] = Counter()
    for table, name in sorted(places):
        people = getattr(cohort, table)
        if name in people:
            for value, count in Counter(value for cell in people[name] for value in cell_values(cell)).items():
                counts[" ".join(value.split())] += count
    found = seen[frozenset(places)] = WrittenTags(counts, {value: _form(value, bare) for value in counts}, {value: _form(value, stem) for value in counts})
    return found


def _form(value: str, of: Callable[[str], str]) -> str:
    """Give a tag's bare form or stem; what is longer than any tag counts as it stands."""
    return of(value) if len(value) <= LONGEST else value.lower()


def _in_use(term: str, others: list[str], written: Counter[str]) -> bool:
    return not written.keys().isdisjoint({bare(term), *map(bare, others)})


def tag_advice(value: str, known: KnownTags) -> tuple[str, dict[str, str]] | None:
    """
    Give the kind of fault with the nearest known tag and those near it in meaning, or nothing where a tag is known or merely rare.

    >>> known = KnownTags(frozenset({stem("Contabilidad y finanzas")}), {"contabilidad y finanzas": "Contabilidad y finanzas"})
    >>> tag_advice("contabilidad", known), tag_advice("CONTABILIDAD Y FINANZA", known)
    (('near-tag', {'nearest': 'Contabilidad y finanzas', 'near': ''}), None)
    """
    form = known.stems.get(value) or _form(value, stem)
    if form in known.exact:
        return None
    nearest = known.search.nearest(bare(value)) if len(value) <= LONGEST else None
    if nearest:
        return "near-tag", {"nearest": nearest, "near": ", ".join(known.near.get(nearest, ()))}
    if form in known.alone:
        return "lonely-tag", {}
    return ("no-such-tag", {"known": known.listed}) if known.closed else None


def _content(text: str) -> set[str]:
    return set(re.findall(r"\w+", text)) - FILLERS


class Search:
    """
    Finds the tag nearest to a word: most alike in its letters, else the shortest that shares all its words with it.

    What difflib would find among all known tags is sought only among those with enough letters in common. Where very
    many words are asked for, the last of them have no nearest.

    >>> Search({"logistica": "Logística", "diseno": "Diseño"}).nearest("lojistica")
    'Logística'
    """

    def __init__(self, shown: dict[str, str]):
        self.shown, self.room = shown, SEARCH
        self.known = sorted(shown, key=lambda known: (len(known), known))
        self.sizes = np.array(list(map(len, self.known)), np.int64)
        self.letters = np.array([_letters(known) for known in self.known]).reshape(-1, _BINS)
        self.contents = [_content(known) for known in self.known]
        self.holding = defaultdict[str, set[int]](set)
        for place, content in enumerate(self.contents):
            for word in content or ("",):
                self.holding[word].add(place)

    def nearest(self, word: str) -> str | None:
        """Give the tag to recommend for a word in its bare form, or None where none is near."""
        if word in self.shown or self.room <= 0:
            return self.shown.get(word)
        sharing = self._sharing_letters(word)
        close = difflib.get_close_matches(word, sharing, n=1, cutoff=NEAR) if sharing else ()
        found = close[0] if close else self._sharing_words(_content(word))
        return None if found is None else self.shown[found]

    def _sharing_letters(self, word: str) -> list[str]:
        shortest, longest = len(word) * NEAR / (2 - NEAR), len(word) * (2 - NEAR) / NEAR
        first, last = bisect_left(self.known, shortest - 1, key=len), bisect_left(self.known, longest + 1, key=len)
        self.room -= last - first
        if first == last:
            return []
        common = np.minimum(self.letters[first:last], _letters(word)).sum(axis=1)
        places = np.flatnonzero(2.0 * common / (self.sizes[first:last] + len(word)) >= NEAR) + first
        self.room -= LOOK * len(word) * int(self.sizes[places].sum())
        return [self.known[place] for place in places]

    def _sharing_words(self, part: set[str]) -> str | None:
        if max(map(len, part), default=0) < SHORTEST_WORD:
            return None
        places = sorted(set().union(*(self.holding[word] for word in self.holding.keys() & {*part, ""})))
        self.room -= len(places)
        return next((self.known[place] for place in places if part < self.contents[place] or self.contents[place] < part), None)


def _letters(word: str) -> np.ndarray:
    """Count the letters of a word, rare ones together."""
    return np.bincount(np.frombuffer(word.encode("utf-32-le", "surrogatepass"), np.uint32) % _BINS, minlength=_BINS).astype(np.uint32)
