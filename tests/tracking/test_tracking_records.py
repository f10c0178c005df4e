"""Problems in logs, call list, weeks and goals, by examples that can be checked by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame
from tracking_cases import TWO, asked, closed, cohort, day, goal, met

from mentorkit.model.program import Program
from mentorkit.tracking.calls import call_list, support_cadence, workload
from mentorkit.tracking.goals import goal_attainment, goal_hints, goal_standing, goals_by_week
from mentorkit.tracking.problems import log_problems
from mentorkit.tracking.states import pair_states
from mentorkit.tracking.weeks import engagement, introductions_made, network_growth, pair_strips


def test_every_wrong_record_is_named_with_file_and_row():
    """Unknown person and pair, before the match, in the future, twice, closed again, no baseline: all at once."""
    data = cohort(
        meetings=[met(10), met(10), met(10, pair=9), met(10, mentor=2), met(-3), met(500)],
        closures=[closed(90, "fit"), closed(95, "completed")],
        goals=[goal(5, 0, baseline=None), goal(5, 0, name="y")],
    )
    found = {(p.file, p.row, p.column, p.warning) for p in log_problems(data, TWO, day(100))}

    assert {
        ("meetings.csv", 3, "date", True),
        ("meetings.csv", 4, "mentee_id", False),
        ("meetings.csv", 4, "mentor_id", False),
        ("meetings.csv", 5, "mentor_id", False),
        ("meetings.csv", 6, "date", False),
        ("meetings.csv", 7, "date", False),
        ("meetings.csv", 7, "date", True),
        ("closures.csv", 3, "mentee_id", False),
        ("goals.csv", 2, "baseline", True),
    } == found


def test_wrong_records_change_nothing_else():
    """The states are those of the good records alone."""
    good, bad = [met(10)], [met(10), met(10), met(10, pair=9), met(-3), met(500)]

    pd.testing.assert_frame_equal(
        pair_states(cohort(meetings=good), TWO, day(40)), pair_states(cohort(meetings=bad), TWO, day(40))
    )


def test_clean_logs_have_no_problems():
    """A cohort without faults gives an empty list, and so does one without logs."""
    assert [] == log_problems(cohort(meetings=[met(10)], closures=[closed(139, "completed")]), TWO, day(140))
    assert [] == log_problems(cohort(), TWO, day(140))


def test_no_problem_repeats_what_a_cell_holds():
    """Neither ids nor answers of people stand in a message."""
    data = cohort(meetings=[{**met(10), "mentee_id": "secret-7"}])

    assert all("secret-7" not in str(problem) for problem in log_problems(data, TWO, day(20)))


def test_the_call_list_begins_with_the_urgent_and_ends_with_the_hours():
    """Urgent before unknown before amber before a request; two calls of 20 minutes each fit into an hour and 20."""
    program = Program(program="P", tracking={"staff_hours_per_week": 1.5, "minutes_per_call": 20})
    rows = [met(10, pair=2), met(30, pair=3), met(45, pair=4)]
    data = cohort(program, pairs=4, meetings=rows, checkins=[asked("e4", 46, need="hoja de vida")])
    pairs = DataFrame({"mentee_id": ["e1", "e2", "e3", "e4"], "mentor_id": ["m1", "m2", "m3", "m4"]})
    calls = call_list(pair_states(data, pairs, day(53)), data, day(53))

    assert ["urgent", "unknown", "needs-check-in", "on-track"] == list(calls["state"])
    assert ["e2", "e1", "e3", "e4"] == list(calls["mentee_id"])
    assert [True, True, False, False] == list(calls["this_week"])
    assert ("mentee", "hoja-de-vida") == (calls.iloc[3]["call"], calls.iloc[3]["asked"])


def test_only_the_silent_side_is_called_for_unanswered_check_ins():
    """R4 alone on the mentor's side asks for a call to the mentor."""
    data = cohort(
        meetings=[met(10), met(10, pair=2)],
        checkins=[asked("m1", 5, False), asked("m1", 12, False), asked("e1", 12)],
    )
    calls = call_list(pair_states(data, TWO, day(16)), data, day(16))

    assert [("e1", "R4", "mentor")] == list(
        calls[["mentee_id", "rules", "call"]].itertuples(index=False, name=None)
    )


def test_support_cadence_and_workload():
    """A pair called on day 10 is on time until day 40; contacts of the last four weeks are counted by person."""
    support = [
        {"person_id": "e1", "date": day(10), "by": "Luz", "outcome": "bien"},
        {"person_id": "m1", "date": day(11), "by": "Luz", "outcome": None},
    ]
    data = cohort(support=support)
    standing = support_cadence(pair_states(data, TWO, day(32)), data, day(32)).set_index("mentee_id")

    assert (21, "on-time") == tuple(standing.loc["e1"][["days", "standing"]])
    assert (32, "due") == tuple(standing.loc["e2"][["days", "standing"]])
    load = workload(data, day(32)).iloc[0]
    assert ("Luz", 2, 2) == (load["by"], load["contacts"], load["people"])
    assert 2 * 20 / 60 / 4 == pytest.approx(load["hours_per_week"])


def test_strips_tell_no_answer_from_no_log():
    """Week 1 met, week 2 asked without an answer, week 3 nothing on record, week 4 closed on its first day."""
    data = cohort(meetings=[met(3)], checkins=[asked("e1", 8, False)], closures=[closed(21, "fit")])
    strip = pair_strips(data, TWO, day(34))

    assert ["met", "no-answer", "no-log", "no-log", "closed"] == list(
        strip[strip["mentee_id"] == "e1"]["code"]
    )


def test_engagement_counts_every_pair_at_risk_once():
    """Two pairs: in week 1 one met and one is unknown; the running week is not counted yet."""
    table = engagement(cohort(meetings=[met(3)], checkins=[asked("e2", 9)]), TWO, day(20))

    assert [1, 2] == list(table["week"])
    assert [2, 2] == list(table["at_risk"])
    assert [1, 0] == list(table["met"])
    assert [1, 1] == list(table["contact"])
    assert [1, 1] == list(table["unknown"])
    assert [0.5, 0.5] == list(table["share_contact"])


EVENTS = st.lists(
    st.tuples(
        st.integers(-5, 150), st.sampled_from(["yes", "no-show", "cancelled"]), st.sampled_from([1, 2])
    ),
    max_size=15,
)


@settings(deadline=None)
@given(EVENTS, st.integers(0, 160))
def test_engagement_adds_up(events, number):
    """Contact, silent and unknown are all pairs at risk, whatever the log."""
    table = engagement(
        cohort(meetings=[met(when, held, pair) for when, held, pair in events]), TWO, day(number)
    )

    assert (table["contact"] + table["silent"] + table["unknown"] == table["at_risk"]).all()
    assert (table["at_risk"] == 2).all()
    assert (table["met"] <= table["contact"]).all()


def test_the_network_grows():
    """One introduction in week 1 and two in week 3, one of which led to something."""
    rows = [("e1", 2, None), ("e1", 15, "interview"), ("e2", 16, None)]
    data = cohort(
        introductions=[
            {"mentee_id": who, "introduced_by": "m1", "field": "it", "date": day(when), "outcome": what}
            for who, when, what in rows
        ]
    )
    growth = network_growth(data, day(20))

    assert [1, 1, 3] == list(growth["made_so_far"])
    assert [0, 0, 1] == list(growth["with_outcome_so_far"])
    assert [2, 1] == list(introductions_made(data, day(20)))


def test_goals_move_over_time():
    """From −1 in week 1 to 0 in week 3: met from then on, moved by one step."""
    data = cohort(goals=[goal(1, -1), goal(15, 0), goal(2, 1, person="e2", baseline=None)])

    assert [0.0, 0.0, 1.0] == list(goals_by_week(data, day(20))["mean_moved"])
    assert [1, 1, 2] == list(goals_by_week(data, day(20))["met"])
    standing = goal_standing(data, day(20)).set_index("person_id")
    assert 1.0 == standing.loc["e1", "moved"]
    assert pd.isna(standing.loc["e2", "moved"])
    assert [50.0, 60.0] == list(goal_attainment(data, day(20))["attainment"])


def test_hints_name_what_a_goal_lacks():
    """A whole goal gets no hint; a wish gets all of them, in the language asked for."""
    assert [] == goal_hints("Enviar tres hojas de vida antes de abril", "es")
    assert 4 == len(goal_hints("Ser mejor", "es"))
