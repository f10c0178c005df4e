"""Clearing cohorts that ended long ago: people's data goes, aggregates and settings stay."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from mentorkit.errors import ProblemsError
from mentorkit.io.cohort import inspect_cohort, inspect_program, program_file
from mentorkit.io.growing import memory
from mentorkit.io.yaml import model_and_problems, read_document
from mentorkit.model.cohort import CohortSettings
from mentorkit.running import audit
from mentorkit.running.staging import locked

_SETTINGS = (".yml", ".yaml")
_OWN = (audit.NAME, "lock", "releases.json", "forgotten", "safety-seen")


def ended_before(folders: Iterable[Path], day: dt.date) -> list[Path]:
    """
    Give the cohorts whose last day was before a day.

    Raises:
        ProblemsError: The settings of a cohort cannot be read.
    """
    found = []
    for folder in folders:
        document = read_document(folder / "cohort.yml")
        settings, problems = model_and_problems(CohortSettings, document)
        program = inspect_program(folder)
        if settings is None or program is None:
            raise ProblemsError(problems or inspect_cohort(folder).errors)
        if settings.starts is not None and settings.starts + dt.timedelta(weeks=program.weeks) < day:
            found.append(folder)
    return found


def files_about_people(folder: Path) -> list[Path]:
    """
    Give what `purge` removes of a cohort: tables, answers, results, and what the programme remembers of the tables' rows.

    Settings, code books, aggregates and the audit log stay.
    """
    return sorted([*_removed(folder), *memory(program_file(folder).parent, folder).glob("*")])


def purge(folder: Path) -> int:
    """
    Remove people's data from a cohort's folder and give the number of files removed.

    Raises:
        RunError: A run of the cohort is at work.
    """
    with locked(folder) as work:
        files = files_about_people(folder)
        audit.noted(work, "purge", files=len(files))
        for path in files:
            path.unlink()
        shutil.rmtree(folder / "results", ignore_errors=True)
        shutil.rmtree(work / "failed", ignore_errors=True)
        shutil.rmtree(memory(program_file(folder).parent, folder), ignore_errors=True)
    return len(files)


def _removed(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        inside = path.relative_to(folder).parts
        if not path.is_file() or inside[0] == "public" or (path.suffix in _SETTINGS and inside[0] != "results"):
            continue
        if inside[0] != ".mentorkit" or path.name not in _OWN:
            yield path
