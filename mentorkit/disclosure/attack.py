"""
The attack of an outsider who lays all published tables side by side: one integer program over every total.

The unknowns are people by answer, step, session or group, all whole; every published figure and every rule that
ties two of them binds them. A cell is found where no solution gives it the threshold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

MOST = 100_000
SLACK = 1e-6
SECONDS = 20.0
WAYS, ROUGHLY = 4, 0.5
"""How many random aims are tried for solutions far apart, and how near to each, as a share, is near enough."""
INFEASIBLE = 2

Terms = Mapping[str, float]


@dataclass(frozen=True)
class Finding:
    """A cell that an outsider knows to be below the threshold, or knows exactly: its place and its bounds."""

    place: tuple[str, ...]
    least: int
    most: int


@dataclass(frozen=True)
class Cell:
    """A number of people that nobody may prove to be small: where it stands, its terms, its threshold."""

    place: tuple[str, ...]
    terms: Terms
    k: int


@dataclass
class Unknowns:
    """What an outsider does not know, and what the published figures say of it."""

    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)
    rules: list[tuple[Terms, float, float]] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)

    def range(self, name: str, least: float = 0, most: float = MOST) -> str:
        """Bind an unknown from both sides, beside what was known of it, and give its name."""
        low, high = self.ranges.get(name, (0, MOST))
        self.ranges[name] = max(low, least), min(high, most)
        return name

    def rule(self, terms: Terms, least: float = -np.inf, most: float = np.inf) -> None:
        """Bind a sum of unknowns."""
        for name in terms:
            self.range(name)
        self.rules.append((terms, least, most))

    def cell(self, place: tuple[str, ...], terms: Terms, k: int) -> None:
        """Name a sum of unknowns that may not be proven to lie below k."""
        for name in terms:
            self.range(name)
        self.cells.append(Cell(place, terms, k))

    def frozen(self) -> tuple[tuple, tuple, tuple]:
        """Give the same as values that can be looked up: ranges, rules, cells."""
        return (
            tuple(sorted(self.ranges.items())),
            tuple((tuple(sorted(terms.items())), least, most) for terms, least, most in self.rules),
            tuple((cell.place, tuple(sorted(cell.terms.items())), cell.k) for cell in self.cells),
        )

    def parts(self) -> Iterator[Unknowns]:
        """Give the parts that have nothing to do with each other, each an attack of its own."""
        roots = {name: name for name in self.ranges}

        def root(name: str) -> str:
            while roots[name] != name:
                roots[name] = name = roots[roots[name]]
            return name

        for terms in [rule[0] for rule in self.rules] + [cell.terms for cell in self.cells]:
            first, *others = terms
            for name in others:
                roots[root(name)] = root(first)
        found: dict[str, Unknowns] = defaultdict(Unknowns)
        for name, ends in self.ranges.items():
            found[root(name)].ranges[name] = ends
        for rule in self.rules:
            found[root(next(iter(rule[0])))].rules.append(rule)
        for cell in self.cells:
            found[root(next(iter(cell.terms)))].cells.append(cell)
        yield from (part for _, part in sorted(found.items()) if part.cells)


def proven(unknowns: Unknowns) -> list[Finding]:
    """
    Give every cell that is provably below its threshold or exactly known, sorted by place.

    A cell whose attack did not end counts as found, from 0 to the most that was reached: what was not checked does
    not leave.

    Source:
        Fischetti & Salazar (2000), the attacker's problem; solved by HiGHS through `scipy.optimize.milp`.
    """
    found = [finding for part in unknowns.parts() for finding in _found(*part.frozen(), SECONDS)]
    return sorted(found, key=lambda finding: (finding.place, finding.most))


def contradictory(unknowns: Unknowns) -> list[tuple[str, ...]]:
    """
    Give the places of the parts that no cohort fits, sorted: there the attack is blind, and the figures or the
    reading of them are wrong.
    """
    parts = [part for part in unknowns.parts() if _Program(part).least(np.zeros(len(part.ranges))) == -np.inf]
    return sorted({cell.place for part in parts for cell in part.cells})


@lru_cache(maxsize=1024)
def _found(ranges: tuple, rules: tuple, cells: tuple, seconds: float) -> tuple[Finding, ...]:
    """Attack a part once in so many seconds a search, however often it stands among the tables that are tried."""
    again = [Cell(place, dict(terms), k) for place, terms, k in cells]
    return tuple(_attacked(Unknowns(dict(ranges), [(dict(terms), least, most) for terms, least, most in rules], again)))


def _attacked(part: Unknowns) -> Iterator[Finding]:
    program = _Program(part)
    program.explore(WAYS)
    for cell in part.cells:
        weights = program.weights(cell.terms)
        seen = [float(weights @ solution) for solution in program.solutions]
        if seen and max(seen) >= cell.k - 0.5 and max(seen) - min(seen) > 0.5:
            continue
        most = -program.least(-weights)
        if most >= cell.k - 0.5 and seen and most - min(seen) > 0.5:
            continue
        least = program.least(weights)
        if program.unfinished:
            yield Finding(cell.place, 0, round(max([*seen, 0])))
        elif most < cell.k - 0.5 or least == most:
            yield Finding(cell.place, round(least), round(most))


class _Program:
    """
    One part as matrices; keeps every solution it came by, for each clears many cells.

    `unfinished` says that a search ended without a solution though there may be one: out of time, or against another.
    """

    def __init__(self, part: Unknowns):
        from scipy import optimize, sparse

        self.places = {name: i for i, name in enumerate(sorted(part.ranges))}
        ends = np.array([part.ranges[name] for name in self.places])
        self.bounds = optimize.Bounds(np.ceil(ends[:, 0] - SLACK), np.floor(ends[:, 1] + SLACK))
        self.rules = None
        if part.rules:
            entries = [(row, self.places[name], weight) for row, (terms, _, _) in enumerate(part.rules) for name, weight in terms.items()]
            rows, columns, weights = zip(*entries)
            matrix = sparse.csr_array((weights, (rows, columns)), shape=(len(part.rules), len(self.places)))
            self.rules = optimize.LinearConstraint(matrix, [rule[1] for rule in part.rules], [rule[2] for rule in part.rules])
        self.solutions: list[np.ndarray] = []
        self.unfinished = False

    def weights(self, terms: Terms) -> np.ndarray:
        found = np.zeros(len(self.places))
        for name, weight in terms.items():
            found[self.places[name]] += weight
        return found

    def explore(self, ways: int) -> None:
        """Collect solutions far apart from each other, by seeded random aims."""
        chance = np.random.default_rng(0)
        for _ in range(ways):
            aim = chance.choice((-1.0, 1.0), len(self.places))
            for sign in (aim, -aim):
                self.least(sign, ROUGHLY)

    def least(self, weights: np.ndarray, gap: float = 0.0) -> float:
        """Give the least value that a sum can have, or one within a share of it; −∞ where the figures contradict each other."""
        from scipy import optimize

        whole = np.ones(len(weights))
        for presolve in (True, False):  # HiGHS's presolve now and then calls a program infeasible that has a solution
            options = {"time_limit": SECONDS, "presolve": presolve, "mip_rel_gap": gap}
            solved = optimize.milp(weights, integrality=whole, bounds=self.bounds, constraints=self.rules, options=options)
            if solved.x is not None:
                break
        else:
            self.unfinished |= solved.status != INFEASIBLE or bool(self.solutions)
            return -np.inf
        solution = np.round(solved.x)
        self.solutions.append(solution)
        return float(weights @ solution)


def share_rules(unknowns: Unknowns, part: Terms, whole: Terms, least: float, most: float, *, below: bool = False, above: bool = False) -> None:
    """Bind part ÷ whole from both sides; `below` and `above` mark an end that is not reached itself."""
    unknowns.rule(_difference(part, whole, least), least=1e-3 if above else -SLACK)
    unknowns.rule(_difference(part, whole, most), most=-1e-3 if below else SLACK)


def _difference(part: Terms, whole: Terms, times: float) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for name, weight in part.items():
        found[name] += weight
    for name, weight in whole.items():
        found[name] -= times * weight
    return dict(found)


def total(names: Iterable[str]) -> dict[str, float]:
    """Give the sum of unknowns as terms."""
    return {name: 1.0 for name in names}


def rest(whole: str, names: Sequence[str]) -> dict[str, float]:
    """Give what is left of a whole without some of its parts, as terms."""
    return {whole: 1.0, **{name: -1.0 for name in names}}
