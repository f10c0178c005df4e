"""An edition: what is cited, what changed since the last one, and the whole book as a PDF."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from mentorkit.model.program import Program
from mentorkit.publishing.edition import RECORD, book_metadata, book_pdf, citation_file, edition, edition_page
from mentorkit.publishing.sources import Sources, own_pages, page_files

PAGES = {"index": "# Inicio\n", "why": "# Por qué\n", "stages/1-design": "# 1. Diseño\n"}


def program(**about: str) -> Program:
    """A programme with an edition."""
    return Program(program="Puentes \\*", organisation="Fundación", publishing={"edition": about} if about else {})


def book(**changed: str | None) -> dict[str, Sources]:
    """The pages of a language, some changed, new or gone."""
    sources = Sources("es")
    for page, text in (PAGES | changed).items():
        if text is not None:
            sources.add(f"playbook/es/{page}.md", f"{page}.md", text)
    return {"es": sources}


def left(folder: Path, books: dict[str, Sources], **about: str):
    """Publish an edition over the last one, and give it."""
    now = edition(program(**about), books, folder)
    (folder / RECORD).write_text(now.record(), encoding="utf-8")
    return now


def test_the_first_edition_marks_nothing(tmp_path: Path):
    """Where there was none before, nothing is new."""
    now = left(tmp_path, book(), version="1")

    assert now.changes("es") == {"new": [], "changed": [], "gone": []}
    assert "primera edición" in edition_page(now, "es", {})


def test_the_next_edition_marks_what_changed_until_the_one_after(tmp_path: Path):
    """New, changed and lost pages are marked, again and again while the version stays; the next version begins from there."""
    left(tmp_path, book(), version="1")
    books = book(why="# Por qué\n\nMás.\n", team="# Equipo\n", **{"stages/1-design": None})
    for _ in range(2):
        now = left(tmp_path, books, version="2")
        assert now.changes("es") == {"new": ["team.md"], "changed": ["why.md"], "gone": ["stages/1-design.md"]}
        assert now.context("es")["changed"] == ["team", "why"]
    page = edition_page(now, "es", books["es"].titles)
    assert "[Por qué](why.md)" in page and "[Equipo](team.md)" in page and "1-design.md)" not in page

    later = left(tmp_path, books, version="3")
    assert later.changes("es") == {"new": [], "changed": [], "gone": []} and later.before["version"] == "2"


@pytest.mark.parametrize("record", ["", "{}", "[]", '{"version": 1}', "null"])
def test_a_spoilt_record_is_no_obstacle(tmp_path: Path, record: str):
    """Without a record that can be read, it is the first edition."""
    (tmp_path / RECORD).write_text(record, encoding="utf-8")

    assert edition(program(), book(), tmp_path).before == {}


def test_archives_and_catalogues_read_the_same(tmp_path: Path):
    """CITATION.cff and the metadata carry title, version, date, DOI and licence, whatever signs stand in them."""
    now = edition(program(version="2026-1: \"a\"", date="2026-11-22", doi="10.5281/zenodo.1"), book(), tmp_path)
    told, data = yaml.safe_load(citation_file(now)), json.loads(json.dumps(book_metadata(now, "es")))

    assert (told["title"], told["version"], told["doi"], told["license"], str(told["date-released"])) == ("Puentes \\*", '2026-1: "a"', "10.5281/zenodo.1", "CC-BY-4.0", "2026-11-22")
    assert (data["name"], data["version"], data["datePublished"], data["identifier"]) == ("Puentes \\*", '2026-1: "a"', "2026-11-22", "https://doi.org/10.5281/zenodo.1")
    assert "22 de noviembre de 2026" in now.citation("es") and "https://doi.org/10.5281/zenodo.1" in now.citation("es")


def test_the_book_is_one_tagged_pdf(tmp_path: Path):
    """All pages in the order of the contents, tagged, the same bytes each time."""
    books = book()
    now = edition(program(version="1"), books, tmp_path)
    data = book_pdf(now, books["es"], "es")

    assert data.startswith(b"%PDF") and b"/StructTreeRoot" in data and b"/Lang" in data
    assert data == book_pdf(now, books["es"], "es")


def test_own_pages_of_the_originals_are_none(root: Path):
    """In mentorkit's own repository nothing counts as a partner's."""
    assert own_pages(root, page_files(root, "es")) == []
