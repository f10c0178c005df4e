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


@pytest.fixture(scope="module")
def early(root: Path, tmp_path_factory):
    """The desk of a cohort whose tables hold their headings alone, before the first form goes out."""
    folder = tmp_path_factory.mktemp("early") / "cohorts" / "primera"
    folder.mkdir(parents=True)
    (folder.parent.parent / "program.yml").write_text((root / "program.yml").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "cohort.yml").write_text("cohort: primera\nlanguage: es\nstarts: 2027-02-01\n", encoding="utf-8")
    (folder / "mentees.csv").write_text("id,field_wanted,interests,goals,style,stage,zone,languages,availability,organisation\n", encoding="utf-8")
    (folder / "mentors.csv").write_text("id,field,interests,about,style,stage,zone,languages,availability,organisation\n", encoding="utf-8")
    return open_desk(str(folder), str(tmp_path_factory.mktemp("results")), "es")


@pytest.mark.parametrize("name", CELLS)
def test_every_cell_works_before_the_first_form_goes_out(early, name):
    """Headings alone are enough to plan: no cell fails without a single person."""
    assert getattr(story, name)(early)._repr_html_()


def test_before_the_first_cohort_the_rates_are_defaults_with_their_source(early):
    """No cohort has ended: the funnel says so, and each rate has its source in the reader's language."""
    shown = story.funnel(early).parts

    assert "supuestos de planeación" in shown[1].markdown
    assert {"supuesto de planeación; cámbielo por el suyo", "Kupersmidt y otras (2017): 38% de 6.468 parejas cerraron antes"} == set(shown[2].frame["Fuente"].dropna())


def test_nothing_decided_costs_nothing_and_promises_nothing(bare):
    """Without roles and lines there is no cost of zero, and the charter's gaps are named by key."""
    money = story.scenario_sheet(bare).parts[1].frame

    assert "a completed pair" not in story.summary(bare).markdown
    assert "There are no costs yet" in repr(story.budget(bare))
    assert money[["Cost", "A completed pair"]].isna().all(axis=None)
    assert "no role offers any yet" in story.staff(bare).parts[0].caption
    assert "design.purpose" in story.charter(bare).markdown


def test_a_charter_to_sign_names_its_defaults(bare, desk):
    """What mentorkit assumes is marked as nobody's decision, on the page to sign too; the example has none of it."""
    signed = charter_files(bare)["charter-en.html"].decode()

    assert "nobody has decided; say it in program.yml: weeks, cadence_days, design.size." in re.sub(r"<[^>]+>", "", signed)
    assert "A draft, not to be signed yet: 18 parts are still to be decided." in signed
    assert "The charter has 1 of 19 parts written" in story.summary(bare).markdown
    assert not re.search("nadie ha decidido|Borrador", charter_files(desk)["charter-es.html"].decode())


def test_rates_come_from_cohorts_that_ended(desk):
    """The example has ended: 240 invited, 60 applied, and the table says so, and that its people are invented."""
    shown = repr(story.funnel(desk))

    assert ("example",) == grounds(desk).own
    assert "example: 60 / 240" in shown
    assert "cohorte inventada (example)" in shown


def test_the_pilot_says_how_many_fit_and_where_to_stop(desk):
    """First meetings of the example stand at 65 %, below eight in ten: stop and look; calls of staff go on."""
    _, advice, rules = story.learn(desk).parts
    verdicts = rules.frame.set_index("Qué probar")["Hoy"]

    assert re.search(r"caben \d+ parejas", advice.markdown)
    assert "pare y mire" == verdicts["primer encuentro en 21 días"]
    assert "siga" == verdicts["meses con contacto del equipo"]
    assert "se mira a ojo" == verdicts["que cada aviso de seguridad tenga respuesta"]


def test_the_charter_stands_in_both_languages_as_page_and_pdf(desk):
    """Each language has a PDF to sign and a page that asks no other host; it names the cohort's first and last day; numbers have the language's decimal mark."""
    files = charter_files(desk)
    spanish, english = (files[f"charter-{language}.html"].decode() for language in ("es", "en"))

    assert {"charter-es.pdf", "charter-en.pdf", "charter-es.html", "charter-en.html"} == set(files)
    assert all(files[f"charter-{language}.pdf"].startswith(b"%PDF-") for language in ("es", "en"))
    assert "Cohorte example: del 2 de febrero de 2026 al 21 de junio de 2026. Es un ejemplo" in spanish
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
    """Under papermill it is the plan and all scenarios; in JupyterLab labelled number boxes, beside the plan and for the goal."""
    table = story.scenario_sheet(desk)
    monkeypatch.setenv("JPY_SESSION_NAME", "1-program-design.ipynb")
    boxes = story.scenario_sheet(desk).children[0].children
    goal = story.funnel(desk).children[0]

    assert [19, 19] == [len(part.frame) for part in table.parts[:2]]
    assert "uno a uno (como está)" == table.parts[0].frame["Formato"].iloc[0]
    assert ("Parejas completadas:", 35) == (goal.description, goal.value)
    assert ["Parejas:", "Semanas:", "Mentees por mentor:"] == [box.description for box in boxes]
    assert [60, 20, 1] == [box.value for box in boxes]


def test_scenarios_on_the_page_and_in_the_file_are_the_same(desk):
    """The hours of every scenario stand on the page as in `scenarios.csv`."""
    story.save(desk)
    written = pd.read_csv(desk.results / "design" / "scenarios.csv")

    assert list(written["hours"]) == pytest.approx(list(story.scenario_sheet(desk).parts[0].frame["Horas"][1:]))


def test_pictures_have_a_text_alternative(desk):
    """Each picture of the new parts says in words what it shows."""
    for part in (*story.score(desk).parts, *story.risks(desk).parts, *story.training(desk).parts):
        assert not hasattr(part, "alt") or len(part.alt) > 20
