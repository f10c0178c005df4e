"""Many cohorts at once: one broken one does not stop the others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mentorkit.cli import main


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_broken_cohort_does_not_stop_the_others(program: Path, capfd, jobs: str):
    """The good cohort has results, the broken one is named with its problems, and the exit code says so."""
    good, broken = program / "cohorts" / "example", program / "cohorts" / "broken"
    shutil.copytree(good, broken)
    (broken / "mentees.csv").unlink()

    assert main(["run", str(broken), str(good), "--only", "2", "--jobs", jobs]) == 1

    assert (good / "results" / "2-participants.html").is_file()
    assert not (broken / "results").exists()
    assert "mentees.csv: there is no such file" in capfd.readouterr().err


def test_absent_scheduler_is_refused(program: Path, capsys):
    """Without Dask, or without a scheduler at the address, the command says what to type."""
    assert main(["run", str(program / "cohorts" / "example"), "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert "dask" in capsys.readouterr().err.lower()
