"""Who agreed to what: the one place that says whose data may be used for which purpose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from mentorkit.errors import InvalidInputError
from mentorkit.model.forms import PURPOSES
from mentorkit.model.words import folded

if TYPE_CHECKING:
    from pandas import DataFrame, Series

    from mentorkit.model.cohort import Cohort
    from mentorkit.model.survey import Answers

MATCHING, EVALUATION, REPORT, CONTACT = "matching", "evaluation", "report", "contact"
NAMED_BY = {EVALUATION: (EVALUATION, "report", "research")}
"""Purposes that others name too: whoever lets answers be counted in a report lets them be evaluated."""
NO = ("no", "n", "false", "0", "falso")
PERSON_COLUMNS = ("mentee_id", "mentor_id", "person_id")
SIDES = ("mentees", "mentors")


def withheld(cohort: Cohort, purpose: str) -> dict[str, str]:
    """
    Give whose data may not be used for a purpose, and the rule that says so.

    Rules: `consent-refused`; `no-consent`, where others of the side gave theirs; `guardian-said-no` and
    `no-guardian-consent`, for somebody who is surely under age at the start; `not-for-<purpose>`, where the column
    `purposes` is filled and the person did not name it. A purpose that neither the programme's form (`forms.purposes`)
    nor anybody's answer names is covered by the consent itself. A side of which nobody's consent is on record counts
    as not asked.

    Raises:
        InvalidInputError: There is no such purpose.
    """
    if purpose not in PURPOSES:
        raise InvalidInputError(f"the purposes are {', '.join(PURPOSES)}")
    found: dict[str, str] = {}
    for side in SIDES:
        for id, rule in (*_unnamed(cohort, side, purpose), *_minors(cohort, side), *_without_consent(getattr(cohort, side))):
            found[str(id)] = rule  # the last one is the weightiest
    return dict(sorted(found.items()))


def agreeing(cohort: Cohort, purpose: str) -> Cohort:
    """Give the cohort without everybody whose data may not be used for a purpose: people, records and answers are gone."""
    out = withheld(cohort, purpose)
    if not out:
        return cohort
    mentees, mentors = (people[~people.index.isin(list(out))] for people in (cohort.mentees, cohort.mentors))
    tables = {name: without(frame, out) for name, frame in cohort.tables.items()}
    surveys = {name: _unanswered(answers, out) for name, answers in cohort.surveys.items()}
    return replace(cohort, mentees=mentees, mentors=mentors, tables=tables, surveys=surveys)


def without(frame: DataFrame, out: dict[str, str]) -> DataFrame:
    """Give a table without the rows about some people."""
    named = [column for column in PERSON_COLUMNS if column in frame]
    gone = frame[named].isin(list(out)).any(axis=1)
    return frame[~gone].reset_index(drop=True) if gone.any() else frame


def consent_recorded(cohort: Cohort, *sides: str) -> bool:
    """Tell whether consent is on record at all, on both sides, or those named, that have people."""
    return all(_recorded(people) or not len(people) for people in (getattr(cohort, side) for side in sides or SIDES))


def agreed(consent: object) -> bool:
    """
    Tell whether a consent's cell says yes: a date, a version, or any word but no.

    >>> agreed("v1"), agreed("16/01/2026"), agreed("No"), agreed(None)
    (True, True, False, False)
    """
    return (isinstance(consent, str) and folded(consent) not in ("", *NO)) or hasattr(consent, "strftime")


def asked_for(cohort: Cohort, side: str, purpose: str) -> bool:
    """Tell whether a side was asked for a purpose apart from taking part."""
    people = getattr(cohort, side)
    if "purposes" not in people or people["purposes"].isna().all():
        return False
    return purpose in cohort.program.forms.purposes or bool(_names(people["purposes"], purpose).any())


def possible_ages(birth_year: float, starts: dt.date) -> tuple[int, int]:
    """
    Give the ages, youngest and oldest, that somebody born in a year may have on a day.

    >>> possible_ages(2008, dt.date(2026, 2, 2))
    (17, 18)
    """
    oldest = starts.year - int(birth_year)
    return (oldest if (starts.month, starts.day) == (12, 31) else oldest - 1), oldest


def _unnamed(cohort: Cohort, side: str, purpose: str) -> Iterator[tuple[str, str]]:
    if asked_for(cohort, side, purpose):
        people = getattr(cohort, side)
        yield from ((id, f"not-for-{purpose}") for id in people.index[~_names(people["purposes"], purpose)])


def _names(cells: Series, purpose: str) -> Series:
    wanted = set(NAMED_BY.get(purpose, (purpose,)))
    return cells.map(lambda cell: isinstance(cell, (tuple, list)) and not wanted.isdisjoint(map(folded, cell))).astype(bool)


def _minors(cohort: Cohort, side: str) -> Iterator[tuple[str, str]]:
    people = getattr(cohort, side)
    if side != "mentees" or cohort.starts is None or "birth_year" not in people:
        return
    young = people[cohort.starts.year - people["birth_year"].astype(float) < cohort.program.eligibility.guardian_below]
    answers = young["guardian_consent"] if "guardian_consent" in young else [None] * len(young)
    yield from ((id, "guardian-said-no" if said is False else "no-guardian-consent") for id, said in zip(young.index, answers, strict=True) if said is not True)


def _without_consent(people: DataFrame) -> Iterator[tuple[str, str]]:
    if _recorded(people):
        for id, consent in people["consent"].items():
            if not agreed(consent):
                yield id, "consent-refused" if isinstance(consent, str) and consent.strip() else "no-consent"


def _recorded(people: DataFrame) -> bool:
    return "consent" in people and bool(people["consent"].notna().any())


def _unanswered(answers: Answers, out: dict[str, str]) -> Answers:
    return replace(answers, frame=answers.frame[~answers.frame["person"].isin(list(out))].reset_index(drop=True))
