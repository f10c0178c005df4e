"""A place to work in, a lock, and the one step that makes it the cohort's results."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mentorkit.errors import RunError

KEPT = ("results", "public")


@contextmanager
def locked(folder: Path) -> Iterator[Path]:
    """
    Hold the cohort's lock and give its private work folder.

    The lock goes with the process that holds it, however that ends.

    Raises:
        RunError: Another run of the same cohort is at work.
    """
    work = folder / ".mentorkit"
    work.mkdir(mode=0o700, exist_ok=True)
    with open(work / "lock", "a+", encoding="ascii") as file:
        if not _taken(file):
            raise RunError(f"another run of {folder.name} is at work; wait until it ends")
        yield work


def _taken(file) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def mended(folder: Path, work: Path) -> None:
    """Put back what a run that was ended half-way through its last step had set aside."""
    for name in KEPT:
        aside = work / f"old-{name}"
        if aside.is_dir() and not (folder / name).exists():
            aside.rename(folder / name)
    for leftover in [*work.glob("stage*"), *work.glob("old-*")]:
        shutil.rmtree(leftover, ignore_errors=True)


def fresh_stage(folder: Path, work: Path) -> Path:
    """Give an empty stage beside the results, with a copy of what there is."""
    stage = work / "stage"
    stage.mkdir(mode=0o700)
    for name in KEPT:
        if (folder / name).is_dir():
            shutil.copytree(folder / name, stage / name)
        else:
            (stage / name).mkdir(mode=0o700)
    return stage


def landed(stage: Path, folder: Path, work: Path) -> None:
    """Make the stage the cohort's results; the old ones are there until the new ones stand."""
    for name in reversed(KEPT):
        place, aside = folder / name, work / f"old-{name}"
        if place.exists():
            place.rename(aside)
        (stage / name).rename(place)
        shutil.rmtree(aside, ignore_errors=True)
    shutil.rmtree(stage, ignore_errors=True)
