"""Consent after the programme and before the matching: who is not asked back, and what `check` says of consent that is missing."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from mentorkit.cli import main
from mentorkit.io.cohort import read_cohort
from mentorkit.model.forms import PURPOSES
from mentorkit.telling import closing as ending
from mentorkit.telling.desk import open_desk
from mentorkit.tracking.returning import comeback_pipeline

COLUMN = "Autorización de datos (fecha)"
AFTER = dt.date(2026, 10, 1)


def rewritten(cohort: Path, side: str, change) -> None:
    """Change each row of a side's table, given as a mapping with its number."""
    path = cohort / f"{side}.csv"
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    for number, row in enumerate(rows):
        change(number, row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def whole(root: Path):
    """The example and its pairs."""
    from mentorkit.matching import match, pairs_table
    from mentorkit.model.roster import roster, standing_decisions

    cohort = read_cohort(root / "cohorts" / "example")
    return cohort, pairs_table(match(roster(cohort), cohort.program, standing_decisions(cohort)))


def without_contact(cohort, people: set[str]):
    """Give the cohort in which these people agreed to everything but being written to afterwards."""
    sides = {}
    for side in ("mentees", "mentors"):
        frame = getattr(cohort, side)
        sides[side] = frame.assign(purposes=[tuple(one for one in PURPOSES if one != "contact" or id not in people) for id in frame.index])
    return replace(cohort, **sides)


def test_nobody_is_asked_back_who_did_not_agree_to_being_written_to(whole):
    """On both sides: the list is that of everybody without these people, and nothing else of it changes."""
    cohort, pairs = whole
    before = comeback_pipeline(cohort, pairs, AFTER)
    asked = list(before.loc[before["ask"], "person_id"])
    silent = set(asked[::3])
    after = comeback_pipeline(without_contact(cohort, silent), pairs, AFTER)

    assert {id[0] for id in silent} == {"A", "B"}
    assert list(after.loc[after["ask"], "person_id"]) == [id for id in asked if id not in silent]
    assert after.drop(columns="ask").equals(before.drop(columns="ask"))


def test_notebook_7_says_how_many_it_leaves_out(cohort: Path, tmp_path: Path):
    """The list of people to invite back and the follow-up say how many did not agree, and hold none of them."""
    desk = open_desk(str(cohort), str(tmp_path))
    asked = list(ending._pipeline(desk).query("ask")["person_id"])
    for side in ("mentees", "mentors"):
        rewritten(cohort, side, lambda _, row: row.update(purposes="matching; report" if row["Código"] in asked[::4] else "; ".join(PURPOSES)))
    again = open_desk(str(cohort), str(tmp_path / "again"))
    shown = ending.invitations(again)._repr_html_()
    mentees = set(asked[::4]) & set(again.pairs["mentee_id"])

    assert f"{len(asked[::4])} personas que completaron y no aceptaron" in shown
    assert not any(id in shown for id in asked[::4]) and all(id in shown for id in asked if id not in asked[::4])
    assert f"{len(mentees)} mentees que no aceptaron" in ending.follow_up(again)._repr_html_()


def test_check_counts_and_places_whoever_is_left_out_for_want_of_consent(cohort: Path, capsys):
    """Two accepted people with an empty consent: a warning at each row, and a line with the count."""
    rewritten(cohort, "mentees", lambda number, row: row.update({COLUMN: ""}) if number in (1, 3) else None)
    main(["check", str(cohort)])
    out, err = capsys.readouterr()

    assert [f"mentees.csv:{row}:{COLUMN}: una persona aceptada que ya se reunía con su pareja no sigue en el emparejamiento" in err for row in (3, 5, 6)] == [True, True, False]
    assert "mentees.csv: 2 personas aceptadas no se emparejan por falta de autorización" in out
    assert "mentors.csv" not in out


def test_check_says_where_nobodys_consent_is_on_record(cohort: Path, capsys):
    """A whole side without consent is used as if it had agreed: that is said, with the number of people."""
    for side in ("mentees", "mentors"):
        rewritten(cohort, side, lambda _, row: row.update({COLUMN: ""}))

    assert main(["check", str(cohort)]) == 0
    assert "mentors.csv: no hay autorización anotada de nadie, y los datos de 40 personas se usan como si la hubieran dado" in capsys.readouterr().out
