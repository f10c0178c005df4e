"""Names that belong to others stand in credits, in ATTRIBUTION.md, and where the playbook cites its source; nowhere else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from mentorkit.guides.checks_words import CREDIT, PROTECTED
from mentorkit.io.curriculum import read_curriculum
from mentorkit.publishing.sources import gathered

ROOT = Path(__file__).parents[2]
AUTHORS = re.compile(r"burnett|dave evans", re.IGNORECASE)
CITES = ("why.md", "curriculum.md", "glossary.md")
"""Pages of the playbook that name the authors; `why.md` has the reference, `curriculum.md` the credit line."""
TITLES = {"why.md": 1, "curriculum.md": 1, "glossary.md": 0}
"""How often each of them names the book."""
KEEPERS = ("checks_words.py", "attribution.py")
"""Code that holds the names because it looks for them or credits them."""
_CREDITS = re.compile(r"^## (?:Credits|Créditos)$.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_INSPIRED = re.compile(r"^\s*- \{activity: .*$", re.MULTILINE)


def uncredited(text: str) -> str:
    """Give a text without its credits and without the facts that the credits are made from."""
    return _INSPIRED.sub("", _CREDITS.sub("", text))


def names(text: str) -> list[str]:
    """Give the protected names in a text."""
    return [match[0] for match in PROTECTED.finditer(text)]


def written() -> dict[str, str]:
    """Give every hand-written and generated text that people read, by its path, but ATTRIBUTION.md."""
    patterns = (
        "*.md", "*.yml", "*.cff", "*.toml", "playbook/**/*.md", "playbook/**/*.json", "playbook/_templates/*", "curriculum/**/*.md",
        "curriculum/**/*.yaml", "mentorkit/**/*.py", "mentorkit/**/*.yml", "mentorkit/**/*.typ", "mentorkit/**/*.js",
        "cohorts/example/*.csv", "cohorts/example/*.yml", "cohorts/example/surveys/*",
    )
    files = {path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file() and "_shipped" not in path.parts}
    kept = [path for path in sorted(files) if path.name != "ATTRIBUTION.md" and path.name not in KEEPERS]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in kept}


def test_no_text_names_what_belongs_to_others():
    """Outside credits, no page, table, word list or program holds such a name; the playbook cites in three pages."""
    found = {name: names(uncredited(text)) for name, text in written().items()}
    citing = {f"playbook/{language}/{page}" for language in ("es", "en") for page in CITES}

    assert {name: some for name, some in found.items() if some and name not in citing} == {}


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("page", CITES)
def test_the_playbook_cites_and_does_not_borrow(language, page):
    """These pages name the authors, the book as often as allowed, and no tool by its original name."""
    found = names((ROOT / "playbook" / language / page).read_text(encoding="utf-8"))
    authors = [name for name in found if AUTHORS.fullmatch(name)]

    assert authors
    assert ["designing your life"] * TITLES[page] == [name.casefold() for name in found if name not in authors]


@pytest.mark.parametrize("path", sorted(ROOT.glob("notebooks/*.ipynb")), ids=lambda path: path.stem)
def test_no_notebook_names_them(path):
    """Neither words nor code of a notebook, nor anything hidden in it."""
    assert [] == names(json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False))


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_page_of_the_book_names_them_in_its_text(language):
    """As published, a session's page has the names in its credits alone, and only where it was inspired by them."""
    guides = read_curriculum(ROOT)
    pages = {page: text for page, text in gathered(ROOT, guides, language).pages.items() if page.startswith("curriculum/")}
    inspired = {f"curriculum/{guide.folder.name}.md" for guide in guides.values() if guide.session.inspired_by}

    assert len(pages) == len(guides)
    assert {page: names(uncredited(text)) for page, text in pages.items() if names(uncredited(text))} == {}
    assert {page for page, text in pages.items() if CREDIT[language] in " ".join(text.split())} >= inspired


@pytest.mark.parametrize("text", ["The Odyssey Plan", "el método DYL", "a Good-Time Journal", "Workview", "Designing Your Work Life"])
def test_a_planted_name_is_found(text):
    """The search finds what it is meant to find."""
    assert names(uncredited(f"## Objectives\n\n{text}\n"))
    assert not names(uncredited(f"## Credits\n\n{text}\n"))
