"""YAML as people write it: 1.2, every fault at once with its line, and schemas that judge as the models do."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.errors import ProblemsError
from mentorkit.io.quick import Beyond, quick_values
from mentorkit.io.yaml import (
    Document,
    checked_model,
    model_and_problems,
    parsed_document,
    read_document,
    strictly_parsed,
)
from mentorkit.model.cohort import CohortSettings
from mentorkit.model.program import Program
from mentorkit.model.schemas import MODELS, schemas
from mentorkit.model.survey import Survey

ROOT = Path(__file__).parents[2]
SURVEY = """
survey: exit
who: mentees
wave: endline
file: surveys/exit.csv
items:
  - {id: recommend, question: Would you?, kind: choice, options: {yes: "Yes", no: "No"}}
  - {id: m_1, question: [A, B], kind: scale, min: 1, max: 5, reverse: true}
scales:
  - {id: mastery, items: [m_1], min_answered: 0.8}
"""
SETTINGS = """
cohort: bogota-2026-1
starts: 2026-02-02
timezone: America/Bogota
language: es
synthetic: false
weeks: 16
mentees:
  file: "Inscripción (respuestas).xlsx"
  dates: day-first
  columns:
    name: Nombre completo
    interests: {from: "¿Temas?", split: ", "}
"""


def data_of(text: str):
    """Give the plain values of YAML text."""
    return parsed_document(text, Path("x.yml"), "x.yml").data


def faults(text: str, model=None) -> list[tuple]:
    """Give line, problem and remedy of everything that is wrong."""
    with pytest.raises(ProblemsError) as refused:
        document = parsed_document(text, Path("x.yml"), "x.yml")
        checked_model(model or Program, document)
    assert all(problem.file == "x.yml" for problem in refused.value.problems)
    return [(problem.row, problem.problem, problem.remedy) for problem in refused.value.problems]


# ---------------------------------------------------------------- YAML 1.2


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: no", "no"), ("a: yes", "yes"), ("a: on", "on"), ("a: true", True), ("a: False", False), ("a: 12:30", "12:30"),
        ("a: 010", 10), ("a: 1_000", "1_000"), ("a: 2026-02-02", "2026-02-02"), ("a: ~", None), ("a:", None), ('a: "1"', "1"),
        ("a: 1.5", 1.5), ("a: -3", -3), ("a: 1e3", 1000.0), ("a: NO", "NO"), ("a: [no, 1]", ["no", 1]),
    ],
)
def test_values_are_those_of_yaml_1_2(text, value):
    """Norway is not false, half past twelve is not 750, and a date stays what was written."""
    found = data_of(text)["a"]

    assert value == found
    assert type(value) is type(found)


def test_an_option_called_no_stays_a_word():
    """The contract's own survey: options yes and no are two texts."""
    survey = checked_model(Survey, parsed_document(SURVEY, Path("s.yml"), "s.yml"))

    assert {"yes": ("Yes",), "no": ("No",)} == survey.items[0].option_wordings


def test_a_doubled_key_is_an_error_with_both_lines():
    """The second of two keys never wins silently, at any depth."""
    assert [
        (3, 'the key "program" stands twice (first in line 1)', "keep one of the two"),
        (6, 'the key "mentees" stands twice (first in line 5)', "keep one of the two"),
    ] == faults("program: A\nweeks: 4\nprogram: B\ndesign:\n  size: {mentees: 3,\n    mentees: 4}\n")


def test_an_unknown_key_is_named_with_the_nearest():
    """A slip of the pen costs a second, at the top and deep inside."""
    assert [
        (2, 'unknown key "wekes"', 'did you mean "weeks"?'),
        (4, 'unknown key "wieght"', 'did you mean "weight"?'),
    ] == faults("program: A\nwekes: 12\ncriteria:\n  - {id: a, kind: same, mentee: x, mentor: y, wieght: 2}\n")


def test_an_unknown_table_is_named_with_the_nearest():
    """The contract's own example."""
    assert [(2, 'unknown key "mentes"', 'did you mean "mentees"?')] == faults("cohort: bogota-1\nmentes: a.csv\n", CohortSettings)


def test_several_faults_come_at_once_each_with_its_line():
    """Wrong types, ranges, patterns, kinds and missing keys: one reading, one list."""
    found = faults(
        "weeks: 2\ncadence_days: often\ncountry: Colombia\nlanguages: [es, es]\ncriteria:\n"
        "  - {id: a, kind: sames, mentee: x, mentor: y}\n  - {id: b, kind: near, mentee: x, mentor: y}\n"
        "eligibility:\n  mentees: {youngest: 3}\n"
    )

    assert {
        (1, '"weeks" does not fit', "write 4 or more"),
        (2, '"cadence_days" does not fit', "write a whole number"),
        (3, '"country" does not fit', "write a name that matches ^[A-Z]{2}$"),
        (6, "the kind is missing or not known", 'did you mean "same"?'),
        (7, '"scale" is missing', 'add a line "scale: …"'),
        (9, '"youngest" does not fit', "write 5 or more"),
        (1, '"program" is missing', 'add a line "program: …"'),
    } == set(found)


def test_values_that_contradict_each_other_are_named():
    """Rules over several keys speak as plainly: two criteria of one id, a scale of text items."""
    doubled = faults("program: A\ncriteria:\n  - {id: a, kind: same, mentee: x, mentor: y}\n  - {id: a, kind: same, mentee: x, mentor: z}\n")
    scale = faults(SURVEY.replace("items: [m_1]", "items: [recommend]"), Survey)

    assert [(2, 'the id "a" stands twice', "give each its own")] == doubled
    assert 'the scale "mastery" names "recommend", which is no scale or number item' == scale[0][1]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\n b: 2\n", 2, "no valid YAML"),
        ("a: [1\n", 2, "no valid YAML"),
        ("a: 1\nb: \tx\n\t c: 3", 2, "no valid YAML"),
        ("- 1\n- 2\n", 1, "the file holds no keys"),
        ("a: &x 1\nb: *x\n", 1, "an anchor or alias stands here"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "the tag"),
        ("? [1, 2]\n: x\n", 1, "a key is no plain text"),
        ("a: 1\n---\nb: 2\n", 2, "no valid YAML"),
    ],
)
def test_what_is_no_settings_file_is_refused_with_its_line(text, line, words):
    """Broken indentation, lists, anchors, tags, odd keys and several documents."""
    found = faults(text)

    assert (line, words) in [(row, problem[: len(words)]) for row, problem, _ in found]


def test_a_billion_laughs_is_refused_in_an_instant():
    """Aliases that unfold into a billion values are not followed."""
    text = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))

    assert all(problem == "an anchor or alias stands here" for _, problem, _ in faults(text))


def test_deep_nesting_is_refused():
    """Hundreds of brackets are refused, not a crash."""
    assert faults("a: " + "[" * 300 + "]" * 300)
    assert faults("a: " + "[" * 900)


def test_too_large_a_file_is_refused_unread(tmp_path):
    """Settings of more than 1 MB are data in the wrong place."""
    path = tmp_path / "program.yml"
    path.write_bytes(b"a: 1\n" * 220_000)
    with pytest.raises(ProblemsError, match="larger than 1 MB"):
        read_document(path)


def test_an_empty_file_is_a_document_without_keys():
    """Its model then says which keys are missing."""
    assert {} == data_of("# only a comment\n")
    assert [(1, '"program" is missing', 'add a line "program: …"')] == faults("")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_settings_may_come_in_any_usual_encoding(tmp_path, encoding):
    """Notepad's encodings are read alike."""
    path = tmp_path / "program.yml"
    path.write_bytes("program: Diseño\n".encode(encoding))

    assert {"program": "Diseño"} == read_document(path).data


plain_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text("abñ 12:-", max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1, max_size=4), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=4), plain_values, max_size=4))
def test_json_is_yaml(value):
    """Any JSON object is read as the same values."""
    assert value == data_of(json.dumps(value))


# ---------------------------------------------------------------- JSON Schema


def examples() -> dict[str, dict]:
    """Give a valid document of each model: the repository's own, and small ones."""
    lesson = ROOT / "curriculum" / "pairs" / "p1-first-meeting"
    return {
        "program": read_document(ROOT / "program.yml").data,
        "cohort": data_of(SETTINGS),
        "survey": data_of(SURVEY),
        "session": read_document(lesson / "session.yaml").data,
        "worksheet": read_document(lesson / "worksheet.yaml").data,
        "programme": read_document(ROOT / "curriculum" / "programme.yaml").data,
        "glossary": read_document(ROOT / "curriculum" / "glossary.yaml").data,
    }


VALID = examples()


def accepted_by_model(name: str, data: dict) -> bool:
    """Tell whether our model takes a document."""
    return model_and_problems(MODELS[name], Document(Path("x.yml"), "x.yml", data, {}))[0] is not None


def accepted_by_schema(name: str, data: dict) -> bool:
    """Tell whether the model's JSON Schema takes a document, by an independent validator."""
    return SCHEMAS[name].is_valid(data)


def validator(name: str) -> jsonschema.protocols.Validator:
    """Give a validator of a model's schema."""
    schema = schemas()[name]
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


SCHEMAS = {name: validator(name) for name in MODELS}


@pytest.mark.parametrize("name", MODELS)
def test_schemas_take_the_documents_that_models_take(name):
    """An editor that completes by the schema does not mark a good file."""
    assert accepted_by_model(name, VALID[name])
    assert [] == [error.message for error in SCHEMAS[name].iter_errors(VALID[name])]


def sampled_places(data: dict) -> list[tuple]:
    """Give the paths of at most some sixty mapping keys, spread over the document."""
    found = places(data)
    return found[:: max(1, len(found) // 60)]


def places(data, here=()) -> list[tuple]:
    """Give the path of every mapping key of a document."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    below = [path for key, value in inside for path in places(value, (*here, key))]
    return ([here] if here and isinstance(here[-1], str) else []) + below


def mutated(data: dict, path: tuple, change: str) -> dict:
    """Give a copy with a key renamed, removed or given another value."""
    whole = copy.deepcopy(data)
    parent = whole
    for step in path[:-1]:
        parent = parent[step]
    if change == "renamed":
        parent[f"{path[-1]} x"] = parent.pop(path[-1])
    elif change == "removed":
        del parent[path[-1]]
    else:
        parent[path[-1]] = {"number": -1, "fraction": 0.5, "list": [1], "mapping": {"a b": 1}, "truth": True}[change]
    return whole


@cache
def judged(name: str, change: str) -> list[tuple[tuple, bool, list[str] | None]]:
    """Give each changed document's path, whether the schema takes it, and why the model refuses it, or None."""
    found = []
    for path in sampled_places(VALID[name]):
        document = mutated(VALID[name], path, change)
        value, problems = model_and_problems(MODELS[name], Document(Path("x.yml"), "x.yml", document, {}))
        found.append((path, accepted_by_schema(name, document), [one.problem for one in problems] if value is None else None))
    return found


@pytest.mark.parametrize("change", ["renamed", "removed", "number", "fraction", "list", "mapping", "truth"])
@pytest.mark.parametrize("name", MODELS)
def test_what_a_schema_refuses_the_model_refuses(name, change):
    """A document with a changed key is never good for the model and marked wrong by the schema."""
    assert [path for path, taken, refused in judged(name, change) if not taken and refused is None] == []


@pytest.mark.parametrize("change", ["renamed", "removed", "number", "list", "mapping"])
@pytest.mark.parametrize("name", MODELS)
def test_what_the_model_refuses_for_its_form_the_schema_refuses(name, change):
    """Only rules over several keys, which no schema can say, are the model's alone."""
    refused = [(path, problem) for path, taken, problems in judged(name, change) if taken for problem in problems or ()]

    assert [(path, problem) for path, problem in refused if not _over_several_keys(problem)] == []


def _over_several_keys(problem: str) -> bool:
    known = ("no indicator has the id", "item needs", "which is no scale or number item", "time zone", "stands twice", "out of order")
    return any(words in problem for words in known)


# ---------------------------------------------------------------- the quick reader beside the strict one


words = st.sampled_from([
    "no", "yes", "~", "null", "Null", "", "true", "TRUE", "0071", "-3", "+4", "1e3", "1.", ".5", ".", "1_000", "0x1F", "0o14", "12:30", "2026-02-02", ".inf", "-", "a: b",
    "a #b", "#c", "'q'", '"d"', "¿qué?", "50 %", "a, b", "[1, no]", "{a: 1}", "{a: [b, c]}", "- x", "> y", "| z", "&a", "*a", "!t", "? k", "<<", "=", "a\\b", '"a\\/b"', '"\\x41"', "''", "[", "}",
    "ñandú", "\t", "\u2028", "\x85", "😀",
])
lines = st.builds(lambda indent, key, value: f"{' ' * indent}{key}{value}", st.integers(0, 4), st.sampled_from(["a: ", "b: ", "c:", "- ", "- a: ", "'d': ", "é: ", "", "? ", "# ", "<<: "]), words)


@given(st.lists(lines, min_size=1, max_size=7), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_quick_values_are_those_of_the_strict_reader(given_lines, end):
    """Wherever the quick reader gives values at all, the strict one gives the same, with the same lines, and has nothing to say."""
    text = end.join(given_lines) + end
    try:
        found = quick_values(text)
    except Beyond:
        return
    strict = strictly_parsed(text, Path("x.yml"), "x.yml")

    assert found == (strict.data, strict.lines)
    assert all(type(one) is type(other) for one, other in zip(_leaves(found[0]), _leaves(strict.data), strict=True))


def _leaves(value) -> list:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return [value] if inner is None else [leaf for one in inner for leaf in _leaves(one)]


@pytest.mark.parametrize("path", sorted([*ROOT.glob("curriculum/**/*.yaml"), *ROOT.glob("**/program.yml"), *ROOT.glob("cohorts/example/**/*.yml"), *ROOT.glob("mentorkit/**/*.yml")]), ids=lambda path: path.parent.name + "/" + path.name)
def test_the_projects_own_files_are_read_alike_by_both(path):
    """Every settings, session and words file has the same values and lines by both readers."""
    text = path.read_text(encoding="utf-8")
    document, strict = parsed_document(text, path, path.name), strictly_parsed(text, path, path.name)

    assert (document.data, document.lines) == (strict.data, strict.lines)


@pytest.mark.parametrize("text", ["- " * 100_000, "a: " + "[" * 100_000, "{" * 100_000, "".join(f"{' ' * n}a:\n" for n in range(1400)), "? " * 100_000])
def test_depth_does_not_reach_the_quick_reader(text):
    """Nesting that a compiled reader would follow into the ground is left to the strict one."""
    with pytest.raises(Beyond):
        quick_values(text)
