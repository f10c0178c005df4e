"""The example cohort as files: forms with Spanish headings, logs, surveys, and its `cohort.yml`."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from mentorkit.example.applications import REVIEW_COLUMNS, readings
from mentorkit.example.people import MENTEE_HEADINGS, MENTOR_HEADINGS, STATUS_WORDS, Crowd, crowd
from mentorkit.example.room import room_logs
from mentorkit.example.story import Story, story
from mentorkit.example.surveys import answers, code_books
from mentorkit.io.curriculum import read_curriculum
from mentorkit.io.yaml import read_document

SEED = 20260202
STARTS = dt.date(2026, 2, 2)
_LISTS = ("interests", "languages")
_LOGS = {
    "meetings": ("mentee_id", "mentor_id", "date", "minutes", "mode", "held", "topic"),
    "attendance": ("session", "person_id", "status"),
    "checkins": ("person_id", "date", "answered", "relationship", "needs_support"),
    "goals": ("person_id", "goal", "weight", "baseline", "level", "date"),
    "introductions": ("mentee_id", "introduced_by", "field", "date", "outcome"),
    "support": ("person_id", "date", "by", "channel", "outcome"),
    "closures": ("mentee_id", "mentor_id", "date", "reason"),
    "actions": ("date", "who", "said", "did", "by"),
    "outcomes": ("person_id", "date", "kind"),
    "exit_cards": ("session", "person_id", "question", "answer"),
    "session_log": ("session", "date", "block", "planned", "minutes", "by", "note"),
}
_DATED = tuple(name for name, columns in _LOGS.items() if "date" in columns)


def write_example(
    folder: Path, program: Path, *, name: str = "example", language: str = "es", seed: int = SEED, starts: dt.date = STARTS,
    mentees: int = 60, mentors: int = 40,
) -> list[Path]:
    """
    Write a synthetic cohort into a folder and give its files.

    Args:
        folder: The cohort's folder; made where it is missing.
        program: The `program.yml` under which its people are matched.
        name: The cohort's name.
        language: Language of its notebooks; forms and records are in Spanish.
        seed: The same seed, program and dates give the same bytes.
        starts: The cohort's first day.
        mentees: Number of applications of mentees.
        mentors: Number of applications of mentors.
    """
    files = example_files(program, name=name, language=language, seed=seed, starts=starts, mentees=mentees, mentors=mentors)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode("utf-8"))
    return [folder / path for path in files]


def example_files(
    program: Path, *, name: str = "example", language: str = "es", seed: int = SEED, starts: dt.date = STARTS, mentees: int = 60,
    mentors: int = 40,
) -> dict[str, str]:
    """Give the files of a synthetic cohort as text, by path within its folder; see `write_example`."""
    chance = random.Random(seed)
    people = crowd(chance, mentees, mentors, starts.year)
    files = {
        "mentees.csv": _csv([MENTEE_HEADINGS[key] for key in MENTEE_HEADINGS], ([row[key] for key in MENTEE_HEADINGS] for row in people.mentees)),
        "mentors.csv": _csv([MENTOR_HEADINGS[key] for key in MENTOR_HEADINGS], ([row[key] for key in MENTOR_HEADINGS] for row in people.mentors)),
        "decisions.csv": _decisions(people, starts),
        "cohort.yml": _cohort_yml(name, language, starts, 4 * mentees),
        **_readings(random.Random(seed + 2), people, program),
    }
    pairs = _matched(files, program)
    told = story(chance, pairs, starts, weeks=20)
    told.session_log, told.exit_cards = room_logs(random.Random(seed + 1), read_curriculum(program.parent), told.attendance, starts, "CO")
    return files | _logs(told) | _surveys(chance, pairs, told)


def _matched(files: dict[str, str], program: Path) -> list[tuple[str, str]]:
    """Match the applications by mentorkit itself, so that the logs speak of the pairs that a run finds."""
    from mentorkit.io.cohort import read_cohort
    from mentorkit.matching import match
    from mentorkit.model.roster import roster

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "cohorts" / "example"
        folder.mkdir(parents=True)
        (Path(place) / "program.yml").write_bytes(program.read_bytes())
        for path, text in files.items():
            text = text.replace(_LOG_SOURCES, "") if path == "cohort.yml" else text
            (folder / path).write_bytes(text.encode("utf-8"))
        cohort = read_cohort(folder)
        return match(roster(cohort), cohort.program, cohort.tables["decisions"]).pair_ids


def _decisions(people: Crowd, starts: dt.date) -> str:
    """Two refusals and nothing more: the coordinator knows of people who should not meet as a pair."""
    at = f"{(starts - dt.timedelta(days=6)):%d/%m/%Y}"
    rows = [
        [people.mentees[4]["id"], people.mentors[2]["id"], "never", "coordinadora", "son vecinos", at],
        [people.mentees[-3]["id"], people.mentors[-5]["id"], "never", "coordinadora", "ya fueron pareja", at],
    ]
    return _csv(["mentee_id", "mentor_id", "decision", "by", "reason", "at"], rows)


def _readings(chance: random.Random, people: Crowd, program: Path) -> dict[str, str]:
    """What readers gave each mentee's application, where the programme has a rubric."""
    rubric = (read_document(program).data.get("eligibility") or {}).get("rubric") or ()
    aspects = [aspect["id"] for aspect in rubric]
    return {"reviews.csv": _csv([*REVIEW_COLUMNS, *aspects], readings(chance, people.mentees, aspects))} if aspects else {}


def _logs(told: Story) -> dict[str, str]:
    return {f"{name}.csv": _csv(columns, dict.fromkeys(tuple(row[key] for key in columns) for row in getattr(told, name))) for name, columns in _LOGS.items()}


def _surveys(chance: random.Random, pairs: Sequence[tuple[str, str]], told: Story) -> dict[str, str]:
    tables = answers(chance, pairs, told.ways)
    return code_books() | {path: _csv(list(rows[0]), (row.values() for row in rows)) for path, rows in tables.items() if rows}


_LOG_SOURCES = "".join(f"{name}: {{file: {name}.csv, dates: day-first}}\n" for name in _DATED)


def _cohort_yml(name: str, language: str, starts: dt.date, invited: int) -> str:
    return (
        "# A synthetic cohort: no person in it exists. Written by mentorkit's generator from a seed.\n"
        f"cohort: {name}\nstarts: {starts.isoformat()}\ntimezone: America/Bogota\nlanguage: {language}\nsynthetic: true\ninvited: {invited}\n\n"
        + _source("mentees", MENTEE_HEADINGS) + "\n" + _source("mentors", MENTOR_HEADINGS)
        + "\ndecisions: {file: decisions.csv, dates: day-first}\n" + _LOG_SOURCES
    )


def _source(table: str, headings: dict[str, str]) -> str:
    lines = f"{table}:\n  file: {table}.csv\n  dates: day-first\n  columns:  # ours: theirs\n"
    for ours, theirs in headings.items():
        if ours == "at":
            continue
        if ours == "status":
            values = ", ".join(f"{word}: {status}" for status, word in STATUS_WORDS.items())
            lines += f'    {ours}: {{from: "{theirs}", values: {{{values}}}}}\n'
        elif ours == "first_generation":
            lines += f'    {ours}: {{from: "{theirs}", values: {{si: Sí}}}}\n'
        elif ours in _LISTS:
            lines += f'    {ours}: {{from: "{theirs}", split: ", "}}\n'
        else:
            lines += f'    {ours}: "{theirs}"\n'
    return lines


def _csv(headings: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return buffer.getvalue()
