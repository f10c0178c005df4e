"""Whose data may be used for what: one rule, and every output of a purpose as if who did not agree to it were not there."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import shutil
from pathlib import Path

import pandas as pd
import pytest
from applications import cohort, program
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.cli.command import main
from mentorkit.disclosure import public_aggregates
from mentorkit.disclosure.consent import not_consented
from mentorkit.errors import InvalidInputError
from mentorkit.evaluation.change import change_table
from mentorkit.evaluation.metrics import metrics, standing
from mentorkit.io.cohort import read_cohort
from mentorkit.matching import match, pairs_table
from mentorkit.model.cohort import TableSource
from mentorkit.model.consent import agreeing, withheld
from mentorkit.model.forms import PURPOSES
from mentorkit.model.questions import application_form
from mentorkit.model.roster import roster, standing_decisions
from mentorkit.model.survey import Answers
from mentorkit.participants.cautions import data_warnings
from mentorkit.participants.consents import consent_records, left_out, with_left_out
from mentorkit.participants.screening import screening
from mentorkit.telling import evaluation
from mentorkit.telling.desk import open_desk
from mentorkit.tracking.closing import follow_ups
from mentorkit.tracking.messages import messages
from mentorkit.tracking.states import pair_states

ROOT = Path(__file__).parents[2]
ALL = tuple(PURPOSES)
NAMING = {"evaluation": ("evaluation", "report", "research")}
"""The purposes to take from somebody so that a purpose is not theirs any more, where it is more than itself."""


@pytest.fixture(scope="module")
def example():
    """The example cohort, and the pairs that its data give."""
    read = read_cohort(ROOT / "cohorts" / "example")
    return read, pairs_table(match(roster(read), read.program, standing_decisions(read)))


def refusing(read, people: set[str], purpose: str):
    """Give a cohort in which everybody named every purpose, but for these people and this one."""
    gone = NAMING.get(purpose, (purpose,))
    kept = tuple(name for name in ALL if name not in gone)
    sides = {
        side: (frame := getattr(read, side)).assign(purposes=pd.Series([kept if id in people else ALL for id in frame.index], index=frame.index, dtype=object))
        for side in ("mentees", "mentors")
    }
    return dataclasses.replace(read, **sides)


def absent(read, people: set[str]):
    """Give a cohort from whose every file these people's rows were taken, cell by cell."""
    def kept(frame):
        rows = [not (people & {row[name] for name in ("mentee_id", "mentor_id", "person_id", "person") if name in frame}) for row in frame.to_dict("records")]
        return frame.loc[rows].reset_index(drop=True)

    sides = {side: (frame := getattr(read, side)).loc[[id not in people for id in frame.index]] for side in ("mentees", "mentors")}
    tables = {name: kept(frame) for name, frame in read.tables.items()}
    surveys = {name: Answers(answers.survey, kept(answers.frame)) for name, answers in read.surveys.items()}
    return dataclasses.replace(read, **sides, tables=tables, surveys=surveys)


def some(read) -> set[str]:
    """Every seventh accepted mentee and every ninth accepted mentor."""
    sides = [list(frame.index[frame["status"] == "accepted"]) for frame in (read.mentees, read.mentors)]
    return {*sides[0][::7], *sides[1][::9]}


def without(pairs, people):
    return pairs[~pairs["mentee_id"].isin(people) & ~pairs["mentor_id"].isin(people)].reset_index(drop=True)


def test_matching_is_as_if_who_did_not_agree_to_it_had_not_applied(example):
    """Before anybody has met, pairs, scores and ranks equal those of the cohort without these people, and the unmatched are told with these named."""
    read = dataclasses.replace(example[0], tables={**example[0].tables, "meetings": example[0].tables["meetings"].iloc[:0]})
    out = some(read)
    refused, gone = refusing(read, out, "matching"), absent(read, out)
    found = [pairs_table(match(roster(one), one.program, standing_decisions(one))) for one in (refused, gone)]

    pd.testing.assert_frame_equal(found[1], found[0])
    assert out & set(read.mentees.index) == set(left_out(refused, "mentees"))
    nobody = pd.DataFrame(columns=["mentee_id", "reason", "change_that_would_match"])
    told = with_left_out(nobody, refused, "en").set_index("mentee_id")
    assert set(told.index) == out & set(read.mentees.index)
    assert all("did not agree" in reason for reason in told["reason"])


def test_evaluation_is_as_if_who_did_not_agree_to_it_were_not_there(example):
    """Every metric with its n, and every change of a scale, equal those without these people's rows and answers."""
    read, pairs = example
    out, day = some(read), dt.date(2026, 10, 1)
    refused, gone = agreeing(refusing(read, out, "evaluation"), "evaluation"), absent(read, out)
    left = without(pairs, out)

    pd.testing.assert_frame_equal(metrics(gone, left, day), metrics(refused, left, day))
    pd.testing.assert_frame_equal(change_table(gone.surveys), change_table(refused.surveys))
    assert not metrics(read, pairs, day).equals(metrics(refused, left, day))


def test_what_is_public_is_as_if_who_did_not_agree_to_reports_were_not_there(example):
    """The public tables are byte for byte those of the cohort without these people; other purposes change nothing."""
    read, pairs = example
    out, day = some(read), dt.date(2026, 10, 1)
    told = public_aggregates(standing(refusing(read, out, "report"), pairs, day))

    assert public_aggregates(standing(absent(read, out), without(pairs, out), day)) == told
    assert not_consented(refusing(read, out, "report")) == out
    assert not not_consented(refusing(read, out, "photos"))


def test_nobody_is_written_to_afterwards_who_did_not_agree_to_it(example):
    """Follow-up and its messages after the end equal those without these people; while the programme runs nothing changes."""
    read, pairs = example
    out = some(read)
    refused = refusing(read, out, "contact")
    mentees = out & set(read.mentees.index)
    after, running = dt.date(2026, 10, 1), dt.date(2026, 4, 6)
    due = follow_ups(read, pairs, after)
    states = pair_states(read, pairs, after)
    letters = messages(read, states, "es", as_of=after)

    assert set(follow_ups(refused, pairs, after)["mentee_id"]) == set(due["mentee_id"]) - mentees
    assert set(messages(refused, states, "es", as_of=after)["person_id"]) == set(letters["person_id"]) - mentees
    now = pair_states(read, pairs, running)
    pd.testing.assert_frame_equal(messages(read, now, "es", as_of=running), messages(refused, now, "es", as_of=running))


def test_nobody_is_written_to_who_did_not_agree_to_take_part(example):
    """Whoever took the consent to matching back gets no message, though the pair still stands; the other side does."""
    read, pairs = example
    day = dt.date(2026, 4, 6)
    states = pair_states(read, pairs, day)
    before = messages(read, states, "es", as_of=day)
    out = set(before["person_id"][::3])
    letters = messages(refusing(read, out, "matching"), states, "es", as_of=day)

    assert out
    assert set(letters["person_id"]) == set(before["person_id"]) - out


@given(st.lists(st.none() | st.lists(st.sampled_from(ALL), max_size=4).map(tuple), min_size=1, max_size=6), st.sampled_from(ALL))
@settings(max_examples=60, deadline=None)
def test_whoever_does_not_name_a_purpose_that_is_asked_is_left_out(said, purpose):
    """Asked is what the form asks or anybody names, on a side that was asked at all; naming it is enough, and nothing else."""
    read = cohort([{"purposes": one} for one in said], [{}])
    naming = NAMING.get(purpose, (purpose,))
    asked = any(one is not None for one in said) and (purpose != "matching" or any("matching" in (one or ()) for one in said))
    expected = {f"e{number:02d}" for number, one in enumerate(said, 1) if asked and not set(one or ()) & set(naming)}

    assert expected == set(withheld(read, purpose))
    assert expected | set(agreeing(read, purpose).mentees.index) == set(read.mentees.index)


@pytest.mark.parametrize(("changes", "rule"), [
    ({"consent": None}, "no-consent"),
    ({"consent": "No"}, "consent-refused"),
    ({"birth_year": 2010.0}, "no-guardian-consent"),
    ({"birth_year": 2010.0, "guardian_consent": False}, "guardian-said-no"),
])
@pytest.mark.parametrize("purpose", ALL)
def test_without_consent_or_a_guardians_nothing_is_done(changes, rule, purpose):
    """Not for any purpose; a minor whose guardian agreed, and somebody who may be of age, are left in."""
    read = cohort([changes, {"birth_year": 2010.0, "guardian_consent": True}, {"birth_year": 2008.0}], [{}])

    assert withheld(read, purpose) == {"e01": rule}
    assert list(roster(read).mentees.index) == ["e02", "e03"]


def test_nobody_is_left_out_where_nobody_was_asked():
    """No column of purposes, and no consent on record on a side: as before, nobody of it is left out."""
    read = cohort([{"consent": None}, {"consent": None}], [{}, {"consent": "no"}])

    assert [withheld(read, purpose) for purpose in ALL] == [{"m02": "consent-refused"}] * len(ALL)
    with pytest.raises(InvalidInputError, match="the purposes are"):
        withheld(read, "sale")


def test_a_programme_may_ask_for_matching_apart():
    """With `forms.purposes` the form has it, and somebody who ticks only photos is incomplete, not matched, and warned of."""
    plan = program(forms={"purposes": ["matching", "photos"]})
    read = cohort([{"purposes": ("photos",)}, {"purposes": ("matching",)}], [{}], plan=plan)
    question = next(one for one in application_form(plan, "mentees").questions if one.column == "purposes")

    assert [option.value for option in question.options] == ["matching", "photos"]
    assert [("incomplete", "not-for-matching"), ("accepted", "fulfils")] == list(zip(*(screening(read).query("side == 'mentees'")[name] for name in ("outcome", "rules")), strict=True))
    assert list(roster(read).mentees.index) == ["e02"]
    found = [problem for problem in data_warnings(read, "es") if problem.column == "purposes"]
    assert [(2, True)] == [(problem.row, problem.warning) for problem in found]
    assert "no se empareja" in found[0].problem


def test_a_purpose_that_nobody_knows_is_a_warning():
    """A typing error would leave somebody out of a report in silence."""
    found = [one for one in data_warnings(cohort([{"purposes": ("reports",)}, {"purposes": ("report",)}], [{}])) if one.column == "purposes"]

    assert [(2, True)] == [(problem.row, problem.warning) for problem in found]
    assert "report" in found[0].remedy


@pytest.mark.parametrize(("rows", "sources", "expected"), [
    ([{"consent": "v2", "Marca temporal": "18/01/2026 16:37:00"}], None, [dt.date(2026, 1, 18)]),
    ([{"consent": "v2", "_submission_time": "2026-01-18T16:37:00"}], None, [dt.date(2026, 1, 18)]),
    ([{"consent": "v2", "Timestamp": "1/18/2026 4:37:00"}, {"consent": "v2", "Timestamp": "2/3/2026 4:37:00"}], None, [dt.date(2026, 1, 18), dt.date(2026, 2, 3)]),
    ([{"consent": "03/02/2026"}], None, [None]),
    ([{"consent": "03/02/2026"}], {"mentees": TableSource(file="mentees.csv", dates="day-first")}, [dt.date(2026, 2, 3)]),
    ([{"consent": "2026-01-10", "Timestamp": "2026-01-18 16:37"}], None, [dt.date(2026, 1, 10)]),
    ([{"consent": "v1", "consent_date": "2026-01-09", "Timestamp": "2026-01-18 16:37"}], None, [dt.date(2026, 1, 9)]),
    ([{"consent": "no", "Timestamp": "2026-01-18 16:37"}], None, [None]),
    ([{"consent": "31/02/2026"}], None, [None]),
])
def test_the_day_of_a_consent(rows, sources, expected):
    """Its own column, else the consent's cell, else when the form was sent; an order of days and months is never guessed."""
    assert expected == list(consent_records(cohort(rows, sources=sources))["date"])


def test_the_record_of_consents_holds_answer_version_day_guardian_and_purposes():
    """What a programme has to show: missing stays missing, and a purpose that was not asked is neither yes nor no."""
    row = {"consent": "v1.2", "purposes": ("photos",), "birth_year": 2010.0, "guardian_consent": True}
    table = consent_records(cohort([row, {"consent": None}], [{}])).set_index("person_id")

    assert ("yes", "1.2", True) == tuple(table.loc["e01", ["answer", "version", "guardian"]])
    assert [None, False, False, False, True, False] == list(table.loc["e01", list(ALL)])
    assert pd.isna(table.loc["e02", "answer"])
    assert table.loc["m01", list(ALL)].isna().all()


def test_a_consent_of_a_day_that_cannot_be_is_a_warning():
    """After the end of the programme, or long before its start."""
    found = data_warnings(cohort([{"consent": "2062-01-10"}, {"consent": "1926-01-10"}, {"consent": "2026-01-10"}], [{}]))

    assert [2, 3] == [problem.row for problem in found if problem.column == "consent"]


@pytest.fixture(scope="module")
def asked_example(tmp_path_factory):
    """The example with a column of purposes in which two mentees, A02 and A04, named no evaluation and no matching."""
    program_folder = tmp_path_factory.mktemp("asked")
    folder = program_folder / "cohorts" / "example"
    shutil.copytree(ROOT / "cohorts" / "example", folder, ignore=shutil.ignore_patterns("results", "public", ".mentorkit"))
    shutil.copy(ROOT / "program.yml", program_folder)
    with (folder / "mentees.csv").open(encoding="utf-8", newline="") as file:
        heads, *rows = csv.reader(file)
    with (folder / "mentees.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*heads, "purposes"], *([*row, "photos" if row[0] in ("A02", "A04") else "; ".join(ALL)] for row in rows)])
    return folder


def test_the_command_names_whom_it_does_not_match(asked_example, capsys):
    """`mentorkit match` warns with file, row and column, and writes both into unmatched.csv, in the programme's language."""
    assert main(["match", str(asked_example)]) == 0

    said = capsys.readouterr().err
    assert "2 avisos en example:" in said
    assert "mentees.csv:3:purposes: una persona aceptada que ya se reunía con su pareja no sigue en el emparejamiento" in said
    unmatched = pd.read_csv(asked_example / "results" / "matching" / "unmatched.csv").set_index("mentee_id")
    assert {"A02", "A04"} <= set(unmatched.index)
    assert not {"A02", "A04"} & set(pd.read_csv(asked_example / "results" / "matching" / "pairs.csv")["mentee_id"])


def test_the_desk_of_the_evaluation_has_nobody_who_did_not_agree(asked_example, tmp_path):
    """Neither people nor records, answers or pairs; the pairs themselves stay those of everybody, and the first lines say how many are missing."""
    whole, desk = open_desk(str(asked_example), str(tmp_path)), open_desk(str(asked_example), str(tmp_path), purpose="evaluation")
    holders = [desk.cohort.mentees.reset_index(), desk.pairs, *desk.cohort.tables.values(), *(answers.frame for answers in desk.cohort.surveys.values())]

    assert set(desk.left_out) == {"A02", "A04"}
    assert not any({"A02", "A04"} & set(frame[name]) for frame in holders for name in ("id", "mentee_id", "person_id", "person") if name in frame)
    pd.testing.assert_frame_equal(without(whole.pairs, {"A02", "A04"}), desk.pairs)
    assert "no cuentan 2 personas" in evaluation.summary(desk).markdown
    assert "no cuentan" not in evaluation.summary(whole).markdown
