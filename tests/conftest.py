"""What several tests share: a programme folder to spoil, and a cohort that was run."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)  # a slow machine is no failure, and every run tries the same cases
settings.load_profile("steady")
ROOT = Path(__file__).parent.parent
os.environ["MENTORKIT_KEY"] = "the tests' own key"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--site", default=None, help="a published site for the tests in a browser")
    parser.addoption("--axe", default=None, help="axe-core's axe.min.js for the tests in a browser")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the example programme with its cohort, in a folder with a space and letters beyond ASCII."""
    return copied_program(tmp_path / "programa ñandú 1")


@pytest.fixture
def cohort(program: Path) -> Path:
    """The example cohort of that copy."""
    return program / "cohorts" / "example"


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example programme whose cohort was run by the command; tests only read it."""
    folder = copied_program(tmp_path_factory.mktemp("ran") / "programa")
    done = command("run", "cohorts/example", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def crashes(root: Path) -> ModuleType:
    """The harness that ends runs, with its small programme: benchmarks/crashes.py."""
    spec = importlib.util.spec_from_file_location("crashes", root / "benchmarks" / "crashes.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def mentorkit() -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command, as a person runs it."""
    return command


def copied_program(folder: Path) -> Path:
    folder.mkdir(parents=True)
    shutil.copyfile(ROOT / "program.yml", folder / "program.yml")
    shutil.copytree(ROOT / "cohorts" / "example", folder / "cohorts" / "example", ignore=shutil.ignore_patterns("results", "public", ".mentorkit"))
    return folder


def command(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mentorkit", *map(str, words)], cwd=cwd, capture_output=True, text=True, timeout=600, check=False,
        env=os.environ | {"PYTHONUTF8": "1"} | environment,
    )
