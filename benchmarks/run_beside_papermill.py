"""`mentorkit run cohorts/example` beside eight plain papermill calls, in one run: python benchmarks/run_beside_papermill.py"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def seconds(command: list[str], folder: Path) -> float:
    """Time a command that has to succeed."""
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> None:
    """Print the seconds of both ways and their ratio."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in ("notebooks", "cohorts"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("results", "public", ".*"))
        shutil.copyfile(ROOT / "program.yml", folder / "program.yml")
        plain = sum(
            seconds([sys.executable, "-m", "papermill", f"notebooks/{path.name}", f"{path.stem}.out.ipynb", "-p", "cohort", "cohorts/example"], folder)
            for path in NOTEBOOKS
        )
        for name in ("results", "public"):
            shutil.rmtree(folder / "cohorts" / "example" / name)
        whole = seconds([sys.executable, "-m", "mentorkit", "run", "cohorts/example"], folder)
        again = seconds([sys.executable, "-m", "mentorkit", "run", "cohorts/example"], folder)
    print(f"{len(NOTEBOOKS)} plain papermill calls: {plain:.1f} s")
    print(f"mentorkit run: {whole:.1f} s, {whole / plain:.2f} of the plain calls, with pages and manifest")
    print(f"mentorkit run again, nothing changed: {again:.1f} s, {again / plain:.2f} of the plain calls")


if __name__ == "__main__":
    main()
