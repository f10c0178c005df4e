"""
Match cohorts up to 100,000 × 50,000, proven, each in a fresh process: time in scoring passes, memory in MB.

    python benchmarks/matching_scale.py [MENTEES …] [--regimes alike mismatched same] [--text]

Without sizes: 10,000, 20,000 and 50,000 alike, then 100,000 in all three regimes (takes minutes). A
scoring pass works out every pair's score and whether a rule forbids it, keeps nothing, and runs in the
same process just before; so the figures hardly depend on the machine. Memory is the process's peak.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time

import numpy as np
from matching_speed import peak

DEFAULT = ((10_000, "alike"), (20_000, "alike"), (50_000, "alike"))
LARGEST = 100_000


def scoring_pass(scores) -> float:
    """Give the seconds in which every pair is scored once and held against the rules."""
    begun = time.perf_counter()
    for rows, cols in scores.blocks(1024, 2048):
        scores.block(rows, cols)
        scores.possible_block(rows, cols)
    return time.perf_counter() - begun


def measured(mentees: int, regime: str, text: bool) -> dict[str, object]:
    """Give the figures of one cohort."""
    from matching_instances import program, roster

    from mentorkit.matching.matching import best_matching
    from mentorkit.matching.scoring import scores

    people, rules = roster(mentees, mentees // 2, regime, text=text), program(regime, text=text)
    begun = time.perf_counter()
    everything = scores(people, rules)
    encoded = time.perf_counter() - begun
    one = scoring_pass(everything)
    begun = time.perf_counter()
    found = best_matching(everything, np.zeros((0, 2), np.int64))
    seconds = time.perf_counter() - begun
    return {
        "mentees": mentees,
        "mentors": mentees // 2,
        "regime": regime,
        "matched": found.proof.matched,
        "total": found.proof.total_score,
        "gap": found.proof.gap,
        "looks": found.passes,
        "reading answers": encoded / one,
        "passes": seconds / one,
        "seconds of a pass": one,
        "peak": peak(),
    }


def in_fresh_process(mentees: int, regime: str, text: bool) -> dict[str, object]:
    """Give the figures of one cohort, measured in a process of its own."""
    words = [sys.executable, __file__, "--one", str(mentees), regime, *(["--text"] if text else [])]
    return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    """Print a line for each cohort."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0].strip())
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--regimes", nargs="+", default=["alike", "mismatched", "same"])
    parser.add_argument("--text", action="store_true", help="everybody also writes a text")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measured(int(given.one[0]), given.one[1], given.text)))
        return
    cohorts = [(size, regime) for size in given.sizes for regime in given.regimes]
    print("mentees × mentors | regime | matched | gap | looks | passes | a pass, s | peak, MB")
    for size, regime in cohorts or [*DEFAULT, *((LARGEST, regime) for regime in given.regimes)]:
        one = in_fresh_process(size, regime, given.text)
        print(
            f"{one['mentees']:,} × {one['mentors']:,} | {regime} | {one['matched']:,} | {one['gap']:g} | "
            f"{one['looks']} | {one['passes']:.1f} | {one['seconds of a pass']:.2f} | {one['peak']:.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
