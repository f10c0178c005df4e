"""Notebook files, read and written without the slowest part of what nbformat brings along."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

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
