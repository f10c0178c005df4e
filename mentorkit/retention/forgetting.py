"""Forgetting a person: out of inputs, results, logs and half-run notebooks, and a search that must find nothing."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mentorkit.errors import Problem, ProblemsError, UsageError
from mentorkit.io.cohort import inspect_cohort, program_file, program_key
from mentorkit.io.forgotten import FORGOTTEN, tombstones
from mentorkit.io.growing import memory, remember, remembered, without
from mentorkit.io.inspection import Inspection
from mentorkit.model.cohort import Cohort, TableSource
from mentorkit.model.tables import PEOPLE, TABLES
from mentorkit.model.words import folded
from mentorkit.retention.tables import text_without, value_without, workbook_without
from mentorkit.retention.traces import Person, traces
from mentorkit.running import audit
from mentorkit.running.staging import locked

_TEXTS = (".csv", ".tsv", ".txt")
_KEPT = (audit.NAME, FORGOTTEN, "lock", "releases.json", "key", "safety-seen")


@dataclass
class Erasure:
    """What was erased: rows and cells of inputs, and files of results."""

    rows: int = 0
    cells: int = 0
    files: int = 0


def forget(folder: Path, wanted: str) -> Erasure:
    """
    Erase a person from a cohort's folder.

    Rows about the person are removed, also those of the partner's meetings with them; mention elsewhere is
    taken out of the cell. Of the results, tables and figures lose the person's entries, and everything made
    to be read is removed, since the next run makes it again. What stands in `public` are aggregates; they stay.
    What the programme remembers of their rows, to tell what is new in an export, goes as well. A keyed tombstone
    keeps a later import of the same form from bringing the person back. The people's tables are changed last, so
    that after an interruption the same command finishes the work.

    Args:
        folder: The cohort's folder.
        wanted: The person's id or e-mail.

    Raises:
        UsageError: Nobody in the cohort has this id or e-mail.
        ProblemsError: The cohort cannot be read, or the search still finds the person; says in which files.
        RunError: A run of the cohort is at work.
    """
    inspection = inspect_cohort(folder)
    if inspection.cohort is None or inspection.left_out:
        raise ProblemsError(inspection.errors)
    cohort = inspection.cohort
    person = _person(inspection, wanted)
    with locked(folder) as work:
        erased = Erasure()
        _write_tombstones(work, person, program_key(program_file(folder).parent))
        _clear_results(folder, work, person, erased)
        _clear_memory(inspection, cohort, person)
        unchanged = _clear_inputs(cohort, person, erased)
        audit.noted(work, "forget", rows=erased.rows, cells=erased.cells, files=erased.files)
        left = [*unchanged, *(_left(name, how) for name, how in traces(folder, person))]
    if left:
        raise ProblemsError(left)
    return erased


def _person(inspection: Inspection, wanted: str) -> Person:
    cohort = inspection.cohort
    for side in PEOPLE:
        frame = getattr(cohort, side)
        for id, row in frame.iterrows():
            email = _text(row.get("email"))
            if folded(wanted) in (folded(str(id)), folded(email) or None):
                return Person((str(id),), email, _text(row.get("name")), _text(row.get("phone")))
    if not inspection.whole:  # the person may stand in a row that could not be read
        raise ProblemsError(inspection.errors)
    raise UsageError(f"nobody in {cohort.name} has this id or e-mail; look it up in the tables of mentees and mentors")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _write_tombstones(work: Path, person: Person, key: bytes) -> None:
    path = work / FORGOTTEN
    lines = set(path.read_text(encoding="ascii").split()) if path.is_file() else set()
    lines |= tombstones(key, *person.ids, person.email)
    path.write_text("\n".join(sorted(lines)) + "\n", encoding="ascii")
    path.chmod(0o600)


def _clear_results(folder: Path, work: Path, person: Person, erased: Erasure) -> None:
    for path in [path for root in (folder / "results", work) for path in sorted(root.rglob("*"))]:
        if not path.is_file() or path.name in _KEPT:
            continue
        if path.suffix == ".csv":
            data, gone, _ = text_without(path, (), person, whole_rows=True)
            erased.rows += gone
            _replace(path, data)
        elif path.suffix == ".json":
            _replace(path, _json_without(path, person))
        else:
            path.unlink()
            erased.files += 1
    shutil.rmtree(folder / "results" / "people", ignore_errors=True)
    for place in sorted((folder / "results").rglob("*"), reverse=True):
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()


def _clear_memory(inspection: Inspection, cohort: Cohort, person: Person) -> None:
    """Drop the keyed hashes of the person's rows, and of tables that can no longer be read."""
    program, about = program_file(inspection.folder).parent, _rows_about(cohort, person)
    key, place = program_key(program), memory(program, inspection.folder)
    read = {name: (raw, names) for name, raw, names in inspection.rows()}
    for path in place.glob("*.json"):
        known = remembered(place, path.stem)
        if known is None or path.stem not in read:
            path.unlink()
        else:
            raw, names = read[path.stem]
            remember(place, path.stem, without(known, raw, names, key, about.get(raw.name, ()), person.stands_in))


def _json_without(path: Path, person: Person) -> bytes:
    value = value_without(json.loads(path.read_text(encoding="utf-8")), person)
    if path.name == "manifest.json" and isinstance(value, dict):
        value["notebooks"] = {}
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _clear_inputs(cohort: Cohort, person: Person, erased: Erasure) -> list[Problem]:
    """Change every input that holds the person, the tables of people last; give the rows that a person has to delete."""
    about = _rows_about(cohort, person)
    people = [name for name, _ in _sources(cohort) if name in {file.rsplit(":", 1)[0] for side in PEOPLE for file in getattr(cohort, side)["source"]}]
    sheets = dict(_sources(cohort))
    files = [path.relative_to(cohort.folder).as_posix() for path in _inputs(cohort)]
    problems = []
    for name in sorted(files, key=lambda name: (name in people, name)):
        path, rows = cohort.folder / name, about.get(name, set())
        if path.suffix.casefold() in _TEXTS:
            data, gone, changed = text_without(path, rows, person)
        elif path.suffix.casefold() == ".xlsx":
            try:
                data, gone, changed = workbook_without(path, sheets.get(name), rows, person)
            except (zipfile.BadZipFile, KeyError, ValueError, OSError):
                continue  # the search at the end names it
        else:
            problems += [Problem(name, row, None, "the row is about this person, and files of this kind are not changed", "delete it yourself, then type the command again") for row in sorted(rows)]
            continue
        if gone or changed:
            _replace(path, data)
        erased.rows += gone
        erased.cells += changed
    return problems


def _inputs(cohort: Cohort) -> Iterator[Path]:
    """Give the files that a person may stand in: everything that is neither written by mentorkit nor a setting."""
    for path in sorted(cohort.folder.rglob("*")):
        inside = path.relative_to(cohort.folder).parts
        if path.is_file() and inside[0] not in ("results", "public", ".mentorkit") and path.suffix not in (".yml", ".yaml"):
            yield path


def _rows_about(cohort: Cohort, person: Person) -> dict[str, set[int]]:
    """Give the rows about the person by file, from the typed tables, which know the columns' meaning."""
    ids = {folded(id) for id in person.ids}
    sources = [source for side in PEOPLE for id, source in getattr(cohort, side)["source"].items() if folded(str(id)) in ids]
    for name, frame in cohort.tables.items():
        columns = [column.name for column in TABLES[name].columns if column.kind == "id" and column.name in frame]
        sources += [source for column in columns for value, source in zip(frame[column], frame["source"], strict=True) if folded(_text(value)) in ids]
    for answers in cohort.surveys.values():
        sources += [source for value, source in zip(answers.frame["person"], answers.frame["source"], strict=True) if folded(_text(value)) in ids]
    rows: dict[str, set[int]] = {}
    for source in sources:
        file, row = source.rsplit(":", 1)
        rows.setdefault(file, set()).add(int(row))
    return rows


def _sources(cohort: Cohort) -> Iterator[tuple[str, str | None]]:
    for name in TABLES:
        declared = getattr(cohort.settings, name, None)
        if isinstance(declared, TableSource) and declared.file is not None:
            yield declared.file, declared.sheet
        elif isinstance(declared, str):
            yield declared, None
    for answers in cohort.surveys.values():
        yield answers.survey.file, answers.survey.sheet


def _replace(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.chmod(path.stat().st_mode)
    part.replace(path)


def _left(name: str, how: str) -> Problem:
    if how == "closed":
        return Problem(name, None, None, "this file cannot be searched", "look into it yourself, and delete it if the person stands in it", warning=True)
    return Problem(name, None, None, "the person still stands here", "take it out of this file by hand, then type the command again")
