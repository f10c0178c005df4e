"""The table plan of a networking event: hosts stay, mentees move, nobody meets anybody twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pandas import DataFrame

from mentorkit.errors import InvalidInputError
from mentorkit.matching.fields import in_field
from mentorkit.matching.matching import Matching
from mentorkit.matching.rules import PEOPLES_OWN
from mentorkit.matching.seating import Hall, lines, seated, worth
from mentorkit.matching.seating_bound import best_of_all, seating_bound

SOLVED = 250
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
    meetings are as many as can be. A first plan follows lines of slope a over the tables (places b + r·a
    modulo their number), so that two people share a table in at most one round, whatever the size; exchanging
    people makes it better. Its bound counts how many people two tables can share. Where the two differ and
    the hall is small, CP-SAT looks over all plans, in bounded steps.

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
    fields = in_field(matching.scores)
    good = fields.copy()
    good[matching.matched, matching.mentor[matching.matched]] = False
    asked = _places(matching, hosts) if hosts is not None else None
    slopes, count, rounds = _tables(n, len(asked) if asked is not None else m, rounds, table)
    chosen = asked if asked is not None else _hosts(good, count)
    chosen = chosen[:count]
    apart = _apart(matching)[:, chosen]
    alike = np.unique(fields[:, chosen], axis=1, return_inverse=True)[1].ravel()
    hall = Hall(good[:, chosen] & ~apart, apart, alike, rounds)
    bound = seating_bound(hall)
    visits = seated(hall, slopes, bound) if bound else None
    if bound and (visits is None or worth(hall, visits) < bound) and n * count * rounds <= SOLVED:
        visits, bound = best_of_all(hall, visits, bound)
    if visits is None:
        raise InvalidInputError(CANNOT)
    reached, meetings = worth(hall, visits)
    ids = tuple(str(matching.scores.mentors.index[at]) for at in chosen)
    return Event(_plan(matching, hall, visits, ids), ids, rounds, n, reached, bound[0], meetings, bound[1])


def _places(matching: Matching, hosts: list[str]) -> np.ndarray:
    index = matching.scores.mentors.index
    if set(hosts) - set(index) or len(set(hosts)) < len(hosts) or not hosts:
        raise InvalidInputError("hosts are ids of mentors who take part, each once")
    return np.array([index.get_loc(id) for id in hosts], np.int64)


def _tables(n: int, most: int, rounds: int, table: int) -> tuple[list[int], int, int]:
    """Give the slopes, the number of tables, and the rounds, fewer where no lines are found for more."""
    for fewer in range(rounds, 0, -1):
        for count in range(max(1, min(most, -(-n // table))), min(most, n) + 1):
            slopes = lines(count, fewer)
            if len(slopes) * count >= n:
                return slopes, count, fewer
    raise InvalidInputError("there is no seat for everybody; name more hosts or larger tables")


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


def _plan(matching: Matching, hall: Hall, visits: np.ndarray, ids: tuple[str, ...]) -> DataFrame:
    rows = [
        (turn + 1, int(host) + 1, ids[host], matching.scores.mentees.index[i], bool(hall.good[i, host]))
        for i, line in enumerate(visits)
        for turn, host in enumerate(line)
    ]
    return DataFrame(sorted(rows), columns=["round", "table", "mentor_id", "mentee_id", "in_field"])
