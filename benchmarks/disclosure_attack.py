"""
Random cohorts through disclosure control, attacked by an outsider who lays all tables side by side.

`python benchmarks/disclosure_attack.py` prints how many of 1,000 cohorts were made public, how many numbers of people
were attacked, and of how many the attack proved that they are exact or below the threshold. `--unaudited` attacks the
tables as they would be without the audit of all of them together. `--kept FILE` writes a row for every cohort as it is
done and leaves out those that stand there: a run that was stopped goes on where it was. `--cohorts 100 --first 300`
runs a part.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "disclosure"))

from random_cohorts import random_standing

from mentorkit.disclosure.attack import contradictory, proven
from mentorkit.disclosure.gate import public_aggregates, unaudited_aggregates
from mentorkit.disclosure.published import unknowns_behind

COLUMNS = ("seed", "threshold", "matched", "cells", "found", "blind")


def attacked(seed: int, made=public_aggregates) -> dict[str, int]:
    """
    Give what became of one cohort: its threshold and size, the numbers of people attacked, those found, and the
    tables that no cohort fits (there the attack is blind).
    """
    threshold = (5, 10)[seed % 2]
    now = random_standing(seed, threshold=threshold)
    told = unknowns_behind([made(now)])
    counts = len(told.cells), len(proven(told)), len(contradictory(told))
    return dict(zip(COLUMNS, (seed, threshold, len(now.mentees), *counts), strict=True))


def kept_rows(file: Path | None) -> dict[int, dict[str, int]]:
    """Give the cohorts that an earlier run finished, by seed."""
    if file is None or not file.is_file():
        return {}
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if None not in row.values()]
    return {int(row["seed"]): {name: int(row[name]) for name in COLUMNS} for row in rows}


def keep(file: Path | None, row: dict[str, int]) -> None:
    """Add a cohort to the file, with the headings where it is new."""
    if file is not None:
        new = not file.is_file()
        with file.open("a", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, COLUMNS)
            if new:
                writer.writeheader()
            writer.writerow(row)


def summary(rows: list[dict[str, int]]) -> str:
    """Give the sums in words."""
    total = {name: sum(row[name] for row in rows) for name in COLUMNS}
    shown, leaky = (sum(row[name] > 0 for row in rows) for name in ("cells", "found"))
    return (
        f"{len(rows)} random cohorts, of which {shown} publish numbers of people; {total['cells']} numbers attacked\n"
        f"exact or proven below k: {total['found']}, in {leaky} cohorts; tables that no cohort fits: {total['blind']}"
    )


def main() -> None:
    """Attack the cohorts that are not done yet, and print the sums."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--cohorts", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--kept", type=Path)
    parser.add_argument("--unaudited", action="store_true")
    chosen = parser.parse_args()
    seeds = range(chosen.first, chosen.first + chosen.cohorts)
    done = kept_rows(chosen.kept)
    for seed in seeds:
        if seed not in done:
            done[seed] = attacked(seed, unaudited_aggregates if chosen.unaudited else public_aggregates)
            keep(chosen.kept, done[seed])
    print(summary([done[seed] for seed in seeds]))


if __name__ == "__main__":
    main()
