"""A coordinator whose programme speaks Spanish is answered in Spanish, whatever is typed and whatever goes wrong."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from mentorkit.cli import main
from mentorkit.cli.saying import told_in
from mentorkit.model.refusal_words import IN_SPANISH, refusal_in_spanish

PACKAGE = Path(__file__).parents[2] / "mentorkit"
RAISED = ("UsageError", "RunError", "MentorkitError", "NotebookError")
ENGLISH = re.compile(r"(?<![-\w])(the|of|and|with|is|are|in|not|this|from|matched|files|people|mentors|applications|nothing|here|has|have|to)(?![-\w/]|\.\w)")
"""Words that no Spanish sentence of ours holds; a folder like `cohorts/example` is a name."""


def pieces(node: ast.expr | None) -> list[str]:
    """Give the texts of an argument, a pair of braces for each value in it; a choice of two gives both."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)]
    if isinstance(node, ast.IfExp):
        return [*pieces(node.body), *pieces(node.orelse)]
    if isinstance(node, ast.BinOp):
        return [left + right for left in pieces(node.left) for right in pieces(node.right) or ["{}"]]
    return []


def refusals() -> set[str]:
    """Give what the package raises for a person to read, as templates."""
    found = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED and node.args:
                found |= set(pieces(node.args[1 if node.func.id == "NotebookError" else 0]))
    return {text for text in found if re.search(r"[a-z]{3}", text.replace("{}", ""))}


def test_every_refusal_is_told_in_spanish():
    """Each sentence that the package raises with has a Spanish template, and no template has lost its sentence."""
    every = refusals() - {"notebook {}{}{}"} | {"notebook {}: {}", "notebook {}, cell {}: its kernel died", "notebook {}, cell {}: it ran longer than {} minutes"}
    sample = {text: text.replace("{}", "x") for text in every}

    assert len(every) > 60
    assert {text for text, said in sample.items() if refusal_in_spanish(said) == said} == set()
    assert "kernel" not in refusal_in_spanish("notebook x, cell 3: its kernel died")
    assert all(english.count("{}") == spanish.count("{}") for english, spanish in IN_SPANISH.items())


def test_a_refusal_of_many_lines_is_told_line_by_line():
    """What the gate found stands below the first line, each in Spanish, and other texts stay as they are."""
    said = told_in("es")("the site is not published:\na.html: files of this kind are not published\nand 3 more")

    assert said == "el sitio no se publicó:\na.html: archivos de esta clase no se publican\ny 3 más"
    assert told_in("en")("x") == told_in("es")("x") == "x"


@pytest.mark.parametrize(("words", "code"), [
    (["check", "{cohort}"], 0), (["screen", "{cohort}"], 0), (["match", "{cohort}"], 0), (["forms", "{out}", "--cohort", "{cohort}"], 0), (["outreach", "{out}"], 0),
    (["safety", "{cohort}"], 0), (["certificate", "{cohort}", "AAAA-BBBB-CCCC"], 1), (["purge", "{cohort}", "--before", "2030-01-01"], 0),
    (["purge", "{cohort}", "--before", "2020-01-01"], 0), (["forget", "{cohort}", "nadie"], 2), (["verify", "{cohort}"], 2), (["status"], 0), (["doctor"], None),
    (["run", "{cohort}", "--only", "99"], 2), (["run", "{cohort}", "--jobs", "0"], 2), (["guide", "S99"], 2), (["guide", "S01", "--minutes", "3"], 2),
    (["forms", "{cohort}/cohort.yml"], 2), (["customize", "nada"], 2), (["purge", "{cohort}", "--before", "ayer"], 2), (["new", "{cohort}"], 2),
    (["check", "no-hay"], 2), (["publish", "--out", "{cohort}"], 3), (["forget", "{cohort}", "A07"], 0),
])
def test_no_command_answers_in_english(program: Path, cohort: Path, tmp_path: Path, monkeypatch, capfd, words: list[str], code: int | None):
    """What each command prints about a Spanish programme, on both streams, holds none of the commonest English words."""
    monkeypatch.chdir(program)
    (program / "program.yml").write_text((program / "program.yml").read_text(encoding="utf-8").replace("the safeguarding person of Puentes (invented)", "Marta"), encoding="utf-8")
    given = [word.format(cohort="cohorts/example", out=tmp_path / "salida") for word in words]
    done = main(given)
    out, err = capfd.readouterr()
    said = [line for line in (out + err).splitlines() if not line.startswith(("  ", "ok "))]

    assert code in (done, None), out + err
    assert said and [line for line in said if ENGLISH.search(line.replace(str(tmp_path), ""))] == []


def test_an_english_programme_is_answered_in_english(cohort: Path, program: Path, capsys):
    """The language is that of the programme, not of the machine."""
    path = program / "program.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("languages: [es, en]", "languages: [en, es]"), encoding="utf-8")
    (cohort / "cohort.yml").write_text((cohort / "cohort.yml").read_text(encoding="utf-8").replace("language: es", "language: en"), encoding="utf-8")

    assert main(["match", str(cohort)]) == 0
    assert re.search(r"example: \d+ of \d+ mentees matched .* no better matching exists \(\d+\.\d\d s\); see results/matching", capsys.readouterr().out)
