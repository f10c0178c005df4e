"""What is odd in a table though it can be read: what a workbook hides, and cells that a program spoilt on the way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sized

from mentorkit.errors import Problem
from mentorkit.io.formulas import ERRORS
from mentorkit.io.tables import RawTable

MOST_NAMED = 20
_SPOILT = "export it again from the form tool, or correct it"
_KINDS = (
    ("lost", re.compile("\ufffd"), "the cell holds the mark of a lost letter", _SPOILT),
    (
        "mojibake", re.compile("Ã[\u0080-\u00bf\u0192\u02c6\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2018-\u201e\u2020-\u2026\u2030\u2039\u203a\u20ac\u2122]|Â[\u00a0-\u00bf]|â€.|ï»¿"),
        "the cell's letters were once read in a wrong encoding", _SPOILT,
    ),
    ("question", re.compile(r"\?(?<=[^\W\d_]\?)[^\W\d_]"), "a question mark stands inside a word, where a letter may be lost", _SPOILT),
    (
        "unseen", re.compile("[\u200b\u2060\u00ad\u180e\ufeff\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"),
        "the cell holds signs that nobody sees", "type it again; it was read as it stands",
    ),
    ("error", None, "the cell holds an error of the spreadsheet", "correct it in the spreadsheet, and export it again"),
    ("cut", re.compile(r"\A\d([.,]\d+)?E\+\d{1,2}\Z"), "the cell holds a number that the spreadsheet cut short", "format the column as text, enter the number again, and export it"),
)
_FOREIGN = re.compile(r"[^\W\d_][¤‚„†‡ˆ‰‹•˜™›¢£¥¦§¨©«¬®¯°±¶¸»][^\W\d_]|[^\W\d_]{2}[¤‚„†‡ˆ‰‹•˜›]|[^\W\d_][–—ŒœŠšŽžŸ][^\W\d_]|[ƒ‚„†‡ˆ‰‹•˜™›¢£¥¦§¨©«¬®¯°±¶¸»\x80-\x9f¤ŽžŠš]{2}")
"""Signs of Windows-1252 that stand for letters of other encodings (of old DOS and Macintosh programs, of Chinese or Japanese)."""
_MARKS = ("?", "#", "E+", "Err:5", "\ufffd", "Ã", "Â", "â€", "ï»¿")
"""One of these, or a sign that cannot be printed, stands in whatever is spoilt; they are found quickly."""


def oddities(raw: RawTable) -> list[Problem]:
    """
    Give a warning for what a table hides, for an encoding that had to be recognised, and for each cell that looks spoilt.

    Of one kind in one column, twenty cells are named, and the others counted.
    """
    return [*_hidden(raw), *_twice(raw), *_encoding(raw), *_notes(raw), *_spoilt(raw)]


def _twice(raw: RawTable) -> list[Problem]:
    look = "look whether it is one question; if not, give each column its own heading"
    return [Problem(raw.name, raw.first, heading, "the heading stands more than once, and was read as one column, since no row fills two of them", look, warning=True) for heading in raw.joined]


def _hidden(raw: RawTable) -> list[Problem]:
    look = "show what is hidden, and look whether it belongs to the cohort"
    found = []
    if raw.hidden:
        found.append((raw.hidden[0], None, f"{_counted(raw.hidden, 'hidden row was', 'hidden rows were')} read too: {_listed(map(str, raw.hidden))}", look))
    if raw.hidden_columns:
        found.append((raw.first, raw.hidden_columns[0], f"{_counted(raw.hidden_columns, 'hidden column was', 'hidden columns were')} read too: {_listed(raw.hidden_columns)}", look))
    if raw.hidden_sheets:
        found.append((None, None, f"{_counted(raw.hidden_sheets, 'hidden sheet was', 'hidden sheets were')} not read: {_listed(raw.hidden_sheets)}", "to read one, name it in cohort.yml: sheet: …"))
    if "hidden" in raw.marks:
        found.append((None, None, "the sheet that was read is hidden", "show it, and look whether it is the right one"))
    return [Problem(raw.name, row, column, problem, remedy, warning=True) for row, column, problem, remedy in found]


def _counted(found: Sized, one: str, many: str) -> str:
    return f"{len(found)} {one if len(found) == 1 else many}"


def _listed(names) -> str:
    every = list(names)
    return ", ".join(every[:MOST_NAMED]) + (", …" if len(every) > MOST_NAMED else "")


def _encoding(raw: RawTable) -> list[Problem]:
    encoding = raw.form.split(",")[0]
    if encoding not in ("Windows-1252 (cp1252)", "UTF-16 without a mark"):
        return []
    cells = ((number, heading, cell) for number, row in zip(raw.numbers, raw.rows, strict=True) for heading, cell in zip(raw.headings, row, strict=True))
    accents = [(number, heading, cell) for number, heading, cell in cells if not cell.isascii()]
    strange = next(((number, heading) for number, heading, cell in accents if _FOREIGN.search(cell)), None)
    if strange:
        return [Problem(raw.name, *strange, f"the file was read as {encoding}, in which these letters look wrong", 'save it as "CSV UTF-8" where it was made', warning=True)]
    row, heading = accents[0][:2] if accents else (None, None)
    return [Problem(raw.name, row, heading, f"the file was read as {encoding}", 'look at a few accents; to be sure, save it as "CSV UTF-8"', warning=True)]


def _notes(raw: RawTable) -> list[Problem]:
    """Name rows with a single cell, as people leave them below a table."""
    if len(raw.headings) < 4:
        return []
    alone = [number for number, row in zip(raw.numbers, raw.rows, strict=True) if sum(map(bool, row)) == 1]
    return [Problem(raw.name, number, None, "the row holds one cell alone, like a note below a table", "delete it, or complete it", warning=True) for number in alone[:MOST_NAMED]]


def _spoilt(raw: RawTable) -> list[Problem]:
    cells: dict[tuple[int, str], list[int]] = defaultdict(list)
    for place, column in enumerate(zip(*raw.rows, strict=True)):
        if _suspect(" ".join(column)):  # the most by far say nothing odd
            for number, cell in zip(raw.numbers, column, strict=True):
                for kind in _kinds(cell):
                    cells[place, kind].append(number)
    words = {kind: (problem, remedy) for kind, _, problem, remedy in _KINDS}
    found = []
    for (place, kind), numbers in cells.items():
        problem, remedy = words[kind]
        found += [Problem(raw.name, number, raw.headings[place], problem, remedy, warning=True) for number in numbers[:MOST_NAMED]]
        if len(numbers) > MOST_NAMED:
            rest = numbers[MOST_NAMED:]
            found.append(Problem(raw.name, rest[0], raw.headings[place], f"{problem}, here and in {len(rest) - 1:,} more rows", remedy, warning=True))
    return found


def _suspect(text: str) -> bool:
    return not text.isprintable() or any(map(text.__contains__, _MARKS))


def _kinds(cell: str) -> list[str]:
    if not _suspect(cell):
        return []
    found = [kind for kind, pattern, _, _ in _KINDS if pattern is not None and pattern.search(cell)]
    if "question" in found and (re.search("[/=@]", cell) or len(cell.split()) > 4):
        found.remove("question")  # an address, or running text
    return found + (["error"] if cell.casefold() in ERRORS else [])
