"""Views: each reader gets what is theirs, and nothing that is meant for somebody else."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from mentorkit.errors import UsageError
from mentorkit.guides import AUDIENCES, guide_markdown
from mentorkit.guides.wording import LABELS, WORDS
from mentorkit.io.curriculum import read_curriculum

ROOT = Path(__file__).parents[2]
GUIDES = read_curriculum(ROOT)
CLOCK = re.compile(r"\b\d\d:\d\d\b")


def view(code: str, audience: str, language: str = "en", **choice) -> str:
    """Give a view of a shipped session."""
    return guide_markdown(GUIDES[code], audience, language, **choice)


def test_the_facilitator_has_the_clock():
    """With a start at half past five, S05 draws from a quarter to six and ends at half past seven."""
    text = view("S05", "facilitator", start="17:30")

    assert "| 17:45–18:15 | 30 | Draw three futures |" in text
    assert "## 17:45 · Draw three futures (30 min)" in text
    assert "19:20–19:30" in text


@pytest.mark.parametrize("code", GUIDES)
@pytest.mark.parametrize("language", ["es", "en"])
def test_the_facilitator_gets_every_word(code, language):
    """Nothing of the blocks' texts is lost in the facilitator's view."""
    text = view(code, "facilitator", language)

    for part in GUIDES[code].scripts[language].parts:
        for words in part.labels.values():
            assert words in text
    assert all(step.task[language] in text for step in GUIDES[code].session.prep)


@pytest.mark.parametrize("code", GUIDES)
@pytest.mark.parametrize("language", ["es", "en"])
def test_participants_see_no_clock_and_no_instructions(code, language):
    """What is said, done or watched for by the facilitator does not stand on the participants' page."""
    guide = GUIDES[code]
    text = view(code, "participant", language, start="17:30")

    assert not CLOCK.search(text.split(f"## {WORDS[language]['worksheet']}:")[0])
    assert f" {WORDS[language]['minutes']})" not in text
    for label in LABELS:
        if label != "ask":
            assert f"**{WORDS[language][label]}:**" not in text
    for part in guide.scripts[language].parts:
        assert not [name for name in ("say", "do", "watch") if part.labels.get(name, "-no-") in text]


def test_participants_see_questions_worksheet_and_exit_card():
    """The page holds the questions to think about, the sheet with its lines, and the exit card."""
    text = view("S05", "participant")

    assert f"**To think about:** {GUIDES['S05'].scripts['en'].part('b3').labels['ask']}" in text
    assert "### My three futures" in text
    assert "## Exit card" in text
    assert "☐ 1  ☐ 2  ☐ 3  ☐ 4  ☐ 5" in text


def test_the_mentor_reads_what_follows():
    """The mentor's view has what the mentee did and the whole pair meeting, without the room's instructions."""
    text = view("S05", "mentor", followup=GUIDES["P5"])

    assert "# P5 · " in text
    assert "- Draw three futures" in text
    assert GUIDES["S05"].scripts["en"].part("b3").labels["say"] not in text
    assert GUIDES["P5"].scripts["en"].part("b3").labels["do"] in text


def test_tasks_after_the_session_stand_apart():
    """A task with a plus is a follow-up, all others are preparation, the earliest first."""
    text = view("S05", "facilitator", "es")
    before, after = text.split("## Preparación")[1], text.split("## Después de la sesión")[1]

    assert "1 día después" not in before.split("\n## ")[0]
    assert after.lstrip().startswith("- ☐ 1 día después: ")
    assert before.index("7 días antes") < before.index("1 día antes") < before.index("30 minutos antes")


def test_a_short_form_says_what_is_left_out():
    """At 80 minutes S05 has no harvest, and the guide says what to do instead."""
    text = view("S05", "facilitator", minutes=80)

    assert "Left out in this short form: «Harvest" in text
    assert GUIDES["S05"].scripts["en"].part("b7").labels["short"] in text


@pytest.mark.parametrize("code", GUIDES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_headings_never_jump(code, audience):
    """A view begins with a heading of the first level and goes down one level at a time."""
    levels = [len(marks) for marks in re.findall(r"^(#+) ", view(code, audience), re.MULTILINE)]

    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_what_is_private_says_so():
    """Every field of a worksheet says who will read it."""
    sheet = GUIDES["S05"].worksheet
    text = view("S05", "worksheet")

    assert sum(field.share_with == "none" for field in sheet.fields) == text.count(WORDS["en"]["private"])
    assert sum(field.share_with == "mentor" for field in sheet.fields) == text.count(
        WORDS["en"]["mentor_shared"]
    )


@pytest.mark.parametrize(
    "choice",
    [{"audience": "parents"}, {"language": "fr"}, {"start": "25:00"}, {"start": "7pm"}, {"minutes": 20}],
)
def test_what_is_not_to_be_had_is_refused(choice):
    """An unknown reader, language, hour or length is refused, and the refusal says what there is."""
    wanted = {"audience": "facilitator", "language": "en"} | choice

    with pytest.raises(UsageError, match=r"choose|write"):
        guide_markdown(GUIDES["S05"], **wanted)


@pytest.mark.parametrize(("language", "card", "credits"), [("es", "## Tarjeta de salida", "## Créditos"), ("en", "## Exit card", "## Credits")])
def test_a_worksheets_credits_share_the_cards_page(language, card, credits):
    """On paper the credits stand below the exit card, which begins a page: behind a full sheet they took a page alone."""
    for guide in GUIDES.values():
        headings = [line for line in guide_markdown(guide, "worksheet", language).splitlines() if line.startswith("## ")]

        assert headings[-2:] == [card, credits], guide.session.id
