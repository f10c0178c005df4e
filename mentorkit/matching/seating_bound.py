"""What no table plan of an event can pass, and for small halls the best of all plans."""

from __future__ import annotations

from itertools import combinations, combinations_with_replacement, product
from math import comb

import numpy as np

from mentorkit.matching.flow import arcs
from mentorkit.matching.seating import Hall, worth

PATTERNS, NODES, EFFORT = 3_000, 200, 1.0


def seating_bound(hall: Hall) -> tuple[int, int] | None:
    """
    Give what no plan can pass: mentees reached, and meetings in the field where as many are reached.

    None where those who must be kept apart cannot be with these hosts. The lower of two bounds: a flow
    that forgets that two mentees meet once at most, and a count of how often two tables can share somebody.
    """
    found = _flow_bound(hall)
    return found and min(found, _shared_bound(hall) or found)


def _flow_bound(hall: Hall) -> tuple[int, int] | None:
    """Every mentee sits once a round, with a host once at most, and no table overflows."""
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
        return None
    reached = int(solver.flows(first).sum())
    return reached, reached + int(solver.flows(later).sum())


def _shared_bound(hall: Hall) -> tuple[int, int] | None:
    """
    Two tables of two rounds share one mentee at most, so hosts of a field share few: a whole-number programme.

    Mentees who aim at as many hosts of each field are of one type; the unknowns are how many of a type
    meet so many hosts of each field. None where there are too many such patterns, or nothing was proven.
    """
    patterns = _patterns(hall)
    if patterns is None:
        return None
    uses, limits, meets = patterns
    free = np.full(len(limits), -np.inf)
    reached = _most(meets > 0, uses, free, limits)
    if reached is None:
        return None
    reaching = np.vstack([uses, meets > 0])
    meetings = _most(meets, reaching, np.append(free, reached), np.append(limits, np.inf))
    return None if meetings is None else (reached, meetings)


def _patterns(hall: Hall) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """What each pattern uses up, how much of it there is, and how many meetings a pattern has."""
    (n, count), rounds = hall.good.shape, hall.rounds
    size = np.bincount(hall.alike)
    fields = len(size)
    aims = np.stack([hall.good[:, hall.alike == field].sum(axis=1) for field in range(fields)], axis=1)
    types, people = np.unique(aims, axis=0, return_counts=True)
    if sum(comb((kind > 0).sum() + rounds, rounds) for kind in types) > PATTERNS:
        return None
    left, right = np.triu_indices(fields)
    shared = np.where(left == right, comb(rounds, 2) * size[left] * (size[left] - 1),
                      rounds * (rounds - 1) * size[left] * size[right])
    seats = rounds * (size * (n // count) + np.minimum(size, n % count))
    columns, meets = [], []
    for at, kind in enumerate(types):
        for many in range(rounds + 1):
            for chosen in combinations_with_replacement(np.flatnonzero(kind), many):
                met = np.bincount(np.array(chosen, np.int64), minlength=fields)
                if (met <= kind).all():
                    both = np.where(left == right, met[left] * (met[left] - 1) // 2, met[left] * met[right])
                    columns.append(np.concatenate([np.arange(len(types)) == at, met, both]))
                    meets.append(many)
    return np.array(columns).T, np.concatenate([people, seats, shared]), np.array(meets)


def _most(value: np.ndarray, uses: np.ndarray, low: np.ndarray, high: np.ndarray) -> int | None:
    from scipy.optimize import LinearConstraint, milp
    from scipy.sparse import csr_array

    rows = (low > -np.inf) | (uses > 0).any(axis=1)
    rule = LinearConstraint(csr_array(uses[rows]), low[rows], high[rows])
    found = milp(-1.0 * value, constraints=rule, integrality=np.ones(len(value)), options={"node_limit": NODES})
    proven = found.mip_dual_bound
    return None if proven is None or not np.isfinite(proven) else int(np.floor(1e-6 - proven))


# ---------------------------------------------------------------- all plans


def best_of_all(
    hall: Hall, visits: np.ndarray | None, bound: tuple[int, int]
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
    if visits is not None and worth(hall, best) < worth(hall, visits):
        best = visits
    return best, divmod(int(np.floor(solver.best_objective_bound + 1e-6)), hall.unit)


def _model(hall: Hall, bound: tuple[int, int]):
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
    value = hall.unit * sum(reached) + meetings
    model.add(value <= hall.unit * bound[0] + bound[1])
    model.maximize(value)
    return model, at


def _meet_once(model, at, i: int, j: int, seats) -> None:
    together = []
    for seat in seats:
        if (i, *seat) in at and (j, *seat) in at:
            both = model.new_bool_var("")
            model.add_bool_or(at[i, *seat].negated(), at[j, *seat].negated(), both)
            together.append(both)
    model.add_at_most_one(together)
