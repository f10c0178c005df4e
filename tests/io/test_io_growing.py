"""Exports that grow: nothing counts twice, edits are seen, and what is remembered says nothing about anybody."""

from __future__ import annotations

import json
import stat

from hypothesis import given
from hypothesis import strategies as st

from mentorkit.io.growing import each_submission_once, growth
from mentorkit.io.tables import RawTable

HEADS = ("_uuid", "name", "topic", "_submission_time")


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
    _, before = growth(table(("u1", "Ana", "a", "t"), ("u2", "Eva", "b", "t"), ("u3", "Luz", "c", "t")), {}, None, b"key")
    found, _ = growth(table(("u3", "Luz", "c", "later"), ("u1", "Ana", "z", "t"), ("u4", "Sol", "d", "t")), {}, before, b"key")

    assert (found.new, found.edited, found.gone, found.known) == ((4,), ((3, ("topic",)),), 1, 3)


def test_without_a_number_a_person_is_known_by_the_id():
    """The keyed hash of the e-mail knows a row again, wherever it stands now."""
    heads = ("name", "topic")
    _, before = growth(table(("Ana", "a"), ("Eva", "b"), heads=heads), {2: "p1", 3: "p2"}, None, b"key")
    found, _ = growth(table(("Eva", "b"), ("Ana", "c"), heads=heads), {2: "p2", 3: "p1"}, before, b"key")

    assert (found.new, found.edited, found.gone) == ((), ((3, ("topic",)),), 0)


@given(st.lists(st.tuples(st.uuids().map(str), st.text(max_size=5), st.text(max_size=5), st.just("t")), unique_by=lambda row: row[0], max_size=8))
def test_the_same_export_again_is_no_news(rows):
    """Whatever stands in it, in whatever order."""
    _, before = growth(table(*rows), {}, None, b"key")
    found, _ = growth(table(*reversed(rows)), {}, before, b"key")

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
    assert len(json.loads(note.read_text())) == len(lines) and "Mauro" not in note.read_text()
