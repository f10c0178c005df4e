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
from mentorkit.matching.wordvectors import ONE, pieces, plain, tfidf

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
    """Over cohorts, not 0.005 of 1 below the best of three simple ways, whichever that is."""
    found = languages.measured(COHORTS, (language,), (form,))[0]["ways"]
    means = {name: np.mean(standings) for name, standings in found.items()}

    assert means["text"] >= max(means.values()) - 0.005
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


@pytest.mark.parametrize("text", ["Diseño gráfico; Git/GitHub. A la mar", "я хочу учиться", "تصميم و رسم", "学 编程。会计"])
def test_no_piece_holds_signs_of_two_words(text):
    """What stands beside a word by chance says nothing: each piece is of one of the text's words."""
    found, words = pieces(text), plain(text).replace(".", " ").split()

    assert found
    assert all(any(piece.strip(" .") in word for word in words) for piece in found)


@pytest.mark.parametrize("others", [("b a", "x y"), ("x y", "b a")])
def test_the_order_of_words_changes_no_likeness(others):
    """The same words in another order within a phrase are as like as can be, whoever else is there."""
    (one, *_), (same, *_) = (side.astype(float).toarray() for side in tfidf(["diseño de marcas"], ["marcas de diseño", *others]))

    assert one @ same / ONE**2 == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(("mentee", "mentor"), [("AI", "retail"), ("数据", "護理"), ("برمجة", "طبخ"), ("data", "数据")])
def test_unrelated_words_do_not_meet(mentee, mentor):
    """A part of a Latin word is no word, and other characters are others."""
    assert similarity(mentee, mentor) == 0


def test_words_in_common_are_named_in_characters_too():
    """Two characters are a word in Chinese; two letters are none in Spanish."""
    people = roster({"e": {"x": "会计; 税务; de la mar"}}, {"k": {"x": "税务; 会计; mar de fondo"}})
    found = match(people, program(both("x", "text")))

    assert evidence(found, 0, 0)[0].common == ("会计", "税务")


PACKAGES = """Package: {name}
Source: {source} (1.0)
Section: misc
Tag: field::{field}, implemented-in::c,
 role::program
"""
TRANSLATION = """Package: {name}
Description-md5: 0
Description-es: {text}
 Primer párrafo de {text}
 que sigue aquí.
 .
 Segundo párrafo.
"""
PROGRAM = """---
ID: {name}
Package: {source}
Categories: [Utility, {field}]
Summary: {{C: about {text}, es: sobre {text}, "no": "no"}}
Keywords: {{es: [{text}, "", "no"]}}
"""


@pytest.fixture
def translations(languages, tmp_path):
    """Give the benchmark on translated texts, and the people of lists of three packages of two sources."""
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import matching_translations
    finally:
        sys.path.pop(0)
    named = [("tinta", "tinta", "art", "dibujo"), ("tinta-data", "tinta", "art", "datos"), ("suma", "suma", "finance", "cuentas")]
    lists = [{"name": name, "source": source, "field": field, "text": text} for name, source, field, text in named]
    (tmp_path / "lists").mkdir()
    for file, form, between in (
        ("d_main_binary-amd64_Packages", PACKAGES, "\n"),
        ("d_i18n_Translation-es", TRANSLATION, "\n"),
        ("d_dep11_Components", PROGRAM, ""),
    ):
        (tmp_path / "lists" / file).write_text(between.join(form.format(**one) for one in lists), "utf-8")
    return matching_translations, matching_translations.people(tmp_path)


def test_a_source_of_texts_stands_for_one_person(translations):
    """Texts of one source are never on both sides; what a language has not, and subjects too wide, are left out."""
    _, people = translations
    forms = {form: sorted(one.name for one in found) for (language, form), found in people.items() if language == "es"}

    assert set(forms) == {"line", "line and paragraph", "paragraph", "summary", "list", "word"}
    assert all(names == ["suma", "tinta"] for names in forms.values())
    assert people["no", "summary"][0].mentee == "no"
    assert {one.subjects for one in people["es", "paragraph"]} == {frozenset({"field::art"}), frozenset({"field::finance"})}
    assert {one.subjects for one in people["es", "list"]} == {frozenset({"art"}), frozenset({"finance"})}
    assert {one.mentee for one in people["es", "paragraph"]} <= {
        f"Primer párrafo de {text} que sigue aquí." for text in ("dibujo", "datos", "cuentas")
    }


def test_nobody_stands_in_two_cohorts_of_translated_texts(translations):
    """Errors over cohorts mean something: sixty people each, nobody twice, and what is left over is left out."""
    module, _ = translations
    many = [module.Person(f"{at}", f"a{at}", f"b{at}", frozenset({str(at % 3)})) for at in range(150)]
    drawn = list(module.cohorts(many, 5))
    texts = [text[1:] for left, right, _ in drawn for text in (*left, *right)]

    assert [(len(left), len(right)) for left, right, _ in drawn] == [(30, 30), (30, 30)]
    assert len(set(texts)) == len(texts) == 120
    assert all(same[0, 0] == (int(left[0][1:]) % 3 == int(right[0][1:]) % 3) for left, right, same in drawn)
