"""Applications read by two people: their points, where they differ, and how far they agree beyond chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pandas import DataFrame

from mentorkit.errors import InvalidInputError
from mentorkit.model.cohort import Cohort
from mentorkit.model.readings import LEVELS

FAR = 2
REVIEWED = ["person_id", "readers", "points", "most", "share", "widest", "third_reader"]
AGREEMENT = ["aspect", "n", "exact", "kappa", "weighted_kappa"]


def weighted_kappa(first: Sequence[float], second: Sequence[float], levels: Sequence[float] = LEVELS, weights: str = "linear") -> float:
    """
    Give Cohen's kappa of two readers: agreement beyond what chance gives, 1 where they agree always, 0 where as by chance.

    NaN where there is nobody, or where both gave everybody the same single level.

    >>> weighted_kappa([1, 2, 3, 4], [1, 2, 3, 4]), weighted_kappa([1, 1, 4, 4], [1, 4, 1, 4])
    (1.0, 0.0)

    Args:
        first: The first reader's levels.
        second: The second's, of the same people in the same order.
        levels: The levels there are, lowest first.
        weights: `none` counts every difference alike (Cohen 1960), `linear` by its size, `quadratic` by its square (Cohen 1968).

    Raises:
        InvalidInputError: Different lengths, a level that is not there, or other weights.

    Source: Cohen, J. (1968). Weighted kappa. Psychological Bulletin 70, 213-220.
    """
    if len(first) != len(second) or not {*first, *second} <= set(levels) or weights not in ("none", "linear", "quadratic"):
        raise InvalidInputError("kappa compares two readers of the same people, on the levels given, with weights none, linear or quadratic")
    if not len(first):
        return float("nan")
    place = {level: at for at, level in enumerate(levels)}
    seen = np.zeros((len(levels), len(levels)))
    for one, other in zip(first, second, strict=True):
        seen[place[one], place[other]] += 1
    gap = np.abs(np.subtract.outer(np.arange(len(levels)), np.arange(len(levels)))).astype(float)
    cost = (gap > 0).astype(float) if weights == "none" else gap if weights == "linear" else gap**2
    chance = np.outer(seen.sum(1), seen.sum(0)) / len(first)
    expected = float((cost * chance).sum())
    return 1 - float((cost * seen).sum()) / expected if expected else float("nan")


def reviewed(cohort: Cohort) -> DataFrame:
    """
    Give what readers say of each application: `person_id, readers, points, most, share, widest, third_reader`.

    `points` is the readers' mean sum over the rubric's aspects, `most` the most there can be, `widest` the largest
    difference of two readers on one aspect; where it is 2 or more, a third person reads. A reading with an aspect
    left open is not counted.
    """
    aspects = [aspect.id for aspect in cohort.program.eligibility.rubric]
    rows = []
    for person, group in _whole(cohort, aspects).groupby("person_id", sort=True):
        marks = group[aspects].to_numpy(float)
        widest, points, most = float((marks.max(0) - marks.min(0)).max()), float(marks.sum(1).mean()), len(aspects) * LEVELS[-1]
        rows.append((person, len(marks), points, most, points / most, widest, widest >= FAR and len(marks) == 2))
    return DataFrame(rows, columns=REVIEWED)


def agreement(cohort: Cohort) -> DataFrame:
    """
    Give how far two readers of the same application agree, by aspect: `aspect, n, exact, kappa, weighted_kappa`.

    `n` counts applications that two people read; `exact` is the share with the same points, `weighted_kappa` has linear
    weights. Where more than two read one, the two who read most of all count: a third person is called where two differ,
    so that counting theirs would tell of the difficult ones more often. Of a pair, the name first in the alphabet is first.
    """
    aspects = [aspect.id for aspect in cohort.program.eligibility.rubric]
    whole = _whole(cohort, aspects)
    whole = whole.assign(read=whole.groupby("reviewer")["person_id"].transform("size")).sort_values(["person_id", "read", "reviewer"], ascending=[True, False, True])
    first_two = whole.groupby("person_id", sort=True).head(2).sort_values(["person_id", "reviewer"])
    pairs = [group[aspects].to_dict("records") for _, group in first_two.groupby("person_id", sort=True) if len(group) == 2]
    rows = []
    for aspect in aspects:
        first, second = [one[aspect] for one, _ in pairs], [other[aspect] for _, other in pairs]
        exact = float(np.mean(np.equal(first, second))) if pairs else float("nan")
        rows.append((aspect, len(pairs), exact, weighted_kappa(first, second, weights="none"), weighted_kappa(first, second)))
    return DataFrame(rows, columns=AGREEMENT)


def left_to_read(cohort: Cohort) -> dict[str, tuple[int, int]]:
    """Give by reader how many of the applications in their sheet they have not read yet, and how many stand there; only who has some left."""
    aspects, reviews = [aspect.id for aspect in cohort.program.eligibility.rubric], cohort.tables["reviews"]
    if not aspects or reviews.empty or not set(aspects) <= set(reviews.columns):
        return {}
    still = reviews[aspects].isna().all(axis=1).groupby(reviews["reviewer"], sort=True)
    return {str(reader): (int(left), int(rows)) for reader, left, rows in zip(still.sum().index, still.sum(), still.size(), strict=True) if left}


def _whole(cohort: Cohort, aspects: list[str]) -> DataFrame:
    """Give the readings in which every aspect has points from 1 to 4."""
    reviews = cohort.tables["reviews"]
    if not aspects or reviews.empty or not set(aspects) <= set(reviews.columns):
        return DataFrame(columns=["person_id", "reviewer", *aspects])
    return reviews[reviews[aspects].isin(LEVELS).all(axis=1)]
