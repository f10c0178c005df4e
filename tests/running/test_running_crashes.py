"""Kills and full disks: earlier results survive, or the new ones stand. The whole harness is benchmarks/crashes.py."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from mentorkit.running.staging import fresh_stage, landed, locked

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the harness forks")


@pytest.fixture
def trial(crashes: ModuleType, tmp_path: Path) -> Path:
    """A small cohort that was run once."""
    cohort = crashes.programme(tmp_path)
    subprocess.run([sys.executable, "-m", "mentorkit", "run", str(cohort), "--only", "3", "--only", "6"], check=True, capture_output=True)
    return cohort


@pytest.mark.parametrize("way", ["kill", "full"])
def test_results_survive_at_every_tenth_call(crashes: ModuleType, trial: Path, way: str):
    """Ended at any call that touches a file, a run leaves whole results of before or after, and the next run mends the rest."""
    found = crashes.every_call(trial, way, 10)

    assert found["old"] > 5
    assert found["new"] >= 1
    assert (found["damaged or lost"], found["not mended"], found["traceback"]) == (0, 0, 0)


def test_results_survive_random_kills(crashes: ModuleType, trial: Path):
    """The command itself, killed at random times, leaves whole results."""
    found = crashes.random_kills(trial, 4)

    assert found["old"] + found["new"] == 4
    assert (found["damaged or lost"], found["not mended"]) == (0, 0)


@pytest.mark.parametrize("exchange", [True, False])
def test_landing_can_be_begun_again_at_any_point(tmp_path: Path, monkeypatch, exchange: bool):
    """A landing that is broken off after any of its renames is finished by whoever takes the lock next, with exchange or without."""
    from mentorkit.running import staging

    if not exchange:
        monkeypatch.setattr(staging, "_exchanged", lambda one, other: False)
    rename, broken = Path.rename, 0
    for point in range(1, 12):
        folder = tmp_path / f"{exchange}{point}"
        for name in staging.KEPT:
            (folder / name).mkdir(parents=True)
            (folder / name / "file").write_text("old")
        calls = [0]

        def breaking(self: Path, target: Path, calls=calls, point=point) -> Path:
            calls[0] += 1
            if calls[0] == point:
                raise KeyboardInterrupt
            return rename(self, target)

        with locked(folder) as work:
            stage = fresh_stage(folder, work)
            for name in staging.KEPT:
                (stage / name / "file").write_text("new")
            monkeypatch.setattr(Path, "rename", breaking)
            try:
                landed(stage, folder, work)
            except KeyboardInterrupt:
                broken += 1
            monkeypatch.setattr(Path, "rename", rename)
        with locked(folder):
            contents = {(folder / name / "file").read_text() for name in staging.KEPT}

        assert contents == ({"old"} if point == 1 else {"new"})
        assert [path.name for path in (folder / ".mentorkit").iterdir()] == ["lock"]
    assert broken >= (2 if exchange else 6)
