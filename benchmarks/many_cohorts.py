"""
How a run grows with the number of cohorts, and what a killed worker costs.

    python benchmarks/many_cohorts.py [--sizes 1 10 100 200] [--only 3-matching] [--people 12] [--cluster]

Cohorts are cut from the example: each has the first PEOPLE mentees and mentors and their records. Times are
told per cohort, as shares of the run of one cohort alone; memory is what all processes of the run hold together,
what they share counted once (Linux).
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent
PEOPLE_FILES = ("mentees.csv", "mentors.csv")


def cut(source: Path, target: Path, people: int) -> None:
    """Copy a cohort with the first people of each side, and the rows about nobody else."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("results", "public", ".mentorkit"))
    text = (target / "cohort.yml").read_text(encoding="utf-8")
    name = next(line for line in text.splitlines() if line.startswith("cohort:"))
    (target / "cohort.yml").write_text(text.replace(name, f"cohort: {target.name}"), encoding="utf-8")
    everybody, kept = set(), set()
    for file in PEOPLE_FILES:
        ids = [row[0] for row in list(csv.reader((target / file).open(encoding="utf-8-sig")))[1:]]
        everybody |= set(ids)
        kept |= set(ids[:people])
    gone = everybody - kept
    for file in [*target.glob("*.csv"), *target.glob("surveys/*.csv")]:
        data = file.read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(data.splitlines(keepends=True)))
        with open(file, "w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows(row for row in rows if not gone & set(row))


def programme(place: Path, cohorts: int, people: int) -> list[str]:
    """Write a programme with so many cohorts and give their folders."""
    shutil.copyfile(ROOT / "program.yml", place / "program.yml")
    names = [f"cohorts/c{number:03d}" for number in range(cohorts)]
    cut(ROOT / "cohorts" / "example", place / names[0], people)
    for name in names[1:]:
        shutil.copytree(place / names[0], place / name)
        text = (place / name / "cohort.yml").read_text(encoding="utf-8")
        (place / name / "cohort.yml").write_text(text.replace("cohort: c000", f"cohort: {Path(name).name}"), encoding="utf-8")
    return names


def busy() -> tuple[float, float]:
    """Give the seconds that all cores of the machine worked, and those that passed (Linux)."""
    numbers = [float(number) for number in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return sum(numbers) - numbers[3] - numbers[4], sum(numbers)


def run(place: Path, words: list[str], jobs: int) -> tuple[float, float, float]:
    """Give the seconds of a run, the share of the machine's cores that were at work meanwhile, and the most memory in MB."""
    before, began, most = busy(), time.perf_counter(), 0.0
    command = [sys.executable, "-m", "mentorkit", "run", *words, "--jobs", str(jobs)]
    process = subprocess.Popen(command, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)})
    while process.returncode is None:
        most = max(most, held(process.pid))
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=1)
    if process.returncode:
        raise SystemExit("the run failed")
    seconds, after = time.perf_counter() - began, busy()
    return seconds, (after[0] - before[0]) / (after[1] - before[1]), most


def held(process: int) -> float:
    """Give the MB that a process and all its descendants hold, what they share counted once."""
    parents, sizes = {}, {}
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, StopIteration):
            parents[int(path.name)] = int((path / "stat").read_text().rsplit(")", 1)[1].split()[1])
            sizes[int(path.name)] = next(int(line.split()[1]) for line in (path / "smaps_rollup").read_text().splitlines() if line.startswith("Pss:"))
    family, grown = {process}, 0
    while grown != len(family):
        grown = len(family)
        family |= {one for one, parent in parents.items() if parent in family}
    return sum(sizes.get(one, 0) for one in family) / 1024


def growth(sizes: list[int], only: list[str], people: int, jobs: int) -> None:
    """Print the time of each number of cohorts."""
    alone = 0.0
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="mk-many-") as place:
            names = programme(Path(place), size, people)
            seconds, used, most = run(Path(place), [*names, *only], jobs if size > 1 else 1)
            alone = alone or seconds / size
            one = seconds / size
            print(
                f"{size} cohorts: {seconds:.1f} s, {one:.2f} s each, {one / alone:.2f} of {'the first' if sizes[0] > 1 else 'one alone'}; "
                f"the machine's cores at work {used:.0%} of the time; {most:.0f} MB", flush=True,
            )


def killed_worker(only: list[str], people: int, cohorts: int = 8) -> None:
    """Print what it costs when one of two workers of a cluster is killed on the way."""
    from distributed import LocalCluster

    times = {}
    for kill in (False, True):
        with tempfile.TemporaryDirectory(prefix="mk-many-") as place, LocalCluster(2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
            names = programme(Path(place), cohorts, people)
            command = [sys.executable, "-m", "mentorkit", "run", *names, *only, "--scheduler", cluster.scheduler_address]
            began = time.perf_counter()
            process = subprocess.Popen(command, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)})
            if kill:
                time.sleep(times[False] / 2)
                os.kill(cluster.workers[0].pid, signal.SIGKILL)
            if process.wait():
                raise SystemExit("the run on the cluster failed")
            times[kill] = time.perf_counter() - began
            done = sum((Path(place) / name / "results" / "manifest.json").is_file() for name in names)
            print(f"{cohorts} cohorts on two workers{', one killed half-way' if kill else ''}: {times[kill]:.1f} s, {done} of {cohorts} with results", flush=True)
    print(f"a killed worker costs {times[True] / times[False] - 1:.0%} of the time")


def main() -> None:
    """Measure."""
    words = argparse.ArgumentParser()
    words.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 100, 200])
    words.add_argument("--only", action="append", default=[])
    words.add_argument("--people", type=int, default=12)
    words.add_argument("--jobs", type=int, default=2)
    words.add_argument("--cluster", action="store_true")
    chosen = words.parse_args()
    only = [word for name in chosen.only for word in ("--only", name)]
    if chosen.cluster:
        killed_worker(only, chosen.people)
    else:
        growth(chosen.sizes, only, chosen.people, chosen.jobs)


if __name__ == "__main__":
    main()
