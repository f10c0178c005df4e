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
import re
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from select import select
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from mentorkit.running.notebook_files import notebook_format, on_the_way

LIBRARIES = (
    "numpy", "pandas", "matplotlib.pyplot", "pydantic", "ruamel.yaml",
    "mentorkit.telling.desk", "mentorkit.telling.drawing", "mentorkit.io.cohort", "mentorkit.io.people",
)
HEAVY = (
    "ortools.graph.python.min_cost_flow", "mentorkit.matching", "mentorkit.telling.matching",
    "holidays.countries", "scipy.stats", "mentorkit.telling.design",
    "statsmodels.multivariate.factor", *(f"mentorkit.telling.{name}" for name in ("participants", "evaluation", "releases", "onepage", "trends", "voices")),
    "typst", *(f"mentorkit.telling.{name}" for name in ("guides", "guide_people", "guide_feedback")),
    "sklearn.linear_model", "sklearn.impute", *(f"mentorkit.telling.{name}" for name in ("progress", "closing", "report")),
)
"""In the order in which a run comes to need them: a notebook begins as soon as what it names has been imported."""
_STEP, _READ = 0.01, 1 << 16


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
    with open(on_the_way(job["target"]), "w", encoding="utf-8") as told:
        for number, cell in enumerate(notebook.cells, start=1):
            if cell.cell_type == "code" and cell.source.strip() and not failure:
                print(json.dumps({"cell": number}), file=told, flush=True)
                failure = _run_cell(shell, cell, number)
                print(json.dumps({"cell": number, "execution_count": cell.execution_count, "outputs": cell.outputs}), file=told, flush=True)
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


class _Child:
    """A notebook at work in a process of its own."""

    def __init__(self, job: dict[str, Any]):
        self.job, self.limit = job, time.monotonic() + job["seconds"]
        self.told, writing = os.pipe()
        self.process = os.fork()
        if self.process == 0:
            _work(job, writing)
        os.close(writing)

    def answer(self) -> dict[str, str] | None:
        """Say how it ended, once it has; end it when its time is over."""
        late = time.monotonic() > self.limit
        if late:
            os.kill(self.process, signal.SIGKILL)
        if not os.waitpid(self.process, 0 if late else os.WNOHANG)[0]:
            return None
        told = "" if late else os.read(self.told, _READ).decode("utf-8", "replace") if select([self.told], [], [], 0)[0] else ""
        os.close(self.told)
        return {"job": self.job["job"], "ended": "timeout" if late else "done" if told else "dead", "failure": told[1:]}


def _work(job: dict[str, Any], writing: int) -> None:
    """Run the notebook; a process that ends in any other way than through the last line here has died."""
    try:
        failure = run_notebook(job)
    except BaseException as error:  # a notebook may raise anything, and the process ends here in any case
        failure = f"{type(error).__name__}: {error}"
    os.write(writing, ("+" + failure)[:4000].encode("utf-8", "replace"))
    os._exit(0)


class _Server:
    """Answers jobs until the input closes; between them it imports what is still to come."""

    def __init__(self, jobs: int, answers: int, imports: tuple[str, ...]):
        self.jobs, self.answers, self.imports = jobs, answers, list(imports)
        self.begun, self.children = b"", list[_Child]()

    def serve(self) -> None:
        """Take jobs and tell how they ended."""
        while True:
            if select([self.jobs], [], [], 0 if self.imports else _STEP if self.children else None)[0]:
                read = os.read(self.jobs, _READ)
                if not read:
                    return
                *lines, self.begun = (self.begun + read).split(b"\n")
                for line in lines:
                    self._begin(json.loads(line))
            elif self.imports:
                _imported(self.imports.pop(0))
            self._tell()

    def _begin(self, job: dict[str, Any]) -> None:
        named = re.findall(r"from (mentorkit[\w.]*) import (\w+)", Path(job["source"]).read_text(encoding="utf-8"))
        last = max((self.imports.index(name) for name in map(".".join, named) if name in self.imports), default=-1)
        for _ in range(last + 1):
            _imported(self.imports.pop(0))
        gc.freeze()  # what was imported is nobody's garbage, and need not be looked through by every process again
        self.children.append(_Child(job))

    def _tell(self) -> None:
        for child in list(self.children):
            if answer := child.answer():
                self.children.remove(child)
                os.write(self.answers, (json.dumps(answer) + "\n").encode())


def _imported(name: str) -> None:
    with suppress(ImportError):  # the notebook that needs it will say so
        importlib.import_module(name)


def _exercised() -> None:
    """Draw, set a paragraph and check a notebook once: what that loads, no notebook has to load again."""
    from mentorkit.telling.drawing import canvas
    from mentorkit.telling.showing import Prose, picture

    with canvas(2, 2) as (figure, axes):
        axes.set_title("x")
        picture(figure, "", "")
    Prose("x")._repr_html_()
    notebook_format().validate(notebook_format().v4.new_notebook())


def main() -> None:
    """Answer jobs on standard input until it closes; then end everything that was started."""
    os.environ.setdefault("MPLBACKEND", "agg")
    os.umask(0o077)  # what notebooks write is for the owner alone, whenever this process was started
    jobs, answers = os.dup(sys.stdin.fileno()), os.dup(sys.stdout.fileno())
    for descriptor in (0, 1):
        os.dup2(os.open(os.devnull, os.O_RDWR), descriptor)
    for name in LIBRARIES:
        _imported(name)
    with suppress(Exception):  # a notebook that does the same will say what is wrong
        _exercised()
    _Server(jobs, answers, HEAVY if "--heavy" in sys.argv else ()).serve()
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
