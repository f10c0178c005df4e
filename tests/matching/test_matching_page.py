"""The page with the matching's figures says what the benchmark kept, and what it kept holds the promises."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made():
    """Give the module that writes the page, and the figures it kept."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import matching_page
    finally:
        sys.path.pop(0)
    return matching_page, json.loads(matching_page.KEPT.read_text("utf-8"))


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_page_is_the_one_that_the_command_writes(made, language):
    """No figure of the page was typed by hand, and none is left open."""
    module, figures = made
    text = (ROOT / "playbook" / language / "reference" / "matching.md").read_text("utf-8")

    assert text == module.page(figures, language)
    assert "<" not in text


def test_kept_figures_hold_what_the_page_says(made):
    """Same result as dense scipy at five times its speed and a tenth of its memory; the largest proven in 1.5 GB."""
    _, figures = made
    largest = [one for one in figures["scale"] if one["mentees"] == 100_000]

    assert {one["regime"] for one in largest} == {"alike", "mismatched", "same"}
    assert all(one["gap"] == 0 and one["peak"] < 1500 for one in largest)
    assert all(one["dense"]["seconds"] >= 5 * one["ours"]["seconds"] for one in figures["speed"])
    assert all(one["ours"]["added"] < one["dense"]["added"] / 10 for one in figures["speed"])
    assert all(one["ours"]["total"] == one["dense"]["total"] for one in figures["speed"])
    assert figures["small"][0] < 1
    assert max(way["total"] for cohort in figures["peers"] for way in cohort["ways"].values() if isinstance(way, dict)) == pytest.approx(
        max(cohort["ways"]["mentorkit"]["total"] for cohort in figures["peers"])
    )


def test_the_notebook_says_a_criterions_worth_as_the_page_does(made):
    """The figures in notebook 3 are the measured ones, to two decimals, with their errors."""
    from mentorkit.telling.matching_supply import CHOSEN_BY_HAND, WORTH

    meaning = made[1]["meaning"]
    names = {"text": "text", "tags": "overlap (tags)", "hours": "near (hours)"}
    measured = {name: tuple(round(figure, 2) for figure in meaning["rankings"][way][:2]) for name, way in names.items()}

    assert measured == WORTH
    assert meaning["pairs"] == CHOSEN_BY_HAND
