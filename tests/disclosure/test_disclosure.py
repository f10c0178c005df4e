"""Nothing that leaves lets anybody be counted."""

import itertools
import json
import math
import random
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_cohorts import random_standing
from scipy.optimize import Bounds, LinearConstraint, milp

from mentorkit.disclosure import public_aggregates
from mentorkit.disclosure.audit import count_bounds, proven_small
from mentorkit.disclosure.rounding import (
    coding_limit,
    public_count,
    public_mean,
    public_share,
    share_range,
    shown_count,
)
from mentorkit.disclosure.tables import merged, public_counts, public_distribution
from mentorkit.disclosure.wording import reason_words
from mentorkit.errors import InvalidInputError
from mentorkit.model.catalogue import texts

tables = st.lists(st.integers(0, 40), min_size=2, max_size=6).filter(lambda counts: sum(counts) >= 5)


@given(st.integers(0, 5000), st.sampled_from([5, 10]))
def test_a_count_stands_for_several_and_never_for_fewer_than_k(count, k):
    """Rounded to 5, never below k; at least three counts share each published one."""
    shown = public_count(count, k)

    assert (shown is None) == (count < k)
    if shown:
        assert shown.low <= count <= shown.high and shown.low >= k
        assert shown.value % 5 == 0 and shown.value >= k
        assert sum(public_count(c, k) == shown for c in range(count - 5, count + 6) if c >= 0) >= 3


@given(st.integers(5, 300), st.integers(0, 300), st.sampled_from([5, 10]))
def test_what_is_left_of_a_whole_is_never_proven_below_k(total, missing, k):
    """Whoever knows the rules and both published counts cannot tell that fewer than k are left."""
    count, whole = total - missing, public_count(total, k)
    if count < k or whole is None:
        return
    shown = public_count(count, k, whole=(total, whole))
    agreeing = [
        t - c
        for t in range(max(whole.low, 1), whole.high + 1)
        for c in range(k, t + 1)
        if public_count(t, k) == whole and public_count(c, k, whole=(t, whole)) == shown
    ]

    assert shown is None or max(agreeing) >= k


@given(st.integers(5, 400), st.sampled_from([5, 10]), st.data())
def test_a_percentage_gives_no_count_away(total, k, data):
    """
    For every share and number: two or more counts are published alike, and none of the sets lies below
    k.
    """
    count = data.draw(st.integers(0, total))
    n = public_count(total, k)
    if n is None:
        return
    shown = public_share(count, total, n, k)
    alike = {
        (c, t)
        for t in range(n.low, n.high + 1)
        if public_count(t, k) == n
        for c in range(t + 1)
        if public_share(c, t, n, k) == shown
    }
    counts, rests = {c for c, _ in alike}, {t - c for c, t in alike}

    assert len(counts) > 1 and len(rests) > 1
    assert max(counts) >= k and max(rests) >= k


@given(st.integers(10, 300), st.sampled_from([5, 10]), st.data())
def test_a_published_share_is_true(total, k, data):
    """The true share lies where the published one says; no false `<5 %`."""
    count = data.draw(st.integers(0, total))
    n = public_count(total, k)
    shown = public_share(count, total, n, k) if n else {"withheld": ""}
    if "withheld" not in shown:
        low, high = share_range(shown, n, k)
        assert low - 1e-9 <= count / total <= high + 1e-9


@given(tables, st.sampled_from([5, 10]), st.booleans())
def test_every_group_is_large_enough_and_nobody_is_lost(counts, k, ordered):
    """Groups share out all categories, each of k people or more where there are k at all."""
    named = {f"c{i}": count for i, count in enumerate(counts)}
    groups = merged(named, k, ordered=ordered)

    assert sorted(itertools.chain(*groups)) == sorted(named)
    assert len(groups) == 1 or all(sum(named[id] for id in group) >= k for group in groups)
    if ordered:
        assert all(int(b[1:]) - int(a[1:]) == 1 for group in groups for a, b in itertools.pairwise(group))


def test_small_cells_of_a_thousand_random_tables_stay_small_secrets():
    """1,000 seeded tables: the integer program finds no cell exact below k and none proven below k."""
    chance = random.Random(20260202)
    shown_tables = 0
    for _ in range(1000):
        k = chance.choice([5, 5, 10])
        counts = {f"c{i}": int(chance.expovariate(1 / chance.choice([2, 8, 20]))) for i in range(chance.randint(2, 5))}
        n = public_count(sum(counts.values()), k)
        told = public_distribution(counts, n, k, ordered=chance.random() < 0.5)
        if "rows" not in told:
            continue
        shown_tables += 1
        for id, (least, most) in count_bounds(told["rows"], n, k).items():
            assert least <= counts[id] <= most
            assert most >= k and (least < most or least >= k)
    assert shown_tables > 400


@pytest.mark.parametrize(("answers", "most"), [(3, 38), (4, 28)])
def test_who_knows_the_rules_cannot_tell_either(answers, most):
    """
    All tables of three or four answers and 18 people or more, by what is published: in none is an
    answer always below 5.
    """
    published = defaultdict(list)
    for counts in itertools.product(range(most), repeat=answers):
        if 18 <= sum(counts) < most:
            n = public_count(sum(counts), 5)
            told = public_distribution(dict(zip("abcd", counts)), n, 5)
            if "rows" in told:
                published[json.dumps([told, n.value])].append(counts)

    assert len(published) > 100
    for told, hidden in published.items():
        assert all(max(counts[i] for counts in hidden) >= 5 for i in range(answers)), told


def bounds_by_integer_program(rows, n, k):
    """The same attack with scipy's solver: people and counts as whole unknowns, shares as linear rules."""
    ids = [id for row in rows for id in row["options"]]
    rules, low, high = [np.r_[-1.0, np.ones(len(ids))]], [0.0], [0.0]
    for row in rows:
        inside = np.array([0.0, *(float(id in row["options"]) for id in ids)])
        least, most = share_range(row, n, k)
        rules += [inside - np.r_[least, np.zeros(len(ids))], inside - np.r_[most, np.zeros(len(ids))]]
        low += [1e-6 if "above" in row else -1e-6, -np.inf]
        high += [np.inf, -1e-6 if "below" in row else 1e-6]
    limits = Bounds(np.r_[n.low, np.zeros(len(ids))], np.full(len(ids) + 1, n.high))
    found = {}
    for i, id in enumerate(ids, start=1):
        aim = np.eye(len(ids) + 1)[i]
        ends = [
            milp(
                sign * aim,
                constraints=LinearConstraint(np.array(rules), low, high),
                bounds=limits,
                integrality=np.ones(len(ids) + 1),
            ).fun
            for sign in (1, -1)
        ]
        found[id] = (round(ends[0]), round(-ends[1]))
    return found


def test_the_attack_is_the_integer_program():
    """On 40 seeded tables our bounds are those of a solver."""
    chance = random.Random(7)
    for _ in range(40):
        counts = {f"c{i}": int(chance.expovariate(1 / 14)) for i in range(chance.randint(2, 4))}
        n = public_count(sum(counts.values()), 5)
        told = public_distribution(counts, n, 5)
        if "rows" in told:
            assert count_bounds(told["rows"], n, 5) == bounds_by_integer_program(told["rows"], n, 5)


def test_the_audit_finds_what_a_careless_table_gives_away():
    """
    Without merging: 50 %, 45 % and 5 % of about 40 prove that the last answer was given by fewer than
    five.
    """
    n = public_count(40, 5)
    rows = [
        {"options": ["a"], "value": 0.5},
        {"options": ["b"], "value": 0.45},
        {"options": ["c"], "below": 0.15},
    ]

    assert proven_small(rows, n, 5) == ["c"]


def test_nearly_everybody_stands_against_the_rest():
    """129 of 131 said yes: `>95 %`, the two others together `<5 %`."""
    told = public_distribution({"yes": 129, "no": 1, "maybe": 1}, public_count(131, 5), 5)["rows"]

    assert [(row["options"], row["display"]) for row in told] == [
        (["yes"], ">95 %"),
        (["no", "maybe"], "<5 %"),
    ]


def test_counts_by_reason_are_merged_or_withheld():
    """Three of 40 are merged with the next smallest; where nothing is left to tell, nothing is told."""
    told = public_counts({"good": 30, "mentor": 3, "mentee": 7, "pair": 0}, 5)["rows"]

    assert [(row["options"], row["value"]) for row in told] == [
        (["good"], 30),
        (["mentor", "mentee", "pair"], 10),
    ]
    assert public_counts({"good": 30, "mentor": 3}, 5)["withheld"] == "nearly-everybody"


def test_a_mean_at_the_end_of_its_scale_is_withheld():
    """Mean 5.0 on 1–5 says that everybody answered 5; 3.5 of 20 people tells nobody's answer."""
    n = public_count(20, 5)

    assert public_mean(5.0, n, 5, ends=(1, 5))["withheld"] == "nearly-everybody"
    assert public_mean(3.46, n, 5, ends=(1, 5))["display"] == "3.5"
    assert public_mean(3.46, public_count(7, 5), 5)["withheld"] == "too-few"


def test_limits_read_as_the_design_says():
    """From about 100 people on, k = 5 gives `<10 %` and then `<5 %` and `>95 %`."""
    assert coding_limit(public_count(120, 5), 5) == 5
    assert coding_limit(public_count(60, 5), 5) == 10
    assert shown_count(public_count(60, 5))["display"] == "≈60"


def test_reasons_have_words_in_both_languages():
    """Each reason is said in Spanish and English."""
    assert all(reason_words(reason, language) for reason in texts("disclosure", "reasons", "en") for language in ("es", "en"))
    with pytest.raises(InvalidInputError):
        reason_words("because", "en")


@pytest.mark.parametrize("seed", range(8))
def test_whole_cohorts_keep_their_secrets(seed):
    """No id, name or free text leaves; every number is rounded or coded; every table passes the attack."""
    now = random_standing(seed, threshold=[5, 10][seed % 2])
    told = public_aggregates(now)
    text = json.dumps(told, allow_nan=False)

    assert "secret" not in text.casefold() and "mentee-0" not in text and "mentor-0" not in text
    assert all(step["value"] is None or step["value"] % 5 == 0 for step in told["summary"]["flow"])
    k = told["summary"]["threshold"]
    for item in told["items"]:
        answers = now.cohort.surveys[item["survey"]].frame[item["item"]].dropna()
        for row in item.get("rows", []):
            given = [v if isinstance(v, tuple) else (f"{v:g}" if isinstance(v, float) else v,) for v in answers]
            true = sum(any(one in row["options"] for one in ones) for ones in given)
            assert true >= k or "below" in row
    for row in told["metrics"]:
        assert ("withheld" in row) != (row.get("value") is not None or "below" in row or "above" in row or "low" in row)


def test_a_small_cohort_shows_bands_and_no_group():
    """Twelve pairs: a band, no share, no table."""
    told = public_aggregates(random_standing(1, size=12))
    steps = {step["step"]: step["display"] for step in told["summary"]["flow"]}

    assert steps["matched"] == "10–19"
    assert all("withheld" in item for item in told["items"]) and "withheld" in told["closures"]
    assert not any(m["unit"] == "share" and "withheld" not in m for m in told["metrics"])


def test_nobody_and_one_person():
    """Cohorts of none and of one publish nothing but their frame."""
    for size in (0, 1):
        told = public_aggregates(random_standing(3, size=size))
        assert not [m for m in told["metrics"] if "withheld" not in m and m["value"] is not None]
        assert all("withheld" in c for c in told["change"])


def test_the_same_cohort_gives_the_same_bytes():
    """Twice the same, and a threshold is never lowered below the programme's."""
    now = random_standing(5, size=21, threshold=10)

    assert json.dumps(public_aggregates(now)) == json.dumps(public_aggregates(now))
    assert public_aggregates(now, threshold=5)["summary"]["threshold"] == 10
    with pytest.raises(InvalidInputError):
        public_aggregates(now, threshold=3)


@settings(max_examples=50)
@given(st.floats(-100, 100, allow_nan=False))
def test_decimals_are_short(value):
    """A published decimal has one digit and is the nearest."""
    from mentorkit.disclosure.rounding import decimal

    assert abs(decimal(value) - value) <= 0.05 + 1e-9
    assert math.isclose(decimal(value) * 10, round(decimal(value) * 10))
