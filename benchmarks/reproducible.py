"""
Run the example cohort again and again under other clocks, languages and seeds, and compare: python benchmarks/reproducible.py [--runs 20]

Each run has its own time zone, locale, hash seed and number of threads, and every second one runs plainly.
Compared are the bytes of every table in `results` and of everything in `public`.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
ZONES = ("UTC", "America/Bogota", "Asia/Kathmandu", "Pacific/Kiritimati", "America/St_Johns")
LOCALES = ("C", "C.UTF-8", "POSIX", "es_CO.UTF-8")


def fingerprint(folder: Path) -> dict[str, str]:
    """Give the hash of every table and aggregate of a cohort."""
    files = [*folder.glob("results/**/*.csv"), *(path for path in folder.glob("public/**/*") if path.is_file())]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def main() -> int:
    """Print how many runs gave the same bytes as the first."""
    words = argparse.ArgumentParser()
    words.add_argument("--runs", type=int, default=20)
    runs, same, first = words.parse_args().runs, 0, {}
    for turn in range(runs):
        with tempfile.TemporaryDirectory() as place:
            shutil.copyfile(ROOT / "program.yml", Path(place) / "program.yml")
            cohort = Path(place) / "cohorts" / "example"
            shutil.copytree(ROOT / "cohorts" / "example", cohort, ignore=shutil.ignore_patterns("results", "public", ".mentorkit"))
            environment = {
                **os.environ, "PYTHONPATH": str(ROOT), "MENTORKIT_KEY": "the same for all", "PYTHONHASHSEED": str(turn), "TZ": ZONES[turn % len(ZONES)],
                "LC_ALL": LOCALES[turn % len(LOCALES)], "OMP_NUM_THREADS": str(1 + turn % 2),
            }
            command = [sys.executable, "-m", "mentorkit", "run", "cohorts/example", *(["--plain"] if turn % 2 else [])]
            subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True)
            found = fingerprint(cohort)
        first = first or found
        differ = sorted(name for name in {*first, *found} if first.get(name) != found.get(name))
        same += not differ
        print(f"run {turn + 1}: {len(found)} files, {'the same' if not differ else 'differ: ' + ', '.join(differ)}", flush=True)
    print(f"{same} of {runs} runs gave the same bytes")
    return same != runs


if __name__ == "__main__":
    raise SystemExit(main())
