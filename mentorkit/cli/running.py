"""Runs over one or many cohorts: a progress bar over all their notebooks, and a summary that says what to do."""

from __future__ import annotations

import atexit
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from mentorkit.cli.command import told_language
from mentorkit.cli.commands import shown
from mentorkit.cli.saying import said, told_error
from mentorkit.errors import MentorkitError, ProblemsError, UsageError
from mentorkit.io.cohort import earlier_cohorts
from mentorkit.running.cohorts import Outcome, Wishes, run_cohort
from mentorkit.running.engines import MANY, Engine, chosen_engine
from mentorkit.running.notebooks import chosen_notebooks

Ended = tuple[Path, Outcome | MentorkitError]
Crew = Callable[[Sequence[Path]], Iterator[Ended]]
_TICK = 0.2
_FIRST_READ = "3-matching"


@dataclass(frozen=True)
class Order:
    """What to run and how: the cohorts, the wishes for each, how many side by side, where, and whether plainly."""

    folders: Sequence[Path]
    wishes: Wishes
    jobs: int = 1
    scheduler: str | None = None
    plain: bool = False

    @property
    def one_after_another(self) -> bool:
        """Whether this process runs the cohorts itself."""
        return not self.scheduler and (self.jobs == 1 or len(self.folders) == 1)


def run_cohorts(order: Order, by: Engine) -> int:
    """
    Run cohorts, show how far they are, say what to do, and give the exit code: the highest of any cohort.

    A cohort that learns from an earlier one is run after it; the others side by side. One that fails stops nobody.

    Args:
        order: What to run and how.
        by: What executes notebooks where cohorts are run one after another.
    """
    from tqdm import tqdm

    notebooks, done = len(chosen_notebooks(list(order.wishes.only))), 0
    failed: list[Ended] = []
    language = told_language(str(order.folders[0]))
    with tqdm(total=len(order.folders) * notebooks, desc=_far(0, order.folders, language), unit=said("run-unit", language), file=sys.stderr) as bar, _crew(order, bar, by) as crew:
        for wave in _waves(order.folders):
            for folder, ended in crew(wave):
                done += 1
                bar.set_description(_far(done, order.folders, language), refresh=False)
                if isinstance(ended, Outcome):
                    bar.write(_summary(folder, ended, order.wishes, language), file=sys.stdout)
                else:
                    failed.append((folder, ended))
                    bar.total -= notebooks if isinstance(ended, ProblemsError) and len(order.folders) > 1 else 0  # none of them was begun
    return _told(failed, order, language)


def _far(done: int, folders: Sequence[Path], language: str) -> str:
    """Say how many cohorts have come to their end; of one alone, its name."""
    return said("run-far", language, done=done, n=len(folders)) if len(folders) > 1 else folders[0].name


def _waves(folders: Sequence[Path]) -> Iterator[list[Path]]:
    """Give the cohorts in groups, each after those that began before its own."""
    levels = {folder.resolve(): len(earlier_cohorts(folder)) for folder in folders}
    ordered = sorted(dict.fromkeys(folders), key=lambda folder: levels[folder.resolve()])
    for _, wave in groupby(ordered, key=lambda folder: levels[folder.resolve()]):
        yield list(wave)


@contextmanager
def _crew(order: Order, bar, by: Engine) -> Iterator[Crew]:
    """Give what runs a wave of cohorts; its processes serve all waves."""
    if order.scheduler:
        with _cluster(order.scheduler) as client:
            yield lambda folders: _on_a_cluster(order, folders, bar, client)
    elif order.one_after_another:
        yield lambda folders: _one_after_another(order, folders, bar, by)
    else:
        with _Workers(order) as workers:
            yield lambda folders: _side_by_side(order, folders, bar, workers)


def _summary(folder: Path, outcome: Outcome, wishes: Wishes, language: str) -> str:
    kept = {"kept": len(outcome.kept)} if outcome.kept else {}
    asked = chosen_notebooks(list(wishes.only))
    page = shown(folder / "results" / f"{_FIRST_READ if _FIRST_READ in asked else asked[0]}.html")
    return said("run-kept" if kept else "run", language, cohort=outcome.cohort, n=len(outcome.ran), seconds=float(outcome.seconds), page=page, **kept)


def _told(failed: list[Ended], order: Order, language: str) -> int:
    """Tell every cohort that failed, with what to do, and give the exit code."""
    from mentorkit.cli.command import write_problems

    for folder, error in failed:
        if isinstance(error, ProblemsError):
            write_problems(error.problems, folder.name, told_language(str(folder)))
        else:
            print(f"{folder.name}: {told_error(error, language)}", file=sys.stderr)
    if failed and len(order.folders) > 1:
        words = " ".join([*(shown(folder) for folder, _ in failed), *(f"--only {name}" for name in order.wishes.only)])
        print(said("run-failed", language, failed=len(failed), n=len(order.folders), words=words), file=sys.stderr)
    return max((error.exit_code for _, error in failed), default=0)


def _one_after_another(order: Order, folders: Sequence[Path], bar, by: Engine) -> Iterator[Ended]:
    for folder in folders:
        yield folder, _quietly(folder, order.wishes, lambda name: (bar.set_postfix_str(name, refresh=False), bar.update()), by)


class _Workers:
    """A pool of processes, each with a warm process of its own; a new one where one of them was ended."""

    def __init__(self, order: Order):
        from multiprocessing import get_context

        self.order, self.context = order, get_context("spawn")
        self.ticks = self.context.Queue()

    def __enter__(self) -> _Workers:
        from concurrent.futures import ProcessPoolExecutor

        self.pool = ProcessPoolExecutor(self.order.jobs, mp_context=self.context, initializer=_begin, initargs=(self.ticks, self.order.plain))
        return self

    def __exit__(self, *_) -> None:
        self.pool.shutdown()

    def submit(self, folder: Path) -> Future:
        """Have a cohort run."""
        from concurrent.futures.process import BrokenProcessPool

        wishes = replace(self.order.wishes, alone=False)
        try:
            return self.pool.submit(_in_a_worker, folder, wishes)
        except BrokenProcessPool:
            self.pool.shutdown()
            return self.__enter__().pool.submit(_in_a_worker, folder, wishes)


def _side_by_side(order: Order, folders: Sequence[Path], bar, workers: _Workers) -> Iterator[Ended]:
    """Run cohorts side by side; those whose process was ended once more, each alone, so that none harms another."""
    again = []
    for folder, ended in _round(folders, order.jobs, bar, workers):
        if ended is None:
            again.append(folder)
        else:
            yield folder, ended
    for folder, ended in _round(again, 1, bar, workers):
        yield folder, ended or MentorkitError("the process that ran it was ended; its earlier results stand; look at its memory, then run it again")


def _round(folders: Sequence[Path], width: int, bar, workers: _Workers) -> Iterator[tuple[Path, Outcome | MentorkitError | None]]:
    """Run so many cohorts at a time; one whose process was ended has no outcome."""
    from concurrent.futures import FIRST_COMPLETED, wait

    waiting, running = list(folders), dict[Future, Path]()
    while waiting or running:
        while waiting and len(running) < width:
            folder = waiting.pop(0)
            running[workers.submit(folder)] = folder
        done = wait(running, timeout=_TICK, return_when=FIRST_COMPLETED).done
        while not workers.ticks.empty():
            bar.set_postfix_str(workers.ticks.get(), refresh=False)
            bar.update()
        for one in done:
            yield running.pop(one), _result(one)


_WORKER: dict[str, Any] = {}


def _begin(ticks, plain: bool) -> None:
    """Prepare a worker process: one warm process serves all the cohorts that come to it."""
    by = chosen_engine(MANY, plain)
    _WORKER.update(by=by, report=lambda name: ticks.put(name))
    atexit.register(by.close)


def _in_a_worker(folder: Path, wishes: Wishes) -> Outcome | MentorkitError:
    return _quietly(folder, wishes, _WORKER["report"], _WORKER["by"])


def _result(future: Future) -> Outcome | MentorkitError | None:
    """Give what a worker gave back, or nothing where it was ended."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        return future.result()
    except BrokenProcessPool:
        return None


def _cluster(scheduler: str):
    """Give the client of a Dask scheduler."""
    try:
        from distributed import Client
    except ImportError:
        raise UsageError('--scheduler needs Dask; type: pip install "mentorkit[cluster]"') from None
    try:
        return Client(scheduler, timeout=10)
    except (OSError, TimeoutError, ValueError):
        raise UsageError(f"no Dask scheduler answers at {scheduler}; start one with: dask scheduler") from None


def _on_a_cluster(order: Order, folders: Sequence[Path], bar, client) -> Iterator[Ended]:
    """Run cohorts on the workers of a Dask scheduler, which see the same folders; a killed worker's cohorts go to another."""
    from distributed import as_completed

    wishes = replace(order.wishes, alone=False)
    notebooks = len(chosen_notebooks(list(wishes.only)))
    waiting = {client.submit(_on_a_worker, folder, wishes, order.plain, pure=False, retries=2): folder for folder in folders}
    for done in as_completed(list(waiting)):
        bar.update(notebooks)
        yield waiting[done], _given(done)


def _on_a_worker(folder: Path, wishes: Wishes, plain: bool) -> Outcome | MentorkitError:
    if not _WORKER:
        _begin(None, plain)
    return _quietly(folder, wishes, lambda _: None, _WORKER["by"])


def _given(future) -> Outcome | MentorkitError:
    from distributed.scheduler import KilledWorker

    try:
        return future.result()
    except KilledWorker:
        return MentorkitError("its workers were killed again and again; its earlier results stand; look at their memory, then run it again")


def _quietly(folder: Path, wishes: Wishes, report: Callable[[str], None], by: Engine) -> Outcome | MentorkitError:
    """Run a cohort; a refusal is a value, which also travels between processes."""
    try:
        return run_cohort(folder, wishes, report, by)
    except ProblemsError as error:
        return error
    except MentorkitError as error:
        plain = MentorkitError(str(error))
        plain.exit_code = error.exit_code
        return plain
