"""Exports that grow: nothing counts twice, edits are seen, and what is remembered says nothing about anybody."""

from __future__ import annotations

import csv
import json
import stat
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from pandas import DataFrame

from mentorkit.cli.checking import news
from mentorkit.io.cohort import inspect_cohort
from mentorkit.io.growing import each_submission_once, growth, row_names, without
from mentorkit.io.readings import readings_in
from mentorkit.io.tables import RawTable
from mentorkit.model.tables import TABLES

HEADS = ("_uuid", "name", "topic", "_submission_time")
NAMELESS = dict.fromkeys(range(2, 20), "")


def table(*rows: tuple[str, ...], heads: tuple[str, ...] = HEADS) -> RawTable:
    return RawTable("mentees.csv", heads, rows, tuple(range(2, len(rows) + 2)), "test")


def test_a_new_export_pasted_below_the_old_one_counts_once():
    """The same submission in the same words is left out with a warning; one with another answer counts as edited."""
    raw, problems = each_submission_once(table(("u1", "Ana", "a", "t1"), ("u2", "Eva", "b", "t2"), ("u1", "Ana", "a", "t9"), ("u2", "Eva", "c", "t9"), ("u3", "Luz", "d", "t9")))

    assert raw.rows == (("u1", "Ana", "a", "t9"), ("u2", "Eva", "c", "t9"), ("u3", "Luz", "d", "t9")) and raw.numbers == (4, 5, 6)
    assert [(p.row, p.column, p.warning) for p in problems] == [(4, None, True), (5, "topic", True)]
    assert problems[1].problem == "this submission was edited since row 3: topic"


def test_without_numbers_of_submissions_nothing_is_left_out():
    """Rows of a table that numbers nothing stay as they are, and so do those where a number is missing."""
    plain = table(("Ana", "a"), ("Ana", "a"), heads=("name", "topic"))
    gap = table(("u1", "Ana", "a", ""), ("", "Ana", "a", ""))

    assert each_submission_once(plain) == (plain, []) and each_submission_once(gap) == (gap, [])


def test_what_is_new_edited_and_gone_is_told_by_row_and_heading():
    """By the submission's number: one new, one with another topic, one gone; a new time stamp is no edit."""
    _, before = growth(table(("u1", "Ana", "a", "t"), ("u2", "Eva", "b", "t"), ("u3", "Luz", "c", "t")), NAMELESS, None, b"key")
    found, _ = growth(table(("u3", "Luz", "c", "later"), ("u1", "Ana", "z", "t"), ("u4", "Sol", "d", "t")), NAMELESS, before, b"key")

    assert (found.new, found.edited, found.gone) == ((4,), ((3, ("topic",)),), 1)


def test_without_a_number_a_person_is_known_by_the_id():
    """The keyed hash of the e-mail knows a row again, wherever it stands now."""
    heads = ("name", "topic")
    _, before = growth(table(("Ana", "a"), ("Eva", "b"), heads=heads), {2: "p1", 3: "p2"}, None, b"key")
    found, _ = growth(table(("Eva", "b"), ("Ana", "c"), heads=heads), {2: "p2", 3: "p1"}, before, b"key")

    assert (found.new, found.edited, found.gone) == ((), ((3, ("topic",)),), 0)


@given(st.lists(st.tuples(st.uuids().map(str), st.text(max_size=5), st.text(max_size=5), st.just("t")), unique_by=lambda row: row[0], max_size=8))
def test_the_same_export_again_is_no_news(rows):
    """Whatever stands in it, in whatever order."""
    _, before = growth(table(*rows), NAMELESS, None, b"key")
    found, _ = growth(table(*reversed(rows)), NAMELESS, before, b"key")

    assert not found.changed


def test_check_tells_what_is_new_and_keeps_hashes_alone(cohort, mentorkit):
    """The second check says what changed since the first; the note holds no name, and only its owner reads it."""
    first = mentorkit("check", cohort, cwd=cohort)
    path = cohort / "mentees.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].replace("Mauricio", "Mauro")
    path.write_text("\n".join([*lines, lines[1].replace("A01", "A99").replace("yesenia.castiblanco1", "otra").replace("551 6469", "551 0000").replace("Yesenia Castiblanco Ladino", "Rosa Tovar")]) + "\n", encoding="utf-8")
    second, third = mentorkit("check", cohort, cwd=cohort), mentorkit("check", cohort, cwd=cohort)
    note = cohort.parents[1] / ".mentorkit" / "imports" / "example" / "mentees.json"

    assert "desde la última revisión" not in first.stdout + third.stdout
    assert f"mentees.csv, desde la última revisión: nuevas: 1 (fila {len(lines) + 1}); con cambios: 1 (fila 3: Nombre completo)" in second.stdout
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert len(json.loads(note.read_text())["rows"]) == len(lines) and "Mauro" not in note.read_text()


REVIEWS = "person_id,reviewer,note\nA01,Sol,sí\nA01,Luz,no\nA02,Sol,sí\n"
SELECTION = "person_id,status,by,reason,at\nA01,accepted,Sol,cupo,2026-01-10\nA02,waiting,Sol,cupo,2026-01-10\n"


def rewritten(path: Path, change) -> list[list[str]]:
    """Change the rows of a file, and give them."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = change(list(csv.reader(file)))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return rows


def edited(rows: list[list[str]]) -> list[list[str]]:
    """Another answer in the first row's last column that is no date: the date says which meeting, check-in or decision it is."""
    place = max(at for at, heading in enumerate(rows[0]) if heading not in ("at", "date"))
    return [rows[0], [cell + "1" if at == place else cell for at, cell in enumerate(rows[1])], *rows[2:]]


def test_every_table_and_survey_tells_what_is_new_and_what_was_edited(cohort: Path):
    """An export without its last row, then whole and with another answer in its first row: one new, one edited, for each of them."""
    for name, text in (("reviews", REVIEWS), ("selection", SELECTION)):
        (cohort / f"{name}.csv").write_text(text, encoding="utf-8")
    files = {path.relative_to(cohort).as_posix(): path for path in sorted(cohort.rglob("*.csv"))}
    whole = {name: path.read_text(encoding="utf-8") for name, path in files.items()}
    assert {Path(name).stem for name in files} >= set(TABLES) and sum("/" in name for name in files) == 3

    for path in files.values():
        rewritten(path, lambda rows: rows[:-1])
    first = news(inspect_cohort(cohort))
    expected = set()
    for name, path in files.items():
        path.write_text(whole[name], encoding="utf-8")
        rows = rewritten(path, edited)
        heading = [heading for heading in rows[0] if heading not in ("at", "date")][-1]
        expected.add(f"{name}, desde la última revisión: nuevas: 1 (fila {len(rows)}); con cambios: 1 (fila 2: {heading})")

    assert first == [] and set(news(inspect_cohort(cohort))) == expected
    assert news(inspect_cohort(cohort)) == []


def test_a_row_is_about_its_people_and_its_day():
    """Meetings are known by pair and day, a goal by its person; a card without a name by nothing but itself."""
    meetings = DataFrame({"mentee_id": ["A1"], "mentor_id": ["B1"], "date": ["2026-02-02"], "minutes": [30.0], "held": ["yes"], "source": ["meetings.csv:2"]})
    goals = DataFrame({"person_id": ["A1"], "goal": ["CV"], "level": [1.0], "date": [None], "source": ["goals.csv:2"]})
    cards = DataFrame({"session": ["S01", "S01"], "person_id": ["A1", None], "question": ["q1", "q1"], "source": ["exit_cards.csv:2", "exit_cards.csv:3"]})

    assert row_names(meetings, TABLES["meetings"]) == {2: '["A1", "B1", "2026-02-02"]'}
    assert row_names(goals, TABLES["goals"]) == {2: '["A1", "None"]'}
    assert row_names(cards, TABLES["exit_cards"]) == {2: '["S01", "A1", "q1"]', 3: ""}


def test_rows_that_are_alike_are_counted():
    """A second meeting of the pair on the same day is new, not the first one again."""
    heads = ("pair", "minutes")
    _, before = growth(table(("A1B1", "30"), heads=heads), {2: "A1B1"}, None, b"key")
    found, _ = growth(table(("A1B1", "30"), ("A1B1", "45"), heads=heads), {2: "A1B1", 3: "A1B1"}, before, b"key")

    assert (found.new, found.edited, found.gone) == ((3,), (), 0)


def test_somebody_can_be_taken_out_of_what_is_remembered():
    """Their row goes, and so does one that stands there no longer; a cell of others that named them is compared no more."""
    heads, names = ("name", "topic", "note"), {2: "p1", 3: "p2", 4: "p3"}
    old = table(("Ana", "a", ""), ("Eva", "b", "with Ana"), ("Luz", "c", ""), heads=heads)
    _, before = growth(old, names, None, b"key")
    now = table(("Ana", "a", ""), ("Eva", "b", "with Ana"), heads=heads)
    kept = without(before, now, names, b"key", {2}, lambda cell: "Ana" in cell)
    found, _ = growth(RawTable("mentees.csv", heads, (("Eva", "d", "with"),), (2,), "test"), {2: "p2"}, kept, b"key")

    assert len(kept.rows) == 1 and (found.new, found.edited, found.gone) == ((), ((2, ("topic",)),), 0)


def test_a_survey_pasted_below_itself_counts_once(cohort: Path):
    """Answers with a submission's number are read once, as they were exported last."""
    path = cohort / "surveys" / "exit-mentors.csv"
    numbered = lambda rows: [[*row, "_uuid" if at == 0 else f"u{at}"] for at, row in enumerate(rows)]  # noqa: E731
    rewritten(path, numbered)
    before = len(inspect_cohort(cohort).cohort.surveys["exit-mentors"].frame)
    rewritten(path, lambda rows: [*rows, *rows[1:]])
    again = inspect_cohort(cohort)

    assert len(again.cohort.surveys["exit-mentors"].frame) == before
    assert sum("stands in row" in problem.problem for problem in again.warnings if problem.file == "surveys/exit-mentors.csv") == before


def test_a_table_of_readings_may_have_no_rows():
    """Readings of a file that holds none, as of a sheet nobody has filled in yet, keep their columns, by which rows are named."""
    nobody = DataFrame({"person_id": [], "source": []})
    assert list(readings_in(nobody, "reviews.csv").columns) == ["person_id", "source"]
