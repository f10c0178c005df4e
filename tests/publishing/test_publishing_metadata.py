"""Metadata for catalogues: in each session's page, as data that no page can turn into markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.errors import RunError
from mentorkit.io.curriculum import read_curriculum, read_outcomes
from mentorkit.publishing.metadata import json_ld, write_metadata

ROOT = Path(__file__).parents[2]
GUIDES = read_curriculum(ROOT)
ELEMENT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
NASTY = ["</script><script>alert(1)</script>", "<!-- <script>", "{{ 7*7 }} {% raw %}", "]]> & \u2028 \\", '"}, {"@type": "x']


def site_of(folder: Path, guides) -> Path:
    """Give a built site with a bare page for each session."""
    (folder / "curriculum").mkdir()
    for guide in guides.values():
        (folder / "curriculum" / f"{guide.folder.name}.html").write_text("<html><head><title>x</title></head><body></body></html>", encoding="utf-8")
    return folder


def described(folder: Path, guides, language: str = "es", program: str = "Puentes") -> dict[str, dict]:
    """Give the metadata of each page after writing it."""
    write_metadata(guides, read_outcomes(ROOT), language, site_of(folder, guides), program, "Fundación")
    texts = {code: (folder / "curriculum" / f"{guide.folder.name}.html").read_text(encoding="utf-8") for code, guide in guides.items()}
    return {code: json.loads(ELEMENT.search(text)[1]) for code, text in texts.items()}


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_session_is_a_learning_resource(language, tmp_path):
    """Name, question, length, language, what it teaches, licence: what catalogues ask for."""
    found = described(tmp_path, GUIDES, language)

    assert set(found) == set(GUIDES)
    for code, about in found.items():
        guide = GUIDES[code]
        assert (about["@context"], about["@type"]) == ("https://schema.org", "LearningResource")
        assert about["name"] == guide.scripts[language].title
        assert about["timeRequired"] == f"PT{guide.session.duration}M"
        assert about["inLanguage"] == language
        assert about["license"] == "https://creativecommons.org/licenses/by/4.0/"
        assert about["teaches"] and not [one for one in about["teaches"] if re.match(r"O\d-", one)]


@pytest.mark.parametrize("text", NASTY)
def test_a_title_stays_a_title(text, tmp_path):
    """A title that looks like markup or a template is data: one element in the page, and the same words in it."""
    guide = GUIDES["S05"]
    spoiled = replace(guide, scripts=guide.scripts | {"es": replace(guide.scripts["es"], title=text)})
    about = described(tmp_path, {"S05": spoiled}, program=text)["S05"]
    page = (tmp_path / "curriculum" / f"{guide.folder.name}.html").read_text(encoding="utf-8")

    assert (about["name"], about["isPartOf"]["name"]) == (text, text)
    assert 1 == page.count("<script") == page.count("</script>")
    assert "<!--" not in page


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=40), max_size=4))
def test_whatever_is_written_can_be_read_back(about):
    """No sign of markup is left in the element, and JSON gives the values back."""
    inside = ELEMENT.fullmatch(json_ld(about))[1]

    assert not set("<>&") & set(inside)
    assert json.loads(inside) == about


def test_a_session_without_a_page_is_refused(tmp_path):
    """Nothing is published half described."""
    (tmp_path / "curriculum").mkdir()
    with pytest.raises(RunError, match="S05"):
        write_metadata({"S05": GUIDES["S05"]}, (), "es", tmp_path, "P", "O")
