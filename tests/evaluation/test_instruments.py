"""Published instruments keep their shape, our own scales are shipped in both languages and say what they are not."""

from pathlib import Path

import pytest

from mentorkit.example.codebooks import SURVEYS, shipped_code_books
from mentorkit.io.yaml import checked_model, read_document
from mentorkit.model.instruments import INSTRUMENTS
from mentorkit.model.survey import Survey

ROOT = Path(__file__).parents[2]


def sus(**more):
    items = [{"id": f"u{i}", "question": f"U{i}", "kind": "scale", "min": 1, "max": 5, "reverse": i % 2 == 0} for i in range(1, 11)]
    book = {"survey": "sus", "who": "mentors", "wave": "endline", "file": "f", "instrument": "sus", "items": items}
    return book | {"scales": [{"id": "usability", "items": [item["id"] for item in items]}]} | more


def test_the_usability_scale_is_scored_as_published():
    """Brooke (1996): (odd − 1) + (5 − even), times 2.5; best answers give 100, a mean of 3 gives 50."""
    answers = [5, 1, 4, 2, 5, 1, 3, 3, 5, 2]
    published = 2.5 * sum(a - 1 if i % 2 == 0 else 5 - a for i, a in enumerate(answers))
    mean = sum(a if i % 2 == 0 else 6 - a for i, a in enumerate(answers)) / 10

    assert INSTRUMENTS["sus"].score(mean) == pytest.approx(published)
    assert Survey.model_validate(sus()).instrument == "sus"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"instrument": "none-such"}, "not in the register"),
        ({"scales": [{"id": "usability", "items": ["u1", "u2"]}]}, "10 items"),
        ({"items": [{**item, "max": 7} for item in sus()["items"]]}, "from 1 to 5"),
        ({"items": [{**item, "reverse": False} for item in sus()["items"]]}, "reversed"),
    ],
)
def test_an_altered_instrument_is_refused(change, reason):
    """An unknown name, items left out, another range or other reversals: the code book is refused with the remedy."""
    with pytest.raises(ValueError, match=reason):
        Survey.model_validate(sus(**change))


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("survey", SURVEYS)
def test_our_own_scales_are_valid_and_say_they_are_not_validated(survey, language):
    """Each shipped code book is accepted as it stands, and its first lines say that the scales are not validated."""
    file = ROOT / "curriculum" / "surveys" / language / f"{survey}.yml"
    book = checked_model(Survey, read_document(file))

    assert book.survey == survey
    assert {"es": "No están validadas", "en": "not validated"}[language] in file.read_text(encoding="utf-8")
    assert all(scale.label for scale in book.scales)


def test_both_languages_ask_the_same():
    """Items, ranges, reversals and scales are those of the other language, and each accepts the other's wording."""
    books = shipped_code_books()
    assert len(books) == 2 * len(SURVEYS)
    for survey in SURVEYS:
        es, en = (checked_model(Survey, read_document(ROOT / "curriculum" / "surveys" / one / f"{survey}.yml")) for one in ("es", "en"))
        assert [i.id for i in es.items] == [i.id for i in en.items]
        assert all(set(a.wordings) == set(b.wordings) and (a.min, a.max, a.reverse) == (b.min, b.max, b.reverse) for a, b in zip(es.items, en.items))


def test_no_items_of_others_stand_in_the_register():
    """The register holds names, sources and shapes; every instrument names its terms."""
    assert all(one.terms in ("free", "free-non-commercial", "ask", "paid") and one.source for one in INSTRUMENTS.values())
    assert all("?" not in one.name + one.source for one in INSTRUMENTS.values())
