"""
Say where the mentor whom people chose stands in our ranking: what a criterion is worth, with its error.

    python benchmarks/matching_meaning.py [FOLDER]

FOLDER holds `mentees.csv`, `mentors.csv` and `pairs.csv` of real cohorts; default
`../shared/data/open-seeds/matching`. 1 is the first of all mentors, 0.5 chance; ± is the standard error
over pairs. Counted are pairs in which both sides wrote something, among mentors who did. Nothing here is
fitted to these cohorts. Data: Open Life Science (OLS), MIT.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from pandas import DataFrame

from mentorkit.matching.scoring import scores
from mentorkit.model.program import Program
from mentorkit.model.roster import Roster

DATA = Path("../shared/data/open-seeds/matching")
TEXT = {"id": "text", "kind": "text", "mentee": "text", "mentor": "text"}
TAGS = {"id": "tags", "kind": "overlap", "mentee": "tags", "mentor": "tags"}
HOURS = {"id": "hours", "kind": "near", "mentee": "offset", "mentor": "offset", "scale": 12}
Ranking = Callable[[DataFrame, DataFrame], np.ndarray]


def cohorts(data: Path) -> Iterator[tuple[str, DataFrame, DataFrame, DataFrame]]:
    """Give name, mentees, mentors and pairs that people made of each cohort with more than one mentor."""
    mentees, mentors, pairs = (
        pd.read_csv(data / f"{name}.csv", dtype=str).fillna("") for name in ("mentees", "mentors", "pairs")
    )
    mentees["text"], mentors["text"] = mentees["expertise"] + "; " + mentees["keywords"], mentors["expertise"]
    for side in (mentees, mentors):
        side["tags"] = side["text"]
        side["offset"] = pd.to_numeric(side["utc_offset_hours"], errors="coerce")
    for name, chosen in pairs.groupby("cohort"):
        left, right = (
            side[side["cohort"] == name].drop_duplicates(id).set_index(id).sort_index()
            for side, id in ((mentees, "mentee_id"), (mentors, "mentor_id"))
        )
        known = chosen["mentee_id"].isin(left.index) & chosen["mentor_id"].isin(right.index)
        if len(right) > 1:
            yield str(name), left, right, chosen[known]


def by_criteria(*criteria: dict) -> Ranking:
    """Give mentorkit's ranking by some criteria of equal weight."""
    program = Program(program="Open Seeds", criteria=list(criteria))

    def ranking(mentees: DataFrame, mentors: DataFrame) -> np.ndarray:
        found = scores(Roster(mentees, mentors), program)
        return found.block(np.arange(len(mentees)), np.arange(len(mentors)))

    return ranking


def by_tfidf(**settings) -> Ranking:
    """Give a simple baseline: scikit-learn's TF-IDF."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    def ranking(mentees: DataFrame, mentors: DataFrame) -> np.ndarray:
        fitted = TfidfVectorizer(**settings).fit([*mentees["text"], *mentors["text"]])
        return (fitted.transform(mentees["text"]) @ fitted.transform(mentors["text"]).T).toarray()

    return ranking


def standings(data: Path, ranking: Ranking) -> np.ndarray:
    """Give where each chosen mentor stands among the others who wrote something; equal scores count half."""
    found = []
    for _, mentees, mentors, chosen in cohorts(data):
        table, wrote = ranking(mentees, mentors), (mentors["text"] != "").to_numpy()
        for mentee, mentor in zip(chosen["mentee_id"], chosen["mentor_id"], strict=True):
            row, col = mentees.index.get_loc(mentee), mentors.index.get_loc(mentor)
            if mentees["expertise"].iloc[row] and wrote[col]:
                others = wrote & (np.arange(len(mentors)) != col)
                line = table[row]
                found.append((line[others] < line[col]).mean() + (line[others] == line[col]).mean() / 2)
    return np.array(found)


RANKINGS: dict[str, Ranking] = {
    "text": by_criteria(TEXT),
    "overlap (tags)": by_criteria(TAGS),
    "near (hours)": by_criteria(HOURS),
    "text and hours": by_criteria(TEXT, HOURS),
    "text, tags and hours": by_criteria(TEXT, TAGS, HOURS),
    "baseline: TF-IDF of words": by_tfidf(),
    "baseline: TF-IDF of 3 to 5 characters": by_tfidf(analyzer="char", ngram_range=(3, 5), sublinear_tf=True),
    "baseline: the same inside words": by_tfidf(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True),
}


def main(data: Path) -> None:
    """Print a line for each ranking, and how far text is from the best simple baseline, pair by pair."""
    if not data.is_dir():
        print(f"{data} is not there: skipped")
        return
    found = {name: standings(data, ranking) for name, ranking in RANKINGS.items()}
    print(f"{len(found['text'])} pairs that people made · ranking | standing ± standard error")
    for name, one in found.items():
        print(f"{name} | {one.mean():.3f} ± {_error(one):.3f}")
    best = max((name for name in found if name.startswith("baseline")), key=lambda name: found[name].mean())
    apart = found["text"] - found[best]
    print(f"text − {best.removeprefix('baseline: ')} | {apart.mean():+.3f} ± {_error(apart):.3f}")


def _error(values: np.ndarray) -> float:
    return float(values.std(ddof=1) / len(values) ** 0.5)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else DATA)
