"""An export that grows: each submission counts once, an edited answer counts as edited, and what is new can be told."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mentorkit.errors import Problem
from mentorkit.io.cells import plain
from mentorkit.io.metadata import SUBMISSION, is_metadata
from mentorkit.io.tables import RawTable

_SHORT = 8


@dataclass(frozen=True)
class Growth:
    """
    What changed in a table since it was last looked at: rows that are new, rows with the headings of edited answers, and how
    many rows are gone.
    """

    file: str
    known: int
    new: tuple[int, ...]
    edited: tuple[tuple[int, tuple[str, ...]], ...]
    gone: int

    @property
    def changed(self) -> bool:
        """Tell whether anything did."""
        return bool(self.new or self.edited or self.gone)


def submission_place(raw: RawTable) -> int | None:
    """Give the column in which the form tool numbers submissions, if there is one that is filled in every row."""
    heads = [plain(heading) for heading in raw.headings]
    places = (heads.index(plain(name)) for name in SUBMISSION if plain(name) in heads)
    return next((place for place in places if raw.rows and all(row[place] for row in raw.rows)), None)


def each_submission_once(raw: RawTable) -> tuple[RawTable, list[Problem]]:
    """
    Give a table in which every submission stands once, as it was exported last, and what was left out.

    People paste a new export below an old one: the same submission in the same words counts once, and one whose
    answers differ counts as edited, with a warning that names the headings.
    """
    place = submission_place(raw)
    if place is None:
        return raw, []
    told = [column for column, heading in enumerate(raw.headings) if not is_metadata(heading)]
    last: dict[str, int] = {}
    problems = []
    for at, row in enumerate(raw.rows):
        if (before := last.get(row[place])) is not None:
            changed = [raw.headings[column] for column in told if row[column] != raw.rows[before][column]]
            number = raw.numbers[before]
            if changed:
                problems.append(Problem(raw.name, raw.numbers[at], changed[0], f"this submission was edited since row {number}: {', '.join(changed)}", "this row counts; take the earlier one out", warning=True))
            else:
                problems.append(Problem(raw.name, raw.numbers[at], None, f"this submission stands in row {number} already", "take one of the two out; it counts once", warning=True))
        last[row[place]] = at
    kept = sorted(last.values())
    return replace(raw, rows=tuple(raw.rows[at] for at in kept), numbers=tuple(raw.numbers[at] for at in kept)), problems


def growth(raw: RawTable, ids: Mapping[int, str], before: Mapping[str, Mapping[str, str]] | None, key: bytes) -> tuple[Growth, dict[str, dict[str, str]]]:
    """
    Give what changed in a table, and what to remember of it: keyed hashes alone.

    A row is known again by its submission's number, else by its person's id (`ids`, by row), else by all its cells.

    Args:
        raw: The table as it stands now.
        ids: Row to the id of its person, where the table is about people.
        before: What was remembered, or None the first time.
        key: The programme's key.
    """
    place = submission_place(raw)
    told = [column for column, heading in enumerate(raw.headings) if not is_metadata(heading)]
    now: dict[str, dict[str, str]] = {}
    rows: dict[str, int] = {}
    for number, row in zip(raw.numbers, raw.rows, strict=True):
        name = row[place] if place is not None else ids.get(number) or json.dumps(row)
        mark = _mark(key, f"row:{name}", 20)
        now[mark] = {_mark(key, f"head:{plain(raw.headings[column])}", _SHORT): _mark(key, f"cell:{row[column]}", _SHORT) for column in told}
        rows[mark] = number
    if before is None:
        return Growth(raw.name, 0, (), (), 0), now
    heads = {_mark(key, f"head:{plain(raw.headings[column])}", _SHORT): raw.headings[column] for column in told}
    edited = tuple(
        (rows[mark], changed) for mark, cells in now.items()
        if mark in before and (changed := tuple(heads[head] for head, cell in cells.items() if before[mark].get(head, cell) != cell))
    )
    new = tuple(rows[mark] for mark in now if mark not in before)
    return Growth(raw.name, len(before), new, edited, len(set(before) - set(now))), now


def memory(program: Path, cohort: str) -> Path:
    """Give the folder in which a programme remembers how a cohort's tables stood: beside its key, and never in the cohort's own."""
    return program / ".mentorkit" / "imports" / cohort


def remembered(folder: Path, table: str) -> dict[str, dict[str, str]] | None:
    """Give what is remembered of a table, or None where nothing is."""
    try:
        return json.loads((folder / f"{table}.json").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def remember(folder: Path, table: str, rows: Mapping[str, Mapping[str, str]]) -> None:
    """Remember a table's rows as keyed hashes, in a file for its owner alone."""
    path = folder / f"{table}.json"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{table}.{os.getpid()}.part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        json.dump(rows, file)
    part.replace(path)


def _mark(key: bytes, text: str, length: int) -> str:
    return hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:length]


def told_growth(found: Sequence[Growth], language: str) -> list[str]:
    """Give a line for each table that changed since the last check."""
    new, edit, gone, row, word = {
        "es": ("nuevas:", "con cambios:", "ya no están:", "fila", "filas"), "en": ("new:", "edited:", "gone:", "row", "rows"),
    }[language]
    lines = []
    for one in found:
        parts = [f"{new} {len(one.new)} ({row if len(one.new) == 1 else word} {_listed(one.new)})"] if one.new else []
        if one.edited:
            parts += [f"{edit} {len(one.edited)} (" + "; ".join(f"{row} {number}: {', '.join(heads)}" for number, heads in one.edited[:10]) + ("; …" if len(one.edited) > 10 else "") + ")"]
        parts += [f"{gone} {one.gone}"] if one.gone else []
        since = {"es": f"{one.file}, desde la última revisión: ", "en": f"{one.file}, since the last check: "}[language]
        lines += [since + "; ".join(parts)] if one.changed else []
    return lines


def _listed(numbers: Sequence[int], most: int = 10) -> str:
    return ", ".join(map(str, numbers[:most])) + (", …" if len(numbers) > most else "")
