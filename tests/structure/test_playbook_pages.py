"""The playbook's chapters and role pages hold every part that a partner was promised, in the weeks of the arc."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mentorkit.io.cohort import read_cohort
from mentorkit.io.curriculum import read_arc, read_curriculum
from mentorkit.publishing.sources import DECISIONS, gathered
from mentorkit.tracking.communication import communication_plan

ROOT = Path(__file__).parents[2]
PLAYBOOK = ROOT / "playbook"
LANGUAGES = ("es", "en")
STAGES = ("1-design", "2-participants", "3-matching", "4-training", "5-relationship", "6-meetings", "7-goals", "8-networks", "9-evaluation", "10-closure")
PARTS = {
    "es": ("De un vistazo", "Cómo se hace", "Qué suele fallar", "Lista de chequeo", "Plantillas listas para enviar", "Cómo saber si funcionó", "Lo que sigue"),
    "en": ("At a glance", "How", "What goes wrong", "Checklist", "Templates ready to send", "How you know it worked", "Next"),
}
QUESTIONS = {
    "es": ("Qué", "Quién", "Cuándo", "Cuánto tiempo", "Con qué de mentorkit", "Resultado"),
    "en": ("What", "Who", "When", "How long", "With what from mentorkit", "Result"),
}
TAKES_PART = {  # role: the sessions that its weeks name
    "coordinator": r"F0|S\d\d|T\d|P\d",
    "trainer": r"F0|S\d\d|T\d",
    "mentor": r"T\d|P\d|S01|S08|S10",
    "mentee": r"S\d\d|P\d",
    "partner": r"F0|T\d|S00|S01|S08|S10",
    "funder": r"(?!)",
}
WEEK = re.compile(r"^- \[ \] \*\*(?:Weeks?|Semanas?) ([^*]+)\*\* · (.+)$", re.MULTILINE)
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def page(language: str, name: str) -> str:
    """Give a page of the playbook."""
    return (PLAYBOOK / language / f"{name}.md").read_text(encoding="utf-8")


def parts(text: str) -> dict[str, str]:
    """Give the text under each heading of the second level."""
    found = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def weeks(language: str, role: str) -> list[tuple[list[int], str]]:
    """Give each line of a role's checklist by week: the numbers in its week, and its text."""
    return [([int(number.replace("−", "-")) for number in re.findall(r"−?\d+", when)], what) for when, what in WEEK.findall(page(language, f"roles/{role}"))]


@in_both_languages
@pytest.mark.parametrize("stage", STAGES)
def test_every_chapter_has_every_part(language, stage):
    """Six questions answered at a glance, how, what goes wrong, a checklist, texts in quotes, indicators, what comes next."""
    found = parts(page(language, f"stages/{stage}"))

    assert [name for name in found if name in PARTS[language]] == list(PARTS[language])
    glance, _, wrong, checklist, templates, worked, _ = (found[name] for name in PARTS[language])
    assert tuple(re.findall(r"^\| ([^|]+?) \| \S", glance, re.MULTILINE))[1:] == QUESTIONS[language]
    assert len(re.findall(r"^\|", wrong, re.MULTILINE)) >= 2 + 4
    assert len(re.findall(r"^- \[ \] ", checklist, re.MULTILINE)) >= 6
    assert re.search(r"^> \S", templates, re.MULTILINE)
    assert worked.count("÷") >= 2


@in_both_languages
@pytest.mark.parametrize("role", TAKES_PART)
def test_every_role_has_a_checklist_by_week_that_keeps_to_the_arc(language, role):
    """Each line names a week; a session that it links stands in that week of the curriculum, and none of the role's is missing."""
    arc = read_arc(ROOT).arc.sessions
    lines = weeks(language, role)
    named = {code: when for when, what in lines for code in re.findall(r"\[([STPF]\d+)\]", what)}

    assert len(lines) >= 5
    assert [when[0] for when, _ in lines] == sorted(when[0] for when, _ in lines)
    assert {code for code in arc if re.fullmatch(TAKES_PART[role], code)} == set(named)
    assert {code: arc[code] for code in named} == {code: when[0] for code, when in named.items()}


@pytest.mark.parametrize("role", TAKES_PART)
def test_a_roles_weeks_are_the_same_in_both_languages(role):
    """The same weeks in the same order, with the same sessions."""
    told = [[(when, re.findall(r"\[([STPF]\d+)\]", what)) for when, what in weeks(language, role)] for language in LANGUAGES]

    assert told[0] == told[1]


@in_both_languages
def test_the_pulse_and_the_calls_fall_in_the_weeks_of_the_plan(language):
    """Where pages give the weeks of the monthly pulse and of the rounds of calls, they are those that notebook 5 shows."""
    plan = communication_plan(read_cohort(ROOT / "cohorts" / "example"))
    pulses, calls = (list(plan.loc[plan["what"] == what, "week"]) for what in ("pulse", "support-call"))
    join = {"es": " y ", "en": " and "}[language]

    for name in ("stages/6-meetings", "glossary"):
        assert f"{', '.join(map(str, pulses[:-1]))}{join}{pulses[-1]}" in page(language, name), name
    assert f"{', '.join(map(str, calls[:-1]))}{join}{calls[-1]}" in page(language, "stages/6-meetings")
    told = {word: [when[0] for when, what in weeks(language, "coordinator") if re.search(pattern, what)] for word, pattern in {
        "pulse": r"(?:First monthly|Second|Third|Last) pulse|(?:Primer|Segundo|Tercer|Último) pulso",
        "calls": r"(?:First|Second|Third|Last) round of calls|(?:Primera|Segunda|Tercera|Última) ronda de llamadas",
    }.items()}
    assert told == {"pulse": pulses, "calls": calls}


@in_both_languages
def test_the_page_of_templates_leads_to_every_text(language):
    """Its table names the chapters that hold texts and the file of notebook 5; every text is a quote under a heading of its own."""
    text = page(language, "stages/templates")
    table = next(iter(parts(text).values()))

    assert {stage for stage in STAGES if f"({stage}.md)" in table} == set(STAGES)
    assert "results/progress/messages.csv" in table
    texts = re.split(r"^### .+$", text, flags=re.MULTILINE)[1:]
    assert len(texts) >= 9
    assert all(re.search(r"^> .*\[[^\]]+\]", one, re.MULTILINE) or "☐" in one for one in texts)


# ---------------------------------------------------------------- decisions

DECIDED = {"en": ("Chosen", "Because", "Costs", "Undo when"), "es": ("Elegimos", "Porque", "Cuesta", "Se deshace cuando")}


def decisions(language: str) -> list[tuple[str, str, str]]:
    """Give every heading of the page of decisions: its level, its words, and the text under it."""
    found = re.split(r"^(#{2,3}) (.+)$", (ROOT / DECISIONS[language]).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return list(zip(found[1::3], found[2::3], found[3::3], strict=True))


def names_and_numbers(text: str) -> tuple[list[str], list[str]]:
    """Give what a translation keeps: names in code, and numbers without their marks for decimals and thousands."""
    return sorted(re.findall(r"`[^`]+`", text)), sorted(re.sub(r"[.,]", "", number) for number in re.findall(r"\d+(?:[.,]\d+)*", text))


@in_both_languages
def test_every_decision_says_what_why_and_what_it_costs(language):
    """Each has its four parts in their order; a line more only says how it went on. The first table names every section."""
    page = decisions(language)
    for level, title, text in page:
        if level == "###":
            labels = re.findall(r"^- \*\*(.+?):\*\* \S", text, re.MULTILINE)
            assert tuple(labels[:4]) == DECIDED[language] and len(labels) <= 5, title

    first = (ROOT / DECISIONS[language]).read_text(encoding="utf-8").partition("\n## ")[0]
    assert re.findall(r"^\| ([^|]+?) \| ", first, re.MULTILINE)[1:] == [title for level, title, _ in page if level == "##"]


def test_decisions_are_the_same_in_both_languages():
    """The same decisions in the same sections and order, each with the same names in code, the same numbers and as many lines."""
    english, spanish = decisions("en"), decisions("es")

    assert [level for level, _, _ in english] == [level for level, _, _ in spanish]
    for (_, title, text), (_, titulo, texto) in zip(english, spanish, strict=True):
        assert names_and_numbers(f"{title}\n{text}") == names_and_numbers(f"{titulo}\n{texto}"), title
        assert len(re.findall(r"^[-|]", text, re.MULTILINE)) == len(re.findall(r"^[-|]", texto, re.MULTILINE)), title


@in_both_languages
def test_decisions_are_part_of_the_book(language):
    """The page of decisions stands in the book of each language, and the first page leads to it."""
    book = gathered(ROOT, read_curriculum(ROOT), language)

    assert "decisions.md" in book.pages
    assert "](decisions.md)" in book.relinked()["index.md"]
