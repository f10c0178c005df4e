"""Bad input: a clear result or a clear error, never a wrong pair."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from matching_cases import both, decisions, program, roster

from mentorkit.errors import ProblemsError
from mentorkit.matching import alternatives_table, match, pairs_table, unmatched_table
from mentorkit.matching.contradictions import conflict_in_words, conflict_problems, conflicts

ALIKE = {"x": ("a",), "t": frozenset(range(8)), "story": "Quiero aprender a programar"}
CRITERIA = (both("x", "overlap"), both("t", "overlap", required=True), both("story", "text"))
N = 240
EMPTY = (None, np.nan, "", " ", (), frozenset())


def identical(n: int, m: int, **more):
    """Give people who cannot be told apart."""
    mentees = {f"e{i:04d}": ALIKE for i in range(n)}
    return roster(mentees, {f"k{j:04d}": ALIKE | more for j in range(m)})


@pytest.mark.parametrize(
    ("mentors", "cells", "matched"),
    [
        (N // 2, {"capacity": 2}, N),
        (N // 2, {"capacity": 1}, N // 2),
        (N, {"capacity": 3}, N),
        (3, {"capacity": N}, N),
        (N // 2, {"capacity": 2, "min_capacity": 2}, N),
        (N // 2, {"capacity": 2, "t": frozenset({600})}, 0),
    ],
)
@pytest.mark.parametrize("fairness", ["none", "floor"])
def test_identical_people_get_a_proven_matching_and_tables(mentors, cells, matched, fairness):
    """With places to spare, too few, in few hands, with minima, or with a rule against everybody."""
    people = identical(N, mentors, **cells)
    found = match(people, program(*CRITERIA, matching={"fairness": fairness}))
    pairs, left = pairs_table(found), unmatched_table(found, "es")

    assert (found.proof.matched, found.proof.gap) == (matched, 0)
    assert found.proof.total_score == pytest.approx(100 * matched)
    assert (found.load <= found.scores.capacity).all()
    assert (len(pairs), len(left)) == (matched, N - matched)
    assert not len(pairs) or (pairs[["mentee_rank", "mentor_rank"]] == 1).all(axis=None)
    assert left["reason"].str.len().gt(0).all()
    assert not set(zip(pairs["mentee_id"], pairs["mentor_id"], strict=True)) & set(
        alternatives_table(found)[["mentee_id", "mentor_id"]].itertuples(index=False, name=None)
    )


def test_minima_of_identical_people_that_cannot_all_be_met_are_told_in_time():
    """A hundred minima of three for 240 people: eighty-one ask too much, and a few of them are named."""
    found = match(identical(N, 100, capacity=3, min_capacity=3), program(*CRITERIA))
    conflict = conflicts(found)[0]
    named = conflict_in_words(conflict, "en")

    assert found.proof.matched == N
    assert {claim.kind for claim in conflict.claims} == {"minimum"}
    assert (len(conflict.claims), conflict.left, conflict.needed) == (81, N, 243)
    assert "69 further demands" in named


def test_a_mentee_nobody_can_serve_takes_nobodys_place():
    """One shares no hour with anybody: the others are matched, and this one reads why."""
    people = roster(
        {"e1": ALIKE, "e2": ALIKE | {"t": frozenset({600})}, "e3": ALIKE}, {"k1": ALIKE, "k2": ALIKE}
    )
    found = match(people, program(*CRITERIA))
    left = unmatched_table(found, "en")

    assert sorted(mentee for mentee, _ in found.pair_ids) == ["e1", "e3"]
    assert left["mentee_id"].tolist() == ["e2"]
    assert left["reason"].str.len().gt(0).all()


def test_keep_and_never_for_one_pair_are_refused():
    """Both rows are named and nobody is matched in silence."""
    with pytest.raises(ProblemsError) as raised:
        match(identical(2, 2), program(*CRITERIA), decisions(("e0000", "k0000", "keep"), ("e0000", "k0000", "never")))

    assert {problem.row for problem in raised.value.problems} & {2, 3}


@pytest.mark.parametrize("weights", [(0, 0), (0, 1)])
def test_weights_of_zero_still_match_everybody_who_may(weights):
    """Where nothing weighs, everybody possible is matched at 0 points, and rules still hold."""
    first, second = weights
    criteria = both("x", "same", weight=first), both("t", "overlap", required=True, weight=second)
    people = roster({"e1": ALIKE, "e2": ALIKE | {"t": frozenset({600})}}, {"k1": ALIKE, "k2": ALIKE})
    found = match(people, program(*criteria))

    assert [mentee for mentee, _ in found.pair_ids] == ["e1"]
    assert found.proof.total_score == 100 * second
    assert found.proof.gap == 0


@pytest.mark.parametrize("empty", EMPTY)
@pytest.mark.parametrize("kind", ["overlap", "same", "near", "ahead", "text"])
def test_an_empty_cell_is_a_missing_answer_in_every_kind(kind, empty):
    """NaN, None, blanks and empty lists get the score of a missing answer, and the totals stay numbers."""
    more = {"near": {"scale": 3}, "ahead": {"by": 2}}.get(kind, {})
    full = {"near": 2, "ahead": 2, "overlap": ("a",)}.get(kind, "a")
    people = roster({"e1": {"x": empty}, "e2": {"x": full}}, {"k1": {"x": full}, "k2": {"x": empty}})
    found = match(people, program(both("x", kind, missing=0.25, **more)))
    table = pairs_table(found)

    assert len(table) == 2
    assert np.isfinite(table["score"]).all() and np.isfinite(found.proof.total_score)
    assert found.scores.block(np.arange(2), np.arange(2))[0].tolist() == [25 * 100_000] * 2


@pytest.mark.parametrize("places", [np.nan, None, "", "nan"])
def test_a_capacity_that_is_no_number_is_one_place(places):
    """A mentor who left the number of places empty has one, and no minimum."""
    found = match(identical(3, 1, capacity=places, min_capacity=places), program(*CRITERIA))

    assert (found.scores.capacity.tolist(), found.scores.minimum.tolist(), found.proof.matched) == ([1], [0], 1)


@pytest.mark.parametrize("places", [0, -1, "0"])
def test_no_place_is_no_match(places):
    """A mentor with no place, or fewer, is never offered."""
    found = match(identical(2, 1, capacity=places), program(*CRITERIA))

    assert found.pair_ids == []
    assert alternatives_table(found).empty


def test_weights_near_the_largest_number_share_as_any_others():
    """Two weights whose sum no computer can hold give half of the points each."""
    criteria = both("x", "same", weight=1e308), both("t", "overlap", weight=1e308)
    found = match(roster({"e": ALIKE}, {"k": ALIKE}), program(*criteria))

    assert pairs_table(found)[["points_x", "points_t"]].to_numpy().tolist() == [[50.0, 50.0]]


def test_nobody_is_their_own_mentor():
    """Whoever stands in both tables with one e-mail, in whatever capitals, is matched with somebody else or nobody."""
    people = roster(
        {"e1": ALIKE | {"email": "Ana@x.org"}, "e2": {"email": None}}, {"k1": ALIKE | {"email": "ana@x.org "}, "k2": {"email": ""}}
    )
    found = match(people, program(both("x", "overlap")))
    alone = match(roster({"e1": {"email": "a@x.org"}}, {"k1": {"email": "a@x.org"}}), program(both("x", "overlap")))

    assert found.pair_ids == [("e1", "k2"), ("e2", "k1")]
    assert "own mentor" in unmatched_table(alone, "en")["reason"][0]
    assert "propio mentor" in unmatched_table(alone, "es")["reason"][0]
    assert "at least one mentor" in unmatched_table(alone, "en")["change_that_would_match"][0]


def test_a_persons_own_no_is_asked_to_change_last():
    """Where lifting two rules would help as well as withdrawing somebody's no, the two rules are named."""
    people = roster({"e": {"x": "a", "y": "a", "not_with": ("k1",)}}, {"k1": {"x": "a", "y": "a"}, "k2": {"x": "b", "y": "b"}})
    found = match(people, program(both("x", "same", required=True), both("y", "same", required=True)))

    assert "k2 would be possible" in unmatched_table(found, "en")["change_that_would_match"][0]


def test_a_minimum_above_the_capacity_is_named_and_the_capacity_holds():
    """Three at least with one place: one mentee is matched, and the two cells are told to contradict each other."""
    found = match(identical(3, 1, capacity=1, min_capacity=3), program(*CRITERIA))

    assert found.proof.matched == 1
    assert {claim.kind for claim in conflicts(found)[0].claims} == {"minimum", "capacity"}


def test_a_bar_above_every_score_leaves_everybody_with_a_reason():
    """Where no pair reaches `at_least`, nobody is matched and each reason names the criterion."""
    people = roster({"e1": {"x": ("a", "b")}, "e2": {"x": ("a", "c")}}, {"k": {"x": ("a",), "capacity": 2}})
    left = unmatched_table(match(people, program(both("x", "overlap", at_least=0.9), matching={"fairness": "floor"})), "en")

    assert left["reason"].str.contains("x").all() and len(left) == 2


def test_what_tells_nobody_apart_is_named():
    """A column that one side left empty, and weights that are all 0, are warnings in both languages; answers are none."""
    people = roster({"e": {"x": "a", "y": None}}, {"k": {"x": "a", "y": "b"}})
    told = conflict_problems(match(people, program(both("x", "same"), both("y", "same"))), None, "en")
    weightless = conflict_problems(match(people, program(both("x", "same", weight=0))), None, "es")

    assert [str(one) for one in told] == [
        "program.yml:y: nobody among the mentees answered y: this criterion gives every pair the same points; "
        "check the column's name in cohort.yml, ask for it in the form, or take the criterion out."
    ]
    assert "decide el sorteo" in str(weightless[0])
    assert all(one.warning for one in (*told, *weightless))
    assert conflict_problems(match(people, program(both("x", "same"))), None, "en") == []


# ---------------------------------------------------------------- through the command line


PROGRAM = """program: Prueba
languages: [{first}]
criteria:
  - {{id: field, kind: same, mentee: field, mentor: field, weight: {weight}}}
  - {{id: near, kind: near, mentee: offset, mentor: offset, scale: 3, weight: {weight}}}
  - {{id: times, kind: overlap, mentee: availability, mentor: availability, required: true, weight: {weight}}}
matching: {{fairness: floor}}
"""
COHORT = """cohort: prueba-1
timezone: America/Bogota
language: en
mentees: {file: mentees.csv, columns: {id: id}}
mentors: {file: mentors.csv, columns: {id: id}}
decisions: {file: decisions.csv}
"""
E1, E2 = "e1,a,1,Mon 18:00-20:00\n", "e2,b,2,Mon 18:00-20:00\n"
K1, K2 = "k1,a,1,Mon 18:00-20:00,1\n", "k2,b,2,Mon 18:00-20:00,1\n"


@pytest.fixture
def matched(tmp_path, capsys):
    """Give what `mentorkit match` does with a cohort: exit code, what it said, pairs and unmatched (None if not written)."""
    from mentorkit.cli import main

    def run(mentees=E1 + E2, mentors=K1 + K2, decided="", weight="1", first="en"):
        folder = tmp_path / "cohorts" / "prueba-1"
        folder.mkdir(parents=True)
        (tmp_path / "program.yml").write_text(PROGRAM.format(weight=weight, first=first), "utf-8")
        (folder / "cohort.yml").write_text(COHORT.replace("language: en", f"language: {first}"), "utf-8")
        (folder / "mentees.csv").write_text("id,field,offset,availability\n" + mentees, "utf-8")
        (folder / "mentors.csv").write_text("id,field,offset,availability,capacity\n" + mentors, "utf-8")
        (folder / "decisions.csv").write_text("mentee_id,mentor_id,decision\n" + decided, "utf-8")
        code = main(["match", str(folder)])
        results = folder / "results" / "matching"
        if not results.is_dir():
            return code, "".join(capsys.readouterr()), None, None
        assert json.loads((results / "proof.json").read_text("utf-8"))["gap"] == 0
        return code, "".join(capsys.readouterr()), *(pd.read_csv(results / f"{name}.csv") for name in ("pairs", "unmatched"))

    return run


@pytest.mark.parametrize(
    ("cohort", "pairs", "why"),
    [
        ({"mentors": ""}, 0, "there is no mentor with a place"),
        ({"mentors": K1.replace(",1\n", ",0\n")}, 0, "there is no mentor with a place"),
        ({"mentees": E1 + E2.replace("Mon", "Sun")}, 1, "the required criterion times removes 2 of 2"),
        ({"mentors": K1}, 1, "1 mentor is possible, but"),
        ({"mentees": ""}, 0, None),
        ({"weight": "0"}, 2, None),
    ],
)
def test_the_command_gives_a_clear_result(matched, cohort, pairs, why):
    """No mentor, no place, a mentee nobody can serve, no mentee, no weights: exit 0, and everybody has a pair or a reason."""
    code, said, found, left = matched(**cohort)

    assert (code, len(found)) == (0, pairs)
    assert np.isfinite(found["score"].astype(float)).all()
    assert [why in reason for reason in left["reason"]] == [True] * len(left) and (why is not None) == bool(len(left))
    assert left["change_that_would_match"].notna().all()
    assert ("no criterion has a weight" in said) == (cohort.get("weight") == "0")


@pytest.mark.parametrize(
    ("cohort", "named"),
    [
        ({"decided": "e1,k1,keep\ne1,k1,never\n"}, ["decisions.csv:2:decision", "row 3 says never"]),
        ({"decided": "e1,k1,keep\ne1,k2,keep\n"}, ["decisions.csv:3:decision", "another mentor"]),
        ({"decided": "e1,k1,keep\ne2,k1,keep\n"}, ["decisions.csv:2:decision"]),
        ({"mentees": E1.replace(",1,", ",NaN,") + E2.replace(",2,", ",inf,")}, ["mentees.csv:2:offset", "mentees.csv:3:offset"]),
        ({"mentors": K1.replace(",1\n", ",nan\n") + K2.replace(",1\n", ",-1\n")}, ["mentors.csv:2:capacity", "mentors.csv:3:capacity"]),
        ({"weight": ".nan"}, ["program.yml:4", "weight"]),
        ({"weight": ".inf"}, ["program.yml:4", "weight"]),
        ({"weight": "-1"}, ["program.yml:4", "weight"]),
    ],
)
def test_the_command_refuses_with_file_and_row(matched, cohort, named):
    """Contradictory decisions, and NaN or infinity where a number belongs: exit 1, the place named, nothing written."""
    code, said, found, _ = matched(**cohort)

    assert (code, found) == (1, None)
    assert all(word in said for word in named)


@pytest.mark.parametrize(
    ("decided", "named"),
    [
        ("e1,k1,keep\ne1,k1,never\n", "la pareja debe mantenerse, pero la fila 3 dice que nunca; quite una de las dos"),
        ("e1,k1,keep\ne1,k2,keep\n", "la fila 2 mantiene a la misma persona con otro mentor; deje una de las dos filas"),
        ("e1,k1,keep\ne2,k1,keep\n", "2 parejas deben mantenerse con este mentor, que tiene 1 cupos; suba el cupo o quite una fila"),
    ],
)
def test_the_command_refuses_decisions_in_the_programmes_language(matched, decided, named):
    """A Spanish programme reads in Spanish alone which decisions contradict each other."""
    code, said, found, _ = matched(decided=decided, first="es")

    assert (code, found) == (1, None)
    assert named in said
    assert not any(word in said for word in (" the ", "keep one", "remove"))


@pytest.mark.parametrize(("cohort", "why"), [({"mentors": ""}, "no hay mentores con cupo"), ({"mentors": K1}, "1 mentor es posible, pero")])
def test_the_command_gives_reasons_in_the_cohorts_language(matched, cohort, why):
    """No mentor, or too few: the reason and the change stand in Spanish."""
    code, said, _, left = matched(**cohort, first="es")

    assert code == 0
    assert [why in reason for reason in left["reason"]] == [True] * len(left)
    assert "mentees con pareja" in said


def test_the_command_matches_people_who_cannot_be_told_apart(matched):
    """Three hundred and one identical mentees and 300 places: as many pairs, one reason."""
    mentees = [E1.replace("e1", f"e{at:03d}") for at in range(301)]
    mentors = [K1.replace("k1", f"k{at:03d}").replace(",1\n", ",2\n") for at in range(150)]
    code, _, found, left = matched("".join(reversed(mentees)), "".join(mentors))

    assert (code, len(found), len(left)) == (0, 300, 1)
    assert found["mentor_id"].value_counts().eq(2).all()
    assert found["score"].nunique() == 1
