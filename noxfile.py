"""
The project's commands. `python3 noxfile.py` lists them; `python3 noxfile.py NAME` needs Python alone.

Started as a script it makes `.venv`, installs what the command needs into it, and runs the command
there; with nox installed, `nox -s NAME` does the same in the environment at hand.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent.absolute()
ENVIRONMENT = ROOT / ".venv"
WORKERS = ("-n", "auto", "--dist", "loadfile")  # pytest: one worker a core, a file for each at a time

try:
    import nox
except ImportError:  # started as a script on a fresh machine
    nox = None

if nox is not None:
    nox.options.default_venv_backend = "none"
    nox.options.sessions = []

    @nox.session
    def example(session: nox.Session) -> None:
        """Run the example cohort through all notebooks and build the playbook site."""
        session.run(*_mentorkit(), "run", "cohorts/example")
        session.run(*_mentorkit(), "publish")

    @nox.session
    def tests(session: nox.Session) -> None:
        """Pass the tests, the doctests and the notebooks."""
        session.run(sys.executable, "-m", "pytest", *(session.posargs or (*WORKERS, "--no-loadscope-reorder")))
        if not session.posargs:
            session.run(sys.executable, "-m", "pytest", "--nbval-lax", "-p", "no:cacheprovider", *WORKERS, "notebooks")

    @nox.session
    def book(session: nox.Session) -> None:
        """Build the whole book with `jupyter-book build .` from a clean folder, warnings as errors."""
        with tempfile.TemporaryDirectory() as place:
            session.run(_script("jupyter-book"), "build", ".", "--path-output", place, "-W", "--keep-going", "--all")

    @nox.session
    def wheel(session: nox.Session) -> None:
        """Build the wheel, install it into an empty environment, and run it away from the repository."""
        with tempfile.TemporaryDirectory(prefix="mentorkit wheel ñ ") as place:
            session.run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", place, ".")
            venv.create(Path(place) / "env", with_pip=True)
            python = _python(Path(place) / "env")
            session.run(str(python), "-m", "pip", "install", "-q", *map(str, Path(place).glob("*.whl")), external=True)
            with session.chdir(place):
                for words in (("new", "Mi programa", "--language", "es", "--place", "Quito", "--country", "EC", "--mentees", "30", "--accent", "#7a2e8e"), ("check", "Mi programa/cohorts/example"), ("run", "Mi programa/cohorts/example")):
                    session.run(str(python), "-m", "mentorkit", *words, external=True)
                with session.chdir(Path(place) / "Mi programa"):
                    session.run(str(python), "-m", "mentorkit", "publish", external=True)

    @nox.session
    def benchmarks(session: nox.Session) -> None:
        """Measure what the README and the pages quote."""
        for script in sorted((ROOT / "benchmarks").glob("*.py")):
            session.run(sys.executable, str(script))

    @nox.session
    def generate(session: nox.Session) -> None:
        """Write again what is generated: example cohort, JSON Schemas, ATTRIBUTION.md, table of contents."""
        session.run(sys.executable, "-m", "mentorkit.publishing.generated")
        session.run(sys.executable, "-m", "mentorkit.cli.check_walk")


def _mentorkit() -> list[str]:
    return [sys.executable, "-m", "mentorkit"]


def _script(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _python(environment: Path) -> Path:
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _installed(extras: str) -> Path:
    """Make the environment and install the package with an extra, unless that was done for this pyproject."""
    python = _python(ENVIRONMENT)
    if not python.exists():
        print(f"Making {ENVIRONMENT.name} …", flush=True)
        venv.create(ENVIRONMENT, with_pip=True)
    digest = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + extras.encode()).hexdigest()
    stamp = ENVIRONMENT / f".installed-{extras}"
    if not stamp.exists() or stamp.read_text() != digest:
        print("Installing (about a minute) …", flush=True)
        _run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "nox", "-e", f".[{extras}]"])
        stamp.write_text(digest)
    return python


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def _main(arguments: list[str]) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - started by whatever Python the machine has
        sys.exit("mentorkit needs Python 3.11 or newer")
    if not arguments or arguments[0] in ("-h", "--help", "--list"):
        print(__doc__.strip(), "\n")
        lines = Path(__file__).read_text(encoding="utf-8").split("@nox.session\n")[1:]
        for text in lines:
            name, rest = text.split("def ", 1)[1].split("(", 1)
            print(f"  {name:12} {rest.split(chr(34) * 3)[1]}")
        return
    python = _installed("test")
    shutil.rmtree(ROOT / "_build", ignore_errors=True)
    posargs = ["--", *arguments[1:]] if arguments[1:] else []
    _run([str(python), "-m", "nox", "-f", str(ROOT / "noxfile.py"), "-s", arguments[0], *posargs])


if __name__ == "__main__":
    _main(sys.argv[1:])
