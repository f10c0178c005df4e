"""The gate finds participants in whatever form they stand, and requests to other hosts."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from mentorkit.errors import RunError
from mentorkit.publishing.gate import Person, refuse_leaks, requests_elsewhere

SOMEBODY = Person.of("c", "A01", {"name": "Zoraida Peña Quiñones", "email": "Zoraida.pq@Correo.example", "phone": "+57 301 555 0199"})


def site(folder: Path, text: str, name: str = "index.html") -> Path:
    """A site of one page."""
    (folder / name).write_text(f"<!doctype html><html><body>{text}</body></html>", encoding="utf-8")
    return folder


@pytest.mark.parametrize("text", [
    "Zoraida Peña Quiñones", "ZORAIDA PENA QUIÑONES", "<b>Zoraida</b> Pe&ntilde;a <i>Quiñones</i>", '<img alt="zoraida peña quiñones">', "Zorai<span>da</span> Peña Quiñones",
    "zoraida.pq@correo.example", "zoraida&#46;pq<span>@</span>correo.example", "301 555 0199", "(+57) 301-555-0199", "3015550199",
])
def test_gate_finds_a_participant_in_any_form(tmp_path: Path, text: str):
    """Names, addresses and numbers are found through case, accents, tags, entities and spacing, and told by pseudonym."""
    with pytest.raises(RunError, match=r"index\.html: holds c/A01") as refusal:
        refuse_leaks(site(tmp_path, f"<p>{text}</p>"), [SOMEBODY])

    assert "oraida" not in str(refusal.value)


def test_gate_lets_a_clean_page_pass(tmp_path: Path):
    """A page about nobody passes."""
    refuse_leaks(site(tmp_path, "<p>51 of 56 mentees have a mentor; call 301 before 555.</p>"), [SOMEBODY])


def test_gate_refuses_kinds_of_files_it_does_not_know(tmp_path: Path):
    """A notebook, a table or an archive never slips into the site."""
    (tmp_path / "data.csv").write_text("a", encoding="utf-8")

    with pytest.raises(RunError, match=r"data\.csv: files of this kind are not published"):
        refuse_leaks(tmp_path, [])


def test_gate_lets_only_the_worksheets_of_this_run_pass_as_pdf(tmp_path: Path):
    """A PDF cannot be searched, so it passes only if its bytes are those that were printed for this site."""
    (tmp_path / "s05-a4.pdf").write_bytes(b"%PDF-1.7 sheet")
    made = {hashlib.sha256(b"%PDF-1.7 sheet").hexdigest()}

    refuse_leaks(tmp_path, [SOMEBODY], made)
    (tmp_path / "list.pdf").write_bytes(b"%PDF-1.7 Zoraida")
    with pytest.raises(RunError, match=r"list\.pdf: files of this kind are not published") as refusal:
        refuse_leaks(tmp_path, [SOMEBODY], made)
    assert "s05" not in str(refusal.value)


@pytest.mark.parametrize("text", [
    '<script src="https://cdn.example/x.js"></script>', "<img src=//elsewhere.example/a.png>", '<link rel="stylesheet" href="http://fonts.example/f.css">',
    "<style>@import 'https://fonts.example/f.css'</style>", "<style>a{background:url(//x.example/a.png)}</style>",
])
def test_gate_refuses_requests_to_other_hosts(text: str):
    """Whatever a browser would load from elsewhere is found."""
    assert len(list(requests_elsewhere(text, ".html"))) == 1


@pytest.mark.parametrize("text", ['<a href="https://example.org">read</a>', '<link rel="canonical" href="https://x.example/">', '<script src="_static/x.js"></script>'])
def test_links_are_no_requests(text: str):
    """A link that a person may follow is no request."""
    assert list(requests_elsewhere(text, ".html")) == []
