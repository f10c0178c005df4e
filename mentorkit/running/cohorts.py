"""A cohort's run: its notebooks in order, in a stage, and only what changed."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mentorkit.errors import ProblemsError, RunError
from mentorkit.io.cohort import inspect_cohort, program_file
from mentorkit.io.deliveries import records_elsewhere
from mentorkit.io.results import write_result
from mentorkit.running import manifest as manifests
from mentorkit.running.notebooks import EXPECTED, READS_ELSEWHERE, NotebookError, chosen_notebooks, executed, template
from mentorkit.running.pages import page
from mentorkit.running.staging import fresh_stage, landed, locked, mended
from mentorkit.shipped import overlaid_files
from mentorkit.telling.desk import AS_OF, day_of_view

Report = Callable[[str], None]


@dataclass(frozen=True)
class Wishes:
    """What a run was asked for."""

    only: tuple[str, ...] = ()
    as_of: dt.date | None = None
    language: str = ""
    force: bool = False


@dataclass
class Outcome:
    """What a run did: notebooks run and left as they were, and the seconds it took."""

    cohort: str
    ran: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    seconds: float = 0.0


def run_cohort(folder: Path, wishes: Wishes = Wishes(), report: Report = lambda _: None) -> Outcome:
    """
    Run a cohort's notebooks into its `results` and `public` folders.

    Nothing of an earlier result changes until every notebook has succeeded.

    Args:
        folder: The cohort's folder.
        wishes: Which notebooks, on which day, in which language.
        report: Called with each notebook's name when it is done or left as it is.

    Raises:
        ProblemsError: The cohort's data has errors; nothing is written.
        UsageError: No such notebook.
        RunError: A notebook failed, or another run is at work; earlier results stand as they were.
    """
    began = time.monotonic()
    names = chosen_notebooks(list(wishes.only))
    inspection = inspect_cohort(folder)
    if inspection.errors or inspection.cohort is None:
        raise ProblemsError(inspection.errors)
    cohort = inspection.cohort
    language = wishes.language or cohort.language
    program = program_file(folder).parent
    outcome = Outcome(cohort.name)
    with locked(folder) as work:
        mended(folder, work)
        stage = fresh_stage(folder, work)
        inputs = _inputs(cohort.inputs, program)
        parameters = {"language": language, "as_of": str(wishes.as_of or day_of_view(cohort))}
        work_order = _Run(folder, program, stage, inputs, parameters, wishes.force, outcome, report)
        for name in names:
            work_order.notebook(name, work)
        _refuse_changed_inputs(inputs, cohort.inputs, program)
        work_order.write_manifest()
        landed(stage, folder, work)
    outcome.seconds = time.monotonic() - began
    return outcome


@dataclass
class _Run:
    folder: Path
    program: Path
    stage: Path
    inputs: Mapping[str, str]
    parameters: Mapping[str, str]
    force: bool
    outcome: Outcome
    report: Report

    def __post_init__(self) -> None:
        self.results = self.stage / "results"
        self.public = self.stage / "public"
        self.records: dict[str, Any] = dict(manifests.read_manifest(self.results).get("notebooks", {}))

    def notebook(self, name: str, work: Path) -> None:
        """Run one notebook, or leave it where nothing it depends on changed."""
        inputs = dict(self.inputs) | self._elsewhere(name)
        key = manifests.notebook_key(template(self.program, name), inputs, self.parameters)
        if not self.force and self._stands(name, key):
            self.outcome.kept.append(name)
        else:
            began = time.monotonic()
            before = self._files()
            self._execute(name, work)
            changed = {file: digest for file, digest in self._files().items() if before.get(file) != digest}
            own = {**{file: digest for file, digest in self._owned(name).items()}, **changed}
            self.records[name] = {"key": key, "files": dict(sorted(own.items())), "seconds": round(time.monotonic() - began, 2)}
            self.outcome.ran.append(name)
        self.report(name)

    def _elsewhere(self, name: str) -> dict[str, str]:
        record = READS_ELSEWHERE.get(name)
        return manifests.file_hashes(records_elsewhere(self.folder, record), self.program) if record else {}

    def _owned(self, name: str) -> dict[str, str]:
        now = self._files()
        return {file: now[file] for file in self.records.get(name, {}).get("files", {}) if file in now}

    def _stands(self, name: str, key: str) -> bool:
        record = self.records.get(name, {})
        now = self._files()
        return record.get("key") == key and all(now.get(file) == digest for file, digest in record["files"].items())

    def _files(self) -> dict[str, str]:
        paths = [path for root in (self.results, self.public) for path in root.rglob("*") if path.is_file() and path.name != manifests.NAME]
        return manifests.file_hashes(paths, self.stage)

    def _execute(self, name: str, work: Path) -> None:
        import nbformat

        scratch = self.stage / "scratch"
        scratch.mkdir(exist_ok=True)
        shown = self.folder.absolute()
        cohort = shown.relative_to(self.program.absolute()).as_posix() if shown.is_relative_to(self.program.absolute()) else str(shown)
        parameters = {"cohort": cohort, "results": str(self.results), "language": self.parameters["language"]}
        environment = {AS_OF: self.parameters["as_of"], "MPLBACKEND": "agg", "OMP_NUM_THREADS": "1"}
        try:
            done = executed(self.program, name, parameters, self.parameters["language"], scratch, environment)
            missing = [file for file in EXPECTED.get(name, ()) if not (self.results / file).is_file()]
            if missing:
                raise NotebookError(name, f"notebook {name}: it did not write {missing[0]}", done)
        except NotebookError as error:
            raise RunError(f"{error}{self._kept_half_run(error, work)}") from error
        nbformat.write(done, self.results / f"{name}.ipynb")
        write_result(self.results / f"{name}.html", page(done, self.parameters["language"]).encode("utf-8"))

    def _kept_half_run(self, error: NotebookError, work: Path) -> str:
        """Keep the half-run notebook privately and say where it is."""
        import nbformat

        if error.half_run is None:
            return ""
        failed = work / "failed"
        failed.mkdir(mode=0o700, exist_ok=True)
        nbformat.write(error.half_run, failed / f"{error.notebook}.ipynb")
        return f"; see {self.folder.name}/.mentorkit/failed/{error.notebook}.ipynb (private)"

    def write_manifest(self) -> None:
        """Write the manifest, last of all."""
        import shutil

        shutil.rmtree(self.stage / "scratch", ignore_errors=True)
        now = dt.datetime.now(dt.timezone.utc).replace(microsecond=0)
        write_result(self.results / manifests.NAME, {
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


def _inputs(paths: tuple[Path, ...], program: Path) -> dict[str, str]:
    curriculum = overlaid_files(program, "curriculum")
    return manifests.file_hashes(paths, program) | {name: manifests.file_hash(path) for name, path in curriculum.items()}


def _refuse_changed_inputs(before: Mapping[str, str], paths: tuple[Path, ...], program: Path) -> None:
    now = manifests.file_hashes(paths, program)
    changed = sorted(name for name, digest in now.items() if before.get(name) != digest)
    if changed:
        raise RunError(f"{changed[0]} changed while the notebooks ran; run again")
