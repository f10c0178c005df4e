"""Scores: the contract's formula, missing answers, rules, and points that add up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching_cases import FULL, POINT, both, decisions, plain_share, program, random_roster, roster

from mentorkit.errors import InvalidInputError
from mentorkit.matching import match, scoring
from mentorkit.matching.scoring import EXACT, scores

SLOTS = frozenset(range(8))


def one_pair(mentee: dict, mentor: dict, *criteria: dict, **more):
    """Give the scores of a mentee `e` and a mentor `k`."""
    return scores(roster({"e": mentee}, {"k": mentor}), program(*criteria, **more))


def points(found) -> float:
    """Give the only pair's score in points."""
    return int(found.pairs(np.array([0]), np.array([0]))[0]) / POINT


def possible(found) -> bool:
    """Tell whether the only pair is possible."""
    return bool(found.possible_pairs(np.array([0]), np.array([0]))[0])


def all_pairs(found):
    """Give index arrays of every pair."""
    n, m = found.shape
    return np.repeat(np.arange(n), m), np.tile(np.arange(m), n)


@pytest.mark.parametrize(
    ("expected", "criterion", "mentee", "mentor"),
    [
        (100 / 3, both("x", "overlap"), ("a", "b", "c"), ("c", "d")),
        (50, both("x", "overlap"), frozenset(range(8)), frozenset(range(4, 40))),
        (100, both("x", "same"), " Bogotá", "bogotá "),
        (0, both("x", "same"), "Bogotá", "Cali"),
        (100, both("x", "same"), ("b", "a"), ("a", "b")),
        (0, both("x", "same"), ("b", "a"), ("a",)),
        (100 * 2 / 3, both("x", "near", scale=3), -5.0, -4.0),
        (0, both("x", "near", scale=3), -5.0, 4.0),
        (50, both("x", "ahead", by=2, order=["s", "m", "l"]), "S", "m"),
        (0, both("x", "ahead", by=2, order=["s", "m", "l"]), "l", "s"),
        (100, both("x", "ahead", by=2), 3.0, 5.0),
        (30, both("x", "matrix", scores={"direct": {"gentle": 0.3}}), "Direct", "gentle"),
        (100, both("x", "text"), "marketing digital", "marketing digital"),
        (0, both("x", "text"), "marketing", "botánica"),
        (50, both("x", "overlap"), (), ("a",)),
        (50, both("x", "same"), "a", None),
        (20, both("x", "near", scale=3, missing=0.2), float("nan"), 2.0),
        (0, both("x", "text", missing=0), "a text here", None),
    ],
)
def test_each_kind_scores_as_the_contract_says(expected, criterion, mentee, mentor):
    """A lone criterion's score is the contract's share of 100 points."""
    assert points(one_pair({"x": mentee}, {"x": mentor}, criterion)) == pytest.approx(expected, abs=1e-4)


def test_ai_is_no_part_of_retail():
    """Values are compared whole, in lists and in texts."""
    assert points(one_pair({"x": ("AI",)}, {"x": ("Retail",)}, both("x", "overlap"))) == 0
    assert points(one_pair({"x": "AI"}, {"x": "retail"}, both("x", "text"))) == 0


def test_synonyms_are_one_value():
    """A declared synonym, however it is written, equals its term."""
    found = one_pair(
        {"x": (" IA", "ai")},
        {"x": ("Artificial  Intelligence",)},
        both("x", "overlap"),
        synonyms={"artificial intelligence": ["AI", "IA"]},
    )

    assert points(found) == 100


@pytest.mark.parametrize(
    ("expected", "criterion", "mentee", "mentor"),
    [
        (False, both("x", "overlap", required=True), ("a",), ("b",)),
        (True, both("x", "overlap", required=True), ("a",), ("a", "b")),
        (True, both("x", "overlap", required=True), ("a",), ()),
        (False, both("x", "overlap", required=True, missing=0), ("a",), ()),
        (True, both("x", "overlap", required=True, at_least=0.5), ("a", "b"), ("b",)),
        (False, both("x", "overlap", required=True, at_least=0.5), ("a", "b", "c"), ("b",)),
        (False, both("x", "overlap", required=True), SLOTS, frozenset({90})),
        (True, both("x", "overlap", at_least=0.25), SLOTS, frozenset({0, 1})),
        (False, both("x", "same", required=True), "a", "b"),
        (False, both("x", "near", scale=2, required=True), 0.0, 2.0),
        (False, both("x", "ahead", required=True), 1.0, 1.0),
        (False, both("x", "text", required=True), "botánica", "marketing"),
        (True, both("x", "text", required=True), "botánica", None),
        (False, both("x", "text", at_least=0.9), "botánica marina", "botánica"),
    ],
)
def test_a_required_criterion_forbids_what_is_below(expected, criterion, mentee, mentor):
    """Score 0, or below `at_least`, makes the pair impossible; a missing answer counts as its score says."""
    assert possible(one_pair({"x": mentee}, {"x": mentor}, criterion)) is expected


def test_avoid_compares_folded_values_and_ids():
    """The same value on both sides is impossible; the mentor's column may be the id; empty cells forbid nobody."""
    rules = [
        {"avoid": "same", "mentee": "boss", "mentor": "id"},
        {"avoid": "same", "mentee": "o", "mentor": "o"},
    ]

    assert not possible(one_pair({"boss": " K"}, {}, rules=rules))
    assert not possible(one_pair({"o": "ACME"}, {"o": "acme "}, rules=rules))
    assert possible(one_pair({"o": None, "boss": "other"}, {"o": None}, rules=rules))


def test_not_with_and_never_forbid_from_either_side():
    """Either person's `not_with`, or a decision, is enough."""
    never = decisions(("e", "k", "never"))

    assert not possible(one_pair({"not_with": ("k",)}, {}))
    assert not possible(one_pair({}, {"not_with": ("E",)}))
    assert not possible(scores(roster({"e": {}}, {"k": {}}), program(), never))


def test_wishes_give_points_of_their_own():
    """A first wish gives all its points, the next proportionally less, in a column of its own."""
    found = scores(
        roster({"e": {"prefers": ("k1", "k2")}}, {"k1": {}, "k2": {}, "k3": {"prefers": ("e",)}}),
        program(matching={"prefers": {"mentee": 10, "mentor": 4}}),
    )

    assert found.points(*all_pairs(found))["prefers"].tolist() == [10 * POINT, 5 * POINT, 4 * POINT]
    assert found.pairs(*all_pairs(found)).tolist() == [10 * POINT, 5 * POINT, 4 * POINT]


def test_without_a_bonus_wishes_do_nothing():
    """`prefers` is worth 0 unless the programme sets it."""
    found = one_pair({"prefers": ("k",)}, {})

    assert found.sources == ()
    assert points(found) == 0


@pytest.mark.parametrize("seed", range(25))
def test_scores_are_the_weighted_mean(seed):
    """Every pair's score is the weighted mean × 100 within rounding, and its rules are the contract's."""
    rng = np.random.default_rng(seed)
    people = random_roster(rng, 9, 7)
    found = scores(people, FULL)
    total = sum(criterion.relative_weight for criterion in FULL.criteria)
    for row, mentee in enumerate(people.mentees.to_dict("records")):
        for col, mentor in enumerate(people.mentors.to_dict("records")):
            at = np.array([row]), np.array([col])
            shares = [
                (one, plain_share(one, mentee[one.mentee], mentor[one.mentor], FULL.synonyms, FULL.orders))
                for one in FULL.criteria
            ]
            filled = [(one, one.missing if share is None else share) for one, share in shares]
            expected = 100 * sum(one.relative_weight * share for one, share in filled) / total
            allowed = not any(
                (one.required and share == 0) or (one.at_least is not None and share < one.at_least)
                for one, share in filled
            )
            ids = people.mentees.index[row], people.mentors.index[col]
            allowed &= mentee["organisation"] is None or mentee["organisation"] != mentor["organisation"]
            allowed &= mentee["manager"] != ids[1]
            allowed &= ids[1].upper() not in mentee["not_with"] and ids[0] not in mentor["not_with"]
            assert int(found.pairs(*at)[0]) / POINT == pytest.approx(expected, abs=1e-4)
            assert bool(found.possible_pairs(*at)[0]) is bool(allowed)


@given(st.integers(0, 2**32), st.integers(1, 12), st.integers(1, 12))
@settings(max_examples=40, deadline=None)
def test_points_add_up_to_the_score_and_blocks_equal_pairs(seed, n, m):
    """To the last unit, for every pair, however it is asked for."""
    rng = np.random.default_rng(seed)
    found = scores(random_roster(rng, n, m), FULL)
    rows, cols = all_pairs(found)
    block = found.block(np.arange(n), np.arange(m)).ravel()

    assert (sum(found.points(rows, cols).values()) == block).all()
    assert (found.pairs(rows, cols) == block).all()
    assert (
        found.possible_block(np.arange(n), np.arange(m)).ravel() == found.possible_pairs(rows, cols)
    ).all()
    assert found.left.dtype == np.float32
    assert block.max() < EXACT


@pytest.mark.parametrize("seed", range(6))
def test_a_small_cohorts_table_changes_nothing(seed, monkeypatch):
    """A cohort whose scores are held in one table gets the same scores and the same matching as one that is scored in blocks."""
    people, criteria = random_roster(np.random.default_rng(seed), 13, 9), FULL
    held = match(people, criteria)
    monkeypatch.setattr(scoring, "HELD", 0)
    fresh = match(people, criteria)
    rows, cols = np.array([2, 0, 5]), np.array([8, 3])

    assert fresh.scores._held is None and held.scores._held is not None
    assert fresh.pair_ids == held.pair_ids and replace(fresh.proof, seconds=0) == replace(held.proof, seconds=0)
    assert (fresh.scores.block(rows, cols) == held.scores.block(rows, cols)).all()
    assert (fresh.scores.pairs(rows[:2], cols) == held.scores.pairs(rows[:2], cols)).all()


@pytest.mark.parametrize("kind", ["overlap", "same", "near"])
def test_many_different_values_score_alike(kind):
    """Beyond what fits into features, the same formula holds."""
    rng = np.random.default_rng(1)
    numbers = rng.integers(0, 900, (2, 700))
    cell = {
        "overlap": lambda v: (f"t{v}", f"t{v + 1}", f"u{v % 400}"),
        "same": lambda v: f"t{v}",
        "near": lambda v: v + 0.25,
    }[kind]
    criterion = both("x", kind, required=True, **({"scale": 100} if kind == "near" else {}))
    people = roster(
        {f"e{i:03d}": {"x": cell(int(v))} for i, v in enumerate(numbers[0])},
        {f"k{j:03d}": {"x": cell(int(v))} for j, v in enumerate(numbers[1])},
    )
    p = program(criterion | {"weight": 2})
    found = scores(people, p)
    block = found.block(np.arange(700), np.arange(700))
    allowed = found.possible_block(np.arange(700), np.arange(700))
    for row, col in rng.integers(0, 700, (200, 2)):
        share = plain_share(p.criteria[0], cell(int(numbers[0][row])), cell(int(numbers[1][col])), {}, {})
        assert block[row, col] / POINT == pytest.approx(100 * share, abs=1e-4)
        assert allowed[row, col] == (share > 0)
        assert found.pairs(np.array([row]), np.array([col]))[0] == block[row, col]


def test_long_lists_of_hours_keep_their_share():
    """Somebody who is free all week gets exact shares: rounding does not pile up over the quarters."""
    rng = np.random.default_rng(3)
    mentors = {
        f"k{j:02d}": {"x": frozenset(map(int, rng.choice(672, int(rng.integers(1, 600)), False)))}
        for j in range(30)
    }
    found = scores(roster({"e": {"x": frozenset(range(672))}}, mentors), program(both("x", "overlap")))
    expected = [100 * len(mentor["x"]) / 672 for mentor in mentors.values()]

    assert found.pairs(np.zeros(30, int), np.arange(30)) / POINT == pytest.approx(expected, abs=2e-3)


def test_all_weights_zero_scores_zero():
    """Where no criterion weighs anything, every score is 0 and rules still hold."""
    found = one_pair({"x": "a"}, {"x": "b"}, both("x", "same", weight=0, required=True))

    assert points(found) == 0
    assert not possible(found)


def test_a_criterion_missing_everywhere_gives_its_missing_score():
    """No answer from anybody, or no such column, is the score for missing answers."""
    assert points(one_pair({"x": None}, {"x": None}, both("x", "same"))) == 50
    assert points(one_pair({}, {}, both("x", "near", scale=1, missing=0.25))) == 25


def test_a_doubled_id_is_refused():
    """Two rows of one id are no roster."""
    people = roster({"e": {}}, {"k": {}})
    doubled = type(people)(people.mentees.loc[["e", "e"]], people.mentors)

    with pytest.raises(InvalidInputError, match="stands twice"):
        scores(doubled, program())
