"""The desk's matching, found once, and the words to speak of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorkit import matching as core
from mentorkit.model.roster import roster
from mentorkit.model.words import localized
from mentorkit.telling.labels import label

if TYPE_CHECKING:
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
    """Give the desk's matching, found once."""
    if "matching" not in desk.__dict__:
        desk.__dict__["matching"] = core.match(
            roster(desk.cohort), desk.program, desk.cohort.tables["decisions"]
        )
    return desk.__dict__["matching"]


def name_of(desk: Desk, criterion: Criterion) -> str:
    """Give a criterion's label in the desk's language."""
    return localized(criterion.label, desk.language) or criterion.id
