"""What the evaluation notebook and the public report say: something in every cell, for cohorts of every size."""

import datetime as dt
import json
import random
import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from mentorkit.disclosure import public_aggregates
from mentorkit.evaluation.metrics import standing
from mentorkit.model.cohort import Cohort, CohortSettings
from mentorkit.model.program import Program
from mentorkit.model.survey import Answers, Survey
from mentorkit.model.tables import CLOSURE_REASONS, RECORDS, TABLES
from mentorkit.telling import changes, compared, limits, releases, report, report_parts, trends, voices
from mentorkit.telling import evaluation as story
from mentorkit.telling.catalogue import catalogue
from mentorkit.telling.desk import Desk
from mentorkit.telling.report import Report

START = dt.date(2026, 2, 2)
DAY = START + dt.timedelta(days=200)
STORIES = [
    (
        story,
        "summary flow fidelity attendance match_length closures goals outcomes every_metric answers",
    ),
    (voices, "voices two_views equal_chances"),
    (changes, "change_picture change_words leavers reliable"),
    (compared, "single_questions meetings_and_change comparison_group conversions since_the_last_cohort"),
    (releases, "what_may_leave what_to_merge"),
    (trends, "over_cohorts"),
    (limits, "engagement limits methods"),
]
PARTS = "equal_chances costs learned trends made_from"
REPORT = (
    "headline flow fidelity attendance closures responses voices change outcomes answers everything held_back methods"
)


def frame(name, rows):
    names = [column.name for column in TABLES[name].columns]
    return pd.DataFrame([dict(zip(names, row)) for row in rows], columns=[*names, "source"])


def survey(chance, who, wave, persons):
    kinds = {"c1": None, "c2": None, "s": "satisfaction", "r": "relationship"}
    items = [
        {"id": id, "question": f"{who} {id}", "kind": "scale", "min": 1, "max": 5, "measures": kind}
        for id, kind in kinds.items()
    ]
    scales = [{"id": "confidence", "items": ["c1", "c2"]}]
    book = {
        "survey": f"{wave}-{who}",
        "who": who,
        "wave": wave,
        "file": "f",
        "person": "id",
        "items": items,
        "scales": scales,
    }
    rows = [
        {"person": p, **{id: float(chance.randint(2, 5)) for id in kinds}} for p in persons if chance.random() < 0.8
    ]
    return Answers(Survey.model_validate(book), pd.DataFrame(rows, columns=["person", *kinds]))


def cohort_of(size):
    """A seeded cohort of pairs with logs, closures, goals and linked surveys of both sides."""
    chance = random.Random(size)
    mentees, mentors = [f"a{i}" for i in range(size)], [f"b{i}" for i in range(size)]
    day = [START + dt.timedelta(days=n) for n in range(201)]
    pairs = list(zip(mentees, mentors))
    logs = {
        "meetings": [
            (a, b, day[14 * j + 3], 50, None, "yes", None) for a, b in pairs for j in range(9) if chance.random() < 0.8
        ],
        "closures": [(a, b, day[chance.randint(20, 139)], chance.choice(CLOSURE_REASONS)) for a, b in pairs],
        "attendance": [("S01", a, chance.choice(["present", "absent"])) for a in mentees],
        "goals": [(a, "g", 1.0, -1, chance.randint(-2, 2), day[90]) for a in mentees],
        "outcomes": [(a, day[150], "hired") for a in mentees if chance.random() < 0.4],
    }
    people = [pd.DataFrame({"zone": "n", "source": "x"}, index=pd.Index(ids, name="id")) for ids in (mentees, mentors)]
    program = Program.model_validate({"program": "P", "evaluation": {"primary": "confidence", "groups": ["zone"]}})
    settings = CohortSettings.model_validate({"cohort": "test-1", "starts": START, "invited": 200})
    told = [
        survey(chance, who, wave, ids)
        for who, ids in (("mentees", mentees), ("mentors", mentors))
        for wave in ("baseline", "endline")
    ]
    cohort = Cohort(
        "test-1",
        Path("."),
        settings,
        program,
        *people,
        {n: frame(n, logs.get(n, [])) for n in RECORDS},
        {a.survey.survey: a for a in told} if size else {},
    )
    return cohort, pd.DataFrame(pairs, columns=["mentee_id", "mentor_id"])


def desk_of(size, language):
    cohort, pairs = cohort_of(size)
    desk = Desk(cohort, Path("."), Path("."), language, DAY)
    desk.__dict__["pairs"] = pairs
    return desk


@cache
def aggregates_of(size):
    """The public tables of a cohort of that size, as JSON; made once."""
    cohort, pairs = cohort_of(size)
    return json.dumps(public_aggregates(standing(cohort, pairs, DAY)))


def report_of(size, language):
    return Report(json.loads(aggregates_of(size)), language)


@pytest.mark.parametrize(("size", "language"), [(0, "en"), (2, "es"), (40, "es")])
def test_every_cell_of_the_notebook_says_something(size, language):
    """Nobody, two pairs and forty: each cell gives prose, a table or a picture with words, and never shows NaN."""
    desk = desk_of(size, language)
    for module, names in STORIES:
        for name in names.split():
            shown = getattr(module, name)(desk)
            assert len(repr(shown)) > 10 and "nan" not in re.sub('base64,[^"]*', "", shown._repr_html_()), name


@pytest.mark.parametrize(("size", "language"), [(0, "es"), (12, "en"), (40, "en")])
def test_every_cell_of_the_report_says_something(size, language):
    """The public report stands for cohorts of none, of twelve and of forty."""
    told = report_of(size, language)
    for module, names in ((report, REPORT), (report_parts, PARTS)):
        for name in names.split():
            assert len(repr(getattr(module, name)(told))) > 10, name


def test_both_catalogues_speak_both_languages():
    """Each sentence stands in Spanish and in English, with the same values in it."""
    for name in ("evaluation", "report"):
        for key, words in catalogue(name).items():
            fields = [set(re.findall(r"{(\w+)", words[language])) for language in ("es", "en")]
            assert fields[0] == fields[1], key


def test_pictures_can_be_read_on_a_telephone():
    """Pictures have a form of a telephone's width, words above the lines; one without is of a width that both can read."""
    told, desk = report_of(40, "es"), desk_of(40, "es")
    private = [cell(desk) for cell in (story.flow, story.fidelity, story.closures, story.match_length, changes.change_picture)]
    for drawn in (*private, report.flow(told), report.fidelity(told), report.outcomes(told)):
        assert 300 < int.from_bytes(drawn.narrow[16:20], "big") * 96 / 144 < 380, drawn.caption
        assert '<source media="(max-width: 44rem)"' in drawn._repr_html_()

    assert "mk-scroll" not in limits.engagement(desk)._repr_html_() and "max-width" in limits.engagement(desk)._repr_html_()
