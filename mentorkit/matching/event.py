"""The table plan of a networking event: hosts stay, mentees move, nobody meets anybody twice."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from pandas import DataFrame

from mentorkit.errors import InvalidInputError
from mentorkit.matching.fields import in_field
from mentorkit.matching.flow import arcs
from mentorkit.matching.matching import Matching
from mentorkit.matching.rules import PEOPLES_OWN

STARTS, TRIES, CELLS, SOLVED, EFFORT = 6, 600, 6_000_000, 250, 1.0
CANNOT = "people who must be kept apart cannot be with these hosts; leave one of them out, or add tables"


@dataclass(frozen=True, eq=False)
class Event:
    """
    A table plan and how good it is.

    `plan` has a row for each mentee and round: `round, table, mentor_id, mentee_id, in_field`. `rounds` is
    how many there are; fewer than asked where more were not found. `reached` mentees meet at least one host
    of the field aimed at, beside the own mentor, in `meetings` meetings; no plan reaches more than
    `reachable`, nor, with as many reached, has more meetings than `most_meetings`.
    """

    plan: DataFrame
    hosts: tuple[str, ...]
    rounds: int
    mentees: int
    reached: int
    reachable: int
    meetings: int
    most_meetings: int

    @property
    def proven(self) -> bool:
        """Whether no plan of as many rounds with these hosts is better."""
        return (self.reached, self.meetings) == (self.reachable, self.most_meetings)


@dataclass(frozen=True, eq=False)
class _Hall:
    """Whom each mentee should meet (`good`) and must not meet (`apart`), mentees by hosts, and the seats."""

    good: np.ndarray
    apart: np.ndarray
    rounds: int
    seats: int

    @property
    def unit(self) -> int:
        """What reaching one more mentee is worth in meetings: more than all there can be."""
        return self.good.shape[0] * self.rounds + 1


def event_plan(
    matching: Matching,
    rounds: int | None = None,
    table: int | None = None,
    hosts: list[str] | None = None,
) -> Event:
    """
    Give the table plan of an event at which each host stays at a table and mentees change it.

    Nobody meets anybody twice, neither a host nor another mentee, and nobody sits with whom a `never` or
    `not_with` keeps apart. As many mentees as possible meet a host of the field they aim at; then such
    meetings are as many as can be. Seats follow lines of slope a over the tables (places b + r·a modulo
    their number), so that two people share a table in at most one round, whatever the size; who sits
    where is an assignment, and its bound a flow that forgets who meets whom among the mentees. Where the two
    differ and the hall is small, CP-SAT looks for a better plan over all plans, in bounded steps.

    Args:
        matching: The matching; all its mentees come.
        rounds: Rounds of conversation; the programme's unless given.
        table: Mentees at a table at most, where there are enough hosts; the programme's unless given.
        hosts: Mentors who host a table; unless given, as many as there are tables, by the fields aimed at.

    Raises:
        InvalidInputError: No mentee or host, a number below 1, an unknown host, or people who must be kept
            apart cannot be.
    """
    wanted = matching.scores.program.matching.event
    rounds, table = wanted.rounds if rounds is None else rounds, wanted.table if table is None else table
    n, m = matching.scores.shape
    if rounds < 1 or table < 1 or not n or not m:
        raise InvalidInputError("an event needs at least one mentee, one host, one round and one seat")
    good = in_field(matching.scores)
    good[matching.matched, matching.mentor[matching.matched]] = False
    asked = _places(matching, hosts) if hosts is not None else None
    lines, count, rounds = _lines(n, len(asked) if asked is not None else m, rounds, table)
    chosen = asked if asked is not None else _hosts(good, count)
    chosen = chosen[:count]
    apart = _apart(matching)[:, chosen]
    hall = _Hall(good[:, chosen] & ~apart, apart, rounds, -(-n // count))
    bound = _bound(hall)
    visits = _best_seats(hall, lines, bound)
    if (visits is None or _worth(hall, visits) < bound) and n * count * rounds <= SOLVED:
        visits, bound = _solved(hall, visits, bound)
    if visits is None:
        raise InvalidInputError(CANNOT)
    reached, meetings = _worth(hall, visits)
    ids = tuple(str(matching.scores.mentors.index[at]) for at in chosen)
    return Event(_plan(matching, hall, visits, ids), ids, rounds, n, reached, bound[0], meetings, bound[1])


def _places(matching: Matching, hosts: list[str]) -> np.ndarray:
    index = matching.scores.mentors.index
    if set(hosts) - set(index) or len(set(hosts)) < len(hosts) or not hosts:
        raise InvalidInputError("hosts are ids of mentors who take part, each once")
    return np.array([index.get_loc(id) for id in hosts], np.int64)


def _lines(n: int, most: int, rounds: int, table: int) -> tuple[list[int], int, int]:
    """Give the slopes, the number of tables, and the rounds, fewer where no lines are found for more."""
    for fewer in range(rounds, 0, -1):
        for count in range(max(1, min(most, -(-n // table))), min(most, n) + 1):
            slopes = _slopes(count, fewer)
            if len(slopes) * count >= n:
                return slopes, count, fewer
    raise InvalidInputError("there is no seat for everybody; name more hosts or larger tables")


def _slopes(count: int, rounds: int) -> list[int]:
    """Slopes of which any two lines meet in at most one of the rounds, and none stays at a table."""
    found: list[int] = []
    if rounds == 1:
        return list(range(10**4))
    for slope in range(count):
        if all((step * (slope - other)) % count for other in [0, *found] for step in range(1, rounds)):
            found.append(slope)
    return found


def _hosts(good: np.ndarray, count: int) -> np.ndarray:
    """The hosts who together cover most: each next one by those who have fewest of their field so far."""
    chosen: list[int] = []
    met = np.zeros(len(good))
    for _ in range(count):
        value = (good / (1 + met)[:, None] ** 2).sum(axis=0)
        value[chosen] = -1
        chosen.append(int(np.argmax(value)))
        met += good[:, chosen[-1]]
    return np.array(sorted(chosen), np.int64)


def _apart(matching: Matching) -> np.ndarray:
    scores = matching.scores
    every = np.arange(scores.shape[0]), np.arange(scores.shape[1])
    found = np.zeros(scores.shape, bool)
    for rule in scores.rules:
        if rule.kind in PEOPLES_OWN:
            found |= rule.broken.block(*every).astype(bool)
    return found


# ---------------------------------------------------------------- seats


def _best_seats(hall: _Hall, slopes: list[int], bound: tuple[int, int]) -> np.ndarray | None:
    """
    The best of several orders of the hosts, each improved by exchanging two while that helps.

    Gives the tables that each mentee visits, shape (mentees, rounds), or None where every order seats people
    together who must be kept apart. The number of orders tried depends on the size alone.
    """
    n, count = hall.good.shape
    label = np.arange(n)
    slope, start = np.array(slopes)[label // count], label % count
    tables = (start[:, None] + slope[:, None] * np.arange(hall.rounds)[None]) % count
    tries = max(STARTS, min(TRIES, CELLS // max(1, n * n)))
    draw = np.random.Generator(np.random.PCG64(count))
    best, worth, order = None, (-1, -1), np.arange(count)
    for at in range(tries):
        if worth == bound:
            break
        trial = draw.permutation(count) if at and at < STARTS else _exchanged(order, draw) if at else order
        visits = _assigned(hall, trial[tables])
        if visits is not None and _worth(hall, visits) >= worth:
            best, worth, order = visits, _worth(hall, visits), trial
    return best


def _exchanged(order: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    found = order.copy()
    if len(order) > 1:
        first, second = draw.choice(len(order), 2, replace=False)
        found[first], found[second] = order[second], order[first]
    return found


def _assigned(hall: _Hall, hosts: np.ndarray) -> np.ndarray | None:
    """Who takes which line of hosts, best for the whole; None where somebody would meet whom they must not."""
    from scipy.optimize import linear_sum_assignment

    meets = hall.good[:, hosts].sum(axis=2)
    worth = meets + hall.unit * (meets > 0) - hall.unit**2 * hall.apart[:, hosts].any(axis=2)
    row, col = linear_sum_assignment(worth, maximize=True)
    return hosts[col] if (worth[row, col] >= 0).all() else None


def _worth(hall: _Hall, visits: np.ndarray) -> tuple[int, int]:
    """Give how many mentees are reached, and the meetings in the field."""
    meets = np.take_along_axis(hall.good, visits, axis=1)
    return int(meets.any(axis=1).sum()), int(meets.sum())


def _bound(hall: _Hall) -> tuple[int, int]:
    """What no plan can pass: the same without asking that two mentees meet once at most."""
    from ortools.graph.python import min_cost_flow

    (n, count), unit = hall.good.shape, hall.unit
    solver = min_cost_flow.SimpleMinCostFlow()
    mentee, field, host = np.arange(n), n + np.arange(n), 2 * n + np.arange(count)
    source, sink = 2 * n + count, 2 * n + count + 1

    arcs(solver, source, mentee, hall.rounds, 0)
    first = arcs(solver, mentee, field, 1, -unit - 1)
    later = arcs(solver, mentee, field, hall.rounds - 1, -1)
    row, col = np.nonzero(hall.good)
    arcs(solver, field[row], host[col], 1, 0)
    row, col = np.nonzero(~hall.good & ~hall.apart)
    arcs(solver, mentee[row], host[col], 1, 0)
    arcs(solver, host, sink, hall.rounds * hall.seats, 0)
    solver.set_nodes_supplies(
        np.array([source, sink], np.int32), np.array([n * hall.rounds, -n * hall.rounds], np.int64)
    )
    if solver.solve() != solver.OPTIMAL:
        raise InvalidInputError(CANNOT)
    reached = int(solver.flows(first).sum())
    return reached, reached + int(solver.flows(later).sum())


# ---------------------------------------------------------------- all plans


def _solved(
    hall: _Hall, visits: np.ndarray | None, bound: tuple[int, int]
) -> tuple[np.ndarray | None, tuple[int, int]]:
    """Look over all plans in bounded steps: the best plan found, and what none can pass."""
    from ortools.sat.python import cp_model

    model, at = _model(hall, bound)
    for (i, h, r), variable in at.items() if visits is not None else ():
        model.add_hint(variable, bool(visits[i, r] == h))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = EFFORT
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return visits, bound
    best = np.zeros((len(hall.good), hall.rounds), np.int64)
    for (i, h, r), variable in at.items():
        if solver.value(variable):
            best[i, r] = h
    if visits is not None and _worth(hall, best) < _worth(hall, visits):
        best = visits
    return best, divmod(int(np.floor(solver.best_objective_bound + 1e-6)), hall.unit)


def _model(hall: _Hall, bound: tuple[int, int]):
    """Every plan: who is at which host in which round, and what the plan is worth."""
    from ortools.sat.python import cp_model

    n, count = hall.good.shape
    model = cp_model.CpModel()
    at = {
        (i, h, r): model.new_bool_var(f"{i},{h},{r}")
        for i in range(n)
        for h in range(count)
        for r in range(hall.rounds)
        if not hall.apart[i, h]
    }
    for i in range(n):
        for r in range(hall.rounds):
            model.add_exactly_one(at[i, h, r] for h in range(count) if (i, h, r) in at)
        for h in range(count):
            model.add_at_most_one(at[i, h, r] for r in range(hall.rounds) if (i, h, r) in at)
    for h in range(count):
        for r in range(hall.rounds):
            seated = sum(at[i, h, r] for i in range(n) if (i, h, r) in at)
            model.add_linear_constraint(seated, n // count, hall.seats)
    for i, j in combinations(range(n), 2):
        _meet_once(model, at, i, j, product(range(count), range(hall.rounds)))
    reached = [model.new_bool_var(f"reached {i}") for i in range(n)]
    for i in range(n):
        model.add(reached[i] <= sum(at[i, h, r] for h in np.flatnonzero(hall.good[i]) for r in range(hall.rounds)))
    meetings = sum(variable for (i, h, _), variable in at.items() if hall.good[i, h])
    worth = hall.unit * sum(reached) + meetings
    model.add(worth <= hall.unit * bound[0] + bound[1])
    model.maximize(worth)
    return model, at


def _meet_once(model, at, i: int, j: int, seats) -> None:
    together = []
    for seat in seats:
        if (i, *seat) in at and (j, *seat) in at:
            both = model.new_bool_var("")
            model.add_bool_or(at[i, *seat].negated(), at[j, *seat].negated(), both)
            together.append(both)
    model.add_at_most_one(together)


def _plan(matching: Matching, hall: _Hall, visits: np.ndarray, ids: tuple[str, ...]) -> DataFrame:
    rows = [
        (turn + 1, int(host) + 1, ids[host], matching.scores.mentees.index[i], bool(hall.good[i, host]))
        for i, line in enumerate(visits)
        for turn, host in enumerate(line)
    ]
    return DataFrame(sorted(rows), columns=["round", "table", "mentor_id", "mentee_id", "in_field"])
