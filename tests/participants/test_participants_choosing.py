"""Places and turns, whom to recruit, fields near in meaning, and what notebook 2 says of them, also where hardly anybody is there."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from applications import cohort, program
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.io.vocabulary import with_vocabulary
from mentorkit.participants.cautions import data_warnings
from mentorkit.participants.related import recruiting_list, related_names
from mentorkit.participants.waiting import capacity, waiting_list
from mentorkit.telling.deciding import decision_table
from mentorkit.telling.desk import open_desk

ROOT = Path(__file__).parents[2]
SHARED, _ = with_vocabulary(program(), ROOT)
APPLIED = {"status": "applied"}


def open_cohort(folder: Path, mentees: str, mentors: str, reviews: str = "", language: str = "en", eligibility: str = ""):
    """Write a cohort with a field criterion and open its desk."""
    home = folder / "cohorts" / "small"
    home.mkdir(parents=True)
    (folder / "program.yml").write_text(
        f"program: X\nlanguages: [{language}]\nvocabulary: []\neligibility: {{mentees: {{youngest: 16, oldest: 26}}{eligibility}}}\n"
        "criteria: [{id: field, kind: same, mentee: field_wanted, mentor: field}]\n", encoding="utf-8",
    )
    (home / "cohort.yml").write_text("cohort: small\nstarts: 2026-02-02\n", encoding="utf-8")
    (home / "mentees.csv").write_text(mentees, encoding="utf-8")
    (home / "mentors.csv").write_text(mentors, encoding="utf-8")
    if reviews:
        (home / "reviews.csv").write_text(reviews, encoding="utf-8")
    return open_desk(str(home), str(folder / "results"), language)


HEADS = ("id,name,email,status,consent,birth_year,field_wanted\n", "id,name,email,status,consent,capacity,field,organisation\n")


def cells(desk) -> dict[str, str]:
    """Run the notebook's code cells at a desk and give what each shows, as text."""
    notebook = json.loads((ROOT / "notebooks" / "2-participants.ipynb").read_text(encoding="utf-8"))
    names: dict = {"desk": desk}
    shown = {}
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] != "code" or cell["metadata"].get("tags"):
            continue
        if cell["id"] == "open":
            exec("\n".join(line for line in source.splitlines() if line.startswith("from")), names)
        elif cell["id"] == "target":
            names["target"] = {}
        else:
            result = eval(source, names)
            assert result._repr_html_() or result._repr_markdown_()
            shown[cell["id"]] = repr(result)
    return shown


def test_places_are_those_of_mentors_to_whom_no_rule_objects():
    """Accepted and fulfilling mentors count with their places; without consent they bring none."""
    read = cohort([{}, {}, APPLIED, {"status": "waiting"}], [{"capacity": 2}, {"capacity": 3, "consent": None}, {**APPLIED, "capacity": 1}])

    assert {"mentors": 2, "places": 3, "accepted": 3, "free": 0, "waiting": 1} == capacity(read)


def test_the_waiting_list_is_in_turn():
    """Who was put there by people first, then those for whom no place was left, each in the order of the file; free places reach so far."""
    read = cohort([{"status": "waiting"}, APPLIED, {}, APPLIED, {"status": "waiting"}], [{"capacity": 2}])
    table = waiting_list(read)

    assert ["e01", "e05", "e04"] == list(table["person_id"])
    assert [1, 2, 3] == list(table["turn"])
    assert not table["would_fit"].any()
    more = waiting_list(cohort([{"status": "waiting"}, {}, {"status": "waiting"}], [{"capacity": 2}]))
    assert [("e01", True), ("e03", False)] == list(zip(more["person_id"], more["would_fit"], strict=True))


@given(st.lists(st.sampled_from(["accepted", "applied", "waiting", "declined"]), min_size=1, max_size=8), st.lists(st.integers(0, 3), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_nobody_who_applied_takes_a_place_that_is_not_there(statuses, capacities):
    """What the rules accept never goes beyond the places, unless people accepted more themselves; everybody who waits has one turn."""
    read = cohort([{"status": status} for status in statuses], [{"capacity": places} for places in capacities])
    numbers, table = capacity(read), waiting_list(read)

    assert numbers["accepted"] <= max(numbers["places"], statuses.count("accepted"))
    assert list(table["turn"]) == list(range(1, numbers["waiting"] + 1))
    assert table["person_id"].is_unique


def test_related_terms_hold_in_both_directions():
    """Accounting names administration; so administration has accounting beside it too, and nobody is near itself."""
    near = related_names(SHARED)

    assert "Administración" in near["Contabilidad y finanzas"]
    assert "Contabilidad y finanzas" in near["Administración"]
    assert all(name not in others for name, others in near.items())
    assert all(name in near[other] for name, others in near.items() for other in others)


def test_whom_to_recruit_names_related_fields_and_counts_them_apart():
    """Nobody in accounting, but three places in administration: told beside the field, whose lack stays two."""
    mentees = [{"field_wanted": "contabilidad"}, {"field_wanted": "Contaduría"}]
    mentors = [
        {"field": "Administración", "capacity": 3}, {"field": "Salud", "capacity": 5},
        {"field": "finanzas", "organisation": "Banco Uno", **APPLIED},
    ]
    table = recruiting_list(cohort(mentees, mentors, plan=SHARED))

    assert [("Contabilidad y finanzas", 2, 0, 2, "Administración (3)", 3, 1, "Banco Uno")] == list(table.itertuples(index=False, name=None))


def test_related_terms_change_no_score():
    """They are told, never counted: two related fields are different to `same`."""
    from mentorkit.matching import match, pairs_table
    from mentorkit.model.roster import roster

    read = cohort([{"field_wanted": "Contabilidad y finanzas"}], [{"field": "Administración"}], plan=SHARED)

    assert 0 == pairs_table(match(roster(read), read.program))["points_field"].iloc[0]


@pytest.mark.parametrize(("tag", "words"), [
    ("contabilidá", ("Contabilidad y finanzas", "these are near: Administración")),
    ("nómina", ("matches nobody", "vocabulary")),
])
def test_an_unknown_field_leads_to_the_vocabulary(tag, words):
    """Also in a cohort where nobody else wants the field: the nearest term, and those near it; without one, that it matches nobody."""
    found = data_warnings(cohort([{"field_wanted": tag}], [{"field": "Salud"}], plan=SHARED))

    assert [(2, "field_wanted")] == [(problem.row, problem.column) for problem in found]
    assert all(word in f"{found[0].problem}; {found[0].remedy}" for word in words)
    assert tag not in f"{found[0].problem}; {found[0].remedy}".replace("Contabilidad", "")


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_notebook_stands_without_anybody(tmp_path, language):
    """No applicant on either side: every cell says so, and the only thing to decide is nothing."""
    shown = cells(open_cohort(tmp_path, *HEADS, language=language))

    assert {"es": "Todavía no hay inscripciones", "en": "There are no applications yet"}[language] in shown["summary"]
    assert not any("nan" in text.casefold().split() for name, text in shown.items() if not name.endswith("sheet"))


def test_the_notebook_stands_with_one_organisation_and_nobody_complete(tmp_path):
    """All are incomplete and accepted by people: it says who is not matched, who is to be called, and that places are missing."""
    mentees = HEADS[0] + "".join(f"A{n},Name {n} Other{n * 7},a{n}@x.co,accepted,{'v1' if n == 1 else ''},,Salud\n" for n in (1, 2, 3))
    mentors = HEADS[1] + "B1,Sol Vega,b1@x.co,accepted,v1,1,Salud,Banco Uno\n"
    desk = open_cohort(tmp_path, mentees, mentors)
    shown, decided = cells(desk), decision_table(desk)

    assert "A2" in shown["consents"] and "A3" in shown["consents"] and "record the consent" in shown["consents"]
    assert "Health" in shown["recruit-now"] and "Banco Uno" in shown["recruit-now"]
    asked = decided[decided["decision"].str.startswith("Ask for the consent")]
    assert ["A2, A3"] == list(asked["whom"])


def test_the_notebook_tells_how_far_readers_agree(tmp_path):
    """Kappa by aspect with its n, the third reading by name, points in order; with few readings no judgement."""
    mentees = HEADS[0] + "".join(f"A{n},Name {n},a{n}@x.co,applied,v1,2004,Salud\n" for n in (1, 2, 3, 4))
    reviews = "person_id,reviewer,drive\n" + "".join(f"A{n},Ana,{a}\nA{n},Luis,{b}\n" for n, a, b in ((1, 1, 1), (2, 2, 2), (3, 4, 2), (4, 4, 4)))
    rubric = ", rubric: [{id: drive, text: Drive, one: none, four: strong}]"
    shown = cells(open_cohort(tmp_path, mentees, HEADS[1] + "B1,Sol Vega,b1@x.co,accepted,v1,1,Salud,X\n", reviews, eligibility=rubric))["readers"]

    assert "4 applications were read, 4 of them by two" in shown
    assert "A3" in shown and "Name 3" in shown
    # by hand: of four pairs three agree; weights 0,1,2,3: seen 2/4; chance from the margins (1,1,0,2) and (1,2,0,1)
    expected = pd.Series([1, 1, 0, 2]), pd.Series([1, 2, 0, 1])
    chance = sum(expected[0][i] * expected[1][j] * abs(i - j) for i in range(4) for j in range(4)) / 16
    assert f"{1 - (2 / 4) / chance:.3f}" in shown
    assert "too few readings" in shown
