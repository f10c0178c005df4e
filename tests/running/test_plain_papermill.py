"""What people type by habit: papermill alone gives the same results as `mentorkit run`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path


def test_papermill_alone_gives_the_same_matching(root: Path, ran: Path, tmp_path: Path):
    """`papermill notebooks/3-matching.ipynb out.ipynb -p cohort cohorts/example` writes the same pairs."""
    shutil.copytree(root / "notebooks", tmp_path / "notebooks", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(ran / "cohorts", tmp_path / "cohorts", ignore=shutil.ignore_patterns("results", "public", ".mentorkit"))
    shutil.copyfile(ran / "program.yml", tmp_path / "program.yml")
    subprocess.run(
        [sys.executable, "-m", "papermill", "notebooks/3-matching.ipynb", "out.ipynb", "-p", "cohort", "cohorts/example"],
        cwd=tmp_path, check=True, capture_output=True,
    )

    ours, theirs = (folder / "cohorts/example/results/matching/pairs.csv" for folder in (ran, tmp_path))
    assert theirs.read_bytes() == ours.read_bytes()
