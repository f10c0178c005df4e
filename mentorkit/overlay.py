"""A programme's own copies of shipped files: taking one, leaving one out, and seeing which lag behind."""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from mentorkit.errors import UsageError
from mentorkit.shipped import overlaid_files, shipped_folder

TAKEABLE = ("playbook", "curriculum", "notebooks")
LEAVABLE = ("playbook", "curriculum")
State = Literal["unchanged", "changed here", "changed there", "changed on both sides", "left out", "gone there"]
BEHIND: tuple[State, ...] = ("changed there", "changed on both sides")


@dataclass(frozen=True)
class OwnFile:
    """
    A file that replaces a shipped one: its path, and what happened to either since it was taken.

    `news` is the difference there, from what was taken to what is shipped today; where nobody remembers what was
    taken, from one's own to what is shipped. `lines` are the lines of one's own file that were changed on both sides.
    `taken` says whether the original is remembered.
    """

    path: str
    state: State
    news: str = ""
    lines: tuple[int, ...] = ()
    taken: bool = True


def take(program: Path, path: str) -> list[str]:
    """
    Copy a shipped page, session folder, form or notebook into a programme's folder, where it replaces the shipped one.

    What is taken is kept as it was in `.mentorkit/taken`, so that `own_files` can tell later which side changed what.

    Args:
        program: The programme's folder.
        path: A file or folder below `playbook`, `curriculum` or `notebooks`.

    Returns:
        The paths taken.

    Raises:
        UsageError: Nothing of that name is shipped, or the programme has it already.
    """
    names = _chosen(program, path, TAKEABLE)
    for name in names:
        (program / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(shipped_folder() / name, program / name)
        _remember(program, name)
    return names


def leave_out(program: Path, path: str) -> list[str]:
    """
    Leave a shipped page or session out of a programme: an empty file of the same path stands for it.

    Raises:
        UsageError: Nothing of that name is shipped, it cannot be left out, or the programme has it already.
    """
    names = _chosen(program, path, LEAVABLE)
    for name in names:
        (program / name).parent.mkdir(parents=True, exist_ok=True)
        (program / name).touch()
    return names


def read_again(program: Path, path: str) -> list[str]:
    """
    Remember what is shipped today as read: from now on one's own files are compared with it.

    Raises:
        UsageError: No file of that path is one's own.
    """
    wanted, shipped = _clean(path), _shipped()
    names = [name for name in shipped if (program / name).is_file() and PurePosixPath(name).is_relative_to(wanted)]
    gone = [name for name in remembered(program) if name not in shipped and name.split("/")[0] in TAKEABLE and PurePosixPath(name).is_relative_to(wanted)]
    if not names and not gone:
        raise UsageError(f"{path} is not your own; mentorkit status lists what is")
    for name in names:
        _remember(program, name)
    for name in gone:
        taken_copy(program, name).unlink()
    return sorted([*names, *gone])


def own_files(program: Path) -> Iterator[OwnFile]:
    """Give each file of a programme that replaces a shipped one, with its state; new files of its own are left out."""
    shipped, known = _shipped(), set(remembered(program))
    for kind in TAKEABLE:
        for file in sorted(path for path in (program / kind).rglob("*") if path.is_file()):
            name = file.relative_to(program).as_posix()
            if name in shipped or name in known:
                copy = taken_copy(program, name)
                yield _own_file(name, file, shipped.get(name), copy if copy.is_file() else None)


def takeable() -> list[str]:
    """Give what can be taken: pages, forms and notebooks by file, sessions by folder."""
    names = set()
    for name in _shipped():
        parts = name.split("/")
        session = parts[0] == "curriculum" and len(parts) == 4 and parts[1] != "surveys"
        names.add("/".join(parts[:3]) if session else name)
    return sorted(names)


def standing(here: str, there: str, taken: str | None) -> State:
    """Give what happened to a text on either side since it was taken."""
    if here == there:
        return "unchanged"
    if there == taken:
        return "changed here"
    return "changed there" if here == taken else "changed on both sides"


def difference(old: str, new: str, name: str, sides: Sequence[str]) -> str:
    """Give the lines that differ between two texts."""
    heads = [f"{name} ({side})" for side in sides]
    return "\n".join(difflib.unified_diff(old.splitlines(), new.splitlines(), *heads, lineterm="", n=1))


def met_lines(here: str, there: str, taken: str) -> tuple[int, ...]:
    """Give the lines here, from 1, that stand where both sides changed what was taken."""
    ours, theirs = ([block for block in difflib.SequenceMatcher(None, taken.splitlines(), side.splitlines(), autojunk=False).get_opcodes() if block[0] != "equal"] for side in (here, there))
    met = [one for one in ours if any(one[1] <= other[2] and other[1] <= one[2] for other in theirs)]
    return tuple(line for one in met for line in range(one[3] + 1, max(one[4], one[3] + 1) + 1))


def taken_copy(program: Path, name: str) -> Path:
    """Give where the original of something taken is kept."""
    return program / ".mentorkit" / "taken" / name


def remembered(program: Path) -> list[str]:
    """Give the names of everything whose original is kept."""
    root = program / ".mentorkit" / "taken"
    return sorted(file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file())


def keep_original(program: Path, name: str, data: bytes) -> None:
    """Keep the original of something taken."""
    copy = taken_copy(program, name)
    if not (program / ".mentorkit").is_dir():
        (program / ".mentorkit").mkdir(mode=0o700)
    copy.parent.mkdir(parents=True, exist_ok=True)
    aside = copy.with_name(f".{copy.name}.new")
    aside.write_bytes(data)
    os.replace(aside, copy)


def _chosen(program: Path, path: str, kinds: tuple[str, ...]) -> list[str]:
    """Give the shipped files of a path, all of which the programme does not have yet."""
    wanted = _clean(path)
    if shipped_folder().resolve() == program.resolve():
        raise UsageError("this is mentorkit's own folder: its files are the originals; change them here")
    if wanted.parts[:1] and wanted.parts[0] in TAKEABLE and wanted.parts[0] not in kinds:
        raise UsageError(f"{path} cannot be left out; a run needs every notebook")
    if not wanted.parts or wanted.parts[0] not in kinds or ".." in wanted.parts:
        raise UsageError(f"{path} cannot be taken; name a file or folder below {', '.join(kinds)}, or messages/ and an occasion")
    shipped = _shipped()
    names = [name for name in shipped if PurePosixPath(name).is_relative_to(wanted)]
    if not names:
        near = difflib.get_close_matches(str(wanted), list(shipped), n=1, cutoff=0.5)
        raise UsageError(f"nothing called {path} is shipped" + (f"; did you mean {near[0]}?" if near else "; mentorkit customize alone lists what can be taken"))
    there = [name for name in names if (program / name).exists()]
    if there:
        raise UsageError(f"{there[0]} is your own already; move it away to take it anew")
    return names


def _clean(path: str) -> PurePosixPath:
    return PurePosixPath(path.replace("\\", "/").strip("/"))


def _own_file(name: str, file: Path, original: Path | None, taken: Path | None) -> OwnFile:
    if original is None:
        return OwnFile(name, "gone there")
    if not file.stat().st_size and original.stat().st_size:
        return OwnFile(name, "left out")
    here, there, before = (None if path is None else path.read_text(encoding="utf-8", errors="replace") for path in (file, original, taken))
    return compared(name, here, there, before)


def compared(name: str, here: str, there: str, before: str | None) -> OwnFile:
    """Give the state of one's own text beside the shipped one and the one that was taken."""
    state = standing(here, there, before)
    if state not in BEHIND:
        return OwnFile(name, state)
    if before is None:
        return OwnFile(name, state, difference(here, there, name, ("yours", "shipped")), taken=False)
    lines = met_lines(here, there, before) if state == "changed on both sides" else ()
    return OwnFile(name, state, difference(before, there, name, ("as you took it", "shipped")), lines)


def _shipped() -> dict[str, Path]:
    root = shipped_folder()
    return {name: file for kind in TAKEABLE for name, file in overlaid_files(root, kind).items()}


def _remember(program: Path, name: str) -> None:
    keep_original(program, name, (shipped_folder() / name).read_bytes())
