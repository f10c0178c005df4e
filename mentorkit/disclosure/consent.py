"""What may be shared: everybody who did not agree to reports is left out before anything leaves."""

from __future__ import annotations

from dataclasses import replace

from mentorkit.evaluation.metrics import Standing
from mentorkit.model.cohort import Cohort
from mentorkit.model.consent import REPORT, agreeing, consent_recorded, withheld, without
from mentorkit.model.survey import Answers

__all__ = ["consent_recorded", "consented", "not_consented"]


def not_consented(cohort: Cohort) -> frozenset[str]:
    """
    Give the ids of everybody whose consent is missing, refused, or given for other purposes than reports.

    A side of which nobody's consent is on record counts as not asked here: nobody of it is left out, and
    `consent_recorded` says so.
    """
    return frozenset(withheld(cohort, REPORT))


def consented(now: Standing) -> Standing:
    """
    Give the cohort without everybody who did not consent: their rows, records, matches and answers are gone.

    An answer that its own survey's `shared_if` does not release is left out too, also where answers have no
    person.
    """
    out, cohort = withheld(now.cohort, REPORT), agreeing(now.cohort, REPORT)
    surveys = {name: _released(answers) for name, answers in cohort.surveys.items()}
    return Standing(replace(cohort, surveys=surveys), now.as_of, without(now.matches, out))


def _released(answers: Answers) -> Answers:
    frame = answers.frame
    for item, option in answers.survey.shared_if.items():
        frame = frame[[option in (value if isinstance(value, tuple) else (value,)) for value in frame[item]]]
    return Answers(answers.survey, frame.reset_index(drop=True))
