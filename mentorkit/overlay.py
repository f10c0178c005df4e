"""A programme's own copies of shipped files: taking one, and seeing which lag behind."""

from __future__ import annotations

import difflib
import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from mentorkit.errors import UsageError
from mentorkit.shipped import overlaid_files, shipped_folder

TAKEABLE = ("playbook", "curriculum", "notebooks")
State = Literal["unchanged", "changed here", "changed there", "changed on both sides", "gone there"]


@dataclass(frozen=True)
class OwnFile:
    """A file that replaces a shipped one: its path, what happened to either since it was taken, and the difference there."""

    path: str
    state: State
    news: str = ""


def take(program: Path, path: str) -> list[str]:
    """
    Copy a shipped page, session folder or notebook into a programme's folder, where it replaces the shipped one.

    What is taken is remembered by its hash, so that `own_files` can tell later which side changed.

    Args:
        program: The programme's folder.
        path: A file or folder below `playbook`, `curriculum` or `notebooks`.

    Returns:
        The paths taken.

    Raises:
        UsageError: Nothing of that name is shipped, or the programme has it already.
    """
    wanted = PurePosixPath(path.replace("\\", "/").strip("/"))
    if shipped_folder().resolve() == program.resolve():
        raise UsageError("this is mentorkit's own folder: its files are the originals; change them here")
    if not wanted.parts or wanted.parts[0] not in TAKEABLE or ".." in wanted.parts:
        raise UsageError(f"{path} cannot be taken; name a file or folder below {', '.join(TAKEABLE)}")
    source = shipped_folder() / wanted
    names = [str(wanted)] if source.is_file() else [f"{wanted}/{file.relative_to(source).as_posix()}" for file in sorted(source.rglob("*")) if file.is_file()]
    if not names:
        near = difflib.get_close_matches(str(wanted), list(_shipped()), n=1, cutoff=0.5)
        raise UsageError(f"nothing called {path} is shipped" + (f"; did you mean {near[0]}?" if near else "; mentorkit status lists what can be taken"))
    there = [name for name in names if (program / name).exists()]
    if there:
        raise UsageError(f"{there[0]} is your own already; move it away to take it anew")
    taken = _taken(program)
    for name in names:
        (program / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(shipped_folder() / name, program / name)
        taken[name] = _hash(shipped_folder() / name)
    _remember(program, taken)
    return names


def own_files(program: Path) -> Iterator[OwnFile]:
    """Give each file of a programme that replaces a shipped one, with its state; new files of its own are left out."""
    taken, shipped = _taken(program), _shipped()
    for kind in TAKEABLE:
        for file in sorted(path for path in (program / kind).rglob("*") if path.is_file()):
            name = file.relative_to(program).as_posix()
            if name in shipped or name in taken:
                yield _own_file(name, file, shipped.get(name), taken.get(name))


def _own_file(name: str, file: Path, original: Path | None, remembered: str | None) -> OwnFile:
    if original is None:
        return OwnFile(name, "gone there")
    here, there = _hash(file), _hash(original)
    if here == there:
        return OwnFile(name, "unchanged")
    if there == remembered:
        return OwnFile(name, "changed here")
    state: State = "changed there" if here == remembered else "changed on both sides"
    return OwnFile(name, state, _difference(file, original, name))


def _difference(file: Path, original: Path, name: str) -> str:
    lines = [path.read_text(encoding="utf-8", errors="replace").splitlines() for path in (file, original)]
    return "\n".join(difflib.unified_diff(*lines, f"{name} (yours)", f"{name} (shipped)", lineterm="", n=1))


def _shipped() -> dict[str, Path]:
    root = shipped_folder()
    return {name: file for kind in TAKEABLE for name, file in overlaid_files(root, kind).items()}


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _record(program: Path) -> Path:
    return program / ".mentorkit" / "taken.json"


def _taken(program: Path) -> dict[str, str]:
    try:
        return json.loads(_record(program).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _remember(program: Path, taken: dict[str, str]) -> None:
    _record(program).parent.mkdir(mode=0o700, exist_ok=True)
    _record(program).write_text(json.dumps(dict(sorted(taken.items())), indent=1) + "\n", encoding="utf-8")
