"""The programme's figures, on cohorts small enough to count by hand."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.evaluation.groups import group_table
from mentorkit.evaluation.metrics import METRIC_COLUMNS, metric_list, metrics, standing
from mentorkit.evaluation.voices import both_sides
from mentorkit.evaluation.wording import (
    BEHIND,
    DENOMINATORS,
    denominator_words,
    metric_definition,
    metric_definitions,
    public_denominator_words,
)
from mentorkit.model.cohort import Cohort, CohortSettings
from mentorkit.model.program import Program
from mentorkit.model.survey import Answers, Survey
from mentorkit.model.tables import RECORDS, TABLES

START = dt.date(2026, 2, 2)
END = START + dt.timedelta(weeks=20)


def day(n):
    return START + dt.timedelta(days=n)


def people(*ids):
    return pd.DataFrame({"source": [f"x.csv:{i}" for i in range(2, len(ids) + 2)]}, index=pd.Index(ids, name="id"))


def table(name, *rows):
    names = [column.name for column in TABLES[name].columns]
    return pd.DataFrame([dict(zip(names, row)) for row in rows], columns=[*names, "source"])


def cohort(mentees, mentors, *, surveys=None, invited=None, program=None, starts=START, **tables):
    settings_ = CohortSettings.model_validate({"cohort": "test-1", "starts": starts, "invited": invited})
    frames = {name: tables.get(name, table(name)) for name in RECORDS}
    program = Program.model_validate({"program": "P", **(program or {})})
    return Cohort("test-1", Path("."), settings_, program, people(*mentees), people(*mentors), frames, surveys or {})


def meeting(mentee, mentor, n, held="yes"):
    return (mentee, mentor, day(n), 50, "video", held, None)


PAIRS = pd.DataFrame({"mentee_id": ["a", "b", "c"], "mentor_id": ["x", "y", "x"]})


def values(frame):
    return frame.set_index("metric")["value"]


def three_pairs():
    """Pair a–x meets seven times to the end, b–y twice and closes on day 60, c–x never."""
    return cohort(
        ["a", "b", "c", "d"],
        ["x", "y", "z"],
        invited=10,
        meetings=table(
            "meetings",
            *(meeting("a", "x", n) for n in (5, 20, 33, 47, 61, 75, 89)),
            meeting("b", "y", 30),
            meeting("b", "y", 43),
            meeting("c", "x", 10, "no-show"),
        ),
        closures=table("closures", ("a", "x", day(139), "completed"), ("b", "y", day(60), "mentor-moved")),
        attendance=table(
            "attendance",
            ("S01", "a", "present"),
            ("S01", "b", "absent"),
            ("S01", "c", "excused"),
            ("S01", "x", "present"),
        ),
        goals=table(
            "goals",
            ("a", "job", 1.0, -1, -1, day(20)),
            ("a", "job", 1.0, -1, 1, day(90)),
            ("a", "cv", 1.0, -1, 0, day(90)),
            ("b", "cv", 1.0, -1, -1, day(20)),
        ),
        outcomes=table(
            "outcomes", ("a", day(150), "hired"), ("a", day(150), "became-mentor"), ("b", day(500), "hired")
        ),
        introductions=table("introductions", ("a", "x", "IT", day(80), "interview"), ("a", "x", "IT", day(81), None)),
    )


def test_reach_counts_everybody_invited():
    """Reach divides by the people invited, and says nothing where their number is not known."""
    got = values(metrics(three_pairs(), PAIRS, END))

    assert got["reach_applied"] == 4 / 10
    assert got["reach_matched"] == 3 / 10
    assert got["matched_of_applied"] == 3 / 4
    assert np.isnan(values(metrics(cohort(["a"], ["x"]), PAIRS[:1], END))["reach_applied"])


def test_a_pair_that_never_logged_a_meeting_did_not_start():
    """One of three pairs met within 21 days; a no-show is no start."""
    row = metrics(three_pairs(), PAIRS, END).set_index("metric").loc["start_rate"]

    assert (row["value"], row["n"]) == (1 / 3, 3)


def test_engagement_counts_elapsed_periods_while_the_pair_was_open():
    """
    a–x: 9 whole fortnights in 139 days, 7 with a meeting; b–y: 4 in 60, 2 with one; c–x: 10 in 140,
    none.
    """
    got = metrics(three_pairs(), PAIRS, END).set_index("metric")

    assert got.loc["engagement", "n"] == 9 + 4 + 10
    assert got.loc["engagement", "value"] == (7 + 2 + 0) / 23
    assert got.loc["logging_rate", "value"] == (7 + 2 + 1) / 23
    assert got.loc["plan_adherence", "value"] == pytest.approx(np.median([7 / 9, 2 / 4, 0]))


def test_a_period_that_has_not_ended_is_not_at_risk():
    """On day 27 one fortnight has passed; on day 28 two have."""
    one = standing(three_pairs(), PAIRS, day(27)).matches
    two = standing(three_pairs(), PAIRS, day(28)).matches

    assert list(one["periods"]) == [1, 1, 1]
    assert list(two["periods"]) == [2, 2, 2]


def test_without_any_log_engagement_is_unknown():
    """No log is unknown, not zero."""
    got = values(metrics(cohort(["a"], ["x"]), PAIRS[:1], END))

    assert got[["engagement", "start_rate", "logging_rate", "plan_adherence", "completion"]].isna().all()


def test_completion_needs_meetings_and_weeks():
    """Seven meetings over 139 of 140 days meet the rule of six meetings and 16 weeks; nobody else does."""
    got = metrics(three_pairs(), PAIRS, END).set_index("metric")

    assert got.loc["completion", "value"] == 1 / 3
    assert got.loc["early_closure", "value"] == 1 / 3


def test_completion_is_empty_before_it_is_possible():
    """Nobody can complete 16 weeks on day 111; on day 112 somebody could."""
    assert np.isnan(values(metrics(three_pairs(), PAIRS, day(111)))["completion"])
    assert not np.isnan(values(metrics(three_pairs(), PAIRS, day(112)))["completion"])


def test_attendance_with_and_without_excuses():
    """Two of four offers were taken; two of three where the excused one is left out."""
    got = values(metrics(three_pairs(), PAIRS, END))

    assert got["attendance"] == 2 / 4
    assert got["attendance_mentees"] == 1 / 3
    assert got["attendance_not_excused"] == 2 / 3


def test_goals_count_with_their_last_level():
    """a's goals end at +1 and 0, b's at −1: two of three are met; T is the mean of two people's."""
    got = metrics(three_pairs(), PAIRS, END).set_index("metric")

    assert got.loc["goals_met", "value"] == 2 / 3
    assert got.loc["goal_attainment", "value"] == pytest.approx((50 + 10 / np.sqrt(2.6) + 40) / 2)


def test_outcomes_end_with_the_window():
    """
    A contract signed on day 500 is outside the twelve months; later records are outside the date asked
    for.
    """
    late = values(metrics(three_pairs(), PAIRS, day(600)))
    early = values(metrics(three_pairs(), PAIRS, day(140)))

    assert late["hired"] == 1 / 3
    assert early["hired"] != 1 / 3 and np.isnan(early["hired"])
    assert late["became_mentor"] == 1.0


def test_retention_is_empty_where_nobody_follows_it():
    """No leaver on record is no proof that nobody left."""
    followed = cohort(["a", "b"], ["x"], outcomes=table("outcomes", ("a", day(100), "left-organisation")))

    assert np.isnan(values(metrics(three_pairs(), PAIRS, day(160)))["retention"])
    assert values(metrics(followed, PAIRS[:2], day(160)))["retention"] == 0.5


def test_introductions_are_shared_over_everybody_matched():
    """Two introductions among three mentees, one of them with an outcome."""
    got = values(metrics(three_pairs(), PAIRS, END))

    assert got["introductions_per_mentee"] == pytest.approx(2 / 3)
    assert got["introductions_with_outcome"] == 1 / 2


def test_cost_adds_lines_and_hours():
    """(10 + 3 mentees × 2 + 3 pairs × 5 + 1 session × 4 + 2 h × 20 weeks × 3) ÷ 1 completed match."""
    budget = {
        "currency": "EUR",
        "lines": [
            {"id": f"l{per}", "text": "x", "amount": amount, "per": per}
            for per, amount in {"cohort": 10, "mentee": 2, "pair": 5, "session": 4}.items()
        ],
    }
    role = {"id": "c", "text": "c", "hours_per_week": 2, "cost_per_hour": 3}
    base = three_pairs()
    paid = cohort(["a", "b", "c"], ["x", "y"], program={"design": {"budget": budget, "roles": [role]}}, **base.tables)
    row = metrics(paid, PAIRS, END).set_index("metric").loc["cost_per_completed"]

    assert (row["value"], row["unit"]) == (10 + 6 + 15 + 4 + 120, "EUR")


def survey_of(rows, **more):
    book = Survey.model_validate(
        {
            "survey": "exit",
            "who": "mentees",
            "wave": "endline",
            "file": "e.csv",
            "person": "id",
            "items": [
                {"id": "nps", "question": "q", "kind": "scale", "min": 0, "max": 10, "measures": "recommend"},
                {
                    "id": "sat",
                    "question": "s",
                    "kind": "scale",
                    "min": 1,
                    "max": 5,
                    "measures": "satisfaction",
                },
                {"id": "why", "question": "w", "kind": "text"},
            ],
            **more,
        }
    )
    frame = pd.DataFrame(rows, columns=["person", "nps", "sat", "why"])
    return {"exit": Answers(book, frame)}


def test_response_rates_follow_the_closed_questions():
    """Of three asked, one answered both closed questions, one half of them, one none: RR1 is 1/3, RR2 2/3."""
    told = survey_of([("a", 9, 5, None), ("b", 3, None, None), ("c", None, None, "words")])
    got = values(metrics(cohort(["a", "b", "c"], ["x", "y"], surveys=told), PAIRS, END))

    assert got["complete_response_rate_exit"] == 1 / 3
    assert got["response_rate_exit"] == 2 / 3


def test_satisfaction_and_recommendation_read_what_items_measure():
    """Two of three answers stand at 4 or 5; one promoter and one detractor among two balance out."""
    told = survey_of([("a", 9, 5, None), ("b", 3, 4, None), ("c", None, 1, None)])
    got = values(metrics(cohort(["a", "b", "c"], ["x", "y"], surveys=told), PAIRS, END))

    assert got["satisfaction_mentees"] == 2 / 3
    assert got["recommend_mentees"] == 0
    assert np.isnan(got["satisfaction_mentors"])


def test_more_answers_than_people_give_no_rate():
    """Three answers from two people asked are no 150 %."""
    told = survey_of([(x, 9, 5, None) for x in "abc"], invited=2)

    assert np.isnan(values(metrics(cohort(["a"], ["x"], surveys=told), PAIRS, END))["response_rate_exit"])


def test_a_cohort_with_nothing_gives_rows_without_values():
    """Nobody, nothing, no first day: every metric stands in the table, empty or zero."""
    got = metrics(cohort([], [], starts=None), PAIRS[:0], END)

    assert list(got.columns) == list(METRIC_COLUMNS)
    assert set(got.loc[got["value"].notna(), "metric"]) == {"applied", "matched", "mentors_matched"}


def test_every_metric_is_defined_in_both_languages():
    """Each row of the table has a name, a definition and words for its denominator."""
    told = survey_of([("a", 9, 5, None)])
    got = metrics(cohort(["a"], ["x"], surveys=told), PAIRS, END)

    for language in ("es", "en"):
        assert all(metric_definition(id, language).definition for id in got["metric"])
        assert all(denominator_words(words, language) for words in got["denominator"])
        fixed = {id for id in metric_definitions(language) if "<" not in id}
        assert fixed == {id for id in got["metric"] if "response_rate" not in id}


def test_n_is_how_many_the_denominator_counts():
    """One denominator, one n; a share of it is a whole number of cases, but for the survival curve's."""
    got = metrics(three_pairs(), PAIRS, END)
    got = got[got["value"].notna()].set_index("metric")
    counted = {"invited": 10, "applied": 4, "matched": 3, "mentors-matched": 2, "matches": 3, "goals-rated": 3, "mentees-with-goals": 2,
               "introductions": 2, "sessions-offered": 4, "sessions-not-excused": 3, "matches-21-days": 3, "pairs-at-risk": 3, "completed": 1, "pair-periods": 23}
    whole = got[(got["unit"] == "share") & (got.index != "drop_off")]
    all_people = got[~got.index.isin(["attendance_mentees", "attendance_mentors"])]

    assert all(row.n == counted[row.denominator] for row in all_people.itertuples() if row.denominator in counted)
    assert len(set(got["denominator"]) & set(counted)) >= 12
    assert np.allclose((whole["value"] * whole["n"]) % 1, 0)


def test_public_tables_say_where_n_counts_the_people_behind_the_cases():
    """Where a pair or person has several cases, the public words say whom n counts; elsewhere they are the same words."""
    for m in metric_list(standing(three_pairs(), PAIRS, END)):
        words = [public_denominator_words(m.denominator, language) for language in ("es", "en")]
        assert m.people == m.estimate.n or ("n cuenta" in words[0] and "n counts" in words[1]), m.id
        assert m.denominator in BEHIND or words[1] == denominator_words(m.denominator, "en")


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_reference_says_what_each_denominator_counts(language):
    """Every name that `denominator` can hold stands in files.md with the words that the reports use."""
    page = (Path(__file__).parents[2] / "playbook" / language / "reference" / "files.md").read_text(encoding="utf-8").casefold()

    assert all(f"| `{name}` | {denominator_words(name, language)}. |".casefold() in page for name in DENOMINATORS)


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(random):
    """Shuffling every table gives the same figures, to the last digit."""
    base = three_pairs()
    order = {name: frame.sample(frac=1, random_state=random.randrange(99)) for name, frame in base.tables.items()}
    shuffled = Cohort(base.name, base.folder, base.settings, base.program, base.mentees, base.mentors, order, {})

    pd.testing.assert_frame_equal(metrics(base, PAIRS, END), metrics(shuffled, PAIRS.iloc[::-1], END), check_exact=True)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(-5, 150), st.sampled_from(["yes", "no-show"])),
        max_size=30,
    )
)
def test_shares_stay_shares(told):
    """
    Whatever is logged, every share and its interval stay between 0 and 1, and the value inside the
    interval.
    """
    pair = dict(zip(PAIRS["mentee_id"], PAIRS["mentor_id"]))
    logs = table("meetings", *(meeting(m, pair[m], n, held) for m, n, held in told))
    got = metrics(cohort(["a", "b", "c"], ["x", "y"], meetings=logs), PAIRS, END)
    shares = got[(got["unit"] == "share") & got["low"].notna()]

    assert ((shares["low"] >= 0) & (shares["low"] <= shares["value"] + 1e-12)).all()
    assert ((shares["value"] <= shares["high"] + 1e-12) & (shares["high"] <= 1)).all()


def test_groups_of_fewer_than_five_have_no_figure():
    """Six women and four men: a figure for six, only the number for four; people without an answer are a category."""
    ids = [f"p{i}" for i in range(11)]
    base = cohort(ids, [f"m{i}" for i in range(11)])
    gender = ["f"] * 6 + ["m"] * 4 + [None]
    frame = base.mentees.assign(gender=gender)
    asked = Cohort(base.name, base.folder, base.settings, base.program, frame, base.mentors, base.tables, {})
    pairs = pd.DataFrame({"mentee_id": ids[:9], "mentor_id": [f"m{i}" for i in range(9)]})
    got = group_table(standing(asked, pairs, END), ["gender", "unknown"]).set_index(["category", "measure"])

    assert got.loc[("f", "matched"), "value"] == 1.0
    assert np.isnan(got.loc[("m", "matched"), "value"]) and got.loc[("m", "matched"), "n"] == 4
    assert set(got["group"]) == {"gender"} and got.index.get_level_values(0).isna().any()


def test_both_sides_of_a_pair_are_set_side_by_side():
    """Mentee 5 and mentor 3 differ by −2; a silent side leaves the difference empty."""
    item = {"id": "rel", "question": "r", "kind": "scale", "min": 1, "max": 5, "measures": "relationship"}
    told = {
        side: Answers(
            Survey.model_validate(
                {"survey": side, "who": side, "wave": "endline", "file": "f", "person": "id", "items": [item]}
            ),
            pd.DataFrame({"person": persons, "rel": values}),
        )
        for side, persons, values in (("mentees", ["a", "b"], [5.0, 4.0]), ("mentors", ["x"], [3.0]))
    }
    got = both_sides(cohort(["a", "b", "c"], ["x", "y"], surveys=told), PAIRS).set_index("mentee_id")["difference"]

    assert got["a"] == -2
    assert got[["b", "c"]].isna().all()
