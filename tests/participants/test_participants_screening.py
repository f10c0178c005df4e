"""Screening, recruiting, audience and quality, by examples that can be checked by hand."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd
import pytest
from applications import cohort, program
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame

from mentorkit.errors import InvalidInputError
from mentorkit.model.cohort import Cohort
from mentorkit.model.consent import possible_ages
from mentorkit.model.questions import application_form
from mentorkit.participants import (
    alliance_shares,
    audience_gaps,
    data_quality,
    data_warnings,
    recruiting_rates,
    screening,
    supply_and_demand,
)

NONE = DataFrame(columns=["mentee_id", "mentor_id"])


def verdicts(data: Cohort, side: str = "mentees") -> list[tuple[str, str]]:
    """Give outcome and rules of a side's applications, by id."""
    found = screening(data)
    found = found[found["side"] == side]
    return list(zip(found["outcome"], found["rules"], strict=True))


# ---------------------------------------------------------------- screening


def test_a_good_application_fulfils_every_rule():
    """Nothing against it: accepted, and the rule says so."""
    assert [("accepted", "fulfils")] == verdicts(cohort([{}]))


@pytest.mark.parametrize(
    ("changes", "outcome", "rules"),
    [
        ({"birth_year": 2011.0}, "declined", "no-guardian-consent; too-young"),
        ({"birth_year": 1998.0}, "declined", "too-old"),
        ({"birth_year": 2009.0}, "incomplete", "no-guardian-consent"),
        ({"birth_year": 2009.0, "guardian_consent": True}, "accepted", "fulfils"),
        ({"birth_year": 2009.0, "guardian_consent": False}, "declined", "guardian-said-no"),
        ({"birth_year": None}, "incomplete", "age-unknown"),
        ({"consent": None}, "incomplete", "no-consent"),
        ({"consent": "No"}, "declined", "consent-refused"),
        ({"languages": ()}, "incomplete", "needs-languages"),
        ({"languages": None, "consent": None}, "incomplete", "needs-languages; no-consent"),
        ({"email": None, "phone": None}, "incomplete", "no-contact"),
        ({"email": None}, "accepted", "fulfils"),
        ({"status": "declined", "birth_year": 1998.0}, "declined", "decided; too-old"),
        ({"status": "withdrawn"}, "withdrawn", "decided"),
        ({"status": "paused"}, "paused", "decided"),
        ({"status": "waiting"}, "waiting", "decided"),
        ({"status": "waiting", "consent": None}, "incomplete", "no-consent"),
    ],
)
def test_each_rule_speaks_for_itself(changes, outcome, rules):
    """One thing changed against a good application, and the rule that says so."""
    assert [(outcome, rules)] == verdicts(cohort([changes]))


def test_ages_on_the_edge_are_given_the_benefit_of_the_doubt():
    """Born in 1999 somebody may still be 26 on 2 February 2026, born in 2010 already 16; only 1998 and 2011 are surely out."""
    edge = [{"birth_year": 1999.0}, {"birth_year": 2010.0, "guardian_consent": True}]

    assert [("accepted", "fulfils"), ("accepted", "fulfils")] == verdicts(cohort(edge))


def test_a_year_alone_may_leave_open_whether_somebody_is_under_age():
    """Born in 2008, 17 or 18 at the start: a caution, which changes nothing; a guardian's consent settles it."""
    assert (17, 18) == possible_ages(2008, dt.date(2026, 2, 2))
    assert [("accepted", "may-be-minor"), ("accepted", "fulfils")] == verdicts(
        cohort([{"birth_year": 2008.0}, {"birth_year": 2008.0, "guardian_consent": True}])
    )


def test_mentors_are_held_to_the_same_consent_and_to_no_age_unless_one_is_given():
    """Consent, contact and needed answers count for both sides."""
    rows = [{"consent": None}, {"languages": None}, {}]

    assert [("incomplete", "no-consent"), ("incomplete", "needs-languages"), ("accepted", "fulfils")] == verdicts(cohort([], rows), "mentors")


def test_mentors_have_ages_and_places_where_the_programme_gives_them():
    """The same rules by the same names as for mentees: too young, too old, unknown, too far; nothing where nothing is said."""
    rules = {"mentors": {"youngest": 21, "oldest": 70}, "mentor_places": ["Bogotá"]}
    good = {"birth_year": 1990.0, "city": "BOGOTA"}
    mentors = [good, good | {"birth_year": 2006.0}, good | {"birth_year": 1950.0}, good | {"birth_year": None}, good | {"city": "Cali"}, good | {"city": ""}]
    strict, lax = (cohort([], mentors, plan=program(eligibility=one)) for one in (rules, {"places": ["Soacha"]}))
    expected = [
        ("accepted", "fulfils"), ("declined", "too-young"), ("declined", "too-old"),
        ("incomplete", "age-unknown"), ("declined", "too-far"), ("incomplete", "place-unknown"),
    ]

    assert expected == verdicts(strict, "mentors")
    assert {("accepted", "fulfils")} == set(verdicts(lax, "mentors"))


def test_the_mentors_form_asks_for_age_and_place_only_where_a_rule_reads_them():
    """A question nobody judges by is not asked."""
    asked = [
        {question.column for question in application_form(program(eligibility=one), "mentors").questions} & {"birth_year", "city", "guardian_consent"}
        for one in ({}, {"places": ["Cali"]}, {"mentors": {"youngest": 21}}, {"mentor_places": ["Cali"]})
    ]

    assert [set(), set(), {"birth_year"}, {"city"}] == asked


def test_place_time_quiz_and_references_speak_for_themselves():
    """Each rule of eligibility declines or leaves open, says so by its id, and is silent where the programme does not ask."""
    rules = {"mentees": {"youngest": 16, "oldest": 26}, "places": ["Bogotá", "Soacha"], "weekly_hours": 1, "quiz": 70, "references": 2}
    enough = {"availability": frozenset({1, 2, 3, 4}), "city": "bogota"}
    mentees = [enough, enough | {"city": "Cali"}, enough | {"city": None}, enough | {"availability": frozenset({1, 2})}]
    known = {"availability": frozenset({1, 2, 3, 4}), "quiz": "85 %", "references": "2"}
    mentors = [known, known | {"quiz": "69,5"}, known | {"quiz": None}, known | {"references": "1"}]
    strict, lax = (cohort(mentees, mentors, plan=program(eligibility=one)) for one in (rules, {"mentees": rules["mentees"]}))

    assert [("accepted", "fulfils"), ("declined", "too-far"), ("incomplete", "place-unknown"), ("declined", "too-few-hours")] == verdicts(strict)
    assert [("accepted", "fulfils"), ("declined", "quiz-failed"), ("incomplete", "quiz-open"), ("incomplete", "references-open")] == verdicts(strict, "mentors")
    assert {outcome for side in ("mentees", "mentors") for outcome, _ in verdicts(lax, side)} == {"accepted"}


def test_places_are_filled_in_the_order_of_the_file():
    """Three places, one taken: of three who applied, the first two rows get in and the third waits, whatever their ids."""
    data = cohort([{}, {"status": "applied"}, {"status": "applied"}, {"status": "applied"}], [{"capacity": 2}, {}, {"status": "declined", "capacity": 9}])
    data.mentees["source"] = ["f.csv:2", "f.csv:30", "f.csv:4", "f.csv:5"]

    assert ["accepted", "waiting", "accepted", "accepted"] == [outcome for outcome, _ in verdicts(data)]
    assert "no-place" == verdicts(data)[1][1]


def test_nobody_with_a_status_means_that_all_take_part():
    """Where nobody has a status, applications count as accepted, as in matching."""
    assert ["accepted", "accepted"] == [outcome for outcome, _ in verdicts(cohort([{"status": None}] * 2))]
    assert ["applied", "accepted"] == list(screening(cohort([{"status": None}, {}]))["status"])


def test_screening_changes_nobody():
    """The cohort's frames are the same before and after."""
    data = cohort([{"birth_year": 1990.0}, {}], [{}])
    before = data.mentees.copy(deep=True), data.mentors.copy(deep=True)
    screening(data)
    data_warnings(data)

    pd.testing.assert_frame_equal(before[0], data.mentees)
    pd.testing.assert_frame_equal(before[1], data.mentors)


@settings(deadline=None)
@given(st.permutations(range(6)))
def test_screening_does_not_depend_on_the_order_of_ids(order):
    """However the frame is ordered, each person meets the same verdict and stands in the same place."""
    rows = [{"birth_year": 1990.0}, {"consent": None}, {"status": "applied"}, {"status": "applied"}, {"status": "waiting"}, {}]
    data = cohort(rows, [{}, {}])
    mixed = Cohort("demo-1", data.folder, data.settings, data.program, data.mentees.iloc[list(order)], data.mentors)

    pd.testing.assert_frame_equal(screening(data), screening(mixed))


def test_an_empty_cohort_has_an_empty_screening():
    """No applications yet is no fault."""
    assert 0 == len(screening(cohort()))
    assert [] == data_warnings(cohort())


# ---------------------------------------------------------------- recruiting


def test_the_funnel_counts_by_hand():
    """20 invited, 4 applied (20 %), 3 accepted (75 %), 2 matched (67 %); intervals are Wilson's."""
    data = cohort([{}, {}, {}, {"status": "declined"}], [{}], invited=20)
    pairs = DataFrame({"mentee_id": ["e01", "e02", "e04"], "mentor_id": ["m01", "m01", "m01"]})
    rates = recruiting_rates(data, pairs).set_index(["side", "step"])

    assert [20, 4, 3, 2] == list(rates.loc["mentees", "count"])
    assert [0.2, 0.75, pytest.approx(2 / 3)] == list(rates.loc["mentees", "share"])[1:]
    assert math.isnan(rates.loc[("mentors", "invited"), "count"])
    assert [1, 1] == list(rates.loc["mentors", "count"])[2:]
    assert (0.15, 0.25, 0.4) == tuple(rates.loc[("mentees", "applied"), ["planned_low", "planned", "planned_high"]])


def test_the_interval_is_wilsons_as_published():
    """Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662."""
    data = cohort([{}] * 81 + [{"status": "declined"}] * 182)
    row = recruiting_rates(data, NONE).set_index(["side", "step"]).loc[("mentees", "accepted")]

    assert (0.2553, 0.3662) == (round(row["low"], 4), round(row["high"], 4))


def test_more_applications_than_invitations_give_no_rate():
    """A share above 1 would be nonsense; the counts stand, the rate is missing."""
    row = recruiting_rates(cohort([{}] * 3, invited=2), NONE).set_index(["side", "step"]).loc[("mentees", "applied")]

    assert 3 == row["count"]
    assert math.isnan(row["share"])


def test_pairs_without_their_columns_are_refused():
    """A wrong table is named, not counted as nobody."""
    with pytest.raises(InvalidInputError):
        recruiting_rates(cohort([{}]), DataFrame({"mentee": []}))


def test_supply_and_demand_by_hand():
    """RRHH and human resources are one field, accents and case are folded, and the greatest lack stands first."""
    wishes = ["RRHH", "Recursos humanos", "human resources", "tecnología", "TECNOLOGIA", None]
    data = cohort(
        [{"field_wanted": wish} for wish in wishes] + [{"field_wanted": "Tecnología", "status": "waiting"}, {"field_wanted": "Salud", "status": "declined"}],
        [{"field": "recursos humanos", "capacity": 1}, {"field": "Tecnología", "capacity": 3}, {"field": "Arte"}, {"field": "RRHH", "status": "paused"}],
    )

    assert [
        ("Recursos humanos", 3, 0, 1, 1, 2),
        ("Arte", 0, 0, 1, 1, -1),
        ("Tecnología", 2, 1, 1, 3, -1),
        ("–", 1, 0, 0, 0, 1),
    ] == list(supply_and_demand(data).itertuples(index=False, name=None))


@settings(deadline=None)
@given(st.lists(st.sampled_from(["RRHH", "recursos humanos", "Salud", "salud ", None]), max_size=8), st.lists(st.integers(0, 3), max_size=6))
def test_no_wish_and_no_place_is_lost(wishes, places):
    """Over all fields, wishes add up to the mentees and places to the capacities."""
    data = cohort([{"field_wanted": wish} for wish in wishes], [{"field": "Salud", "capacity": n} for n in places])
    if "field_wanted" not in data.mentees or "field" not in data.mentors:
        return
    supply = supply_and_demand(data)

    assert (len(wishes), sum(places)) == (supply["wanted"].sum(), supply["places"].sum())


def test_without_a_criterion_for_fields_the_columns_have_to_be_named():
    """Nothing is guessed; named columns work."""
    data = cohort([{"dream": "X"}], [{"work": "x"}], plan=program(criteria=[]))
    with pytest.raises(InvalidInputError):
        supply_and_demand(data)

    assert [("X", 1, 0, 1, 1, 0)] == list(supply_and_demand(data, "dream", "work").itertuples(index=False, name=None))


def test_alliances_are_held_to_their_promises():
    """Promised 3, accepted 1 of 2 who applied: two are missing; who promised nothing follows, people without organisation last."""
    plan = program(design={"alliances": [{"name": "Clínica Sol", "mentors": 3}, {"name": "Nube", "mentors": 1}]})
    organisations = [("clinica sol", "accepted", 2), ("Clínica Sol", "applied", 1), ("NUBE", "accepted", 1), ("Otra", "accepted", 1), (None, "accepted", 1)]
    data = cohort([], [{"organisation": name, "status": status, "capacity": n} for name, status, n in organisations], plan=plan)
    rows = [row[:5] + row[6:] for row in alliance_shares(data).itertuples(index=False, name=None)]

    assert [("Clínica Sol", 3, 2, 1, 2, 2), ("Nube", 1, 1, 1, 1, 0), ("Otra", 0, 1, 1, 1, 0), ("–", 0, 1, 1, 1, 0)] == rows
    assert [pytest.approx(1 / 3), 1.0] == list(alliance_shares(data)["share"])[:2]


# ---------------------------------------------------------------- audience


def people_of(zones: dict[str, tuple[int, int]]) -> list[dict]:
    """Give mentees by zone: accepted and declined."""
    return [{"zone": zone, "status": status} for zone, counts in zones.items() for status, n in zip(("accepted", "declined"), counts, strict=True) for _ in range(n)]


def test_a_target_is_compared_by_hand():
    """Half of 20 accepted should be from the south; 6 are, so 4 are missing and 30 % lies under 50 % (high end 51.9 %)."""
    gaps = audience_gaps(cohort(people_of({"sur": (6, 2), "norte": (14, 0)})), {"zone": {"SUR": 0.5}})
    row = gaps.set_index("group").loc["sur"]

    assert (8, 6, 0.3, 0.5, pytest.approx(0.2), 4) == (row["applied"], row["accepted"], row["share_accepted"], row["target"], row["gap"], row["missing"])
    assert 0.519 == round(row["high"], 3)
    assert not row["below"]
    assert math.isnan(gaps.set_index("group").loc["norte", "target"])


def test_without_a_target_the_measure_is_who_applied():
    """All 10 of the south applied and none was accepted: the whole interval lies under their half of the applications."""
    gaps = audience_gaps(cohort(people_of({"sur": (0, 10), "norte": (10, 0)}))).set_index("group")

    assert (0.5, 0, 5) == (gaps.loc["sur", "target"], gaps.loc["sur", "accepted"], gaps.loc["sur", "missing"])
    assert gaps.loc["sur", "below"]


def test_small_groups_are_merged_and_never_shown_alone():
    """One person of the east is joined by the next smallest group until five stand together; silence has its own row."""
    gaps = audience_gaps(cohort([*people_of({"sur": (9, 0), "norte": (6, 0), "oriente": (1, 0)}), {"zone": None}]))

    assert [("sur", 9), ("norte / oriente", 7), ("–", 1)] == list(zip(gaps["group"], gaps["applied"], strict=True))


@settings(deadline=None)
@given(st.lists(st.integers(1, 9), max_size=6), st.integers(1, 6))
def test_no_group_under_the_threshold_ever_stands_alone(sizes, smallest):
    """Every row has at least the smallest number of applications, or is everybody; nobody is lost."""
    data = cohort(people_of({f"zone {place}": (size, 0) for place, size in enumerate(sizes)}))
    gaps = audience_gaps(data, smallest=smallest)

    assert sum(sizes) == gaps["applied"].sum()
    assert all(n >= smallest for n in gaps["applied"]) or len(gaps) <= 1


@pytest.mark.parametrize("target", [{"zone": {"sur": 1.2}}, {"zone": {"sur": 0.7, "norte": 0.7}}, {"nowhere": {"x": 0.1}}])
def test_impossible_targets_are_refused(target):
    """A share above 1, shares that exceed the whole, and a column nobody has."""
    with pytest.raises(InvalidInputError):
        audience_gaps(cohort(people_of({"sur": (5, 0)})), target)


# ---------------------------------------------------------------- quality


def test_quality_counts_by_hand():
    """Three of four filled; four wordings are two terms, and two answers had to be folded."""
    fields = ["Contabilidad y finanzas", "contabilidad", "Salud", "salud"]
    data = cohort([{"field_wanted": field} for field in [*fields, None, "Salud"]], [{}])
    row = data_quality(data).set_index(["side", "column"]).loc[("mentees", "field_wanted")]

    assert (5, 6, 4, 2, 2) == tuple(row[["filled", "of", "wordings", "terms", "respelt"]])
    assert not row["needed"]


def test_what_an_application_needs_is_told():
    """Consent, year of birth and the answers of required criteria; columns nobody filled stay out unless needed."""
    quality = data_quality(cohort([{"consent": None, "languages": None}], [{}]))
    needed = quality[quality["needed"]]

    assert {("mentees", "consent", 0), ("mentees", "birth_year", 1), ("mentees", "languages", 0), ("mentors", "consent", 1), ("mentors", "languages", 1)} == set(
        zip(needed["side"], needed["column"], needed["filled"], strict=True)
    )
    assert not {"prefers", "not_with", "capacity"} & set(quality["column"])
