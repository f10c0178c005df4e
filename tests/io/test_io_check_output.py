"""What `mentorkit check` shows: grouped lines, colours for people alone, the programme's language, and a private workbook."""

from __future__ import annotations

import ast
import io
import re
import stat
from pathlib import Path

import pytest
from openpyxl import load_workbook

import mentorkit
from mentorkit.cli.check_output import problem_lines, wants_colour
from mentorkit.errors import Problem
from mentorkit.io.oddities import oddities
from mentorkit.io.tables import RawTable
from mentorkit.model.findings import told
from mentorkit.model.schema_words import in_spanish

FOUND = [
    Problem("mentees.csv", 3, "E-mail", "the cell is empty", "fill in the e-mail"), Problem("mentors.csv", 2, None, "the row is odd", "look: at it", warning=True),
    Problem("mentees.csv", None, None, "the table is empty", "export it again with its heading row"),
]
PACKAGE = Path(mentorkit.__file__).parent
CALLS = {"Problem": (3, 4), "CellError": (0, 1), "_refused": (0, 1, 2), "_note": (0, 1, 2, 3), "problem": (0, 1), "_at": (2, 3), "_problem": (3, 4)}
COMPOSED = {"the file is {} and no text", "the quotes do not close here (read as {}, separator {})", "{} has no such {}", "{} under {}: columns: in {}", "the cell {}", "no {} has this id", "the dates can only be read {}", "the cell holds {}", "[{}] {}"}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_errors_come_before_warnings_each_under_its_count():
    """A count, then a line for each as file:row:column: problem; remedy."""
    assert problem_lines(FOUND, "cohorts/x", False) == [
        "2 problems in cohorts/x:", "mentees.csv:3:E-mail: the cell is empty; fill in the e-mail.",
        "mentees.csv: the table is empty; export it again with its heading row.", "1 warning in cohorts/x:", "mentors.csv:2: the row is odd; look: at it.",
    ]


def test_colours_change_nothing_but_the_colour():
    """Without its escape sequences, the coloured line is the plain one."""
    coloured = [re.sub(r"\033\[\d+m", "", line) for line in problem_lines(FOUND, "x", True)]

    assert coloured == problem_lines(FOUND, "x", False)
    assert all("\033[" in line for line in problem_lines(FOUND, "x", True))


def test_only_a_person_sees_colours(monkeypatch):
    """A pipe gets none; a terminal does, unless NO_COLOR is set."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    seen = wants_colour(io.StringIO()), wants_colour(Terminal())
    monkeypatch.setenv("NO_COLOR", "1")

    assert (*seen, wants_colour(Terminal())) == (False, True, False)


def templates(node: ast.AST) -> list[str]:
    """The texts that an expression of the code may give, with {} for what it puts in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)]
    return [text for part in (node.body, node.orelse) for text in templates(part)] if isinstance(node, ast.IfExp) else []


@pytest.mark.parametrize("path", [path for path in sorted(PACKAGE.rglob("*.py")) if "Problem(" in path.read_text(encoding="utf-8") or path.stem == "cells"], ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_problem_and_remedy_is_there_in_spanish(path):
    """Each problem and remedy in the package's code has its Spanish, with as many values in it."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    said = {
        text
        for call in calls for place in CALLS.get(getattr(call.func, "id", getattr(call.func, "attr", "")), ())
        if place < len(call.args) for text in templates(call.args[place])
    } - COMPOSED
    lost = [text for text in sorted(said) if in_spanish(text.replace("{}", "«x»")) == text.replace("{}", "«x»")]

    assert lost == []
    assert all(in_spanish(text.replace("{}", "«x»")).count("«x»") == text.count("{}") for text in said)


def test_a_coordinator_hears_spanish_and_marks_the_cells(cohort, mentorkit, tmp_path):
    """In a programme whose first language is Spanish every line is Spanish; the workbook marks the cell, and only its owner may read it."""
    table = cohort / "mentees.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    lines[4] = lines[4].replace(",Aceptada,", ",Quizás,").replace(",Recibida,", ",Quizás,")
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    out = tmp_path / "hallazgos.xlsx"
    done = mentorkit("check", cohort, "--workbook", out, cwd=cohort)
    book = load_workbook(out)
    marked = [cell.coordinate for row in book["mentees.csv"].iter_rows() for cell in row if cell.comment]
    error = next(line for line in done.stderr.splitlines() if line.startswith("mentees.csv:5:"))

    assert done.returncode == 1
    assert error == "mentees.csv:5:Estado de la inscripción: la celda no es ninguna de las respuestas conocidas; escriba una de estas: applied, accepted, waiting, declined, paused, withdrawn."
    assert "\033[" not in done.stderr
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert "F5" in marked and book["Hallazgos"]["A1"].value == "archivo"
    assert book["mentees.csv"]["A5"].value == lines[4].split(",")[0]


def test_a_workbook_in_a_folder_that_is_not_there_fails_kindly(cohort, mentorkit, tmp_path):
    """No folder, no workbook: exit 3 and a sentence; another ending is wrong use."""
    assert mentorkit("check", cohort, "--workbook", tmp_path / "nowhere" / "x.xlsx", cwd=cohort).returncode == 3
    assert mentorkit("check", cohort, "--workbook", tmp_path / "x.csv", cwd=cohort).returncode == 2


def test_what_is_counted_is_told_whole_in_spanish():
    """Of an oddity in very many rows the others are counted, in one language."""
    rows = tuple((f"A{n}", text) for text in ("Pe\ufffda", "PeÃ±a", "Pe?a", "#N/A", "a\u200b") for n in range(30))
    found = [told(problem, "es").problem for problem in oddities(RawTable("a.csv", ("id", "name"), rows, tuple(range(2, 152)), "UTF-8"))]
    counted = [problem.removesuffix(", aquí y en 9 filas más") for problem in found if "9" in problem]

    assert len(counted) == 5
    assert set(counted) < set(found)
    assert all(in_spanish(problem) == problem for problem in counted)
