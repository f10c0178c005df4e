"""A cohort's run: its files, what is left as it was, and what happens when a notebook fails."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import nbformat
import pytest

from mentorkit.errors import RunError
from mentorkit.publishing.gate import requests_elsewhere
from mentorkit.running import manifest as manifests
from mentorkit.running.cohorts import Wishes, run_cohort
from mentorkit.running.engines import Warm
from mentorkit.running.notebooks import ORDER, chosen_notebooks, in_language
from mentorkit.running.staging import locked

CONTRACT = {
    "matching/pairs.csv": ["mentee_id", "mentor_id", "score", "mentee_rank", "mentor_rank", "decided"],
    "matching/unmatched.csv": ["mentee_id", "reason", "change_that_would_match"],
    "matching/alternatives.csv": ["mentee_id", "mentor_id", "score", "rank", "why_not"],
    "progress/pairs.csv": ["mentee_id", "mentor_id", "state", "rules", "since", "last_contact", "last_support", "next_step"],
    "evaluation/items.csv": ["survey", "item", "option", "count", "respondents", "share", "low", "high", "invited"],
    "evaluation/metrics.csv": ["metric", "value", "low", "high", "n", "denominator", "as_of", "unit"],
    "evaluation/change.csv": [
        "scale", "n_pairs", "mean_before", "mean_after", "change", "low", "high", "hedges_g", "g_low", "g_high", "p_exact", "minimum_detectable",
    ],
}


@pytest.mark.parametrize("name", CONTRACT)
def test_results_have_the_contracts_columns(ran: Path, name: str):
    """Each result table begins with the columns that others rely on, and has rows."""
    rows = list(csv.reader((ran / "cohorts/example/results" / name).open(encoding="utf-8")))

    assert rows[0][: len(CONTRACT[name])] == CONTRACT[name]
    assert len(rows) > 1


@pytest.mark.parametrize("name", ORDER)
def test_every_notebook_leaves_itself_and_a_page(ran: Path, name: str):
    """Each notebook is kept executed, in the cohort's language alone, and as a self-contained page."""
    results = ran / "cohorts/example/results"
    notebook = nbformat.read(results / f"{name}.ipynb", as_version=4)
    page = (results / f"{name}.html").read_text(encoding="utf-8")

    assert all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip())
    assert not any("en" in cell.metadata.get("tags", []) for cell in notebook.cells)
    assert list(requests_elsewhere(page, ".html")) == []
    assert re.findall(r'\bsrc="(?!data:)', page) == []
    assert '<html lang="es">' in page


def test_every_picture_says_what_it_shows(ran: Path):
    """Every picture of every page has a text alternative."""
    pages = sorted((ran / "cohorts/example/results").glob("*.html"))
    alts = [alt for page in pages for alt in re.findall(r'<img alt="([^"]*)"', page.read_text(encoding="utf-8"))]

    assert len(alts) > 10
    assert min(map(len, alts)) > 30


def test_manifest_tells_what_results_came_from(ran: Path):
    """The manifest holds hashes of inputs and templates, parameters, versions, and the time in UTC."""
    manifest = json.loads((ran / "cohorts/example/results/manifest.json").read_text(encoding="utf-8"))

    assert set(manifest["notebooks"]) == set(manifest["templates"]) == set(ORDER)
    assert manifest["inputs"]["cohorts/example/mentees.csv"] == manifests.file_hash(ran / "cohorts/example/mentees.csv")
    assert manifest["time"].endswith("Z")
    assert str(ran) not in json.dumps(manifest)


def test_nothing_unchanged_is_run_again(ran: Path):
    """A second run leaves every notebook and every file as it was."""
    results = ran / "cohorts/example/results"
    before = {path: path.read_bytes() for path in results.rglob("*") if path.is_file() and path.name != "manifest.json"}

    outcome = run_cohort(ran / "cohorts/example")

    assert outcome.ran == []
    assert outcome.kept == list(ORDER)
    assert {path: path.read_bytes() for path in before} == before


def test_failing_notebook_leaves_earlier_results(cohort: Path, program: Path, warm: Warm):
    """A notebook that fails is named with its cell and error; results of before stand, the half-run one is kept privately."""
    (cohort / "results").mkdir()
    (cohort / "results" / "mine.txt").write_text("of before", encoding="utf-8")
    broken = nbformat.v4.new_notebook(cells=[
        nbformat.v4.new_code_cell('cohort: str = ""\nresults: str = ""\nlanguage: str = ""', metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell("1 / 0"),
    ])
    (program / "notebooks").mkdir()
    nbformat.write(broken, program / "notebooks" / "3-matching.ipynb")

    with pytest.raises(RunError, match=r"notebook 3-matching, cell 3: ZeroDivisionError.*failed/3-matching\.ipynb"):
        run_cohort(cohort, Wishes(only=("3-matching",)), by=warm)

    assert [path.name for path in (cohort / "results").iterdir()] == ["mine.txt"]
    assert (cohort / ".mentorkit/failed/3-matching.ipynb").is_file()


@pytest.mark.parametrize("source", ["import os; os._exit(1)", "import sys; sys.exit(0)"])
def test_dead_and_leaving_kernels_are_failures(cohort: Path, program: Path, warm: Warm, source: str):
    """A kernel that dies and a cell that leaves early count as failures, though papermill calls them completed."""
    cells = [
        nbformat.v4.new_code_cell('cohort: str = ""\nresults: str = ""\nlanguage: str = ""', metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(source),
        nbformat.v4.new_code_cell("'never'"),
    ]
    (program / "notebooks").mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=cells), program / "notebooks" / "2-participants.ipynb")

    with pytest.raises(RunError, match=r"^notebook 2-participants, cell 3: .*; see cohorts/example/\.mentorkit/failed/2-participants\.ipynb \(private\)$"):
        run_cohort(cohort, Wishes(only=("2-participants",)), by=warm)

    assert not (cohort / "results").exists()


def test_second_start_is_refused(cohort: Path):
    """While one run holds the cohort's lock, another is refused and changes nothing."""
    with locked(cohort), pytest.raises(RunError, match="another run of example is at work"):
        run_cohort(cohort)


def test_names_and_numbers_choose_notebooks():
    """`--only` takes a notebook's name or its number, and keeps the order of the run."""
    assert chosen_notebooks(["5", "3-matching"]) == ("3-matching", "5-progress")
    assert chosen_notebooks(None) == ORDER


def test_language_keeps_its_own_cells_and_the_untagged():
    """Cutting to a language drops the other's Markdown and nothing else."""
    cells = [
        nbformat.v4.new_markdown_cell("# T"), nbformat.v4.new_markdown_cell("hola", metadata={"tags": ["es"]}),
        nbformat.v4.new_markdown_cell("hello", metadata={"tags": ["en"]}), nbformat.v4.new_code_cell("1"),
    ]

    cut = in_language(nbformat.v4.new_notebook(cells=cells), "en")

    assert [cell.source for cell in cut.cells] == ["# T", "hello", "1"]
