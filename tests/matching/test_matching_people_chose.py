"""Whether the text score means anything: the mentors whom people chose, in real cohorts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matching_cases import both, program

from mentorkit.matching.scoring import scores
from mentorkit.model.roster import Roster

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "open-seeds" / "matching"
pytestmark = pytest.mark.skipif(not REAL.exists(), reason="the real cohorts are not beside the repository")


def cohorts():
    """Give (mentees, mentors, chosen pairs) of each real cohort; `text` holds what each wrote."""
    mentees, mentors, pairs = (
        pd.read_csv(REAL / f"{name}.csv", dtype=str).fillna("") for name in ("mentees", "mentors", "pairs")
    )
    mentees["text"] = mentees["expertise"] + "; " + mentees["keywords"]
    mentors["text"] = mentors["expertise"]
    for cohort, chosen in pairs.groupby("cohort"):
        sides = [
            side[side["cohort"] == cohort].drop_duplicates(id).set_index(id).sort_index()
            for side, id in ((mentees, "mentee_id"), (mentors, "mentor_id"))
        ]
        here = chosen[chosen["mentee_id"].isin(sides[0].index) & chosen["mentor_id"].isin(sides[1].index)]
        if len(sides[1]) > 1:
            yield *sides, here


def standing(similarity) -> np.ndarray:
    """Give where each chosen mentor stands among those who wrote something: 1 above all, 0.5 by chance."""
    found = []
    for mentees, mentors, chosen in cohorts():
        table = similarity(mentees, mentors)
        for mentee, mentor in zip(chosen["mentee_id"], chosen["mentor_id"], strict=True):
            row, col = mentees.index.get_loc(mentee), mentors.index.get_loc(mentor)
            if mentees["expertise"].iloc[row] and mentors["text"].iloc[col]:
                others = (mentors["text"] != "").to_numpy() & (np.arange(len(mentors)) != col)
                line = table[row]
                found.append((line[others] < line[col]).mean() + (line[others] == line[col]).mean() / 2)
    return np.array(found)


def by_mentorkit(mentees, mentors):
    """Our text criterion."""
    found = scores(Roster(mentees, mentors), program(both("text", "text")))
    return found.block(np.arange(len(mentees)), np.arange(len(mentors)))


def by_words(mentees, mentors):
    """The usual baseline: TF-IDF of whole words."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    fitted = TfidfVectorizer().fit([*mentees["text"], *mentors["text"]])
    return (fitted.transform(mentees["text"]) @ fitted.transform(mentors["text"]).T).toarray()


def by_characters(mentees, mentors):
    """The best simple baseline that is known here: TF-IDF of pieces of characters."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    fitted = TfidfVectorizer(analyzer="char", ngram_range=(3, 5), sublinear_tf=True).fit([*mentees["text"], *mentors["text"]])
    return (fitted.transform(mentees["text"]) @ fitted.transform(mentors["text"]).T).toarray()


def test_text_is_not_below_the_word_baseline():
    """On the same pairs, our text score ranks the chosen mentor no lower than word TF-IDF, and above chance."""
    ours, words = standing(by_mentorkit), standing(by_words)

    assert len(ours) == len(words) > 100
    assert ours.mean() >= words.mean()
    assert ours.mean() - 2 * ours.std() / len(ours) ** 0.5 > 0.5


def test_text_is_level_with_the_best_simple_baseline():
    """Pair by pair, no further below TF-IDF of 3 to 5 characters than a standard error of the difference."""
    apart = standing(by_mentorkit) - standing(by_characters)

    assert apart.mean() >= -apart.std(ddof=1) / len(apart) ** 0.5
