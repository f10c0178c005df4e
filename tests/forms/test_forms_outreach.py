"""The outreach kit: every occasion in every length and both languages, filled, with hours that the plan gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mentorkit.cli.outreach import write_outreach
from mentorkit.forms.outreach import outreach_kit
from mentorkit.forms.outreach_words import LENGTHS, TEXTS
from mentorkit.io.curriculum import read_curriculum
from mentorkit.io.yaml import checked_model, read_document
from mentorkit.model.program import Program

ROOT = Path(__file__).parents[2]
PROGRAM = checked_model(Program, read_document(ROOT / "program.yml"))
MINUTES = {"mentees": 1800, "mentors": 1290}
in_both = pytest.mark.parametrize("language", ["es", "en"])


@in_both
def test_every_occasion_has_every_length(language):
    """Two calls, reminder, acceptance, waiting list, regret and the alliance pitch stand in three lengths."""
    kit = outreach_kit(PROGRAM, MINUTES, language)

    assert set(kit) == {f"{name}-{length}" for name in TEXTS for length in LENGTHS}
    assert len(kit) == 21
    assert not any("{" in text or "}" in text for text in kit.values())


def test_both_languages_fill_the_same_holes():
    """A text and its other language are filled with the same values and leave as many brackets open."""
    for lengths in TEXTS.values():
        for texts in lengths.values():
            holes = {language: sorted(set(re.findall(r"{(\w+)}", text))) for language, text in texts.items()}
            assert len({tuple(found) for found in holes.values()}) == 1
            assert len({text.count("[") for text in texts.values()}) == 1


@pytest.mark.parametrize(("address", "wrong"), [("tu", r"\b(usted|le|su|sus|tiene|cumple)\b"), ("usted", r"\b(tú|te|tu|tus|ti|tienes|cumples|quedas|puedes)\b")])
def test_who_applied_is_addressed_in_one_way(address, wrong):
    """Reminder, acceptance, waiting list and regret say tú or usted in every length, as the programme's other messages do."""
    kit = outreach_kit(PROGRAM.model_copy(update={"tracking": PROGRAM.tracking.model_copy(update={"address": address})}), MINUTES, "es")
    answers = {name: text for name, text in kit.items() if name.split("-")[0] in ("reminder", "accepted", "waiting", "regret") and "[nombre]" in text}

    assert len(answers) == 8
    assert {name: found for name, text in answers.items() if (found := re.findall(wrong, text.replace("le sirve a otra", ""), re.IGNORECASE))} == {}


def test_the_call_reads_on_where_the_place_is_said():
    """A young person is addressed: you live in, not who live in."""
    assert "y vives en Bogotá" in outreach_kit(PROGRAM, MINUTES, "es")["call-mentees-whatsapp"]
    assert "and live in Bogotá" in outreach_kit(PROGRAM, MINUTES, "en")["call-mentees-email"]


@in_both
def test_lengths_are_what_their_channel_takes(language):
    """A poster has at most 400 characters, a message 900, and a letter says its subject."""
    for name, text in outreach_kit(PROGRAM, MINUTES, language).items():
        assert len(text) <= {"poster": 400, "whatsapp": 900}.get(name.rsplit("-", 1)[1], 3000), name
        assert name.endswith("-email") == text.startswith(("Asunto: ", "Subject: "))


@in_both
def test_mentors_learn_what_it_costs_and_what_they_gain(language):
    """The call and the pitch name the hours and the gains; nothing of it is promised in money or jobs."""
    kit = outreach_kit(PROGRAM, MINUTES, language)

    for name in ("call-mentors-whatsapp", "call-mentors-email", "alliance-email", "alliance-whatsapp"):
        assert " 22 " in kit[name] and {"es": "escuchar y preguntar", "en": "listening and asking"}[language] in kit[name]


def test_the_hours_are_those_of_the_plan(tmp_path):
    """The command counts every session that mentors attend; the example's sum is the 22 hours that the charter says."""
    files = {path.relative_to(tmp_path).as_posix(): path for path in write_outreach(ROOT, tmp_path)}
    minutes = sum(guide.session.duration for guide in read_curriculum(ROOT).values() if "mentors" in guide.session.audience)

    assert len(files) == 42
    assert f"{-(-minutes // 60)} horas" in files["es/call-mentors-email.txt"].read_text(encoding="utf-8")


@in_both
def test_what_the_programme_does_not_say_stays_open(language):
    """Without a last day, a place or a contact, the text says so in brackets and reads on."""
    text = outreach_kit(Program(program="X"), MINUTES, language)["call-mentees-email"]

    assert {"es": "[fecha]", "en": "[date]"}[language] in text and {"es": "[contacto]", "en": "[contact]"}[language] in text
    assert "None" not in text
