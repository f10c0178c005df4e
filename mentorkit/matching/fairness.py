"""How fair a matching is: to the worst off, to both sides, between groups, and in the mentors' load."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas import DataFrame

from mentorkit.matching.matching import Matching, best_matching
from mentorkit.matching.ranking import ranks
from mentorkit.matching.scoring import POINT
from mentorkit.matching.vocabulary import cells, values, words_of

SMALLEST = 5


@dataclass(frozen=True, eq=False)
class FairnessReport:
    """
    A matching's fairness in figures; points on 100, shares from 0 to 1, NaN where nobody is matched.

    `blocking_pairs` counts pairs of people who would both rather have each other, `restless` the
    mentees among them. `first_choice` is the share of matched mentees whose mentor scores best for
    them, `median_rank` the rank in the middle.
    """

    mentees: int
    matched: int
    matchable: int
    total: float
    upper_bound: float
    mean: float
    worst: float
    lowest_tenth: float
    gini: float
    blocking_pairs: int
    restless: int
    first_choice: float
    median_rank: float


def fairness_report(matching: Matching) -> FairnessReport:
    """Give the figures of a matching."""
    rows = matching.matched
    own = matching.own[rows] / POINT
    rank, _ = ranks(matching.scores, rows, matching.mentor[rows])
    pairs, restless = blocking_pairs(matching)
    proof = matching.proof
    empty = not len(rows)
    return FairnessReport(
        mentees=len(matching.mentor),
        matched=proof.matched,
        matchable=proof.matchable,
        total=proof.total_score,
        upper_bound=proof.upper_bound,
        mean=np.nan if empty else float(own.mean()),
        worst=np.nan if empty else float(own.min()),
        lowest_tenth=np.nan if empty else float(np.percentile(own, 10)),
        gini=gini(own),
        blocking_pairs=pairs,
        restless=restless,
        first_choice=np.nan if empty else float((rank == 1).mean()),
        median_rank=np.nan if empty else float(np.median(rank)),
    )


def gini(scores: np.ndarray) -> float:
    """
    Give the Gini coefficient: 0 where all are alike, towards 1 where few have everything.

    >>> gini(np.array([1.0, 1.0, 1.0])), gini(np.array([0.0, 0.0, 3.0]))
    (0.0, 0.6666666666666666)
    """
    n, total = len(scores), float(np.sum(scores))
    if not n or not total:
        return 0.0 if n else np.nan
    return float((2 * np.arange(1, n + 1) - n - 1) @ np.sort(scores)) / (n * total)


def blocking_pairs(matching: Matching) -> tuple[int, int]:
    """
    Give how many possible pairs would both rather have each other, and how many mentees are in one.

    A mentor would rather have somebody who scores more than one of the own mentees, or anybody while
    a place is free.
    """
    scores, own = matching.scores, matching.own
    bar = np.full(scores.shape[1], np.iinfo(np.int64).max)
    np.minimum.at(bar, matching.mentor[matching.matched], own[matching.matched])
    bar = np.where(matching.load < scores.capacity, -1, bar)
    found, restless = 0, np.zeros(scores.shape[0], bool)
    for rows, cols in scores.blocks():
        block = scores.block(rows, cols)
        row, col = np.nonzero((block > own[rows][:, None]) & (block > bar[cols][None]))
        possible = scores.possible_pairs(rows[row], cols[col])
        found += int(possible.sum())
        restless[rows[row[possible]]] = True
    return found, int(restless.sum())


def group_table(matching: Matching, column: str, smallest: int = SMALLEST) -> DataFrame:
    """
    Give match rate and mean score by a column of the mentees: `group, mentees, matched, rate, mean_score`.

    Groups of fewer than `smallest` people keep their name alone; where one group alone would be
    hidden, the next smallest is hidden too, so that no difference gives it away.
    """
    people = matching.scores.mentees
    own = matching.own
    table = DataFrame(
        {
            "group": ["; ".join(named) for named in _named(matching, people, column)],
            "matched": own >= 0,
            "score": np.where(own >= 0, own / POINT, np.nan),
        }
    )
    found = (
        table.groupby("group", sort=True)
        .agg(
            mentees=("matched", "size"),
            matched=("matched", "sum"),
            rate=("matched", "mean"),
            mean_score=("score", "mean"),
        )
        .reset_index()
    )
    hidden = _hidden(found["mentees"].to_numpy(), smallest)
    numbers = ["mentees", "matched", "rate", "mean_score"]
    found[numbers] = found[numbers].astype(float)
    found.loc[hidden, numbers] = np.nan
    found.loc[found["matched"] < smallest, "mean_score"] = np.nan
    return found


def _hidden(sizes: np.ndarray, smallest: int) -> np.ndarray:
    hidden = sizes < smallest
    if hidden.sum() == 1 and not hidden.all():
        others = np.flatnonzero(~hidden)
        hidden[others[np.argmin(sizes[others])]] = True
    return hidden


def load_table(matching: Matching) -> DataFrame:
    """Give each mentor's load: `mentor_id, capacity, min_capacity, mentees, free, mean_score`."""
    scores, rows = matching.scores, matching.matched
    own = matching.own[rows] / POINT
    load = matching.load
    sums = np.bincount(matching.mentor[rows], own, minlength=scores.shape[1])
    return DataFrame(
        {
            "mentor_id": scores.mentors.index,
            "capacity": scores.capacity,
            "min_capacity": scores.minimum,
            "mentees": load,
            "free": scores.capacity - load,
            "mean_score": np.where(load > 0, sums / np.maximum(load, 1), np.nan),
        }
    )


def shadow_prices(matching: Matching, column: str) -> DataFrame:
    """
    Give where one more place would help most, by a column of the mentors.

    Columns: `group, mentors, places, taken, best_gain, mean_gain, serves_more`. A gain is what one
    more place with such a mentor adds to the total score (dual price, points), as if nobody waited; `serves_more`
    counts the group's mentors with whom one more place would give somebody a mentor who has none. `best_gain` is
    that of the place that serves most people, then adds most points; points may fall where one more is served.
    """
    scores = matching.scores
    named = _named(matching, scores.mentors, column)
    prices, bonus = _prices_for_all(matching)
    people = np.maximum(np.rint(prices / bonus) if bonus else np.zeros(len(prices)), 0)
    gain = np.where(prices > 0, prices - people * bonus, 0) / POINT
    rows = [
        (value, place, scores.capacity[place], matching.load[place], prices[place], gain[place], people[place] > 0)
        for place, group in enumerate(named)
        for value in (group or ("",))
    ]
    table = DataFrame(rows, columns=["group", "mentors", "places", "taken", "price", "gain", "serves_more"])
    groups = table.groupby("group", sort=True)
    found = groups.agg(
        mentors=("mentors", "size"),
        places=("places", "sum"),
        taken=("taken", "sum"),
        mean_gain=("gain", "mean"),
        serves_more=("serves_more", "sum"),
    ).reset_index()
    best = table.loc[groups["price"].idxmax()]
    found.insert(4, "best_gain", best["gain"].to_numpy())
    return found.iloc[np.lexsort((found["group"], -best["price"].to_numpy()))].reset_index(drop=True)


def _prices_for_all(matching: Matching) -> tuple[np.ndarray, int]:
    """The prices in units and the bonus behind them; where somebody waited, those of a matching that asks nobody to wait."""
    if matching.scores.program.matching.waited and (matching.mentor < 0).any():
        fixed = np.flatnonzero(matching.decided)
        kept = np.stack([fixed, matching.mentor[fixed]], axis=1)
        matching = best_matching(matching.scores, kept, matching.scores.program.matching.fairness == "floor")
    return matching.prices, matching.bonus


def _named(matching: Matching, people: DataFrame, column: str) -> list[tuple[str, ...]]:
    """Each person's values of a column; of wordings that are compared as one, the most frequent."""
    words = words_of(matching.scores.program)
    found = [[str(value) for value in values(cell)] for cell in cells(people, column)]
    shown = {words.term(term): term for term in matching.scores.program.synonyms}
    for value, _ in sorted(Counter(value for named in found for value in named).items(), key=_most_frequent):
        shown.setdefault(words.term(value), " ".join(value.split()))
    return [tuple(sorted({shown[words.term(value)] for value in named})) for named in found]


def _most_frequent(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def group_tables(matching: Matching, columns: Sequence[str], smallest: int = SMALLEST) -> DataFrame:
    """Give `group_table` for several columns, one under another, with a first column `column`."""
    found = [group_table(matching, column, smallest).assign(column=column) for column in columns]
    if not found:
        return DataFrame(columns=["column", "group", "mentees", "matched", "rate", "mean_score"])
    table = pd.concat(found, ignore_index=True)
    return table[["column", *(name for name in table.columns if name != "column")]]
