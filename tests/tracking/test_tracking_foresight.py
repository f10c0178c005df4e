"""Rules against what happened, and the model that appears only where there is enough to try it on."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from pandas import DataFrame
from scipy.stats import mannwhitneyu
from tracking_cases import TWO, asked, closed, cohort, day, met

from mentorkit.tracking.foresight import NEEDED, foresight
from mentorkit.tracking.histories import PREDICTORS, confusion, pair_histories


def told(name: str, year: int, rows: list[tuple[bool, bool, float]]) -> DataFrame:
    """Histories of a cohort: flagged, early, and days of silence, of each pair."""
    ids = [f"e{place:03}" for place in range(len(rows))]
    frame = DataFrame(rows, columns=["flagged", "early", "days_silent"])
    frame = frame.assign(cohort=name, starts=dt.date(year, 2, 2), mentee_id=ids, mentor_id="m", lead_days=30.0)
    frame["place"] = np.where(frame["flagged"], frame["flagged"].cumsum(), np.nan)
    return frame.assign(**{one: np.nan if one == "rating" else 0.0 for one in PREDICTORS if one != "days_silent"})


def silent_close(flags: list[bool]) -> list[tuple[bool, bool, float]]:
    """Sixty silent pairs that close early, but for every sixth, and sixty that are in contact and stay."""
    gone = [(flags[place % len(flags)], place % 6 != 0, 40.0 + place) for place in range(60)]
    return gone + [(flags[(place + 1) % len(flags)], False, 1.0 + place % 20) for place in range(60)]


def test_histories_hold_what_was_known_on_the_day():
    """On day 35: one of three meetings due held, silent since day 2, one no-show, half unanswered, lowest last rating."""
    checkins = [asked("e1", 20, False), {**asked("m1", 2), "relationship": 4.0}]
    data = cohort(meetings=[met(2), met(20, "no-show"), met(60)], checkins=checkins, closures=[closed(80, "mentor-time")])
    table = pair_histories(data, TWO, day(140)).set_index("mentee_id")

    assert (True, True, 45) == tuple(table.loc["e1"][["flagged", "early", "lead_days"]])
    assert [1 / 3, 33, 1, 0.5, 4] == pytest.approx(list(table.loc["e1"][list(PREDICTORS)].astype(float)))
    assert [2, 1] == list(table["place"])  # e2 has nothing on record: unknown comes before amber


def test_confusion_is_counted_cohort_by_cohort():
    """Two flagged and one right, one missed, one left in peace; an older cohort stands first."""
    rows = [(True, True, 1.0), (True, False, 1.0), (False, True, 1.0), (False, False, 1.0)]
    table = confusion(pd.concat([told("b", 2026, rows), told("a", 2025, rows[:2])]))

    assert ["a", "b"] == list(table["cohort"])
    assert [1, 1, 1, 1] == list(table.iloc[1][["flagged_closed", "flagged_stayed", "calm_closed", "calm_stayed"]])
    assert [0.5, 0.5, 0.5, 30, 2] == list(table.iloc[1][["sensitivity", "specificity", "precision", "lead_days", "calls"]])


def test_no_model_up_to_a_hundred_early_closures():
    """Exactly 100 are too few; one more, and it appears; never with one cohort alone."""
    earlier = told("a", 2025, silent_close([True, False]))
    later = told("b", 2026, silent_close([True, False]))
    early = pd.concat([earlier, later])
    assert NEEDED == early["early"].sum() == 100

    one_more = pd.concat([early, told("a", 2025, [(True, True, 50.0)]).assign(mentee_id="x")])
    assert foresight(early, 10) is None
    assert foresight(one_more, 10) is not None
    assert foresight(one_more.assign(cohort="a", starts=dt.date(2025, 2, 2)), 10) is None


@pytest.fixture(scope="module")
def trial():
    """A model that learned from two cohorts and was tried on a third, where the rules flag at random."""
    cohorts = [told(name, year, silent_close([True, False])) for name, year in (("a", 2024), ("b", 2025), ("c", 2026))]
    return foresight(pd.concat(cohorts).sample(frac=1, random_state=1), 10), cohorts[-1]


def test_the_latest_cohort_is_held_out(trial):
    """Split by time, not at random; the order of rows does not matter."""
    found, held_out = trial

    assert ("c", 240, len(held_out)) == (found.cohort, found.learned_from, found.pairs)


def test_figures_agree_with_their_definitions(trial):
    """AUC is Mann–Whitney's U ÷ pairs; the Brier scores and the calibration are means that can be written down."""
    found, held_out = trial
    chance, truth = found.chances(held_out), held_out["early"].to_numpy(bool)
    auc = mannwhitneyu(chance[truth], chance[~truth]).statistic / (truth.sum() * (~truth).sum())

    assert auc == pytest.approx(found.auc)
    assert np.mean((chance - truth) ** 2) == pytest.approx(found.brier)
    assert np.mean((100 / 240 - truth) ** 2) == pytest.approx(found.base_brier)
    assert truth.mean() - chance.mean() == pytest.approx(found.calibration)
    assert found.brier < found.base_brier


def test_every_bin_holds_twenty_pairs(trial):
    """Bins cover everybody, and none is small."""
    bins = trial[0].bins

    assert (bins["n"] >= 20).all()
    assert 120 == bins["n"].sum()


def test_the_model_is_kept_only_where_it_does_better():
    """Rules that flag exactly those who close beat it; rules that flag at random do not."""
    perfect = [(early, early, silent) for _, early, silent in silent_close([True])]
    seen = pd.concat([told("a", 2024, perfect), told("b", 2025, perfect), told("c", 2026, perfect)])
    found = foresight(seen, 10)

    assert 1.0 == found.rules_precision
    assert not found.is_better
    blind = pd.concat([told(n, y, silent_close([True, False])) for n, y in (("a", 2024), ("b", 2025), ("c", 2026))])
    other = foresight(blind.assign(place=np.where(blind["flagged"], -blind["place"], np.nan)), 10)
    assert other.is_better and other.model_precision > other.rules_precision


def test_predictors_hold_nothing_about_who_somebody_is():
    """Five at most, all of them about meetings, answers and ratings."""
    assert ("adherence", "days_silent", "missed", "unanswered", "rating") == PREDICTORS
