"""
How long a site of many cohorts takes, and whether the same input gives the same bytes.

`python benchmarks/publishing.py --cohorts 50` makes a programme with that many cohorts in both languages, all counted as real so that the
gate looks for everybody, publishes it twice and compares every file.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def mentorkit(folder: Path, *words: str) -> tuple[float, float]:
    """Run a command and give its seconds, by the clock and of all processors together."""
    begun, worked = time.perf_counter(), sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    subprocess.run([sys.executable, "-m", "mentorkit", *words], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun, sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - worked


def programme(folder: Path, cohorts: int) -> None:
    """Write a programme of many cohorts: the example's, run once, with another name, first day and synthetic people."""
    folder.mkdir()
    shutil.copyfile(ROOT / "program.yml", folder / "program.yml")
    ignored = shutil.ignore_patterns("results", "public", ".mentorkit")
    shutil.copytree(ROOT / "cohorts/example", folder / "cohorts/example", ignore=ignored)
    mentorkit(folder, "run", "cohorts/example")
    first = folder / "cohorts/example"
    for number in range(cohorts):
        name, starts = f"ciudad-{number + 1:02d}", dt.date(2026, 2, 2) - dt.timedelta(weeks=4 * number)
        shutil.copytree(first, folder / "cohorts" / name, ignore=shutil.ignore_patterns("results"))
        settings = folder / "cohorts" / name / "cohort.yml"
        text = settings.read_text(encoding="utf-8").replace("cohort: example", f"cohort: {name}").replace("starts: 2026-02-02", f"starts: {starts}")
        settings.write_text(text.replace("synthetic: true", "synthetic: false"), encoding="utf-8")
        summary = folder / "cohorts" / name / "public/summary.json"
        told = json.loads(summary.read_text(encoding="utf-8"))
        told |= {"cohort": name, "starts": str(starts)} if "starts" in told else {"cohort": name}
        summary.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    shutil.rmtree(first)


def hashes(site: Path) -> dict[str, str]:
    """Give the hash of every file."""
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in site.rglob("*") if path.is_file()}


def main() -> int:
    """Publish twice, print what it took; 0 where the bytes are the same."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--cohorts", type=int, default=50)
    parser.add_argument("--made", type=Path, help="a programme that an earlier run left here; made here where there is none")
    parser.add_argument("--times", type=int, default=2, help="how often it is published; bytes are compared from two on")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = chosen.made or Path(place) / "programa"
        if not folder.exists():
            programme(folder, chosen.cohorts)
        seconds, found = [], []
        for _ in range(chosen.times):
            seconds.append(mentorkit(folder, "publish"))
            found.append(hashes(folder / "site"))
        size = sum(path.stat().st_size for path in (folder / "site").rglob("*") if path.is_file())
    differ = sorted(name for name in found[0].keys() | found[-1].keys() if found[0].get(name) != found[-1].get(name))
    told = " and ".join(f"{clock / 60:.1f} min ({worked / 60:.1f} of processors)" for clock, worked in seconds)
    print(f"{chosen.cohorts} cohorts in two languages: {len(found[0])} files, {size / 1e6:.0f} MB, {told}; {len(differ)} files differ")
    print("\n".join(differ[:20]))
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
