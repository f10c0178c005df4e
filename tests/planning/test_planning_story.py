"""Notebook 1: what its cells show of the example and of a programme that has decided nothing."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.patches import FancyBboxPatch

from mentorkit.telling import design as story
from mentorkit.telling.desk import open_desk
from mentorkit.telling.grounds import grounds
from mentorkit.telling.plans import calendar_table
from mentorkit.telling.promises import charter_files
from mentorkit.telling.showing import DPI, Picture

CELLS = [name for name in story.__all__ if name != "save"]


@pytest.fixture(scope="module")
def desk(root: Path, tmp_path_factory):
    """The example's desk, with results elsewhere."""
    return open_desk(str(root / "cohorts" / "example"), str(tmp_path_factory.mktemp("results")), "es")


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """The desk of a new programme that has answered no question."""
    from mentorkit.cli.answers import Answers
    from mentorkit.cli.newprogram import write_program

    folder = tmp_path_factory.mktemp("new") / "nuevo"
    write_program(folder, Answers(language="en", name="New"))
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
    assert "design.purpose" in story.charter(bare).markdown.replace("\\", "")
    assert "With 30 mentees, a size that nobody has decided, about" in story.summary(bare).markdown.replace("\\", "")


def test_a_budget_without_paid_roles_says_so(desk):
    """Lines alone give a cost, and a sentence says that the team is not in it; with paid roles there is no such sentence."""
    design = desk.program.design.model_copy(update={"roles": []})
    cohort = replace(desk.cohort, program=desk.program.model_copy(update={"design": design}))
    unpaid = replace(desk, cohort=cohort)

    assert "El equipo no está en esta cuenta" in repr(story.budget(unpaid))
    assert "El equipo no está en esta cuenta" not in repr(story.budget(desk))


def test_a_charter_to_sign_names_its_defaults(bare, desk):
    """What mentorkit assumes or took over is marked as nobody's decision, on the page to sign too; the example has none of it."""
    signed = charter_files(bare)["charter-en.html"].decode()

    assert "nobody has decided it; change it in program.yml and take it out of undecided: criteria, rules." in re.sub(r"<[^>]+>", "", signed)
    assert "nobody has decided; say it in program.yml: weeks, cadence_days, design.size." in re.sub(r"<[^>]+>", "", signed)
    assert "A draft, not to be signed yet: 19 parts are still to be decided." in signed
    assert "The charter has 0 of 19 parts written" in story.summary(bare).markdown
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
    """Under papermill it is the plan and all scenarios; in JupyterLab labelled number boxes too, beside the plan and for the goal."""
    table = story.scenario_sheet(desk)
    monkeypatch.setenv("JPY_SESSION_NAME", "1-program-design.ipynb")
    box_row, _, whole = story.scenario_sheet(desk).children
    boxes = box_row.children
    goal = story.funnel(desk).children[0]

    assert [19, 19] == [len(part.frame) for part in table.parts[:2]]
    assert "uno a uno (como está)" == table.parts[0].frame["Formato"].iloc[0]
    assert ("Parejas completadas:", 35) == (goal.description, goal.value)
    assert ["Parejas:", "Semanas:", "Mentees por mentor:"] == [box.description for box in boxes]
    assert [60, 20, 1] == [box.value for box in boxes]
    assert table._repr_html_() in whole.value


def test_scenarios_on_the_page_and_in_the_file_are_the_same(desk):
    """The hours of every scenario stand on the page as in `scenarios.csv`."""
    story.save(desk)
    written = pd.read_csv(desk.results / "design" / "scenarios.csv")

    assert list(written["hours"]) == pytest.approx(list(story.scenario_sheet(desk).parts[0].frame["Horas"][1:]))


def test_the_calendar_keeps_preparations_folded_by_session(desk):
    """Sessions and milestones stand in the table, every preparation in the panel of its session, none twice."""
    _, dates, panels = story.calendar(desk).parts
    written = calendar_table(desk)
    prepared = written[written["what"] == "preparation"]

    assert len(written) == len(dates.frame) + len(prepared)
    assert list(prepared["code"].unique()) == [panel.heading.split(" · ")[0] for panel in panels.stories]
    assert len(prepared) == sum(len(panel.lines) for panel in panels.stories)


@pytest.mark.parametrize("letters", [8, 60, 140])
def test_words_stay_inside_the_boxes_of_the_logic_model(desk, letters):
    """Short, long or very long, each text of the picture lies within its box."""
    from mentorkit.model.design import LogicModel
    from mentorkit.planning.logic import logic_model

    text = ("palabra " * 20)[:letters].strip()
    model = LogicModel(inputs=[text] * 4, activities=[text] * 6, outputs=[text], outcomes=[text] * 2, impact=[text], assumptions=[text] * 3)
    program = desk.program.model_copy(update={"design": desk.program.design.model_copy(update={"logic_model": model})})
    with story.logic_figure(desk, logic_model(program, "es")) as figure:
        figure.canvas.draw()
        axes = figure.axes[0]
        boxes = [patch.get_window_extent() for patch in axes.patches if isinstance(patch, FancyBboxPatch)]
        *words, assumptions = [text.get_window_extent() for text in axes.texts if text.get_text() and text.get_fontweight() != "bold"]

    assert len(boxes) == len(words) == 14
    assert all(box.x0 <= word.x0 and word.x1 <= box.x1 and box.y0 <= word.y0 and word.y1 <= box.y1 for box, word in zip(boxes, words, strict=True))
    assert assumptions.y0 >= 0 and assumptions.y1 <= min(box.y0 for box in boxes)
    with story.stacked_logic(desk, logic_model(program, "es")) as figure:
        figure.canvas.draw()
        words = [text.get_window_extent() for text in figure.axes[0].texts]

    assert all(word.x1 <= figure.bbox.x1 and word.y0 >= 0 for word in words)
    assert all(below.y1 <= above.y0 for above, below in itertools.pairwise(words))


def test_every_picture_has_words_and_a_form_for_a_telephone(desk):
    """Each picture says in words what it shows, and is drawn again at a telephone's width, two inches narrower or more."""
    shown = [getattr(story, name)(desk) for name in CELLS]
    pictures = [part for one in shown for part in getattr(one, "parts", [one]) if isinstance(part, Picture)]
    widths = [[int.from_bytes(image[16:20], "big") for image in (part.png, part.narrow)] for part in pictures]

    assert 11 == len(pictures)
    assert all(len(part.alt) > 20 and part.caption for part in pictures)
    assert all(narrow <= 560 and wide - narrow > 2 * DPI for wide, narrow in widths)
