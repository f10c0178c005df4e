"""One notebook: cut to the reader's language, given its parameters, executed, judged strictly."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mentorkit.errors import RunError, UsageError
from mentorkit.model.words import LANGUAGES
from mentorkit.running.engines import Engine, Failed, Work
from mentorkit.running.notebook_files import notebook_format
from mentorkit.shipped import overlaid

if TYPE_CHECKING:
    from nbformat import NotebookNode

ORDER = (
    "1-program-design", "2-participants", "3-matching", "4-session-guides", "5-progress", "6-evaluation", "7-closing", "cohort-report",
)
LONGEST = (
    "4-session-guides", "6-evaluation", "3-matching", "1-program-design", "5-progress", "2-participants", "cohort-report", "7-closing",
)
"""The same by the time they take, the longest first."""
PARAMETERS = ("cohort", "results", "language")
SECONDS = 1800
EXPECTED: Mapping[str, tuple[str, ...]] = {
    "3-matching": ("matching/pairs.csv", "matching/unmatched.csv", "matching/proof.json", "matching/alternatives.csv"),
    "5-progress": ("progress/pairs.csv",),
    "6-evaluation": ("evaluation/items.csv", "evaluation/metrics.csv", "evaluation/change.csv"),
}
AFTER: Mapping[str, tuple[str, ...]] = {
    "4-session-guides": ("3-matching",), "5-progress": ("3-matching",), "6-evaluation": ("3-matching",), "7-closing": ("3-matching",),
    "cohort-report": ("6-evaluation",),
}
"""Notebooks that read what another one wrote."""
OWNS: Mapping[str, tuple[str, ...]] = {
    "1-program-design": ("results/design/",), "2-participants": ("results/participants/",), "3-matching": ("results/matching/",),
    "4-session-guides": ("results/guides/", "results/people/"), "5-progress": ("results/progress/",),
    "6-evaluation": ("results/evaluation/", "public/"), "7-closing": ("results/closing/",), "cohort-report": (),
}
"""Where each notebook writes, besides itself and its page; no two write to the same place."""
PUBLIC = ("cohort-report",)
"""Notebooks that read `public/` alone: their pages may leave the house."""


class NotebookError(RunError):
    """A notebook failed: its name, cell and error; the half-run notebook is in `half_run`."""

    def __init__(self, notebook: str, message: str, half_run: NotebookNode | None = None):
        super().__init__(message)
        self.notebook, self.half_run = notebook, half_run


def chosen_notebooks(only: list[str] | None) -> tuple[str, ...]:
    """
    Give the notebooks to run, in their order; `only` takes names or their leading number.

    Raises:
        UsageError: A name that no notebook has.
    """
    if not only:
        return ORDER
    chosen = set()
    for name in only:
        found = [notebook for notebook in ORDER if name == notebook or name == notebook.split("-")[0] != "cohort"]
        if not found:
            raise UsageError(f'there is no notebook "{name}"; choose from {", ".join(ORDER)}')
        chosen.update(found)
    return tuple(name for name in ORDER if name in chosen)


def template(program: Path, name: str) -> Path:
    """Give a notebook's template: the programme's own, else the shipped one."""
    return overlaid(program, f"notebooks/{name}.ipynb")


def in_language(notebook: NotebookNode, language: str) -> NotebookNode:
    """Give a notebook without the Markdown cells of other languages."""
    others = set(LANGUAGES) - {language}
    cut = copy.deepcopy(notebook)
    cut.cells = [cell for cell in cut.cells if not others & set(cell.metadata.get("tags", []))]
    return cut


def executed(
    engine: Engine, program: Path, name: str, parameters: Mapping[str, str], scratch: Path, environment: Mapping[str, str],
    seconds: float = SECONDS,
) -> NotebookNode:
    """
    Execute a notebook and give it with its outputs.

    Success means: no exception, every code cell was run, and the last one showed something.

    Args:
        engine: What executes it.
        program: The folder of `program.yml`, in which the notebook runs.
        name: The notebook.
        parameters: `cohort`, `results` and `language`.
        scratch: A private folder for the files on the way.
        environment: Variables that the notebook sees.
        seconds: How long it may take.

    Raises:
        UsageError: The notebook has no cell for a parameter.
        NotebookError: An error in a cell, a dead kernel, a time-out, `sys.exit`, or no last output.
    """
    nbformat = notebook_format()

    source, target = scratch / f"{name}.source.ipynb", scratch / f"{name}.ipynb"
    notebook = in_language(nbformat.read(template(program, name), as_version=4), parameters["language"])
    nbformat.write(_with_parameters(notebook, name, parameters), source)
    target.unlink(missing_ok=True)
    try:
        engine.execute(Work(source, target, program, environment, seconds))
    except Failed as error:
        half_run = nbformat.read(target, as_version=4) if target.is_file() else None
        where = ", " if str(error).startswith("cell ") else ": "
        raise NotebookError(name, f"notebook {name}{where}{error}", half_run) from error
    done = nbformat.read(target, as_version=4)
    _refuse_unfinished(name, done)
    return _without_traces(done, notebook, parameters)


def _with_parameters(notebook: NotebookNode, name: str, parameters: Mapping[str, str]) -> NotebookNode:
    """Put the parameters' values into a cell of their own after the one that declares them, as papermill does."""
    from nbformat.v4 import new_code_cell

    places = [number for number, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", [])]
    declared = {line.split(":")[0].split("=")[0].strip() for place in places for line in notebook.cells[place].source.splitlines() if "=" in line}
    missing = sorted(set(parameters) - declared)
    if missing:
        raise UsageError(f'notebook {name} has no parameter "{missing[0]}"; it needs a cell tagged parameters with {", ".join(PARAMETERS)}')
    cell = new_code_cell(_assignments(parameters), metadata={"tags": ["injected-parameters"]}, id="given-parameters")
    given = copy.deepcopy(notebook)
    given.cells.insert(places[0] + 1, cell)
    return given


def _assignments(parameters: Mapping[str, str]) -> str:
    return "\n".join(f"{key} = {value!r}" for key, value in sorted(parameters.items()))


def _refuse_unfinished(name: str, notebook: NotebookNode) -> None:
    codes = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    for number, cell in enumerate(codes, start=1):
        finished = cell.metadata.get("papermill", {}).get("status", "completed") == "completed"
        if not finished or cell.execution_count is None or any(output.output_type == "error" for output in cell.outputs):
            raise NotebookError(name, f"notebook {name}, code cell {number}: it was not run to its end", notebook)
    if codes and not codes[-1].outputs:
        raise NotebookError(name, f"notebook {name}: its last cell gave no result", notebook)


def _without_traces(done: NotebookNode, template: NotebookNode, parameters: Mapping[str, str]) -> NotebookNode:
    """Drop clock times, paths and the staging folder, so that the same run gives the same bytes."""
    done.metadata = copy.deepcopy(template.metadata)
    for cell in done.cells:
        for trace in ("papermill", "execution"):
            cell.metadata.pop(trace, None)
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.source = _assignments({**parameters, "results": ""})
    return done
