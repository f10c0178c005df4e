"""
Say whether naming fewer hours than one has pays, under each way of counting hours in common.

    python benchmarks/matching_hours.py [COHORTS]

Invented cohorts of 24 mentees and 12 mentors; without a number, 12 of them. Everybody names the hours they
have; then each person in turn names one of the own hours alone, each once, and the matching is solved
again. A person's value is the points of the own pairs but for those of the hours, 0 without a pair.
`by chance`: the change on average over the hours, ± its standard error over cohorts. `could gain`: the share
of people for whom at least one hour would have been better, had they known everybody's answers and tried all.
`direct`: the share of answers that raise the points of a pair by more than rounding, whoever gets it.
"""

from __future__ import annotations

import sys

import numpy as np
from matching_instances import program, roster

from mentorkit.matching.audits import pair_value, with_hours
from mentorkit.matching.matching import match
from mentorkit.matching.scoring import scores
from mentorkit.model.program import Program
from mentorkit.model.roster import Roster

MENTEES, COHORTS, COLUMN, HOUR = 24, 12, "times", 4
WAYS = {
    "share": {"required": True, "weight": 10},
    "condition": {"required": True, "weight": 0},
    "enough": {"required": True, "weight": 10, "enough": 2},
}


def ways() -> dict[str, Program]:
    """Give the programme under each way of counting hours."""
    plain = program()
    others = [one for one in plain.criteria if one.id != COLUMN]
    named = {"id": COLUMN, "kind": "overlap", "mentee": COLUMN, "mentor": COLUMN}
    return {
        way: Program(program="Benchmark", criteria=[*others, named | how], rules=plain.rules) for way, how in WAYS.items()
    }


def cohort(seed: int) -> Roster:
    """Give people who name three to eight of fourteen weekly hours, with scarce places."""
    people = roster(MENTEES, MENTEES // 2, places="scarce", seed=seed)
    sides = [
        side.assign(**{COLUMN: [frozenset(slot for tag in cell for slot in _hour(tag)) for cell in side[COLUMN]]})
        for side in (people.mentees, people.mentors)
    ]
    return Roster(*sides)


def _hour(tag: str) -> range:
    first = HOUR * int(tag.split()[-1])
    return range(first, first + HOUR)


def changes(people: Roster, under: Program) -> list[tuple[str, list[float], int]]:
    """Give for each person: side, the change of the own value by naming each hour alone, hours that raise a pair's points."""
    before, table = match(people, under), _points(people, under)
    found = []
    for side, frame in (("mentee", people.mentees), ("mentor", people.mentors)):
        for id, slots in zip(frame.index, frame[COLUMN], strict=True):
            now, moved, raised = pair_value(before, side, id, COLUMN), [], 0
            for first in sorted({slot // HOUR * HOUR for slot in slots}):
                less = with_hours(people, side, id, COLUMN, frozenset(range(first, first + HOUR)))
                moved.append(pair_value(match(less, under), side, id, COLUMN) - now)
                raised += bool((_points(less, under) > table + HOUR).any())
            found.append((side, moved, raised))
    return found


def _points(people: Roster, under: Program) -> np.ndarray:
    everything = scores(people, under)
    every = tuple(np.arange(size) for size in everything.shape)
    return np.where(everything.possible_block(*every), everything.block(*every), -1)


def measured(cohorts: int = COHORTS) -> list[dict[str, object]]:
    """Give the figures by way and side."""
    people, rows = [cohort(seed) for seed in range(cohorts)], []
    for way, under in ways().items():
        found = [changes(one, under) for one in people]
        for side in ("mentee", "mentor"):
            here = [[one for one in answers if one[0] == side] for answers in found]
            means = np.array([np.mean([change for _, moved, _ in one for change in moved]) for one in here])
            everybody = [one for answers in here for one in answers]
            rows.append({
                "way": way,
                "side": side,
                "people": len(everybody),
                "mean": float(means.mean()),
                "error": float(means.std(ddof=1) / len(means) ** 0.5),
                "could": float(np.mean([max(moved) > 1e-9 for _, moved, _ in everybody])),
                "direct": sum(raised for *_, raised in everybody) / sum(len(moved) for _, moved, _ in everybody),
            })
    return rows


if __name__ == "__main__":
    print("hours in common count | side | people | by chance, points | could gain | direct")
    for row in measured(int(sys.argv[1]) if sys.argv[1:] else COHORTS):
        print("{way} | {side} | {people} | {mean:+.2f} ± {error:.2f} | {could:.1%} | {direct:.1%}".format(**row))
