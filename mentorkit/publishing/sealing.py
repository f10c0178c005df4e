"""The seal of a site: what every file held when it passed the gate, so that nothing is added on its way online."""

from __future__ import annotations

import hashlib
from pathlib import Path

SEAL = ".mentorkit-site"


def seal(site: Path) -> None:
    """
    Write the hash of every file of a site that passed the gate.

    The form is that of `sha256sum`, so that a host checks it without mentorkit: the workflow of `mentorkit new` does.
    """
    (site / SEAL).write_text("".join(f"{hashlib.sha256(data).hexdigest()}  ./{name}\n" for name, data in _files(site)), encoding="utf-8", newline="\n")


def _files(site: Path) -> list[tuple[str, bytes]]:
    found = sorted(path for path in site.rglob("*") if path.is_file() and path != site / SEAL)
    return [(path.relative_to(site).as_posix(), path.read_bytes()) for path in found]
