"""A real cohort, read as it was published: cohort 4 of Open Seeds, matched and evaluated."""

from __future__ import annotations

import csv
import datetime as dt
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "open-seeds"
sys.path.insert(0, str(ROOT / "benchmarks"))

import real_cohort  # noqa: E402

pytestmark = pytest.mark.skipif(
    not (DATA / "matching" / "pairs.csv").is_file(),
    reason="the Open Seeds files are not in ../shared/data/open-seeds",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The cohort's folder, matched by the command, with every pair's score in scores.csv."""
    from mentorkit.cli import main

    place = real_cohort.write_cohort(DATA, tmp_path_factory.mktemp("real") / "open-seeds")
    assert main(["match", str(place), "--scores", str(place / "scores.csv")]) == 0
    return place


@pytest.fixture(scope="module")
def cohort(folder):
    """The cohort, read and typed."""
    from mentorkit.io.cohort import read_cohort

    return read_cohort(folder)


@pytest.fixture(scope="module")
def items(folder):
    """The table that 6-evaluation writes as items.csv."""
    table = real_cohort.item_tables(folder, real_cohort.hand_pairs(DATA))
    return table.set_index(["survey", "item", "option"])


@pytest.fixture(scope="module")
def report():
    """The lines that the page quotes from."""
    return real_cohort.report(DATA)


def cells(survey: str, heading_begins: str) -> list[str]:
    """Give one question's filled cells, by the standard library alone."""
    with (DATA / "surveys" / survey / "cohort-4.csv").open(encoding="utf-8", newline="") as file:
        headings, *rows = list(csv.reader(file))
    place = next(i for i, heading in enumerate(headings) if heading.startswith(heading_begins))
    return [row[place] for row in rows if row[place].strip()]


def proposal(folder: Path) -> pd.DataFrame:
    """Give the proposed pairs."""
    return pd.read_csv(folder / "results" / "matching" / "pairs.csv")


# ---------------------------------------------------------------- checking


def test_the_public_files_need_no_repair(folder, capsys):
    """`check` finds no error in a cohort that only column maps and code books stand between."""
    from mentorkit.cli import main

    assert main(["check", str(folder)]) == 0, capsys.readouterr().err


def test_column_maps_and_code_books_fit(folder):
    """Reading the cohort finds no error, and no warning but that columns are kept which nothing reads: every wording is accounted for."""
    from mentorkit.io.cohort import inspect_cohort

    assert {"nothing reads this column"} == {problem.problem for problem in inspect_cohort(folder).problems}
    assert not inspect_cohort(folder).errors


def test_only_the_cohort_s_own_people_are_read(cohort):
    """One file holds all cohorts; `where` takes the rows of cohort 4 and no other."""
    people = [real_cohort.rows(DATA / "matching" / f"{name}.csv", "4") for name in ("mentees", "mentors")]

    assert sorted(row["mentee_id"] for row in people[0]) == list(cohort.mentees.index)
    assert sorted(row["mentor_id"] for row in people[1]) == list(cohort.mentors.index)


def test_another_cohorts_answers_are_refused_without_repeating_them(tmp_path):
    """Cohort 4's code books do not swallow cohort 2's other wordings, and no problem quotes an answer."""
    from mentorkit.io.cohort import inspect_cohort

    errors = inspect_cohort(real_cohort.write_cohort(DATA, tmp_path / "other", answers="2")).errors
    answers = {
        cell for name in real_cohort.FILES.values()
        for row in real_cohort.rows(DATA / "surveys" / name / "cohort-2.csv")
        for cell in row.values() if len(cell) > 8
    }

    assert errors
    assert not [error for error in errors if any(answer in str(error) for answer in answers)]


# ---------------------------------------------------------------- match


def test_the_matching_is_proven_the_best(folder):
    """The gap is 0, and an independent solver over all scores finds the same total."""
    from scipy.optimize import linear_sum_assignment

    scores = pd.read_csv(folder / "scores.csv")
    table = scores[scores["possible"] == "yes"].pivot(index="mentee_id", columns="mentor_id", values="score")
    best = table.to_numpy()[linear_sum_assignment(table.to_numpy(), maximize=True)].sum()
    proof = pd.read_json(folder / "results" / "matching" / "proof.json", typ="series")

    assert 0 == proof["gap"]
    assert proof["total_score"] == pytest.approx(best, abs=1e-6)
    assert proof["total_score"] == pytest.approx(proposal(folder)["score"].sum(), abs=1e-6)


def test_every_mentee_has_a_mentor_and_no_mentor_two(folder, cohort):
    """
    All 26 mentees are matched, with one place a mentor.

    The files have no column of places; one is the default, and what 31 of the 32 mentors had when people
    made the pairs.
    """
    pairs = proposal(folder)

    assert list(cohort.mentees.index) == list(pairs["mentee_id"])
    assert 1 == Counter(pairs["mentor_id"]).most_common(1)[0][1]
    assert set(pairs["mentor_id"]) <= set(cohort.mentors.index)
    assert pd.read_csv(folder / "results" / "matching" / "unmatched.csv").empty


def test_points_add_up_and_an_empty_offset_counts_half(folder, cohort):
    """Every pair's points give its score; without an hour offset on either side, `hours` gives half."""
    scores = pd.read_csv(folder / "scores.csv")
    unknown = scores["mentee_id"].map(cohort.mentees["utc_offset"].isna()) | scores["mentor_id"].map(
        cohort.mentors["utc_offset"].isna()
    )

    np.testing.assert_allclose(scores.filter(like="points_").sum(axis=1), scores["score"], atol=1e-6)
    assert {12.5} == set(scores.loc[unknown.astype(bool), "points_hours"])


def test_where_people_s_own_choice_stands_is_a_share(folder):
    """The mentor that people chose stands between our last (0) and our first (1), counted here again."""
    scores, pairs = pd.read_csv(folder / "scores.csv"), real_cohort.hand_pairs(DATA)
    own = scores.set_index(["mentee_id", "mentor_id"])["score"].to_dict()
    mentors = sorted(set(scores["mentor_id"]))
    expected = []
    for mentee, mentor in pairs:
        rivals = [own[mentee, other] for other in mentors if other != mentor]
        below = sum(score < own[mentee, mentor] for score in rivals)
        expected.append((below + sum(score == own[mentee, mentor] for score in rivals) / 2) / len(rivals))
    found = real_cohort.standing(scores, pairs)

    assert found.shares == pytest.approx(expected)
    assert 0 < found.mean < 1
    assert 0 < found.error < 1
    print(f"people's choice in our ranking: {found}")


# ---------------------------------------------------------------- surveys


def test_every_option_of_the_forms_is_declared(cohort):
    """At most 5 % of an item's answers are beside its options, unless the form asked for own words."""
    for answers in cohort.surveys.values():
        for item in answers.survey.items:
            if item.kind in ("choice", "choices") and not item.other:
                given = answers.frame[item.id].dropna()
                ticked = [one for cell in given for one in (cell if isinstance(cell, tuple) else (cell,))]
                assert ticked.count("other") <= 0.05 * len(ticked), item.id


def test_an_option_with_commas_is_one_answer(items):
    """`topics · care` counts the people whose cell holds the whole option, out of those who answered."""
    given = cells("participant_post", "Which of the following topics")
    expected = sum("Mental health, self care, personal ecology" in cell for cell in given)

    assert (expected, len(given)) == tuple(items.loc[("post", "topics", "care"), ["count", "respondents"]])


def test_people_who_skipped_a_question_are_no_respondents(items):
    """The mentors' `topics` has as denominator those who answered it, not all who sent the form."""
    given = cells("mentor_post", "If you followed the cohort calls")
    expected = sum("Citizen Science" in cell for cell in given)
    sent = cells("mentor_post", "How were your overall mentorship")

    row = items.loc[("mentor-post", "topics", "citizen-science")]
    assert (expected, len(given), 32) == tuple(row[["count", "respondents", "invited"]])
    assert len(given) < len(sent)


def test_a_blind_split_gives_another_figure(items):
    """The share of people is not the share of comma-separated pieces that the published counting took."""
    given = cells("participant_post", "Which of the following topics")
    split = Counter(piece for cell in given for piece in cell.split(", "))

    assert "Mental health, self care, personal ecology" not in split
    assert split["self care"] / split.total() < items.loc[("post", "topics", "care"), "share"] / 10


def test_what_the_record_cannot_say_stays_empty(cohort):
    """No link between waves, no count of those asked, no closures on record: no figure, and no zero."""
    from mentorkit.evaluation.change import comparisons
    from mentorkit.evaluation.metrics import metrics

    pairs = pd.DataFrame(real_cohort.hand_pairs(DATA), columns=["mentee_id", "mentor_id"])
    values = metrics(cohort, pairs, dt.date(2022, 6, 30)).set_index("metric")["value"]

    assert [] == comparisons(cohort.surveys)
    assert all(answers.frame["person"].isna().all() for answers in cohort.surveys.values())
    unknown = ["response_rate_mid", "response_rate_post", "early_closure", "drop_off", "engagement"]
    assert values[unknown].isna().all()
    assert 18 / 32 == values["response_rate_mentor-post"]


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_number_on_the_page_was_printed(report, language):
    """Blocks are quoted as printed, and no number stands on the page that the command did not print."""
    page = (ROOT / "playbook" / language / "real-cohort.md").read_text("utf-8")
    body = re.split(r"^## (?:Credit|Créditos)", page, flags=re.M)[0]
    quoted = "".join(re.findall(r"^```text\n(.*?)^```", body, re.M | re.S)).splitlines()
    prose = re.sub(r"^```.*?^```|`[^`]*`|\([^)]*\.md[^)]*\)", " ", body, flags=re.M | re.S)
    printed = {float(number) for line in report for number in re.findall(r"\d+(?:\.\d+)?", line)}
    explained = {0.0, 1.0, 0.5, 100.0}  # the ends of a scale, its middle, and the scale of scores

    assert [line for line in quoted if line not in report] == []
    found = {float(number.replace(",", ".")) for number in re.findall(r"(?<![\w.])\d+(?:[.,]\d+)?", prose)}
    assert sorted(found - printed - explained) == []


@pytest.mark.parametrize("folder_name", ["tests/real", "playbook", "benchmarks"])
def test_no_row_of_the_data_stands_in_the_repository(folder_name):
    """No id and no long answer of the real people is found in what we publish."""
    ids = {row["mentee_id"] for row in real_cohort.rows(DATA / "matching" / "mentees.csv")}
    ids |= {row["mentor_id"] for row in real_cohort.rows(DATA / "matching" / "mentors.csv")}
    known = re.compile(r"\b(" + "|".join(sorted(ids)) + r")\b")
    suffixes = (".md", ".py", ".yml", ".csv")
    files = [path for path in (ROOT / folder_name).rglob("*") if path.suffix in suffixes]

    assert [path.name for path in files if known.search(path.read_text("utf-8"))] == []
