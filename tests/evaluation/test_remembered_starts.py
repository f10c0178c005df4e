"""A start that was asked for afterwards: it is compared, and every figure of the change says so, in both languages."""

import dataclasses
import json

import pandas as pd
import pytest
from test_bad_answers import asked
from test_evaluation_stories import DAY

from mentorkit.disclosure import public_aggregates
from mentorkit.evaluation.change import comparisons
from mentorkit.evaluation.figures import figure_table
from mentorkit.evaluation.metrics import standing
from mentorkit.model.survey import Answers, Survey
from mentorkit.telling import changes, compared, onepage, report, trends
from mentorkit.telling import evaluation as story
from mentorkit.telling.report import Report
from mentorkit.telling.showing import Picture

SAYS = {"es": ("inicio recordado después", "recordaron después", "suelen ponerlo más bajo"), "en": ("start as remembered afterwards", "remembered afterwards", "place it lower")}
PEOPLE = {f"a{i}": (2 + i % 3, 3 + i % 3 - (i % 5 == 0)) for i in range(12)}
LATER = {"baseline": {"retrospective": True, "date": "2026-07-01"}, "endline": {"date": "2026-06-20"}}


def captions(shown):
    """The captions and text alternatives of what a cell shows."""
    parts = getattr(shown, "parts", [shown])
    return [" ".join(filter(None, (getattr(part, "caption", None), getattr(part, "alt", None)))) for part in parts if hasattr(part, "caption")]


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_private_figure_of_change_says_that_the_start_was_remembered(language):
    """Summary, picture, sentences, single questions and meetings: each carries the label, and the limits are told once."""
    desk = asked(PEOPLE, language, **LATER)
    label, note, limits = SAYS[language]
    words = repr(changes.change_words(desk))

    assert label in repr(story.summary(desk)) and label in words and words.count(limits) == 1
    assert all(label in told for told in captions(changes.change_picture(desk)))
    for cell in (compared.single_questions, compared.meetings_and_change):
        assert captions(cell(desk)) and all(note in told or label in told for told in captions(cell(desk)))
    assert "start remembered" in set(figure_table(standing(desk.cohort, desk.pairs, DAY))["figure"])


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_start_asked_for_at_the_time_carries_no_label(language):
    """The same answers as a true first survey: none of the words stands anywhere."""
    desk = asked(PEOPLE, language)
    told = "".join(repr(cell(desk)) for cell in (story.summary, changes.change_picture, changes.change_words, compared.single_questions))

    assert not any(words in told for words in SAYS[language])


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_public_report_and_the_page_for_funders_say_it_too(language):
    """The public table carries the mark, and picture, sentences and the funders' line carry the words."""
    desk = asked({f"a{i}": (2 + i % 3, 3 + i % 3 - (i % 5 == 0)) for i in range(12)} | {f"b{i}": (1 + i % 4, 2 + i % 3) for i in range(20)}, language, **LATER)
    tables = json.loads(json.dumps(public_aggregates(standing(desk.cohort, desk.pairs, DAY))))
    told = Report(tables, language)
    label, _, limits = SAYS[language]
    if "withheld" in tables["change"][0]:
        tables["change"][0] = {**{k: v for k, v in tables["change"][0].items() if k != "withheld"}, "n": {"display": "30", "value": 30}, "before": 3.0,
                               "after": 3.5, "ends": [1, 5], "change": 0.5, "low": 0.2, "high": 0.8, "hedges_g": 0.6, "g_low": 0.2, "g_high": 1.0, "minimum_detectable": 0.5}
    shown = report.change(told)

    assert tables["change"][0]["remembered"] is True
    assert [label in part.alt for part in shown.parts if isinstance(part, Picture)] == [True]
    assert repr(shown).count(limits) == 1
    assert label in " ".join(onepage._changes(told))


def test_a_true_start_goes_before_a_remembered_one():
    """With both, the change is from the start asked for at the time; the order of the files does not matter."""
    desk = asked(PEOPLE, "en")
    surveys = desk.cohort.surveys
    again = Answers(surveys["baseline"].survey.model_copy(update={"survey": "again", "retrospective": True}), surveys["baseline"].frame)

    for order in ({"again": again, **surveys}, {**surveys, "again": again}):
        assert [c.first.survey.survey for c in comparisons(order)] == ["baseline"]


def test_cohorts_are_pooled_only_with_those_that_asked_in_the_same_way(tmp_path, monkeypatch):
    """An earlier cohort with a remembered start is left out of the mean over cohorts that began with a true one."""
    import mentorkit.io.cohort as reading

    desk, other = asked(PEOPLE, "en"), asked(PEOPLE, "en", **LATER)
    earlier = {"one": dataclasses.replace(desk.cohort, name="one"), "two": dataclasses.replace(other.cohort, name="two")}
    monkeypatch.setattr(trends, "earlier_cohorts", lambda folder: list(earlier))
    monkeypatch.setattr(reading, "read_cohort", earlier.__getitem__)

    assert sorted(trends.changes_by_cohort(desk)) == sorted(["one", desk.cohort.name])


def test_only_a_first_wave_can_be_remembered():
    """A code book that calls its last wave remembered is refused, with the remedy."""
    item = {"id": "c", "question": "c", "kind": "scale", "min": 1, "max": 5}
    with pytest.raises(ValueError, match="write wave: baseline"):
        Survey.model_validate({"survey": "x", "who": "mentees", "wave": "endline", "file": "f", "retrospective": True, "items": [item]})


def test_its_date_may_be_after_the_last_survey():
    """It is asked at the end: that its date is later than the last survey's is no mistake."""
    found = comparisons(asked(PEOPLE, "en", **LATER).cohort.surveys)

    assert [c.refused for c in found] == [None] and found[0].remembered
    assert isinstance(found[0].before, pd.Series) and len(found[0].before) == 12
