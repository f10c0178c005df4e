"""The published site: whole, in both languages, from public aggregates alone."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from mentorkit.publishing.sources import _relinked


@pytest.fixture(scope="module")
def site(ran: Path, mentorkit) -> Path:
    """The site of the example programme, built by the command."""
    done = mentorkit("publish", "--out", "sitio web", cwd=ran)
    assert done.returncode == 0, done.stderr
    return ran / "sitio web"


def pages(site: Path) -> dict[str, str]:
    """Every page's text by its path."""
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}


def test_both_languages_have_the_same_pages(site: Path):
    """Each page stands in both languages under the same name, and the first page links to both."""
    found = pages(site)
    spanish = {name[3:] for name in found if name.startswith("es/")}
    english = {name[3:] for name in found if name.startswith("en/")}

    assert spanish == english
    assert {"index.html", "stages/3-matching.html", "roles/partner.html", "curriculum/s05-three-futures.html", "cohorts/example.html", "reference/commands.html"} <= spanish
    assert 'href="es/index.html"' in found["index.html"]


def test_pages_carry_their_language_and_switch(site: Path):
    """A page says its language and links to itself in the other one."""
    page = pages(site)["es/stages/3-matching.html"]

    assert '<html lang="es"' in page
    assert 'href="../../en/stages/3-matching.html"' in page


def test_each_session_offers_its_worksheet(site: Path):
    """Every session's page links to the sheet to fill in and to both papers, and the site weighs little for it."""
    for language in ("es", "en"):
        for page in (site / language / "curriculum").glob("*.html"):
            text = page.read_text(encoding="utf-8")
            for ending in (".html", "-a4.pdf", "-letter.pdf"):
                assert f'href="../worksheets/{page.stem}{ending}"' in text
                assert (site / language / "worksheets" / f"{page.stem}{ending}").stat().st_size < 100_000


def test_each_session_says_what_it_is(site: Path):
    """Every page of the curriculum carries its metadata for catalogues in its head, in its language."""
    found = {name: text.split("</head>")[0] for name, text in pages(site).items() if "/curriculum/" in name and "sheet" not in name}
    metadata = {name: re.findall(r'<script type="application/ld\+json">(.*?)</script>', head) for name, head in found.items()}

    assert metadata and all(len(one) == 1 for one in metadata.values())
    assert json.loads(metadata["es/curriculum/s05-three-futures.html"][0])["name"] == "Tres futuros"
    assert json.loads(metadata["en/curriculum/s05-three-futures.html"][0])["name"] == "Three futures"


def test_every_page_says_its_licence_and_edition(site: Path):
    """Pages, worksheets and the first page carry the licence; each page of the book links to how it is cited, and the whole is there as a PDF."""
    found = pages(site)

    assert [name for name, text in found.items() if "CC BY 4.0" not in text] == []
    assert [name for name, text in found.items() if "/worksheets/" not in name and name != "index.html" and "edition.html" not in text] == []
    assert (site / "es/playbook.pdf").read_bytes().startswith(b"%PDF") and 'href="playbook.pdf"' in found["es/edition.html"]
    assert (site / "CITATION.cff").is_file() and (site / "edition.json").is_file()


def test_the_seal_is_what_stands_there(site: Path):
    """The list of hashes names every file of the site, and nothing else."""
    import hashlib

    listed = dict(reversed(line.split("  ", 1)) for line in (site / ".mentorkit-site").read_text(encoding="utf-8").splitlines())
    there = {f"./{path.relative_to(site).as_posix()}": hashlib.sha256(path.read_bytes()).hexdigest() for path in site.rglob("*") if path.is_file() and path.name != ".mentorkit-site"}

    assert listed == there


def test_every_local_link_leads_somewhere(site: Path):
    """No link of the site is broken."""
    broken = [
        f"{name} -> {link}"
        for name, text in pages(site).items()
        for link in re.findall(r'(?:href|src)="([^"#?:]+)(?:[#?][^"]*)?"', text)
        if not ((site / name).parent / html.unescape(link)).exists()
    ]

    assert broken == []


def test_site_asks_no_other_host_and_copies_no_source(site: Path):
    """No page loads anything from elsewhere, and no source or notebook is published."""
    loading = [name for name, text in pages(site).items() if re.search(r'<(?:script|img|iframe|link)\b[^>]*\s(?:src|href)="(?:https?:)?//', text)]

    assert loading == []
    assert list(site.rglob("_sources")) == []
    assert list(site.rglob("*.ipynb")) == []


def test_report_holds_nobody_of_the_cohort(site: Path, ran: Path):
    """Even of the synthetic cohort, no name, address or id stands in the public report."""
    people = (ran / "cohorts/example/mentees.csv").read_text(encoding="utf-8").splitlines()[1:]
    report = pages(site)["es/cohorts/example.html"]

    assert not any(line.split(",")[2] in report for line in people)
    assert not re.search(r"\b[AB]\d\d\b", re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", report, flags=re.DOTALL))


def test_pictures_have_words(site: Path):
    """No picture of the site is described by its file name or not at all."""
    alts = [alt for name, text in pages(site).items() if "/cohorts/" in name for alt in re.findall(r'<img[^>]*\balt="([^"]*)"', text)]

    assert len(alts) >= 2
    assert not any(alt.endswith((".png", ".svg")) for alt in alts)


def test_publishing_over_somebodys_files_is_refused(ran: Path, mentorkit, tmp_path: Path):
    """A folder with other files in it is never replaced."""
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")

    done = mentorkit("publish", "--out", str(tmp_path), cwd=ran)

    assert done.returncode == 3
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_links_follow_moved_pages():
    """A link between two sources points to where the target stands in the book."""
    targets = {"playbook/es/stages/4.md": "stages/4.md", "curriculum/sessions/s01-launch/es.md": "curriculum/s01-launch.md"}
    text = "[S01](../../../curriculum/sessions/s01-launch/es.md#b1) [x](gone.md) ![i](a.md)"

    moved = _relinked(text, "playbook/es/stages/4.md", "stages/4.md", targets)

    assert moved == "[S01](../curriculum/s01-launch.md#b1) [x](gone.md) ![i](a.md)"
