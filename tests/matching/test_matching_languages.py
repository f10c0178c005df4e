"""Texts are compared in any language and script at least as well as by the simple ways of comparing them."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from matching_cases import both, program, roster

from mentorkit.matching.explaining import evidence
from mentorkit.matching.matching import match
from mentorkit.matching.scoring import scores

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
COHORTS = 8


@pytest.fixture(scope="module")
def languages():
    """Give the benchmark's module with the invented cohorts and the simple ways."""
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import matching_languages
    finally:
        sys.path.pop(0)
    return matching_languages


@pytest.mark.parametrize("language", ["es", "en", "pt", "ru", "ar", "zh"])
@pytest.mark.parametrize("form", ["sentence", "list", "word"])
def test_no_simple_way_finds_people_of_one_field_better(languages, language, form):
    """Over cohorts, level with words or above, and no more than 0.015 of 1 below the best of three simple ways."""
    found = languages.measured(COHORTS, (language,), (form,))[0]["ways"]
    means = {name: np.mean(standings) for name, standings in found.items()}

    assert means["text"] >= means["words"] - 0.005
    assert means["text"] >= max(means.values()) - 0.015
    assert means["text"] > 0.5


def similarity(mentee: str, mentor: str) -> float:
    """Give the share of the points that two texts get, among others who say something else."""
    people = roster({"e": {"x": mentee}}, {"k": {"x": mentor}, "k2": {"x": "…"}, "k3": {"x": "zzz qqq"}})
    return float(scores(people, program(both("x", "text"))).pairs(np.zeros(1, int), np.zeros(1, int))[0]) / 1e7


@pytest.mark.parametrize(
    ("mentee", "mentor"),
    [
        ("Diseño gráfico", "diseno grafico"),
        ("programación", "Programadora"),
        ("我想学习平面设计", "平面设计师"),
        ("会计", "做会计工作"),
        ("أحب البرمجة", "مبرمج البرمجة"),
        ("програмирование", "ПРОГРАМИСТ"),
        ("회계를 배우고 싶어요", "회계"),
        ("プログラミング", "プログラマー"),
    ],
)
def test_related_words_meet_in_any_script(mentee, mentor):
    """Accents, capitals, endings and missing spaces keep no two texts apart."""
    assert similarity(mentee, mentor) > 0.1


@pytest.mark.parametrize(("mentee", "mentor"), [("AI", "retail"), ("数据", "護理"), ("برمجة", "طبخ"), ("data", "数据")])
def test_unrelated_words_do_not_meet(mentee, mentor):
    """A part of a Latin word is no word, and other characters are others."""
    assert similarity(mentee, mentor) == 0


def test_words_in_common_are_named_in_characters_too():
    """Two characters are a word in Chinese; two letters are none in Spanish."""
    people = roster({"e": {"x": "会计; 税务; de la mar"}}, {"k": {"x": "税务; 会计; mar de fondo"}})
    found = match(people, program(both("x", "text")))

    assert evidence(found, 0, 0)[0].common == ("会计", "税务")
