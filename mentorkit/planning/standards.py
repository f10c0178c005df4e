"""The scorecard against published standards, and the risks."""

from __future__ import annotations

from pandas import DataFrame

from mentorkit.model.program import Program
from mentorkit.model.words import localized

STANDINGS = ("met", "partly", "not", "no-evidence")


def scorecard(program: Program, language: str) -> DataFrame:
    """
    Give each element of good practice with its standing: `id, text, met, evidence, link, plan`.

    `plan` marks the elements that still need one. An element said to be met without evidence or link
    counts as `no-evidence`.
    """
    rows = []
    for element in program.design.standards:
        shown = bool(element.evidence or element.link)
        met = element.met if shown or element.met not in ("met", "partly") else "no-evidence"
        text, evidence = localized(element.text, language), localized(element.evidence, language)
        rows.append((element.id, text, met, evidence, element.link, met != "met"))
    return DataFrame(rows, columns=["id", "text", "met", "evidence", "link", "plan"])


def scorecard_summary(program: Program) -> DataFrame:
    """Give how many elements stand where: `met, elements, share`, every standing named."""
    counts = (
        scorecard(program, program.languages[0])["met"].value_counts().reindex(list(STANDINGS), fill_value=0)
    )
    total = int(counts.sum())
    shares = [count / total if total else None for count in counts]
    return DataFrame({"met": list(counts.index), "elements": counts.to_numpy(), "share": shares})


def risk_table(program: Program, language: str) -> DataFrame:
    """Give the risks, greatest first: `id, text, likelihood, effect, weight, owner, early_sign, answer`."""
    rows = [
        (
            risk.id,
            localized(risk.text, language),
            risk.likelihood,
            risk.effect,
            risk.likelihood * risk.effect,
            risk.owner,
            localized(risk.early_sign, language),
            localized(risk.answer, language),
        )
        for risk in program.design.risks
    ]
    rows.sort(key=lambda row: (-row[4], -row[3], row[0]))
    return DataFrame(
        rows, columns=["id", "text", "likelihood", "effect", "weight", "owner", "early_sign", "answer"]
    )


def risk_matrix(program: Program) -> DataFrame:
    """Give the ids of the risks in a three by three matrix: rows likelihood 3 to 1, columns effect 1 to 3."""
    cells = [[_ids(program, likelihood, effect) for effect in (1, 2, 3)] for likelihood in (3, 2, 1)]
    return DataFrame(cells, index=[3, 2, 1], columns=[1, 2, 3]).rename_axis(
        index="likelihood", columns="effect"
    )


def _ids(program: Program, likelihood: int, effect: int) -> tuple[str, ...]:
    risks = program.design.risks
    return tuple(sorted(risk.id for risk in risks if (risk.likelihood, risk.effect) == (likelihood, effect)))
