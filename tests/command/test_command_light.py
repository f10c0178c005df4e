"""What a command loads and opens: nothing heavy that it does not use, and every input once."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

UNUSED = (
    "IPython", "PIL", "cvxpy", "distributed", "ipykernel", "jupyter_client", "matplotlib", "nbclient", "nbformat", "openpyxl", "papermill", "pyarrow",
    "pydantic_settings", "ruamel.yaml", "scipy.optimize", "scipy.stats", "sklearn", "sqlalchemy", "statsmodels",
)
WATCHED = """
import json, os, sys
from collections import Counter
opened = Counter()
sys.addaudithook(lambda event, told: event == "open" and isinstance(told[0], str) and opened.update([os.path.abspath(told[0])]))
vars(os).pop("fork", None)  # what a copy of the process loads and opens counts, too: here all is done in one
from mentorkit.cli import main
try:
    code = main(sys.argv[1:])
except SystemExit as end:
    code = end.code
loaded = sorted(sys.modules)
print(json.dumps({"code": code, "opened": opened, "loaded": loaded}))
"""


@pytest.fixture(scope="module", params=["check", "match"])
def watched(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, root: Path) -> tuple[Path, dict]:
    """A copy of the example, and what the command did with it."""
    program = tmp_path_factory.mktemp("light")
    shutil.copyfile(root / "program.yml", program / "program.yml")
    shutil.copytree(root / "cohorts" / "example", program / "cohorts" / "example", ignore=shutil.ignore_patterns("results", "public", ".mentorkit"))
    words = [request.param, str(program / "cohorts" / "example")]
    done = subprocess.run([sys.executable, "-c", WATCHED, *words], cwd=program, capture_output=True, text=True, check=True)
    return program, json.loads(done.stdout.splitlines()[-1])


def test_nothing_heavy_is_loaded_that_is_not_used(watched: tuple[Path, dict]):
    """No pictures, notebooks, statistics, databases or workbooks for a folder of CSV files; YAML by the quick reader alone."""
    _, seen = watched

    assert seen["code"] == 0
    assert [name for name in UNUSED if name in seen["loaded"]] == []


def test_help_loads_nothing_but_its_words(root: Path):
    """Whoever asks how a command is used waits for no table, no model and no YAML."""
    done = subprocess.run([sys.executable, "-c", WATCHED, "--help"], cwd=root, capture_output=True, text=True, check=True)
    seen = json.loads(done.stdout.splitlines()[-1])

    assert seen["code"] == 0
    assert [name for name in (*UNUSED, "numpy", "pandas", "pydantic", "yaml") if name in seen["loaded"]] == []


def test_every_input_is_opened_once(watched: tuple[Path, dict]):
    """Each table, code book and setting of the cohort is read a single time, whoever asks for what stands in it."""
    program, seen = watched
    inputs = [str(path) for path in program.rglob("*") if path.suffix in (".csv", ".yml") and not {"results", ".mentorkit"} & set(path.parts)]

    assert len(inputs) > 20
    assert {path: seen["opened"].get(path) for path in inputs} == dict.fromkeys(inputs, 1)
