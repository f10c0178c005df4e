"""Two ways to execute a notebook: papermill with a fresh kernel, and a warm process that forks."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from mentorkit.errors import RunError
from mentorkit.running.notebook_files import half_run, notebook_format

KERNEL_MANAGER = "mentorkit.running.kernels.PrivateKernelManager"
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
MANY = 3
"""Notebooks from which on it is worth importing beforehand what only some of them need."""
DIED = "its kernel died"
DRAWING = {"MPLBACKEND": "agg"}


class Failed(RunError):
    """A notebook did not come to its end; the message begins with the cell, where one is to blame."""


@dataclass(frozen=True)
class Work:
    """
    One notebook to execute.

    Args:
        source: The notebook, with its parameters in it.
        target: Where it goes with its outputs, whole or half-run.
        folder: The folder it runs in.
        environment: Variables it sees besides those of this process.
        seconds: How long it may take.
    """

    source: Path
    target: Path
    folder: Path
    environment: Mapping[str, str]
    seconds: float


class Plain:
    """Papermill as anybody would call it: a fresh kernel for each notebook, one after another."""

    side_by_side = 1

    def start(self) -> None:
        """Each notebook starts its own."""

    def execute(self, work: Work) -> None:
        """
        Execute a notebook.

        Raises:
            Failed: An error in a cell, a dead kernel, or a time-out.
        """
        notebook_format()
        import papermill

        with _quiet(), _environment({**ONE_THREAD, **DRAWING, **work.environment}):
            try:
                papermill.execute_notebook(
                    _as_it_stands(work.source), _as_it_stands(work.target), kernel_name="python3", language="python", kernel_manager_class=KERNEL_MANAGER,
                    cwd=str(work.folder), progress_bar=False, execution_timeout=int(work.seconds), log_output=False,
                )
            except Exception as error:
                raise Failed(_told(error, work)) from error

    def close(self) -> None:
        """Nothing stays."""


def _as_it_stands(path: Path) -> str:
    """Give a path as papermill takes it, which reads braces as places to fill."""
    return str(path).replace("{", "{{").replace("}", "}}")


class Warm:
    """
    One process that imports once and forks for each notebook, so that none of them waits for imports.

    It starts with the first notebook. Not on Windows, which has no fork.

    Args:
        heavy: Whether to import the solvers and statistics beforehand, too: worth it for `MANY` notebooks.
    """

    def __init__(self, heavy: bool = True):
        self.side_by_side = min(2, os.cpu_count() or 1)
        self._command = [sys.executable, "-m", "mentorkit.running.warm", *(["--heavy"] if heavy else [])]
        self._process: subprocess.Popen | None = None
        self._waiting: dict[str, Future] = {}
        self._turn = threading.Lock()

    def start(self) -> None:
        """Begin to import, so that the first notebook waits less."""
        with self._turn:
            if self._process is None:
                self._process = subprocess.Popen(
                    self._command, env={**os.environ, **ONE_THREAD, **DRAWING}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL, start_new_session=True, text=True, encoding="utf-8",
                )
                threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()

    def execute(self, work: Work) -> None:
        """
        Execute a notebook; several threads may call this at once.

        Raises:
            Failed: An error in a cell, a process that died, or a time-out.
        """
        self.start()
        name, answer = str(work.target), Future()
        job = {
            "job": name, "source": str(work.source), "target": name, "cwd": str(work.folder),
            "environment": dict(work.environment), "seconds": work.seconds,
        }
        try:
            with self._turn:
                self._waiting[name] = answer
                self._process.stdin.write(json.dumps(job) + "\n")
                self._process.stdin.flush()
        except OSError as error:
            raise Failed("the process that runs notebooks has ended") from error
        told = answer.result()
        if told["ended"] != "done":
            what = _too_long(work.seconds) if told["ended"] == "timeout" else DIED
            raise Failed(_in_cell(half_run(work.source, work.target), what))
        if told["failure"]:
            raise Failed(told["failure"])

    def _listen(self, answers: Iterable[str]) -> None:
        for line in answers:
            told = json.loads(line)
            self._waiting.pop(told["job"]).set_result(told)
        with self._turn:
            for answer in self._waiting.values():
                answer.set_result({"ended": "dead", "failure": ""})
            self._waiting.clear()

    def close(self) -> None:
        """End the process and whatever it started."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError, ValueError):
                    pipe.close()


Engine = Plain | Warm


def forks() -> bool:
    """
    Say whether this system has what the warm process needs: fork, and signals to a group of processes.

    Windows has neither. There, and wherever else they are missing, every notebook is run plainly.
    """
    return all(hasattr(os, name) for name in ("fork", "killpg", "waitpid")) and hasattr(signal, "SIGKILL")


def chosen_engine(notebooks: int, plain: bool = False) -> Engine:
    """Give the way to execute about so many notebooks: the warm one where there is fork, unless plain is asked for."""
    return Plain() if plain or not forks() else Warm(heavy=notebooks >= MANY)


@contextmanager
def engine(notebooks: int, plain: bool = False) -> Iterator[Engine]:
    """Give the chosen way to execute notebooks, and end what it started."""
    chosen = chosen_engine(notebooks, plain)
    try:
        yield chosen
    finally:
        chosen.close()


def _told(error: Exception, work: Work) -> str:
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    if isinstance(error, PapermillExecutionError):
        return f"cell {error.cell_index + 1}: {error.ename}: {error.evalue.splitlines()[0] if error.evalue else ''}"
    if isinstance(error, (CellTimeoutError, DeadKernelError)):
        return _in_cell(_last_begun(work.target), DIED if isinstance(error, DeadKernelError) else _too_long(work.seconds))
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"


def _last_begun(target: Path) -> int | None:
    """Give the number of the last cell that papermill began, from the file that it leaves."""
    cells = notebook_format().read(target, as_version=4).cells if target.is_file() else []
    return max((number for number, cell in enumerate(cells, start=1) if cell.metadata.get("papermill", {}).get("start_time")), default=None)


def _in_cell(number: int | None, what: str) -> str:
    return f"cell {number}: {what}" if number else what


def _too_long(seconds: float) -> str:
    return f"it ran longer than {seconds / 60:.0f} minutes" if seconds >= 60 else f"it ran longer than {seconds:g} seconds"


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
