"""Runs over one or many cohorts: a progress bar over all their notebooks, and a summary that says what to do."""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from mentorkit.cli.commands import shown
from mentorkit.errors import MentorkitError, ProblemsError, UsageError
from mentorkit.io.cohort import earlier_cohorts
from mentorkit.running.cohorts import Outcome, Wishes, run_cohort
from mentorkit.running.engines import Engine, Plain, Warm, engine
from mentorkit.running.notebooks import chosen_notebooks

Ended = tuple[Path, Outcome | MentorkitError]
_TICK = 0.2


@dataclass(frozen=True)
class Order:
    """What to run and how: the cohorts, the wishes for each, how many side by side, where, and whether plainly."""

    folders: Sequence[Path]
    wishes: Wishes
    jobs: int = 1
    scheduler: str | None = None
    plain: bool = False


def run_cohorts(order: Order) -> int:
    """
    Run cohorts, show how far they are, say what to do, and give the exit code: the highest of any cohort.

    A cohort that learns from an earlier one is run after it; the others side by side. One that fails stops nobody.
    """
    from tqdm import tqdm

    notebooks = len(chosen_notebooks(list(order.wishes.only)))
    failed: list[Ended] = []
    with tqdm(total=len(order.folders) * notebooks, unit="notebook", file=sys.stderr) as bar, _cluster(order) as client:
        for wave in _waves(order.folders):
            for folder, ended in _ended(replace(order, folders=wave), bar, client):
                if isinstance(ended, Outcome):
                    bar.write(_summary(folder, ended), file=sys.stdout)
                else:
                    failed.append((folder, ended))
    return _told(failed, len(order.folders))


def _waves(folders: Sequence[Path]) -> Iterator[list[Path]]:
    """Give the cohorts in groups, each after those that began before its own."""
    levels = {folder.resolve(): len(earlier_cohorts(folder)) for folder in folders}
    ordered = sorted(dict.fromkeys(folders), key=lambda folder: levels[folder.resolve()])
    for _, wave in groupby(ordered, key=lambda folder: levels[folder.resolve()]):
        yield list(wave)


def _ended(order: Order, bar, client) -> Iterator[Ended]:
    if client is not None:
        return _on_a_cluster(order, bar, client)
    if order.jobs == 1 or len(order.folders) == 1:
        return _one_after_another(order, bar)
    return _side_by_side(order, bar)


def _summary(folder: Path, outcome: Outcome) -> str:
    kept = f", {len(outcome.kept)} unchanged" if outcome.kept else ""
    page = shown(folder / "results" / "3-matching.html")
    return f"{outcome.cohort}: {len(outcome.ran)} notebooks run{kept} in {outcome.seconds:.1f} s; open {page}"


def _told(failed: list[Ended], cohorts: int) -> int:
    """Tell every cohort that failed, with what to do, and give the exit code."""
    from mentorkit.cli.command import write_problems

    for folder, error in failed:
        if isinstance(error, ProblemsError):
            write_problems(error.problems, folder.name)
        else:
            print(f"{folder.name}: {error}", file=sys.stderr)
    if failed and cohorts > 1:
        names = " ".join(shown(folder) for folder, _ in failed)
        print(f"{len(failed)} of {cohorts} cohorts have no new results. Repair what is said above, then:\n  mentorkit run {names}", file=sys.stderr)
    return max((error.exit_code for _, error in failed), default=0)


def _one_after_another(order: Order, bar) -> Iterator[Ended]:
    notebooks = len(order.folders) * len(chosen_notebooks(list(order.wishes.only)))
    with engine(notebooks, order.plain) as by:
        if order.wishes.force or not all((folder / "results" / "manifest.json").is_file() for folder in order.folders):
            by.start()  # there is surely something to run
        for folder in order.folders:
            bar.set_description(folder.name)
            yield folder, _quietly(folder, order.wishes, lambda name: (bar.set_postfix_str(name, refresh=False), bar.update()), by)


def _side_by_side(order: Order, bar) -> Iterator[Ended]:
    from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
    from multiprocessing import get_context

    context = get_context("spawn")
    ticks = context.Queue()
    wishes = replace(order.wishes, alone=False)
    with ProcessPoolExecutor(order.jobs, mp_context=context, initializer=_begin, initargs=(ticks, order.plain)) as pool:
        waiting = {pool.submit(_in_a_worker, folder, wishes): folder for folder in order.folders}
        while waiting:
            done = wait(waiting, timeout=_TICK, return_when=FIRST_COMPLETED).done
            while not ticks.empty():
                bar.set_postfix_str(ticks.get(), refresh=False)
                bar.update()
            for one in done:
                yield waiting.pop(one), _result(one)


_WORKER: dict[str, Any] = {}


def _begin(ticks, plain: bool) -> None:
    """Prepare a worker process: one warm process serves all the cohorts that come to it."""
    by = Plain() if plain or not hasattr(os, "fork") else Warm()
    _WORKER.update(by=by, report=lambda name: ticks.put(name))
    atexit.register(by.close)


def _in_a_worker(folder: Path, wishes: Wishes) -> Outcome | MentorkitError:
    return _quietly(folder, wishes, _WORKER["report"], _WORKER["by"])


def _result(future) -> Outcome | MentorkitError:
    """Give what a worker gave back, or why it gave nothing."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        return future.result()
    except BrokenProcessPool:
        return MentorkitError("the process that ran it was ended; its earlier results stand; run it again")


def _cluster(order: Order):
    """Give the client of a Dask scheduler, or nothing where none is asked for."""
    from contextlib import nullcontext

    if not order.scheduler:
        return nullcontext()
    try:
        from distributed import Client
    except ImportError:
        raise UsageError('--scheduler needs Dask; type: pip install "mentorkit[cluster]"') from None
    try:
        return Client(order.scheduler, timeout=10)
    except (OSError, TimeoutError, ValueError):
        raise UsageError(f"no Dask scheduler answers at {order.scheduler}; start one with: dask scheduler") from None


def _on_a_cluster(order: Order, bar, client) -> Iterator[Ended]:
    """Run cohorts on the workers of a Dask scheduler, which see the same folders; a killed worker's cohorts go to another."""
    from distributed import as_completed

    wishes = replace(order.wishes, alone=False)
    notebooks = len(chosen_notebooks(list(wishes.only)))
    waiting = {client.submit(_on_a_worker, folder, wishes, order.plain, pure=False, retries=2): folder for folder in order.folders}
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
