"""Planning: the charter's words, open decisions, own rates, plans with dates, and training by the standard's hours."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mentorkit.io.curriculum import read_curriculum
from mentorkit.io.yaml import checked_model, read_document
from mentorkit.model.program import Program
from mentorkit.planning.charter import charter, open_decisions
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
    assert "A. Indicador: Se vieron. Meta: 90\u00a0%, semana 3 (22 de febrero de 2026). Fuente: meetings.csv." == objectives("es", MONDAY)[0]
    assert "B. Indicador: Confianza. Meta: 0,3, 30 de junio de 2026. Fuente: exit.confidence." == objectives("es")[1]
    assert "A. Indicator: Met. Target: 90\u00a0%, week 3. Source: meetings.csv." == objectives("en")[0]
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
