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

from mentorkit.cli.saying import said
from mentorkit.running.engines import forks

FEWEST_BYTES = 2_000_000_000
_EXTRAS = ("cluster", "test", "docs")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: well or not, whether the work stops without it, and what to type."""

    what: str
    well: bool
    needed: bool = True
    remedy: str = ""


def findings(folder: Path, language: str = "en") -> list[Finding]:
    """Look at Python, packages, the kernel, the disk and the folder, and say in a language what was found."""
    return [*_python(language), *_packages(language), *_kernel(language), *_extras(language), *_place(folder, language)]


def _python(language: str) -> Iterator[Finding]:
    well = sys.version_info >= (3, 11)
    yield Finding(said("doctor-python", language, version=platform.python_version(), system=platform.system()), well, remedy=said("doctor-newer", language))
    fork = forks()
    yield Finding(said("doctor-warm" if fork else "doctor-plain", language), fork, needed=False)


def _packages(language: str) -> Iterator[Finding]:
    from packaging.requirements import Requirement

    for text in requires("mentorkit") or []:
        requirement = Requirement(text)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        found = _version(requirement.name)
        well = found is not None and requirement.specifier.contains(found, prereleases=True)
        yield Finding(f"{requirement.name} {found}" if found else said("doctor-missing", language, name=requirement.name), well, remedy=f'{_pip()} "{requirement.name}{requirement.specifier}"')


def _kernel(language: str) -> Iterator[Finding]:
    if importlib.util.find_spec("jupyter_client") is None:
        return
    from jupyter_client.kernelspec import KernelSpecManager

    yield Finding(said("doctor-kernel", language), "python3" in KernelSpecManager().find_kernel_specs(), remedy=f"{sys.executable} -m ipykernel install --sys-prefix")


def _extras(language: str) -> Iterator[Finding]:
    from packaging.requirements import Requirement

    for extra in _EXTRAS:
        asked = [Requirement(text) for text in requires("mentorkit") or [] if f'extra == "{extra}"' in text.replace("'", '"')]
        missing = [one.name for one in asked if _version(one.name) is None]
        purpose = said(f"doctor-{extra}", language)
        yield Finding(said("doctor-lacks", language, purpose=purpose, names=", ".join(missing)) if missing else purpose, not missing, needed=False, remedy=f'{_pip()} "mentorkit[{extra}]"')


def _place(folder: Path, language: str) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free
    yield Finding(said("doctor-free", language, free=int(free / 1e9)), free > FEWEST_BYTES, remedy=said("doctor-room", language))
    yield Finding(said("doctor-writable", language), os.access(folder, os.W_OK), remedy=said("doctor-own-folder", language))
    program = (folder / "program.yml").is_file()
    yield Finding(said("doctor-here" if program else "doctor-nowhere", language), program, needed=False, remedy=said("doctor-go", language))


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _pip() -> str:
    return f"{sys.executable} -m pip install"


def told(found: list[Finding], language: str = "en") -> str:
    """Give the findings as lines: what is well, what could be, and what must be mended with what to type."""
    marks = {True: "ok", False: said("doctor-note", language)}
    width = max(map(len, (*marks.values(), mend := said("doctor-mend", language))))
    lines = [
        f"{mend if one.needed and not one.well else marks[one.well]:<{width}}  {one.what}"
        + (f"\n{'':{width + 4}}{said('doctor-type', language, remedy=one.remedy)}" if not one.well and one.remedy else "")
        for one in found
    ]
    stops = sum(one.needed and not one.well for one in found)
    return "\n".join([*lines, said("doctor-stops", language, n=stops) if stops else said("doctor-well", language)])
