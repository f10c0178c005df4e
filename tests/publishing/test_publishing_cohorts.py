"""Cohorts on the site: rebuilt from their public folders alone; what was removed or released anew leaves no trace, and the same input gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from mentorkit.publishing import reading
from mentorkit.publishing.gate import FONTS, theme_files
from mentorkit.publishing.reports import KNOWN

pytestmark = pytest.mark.site
LEFT_OUT = ("curriculum/training", "curriculum/pairs", "curriculum/partner", *(f"curriculum/sessions/{name}" for name in (
    "s01-launch", "s02-my-compass", "s03-what-gives-me-energy", "s04-getting-unstuck", "s06-futures-to-goals", "s07-conversations-that-open-doors", "s08-try-it-small",
    "s09-choosing-and-setbacks", "s10-closing-and-my-team")))
OLD, NEW = "Zurubí de la primera entrega", "Yarumo de la segunda entrega"


def bytes_of(site: Path) -> dict[str, str]:
    """The hash of every file of a site."""
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in site.rglob("*") if path.is_file()}


def told(site: Path, words: list[str]) -> set[tuple[str, str]]:
    """Which of some words stand in which file of a site, or in its path: pages, index of the search, data, scripts, styles, pictures' notes and PDFs, in every form in which they can be read."""
    found = set()
    for path in (path for path in site.rglob("*") if path.is_file()):
        name = path.relative_to(site).as_posix()
        data, suffix = path.read_bytes(), path.suffix.lower()
        if suffix == ".pdf":
            forms = [pdf_text(path)]
        elif suffix in FONTS or hashlib.sha256(data).hexdigest() in THEIRS:
            forms = []
        else:
            forms = list(reading.texts(data, suffix))
        found |= {(word, name) for word in words for form in [name, *forms] if word.casefold() in " ".join(form.split()).casefold()}
    return found


def pdf_text(path: Path) -> str:
    """What a PDF says."""
    if tool := shutil.which("pdftotext"):  # many times faster
        return subprocess.run([tool, str(path), "-"], capture_output=True, text=True, check=True).stdout
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


THEIRS = theme_files()


def released(cohort: Path, organisation: str) -> None:
    """Write a cohort's public summary with a word of its own."""
    file = cohort / "public/summary.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(told | {"organisation": organisation}, ensure_ascii=False), encoding="utf-8")


@pytest.fixture(scope="module")
def sites(ran: Path, mentorkit, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The site with two cohorts; then one is removed and the other released anew; then nothing is changed."""
    program = tmp_path_factory.mktemp("cohorts") / "programa"
    program.mkdir()
    text = (ran / "program.yml").read_text(encoding="utf-8")
    (program / "program.yml").write_text(text.replace("languages: [es, en]", "languages: [es]"), encoding="utf-8")
    for name in ("norte-2026-1", "sur-2026-1"):
        shutil.copytree(ran / "cohorts/example", program / "cohorts" / name)
        settings = program / "cohorts" / name / "cohort.yml"
        settings.write_text(settings.read_text(encoding="utf-8").replace("cohort: example", f"cohort: {name}"), encoding="utf-8")
        released(program / "cohorts" / name, OLD)
    for name in LEFT_OUT:
        assert mentorkit("customize", "--leave-out", name, cwd=program).returncode == 0
    found = []
    for turn in range(3):
        if turn == 1:
            shutil.rmtree(program / "cohorts/sur-2026-1")
            released(program / "cohorts/norte-2026-1", NEW)
        elif turn == 2:
            shutil.rmtree(program / KNOWN)  # nothing is left of the last publication: every report is executed again
        done = mentorkit("publish", cwd=program)
        assert done.returncode == 0, done.stderr
        found.append(tmp_path_factory.mktemp("sites") / str(turn))
        shutil.copytree(program / "site", found[-1])
    return found


def test_both_cohorts_stand_on_the_first_site(sites: list[Path]):
    """Each has its page and its place in the menu and the search."""
    assert (sites[0] / "es/cohorts/norte-2026-1.html").is_file() and (sites[0] / "es/cohorts/sur-2026-1.html").is_file()
    found = told(sites[0], [OLD, "sur-2026-1"])

    assert (OLD, "es/cohorts/sur-2026-1.html") in found
    assert {("sur-2026-1", name) for name in ("es/index.html", "es/searchindex.js", "es/cohorts/norte-2026-1.html")} <= found


def test_a_removed_or_released_cohort_leaves_no_trace(sites: list[Path]):
    """No page, menu, picture, search index, trend, PDF, list of changes or seal names the cohort that was removed, or says what the other said before."""
    found = told(sites[1], [OLD, NEW, "sur-2026-1"])

    assert {word for word, _ in found} == {NEW}


def test_the_same_input_gives_the_same_bytes(sites: list[Path]):
    """Published again without a change, every file is the same, the worksheets, the book's PDF and the seal included."""
    assert bytes_of(sites[1]) == bytes_of(sites[2])
