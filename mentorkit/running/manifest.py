"""What a result came from: hashes of inputs, template, package and parameters."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from mentorkit import __version__

NAME = "manifest.json"
_VERSIONS = ("pandas", "numpy", "scipy", "scikit-learn", "statsmodels", "ortools", "matplotlib", "papermill", "nbconvert")


def file_hash(path: Path) -> str:
    """Give a file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def file_hashes(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """Give the hash of each file that exists, by its path below a root (or its name, where it lies elsewhere)."""
    named = {(path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name): path for path in paths if path.is_file()}
    return {name: file_hash(path) for name, path in sorted(named.items())}


@cache
def package_hash() -> str:
    """Give a hash over the package's own code and words."""
    root = Path(__file__).parent.parent
    files = sorted(path for suffix in ("*.py", "*.yml") for path in root.rglob(suffix) if "_shipped" not in path.parts)
    digest = hashlib.sha256(__version__.encode())
    for path in files:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Give the versions that the numbers may depend on."""
    found = {"mentorkit": __version__, "python": platform.python_version()}
    for name in _VERSIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def notebook_key(template: Path, inputs: Mapping[str, str], parameters: Mapping[str, Any]) -> str:
    """Give the hash of everything a notebook's outcome depends on."""
    parts = {"template": file_hash(template), "inputs": dict(inputs), "parameters": dict(parameters), "package": package_hash(), "versions": versions()}
    return digest(parts)


def digest(parts: Mapping[str, Any]) -> str:
    """Give one hash of a mapping."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def read_manifest(results: Path) -> dict[str, Any]:
    """Give the manifest of a results folder, or an empty one."""
    try:
        return json.loads((results / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
