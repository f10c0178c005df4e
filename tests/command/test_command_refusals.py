"""What the command refuses: one clear line each, the right exit code, and nothing written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mentorkit.cli import main


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("words", [
    ("match", "cohorts/nowhere"), ("check", "../x"), ("run", "cohorts/example", "--only", "9-nothing"), ("run", "../x"),
    ("run", "cohorts/example", "--as-of", "31/02/2026"), ("run", "cohorts/example", "--jobs", "0"), ("guide", "S99"), ("guide", "S01", "--minutes", "5"),
    ("guide", "S01", "--start", "25:00"), ("guide", "S00", "--minutes", "60"), ("guide", "S00", "--form", "short"),
    ("guide", "S05", "--form", "short", "--minutes", "90"), ("guide", "arc", "--weeks", "2"), ("guide", "S05", "--weeks", "16"), ("guide", "S05", "--format", "ipynb"), ("new", "."),
])
def test_wrong_use_exits_2_in_one_line(program: Path, monkeypatch, capsys, words):
    """A command used wrongly says so in one line, exits with 2 and writes nothing."""
    monkeypatch.chdir(program)
    before = tree(program)

    assert main(words) == 2

    shown = capsys.readouterr().err
    assert len(shown.strip().splitlines()) == 1
    assert "Traceback" not in shown
    assert tree(program) == before


@pytest.mark.parametrize("words", [(), ("nothing",), ("run",), ("guide", "S01", "--for", "nobody"), ("match", "a", "--unknown")])
def test_unknown_words_exit_2(words, capsys):
    """Words that the command line does not know end with 2, as the parser says."""
    with pytest.raises(SystemExit) as ended:
        main(words)

    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def spoilt(cohort: Path, file: str, change) -> None:
    """Change a file of a cohort."""
    path = cohort / file
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def in_english(cohort: Path) -> None:
    """Make the programme's first language English, in which problems are told."""
    path = cohort.parents[1] / "program.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("languages: [es, en]", "languages: [en, es]"), encoding="utf-8")


SPOILS = {
    "a missing file": ("cohort.yml", lambda text: text.replace("file: mentees.csv", "file: gone.csv"), r"gone\.csv: there is no such file; "),
    "a missing column": ("mentors.csv", lambda text: text.replace("Campo laboral", "Otro", 1), r"mentors\.csv:1:Campo laboral: the file has no such column; "),
    "a short row": ("mentees.csv", lambda text: text.rstrip("\n") + "\nA99,solo dos\n", r"mentees\.csv:62: the row has 2 cells and the heading 21; "),
    "a cohort called ../x": ("cohort.yml", lambda text: text.replace("cohort: example", "cohort: ../x"), r"cohort\.yml:2: \"cohort\" does not fit; "),
    "an unknown key": ("cohort.yml", lambda text: text.replace("timezone:", "timezon:"), r"cohort\.yml:4: unknown key \"timezon\"; did you mean \"timezone\"\?"),
    "a doubled key": ("cohort.yml", lambda text: text + "language: en\n", r"cohort\.yml:\d+: the key \"language\" stands twice \(first in line 5\); "),
    "an impossible date": ("meetings.csv", lambda text: text.replace("/02/2026", "/13/2026", 1), r"meetings\.csv:\d+:date: the cell is no date of the calendar; "),
    "the same address twice": ("mentees.csv", lambda text: text + text.splitlines()[1].replace("A01", "A61") + "\n", r"mentees\.csv:62:Correo electrónico: the same address stands in row 2; "),
    "a decision about nobody": ("decisions.csv", lambda text: text + "Z9,B01,keep,,,\n", r"decisions\.csv:4:mentee_id: no mentee has this id; "),
}


@pytest.mark.parametrize("words", [("check",), ("match",), ("run",)])
@pytest.mark.parametrize("name", SPOILS)
def test_bad_data_exits_1_and_writes_nothing(cohort: Path, capsys, words, name):
    """Bad data is told with file, place, rule and remedy, on standard error, and nothing is written."""
    file, change, expected = SPOILS[name]
    in_english(cohort)
    spoilt(cohort, file, change)
    before = tree(cohort)

    assert main([*words, str(cohort)]) == 1

    shown = capsys.readouterr().err
    assert re.search(f"^{expected}", shown, re.MULTILINE), shown
    assert tree(cohort) == before


def test_every_problem_is_told_at_once(cohort: Path, capsys):
    """Problems of several files come in one go."""
    in_english(cohort)
    for name in ("a missing column", "an impossible date", "a decision about nobody"):
        spoilt(cohort, *SPOILS[name][:2])

    main(["check", str(cohort)])

    shown = capsys.readouterr().err
    assert all(re.search(f"^{SPOILS[name][2]}", shown, re.MULTILINE) for name in ("a missing column", "an impossible date", "a decision about nobody"))


def test_messages_hold_no_participant(cohort: Path, capsys):
    """A refusal names file, row and column, never what somebody wrote."""
    spoilt(cohort, "mentees.csv", lambda text: text.replace("A02", "", 1))
    spoilt(cohort, "meetings.csv", lambda text: text.replace("yes", "tal vez con Pepita", 1))

    assert main(["check", str(cohort)]) == 1
    shown = capsys.readouterr().err

    assert "Pepita" not in shown
    assert "@" not in shown
