"""Notebook files, read and written without the slowest part of what nbformat brings along."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

_UNNEEDED = "rfc3987_syntax"


def notebook_format() -> ModuleType:
    """
    Give nbformat.

    jsonschema, on which it stands, builds a grammar of web addresses at its import where the package
    `rfc3987_syntax` happens to be installed (JupyterLab brings it). That takes longer than to read all
    notebooks of a cohort, and the schema of a notebook asks for no address: it is left out, for as long as
    the import lasts.
    """
    held_back = _UNNEEDED not in sys.modules and "jsonschema" not in sys.modules
    if held_back:
        sys.modules[_UNNEEDED] = None  # type: ignore[assignment]
    try:
        import nbformat
    finally:
        if held_back:
            sys.modules.pop(_UNNEEDED, None)
    return nbformat


def on_the_way(target: Path | str) -> Path:
    """Give the file beside a notebook to come that holds a line for each cell begun and each cell done."""
    return Path(f"{target}.cells")


def half_run(source: Path, target: Path) -> int | None:
    """
    Write a notebook whose process died as far as it came, from the lines that it left, and give the cell it was in.

    Args:
        source: The notebook as it was to be run.
        target: Where it was to go.
    """
    notebook = notebook_format().read(source, as_version=4)
    lines = _lines(on_the_way(target))
    for line in lines:
        if "outputs" in line:
            notebook.cells[line["cell"] - 1].update(notebook_format().from_dict(line))
            del notebook.cells[line["cell"] - 1]["cell"]
    notebook_format().write(notebook, target)
    return lines[-1]["cell"] if lines else None


def _lines(path: Path) -> list[dict[str, Any]]:
    """Give the lines that were written whole."""
    found: list[dict[str, Any]] = []
    with suppress(OSError, ValueError):
        for line in path.read_text(encoding="utf-8").splitlines():
            found.append(json.loads(line))
    return found
