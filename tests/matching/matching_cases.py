"""Small cohorts for the tests of the matching, and an independent reading of the contract's formula."""

from __future__ import annotations

import itertools
import unicodedata

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from mentorkit.matching.parts import PairTable
from mentorkit.matching.rules import Rule
from mentorkit.matching.scoring import Scores
from mentorkit.model.program import Program
from mentorkit.model.roster import Roster

POINT = 100_000


def people(rows: dict[str, dict]) -> pd.DataFrame:
    """Give a frame of people: id to cells; a cell not given is missing."""
    columns = list(dict.fromkeys(column for row in rows.values() for column in row))
    data = {column: pd.Series([row.get(column) for row in rows.values()], dtype=object) for column in columns}
    frame = pd.DataFrame(data)
    frame.index = pd.Index(list(rows), name="id", dtype=object)
    return frame


def roster(mentees: dict[str, dict], mentors: dict[str, dict]) -> Roster:
    """Give a roster of people."""
    return Roster(people(mentees), people(mentors))


def program(*criteria: dict, **more) -> Program:
    """Give a programme with criteria; the id is the mentee's column unless given."""
    named = [{"id": one["mentee"], **one} for one in criteria]
    return Program(program="Prueba", criteria=named, **more)


def both(column: str, kind: str, **more) -> dict:
    """Give a criterion that compares a column with itself."""
    return {"kind": kind, "mentee": column, "mentor": column, **more}


def decisions(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Give decisions (mentee, mentor, decision), the first in row 2 of its file."""
    frame = pd.DataFrame(rows, columns=["mentee_id", "mentor_id", "decision"])
    return frame.assign(source=[f"decisions.csv:{row}" for row in range(2, len(rows) + 2)])


def given_scores(units, capacity, minimum=None, possible=None) -> Scores:
    """Give scores that are exactly the whole numbers of a table of mentees by mentors."""
    units = np.asarray(units, np.float32)
    n, m = units.shape
    frames = (
        pd.DataFrame(index=[f"e{i:05d}" for i in range(n)]),
        pd.DataFrame(index=[f"k{j:05d}" for j in range(m)]),
    )
    minimum = np.zeros(m, np.int64) if minimum is None else np.asarray(minimum, np.int64)
    rules = ()
    if possible is not None:
        rules = (Rule("never", "never", PairTable(csr_array(~np.asarray(possible, bool)))),)
    only = program({"kind": "same", "mentee": "x", "mentor": "x"})
    left = np.eye(n, dtype=np.float32)
    return Scores(
        *frames,
        only,
        left,
        np.ascontiguousarray(units.T),
        {"x": slice(0, n)},
        (),
        rules,
        np.asarray(capacity, np.int64),
        minimum,
    )


def feasible_assignments(possible, capacity):
    """Give every assignment that breaks no rule and no capacity, as tuples of mentor places, −1 for none."""
    n, m = np.shape(possible)
    for choice in itertools.product(range(-1, m), repeat=n):
        load = [choice.count(j) for j in range(m)]
        allowed = all(j < 0 or possible[i][j] for i, j in enumerate(choice))
        if allowed and all(load[j] <= capacity[j] for j in range(m)):
            yield choice


def best_by_trying_all(units, capacity, minimum, possible, fair=False):
    """Give the lexicographic best (filled minima, matched, floor, total) over all assignments."""
    best = None
    for choice in feasible_assignments(possible, capacity):
        own = [units[i][j] for i, j in enumerate(choice) if j >= 0]
        filled = sum(min(choice.count(j), minimum[j]) for j in range(len(capacity)))
        floor = (min(own) if own else 0) if fair else 0
        best = max(best or (0, 0, 0, 0), (filled, len(own), floor, sum(own)))
    return best


def plain_share(criterion, mentee, mentor, synonyms, orders):
    """Give a criterion's score from 0 to 1 by the contract's words; None where an answer is missing."""

    def word(value):
        text = unicodedata.normalize("NFKC", str(value)).casefold().strip()
        return next((key for key, others in synonyms.items() if text in others), text)

    def named(cell):
        return set(cell) if isinstance(cell, frozenset) else {word(value) for value in cell}

    kind = criterion.kind
    if (
        mentee is None
        or mentor is None
        or mentee == ()
        or mentor == ()
        or mentee != mentee
        or mentor != mentor
    ):
        return None
    if kind == "overlap":
        return len(named(mentee) & named(mentor)) / len(named(mentee))
    if kind == "same":
        return float(word(mentee) == word(mentor))
    if kind == "near":
        return max(0.0, 1 - abs(mentee - mentor) / criterion.scale)
    if kind == "ahead":
        steps = orders[criterion.mentee]
        return min(1.0, max(0.0, (steps.index(mentor) - steps.index(mentee)) / criterion.by))
    return criterion.scores.get(word(mentee), {}).get(word(mentor), 0.0)


FULL = program(
    both("interests", "overlap", weight=3),
    both("field", "same", weight=2.5, missing=0.25),
    both("languages", "overlap", required=True),
    both("availability", "overlap", required=True, weight=1),
    both("offset", "near", scale=3, weight=1, at_least=0.1),
    both("stage", "ahead", by=2, weight=1),
    both(
        "style",
        "matrix",
        weight=0.7,
        missing=0,
        scores={"direct": {"direct": 1, "gentle": 0.3}, "gentle": {"gentle": 1}},
    ),
    rules=[
        {"avoid": "same", "mentee": "organisation", "mentor": "organisation"},
        {"avoid": "same", "mentee": "manager", "mentor": "id"},
    ],
    orders={"stage": ["school", "college", "job", "lead"]},
    synonyms={"artificial intelligence": ["ai", "ia"]},
)


def random_roster(rng: np.random.Generator, n: int, m: int) -> Roster:
    """Give people with every kind of answer, many of them missing."""
    return roster(
        {
            f"e{i:03d}": _answers(rng)
            | {
                "manager": _one(rng, [f"k{j:03d}" for j in range(m)] + [None] * 6),
                "not_with": _some(rng, [f"K{j:03d}" for j in range(m)], 0, 1),
            }
            for i in range(n)
        },
        {
            f"k{j:03d}": _answers(rng)
            | {
                "capacity": int(rng.integers(0, 3)),
                "min_capacity": int(rng.integers(0, 2)),
                "not_with": _some(rng, [f"e{i:03d}" for i in range(n)], 0, 1),
            }
            for j in range(m)
        },
    )


def _answers(rng) -> dict:
    tags = ["AI", "ia ", "Retail", "Salud", "Música"]
    return {
        "interests": _some(rng, tags, 0, 4),
        "field": _one(rng, ["Tech", " tech", "Arts", None]),
        "languages": _some(rng, ["es", "en", "fr"], 1, 2),
        "availability": frozenset(
            int(q) for h in _some(rng, range(8), 1, 4) for q in range(4 * h, 4 * h + 4)
        ),
        "offset": _one(rng, [-5.0, -3.0, 0.0, float("nan")]),
        "stage": _one(rng, ["school", "college", "job", "lead", None]),
        "style": _one(rng, ["direct", "Gentle", None]),
        "organisation": _one(rng, ["Acme", "Beta", "Gamma", None]),
    }


def _one(rng, options):
    return options[int(rng.integers(len(options)))]


def _some(rng, options, low, high):
    return tuple(options[int(at)] for at in rng.permutation(len(options))[: int(rng.integers(low, high + 1))])
