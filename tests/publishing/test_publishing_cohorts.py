"""Cohorts on the site: rebuilt from their public folders alone; what was removed or released anew leaves no trace, and the same input gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.site
LEFT_OUT = ("curriculum/training", "curriculum/pairs", "curriculum/partner", *(f"curriculum/sessions/{name}" for name in (
    "s01-launch", "s02-my-compass", "s03-what-gives-me-energy", "s04-getting-unstuck", "s06-futures-to-goals", "s07-conversations-that-open-doors", "s08-try-it-small",
    "s09-choosing-and-setbacks", "s10-closing-and-my-team")))
OLD, NEW = "Zurubí de la primera entrega", "Yarumo de la segunda entrega"


def bytes_of(site: Path) -> dict[str, str]:
    """The hash of every file of a site."""
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in site.rglob("*") if path.is_file()}


def texts(site: Path) -> str:
    """Everything that can be read on a site."""
    files = [path for path in sorted(site.rglob("*")) if path.suffix in (".html", ".js", ".json", ".txt", ".cff") and "_static" not in path.parts]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


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
        done = mentorkit("publish", cwd=program)
        assert done.returncode == 0, done.stderr
        found.append(tmp_path_factory.mktemp("sites") / str(turn))
        shutil.copytree(program / "site", found[-1])
    return found


def test_both_cohorts_stand_on_the_first_site(sites: list[Path]):
    """Each has its page and its place in the menu and the search."""
    assert (sites[0] / "es/cohorts/norte-2026-1.html").is_file() and (sites[0] / "es/cohorts/sur-2026-1.html").is_file()
    assert OLD in texts(sites[0]) and "sur-2026-1" in (sites[0] / "es/index.html").read_text(encoding="utf-8")
    assert "sur-2026-1" in (sites[0] / "es/searchindex.js").read_text(encoding="utf-8")


def test_a_removed_or_released_cohort_leaves_no_trace(sites: list[Path]):
    """No page, menu, picture, search index or trend names the cohort that was removed, or says what the other said before."""
    told = texts(sites[1])

    assert not list(sites[1].rglob("*sur-2026-1*")) and "sur-2026-1" not in told
    assert NEW in told and OLD not in told


def test_the_same_input_gives_the_same_bytes(sites: list[Path]):
    """Published again without a change, every file is the same, the worksheets, the book's PDF and the seal included."""
    assert bytes_of(sites[1]) == bytes_of(sites[2])
