"""The scorecard against published standards, its gaps and their plan, EMCC's levels, and the risks with their signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pandas import DataFrame

from mentorkit.model.design import Evidence
from mentorkit.model.program import Program
from mentorkit.model.words import localized
from mentorkit.planning.benchmarks import BY_ID, ELEMENTS, LEVELS, MET, PARTLY, Element
from mentorkit.planning.facts import Fact, Facts
from mentorkit.planning.wording import set_share, words

STANDINGS = ("met", "partly", "not", "no-evidence")
POINTS = {"met": 1.0, "partly": 0.5, "not": 0.0, "no-evidence": 0.0}
SCORE_COLUMNS = (
    "standard", "id", "text", "met", "evidence", "missing", "link", "strength", "source", "plan", "owner", "due"
)
RISK_COLUMNS = (
    "id", "text", "likelihood", "effect", "weight", "owner", "early_sign", "sign", "seen", "count", "of", "answer"
)


@dataclass(frozen=True)
class Finding:
    """What one check of an element came to: `fact` is None where neither data nor a document answer."""

    check: str
    standing: str
    fact: Fact | None = None


@dataclass(frozen=True)
class Level:
    """EMCC's arithmetic: points over all checks, the least of any core standard, and the level they reach."""

    overall: float
    least: float
    level: str | None


def standing(fact: Fact | None) -> str:
    """
    Give where a fact stands: `met` from nine in ten, `partly` from a half, `not` below, `no-evidence` without one.

    >>> standing(Fact(45, 50)), standing(Fact(30, 50)), standing(None)
    ('met', 'partly', 'no-evidence')
    """
    if fact is None:
        return "no-evidence"
    return "met" if fact.share >= MET - 1e-9 else "partly" if fact.share >= PARTLY - 1e-9 else "not"


def findings(element: Element, facts: Facts, said: Evidence | None) -> tuple[Finding, ...]:
    """
    Give what each check of an element came to, a document of the programme's own as the last.

    A document counts where the element asks for one, or where no check has an answer; data go before.
    """
    found = [Finding(check, standing(facts.get(check)), facts.get(check)) for check in element.checks]
    document = document_standing(said)
    if element.document or (document != "no-evidence" and all(finding.fact is None for finding in found)):
        found = found if element.document else []
        found.append(Finding("document", document))
    return tuple(found)


def document_standing(said: Evidence | None) -> str:
    """
    Give what a programme's own word counts for: `not` is believed, `met` needs a linked document, words alone are `partly`.

    >>> document_standing(Evidence(id="EEPM-01", met="met", evidence="We have values"))
    'partly'
    """
    if said is None or said.met is None:
        return "no-evidence"
    if said.met in ("not", "no-evidence") or said.link:
        return said.met
    return "partly" if said.evidence else "no-evidence"


def element_standing(found: tuple[Finding, ...]) -> str:
    """Give an element's standing from its checks: all met, none answered, none met even in part, or in part."""
    standings = {finding.standing for finding in found}
    if standings == {"met"}:
        return "met"
    if standings <= {"no-evidence"}:
        return "no-evidence"
    return "partly" if standings & {"met", "partly"} else "not"


def scorecard(program: Program, facts: Facts, language: str) -> DataFrame:
    """
    Give every element with its standing: `standard, id, text, met, evidence, missing, link, strength, source, plan, owner, due`.

    The elements of MENTOR and EMCC come from facts and documents; then the programme's own, by its documents alone
    (see `document_standing`). `missing` names the checks that are not met, `plan` what the programme does about them.
    """
    said = {element.id: element for element in program.design.standards}
    rows = [_published(element, facts, said.get(element.id), language) for element in ELEMENTS]
    rows += [_own(element, language) for element in program.design.standards if element.id not in BY_ID]
    return DataFrame(rows, columns=list(SCORE_COLUMNS))


def _published(element: Element, facts: Facts, said: Evidence | None, language: str) -> tuple:
    found = findings(element, facts, said)
    evidence = [_evidence(finding, said, language) for finding in found if finding.standing != "no-evidence"]
    missing = [check_words(finding.check, language) for finding in found if finding.standing != "met"]
    shown = (said is not None and said.link) or element.link
    text = localized(said.text, language) if said and said.text else element.label(language)
    head = element.standard, element.id, text, element_standing(found)
    return (*head, "; ".join(evidence), "; ".join(missing), shown, element.strength, element.source, *_plan(said, language))


def _own(said: Evidence, language: str) -> tuple:
    met = document_standing(said)
    text = localized(said.text, language) or said.id
    missing = "" if met == "met" else check_words("document", language)
    head = said.id.partition("-")[0], said.id, text, met, localized(said.evidence, language)
    return (*head, missing, said.link, "own", "", *_plan(said, language))


def _plan(said: Evidence | None, language: str) -> tuple:
    return (localized(said.plan, language) or None, said.owner, said.due) if said else (None, None, None)


def check_words(check: str, language: str) -> str:
    """Give a check's short label."""
    return words("checks", check, language)


def _evidence(finding: Finding, said: Evidence | None, language: str) -> str:
    label = check_words(finding.check, language)
    if finding.fact is None:
        return localized(said.evidence, language) or said.link or words("lines", "says-not", language) if said else label
    if finding.fact.of == 1:
        return f"{label}: {words('lines', 'yes' if finding.fact.count else 'no', language)}"
    return f"{label}: {fact_words(finding.fact, language)}"


def fact_words(fact: Fact, language: str) -> str:
    """Give a fact as "45 of 50 (90 %)"."""
    return words("lines", "of", language, n=f"{fact.count:g}", of=f"{fact.of:g}", share=set_share(fact.share, language))


def scorecard_summary(score: DataFrame, standard: str | None = None) -> DataFrame:
    """Give how many elements of a standard, or of all, stand where: `met, elements, share`, every standing named."""
    rows = score if standard is None else score[score["standard"] == standard]
    counts = rows["met"].value_counts().reindex(list(STANDINGS), fill_value=0)
    total = int(counts.sum())
    shares = [count / total if total else None for count in counts]
    return DataFrame({"met": list(counts.index), "elements": counts.to_numpy(), "share": shares})


def gaps(program: Program, facts: Facts, language: str) -> DataFrame:
    """
    Give what is missing and what is done about it, without a plan first: `missing, seen, elements, plan, owner, due`.

    A check that several elements ask for stands once, with the plan of any of them; a missing document
    stands for each element of its own.
    """
    said = {element.id: element for element in program.design.standards}
    asked: dict[tuple[str, str], list[tuple[str, Finding]]] = {}
    for element in ELEMENTS:
        for finding in findings(element, facts, said.get(element.id)):
            if finding.standing != "met":
                key = finding.check, element.id if finding.check == "document" else ""
                asked.setdefault(key, []).append((element.id, finding))
    rows = [_gap(check, elements, said, language) for (check, _), elements in asked.items()]
    own = (element for element in program.design.standards if element.id not in BY_ID and element.met != "met")
    rows += [(localized(e.text, language) or e.id, localized(e.evidence, language), e.id, *_plan(e, language)) for e in own]
    rows.sort(key=lambda row: (row[3] is not None, row[2]))
    return DataFrame(rows, columns=["missing", "seen", "elements", "plan", "owner", "due"])


def _gap(check: str, elements: list[tuple[str, Finding]], said: Mapping[str, Evidence], language: str) -> tuple:
    fact = elements[0][1].fact
    seen = "" if fact is None else words("lines", "yes" if fact.count else "no", language) if fact.of == 1 else fact_words(fact, language)
    ids = [id for id, _ in elements]
    planned = next((said[id] for id in ids if id in said and said[id].plan), None)
    name = check_words(check, language)
    missing = f"{name} ({BY_ID[ids[0]].label(language)})" if check == "document" else name
    return missing, seen, ", ".join(ids), *_plan(planned, language)


def core_standards(program: Program, facts: Facts, language: str) -> DataFrame:
    """Give EMCC's six core standards with their points: `id, text, points, of, share`; a check counts 1, ½ or 0."""
    said = {element.id: element for element in program.design.standards}
    rows = []
    for element in ELEMENTS:
        if element.standard == "EMCC":
            found = findings(element, facts, said.get(element.id))
            points = sum(POINTS[finding.standing] for finding in found)
            rows.append((element.id, element.label(language), points, len(found), points / len(found)))
    return DataFrame(rows, columns=["id", "text", "points", "of", "share"])


def emcc_level(core: DataFrame) -> Level:
    """
    Give the level that the six core standards' shares reach: `gold`, `silver`, `bronze` or None.

    Bronze asks for 70 % over all and 60 % in each core standard, silver for 80 and 70, gold for 90 and 80.
    An estimate by our own checks; EMCC judges by its own template, documents and interviews, after a
    cycle of twelve months.

    Source:
        EMCC Ireland, Organisational Programme Accreditation (ISMCP), award levels.
    """
    overall, least = float(core["points"].sum() / core["of"].sum()), float(core["share"].min())
    reached = (name for name, whole, each in LEVELS if overall >= whole - 1e-9 and least >= each - 1e-9)
    return Level(overall, least, next(reached, None))


def risk_table(program: Program, language: str, signs: Mapping[str, Fact] | None = None) -> DataFrame:
    """
    Give the risks, greatest first: `id, text, likelihood, effect, weight, owner, early_sign, sign, seen, count, of, answer`.

    `seen` says what the data show of the early sign: `rings` from the risk's own share of cases on,
    `quiet` below, `unknown` without records, `by-eye` where no sign of the data belongs to the risk.
    """
    rows = []
    for risk in program.design.risks:
        fact = (signs or {}).get(risk.sign) if risk.sign else None
        seen = "by-eye" if risk.sign is None else "unknown" if fact is None else "rings" if fact.share >= risk.sign_from else "quiet"
        said = localized(risk.text, language), risk.likelihood, risk.effect, risk.likelihood * risk.effect, risk.owner
        counted = (fact.count, fact.of) if fact else (None, None)
        sign = localized(risk.early_sign, language), risk.sign, seen, *counted
        rows.append((risk.id, *said, *sign, localized(risk.answer, language)))
    rows.sort(key=lambda row: (-row[4], -row[3], row[0]))
    return DataFrame(rows, columns=list(RISK_COLUMNS))


def risk_matrix(program: Program) -> DataFrame:
    """Give the ids of the risks in a three by three matrix: rows likelihood 3 to 1, columns effect 1 to 3."""
    cells = [[_ids(program, likelihood, effect) for effect in (1, 2, 3)] for likelihood in (3, 2, 1)]
    return DataFrame(cells, index=[3, 2, 1], columns=[1, 2, 3]).rename_axis(index="likelihood", columns="effect")


def _ids(program: Program, likelihood: int, effect: int) -> tuple[str, ...]:
    risks = program.design.risks
    return tuple(sorted(risk.id for risk in risks if (risk.likelihood, risk.effect) == (likelihood, effect)))
