"""Flags by week and by group: what can be counted by hand, and what may not be worked out."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame
from tracking_cases import TWO, asked, closed, cohort, day, goal, met

from mentorkit.tracking.early_warning import FEWEST, flags_by_group, flags_by_week, log_on
from mentorkit.tracking.log import first_days, pair_logs
from mentorkit.tracking.states import pair_states


def test_flags_of_each_week_by_hand():
    """Pair 1 meets on day 3 alone: flagged from day 25 on; pair 2 is unknown from day 14 until it meets on day 22, and closes on day 29."""
    data = cohort(meetings=[met(3), met(22, pair=2)], closures=[closed(29, "fit", pair=2)])
    table = flags_by_week(data, pair_logs(data, TWO, day(41)), day(41))

    assert [1, 2, 3, 4, 5, 6] == list(table["week"])
    assert [2, 2, 2, 2, 1, 1] == list(table["live"])
    assert [0, 0, 1, 1, 1, 1] == list(table["flagged"])
    assert [0, 0, 1, 1, 0, 0] == list(table["new"])


def test_a_week_counts_once_it_has_passed():
    """On day 5 no week has; on day 6 the first has."""
    data = cohort(meetings=[met(3)])

    assert flags_by_week(data, pair_logs(data, TWO, day(5)), day(5)).empty
    assert [1] == list(flags_by_week(data, pair_logs(data, TWO, day(6)), day(6))["week"])


DAYS = st.integers(-3, 60)
LOGS = st.fixed_dictionaries({
    "meetings": st.lists(st.builds(met, DAYS, st.sampled_from(["yes", "no-show"]), st.sampled_from([1, 2])), max_size=6),
    "checkins": st.lists(st.builds(asked, st.sampled_from(["e1", "m1", "e2"]), DAYS, st.booleans()), max_size=6),
    "goals": st.lists(st.builds(goal, DAYS, st.sampled_from([-1, 0])), max_size=4),
    "closures": st.lists(st.builds(closed, DAYS, st.just("fit")), max_size=1),
})


@settings(deadline=None)
@given(LOGS, st.integers(0, 60), st.integers(0, 30))
def test_a_log_looked_at_later_gives_the_log_of_the_earlier_day(logs, number, later):
    """Cutting the log of a later day is the same as asking for the earlier day."""
    data = cohort(**{name: rows for name, rows in logs.items() if rows})
    as_of = day(number + later)
    cut = [log_on(log, day(number), as_of, first_days(data)) for log in pair_logs(data, TWO, as_of)]

    assert pair_logs(data, TWO, day(number)) == cut


@settings(deadline=None, max_examples=30)
@given(LOGS, st.integers(7, 60))
def test_flags_of_a_week_are_the_states_of_its_last_day(logs, number):
    """What is counted afterwards is what the call list of that Sunday would have said."""
    data = cohort(**{name: rows for name, rows in logs.items() if rows})
    table = flags_by_week(data, pair_logs(data, TWO, day(number)), day(number))

    for row in table.itertuples():
        states = pair_states(data, TWO, data.starts + dt.timedelta(days=7 * row.week - 1))["state"]
        assert states.isin(["urgent", "needs-check-in", "unknown"]).sum() == row.flagged
        assert (states != "closed").sum() == row.live


def histories(*sizes: tuple[str | None, int, int]) -> tuple[DataFrame, DataFrame]:
    """Pairs flagged in each category of a column, and the mentees behind them."""
    rows = [(name, place < flagged) for name, pairs, flagged in sizes for place in range(pairs)]
    ids = [f"e{place:03}" for place in range(len(rows))]
    people = DataFrame({"zone": [name for name, _ in rows]}, index=ids)
    return DataFrame({"mentee_id": ids, "flagged": [flagged for _, flagged in rows]}), people


def test_flag_rates_by_group():
    """Three of twelve in the south, six of twenty in the north; a column that nobody has is left out."""
    found = flags_by_group(*histories(("sur", 12, 3), ("norte", 20, 6)), ["zone", "age"])

    assert [("zone", "norte", 20, 6, 0.3), ("zone", "sur", 12, 3, 0.25)] == list(found.itertuples(index=False, name=None))


def test_small_groups_are_put_together_until_nobody_can_be_worked_out():
    """Three in the west and no answer of two take the next smallest with them; where one row is left, none is shown."""
    found = flags_by_group(*histories(("oeste", 3, 3), (None, 2, 0), ("sur", 12, 3), ("norte", 20, 6)), ["zone"])

    assert [("norte", 20, 6), ("oeste · sur · –", 17, 6)] == list(found[["category", "pairs", "flagged"]].itertuples(index=False, name=None))
    assert flags_by_group(*histories(("oeste", 3, 3), ("norte", 20, 6)), ["zone"]).empty


@given(st.lists(st.tuples(st.sampled_from("abcdefg"), st.integers(1, 25), st.integers(0, 25)), max_size=7, unique_by=lambda one: one[0]))
def test_no_row_stands_for_fewer_than_ten_pairs(sizes):
    """Every row has ten pairs or more, and rows cover everybody or nobody."""
    table = flags_by_group(*histories(*((name, pairs, min(pairs, flagged)) for name, pairs, flagged in sizes)), ["zone"])

    assert (table["pairs"] >= FEWEST).all()
    assert table["pairs"].sum() in (0, sum(pairs for _, pairs, _ in sizes))
    assert 1 != len(table)
