"""What each command gives in its plain form."""

from __future__ import annotations

import csv
import json
import re
import time
from pathlib import Path

import pytest

from mentorkit.cli import main


def test_check_of_the_example_is_clean(cohort: Path, capsys):
    """The example has no errors: exit code 0."""
    assert main(["check", str(cohort)]) == 0
    assert "sin errores" in capsys.readouterr().out


def test_match_writes_the_contract(cohort: Path, capsys):
    """`match` writes the four files with the contract's columns and says what it proved."""
    assert main(["match", str(cohort)]) == 0

    folder = cohort / "results" / "matching"
    pairs = list(csv.DictReader((folder / "pairs.csv").open(encoding="utf-8")))
    proof = json.loads((folder / "proof.json").read_text(encoding="utf-8"))
    columns = [name for name in pairs[0] if not name.startswith("points_")]
    assert columns == ["mentee_id", "mentor_id", "score", "mentee_rank", "mentor_rank", "decided"]
    assert all(abs(sum(float(row[name]) for name in row if name.startswith("points_")) - float(row["score"])) < 1e-9 for row in pairs)
    assert {"matched", "matchable", "total_score", "upper_bound", "gap", "seconds", "method"} == set(proof)
    assert proof["gap"] == 0
    assert proof["matched"] == len(pairs)
    assert (folder / "unmatched.csv").read_text(encoding="utf-8").startswith("mentee_id,reason,change_that_would_match\n")
    assert (folder / "alternatives.csv").read_text(encoding="utf-8").startswith("mentee_id,mentor_id,score,rank,why_not\n")
    assert "no hay un emparejamiento mejor" in capsys.readouterr().out


def test_match_scores_cover_everybody(cohort: Path, tmp_path: Path):
    """`--scores` holds every mentee with every mentor, once."""
    assert main(["match", str(cohort), "--scores", str(tmp_path / "scores.csv")]) == 0

    rows = list(csv.DictReader((tmp_path / "scores.csv").open(encoding="utf-8")))
    pairs = {(row["mentee_id"], row["mentor_id"]) for row in rows}
    assert list(rows[0])[:4] == ["mentee_id", "mentor_id", "possible", "score"]
    assert len(rows) == len(pairs) == len({a for a, _ in pairs}) * len({b for _, b in pairs})


@pytest.mark.parametrize("language", ["es", "en"])
def test_new_program_checks_and_matches(tmp_path: Path, capsys, language):
    """A new programme's cohort is clean and matches, in either language."""
    folder = tmp_path / "Mi programa"

    assert main(["new", str(folder), "--language", language, "--name", "Caminos: juntos"]) == 0
    assert main(["check", str(folder / "cohorts" / "example")]) == 0
    assert main(["match", str(folder / "cohorts" / "example")]) == 0


def test_new_never_overwrites(tmp_path: Path, capsys):
    """A folder that holds something is left as it is."""
    (tmp_path / "mine.txt").write_text("mine")

    assert main(["new", str(tmp_path)]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(("words", "expected"), [
    (("S05", "--language", "es", "--start", "17:30"), "17:30–17:40"),
    (("three-futures", "--language", "en"), "# S05 · Three futures"),
    (("P5", "--for", "mentor", "--language", "en"), "# P5 ·"),
    (("T1", "--language", "es"), "# T1 ·"),
    (("F0", "--language", "en"), "00:00–"),
])
def test_guide_gives_markdown(capfdbinary, words, expected):
    """A guide goes to standard output, by code or slug, with the clock from its start."""
    assert main(["guide", *words]) == 0
    assert expected in capfdbinary.readouterr().out.decode("utf-8")


def test_participants_see_no_clock(capfdbinary):
    """The participants' view shows no time of day and no minutes."""
    assert main(["guide", "S05", "--for", "participant", "--language", "es"]) == 0

    text = capfdbinary.readouterr().out.decode("utf-8")
    assert re.findall(r"\b\d\d:\d\d\b|\(\d+ min\)", text) == []


def test_guide_as_page_and_pdf(tmp_path: Path):
    """The same guide comes as a self-contained page and as a PDF."""
    assert main(["guide", "S01", "--language", "es", "--format", "html", "--out", str(tmp_path / "s01.html")]) == 0
    assert main(["guide", "S01", "--language", "es", "--format", "pdf", "--out", str(tmp_path / "s01.pdf")]) == 0

    page = (tmp_path / "s01.html").read_text(encoding="utf-8")
    assert '<html lang="es"' in page
    assert not re.search(r'(src|href)="https?:', page.split("</head>")[0])
    assert (tmp_path / "s01.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(("words", "expected"), [
    (["S05", "--form", "short", "--language", "en"], "80 min"),
    (["S05", "--form", "remote", "--language", "en", "--start", "17:30"], "| Alone, before | 30 |"),
    (["S05", "--for", "worksheet", "--language", "en"], "## Exit card"),
    (["S05", "--for", "worksheet", "--format", "html", "--language", "en"], "Save a copy"),
    (["S05", "--for", "worksheet", "--format", "ipynb", "--language", "en"], '"nbformat": 4'),
    (["T2", "--for", "exercises", "--language", "en"], "The exercises alone"),
    (["arc", "--weeks", "16", "--language", "en"], "S03 · What gives me energy → P3"),
])
def test_guide_in_other_forms(words: list[str], expected: str, capfdbinary):
    """Short and remote forms, the worksheet in each of its shapes, the exercises, and the whole arc come by the same command."""
    assert main(["guide", *words]) == 0
    assert expected in capfdbinary.readouterr().out.decode("utf-8")


def test_paper_can_be_chosen(tmp_path: Path):
    """A4 and Letter differ."""
    for paper in ("a4", "letter"):
        assert main(["guide", "P1", "--for", "worksheet", "--language", "es", "--format", "pdf", "--paper", paper, "--out", str(tmp_path / paper)]) == 0

    assert (tmp_path / "a4").read_bytes() != (tmp_path / "letter").read_bytes()


def test_help_is_quick(mentorkit, tmp_path: Path):
    """`--help` answers in well under the half second promised, start of Python included."""
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        done = mentorkit("--help", cwd=tmp_path)
        seconds.append(time.perf_counter() - began)

    assert done.returncode == 0
    assert min(seconds) < 0.5
    assert all(word in done.stdout for word in ("new", "check", "match", "run", "guide", "publish"))
