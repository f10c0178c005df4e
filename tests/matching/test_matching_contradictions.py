"""What cannot all hold is named: a smallest set, in plain words, with file and row."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from matching_cases import both, decisions, program, roster

from mentorkit.errors import ProblemsError
from mentorkit.matching.contradictions import conflict_problems, conflicts
from mentorkit.matching.decisions import kept_pairs
from mentorkit.matching.matching import match
from mentorkit.matching.scoring import scores

THREE = roster(
    {"e1": {"x": "a"}, "e2": {"x": "b"}, "e3": {"x": "b"}},
    {"k1": {"x": "a", "capacity": 2, "min_capacity": 2}, "k2": {"x": "b", "capacity": 3}},
)
FREE, STRICT = program(both("x", "same")), program(both("x", "same", required=True))


def found(people, under, chosen=None):
    """Give the conflicts as the kinds and sources of their claims."""
    return [
        sorted((claim.kind, claim.source) for claim in one.claims)
        for one in conflicts(match(people, under, chosen), chosen)
    ]


def test_nothing_is_said_where_all_minima_are_met():
    """A cohort without contradiction gives none, with minima and without."""
    assert found(THREE, FREE) == []
    assert conflict_problems(match(THREE, FREE)) == []


def test_a_minimum_against_a_keep_and_a_never():
    """Of three mentees one is kept elsewhere and one may not: one is left for two places."""
    chosen = decisions(("e1", "k2", "keep"), ("e2", "k1", "never"))
    [problem] = conflict_problems(match(THREE, FREE, chosen), chosen)

    assert problem.warning
    assert (problem.file, problem.column) == ("mentors.csv k1", "min_capacity")
    for part in ("the minimum of 2 in mentors.csv k1", "kept in decisions.csv:2", "the never in decisions.csv:3"):
        assert part in problem.problem
    assert "left for 2 minimum places: 1" in problem.problem


def test_the_same_is_said_in_spanish():
    """The words are those of the reader's language."""
    chosen = decisions(("e1", "k2", "keep"), ("e2", "k1", "never"))
    [problem] = conflict_problems(match(THREE, FREE, chosen), chosen, "es")

    assert "no pueden cumplirse a la vez" in problem.problem
    assert "la pareja fijada en decisions.csv:2" in problem.problem


def test_a_requirement_that_stands_alone_against_a_minimum():
    """One mentee has the same x; the rule alone is enough, decisions beside it are left out."""
    chosen = decisions(("e1", "k2", "never"))

    assert found(THREE, STRICT, chosen) == [[("minimum", "mentors.csv k1"), ("rule", "program.yml")]]


def test_a_minimum_above_its_own_capacity():
    """The two cells of one row contradict each other."""
    people = roster({"e1": {}, "e2": {}}, {"k": {"capacity": 1, "min_capacity": 2}})

    assert found(people, program()) == [[("capacity", "mentors.csv k"), ("minimum", "mentors.csv k")]]


def test_minima_that_are_too_many_together():
    """Two minima of two for three mentees: both are named, nothing else."""
    people = roster({"e1": {}, "e2": {}, "e3": {}}, {id: {"capacity": 2, "min_capacity": 2} for id in ("k1", "k2")})

    assert found(people, program()) == [[("minimum", "mentors.csv k1"), ("minimum", "mentors.csv k2")]]


def test_a_refusal_is_named_by_its_person():
    """`not_with` of a mentee stands in the mentees' file."""
    people = roster({"e1": {"not_with": ("k1",)}}, {"k1": {"min_capacity": 1}})

    assert found(people, program()) == [[("minimum", "mentors.csv k1"), ("not_with", "mentees.csv e1")]]


@pytest.mark.parametrize("seed", range(25))
def test_a_set_is_smallest_and_every_part_is_needed(seed):
    """By trying all sets of claims: none that is smaller contradicts itself."""
    rng = np.random.default_rng(seed)
    n, m = 4, 3
    people = roster(
        {f"e{i}": {"x": "ab"[int(rng.integers(2))]} for i in range(n)},
        {f"k{j}": {"x": "ab"[int(rng.integers(2))], "capacity": 3, "min_capacity": int(rng.integers(0, 4))} for j in range(m)},
    )
    under = STRICT if rng.random() < 0.6 else FREE
    pairs = [(f"e{i}", f"k{j}") for i in range(n) for j in range(m)]
    chosen = decisions(*((*pairs[at], "never") for at in rng.permutation(len(pairs))[:4]))
    matching = match(people, under, chosen)
    for conflict in conflicts(matching, chosen)[:1]:
        claims = _all_claims(matching, people, chosen, under)
        sizes = [k for k in range(len(claims) + 1) if any(not _holds(set(part), n) for part in combinations(claims, k))]
        assert len(conflict.claims) == min(sizes)


def _all_claims(matching, people, chosen, under):
    minima = [("minimum", j, int(one)) for j, one in enumerate(people.mentors["min_capacity"]) if one]
    nevers = [("never", int(i[1:]), int(j[1:])) for i, j in zip(chosen["mentee_id"], chosen["mentor_id"], strict=True)]
    rule = frozenset(
        (i, j)
        for i, a in enumerate(people.mentees["x"])
        for j, b in enumerate(people.mentors["x"])
        if a != b
    )
    return [*minima, *nevers, *([("rule", rule, 0)] if under is STRICT else [])]


def _holds(claims, n):
    """Fill the minima place by place, trying every mentee."""
    forbidden = {(i, j) for kind, i, j in claims if kind == "never"}
    for kind, pairs, _ in claims:
        forbidden |= pairs if kind == "rule" else set()
    seats = [j for kind, j, count in claims if kind == "minimum" for _ in range(count)]

    def filled(at, free):
        return at == len(seats) or any((i, seats[at]) not in forbidden and filled(at + 1, free - {i}) for i in free)

    return filled(0, frozenset(range(n)))


def test_contradictory_decisions_are_said_in_spanish_too():
    """Keep against never, in the reader's language, with both rows."""
    chosen = decisions(("e1", "k1", "keep"), ("e1", "k1", "never"))
    with pytest.raises(ProblemsError) as raised:
        kept_pairs(scores(THREE, FREE, chosen), chosen, "es")

    [problem] = raised.value.problems
    assert problem.row == 2
    assert "la fila 3 dice que nunca" in problem.problem
