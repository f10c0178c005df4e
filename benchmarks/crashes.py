"""
Kill runs, and fill the disk, at every step: python benchmarks/crashes.py [--kills 200] [--every 1]

A small programme with notebooks of its own is run again after its inputs changed. Each trial ends the run
at another place: with SIGKILL, or with "no space left" from there on, at every call that touches a file;
and with SIGKILL of the whole command at random times. After each, the results on disk must be whole, of
the old generation or of the new one: nothing damaged, nothing lost. Then a run must succeed.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

CHANGES = {"open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.link", "os.chmod", "os.truncate", "os.utime", "shutil.rmtree", "shutil.copyfile"}
PROGRAM = """program: Trial
organisation: Trial
languages: [en]
weeks: 20
criteria:
  - {id: field, kind: same, mentee: field_wanted, mentor: field, weight: 3}
"""
SETTINGS = "cohort: trial\nstarts: 2026-02-02\ntimezone: America/Bogota\nlanguage: en\nsynthetic: true\n"
PEOPLE = {"mentees": "id,name,field_wanted,note\nm1,A A,x,{0}\nm2,B B,y,{0}\n", "mentors": "id,name,field\nt1,C C,x\nt2,D D,y\n"}
WRITES = """
from pathlib import Path
from mentorkit.io.results import write_result
generation = (Path(cohort) / "mentees.csv").read_text().splitlines()[1].split(",")[-1]
for name in {files}:
    write_result(Path(results) / name, generation.encode())
for name in {public}:
    write_result(Path(results).parent / "public" / name, generation.encode())
generation
"""
RESULTS = {
    "3-matching": [f"matching/{name}" for name in ("pairs.csv", "unmatched.csv", "proof.json", "alternatives.csv")],
    "6-evaluation": [f"evaluation/{name}" for name in ("items.csv", "metrics.csv", "change.csv")],
}
ONLY = ("3-matching", "6-evaluation")


def programme(place: Path) -> Path:
    """Write the small programme and give its cohort's folder."""
    from nbformat import write
    from nbformat.v4 import new_code_cell, new_notebook

    cohort = place / "cohorts" / "trial"
    cohort.mkdir(parents=True)
    (place / "notebooks").mkdir()
    (place / "program.yml").write_text(PROGRAM, encoding="utf-8")
    (cohort / "cohort.yml").write_text(SETTINGS, encoding="utf-8")
    for name, files in RESULTS.items():
        given = new_code_cell('cohort: str = ""\nresults: str = ""\nlanguage: str = ""', metadata={"tags": ["parameters"]})
        public = ["metrics.json", "summary.json"] if name == "6-evaluation" else []
        cells = [given, new_code_cell(WRITES.format(files=files, public=public))]
        write(new_notebook(cells=cells), place / "notebooks" / f"{name}.ipynb")
    feed(cohort, "g0")
    return cohort


def feed(cohort: Path, generation: str) -> None:
    """Give the cohort inputs of another generation."""
    for name, text in PEOPLE.items():
        (cohort / f"{name}.csv").write_text(text.format(generation), encoding="utf-8")


def generation(folder: Path) -> str:
    """Give the one generation of all files of `results` or `public`; raise where they do not fit together."""
    told = set()
    names = [name for files in RESULTS.values() for name in files] if folder.name == "results" else ["metrics.json", "summary.json"]
    for name in names:
        told.add((folder / name).read_text(encoding="utf-8"))
    if folder.name == "results":
        json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        told |= {_last_output(folder / f"{name}.ipynb") for name in ONLY}
    if len(told) != 1:
        raise ValueError(f"{folder.name} holds {sorted(told)}")
    return told.pop()


def _last_output(notebook: Path) -> str:
    cell = json.loads(notebook.read_text(encoding="utf-8"))["cells"][-1]
    return "".join(cell["outputs"][-1]["data"]["text/plain"]).strip("'")


class Forking:
    """Executes each notebook in a fork of this process, which has imported everything already."""

    side_by_side = 1

    def execute(self, work) -> None:
        """Execute a notebook by the code of the warm process."""
        from mentorkit.running import warm
        from mentorkit.running.engines import Failed

        job = {"source": str(work.source), "target": str(work.target), "cwd": str(work.folder), "environment": dict(work.environment)}
        child = os.fork()
        if child == 0:
            code = 1
            try:
                code = 1 if warm.run_notebook(job) else 0
            finally:
                os._exit(code)
        if os.waitpid(child, 0)[1]:
            raise Failed("it did not come to its end")

    def close(self) -> None:
        """Nothing stays."""


def run_until(cohort: Path, point: int, way: str) -> tuple[bool, int]:
    """Run in a fork that is ended at the n-th call that changes files; give whether it came to its end, and its exit code."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0, os.waitstatus_to_exitcode(status)
    from mentorkit.errors import MentorkitError
    from mentorkit.running.cohorts import Wishes, run_cohort

    calls = [0]

    def hook(event: str, arguments: tuple) -> None:
        if event not in CHANGES or (event == "open" and not _writes(arguments)):
            return
        calls[0] += 1
        if calls[0] == point and way == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if calls[0] >= point and way == "full" and event not in ("os.remove", "os.rmdir", "shutil.rmtree"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    sys.addaudithook(hook)
    code = 0
    try:
        run_cohort(cohort, Wishes(only=ONLY), by=Forking())
    except (MentorkitError, OSError):
        code = 3
    except BaseException:
        code = 4
    os._exit(code)


def _writes(arguments: tuple) -> bool:
    _, mode, flags = arguments
    return bool(mode and set(mode) & set("wax+")) or (isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)))


def judged(cohort: Path, old: str, new: str) -> str:
    """Say what stands after a trial: old, new, damaged or lost."""
    try:
        found = generation(cohort / "results")
        public = generation(cohort / "public")
    except (OSError, ValueError, KeyError):
        return "damaged or lost"
    return "damaged or lost" if {found, public} - {old, new} else "old" if found == old else "new"


def after(cohort: Path, new: str) -> str:
    """Run once more without a hindrance and say whether the new generation stands, everywhere."""
    from mentorkit.running.cohorts import Wishes, run_cohort

    run_cohort(cohort, Wishes(only=ONLY), by=Forking())
    left = [path.name for path in (cohort / ".mentorkit").iterdir() if path.name.startswith(("stage-", "ready"))]
    return "" if generation(cohort / "results") == generation(cohort / "public") == new and not left else "not mended"


def every_call(cohort: Path, way: str, step: int) -> Counter:
    """End a run at each call that changes a file, in turn, until one comes to its end."""
    outcome: Counter = Counter()
    point, turn = 1, 0
    while True:
        turn += 1
        old, new = generation(cohort / "results"), f"{way}{turn}"
        feed(cohort, new)
        finished, code = run_until(cohort, point, way)
        outcome[judged(cohort, old, new)] += 1
        outcome["traceback"] += code == 4
        outcome[after(cohort, new)] += 1
        if finished:
            return outcome
        point += step


def random_kills(cohort: Path, kills: int, seed: int = 20260202) -> Counter:
    """Kill the whole command at random times within its usual length."""
    outcome: Counter = Counter()
    chance = random.Random(seed)
    command = [sys.executable, "-m", "mentorkit", "run", str(cohort), *(word for name in ONLY for word in ("--only", name))]
    feed(cohort, "usual")
    began = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    usual = time.monotonic() - began
    for turn in range(kills):
        old, new = generation(cohort / "results"), f"k{turn}"
        feed(cohort, new)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=chance.uniform(0.3, 1.1) * usual)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        outcome[judged(cohort, old, new)] += 1
        outcome[after(cohort, new)] += 1
    return outcome


def main() -> int:
    """Print what every kind of trial left behind; 1 where anything was damaged, lost or not mended."""
    words = argparse.ArgumentParser()
    words.add_argument("--kills", type=int, default=200)
    words.add_argument("--every", type=int, default=1)
    chosen = words.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory(prefix="mk-crash-") as place:
        cohort = programme(Path(place))
        first = subprocess.run([sys.executable, "-m", "mentorkit", "run", str(cohort), "--only", "3", "--only", "6"], capture_output=True, text=True, check=False)
        if first.returncode:
            raise SystemExit(first.stderr)
        from mentorkit.running import warm  # noqa: F401 - imported before the forks

        for way, told in (("kill", "SIGKILL at each call that changes a file"), ("full", "no space left from each such call on")):
            found = every_call(cohort, way, chosen.every)
            bad += _print(told, found)
        bad += _print("SIGKILL of the command at random times", random_kills(cohort, chosen.kills))
    return bool(bad)


def _print(told: str, found: Counter) -> int:
    trials = found["old"] + found["new"] + found["damaged or lost"]
    bad = found["damaged or lost"] + found["not mended"] + found["traceback"]
    print(
        f"{told}: {trials} trials; old results stand {found['old']}, new {found['new']}, damaged or lost {found['damaged or lost']}, "
        f"not mended by the next run {found['not mended']}, unexpected errors {found['traceback']}", flush=True,
    )
    return bad


if __name__ == "__main__":
    raise SystemExit(main())
