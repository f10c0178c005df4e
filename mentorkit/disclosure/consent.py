"""Who agreed that their data may be used: everybody else is left out before anything is shared."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from mentorkit.evaluation.metrics import Standing
from mentorkit.model.cohort import Cohort
from mentorkit.model.survey import Answers
from mentorkit.model.words import folded

NO = ("no", "n", "false", "0", "falso")
REPORT = "report"
"""The purpose under which somebody is counted in what is shared."""
PERSON_COLUMNS = ("mentee_id", "mentor_id", "person_id")


def not_consented(cohort: Cohort) -> frozenset[str]:
    """
    Give the ids of everybody whose consent is missing, refused, or given for other purposes than reports.

    A side of which nobody's consent is on record counts as not asked here: nobody of it is left out, and
    `consent_recorded` says so.
    """
    ids: set[str] = set()
    for people in (cohort.mentees, cohort.mentors):
        if _recorded(people):
            ids |= {str(id) for id, consent in people["consent"].items() if not _agreed(consent)}
        ids |= {str(id) for id in people.index[~_may_report(people)]}
    return frozenset(ids)


def consent_recorded(cohort: Cohort) -> bool:
    """Tell whether consent is on record at all, on both sides that have people."""
    return all(_recorded(people) or not len(people) for people in (cohort.mentees, cohort.mentors))


def consented(now: Standing) -> Standing:
    """
    Give the cohort without everybody who did not consent: their rows, records, matches and answers are gone.

    An answer that its own survey's `shared_if` does not release is left out too, also where answers have no
    person.
    """
    out = not_consented(now.cohort)
    cohort = now.cohort
    tables = {name: _without(frame, out) for name, frame in cohort.tables.items()}
    surveys = {name: _released(answers, out) for name, answers in cohort.surveys.items()}
    mentees, mentors = (people[~people.index.isin(out)] for people in (cohort.mentees, cohort.mentors))
    cohort = replace(cohort, mentees=mentees, mentors=mentors, tables=tables, surveys=surveys)
    return Standing(cohort, now.as_of, _without(now.matches, out))


def _recorded(people: pd.DataFrame) -> bool:
    return "consent" in people and bool(people["consent"].notna().any())


def _may_report(people: pd.DataFrame) -> pd.Series:
    """Tell who agreed to be counted in reports; everybody where nobody was asked for purposes."""
    if "purposes" not in people or people["purposes"].isna().all():
        return pd.Series(True, index=people.index)
    return people["purposes"].map(lambda named: isinstance(named, (tuple, list)) and REPORT in named)


def _agreed(consent: object) -> bool:
    return (isinstance(consent, str) and folded(consent) not in ("", *NO)) or hasattr(consent, "strftime")


def _without(frame: pd.DataFrame, out: frozenset[str]) -> pd.DataFrame:
    gone = pd.Series(False, index=frame.index)
    for column in PERSON_COLUMNS:
        if column in frame:
            gone |= frame[column].isin(out)
    return frame[~gone].reset_index(drop=True) if gone.any() else frame


def _released(answers: Answers, out: frozenset[str]) -> Answers:
    frame = answers.frame[~answers.frame["person"].isin(out)]
    for item, option in answers.survey.shared_if.items():
        frame = frame[[option in (value if isinstance(value, tuple) else (value,)) for value in frame[item]]]
    return Answers(answers.survey, frame.reset_index(drop=True))
