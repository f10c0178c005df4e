"""The reference pages name everything that users rely on, in both languages, and nothing that does not exist."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from mentorkit.cli.command import command_parser
from mentorkit.disclosure import public_aggregates
from mentorkit.evaluation.change import CHANGE_COLUMNS
from mentorkit.evaluation.items import ITEM_COLUMNS
from mentorkit.evaluation.metrics import METRIC_COLUMNS
from mentorkit.evaluation.wording import metric_definitions
from mentorkit.io.cells import weekly_slots
from mentorkit.io.curriculum import read_curriculum
from mentorkit.io.yaml import checked_model, read_document
from mentorkit.matching import alternatives_table, event_plan, introduction_plan, match, pairs_table, unmatched_table
from mentorkit.model.cohort import CohortSettings, TableSource
from mentorkit.model.design import Funnel
from mentorkit.model.program import Program
from mentorkit.model.roster import Roster
from mentorkit.model.survey import Survey
from mentorkit.model.tables import TABLES
from mentorkit.publishing.sources import contents, gathered
from mentorkit.running.notebooks import ORDER
from mentorkit.tracking.states import STATE_COLUMNS, STATES

ROOT = Path(__file__).parents[2]
PLAYBOOK = ROOT / "playbook"
LANGUAGES = ("es", "en")
NEEDED = {"es": "**obligatoria**", "en": "**needed**"}
STEPS = tuple(Funnel.model_fields)
FUNNEL = re.compile(rf"^design\.funnel\.({'|'.join(STEPS)})\.")
RESULTS = {
    file: columns.split()
    for file, columns in {
        "results/matching/pairs.csv": "mentee_id mentor_id score mentee_rank mentor_rank decided",
        "results/matching/unmatched.csv": "mentee_id reason change_that_would_match",
        "results/matching/proof.json": "matched matchable total_score upper_bound gap seconds method",
        "results/matching/alternatives.csv": "mentee_id mentor_id score rank why_not",
        "results/matching/introductions.csv": "mentee_id mentor_id turn score",
        "results/matching/event.csv": "round table mentor_id mentee_id in_field",
        "results/progress/pairs.csv": "mentee_id mentor_id state rules since last_contact last_support next_step",
        "results/evaluation/items.csv": "survey item option count respondents share low high invited",
        "results/evaluation/metrics.csv": "metric value low high n denominator as_of unit",
        "results/evaluation/change.csv": (
            "scale n_pairs mean_before mean_after change low high hedges_g g_low g_high p_exact minimum_detectable"
        ),
    }.items()
}
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


# ---------------------------------------------------------------- reading pages


def page(language: str, name: str) -> str:
    return (PLAYBOOK / language / "reference" / f"{name}.md").read_text(encoding="utf-8")


def bare(text: str) -> str:
    """Give a page without its code blocks."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def section(text: str, heading: str) -> str:
    """Give what stands under the heading that is, or holds, the code `heading`, down to the next of its level."""
    found = re.search(rf"^(#+) [^\n]*`{re.escape(heading)}`[^\n]*\n", text, flags=re.MULTILINE)
    assert found, f"no heading names `{heading}`"
    rest = text[found.end():]
    end = re.search(rf"^#{{1,{len(found[1])}}} ", rest, flags=re.MULTILINE)
    return rest[: end.start()] if end else rest


def rows(text: str) -> dict[str, list[str]]:
    """Give the tables' rows by the first code of their first cell: the cells."""
    found: dict[str, list[str]] = {}
    for line in bare(text).splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")] if line.startswith("|") else []
        if cells and (code := re.match(r"`([^`]+)`", cells[0])):
            found.setdefault(code[1], cells)
    return found


# ---------------------------------------------------------------- walking models


def keys(model) -> dict[str, tuple[dict, bool]]:
    """Give every key of a model, nested: dotted path to its schema and whether it is needed; the funnel's steps as one."""
    schema = model.model_json_schema(by_alias=True)
    found = _keys(schema, schema.get("$defs", {}), "")
    return {FUNNEL.sub("design.funnel.<step>.", path): key for path, key in found.items() if path.removeprefix("design.funnel.") not in STEPS}


def _keys(schema: dict, defs: dict, prefix: str) -> dict[str, tuple[dict, bool]]:
    found = {}
    for name, below in schema.get("properties", {}).items():
        path = prefix + name
        found[path] = below, name in schema.get("required", [])
        for place, form in _forms(below, defs, path):
            found = _keys(form, defs, f"{place}.") | found
    return found


def _forms(schema: dict, defs: dict, path: str):
    """Yield every object that may stand at a path, with the path of its keys."""
    if "$ref" in schema:
        schema = defs[schema["$ref"].rsplit("/", 1)[-1]] | {key: value for key, value in schema.items() if key != "$ref"}
    if "properties" in schema:
        yield path, schema
    for part in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from _forms(part, defs, path)
    if isinstance(schema.get("items"), dict):
        yield from _forms(schema["items"], defs, f"{path}[]")
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _forms(schema["additionalProperties"], defs, f"{path}.<name>")


def allowed(schema: dict) -> list[str]:
    """Give the values that a key may have, where they are listed."""
    parts = (schema, schema.get("items") or {}, *schema.get("anyOf", ()))
    return [str(value) for part in parts for value in part.get("enum", ())]


def plain_default(schema: dict) -> str | None:
    """Give a default that can be written as one word, or None."""
    value = schema.get("default")
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, (int, float)) else value if isinstance(value, str) and value.strip() == value else None


def assert_described(model, told: dict[str, list[str]], language: str, prefix: str = "") -> None:
    """Every key has a row with its allowed values, its default, or the mark that it is needed, and a meaning."""
    for path, (schema, needed) in keys(model).items():
        name = prefix + path
        assert name in told, f"{language}: no row for {name}"
        row = told[name]
        assert len(row) == 4 and len(row[3]) > 3, f"{language}: {name} has no meaning"
        for value in allowed(schema):
            assert f"`{value}`" in row[1], f"{language}: {name} may be {value}"
        if needed and path not in ("criteria[].scale", "criteria[].scores"):  # needed by one kind each
            assert row[2] == NEEDED[language], f"{language}: {name} is needed"
        if (default := plain_default(schema)) is not None:
            assert f"`{default}`" == row[2], f"{language}: {name} is {default} by default"


# ---------------------------------------------------------------- commands


def commands() -> dict[str, argparse.ArgumentParser]:
    parser = command_parser()
    action = next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return dict(action.choices)


@in_both_languages
def test_every_command_and_option_is_described(language):
    """Each command has a section whose table names each word and option, with its choices and its default."""
    for name, parser in commands().items():
        told = rows(section(page(language, "commands"), f"mentorkit {name}"))
        for action in parser._actions:
            shown = action.option_strings or [action.metavar]
            row = next((row for row in told.values() if all(f"`{word}`" in row[0] for word in shown)), None)
            assert row, f"{language}: mentorkit {name} has no row for {shown}"
            for choice in action.choices or ():
                assert f"`{choice}`" in " ".join(row), f"{language}: {shown} may be {choice}"
            if isinstance(action.default, str) and action.default is not argparse.SUPPRESS:
                assert f"`{action.default}`" == row[1], f"{language}: {shown} is {action.default} by default"


@in_both_languages
def test_no_option_is_described_that_does_not_exist(language):
    """The table of a command holds its words and options alone."""
    for name, parser in commands().items():
        known = {word for action in parser._actions for word in (action.option_strings or [action.metavar])}
        assert set(rows(section(page(language, "commands"), f"mentorkit {name}"))) <= known


@in_both_languages
def test_every_command_shows_an_example_that_can_be_typed(language):
    """The examples of each command are accepted by the parser, and each command has one and its exit codes."""
    for name in commands():
        text = section(page(language, "commands"), f"mentorkit {name}")
        lines = re.findall(rf"^mentorkit {name}.*$", text, flags=re.MULTILINE)
        assert lines, name
        for line in lines:
            command_parser().parse_args([word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)][1:])
        codes = re.findall(r"^\| (\d) \|", text, flags=re.MULTILINE)
        assert codes[0] == "0" and set(codes) <= {"0", "1", "2", "3"} and len(codes) >= 3


@in_both_languages
def test_no_page_names_a_command_that_does_not_exist(language):
    """Wherever the playbook types mentorkit, the word behind it is a command."""
    for file in (PLAYBOOK / language).rglob("*.md"):
        text = file.read_text(encoding="utf-8")
        blocks = re.findall(r"^```.*?^```$", text, flags=re.MULTILINE | re.DOTALL)
        typed = re.findall(r"`mentorkit ([a-z]+)", bare(text)) + re.findall(r"^mentorkit ([a-z]+)", "\n".join(blocks), flags=re.MULTILINE)
        assert set(typed) <= set(commands()), file


@in_both_languages
def test_notebooks_are_named(language):
    """The page of commands names every notebook that a run knows."""
    assert all(f"`{name}`" in page(language, "commands") for name in ORDER)


@in_both_languages
@pytest.mark.parametrize(
    "habit",
    ["jupyter-book build .", "papermill notebooks/3-matching.ipynb out.ipynb -p cohort cohorts/example", "jupyter lab",
     "pytest --nbval-lax notebooks", "pipx install mentorkit"],
)
def test_what_people_type_by_habit_is_explained(language, habit):
    """Commands of the tools beneath stand on the page with what they do."""
    assert habit in rows(page(language, "commands"))


# ---------------------------------------------------------------- tables


@in_both_languages
@pytest.mark.parametrize("name", TABLES)
def test_every_column_of_a_table_is_described(language, name):
    """The section of a table names its columns in order, with allowed values, limits, defaults, and which are needed."""
    told = rows(section(section_of_tables(language), name))

    assert list(told) == [column.name for column in TABLES[name].columns]
    for column in TABLES[name].columns:
        _, kind, empty, meaning = told[column.name]
        assert all(f"`{option}`" in kind for option in column.options)
        assert column.low is None or f"{column.low:g}".replace("-", "−") in kind
        assert column.high is None or f"{column.high:g}" in kind
        assert (empty == NEEDED[language]) == column.needed
        assert column.default is None or empty == f"`{column.default:g}`"
        assert meaning


def section_of_tables(language: str) -> str:
    heading = {"es": "## Las tablas\n", "en": "## The tables\n"}[language]
    return page(language, "files").split(heading)[1].split("\n## ")[0]


# ---------------------------------------------------------------- settings


@in_both_languages
def test_every_key_of_the_programme_is_described(language):
    """program.md has a row for each key of program.yml, nested, with values, default and meaning."""
    assert_described(Program, rows(page(language, "program")), language)


@in_both_languages
def test_the_funnels_rates_are_listed(language):
    """program.md gives each step's default rates."""
    told = rows(section(page(language, "program"), "design"))
    mark = "," if language == "es" else "."

    for step, rates in Funnel():
        assert told[step][1:4] == [str(rate).replace(".", mark) for rate in (rates.low, rates.likely, rates.high)]


@in_both_languages
def test_no_key_is_described_that_does_not_exist(language):
    """Every dotted row of program.md, and every row about surveys and sources, is a key of a model."""
    dotted = {name for name in rows(page(language, "program")) if "." in name or "[]" in name}
    surveys = rows(section(page(language, "files"), "surveys/<survey>.yml"))

    assert dotted <= set(keys(Program))
    assert set(surveys) == set(keys(Survey))


@in_both_languages
def test_every_key_of_a_cohort_is_described(language):
    """files.md has a row for each key of cohort.yml of its own and for a table's source; the rest stand in program.md."""
    told = rows(section(page(language, "files"), "cohort.yml"))
    own = set(CohortSettings.model_fields) - set(Program.model_fields)

    assert own <= set(told)
    assert set(Program.model_fields) <= set(rows(page(language, "program")))
    assert_described(TableSource, told, language, prefix="<table>.")


@in_both_languages
def test_every_key_of_a_survey_is_described(language):
    """files.md has a row for each key of a code book, its items and its scales."""
    assert_described(Survey, rows(section(page(language, "files"), "surveys/<survey>.yml")), language)


@in_both_languages
@pytest.mark.parametrize(("page_name", "model"), [("files", CohortSettings), ("files", Survey)])
def test_the_examples_of_settings_are_valid(language, page_name, model, tmp_path):
    """A YAML example that begins as the model's file does is accepted."""
    begin = "cohort:" if model is CohortSettings else "survey:"
    blocks = re.findall(r"^```yaml\n(.*?)^```$", page(language, page_name), flags=re.MULTILINE | re.DOTALL)
    examples = [block for block in blocks if re.search(rf"^{begin}", block, flags=re.MULTILINE)]

    assert examples
    for text in examples:
        (tmp_path / "example.yml").write_text(text, encoding="utf-8")
        checked_model(model, read_document(tmp_path / "example.yml"))


@in_both_languages
def test_rules_are_listed(language):
    """program.md explains R0 to R10."""
    text = page(language, "program")
    assert all(re.search(rf"^\| R{number} \|", text, flags=re.MULTILINE) for number in range(11))


# ---------------------------------------------------------------- results


@in_both_languages
@pytest.mark.parametrize("name", RESULTS)
def test_every_column_of_a_result_is_described(language, name):
    """The section of a result file names its columns in their order."""
    told = [column for column in rows(section(page(language, "files"), name)) if not column.startswith("points_")]
    assert told == RESULTS[name]


def test_results_have_the_columns_that_are_described():
    """The code's own columns are those of the reference."""
    assert list(STATE_COLUMNS) == RESULTS["results/progress/pairs.csv"]
    assert list(ITEM_COLUMNS) == RESULTS["results/evaluation/items.csv"]
    assert list(METRIC_COLUMNS) == RESULTS["results/evaluation/metrics.csv"]
    assert list(CHANGE_COLUMNS) == RESULTS["results/evaluation/change.csv"]


def test_matching_results_have_the_columns_that_are_described():
    """The matching's own tables are those of the reference, with points by criterion behind."""
    found = match(*worked_pair())
    pairs = pairs_table(found)

    assert list(pairs)[:6] == RESULTS["results/matching/pairs.csv"]
    assert all(name.startswith("points_") for name in list(pairs)[6:])
    assert list(unmatched_table(found)) == RESULTS["results/matching/unmatched.csv"]
    assert list(alternatives_table(found)) == RESULTS["results/matching/alternatives.csv"]
    assert list(found.proof.as_dict()) == RESULTS["results/matching/proof.json"]
    assert list(introduction_plan(found).table) == RESULTS["results/matching/introductions.csv"]
    assert list(event_plan(found).plan) == RESULTS["results/matching/event.csv"]


@in_both_languages
def test_states_and_metrics_are_listed(language):
    """files.md names every state of a pair and every metric."""
    text = page(language, "files")
    assert all(f"`{state}`" in text for state in STATES)
    assert set(metric_definitions(language)) <= set(rows(text))


@in_both_languages
def test_public_parts_are_listed(language):
    """files.md names each part of the public aggregates that the gate's own docstring promises."""
    promised = re.findall(r"`(\w+)`", public_aggregates.__doc__.split("\n\n")[0])
    heading = {"es": "## Archivos públicos\n", "en": "## Public files\n"}[language]
    assert promised and set(promised) == set(rows(page(language, "files").split(heading)[1]))


# ---------------------------------------------------------------- worked examples


def worked_pair() -> tuple[Roster, Program]:
    """Give the pair of program.md's examples and the example programme."""
    mentee = {
        "field_wanted": "contaduría", "interests": ("Entrevistas", "Hoja de vida", "Primer contrato"), "style": "con calma",
        "goals": "Quiero coordinar despachos y no conozco a nadie que trabaje en eso.", "stage": "buscando primer empleo",
        "zone": "sur", "languages": ("Español",), "availability": slots("mar 18-20; jue 18-20"), "organisation": None,
    }
    mentor = {
        "field": "Contabilidad y finanzas", "interests": ("Hoja de vida", "Entrevistas", "Hablar en público", "Emprender"),
        "about": "Coordino un equipo que se dedica a coordinar despachos.", "style": "directo", "stage": "primer empleo",
        "zone": "norte", "languages": ("castellano", "Inglés"), "availability": slots("mar 18-20; sáb 9-12"),
        "organisation": "Nube Andina Software", "capacity": 1, "min_capacity": 0,
    }
    mentees, mentors = (pd.DataFrame([one], index=pd.Index([id], name="id")) for one, id in ((mentee, "A01"), (mentor, "B01")))
    return Roster(mentees, mentors), checked_model(Program, read_document(ROOT / "program.yml"))


def slots(text: str) -> frozenset[int]:
    return weekly_slots(text, "America/Bogota", dt.date(2026, 2, 2))


@in_both_languages
def test_the_worked_pair_has_the_points_that_the_page_gives(language):
    """Weights, points and score of program.md's example are those that the code gives with the example programme."""
    roster, program = worked_pair()
    pair = pairs_table(match(roster, program)).iloc[0]
    told = rows(section(page(language, "program"), "criteria"))
    mark = "," if language == "es" else "."

    for criterion in program.criteria:
        _, weight, _, points = told[criterion.id]
        assert weight == f"{criterion.relative_weight:g}"
        assert points == f"{pair[f'points_{criterion.id}']:.1f}".replace(".", mark)
    assert f"| {pair['score']:.1f} |".replace(".", mark) in page(language, "program")


# ---------------------------------------------------------------- parity and reach


def pages(language: str) -> dict[str, str]:
    folder = PLAYBOOK / language
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*.md"))}


def test_both_languages_have_the_same_pages():
    """No page stands in one language alone."""
    assert set(pages("es")) == set(pages("en"))


@pytest.mark.parametrize("name", sorted(set(pages("es")) & set(pages("en"))))
def test_both_languages_have_the_same_structure(name):
    """Headings have the same levels in the same order, and tables, checklists, code blocks and links count the same."""
    spanish, english = pages("es")[name], pages("en")[name]

    assert shape(spanish) == shape(english)


def shape(text: str) -> dict[str, object]:
    plain = bare(text)
    return {
        "headings": [len(marks) for marks in re.findall(r"^(#+) ", plain, flags=re.MULTILINE)],
        "tables": len(re.findall(r"^\|[-| :]+\|$", plain, flags=re.MULTILINE)),
        "rows": len(re.findall(r"^\|", plain, flags=re.MULTILINE)),
        "checks": len(re.findall(r"^- \[ \] ", plain, flags=re.MULTILINE)),
        "blocks": len(re.findall(r"^```", text, flags=re.MULTILINE)),
    }


@in_both_languages
def test_headings_make_no_jumps(language):
    """Each page has one title, and no level is skipped."""
    for name, text in pages(language).items():
        levels = shape(text)["headings"]
        assert levels[0] == 1 and levels.count(1) == 1, name
        assert all(deeper <= level + 1 for level, deeper in pairwise(levels)), name


@in_both_languages
def test_every_page_is_reachable(language):
    """Every page that is gathered for the book stands in its table of contents, once."""
    sources = gathered(ROOT, read_curriculum(ROOT), language)
    table = contents(sources, [])
    listed = [table["root"], *(chapter["file"] for part in table["parts"] for chapter in part["chapters"])]

    assert sorted(listed) == sorted(page.removesuffix(".md") for page in sources.pages)


@in_both_languages
def test_links_between_pages_lead_somewhere(language):
    """A relative link names a file that is there."""
    for name, text in pages(language).items():
        for link in re.findall(r"\]\(([^)\s:#]+\.md)(?:#[^)]*)?\)", bare(text)):
            assert ((PLAYBOOK / language / name).parent / link).is_file(), f"{name}: {link}"


@in_both_languages
def test_pages_hold_nothing_that_the_book_would_run(language):
    """No double braces, no dollar signs, no raw HTML, no directive that reads files."""
    for name, text in pages(language).items():
        assert "{{" not in text and "$" not in text, name
        assert not re.search(r"</?(?:script|img|iframe|div|span|a|br|table)\b", re.sub(r"`[^`]*`", "", bare(text))), name
        assert not re.search(r"\{(?:include|literalinclude|download|raw|eval-rst|code-cell)\}", text), name
