"""What several tests share: a programme folder to spoil, and a cohort that was run."""

from __future__ import annotations

import importlib.util
import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings
from pypdf import PdfReader

settings.register_profile("steady", deadline=None, derandomize=True)  # a slow machine is no failure, and every run tries the same cases
settings.load_profile("steady")
ROOT = Path(__file__).parent.parent
os.environ["MENTORKIT_KEY"] = "the tests' own key"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--site", default=None, help="a published site for the tests in a browser")
    parser.addoption("--axe", default=None, help="axe-core's axe.min.js for the tests in a browser")


LONGEST = (
    "test_publishing_cohorts", "test_tracking_safety", "test_publishing_site", "test_publishing_defaults", "test_publishing_defaults_notebooks",
    "test_command_upgrade", "test_running_cohort", "test_plain_papermill", "test_retention", "test_open_seeds",
)
"""Files with few tests that build sites and run cohorts: begun first, so that no worker is left alone with one at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {stem: place for place, stem in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


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
    """A copy of the example programme whose cohort was run by the command, once for all workers; tests only read it."""
    base = tmp_path_factory.getbasetemp()
    original = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "ran-once"
    try:
        original.mkdir()
    except FileExistsError:  # another worker runs it, or has
        limit = time.monotonic() + 600
        while not (original / "told").is_file() and time.monotonic() < limit:
            time.sleep(0.5)
    else:
        done = command("run", "cohorts/example", cwd=copied_program(original / "programa"))
        (original / "telling").write_text(done.stderr if done.returncode else "", encoding="utf-8")
        (original / "telling").rename(original / "told")
    assert (original / "told").read_text(encoding="utf-8") == ""
    return shutil.copytree(original / "programa", tmp_path_factory.mktemp("ran") / "programa", symlinks=True)


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


@pytest.fixture(scope="session")
def pdf_pages() -> Callable[[bytes], list[str]]:
    """What stands on each page of a PDF, as a reader's program takes it from there."""
    return lambda data: [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


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
