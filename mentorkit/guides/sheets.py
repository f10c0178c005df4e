"""A session's worksheet and exit card as Markdown for paper: boxes to tick and lines to write on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mentorkit.guides.answers import SCALE, lines
from mentorkit.guides.wording import WORDS
from mentorkit.model.curriculum import ExitQuestion, Field_, Guide

LINE = "_" * 60
"""A line to write on: in Markdown a thematic break of underscores."""


def sheet_parts(guide: Guide, language: str) -> Iterator[str]:
    """Give the worksheet's paragraphs: title, introduction, and every field with what to fill in."""
    sheet = guide.worksheet
    yield f"## {WORDS[language]['worksheet']}: {sheet.title[language]}"
    yield sheet.intro[language]
    for field in sheet.fields:
        yield from field_parts(field, language)


def field_parts(field: Field_, language: str) -> Iterator[str]:
    """Give a field's paragraphs: its label, its help, what to fill in, and who will read it."""
    yield f"### {field.label[language]}"
    yield field.help[language] if field.help else ""
    yield paper(field, language)
    yield f"*{reader_note(field, language)}*"


def reader_note(field: Field_, language: str) -> str:
    """Say who reads what is written in a field."""
    key = "private" if field.share_with == "none" else f"{field.share_with}_shared"
    return WORDS[language][key]


def exit_parts(guide: Guide, language: str) -> Iterator[str]:
    """
    Give the exit card's paragraphs: every question with lines or numbers for the answer.

    It has a title of its own, and so a page of its own: the card is handed in, the worksheet is not.
    """
    script = guide.scripts[language]
    part = script.part("exit")
    texts = keyed_lines(part.body) if part else {}
    yield f"# {guide.session.id} · {script.title}"
    yield f"## {WORDS[language]['exit']}"
    for question in guide.session.exit:
        yield f"### {texts.get(question.id, question.id)}"
        yield _answer(question)


def keyed_lines(body: str) -> dict[str, str]:
    """
    Give the lines of a list by the id they begin with.

    >>> keyed_lines("- q1: What helped?\\n- q2: How sure\\n  are you?")
    {'q1': 'What helped?', 'q2': 'How sure are you?'}
    """
    found = re.findall(r"^- ([a-z]\d+): (.+?)(?=^- |\Z)", body, re.MULTILINE | re.DOTALL)
    return {key: " ".join(text.split()) for key, text in found}


def paper(field: Field_, language: str) -> str:
    """Give what a field looks like on paper."""
    if field.type == "choice":
        return "\n".join(f"- ☐ {getattr(option, language)}" for option in field.options)
    if field.type == "scale":
        low, high = ((end or {}).get(language, "") for end in (field.low, field.high))
        return f"{low}  {_boxes(SCALE)}  {high}".strip()
    if field.columns:
        return _grid(field, language)
    if field.type == "date":
        return WORDS[language]["date_line"]
    if field.type == "list":
        return "\n".join(f"{number}. {LINE}" for number in range(1, lines(field) + 1))
    return _lines(lines(field))


def _answer(question: ExitQuestion) -> str:
    if question.kind == "open":
        return _lines(2)
    return _boxes(range(question.min or 1, (question.max or 5) + 1))


def _lines(count: int) -> str:
    return "\n\n".join([LINE] * count)


def _boxes(numbers: range) -> str:
    return "  ".join(f"☐ {number}" for number in numbers)


def _grid(field: Field_, language: str) -> str:
    heads = [getattr(column, language) for column in field.columns]
    counted = [str(number) for number in range(1, lines(field) + 1)]
    rows = [getattr(row, language) for row in field.rows] or counted
    table = [f"| | {' | '.join(map(cell, heads))} |", f"|---|{'---|' * len(heads)}"]
    return "\n".join(table + [f"| {cell(row)} |{' |' * len(heads)}" for row in rows])


def cell(text: str) -> str:
    """Give a text as it may stand in a cell of a Markdown table."""
    return text.replace("|", "\\|")
