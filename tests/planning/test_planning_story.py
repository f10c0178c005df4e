"""Notebook 1: what its cells show of the example and of a programme that has decided nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from mentorkit.telling import design as story
from mentorkit.telling.desk import open_desk
from mentorkit.telling.grounds import grounds
from mentorkit.telling.promises import charter_files

CELLS = [name for name in story.__all__ if name != "save"]


@pytest.fixture(scope="module")
def desk(root: Path, tmp_path_factory):
    """The example's desk, with results elsewhere."""
    return open_desk(str(root / "cohorts" / "example"), str(tmp_path_factory.mktemp("results")), "es")


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """The desk of a new programme that has answered no question."""
    from mentorkit.cli.newprogram import write_program

    folder = tmp_path_factory.mktemp("new") / "nuevo"
    write_program(folder, "en", "New")
    return open_desk(str(folder / "cohorts" / "example"), str(tmp_path_factory.mktemp("results")), "en")


@pytest.mark.parametrize("name", CELLS)
def test_every_cell_works_for_a_programme_without_decisions(bare, name):
    """No cell fails where nothing is decided; what is missing is said."""
    assert getattr(story, name)(bare)._repr_html_()


def test_nothing_decided_costs_nothing_and_promises_nothing(bare):
    """Without roles and lines there is no cost of zero, and the charter's gaps are named by key."""
    assert "a completed pair" not in story.summary(bare).markdown
    assert "There are no costs yet" in repr(story.budget(bare))
    assert "design.purpose" in story.charter(bare).markdown


def test_rates_come_from_cohorts_that_ended(desk):
    """The example has ended: 240 invited, 60 applied, and the table says so."""
    shown = repr(story.funnel(desk))

    assert ("example",) == grounds(desk).own
    assert "example: 60 / 240" in shown


def test_the_charter_stands_in_both_languages_as_page_and_pdf(desk):
    """Each language has a PDF to sign and a page that asks no other host; numbers have the language's decimal mark."""
    files = charter_files(desk)
    spanish, english = (files[f"charter-{language}.html"].decode() for language in ("es", "en"))

    assert {"charter-es.pdf", "charter-en.pdf", "charter-es.html", "charter-en.html"} == set(files)
    assert all(files[f"charter-{language}.pdf"].startswith(b"%PDF-") for language in ("es", "en"))
    assert "Meta: 0,3" in spanish and "Firma" in spanish and '<html lang="es"' in spanish
    assert "Target: 0.3" in english and "Signature" in english and '<html lang="en"' in english
    assert not re.search(r'(src|href)="https?:', spanish + english)


def test_results_are_written(desk):
    """Every table and the charter stand in the results folder, with the rates for the next cohort."""
    said = story.save(desk)
    folder = desk.results / "design"
    names = {path.name for path in folder.iterdir()}

    assert {"charter-es.pdf", "scorecard.csv", "gaps.csv", "plans.csv", "training.csv", "staff.csv", "risks.csv", "rates.csv"} <= names
    assert "charter-es.pdf" in said.markdown
    assert [60, 240] == list(pd.read_csv(folder / "rates.csv").set_index("step").loc["applied"])


def test_scenarios_have_number_boxes_only_where_somebody_sits(desk, monkeypatch):
    """Under papermill it is the table of all scenarios; in JupyterLab three labelled number boxes beside today's plan."""
    table = story.scenario_sheet(desk)
    monkeypatch.setenv("JPY_SESSION_NAME", "1-program-design.ipynb")
    boxes = story.scenario_sheet(desk).children[0].children

    assert [18, 18] == [len(part.frame) for part in table.parts]
    assert ["Parejas:", "Semanas:", "Mentees por mentor:"] == [box.description for box in boxes]
    assert [60, 20] == [box.value for box in boxes[:2]]


def test_pictures_have_a_text_alternative(desk):
    """Each picture of the new parts says in words what it shows."""
    for part in (*story.score(desk).parts, *story.risks(desk).parts, *story.training(desk).parts):
        assert not hasattr(part, "alt") or len(part.alt) > 20
