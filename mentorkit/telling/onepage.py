"""One page for funders as a tagged PDF, from a cohort's public tables alone."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mentorkit.evaluation.wording import public_denominator_words
from mentorkit.model.palette import palette
from mentorkit.model.words import localized
from mentorkit.telling.certificate import PAPERS
from mentorkit.telling.desk import Desk
from mentorkit.telling.evaluation import name_of
from mentorkit.telling.labels import unmarked
from mentorkit.telling.releases import PARTS, public_tables
from mentorkit.telling.report import Report, change_beside, change_words, flow, plain, say, shown
from mentorkit.telling.showing import Picture, Prose

_TEMPLATE = Path(__file__).with_name("onepage.typ")
FIRST = ("completion", "engagement", "attendance", "satisfaction_mentees", "hired", "start_rate", "goals_met", "introduced")
FIGURES = 5


def one_page(desk: Desk) -> Prose:
    """Write the page for funders from the tables that stand in public, and say where it is."""
    files = {name: desk.public / f"{name}.json" for name in PARTS}
    there = all(file.is_file() for file in files.values())
    tables = {name: json.loads(file.read_text(encoding="utf-8")) for name, file in files.items()} if there else public_tables(desk)
    report = Report(tables, desk.language)
    purpose = localized(desk.program.design.purpose, desk.language)
    desk.write("evaluation/one-page.pdf", one_page_pdf(report, purpose, desk.program.publishing.contact or "–", desk.program.country))
    return Prose(say(report, "one-saved"))


def one_page_pdf(report: Report, purpose: str, contact: str, country: str = "CO") -> bytes:
    """
    Give the page as a PDF (PDF/UA-1: tagged, with language, title and a text for its picture).

    The same values give the same bytes.

    Args:
        country: Where it is read: letter or A4.
    """
    import typst

    drawn = flow(report)
    with tempfile.TemporaryDirectory(prefix="mk-page-") as place:
        root = Path(place)
        (root / "page.typ").write_bytes(_TEMPLATE.read_bytes())
        if isinstance(drawn, Picture):
            (root / "flow.png").write_bytes(drawn.png)
        compiler = typst.Compiler(str(root / "page.typ"), root=str(root), ignore_system_fonts=True)
        values = _values(report, drawn, purpose, contact) | {"paper": PAPERS.get(country, "a4"), "colors": asdict(palette())}
        return compiler.compile(format="pdf", sys_inputs={"page": json.dumps(values)}, pdf_standards="ua-1", timestamp=0)


def _values(report: Report, drawn: Picture | Prose, purpose: str, contact: str) -> dict[str, Any]:
    about = report["summary"]
    picture = isinstance(drawn, Picture)
    chosen = [report.metrics[id] for id in FIRST if id in report.metrics and "withheld" not in report.metrics[id]]
    source = plain(report, "one-source", version=about.get("version") or "–", data=about.get("data") or "–", contact=contact)
    return {
        "language": report.language,
        "title": plain(report, "one-title", program=about["program"]),
        "subtitle": plain(report, "one-subtitle", organisation=about["organisation"], cohort=about["cohort"], day=report.day),
        "synthetic": unmarked(say(report, "synthetic")) if about["synthetic"] else "",
        "why": plain(report, "one-why"),
        "purpose": purpose,
        "headings": {name: plain(report, f"one-{name}") for name in ("figures", "flow", "change", "limits")},
        "columns": [plain(report, f"col-{name}") for name in ("metric", "figure", "denominator")],
        "figures": [_row(report, m) for m in chosen[:FIGURES]],
        "flow": {"file": "flow.png", "alt": drawn.alt if picture else "", "text": "" if picture else unmarked(drawn.markdown)},
        "change": _changes(report),
        "limits": plain(report, "one-limits-text"),
        "source": source,
    }


def _row(report: Report, m: dict[str, Any]) -> dict[str, str]:
    of = plain(report, "one-out-of", denominator=public_denominator_words(m["denominator"], report.language))
    return {"name": name_of(report, m["metric"]), "figure": unmarked(shown(report, m)), "of": of}


def _changes(report: Report) -> list[str]:
    told = [row for row in report["change"] if "withheld" not in row]
    lines = [f"{unmarked(change_words(report, row))}: {change_beside(report, row)}" for row in told]
    return [*(lines or [plain(report, "one-no-change")]), plain(report, "change-limits")]
