"""Very many rows: nothing that is found or counted depends on the short ways that they are read by."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.cli import checking, main
from mentorkit.io.asked import chooser, chosen_items
from mentorkit.io.oddities import MOST_NAMED, oddities
from mentorkit.io.tables import RawTable
from mentorkit.model.words import folded

OPTIONS = {folded(option): option for option in ("Lunes 18-20", "Sí, claro", "No", "Hoja de vida")}
PROGRAM = "program: A\nlanguages: [{language}]\nweeks: 12\nvocabulary: []\ncriteria:\n  - {{id: field, kind: same, mentee: field_wanted, mentor: field}}\n"
HEAD = "id,name,email,phone,birth_year,field_wanted,availability,consent\n"
ROW = "A{n},Ana María Pérez López{n},\u0430na{n}@x.example,300123456{n},200x,Cosa {n},lunes o martes {n},yes\n"


def cohort_of(folder: Path, rows: str, language: str) -> Path:
    """Write a programme with one cohort, whose mentees are these rows."""
    cohort = folder / language / "cohorts" / "demo"
    cohort.mkdir(parents=True)
    (folder / language / "program.yml").write_text(PROGRAM.format(language=language), encoding="utf-8")
    (cohort / "cohort.yml").write_text("cohort: demo\nstarts: 2026-02-02\n", encoding="utf-8")
    (cohort / "mentors.csv").write_text("id,name,email,field,availability,capacity,consent\nB1,Eva Ruiz,b1@x.example,Salud,mon 18-20,2,yes\n", encoding="utf-8")
    (cohort / "mentees.csv").write_text(HEAD + rows, encoding="utf-8")
    return cohort


@pytest.mark.parametrize("language", ["es", "en"])
def test_several_processes_find_what_one_finds(tmp_path, capsys, monkeypatch, language):
    """From very many people on, `check` works in several processes: it says the same lines, and as many."""
    cohort, said = cohort_of(tmp_path, "".join(ROW.format(n=n) for n in range(9)), language), []
    main(["check", str(cohort)])  # what is new is told the first time alone
    capsys.readouterr()
    for most in (10**9, 0):
        monkeypatch.setattr(checking, "MANY", most)
        assert main(["check", str(cohort)]) == 1
        said.append(capsys.readouterr())

    assert said[0] == said[1]
    assert len(re.findall(":birth_year:", said[0].err)) == len(re.findall(":email:", said[0].err)) == 9


def test_of_very_many_spoilt_cells_all_are_counted():
    """Twenty are named, and the others are counted to the last, column by column."""
    rows = tuple((f"A{n}", "Pe\ufffda", "ok") for n in range(5_000))
    found = oddities(RawTable("a.csv", ("id", "name", "note"), rows, tuple(range(2, 5_002)), "UTF-8"))

    assert [problem.row for problem in found] == list(range(2, 2 + MOST_NAMED + 1))
    assert {problem.column for problem in found} == {"name"}
    assert found[-1].problem.endswith(f"and in {5_000 - MOST_NAMED - 1:,} more rows")


@settings(deadline=None)
@given(st.lists(st.sampled_from([*OPTIONS.values(), "otra cosa", "de", "No sé"]), min_size=1, max_size=5), st.sampled_from([", ", ",", " , "]))
def test_an_option_among_other_words_is_always_found(parts, mark):
    """Words that nobody offers are put aside quickly, and never with an option among them."""
    found = chooser(OPTIONS)(mark.join(parts))
    offered = [part for part in parts if part in OPTIONS.values()]

    assert found == chosen_items(mark.join(parts), OPTIONS)
    if offered and mark == ", ":
        assert [item for item in found if item in OPTIONS.values()] == list(dict.fromkeys(offered))
    if not offered and not {folded(part) for part in parts} <= {"de"}:
        assert found == (" ".join(mark.join(parts).split()),)
