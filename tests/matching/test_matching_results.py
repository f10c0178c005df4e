"""The result tables: columns, ranks, alternatives, reasons, and changes that do what they say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matching_cases import FULL, both, decisions, program, random_roster, roster

from mentorkit.errors import InvalidInputError
from mentorkit.matching.change import unmatched
from mentorkit.matching.matching import match
from mentorkit.matching.reasons import forced_cost, lowest_score, why_not
from mentorkit.matching.results import all_scores, alternatives_table, pairs_table, unmatched_table
from mentorkit.matching.whatif import changed_program, with_places

POINTS = [f"points_{criterion.id}" for criterion in FULL.criteria]


def cohort(seed, n=14, m=9):
    """Give a random cohort and its matching."""
    people = random_roster(np.random.default_rng(seed), n, m)
    return people, match(people, FULL)


def test_columns_are_the_contracts():
    """Each table has exactly the columns that others read."""
    _, found = cohort(0)

    assert list(pairs_table(found)) == [
        "mentee_id",
        "mentor_id",
        "score",
        "mentee_rank",
        "mentor_rank",
        "decided",
        *POINTS,
    ]
    assert list(unmatched_table(found)) == ["mentee_id", "reason", "change_that_would_match"]
    assert list(alternatives_table(found)) == ["mentee_id", "mentor_id", "score", "rank", "why_not"]
    assert list(next(all_scores(found.scores))) == ["mentee_id", "mentor_id", "possible", "score", *POINTS]
    assert list(found.proof.as_dict()) == [
        "matched",
        "matchable",
        "total_score",
        "upper_bound",
        "gap",
        "seconds",
        "method",
    ]


def test_columns_stand_in_empty_tables():
    """Nobody to match gives tables without rows, with their columns."""
    found = match(roster({}, {}), FULL)

    assert len(pairs_table(found)) == len(unmatched_table(found)) == len(alternatives_table(found)) == 0
    assert list(pairs_table(found))[:2] == list(alternatives_table(found))[:2] == ["mentee_id", "mentor_id"]
    assert len(pd.concat(all_scores(found.scores))) == 0


@pytest.mark.parametrize("seed", range(10))
def test_ranks_count_among_the_possible(seed):
    """A rank is one more than the number of possible people with a higher score."""
    _, found = cohort(seed)
    table = pd.concat(all_scores(found.scores))
    possible = table[table["possible"]]
    for pair in pairs_table(found).itertuples():
        better = possible[possible["score"] > pair.score]
        assert pair.mentee_rank == 1 + (better["mentee_id"] == pair.mentee_id).sum()
        assert pair.mentor_rank == 1 + (better["mentor_id"] == pair.mentor_id).sum()
    for other in alternatives_table(found).itertuples():
        better = possible[(possible["mentee_id"] == other.mentee_id) & (possible["score"] > other.score)]
        assert other.rank == 1 + len(better)


@pytest.mark.parametrize("seed", range(10))
def test_points_add_up_in_the_tables(seed):
    """To the fifth decimal, in both tables."""
    _, found = cohort(seed)
    for table in (pairs_table(found), *all_scores(found.scores)):
        assert (table[POINTS].sum(axis=1) - table["score"]).abs().max() < 1e-9
    assert pairs_table(found)["score"].sum() == pytest.approx(found.proof.total_score)


@pytest.mark.parametrize("seed", range(10))
def test_alternatives_are_the_best_possible_others(seed):
    """They are possible, have places, are not the own mentor, and nobody better is left out."""
    _, found = cohort(seed)
    table = pd.concat(all_scores(found.scores))
    capacity = dict(zip(found.scores.mentors.index, found.scores.capacity, strict=True))
    own = set(found.pair_ids)
    offered = table[table["possible"] & table["mentor_id"].map(capacity).gt(0)]
    offered = offered[
        [pair not in own for pair in zip(offered["mentee_id"], offered["mentor_id"], strict=True)]
    ]
    for mentee, mine in alternatives_table(found, most=3).groupby("mentee_id"):
        best = offered[offered["mentee_id"] == mentee]["score"].nlargest(3)
        assert mine["score"].tolist() == pytest.approx(best.tolist())


def test_a_rule_is_the_reason():
    """An impossible pair names every rule that forbids it, in the reader's language."""
    people = roster({"e": {"x": "a", "o": "Acme"}}, {"k": {"x": "b", "o": "acme"}})
    under = program(
        both("x", "same", required=True, label={"es": "tema", "en": "topic"}),
        rules=[{"avoid": "same", "mentee": "o", "mentor": "o"}],
    )
    found = match(people, under)

    assert why_not(found, "e", "k", "en").code == "rule"
    assert why_not(found, "e", "k", "en").text == (
        "impossible: the required criterion topic and the rule against the same o and o"
    )
    assert "el criterio obligatorio tema y la regla que evita lo mismo" in why_not(found, "e", "k", "es").text


def test_the_holder_of_the_place_is_the_reason():
    """M1 would score 8 with A, but M2 gains more there; forcing it costs 2 of 14."""
    people = roster(
        {"M1": {"x": tuple("abcdefgh")}, "M2": {"x": tuple("abcdefghi")}},
        {"A": {"x": tuple("abcdefghi"), "m": 1}, "B": {"x": tuple("abc")}},
    )
    found = match(people, program(both("x", "overlap")))
    loser = next(i for i, j in found.pair_ids if j == "B")
    holder = next(i for i, j in found.pair_ids if j == "A")
    reason = why_not(found, loser, "A")

    assert holder in reason.text
    assert forced_cost(found, loser, "A").points >= forced_cost(found, loser, "A").at_least >= 0


@pytest.mark.parametrize("fairness", ["none", "floor"])
@pytest.mark.parametrize("seed", range(8))
def test_forcing_costs_what_solving_again_shows(seed, fairness):
    """The cost is the difference to the best matching with the pair kept, and the prices' bound is below it."""
    under = FULL.model_copy(update={"matching": FULL.matching.model_copy(update={"fairness": fairness})})
    people, _ = cohort(seed, 7, 5)
    found = match(people, under)
    for mentee in people.mentees.index:
        for mentor in people.mentors.index:
            cost = forced_cost(found, mentee, mentor)
            if not cost.possible or (mentee, mentor) in found.pair_ids:
                assert (cost.points, cost.people, cost.minima) == (0, 0, 0)
                continue
            again = match(people, under, decisions((mentee, mentor, "keep")))
            fallen = cost.lowest < lowest_score(found)
            assert cost.people == found.proof.matched - again.proof.matched
            assert cost.points == pytest.approx(found.proof.total_score - again.proof.total_score)
            assert cost.lowest == lowest_score(again)
            assert cost.people or cost.minima or cost.points >= cost.at_least - 1e-9 or (fallen and not cost.at_least)
            if why_not(found, mentee, mentor).code == "serves_more":
                assert cost.people or cost.minima or (fairness == "floor" and fallen)


def test_a_reason_under_a_floor_says_that_the_floor_could_fall():
    """The place could be given to another with as many served, but then a pair would be below the floor; the reason says so."""
    people = roster(
        {"e1": {"x": tuple("ab")}, "e2": {"x": tuple("abcd")}, "e3": {"x": tuple("abcde")}},
        {"k1": {"x": tuple("abcd")}, "k2": {"x": ("a",)}},
    )
    found = match(people, program(both("x", "overlap"), matching={"fairness": "floor"}))

    assert found.pair_ids == [("e1", "k2"), ("e2", "k1")]
    assert "the floor of 50.0 that every pair is given would fall" in why_not(found, "e1", "k1", "en").text
    assert "bajaría el mínimo de 50,0" in why_not(found, "e1", "k1", "es").text
    assert forced_cost(found, "e1", "k1").lowest == 25


def test_a_person_beyond_the_roster_is_refused():
    """Reasons are given for people who take part."""
    _, found = cohort(0)

    with pytest.raises(InvalidInputError):
        why_not(found, "nobody", "k000")


@pytest.mark.parametrize("seed", range(30))
def test_the_smallest_change_matches(seed):
    """Lifting the rules named, or adding the place, gives the person a mentor without taking another's."""
    people, found = cohort(seed, 9, 5)
    for one in unmatched(found):
        if any(rule.kind in ("not_with", "never") for rule in one.rules) or one.mentor is None:
            continue
        lifted = changed_program(FULL, {}, [rule.name for rule in one.rules])
        capacity = found.scores.capacity[found.scores.mentors.index.get_loc(one.mentor)]
        wider = with_places(people, {one.mentor: int(capacity) + 1}) if one.place else people
        assert match(wider, lifted).proof.matched > found.proof.matched


def test_the_smallest_change_is_the_smallest():
    """One rule with a free mentor comes before the same rule and one more place with a better one."""
    people = roster(
        {"a": {"t": ("es",), "x": "p"}, "b": {"t": ("fr",), "x": "p"}},
        {"full": {"t": ("es",), "x": "p"}, "free": {"t": ("en",), "x": "q"}},
    )
    found = match(people, program(both("t", "overlap", required=True), both("x", "same")))
    [one] = unmatched(found)

    assert (one.mentee, one.mentor, one.place, [rule.name for rule in one.rules]) == (
        "b",
        "free",
        False,
        ["t"],
    )


def test_an_unmatched_mentee_reads_why_and_what_would_help():
    """A contested place, a forbidden pair, and an empty programme each say so."""
    contested = match(
        roster({"e1": {"x": "a"}, "e2": {"x": "b"}}, {"k": {"x": "a"}}), program(both("x", "same"))
    )
    forbidden = match(
        roster({"e": {"x": ("fr",)}}, {"k": {"x": ("es", "en")}}),
        program(both("x", "overlap", required=True)),
    )
    empty = match(roster({"e": {}}, {}), program())

    assert unmatched_table(contested, "en").iloc[0].tolist() == [
        "e2",
        "1 mentor is possible, but the places serve others",
        "one more place with k, for this person (score 0.0)",
    ]
    assert unmatched_table(forbidden, "en").iloc[0].tolist() == [
        "e",
        "no mentor with a place is possible: the required criterion x removes 1 of 1",
        "without the required criterion x, k would be possible (score 0.0); "
        "or adding to x something that k offers, for example en, es",
    ]
    assert unmatched_table(empty, "es").iloc[0].tolist() == [
        "e",
        "no hay mentores con cupo",
        "hace falta al menos un mentor",
    ]
