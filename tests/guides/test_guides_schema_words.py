"""What is wrong with a session's YAML is told in Spanish where the programme is Spanish."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import mentorkit.io.yaml as reader
import mentorkit.model as model
from mentorkit.cli import main
from mentorkit.model import table_words
from mentorkit.model.schema_words import IN_SPANISH, from_templates, in_spanish, templates


def texts_of_the_reader() -> set[str]:
    """Every message in the reader's source: what stands in a Problem, a note or the list of remedies."""
    found = set()
    for node in ast.walk(ast.parse(Path(reader.__file__).read_text(encoding="utf-8"))):
        parts = node.args if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in ("Problem", "_note") else []
        parts += node.values if isinstance(node, ast.Dict) and any(getattr(key, "value", "") == "int_type" for key in node.keys) else []
        parts += node.value.elts if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 2 else []
        for part in [leaf for one in parts for leaf in ([one.body, one.orelse] if isinstance(one, ast.IfExp) else one.values if isinstance(one, ast.BoolOp) else [one])]:
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and " " in part.value:
                found.add(part.value.replace("{{", "⟪").replace("}}", "⟫"))
            if isinstance(part, ast.JoinedStr):
                found.add("".join(value.value if isinstance(value, ast.Constant) else "x" for value in part.values))
    return found


def test_every_message_of_the_reader_has_spanish_words():
    """No sentence of the reader stays in English."""
    texts = {text.replace("⟪", "{").replace("⟫", "}") for text in texts_of_the_reader() if text != "the file"}

    assert len(texts) > 30
    assert {text for text in texts if in_spanish(text) == text} == set()


def texts_of_the_models() -> set[str]:
    """What the models refuse beyond a value's type: each part of every ValueError, and what instruments say of their items."""
    found = set()
    for path in sorted(Path(model.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            raised = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ValueError" and node.args and node.args[0]
            said = raised or (path.stem == "instruments" and isinstance(node, ast.Return) and node.value)
            if isinstance(said, ast.Constant) and isinstance(said.value, str):
                found |= set(said.value.split("; ", 1))
            if isinstance(said, ast.JoinedStr):
                found |= set("".join(value.value if isinstance(value, ast.Constant) else "x" for value in said.values).split("; ", 1))
    return found


def test_every_refusal_of_the_models_has_spanish_words():
    """Values that do not agree with each other, in program.yml, cohort.yml or a code book, are told in Spanish too."""
    texts = texts_of_the_models()

    assert len(texts) > 30
    assert {text for text in texts if in_spanish(text) == text} == set()


@pytest.mark.parametrize("filled", ["x", "the cell ", "el mismo", "7 {a}", ""])
def test_only_the_begin_of_a_text_is_looked_at_first(filled):
    """What a text becomes is what the first of all templates that it fits makes of it, whatever stands in its places."""
    words = table_words.IN_SPANISH | IN_SPANISH
    texts = [f"{before}{english.replace('{}', filled)}" for english in words for before in ("", " ", "a ")]

    assert [from_templates(text, templates(words)) for text in texts] == [in_spanish(text) if not text.startswith("the cell ") else from_templates(text, templates(words)) for text in texts]


def test_values_stand_where_they_stood():
    """Names and numbers pass into the Spanish sentence in their order; other texts stay."""
    assert in_spanish('the key "a" stands twice (first in line 3)') == 'la clave "a" está dos veces (primero en la línea 3)'
    assert in_spanish("something else") == "something else"
    assert all(english.count("{}") == spanish.count("{}") for english, spanish in IN_SPANISH.items())


@pytest.mark.parametrize(("language", "words"), [("es", "[S1] la clave \"minutos\" no existe"), ("en", "[S1] unknown key \"minutos\"")])
def test_check_speaks_the_programmes_language(root: Path, program: Path, capfd, language: str, words: str):
    """An unknown key in a session of one's own is told with file and line, in the programme's first language."""
    source = root / "curriculum" / "pairs" / "p1-first-meeting"
    target = program / "curriculum" / "pairs" / "p1-first-meeting"
    target.mkdir(parents=True)
    for path in source.iterdir():
        (target / path.name).write_bytes(path.read_bytes())
    text = (target / "session.yaml").read_text(encoding="utf-8")
    (target / "session.yaml").write_text(f"minutos: 3\n{text}", encoding="utf-8")
    settings = (program / "program.yml").read_text(encoding="utf-8")
    (program / "program.yml").write_text(settings.replace("languages: [es, en]", f"languages: [{language}, {'en' if language == 'es' else 'es'}]"), encoding="utf-8")

    assert main(["check", str(program / "cohorts" / "example")]) == 1
    assert f"curriculum/pairs/p1-first-meeting/session.yaml:1: {words}" in capfd.readouterr().err
