"""The matching's result tables, with the columns that others rely on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from pandas import DataFrame

from mentorkit.matching.change import change_in_words, reason_in_words, unmatched
from mentorkit.matching.hours import Clock
from mentorkit.matching.matching import Matching
from mentorkit.matching.ranking import best_others, ranks
from mentorkit.matching.reasons import reasons
from mentorkit.matching.scoring import POINT, Scores

CELLS = 400_000


def pairs_table(matching: Matching) -> DataFrame:
    """
    Give `pairs.csv`: a row for each pair, by mentee's id.

    `points_…` add up to `score`; ranks count among the possible mentors of the mentee, and the
    possible mentees of the mentor (1 is the best, equal scores share a rank).
    """
    rows = matching.matched
    cols = matching.mentor[rows]
    mentee_rank, mentor_rank = ranks(matching.scores, rows, cols)
    return DataFrame(
        {
            "mentee_id": matching.scores.mentees.index[rows],
            "mentor_id": matching.scores.mentors.index[cols],
            "score": matching.scores.pairs(rows, cols) / POINT,
            "mentee_rank": mentee_rank,
            "mentor_rank": mentor_rank,
            "decided": matching.decided[rows],
            **_points(matching.scores, rows, cols),
        }
    )


def unmatched_table(matching: Matching, language: str = "en", clock: Clock | None = None) -> DataFrame:
    """
    Give `unmatched.csv`: each mentee without a mentor, the reason, and the smallest change.

    Args:
        matching: The matching.
        language: `es` or `en`.
        clock: The cohort's time, in which hours are named; UTC unless given.
    """
    found = unmatched(matching)
    return DataFrame(
        {
            "mentee_id": pd.Series([one.mentee for one in found], dtype=object),
            "reason": pd.Series([reason_in_words(one, language) for one in found], dtype=object),
            "change_that_would_match": pd.Series(
                [change_in_words(matching, one, language, clock) for one in found], dtype=object
            ),
        }
    )


def alternatives_table(matching: Matching, language: str = "en", most: int | None = None) -> DataFrame:
    """
    Give `alternatives.csv`: each mentee's best possible mentors beside the own one, and why not they.

    Args:
        matching: The matching.
        language: Of the reasons.
        most: Alternatives for each mentee; the programme's number unless given.
    """
    scores = matching.scores
    k = scores.program.matching.alternatives if most is None else most
    found = best_others(scores, matching.mentor, k)
    rank, _ = ranks(scores, found.row, found.col)
    return DataFrame(
        {
            "mentee_id": scores.mentees.index[found.row],
            "mentor_id": scores.mentors.index[found.col],
            "score": found.score / POINT,
            "rank": rank,
            "why_not": pd.Series(
                [one.text for one in reasons(matching, found.row, found.col, language)], dtype=object
            ),
        }
    )


def all_scores(scores: Scores) -> Iterator[DataFrame]:
    """
    Give every pair's score and points, block by block, by mentee's and mentor's id.

    A pair that a rule forbids has `possible` False and its score all the same.
    """
    n, m = scores.shape
    height = max(1, CELLS // max(m, 1))
    for top in range(0, max(n, 1), height):
        mentees = np.arange(top, min(n, top + height))
        rows, cols = np.repeat(mentees, m), np.tile(np.arange(m), len(mentees))
        yield DataFrame(
            {
                "mentee_id": scores.mentees.index[rows],
                "mentor_id": scores.mentors.index[cols],
                "possible": scores.possible_pairs(rows, cols),
                "score": scores.pairs(rows, cols) / POINT,
                **_points(scores, rows, cols),
            }
        )


def _points(scores: Scores, rows: np.ndarray, cols: np.ndarray) -> dict[str, np.ndarray]:
    return {f"points_{name}": units / POINT for name, units in scores.points(rows, cols).items()}
