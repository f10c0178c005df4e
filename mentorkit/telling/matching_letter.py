"""A page for each pair: why these two, in words that both sides may read, without scores or anybody else."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from mentorkit import matching as core
from mentorkit.matching.reasons import places
from mentorkit.matching.vocabulary import words_of
from mentorkit.model.palette import palette_of
from mentorkit.telling.catalogue import set_date
from mentorkit.telling.certificate import PAPERS
from mentorkit.telling.matching_words import clock_of, found_matching, say

if TYPE_CHECKING:
    from mentorkit.matching.explaining import Evidence
    from mentorkit.telling.desk import Desk

_TEMPLATE = Path(__file__).with_name("pair.typ")
FACTS, ITEMS = 7, 8


def letter_pdf(desk: Desk, mentee: str, mentor: str) -> bytes:
    """
    Give a pair's page as a PDF (PDF/UA-1: tagged, with language and title), in the desk's language.

    On it stand first names and what both gave as an answer: topics, hours and the field in common. Of any
    other criterion on which the two agree the page says that they do, not what they wrote. No score, no
    rank and nobody else is on it. The same values give the same bytes.

    Args:
        desk: The desk of the cohort.
        mentee, mentor: Ids of two people who take part.
    """
    import typst

    values = json.dumps(letter(desk, mentee, mentor) | {"colors": asdict(palette_of(desk.program.publishing.colors))})
    for own_fonts, standard in ((True, ["ua-1"]), (False, [])):
        compiler = typst.Compiler(_TEMPLATE.read_bytes(), ignore_system_fonts=own_fonts)
        try:
            return compiler.compile(format="pdf", sys_inputs={"pair": values}, pdf_standards=standard, timestamp=0)
        except typst.TypstError:
            if not own_fonts:
                raise
    raise AssertionError


def letter(desk: Desk, mentee: str, mentor: str) -> dict[str, object]:
    """Give the words of a pair's page."""
    first = _first_name(desk.cohort.mentees, mentee), _first_name(desk.cohort.mentors, mentor)
    facts, further = _facts(desk, mentee, mentor)
    if further:
        facts.append({"label": say(desk, "letter-also"), "values": ", ".join(further)})
    program = desk.program
    starts = desk.cohort.starts
    steps = [say(desk, "letter-meet", day=set_date(starts, desk.language))] if starts else []
    contact = program.publishing.contact
    steps += [
        say(desk, "letter-no-contact", contact="§").replace("§", contact) if contact else say(desk, "letter-no"),
        say(desk, "letter-wait"),
    ]
    return {
        "language": desk.language,
        "paper": PAPERS.get(program.country, "a4"),
        "program": f"{program.organisation} · {program.program}",
        "title": say(desk, "letter-title"),
        "names": " · ".join(first),
        "intro": say(desk, "letter-intro", program="§", weeks=program.weeks).replace("§", program.program),
        "shared": say(desk, "letter-shared"),
        "facts": facts or [{"label": say(desk, "letter-open"), "values": say(desk, "letter-nothing")}],
        "how": say(desk, "letter-how"),
        "chosen": say(desk, "letter-chosen"),
        "next": say(desk, "letter-next"),
        "steps": steps,
        "foot": say(desk, "letter-foot"),
    }


def _first_name(people, id: str) -> str:
    name = people["name"].get(id) if "name" in people else None
    return str(name).split()[0] if isinstance(name, str) and name.strip() else str(id)


def _facts(desk: Desk, mentee: str, mentor: str) -> tuple[list[dict[str, str]], list[str]]:
    """What both named, by criterion, and the labels of what else they agree on."""
    aimed = core.aimed_criterion(desk.program)
    facts, further = [], []
    found = found_matching(desk)
    for part in core.evidence(found, *places(found, mentee, mentor), desk.language):
        told = part.kind == "overlap" or (aimed is not None and part.criterion == aimed.id)
        if part.missing or part.kind == "prefers":
            continue
        label = part.label[:1].upper() + part.label[1:]
        if part.hours is not None:
            if part.slots:
                values = core.hours_in_words(part.slots, clock_of(desk), desk.language, 4)
                facts.append({"label": label, "values": values})
        elif part.common and told:
            facts.append({"label": label, "values": ", ".join(_named_once(desk, part)[:ITEMS])})
        elif part.common and part.kind in ("same", "text"):
            further.append(label)
    return facts[:FACTS], further


def _named_once(desk: Desk, part: Evidence) -> list[str]:
    words = words_of(desk.program)
    return list({words.term(value): value for value in reversed(part.common)}.values())[::-1]


def letter_files(desk: Desk) -> dict[str, bytes]:
    """Give the page of every pair by file name, `A02-B38.pdf`."""
    found: dict[str, bytes] = {}
    for mentee, mentor in found_matching(desk).pair_ids:
        name = "-".join(re.sub(r"[^A-Za-z0-9_]", "_", id) for id in (mentee, mentor))
        at = next(place for place in range(1, 10**6) if f"{name}{'' if place == 1 else f'_{place}'}.pdf" not in found)
        found[f"{name}{'' if at == 1 else f'_{at}'}.pdf"] = letter_pdf(desk, mentee, mentor)
    return found


def write_letters(desk: Desk) -> int:
    """Write every pair's page into `matching/letters`, take away those of pairs that are no more, and count them."""
    files = letter_files(desk)
    folder = desk.results / "matching" / "letters"
    for stale in sorted(folder.glob("*.pdf")) if folder.is_dir() else ():
        if stale.name not in files:
            stale.unlink()
    for name, content in files.items():
        desk.write(f"matching/letters/{name}", content)
    return len(files)
