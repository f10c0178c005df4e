"""One notebook: cut to the reader's language, executed by papermill, judged strictly."""

from __future__ import annotations

import copy
import logging
import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mentorkit.errors import RunError, UsageError
from mentorkit.model.words import LANGUAGES
from mentorkit.shipped import overlaid

if TYPE_CHECKING:
    from nbformat import NotebookNode

ORDER = (
    "1-program-design", "2-participants", "3-matching", "4-session-guides", "5-progress", "6-evaluation", "7-closing", "cohort-report",
)
PARAMETERS = ("cohort", "results", "language")
KERNEL_MANAGER = "mentorkit.running.kernels.PrivateKernelManager"
SECONDS = 1800
EXPECTED: Mapping[str, tuple[str, ...]] = {
    "3-matching": ("matching/pairs.csv", "matching/unmatched.csv", "matching/proof.json", "matching/alternatives.csv"),
    "5-progress": ("progress/pairs.csv",),
    "6-evaluation": ("evaluation/items.csv", "evaluation/metrics.csv", "evaluation/change.csv"),
}


READS_ELSEWHERE: Mapping[str, str] = {"4-session-guides": "session_log"}
"""Notebooks that also read one record of the programme's other cohorts."""


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
    program: Path, name: str, parameters: Mapping[str, str], language: str, scratch: Path, environment: Mapping[str, str]
) -> NotebookNode:
    """
    Execute a notebook with a fresh kernel and give it with its outputs.

    Success means: no exception, every code cell completed, and the last one showed something.

    Raises:
        NotebookError: Anything else: an error in a cell, a dead kernel, a time-out, `sys.exit`.
    """
    import nbformat
    import papermill

    source, target = scratch / f"{name}.source.ipynb", scratch / f"{name}.ipynb"
    notebook = in_language(nbformat.read(template(program, name), as_version=4), language)
    _refuse_foreign_parameters(notebook, name, parameters)
    nbformat.write(notebook, source)
    with _quiet(), _environment(environment):
        try:
            papermill.execute_notebook(
                str(source), str(target), parameters=dict(parameters), kernel_name="python3", language="python", kernel_manager_class=KERNEL_MANAGER, cwd=str(program),
                progress_bar=False, execution_timeout=SECONDS, log_output=False,
            )
        except Exception as error:
            half_run = nbformat.read(target, as_version=4) if target.is_file() else None
            raise NotebookError(name, _failure(name, error), half_run) from error
    done = nbformat.read(target, as_version=4)
    _refuse_unfinished(name, done)
    return _without_traces(done, parameters)


def _refuse_foreign_parameters(notebook: NotebookNode, name: str, parameters: Mapping[str, str]) -> None:
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    declared = {line.split(":")[0].split("=")[0].strip() for cell in cells for line in cell.source.splitlines() if "=" in line}
    missing = sorted(set(parameters) - declared)
    if missing:
        raise UsageError(f'notebook {name} has no parameter "{missing[0]}"; it needs a cell tagged parameters with {", ".join(PARAMETERS)}')


def _refuse_unfinished(name: str, notebook: NotebookNode) -> None:
    codes = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    for number, cell in enumerate(codes, start=1):
        if cell.metadata.get("papermill", {}).get("status") != "completed" or cell.execution_count is None:
            raise NotebookError(name, f"notebook {name}, cell {number}: it was not run to its end", notebook)
    if codes and not codes[-1].outputs:
        raise NotebookError(name, f"notebook {name}: its last cell gave no result", notebook)


def _without_traces(notebook: NotebookNode, parameters: Mapping[str, str]) -> NotebookNode:
    """Drop clock times, paths and the injected cell's staging folder, so that the same run gives the same bytes."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata.pop("widgets", None)
    for number, cell in enumerate(notebook.cells):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        cell["id"] = f"cell-{number}" if "injected-parameters" in cell.metadata.get("tags", []) else cell["id"]
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.source = "\n".join(f"{key} = {('' if key == 'results' else value)!r}" for key, value in sorted(parameters.items()))
    return notebook


def _failure(name: str, error: Exception) -> str:
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    if isinstance(error, PapermillExecutionError):
        return f"notebook {name}, cell {error.cell_index + 1}: {error.ename}: {error.evalue.splitlines()[0] if error.evalue else ''}"
    if isinstance(error, DeadKernelError):
        return f"notebook {name}: its kernel died"
    if isinstance(error, CellTimeoutError):
        return f"notebook {name}: a cell ran longer than {SECONDS // 60} minutes"
    return f"notebook {name}: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = {key: os.environ.get(key) for key in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep papermill's log lines and the kernel's start-up notes off the screen."""
    loggers = [logging.getLogger(name) for name in ("papermill", "traitlets", "nbclient")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
