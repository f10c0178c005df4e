"""Mentor circles: groups of mentees with one or two mentors and a weekly time that all of them have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from pandas import DataFrame

from mentorkit.errors import InvalidInputError
from mentorkit.matching.hours import A_WEEK, Clock, span_in_words
from mentorkit.matching.scoring import POINT, Scores
from mentorkit.matching.vocabulary import cells

EFFORT, EACH, OPTIONS = 3.0, 4, 150
QUARTER = 15


@dataclass(frozen=True)
class Circle:
    """A circle: its mentors, its mentees, the first quarter-hour of its weekly time in UTC, and its mean score."""

    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    begins: int
    minutes: int
    score: float

    def time_in_words(self, clock: Clock, language: str) -> str:
        """Give the weekly time as a clock shows it."""
        begin = (self.begins + clock.shift) % A_WEEK
        return span_in_words((begin, begin + self.minutes // QUARTER), language)


@dataclass(frozen=True, eq=False)
class CirclePlan:
    """
    Circles, who is in none, and how good they are.

    No plan over the same mentors and times serves more than `reachable` mentees; `total` adds up each
    mentee's mean score with the circle's mentors, and is at most `upper_bound` with as many served.
    """

    circles: tuple[Circle, ...]
    without: tuple[str, ...]
    served: int
    reachable: int
    total: float
    upper_bound: float

    @property
    def proven(self) -> bool:
        """Whether no plan over the same mentors and times is better."""
        return self.served == self.reachable and self.upper_bound - self.total < 1 / POINT

    def table(self, clock: Clock, language: str) -> DataFrame:
        """Give the plan as a table: `circle, mentors, mentees, people, time, score`."""
        rows = [
            (at, ", ".join(one.mentors), ", ".join(one.mentees), len(one.mentees), one.time_in_words(clock, language), one.score)
            for at, one in enumerate(self.circles, start=1)
        ]
        return DataFrame(rows, columns=["circle", "mentors", "mentees", "people", "time", "score"])


@dataclass(frozen=True)
class _Option:
    """Mentors and a time, and the mentees who could come with their scores in units."""

    mentors: tuple[int, ...]
    begins: int
    mentees: np.ndarray
    units: np.ndarray


def circle_plan(scores: Scores, count: int | None = None) -> CirclePlan:
    """
    Give circles of mentees with one or two mentors who share a weekly time and break no rule.

    As many mentees as possible are in a circle, then the total score is the largest. Each mentor leads one
    circle at most, whatever the capacity for pairs. Looked at are each group of mentors' four times for which
    most mentees are free, and the 150 groups and times that most mentees could join. CP-SAT solves in
    bounded steps: the plan says whether it is proven, and what none could pass.

    Args:
        scores: Scores and rules; sizes, mentors and minutes as the programme sets them.
        count: Circles at most; the fewest that everybody would fit in, unless given.

    Raises:
        InvalidInputError: The programme compares no weekly hours.
    """
    wanted = scores.program.matching.circles
    options = _options(scores, wanted.smallest, wanted.mentors, wanted.minutes)
    if not options:
        return CirclePlan((), tuple(scores.mentees.index), 0, 0, 0.0, 0.0)
    most = -(-scores.shape[0] // wanted.largest) if count is None else count
    chosen, bound = _solved(scores.shape[0], options, wanted.smallest, wanted.largest, most)
    found = [_circle(scores, option, members, wanted.minutes) for option, members in chosen]
    found.sort(key=lambda one: (one.mentors, one.begins))
    inside = {id for one in found for id in one.mentees}
    units = sum(int(option.units[np.searchsorted(option.mentees, members)].sum()) for option, members in chosen)
    reachable, rest = divmod(bound, _unit(scores.shape[0]))
    without = tuple(id for id in scores.mentees.index if id not in inside)
    upper = rest / POINT if len(inside) == reachable else units / POINT
    return CirclePlan(tuple(found), without, len(inside), reachable, units / POINT, upper)


def _unit(n: int) -> int:
    """What one more mentee in a circle is worth: more than all scores together."""
    return (n + 1) * 200 * POINT


def _circle(scores: Scores, option: _Option, members: np.ndarray, minutes: int) -> Circle:
    mean = float(option.units[np.searchsorted(option.mentees, members)].mean()) / POINT
    mentors = tuple(scores.mentors.index[list(option.mentors)])
    return Circle(mentors, tuple(scores.mentees.index[members]), option.begins, minutes, mean)


# ---------------------------------------------------------------- groups and times


def _options(scores: Scores, smallest: int, each: int, minutes: int) -> list[_Option]:
    length = -(-minutes // QUARTER)
    mentees, mentors = (_starts(_hours(scores, side), length) for side in ("mentee", "mentor"))
    n, m = scores.shape
    possible = scores.possible_block(np.arange(n), np.arange(m))
    units = np.rint(scores.block(np.arange(n), np.arange(m))).astype(np.int64)
    found = [
        option
        for group in combinations(range(m), each)
        for option in _of_group(group, mentees, mentors, possible, units, smallest)
    ]
    found.sort(key=lambda one: (-len(one.mentees), one.mentors, one.begins))
    return _spread(found)


def _spread(options: list[_Option]) -> list[_Option]:
    """The first options of each mentor before the second ones, 150 at most."""
    turns: dict[int, int] = {}
    ranked = []
    for at, option in enumerate(options):
        turn = max(turns.get(mentor, 0) for mentor in option.mentors)
        turns.update(dict.fromkeys(option.mentors, turn + 1))
        ranked.append((turn, at))
    return [options[at] for _, at in sorted(ranked)[:OPTIONS]]


def _hours(scores: Scores, side: str) -> np.ndarray:
    """Weekly quarter-hours, shape (people, 672), by the first criterion that compares them."""
    for criterion in scores.program.criteria:
        people = scores.mentees if side == "mentee" else scores.mentors
        found = cells(people, getattr(criterion, side))
        if any(isinstance(cell, (set, frozenset)) for cell in found):
            table = np.zeros((len(people), A_WEEK), bool)
            for row, cell in enumerate(found):
                if isinstance(cell, (set, frozenset)):
                    table[row, sorted(cell)] = True
            return table
    raise InvalidInputError("circles need weekly hours; let a criterion compare the column availability")


def _starts(hours: np.ndarray, length: int) -> np.ndarray:
    """Tell from which quarter-hours on somebody has so many in a row."""
    found = hours.copy()
    for step in range(1, length):
        found &= np.roll(hours, -step, axis=1)
    return found


def _of_group(group, mentees, mentors, possible, units, smallest: int) -> Iterable[_Option]:
    together = mentors[list(group)].all(axis=0)
    able = possible[:, list(group)].all(axis=1)
    score = units[:, list(group)].sum(axis=1) // len(group)
    free = mentees[:, together] & able[:, None]
    begins = np.flatnonzero(together)
    seen: set[bytes] = set()
    for at in np.lexsort((begins, begins % 4 != 0, -free.sum(axis=0))):
        members = np.flatnonzero(free[:, at])
        if len(members) < smallest or len(seen) == EACH:
            return
        if members.tobytes() not in seen:
            seen.add(members.tobytes())
            yield _Option(group, int(begins[at]), members, score[members])


# ---------------------------------------------------------------- the plan


def _solved(n: int, options: list[_Option], smallest: int, largest: int, count: int):
    """Give the chosen options with their mentees, and the bound of n · unit + units that none can pass."""
    from ortools.sat.python import cp_model

    model, unit = cp_model.CpModel(), _unit(n)
    open_ = [model.new_bool_var(f"open {at}") for at in range(len(options))]
    joins: dict[tuple[int, int], object] = {}
    worth = []
    for at, option in enumerate(options):
        for mentee, units in zip(option.mentees.tolist(), option.units.tolist(), strict=True):
            joins[mentee, at] = model.new_bool_var(f"{mentee} in {at}")
            worth.append((unit + units, joins[mentee, at]))
        members = [joins[mentee, at] for mentee in option.mentees.tolist()]
        model.add(sum(members) >= smallest * open_[at])
        model.add(sum(members) <= largest * open_[at])
        for member in members:
            model.add_implication(member, open_[at])
    for mentee in range(n):
        model.add_at_most_one(joins[mentee, at] for at in range(len(options)) if (mentee, at) in joins)
    for mentor in sorted({mentor for option in options for mentor in option.mentors}):
        model.add_at_most_one(open_[at] for at, option in enumerate(options) if mentor in option.mentors)
    model.add(sum(open_) <= count)
    model.maximize(sum(value * variable for value, variable in worth))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = EFFORT
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return [], n * unit
    chosen = [
        (option, np.array([i for i in option.mentees.tolist() if solver.value(joins[i, at])], np.int64))
        for at, option in enumerate(options)
        if solver.value(open_[at])
    ]
    return chosen, int(np.floor(solver.best_objective_bound + 1e-6))
