"""Runs over one or many cohorts: a progress bar, and a summary that says what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from mentorkit.errors import MentorkitError, ProblemsError, UsageError
from mentorkit.running.cohorts import Outcome, Wishes, run_cohort
from mentorkit.running.notebooks import chosen_notebooks

Ended = tuple[Path, Outcome | MentorkitError]


def run_cohorts(folders: Sequence[Path], wishes: Wishes, jobs: int, scheduler: str | None = None) -> int:
    """Run cohorts, show how far they are, and give the exit code: the highest of any cohort."""
    from mentorkit.cli.command import write_problems

    code = 0
    for folder, ended in _ended(folders, wishes, jobs, scheduler):
        if isinstance(ended, Outcome):
            print(_summary(ended))
            continue
        code = max(code, ended.exit_code)
        if isinstance(ended, ProblemsError):
            write_problems(ended.problems, folder.name)
        else:
            print(f"{folder.name}: {ended}", file=sys.stderr)
    return code


def _ended(folders: Sequence[Path], wishes: Wishes, jobs: int, scheduler: str | None) -> Iterator[Ended]:
    if scheduler:
        return _on_a_cluster(folders, wishes, scheduler)
    if jobs == 1 or len(folders) == 1:
        return _one_after_another(folders, wishes)
    return _side_by_side(folders, wishes, jobs)


def _summary(outcome: Outcome) -> str:
    kept = f", {len(outcome.kept)} unchanged" if outcome.kept else ""
    return f"{outcome.cohort}: {len(outcome.ran)} notebooks run{kept} in {outcome.seconds:.1f} s; open results/3-matching.html"


def _one_after_another(folders: Sequence[Path], wishes: Wishes) -> Iterator[Ended]:
    from tqdm import tqdm

    notebooks = chosen_notebooks(list(wishes.only))
    with tqdm(total=len(folders) * len(notebooks), unit="notebook", file=sys.stderr) as bar:
        for folder in folders:
            bar.set_description(folder.name)
            try:
                outcome: Outcome | MentorkitError = run_cohort(folder, wishes, lambda name: (bar.set_postfix_str(name, refresh=False), bar.update()))
            except MentorkitError as error:
                outcome = error
            yield folder, outcome


def _side_by_side(folders: Sequence[Path], wishes: Wishes, jobs: int) -> Iterator[Ended]:
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from multiprocessing import get_context

    from tqdm import tqdm

    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool, tqdm(total=len(folders), unit="cohort", file=sys.stderr) as bar:
        waiting = {pool.submit(_quietly, folder, wishes): folder for folder in folders}
        for done in as_completed(waiting):
            bar.update()
            yield waiting[done], done.result()


def _on_a_cluster(folders: Sequence[Path], wishes: Wishes, scheduler: str) -> Iterator[Ended]:
    """Run cohorts on the workers of a Dask scheduler, which see the same folders."""
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise UsageError('--scheduler needs Dask; type: pip install "mentorkit[cluster]"') from None
    from tqdm import tqdm

    try:
        client = Client(scheduler, timeout=10)
    except (OSError, TimeoutError, ValueError):
        raise UsageError(f"no Dask scheduler answers at {scheduler}; start one with: dask scheduler") from None
    with client, tqdm(total=len(folders), unit="cohort", file=sys.stderr) as bar:
        waiting = {client.submit(_quietly, folder, wishes, pure=False, retries=1): folder for folder in folders}
        for done in as_completed(list(waiting)):
            bar.update()
            yield waiting[done], done.result()


def _quietly(folder: Path, wishes: Wishes) -> Outcome | MentorkitError:
    """Run a cohort in a worker; a refusal travels back as a value."""
    try:
        return run_cohort(folder, wishes)
    except ProblemsError as error:
        return error
    except MentorkitError as error:
        plain = MentorkitError(str(error))
        plain.exit_code = error.exit_code
        return plain
