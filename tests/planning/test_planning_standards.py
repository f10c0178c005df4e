"""Planning: the scorecard from data and documents, EMCC's arithmetic, gaps with their plan, early signs."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.model.catalogue import catalogue
from mentorkit.model.program import Program
from mentorkit.model.tables import TABLES
from mentorkit.planning.benchmarks import ELEMENTS
from mentorkit.planning.facts import Fact, cohort_facts, early_signs, programme_facts, staff_contact
from mentorkit.planning.standards import (
    core_standards,
    emcc_level,
    gaps,
    risk_table,
    scorecard,
    scorecard_summary,
    standing,
)

DAY = dt.date(2026, 2, 2)


def program(**design) -> Program:
    """Build a programme with this design."""
    return Program(program="Puentes", design=design)


def table(name: str, rows=()) -> pd.DataFrame:
    """Build a record table with its canonical columns."""
    columns = [column.name for column in TABLES[name].columns]
    return pd.DataFrame([dict(zip(columns, row, strict=False)) for row in rows], columns=columns, dtype=object)


def people(**columns) -> pd.DataFrame:
    """Build mentees or mentors, by default accepted, with consent."""
    count = len(next(iter(columns.values())))
    base = {"status": "accepted", "consent": "yes", "birth_year": float("nan"), "guardian_consent": None, "organisation": None, "capacity": 1}
    return pd.DataFrame(base | columns, index=pd.Index([f"p{n}" for n in range(count)], name="id"))


def cohort(plan: Program | None = None, mentees=None, mentors=None, **tables) -> SimpleNamespace:
    """Build what facts read of a cohort: people, records, first and last day."""
    nobody = people(status=[])
    return SimpleNamespace(
        program=plan or program(),
        starts=DAY,
        ends=DAY + dt.timedelta(weeks=20),
        mentees=nobody if mentees is None else mentees,
        mentors=nobody if mentors is None else mentors,
        tables={name: table(name, tables.get(name, ())) for name in TABLES},
    )


def matches(*rows) -> pd.DataFrame:
    """Build matches from (mentee, mentor, days lasted, reason)."""
    columns = ["mentee_id", "mentor_id", "begins", "until", "closed", "reason"]
    begins = pd.Timestamp(DAY)
    built = [(a, b, begins, begins + pd.Timedelta(days=days), pd.NaT if reason is None else begins + pd.Timedelta(days=days), reason) for a, b, days, reason in rows]
    return pd.DataFrame(built, columns=columns)


@given(st.integers(1, 500), st.integers(0, 500))
def test_a_fact_stands_where_its_share_lies(of, count):
    """Met from nine in ten, in part from a half, not below; the more, the better."""
    count = min(count, of)
    expected = "met" if 10 * count >= 9 * of else "partly" if 2 * count >= of else "not"

    assert expected == standing(Fact(count, of))


def test_every_check_and_element_has_its_words():
    """Each check of each element has a label in both languages; ids and labels stand once; no label copies a long text."""
    used = {check for element in ELEMENTS for check in element.checks} | {"document"}
    labels = [label for element in ELEMENTS for label in element.labels]

    assert used <= catalogue("planning", "planning")["checks"].keys()
    assert len({element.id for element in ELEMENTS}) == len(ELEMENTS)
    assert [f"EEPM-{n:02}" for n in range(1, 17)] == [e.id for e in ELEMENTS if e.standard == "EEPM"]
    assert {"EEPM4"} == {e.standard for e in ELEMENTS} - {"EEPM", "EMCC"}
    assert all(e.label("en").startswith(f"B.{e.id[6:].replace('-', '.')} ") for e in ELEMENTS if e.standard == "EEPM4")
    assert [f"EMCC-{n}" for n in range(1, 7)] == [e.id for e in ELEMENTS if e.standard == "EMCC"]
    assert all(len(label.split()) <= 7 for label in labels)
    assert all(element.link.startswith("https://") for element in ELEMENTS)


def test_each_standard_of_the_fourth_edition_is_whole():
    """As many benchmarks as the edition has in each of its six standards, numbered without a hole."""
    published = {"1": 7, "2": 12, "3": 4, "4": 4, "5": 12, "6": 9}

    wanted = [f"EEPM4-{standard}-{n}" for standard, many in published.items() for n in range(1, many + 1)]
    assert wanted == [element.id for element in ELEMENTS if element.standard == "EEPM4"]


def test_data_go_before_what_is_said():
    """Said to be met, with 39 of 51 in the data, an element is met in part; without data the document decides."""
    plan = program(standards=[{"id": "EEPM-07", "met": "met", "link": "https://example.org/orientation"}])
    seen = {"orientation-planned": Fact(1, 1), "oriented": Fact(39, 51)}

    assert "partly" == scorecard(plan, seen, "en").set_index("id").at["EEPM-07", "met"]
    assert "met" == scorecard(plan, {}, "en").set_index("id").at["EEPM-07", "met"]
    assert "no-evidence" == scorecard(program(), {}, "en").set_index("id").at["EEPM-07", "met"]


def test_a_document_counts_where_the_standard_asks_for_one():
    """Screening is met only with a document beside the data; said to be met without evidence or link it is none."""
    seen = {"decided": Fact(40, 40), "mentors-consent": Fact(40, 40)}
    silent = program(standards=[{"id": "EEPM-06", "met": "met"}])
    linked = program(standards=[{"id": "EEPM-06", "met": "met", "link": "https://example.org/checks"}])

    assert ["partly", "partly", "met"] == [scorecard(p, seen, "en").set_index("id").at["EEPM-06", "met"] for p in (program(), silent, linked)]


def test_evidence_says_how_many_of_how_many():
    """The evidence is in the reader's language, with numbers and share."""
    seen = {"orientation-planned": Fact(1, 1), "oriented": Fact(39, 51)}
    spanish, english = (scorecard(program(), seen, language).set_index("id") for language in ("es", "en"))

    assert "inducción de una hora o más: sí; mentees que hicieron la inducción: 39 de 51 (76%)" == spanish.at["EEPM-07", "evidence"]
    assert "orientation of an hour or more: yes; mentees who had the orientation: 39 of 51 (76%)" == english.at["EEPM-07", "evidence"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"met": "met", "link": "https://example.org/list"}, "met"),
        ({"met": "met", "evidence": "training list"}, "partly"),
        ({"met": "partly", "evidence": "half of it"}, "partly"),
        ({"met": "met"}, "no-evidence"),
        ({"met": "not"}, "not"),
        ({"plan": "read it"}, "no-evidence"),
    ],
)
def test_words_alone_never_meet_an_element(said, expected):
    """Met asks for a linked document, words alone are in part, a no is believed; for published elements and for one's own."""
    score = scorecard(program(standards=[{"id": "EEPM-10", **said}, {"id": "E1", "text": "a", **said}]), {}, "es").set_index("id")

    assert [expected] * 2 == [score.at[id, "met"] for id in ("EEPM-10", "E1")]
    assert len(ELEMENTS) + 1 == scorecard_summary(score)["elements"].sum()


def test_benchmarks_of_the_fourth_edition_come_from_data_where_there_are_some():
    """B.1.3 from fields with enough mentors, B.2.10 from guardians' consent; B.2.4 from a linked document alone."""
    seen = {"fields-covered": Fact(5, 7), "guardians": Fact(3, 3)}
    linked = program(standards=[{"id": "EEPM4-2-4", "met": "met", "link": "https://example.org/checks"}])
    bare, shown = (scorecard(p, seen, "en").set_index("id")["met"] for p in (program(), linked))

    assert ["partly", "met", "no-evidence"] == [bare[id] for id in ("EEPM4-1-3", "EEPM4-2-10", "EEPM4-2-4")]
    assert "met" == shown["EEPM4-2-4"]


@pytest.mark.parametrize(
    ("shares", "level"),
    [
        ((0.9, 0.9, 0.9, 0.9, 0.9, 0.9), "gold"),
        ((1, 1, 1, 1, 1, 0.8), "gold"),
        ((1, 1, 1, 1, 1, 0.79), "silver"),
        ((0.8, 0.8, 0.8, 0.8, 0.8, 0.8), "silver"),
        ((1, 1, 1, 1, 1, 0.69), "bronze"),
        ((0.7, 0.7, 0.7, 0.7, 0.7, 0.7), "bronze"),
        ((1, 1, 1, 1, 1, 0.59), None),
        ((0.69, 0.69, 0.69, 0.69, 0.69, 0.69), None),
    ],
)
def test_emcc_levels_as_published(shares, level):
    """Bronze 70 % and 60 in each, silver 80 and 70, gold 90 and 80 (EMCC Ireland)."""
    core = pd.DataFrame({"points": [share * 100 for share in shares], "of": [100] * 6, "share": shares})

    assert level == emcc_level(core).level


def test_points_of_a_core_standard_by_hand():
    """Ethics has five checks and a document: three met, one in part, one not, no document: 3.5 of 6."""
    seen = {"expectations": Fact(4, 4), "mentees-consent": Fact(10, 10), "mentors-consent": Fact(5, 10), "guardians": Fact(0, 2), "when-it-goes-wrong": Fact(1, 1)}
    core = core_standards(program(), seen, "en").set_index("id")

    assert (3.5, 6) == (core.at["EMCC-5", "points"], core.at["EMCC-5", "of"])


def test_gaps_without_a_plan_come_first_and_a_plan_serves_all_elements():
    """`oriented` is missing for EEPM-07 and EMCC-2 and stands once, with the plan of the one that has it."""
    plan = program(standards=[{"id": "EEPM-07", "plan": {"es": "Repetir", "en": "Repeat"}, "owner": "trainer", "due": "2026-08-01"}])
    table = gaps(plan, {"orientation-planned": Fact(1, 1), "oriented": Fact(1, 2)}, "en")
    row = table[table["missing"] == "mentees who had the orientation"].iloc[0]

    assert ("EEPM-07, EMCC-2", "Repeat", "trainer", dt.date(2026, 8, 1)) == tuple(row[["elements", "plan", "owner", "due"]])
    assert table["plan"].isna().tolist() == sorted(table["plan"].isna(), reverse=True)
    assert 1 == (table["missing"] == "mentees who had the orientation").sum()


def test_an_empty_programme_shows_what_it_lacks():
    """Nothing is written: purpose, criteria and expectations count as not there, not as unknown."""
    facts = programme_facts(program(), [])

    assert (Fact(0, 1), Fact(0, 1), Fact(0, 4)) == (facts["purpose"], facts["criteria"], facts["expectations"])


def test_what_no_table_answers_is_left_out():
    """A cohort without records gives no facts and no signs."""
    assert {} == cohort_facts(cohort(), matches(), {}, [])
    assert {} == early_signs(cohort(), matches(), {})


def test_facts_of_people_by_hand():
    """Two of three with consent; the minor has a guardian's consent; one applied and is not decided."""
    mentees = people(status=["accepted", "accepted", "accepted", "applied"], consent=["x", "x", None, None], birth_year=[2000.0, 2010.0, 2001.0, 2001.0], guardian_consent=[None, True, None, None])
    facts = cohort_facts(cohort(mentees=mentees, mentors=people(status=["accepted"])), matches(), {}, [])

    assert Fact(2, 3) == facts["mentees-consent"]
    assert Fact(1, 1) == facts["guardians"]
    assert Fact(4, 5) == facts["decided"]
    assert Fact(1, 3) == facts["places-offered"]


def test_months_with_a_contact_by_hand():
    """A pair of 65 days has two whole months for each side: the mentee was reached in both, the mentor in none."""
    said = [("m", DAY + dt.timedelta(days=3)), ("m", DAY + dt.timedelta(days=31)), ("m", DAY + dt.timedelta(days=32))]

    assert Fact(2, 4) == staff_contact(cohort(support=said), matches(("m", "t", 65, None)))
    assert staff_contact(cohort(), matches(("m", "t", 65, None))) is None


def test_closings_with_a_reason():
    """Of three pairs, one closed with a reason, one reached the end without a word, one still runs: one of two."""
    facts = cohort_facts(cohort(), matches(("a", "x", 50, "fit"), ("b", "y", 140, None), ("c", "z", 60, None)), {}, [])

    assert Fact(1, 2) == facts["closed-with-reason"]


def test_early_signs_by_hand():
    """Cancelled and no-show in a row ring; a meeting held between them does not. Ratings count by their last."""
    days = [DAY + dt.timedelta(days=n) for n in range(4)]
    meetings = [("a", "x", days[0], 50, "", "cancelled"), ("a", "x", days[1], 50, "", "no-show"), ("b", "y", days[0], 50, "", "cancelled"), ("b", "y", days[1], 50, "", "yes"), ("b", "y", days[2], 50, "", "cancelled")]
    checkins = [("a", days[0], False), ("a", days[1], False), ("b", days[0], True, 2.0), ("b", days[1], True, 5.0), ("c", days[1], True, 3.0)]
    signs = early_signs(cohort(meetings=meetings, checkins=checkins), matches(), {"start_rate": (0.75, 4)})

    assert Fact(1, 2) == signs["cancelled-twice"]
    assert Fact(1, 3) == signs["unanswered-twice"]
    assert Fact(1, 2) == signs["low-relationship"]
    assert Fact(1, 4) == signs["no-first-meeting"]


def test_a_risk_rings_from_its_own_share_on():
    """One in five rings at 0.2 and is quiet at 0.3; without records unknown; without a sign seen by eye."""
    base = {"text": "r", "likelihood": 1, "effect": 1, "owner": "o", "early_sign": "s", "answer": "a"}
    risks = [
        base | {"id": "a", "sign": "unlogged"},
        base | {"id": "b", "sign": "unlogged", "sign_from": 0.3},
        base | {"id": "c", "sign": "field-short"},
        base | {"id": "d"},
    ]
    table = risk_table(program(risks=risks), "es", {"unlogged": Fact(1, 5)}).set_index("id")

    assert ["rings", "quiet", "unknown", "by-eye"] == list(table["seen"])
