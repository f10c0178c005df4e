"""Answers are read as declared, or refused with a place and a remedy; never guessed, never repeated."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.evaluation.items import item_table
from mentorkit.io import answers
from mentorkit.io.answers import coded_answers, split_answers
from mentorkit.model.survey import Answers, Survey

TOPICS = {
    "tools": "Tooling and roadmapping (open canvas, vision etc.)",
    "know": "Knowledge: citizen science, open education, preprints",
    "care": ["Mental health, self care", "Mental health and self care"],
    "code": "Licensing",
}


def book(*items, **more):
    return Survey.model_validate(
        {
            "survey": "exit",
            "who": "mentees",
            "wave": "endline",
            "file": "exit.csv",
            "items": list(items),
            **more,
        }
    )


def topics(**more):
    return {"id": "topics", "question": "Which topics?", "kind": "choices", "options": TOPICS, **more}


def single(**more):
    return {
        "id": "again",
        "question": ["Again?", "Would you come again?"],
        "kind": "choice",
        "options": {"yes": ["Yes", "Yes, gladly"], "no": "No"},
        **more,
    }


def scale(**more):
    return {"id": "s", "question": "How?", "kind": "scale", "min": 1, "max": 5, **more}


def read(survey, headings, *rows, **more):
    frame, problems = coded_answers(survey, headings, [list(row) for row in rows], **more)
    return frame, [p for p in problems if not p.warning]


def test_an_option_may_contain_the_separator():
    """The trap that put wrong figures into a published report: options hold the comma that joins them."""
    cell = "Knowledge: citizen science, open education, preprints, Licensing, Mental health, self care"
    frame, problems = read(book(topics()), ["Which topics?"], [cell])

    assert frame.at[0, "topics"] == ("know", "care", "code")
    assert not problems


def test_a_naive_split_would_publish_something_else():
    """
    Splitting at commas finds `Licensing` alone; reading by options finds everybody who ticked each
    topic.
    """
    ticked = [("know",), ("know", "code"), ("care", "code"), ("tools", "know", "care")]
    cells = [", ".join(w[0] if isinstance(w := TOPICS[t], list) else w for t in person) for person in ticked]
    survey = book(topics())
    frame, _ = read(survey, ["Which topics?"], *([c] for c in cells))
    counts = item_table(Answers(survey, frame)).set_index("option")["count"]
    naive = [part for c in cells for part in c.split(", ")]

    assert naive.count(TOPICS["know"]) == 0
    assert counts.to_dict() == {"tools": 1, "know": 3, "care": 2, "code": 2}


@given(
    st.lists(st.sampled_from(sorted(TOPICS)), unique=True, min_size=1),
    st.sampled_from([", ", ",", "; ", ";", " | "]),
)
def test_what_was_joined_is_found_again(chosen, separator):
    """Any set of options, joined by any separator, comes back as that set."""
    words = [w[0] if isinstance(w := TOPICS[t], list) else w for t in chosen]
    frame, problems = read(book(topics(separator=separator)), ["Which topics?"], [separator.join(words)])

    assert set(frame.at[0, "topics"]) == set(chosen)
    assert not problems


def test_the_least_undeclared_reading_wins_over_greed():
    """Taking `a, b` first would leave `c` undeclared; `a` and `b, c` leaves nothing."""
    options = {"a, b": "AB", "a": "A", "b, c": "BC"}

    assert split_answers("a, b, c", options, ", ") == ("A", "BC")
    assert split_answers("a, b", options, ", ") == ("AB",)


@given(
    st.dictionaries(st.sampled_from(["a", "b", "a b", "cc", "d e"]), st.sampled_from(["A", "B", "C"]), min_size=1),
    st.lists(st.sampled_from(["a", "B", "a b", "cc", "x", "", " ", "y z", "A  B"]), max_size=8), st.sampled_from([",", ", ", " ,", ";"]),
)
def test_cells_are_cut_alike_whether_or_not_a_wording_holds_the_mark(options, pieces, mark):
    """Without such a wording each piece is an answer; one that never occurs changes nothing."""
    cell = mark.join(pieces)

    assert split_answers(cell, options, ", ") == split_answers(cell, {**options, "q, q": "Q"}, ", ")


def test_wordings_are_compared_folded_but_whole():
    """Full-width letters, case and spaces do not matter; a part of a wording is not the wording."""
    frame, _ = read(book(single(other=True)), [" would YOU  come again? "], ["ＹＥＳ"], ["yes, Gladly"], ["Ye"], [" "])

    assert list(frame["again"])[:3] == ["yes", "yes", "other"]


def test_two_options_of_a_single_choice_are_a_problem():
    """A team that ticked two answers is told so; an option that holds the separator is not."""
    frame, problems = read(book(single()), ["Again?"], ["Yes, gladly"], ["No, Yes"], ["No"])

    assert [(p.row, p.column) for p in problems] == [(3, "Again?")]
    assert frame.at[1, "again"] is None


@pytest.mark.parametrize(("others", "refused"), [(5, False), (6, True)])
def test_more_than_five_percent_undeclared_is_a_problem(others, refused):
    """5 of 100 undeclared answers pass as `other`, 6 do not; `other: true` lets both pass."""
    rows = [["Perhaps"]] * others + [["Yes"]] * (100 - others)
    frame, problems = read(book(single()), ["Again?"], *rows)

    assert (frame["again"] == "other").sum() == others
    assert bool(problems) is refused
    assert not read(book(single(other=True)), ["Again?"], *rows)[1]


def test_numbers_with_either_decimal_mark_inside_the_range():
    """3,5 and 3.5 are one number; 6 and `four` on a scale of 1–5 are problems with their rows."""
    frame, problems = read(book(scale()), ["How?"], ["3,5"], ["3.5"], ["6"], ["four"], ["５"], [""])

    assert list(frame["s"])[:2] == [3.5, 3.5]
    assert np.isnan(frame["s"][2:4]).all() and frame.at[4, "s"] == 5
    assert [p.row for p in problems] == [4, 5]


def test_a_scale_may_be_worded():
    """Options of a scale give the number that a wording stands for."""
    worded = scale(options={"1": "Never", "5": ["Always", "All the time"]})
    frame, problems = read(book(worded), ["How?"], ["never"], ["All the time"], ["4"])

    assert list(frame["s"]) == [1, 5, 4]
    assert not problems


def test_missing_doubled_and_unknown_headings():
    """A question nobody asked and one asked twice are problems; a heading too many is a warning."""
    _, problems = coded_answers(book(single(), scale()), ["Again?", "Would you come again?", "Color favorito"], [])

    assert sorted((p.warning, p.row) for p in problems) == [(False, 1), (False, 1), (True, 1)]
    assert not [
        p for p in coded_answers(book(single(), ignore=["marca TEMPORAL"]), ["Again?", "Marca temporal"], [])[1]
    ]


def test_a_person_answers_a_wave_once():
    """The second row of one person is a problem that names the first; a missing id is a warning."""
    survey = book(scale(), person="id")
    frame, problems = coded_answers(survey, ["id", "How?"], [["p1", "3"], ["", "4"], ["p1", "5"]], numbers=[2, 5, 9])

    assert [(p.row, p.warning) for p in problems] == [(5, True), (9, False)]
    assert "row 2" in problems[1].problem
    assert list(frame["person"]) == ["p1", None, "p1"]
    assert list(frame["source"]) == ["exit.csv:2", "exit.csv:5", "exit.csv:9"]


def test_people_nobody_knows_are_a_problem():
    """An id that is not among the people asked is refused, where the people are given."""
    _, problems = read(book(scale(), person="id"), ["id", "How?"], ["p1", "3"], ["q", "4"], people={"p1"})

    assert [p.row for p in problems] == [3]


def test_one_wording_for_two_options_is_refused():
    """A code book that reads one answer two ways is wrong itself."""
    twice = single(options={"yes": "Sure", "certain": "sure"})

    assert read(book(twice), ["Again?"])[1]


SECRET = "my secret is 77"


@given(
    st.lists(st.sampled_from([SECRET, "Yes", "No, Yes", "9", "", "3"]), min_size=3, max_size=3).filter(
        lambda r: SECRET in r
    )
)
def test_no_problem_repeats_an_answer(row):
    """Whatever is wrong, what a participant wrote stays out of the message."""
    _, problems = coded_answers(book(single(), scale(), person="id"), ["Again?", "How?", "id"], [row, row])

    assert not any(SECRET in str(problem) for problem in problems)


def test_no_rows_and_blank_rows():
    """An empty file and rows of blanks give an empty frame with every column."""
    frame, problems = read(book(single(), scale(), topics()), ["Again?", "How?", "Which topics?"], ["", " ", ""])

    assert list(frame.columns) == ["again", "s", "topics", "person", "source"]
    assert frame.empty and not problems


def test_a_split_row_is_told():
    """More cells than headings mean that something was cut in two."""
    assert [p.row for p in read(book(scale()), ["How?"], ["3", "spilt"])[1]] == [2]


def test_the_share_is_of_people_not_of_answers():
    """Four people tick six answers; `code` was ticked by two of four people: 50 %, not 33 %."""
    survey = book(topics())
    frame, _ = read(
        survey,
        ["Which topics?"],
        ["Licensing"],
        ["Licensing, Mental health, self care"],
        ["Mental health and self care"],
        [TOPICS["tools"] + ", " + TOPICS["know"]],
        [""],
    )
    got = item_table(Answers(survey, frame), invited=9).set_index("option").loc["code"]

    assert (got["count"], got["respondents"], got["share"], got["invited"]) == (2, 4, 0.5, 9)


def test_a_scale_has_a_row_a_value_and_nobody_gives_no_share():
    """All five values have a row; with no respondent the share is missing, not 0."""
    survey = book(scale())
    frame, _ = read(survey, ["How?"], ["4"], ["4"], ["1"])
    empty, _ = read(survey, ["How?"])

    assert list(item_table(Answers(survey, frame))["count"]) == [1, 0, 0, 2, 0]
    assert item_table(Answers(survey, empty))["share"].isna().all()


@pytest.mark.parametrize(("top", "refused"), [(None, True), (5_000, True), (10, False)])
def test_a_comma_that_may_stand_for_thousands_is_refused(top, refused):
    """1,234 is a thousand to one reader and one and a bit to another, unless the question ends below a thousand."""
    number = {"id": "n", "question": "How many?", "kind": "number", "min": 0, **({"max": top} if top else {})}
    frame, problems = read(book(number), ["How many?"], ["1,234"])

    assert [p.problem for p in problems] == ["the cell may be a decimal or a thousand"] * refused
    assert np.isnan(frame["n"][0]) if refused else frame["n"][0] == 1.234


def test_after_very_many_wrong_answers_the_other_questions_wait(monkeypatch):
    """Somebody who took the wrong file hears so in seconds: what was not looked at is said, and nothing of it counts."""
    monkeypatch.setattr(answers, "MOST_PROBLEMS", 5)
    items = [{"id": f"q{n}", "kind": "scale", "min": 1, "max": 5, "question": [f"Q{n}"]} for n in range(4)]
    survey = Survey.model_validate({"survey": "s", "who": "mentees", "wave": "baseline", "file": "s.csv", "items": items})
    frame, problems = coded_answers(survey, ["Q0", "Q1", "Q2", "Q3"], [["x", "x", "3", "3"]] * 3)

    assert [str(one) for one in problems if one.row is None] == ["s.csv: 2 more questions were not looked at, because more than 5 answers are wrong; mend these first, and check again."]
    assert len(problems) == 7
    assert frame[["q2", "q3"]].isna().all(axis=None)
