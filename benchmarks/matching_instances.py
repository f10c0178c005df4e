"""
Invented cohorts of any size for the matching's benchmarks, in three regimes of supply and demand.

    python benchmarks/matching_instances.py

prints what a cohort of each regime looks like. All people, answers and places follow from the seed.

- `alike`: mentors offer what mentees ask for, as often;
- `mismatched`: what most mentees ask for is what fewest mentors offer;
- `same`: everybody wants the same mentors, because experience counts for much.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from pandas import DataFrame, Index

from mentorkit.model.program import Program
from mentorkit.model.roster import Roster

Regime = Literal["alike", "mismatched", "same"]
REGIMES = get_args(Regime)
ANSWERS = {  # column: number of possible values, fewest and most named, how uneven (Zipf)
    "interests": (30, 3, 7, 0.7),
    "fields": (12, 1, 3, 0.6),
    "goals": (10, 1, 3, 0.4),
    "times": (14, 3, 8, 0.2),
    "city": (20, 1, 1, 0.9),
    "style": (4, 1, 1, 0.0),
    "languages": (8, 1, 3, 1.3),
}
WEIGHTS = {"interests": 35, "fields": 25, "goals": 15, "times": 10, "city": 8, "style": 7}
PLACES = {"plenty": (0.25, 0.30, 0.45), "scarce": (0.55, 0.30, 0.15)}
WORDS = 1500


def program(regime: Regime = "alike", text: bool = False) -> Program:
    """Give the programme that all benchmarks use: seven criteria, two of them with hard rules."""
    criteria = [
        {"id": name, "kind": "overlap" if ANSWERS[name][2] > 1 else "same", "weight": weight}
        for name, weight in WEIGHTS.items()
    ]
    criteria.append({"id": "languages", "kind": "overlap", "required": True})
    if regime == "same":
        criteria.append({"id": "experience", "kind": "ahead", "by": 20, "weight": 25})
    if text:
        criteria.append({"id": "story", "kind": "text", "weight": 15})
    named = [{"mentee": one["id"], "mentor": one["id"], **one} for one in criteria]
    rule = {"avoid": "same", "mentee": "organisation", "mentor": "organisation"}
    return Program(program="Benchmark", criteria=named, rules=[rule])


def roster(
    mentees: int,
    mentors: int,
    regime: Regime = "alike",
    *,
    places: Literal["plenty", "scarce"] = "plenty",
    text: bool = False,
    seed: int = 0,
) -> Roster:
    """
    Give the people of a cohort.

    Args:
        mentees, mentors: How many.
        regime: How demand and supply go together.
        places: Whether mentors have 2.2 places each (all mentees fit), or 1.6.
        text: Whether everybody also writes twelve to thirty words.
        seed: Of the draws.
    """
    rng = np.random.default_rng(seed)
    mismatched = regime == "mismatched"
    left, right = _people(rng, mentees, "e"), _people(rng, mentors, "k", mismatched)
    left["experience"], right["experience"] = 0, rng.integers(0, 21, mentors)
    right["capacity"] = rng.choice([1, 2, 3], size=mentors, p=PLACES[places])
    for side in (left, right):
        side["organisation"] = [f"org {at}" for at in rng.integers(0, max(5, mentees // 50), len(side))]
        if text:
            side["story"] = _stories(rng, len(side))
    return Roster(left, right)


def _people(rng: np.random.Generator, n: int, letter: str, reverse: bool = False) -> DataFrame:
    ids = Index([f"{letter}{at:06d}" for at in range(n)], name="id", dtype=object)
    return DataFrame(
        {name: _answers(rng, n, name, reverse and name != "languages") for name in ANSWERS}, index=ids
    )


def _answers(rng: np.random.Generator, n: int, name: str, reverse: bool) -> list:
    values, low, high, uneven = ANSWERS[name]
    popular = 1.0 / np.arange(1, values + 1) ** (1.2 if reverse else uneven)
    drawn = np.argsort(-(np.log(popular / popular.sum()) + rng.gumbel(size=(n, values))), axis=1)[:, :high]
    if reverse:
        drawn = values - 1 - drawn
    named = [f"{name} {at}" for at in range(values)]
    if high == 1:
        return [named[one[0]] for one in drawn]
    counts = rng.integers(low, high + 1, n)
    return [tuple(named[at] for at in one[:count]) for one, count in zip(drawn, counts, strict=True)]


def _stories(rng: np.random.Generator, n: int) -> list[str]:
    """Sentences of invented words, as uneven as those of a language."""
    onsets, vowels = [*"bcdfglmnprstv", "tr", "pl", "ch"], [*"aeiou"]
    syllables = [onset + vowel for onset in onsets for vowel in vowels]
    made = ["".join(rng.choice(syllables, rng.integers(1, 5))) for _ in range(WORDS)]
    popular = 1.0 / np.arange(1, WORDS + 1)
    ends = np.cumsum(rng.integers(12, 31, n))
    drawn = rng.choice(WORDS, size=int(ends[-1]) if n else 0, p=popular / popular.sum())
    return [" ".join(made[at] for at in part) for part in np.split(drawn, ends[:-1])] if n else []


if __name__ == "__main__":
    for name in REGIMES:
        people = roster(3, 2, name, text=True)
        print(f"{name}\n{people.mentees.T.to_string()}\n{people.mentors.T.to_string()}\n")
