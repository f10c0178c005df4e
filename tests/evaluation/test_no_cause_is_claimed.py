"""No sentence of the evaluation says that the programme caused something, unless it denies that this is known."""

import dataclasses
import re
from pathlib import Path

import nbformat
import pytest
from test_evaluation_stories import cohort_of, desk_of, report_of
from test_every_number_is_computed import run, strings, values_of

from mentorkit.evaluation.wording import DENOMINATORS, denominator_words, metric_definitions
from mentorkit.model.catalogue import texts as reasons
from mentorkit.model.instruments import INSTRUMENTS
from mentorkit.telling import onepage, report
from mentorkit.telling.catalogue import catalogue

ROOT = Path(__file__).parents[2]
CAUSAL = {
    "en": r"\b(caus\w+|thanks to|due to(?! date)|led to|leads to|effects? of|effective\w*|impact\w*|improv\w+|prov(e|es|ed)(?! nothing)|(it|programme) work(s|ed)|as a result|because of the programme|made (a|the) difference|rais(es|ed)|increas\w+|boost\w*|reduc\w+|help(s|ed)|enabl\w+|transform\w+|chang(es|ed) (lives|people)|produc(es|ed))\b",
    "es": r"\b(caus\w+|gracias al?|se deben? al?|debid[oa]s? al?|efectos? de|efica(z|ces|cia)|efectiv[oa]s?|impact\w*|mejor(ó|aron|ar|a)\b|prueban?\b(?! (exacta|de))|prob(ó|aron)|demuestra\w*|funcion(ó|a|an)|logró que|por el cambio|aument(ó|aron|a)|redujo|redujeron|ayud(ó|aron)|permiti(ó|eron)|transform\w+|cambi(ó|aron) (vidas|la vida)|produjo|produce|elev(ó|aron))\b",
}
DENIED = {"en": r"\b(no|not|nobody|nothing|without|never|cannot|neither|nor)\b", "es": r"\b(no|sin|nada|nadie|nunca|ni|tampoco|ninguna)\b"}


def claims(text, language):
    """Sentences that speak of causes and do not deny them before they do; what people are asked or told to look for is no claim."""
    sentences = re.split(r"(?<=[.;:!?])\s+", re.sub(r"\{[^}]*\}|`[^`]*`", "…", text))
    found = []
    for s in sentences:
        claim = re.search(CAUSAL[language], s, re.I)
        if claim and not re.search(DENIED[language], re.sub(r"\b(no|sin) (doubt|duda)\b", "", s[: claim.start()], flags=re.I), re.I):
            found.append(s)
    return found


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


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_definition_reason_or_instrument_claims_a_cause(language):
    """The words outside the catalogues that reports show: metrics, denominators, reasons for what is withheld, instruments."""
    texts = [f"{one.name}. {one.definition}" for one in metric_definitions(language).values()]
    texts += [denominator_words(name, language) for name in DENOMINATORS]
    texts += [*reasons("disclosure", "reasons", language).values()] + [f"{one.name}. {one.reliability}" for one in INSTRUMENTS.values()]

    assert len(texts) > 70
    assert [said for text in texts for said in claims(text, language)] == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_rendered_sentence_of_a_cohort_without_comparison_group_claims_a_cause(language, tmp_path):
    """Notebook 6, the public report and the page for funders as they are shown, with the plain statement that there is no comparison group."""
    desk = dataclasses.replace(desk_of(40, language), results=tmp_path / "results", public=tmp_path / "public")
    desk.__dict__.update(pairs=cohort_of(40)[1], public_tables=report_of(40, language).aggregates)
    private, public = run("6-evaluation", {"desk": desk}), run("cohort-report", {"report": report_of(40, language)})
    page = onepage._values(report_of(40, language), report.flow(report_of(40, language)), "", "-")
    told = [values_of(private), values_of(public), " ".join(map(str, strings(page)))]

    assert {"es": "no tiene grupo de comparación", "en": "has no comparison group"}[language] in told[0]
    assert [said for text in told for said in claims(text, language)] == []


@pytest.mark.parametrize(
    ("language", "claim"),
    [
        ("en", "Thanks to the programme 60 % found work."), ("en", "The programme raised confidence by 0.4 points."), ("en", "Mentoring led to jobs."),
        ("en", "No doubt the mentors improved their lives."), ("en", "The effect of the programme was 0.4."), ("en", "60 % were hired because of the programme."),
        ("es", "El programa mejoró la confianza."), ("es", "Gracias a la mentoría, 60 % consiguió empleo."), ("es", "Sin duda el programa aumentó sus redes."),
        ("es", "El efecto del programa fue 0,4: impacto alto."), ("es", "Las metas logradas se deben al programa."), ("es", "La mentoría transformó sus vidas."),
    ],
)
def test_a_claim_is_found(language, claim):
    """The test can fail: each of these is a claim."""
    assert claims(claim, language)


def test_a_denial_is_no_claim():
    """Saying that it is not known is what the reports are to do."""
    assert not claims("Nobody knows how much is due to the programme.", "en")
    assert not claims("Sin grupo de comparación no se sabe cuánto se debe al programa.", "es")
