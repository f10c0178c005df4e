"""Planning: funnel, calendar, staff, money, learning, risks, scenarios, and the pilot."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.errors import InvalidInputError
from mentorkit.io.curriculum import read_arc
from mentorkit.model.curriculum import Session
from mentorkit.model.program import Program
from mentorkit.planning.facts import Fact
from mentorkit.planning.learning import (
    complete_answers,
    minimum_detectable,
    people_needed,
    what_can_be_learned,
)
from mentorkit.planning.pilot import pairs_that_fit, stop_rules
from mentorkit.planning.recruiting import (
    alliance_balance,
    mentors_by_field,
    observed_range,
    people_by_field,
    recruiting_funnel,
)
from mentorkit.planning.scenarios import as_planned, scenario, scenarios
from mentorkit.planning.schedule import arc, calendar, free_day, gantt, holiday_dates, session_date
from mentorkit.planning.staffing import budget, needed_hours, staff_balance, staff_hours, unit_costs
from mentorkit.planning.standards import risk_matrix, risk_table

MONDAY = dt.date(2026, 2, 2)


def session(
    code: str, week: int, kind: str = "mentee-workshop", minutes: int = 120, prep=(), audience=("mentees",)
) -> Session:
    """Build a session with two blocks and the tasks given as (when, words)."""
    return Session.model_validate(
        {
            "id": code,
            "slug": "a-session",
            "kind": kind,
            "audience": list(audience),
            "stages": [1],
            "week": week,
            "duration": minutes,
            "short": True,
            "group": {"min": 1, "max": 24, "unit": "group"},
            "requires": [],
            "outcomes": ["O1"],
            "objectives": [
                {"id": "o1", "verb": "draw", "evidence": "worksheet.x"},
                {"id": "o2", "verb": "say", "evidence": "exit.q1"},
            ],
            "inspired_by": [],
            "blocks": [
                {"id": "b1", "type": "welcome", "minutes": 10, "min": 5},
                {"id": "b2", "type": "close", "minutes": 10, "min": 5},
            ],
            "exit": [{"id": "q1", "kind": "open"}],
            "materials": [],
            "prep": [{"when": when, "task": {"es": words, "en": words}} for when, words in prep],
            "pair_followup": None,
            "measures": [],
            "safeguarding": {"sensitive": False, "note_block": None},
            "license": "CC-BY-4.0",
            "status": "draft",
        }
    )


def program(**design) -> Program:
    """Build a programme with this design."""
    return Program(program="Puentes", design=design)


def rates(rate: float) -> dict:
    """The same rate at all three ends."""
    return {"low": rate, "likely": rate, "high": rate, "source": "test"}


def test_the_funnel_is_read_backwards():
    """For 10 completed at one half each: 20 matched, 40 accepted, 80 interviewed, 160 invited."""
    half = {name: rates(0.5) for name in ("applied", "accepted", "matched", "completed")}
    table = recruiting_funnel(program(funnel=half, size={"mentees": 20, "mentors": 10}), completed=10)
    mentees = table[table["who"] == "mentees"].set_index("step")["likely"]
    mentors = table[table["who"] == "mentors"].set_index("step")["likely"]

    assert [160, 80, 40, 20, 10] == list(mentees)
    assert [80, 40, 20, 10] == list(mentors)


@given(st.integers(1, 500))
def test_the_funnel_suffices_and_keeps_its_order(goal):
    """Low ≤ likely ≤ high, never more at a later step, and the likely numbers really lead to the goal."""
    plan = program()
    table = recruiting_funnel(plan, completed=goal)
    table = table[table["who"] == "mentees"].set_index("step")

    assert (table["low"] <= table["likely"]).all() and (table["likely"] <= table["high"]).all()
    assert table["likely"].is_monotonic_decreasing
    assert table.loc["matched", "likely"] * plan.design.funnel.completed.likely >= goal - 1e-9


def test_a_rate_of_ones_own_cohort_replaces_the_default():
    """Wilson's interval of 20 in 30: 0.488 to 0.808 (published tables); nobody of 30 is refused."""
    seen = observed_range(20, 30, "own")

    assert (0.4878, 0.6667, 0.8077) == (seen.low, seen.likely, seen.high)
    with pytest.raises(InvalidInputError):
        observed_range(0, 30, "own")


def test_mentors_by_field_against_promises():
    """20 mentees want it and 10 health: of 15 mentors 10 and 5; six promised in it leave a gap of four."""
    plan = program(
        size={"mentees": 30, "mentors": 15, "fields": {"it": 20, "health": 10}},
        alliances=[{"name": "A", "mentors": 8, "fields": {"it": 6}}, {"name": "B", "mentors": 3}],
    )
    table = mentors_by_field(plan).set_index("field")

    assert [5, 10, 0] == list(table["needed"])
    assert [0, 6, 5] == list(table["promised"])
    assert [5, 4, 0] == list(table["gap"])
    assert {"promised": 11, "needed": 15, "missing": 4} == alliance_balance(plan)


def test_a_field_is_one_however_it_is_written():
    """Capitals, accents left out and synonyms are counted with the programme's own term."""
    answers = pd.DataFrame({"field": ["Tecnología", "tecnologia", "TECNOLOGÍA ", "sistemas", "Salud", None]})
    counted = people_by_field(program().model_copy(update={"synonyms": {"Tecnología": ["sistemas"]}}), answers, "field")
    assert counted == {"Tecnología": 4, "Salud": 1}


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 50), min_size=1), st.integers(1, 200))
def test_needed_mentors_add_up(wanted, mentors):
    """The mentors of all fields are the planned mentors, whatever the shares."""
    table = mentors_by_field(program(size={"mentees": 10, "mentors": mentors}), wanted)

    assert (mentors if sum(wanted.values()) else 0) == table["needed"].sum()


@pytest.mark.parametrize("people", [12, 30, 80])
def test_the_detectable_change_is_seen_in_four_of_five_simulated_cohorts(people):
    """People with just that change, drawn 4,000 times: a paired t test finds it in 80 % of them, within 2.5 points."""
    from scipy.stats import ttest_1samp

    change = np.random.default_rng(8).normal(minimum_detectable(people), 1, size=(4000, people))

    assert 0.8 == pytest.approx((ttest_1samp(change, 0, axis=1).pvalue < 0.05).mean(), abs=0.025)


def test_weeks_become_dates():
    """Week 1 is the first day, week 3 two weeks later, and the week before week 1 is week −1."""
    assert [dt.date(2026, 1, 26), MONDAY, dt.date(2026, 2, 16)] == [
        session_date(MONDAY, week) for week in (-1, 1, 3)
    ]


def test_colombian_holidays_are_skipped():
    """23 March 2026 (San José) is a Monday: the session of week 8 moves to Tuesday, and says so."""
    plan = Program(program="P", country="CO")
    table = calendar(plan, MONDAY, [session("S04", 8), session("S05", 9)], "es")
    held = table[table["what"] == "session"].set_index("code")

    assert dt.date(2026, 3, 23) in holiday_dates("CO", [2026])
    assert pd.Timestamp(2026, 3, 24) == held.loc["S04", "date"]
    assert pd.Timestamp(2026, 3, 23) == held.loc["S04", "moved_from"]
    assert pd.Timestamp(2026, 3, 30) == held.loc["S05", "date"]
    assert pd.isna(held.loc["S05", "moved_from"])


def test_preparations_fall_on_earlier_working_days():
    """Seven days before Monday 2 February is a Monday; one day before is a Sunday, so Friday it is."""
    tasks = [("-7d", "imprimir"), ("-1d", "ensayar"), ("-30m", "sillas"), ("+1d", "llamar")]
    table = calendar(Program(program="P"), MONDAY, [session("S01", 1, prep=tasks)], "es").set_index("text")

    days = {text: table.loc[text, "date"].date() for _, text in tasks}
    assert {
        "imprimir": dt.date(2026, 1, 26),
        "ensayar": dt.date(2026, 1, 30),
        "sillas": MONDAY,
        "llamar": dt.date(2026, 2, 3),
    } == days


@given(st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31)), st.sampled_from(["CO", "MX", "ES", "XX"]))
def test_nothing_of_ours_falls_on_a_holiday(starts, country):
    """Sessions, preparations and milestones but the first and the last day avoid holidays; a country unknown has none."""
    closed = holiday_dates(country, range(starts.year - 1, starts.year + 4))
    tasks = [("-7d", "x"), ("+1d", "y")]
    plan = Program(program="P", country=country)
    table = calendar(plan, starts, [session("S01", 1, prep=tasks), session("S02", 3)], "en")
    table = table[~table["kind"].isin(["programme-starts", "programme-ends"])]

    assert not set(table["date"].dt.date) & set(closed)
    assert table["date"].is_monotonic_increasing
    before = table[table["kind"].isin(["call-mentors", "pairs-decided"])]
    assert (before["date"] <= pd.Timestamp(starts)).all()


def test_a_free_day_goes_forwards_or_backwards():
    """From Saturday, working days lie on Monday and on Friday."""
    saturday = dt.date(2026, 2, 7)

    assert saturday == free_day(saturday, ())
    assert dt.date(2026, 2, 9) == free_day(saturday, (), weekends=False)
    assert dt.date(2026, 2, 6) == free_day(saturday, (), -1, weekends=False)


def test_bars_of_the_gantt_picture():
    """Meetings last from the first day for 20 weeks; no bar is empty."""
    bars = gantt(Program(program="P"), MONDAY).set_index("phase")

    assert (pd.Timestamp(MONDAY), pd.Timestamp(2026, 6, 22)) == tuple(
        bars.loc["meetings", ["begins", "ends"]]
    )
    assert (bars["begins"] < bars["ends"]).all()


PLAN = read_arc(Path(__file__).parents[2]).arc


def test_shorter_and_longer_arcs():
    """16 weeks hold the eight core workshops in odd weeks; 24 weeks end with S10 in week 23."""
    whole = [session(f"S{n:02}", 2 * n - 1) for n in range(1, 11)]

    assert [
        ("S01", 1),
        ("S02", 3),
        ("S04", 5),
        ("S05", 7),
        ("S06", 9),
        ("S07", 11),
        ("S09", 13),
        ("S10", 15),
    ] == [(s.id, s.week) for s in arc(whole, 16, PLAN)]
    assert whole == arc(whole, 20, PLAN)
    assert [21, 23] == [s.week for s in arc(whole, 24, PLAN)][-2:]


STAFFED = {
    "size": {"mentees": 30, "mentors": 30},
    "roles": [
        {
            "id": "coordinator",
            "text": "C",
            "hours_per_week": 20,
            "cost_per_hour": 10,
            "tasks": ["support", "coordination"],
        },
        {"id": "trainer", "text": "T", "hours_per_week": 5, "cost_per_hour": 20, "tasks": ["sessions"]},
    ],
    "budget": {
        "currency": "USD",
        "lines": [
            {"id": "site", "text": "S", "amount": 1000, "per": "programme"},
            {"id": "bus", "text": "B", "amount": 10, "per": "mentee"},
            {"id": "room", "text": "R", "amount": 50, "per": "session"},
        ],
    },
}
HELD = [session("S01", 1), session("P1", 2, "pair-meeting", 50)]


def test_hours_of_a_week_by_hand():
    """120 minutes for 30 people in rooms of 24: 2 h × (2 staff × 2 rooms + 1 of preparation) = 10 hours."""
    table = needed_hours(program(**STAFFED), HELD).set_index(["week", "task"])["hours"]

    assert 10 == table[1, "sessions"]
    assert (2, "sessions") not in table.index
    assert 30 * 2 * 20 / 60 * 7 / 30 == pytest.approx(table[5, "support"])
    assert 30 * 10 / 60 == pytest.approx(table[5, "coordination"])


def test_hours_are_split_over_roles_without_loss():
    """What the roles do adds up to what is needed; work that no role lists stands under a dash."""
    plan = program(**STAFFED)
    split, needed = staff_hours(plan, HELD), needed_hours(plan, HELD)

    assert needed["hours"].sum() == pytest.approx(split["hours"].sum())
    assert {"recruiting"} == set(split.loc[split["role"] == "–", "task"])
    assert 25.0 == staff_balance(plan, HELD)["offered"].iloc[0]


def test_budget_and_unit_costs_by_hand():
    """32 paid weeks: 6,400 and 3,200 for staff, 1,000 once, 300 buses, 50 for the room: 10,950."""
    plan = program(**STAFFED)
    costs = unit_costs(plan, HELD).set_index("what")

    assert 10950 == budget(plan, HELD)["total"].sum()
    assert 10950 / 30 == pytest.approx(costs.loc["participant", "likely"])
    assert [10950 / 30 / rate for rate in (0.75, 0.62, 0.5)] == pytest.approx(
        list(costs.loc["completed-pair"])
    )
    assert 9950 == costs.loc["one-more-cohort", "likely"]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (5, 1.68),
        (8, 1.16),
        (10, 1.00),
        (15, 0.78),
        (20, 0.66),
        (30, 0.53),
        (50, 0.40),
        (100, 0.28),
        (200, 0.20),
    ],
)
def test_minimum_detectable_change_as_computed_with_r(people, expected):
    """The table of the design (R, pwr): standard deviations of the differences at 80 % power."""
    assert expected == round(minimum_detectable(people), 2)


def test_more_people_show_smaller_changes():
    """The smallest change falls with every person more, also at 73 and 109, where the solver answers otherwise."""
    sizes = [*range(66, 80), *range(105, 125)]
    smallest = [minimum_detectable(people) for people in sizes]

    assert all(more < fewer for fewer, more in itertools.pairwise(smallest))
    assert min(smallest) > 0


def test_the_typical_effect_of_mentoring_needs_many_people():
    """g = 0.21 needs 180 complete pairs, or 357 in each of two groups."""
    assert (180, 357) == (people_needed(0.21), people_needed(0.21, groups=2))
    with pytest.raises(InvalidInputError):
        people_needed(0)


def test_how_many_cohorts_until_it_can_be_seen():
    """30 mentees × 0.62 × 0.75 leave 13 complete answers; people needed ÷ 13, rounded up, are the cohorts."""
    learned = what_can_be_learned(program()).set_index("end")

    assert {"low": 9, "likely": 13, "high": 20} == complete_answers(program())
    assert -(-people_needed(0.2) // 13) == learned.loc["likely", "cohorts"]


def test_risks_by_weight():
    """Likelihood × effect, the greatest first; each in its cell of the matrix."""
    risks = [
        {"id": id, "text": id, "likelihood": a, "effect": b, "owner": "x", "early_sign": "y", "answer": "z"}
        for id, a, b in (("data", 1, 3), ("time", 3, 2), ("fit", 2, 2))
    ]
    plan = program(risks=risks)

    assert ["time", "fit", "data"] == list(risk_table(plan, "es")["id"])
    assert ("time",) == risk_matrix(plan).loc[3, 2]
    assert () == risk_matrix(plan).loc[3, 3]


def test_scenarios_change_what_they_say():
    """Twice the pairs need twice the mentors; circles of three a third; longer programmes more hours."""
    plan = program(**STAFFED)
    table = scenarios(plan, HELD, pairs=(30, 60), weeks=(16, 20), circles=(1, 3)).set_index(
        ["format", "pairs", "weeks"]
    )

    assert 8 == len(table)
    assert 60 == table.loc[("one-to-one", 60, 20), "mentors"]
    assert 20 == table.loc[("group", 60, 20), "mentors"]
    assert table.loc[("one-to-one", 30, 20), "hours"] > table.loc[("one-to-one", 30, 16), "hours"]
    assert table.loc[("one-to-one", 60, 20), "detectable"] < table.loc[("one-to-one", 30, 20), "detectable"]


def test_a_scenario_has_the_same_risk_each_week():
    """Of 64 % that complete 20 weeks, 80 % complete 10 and 41 % complete 40: 0.8² = 0.64, 0.64² = 0.41."""
    plan = program(funnel={"completed": rates(0.64)})

    assert [0.8, 0.64, 0.4096] == pytest.approx([scenario(plan, 30, weeks).design.funnel.completed.likely for weeks in (10, 20, 40)])


def test_a_scenario_pays_for_the_hours_it_needs():
    """The plan itself costs what its budget says; circles need fewer interviews and rooms for mentors, so they cost less."""
    plan = program(**STAFFED)
    held = [*HELD, session("T1", -2, "mentor-training", audience=("mentors",))]
    own = as_planned(plan, held).iloc[0]
    table = scenarios(plan, held, (30, 60), (20,), (1, 3)).set_index(["format", "pairs"])

    assert budget(plan, held)["total"].sum() == pytest.approx(own["cost"])
    assert own["cost"] == pytest.approx(table.loc[("one-to-one", 30), "cost"])
    assert table.loc[("group", 30), "cost"] < own["cost"] < table.loc[("one-to-one", 60), "cost"] < 2 * own["cost"]


def test_without_money_written_a_scenario_has_no_cost():
    """A cost of nothing is unknown, not zero."""
    assert as_planned(program(), HELD)[["cost", "cost_per_completed"]].isna().all(axis=None)


def test_a_pilot_as_large_as_the_team_by_hand():
    """The roles offer 25 hours a week: the most pairs whose fullest week stays within them; without roles nobody can say."""
    plan = program(**STAFFED)
    fits = pairs_that_fit(plan, HELD)

    def fullest(pairs: int) -> float:
        return needed_hours(program(**STAFFED | {"size": {"mentees": pairs, "mentors": pairs}}), HELD).groupby("week")["hours"].sum().max()

    assert fullest(fits) <= 25 < fullest(fits + 1)
    assert pairs_that_fit(program(), HELD) is None


def test_a_pilot_stops_where_the_data_stand_below_the_limit():
    """33 of 51 pairs met within 21 days, less than eight in ten: stop and look; 46 of 51 on record is enough; the rest is unknown."""
    table = stop_rules(program(), {"first-meeting": Fact(33, 51), "logged": Fact(46, 51)}).set_index("test")["stops"]

    assert (True, False) == (table["first-meeting"], table["logged"])
    assert table.drop(["first-meeting", "logged"]).isna().all()
