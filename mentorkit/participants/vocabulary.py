"""The tags that a column is known to hold, and the nearest known one for a tag beside them."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass, field

from mentorkit.model.cohort import Cohort
from mentorkit.model.questions import TAGGED_COLUMNS
from mentorkit.model.taxonomy import stem
from mentorkit.model.words import folded
from mentorkit.participants.related import related_names
from mentorkit.participants.tags import SIDES, bare, cell_values, tags_of

OFTEN = 3
NEAR = 0.82
SHORTEST_WORD = 5
FILLERS = {"y", "e", "o", "u", "de", "del", "la", "el", "los", "las", "and", "or", "of", "the", "en", "in", "para", "for"}


@dataclass(frozen=True)
class KnownTags:
    """
    The tags of a column.

    `exact` holds the stem of every wording that matching takes as a known tag; `shown` the bare form of each with
    the wording to recommend; `closed` tells that a tag beside them has no meaning to its criterion. `near` gives terms
    near in meaning to one, `alone` the stems of tags that one person alone wrote, where there is a vocabulary.
    """

    exact: frozenset[str]
    shown: dict[str, str] = field(default_factory=dict)
    closed: bool = False
    near: dict[str, tuple[str, ...]] = field(default_factory=dict)
    alone: frozenset[str] = frozenset()


def known_tags(cohort: Cohort, side: str, column: str) -> KnownTags:
    """
    Give the known tags of a column: steps, matrix values, the vocabulary's terms of its group, the programme's terms in
    use, and what occurs often.

    Often is at least three times on both sides together; of several spellings that differ by case and
    accents alone, the one written most is known.
    """
    fixed = _fixed_tags(cohort, side, column)
    counts = _occurrences(cohort, side, column)
    terms = cohort.program.synonyms
    written: Counter[str] = Counter()
    for value, count in counts.items():
        written[bare(value)] += count
    offered = [] if fixed else _offered(cohort, column)
    spellings = {bare(term): term for term in terms if term in offered or _in_use(term, terms[term], written)} | {bare(tag): tag for tag in fixed}
    aliases = {folded(other) for term, others in terms.items() for other in others}
    for value in sorted(counts, key=lambda value: (-counts[value], value)):
        if not fixed and written[bare(value)] >= OFTEN and folded(value) not in aliases:
            spellings.setdefault(bare(value), value)
    for term, others in terms.items():
        if not fixed and bare(term) in spellings:
            spellings |= {bare(other): spellings[bare(term)] for other in others if bare(other) not in spellings}
    exact = frozenset({stem(tag) for tag in (*spellings.values(), *aliases)})
    alone = {stem(value) for value, count in counts.items() if count == 1} if offered else set()
    return KnownTags(exact, spellings, bool(fixed), related_names(cohort.program) if offered else {}, frozenset(alone))


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


def _occurrences(cohort: Cohort, side: str, column: str) -> Counter[str]:
    """Count the tags of a column and of the columns that criteria compare it with."""
    own = side[:-1]
    places = {(side, column)}
    for criterion in cohort.program.criteria:
        if getattr(criterion, own) == column:
            places |= {(other, getattr(criterion, other[:-1])) for other in SIDES}
    counts: Counter[str] = Counter()
    for table, name in sorted(places):
        people = getattr(cohort, table)
        if name in people:
            counts.update(" ".join(value.split()) for cell in people[name] for value in cell_values(cell))
    return counts


def _in_use(term: str, others: list[str], written: Counter[str]) -> bool:
    return not written.keys().isdisjoint({bare(term), *map(bare, others)})


def tag_advice(value: str, known: KnownTags) -> tuple[str, dict[str, str]] | None:
    """
    Give the kind of fault with the nearest known tag and those near it in meaning, or nothing where a tag is known or merely rare.

    >>> known = KnownTags(frozenset({stem("Contabilidad y finanzas")}), {"contabilidad y finanzas": "Contabilidad y finanzas"})
    >>> tag_advice("contabilidad", known), tag_advice("CONTABILIDAD Y FINANZA", known)
    (('near-tag', {'nearest': 'Contabilidad y finanzas', 'near': ''}), None)
    """
    if stem(value) in known.exact:
        return None
    nearest = _nearest(bare(value), known.shown)
    if nearest:
        return "near-tag", {"nearest": nearest, "near": ", ".join(known.near.get(nearest, ()))}
    if stem(value) in known.alone:
        return "lonely-tag", {}
    return ("no-such-tag", {"known": ", ".join(dict.fromkeys(known.shown.values()))}) if known.closed else None


def _nearest(word: str, shown: dict[str, str]) -> str | None:
    if word in shown:
        return shown[word]
    close = difflib.get_close_matches(word, sorted(shown), n=1, cutoff=NEAR)
    if close:
        return shown[close[0]]
    part = _content(word)
    holding = [known for known in sorted(shown) if part and (part < _content(known) or _content(known) < part)]
    return shown[min(holding, key=len)] if holding and max(map(len, part)) >= SHORTEST_WORD else None


def _content(text: str) -> set[str]:
    return set(re.findall(r"\w+", text)) - FILLERS
