"""
Compare our matching with scipy's dense assignment on the same scores, and with reading a cohort's files.

    python benchmarks/matching_speed.py [MENTEES]
    python benchmarks/matching_speed.py --first FOLDER

Prints ratios measured in one run; without a number, 10,000 mentees and 5,000 mentors. Each solver works
in a process of its own with one thread, after the people's answers have become scores. Time is the
processor's, so that others on the machine hardly count; `peak` is the whole process's memory, `imports`
what importing alone takes of it, `added` what solving adds to it. The dense table is written once, in
scipy's own sense; `as usual` is the call with `maximize=True`, for which scipy takes another copy. `--first`
tells of one cohort what matching takes the first time, when libraries are still to be loaded, in shares of
reading its files.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

import numpy as np

EXAMPLE = Path(__file__).resolve().parents[1] / "cohorts" / "example"
LARGE = 10_000
BEYOND = 1e9
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}


def peak() -> float:
    """Give the process's peak memory in MB; on Linux its own alone, not what it inherited from whoever started it."""
    status = Path("/proc/self/status")
    if status.is_file():
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) / 1024
    unit = 1024 if sys.platform != "darwin" else 1024**2
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def ours(scores) -> tuple[int, float]:
    """Give how many we match, and the total in units."""
    from mentorkit.matching.matching import best_matching

    found = best_matching(scores, np.zeros((0, 2), np.int64))
    return len(found.matched), float(found.own[found.matched].sum())


def dense_scipy(scores) -> tuple[int, float]:
    """Give the same by scipy on the table of all pairs, a column for each place, written once in scipy's own sense."""
    from scipy.optimize import linear_sum_assignment

    table = _table(scores, -1.0)
    return _result(table, *linear_sum_assignment(table), -1.0)


def usual_scipy(scores) -> tuple[int, float]:
    """Give the same as most would call it: a table of scores, and `maximize=True`, for which scipy takes a copy."""
    from scipy.optimize import linear_sum_assignment

    table = _table(scores, 1.0)
    return _result(table, *linear_sum_assignment(table, maximize=True), 1.0)


def _table(scores, sign: float) -> np.ndarray:
    n, m = scores.shape
    seats = np.repeat(np.arange(m), scores.capacity)
    table = np.empty((n, len(seats)))
    for top in range(0, n, 1024):
        rows, cols = np.arange(top, min(n, top + 1024)), np.arange(m)
        worth = np.where(scores.possible_block(rows, cols), scores.block(rows, cols).astype(float) + BEYOND, 0)
        table[rows] = sign * worth[:, seats]
    return table


def _result(table: np.ndarray, row: np.ndarray, col: np.ndarray, sign: float) -> tuple[int, float]:
    worth = sign * table[row, col]
    return int((worth > 0).sum()), float((worth[worth > 0] - BEYOND).sum())


SOLVERS = {"ours": ours, "scipy, dense": dense_scipy, "scipy, as usual": usual_scipy}


def measured(solver: str, mentees: int, regime: str) -> dict[str, float]:
    """Give a solver's seconds, memory and result on a cohort."""
    from matching_instances import program, roster

    from mentorkit.matching.scoring import scores

    imports = after_imports(solver)
    people = roster(mentees, mentees // 2, regime) if regime != "identical" else identical(mentees)
    everything = scores(people, program("alike" if regime == "identical" else regime))
    before, begun = peak(), time.process_time()
    matched, total = SOLVERS[solver](everything)
    seconds = time.process_time() - begun
    memory = {"peak": peak(), "added": peak() - before, "imports": imports}
    return {"matched": matched, "total": total, "seconds": seconds, **memory}


def after_imports(solver: str) -> float:
    """Give the process's peak memory in MB once everything is imported that a solver uses."""
    import_module("mentorkit.matching.matching")
    import_module("ortools.graph.python.min_cost_flow" if solver == "ours" else "scipy.optimize")
    return peak()


def identical(mentees: int):
    """Give a cohort of people who cannot be told apart, but for where they work."""
    from matching_instances import roster

    from mentorkit.model.roster import Roster

    people = roster(mentees, mentees // 2)
    sides = (people.mentees, people.mentors)
    first = people.mentees.iloc[0]
    alike = [side.assign(**{name: [first[name]] * len(side) for name in first.index}) for side in sides]
    alike = [side.assign(organisation=None) for side in alike]
    return Roster(alike[0], alike[1].assign(capacity=2))


def in_fresh_process(*words: str) -> dict[str, float]:
    """Give what a measurement says that runs in a process of its own."""
    command = [sys.executable, __file__, "--one", *words]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | ONE_THREAD)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["ended without a word; perhaps memory or time ran out"])[-1]
        raise SystemExit(f"{' '.join(words)}: exit code {done.returncode}: {said}")
    return json.loads(done.stdout)


def shares_of_reading(folder: Path, runs: int = 5) -> tuple[float, float]:
    """Give what matching, and matching with its tables, take of the time that reading the files takes."""
    from mentorkit import matching
    from mentorkit.io.cohort import read_cohort
    from mentorkit.model.roster import roster

    taken = []
    for _ in range(runs + 1):
        marks = [time.perf_counter()]
        cohort = read_cohort(folder)
        marks.append(time.perf_counter())
        found = matching.match(roster(cohort), cohort.program, cohort.tables["decisions"])
        marks.append(time.perf_counter())
        matching.pairs_table(found), matching.unmatched_table(found), matching.alternatives_table(found)
        marks.append(time.perf_counter())
        taken.append(np.diff(marks))
    reading, solving, telling = np.median(taken[1:], axis=0)
    return solving / reading, (solving + telling) / reading


def first_share(folder: Path) -> float:
    """Give what matching with its tables takes of the time of reading, the first time in a process, imports included."""
    begun = time.process_time()
    from mentorkit.io.cohort import read_cohort

    cohort = read_cohort(folder)
    read = time.process_time()
    from mentorkit import matching
    from mentorkit.model.roster import roster

    found = matching.match(roster(cohort), cohort.program, cohort.tables["decisions"])
    matching.pairs_table(found), matching.unmatched_table(found), matching.alternatives_table(found)
    return (time.process_time() - read) / (read - begun)


def example_shares() -> tuple[float, float]:
    """Give the shares for a copy of the example cohort, 60 × 40."""
    with tempfile.TemporaryDirectory() as place:
        for name in ("cohorts", "program.yml"):
            source = EXAMPLE.parents[1] / name
            if source.is_dir():
                shutil.copytree(EXAMPLE, Path(place) / "cohorts" / "example", ignore=shutil.ignore_patterns("results", "public"))
            else:
                shutil.copyfile(source, Path(place) / name)
        return shares_of_reading(Path(place) / "cohorts" / "example")


def main(mentees: int) -> None:
    """Print the tables."""
    print(f"{mentees:,} mentees × {mentees // 2:,} mentors, on the same scores")
    print("regime | same result | scipy's time ÷ ours | peak MB, ours | scipy | as usual | added MB, ours | scipy | added, ours ÷ scipy | above imports, ours ÷ scipy")
    for regime in ("alike", "mismatched", "same"):
        mine, dense, usual = (in_fresh_process(solver, str(mentees), regime) for solver in SOLVERS)
        same = len({(one["matched"], one["total"]) for one in (mine, dense, usual)}) == 1
        print(
            f"{regime} | {'yes' if same else 'NO'} | {dense['seconds'] / mine['seconds']:.1f} | {mine['peak']:.0f} | "
            f"{dense['peak']:.0f} | {usual['peak']:.0f} | {mine['added']:.0f} | {dense['added']:.0f} | {mine['added'] / dense['added']:.3f} | "
            f"{(mine['peak'] - mine['imports']) / (dense['peak'] - dense['imports']):.3f}",
            flush=True,
        )
    one, alike = (in_fresh_process("ours", str(mentees), regime) for regime in ("identical", "alike"))
    print(
        f"\n{mentees:,} identical mentees: {one['matched']:,} matched, in {one['seconds'] / alike['seconds']:.1f} "
        f"times the time of regime alike, peak {one['peak']:.0f} MB"
    )
    solving, all_of_it = example_shares()
    print(
        f"\nthe example cohort (60 × 40) inside `mentorkit match`: matching takes {solving:.2f} of the time "
        f"of reading its files, with its tables {all_of_it:.2f}"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--first"]:
        print(f"first time in a process, imports included: {first_share(Path(sys.argv[2])):.2f} of the time of reading")
    elif sys.argv[1:2] == ["--one"]:
        print(json.dumps(measured(sys.argv[2], int(sys.argv[3]), sys.argv[4])))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else LARGE)
