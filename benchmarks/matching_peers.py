"""
Run the same cohorts through other ways of matching: time, memory, matched, total, worst, blocking pairs.

    python benchmarks/matching_peers.py [SIZES …] [--regime mismatched] [--limit 60] [--peers FOLDER]

Everybody gets the same scores and places. Each way works in a process of its own, with one thread, and
is stopped after `--limit` seconds; libraries are loaded and people's answers read before the clock (the
processor's) starts. `added` is the memory that it takes beyond people, scores and the table of all pairs
(ours has no such table). The packages `matching` and `munkres` are no dependencies of mentorkit: put them
into a folder with `pip install --no-deps --target FOLDER matching munkres`; without it they are skipped.
"""

from __future__ import annotations

import argparse
import heapq
import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
from matching_speed import BEYOND, ONE_THREAD, peak

SIZES = (60, 200, 1_000, 4_000)


def greedy(units: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Take the best pair that is left, again and again."""
    left, mentor = places.copy(), np.full(len(units), -1)
    for at in np.argsort(-units, axis=None, kind="stable"):
        row, col = divmod(int(at), units.shape[1])
        if units[row, col] < 0:
            break
        if mentor[row] < 0 and left[col] > 0:
            mentor[row], left[col] = col, left[col] - 1
    return mentor


def deferred_acceptance(units: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Mentees ask, mentors keep the best who asked (Gale & Shapley 1962)."""
    wishes = np.argsort(-units, axis=1, kind="stable")
    held: list[list[tuple[int, int]]] = [[] for _ in places]
    following, waiting = np.zeros(len(units), int), list(range(len(units)))
    while waiting:
        row = waiting.pop()
        if following[row] == units.shape[1]:
            continue
        col = wishes[row, following[row]]
        following[row] += 1
        if units[row, col] < 0:
            continue
        heapq.heappush(held[col], (int(units[row, col]), -row))
        if len(held[col]) > places[col]:
            waiting.append(-heapq.heappop(held[col])[1])
    mentor = np.full(len(units), -1)
    for col, pairs in enumerate(held):
        mentor[[-row for _, row in pairs]] = col
    return mentor


def pypi_matching(units: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The package `matching`: hospital–resident by the names of its people."""
    from matching.games import HospitalResident

    rows, cols = np.flatnonzero((units >= 0).any(axis=1)), np.flatnonzero((units >= 0).any(axis=0))
    left = {f"e{i}": [f"k{j}" for j in np.argsort(-units[i], kind="stable") if units[i, j] >= 0] for i in rows}
    right = {f"k{j}": [f"e{i}" for i in np.argsort(-units[:, j], kind="stable") if units[i, j] >= 0] for j in cols}
    game = HospitalResident.create_from_dictionaries(left, right, {f"k{j}": int(places[j]) for j in cols})
    mentor = np.full(len(units), -1)
    for hospital, residents in game.solve().items():
        for resident in residents:
            mentor[int(str(resident)[1:])] = int(str(hospital)[1:])
    return mentor


def munkres(units: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The package `munkres`, a column for each place."""
    from munkres import Munkres

    seats = np.repeat(np.arange(len(places)), places)
    cost = np.where(units >= 0, BEYOND - units, 2 * BEYOND)[:, seats]
    return _seated(units, seats, *zip(*Munkres().compute(cost.tolist()), strict=True))


def scipy_dense(units: np.ndarray, places: np.ndarray) -> np.ndarray:
    """`linear_sum_assignment`, a column for each place."""
    from scipy.optimize import linear_sum_assignment

    seats = np.repeat(np.arange(len(places)), places)
    cost = np.where(units >= 0, -units - BEYOND, 0.0)[:, seats]
    return _seated(units, seats, *linear_sum_assignment(cost))


def scipy_sparse(units: np.ndarray, places: np.ndarray) -> np.ndarray:
    """`min_weight_full_bipartite_matching`, a column for each place, and one to stay alone for each mentee."""
    from scipy.sparse import csr_array, hstack
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    seats = np.repeat(np.arange(len(places)), places)
    cost = csr_array(np.where(units >= 0, BEYOND - units, 0.0)[:, seats])
    alone = csr_array((np.full(len(units), 3 * BEYOND), (np.arange(len(units)),) * 2))
    row, col = min_weight_full_bipartite_matching(hstack([cost, alone]).tocsr())
    placed = col < len(seats)
    return _seated(units, seats, row[placed], col[placed])


def ortools_flow(units: np.ndarray, places: np.ndarray) -> np.ndarray:
    """OR-tools' minimum-cost flow over all possible pairs."""
    from mentorkit.matching.flow import Seats, assignment

    row, col = np.nonzero(units >= 0)
    worth = units[row, col] + int(BEYOND)
    chosen = assignment(len(units), row, col, worth, Seats(places, np.zeros(len(places), np.int64), 0))
    return np.where(chosen >= 0, col[chosen], -1)


def _seated(units: np.ndarray, seats: np.ndarray, row, col) -> np.ndarray:
    row, col = np.array(row, int), seats[np.array(col, int)]
    mentor = np.full(len(units), -1)
    possible = units[row, col] >= 0
    mentor[row[possible]] = col[possible]
    return mentor


PEERS: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "greedy": greedy,
    "deferred acceptance": deferred_acceptance,
    "matching (PyPI)": pypi_matching,
    "munkres (PyPI)": munkres,
    "scipy, dense": scipy_dense,
    "scipy, sparse": scipy_sparse,
    "OR-tools flow": ortools_flow,
}
PACKAGES = {"matching (PyPI)": "matching", "munkres (PyPI)": "munkres"}
OURS = "mentorkit"


def measured(name: str, mentees: int, regime: str) -> dict[str, float]:
    """Give seconds, added memory and what came of it."""
    from matching_instances import program, roster

    from mentorkit.matching.matching import best_matching
    from mentorkit.matching.scoring import POINT, scores

    few, everything = (
        scores(roster(size, size // 2, regime), program(regime)) for size in (6, mentees)
    )
    nobody = np.zeros((0, 2), np.int64)
    best_matching(few, nobody) if name == OURS else PEERS[name](table(few), few.capacity)
    if name == OURS:
        before, begun = peak(), time.process_time()
        mentor = best_matching(everything, nobody).mentor
    else:
        units = table(everything)
        before, begun = peak(), time.process_time()
        mentor = PEERS[name](units, everything.capacity)
    seconds, added = time.process_time() - begun, peak() - before
    units = table(everything)
    rows = np.flatnonzero(mentor >= 0)
    own = units[rows, mentor[rows]]
    if (own < 0).any() or (np.bincount(mentor[rows], minlength=len(everything.capacity)) > everything.capacity).any():
        raise SystemExit("an impossible pair, or more mentees than places")
    return {
        "seconds": seconds,
        "added": added,
        "matched": len(rows),
        "total": float(own.sum()) / POINT,
        "worst": float(own.min(initial=0 if not len(own) else own.max())) / POINT,
        "blocking": blocking(units, mentor, everything.capacity),
    }


def table(scores) -> np.ndarray:
    """Give the table of all pairs in units, −1 where a rule forbids one."""
    rows, cols = (np.arange(size) for size in scores.shape)
    return np.where(scores.possible_block(rows, cols), scores.block(rows, cols), -1).astype(np.int64)


def blocking(units: np.ndarray, mentor: np.ndarray, places: np.ndarray) -> int:
    """Count the possible pairs of two who would both rather have each other than what they have."""
    rows = np.flatnonzero(mentor >= 0)
    own = np.full(len(units), -1)
    own[rows] = units[rows, mentor[rows]]
    least = np.full(len(places), np.iinfo(np.int64).max)
    np.minimum.at(least, mentor[rows], own[rows])
    least[np.bincount(mentor[rows], minlength=len(places)) < places] = -1
    return int(((units > own[:, None]) & (units > least[None]) & (places > 0)[None]).sum())


def in_fresh_process(name: str, mentees: int, given) -> dict[str, float] | str:
    """Give a way's figures, or why there are none."""
    if name in PACKAGES and not given.peers and importlib.util.find_spec(PACKAGES[name]) is None:
        return "not installed, skipped"
    words = [sys.executable, __file__, "--one", name, str(mentees), "--regime", given.regime, "--peers", given.peers]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=given.limit, env=os.environ | ONE_THREAD)
    except subprocess.TimeoutExpired:
        return f"not done after {given.limit} s"
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["ended without a word"])[-1].partition(":")[0]
    return json.loads(done.stdout)


def main() -> None:
    """Print a table for each size."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0].strip())
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--regime", default="mismatched")
    parser.add_argument("--limit", type=int, default=60)
    parser.add_argument("--peers", default="")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    sys.path += [given.peers] if given.peers else []
    if given.one:
        print(json.dumps(measured(given.one[0], int(given.one[1]), given.regime)))
        return
    for size in given.sizes:
        print(f"\n{size:,} mentees × {size // 2:,} mentors, {given.regime}")
        print("way | time ÷ ours | added MB | matched | total, % of ours | worst | blocking pairs")
        ours = in_fresh_process(OURS, size, given)
        for name in (OURS, *PEERS):
            one = ours if name == OURS else in_fresh_process(name, size, given)
            print(f"{name} | {one if isinstance(one, str) else _line(one, ours)}", flush=True)


def _line(one: dict[str, float], ours: dict[str, float]) -> str:
    return (
        f"{one['seconds'] / ours['seconds']:.2f} | {one['added']:.0f} | {one['matched']:,} | "
        f"{100 * one['total'] / ours['total']:.2f} | {one['worst']:.1f} | {one['blocking']:,}"
    )


if __name__ == "__main__":
    main()
