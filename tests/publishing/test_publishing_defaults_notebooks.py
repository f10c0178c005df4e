"""What papermill and matplotlib do by default with names and labels that people wrote, and what a run does: two rows of the table on safety."""

from __future__ import annotations

import ast
import logging
from pathlib import Path

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from papermill.cli import papermill as papermill_command
from papermill.exceptions import PapermillMissingParameterException

from mentorkit.errors import UsageError
from mentorkit.running.engines import Plain, Warm
from mentorkit.running.notebooks import _with_parameters, executed
from mentorkit.telling.dots import Dot, bars, dots, funnel, stacked
from mentorkit.telling.drawing import canvas

DECLARED = 'cohort: str = "cohorts/example"\nresults: str = ""\nlanguage: str = ""'
CODE = "x = 1\nimport os  #"
GIVEN = {"cohort": "007", "results": "r", "language": "es"}


def template(folder: Path, last: str = "[cohort, results, language]") -> Path:
    """A notebook with the three parameters, which shows what it was given."""
    cells = [new_code_cell(DECLARED, metadata={"tags": ["parameters"]}), new_code_cell(last)]
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}), folder / "n.ipynb")
    return folder / "n.ipynb"


def prepared(folder: Path, *words: str) -> str:
    """What papermill's own command writes into the cell of parameters; it ends with exit code 0."""
    with pytest.raises(SystemExit) as end:
        papermill_command.main([str(template(folder)), str(folder / "out.ipynb"), "--prepare-only", "--no-progress-bar", *words])
    assert end.value.code == 0
    return injected(nbformat.read(folder / "out.ipynb", as_version=4))


def injected(notebook: nbformat.NotebookNode) -> str:
    return next(cell.source for cell in notebook.cells if "injected-parameters" in cell.metadata.get("tags", []))


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    """A programme with a notebook of its own, in a folder whose name papermill would read as a template."""
    template(tmp_path / "programa {x} ñ/notebooks").rename(tmp_path / "programa {x} ñ/notebooks/cohort-report.ipynb")
    return tmp_path / "programa {x} ñ"


def test_a_misspelt_parameter_passes_by_default(tmp_path: Path, caplog):
    """papermill warns, ends well, and the notebook goes on with its default; a run refuses before anything is executed."""
    logging.disable(logging.NOTSET)
    assert "cohrt" in prepared(tmp_path, "-p", "cohrt", "elsewhere")

    with pytest.raises(UsageError, match='no parameter "cohrt"'):
        _with_parameters(nbformat.read(template(tmp_path), as_version=4), "n", {"cohrt": "elsewhere"})


def test_a_parameters_name_is_code_by_default(tmp_path: Path):
    """papermill writes a name as it stands, and the kernel would run it; a run takes the notebook's own names and no other."""
    papermill.execute_notebook(template(tmp_path), tmp_path / "out.ipynb", parameters={CODE: 1}, prepare_only=True, progress_bar=False)
    cell = ast.parse(injected(nbformat.read(tmp_path / "out.ipynb", as_version=4)))
    assert any(isinstance(node, ast.Import) for node in cell.body)

    with pytest.raises(UsageError, match="has no parameter"):
        _with_parameters(nbformat.read(template(tmp_path), as_version=4), "n", {CODE: "1"})


@pytest.mark.parametrize("value", ["007", "1e3", "True", "None", "3:30", "'", '"; import os; "', "\\", "a\nb", "{x}", "$x"])
def test_a_parameters_value_changes_by_default_and_stays_text_in_a_run(tmp_path: Path, value: str):
    """Of a cohort called 007 papermill's command makes the number 7; a run writes the text, whatever signs stand in it."""
    given = _with_parameters(nbformat.read(template(tmp_path), as_version=4), "n", GIVEN | {"cohort": value})
    values = {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(injected(given)).body}

    assert values == GIVEN | {"cohort": value}
    if value in ("007", "1e3", "True", "None"):
        assert f"cohort = {value!r}" not in prepared(tmp_path, "-p", "cohort", value).replace('"', "'")


@pytest.mark.parametrize("engine", [Plain, Warm])
def test_a_folders_name_is_a_template_by_default(programme: Path, tmp_path: Path, engine):
    """papermill fills braces in paths and stops at unknown ones; a run takes a folder's name as it stands, in both ways of running."""
    with pytest.raises(PapermillMissingParameterException):
        papermill.execute_notebook(str(programme / "notebooks/cohort-report.ipynb"), str(tmp_path / "out.ipynb"), prepare_only=True, progress_bar=False)

    scratch = tmp_path / "scratch {y}"
    scratch.mkdir()
    by = engine()
    try:
        done = executed(by, programme, "cohort-report", GIVEN, scratch, {})
    finally:
        by.close()
    assert done.cells[-1].outputs[0]["data"]["text/plain"] == "['007', 'r', 'es']"


# ---------------------------------------------------------------- pictures

STOPS = ("$\\frac{$", "$1.000_{ a $2.000", "gana $1^{ y paga $2", "$\\nada$")
"""What somebody may write about money, and what is no mathematics: matplotlib's own reading of it fails."""


def drawn(label: str, style: dict) -> None:
    """Draw a label as matplotlib does with some settings."""
    import matplotlib.pyplot as plt

    with plt.rc_context(style):
        figure, axes = plt.subplots()
        axes.set_xlabel(label)
        try:
            figure.canvas.draw()
        finally:
            plt.close(figure)


@pytest.mark.parametrize("label", STOPS)
def test_a_dollar_sign_stops_a_picture_by_default(label: str):
    """matplotlib takes text between dollar signs for mathematics and stops at what it cannot read; our canvas draws it."""
    with pytest.raises(ValueError, match="(?i)expected|unknown|parse"):
        drawn(label, {"text.parse_math": True})

    with canvas() as (figure, axes):
        axes.set(xlabel=label, ylabel=label, title=label)
        axes.plot([1, 2], label=label)
        axes.legend()
        axes.set_xticks([0, 1], [label, label])
        figure.canvas.draw()


@pytest.mark.parametrize("label", ["$100 a $200", *STOPS])
def test_pictures_draw_what_a_form_holds(label: str):
    """Every kind of chart takes an option of a form with dollar signs as its label, and gives a picture that says the label as it stands."""
    pictures = [
        bars([label], [3], [label], label, f"alt {label}", label), dots([Dot(label, 0.5, 0.4, 0.6, label, None)], label, label),
        stacked([(label, [(label, 1.0)])], label, f"alt {label}", label), funnel([(label, 3, label)], label, f"alt {label}"),
    ]
    assert all(one.png.startswith(b"\x89PNG") for one in pictures)
    assert [one.alt for one in pictures] == [f"alt {label}", f"{label}: {label}", f"alt {label}", f"alt {label}"]


def test_mathematics_of_a_form_stays_text():
    """By default `$x$` loses its signs and becomes an italic x; on our canvas it is as wide as what was written."""
    import matplotlib.pyplot as plt

    def width(label: str, style: dict) -> float:
        with plt.rc_context(style):
            figure = plt.figure()
            text = figure.text(0.1, 0.5, label)
            try:
                return text.get_window_extent(figure.canvas.get_renderer()).width
            finally:
                plt.close(figure)

    with canvas() as (figure, _):
        ours = figure.text(0.1, 0.5, "$mmmm$").get_window_extent(figure.canvas.get_renderer()).width
        bare = figure.text(0.1, 0.5, "mmmm").get_window_extent(figure.canvas.get_renderer()).width
    assert width("$mmmm$", {"text.parse_math": True}) < width("$mmmm$", {"text.parse_math": False})
    assert ours > bare
