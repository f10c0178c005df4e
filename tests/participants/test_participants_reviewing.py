"""Two readers and a roster: agreement as published, decisions beside the export, and what the rules settle."""

from __future__ import annotations

import csv
import math

import numpy as np
import pytest
from applications import cohort, program
from hypothesis import assume, given
from hypothesis import strategies as st
from pandas import DataFrame
from sklearn.metrics import cohen_kappa_score

from mentorkit.errors import InvalidInputError
from mentorkit.io.cohort import inspect_cohort
from mentorkit.model.roster import roster
from mentorkit.participants.reviewing import LEVELS, agreement, reviewed, weighted_kappa

RUBRIC = [{"id": name, "text": name, "one": "little", "four": "much"} for name in ("reason", "time")]
readings = st.lists(st.tuples(st.sampled_from(LEVELS), st.sampled_from(LEVELS)), min_size=2, max_size=40)


@given(readings, st.sampled_from(["none", "linear", "quadratic"]))
def test_kappa_is_that_of_scikit_learn(pairs, weights):
    """For any two readers, with any weights, an independent implementation gives the same number."""
    first, second = zip(*pairs, strict=True)
    assume(len({*first, *second}) > 1)
    theirs = cohen_kappa_score(first, second, labels=list(LEVELS), weights=None if weights == "none" else weights)

    assert weighted_kappa(first, second, weights=weights) == pytest.approx(theirs, abs=1e-9) or (math.isnan(theirs) and math.isnan(weighted_kappa(first, second, weights=weights)))


def test_kappa_by_hand():
    """Ten applications, two levels: 7 of 10 alike where 5 of 10 would be by chance, kappa is 0.4."""
    first, second = [1] * 5 + [4] * 5, [1, 1, 1, 1, 4, 4, 4, 4, 1, 1]

    assert weighted_kappa(first, second, weights="none") == pytest.approx((0.7 - 0.5) / (1 - 0.5))


def test_nobody_and_one_level_give_no_kappa():
    """Where there is nothing to agree about beyond chance, there is no number; other levels are refused."""
    assert math.isnan(weighted_kappa([], [])) and math.isnan(weighted_kappa([2, 2], [2, 2]))
    for wrong in (([1], [1, 2], LEVELS, "linear"), ([5], [1], LEVELS, "linear"), ([1], [1], LEVELS, "cubic")):
        with pytest.raises(InvalidInputError):
            weighted_kappa(*wrong)


def read(*rows: tuple) -> object:
    data = cohort([{}, {}, {}], plan=program(eligibility={"rubric": RUBRIC}))
    reviews = DataFrame(rows, columns=["person_id", "reviewer", "reason", "time"]).astype({"reason": float, "time": float})
    return type(data)(**{**data.__dict__, "tables": {**data.tables, "reviews": reviews}})


def test_points_are_the_readers_mean_and_a_wide_gap_calls_a_third():
    """Two readers of 6 and 7 points of 8 give 6.5; two points apart on one aspect call a third, until one has read; a gap in a reading leaves it out."""
    data = read(("e01", "Ana", 3, 3), ("e01", "Eva", 4, 3), ("e02", "Ana", 1, 4), ("e02", "Eva", 3, 4), ("e03", "Ana", 2, np.nan), ("e03", "Eva", 2, 2))
    found = reviewed(data).set_index("person_id")

    assert (found.loc["e01", "points"], found.loc["e01", "share"], found.loc["e01", "third_reader"]) == (6.5, 6.5 / 8, False)
    assert bool(found.loc["e02", "third_reader"]) and found.loc["e03", "readers"] == 1
    assert list(agreement(data)["n"]) == [2, 2] and list(agreement(data)["exact"]) == [0.0, 1.0]


def test_a_third_reading_does_not_count_as_agreement():
    """The two who read most are compared; whoever was called to the disputed application is not, whatever the name."""
    two = [("e01", "Luz", 1, 2), ("e01", "Sol", 3, 2), ("e02", "Luz", 4, 4), ("e02", "Sol", 4, 4)]
    with_third = read(*two, ("e01", "Ana", 3, 2))

    assert agreement(with_third).equals(agreement(read(*two)))
    assert list(agreement(with_third)["n"]) == [2, 2] and list(agreement(with_third)["exact"]) == [0.5, 1.0]
    assert reviewed(with_third).set_index("person_id").loc["e01", "readers"] == 3


def test_a_decision_goes_before_the_form_and_the_last_one_counts(cohort):
    """selection.csv changes statuses, by id or by e-mail; the roster follows; a decision about nobody is an error."""
    before = inspect_cohort(cohort).cohort
    (cohort / "selection.csv").write_text(
        "person_id,status,by,reason,at\nA01,declined,yo,x,2026-01-20\nA01,waiting,yo,y,2026-01-21\nmauricio.fajardo2@correo.example,withdrawn,yo,z,2026-01-21\n", encoding="utf-8"
    )
    after = inspect_cohort(cohort)
    people = after.cohort.mentees

    assert after.errors == [] and {"A01", "A02"} <= set(roster(before).mentees.index)
    assert (people.loc["A01", "status"], people.loc["A02", "status"]) == ("waiting", "withdrawn")
    assert set(roster(before).mentees.index) - set(roster(after.cohort).mentees.index) == {"A01", "A02"}
    (cohort / "selection.csv").write_text("person_id,status\nZ99,accepted\n", encoding="utf-8")
    assert [(p.file, p.row) for p in inspect_cohort(cohort).errors] == [("selection.csv", 2)]


def test_the_command_settles_what_the_rules_settle(cohort, mentorkit):
    """Without a status, everybody is screened: accepted, waiting for a place, or left open; again, nothing is added."""
    for side in ("mentees", "mentors"):
        path = cohort / f"{side}.csv"
        rows = list(csv.reader(path.open(encoding="utf-8")))
        at = rows[0].index("Estado de la inscripción")
        for number, row in enumerate(rows[1:]):
            row[at] = ""
            row[rows[0].index("Autorización de datos (fecha)")] = "" if side == "mentees" and number == 4 else "10/01/2026"
        csv.writer(path.open("w", encoding="utf-8", newline="")).writerows(rows)
    shown = mentorkit("screen", cohort, "--accept", cwd=cohort)
    rows = list(csv.DictReader((cohort / "selection.csv").open(encoding="utf-8")))
    again = mentorkit("screen", cohort, "--accept", cwd=cohort)
    states = [row["status"] for row in rows]

    assert shown.returncode == 0, shown.stderr
    assert "  mentees.csv:6: A05: incompleta: falta la autorización de datos" in shown.stdout
    assert "A05" not in [row["person_id"] for row in rows] and states.count("accepted") > 80 and states.count("waiting") > 0
    assert {row["reason"] for row in rows if row["status"] == "waiting"} == {"no-place"}
    assert "0 filas agregadas a selection.csv" in again.stdout
    assert len(roster(inspect_cohort(cohort).cohort).mentees) == sum(row["status"] == "accepted" and row["person_id"].startswith("A") for row in rows)
