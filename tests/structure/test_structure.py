"""The house: imports point one way, notebooks are clean, everything public is documented."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

import mentorkit
from mentorkit.running.notebooks import ORDER, PARAMETERS

PACKAGE = Path(mentorkit.__file__).parent
LAYERS = (
    ("errors",),
    ("shipped",),
    ("overlay",),
    ("model",),
    ("io",),
    ("matching", "tracking", "evaluation", "planning", "guides", "participants", "forms"),
    ("disclosure",),
    ("example",),
    ("telling",),
    ("running",),
    ("publishing", "retention"),
    ("cli",),
)
HEIGHT = {room: height for height, rooms in enumerate(LAYERS) for room in rooms}
HEAVY = ("pandas", "numpy", "scipy", "sklearn", "matplotlib", "papermill", "statsmodels", "ortools", "pydantic")
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_shipped" not in path.relative_to(PACKAGE).parts)


def test_imports_point_one_way():
    """A room imports from rooms below it and from itself, never from above or beside."""
    upward = [
        f"{path.relative_to(PACKAGE)} imports {room}"
        for path in MODULES
        for room in _rooms_imported(path)
        if (own := _room(path)) in HEIGHT and room != own and HEIGHT[room] >= HEIGHT[own]
    ]

    assert upward == []


def test_every_room_has_its_place():
    """A new folder of the package is given its place in the layers before it is used."""
    rooms = {_room(path) for path in MODULES} - {"__init__", "__main__"}

    assert rooms == set(HEIGHT)


@pytest.mark.parametrize("name", ORDER)
def test_notebook_is_clean_and_short(root: Path, name: str):
    """A template holds no output, defines nothing, asks one thing a cell, and has more words than code."""
    notebook = nbformat.read(root / "notebooks" / f"{name}.ipynb", as_version=4)
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    words = sum(len(cell.source.split()) for cell in notebook.cells if cell.cell_type == "markdown")
    lines = sum(len([line for line in cell.source.splitlines() if line.strip()]) for cell in codes)

    nbformat.validate(notebook)
    assert all(cell.outputs == [] and cell.execution_count is None for cell in codes)
    assert not any(isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.For, ast.While)) for cell in codes for node in ast.walk(ast.parse(cell.source)))
    assert max(len(cell.source.splitlines()) for cell in codes) <= 10
    assert words >= 6 * lines


@pytest.mark.parametrize("name", ORDER)
def test_notebook_takes_the_three_parameters(root: Path, name: str):
    """Every notebook takes a cohort, a folder for results and a language, and nothing else."""
    notebook = nbformat.read(root / "notebooks" / f"{name}.ipynb", as_version=4)
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    assigned = [node.target.id for cell in tagged for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.AnnAssign)]

    assert len(tagged) == 1
    assert tuple(assigned) == PARAMETERS


@pytest.mark.parametrize("name", ORDER)
def test_notebook_speaks_both_languages(root: Path, name: str):
    """Each text in one language stands beside its text in the other, with the same heading level."""
    notebook = nbformat.read(root / "notebooks" / f"{name}.ipynb", as_version=4)
    by_language = {
        language: [re.match(r"#*", cell.source)[0] for cell in notebook.cells if cell.cell_type == "markdown" and language in cell.metadata.get("tags", [])]
        for language in ("es", "en")
    }

    assert len(by_language["es"]) > 4
    assert by_language["es"] == by_language["en"]


def test_words_stand_in_both_languages():
    """Every sentence of every catalogue is there once, in both languages, with the same values in it."""
    from mentorkit.io.yaml import read_document

    def fields(text: str) -> set[str]:
        return set(re.findall(r"\{(\w+)", text))

    found = {f"{path.stem}.{place}": texts for path in sorted(PACKAGE.glob("*/words/*.yml")) for place, texts in _texts(read_document(path, path.name).data)}

    assert len(found) > 1500
    assert [place for place, texts in found.items() if texts.keys() - {"usted"} != {"es", "en"} or len(set(map(frozenset, map(fields, texts.values())))) > 1] == []


def _texts(node: dict, place: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """The texts by language below a place of a catalogue."""
    for key, value in node.items():
        if any(isinstance(inner, dict) for inner in value.values()):
            yield from _texts(value, f"{place}{key}.")
        else:
            yield f"{place}{key}", value


def test_every_public_name_is_documented():
    """Each module, class and function without a leading underscore says what it gives."""
    silent = []
    for name in _module_names():
        module = importlib.import_module(name)
        silent += [] if inspect.getdoc(module) else [name]
        for label, thing in vars(module).items():
            if label.startswith("_") or getattr(thing, "__module__", None) != name or not (inspect.isclass(thing) or inspect.isfunction(thing)):
                continue
            silent += [] if thing.__doc__ else [f"{name}.{label}"]

    assert silent == []


def test_files_are_no_longer_than_an_idea():
    """No file of the package is longer than 500 lines."""
    assert [path.name for path in MODULES if len(path.read_text(encoding="utf-8").splitlines()) > 500] == []


def test_help_loads_nothing_heavy():
    """`mentorkit --help` answers without loading tables, statistics, solvers or pictures."""
    code = f"import sys, mentorkit.cli.command as c; c.command_parser().format_help(); print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_nothing_names_a_machine(root: Path):
    """No tracked text holds a path of somebody's machine."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("this copy is no git checkout, so there is no list of tracked files")
    pattern = re.compile(r"(^|[^A-Za-z0-9_./])/(work|farm|root|home|Users)/[A-Za-z0-9]")
    files = [root / name for name in listed.stdout.decode().split("\0") if name.endswith((".py", ".md", ".yml", ".yaml", ".toml", ".ipynb", ".csv", ".cff"))]

    assert [path.name for path in files if path.is_file() and pattern.search(path.read_text(encoding="utf-8"))] == []


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _rooms_imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    names += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    return {name.split(".")[1] for name in names if name.startswith("mentorkit.") and len(name.split(".")) > 1} & set(HEIGHT)


def _module_names() -> list[str]:
    found = pkgutil.walk_packages([str(PACKAGE)], "mentorkit.")
    return sorted(module.name for module in found if "._shipped" not in module.name and not module.name.endswith("__main__"))
