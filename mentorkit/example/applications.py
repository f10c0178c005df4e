"""What two readers gave each application of the synthetic cohort, and a third where the two were far apart."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from mentorkit.example.people import STATUS_WORDS

REVIEW_COLUMNS = ("person_id", "reviewer")
_READERS = ("lectora 1", "lector 2", "lectora 3")
_FAR = 2


def readings(chance: random.Random, people: Sequence[dict[str, str]], aspects: Sequence[str]) -> Iterator[list[str]]:
    """
    Give the readings: id, reader, and 1 to 4 points for each aspect.

    An application is better or worse in itself, and readers see it with an error of their own. Who was declined did worse.
    """
    for person in people:
        worth = chance.gauss(1.7 if person["status"] == STATUS_WORDS["declined"] else 2.9, 0.7)
        first, second, third = ([_points(chance, worth) for _ in aspects] for _ in _READERS)
        far = any(abs(one - other) >= _FAR for one, other in zip(first, second, strict=True))
        for reader, marks in zip(_READERS, (first, second, third)[: 3 if far else 2], strict=False):
            yield [person["id"], reader, *map(str, marks)]


def _points(chance: random.Random, worth: float) -> int:
    return max(1, min(4, round(worth + chance.gauss(0, 0.35))))
