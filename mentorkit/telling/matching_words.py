"""The desk's matching, found once, and the words to speak of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorkit import matching as core
from mentorkit.errors import ProblemsError
from mentorkit.matching.decisions import kept_pairs
from mentorkit.model.roster import roster, standing_decisions
from mentorkit.model.words import localized
from mentorkit.telling.labels import label

if TYPE_CHECKING:
    from mentorkit.matching.hours import Clock
    from mentorkit.matching.matching import Matching
    from mentorkit.model.criteria import Criterion
    from mentorkit.telling.desk import Desk


def say(desk: Desk, key: str, /, **named) -> str:
    """Give a text of the matching's catalogue, plain."""
    return label("matching", desk, key, **named)


def percent(desk: Desk, share: float) -> str:
    """Give a share as a whole percentage."""
    return say(desk, "percent", share=share)


def found_matching(desk: Desk) -> Matching:
    """
    Give the desk's matching, found once.

    Raises:
        ProblemsError: Decisions contradict each other, a rule or a capacity; in the reader's language.
    """
    if "matching" not in desk.__dict__:
        people, decisions = roster(desk.cohort), standing_decisions(desk.cohort)
        try:
            desk.__dict__["matching"] = core.match(people, desk.program, decisions)
        except ProblemsError:
            kept_pairs(core.scores(people, desk.program, decisions), decisions, desk.language)
            raise
    return desk.__dict__["matching"]


def clock_of(desk: Desk) -> Clock:
    """Give the cohort's time."""
    settings = desk.cohort.settings
    return core.Clock(settings.timezone, settings.starts) if settings.starts else core.Clock(settings.timezone)


def name_of(desk: Desk, criterion: Criterion) -> str:
    """Give a criterion's label in the desk's language."""
    return localized(criterion.label, desk.language) or criterion.id
