"""Cohorts on a Dask cluster: the same results as on one machine."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from mentorkit.cli import main

distributed = pytest.importorskip("distributed", reason="the cluster extra is not installed; .ci/run installs it")


@pytest.fixture
def cluster():
    """A scheduler with two workers on this machine."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, processes=True) as made:
        yield made


@pytest.fixture
def scheduler(cluster) -> str:
    """The address of that scheduler."""
    return cluster.scheduler_address


def test_cluster_gives_the_same_bytes(program: Path, scheduler: str):
    """Two cohorts run on workers give the same results as one run here."""
    first = program / "cohorts" / "example"
    second = program / "cohorts" / "second"
    shutil.copytree(first, second)
    text = (second / "cohort.yml").read_text(encoding="utf-8")
    (second / "cohort.yml").write_text(text.replace("cohort: example", "cohort: second"), encoding="utf-8")

    assert main(["run", str(first), str(second), "--only", "2", "--scheduler", scheduler]) == 0
    there = {path.name: path.read_bytes() for path in (first / "results" / "participants").glob("*.csv")}
    shutil.rmtree(first / "results")
    assert main(["run", str(first), "--only", "2"]) == 0
    here = {path.name: path.read_bytes() for path in (first / "results" / "participants").glob("*.csv")}

    assert there == here
    assert (second / "results" / "manifest.json").is_file()


def test_a_killed_worker_costs_nothing_but_time(crashes, tmp_path: Path, cluster):
    """When a worker is killed while it runs a cohort, every cohort has whole results in the end, and nothing half-done is left."""
    first = crashes.programme(tmp_path)
    slow = nbformat.read(tmp_path / "notebooks" / "6-evaluation.ipynb", as_version=4)
    slow.cells[-1].source = f"import time, pathlib; pathlib.Path(cohort, 'begun').touch(); time.sleep(1.5)\n{slow.cells[-1].source}"
    nbformat.write(slow, tmp_path / "notebooks" / "6-evaluation.ipynb")
    folders = [first, *(shutil.copytree(first, first.parent / f"trial{number}") for number in range(3))]
    for folder in folders[1:]:
        (folder / "cohort.yml").write_text(crashes.SETTINGS.replace("trial", folder.name), encoding="utf-8")
    words = [word for name in crashes.ONLY for word in ("--only", name)]
    process = subprocess.Popen(
        [sys.executable, "-m", "mentorkit", "run", *map(str, folders), *words, "--scheduler", cluster.scheduler_address],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )
    limit = time.monotonic() + 60
    while not any((folder / "begun").exists() for folder in folders) and time.monotonic() < limit:
        time.sleep(0.05)
    os.kill(cluster.workers[0].pid, signal.SIGKILL)
    _, told = process.communicate(timeout=120)

    assert process.returncode == 0, told.decode()
    assert [crashes.generation(folder / name) for folder in folders for name in ("results", "public")] == ["g0"] * 8
    assert [path.name for folder in folders for path in (folder / ".mentorkit").glob("stage-*")] == []
