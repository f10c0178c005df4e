"""The vocabulary: one term in two languages, in any spelling, for forms, checks and matching alike."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.io.cohort import inspect_cohort
from mentorkit.io.vocabulary import with_vocabulary
from mentorkit.io.yaml import checked_model, read_document
from mentorkit.matching.vocabulary import Vocabulary, words_of
from mentorkit.model.program import Program
from mentorkit.model.taxonomy import Taxonomy, Term, joined_terms, stem, synonyms_with
from mentorkit.participants.tags import tags_of

ROOT = Path(__file__).parents[2]
TERMS = checked_model(Taxonomy, read_document(ROOT / "curriculum" / "vocabulary.yml")).terms
PROGRAM, _ = with_vocabulary(Program(program="x", vocabulary=[]), ROOT)


@pytest.mark.parametrize("word", ["RRHH", "rr. hh.", "recursos humanos", "Human Resources", "RECURSO HUMANO", "HR", "talento humano", " Recursos  Humanos "])
def test_rrhh_is_one_field_in_every_spelling(word):
    """Forms, counts and matching take every wording in either language as one."""
    tags, words = tags_of(PROGRAM), words_of(PROGRAM)

    assert tags.key(word) == tags.key("Recursos humanos")
    assert words.term(word) == words.term("Recursos humanos") == "recursos humanos"


@pytest.mark.parametrize("word", ["tecnologia", "TECNOLOGÍA", "Tecnologías", "technology", "sistema"])
def test_a_field_without_its_accent_is_no_field_of_its_own(word):
    """Somebody who writes without accents, in the plural or in English is matched with those who do not."""
    assert words_of(PROGRAM).term(word) == words_of(PROGRAM).term("Tecnología")


@given(st.lists(st.sampled_from([word for term in TERMS for word in term.wordings]), min_size=2, max_size=2))
def test_forms_and_matching_agree_on_what_is_the_same(pair):
    """Two wordings are one tag in the counts exactly where they are one term in the matching."""
    tags, words = tags_of(PROGRAM), words_of(PROGRAM)

    assert (tags.key(pair[0]) == tags.key(pair[1])) == (words.term(pair[0]) == words.term(pair[1]))


def test_every_term_is_whole_and_no_wording_means_two_things():
    """Each term has both languages, names related terms that exist, and shares no wording with another."""
    ids, owner = {term.id for term in TERMS}, {}
    for term in TERMS:
        assert set(term.related) <= ids - {term.id}
        for word in {stem(word) for word in term.wordings}:
            assert owner.setdefault(word, term.id) == term.id, word


def test_a_programmes_own_words_go_first():
    """A synonym of program.yml keeps its home; a term with a shipped id takes its place; others join."""
    own = [Term(id="health", es=["Salud y cuidado"], en=["Health and care"]), Term(id="mining", es=["Minería"], en=["Mining"])]
    joined = joined_terms(TERMS, own)
    synonyms = synonyms_with({"Gente": ["RRHH"]}, joined, "es")
    words = Vocabulary(synonyms, any_form=True)

    assert len(joined) == len(TERMS) + 1
    assert words.term("human resources") == words.term("gente") != words.term("salud y cuidado")
    assert words.term("nursing") == "nursing" and words.term("mining") == words.term("mineria")


def test_a_programme_without_a_vocabulary_compares_what_is_written():
    """Without the key only case, spaces and the declared synonyms make no difference."""
    program, problems = with_vocabulary(Program(program="x", synonyms={"Diseño": ["design"]}), ROOT)
    words, tags = words_of(program), tags_of(program)

    assert not problems and program.vocabulary is None
    assert words.term(" DESIGN ") == words.term("diseño") and tags.key(" DESIGN ") == tags.key("diseño")
    for one, other in (("diseño", "diseno"), ("venta", "ventas"), ("RRHH", "recursos humanos")):
        assert words.term(one) != words.term(other) and tags.key(one) != tags.key(other)


@given(st.text())
def test_a_stem_is_stable_under_case(text):
    """Upper and lower case have the same stem, and the stem never fails."""
    assert stem(text.casefold()) == stem(text.casefold().casefold())


def test_a_broken_vocabulary_is_named(tmp_path):
    """A programme's own copy with a fault is an error with its line, and the rest is read on."""
    cohort = tmp_path / "cohorts" / "one"
    cohort.mkdir(parents=True)
    (tmp_path / "curriculum").mkdir()
    (tmp_path / "program.yml").write_text("program: One\nvocabulary: []\n", encoding="utf-8")
    (tmp_path / "curriculum" / "vocabulary.yml").write_text("terms:\n  - {id: one, es: [uno]}\n", encoding="utf-8")
    (cohort / "cohort.yml").write_text("cohort: one\n", encoding="utf-8")
    for side in ("mentees", "mentors"):
        pd.DataFrame({"id": ["x"]}).to_csv(cohort / f"{side}.csv", index=False)

    assert [("curriculum/vocabulary.yml", 2)] == [(problem.file, problem.row) for problem in inspect_cohort(cohort).errors]
