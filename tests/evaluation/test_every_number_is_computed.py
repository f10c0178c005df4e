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
from mentorkit.evaluation.wording import metric_definitions
from mentorkit.model.catalogue import texts as reasons
from mentorkit.telling import onepage
from mentorkit.telling import report as report_module
from mentorkit.telling.catalogue import catalogue
from mentorkit.telling.releases import public_tables
from mentorkit.telling.report import Report, flow
from mentorkit.telling.showing import Picture, Prose, Together

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
    words += [reason for language in ("es", "en") for reason in reasons("disclosure", "reasons", language).values()]
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


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_number_of_the_page_for_funders_stands_in_the_public_tables(desk, language, pdf_pages):
    """The one-page summary, its words and the text alternative of its picture, and the PDF itself."""
    report = Report(json.loads(json.dumps(desk.__dict__["public_tables"])), language)
    told = onepage._values(report, flow(report), "", "hola@puente.example")
    shown = " ".join(map(str, strings(told)))
    results = flat(report.aggregates) + settings_of(desk)
    assert len(NUMBER.findall(shown)) > 25
    assert unfound(shown, results, language) == [], shown
    (page,) = pdf_pages(onepage.one_page_pdf(report, "", "hola@puente.example"))
    assert len(NUMBER.findall(page)) > 20
    assert unfound(page, results, language) == [], page


def strings(value):
    """Every text of nested values."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    return [text for part in value for text in strings(part)] if isinstance(value, (list, tuple)) else [value]


FIXED = {
    "95 %": "level of every interval", "50": "T as expected; people from which change by group is told", "70 %": "share of goals met early that makes a warning",
    "0": "goal level as expected, lower end of likelihood to recommend", "1": "goal levels, 1 − share", "2": "goal levels", "5": "step of rounding",
    "0.2": "standard deviations in controlled studies (Raposa 2019)", "0.25": "serious gap (What Works Clearinghouse)", "30": "people for alpha",
    "80 %": "response below which bounds are told; complete answers; plan", "0.1": "balance", "12": "months of outcomes", "0.3": "ρ of Kiresuk and Sherman",
    "6": "detractors end", "9": "promoters begin", "10": "best answer", "100": "ends of likelihood to recommend", "50 %": "partly answered (AAPOR)", "21": "days to start",
    "100 %": "everybody answered",
}
"""The numbers that may stand in a sentence, a definition or a paragraph of the notebooks themselves, and what each is."""
MODULES = ("limits", "evaluation", "voices", "changes", "compared", "trends", "releases", "report", "report_parts", "onepage")


def typed(texts, language):
    """The numbers in sentences that are none of those that may stand there."""
    found = []
    for text in texts:
        plain = re.sub(r"\{[^}]*\}|`[^`]*`|^#.*$", " ", text, flags=re.M)
        for token in NUMBER.findall(plain):
            number = token.strip("+−-").replace("\xa0", " ")
            if (number.replace(",", ".") if language == "es" else number) not in FIXED:
                found.append(token)
    return found


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_number_is_typed_into_a_sentence(language):
    """Templates, definitions, reasons and the notebooks' paragraphs hold no number but the constants of the method, each named above."""
    texts = [text[language] for name in ("evaluation", "report", "trends") for text in catalogue(name).values()]
    texts += [f"{one.name}. {one.definition}" for one in metric_definitions(language).values()]
    texts += reasons("disclosure", "reasons", language).values()
    for name in ("6-evaluation", "cohort-report"):
        cells = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4).cells
        texts += [cell.source for cell in cells if language in cell.metadata.get("tags", [])]

    assert len(texts) > 300
    assert typed(texts, language) == []


def typed_in_code(source):
    """Numbers that code gives a sentence as they are, or that stand in a text that it shows."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", getattr(node.func, "attr", "")) not in ("say", "plain", "sentence", "Prose", "Dot", "Sheet"):
            continue
        for value in [*node.args, *(keyword.value for keyword in node.keywords)]:
            if isinstance(value, ast.Constant) and (type(value.value) in (int, float) or (isinstance(value.value, str) and NUMBER.search(value.value))):
                found.append((node.lineno, value.value))
    return found


@pytest.mark.parametrize("module", MODULES)
def test_no_number_is_typed_into_the_code_of_a_sentence(module):
    """What fills a template is computed: no call hands it a number as it stands, and no text in the code holds one."""
    assert typed_in_code((ROOT / "mentorkit" / "telling" / f"{module}.py").read_text(encoding="utf-8")) == []


def test_a_planted_number_fails_each_of_these_checks(desk, monkeypatch):
    """The tests can fail: a number typed into a template, into code, into a cell's output, and into the funders' page is found."""
    assert typed(["El {share:.0%} y el 61 % lo lograron."], "es") == ["61 %"]
    assert typed_in_code('say(desk, "summary", share=0.61)\nProse("61 % of 40 people")\nsay(desk, "summary", n=len(x))') == [(1, 0.61), (2, "61 % of 40 people")]
    tables = json.loads(json.dumps(desk.__dict__["public_tables"]))
    results = flat(tables) + settings_of(desk)
    monkeypatch.setattr(report_module, "headline", lambda report: Prose("It reached 12,345 people."))
    assert "12,345" in unfound(values_of(run("cohort-report", {"report": Report(tables, "en")})), results, "en")
    told = onepage._values(Report(tables, "es"), Prose("-"), "Llegamos a 12.345 personas.", "-")
    assert "12.345" in unfound(" ".join(map(str, strings(told))), results, "es")


def test_a_typed_number_is_found():
    """The test can fail: a share and a count that no result has."""
    assert unfound("61 % of 40 people, +0.24 points", [0.612, 0.2449], "en") == ["40"]
    assert unfound("El 61 % de 1.234 personas", [0.7, 1234.0], "es") == ["61 %"]
