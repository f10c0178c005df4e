"""What is odd in the applications: each kind with its place, and never a person's cell."""

from __future__ import annotations

import datetime as dt

import pytest
from applications import cohort
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.errors import InvalidInputError
from mentorkit.model.catalogue import catalogue
from mentorkit.model.cohort import Cohort
from mentorkit.participants import data_warnings
from mentorkit.participants.tags import Tags, bare


def cautions(data: Cohort) -> list[tuple]:
    """Give row, column and problem of what is odd."""
    return [(p.row, p.column, p.problem) for p in data_warnings(data)]


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"email": "ana@x"}, "email", "the cell has not the form of an address"),
        ({"email": "ana.x.co"}, "email", "the cell has not the form of an address"),
        ({"email": "a b@x.co"}, "email", "the cell has not the form of an address"),
        ({"email": "a@x.co, b@x.co"}, "email", "the cell has not the form of an address"),
        ({"email": "\u0430na@x.co"}, "email", "letters that look alike stand in the address (Cyrillic)"),
        ({"email": "an\u03b1@x.co"}, "email", "letters that look alike stand in the address (Greek)"),
        ({"email": "peña@x.co"}, "email", "an accented letter stands in the address"),
        ({"phone": "12 34"}, "phone", "the phone has fewer than 7 digits"),
        ({"birth_year": 2025.0, "status": "applied"}, "birth_year", "the year of birth cannot be right"),
        ({"birth_year": 1905.0}, "birth_year", "the year of birth cannot be right"),
        ({"style": "dyrect"}, "style", "a tag is not known"),
        ({"style": "loud"}, "style", "the answer is none of the known ones"),
        ({"stage": "firts job"}, "stage", "a tag is not known"),
    ],
)
def test_each_oddity_is_named_with_its_place(changes, column, words):
    """One odd cell, one warning with row and column, and the cell is not repeated."""
    data = cohort([{}, changes])
    (problem,) = data_warnings(data)
    cell = str(next(iter(changes.values())))

    assert ("mentees.csv", 3, column, words, True) == (problem.file, problem.row, problem.column, problem.problem, problem.warning)
    assert cell not in str(problem)


def test_an_accepted_minor_without_consent_is_an_error():
    """The one oddity that stops; somebody who only applied is not accepted yet, and a possible minor is a warning."""
    data = cohort([{"birth_year": 2009.0}, {"birth_year": 2009.0, "status": "applied"}, {"birth_year": 2008.0}])
    found = [(p.row, p.warning) for p in data_warnings(data)]

    assert [(2, False), (4, True)] == found


def test_a_tag_near_a_known_one_is_named_with_it():
    """A wording often used is known, also without its accents; a slip of the pen or half a name is told the nearest."""
    wishes = ["Diseño y confección"] * 3 + ["diseño"] + ["Diseñp y confección"] + ["DISENO Y CONFECCION"] + ["Astronomía"] + ["contaduria"]
    found = data_warnings(cohort([{"field_wanted": wish} for wish in wishes]))

    assert [5, 6] == [p.row for p in found]
    assert all('did you mean "Diseño y confección"?' in p.remedy for p in found)


def test_tags_are_known_from_both_sides():
    """What mentors often write is known for mentees too, also inside lists; the singular is no fault."""
    data = cohort([{"topics": ("Entrevitas", "red")}], [{"topics": ("Entrevistas", "Redes")}] * 3)

    assert [(2, "topics", "a tag is not known")] == cautions(data)


def test_people_who_stand_twice_are_found():
    """The same phone in another form, a name in another order with one letter changed, the same person on both sides."""
    data = cohort(
        [
            {"name": "María Fernanda Daza Pachón", "phone": "+57 300 123 4567"},
            {"name": "Daza Pachon Maria Fernanda", "phone": "3011112222"},
            {"name": "Otra Persona Distinta", "phone": "300-123-4567"},
            {"name": "María Fernanda Daza Rincón", "birth_year": 2001.0},
            {"name": "Maria Fernanda Dasa Pachón", "birth_year": 2002.0},
        ],
        [{"email": "PE1@x.co"}],
    )

    assert [
        (2, "email", "the same address stands in mentees.csv, row 2"),
        (3, "name", "the name is very close to the one in row 2"),
        (4, "phone", "the same phone stands in row 2"),
    ] == sorted(cautions(data))


@pytest.mark.parametrize(("year", "twice"), [(2004.0, True), (2003.0, True), (2005.0, True), (2002.0, False), (None, True)])
def test_close_names_count_with_close_years(year, twice):
    """One letter and at most one year apart, or no year: one person, perhaps; two years apart are two people."""
    found = cautions(cohort([{"name": "Laura Peña Ríos"}, {"name": "Laura Penna Ríos", "birth_year": year}]))

    assert twice == ((3, "name", "the name is very close to the one in row 2") in found)


def test_addresses_that_look_alike_are_set_side_by_side():
    """A Cyrillic а makes another address of the same looks."""
    found = cautions(cohort([{"email": "ana@x.co"}, {"email": "\u0430na@x.co"}]))

    assert (3, "email", "the address looks like the one in row 2") in found


def test_columns_are_named_as_they_stand_in_the_file():
    """The coordinator's own heading stands in the message, not ours."""
    sources = {"mentees": {"file": "f.csv", "columns": {"email": "Correo", "style": {"from": "¿Estilo?"}}}}

    assert ["Correo", "¿Estilo?"] == [p.column for p in data_warnings(cohort([{"email": "x", "style": "loud"}], sources=sources))]


def test_cautions_speak_spanish_too():
    """The same places, other words; every kind has both languages with the same blanks."""
    data = cohort([{"email": "x"}])

    assert ["la celda no tiene la forma de un correo"] == [p.problem for p in data_warnings(data, "es")]
    assert all({"es", "en"} == set(words) for kind in catalogue("participants", "cautions").values() for words in kind.values())
    with pytest.raises(InvalidInputError):
        data_warnings(data, "fr")


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=5, max_size=20), st.sampled_from(["email", "phone", "name", "zone", "topics"]))
def test_no_message_repeats_a_cell(text, column):
    """Whatever a person wrote once, it stands in no message."""
    cell = (text,) if column == "topics" else text
    data = cohort([{column: cell}, {"zone": "sur"}, {}])
    said = " ".join(p.problem + p.remedy for p in data_warnings(data))

    assert text not in said


def test_ten_thousand_applications_take_seconds():
    """Duplicates are looked for among neighbours, not among all pairs; the planted one is found."""
    rows = [{"name": f"Ana{n % 211} Luz{n % 97} Ruiz{n % 53}", "phone": f"3{n:09d}"} for n in range(10_000)]
    rows.append({"name": "Zoraida Xiomara Quiñones", "phone": "3999999998"})
    rows.append({"name": "Zoraida Xiomara Quinonez", "phone": "3999999999"})
    begin = dt.datetime.now()
    found = data_warnings(cohort(rows))

    assert any(p.row == 10_003 and p.column == "name" for p in found)
    assert (dt.datetime.now() - begin).total_seconds() < 20


# ---------------------------------------------------------------- tags


@given(st.text())
def test_the_bare_form_is_stable(text):
    """Folding twice changes nothing more than folding once."""
    assert bare(bare(text)) == bare(text)


def test_synonyms_may_lead_on_and_in_circles():
    """A synonym of a synonym is the same tag, and a circle ends."""
    tags = Tags({"a": ["b"], "b": ["c"], "x": ["y"], "y": ["x"]})

    assert tags.key("C") == tags.key("a")
    assert tags.key("x") in ("x", "y")
