"""Reports of cohorts are executed where something of theirs is new, and nothing of what is old stays."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from mentorkit.model.colors import Colors
from mentorkit.publishing.reports import KNOWN, write_reports
from mentorkit.running import notebooks


@pytest.fixture
def executed(monkeypatch) -> list[tuple[str, str]]:
    """Cohort and language of each report that was executed; a report says what its public tables say, and costs no kernel."""
    found = []

    def told(_, __, ___, parameters, *____):
        folder = Path(parameters["cohort"])
        found.append((folder.name, parameters["language"]))
        output = new_output("display_data", {"text/html": (folder / "public/summary.json").read_text(encoding="utf-8")})
        return new_notebook(cells=[new_markdown_cell("# Report", id="title"), new_code_cell("x", outputs=[output], id="x")])

    monkeypatch.setattr(notebooks, "executed", told)
    return found


def cohort(program: Path, name: str, starts: str, **more: str) -> Path:
    """A cohort with nothing but its public summary."""
    public = program / "cohorts" / name / "public"
    public.mkdir(parents=True, exist_ok=True)
    (public / "summary.json").write_text(json.dumps({"program": "P", "synthetic": False, "starts": starts} | more), encoding="utf-8")
    return public.parent


def written(program: Path, *cohorts: Path, colors: Colors | None = None) -> dict[str, str]:
    """Write the reports of some cohorts, and give each file's text."""
    target = program / "source"
    shutil.rmtree(target, ignore_errors=True)
    write_reports(program, cohorts, {"es": target / "es", "en": target / "en"}, colors or Colors())
    return {path.relative_to(target).as_posix(): path.read_text(encoding="utf-8") for path in sorted(target.rglob("*.ipynb"))}


def test_only_what_is_new_is_executed(tmp_path: Path, executed):
    """Published again, nothing is; with a later cohort, that one alone; with an earlier one released anew, it and all that read it."""
    one, two = cohort(tmp_path, "one", "2026-01-05"), cohort(tmp_path, "two", "2026-06-01")
    first = written(tmp_path, one, two)
    assert sorted(set(executed)) == [("one", "en"), ("one", "es"), ("two", "en"), ("two", "es")]
    assert "# Cohorte one" in first["es/cohorts/one.ipynb"] and "# Cohort two" in first["en/cohorts/two.ipynb"]

    executed.clear()
    assert written(tmp_path, one, two) == first and executed == []
    three = cohort(tmp_path, "three", "2026-09-07")
    assert {name for name, _ in executed} == set() and len(written(tmp_path, one, two, three)) == 6
    assert {name for name, _ in executed} == {"three"}
    executed.clear()
    cohort(tmp_path, "two", "2026-06-01", organisation="Renewed")
    assert "Renewed" in written(tmp_path, one, two, three)["es/cohorts/two.ipynb"]
    assert {name for name, _ in executed} == {"two", "three"}


def test_colours_and_the_notebook_count(tmp_path: Path, executed):
    """Another colour, or a notebook of one's own, makes every report anew."""
    one = cohort(tmp_path, "one", "2026-01-05")
    written(tmp_path, one)
    written(tmp_path, one, colors=Colors(accent="#7a2e8e"))
    assert len(executed) == 4
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks/cohort-report.ipynb").write_text("{}", encoding="utf-8")
    written(tmp_path, one, colors=Colors(accent="#7a2e8e"))
    assert len(executed) == 6


def test_nothing_old_is_remembered(tmp_path: Path, executed):
    """What a publication does not use is removed: of a cohort that is gone or released anew no report stays anywhere."""
    one, two = cohort(tmp_path, "one", "2026-01-05", organisation="Zurubí"), cohort(tmp_path, "two", "2026-06-01")
    written(tmp_path, one, two)
    shutil.rmtree(one)
    written(tmp_path, two)

    assert len(list((tmp_path / KNOWN).iterdir())) == 2
    assert not any("Zurubí" in path.read_text(encoding="utf-8") for path in (tmp_path / KNOWN).iterdir())
