"""People beyond the own mentor: introductions in the field aimed at, and a second mentor beside the first."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from pandas import DataFrame

from mentorkit.errors import InvalidInputError, RunError
from mentorkit.matching.fields import in_field
from mentorkit.matching.flow import arcs
from mentorkit.matching.matching import Matching, best_matching
from mentorkit.matching.parts import Elementwise
from mentorkit.matching.rules import Rule
from mentorkit.matching.scoring import EXACT, POINT, Scores
from mentorkit.matching.vocabulary import cells

LARGEST = 4_000_000


@dataclass(frozen=True, eq=False)
class Introductions:
    """
    Who is introduced to whom.

    `table` has `mentee_id, mentor_id, turn, score`, the best first; `without` lists mentees in whose
    field nobody is possible or free, `asked` says how often each mentor is asked.
    """

    table: DataFrame
    without: tuple[str, ...]
    asked: dict[str, int]


def introduction_plan(matching: Matching, each: int | None = None, asked: int | None = None) -> Introductions:
    """
    Give for each mentee the best people beyond the own mentor in the field aimed at.

    As many mentees as possible get a first introduction, then as many as possible a second, and so on;
    among all these the total score is the largest, exactly (minimum-cost flow). Rules and people's `never`
    hold, but hours in common are not demanded, since one conversation is agreed; whether a mentor has
    places left does not matter.

    Args:
        matching: The matching; whoever has no mentor is introduced all the same.
        each: Introductions for each mentee at most; the programme's unless given.
        asked: How often each mentor is asked at most; `tracking.introductions_asked` unless given.

    Raises:
        InvalidInputError: A number below 0, or more than four million pairs.
    """
    scores, program = matching.scores, matching.scores.program
    each = program.matching.introductions if each is None else each
    asked = program.tracking.introductions_asked if asked is None else asked
    n, m = scores.shape
    if each < 0 or asked < 0:
        raise InvalidInputError("each and asked are whole numbers from 0")
    if n * m > LARGEST:
        raise InvalidInputError("introductions are sought in cohorts of up to four million pairs; split the cohort")
    without_hours = replace(scores, rules=tuple(rule for rule in scores.rules if not _of_hours(scores, rule)))
    allowed = in_field(scores) & without_hours.possible_block(np.arange(n), np.arange(m))
    allowed[matching.matched, matching.mentor[matching.matched]] = False
    row, col = np.nonzero(allowed)
    units = scores.pairs(row, col)
    used = _flow((n, m), row, col, units, each, asked)
    row, col, units = row[used], col[used], units[used]
    order = np.lexsort((col, -units, row))
    row, col, units = row[order], col[order], units[order]
    table = DataFrame(
        {
            "mentee_id": scores.mentees.index[row],
            "mentor_id": scores.mentors.index[col],
            "turn": 1 + np.arange(len(row)) - np.searchsorted(row, row),
            "score": units / POINT,
        }
    )
    counts = np.bincount(col, minlength=m)
    named = {str(id): int(count) for id, count in zip(scores.mentors.index, counts, strict=True) if count}
    return Introductions(table, tuple(scores.mentees.index[np.setdiff1d(np.arange(n), row)]), named)


def _of_hours(scores: Scores, rule: Rule) -> bool:
    return rule.kind == "required" and any(
        isinstance(cell, (set, frozenset)) for cell in cells(scores.mentees, rule.mentee)
    )


def _flow(shape: tuple[int, int], row, col, units, each: int, asked: int) -> np.ndarray:
    """
    Tell which edges are used: earlier turns before later ones, then the largest total.

    Worth that falls from turn to turn is enough: what can be shared out is an M-convex set, whose most
    even members have most first turns, most second turns and so on, all at once (Frank & Murota, 2022).
    """
    from ortools.graph.python import min_cost_flow

    (n, m), solver = shape, min_cost_flow.SimpleMinCostFlow()
    sink, large = n + m, n * each * 2 * EXACT + 1
    edges = arcs(solver, row, n + col, 1, -units)
    for turn in range(each):
        arcs(solver, sink + 1, np.arange(n), 1, -large * (each - turn))
    arcs(solver, n + np.arange(m), sink, asked, 0)
    arcs(solver, sink + 1, sink, n * each, 0)
    solver.set_nodes_supplies(np.array([sink, sink + 1], np.int32), np.array([-n * each, n * each], np.int64))
    if solver.solve() != solver.OPTIMAL:
        raise RunError("the introductions could not be solved; please report this cohort's sizes")
    return np.flatnonzero(solver.flows(edges) > 0)


def second_mentors(matching: Matching, mentees: list[str] | None = None, more: int = 0) -> Matching:
    """
    Give the best second mentors (co-mentors) beside a matching, as a matching of its own.

    The places that are left are shared out; nobody gets the own mentor twice, rules hold, and nobody's
    first mentor changes.

    Args:
        matching: The matching.
        mentees: Ids of those who are to have a second mentor; everybody who has a first unless given.
        more: Places that each mentor who has any is asked for on top.

    Raises:
        InvalidInputError: Somebody is not in the matching.
    """
    scores = matching.scores
    unknown = set(mentees or ()) - set(scores.mentees.index)
    if unknown:
        raise InvalidInputError("no such mentee takes part in this matching; use ids of accepted people")
    wanted = scores.mentees.index.isin(scores.mentees.index if mentees is None else mentees) & (matching.mentor >= 0)
    own = Rule("own", "never", Elementwise(lambda rows, cols: ~wanted[rows] | (matching.mentor[rows] == cols)))
    left = scores.capacity - matching.load + np.where(scores.capacity > 0, more, 0)
    part = replace(scores, rules=(*scores.rules, own), capacity=left, minimum=np.zeros_like(left))
    return best_matching(part, np.zeros((0, 2), np.int64), scores.program.matching.fairness == "floor")
