"""Cohorts on a Dask cluster: the same results as on one machine."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mentorkit.cli import main

distributed = pytest.importorskip("distributed", reason="the cluster extra is not installed; .ci/run installs it")


@pytest.fixture
def scheduler():
    """The address of a scheduler with two workers on this machine."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True) as cluster:
        yield cluster.scheduler_address


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
