"""Planning: charter, logic model, indicators, open decisions, own rates, plans with dates, and training by the standard's hours."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mentorkit.io.curriculum import read_curriculum
from mentorkit.io.yaml import checked_model, read_document
from mentorkit.model.program import Program
from mentorkit.model.survey import Survey
from mentorkit.planning.charter import charter
from mentorkit.planning.decisions import DECISIONS, KEPT, is_open, open_decisions
from mentorkit.planning.logic import indicator_table, items_without_indicator, logic_model
from mentorkit.planning.plans import plan_table, training_hours, training_table
from mentorkit.planning.recruiting import own_rates, recruiting_funnel, with_own_rates
from mentorkit.planning.staffing import caseload

MONDAY = dt.date(2026, 2, 2)
INDICATORS = [
    {"id": "started", "group": "implementation", "text": {"es": "Se vieron", "en": "Met"}, "source": "meetings.csv", "unit": "share"},
    {"id": "sure", "group": "outcome", "text": {"es": "Confianza", "en": "Confidence"}, "source": "exit.confidence", "unit": "points"},
]
OBJECTIVES = [
    {"id": "a", "text": "A.", "indicator": "started", "target": 0.9, "by_week": 3},
    {"id": "b", "text": "B.", "indicator": "sure", "target": 0.3, "date": "2026-06-30"},
]


def program(**design) -> Program:
    """Build a programme with this design."""
    return Program(program="Puentes", design=design)


def objectives(language: str, starts: dt.date | None = None) -> tuple[str, ...]:
    """The charter's lines on objectives."""
    sections = charter(program(indicators=INDICATORS, objectives=OBJECTIVES), language, starts)
    return next(section.lines for section in sections if section.key == "objectives")


def test_an_objective_has_indicator_target_source_and_date_as_the_language_writes_them():
    """Shares are percentages, other targets have the language's decimal mark, weeks have their date where known."""
    assert "A. Indicador: Se vieron. Meta: 90%, semana 3 (22 de febrero de 2026). Fuente: meetings.csv." == objectives("es", MONDAY)[0]
    assert "B. Indicador: Confianza. Meta: 0,3, 30 de junio de 2026. Fuente: exit.confidence." == objectives("es")[1]
    assert "A. Indicator: Met. Target: 90%, week 3. Source: meetings.csv." == objectives("en")[0]
    assert "Target: 0.3, 30 June 2026" in objectives("en")[1]


def test_an_indicator_without_a_source_is_an_error():
    """The source is needed; so is the indicator of an objective."""
    with pytest.raises(ValidationError, match="source"):
        program(indicators=[{"id": "x", "group": "reach", "text": "X"}])
    with pytest.raises(ValidationError, match='no indicator has the id "x"'):
        program(objectives=[{"id": "o", "text": "O", "indicator": "x", "target": 1}])


def test_open_decisions_fall_as_decisions_are_made(root):
    """A default in force stays open until the programme says it; the example leaves nothing open."""
    empty, decided = program(), program(purpose="P", size={"mentees": 10, "mentors": 10})
    example = checked_model(Program, read_document(root / "program.yml"))

    assert {"design.purpose", "design.size"} == set(open_decisions(empty)) - set(open_decisions(decided))
    assert [] == open_decisions(example)


@pytest.mark.parametrize("key", DECISIONS)
def test_each_decision_of_the_example_opens_again_when_it_is_taken_back(root, key):
    """What the example decides counts as open once it is named as undecided, and but for what is taken over, once it is not written."""
    document = read_document(root / "program.yml")
    *above, last = key.split(".")
    named = checked_model(Program, replace(document, data=document.data | {"undecided": [key]}))
    data = copy.deepcopy(document.data)
    part = data
    for step in above:
        part = part[step]
    del part[last]
    if key == "design.indicators":
        del data["design"]["objectives"]  # they lean on indicators

    assert [key] == open_decisions(named)
    assert is_open(checked_model(Program, replace(document, data=data)), key) is (key not in KEPT or key == "criteria")


def test_having_none_can_be_decided():
    """No partners and no groups are answers once they are written; the charter says that there are no partners."""
    decided = Program(program="A", design={"alliances": []}, evaluation={"groups": []})
    lines = {section.key: section.lines for section in charter(decided, "en")}

    assert not {"design.alliances", "evaluation.groups"} & set(open_decisions(decided))
    assert {"design.alliances", "evaluation.groups"} <= set(open_decisions(Program(program="A")))
    assert ("No partner organisations",) == lines["alliances"]


def test_undecided_names_keys_that_exist():
    """A key that program.yml does not have is refused by its name."""
    with pytest.raises(ValidationError, match='undecided names "design.sise", which is no key'):
        Program(program="A", undecided=["design.sise"])


SEEN = {
    "first": pd.DataFrame({"step": ["applied", "completed"], "count": [40, 12], "of": [160, 20]}),
    "second": pd.DataFrame({"step": ["applied", "completed"], "count": [60, 18], "of": [240, 30]}),
}


def test_own_rates_add_cohorts_up_and_leave_written_rates_alone():
    """100 of 400 applied in two cohorts: 0.25 with its interval; a rate that the programme has written stands."""
    rates = own_rates(SEEN)
    own = {"low": 0.5, "likely": 0.5, "high": 0.5, "source": "our board"}
    plan = with_own_rates(program(funnel={"completed": own}), rates)

    assert (0.25, "first, second: 100 / 400") == (rates["applied"].likely, rates["applied"].source)
    assert rates["applied"].low < 0.25 < rates["applied"].high
    assert 0.25 == plan.design.funnel.applied.likely
    assert "our board" == plan.design.funnel.completed.source
    assert "planning default" in plan.design.funnel.accepted.source


def test_own_rates_reach_the_funnel():
    """With 30 of 50 completed, 60 mentees give 36; the source stands in the funnel."""
    plan = with_own_rates(program(size={"mentees": 60, "mentors": 60}), own_rates(SEEN))
    table = recruiting_funnel(plan).set_index(["who", "step"])

    assert 36 == table.at[("mentees", "completed"), "likely"]
    assert "first, second: 30 / 50" == table.at[("mentees", "completed"), "source"]


def step(week: int, every: int | None = None, plan: str = "communication") -> dict:
    """Build a step of a plan."""
    return {"plan": plan, "text": f"w{week}", "audience": ["mentees"], "week": week, "every": every, "owner": "x"}


def test_steps_have_dates_on_working_days_and_count_how_often():
    """Week 8 begins on the holiday of 23 March: the 24th. Every four weeks from 4 to 20 is five times."""
    table = plan_table(program(plans=[step(8), step(4, 4), step(24, 4), step(-10)]), MONDAY, "es").set_index("text")

    assert dt.date(2026, 3, 24) == table.at["w8", "date"]
    assert dt.date(2025, 11, 24) == table.at["w-10", "date"]
    assert [1, 5, 1] == [table.at[name, "times"] for name in ("w8", "w4", "w-10")]
    assert pd.isna(table.at["w24", "times"])
    assert ["w-10", "w4", "w8", "w24"] == list(table.index)


@given(st.integers(-10, 30).filter(bool), st.integers(1, 12))
def test_repeated_steps_never_run_past_the_end(week, every):
    """The last time lies in the programme's weeks, and one more would not."""
    table = plan_table(program(plans=[step(week, every)]), None, "en")
    count = table["times"].iloc[0]
    place = week + 1 if week < 0 else week  # weeks as a line without a gap at 0

    if week > 20:
        assert pd.isna(count)
    else:
        assert place + (count - 1) * every <= 20 < place + count * every
    assert table["date"].isna().all()


def test_training_by_the_standards_hours(root):
    """T1 and T2 are four hours before matching, T3 makes six; S00 is an hour and a half; circles count nothing."""
    sessions = [guide.session for guide in read_curriculum(root).values()]
    table = training_table(sessions, program()).set_index("code")

    assert {"before": 4, "before_asked": 2, "all": 6, "all_asked": 6, "orientation": 1.5, "orientation_asked": 1} == training_hours(sessions, program())
    assert [2, 4, 6, 6, 6] == list(table["hours_so_far"])
    assert [True, True, False, False, False] == list(table["before_matching"])


def test_caseload_by_hand():
    """30 pairs, both sides every 30 days: 14 calls a week, 20 minutes each; two roles that call have 15 pairs each."""
    roles = [{"id": id, "text": id, "hours_per_week": 5, "tasks": ["support"]} for id in ("a", "b")]
    load = caseload(program(roles=roles))

    assert 14 == pytest.approx(load["calls"])
    assert 14 / 3 == pytest.approx(load["hours"])
    assert 15 == load["pairs_each"]


def test_an_empty_charter_names_its_gaps_and_invents_nothing():
    """Only what is in force by default has lines; the rest is missing by its key."""
    empty = Program(program="Puentes")
    filled = {section.key for section in charter(empty, "en") if section.lines}

    assert {"format", "duration", "eligibility", "completion"} == filled
    assert {"design.purpose", "criteria"} <= set(open_decisions(empty))


def test_a_default_that_nobody_decided_is_named_as_one():
    """Format, length, size, ages and completion stand with the keys that say them; what is said is no assumption."""
    assumed = {section.key: section.assumed for section in charter(Program(program="Puentes"), "es") if section.assumed}
    decided = Program(program="Puentes", weeks=16, design={"format": "group"})
    left = {section.key: section.assumed for section in charter(decided, "es")}

    assert {
        "format": ("design.format", "design.assignment"),
        "duration": ("weeks", "cadence_days", "design.size"),
        "eligibility": ("eligibility.mentees", "eligibility.guardian_below"),
        "completion": ("evaluation.completion",),
    } == assumed
    assert ("design.assignment",) == left["format"]
    assert ("cadence_days", "design.size") == left["duration"]


def test_what_was_taken_over_from_the_example_is_named_in_the_charter():
    """Criteria that nobody decided stand in the charter with their key, and so does any text named as undecided."""
    criterion = {"id": "zone", "kind": "same", "mentee": "zone", "mentor": "zone"}
    draft = Program(program="A", criteria=[criterion], undecided=["criteria", "design.purpose"], design={"purpose": "P"})
    assumed = {section.key: section.assumed for section in charter(draft, "es")}

    assert (("criteria",), ("design.purpose",)) == (assumed["criteria"], assumed["purpose"])
    assert () == {s.key: s.assumed for s in charter(draft.model_copy(update={"undecided": []}), "es")}["criteria"]


def test_a_charter_says_what_was_written_in_each_language():
    """Texts come in the language asked for; a filled section is no gap."""
    design = program(purpose={"es": "Abrir puertas", "en": "Open doors"})

    assert ("Open doors",) == charter(design, "en")[0].lines
    assert ("Abrir puertas",) == charter(design, "es")[0].lines
    assert "design.purpose" not in open_decisions(design)


COUNTS = st.lists(st.integers(0, 6), min_size=5, max_size=5)


@given(COUNTS)
def test_boxes_of_the_logic_model_stay_inside_and_never_overlap(counts):
    """Every box lies in the unit square, in the order of its column, apart from all others."""
    names = ("inputs", "activities", "outputs", "outcomes", "impact")
    model = {name: [f"{name} {n}" for n in range(count)] for name, count in zip(names, counts, strict=True)}
    picture = logic_model(program(logic_model=model), "es")

    assert sum(counts) == len(picture.boxes)
    for box in picture.boxes:
        assert -1e-9 <= box.x and box.x + box.width <= 1 + 1e-9
        assert -1e-9 <= box.y and box.y + box.height <= 1 + 1e-9
    for a, b in itertools.combinations(picture.boxes, 2):
        apart_x = a.x + a.width <= b.x + 1e-9 or b.x + b.width <= a.x + 1e-9
        assert apart_x or a.y + a.height <= b.y + 1e-9 or b.y + b.height <= a.y + 1e-9


COUNTED = [
    {
        "id": "done",
        "group": "implementation",
        "text": "Completed",
        "source": "meetings.csv",
        "metric": "completion",
    },
    {"id": "told", "group": "reach", "text": "Told", "source": "exit.recommend"},
]


def test_indicators_stand_with_their_objectives():
    """Reach before implementation; an indicator without an objective keeps an empty target."""
    table = indicator_table(
        program(
            indicators=COUNTED, objectives=[{"id": "a", "text": "T", "indicator": "done", "target": 0.7}]
        ),
        "es",
    )

    assert ["told", "done"] == list(table["indicator"])
    assert 0.7 == table["target"].iloc[1]
    assert pd.isna(table["target"].iloc[0])


def test_an_item_that_serves_no_indicator_is_named():
    """`recommend` serves an indicator, `colour` none though a source names its survey, and a text needs none."""
    survey = Survey.model_validate(
        {
            "survey": "exit",
            "who": "mentees",
            "wave": "endline",
            "file": "x.csv",
            "items": [
                {"id": "recommend", "question": "?", "kind": "number"},
                {"id": "colour", "question": "?", "kind": "number"},
                {"id": "why", "question": "?", "kind": "text"},
            ],
        }
    )

    named = [*COUNTED, {"id": "any", "group": "reach", "text": "Any", "source": "surveys/exit.yml"}]

    assert ["exit.colour"] == items_without_indicator(program(indicators=named), [survey])
