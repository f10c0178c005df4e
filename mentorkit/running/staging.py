"""
A place to work in, a lock, and the one rename that makes it the cohort's results.

A run works in `.mentorkit/stage-…`. When everything in it is complete, one rename to `.mentorkit/ready`
says so for good; from then on the new results stand, and whoever comes next finishes putting them into
place. Where the system can exchange two folders in one step (Linux), `results` is never absent.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mentorkit.errors import RunError

KEPT = ("results", "public")
_READY, _LANDING = "ready", "landing.json"
_EXCHANGE, _HERE = 2, -100  # RENAME_EXCHANGE and AT_FDCWD of renameat2(2)


@contextmanager
def locked(folder: Path) -> Iterator[Path]:
    """
    Hold the cohort's lock, finish or clear away what an ended run left, and give the private work folder.

    The lock goes with the process that holds it, however that ends.

    Raises:
        RunError: Another run of the same cohort is at work.
    """
    work = folder / ".mentorkit"
    work.mkdir(mode=0o700, exist_ok=True)
    with open(work / "lock", "a+", encoding="ascii") as file:
        if not _taken(file):
            raise RunError(f"another run of {folder.name} is at work; wait until it ends")
        _mended(folder, work)
        yield work


def _taken(file) -> bool:
    """Say whether the lock could be had, by the call that this system has for it."""
    try:
        import fcntl
    except ImportError:
        import msvcrt

        def take() -> None:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:

        def take() -> None:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    try:
        take()
    except OSError:
        return False
    return True


def _mended(folder: Path, work: Path) -> None:
    if (work / _READY).is_dir():
        _put_into_place(folder, work)
    for leftover in work.glob("stage-*"):
        shutil.rmtree(leftover, ignore_errors=True)


def fresh_stage(folder: Path, work: Path) -> Path:
    """Give a stage of its own name beside the results, with a copy of what there is."""
    stage = Path(tempfile.mkdtemp(prefix="stage-", dir=work))
    for name in KEPT:
        if (folder / name).is_dir():
            shutil.copytree(folder / name, stage / name)
        else:
            (stage / name).mkdir(mode=0o700)
    return stage


def landed(stage: Path, folder: Path, work: Path) -> None:
    """Make a complete stage the cohort's results."""
    for path in stage.rglob("*"):
        _on_the_disk(path)
    tokens = {name: (stage / name).stat().st_ino for name in KEPT}
    (stage / _LANDING).write_text(json.dumps(tokens), encoding="ascii")
    _on_the_disk(stage / _LANDING)
    stage.rename(work / _READY)
    _on_the_disk(work)
    _put_into_place(folder, work)


def _put_into_place(folder: Path, work: Path) -> None:
    """Swap each folder that is not swapped yet; may be begun again after any interruption."""
    ready = work / _READY
    tokens = json.loads((ready / _LANDING).read_text(encoding="ascii"))
    for name in reversed(KEPT):
        new, place = ready / name, folder / name
        if new.is_dir() and new.stat().st_ino == tokens[name]:
            if place.exists() and not _exchanged(new, place):
                place.rename(ready / f"old-{name}")
            if new.is_dir() and not place.exists():
                new.rename(place)
    _on_the_disk(folder)
    done = Path(tempfile.mkdtemp(prefix="stage-", dir=work)) / "old"
    ready.rename(done)
    shutil.rmtree(done.parent, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, where the system has a call for it."""
    import ctypes

    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):  # macOS, Windows
        return False
    return call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0


def _on_the_disk(path: Path) -> None:
    """Have a file's or a folder's content outlast a loss of power; where the system cannot, go on."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)
