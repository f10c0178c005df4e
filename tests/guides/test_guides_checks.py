"""The curriculum's checks: the shipped texts pass, and each planted fault is caught by its check."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from mentorkit.cli.checking import cohort_problems
from mentorkit.guides.checks import PROGRAMME_CHECKS, SESSION_CHECKS, curriculum_problems
from mentorkit.guides.checks_facts import COVERED_STAGES
from mentorkit.guides.checks_reading import reading_ease, sentences, syllables
from mentorkit.guides.findings import WARNINGS
from mentorkit.guides.wording import LABELS
from mentorkit.io.cohort import inspect_cohort
from mentorkit.io.curriculum import read_arc, read_curriculum, read_glossary, read_outcomes
from mentorkit.model.catalogue import catalogue
from mentorkit.model.curriculum import Guide
from mentorkit.model.findings import finding, told

ROOT = Path(__file__).parents[2]
MESSAGES = catalogue("model", "findings")


@pytest.fixture(scope="module")
def guides():
    """The shipped guides."""
    return read_curriculum(ROOT)


@pytest.fixture(scope="module")
def outcomes():
    """The shipped outcomes."""
    return read_outcomes(ROOT)


def test_the_shipped_curriculum_passes(guides, outcomes):
    """Every session, the glossary and the arc pass every check, warnings included."""
    found = curriculum_problems(guides, outcomes, read_glossary(ROOT), read_arc(ROOT))

    assert [str(problem) for problem in found] == []


def facts(guide: Guide, **changes) -> Guide:
    """Change the facts of a session."""
    return replace(guide, session=guide.session.model_copy(update=changes))


def block(guide: Guide, name: str, **changes) -> Guide:
    """Change one block."""
    blocks = [one.model_copy(update=changes) if one.id == name else one for one in guide.session.blocks]
    return facts(guide, blocks=blocks)


def field(guide: Guide, place: int, **changes) -> Guide:
    """Change one field of the worksheet."""
    fields = list(guide.worksheet.fields)
    fields[place] = fields[place].model_copy(update=changes)
    return replace(guide, worksheet=guide.worksheet.model_copy(update={"fields": fields}))


def part(guide: Guide, language: str, key: str, **changes) -> Guide:
    """Change a section of a text."""
    script = guide.scripts[language]
    parts = tuple(replace(one, **changes) if one.key == key else one for one in script.parts)
    return replace(guide, scripts={**guide.scripts, language: replace(script, parts=parts)})


def without(guide: Guide, language: str, key: str) -> Guide:
    """Leave a section out of a text."""
    script = guide.scripts[language]
    parts = tuple(one for one in script.parts if one.key != key)
    return replace(guide, scripts={**guide.scripts, language: replace(script, parts=parts)})


def unlabelled(guide: Guide, language: str, key: str, *labels: str) -> Guide:
    """Leave labels out of a block."""
    here = guide.scripts[language].part(key)
    return part(guide, language, key, labels={k: v for k, v in here.labels.items() if k not in labels})


def everywhere(guide: Guide, label: str) -> Guide:
    """Leave a label out of every block, in both languages."""
    for language in guide.scripts:
        for one in guide.session.blocks:
            guide = unlabelled(guide, language, one.id, label)
    return guide


def repeated(guide: Guide, language: str, key: str, other: str) -> Guide:
    """Let a block say about access, but for capitals and marks, what another one says."""
    here, there = (guide.scripts[language].part(one) for one in (key, other))
    text = there.labels["access"].upper().replace(".", "!")
    return part(guide, language, key, labels={**here.labels, "access": text}, body=here.body.replace(here.labels["access"], text))


def appended(guide: Guide, language: str, key: str, text: str) -> Guide:
    """Add words to the end of a section."""
    return part(guide, language, key, body=f"{guide.scripts[language].part(key).body}\n{text}")


FAULTS = {
    "T1": lambda g: facts(g, duration=115),
    "T2": lambda g: block(block(g, "b6", min=30), "b3", min=40),
    "T3": lambda g: block(g, "b1", min=11),
    "T4": lambda g: facts(g, blocks=[one for one in g.session.blocks if one.type != "break"]),
    "P1": lambda g: block(g, "b3", type="input"),
    "P2": lambda g: block(block(g, "b3", type="input"), "b4", type="input"),
    "P3": lambda g: part(g, "en", "b2", labels=g.scripts["en"].part("b2").labels | {"say": "word " * 600}),
    "O1": lambda g: block(g, "b3", objectives=[]),
    "O2": lambda g: field(g, 0, id="pictures"),
    "O3": lambda g: facts(
        g,
        objectives=[g.session.objectives[0].model_copy(update={"verb": "write"}), *g.session.objectives[1:]],
    ),
    "O4": lambda g: facts(g, objectives=g.session.objectives[:2]),
    "W1": lambda g: block(g, "b6", fields=["heard", "dreams"]),
    "W2": lambda g: block(g, "b6", fields=[]),
    "W3": lambda g: field(g, 1, columns=[]),
    "F1": lambda g: block(g, "b8", type="group"),
    "F2": lambda g: facts(g, exit=[one.model_copy(update={"kind": "scale"}) for one in g.session.exit]),
    "V1": lambda g: unlabelled(unlabelled(g, "es", "b7", "short"), "en", "b7", "short"),
    "V2": lambda g: everywhere(g, "access"),
    "B1": lambda g: without(g, "es", "key"),
    "B2": lambda g: without(g, "en", "b4"),
    "B3": lambda g: part(g, "en", "b1", labels=dict(reversed(g.scripts["en"].part("b1").labels.items()))),
    "B4": lambda g: unlabelled(unlabelled(g, "es", "b3", "say"), "en", "b3", "say"),
    "B5": lambda g: unlabelled(unlabelled(g, "es", "b3", "online"), "en", "b3", "online"),
    "B6": lambda g: repeated(g, "es", "b2", "b3"),
    "L1": lambda g: replace(g, scripts={"en": g.scripts["en"]}),
    "L2": lambda g: unlabelled(g, "es", "b3", "access"),
    "L3": lambda g: replace(g, scripts={**g.scripts, "en": replace(g.scripts["en"], rev=2)}),
    "A1": lambda g: appended(g, "en", "before", "![](room.png)"),
    "A2": lambda g: appended(g, "en", "before", "##### The room"),
    "A3": lambda g: appended(g, "es", "before", "Más [aquí](https://example.org)."),
    "A4": lambda g: appended(g, "es", "b3", "Una frase " + "muy larga " * 20 + "que nadie sigue."),
    "G1": lambda g: without(g, "es", "safeguarding"),
    "C1": lambda g: facts(g, inspired_by=[]),
    "C2": lambda g: appended(g, "en", "b3", "This is the Odyssey Plan."),
    "R1": lambda g: facts(g, requires=["S06"]),
    "R2": lambda g: facts(g, pair_followup=g.session.pair_followup.model_copy(update={"meeting": "P4"})),
    "R4": lambda g: facts(g, measures=["happiness"]),
}


def planted_in_s05(guides, code: str) -> dict[str, Guide]:
    """Give S05 with a fault of its own, and the sessions and meetings that it or a fault names."""
    session = guides["S05"].session
    named = (*session.requires, session.pair_followup.meeting, "S06", "P4")
    return {one: guides[one] for one in named} | {"S05": FAULTS[code](guides["S05"])}


@pytest.fixture(scope="module")
def faulty(guides, outcomes):
    """What the checks find with a fault planted in S05, by the fault's code; looked for once."""
    return cache(lambda code: curriculum_problems(planted_in_s05(guides, code), outcomes))


@pytest.mark.parametrize("code", FAULTS)
def test_a_planted_fault_is_caught(code, faulty):
    """The check with this code names the session's file and line and, but for that fault, S05 had none."""
    caught = [problem for problem in faulty(code) if problem.problem.startswith(f"[{code}] ") and "/s05-" in problem.file]

    assert caught
    assert all(problem.file.startswith("curriculum/") and problem.row and problem.remedy for problem in caught)
    assert all(problem.warning == (code in WARNINGS) for problem in caught)


def test_safety_content_may_not_be_cut(guides):
    """G2: neither the mentees' nor the mentors' safety session has a short form."""
    found = curriculum_problems({"T1": facts(guides["T1"], short=True)})

    assert any("[G2]" in problem.problem for problem in found)


@pytest.mark.parametrize("stage", COVERED_STAGES)
def test_a_stage_that_nobody_covers_is_named(stage, guides):
    """R3: every stage from training on is worked on somewhere."""
    left = {
        code: facts(guide, stages=[one for one in guide.session.stages if one != stage])
        for code, guide in guides.items()
    }

    assert any(f"stage {stage}" in problem.problem for problem in curriculum_problems(left))


def test_an_outcome_that_nobody_covers_is_named(guides, outcomes):
    """R3: every outcome is worked for somewhere."""
    left = {
        code: facts(guide, outcomes=[one for one in guide.session.outcomes if one != "O5-network"])
        for code, guide in guides.items()
    }

    assert any(
        "no session works for O5-network" in one.problem for one in curriculum_problems(left, outcomes)
    )


def test_a_problem_in_words_names_its_line(guides):
    """A protected name is found on the line where it stands."""
    spoiled = appended(guides["S05"], "en", "before", "Odyssey")
    section = spoiled.scripts["en"].part("before")

    (problem,) = [one for one in curriculum_problems({**guides, "S05": spoiled}) if "[C2]" in one.problem]

    assert section.body_line + section.body.count("\n") == problem.row
    assert "s05-three-futures/en.md" in problem.file


def test_a_problem_in_facts_names_its_line(guides):
    """A block's fault is found on the block's line."""
    lines = (
        (ROOT / "curriculum/sessions/s05-three-futures/session.yaml").read_text(encoding="utf-8").splitlines()
    )

    (problem,) = curriculum_problems({**guides, "S05": block(guides["S05"], "b1", min=11)})

    assert "id: b1," in lines[problem.row - 1]


def test_the_shipped_blocks_are_whole_and_say_nothing_twice(guides):
    """B5, B6: each block of all 26 documents has its seven labels (a break three), in words of its own."""
    texts = {"es": [], "en": []}
    for guide in guides.values():
        for one in guide.session.blocks:
            wanted = {"do", "online", "access"} if one.type == "break" else set(LABELS)
            for language, script in guide.scripts.items():
                assert wanted <= script.part(one.id).labels.keys(), f"{guide.session.id} {one.id} {language}"
                texts[language] += script.part(one.id).labels.values()

    assert all(len(set(said)) == len(said) > 1000 for said in texts.values())


def test_a_break_needs_no_words_to_say(guides):
    """B5: a break without what goes online is named; one without a speech is not."""
    pause = next(one.id for one in guides["S05"].session.blocks if one.type == "break")
    lacking = unlabelled(guides["S05"], "en", pause, "say", "ask", "watch", "short")

    named = [one for one in curriculum_problems({"S05": unlabelled(lacking, "en", pause, "online")}) if "[B5]" in one.problem]

    assert not [one for one in curriculum_problems({"S05": lacking}) if "[B5]" in one.problem]
    assert ['"Online"' in one.problem and pause in one.problem for one in named] == [True]


def test_words_said_twice_name_both_places(guides):
    """B6: the line is the second label's, and the finding says where the first stands, also in another session."""
    here, there = (guides[code].scripts["en"].part("b2") for code in ("S06", "S05"))
    text = there.labels["online"]
    spoiled = part(guides["S06"], "en", "b2", labels={**here.labels, "online": text}, body=here.body.replace(here.labels["online"], text))

    (found,) = [one for one in curriculum_problems({"S05": guides["S05"], "S06": spoiled}) if "[B6]" in one.problem]

    assert found.row == here.body_line + spoiled.scripts["en"].part("b2").body.split(text)[0].count("\n")
    assert "S05 b2" in found.problem and found.file.endswith("s06-futures-to-goals/en.md")


def test_every_check_says_its_rule():
    """The first line of a check's docstring begins with its code."""
    assert all(re.match(r"[A-Z]\d(, [A-Z]\d)*: ", check.__doc__) for check in (*SESSION_CHECKS, *PROGRAMME_CHECKS))


# ---------------------------------------------------------------- the language of a message

TABLE = (
    "S1 S2 S3 S4 T1 T2 T3 T4 P1 P2 O1 O2 O3 O4 W1 W2 F1 F2 V1 V2 B1 B2 B3 B4 B5 B6 L1 L2 L3 L4 A1 A2 A3 A4 G1 G2 C1 C2 R1 R2 R3 X1 D1"
).split()
"""The codes of the design's table of checks, and B5 and B6, which came with the whole texts."""
MADE_BESIDES = {"G2", "R3", "D1", "L4"}
"""Planted in tests of their own, here and with the feedback, as they need more than S05."""


def planted(folder: str) -> set[str]:
    """Give the codes whose fault the other test files plant: of reading, and of the arc."""
    text = (ROOT / "tests" / "guides" / folder).read_text(encoding="utf-8").split("FAULTS = {")[1].split("\n}")[0]
    return set(re.findall(r'"\[?([A-Z]\d)\]?"', text))


def test_every_check_of_the_table_has_its_fault():
    """No code of the design's table is without a planted fault and a message in both languages."""
    caught = FAULTS.keys() | planted("test_guides_reading.py") | planted("test_guides_forms.py") | MADE_BESIDES

    assert set() == set(TABLE) - caught
    assert set() == set(TABLE) - {key[:2] for key in MESSAGES}


@pytest.mark.parametrize("key", MESSAGES)
def test_a_message_says_the_same_in_both_languages(key):
    """Problem and remedy stand in Spanish and English, differ, and name the same values."""
    for text in (MESSAGES[key]["problem"], MESSAGES[key]["remedy"]):
        assert text["es"] != text["en"]
        assert set(re.findall(r"{(\w+)", text["es"])) == set(re.findall(r"{(\w+)", text["en"]))


def speaks(problem, language: str) -> bool:
    """Say whether a problem is told by its check's message in a language."""
    known = [f"{texts['problem'][language]}; {texts['remedy'][language]}" for key, texts in MESSAGES.items() if f"[{key[:2]}]" in problem.problem]
    patterns = [re.sub(r"\\{.*?\\}", ".*", re.escape(text)) for text in known]
    said = f"{problem.problem.split('] ', 1)[1]}; {problem.remedy}"
    return any(re.fullmatch(pattern, said, re.DOTALL) for pattern in patterns)


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_told_in_the_files_language(code, faulty):
    """es.md speaks Spanish, en.md English; a file of facts the programme's language."""
    for problem in faulty(code):
        name = problem.file.rsplit("/", 1)[1]
        own = {"es.md": ("es",), "en.md": ("en",)}.get(name, ("es", "en"))
        assert all(speaks(told(problem, language), own[0] if len(own) == 1 else language) for language in ("es", "en"))


@pytest.mark.parametrize(("language", "minutes"), [("es", "tomó 7,5 (mediana de 2)"), ("en", "took 7.5 (median of 2)")])
def test_a_number_has_the_mark_of_its_language(language, minutes):
    """Half a minute is written with a comma in Spanish, also when a finding is told again."""
    notice = finding("session.yaml", 1, "D1.took", block="b8", planned=10, median=7.5, n=2)

    assert minutes in told(notice, language).problem


def test_check_tells_a_spanish_file_in_spanish(tmp_path):
    """`mentorkit check` names file and line, and speaks to whoever writes that file."""
    program = tmp_path / "program"
    shutil.copytree(ROOT / "cohorts" / "example", program / "cohorts" / "example", ignore=shutil.ignore_patterns("results*"))
    shutil.copy(ROOT / "program.yml", program)
    shipped = ROOT / "curriculum" / "sessions" / "s05-three-futures"
    own = program / "curriculum" / "sessions" / shipped.name
    own.mkdir(parents=True)
    texts = {name: (shipped / name).read_text(encoding="utf-8") for name in ("es.md", "en.md", "session.yaml")}
    texts["session.yaml"] = texts["session.yaml"].replace("duration: 120", "duration: 115")
    lines = {}
    for name, label in (("es.md", "**Acceso:**"), ("en.md", "**Access:**")):
        head, _, tail = texts[name].partition("## b3 ·")
        texts[name] = f"{head}## b3 ·{tail.replace(label, 'Odyssey', 1)}"
        lines[name] = next(at for at, line in enumerate(texts[name].splitlines(), 1) if "Odyssey" in line)
    for name, text in texts.items():
        (own / name).write_text(text, encoding="utf-8")

    said = [str(problem) for problem in cohort_problems(inspect_cohort(program / "cohorts" / "example"))]

    folder = f"curriculum/sessions/{shipped.name}"
    assert any(one.startswith(f"{folder}/es.md:{lines['es.md']}: [C2] un nombre protegido") for one in said)
    assert any(one.startswith(f"{folder}/en.md:{lines['en.md']}: [C2] a protected name") for one in said)
    assert any("session.yaml:" in one and "[T1] los bloques suman 120 minutos, no 115" in one for one in said)


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [("en", "Each tells a success story.", "proof story"), ("es", "Cada quien llena el cuadernillo.", "hoja de trabajo")],
)
def test_another_name_for_a_thing_of_the_glossary_is_advised_against(language, text, words, guides):
    """L4: the advice names the line, and the glossary's word."""
    spoiled = appended(guides["S05"], language, "b3", text)

    (problem,) = [one for one in curriculum_problems({"S05": spoiled}, (), read_glossary(ROOT)) if "[L4]" in one.problem]

    assert problem.warning and words in problem.remedy
    assert f"{language}.md" in problem.file and problem.row > 1


def test_a_thing_named_in_one_language_alone_is_noticed(guides):
    """L4: where one text speaks of the exit card by its name, so does the other."""
    guide = guides["S04"]
    script = guide.scripts["es"]
    parts = tuple(replace(one, heading=re.sub("idea", "cosa", one.heading), body=re.sub("(?i)mapas? de ideas?", "dibujo", one.body)) for one in script.parts)
    spoiled = replace(guide, scripts=guide.scripts | {"es": replace(script, parts=parts)})

    found = [one for one in curriculum_problems({"S04": spoiled}, (), read_glossary(ROOT)) if "[L4]" in one.problem]

    assert ["mapa de ideas" in one.problem and "es.md" in one.file for one in found] == [True]


def test_sentences_are_told_apart():
    """A list's line, a heading and what stands after a colon are sentences of their own; abbreviations in the middle are not."""
    text = "Draw it. *Show it:* one minute each.\n\n- First line\n- Second line\n\n### Case one\n\nAna, 19, sells bread."

    assert ["Draw it.", "Show it:", "one minute each.", "First line", "Second line", "Case one", "Ana, 19, sells bread."] == [one.text for one in sentences(text)]


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [("bitácora", "es", 4), ("ciudad", "es", 2), ("había", "es", 3), ("quien", "es", 1), ("pingüino", "es", 3), ("leer", "es", 2), ("y", "es", 1),
     ("mentor", "en", 2), ("worked", "en", 1), ("wanted", "en", 2), ("table", "en", 2), ("style", "en", 1), ("university", "en", 5)],
)
def test_syllables_are_counted_as_they_are_said(word, language, count):
    """Diphthongs are one, a hiatus two, and a mute e none."""
    assert count == syllables(word, language)


def test_reading_ease_follows_the_published_formulas():
    """Ten words of one syllable in one sentence: 206.84 - 60 - 10.2 in Spanish, 206.835 - 84.6 - 10.15 in English."""
    assert reading_ease(["pan"] * 10, "es") == pytest.approx(136.64)
    assert reading_ease(["dog"] * 10, "en") == pytest.approx(112.085)
