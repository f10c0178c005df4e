"""
Both reports as they are rendered: every number in them, and in the text alternatives of their pictures, stands in the
results, at the precision shown.
"""

import ast
import csv
import dataclasses
import html
import json
import re
from collections import Counter
from pathlib import Path

import nbformat
import pytest
from test_cohorts_together import second_cohort
from test_evaluation_stories import cohort_of

from mentorkit import __version__
from mentorkit.disclosure.wording import REASONS
from mentorkit.evaluation.wording import metric_definitions
from mentorkit.telling.catalogue import catalogue
from mentorkit.telling.releases import public_tables
from mentorkit.telling.report import Report
from mentorkit.telling.showing import Picture, Together

ROOT = Path(__file__).parents[2]
NUMBER = re.compile(r"(?<![\w./\-])[+−-]?\d+(?:[.,]\d+)*(?:\s?%)?(?![\w\-])")
PEOPLE = 64


def values_of(outputs):
    """What a reader sees of a notebook's outputs: its words and the text alternatives of its pictures."""
    text = " ".join(re.sub('src="data:[^"]*"', "", one._repr_html_()) for one in outputs)
    alternatives = " ".join(re.findall(r'alt="([^"]*)"', text))
    return html.unescape(re.sub(r"<code>.*?</code>|<[^>]+>", " ", text) + " " + alternatives)


def run(name, given):
    """Run the code cells of a notebook with its desk or report given, and give what each cell shows."""
    shown, names = [], dict(given)
    for cell in nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4).cells:
        if cell.cell_type != "code" or "parameters" in cell.metadata.get("tags", []):
            continue
        lines = [node for node in ast.parse(cell.source).body if not isinstance(node, ast.Assign)]
        exec(compile(ast.Module([n for n in lines if not isinstance(n, ast.Expr)], []), name, "exec"), names)
        shown += [eval(compile(ast.Expression(n.value), name, "eval"), names) for n in lines if isinstance(n, ast.Expr)]
    return shown


def pictures(outputs):
    """The pictures among a notebook's outputs; each has a text alternative with its own figures."""
    parts = [part for one in outputs for part in (one.parts if isinstance(one, Together) else [one])]
    return [part for part in parts if isinstance(part, Picture)]


def flat(value):
    """Every number of a JSON value, also those within its texts."""
    if isinstance(value, dict):
        return [x for part in value.items() for one in part for x in flat(one)]
    if isinstance(value, (list, tuple)):
        return [x for one in value for x in flat(one)]
    if isinstance(value, str):
        return [float(x) for x in re.findall(r"\d+(?:\.\d+)?", value)]
    return [] if value is None or isinstance(value, bool) else [float(value)]


def results_of(folder):
    """Every number in the result files, and how many rows each file and each part of it has."""
    numbers = []
    for file in folder.rglob("*.csv"):
        rows = list(csv.DictReader(file.open(encoding="utf-8", newline="")))
        numbers += [*flat(rows), float(len(rows)), *map(float, Counter(next(iter(row.values())) for row in rows).values())]
    return numbers + [x for file in folder.rglob("*.json") for x in flat(json.loads(file.read_text("utf-8")))]


def fixed(language):
    """The numbers that stand in sentences and definitions themselves: 95 %, 0.2 standard deviations, T of 50."""
    words = [re.sub(r"\{[^}]*\}", " ", text[language]) for name in ("evaluation", "report", "trends") for text in catalogue(name).values()]
    words += [one.name + " " + one.definition for one in metric_definitions(language).values()]
    words += [reason for pair in REASONS.values() for reason in pair]
    return {token.strip("+−-").replace(" ", "") for text in words for token in NUMBER.findall(text)}


def unfound(text, results, language):
    """The numbers of a text that no result rounds to."""
    lost = []
    for token in NUMBER.findall(text.replace(__version__, "")):
        if token.strip("+−-").replace(" ", "").replace("\xa0", "") in fixed(language):
            continue
        plain = token.replace("−", "-").replace("%", "").strip()
        plain = plain.replace(".", "").replace(",", ".") if language == "es" else plain.replace(",", "")
        number, digits = abs(float(plain)), len(plain.partition(".")[2])
        scale = 100 if "%" in token else 1
        if not any(abs(abs(value) * scale - number) <= 0.5 * 10**-digits + 1e-6 for value in results):
            lost.append(token)
    return lost


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A desk with everything a report can have: an earlier cohort, a comparison group, targets, what was changed."""
    folder = tmp_path_factory.mktemp("desk")
    change = {"said": {"es": "Tarde", "en": "Late"}, "done": {"es": "Antes", "en": "Sooner"}, "metric": "start_rate"}
    desk = second_cohort(folder, changes=[change], groups=["zone"], targets={"completion": 0.7},
                         comparison={"column": "arm", "value": "waiting"})
    cohort, pairs = cohort_of(PEOPLE)
    waiting = set(list(cohort.mentees.index)[-12:])
    arms = ["waiting" if id in waiting else "programme" for id in cohort.mentees.index]
    outcomes = cohort.tables["outcomes"]
    cohort = dataclasses.replace(
        cohort, mentees=cohort.mentees.assign(arm=arms), program=desk.program, folder=desk.cohort.folder,
        tables={name: frame if name == "outcomes" else _without(frame, waiting) for name, frame in cohort.tables.items()} | {"outcomes": outcomes},
    )
    (folder / "program.yml").write_text("program: P\n", encoding="utf-8")
    made = dataclasses.replace(desk, cohort=cohort, results=folder / "out" / "results", public=folder / "out" / "public")
    made.__dict__["pairs"] = pairs[~pairs["mentee_id"].isin(waiting)].reset_index(drop=True)
    public_tables(made)
    return made


def _without(frame, people):
    column = next((name for name in ("mentee_id", "person_id") if name in frame), None)
    return frame if column is None else frame[~frame[column].isin(people)].reset_index(drop=True)


def together(tables):
    """Shares of a cohort that stands there twice: the same share of twice the people, with Wilson's interval."""
    z = 1.959963984540054
    found = []
    for m in tables["metrics"]:
        if m["unit"] == "share" and m.get("value") is not None:
            p, n = m["value"], 2 * m["n"]["value"]
            centre, half = (p + z * z / (2 * n)) / (1 + z * z / n), z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
            found += [n, p, centre - half, centre + half]
    return found


def in_language(desk, language):
    """The same desk in another language, with its public tables, which are the same."""
    made = dataclasses.replace(desk, language=language)
    made.__dict__.update({name: desk.__dict__[name] for name in ("pairs", "public_tables")})
    return made


def settings_of(desk):
    """Numbers that are settings: the day, the threshold, targets, the completion rule."""
    day = desk.as_of
    return flat(json.loads(desk.program.model_dump_json())) + flat(json.loads(desk.cohort.settings.model_dump_json())) + [day.day, day.year]


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_number_of_the_private_report_stands_in_the_results(desk, language):
    """Notebook 6 as rendered, with its text alternatives: metrics, change, items, moves or figures hold each number."""
    outputs = run("6-evaluation", {"desk": in_language(desk, language)})
    shown = values_of(outputs)
    earlier = results_of(desk.cohort.folder.parent / "first" / "results")
    results = results_of(desk.results) + results_of(desk.public) + earlier + settings_of(desk)

    assert len(NUMBER.findall(shown)) > 500
    assert [picture.caption for picture in pictures(outputs) if not NUMBER.search(picture.alt)] == []
    assert len(pictures(outputs)) >= 10
    assert unfound(shown, results, language) == [], shown


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_number_of_the_public_report_stands_in_the_public_tables(desk, language):
    """The public report as rendered: the public tables, and those of the cohort before, hold each number."""
    tables = desk.__dict__["public_tables"]
    before = json.loads(json.dumps(tables))
    before["summary"]["cohort"] = "before"
    report = Report(json.loads(json.dumps(tables)), language, (before,))
    outputs = run("cohort-report", {"report": report})
    shown = values_of(outputs)
    parts = [*tables["metrics"], *tables["change"], *tables["items"], *tables["attendance"], *tables["groups"], tables["closures"]]
    counts = Counter(part.get("withheld") for part in parts)
    results = flat(json.loads(json.dumps(tables))) + settings_of(desk) + [len(parts), *counts.values(), *together(tables)]

    assert len(NUMBER.findall(shown)) > 200
    assert [picture.caption for picture in pictures(outputs) if not NUMBER.search(picture.alt)] == []
    assert len(pictures(outputs)) >= 8
    assert unfound(shown, results, language) == [], shown


def test_a_typed_number_is_found():
    """The test can fail: a share and a count that no result has."""
    assert unfound("61 % of 40 people, +0.24 points", [0.612, 0.2449], "en") == ["40"]
    assert unfound("El 61 % de 1.234 personas", [0.7, 1234.0], "es") == ["61 %"]
