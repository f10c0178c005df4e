"""What a run does again, in which order, and what it leaves."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from types import ModuleType

import nbformat
import pytest

from mentorkit.cli.running import _waves
from mentorkit.errors import RunError
from mentorkit.running import audit
from mentorkit.running.cohorts import Wishes, run_cohort
from mentorkit.running.notebooks import AFTER, ORDER, OWNS
from mentorkit.running.verifying import verify


@pytest.fixture
def trial(crashes: ModuleType, tmp_path: Path) -> Path:
    """A small cohort, not run yet."""
    return crashes.programme(tmp_path)


def test_only_what_reads_a_change_is_run_again(crashes: ModuleType, trial: Path, warm):
    """Changed inputs run all; nothing changed, none; a lost result, its own notebook; one asked for, also what it reads."""
    both = ["3-matching", "6-evaluation"]

    assert run_cohort(trial, Wishes(only=("6",)), by=warm).ran == both
    assert run_cohort(trial, Wishes(only=("6",)), by=warm).ran == []
    (trial / "results" / "evaluation" / "items.csv").unlink()
    assert run_cohort(trial, Wishes(only=both), by=warm).ran == ["6-evaluation"]
    assert run_cohort(trial, Wishes(only=("3",), force=True), by=warm).ran == ["3-matching"]
    crashes.feed(trial, "new")
    assert run_cohort(trial, Wishes(only=("3",)), by=warm).ran == both
    assert crashes.generation(trial / "results") == crashes.generation(trial / "public") == "new"


def test_results_are_for_their_owner_alone(trial: Path, warm):
    """Nobody else on the machine can read what a run writes."""
    run_cohort(trial, Wishes(only=("6",)), by=warm)
    paths = [path for name in ("results", "public", ".mentorkit") for path in [trial / name, *(trial / name).rglob("*")]]
    open_to_others = [path.name for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077 and path.name != "lock"]

    assert len(paths) > 10
    assert open_to_others == []


def test_the_audit_log_is_chained_and_shows_a_changed_line(crashes: ModuleType, trial: Path, warm):
    """Each run adds a line without names; a line that is changed, taken out or put in breaks the chain there."""
    for generation in ("a1", "a2", "a3"):
        crashes.feed(trial, generation)
        run_cohort(trial, Wishes(only=("3",)), by=warm)
    path = trial / ".mentorkit" / audit.NAME
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)

    assert [json.loads(line)["did"] for line in lines] == ["run"] * 3
    assert audit.broken_line(trial / ".mentorkit") is None
    for broken, number in ((["".join(lines[0]).replace("run", "ran"), *lines[1:]], 1), ([lines[0], lines[2]], 2), (lines[1:], 1)):
        path.write_text("".join(broken), encoding="utf-8")
        assert audit.broken_line(trial / ".mentorkit") == number


def test_a_line_cut_off_by_a_loss_of_power_is_no_break(trial: Path):
    """Half a line at the end is dropped by the next one."""
    work = trial / ".mentorkit"
    work.mkdir()
    audit.noted(work, "run", notebooks=["3-matching"])
    with open(work / audit.NAME, "a", encoding="utf-8") as file:
        file.write('{"at": "2026')
    audit.noted(work, "match", matched=3)

    assert audit.broken_line(work) is None
    assert len((work / audit.NAME).read_text(encoding="utf-8").splitlines()) == 2


def test_verify_finds_the_same_and_names_what_differs(crashes: ModuleType, trial: Path, warm):
    """A run from the archive is derived again: equal as it stands, and a tampered result or a changed input is named."""
    run_cohort(trial, Wishes(only=("6",)), by=warm)
    same = verify(trial, warm)
    (trial / "results" / "evaluation" / "metrics.csv").write_text("tampered", encoding="utf-8")
    crashes.feed(trial, "other")
    other = verify(trial, warm)

    assert same.differ == same.changed == []
    assert "results/matching/pairs.csv" in same.same
    assert {"results/evaluation/metrics.csv", "public/metrics.json"} <= set(other.differ)
    assert other.changed == ["cohorts/trial/mentees.csv"]
    assert (trial / "results" / "evaluation" / "metrics.csv").read_text(encoding="utf-8") == "tampered"


def test_cohorts_wait_for_those_they_learn_from(crashes: ModuleType, trial: Path):
    """Cohorts of the same first day are run side by side, later ones after them; invented and real ones do not wait for each other."""
    folders = {}
    for name, starts, synthetic in (("late", "2026-08-01", True), ("first", "2025-02-01", True), ("same", "2025-02-01", True), ("real", "2026-09-01", False)):
        folders[name] = trial.parent / name
        folders[name].mkdir()
        text = crashes.SETTINGS.replace("trial", name).replace("2026-02-02", starts).replace("true", str(synthetic).lower())
        (folders[name] / "cohort.yml").write_text(text, encoding="utf-8")

    waves = [sorted(folder.name for folder in wave) for wave in _waves([*folders.values(), trial])]

    assert waves == [["first", "real", "same"], ["trial"], ["late"]]


def test_every_notebook_writes_where_it_says(ran: Path):
    """Each file of a run's results belongs to exactly one notebook, and none reads a later one."""
    root = ran / "cohorts/example"
    files = [path.relative_to(root).as_posix() for name in ("results", "public") for path in (root / name).rglob("*") if path.is_file()]
    owners = {file: [name for name in ORDER if file in (f"results/{name}.ipynb", f"results/{name}.html") or file.startswith(OWNS[name])] for file in files}

    assert [file for file, found in owners.items() if len(found) != 1] == ["results/manifest.json"]
    assert all(ORDER.index(other) < ORDER.index(name) for name, others in AFTER.items() for other in others)


def test_nothing_of_a_failed_run_is_left_but_its_notebook(trial: Path, warm):
    """After a failure the stage, which holds participants' data, is gone; only the half-run notebook is kept."""
    notebook = nbformat.read(trial.parents[1] / "notebooks" / "6-evaluation.ipynb", as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("1 / 0"))
    nbformat.write(notebook, trial.parents[1] / "notebooks" / "6-evaluation.ipynb")

    with pytest.raises(RunError, match="6-evaluation"):
        run_cohort(trial, Wishes(only=("6",)), by=warm)

    assert sorted(path.name for path in (trial / ".mentorkit").iterdir()) == ["failed", "lock"]
    assert [path.name for path in (trial / ".mentorkit" / "failed").iterdir()] == ["6-evaluation.ipynb"]
