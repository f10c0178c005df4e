"""A new programme starts with questions: nothing is invented, the answers' forms are valid, and `check` counts what is open."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mentorkit.cli import main
from mentorkit.cli.checking import indicator_problems, open_decisions_line
from mentorkit.cli.newprogram import program_text
from mentorkit.errors import Problem
from mentorkit.io.cohort import inspect_program, read_cohort
from mentorkit.io.yaml import checked_model, parsed_document
from mentorkit.model.design import Design
from mentorkit.model.program import Program
from mentorkit.planning.decisions import DECISIONS, KEPT, is_open, open_decisions

LANGUAGES = ("es", "en")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def parsed(text: str) -> Program:
    """Read a programme from text."""
    return checked_model(Program, parsed_document(text, Path("program.yml"), "program.yml"))


def answered(text: str) -> str:
    """Uncomment every form of an answer, write a word wherever one is asked for, and end the draft."""
    forms = re.sub(r"^( *)# (?=[ a-z_]*(?:- |[a-z_]+:))", r"\1", text, flags=re.MULTILINE)
    return re.sub(r"^undecided: .*$", "", forms.replace('""', '"palabra"'), flags=re.MULTILINE)


def asked(text: str) -> dict[str, str]:
    """Give the words of each group of `##` lines, by the key of the form or value that stands below it, whole."""
    words, found, part = [], {}, ""
    for line in text.splitlines():
        if re.match(r" *## ", line):
            words.append(line.strip("# "))
            continue
        key = re.match(r"( *)(?:# )?([a-z_]+):", line)
        if key and not key[1] and "#" not in line:
            part = key[2]
        if key and words:
            found[f"{part}.{key[2]}" if key[1] else key[2]] = " ".join(words)
        words = words if line.lstrip().startswith("##") else []
    return found


@in_both_languages
def test_nothing_is_answered_before_anybody_answers(language):
    """The design of a new programme holds no answer but that it is a draft, and nothing of the example's foundation."""
    text = program_text(language, "Caminos")
    program = parsed(text)
    written = {key for key in DECISIONS if key not in KEPT and not is_open(program, key)}

    assert program.design == Design(strict=False)
    assert set() == written
    assert ("Caminos", language) == (program.program, program.languages[0])
    assert "Puente" not in text and "puente" not in text


@in_both_languages
def test_what_makes_the_synthetic_cohort_run_stays_and_is_named(language, root):
    """Criteria, rules and matching are those of the example, and each is named as undecided."""
    program = parsed(program_text(language, "Caminos"))
    example = parsed((root / "program.yml").read_text(encoding="utf-8"))

    for key in ("criteria", "rules", "orders", "synonyms", "matching", "weeks", "cadence_days"):
        assert getattr(program, key) == getattr(example, key)
    assert set(KEPT) == set(program.undecided)


@in_both_languages
def test_every_question_is_counted_and_every_decision_is_asked(language):
    """Each key that `check` counts stands below a question; what asks nothing (the funnel, the alerts' limits) is not counted."""
    text = program_text(language, "Caminos")
    open_ = {re.sub(r"^(design\.[a-z_]+)\..*", r"\1", key) for key in open_decisions(parsed(text))}
    questions = {key for key, words in asked(text).items() if "?" in words}

    assert open_ == questions
    assert {"undecided", "design.funnel", "tracking.goal_set_by"} == set(asked(text)) - questions
    assert {f"design.{key}" for key in Design.model_fields} <= set(asked(text))


@in_both_languages
def test_the_forms_of_the_answers_are_valid(language):
    """Uncommented and filled in, every form is what program.yml takes, and all decisions are made."""
    assert [] == open_decisions(parsed(answered(program_text(language, "Caminos"))))


@in_both_languages
def test_a_default_is_named_as_one(language):
    """Where mentorkit's own value holds until somebody says, the question tells it: the value of the form is that default."""
    text = program_text(language, "Caminos")
    told = {key for key, words in asked(text).items() if {"es": "Mientras nadie lo diga", "en": "Until somebody says"}[language] in words}
    forms, plain = parsed(answered(text)), Program(program="Caminos")

    assert {"weeks", "cadence_days", "country", "design.format", "design.size", "design.effort", "eligibility.guardian_below", "publishing.threshold"} <= told
    for key in told - {"tracking.ladder", "design.budget"}:  # a list of steps, and money of which the currency alone has a default
        part, dot, name = key.rpartition(".")
        assert getattr(getattr(forms, part) if dot else forms, name) == getattr(getattr(plain, part) if dot else plain, name)


def test_both_languages_ask_the_same():
    """The same forms in the same order, with the programme's first language first."""
    forms = [[line.strip("# ").replace("{es: \"\", en: \"\"}", "{en: \"\", es: \"\"}") for line in program_text(language, "C").partition("\ndesign:\n")[2].splitlines() if not line.lstrip().startswith("##")] for language in LANGUAGES]

    assert forms[0] == forms[1]


@in_both_languages
def test_check_counts_what_is_open_and_goes_on(tmp_path: Path, capsys, language):
    """Every answer takes one from the count, and so does a key that is no longer undecided; the exit code stays 0."""
    folder = tmp_path / "nuevo"
    main(["new", str(folder), "--language", language])
    first = open_decisions_line(inspect_program(folder / "cohorts" / "example"), language)
    number = len(open_decisions(parsed(program_text(language, "nuevo"))))

    path = folder / "program.yml"
    text = re.sub(r"^  # purpose: .*$", "  purpose: Abrir puertas", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path.write_text(text.replace("undecided: [languages, criteria,", "undecided: [languages,"), encoding="utf-8")
    assert main(["check", str(folder / "cohorts" / "example")]) == 0
    then = capsys.readouterr().out

    counted = {"es": "deja {} decisiones abiertas", "en": "leaves {} decisions open"}[language]
    assert counted.format(number) in first and {"design.purpose", "criteria", "tracking.safety_contact"} <= set(re.split(r"[,\s]+", first))
    assert counted.format(number - 2) in then and not {"design.purpose", "criteria"} & set(re.split(r"[,\s]+", then))


def test_the_folders_name_is_the_programmes_unless_named(tmp_path: Path, capsys):
    """Without --name the programme is called like its folder, with the letters that stand there."""
    assert main(["new", str(tmp_path / "Ñandú: año 1")]) == 0

    assert "Ñandú: año 1" == parsed((tmp_path / "Ñandú: año 1" / "program.yml").read_text(encoding="utf-8")).program


def test_a_complete_programme_has_no_line_about_open_decisions(cohort: Path):
    """The example leaves nothing open, so `check` says nothing about it."""
    assert open_decisions_line(inspect_program(cohort)) is None


def lost_items(cohort: Path, change) -> list[Problem]:
    """What `check` says of survey items without an indicator, after a change to program.yml."""
    program = cohort.parent.parent / "program.yml"
    program.write_text(change(program.read_text(encoding="utf-8")), encoding="utf-8")
    return [problem for problem in indicator_problems(read_cohort(cohort)) if "no indicator" in problem.problem]


@pytest.mark.parametrize("strict", [True, False])
def test_a_survey_item_that_serves_no_indicator(cohort: Path, strict):
    """It is named with file and line: an error, or a warning where the programme says that it is not strict."""
    problems = lost_items(cohort, lambda text: text.replace("exit-mentees.useful", "exit-mentees.yml").replace("strict: true", f"strict: {strict}".lower()))

    assert len(problems) == 1
    assert str(problems[0]).startswith("surveys/exit-mentees.yml:19: no indicator of program.yml uses the item exit-mentees.useful; ")
    assert problems[0].warning is not strict


def test_a_programme_that_says_nothing_is_strict(cohort: Path, capsys):
    """Without `strict` in program.yml such an item makes `check` exit with 1."""
    lost_items(cohort, lambda text: re.sub(r"^  strict: .*\n", "", text.replace("exit-mentees.useful", "exit-mentees.yml"), flags=re.MULTILINE))

    assert main(["check", str(cohort)]) == 1
    assert "exit-mentees.useful" in capsys.readouterr().err


def test_without_indicators_no_survey_item_is_asked_for_one(cohort: Path):
    """A cohort whose programme declares no indicators may ask what it likes."""
    assert lost_items(cohort, lambda text: re.sub(r"^  (indicators|objectives):\n(?:    .*\n)+", "", text, flags=re.MULTILINE)) == []


def test_an_indicator_without_a_source_is_refused_with_its_line(cohort: Path, capsys):
    """`check` names file and line of the indicator that has no source."""
    program = cohort.parent.parent / "program.yml"
    text = program.read_text(encoding="utf-8").replace("source: meetings.csv, metric: start_rate, ", "metric: start_rate, ")
    line = 1 + next(place for place, row in enumerate(text.splitlines()) if "{id: started" in row)
    program.write_text(text, encoding="utf-8")

    assert main(["check", str(cohort)]) == 1
    assert re.search(rf"^program\.yml:{line}: .*source", capsys.readouterr().err, re.MULTILINE)
