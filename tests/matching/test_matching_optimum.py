"""The best matching: against brute force, scipy, published optima, and its own proof."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching_cases import (
    FULL,
    POINT,
    best_by_trying_all,
    both,
    decisions,
    feasible_assignments,
    given_scores,
    people,
    program,
    random_roster,
    roster,
)
from scipy.optimize import linear_sum_assignment

from mentorkit.matching.matching import best_matching, match
from mentorkit.matching.scoring import Scores, scores
from mentorkit.model.roster import Roster

NOBODY = np.zeros((0, 2), np.int64)
PROTOTYPE = Path(__file__).resolve().parents[3] / "shared" / "prototypes" / "matching"
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "open-seeds" / "matching"


def random_scores(rng):
    """Give a small table of scores, many of them alike, with places, minima and forbidden pairs."""
    n, m = int(rng.integers(1, 6)), int(rng.integers(1, 5))
    top = int(rng.choice([1, 3, 1000]))
    units = rng.integers(0, top + 1, (n, m)) * (POINT * 50 // top)
    capacity = rng.integers(0, 4, m)
    minimum = np.minimum(capacity, rng.integers(0, 3, m))
    return units, capacity, minimum, rng.random((n, m)) < rng.choice([0.3, 0.6, 1.0])


def figures(found, minimum):
    """Give (filled minima, matched, total) of a matching."""
    return int(np.minimum(found.load, minimum).sum()), len(found.matched), int(found.own[found.matched].sum())


def assert_feasible(found):
    """No capacity is exceeded and no pair is impossible."""
    rows = found.matched
    assert (found.load <= found.scores.capacity).all()
    assert found.scores.possible_pairs(rows, found.mentor[rows]).all()


def assert_proven(found):
    """The prices bound the total over all pairs: the bound is recomputed from them alone."""
    n, m = found.scores.shape
    units = found.scores.block(np.arange(n), np.arange(m)).astype(np.int64)
    open_pair = found.scores.possible_block(np.arange(n), np.arange(m)) & (found.scores.capacity > 0)[None]
    open_pair &= units >= found.floor
    slack = found.profit[:, None] + found.prices[None] - units - found.bonus
    assert (slack[open_pair & ~found.decided[:, None]] >= 0).all()
    assert (found.profit >= 0).all()
    wanted = (found.scores.minimum * np.maximum(0, found.prices + found.bonus)).sum()
    further = ((found.scores.capacity - found.scores.minimum) * np.maximum(0, found.prices)).sum()
    filled, matched, total = figures(found, found.scores.minimum)
    assert found.profit.sum() + wanted + further - found.bonus * (matched + filled) == total
    assert found.proof.gap == 0
    assert found.proof.upper_bound == found.proof.total_score == total / POINT


def test_taking_the_best_for_the_first_is_wrong():
    """M1–A 8, M1–B 5, M2–A 9, M2–B 4: the optimum is M1–B with M2–A, 14."""
    found = best_matching(given_scores(np.array([[8, 5], [9, 4]]) * POINT, [1, 1]), NOBODY)

    assert found.mentor.tolist() == [1, 0]
    assert found.proof.total_score == 14


@pytest.mark.parametrize("block", range(8))
def test_equals_trying_all(block):
    """With capacities, minima, forbidden pairs and many ties, no assignment is better in any aim."""
    for seed in range(block * 250, block * 250 + 250):
        units, capacity, minimum, possible = random_scores(np.random.default_rng(seed))
        fair = bool(seed % 2)
        found = best_matching(given_scores(units, capacity, minimum, possible), NOBODY, fair)
        filled, matched, floor, total = best_by_trying_all(units, capacity, minimum, possible, fair)

        assert figures(found, minimum) == (filled, matched, total)
        assert found.proof.matched == found.proof.matchable == matched
        assert not fair or found.floor == floor
        assert_feasible(found)
        assert_proven(found)


def test_more_minima_than_mentees_are_drawn_without_loss():
    """Four mentees for minima of five places: whoever stays below is one that costs nothing, whatever the ties."""
    units = np.array([[0, 0, 50, 50], [50, 50, 0, 0], [0, 0, 50, 50], [0, 0, 50, 0]]) * POINT
    capacity, minimum = [3, 2, 1, 3], [2, 1, 1, 1]
    found = best_matching(given_scores(units, capacity, minimum), NOBODY)

    assert figures(found, minimum) == (4, 4, 150 * POINT)
    assert_proven(found)


def by_scipy(units, capacity, possible):
    """Give (matched, total) of scipy's dense assignment, a column for each place."""
    seats = np.repeat(np.arange(len(capacity)), capacity)
    weights = np.where(possible, units + 10.0**9, 0)[:, seats]
    row, col = linear_sum_assignment(weights, maximize=True)
    chosen = possible[row, seats[col]]
    return int(chosen.sum()), int(units[row, seats[col]][chosen].sum())


@pytest.mark.parametrize("block", range(20))
def test_a_whole_cohort_equals_trying_all_and_scipy(block):
    """
    With every rule of a programme on, refusals and decisions too, from people's answers to pairs.

    Every other cohort asks for a floor and has minima; the others have neither, and scipy's dense assignment
    is asked as well.
    """
    for seed in range(block * 50, block * 50 + 50):
        rng, fair = np.random.default_rng(seed), bool(seed % 2)
        people_here = random_roster(rng, int(rng.integers(1, 6)), int(rng.integers(1, 5)))
        if not fair:
            people_here = Roster(people_here.mentees, people_here.mentors.assign(min_capacity=0))
        ids = [rng.choice(side.index, 2) for side in (people_here.mentees, people_here.mentors)]
        vetoes = decisions(*((i, j, "never") for i, j in zip(*ids, strict=True)))
        rules = FULL.model_copy(update={"matching": FULL.matching.model_copy(update={"fairness": "floor" if fair else "none"})})
        found = match(people_here, rules, vetoes)
        everything = found.scores
        every = tuple(np.arange(size) for size in everything.shape)
        units, possible = everything.block(*every).astype(int), everything.possible_block(*every)
        given = units.tolist(), everything.capacity.tolist(), everything.minimum.tolist(), possible.tolist()
        filled, matched, floor, total = best_by_trying_all(*given, fair)

        assert (*figures(found, everything.minimum), found.floor) == (filled, matched, total, floor)
        assert fair or by_scipy(units, everything.capacity, possible) == (matched, total)
        assert not set(found.pair_ids) & set(zip(*ids, strict=True))
        assert_feasible(found)
        assert_proven(found)


@pytest.mark.parametrize("seed", range(40))
def test_ties_fall_by_a_hash_of_the_ids(seed):
    """Among the best assignments, renaming people changes the choice and nothing else; order never does."""
    units, capacity, _, possible = random_scores(np.random.default_rng(seed))
    ties = {
        choice
        for choice in feasible_assignments(possible, capacity)
        if (0, sum(j >= 0 for j in choice), 0, sum(units[i][j] for i, j in enumerate(choice) if j >= 0))
        == best_by_trying_all(units, capacity, np.zeros_like(capacity), possible)
    }
    found = set()
    for naming in range(6 if len(ties) > 1 else 1):
        given_here = given_scores(units, capacity, None, possible)
        renamed = Scores(
            **{
                **{name: getattr(given_here, name) for name in given_here.__dataclass_fields__},
                "mentees": given_here.mentees.rename(index=lambda id, n=naming: f"{n}-{id}"),
            }
        )
        found.add(tuple(best_matching(renamed, NOBODY).mentor.tolist()))

    assert found <= ties


def test_ties_are_not_always_the_same():
    """Two alike mentees share one mentor's place about evenly over many namings."""
    wins = 0
    for naming in range(60):
        people_here = roster({f"{naming}a": {}, f"{naming}b": {}}, {"k": {}})
        wins += match(people_here, program()).mentor[0] == 0

    assert 15 <= wins <= 45


@given(st.integers(0, 2**32))
@settings(max_examples=30, deadline=None)
def test_the_order_of_rows_never_matters(seed):
    """Shuffled rows give the same pairs."""
    rng = np.random.default_rng(seed)
    first = random_roster(rng, int(rng.integers(1, 25)), int(rng.integers(1, 15)))
    shuffled = Roster(*(side.iloc[rng.permutation(len(side))] for side in (first.mentees, first.mentors)))

    assert match(first, FULL).pair_ids == match(shuffled, FULL).pair_ids


@pytest.mark.parametrize("shape", [(60, 40), (200, 90), (150, 200)])
def test_equals_dense_assignment(shape):
    """The total is the one that scipy's dense assignment gives on the same scores."""
    rng = np.random.default_rng(5)
    units = rng.integers(0, 100 * POINT, shape)
    capacity = rng.integers(0, 4, shape[1])
    possible = rng.random(shape) < 0.7
    found = best_matching(given_scores(units, capacity, None, possible), NOBODY)

    assert figures(found, np.zeros(shape[1]))[1:] == by_scipy(units, capacity, possible)
    assert_feasible(found)
    assert_proven(found)


@pytest.mark.parametrize("kind", ["everybody wants the same", "too few places", "few possible"])
def test_hard_regimes_are_proven(kind):
    """Hundreds of people in unfavourable supply: proven over all pairs, nobody left who could be served."""
    rng = np.random.default_rng(11)
    n, m = 400, 160
    units = rng.integers(0, 60 * POINT, (n, m)) + (rng.integers(0, 40 * POINT, m) if "same" in kind else 0)
    capacity = rng.integers(1, 3 if "few places" in kind else 5, m)
    possible = rng.random((n, m)) < (0.012 if "possible" in kind else 0.9)
    minimum = np.minimum(capacity, rng.integers(0, 2, m))
    for fair in (False, True):
        found = best_matching(given_scores(units, capacity, minimum, possible), NOBODY, fair)
        assert_feasible(found)
        assert_proven(found)


def test_one_more_person_outweighs_any_total():
    """A chain in which the last of 150 is served only if all others give up 100 points each."""
    n = 150
    units, possible = np.zeros((n, n)), np.eye(n, dtype=bool)
    units[range(1, n), range(n - 1)] = 100 * POINT
    possible[range(1, n), range(n - 1)] = True
    found = best_matching(given_scores(units, np.ones(n), None, possible), NOBODY)

    assert (found.proof.matched, found.proof.total_score) == (n, 0)
    assert_proven(found)


@pytest.mark.skipif(not PROTOTYPE.exists(), reason="the prototype's generator is not beside the repository")
@pytest.mark.parametrize(("expected", "n"), [(546_250_200, 1000), (3_026_971_550, 5000)])
def test_known_optima(expected, n):
    """The optimum of the prototype's instances, found there by three solvers."""
    code = (
        f"import sys; sys.path.insert(0, {str(PROTOTYPE)!r}); from gen import make; import numpy as np, os; "
        f"i = make({n}, {n // 2}, 0, 2.2, 'sym'); "
        "np.savez(sys.stdout.buffer, X=i.X, Y=i.Y, la=i.la, lb=i.lb, ea=i.ea, eb=i.eb, cap=i.cap)"
    )
    import io

    made = np.load(
        io.BytesIO(subprocess.run([sys.executable, "-B", "-c", code], capture_output=True, check=True).stdout)
    )
    from mentorkit.matching.parts import Elementwise
    from mentorkit.matching.rules import Rule

    base = given_scores(np.zeros((1, 1)), [1])
    rules = (
        Rule("languages", "required", Elementwise(lambda r, c: (made_la[r] & made_lb[c]) == 0)),
        Rule("employer", "avoid", Elementwise(lambda r, c: made_ea[r] == made_eb[c])),
    )
    made_la, made_lb, made_ea, made_eb = made["la"], made["lb"], made["ea"], made["eb"]
    everything = Scores(
        people({f"e{i:05d}": {} for i in range(n)}),
        people({f"k{j:05d}": {} for j in range(n // 2)}),
        base.program,
        made["X"],
        made["Y"],
        {"x": slice(0, made["X"].shape[1])},
        (),
        rules,
        made["cap"],
        np.zeros(n // 2, np.int64),
    )
    found = best_matching(everything, NOBODY)

    assert int(found.own.sum()) == expected
    assert found.proof.matched == n


@pytest.mark.parametrize("n", [2000])
def test_identical_people_are_all_matched(n):
    """People who cannot be told apart are matched by the draw, quickly and to the last place."""
    answers = {"x": ("a",)}
    people_here = roster(
        {f"e{i:05d}": answers for i in range(n)},
        {f"k{j:05d}": answers | {"capacity": 2} for j in range(n // 2)},
    )
    found = match(people_here, program(both("x", "overlap")))

    assert (found.load == 2).all()
    assert found.proof.total_score == 100 * n


@pytest.mark.parametrize(
    ("mentees", "mentors"),
    [({}, {}), ({"e": {}}, {}), ({}, {"k": {}}), ({"e": {"x": "a"}}, {"k": {"x": "a", "capacity": 0}})],
)
def test_nobody_to_match_is_a_clear_result(mentees, mentors):
    """No mentor, no mentee, or no place: nobody is matched, and the proof says so."""
    found = match(roster(mentees, mentors), program(both("x", "same"), matching={"fairness": "floor"}))

    assert found.pair_ids == []
    assert (found.proof.matched, found.proof.matchable, found.proof.total_score, found.proof.gap) == (
        0,
        0,
        0,
        0,
    )


def test_capacity_is_one_unless_given():
    """A mentor without a capacity has one place."""
    found = match(roster({"e1": {}, "e2": {}}, {"k": {}}), program())

    assert found.load.tolist() == [1]


def test_a_minimum_comes_before_the_total():
    """The mentor with a minimum gets a mentee although the other scores more."""
    people_here = roster({"e": {"x": "a"}}, {"k1": {"x": "a"}, "k2": {"x": "b", "min_capacity": 1}})

    assert match(people_here, program(both("x", "same"))).pair_ids == [("e", "k2")]


def test_listing_fewer_hours_does_not_pay():
    """Naming one hour a week instead of ten never raises the number of hours in common, nor adds possible mentors."""

    def possible_mentors(hours):
        people_here = roster(
            {"e": {"t": frozenset(hours)}}, {f"k{h}": {"t": frozenset({h, h + 1})} for h in range(0, 40, 2)}
        )
        found = scores(people_here, program(both("t", "overlap", required=True)))
        return int(found.possible_block(np.array([0]), np.arange(20)).sum())

    assert possible_mentors({0}) < possible_mentors(range(10))


@pytest.mark.skipif(not REAL.exists(), reason="the real cohorts are not beside the repository")
def test_a_real_cohort_is_matched_and_proven():
    """The largest of the real cohorts, by words and hours."""
    import pandas as pd

    mentees, mentors = (pd.read_csv(REAL / f"{side}.csv", dtype=str) for side in ("mentees", "mentors"))
    cohort = mentees["cohort"].value_counts().index[0]
    sides = [
        side[side["cohort"] == cohort]
        .drop_duplicates(id)
        .set_index(id)
        .assign(offset=lambda frame: pd.to_numeric(frame["utc_offset_hours"], errors="coerce"))
        for side, id in ((mentees, "mentee_id"), (mentors, "mentor_id"))
    ]
    found = match(
        Roster(*sides), program(both("expertise", "text", weight=2), both("offset", "near", scale=6))
    )

    assert found.proof.matched == min(len(sides[0]), len(sides[1]))
    assert_feasible(found)
    assert_proven(found)
