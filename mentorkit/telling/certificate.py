"""Certificates as one tagged PDF, a page a person, ready to print or to hand over one by one."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from pandas import DataFrame

from mentorkit.model.palette import palette_of
from mentorkit.telling.catalogue import set_date
from mentorkit.telling.desk import Desk
from mentorkit.telling.labels import label

_TEMPLATE = Path(__file__).with_name("certificate.typ")
PAPERS = {"US": "us-letter", "CO": "us-letter", "MX": "us-letter"}


def certificates_pdf(desk: Desk, table: DataFrame, names: dict[str, str]) -> bytes:
    """
    Give the certificates as a PDF (PDF/UA-1: tagged, with language and title), a page a person.

    Who has no name on record gets a certificate by id. The same values give the same bytes.

    Args:
        desk: The desk, for programme, organisation and language.
        table: The result of `mentorkit.tracking.closing.certificates`.
    """
    import typst

    people = [_person(desk, row, names) for row in table.itertuples(index=False)]
    values = {
        "language": desk.language,
        "paper": PAPERS.get(desk.program.country, "a4"),
        "title": label("closing", desk, "certificate-title"),
        "organisation": desk.program.organisation,
        "program": desk.program.program,
        "signature": label("closing", desk, "certificate-signature"),
        "number": label("closing", desk, "col-number"),
        "check": label("closing", desk, "certificate-check"),
        "people": people,
        "colors": asdict(palette_of(desk.program.publishing.colors)),
    }
    compiler = typst.Compiler(_TEMPLATE.read_bytes(), ignore_system_fonts=True)
    inputs = {"certificates": json.dumps(values)}
    return compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards="ua-1", timestamp=0)


def _person(desk: Desk, row: tuple, names: dict[str, str]) -> dict[str, str]:
    key = f"certificate-{row.side}" + ("" if row.hours == row.hours else "-no-hours")
    text = label("closing", desk, key, program="§", meetings=int(row.meetings), hours=row.hours)
    return {
        "name": names.get(row.person_id) or row.person_id, "text": text.replace("§", desk.program.program),
        "date": set_date(row.completed_on.date(), desk.language), "number": row.number,
    }
