"""What cannot all hold, named by file and row: a smallest set of minima, kept pairs, refusals and rules; and what tells nobody apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from pandas import DataFrame

from mentorkit.errors import Problem
from mentorkit.matching.decisions import place, sources
from mentorkit.matching.floor import most_served
from mentorkit.matching.matching import Matching
from mentorkit.matching.rules import Rule, wish_pairs
from mentorkit.matching.scoring import Scores, whole_weights
from mentorkit.matching.vocabulary import cells, number, values
from mentorkit.matching.wording import enumerated, rule_in_words, said
from mentorkit.model.program import Program
from mentorkit.model.roster import Roster

LARGEST = 4_000_000
WORK = 30_000_000
ROUNDS, MOST, TOLD = 60, 12, 12


@dataclass(frozen=True)
class Claim:
    """
    Something that is to hold, and where it stands.

    `kind` is `minimum`, `capacity`, `keep`, `never`, `not_with` or `rule`; `pairs` are the pairs it fixes
    or forbids, `number` its places, `rule` a rule of the programme.
    """

    kind: str
    source: str
    mentor: int = -1
    number: int = 0
    pairs: tuple[tuple[int, int], ...] = ()
    rule: Rule | None = None


@dataclass(frozen=True)
class Conflict:
    """A smallest set of claims that cannot all hold; `left` mentees remain for `needed` minimum places."""

    claims: tuple[Claim, ...]
    left: int
    needed: int


def conflicts(matching: Matching, decisions: DataFrame | None = None) -> list[Conflict]:
    """
    Give the smallest sets of claims because of which a matching misses minima, none where all are met.

    Each is a smallest one among those left when a minimum of every earlier one is given up. Contradictions
    among kept pairs themselves never come so far: `match` refuses them. Above four million pairs none
    is sought; where hundreds of minima contradict each other, a set is given that cannot hold, as small
    as a bounded number of tries makes it.

    Args:
        matching: The matching that was found.
        decisions: The decisions that it was found under.

    Source:
        Ignatiev et al. (2015), smallest unsatisfiable subsets by implicit hitting sets.
    """
    scores = matching.scores
    asked = _asked(scores)
    if (matching.load >= asked).all() or np.prod(scores.shape, dtype=float) > LARGEST:
        return []
    claims = _claims(scores, decisions, asked)
    board = _Board(scores, [claim for claim in claims if claim.rule])
    found: list[Conflict] = []
    while len(found) < MOST and not board.holds(claims) and (board.tries or not found):
        smallest = _smallest(claims, board)
        found.append(Conflict(tuple(smallest), *board.room(smallest)))
        given_up = next(claim for claim in smallest if claim.kind == "minimum")
        claims = [claim for claim in claims if claim is not given_up]
    return found


def conflict_problems(
    matching: Matching, decisions: DataFrame | None = None, language: str = "en"
) -> list[Problem]:
    """Give as warnings the conflicts of a matching, each at the row of a minimum, and criteria that tell nobody apart."""
    return [
        *(_problem(conflict, language) for conflict in conflicts(matching, decisions)),
        *silent_criteria(matching.scores, matching.scores.program, language),
    ]


def silent_criteria(people: Roster | Scores, program: Program, language: str = "en") -> Iterator[Problem]:
    """Give as warnings the criteria with a weight to which a whole side gave no answer, and that none has a weight."""
    weights = whole_weights(program.criteria)
    sides = {"mentees": people.mentees, "mentors": people.mentors}
    if not all(map(len, sides.values())):
        return
    for criterion in program.criteria:
        columns = zip(sides, (criterion.mentee, criterion.mentor), strict=True)
        for side, column in columns if weights[criterion.id] else ():
            if not any(map(values, cells(sides[side], column))):
                told = said("silent", language, who=said(side, language), column=column)
                yield Problem("program.yml", None, criterion.id, told, said("silent_remedy", language), warning=True)
    if not any(weights.values()):
        told, remedy = (said(key, language) for key in ("weightless", "weightless_remedy"))
        yield Problem("program.yml", None, "criteria", told, remedy, warning=True)


def conflict_in_words(conflict: Conflict, language: str) -> str:
    """Give a conflict as a phrase: what cannot all hold, where each stands, and who is left."""
    told = [_claim_in_words(claim, language) for claim in conflict.claims[:TOLD]]
    more = len(conflict.claims) - TOLD
    claims = enumerated([*told, *([said("claim_more", language, number=more)] if more > 0 else [])], language)
    if any(claim.kind == "capacity" for claim in conflict.claims):
        return said("conflict", language, claims=claims)
    text = said("conflict_left", language, claims=claims, left=conflict.left, needed=conflict.needed)
    return said("conflict", language, claims=text)


def _claim_in_words(claim: Claim, language: str) -> str:
    if claim.rule:
        return said("claim_rule", language, rule=rule_in_words(claim.rule, language))
    return said(f"claim_{claim.kind}", language, number=claim.number, place=claim.source)


def _problem(conflict: Conflict, language: str) -> Problem:
    file, row = place(next(claim.source for claim in conflict.claims if claim.kind == "minimum"))
    text, remedy = conflict_in_words(conflict, language), said("conflict_remedy", language)
    return Problem(file, row, "min_capacity", text, remedy, warning=True)


# ---------------------------------------------------------------- claims


def _asked(scores: Scores) -> np.ndarray:
    """Minima as they were written, also above the mentor's own capacity."""
    numbers = np.array([number(cell) for cell in cells(scores.mentors, "min_capacity")], float)
    if np.isnan(numbers).all():
        return scores.minimum
    return np.where(np.isnan(numbers), 0, numbers).astype(np.int64)


def _claims(scores: Scores, decisions: DataFrame | None, asked: np.ndarray) -> list[Claim]:
    where = _sources(scores.mentors, "mentors.csv")
    minima = [Claim("minimum", where[col], int(col), int(asked[col])) for col in np.flatnonzero(asked)]
    capacities = [
        Claim("capacity", where[one.mentor], one.mentor, int(scores.capacity[one.mentor]))
        for one in minima
        if one.number > scores.capacity[one.mentor]
    ]
    wanted = {claim.mentor for claim in minima}
    rules = [
        Claim("rule", "program.yml", rule=rule) for rule in scores.rules if rule.kind in ("required", "avoid")
    ]
    named = [*_refusals(scores, wanted), *_decided(scores, decisions, wanted)]
    return [*minima, *capacities, *named, *rules]


def _sources(people: DataFrame, file: str) -> list[str]:
    if "source" in people:
        return [str(source) for source in people["source"]]
    return [f"{file} {id}" for id in people.index]


def _refusals(scores: Scores, wanted: set[int]) -> list[Claim]:
    sides = (
        (scores.mentees, scores.mentors, "mentees.csv", lambda one, other: (one, other)),
        (scores.mentors, scores.mentees, "mentors.csv", lambda one, other: (other, one)),
    )
    found: dict[str, list[tuple[int, int]]] = {}
    for people, others, file, pair in sides:
        where = _sources(people, file)
        for one, other, _, _ in wish_pairs(people, others, "not_with"):
            if pair(one, other)[1] in wanted:
                found.setdefault(where[one], []).append(pair(one, other))
    return [Claim("not_with", source, pairs=tuple(pairs)) for source, pairs in sorted(found.items())]


def _decided(scores: Scores, decisions: DataFrame | None, wanted: set[int]) -> list[Claim]:
    if decisions is None or decisions.empty:
        return []
    mentees, mentors = scores.mentees.index, scores.mentors.index
    found = []
    columns = (decisions[name] for name in ("mentee_id", "mentor_id", "decision"))
    for mentee, mentor, decision, source in zip(*columns, sources(decisions), strict=True):
        if mentee not in mentees or mentor not in mentors:
            continue
        pair = (mentees.get_loc(mentee), mentors.get_loc(mentor))
        if decision == "keep" or pair[1] in wanted:
            found.append(Claim(decision, source, pairs=(pair,)))
    return sorted(found, key=lambda claim: (claim.kind, claim.pairs))


# ---------------------------------------------------------------- what can hold


class _Board:
    """Tells whether claims can all hold: whether the mentees left can fill the minima."""

    def __init__(self, scores: Scores, rules: Sequence[Claim]):
        self.shape = scores.shape
        self.tries = max(1, WORK // max(1, scores.shape[0] * scores.shape[1]))
        every = np.arange(scores.shape[0]), np.arange(scores.shape[1])
        self.broken = {id(claim): claim.rule.broken.block(*every).astype(bool) for claim in rules}

    def holds(self, claims: Sequence[Claim]) -> bool:
        """Tell whether the claims can all hold; each answer is one of the board's tries."""
        self.tries = max(0, self.tries - 1)
        for claim in claims:
            if claim.kind == "capacity" and any(
                other.kind == "minimum" and other.mentor == claim.mentor and other.number > claim.number
                for other in claims
            ):
                return False
        demand, allowed = self._open(claims)
        row, col = np.nonzero(allowed[:, demand > 0])
        return most_served(self.shape[0], row, col, demand[demand > 0])[0] == demand.sum()

    def crowded(self, claims: Sequence[Claim]) -> list[Claim]:
        """Leave out the minima that have room: those left ask for more mentees than all of theirs (Hall)."""
        demand, allowed = self._open(claims)
        cols = np.flatnonzero(demand)
        row, col = np.nonzero(allowed[:, cols])
        served, _, roomy = most_served(self.shape[0], row, col, demand[cols])
        spared = set(cols[roomy].tolist()) if served < demand.sum() else set()
        return [claim for claim in claims if claim.kind not in ("minimum", "capacity") or claim.mentor not in spared]

    def room(self, claims: Sequence[Claim]) -> tuple[int, int]:
        """Give how many mentees are left for the open minimum places, and how many places those are."""
        demand, allowed = self._open(claims)
        return int(allowed[:, demand > 0].any(axis=1).sum()), int(demand.sum())

    def _open(self, claims: Sequence[Claim]) -> tuple[np.ndarray, np.ndarray]:
        demand, allowed = np.zeros(self.shape[1], np.int64), np.ones(self.shape, bool)
        for claim in claims:
            if claim.kind == "minimum":
                demand[claim.mentor] += claim.number
            elif claim.rule:
                allowed &= ~self.broken[id(claim)]
            elif claim.kind in ("never", "not_with"):
                for pair in claim.pairs:
                    allowed[pair] = False
        kept = {pair for claim in claims if claim.kind == "keep" for pair in claim.pairs}
        for row, col in kept:
            demand[col] -= 1
            allowed[row] = False
        return np.maximum(demand, 0), allowed


def _smallest(claims: Sequence[Claim], board: _Board) -> list[Claim]:
    """A smallest subset that cannot hold, of claims that together cannot."""
    missed: list[np.ndarray] = []
    for _ in range(ROUNDS):
        if board.tries < 3 * len(claims):
            break
        chosen = _hitting(len(claims), missed)
        if not board.holds([claims[at] for at in chosen]):
            return [claims[at] for at in chosen]
        held = list(chosen)
        for at in range(len(claims)):
            if at not in chosen and board.holds([claims[one] for one in [*held, at]]):
                held.append(at)
        missed.append(np.setdiff1d(np.arange(len(claims)), held))
    return _irreducible(board.crowded(claims), board)


def _irreducible(claims: list[Claim], board: _Board) -> list[Claim]:
    """Leave out halves, quarters and so on down to single claims, as long as the rest cannot hold."""
    size = len(claims)
    while size > 1:
        size = (size + 1) // 2
        for at in range(len(claims) // size * size, -1, -size):
            fewer = claims[:at] + claims[at + size :]
            if board.tries and len(fewer) < len(claims) and not board.holds(fewer):
                claims = fewer
    return claims


def _hitting(count: int, sets: Sequence[np.ndarray]) -> list[int]:
    """The fewest places that meet every set; the first ones where several are as few."""
    if not sets:
        return []
    from scipy.optimize import Bounds, LinearConstraint, milp

    table = np.zeros((len(sets), count))
    for line, members in zip(table, sets, strict=True):
        line[members] = 1
    cost = 1 + np.arange(count) / (count * (count + 1))
    found = milp(cost, constraints=LinearConstraint(table, 1), integrality=np.ones(count), bounds=Bounds(0, 1))
    return np.flatnonzero(found.x > 0.5).tolist()
