"""What is odd in the two forms though it can be read: addresses, ages, consent, tags, people who stand twice."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from mentorkit.errors import InvalidInputError, Problem
from mentorkit.model.cohort import Cohort, ColumnSource, TableSource
from mentorkit.model.consent import possible_ages
from mentorkit.model.folding import each_folded
from mentorkit.model.forms import PURPOSES
from mentorkit.model.roster import left_pairs, taking_part
from mentorkit.model.words import LANGUAGES, folded
from mentorkit.participants.consents import consent_dates, left_out
from mentorkit.participants.likeness import look_alikes, near_duplicates
from mentorkit.participants.screening import guardian_missing
from mentorkit.participants.tags import SIDES, cell_values, tag_columns
from mentorkit.participants.vocabulary import WrittenTags, known_tags, tag_advice
from mentorkit.participants.wording import RUNNING, caution_words

ADDRESS = re.compile(r"[^@\s,;:<>()\[\]\"]+@[^@\s,;:<>()\[\]\"]+\.[^@\s.,;:<>()\[\]\"]{2,}")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
YOUNGEST, OLDEST = 10, 90
FEWEST_DIGITS = 7
ERRORS = ("minor",)
EARLIEST = dt.timedelta(days=5 * 365)


@dataclass(frozen=True)
class Caution:
    """One odd cell: side, `file:row` it stands in, our column, kind, and what its words need."""

    side: str
    source: str
    column: str
    kind: str
    values: dict[str, Any] = field(default_factory=dict)


def data_warnings(cohort: Cohort, language: str = "en") -> list[Problem]:
    """
    Give what is odd in the applications, in the order of the files; no cell of a person is repeated.

    Warnings: e-mails with look-alike letters or without the form of an address, phones too short,
    people who seem to stand twice, tags beside the known ones with the nearest known, and years of birth
    that cannot be. One kind is an error: an accepted mentee who is under age without a guardian's consent.

    Args:
        cohort: The cohort.
        language: `es` or `en`, of problem and remedy.

    Raises:
        InvalidInputError: Another language.
    """
    if language not in LANGUAGES:
        raise InvalidInputError("the words are there in es and en")
    found = _problems(cohort, data_cautions(cohort), language)
    return sorted(found, key=lambda p: (p.file, p.row or 0, p.column or "", p.problem))


def single_warnings(cohort: Cohort, language: str) -> list[Problem]:
    """Give those of `data_warnings` that each row has by itself; with `double_warnings` they are all, in no order."""
    return _problems(cohort, _singly(cohort), language)


def double_warnings(cohort: Cohort, language: str) -> list[Problem]:
    """Give those of `data_warnings` that are about two rows: people who seem to stand twice."""
    return _problems(cohort, _twice(cohort), language)


def data_cautions(cohort: Cohort) -> list[Caution]:
    """Give what is odd in the applications by kind; `data_warnings` puts it into words."""
    return [*_singly(cohort), *_twice(cohort)]


def _singly(cohort: Cohort) -> Iterator[Caution]:
    yield from (*_contacts(cohort), *_ages(cohort), *_minors(cohort), *_consents(cohort), *_tags(cohort))


def left_out_problems(cohort: Cohort, language: str = "en") -> list[Problem]:
    """Give a warning for each accepted person whom matching leaves out for want of consent, in the order of the files."""
    return sorted(_problems(cohort, _left_out(cohort), language), key=lambda p: (p.file, p.row or 0))


def _left_out(cohort: Cohort) -> Iterator[Caution]:
    met = {id for pair in left_pairs(cohort) for id in pair}
    for side in SIDES:
        sources = getattr(cohort, side)["source"].to_dict()
        for id, rule in left_out(cohort, side).items():
            column = "guardian_consent" if "guardian" in rule else "purposes" if rule.startswith("not-for") else "consent"
            yield Caution(side, sources[id], column, f"{RUNNING}{rule}" if id in met else rule)


def _consents(cohort: Cohort) -> Iterator[Caution]:
    """Give accepted people without consent, purposes that nobody knows, and consents of a day that cannot be."""
    yield from (caution for caution in _left_out(cohort) if caution.column != "guardian_consent")
    for side in SIDES:
        people = getattr(cohort, side)
        if "purposes" in people:
            known = ", ".join(PURPOSES)
            strange = people["purposes"].map(lambda cell: any(folded(name) not in PURPOSES for name in cell_values(cell))).astype(bool)
            yield from (Caution(side, source, "purposes", "no-such-tag", {"known": known}) for source in people["source"][strange])
        if cohort.starts is not None:
            earliest, ends = cohort.starts - EARLIEST, cohort.ends
            for day, source in zip(consent_dates(cohort, side), people["source"], strict=True):
                if day is not None and not earliest <= day <= ends:
                    yield Caution(side, source, "consent", "consent-day")


def _contacts(cohort: Cohort) -> Iterator[Caution]:
    for side in SIDES:
        people = getattr(cohort, side)
        for email, phone, source in zip(people["email"], people["phone"], people["source"], strict=True):
            if email:
                yield from (Caution(side, source, "email", *fault) for fault in _address_faults(email))
            if phone and (len(phone) < FEWEST_DIGITS or not phone.isdigit()) and sum(map(str.isdigit, phone)) < FEWEST_DIGITS:
                yield Caution(side, source, "phone", "short-phone", {"digits": FEWEST_DIGITS})


def _address_faults(email: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if not ADDRESS.fullmatch(email) or ".." in email:
        yield "no-address", {}
    alphabets = set() if email.isascii() else {_alphabet(letter) for letter in _FOREIGN.findall(email) if letter.isalpha()}
    if alphabets == {"Latin"}:
        yield "accented", {}
    elif alphabets:
        yield "look-alike", {"alphabets": ", ".join(sorted(alphabets - {"Latin"}))}


@lru_cache
def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "unknown").split()[0].capitalize()


def _ages(cohort: Cohort) -> Iterator[Caution]:
    if cohort.starts is None:
        return
    years = cohort.mentees["birth_year"].dropna()
    odd = [year for year in years.unique() if not YOUNGEST <= possible_ages(year, cohort.starts)[1] <= OLDEST]
    for source in cohort.mentees.loc[cohort.mentees["birth_year"].isin(odd), "source"]:
        yield Caution("mentees", source, "birth_year", "birth-year")


def _minors(cohort: Cohort) -> Iterator[Caution]:
    if cohort.starts is None:
        return
    limit, people = cohort.program.eligibility.guardian_below, taking_part(cohort.mentees)
    young = cohort.starts.year - people["birth_year"].astype(float) <= limit
    for person in people[young].itertuples(index=False):
        missing = guardian_missing(cohort, person)
        if missing:
            kind = "minor" if missing == "surely" else "may-be-minor"
            yield Caution("mentees", person.source, "guardian_consent", kind, {"limit": limit})


def _tags(cohort: Cohort) -> Iterator[Caution]:
    written: dict[object, WrittenTags] = {}
    for side in SIDES:
        people = getattr(cohort, side)
        for column in tag_columns(cohort.program, side):
            if column not in people:
                continue
            known, cells = known_tags(cohort, side, column, written), list(map(cell_values, people[column]))
            advice = {value: fault for value in sorted({value for values in cells for value in values}) if (fault := tag_advice(value, known))}
            for values, source in zip(cells, people["source"], strict=True):
                yield from (Caution(side, source, column, *advice[value]) for value in values if value in advice)


def _twice(cohort: Cohort) -> Iterator[Caution]:
    for side in SIDES:
        people = getattr(cohort, side)
        for source, other, column, kind in near_duplicates(people):
            yield Caution(side, source, column, kind, {"row": place(other)[1]})
        for source, other in look_alikes(people):
            yield Caution(side, source, "email", "like-address", {"row": place(other)[1]})
    known = {email: source for email, source in zip(each_folded([email or "" for email in cohort.mentees["email"]]), cohort.mentees["source"], strict=True) if email}
    for email, source in zip(cohort.mentors["email"], cohort.mentors["source"], strict=True):
        if email and folded(email) in known:
            file, row = place(known[folded(email)])
            yield Caution("mentors", source, "email", "both-sides", {"file": file, "row": row})


def _problems(cohort: Cohort, cautions: Iterable[Caution], language: str) -> list[Problem]:
    """Put cautions into words, each once; what is said of very many cells is worded once for all."""
    known: dict[tuple, tuple[str, str, str]] = {}
    found: dict[Problem, None] = {}
    for caution in cautions:
        same = caution.side, caution.column, caution.kind, *caution.values.values()
        if (said := known.get(same)) is None:
            said = known[same] = heading(cohort, caution.side, caution.column), *caution_words(caution.kind, language, **caution.values)
        found[Problem(*place(caution.source), *said, caution.kind not in ERRORS)] = None
    return list(found)


def place(source: str) -> tuple[str, int | None]:
    """Give file and row of a frame's `source`."""
    file, _, row = str(source).rpartition(":")
    return (file, int(row)) if row.isdigit() else (str(source), None)


def heading(cohort: Cohort, side: str, column: str) -> str:
    """Give a column's heading as it stands in the file."""
    table = getattr(cohort.settings, side)
    theirs = table.columns.get(column, column) if isinstance(table, TableSource) else column
    return theirs.from_ if isinstance(theirs, ColumnSource) else theirs
