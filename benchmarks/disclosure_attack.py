"""
Random cohorts through disclosure control, attacked by an outsider who lays all tables side by side.

`python benchmarks/disclosure_attack.py` prints how many cohorts were made public, how many numbers of people were
attacked, and of how many the attack proved that they are exact or below the threshold, with and without the audit.
`--cohorts 100 --first 300` runs a part, so that several can run side by side.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "disclosure"))

from random_cohorts import random_standing  # noqa: E402

from mentorkit.disclosure.attack import proven  # noqa: E402
from mentorkit.disclosure.gate import public_aggregates, unaudited_aggregates  # noqa: E402
from mentorkit.disclosure.published import unknowns_behind  # noqa: E402


def attacked(seed: int) -> tuple[int, int, int, int]:
    """Give whether anything was public, the cells attacked, and what was found with and without the audit."""
    now = random_standing(seed, threshold=(5, 10)[seed % 2])
    told = unknowns_behind([public_aggregates(now)])
    before = proven(unknowns_behind([unaudited_aggregates(now)]))
    return bool(told.cells), len(told.cells), len(proven(told)), len(before)


def main() -> None:
    """Attack the cohorts and print four sums."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--cohorts", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    chosen = parser.parse_args()
    found = [attacked(seed) for seed in range(chosen.first, chosen.first + chosen.cohorts)]
    shown, cells, leaks, before = (sum(column) for column in zip(*found))
    leaky = sum(row[3] > 0 for row in found)
    print(f"{chosen.cohorts} random cohorts, of which {shown} publish numbers of people; {cells} numbers attacked")
    print(f"exact or proven below k: {leaks}; without the audit it would be {before}, in {leaky} cohorts")


if __name__ == "__main__":
    main()
