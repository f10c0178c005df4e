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


def test_text_is_below_no_simple_way_in_any_language(made):
    """On real translated texts, in no language two errors below the best of the simple ways; many languages."""
    measured = made[1]["translations"]
    apart = {one["language"]: one["apart"] for one in measured}

    assert {"es", "en", "pt", "ru", "ar", "zh_CN", "fr", "de", "ja"} <= set(apart)
    assert [name for name, (mean, error) in apart.items() if mean < -2 * error] == []
    assert all(max(one["ways"].values()) > 0.5 and one["cohorts"] >= 4 for one in measured)


def test_the_code_for_many_machines_gives_the_same_pairs():
    """The page's lines for Dask, run on one worker: block by block the same pairs as one look at all of them."""
    import re

    import numpy as np
    from matching_cases import FULL, random_roster

    from mentorkit.matching.graph import Graph
    from mentorkit.matching.scoring import scores

    distributed = pytest.importorskip("distributed")
    text = (ROOT / "playbook" / "en" / "reference" / "matching.md").read_text("utf-8")
    code = re.search(r"```python\n(.*?)```", text, re.S)[1]
    n, m = 700, 90
    graph = Graph(scores(random_roster(np.random.default_rng(0), n, m), FULL), np.arange(n), np.arange(m))
    among, prices, floors = np.arange(n), np.arange(m) * 1000, np.full(n, -1)
    with distributed.Client(processes=False, n_workers=1, threads_per_worker=1, dashboard_address=None) as client:
        names = {"np": np, "Graph": Graph, "client": client, "graph": graph, "among": among, "prices": prices, "floors": floors}
        exec(code, names)

    assert len(names["edges"]) == 2
    for found, whole in zip(zip(*names["edges"], strict=True), graph.best(among, 50, prices, floors), strict=True):
        assert np.concatenate(found).tolist() == whole.tolist()
