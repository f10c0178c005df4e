"""
What was released of a cohort before, and whether a new release may follow it.

Two releases that differ by one person show that person to whoever subtracts them. So a later release differs
from every earlier one by nobody, and then nothing may be proven from both together, or by k people or more.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import pandas as pd

from mentorkit.disclosure.attack import proven
from mentorkit.disclosure.published import unknowns_behind
from mentorkit.evaluation.goals import last_levels
from mentorkit.evaluation.matches import records
from mentorkit.evaluation.metrics import Standing

Kind = Literal["first", "same", "new", "too-close", "together"]
MATCH_FACTS = (
    "mentee_id", "mentor_id", "reason", "first_held", "periods", "periods_met", "periods_logged", "lasted", "completed", "early",
)


@dataclass(frozen=True)
class Release:
    """
    One release: its day, its threshold, a keyed hash of each person's data by that of the person, its tables.

    `digest` is a hash of the files as they were written.
    """

    as_of: str
    threshold: int
    people: Mapping[str, str]
    tables: Mapping[str, Any]
    digest: str = ""


@dataclass(frozen=True)
class Verdict:
    """
    Whether a release may follow the earlier ones.

    `first`: there is none before it; `same`: its figures are those of the last; `new`: it may follow;
    `too-close`: it differs from the release of `against` by `differ` people, fewer than k; `together`: it shows the
    same people as the release of `against`, and both together prove a small number.
    """

    kind: Kind
    differ: int = 0
    against: str = ""

    @property
    def may_leave(self) -> bool:
        """Whether the new figures take the place of the old ones."""
        return self.kind in ("first", "new")


def judged(earlier: Sequence[Release], release: Release) -> Verdict:
    """
    Give whether a release may follow earlier ones; each of them counts, not the last alone.

    Args:
        earlier: What was released, oldest first.
        release: What is to be released.
    """
    if not earlier:
        return Verdict("first")
    if _figures(release) == _figures(earlier[-1]):
        return Verdict("same", against=earlier[-1].as_of)
    for one in reversed(earlier):
        differ = differing(one.people, release.people)
        if 0 < differ < max(one.threshold, release.threshold):
            return Verdict("too-close", differ, one.as_of)
        if not differ and proven(unknowns_behind([one.tables, release.tables])):
            return Verdict("together", 0, one.as_of)
    return Verdict("new")


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> int:
    """
    Give how many people came, went, or have other data.

    >>> differing({"a": "1", "b": "1"}, {"b": "2", "c": "1"})
    3
    """
    return sum(before.get(person) != after.get(person) for person in {**before, **after})


def _figures(release: Release) -> str:
    """Give the tables without their dates."""
    tables = json.loads(json.dumps(release.tables))
    for key in ("as_of", "version", "data"):
        tables["summary"].pop(key, None)
    for metric in tables["metrics"]:
        metric.pop("as_of", None)
    return json.dumps(tables, sort_keys=True)


def release_of(now: Standing, tables: Mapping[str, Any], key: bytes) -> Release:
    """
    Give a release of a cohort as it stands.

    Args:
        now: The cohort, of those who consented.
        tables: What `public_aggregates` gives.
        key: The programme's secret key, so that the ledger holds no id.
    """
    tables = json.loads(json.dumps(tables))
    return Release(now.as_of.isoformat(), tables["summary"]["threshold"], people_digests(now, key), tables)


def people_digests(now: Standing, key: bytes) -> dict[str, str]:
    """
    Give a keyed hash of everything about each person that published figures are made from, by that of the person.

    Names, addresses and free text are not in it: correcting them changes no figure. The answers of a survey
    without persons count as a person each.
    """
    facts: dict[str, list[Any]] = {}
    for side, people in (("mentees", now.cohort.mentees), ("mentors", now.cohort.mentors)):
        columns = [c for c in now.cohort.program.evaluation.groups if c in people] if side == "mentees" else []
        for id, row in zip(people.index, people[columns].itertuples(index=False, name=None)):
            facts.setdefault(str(id), []).append((side, *map(str, row)))
    for name, frame, column in _tables(now):
        for id, *row in frame[[column, *(c for c in frame.columns if c not in (column, "source"))]].itertuples(index=False, name=None):
            facts.setdefault(str(id), []).append((name, *map(str, row)))
    for name, answers in sorted(now.cohort.surveys.items()):
        closed = [item.id for item in answers.survey.items if item.kind != "text"]
        persons = answers.frame["person"]
        for i, row in enumerate(answers.frame[closed].itertuples(index=False, name=None)):
            person = persons.iloc[i] if pd.notna(persons.iloc[i]) else f"{name}:{row}:{i}"
            facts.setdefault(str(person), []).append((name, *map(str, row)))
    return {_keyed(key, id): _keyed(key, json.dumps(sorted(map(list, rows)))) for id, rows in sorted(facts.items())}


def _tables(now: Standing):
    """Yield the tables that figures come from: name, frame, and the column of the person they are about."""
    matches = now.matches[list(MATCH_FACTS)]
    yield "matches", matches, "mentee_id"
    yield "matches", matches, "mentor_id"
    yield "attendance", records(now.cohort, "attendance"), "person_id"
    yield "goals", last_levels(records(now.cohort, "goals", now.as_of)).drop(columns="goal"), "person_id"
    yield "outcomes", records(now.cohort, "outcomes", now.as_of), "person_id"
    introductions = records(now.cohort, "introductions", now.as_of)[["mentee_id", "outcome"]]
    yield "introductions", introductions.assign(outcome=introductions["outcome"].notna()), "mentee_id"


def _keyed(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:24]


def ledger_json(releases: Sequence[Release]) -> list[dict[str, Any]]:
    """Give releases as they are kept in a file."""
    return [asdict(release) for release in releases]


def ledger_of(kept: Sequence[Mapping[str, Any]], standing_digest: str | None) -> list[Release]:
    """
    Give the releases of a ledger that did leave.

    A release that a failed run wrote down and never put in place is dropped: the last one that counts is the one
    whose tables stand in public. Where nothing known stands there, all count.

    Args:
        kept: What `ledger_json` gave.
        standing_digest: The digest of the files in the public folder, or None.
    """
    releases = [Release(**row) for row in kept]
    places = [i for i, release in enumerate(releases) if release.digest == standing_digest]
    return releases[: places[-1] + 1] if places else releases
