"""Many cohorts at once: one broken one does not stop the others."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from types import ModuleType

import nbformat
import pytest

from mentorkit.cli import main
from mentorkit.cli.running import _summary
from mentorkit.running.cohorts import Outcome, Wishes


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_broken_cohort_does_not_stop_the_others(program: Path, capfd, jobs: str):
    """The good cohort has results, the broken one is named with its problems, and the exit code says so."""
    good, broken = program / "cohorts" / "example", program / "cohorts" / "broken"
    shutil.copytree(good, broken)
    (broken / "mentees.csv").unlink()

    assert main(["run", str(broken), str(good), "--only", "2", "--jobs", jobs]) == 1

    assert (good / "results" / "2-participants.html").is_file()
    assert not (broken / "results").exists()
    assert "mentees.csv: este archivo no existe" in capfd.readouterr().err


def test_absent_scheduler_is_refused(program: Path, capsys):
    """Without Dask, or without a scheduler at the address, the command says what to type."""
    assert main(["run", str(program / "cohorts" / "example"), "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert "dask" in capsys.readouterr().err.lower()


KILLS = """
import os, pathlib, signal
begun = pathlib.Path(cohort, "begun").exists()
pathlib.Path(cohort, "begun").touch()
if "trial3" in cohort or ("trial1" in cohort and not begun):
    warm = os.getppid()
    os.kill(int(pathlib.Path(f"/proc/{warm}/stat").read_text().rsplit(")", 1)[1].split()[1]), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the worker in /proc")
def test_a_worker_that_is_ended_harms_no_other_cohort(crashes: ModuleType, tmp_path: Path, capfd):
    """A cohort that has its worker ended is tried once more, alone; if that is in vain it is named with what to do, and the others have results."""
    first = crashes.programme(tmp_path)
    path = tmp_path / "notebooks" / "3-matching.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(1, nbformat.v4.new_code_cell(KILLS))
    nbformat.write(notebook, path)
    folders = [first, *(shutil.copytree(first, first.parent / f"trial{number}") for number in range(1, 5))]
    for folder in folders[1:]:
        (folder / "cohort.yml").write_text(crashes.SETTINGS.replace("trial", folder.name), encoding="utf-8")

    assert main(["run", *map(str, folders), "--only", "3", "--jobs", "2"]) == 3

    told = capfd.readouterr().err
    assert [folder.name for folder in folders if not (folder / "results" / "manifest.json").is_file()] == ["trial3"]
    assert "trial3: the process that ran it was ended; its earlier results stand" in told
    assert "1 of 5 cohorts have no new results" in told


@pytest.mark.parametrize(("only", "page"), [((), "3-matching"), (("6",), "6-evaluation"), (("6", "3"), "3-matching")])
def test_the_page_to_open_is_one_that_was_asked_for(only: tuple[str, ...], page: str):
    """The last line names the matching's page where it was asked for, or else the first page that was."""
    assert _summary(Path("cohorts/trial"), Outcome("trial", ["3-matching", "6-evaluation"]), Wishes(only), "en").endswith(f"trial/results/{page}.html")
