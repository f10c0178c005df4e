"""The field that a mentee aims at, and who works in it."""

from __future__ import annotations

import numpy as np

from mentorkit.matching.scoring import Scores
from mentorkit.matching.vocabulary import cells, words_of
from mentorkit.model.criteria import Criterion
from mentorkit.model.program import Program


def aimed_criterion(program: Program) -> Criterion | None:
    """
    Give the criterion that says what field somebody aims at.

    That is the one called `field`, else the first that reads the mentors' column `field`, else the heaviest
    that compares values and makes no pair impossible.
    """
    compared = [one for one in program.criteria if one.kind in ("same", "overlap")]
    named = [one for one in compared if one.id == "field"] + [one for one in compared if one.mentor == "field"]
    free = [one for one in compared if not one.required and one.mentee != "availability"]
    return named[0] if named else max(free, key=lambda one: one.relative_weight, default=None)


def in_field(scores: Scores) -> np.ndarray:
    """
    Tell for every mentee and mentor whether the mentor works in a field that the mentee aims at.

    Shape (mentees, mentors); true everywhere where the programme compares no field. Wordings are compared
    through the programme's synonyms; whoever named no field is met by nobody.
    """
    criterion = aimed_criterion(scores.program)
    if criterion is None:
        return np.ones(scores.shape, bool)
    words = words_of(scores.program)
    mine = [set(words.terms(cell)) for cell in cells(scores.mentees, criterion.mentee)]
    theirs = [set(words.terms(cell)) for cell in cells(scores.mentors, criterion.mentor)]
    place = {term: at for at, term in enumerate(sorted(set().union(*mine) & set().union(*theirs)))}
    left, right = (np.zeros((len(side), len(place)), np.float32) for side in (mine, theirs))
    for table, side in ((left, mine), (right, theirs)):
        for row, terms in enumerate(side):
            table[row, [place[term] for term in terms if term in place]] = 1
    return left @ right.T > 0
