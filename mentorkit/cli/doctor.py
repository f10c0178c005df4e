"""What is installed, what is missing, and what to type."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from mentorkit.running.engines import forks

FEWEST_BYTES = 2_000_000_000
_EXTRAS = {"cluster": "runs on a Dask cluster (--scheduler)", "test": "the tests", "docs": "nox and wheels"}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: well or not, whether the work stops without it, and what to type."""

    what: str
    well: bool
    needed: bool = True
    remedy: str = ""


def findings(folder: Path) -> list[Finding]:
    """Look at Python, packages, the kernel, the disk and the folder."""
    return [*_python(), *_packages(), *_kernel(), *_extras(), *_place(folder)]


def _python() -> Iterator[Finding]:
    well = sys.version_info >= (3, 11)
    yield Finding(f"Python {platform.python_version()} on {platform.system()}", well, remedy="install Python 3.11 or newer from python.org")
    fork = forks()
    yield Finding("one warm process for all notebooks" if fork else "a fresh kernel for each notebook: this system has no fork, so runs take longer", fork, needed=False)


def _packages() -> Iterator[Finding]:
    from packaging.requirements import Requirement

    for text in requires("mentorkit") or []:
        requirement = Requirement(text)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        found = _version(requirement.name)
        well = found is not None and requirement.specifier.contains(found, prereleases=True)
        yield Finding(f"{requirement.name} {found or 'is missing'}", well, remedy=f'{_pip()} "{requirement.name}{requirement.specifier}"')


def _kernel() -> Iterator[Finding]:
    if importlib.util.find_spec("jupyter_client") is None:
        return
    from jupyter_client.kernelspec import KernelSpecManager

    yield Finding("the kernel python3", "python3" in KernelSpecManager().find_kernel_specs(), remedy=f"{sys.executable} -m ipykernel install --sys-prefix")


def _extras() -> Iterator[Finding]:
    from packaging.requirements import Requirement

    for extra, purpose in _EXTRAS.items():
        asked = [Requirement(text) for text in requires("mentorkit") or [] if f'extra == "{extra}"' in text.replace("'", '"')]
        missing = [one.name for one in asked if _version(one.name) is None]
        yield Finding(f"{purpose}{': ' + ', '.join(missing) + ' missing' if missing else ''}", not missing, needed=False, remedy=f'{_pip()} "mentorkit[{extra}]"')


def _place(folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free
    yield Finding(f"{free / 1e9:.0f} GB free here", free > FEWEST_BYTES, remedy="make room: a run keeps the old results until the new ones stand")
    yield Finding("this folder can be written to", os.access(folder, os.W_OK), remedy="choose a folder of your own")
    program = (folder / "program.yml").is_file()
    yield Finding("program.yml is here" if program else "no program.yml here", program, needed=False, remedy="mentorkit new DIR, or go to the programme's folder")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _pip() -> str:
    return f"{sys.executable} -m pip install"


def told(found: list[Finding]) -> str:
    """Give the findings as lines: what is well, what could be, and what must be mended with what to type."""
    marks = {(True, True): "ok  ", (True, False): "ok  ", (False, True): "MEND", (False, False): "note"}
    lines = [f"{marks[one.well, one.needed]}  {one.what}" + (f"\n        type: {one.remedy}" if not one.well and one.remedy else "") for one in found]
    stops = sum(one.needed and not one.well for one in found)
    return "\n".join([*lines, f"{stops} thing{'s' if stops != 1 else ''} to mend" if stops else "everything that is needed is here"])
