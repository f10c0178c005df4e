"""Bad answers: an honest sentence stands where a number would mislead, in both languages."""

import dataclasses
import re

import pandas as pd
import pytest
from test_evaluation_stories import cohort_of, desk_of

from mentorkit.evaluation.change import change_table
from mentorkit.evaluation.metrics import metrics
from mentorkit.evaluation.scales import reliability
from mentorkit.evaluation.wording import denominator_words
from mentorkit.io.answers import coded_answers
from mentorkit.model.program import Program
from mentorkit.model.survey import Answers, Survey
from mentorkit.telling import changes, voices
from mentorkit.telling import evaluation as story

SAYS = {
    "es": {"none": "Ninguna escala tiene dos encuestas comparables", "few": "no se da un promedio", "undrawn": "No se dibuja ningún cambio", "unsure": "No hay suficientes personas"},
    "en": {"none": "No scale has two comparable surveys", "few": "no mean is given", "undrawn": "No change is drawn", "unsure": "Too few people answered both surveys"},
}


def asked(answered, language, **more):
    """A desk with nothing but a first and a last survey of mentees; `answered` gives a person's two scores by id."""
    def survey(wave, place):
        items = [{"id": id, "question": id, "kind": "scale", "min": 1, "max": 5} for id in ("c1", "c2")]
        book = {"survey": wave, "who": "mentees", "wave": wave, "file": "f", "person": "id", "items": items, "scales": [{"id": "confidence", "items": ["c1", "c2"]}]}
        rows = [(person, scores[place], scores[place]) for person, scores in answered.items()]
        return Answers(Survey.model_validate(book | more.get(wave, {})), pd.DataFrame(rows, columns=["person", "c1", "c2"]).astype({"c1": float, "c2": float}))

    desk = desk_of(12, language)
    cohort = dataclasses.replace(desk.cohort, surveys={"baseline": survey("baseline", 0), "endline": survey("endline", 1)},
                                 program=Program.model_validate({"program": "P", "evaluation": {"primary": "confidence"}}))
    made = dataclasses.replace(desk, cohort=cohort)
    made.__dict__["pairs"] = desk.pairs
    return made


def said(desk):
    """Everything that the notebook says of change."""
    return " ".join(repr(cell(desk)) for cell in (changes.change_picture, changes.change_words, changes.leavers)) + repr(story.summary(desk))


@pytest.mark.parametrize("language", ["es", "en"])
def test_one_respondent_has_no_mean(language):
    """One person answered both surveys: the number of people is said, and no mean, effect or p."""
    told = said(asked({"a1": (3, 4)}, language))

    assert SAYS[language]["few"] in told and SAYS[language]["undrawn"] in told
    assert SAYS[language]["unsure"] in told
    assert not re.search(r"[+−-]\d[.,]\d\d", told)


@pytest.mark.parametrize("language", ["es", "en"])
def test_nine_respondents_have_no_mean_and_ten_have(language):
    """The step of the design: below ten no mean is given anywhere, with ten there is one and its interval."""
    people = {f"a{i}": (2 + i % 3, 3 + i % 2) for i in range(10)}
    nine = said(asked(dict(list(people.items())[:9]), language))

    assert SAYS[language]["few"] in nine and not re.search(r"[+−-]\d[.,]\d\d", nine)
    assert re.search(r"[+−-]\d[.,]\d\d", said(asked(people, language)))


@pytest.mark.parametrize("language", ["es", "en"])
def test_nobody_answered(language):
    """No answers: it is said that nothing can be compared, and the response rate is that of nobody."""
    desk = asked({}, language)
    rate = metrics(desk.cohort, desk.pairs, desk.as_of).set_index("metric").loc["response_rate_endline"]

    assert SAYS[language]["none"] in said(desk)
    assert (rate["value"], rate["n"]) == (0, 12)


@pytest.mark.parametrize("language", ["es", "en"])
def test_everybody_gave_the_same_answer(language):
    """Twelve people answer 4 before and 5 after: all changed alike, so neither interval nor effect is given."""
    desk = asked({f"a{i}": (4, 5) for i in range(12)}, language)

    assert SAYS[language]["few"] in repr(changes.change_words(desk))
    assert "nan" not in said(desk).casefold()
    r = reliability(desk.cohort.surveys["baseline"], desk.cohort.surveys["baseline"].survey.scales[0])
    assert r.alpha != r.alpha and r.omega != r.omega


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_answer_is_missing(language):
    """Rows without an answer: no score, no change, and the sentence that says so."""
    desk = asked({f"a{i}": (None, None) for i in range(12)}, language)

    assert SAYS[language]["none"] in said(desk)
    assert change_table(desk.cohort.surveys)["change"].isna().all()


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"baseline": {"date": "2026-06-01"}, "endline": {"date": "2026-02-01"}}, {"es": "tiene fecha anterior", "en": "dated before the first"}),
        ({"endline": {"version": "2"}}, {"es": "cambió la versión", "en": "version changed"}),
        ({"endline": {"scales": [{"id": "confidence", "items": ["c1"]}]}}, {"es": "las preguntas no son las mismas", "en": "the items are not the same"}),
        ({"endline": {"unit": "team"}}, {"es": "respondieron equipos", "en": "teams answered"}),
    ],
)
@pytest.mark.parametrize("language", ["es", "en"])
def test_waves_that_must_not_be_compared(more, reason, language):
    """Dates the wrong way round, another version, other items, teams: the reason in words, and no change."""
    told = said(asked({f"a{i}": (2 + i % 3, 3 + i % 2) for i in range(12)}, language, **more))

    assert reason[language] in told
    assert not re.search(r"[+−-]\d[.,]\d\d", told)


def problems_of(rows):
    """Read answers as they stand in a file: a choice, a scale of 1 to 5 and the person's id."""
    items = [{"id": "again", "question": "Again?", "kind": "choice", "options": ["yes", "no"]}, {"id": "s", "question": "S", "kind": "scale", "min": 1, "max": 5}]
    book = {"survey": "exit", "who": "mentees", "wave": "endline", "file": "exit.csv", "person": "id", "items": items}
    return coded_answers(Survey.model_validate(book), ["id", "Again?", "S"], rows)[1]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ([("a", "perhaps", "3"), ("b", "yes", "4")],
         'exit.csv:Again?: 1 of 2 answers to "again" are no declared option, more than 5%; add their wordings to the options, or say other: true.'),
        ([("a", "yes", "9"), ("b", "yes", "4")], "exit.csv:2:S: the number lies outside 1–5; correct the cell, or the item's min and max."),
        ([("a", "yes", "3"), ("a", "no", "4")], "exit.csv:3:id: the same person answers in row 2; keep one of the two rows."),
    ],
)
def test_answers_that_cannot_be_are_refused_with_their_place(rows, line):
    """An unknown option, a number outside the scale, a person twice: one line with place, rule and remedy, which never repeats the answer."""
    problems = problems_of(rows)

    assert [str(p) for p in problems] == [line]
    assert "perhaps" not in line and not problems[0].warning


FEW = {"es": "1 persona respondió, muy pocas para una parte de la cohorte", "en": "1 person answered, too few for a share of the cohort"}
NOTHING = {"es": "No hay datos para esta parte", "en": "There are no data for this part"}


def answered_by(people, language, value=None):
    """A desk of twelve pairs whose surveys so many people answered, all with the same value if given."""
    desk = desk_of(12, language)
    surveys = {}
    for name, told in desk.cohort.surveys.items():
        frame = told.frame.head(people).copy()
        for item in told.survey.items if value is not None else ():
            frame[item.id] = value
        surveys[name] = Answers(told.survey, frame)
    made = dataclasses.replace(desk, cohort=dataclasses.replace(desk.cohort, surveys=surveys))
    made.__dict__["pairs"] = desk.pairs
    return made


@pytest.mark.parametrize("language", ["es", "en"])
def test_one_respondent_is_no_share(language):
    """One person's satisfaction is no 100 %: the sentence says so, and neither the answers nor the list of metrics hold a share of it."""
    desk = answered_by(1, language)
    told, answers, listed = repr(voices.voices(desk)), story.answers(desk).frame, story.every_metric(desk).frame

    assert told.count(FEW[language]) == 4 and "%" not in told
    assert answers.iloc[:, 5:8].isna().all().all() and (answers.iloc[:, 4] == 1).all()
    silent = listed[listed.iloc[:, 5] == denominator_words("answered", language)]
    assert len(silent) >= 4 and (silent.iloc[:, 1:4] == "–").all().all()


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(("people", "value"), [(0, None), (12, float("nan"))])
def test_no_respondent_and_no_answer_are_told_in_words(people, value, language):
    """Nobody, or rows without an answer: that there are no data stands where shares and change would stand."""
    desk = answered_by(people, language, value)

    assert NOTHING[language] in repr(voices.voices(desk))
    assert SAYS[language]["none"] in repr(changes.change_words(desk)) or SAYS[language]["few"] in repr(changes.change_words(desk))
    assert "nan" not in re.sub('base64,[^"]*', "", story.every_metric(desk)._repr_html_()).casefold()


@pytest.mark.parametrize("language", ["es", "en"])
def test_everybody_alike_has_an_interval_and_no_reliability(language):
    """All answer 4: the share is 100 % with the exact interval that so few carry, alpha and omega are empty, and no change is given."""
    desk = answered_by(9, language, 4.0)
    told = repr(voices.voices(desk))

    assert re.search(r"100\s?% \(\d\d\s?%–100\s?%; n = \d\)", told)
    assert changes.reliable(desk).parts[0].frame.iloc[:, 3:7].isna().all().all()
    assert SAYS[language]["few"] in repr(changes.change_words(desk))


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_rare_unknown_answer_is_another_answer_in_the_readers_language(language):
    """One of thirty answers that no option holds is kept as another answer; no table shows the code word."""
    rows = [(f"p{i}", "yes" if i else "perhaps", "3") for i in range(30)]
    items = [{"id": "again", "question": "Again?", "kind": "choice", "options": ["yes", "no"]}, {"id": "s", "question": "S", "kind": "scale", "min": 1, "max": 5}]
    book = Survey.model_validate({"survey": "exit", "who": "mentees", "wave": "endline", "file": "exit.csv", "person": "id", "items": items})
    desk = desk_of(12, language)
    made = dataclasses.replace(desk, cohort=dataclasses.replace(desk.cohort, surveys={"exit": Answers(book, coded_answers(book, ["id", "Again?", "S"], rows)[0])}))
    made.__dict__["pairs"] = desk.pairs
    told = story.answers(made).frame

    assert {"es": "otra respuesta", "en": "another answer"}[language] in set(told.iloc[:, 2]) and "other" not in set(told.iloc[:, 2])


def test_a_silent_majority_widens_what_can_be_said():
    """Where fewer than 80 % answered, the least and the greatest share of everybody stand beside the picture."""
    told = repr(voices.voices(desk_of(40, "en")))
    cohort, _ = cohort_of(40)
    answered = cohort.surveys["endline-mentees"].frame["s"].notna().sum()

    assert (answered < 32) == ("Satisfaction of mentees:" in told.split("Fewer than 80 %")[-1] and "Fewer than 80 %" in told)
