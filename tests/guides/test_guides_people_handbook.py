"""Handbooks and binders: each person's own page, private and in their language; bound guides with true page numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from mentorkit.guides import guide_html, guide_pdf
from mentorkit.guides.handbook import Owner, Partner, handbook_markdown
from mentorkit.io.curriculum import read_curriculum
from mentorkit.telling import guide_feedback, guide_people
from mentorkit.telling.desk import Desk, open_desk

ROOT = Path(__file__).parents[2]
GUIDES = read_curriculum(ROOT)
NASTY = ["<script>alert(1)</script>", "# Jefe", "[clic](https://evil.example)", "{{ 7*7 }} ${x}", '#import "@preview/x:1.0.0"', "| a | b |", "**Diga:** hola", "____"]


class Tags(HTMLParser):
    """Gathers the tags, links and words of a page."""

    def __init__(self, page: str):
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.links += [value for name, value in attributes if name == "href"]

    def handle_data(self, data):
        self.words += f" {data}"


def owner(**changes) -> Owner:
    """Give a mentee whose every word can be changed."""
    plain = Owner("Ana", "mentees", "es", "Puentes", "Fundación Puente", (Partner("Luis"),), (), (), {})
    return replace(plain, **changes)


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    """The example cohort's desk."""
    return open_desk(str(ROOT / "cohorts" / "example"), str(tmp_path_factory.mktemp("handbook")), "es")


@pytest.fixture(scope="module")
def people(desk) -> guide_people.Persons:
    """Its people."""
    return guide_people.Persons(desk)


def changed(desk: Desk, side: str, person: str, **cells) -> guide_people.Persons:
    """Give the people with other cells in one form."""
    frame = getattr(desk.cohort, side).copy()
    for name, value in cells.items():
        column = frame[name].astype(object) if name in frame else pd.Series(None, index=frame.index, dtype=object)
        frame[name] = [value if id == person else cell for id, cell in column.items()]
    later = replace(desk, cohort=replace(desk.cohort, **{side: frame}))
    later.__dict__["pairs"] = desk.pairs  # the pairs stay, whatever the form now says
    return guide_people.Persons(later)


def text_of(people: guide_people.Persons, person: str) -> str:
    """Give a person's handbook as the words that the page shows."""
    language = people.language(person)
    page = guide_html(handbook_markdown(guide_people.owner(people, person), people.desk.guides), language, "x")
    return re.sub(r"\s+", " ", Tags(page).words)


@pytest.mark.parametrize("text", NASTY)
def test_what_people_write_stays_text(text):
    """In any place of a handbook, markup shows as text on the page, and the printer takes it."""
    spoiled = owner(
        name=text,
        partners=(Partner(text, ((text, text),), "", text, text),),
        answers=((text, text),),
        rules={"communication": [text], "trouble": [text]},
        zone=text,
    )
    markdown = handbook_markdown(spoiled, {})
    page = Tags(guide_html(markdown, "es", "x"))

    assert not {"script", "img", "table", "a"} & set(page.tags)
    assert page.words.count(text) >= 8
    assert 1 == page.tags.count("h1")
    assert guide_pdf(markdown, "es", "x").startswith(b"%PDF")


def test_a_handbook_is_made_from_the_persons_own_form(people):
    """A mentee's has the partner, what both named, their own goals, the programme's rules and their dates."""
    mentee, mentor = people.pairs[0]
    told, row = text_of(people, mentee), people.row(mentee)

    assert people.shown(mentor) in told
    assert row["goals"] in told
    assert row["field_wanted"] in told
    assert "el programa escribe por WhatsApp los lunes" in told
    assert "S05 · Tres futuros" in told and "T1 ·" not in told.split("Fechas")[1].split("Lo que dijiste")[0]


def test_a_mentor_does_not_read_the_mentees_free_words(people):
    """What a mentee wrote as hopes stays out of the mentor's guide, and so do address and telephone."""
    for mentee, mentor in people.pairs:
        told, row = text_of(people, mentor), people.row(mentee)
        assert people.shown(mentee) in told
        assert not [cell for cell in (row["goals"], row["email"], row["phone"]) if isinstance(cell, str) and cell in told]


def test_a_mentors_own_contact_rule_reaches_the_mentee(desk, people):
    """A column `contact` in the mentors' form stands in the mentee's handbook."""
    mentee, mentor = people.pairs[0]
    later = changed(desk, "mentors", mentor, contact="Por WhatsApp, después de las siete.")

    assert "Por WhatsApp, después de las siete." in text_of(later, mentee)
    assert "después de las siete" not in text_of(people, mentee)


@pytest.mark.parametrize(
    ("cells", "language"),
    [({"languages": ("Inglés",)}, "en"), ({"languages": ("Español", "Inglés")}, "es"), ({"languages": ("Wayuunaiki",)}, "es"), ({"language": "en"}, "en"), ({"languages": None}, "es")],
)
def test_a_handbook_speaks_the_persons_language(cells, language, desk, people):
    """Who names only the programme's other language gets it; everybody else the cohort's."""
    mentee = people.pairs[0][0]
    later = changed(desk, "mentees", mentee, **cells)

    assert language == later.language(mentee)
    assert {"es": "Mi cuaderno", "en": "My handbook"}[language] in text_of(later, mentee)


def test_somebody_elsewhere_reads_their_own_clock(desk, people):
    """For a mentor in Madrid, six in the evening in Bogotá is midnight of the next day, and the handbook says whose hours they are."""
    mentor = people.pairs[0][1]
    told = text_of(changed(desk, "mentors", mentor, timezone="Europe/Madrid"), mentor)

    assert "Las horas son de Europe/Madrid" in told
    assert "mar 3 de febrero de 2026 00:00 S01" in told
    assert "lun 2 de febrero de 2026 18:00 S01" in text_of(people, mentor)


def test_only_people_with_a_pair_get_a_folder_and_old_ones_go(desk, monkeypatch):
    """Each paired person has a page and a calendar; the folder of somebody who left is removed, other folders stay."""
    monkeypatch.setattr(guide_people, "PRINTED_AT_ONCE", 0)
    old, other = desk.results / "people" / "Z99", desk.results / "people" / "notes"
    for folder, name in ((old, "handbook.html"), (other, "mine.txt")):
        folder.mkdir(parents=True)
        (folder / name).write_text("x", encoding="utf-8")

    guide_people.save_people(desk)

    listed = pd.read_csv(desk.results / "people" / "people.csv", dtype=str)
    folders = {path.name for path in (desk.results / "people").iterdir() if path.is_dir()}
    assert set(listed["person_id"]) == set(desk.pairs["mentee_id"]) | set(desk.pairs["mentor_id"])
    assert folders == {folder.removeprefix("people/") for folder in listed["folder"]} | {"notes"}
    assert {"handbook.html", "calendar.ics"} == {path.name for path in (desk.results / listed["folder"][0]).iterdir()}


def test_a_page_says_that_it_is_personal(people):
    """At the foot of a person's handbook stands whose it is, and no open licence."""
    mentee = people.pairs[0][0]
    guide_people._write(people, mentee, "one", printed=True)
    page = (people.desk.results / "one" / "handbook.html").read_text(encoding="utf-8")

    assert "Personal" in page and "CC BY" not in page
    assert (people.desk.results / "one" / "handbook.pdf").read_bytes().startswith(b"%PDF")


def test_the_binder_holds_every_guide_at_its_date_and_hour(desk):
    """All sessions of the cohort, those in a room in order of their dates and with the clock, then pair meetings."""
    binder = guide_feedback.binder(desk)
    codes = [re.match(r"# ([A-Z]\d+)", part)[1] for part in binder.parts]
    s10 = binder.parts[codes.index("S10")]

    assert sorted(codes) == sorted(desk.guides)
    assert codes[-9:] == [f"P{number}" for number in range(1, 10)]
    assert codes.index("S01") < codes.index("S02") < codes.index("S10")
    assert "martes 9 de junio de 2026 · 18:00–20:00" in s10.split("\n## ")[0]
    assert "## 18:00 · " in s10


def test_the_binders_page_numbers_are_true(desk, pdf_pages):
    """Each line of the contents names the page on which that guide begins."""
    binder = guide_feedback.binder(desk)
    pages = pdf_pages(replace(binder, parts=tuple(part[:4000] for part in binder.parts)).pdf("letter"))
    entries = re.findall(r"^([A-Z]\d+ · .+?)[ .]{4,}\W*(\d+)$", pages[0], re.MULTILINE)

    assert len(binder.parts) == len(entries)
    assert all(title in pages[int(page) - 1] for title, page in entries)


def test_role_handbooks_hold_no_name(desk):
    """What is the same for everybody names nobody of the cohort."""
    names = {name for frame in (desk.cohort.mentees, desk.cohort.mentors) for name in frame["name"]}
    for role in ("mentors", "mentees"):
        bound = guide_feedback._handbook(desk, role, "es")
        text = "\n".join([bound.title, bound.front, *bound.parts])
        assert len(bound.parts) >= 11
        assert not [name for name in names if name in text]


def test_personal_and_bound_papers_hold_to_the_standard(desk, people):
    """An independent validator finds a handbook, a mentors' handbook and a binder of two guides accessible (PDF/UA-1)."""
    validator = pytest.importorskip("page")
    mentee = people.pairs[0][0]
    markdown = handbook_markdown(guide_people.owner(people, mentee), desk.guides)
    binder = guide_feedback.binder(desk)
    papers = [
        guide_pdf(markdown, "es", "Mi cuaderno", "letter", footer="Personal"),
        replace(binder, parts=binder.parts[:2]).pdf("letter"),
        guide_feedback._handbook(desk, "mentors", "en").pdf("a4"),
    ]

    reports = [validator.validate_pdf_bytes(paper, profile="ua1") for paper in papers]
    assert [[failure.message for failure in report.failures] for report in reports] == [[], [], []]
