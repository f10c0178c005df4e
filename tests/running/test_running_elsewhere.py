"""Systems that are not Unix: the same command without fork, without its modules and calls, and with Windows' rename."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import mentorkit

PACKAGE = Path(mentorkit.__file__).parent
UNIX = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "posix", "syslog", "crypt", "readline", "curses", "nis", "spwd"}
RESERVED = {"con", "prn", "aux", "nul", *(f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10))}
LONGEST = 120
"""Letters that a name below a cohort's folder may have, so that 260 suffice for the folder before it."""

ELSEWHERE = """
import builtins, ctypes, os, signal, sys, types

UNIX = {unix!r}
for name in ("fork", "forkpty", "killpg"):
    delattr(os, name)
plain, rename, library = builtins.__import__, os.rename, ctypes.CDLL


def locking(descriptor, mode, length, lock=plain("fcntl").lockf, how=plain("fcntl")):
    lock(descriptor, how.LOCK_EX | how.LOCK_NB, length)


def imported(name, globals=None, locals=None, fromlist=(), level=0):
    asks = (globals or {{}}).get("__name__") or ""
    if asks.split(".")[0] in ("mentorkit", "__main__"):
        if name in UNIX:
            raise ImportError(name + " is not there on this system")
        if name == "msvcrt":
            return types.SimpleNamespace(LK_NBLCK=2, locking=locking)
    return plain(name, globals, locals, fromlist, level)


def renamed(one, other, **more):
    if os.path.lexists(other):
        raise FileExistsError(183, "Cannot create a file when that file already exists", str(other))
    rename(one, other, **more)


def loaded(name=None, *more, **others):
    if name is None:
        raise TypeError("argument of type 'NoneType' is not iterable")
    return library(name, *more, **others)


builtins.__import__, os.rename, ctypes.CDLL = imported, renamed, loaded
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    """The environment of a process to which everything that only Unix has is really absent, and in which rename refuses what is there."""
    place = tmp_path / "elsewhere"
    place.mkdir()
    (place / "sitecustomize.py").write_text(ELSEWHERE.format(unix=UNIX), encoding="utf-8")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(place), str(PACKAGE.parent)]), "PYTHONIOENCODING": "cp1252:strict"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the crash harness forks, and here nothing has to be taken away")
def test_without_fork_runs_are_plain_and_give_the_same(crashes: ModuleType, elsewhere: dict[str, str], tmp_path: Path):
    """Where fork, fcntl and an exchange of folders are missing and rename refuses what is there, runs and their second landing succeed."""
    cohort = crashes.programme(tmp_path)
    run = [sys.executable, "-m", "mentorkit", "run", str(cohort), "--only", "3", "--only", "6"]
    for generation in ("g0", "g1"):
        crashes.feed(cohort, generation)
        done = subprocess.run(run, env=elsewhere, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()

        assert crashes.generation(cohort / "results") == crashes.generation(cohort / "public") == generation
    assert sorted(path.name for path in (cohort / ".mentorkit").iterdir()) == ["audit.jsonl", "lock"]


def test_without_fork_the_command_says_so_and_refuses_a_second_start(crashes: ModuleType, elsewhere: dict[str, str], tmp_path: Path):
    """`doctor` says that runs take longer; a start while another one holds the lock is refused with one line."""
    cohort = crashes.programme(tmp_path)
    told = subprocess.run([sys.executable, "-m", "mentorkit", "doctor"], env=elsewhere, cwd=tmp_path, capture_output=True, check=False)
    code = f"from pathlib import Path; from mentorkit.running.staging import locked; c = locked(Path({str(cohort)!r})); c.__enter__(); print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], env=elsewhere, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        done = subprocess.run([sys.executable, "-m", "mentorkit", "run", str(cohort), "--only", "3"], env=elsewhere, capture_output=True, check=False)
        holder.communicate(b"\n")

    assert b"this system has no fork, so runs take longer" in told.stdout
    assert (done.returncode, done.stderr.strip().splitlines()[-1]) == (3, b"trial: another run of trial is at work; wait until it ends")


def test_nothing_of_unix_is_imported_at_the_top():
    """A module that only Unix has is imported where it is used, by code that goes on without it."""
    found = {path.relative_to(PACKAGE).as_posix(): _careless(path) for path in PACKAGE.rglob("*.py")}

    assert len(found) > 100
    assert {name: lines for name, lines in found.items() if lines} == {}


def _careless(path: Path) -> list[int]:
    """Give the lines that import a module of Unix without being ready for its absence."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    ready = {id(node) for block in ast.walk(tree) if isinstance(block, (ast.Try, ast.With)) for part in block.body for node in ast.walk(part)}
    imports = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    return [node.lineno for node in imports if set(_modules(node)) & UNIX and (node in tree.body or id(node) not in ready)]


def _modules(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name.split(".")[0] for one in node.names]


def test_every_name_can_stand_on_every_system(ran: Path):
    """No name that a run writes holds a letter that Windows refuses, is a device of its own, differs from another in case alone, or is too long."""
    root = ran / "cohorts" / "example"
    names = [path.relative_to(root) for name in ("results", "public", ".mentorkit") for path in (root / name).rglob("*")]
    parts = {part for name in names for part in name.parts}

    assert len(names) > 100
    assert [part for part in parts if set(part) & set('<>:"|?*\\') or min(part) < " " or part[-1] in ". "] == []
    assert [part for part in parts if part.split(".")[0].casefold() in RESERVED] == []
    assert len({str(name).casefold() for name in names}) == len(names)
    assert max(len(str(name)) for name in names) <= LONGEST
