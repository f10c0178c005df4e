"""Who sits with which host in which round of an event, so that nobody meets anybody twice."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np

MOVES, FEWEST, MOST, ROOM, DRAWN = 2000, 500_000, 3_000_000, 8_000_000, 20_000
WARM, COLD, REACH, CLASH = 0.05, 0.001, 2, 2
SLOPES = 10**4


@dataclass(frozen=True, eq=False)
class Hall:
    """
    Whom each mentee should meet (`good`) and must not meet (`apart`), mentees by hosts.

    `alike` tells which hosts work in the same fields: a number for each host.
    """

    good: np.ndarray
    apart: np.ndarray
    alike: np.ndarray
    rounds: int

    @property
    def seats(self) -> int:
        """Mentees at the fullest tables; the others have one fewer."""
        return -(-self.good.shape[0] // self.good.shape[1])

    @property
    def unit(self) -> int:
        """What reaching one more mentee is worth in meetings: more than all there can be."""
        return self.good.shape[0] * self.rounds + 1


def worth(hall: Hall, visits: np.ndarray) -> tuple[int, int]:
    """Give how many mentees a plan reaches, and its meetings in the field."""
    meets = np.take_along_axis(hall.good, visits, axis=1)
    return int(meets.any(axis=1).sum()), int(meets.sum())


def lines(count: int, rounds: int) -> list[int]:
    """
    Slopes of which any two lines meet in at most one of the rounds, and none stays at a table.

    A line goes from table b to b + r·slope in round r, modulo the number of tables.

    >>> lines(5, 3)
    [1, 2, 3, 4]
    """
    found: list[int] = []
    if rounds == 1:
        return list(range(SLOPES))
    for slope in range(count):
        if all((step * (slope - other)) % count for other in [0, *found] for step in range(1, rounds)):
            found.append(slope)
    return found


def seated(hall: Hall, slopes: list[int], bound: tuple[int, int]) -> np.ndarray | None:
    """
    Give a good plan: the host of each mentee and round, shape (mentees, rounds); None where none was found.

    It starts from lines over the tables, taken by those for whom they are best, and goes on by exchanging
    two people of a round, at first also where that is worse (simulated annealing), until the bound is met.
    The number of exchanges tried depends on the size alone, and so does their order.
    """
    n, count = hall.good.shape
    label = np.arange(n)
    slope, start = np.array(slopes)[label // count], label % count
    tables = (start[:, None] + slope[:, None] * np.arange(hall.rounds)[None]) % count
    visits = _taken(hall, tables)
    best = None if hall.apart[label[:, None], visits].any() else visits
    if best is not None and (worth(hall, best) == bound or (hall.rounds * count) ** 2 > ROOM):
        return best
    return _annealed(hall, visits, best, bound)


def _taken(hall: Hall, hosts: np.ndarray) -> np.ndarray:
    """Who takes which line of hosts, best for the whole."""
    from scipy.optimize import linear_sum_assignment

    meets = hall.good[:, hosts].sum(axis=2)
    value = meets + hall.unit * (meets > 0) - hall.unit**2 * hall.apart[:, hosts].any(axis=2)
    return hosts[linear_sum_assignment(value, maximize=True)[1]]


def _annealed(
    hall: Hall, visits: np.ndarray, best: np.ndarray | None, bound: tuple[int, int]
) -> np.ndarray | None:
    n, count = hall.good.shape
    state, draw = _Seating(hall, visits), np.random.Generator(np.random.PCG64(n * count))
    most = worth(hall, best) if best is not None else (-1, -1)
    moves = min(MOST, max(FEWEST, MOVES * n * hall.rounds))
    for begun in range(0, moves, DRAWN):
        warmth = WARM * (COLD / WARM) ** (begun / moves)
        one, other = (draw.integers(0, n, DRAWN).tolist() for _ in range(2))
        turn, luck = draw.integers(0, hall.rounds, DRAWN).tolist(), draw.random(DRAWN).tolist()
        for move in zip(one, other, turn, luck, strict=True):
            if state.exchanged(*move, warmth) and not state.clashes and state.worth > most:
                best, most = np.array(state.visits), state.worth
                if most == bound:
                    return best
    return best


class _Seating:
    """A plan under change: who sits where, and how often two tables of two rounds share people."""

    def __init__(self, hall: Hall, visits: np.ndarray):
        self.rounds, self.count = hall.rounds, hall.good.shape[1]
        self.good, self.apart = hall.good.astype(int).tolist(), hall.apart.astype(int).tolist()
        self.visits = visits.tolist()
        self.places = self.rounds * self.count
        self.shared = array("H", bytes(2 * self.places**2))
        self.meets = [sum(good[host] for host in line) for good, line in zip(self.good, self.visits, strict=True)]
        self.reached, self.meetings = sum(met > 0 for met in self.meets), sum(self.meets)
        self.clashes = sum(apart[host] for apart, line in zip(self.apart, self.visits, strict=True) for host in line)
        for line in self.visits:
            spots = [turn * self.count + host for turn, host in enumerate(line)]
            for spot in spots:
                for also in spots:
                    self.shared[spot * self.places + also] += spot != also

    @property
    def worth(self) -> tuple[int, int]:
        return self.reached, self.meetings

    def exchanged(self, i: int, j: int, turn: int, luck: float, warmth: float) -> bool:
        """Let two people change places in a round if that helps, or luck allows it; tell whether they did."""
        first, second = self.visits[i], self.visits[j]
        a, b = first[turn], second[turn]
        if a == b or b in first or a in second:
            return False
        meets_i = self.meets[i] + self.good[i][b] - self.good[i][a]
        meets_j = self.meets[j] + self.good[j][a] - self.good[j][b]
        more = meets_i + meets_j - self.meets[i] - self.meets[j]
        reach = (meets_i > 0) + (meets_j > 0) - (self.meets[i] > 0) - (self.meets[j] > 0)
        gain = more + REACH * reach
        if gain < 0 and luck >= warmth**-gain:
            return False
        clash = self._further_clashes(i, j, turn, a, b)
        gain -= CLASH * clash
        if gain < 0 and luck >= warmth**-gain:
            return False
        self._move(i, turn, a, b)
        self._move(j, turn, b, a)
        self.meets[i], self.meets[j] = meets_i, meets_j
        self.reached, self.meetings, self.clashes = self.reached + reach, self.meetings + more, self.clashes + clash
        return True

    def _further_clashes(self, i: int, j: int, turn: int, a: int, b: int) -> int:
        shared, here, there = self.shared, (turn * self.count + a) * self.places, (turn * self.count + b) * self.places
        found = self.apart[i][b] - self.apart[i][a] + self.apart[j][a] - self.apart[j][b]
        for other, (mine, theirs) in enumerate(zip(self.visits[i], self.visits[j], strict=True)):
            if other == turn or mine == theirs:
                continue
            mine, theirs = other * self.count + mine, other * self.count + theirs
            found += (shared[there + mine] > 0) - (shared[here + mine] > 1)
            found += (shared[here + theirs] > 0) - (shared[there + theirs] > 1)
        return found

    def _move(self, i: int, turn: int, old: int, new: int) -> None:
        shared, places, count = self.shared, self.places, self.count
        here, there = turn * count + old, turn * count + new
        for other, host in enumerate(self.visits[i]):
            if other != turn:
                spot = other * count + host
                shared[here * places + spot] -= 1
                shared[spot * places + here] -= 1
                shared[there * places + spot] += 1
                shared[spot * places + there] += 1
        self.visits[i][turn] = new
