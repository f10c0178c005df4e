"""The trainers' logs of all cohorts of a programme: what real minutes the next cohort can learn from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mentorkit.errors import ProblemsError
from mentorkit.io.cohort import cohort_folders, earlier_cohorts, read_record

if TYPE_CHECKING:
    from pandas import DataFrame

LOG = "session_log"


def session_logs(program: Path, synthetic: bool, besides: Path | None = None) -> tuple[list[DataFrame], list[str]]:
    """
    Give the trainers' logs of a programme's cohorts, each with a column `cohort`, and the cohorts that cannot be read.

    Args:
        program: The folder of `program.yml`.
        synthetic: Whether the invented cohorts are wanted, or the real ones: neither says anything about the other.
        besides: The folder of a cohort; only those that began before it are read.
    """
    frames, unread = [], []
    for folder in cohort_folders(program) if besides is None else earlier_cohorts(besides):
        try:
            settings, frame, _ = read_record(folder, LOG)
        except ProblemsError:
            unread.append(folder.name)
            continue
        if settings.synthetic == synthetic and len(frame):
            frames.append(frame.assign(cohort=settings.cohort))
    return frames, unread


def records_elsewhere(folder: Path, name: str) -> tuple[Path, ...]:
    """Give the files of one record in the programme's earlier cohorts; those that cannot be read are left out."""
    found: set[Path] = set()
    for other in earlier_cohorts(folder):
        try:
            _, frame, files = read_record(other, name)
        except ProblemsError:
            continue
        found.update(files if len(frame) else ())
    return tuple(sorted(found))
