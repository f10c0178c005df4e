"""No sentence of the evaluation says that the programme caused something, unless it denies that this is known."""

import re
from pathlib import Path

import nbformat
import pytest

from mentorkit.telling.catalogue import catalogue

ROOT = Path(__file__).parents[2]
CAUSAL = {
    "en": r"\b(caus\w+|thanks to|due to|led to|leads to|effects? of|effective\w*|impact\w*|improv\w+|prov(e|es|ed)|(it|programme) work(s|ed)|as a result|because of the programme|made (a|the) difference)\b",
    "es": r"\b(caus\w+|gracias a|se deben? a|debid[oa]s? a|efectos? de|efica(z|ces|cia)|efectiv[oa]s?|impact\w*|mejor(ó|aron|ar|a)\b|prueban?\b(?! (exacta|de))|prob(ó|aron)|demuestra\w*|funcion(ó|a|an)|logró que|por el cambio)\b",
}
DENIED = {"en": r"\b(no|not|nobody|nothing|without|never|cannot|neither|nor)\b", "es": r"\b(no|sin|nada|nadie|nunca|ni|tampoco|ninguna)\b"}


def claims(text, language):
    """Sentences that speak of causes and do not deny them; what people are asked or told to look for is no claim."""
    sentences = re.split(r"(?<=[.;:!?])\s+", re.sub(r"\{[^}]*\}|`[^`]*`", "…", text))
    return [s for s in sentences if re.search(CAUSAL[language], s, re.I) and not re.search(DENIED[language], s, re.I)]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", ["evaluation", "report", "trends"])
def test_no_sentence_of_a_catalogue_claims_a_cause(name, language):
    """Every sentence that a report can say is free of claims of cause, with or without a comparison group."""
    found = {key: claims(words[language], language) for key, words in catalogue(name).items()}

    assert {key: said for key, said in found.items() if said} == {}


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", ["6-evaluation", "cohort-report"])
def test_no_paragraph_of_the_notebooks_claims_a_cause(name, language):
    """What stands in the notebooks themselves claims none either."""
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    cells = [cell.source for cell in notebook.cells if language in cell.metadata.get("tags", [])]

    assert [said for text in cells for said in claims(text, language)] == []


def test_a_claim_is_found():
    """The test can fail: these are claims, and their denials are none."""
    assert claims("Thanks to the programme 60 % found work.", "en") and claims("El programa mejoró la confianza.", "es")
    assert not claims("Nobody knows how much is due to the programme.", "en")
    assert not claims("Sin grupo de comparación no se sabe cuánto se debe al programa.", "es")
