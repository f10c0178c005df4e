"""
A process that has imported what notebooks need, and forks for each notebook.

Started as `python -m mentorkit.running.warm`. It reads one job a line on standard input, as JSON, and
answers with one line on standard output when the notebook has ended. When its input closes, it and
everything it started ends. Nothing but files and these lines goes in or out: no port, no socket.
"""

from __future__ import annotations

import base64
import gc
import importlib
import json
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from mentorkit.running.notebook_files import notebook_format

LIBRARIES = (
    "numpy", "pandas", "scipy.stats", "matplotlib.pyplot", "pydantic", "ruamel.yaml",
    "mentorkit.telling.desk", "mentorkit.telling.drawing", "mentorkit.io.cohort", "mentorkit.io.people",
)
STORIES = (
    "matching", "design", "participants", "evaluation", "releases", "onepage", "trends", "voices", "guides", "guide_people", "guide_feedback",
    "progress", "closing", "report",
)
HEAVY = (
    "ortools.graph.python.min_cost_flow", "sklearn.feature_extraction.text", "mentorkit.matching",
    *(f"mentorkit.telling.{name}" for name in STORIES), "typst", "statsmodels.api", "holidays",
)
_STEP = 0.01


class _Outputs(list):
    """A cell's outputs, in the order and form in which a kernel would have sent them."""

    def stream(self, name: str, text: str) -> None:
        """Add to the cell's one output of that name, as a client of a kernel puts a stream together."""
        begun = next((output for output in self if output["output_type"] == "stream" and output["name"] == name), None)
        if begun is not None:
            begun["text"] += text
        elif text:
            self.append({"output_type": "stream", "name": name, "text": text})

    def shown(self, kind: str, data: dict[str, Any], metadata: dict[str, Any] | None, **more: Any) -> None:
        plain = {key: base64.b64encode(value).decode() if isinstance(value, bytes) else value for key, value in data.items()}
        self.append({"output_type": kind, "data": plain, "metadata": metadata or {}, **more})


class _Stream:
    """Standard output or standard error, as a cell's output."""

    encoding, errors = "utf-8", "strict"

    def __init__(self, outputs: _Outputs, name: str):
        self.outputs, self.name = outputs, name

    def write(self, text: str) -> int:
        self.outputs.stream(self.name, text)
        return len(text)

    def flush(self) -> None:
        """Give nothing on: what was written stands already."""

    def isatty(self) -> bool:
        return False


class _Publisher(DisplayPublisher):
    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **_) -> None:
        self.shell.outputs.shown("display_data", data, metadata)

    def clear_output(self, wait=False) -> None:
        self.shell.outputs.clear()


class _Results(DisplayHook):
    def write_output_prompt(self) -> None:
        """No prompt: the number stands in the output."""

    def write_format_data(self, format_dict, md_dict=None) -> None:
        self.shell.outputs.shown("execute_result", format_dict, md_dict, execution_count=self.prompt_count)

    def finish_displayhook(self) -> None:
        """Nothing is printed."""


class _Shell(InteractiveShell):
    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Results)
    outputs: _Outputs

    def enable_gui(self, gui=None) -> None:
        """A notebook that runs by itself has no window."""

    def _showtraceback(self, etype, evalue, stb) -> None:
        self.outputs.append({"output_type": "error", "ename": getattr(etype, "__name__", str(etype)), "evalue": str(evalue), "traceback": list(stb)})


def run_notebook(job: dict[str, Any]) -> str:
    """
    Run a notebook's cells in this process and write it with their outputs.

    Args:
        job: `source` and `target` as paths, `cwd`, and `environment` by name.

    Returns:
        An empty text, or the failure as `cell number: error: what it says`.
    """
    nbformat = notebook_format()

    os.chdir(job["cwd"])
    sys.path.insert(0, job["cwd"])
    os.environ.update(job["environment"])
    time.tzset()
    notebook = nbformat.read(job["source"], as_version=4)
    shell = _Shell.instance(config=Config(HistoryManager={"enabled": False}))
    failure = ""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code" and cell.source.strip() and not failure:
            failure = _run_cell(shell, cell, number)
    nbformat.write(notebook, f"{job['target']}.part")
    Path(f"{job['target']}.part").replace(job["target"])
    return failure


def _run_cell(shell: _Shell, cell: Any, number: int) -> str:
    from nbformat import from_dict

    outputs = shell.outputs = _Outputs()
    sys.stdout, sys.stderr = _Stream(outputs, "stdout"), _Stream(outputs, "stderr")
    result = shell.run_cell(cell.source, store_history=True)
    cell.execution_count = result.execution_count
    cell.outputs = [from_dict(output) for output in outputs]
    error = result.error_before_exec or result.error_in_exec
    if error is None:
        return ""
    said = str(error).splitlines()
    return f"cell {number}: {type(error).__name__}: {said[0] if said else ''}"


def _serve() -> None:
    """Answer jobs until the input closes; then end everything that was started."""
    os.environ.setdefault("MPLBACKEND", "agg")
    jobs, answers = os.dup(sys.stdin.fileno()), os.dup(sys.stdout.fileno())
    for descriptor in (0, 1):
        os.dup2(os.open(os.devnull, os.O_RDWR), descriptor)
    notebook_format()
    for name in LIBRARIES + (HEAVY if "--heavy" in sys.argv else ()):
        with suppress(ImportError):  # the notebook that needs it will say so
            importlib.import_module(name)
    gc.freeze()  # what was imported is nobody's garbage, and need not be looked through by every process again
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with os.fdopen(jobs, encoding="utf-8") as lines:
        for line in lines:
            if os.fork() == 0:
                _attend(json.loads(line), answers)
                os._exit(0)
    os.killpg(0, signal.SIGKILL)


def _attend(job: dict[str, Any], answers: int) -> None:
    """Run a job in a process of its own, watch the clock, and say how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _work(job, writing)
    os.close(writing)
    ended = _waited(child, job["seconds"])
    told = os.read(reading, 1 << 16).decode("utf-8", "replace") if ended is not None else ""
    answer = {"job": job["job"], "ended": "timeout" if ended is None else "done" if told else "dead", "failure": told[1:]}
    os.write(answers, (json.dumps(answer) + "\n").encode())


def _work(job: dict[str, Any], writing: int) -> None:
    """Run the notebook; a process that ends in any other way than through the last line here has died."""
    try:
        failure = run_notebook(job)
    except BaseException as error:  # a notebook may raise anything, and the process ends here in any case
        failure = f"{type(error).__name__}: {error}"
    os.write(writing, ("+" + failure)[:4000].encode("utf-8", "replace"))
    os._exit(0)


def _waited(child: int, seconds: float) -> int | None:
    """Wait for a process; None when its time is over, and then it is ended."""
    limit = time.monotonic() + seconds
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        if time.monotonic() > limit:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return None
        time.sleep(_STEP)


if __name__ == "__main__":
    _serve()
