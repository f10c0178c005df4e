"""Introductions, second mentors, table plans and circles: what they promise, against trying everything."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, permutations, product

import numpy as np
import pandas as pd
import pytest
from matching_cases import FULL, both, program, random_roster, roster

from mentorkit.errors import InvalidInputError
from mentorkit.matching.circles import circle_plan
from mentorkit.matching.event import event_plan
from mentorkit.matching.fields import aimed_criterion, in_field
from mentorkit.matching.hours import Clock
from mentorkit.matching.introductions import introduction_plan, second_mentors
from mentorkit.matching.matching import match

# ---------------------------------------------------------------- fields


def test_the_field_is_found_by_its_name():
    """The criterion called field leads, else the heaviest that compares values and forbids nobody."""
    named = program({"id": "field", **both("w", "same")}, both("x", "overlap", weight=9))
    heavy = program(both("l", "overlap", weight=9, required=True), both("x", "overlap", weight=2), both("y", "same"))

    assert aimed_criterion(named).mentee == "w"
    assert aimed_criterion(heavy).mentee == "x"
    assert aimed_criterion(program(both("n", "near", scale=1))) is None


def test_fields_are_compared_through_synonyms():
    """Wordings of one field are one; whoever named none is met by nobody."""
    under = program(both("f", "same"), synonyms={"health": ["salud"]})
    people = roster({"e1": {"f": " SALUD"}, "e2": {"f": None}}, {"k1": {"f": "Health"}, "k2": {"f": "arts"}})

    assert in_field(match(people, under).scores).tolist() == [[True, False], [False, False]]


# ---------------------------------------------------------------- introductions


def random_match(seed, n, m):
    """Give a matching of random people whose field is the criterion of that name."""
    return match(random_roster(np.random.default_rng(seed), n, m), FULL)


def allowed_introductions(found):
    """Give (mentee, mentor) by place: in the field, possible but for the hours, not the own mentor."""
    n, m = found.scores.shape
    good = in_field(found.scores)
    return [
        (i, j)
        for i, j in product(range(n), range(m))
        if good[i, j]
        and found.mentor[i] != j
        and not [rule for rule in found.scores.broken_rules(i, j) if rule.name != "availability"]
    ]


@pytest.mark.parametrize(("each", "asked"), [(1, 1), (2, 1), (2, 2), (3, 2)])
@pytest.mark.parametrize("seed", range(8))
def test_introductions_are_the_best_there_are(seed, each, asked):
    """By trying every set: most first introductions, most second ones, then the largest total."""
    found = random_match(seed, 4, 4)
    allowed = allowed_introductions(found)[:11]
    best = None
    for size in range(len(allowed) + 1):
        for chosen in combinations(allowed, size):
            given, taken = (Counter(pair[side] for pair in chosen) for side in (0, 1))
            if max(given.values(), default=0) <= each and max(taken.values(), default=0) <= asked:
                turns = tuple(sum(count >= turn for count in given.values()) for turn in range(1, each + 1))
                rows, cols = (np.array([pair[side] for pair in chosen], int) for side in (0, 1))
                best = max(best or ((), 0), (turns, int(found.scores.pairs(rows, cols).sum())))
    if len(allowed_introductions(found)) > 11:
        pytest.skip("too many pairs to try")
    plan = introduction_plan(found, each, asked)
    counts = plan.table["turn"].value_counts()

    assert tuple(int(counts.get(turn, 0)) for turn in range(1, each + 1)) == best[0]
    assert round(plan.table["score"].sum() * 100_000) == best[1]


def test_introductions_keep_every_rule_but_the_hours():
    """Nobody is introduced to the own mentor, outside the field, against a rule, or more often than asked."""
    found = random_match(2, 30, 20)
    plan = introduction_plan(found, 2, 2)
    ids = found.scores.mentees.index, found.scores.mentors.index
    places = {(ids[0][i], ids[1][j]) for i, j in allowed_introductions(found)}

    assert set(zip(plan.table["mentee_id"], plan.table["mentor_id"], strict=True)) <= places
    assert max(plan.asked.values()) <= 2
    assert set(plan.without) == set(ids[0]) - set(plan.table["mentee_id"])
    assert not plan.table.duplicated(["mentee_id", "mentor_id"]).any()


def test_no_introductions_where_the_programme_wants_none():
    """With 0 each, or 0 asked, the table is empty and everybody is without."""
    found = random_match(2, 6, 4)

    for plan in (introduction_plan(found, 0), introduction_plan(found, 2, 0)):
        assert plan.table.empty
        assert len(plan.without) == 6


def test_a_second_mentor_is_another_one():
    """Places that are left go to second mentors; the first mentors stay as they are."""
    people = roster({"e1": {"x": "a"}, "e2": {"x": "a"}}, {"k1": {"x": "a"}, "k2": {"x": "a", "capacity": 2}})
    found = match(people, program(both("x", "same")))
    second = second_mentors(found)
    own = dict(found.pair_ids)

    assert second.proof.matched == 1
    assert all(own[mentee] != mentor for mentee, mentor in second.pair_ids)
    assert second_mentors(found, ["e1"], more=1).proof.matched == 1
    with pytest.raises(InvalidInputError):
        second_mentors(found, ["nobody"])


# ---------------------------------------------------------------- table plans


def assert_plan_holds(event, found):
    """Everybody sits once a round, tables are even, and nobody meets anybody twice."""
    met = Counter()
    sizes = set()
    for _, group in event.plan.groupby(["round", "table"]):
        assert group["mentor_id"].nunique() == 1
        sizes.add(len(group))
        met.update(combinations(sorted([*group["mentee_id"], group["mentor_id"].iloc[0]]), 2))
    assert max(met.values()) == 1
    assert max(sizes) - min(sizes) <= 1
    assert set(Counter(event.plan["mentee_id"]).values()) == {event.rounds}
    assert len(event.plan) == event.rounds * found.scores.shape[0]


@pytest.mark.parametrize(("rounds", "table"), [(3, 4), (4, 3), (5, 2), (1, 6)])
@pytest.mark.parametrize("seed", range(4))
def test_nobody_meets_anybody_twice(seed, rounds, table):
    """At any size, and within the bound that is given."""
    found = random_match(seed, 40, 25)
    event = event_plan(found, rounds, table)

    assert_plan_holds(event, found)
    assert event.rounds == rounds
    assert (event.reached, event.meetings) <= (event.reachable, event.most_meetings)
    good = event.plan[event.plan["in_field"]]
    assert (good["mentee_id"].nunique(), len(good)) == (event.reached, event.meetings)


def test_a_large_event_is_planned_too():
    """Three hundred people at seventy-five tables: no repeated meeting."""
    people = roster(
        {f"e{at:03d}": {"f": "abcdefgh"[at % 8]} for at in range(300)},
        {f"k{at:03d}": {"f": "abcdefgh"[at % 8]} for at in range(100)},
    )
    found = match(people, program(both("f", "same")))
    event = event_plan(found, 3, 4)

    assert_plan_holds(event, found)
    assert (len(event.hosts), event.reached, event.reachable) == (75, 300, 300)


@pytest.mark.parametrize("seed", range(6))
def test_a_small_plan_is_proven_by_trying_all(seed):
    """Four mentees, three hosts, two rounds: the proven plan is the best of all plans."""
    rng = np.random.default_rng(seed)
    people = roster(
        {f"e{at}": {"f": "abc"[int(rng.integers(3))]} for at in range(4)},
        {f"k{at}": {"f": "abc"[int(rng.integers(3))]} for at in range(3)},
    )
    found = match(people, program(both("f", "same")))
    event = event_plan(found, 2, 2, ["k0", "k1", "k2"])
    good = in_field(found.scores)
    good[found.matched, found.mentor[found.matched]] = False
    hosts = [int(id[1:]) for id in event.hosts]
    best = (-1, -1)
    for visits in product(permutations(hosts, 2), repeat=4):
        tables = [Counter(visit[turn] for visit in visits) for turn in range(2)]
        even = all(4 // len(hosts) <= seats[host] <= -(-4 // len(hosts)) for seats in tables for host in hosts)
        twice = any(sum(a == b for a, b in zip(one, two, strict=True)) > 1 for one, two in combinations(visits, 2))
        if even and not twice:
            meets = [sum(good[i, host] for host in visit) for i, visit in enumerate(visits)]
            best = max(best, (sum(count > 0 for count in meets), sum(meets)))

    assert event.rounds == 2
    assert event.proven
    assert (event.reached, event.meetings) == best


@pytest.mark.parametrize(("seed", "kind"), [(0, "same"), (1, "same"), (0, "overlap"), (1, "overlap")])
def test_a_plan_for_sixty_is_close_to_what_none_can_pass(seed, kind):
    """Sixty people at fifteen tables: as many reached as can be, and meetings at most 3 % below the bound."""
    rng = np.random.default_rng(seed)
    drawn = {side: rng.choice(list("abcdefg"), (many, 2)) for side, many in (("e", 60), ("k", 40))}
    sides = [
        {f"{side}{at:02d}": {"f": tuple(two) if kind == "overlap" else str(two[0])} for at, two in enumerate(drawn[side])}
        for side in drawn
    ]
    found = match(roster(*sides), program(both("f", kind)))
    event = event_plan(found, 3, 4)

    assert_plan_holds(event, found)
    assert event.reached == event.reachable
    assert 0.97 * event.most_meetings <= event.meetings <= event.most_meetings


def test_a_field_with_two_hosts_gives_a_proven_plan_below_the_seats():
    """
    Two hosts and twelve people of one field, three rounds: 12 meetings and 6 second ones, though there are 24 seats.

    Between two rounds a table of one host and a table of the other share one person at most: 3 · 2 = 6.
    """
    people = roster(
        {f"e{at:02d}": {"f": "a" if at < 12 else "z"} for at in range(48)},
        {f"k{at:02d}": {"f": "a" if at < 2 else "b"} for at in range(12)},
    )
    found = match(people, program(both("f", "same")))
    first = {mentor for _, mentor in found.pair_ids} & {"k00", "k01"}
    event = event_plan(found, 3, 4, [f"k{at:02d}" for at in range(12)])

    assert_plan_holds(event, found)
    assert event.proven
    assert len(first) == 2
    assert event.most_meetings <= 18


def test_people_who_must_not_meet_do_not():
    """A `not_with` holds at the tables too, and where it cannot hold this is said."""
    people = roster({f"e{at}": {"not_with": ("k0",) if at == 0 else ()} for at in range(6)}, {f"k{at}": {} for at in range(5)})
    found = match(people, program(both("x", "same")))
    event = event_plan(found, 2, 2, [f"k{at}" for at in range(5)])
    alone = match(roster({"e": {"not_with": ("k",)}}, {"k": {}}), program(both("x", "same")))

    assert not ((event.plan["mentee_id"] == "e0") & (event.plan["mentor_id"] == "k0")).any()
    with pytest.raises(InvalidInputError):
        event_plan(alone)


def test_too_many_rounds_become_as_many_as_there_are():
    """Two tables allow two rounds at most; the plan says how many it has."""
    people = roster({f"e{at}": {} for at in range(4)}, {f"k{at}": {} for at in range(2)})
    event = event_plan(match(people, program(both("x", "same"))), 5, 2)

    assert event.rounds < 5
    assert event.plan["round"].max() == event.rounds


@pytest.mark.parametrize("wrong", [{"rounds": 0}, {"table": 0}, {"hosts": []}, {"hosts": ["nobody"]}])
def test_an_impossible_event_is_refused(wrong):
    """No round, no seat, no host: a clear error."""
    with pytest.raises(InvalidInputError):
        event_plan(random_match(1, 6, 4), **wrong)


def test_a_plan_depends_on_people_and_not_on_rows():
    """The same people in another order sit the same way."""
    people = random_roster(np.random.default_rng(9), 12, 8)
    turned = type(people)(people.mentees.iloc[::-1], people.mentors.iloc[::-1])

    pd.testing.assert_frame_equal(event_plan(match(people, FULL)).plan, event_plan(match(turned, FULL)).plan)


# ---------------------------------------------------------------- circles


def hours(*named):
    """Give the quarter-hours of whole hours of the week."""
    return frozenset(quarter for hour in named for quarter in range(4 * hour, 4 * hour + 4))


def circles_of(mentees, mentors, lead=1, **settings):
    """Give the circles of people who compare x and their hours t."""
    settings = {"mentors": lead, **settings}
    under = program(both("x", "same"), both("t", "overlap", required=True), matching={"circles": settings})
    return circle_plan(match(roster(mentees, mentors), under).scores)


def test_a_circle_shares_one_time():
    """Three can on hour 5, one cannot: a circle of three at that hour."""
    plan = circles_of(
        {"e1": {"t": hours(5)}, "e2": {"t": hours(5, 6)}, "e3": {"t": hours(4, 5)}, "e4": {"t": hours(9)}},
        {"k1": {"t": hours(5, 9)}},
    )

    [circle] = plan.circles
    assert (circle.mentors, circle.mentees) == (("k1",), ("e1", "e2", "e3"))
    assert circle.time_in_words(Clock(), "en") == "Monday 5:00–6:00"
    assert (plan.without, plan.served, plan.reachable, plan.proven) == (("e4",), 3, 3, True)


def test_too_few_make_no_circle():
    """Two who share a time are no circle of three."""
    plan = circles_of({"e1": {"t": hours(5)}, "e2": {"t": hours(5)}}, {"k1": {"t": hours(5)}})

    assert (plan.circles, plan.without) == ((), ("e1", "e2"))


def test_two_mentors_lead_together():
    """With two mentors each, both have the time; a mentor without it leads nothing."""
    plan = circles_of(
        {f"e{at}": {"t": hours(5)} for at in range(4)},
        {"k1": {"t": hours(5)}, "k2": {"t": hours(7)}, "k3": {"t": hours(5)}},
        lead=2,
    )

    assert [circle.mentors for circle in plan.circles] == [("k1", "k3")]


def test_a_circle_is_no_larger_than_it_may_be():
    """Five for circles of two or three: two circles, nobody left."""
    plan = circles_of(
        {f"e{at}": {"t": hours(5)} for at in range(5)}, {"k1": {"t": hours(5)}, "k2": {"t": hours(5)}}, smallest=2, largest=3
    )

    assert sorted(len(circle.mentees) for circle in plan.circles) == [2, 3]


@pytest.mark.parametrize("seed", range(6))
def test_circles_are_the_best_over_their_times(seed):
    """By trying all: who leads when, and who joins whom."""
    rng = np.random.default_rng(seed)
    mentees = {f"e{at}": {"x": "ab"[int(rng.integers(2))], "t": hours(*rng.permutation(3)[:2].tolist())} for at in range(5)}
    mentors = {f"k{at}": {"x": "ab"[at], "t": hours(*rng.permutation(3)[:2].tolist())} for at in range(2)}
    plan = circles_of(mentees, mentors, smallest=2, largest=3)
    best = (0, 0)
    for times in product(range(3), repeat=2):
        for joins in product((-1, 0, 1), repeat=5):
            groups = [[i for i in range(5) if joins[i] == j] for j in range(2)]
            fine = all(len(group) in (0, 2, 3) for group in groups) and all(
                hours(times[j]) <= mentees[f"e{i}"]["t"] & mentors[f"k{j}"]["t"] for j in range(2) for i in groups[j]
            )
            if fine:
                alike = sum(mentees[f"e{i}"]["x"] == mentors[f"k{j}"]["x"] for j in range(2) for i in groups[j])
                best = max(best, (sum(map(len, groups)), alike))

    assert (plan.served, round(plan.total / 100)) == best
    assert plan.proven


def test_circles_need_hours():
    """A programme that compares no hours is told so."""
    with pytest.raises(InvalidInputError):
        circle_plan(match(roster({"e": {"x": "a"}}, {"k": {"x": "a"}}), program(both("x", "same"))).scores)
