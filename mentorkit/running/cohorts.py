"""A cohort's run: its notebooks in order, in a stage, and only what changed."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentorkit.errors import ProblemsError, RunError
from mentorkit.io.cohort import earlier_cohorts, inspect_cohort, program_file
from mentorkit.io.deliveries import records_elsewhere
from mentorkit.io.results import write_result
from mentorkit.running import audit
from mentorkit.running import manifest as manifests
from mentorkit.running.engines import Engine, engine
from mentorkit.running.notebook_files import notebook_format
from mentorkit.running.notebooks import (
    AFTER,
    EXPECTED,
    LONGEST,
    ORDER,
    OWNS,
    PUBLIC,
    NotebookError,
    chosen_notebooks,
    executed,
    template,
)
from mentorkit.running.pages import page
from mentorkit.running.staging import KEPT, fresh_stage, landed, locked
from mentorkit.shipped import overlaid_files
from mentorkit.telling.desk import AS_OF, READ, day_of_view, keep

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from mentorkit.io.inspection import Inspection

Report = Callable[[str], None]
READ_ONCE = "cohort.pickle"

READS_OF_EARLIER: Mapping[str, tuple[str, ...]] = {
    "1-program-design": ("results/design/rates.csv",), "5-progress": ("results/progress/histories.csv",),
    "6-evaluation": ("results/evaluation/metrics.csv", "public/summary.json"),
    "cohort-report": ("public/summary.json", "public/metrics.json", "public/change.json"),
}
"""What notebooks read of the programme's cohorts that began before this one."""


@dataclass(frozen=True)
class Wishes:
    """
    What a run was asked for.

    Args:
        only: Notebooks to bring up to date; all unless given.
        as_of: The day on which the cohort is looked at.
        language: `es` or `en`; the cohort's own unless given.
        force: Run also what did not change.
        alone: Whether no other cohort is run beside this one, so that its notebooks may use both cores.
    """

    only: tuple[str, ...] = ()
    as_of: dt.date | None = None
    language: str = ""
    force: bool = False
    alone: bool = True


@dataclass
class Outcome:
    """What a run did: notebooks run and left as they were, and the seconds it took."""

    cohort: str
    ran: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    seconds: float = 0.0


def run_cohort(folder: Path, wishes: Wishes = Wishes(), report: Report = lambda _: None, by: Engine | None = None) -> Outcome:
    """
    Run a cohort's notebooks into its `results` and `public` folders.

    Nothing of an earlier result changes until every notebook has succeeded. A notebook is run when its
    template, inputs, parameters or package changed, or what it reads of another notebook did.

    Args:
        folder: The cohort's folder.
        wishes: Which notebooks, on which day, in which language.
        report: Called with each notebook's name when it is done or left as it is.
        by: What executes notebooks; a warm process of its own unless given.

    Raises:
        ProblemsError: The cohort's data has errors; nothing is written.
        UsageError: No such notebook.
        RunError: A notebook failed, or another run is at work; earlier results stand as they were.
    """
    if by is None:
        with engine(len(chosen_notebooks(list(wishes.only)))) as own:
            return run_cohort(folder, wishes, report, own)
    began = time.monotonic()
    names = chosen_notebooks(list(wishes.only))
    inspection = inspect_cohort(folder)
    if inspection.errors or inspection.cohort is None:
        raise ProblemsError(inspection.errors)
    with locked(folder) as work, _for_the_owner_alone():
        run = _Run(folder, inspection, wishes, work, report, by)
        try:
            run.bring_up_to_date(names)
        finally:
            run.clear_away()
    run.outcome.seconds = time.monotonic() - began
    return run.outcome


def derived(folder: Path, inspection: Inspection, wishes: Wishes, work: Path, report: Report, by: Engine, place: Path) -> _Run:
    """Run notebooks into an empty place instead of the cohort's folder, and leave the results there."""
    run = _Run(folder, inspection, wishes, work, report, by)
    run.records, run.stage = {}, place
    for name in (*KEPT, "scratch"):
        (place / name).mkdir()
    keep(inspection, place / "scratch" / READ_ONCE)
    run.files = {}
    run.in_turn(run.asked(wishes.only))
    return run


class _Run:
    """One run of one cohort: what stands, what has to be done, and the stage for it."""

    def __init__(self, folder: Path, inspection: Inspection, wishes: Wishes, work: Path, report: Report, by: Engine):
        self.folder, self.wishes, self.work, self.report, self.by = folder, wishes, work, report, by
        self.inspection, self.cohort = inspection, inspection.cohort
        self.program = program_file(folder).parent
        self.inputs = _inputs(self.cohort.inputs, self.program)
        self.parameters = {"language": wishes.language or self.cohort.language, "as_of": str(wishes.as_of or day_of_view(self.cohort))}
        self.outcome = Outcome(self.cohort.name)
        self.stage: Path | None = None
        self.records: dict[str, Any] = dict(manifests.read_manifest(folder / "results").get("notebooks", {}))
        self.files = self._hashes()

    def bring_up_to_date(self, names: Sequence[str]) -> None:
        """Run what changed, then make it the cohort's results in one step."""
        asked = self.asked(names)
        self.in_turn(asked)
        _refuse_changed_inputs(self.inputs, self.cohort.inputs, self.program)
        self.outcome.ran.sort(key=ORDER.index)
        self.outcome.kept.sort(key=ORDER.index)
        if self.stage is not None:
            self._write_manifest(self.stage)
            landed(self.stage, self.folder, self.work)
            audit.noted(self.work, "run", notebooks=self.outcome.ran, as_of=self.parameters["as_of"], inputs=manifests.digest(self.inputs))

    def clear_away(self) -> None:
        """Remove the stage, should it not have landed."""
        if self.stage is not None:
            shutil.rmtree(self.stage, ignore_errors=True)

    def asked(self, names: Sequence[str]) -> list[str]:
        """Give the notebooks asked for, those they read, and those that stand there and read what may change."""
        asked = set(names)
        for name in reversed(ORDER):
            if name in asked:
                asked.update(AFTER.get(name, ()))
        for name in ORDER:
            if name in self.records and asked & set(AFTER.get(name, ())):
                asked.add(name)
        return [name for name in ORDER if name in asked]

    def in_turn(self, names: Sequence[str]) -> None:
        """Run notebooks as soon as those that they read are done, side by side where the engine can."""
        waiting, running = list(names), {}
        with ThreadPoolExecutor(2) as threads:
            while waiting or running:
                for name in [name for name in sorted(waiting, key=_turn) if not set(AFTER.get(name, ())) & {*waiting, *running.values()}]:
                    if len(running) >= self._width():
                        break
                    waiting.remove(name)
                    key = self._key(name)
                    if self._stands(name, key) and not (self.wishes.force and name in chosen_notebooks(list(self.wishes.only))):
                        self.outcome.kept.append(name)
                        self.report(name)
                    else:
                        running[threads.submit(self._run, name, self._staged(), key)] = name
                if running:
                    self._ended(running)

    def _width(self) -> int:
        return self.by.side_by_side if self.wishes.alone else 1

    def _ended(self, running: dict[Future, str]) -> None:
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            name = running.pop(future)
            self.records[name] = future.result()
            self.files = self._hashes()
            self.records[name]["files"] = {file: digest for file, digest in self.files.items() if _owns(name, file)}
            self.outcome.ran.append(name)
            self.report(name)

    def _staged(self) -> Path:
        """Give the stage, made when the first notebook needs it."""
        if self.stage is None:
            self.stage = fresh_stage(self.folder.absolute(), self.work.absolute())
            (self.stage / "scratch").mkdir()
            keep(self.inspection, self.stage / "scratch" / READ_ONCE)
        return self.stage

    def _key(self, name: str) -> str:
        earlier = {f"{cohort.name}/{file}": cohort / file for cohort in earlier_cohorts(self.folder) for file in READS_OF_EARLIER.get(name, ())}
        read = {file: manifests.file_hash(path) for file, path in earlier.items() if path.is_file()}
        if name == "4-session-guides":
            read |= manifests.file_hashes(records_elsewhere(self.folder, "session_log"), self.program)
        written = {file: digest for other in AFTER.get(name, ()) for file, digest in self.files.items() if _owns(other, file) and not _shown(file)}
        return manifests.notebook_key(template(self.program, name), {**self.inputs, **read, **written}, self.parameters)

    def _stands(self, name: str, key: str) -> bool:
        record = self.records.get(name, {})
        return record.get("key") == key and record["files"] == {file: digest for file, digest in self.files.items() if _owns(name, file)}

    def _hashes(self) -> dict[str, str]:
        root = self.stage or self.folder
        paths = [path for name in KEPT for path in (root / name).rglob("*") if path.is_file() and path.name != manifests.NAME]
        return manifests.file_hashes(paths, root)

    def _run(self, name: str, stage: Path, key: str) -> dict[str, Any]:
        """Execute a notebook in the stage and give its record."""
        began = time.monotonic()
        results = stage / "results"
        program, cohort = self.program.absolute(), self._place()
        parameters = {"cohort": cohort, "results": str(results), "language": self.parameters["language"]}
        try:
            environment = {AS_OF: self.parameters["as_of"], READ: str(stage.absolute() / "scratch" / READ_ONCE)}
            done = executed(self.by, program, name, parameters, stage / "scratch", environment)
            missing = [file for file in EXPECTED.get(name, ()) if not (results / file).is_file()]
            if missing:
                raise NotebookError(name, f"notebook {name}: it did not write {missing[0]}", done)
        except NotebookError as error:
            raise RunError(f"{error}{self._kept_half_run(error)}") from error
        notebook_format().write(done, results / f"{name}.ipynb")
        write_result(results / f"{name}.html", self._page(name, done).encode("utf-8"))
        return {"key": key, "seconds": round(time.monotonic() - began, 2)}

    def _place(self) -> str:
        """Give the cohort's folder as it is named from that of the programme."""
        shown, program = self.folder.absolute(), self.program.absolute()
        return shown.relative_to(program).as_posix() if shown.is_relative_to(program) else str(shown)

    def _page(self, name: str, done: NotebookNode) -> str:
        return page(done, self.parameters["language"], private=name not in PUBLIC, colors=self.cohort.program.publishing.colors)

    def _kept_half_run(self, error: NotebookError) -> str:
        """Keep the half-run notebook privately and say where it is."""
        if error.half_run is None:
            return ""
        failed = self.work / "failed"
        failed.mkdir(mode=0o700, exist_ok=True)
        notebook_format().write(error.half_run, failed / f"{error.notebook}.ipynb")
        return f"; see {self._place()}/.mentorkit/failed/{error.notebook}.ipynb (private)"

    def _write_manifest(self, stage: Path) -> None:
        """Write the manifest, last of all."""
        shutil.rmtree(stage / "scratch", ignore_errors=True)
        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        write_result(stage / "results" / manifests.NAME, {
            "cohort": self.outcome.cohort,
            "inputs": dict(self.inputs),
            "notebooks": self.records,
            "package": manifests.package_hash(),
            "parameters": dict(self.parameters),
            "templates": {name: manifests.file_hash(template(self.program, name)) for name in self.records},
            "seed": 0,
            "time": now.isoformat().replace("+00:00", "Z"),
            "versions": manifests.versions(),
        })


def _turn(name: str) -> tuple[int, int]:
    """Order notebooks so that those that others wait for come first, then the long ones, and no long one is left for the end."""
    return -sum(name in others for others in AFTER.values()), LONGEST.index(name)


def _owns(name: str, file: str) -> bool:
    return file in (f"results/{name}.ipynb", f"results/{name}.html") or file.startswith(OWNS[name])


def _shown(file: str) -> bool:
    return file.endswith((".ipynb", ".html", ".pdf"))


@contextmanager
def _for_the_owner_alone() -> Iterator[None]:
    """Have every file that is written meanwhile readable by its owner only."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _inputs(paths: tuple[Path, ...], program: Path) -> dict[str, str]:
    curriculum = overlaid_files(program, "curriculum")
    return manifests.file_hashes(paths, program) | {name: manifests.file_hash(path) for name, path in curriculum.items()}


def _refuse_changed_inputs(before: Mapping[str, str], paths: tuple[Path, ...], program: Path) -> None:
    now = manifests.file_hashes(paths, program)
    changed = sorted(name for name, digest in now.items() if before.get(name) != digest)
    if changed:
        raise RunError(f"{changed[0]} changed while the notebooks ran; run again")
