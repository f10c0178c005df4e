"""`mentorkit run cohorts/example` beside eight plain papermill calls, in one run: python benchmarks/run_beside_papermill.py"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def measured(command: list[str], folder: Path) -> tuple[float, float]:
    """Give the seconds of a command that has to succeed, and the memory of its largest process in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return time.perf_counter() - began, max(before, after) / 1024


def main() -> None:
    """Print the seconds of each way, and the ratios."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in ("notebooks", "cohorts"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("results", "public", ".*"))
        shutil.copyfile(ROOT / "program.yml", folder / "program.yml")
        run = [sys.executable, "-m", "mentorkit", "run", "cohorts/example"]
        whole, _ = measured(run, folder)
        again, _ = measured(run, folder)
        plainly, _ = measured([*run, "--plain", "--force"], folder)
        calls = [
            measured([sys.executable, "-m", "papermill", f"notebooks/{path.name}", f"{path.stem}.out.ipynb", "-p", "cohort", "cohorts/example"], folder)
            for path in NOTEBOOKS
        ]
    plain = sum(seconds for seconds, _ in calls)
    print(f"{len(NOTEBOOKS)} plain papermill calls: {plain:.1f} s")
    for name, seconds in (("mentorkit run", whole), ("mentorkit run --plain", plainly), ("mentorkit run again, nothing changed", again)):
        print(f"{name}: {seconds:.1f} s; plain papermill takes {plain / seconds:.1f} times as long")
    print(f"largest process: {max(memory for _, memory in calls):.0f} MB")


if __name__ == "__main__":
    main()
