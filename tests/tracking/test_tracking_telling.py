"""Notebook 5 and 7 as their reader meets them: introductions, the model, imports twice, certificates confirmed."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pypdf import PdfReader
from test_tracking_foresight import silent_close, told

from mentorkit.cli import main
from mentorkit.io.cohort import inspect_cohort
from mentorkit.io.results import write_result
from mentorkit.model.standards import Tracking
from mentorkit.telling import closing as ending
from mentorkit.telling import foreseeing
from mentorkit.telling import progress as story
from mentorkit.telling.certificate import certificates_pdf
from mentorkit.telling.desk import open_desk
from mentorkit.telling.introducing import proposal_table
from mentorkit.telling.looking import living
from mentorkit.telling.stories import Strips, anchor

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> Path:
    """A programme of its own with the example cohort."""
    place = tmp_path_factory.mktemp("programme")
    shutil.copy(ROOT / "program.yml", place)
    shutil.copytree(ROOT / "cohorts" / "example", place / "cohorts" / "example", ignore=shutil.ignore_patterns("results", "public", ".mentorkit"))
    return place


@pytest.fixture(scope="module")
def desk(program):
    """The desk of the example, on its last day."""
    return open_desk(str(program / "cohorts" / "example"), language="es")


def test_introductions_go_beyond_the_own_mentor_and_ask_nobody_too_often(desk):
    """Live mentees alone, nobody twice, never the own mentor or a refused one, each person at most twice."""
    monday = living(desk)
    table = proposal_table(monday)
    own = set(zip(desk.pairs["mentee_id"], desk.pairs["mentor_id"], strict=True))
    refused = desk.cohort.tables["decisions"].query("decision == 'never'")
    never = own | set(zip(refused["mentee_id"], refused["mentor_id"], strict=True))
    chosen = list(zip(table["mentee_id"], table["meet_id"], strict=True))

    assert len(chosen) == len(set(chosen)) > 40
    assert not never & set(chosen)
    assert table["meet_id"].value_counts().max() <= 2
    assert table["mentee_id"].value_counts().max() <= 2
    employers = desk.cohort.mentees["organisation"], desk.cohort.mentors["organisation"]
    assert all(employers[0].get(a) != employers[1].get(b) or not isinstance(employers[1].get(b), str) for a, b in chosen)


def test_no_introductions_where_nobody_may_be_asked(desk):
    """A cohort that has ended has no live pair, and `introductions_asked: 0` proposes none."""
    nobody = replace(desk.cohort, program=desk.program.model_copy(update={"tracking": Tracking(introductions_asked=0)}))

    assert proposal_table(desk).empty
    assert proposal_table(replace(living(desk), cohort=nobody)).empty


def test_every_live_pair_is_one_click_away(desk):
    """Each link of the strips and of the call list leads to a story that stands on the page."""
    told_stories = story.stories(desk)._repr_html_()
    page = story.pair_strips(desk)._repr_html_() + story.call_sheet(desk)._repr_html_()
    links = set(re.findall(r'href="#([^"]+)"', page))

    assert len(links) > 40
    assert all(f'<ul id="{link}">' in told_stories for link in links)


def test_words_of_people_never_become_markup_in_strips():
    """Labels and places are text, whatever an id holds."""
    bad = '"><script>alert(1)</script>'
    page = Strips([(bad, anchor(bad), "#fff", bad, ["met"])], {"met": "#000"}, {"met": bad}, bad, bad, bad)._repr_html_()

    assert "<script" not in page
    assert re.fullmatch(r"story-[A-Za-z0-9-]+", anchor(bad))


def test_below_a_hundred_early_closures_there_is_no_model(desk):
    """The example alone: the confusion table, and a sentence about what is missing."""
    shown = repr(story.warning_check(desk))

    assert "Un modelo estadístico solo aparece" in shown
    assert "AUC" not in shown


def test_flags_stand_by_week_and_by_group(desk):
    """A picture of the flags against the calls that fit, and a table in which every group has ten pairs or more."""
    parts = story.warning_check(desk).parts
    words = " ".join(map(repr, parts))

    assert "Parejas marcadas al final de cada semana" in words
    assert "Primera generación" in words
    assert (foreseeing.rate_table(desk)["pairs"] >= 10).all()


def test_past_a_hundred_early_closures_the_model_stands_beside_the_rules(program):
    """Histories that earlier cohorts wrote are read; figures, calibration and the verdict are shown."""
    for name, year in (("alfa-1", 2023), ("beta-1", 2024), ("gama-1", 2025)):
        folder = program / "cohorts" / name
        folder.mkdir()
        (folder / "cohort.yml").write_text(f"cohort: {name}\nsynthetic: true\nstarts: {year}-02-02\n", encoding="utf-8")
        write_result(folder / "results" / "progress" / "histories.csv", told(name, year, silent_close([True, False])))
    shown = story.warning_check(open_desk(str(program / "cohorts" / "example"), language="en"))

    assert re.search(r"tried on the cohort example", repr(shown))
    assert re.search(r"does no better than the rules|is shown beside the rules", repr(shown))
    assert "data:image/png" in shown._repr_html_()


def test_rows_imported_twice_count_once_and_are_named(program, tmp_path):
    """The whole export again below itself: the same results, and a warning for each row, whatever its form."""
    shutil.copytree(program, tmp_path / "p")
    folder = tmp_path / "p" / "cohorts" / "example"
    for name in ("meetings", "attendance", "checkins", "support", "introductions", "closures"):
        file = folder / f"{name}.csv"
        head, *rows = file.read_text(encoding="utf-8").splitlines()
        file.write_text("\n".join([head, *rows, *rows]) + "\n", encoding="utf-8")
    once, twice = inspect_cohort(program / "cohorts" / "example"), inspect_cohort(folder)
    again = [problem for problem in twice.problems if "repeats row" in problem.problem]

    assert [] == twice.errors
    assert {"meetings.csv", "attendance.csv", "checkins.csv", "support.csv", "introductions.csv", "closures.csv"} == {p.file for p in again}
    for name, table in once.cohort.tables.items():
        pd.testing.assert_frame_equal(table, twice.cohort.tables[name])
    assert len(again) == sum(len(once.cohort.tables[p]) for p in ("meetings", "attendance", "checkins", "support", "introductions", "closures"))


def test_a_log_from_a_form_is_read_through_its_column_map(program, tmp_path):
    """Headings and answers of a form in Spanish, with its time stamp, become canonical records."""
    shutil.copytree(program, tmp_path / "p")
    folder = tmp_path / "p" / "cohorts" / "example"
    (folder / "seguimiento.csv").write_text(
        "Marca temporal;Su código;¿Cuándo?;¿Respondió?;¿Cómo va, de 1 a 5?;¿Qué necesita?\n"
        "27/04/2026 9:14;A02;27/04/2026;Sí;4;hoja de vida\n27/04/2026 9:20;B38;27/04/2026;No;;\n", encoding="utf-8",
    )
    settings = (folder / "cohort.yml").read_text(encoding="utf-8")
    settings = re.sub(r"^checkins:.*$", (
        'checkins: {file: seguimiento.csv, dates: day-first, columns: {person_id: "Su código", date: "¿Cuándo?", '
        'answered: {from: "¿Respondió?", values: {Sí: "yes", No: "no"}}, relationship: "¿Cómo va, de 1 a 5?", needs_support: "¿Qué necesita?"}}'
    ), settings, flags=re.MULTILINE)
    (folder / "cohort.yml").write_text(settings, encoding="utf-8")
    read = inspect_cohort(folder)

    assert [] == read.errors
    table = read.cohort.tables["checkins"]
    assert ["A02", "B38"] == list(table["person_id"])
    assert 4.0 == table["relationship"].iloc[0] and np.isnan(table["relationship"].iloc[1])


def test_the_command_confirms_the_numbers_that_were_given(program, desk, capsys):
    """A number of the certificates: whose, and exit 0. Any other, also of somebody who did not complete: exit 1."""
    table = ending.certificate_table(desk)
    cohort, row = str(program / "cohorts" / "example"), table.iloc[0]

    assert 0 == main(["certificate", cohort, row["number"].lower()])
    shown = capsys.readouterr().out
    assert row["person_id"] in shown and desk.cohort.mentees["name"][row["person_id"]] in shown
    assert 1 == main(["certificate", cohort, "AAAA-BBBB-CCCC"])
    assert "no es el número" in capsys.readouterr().err
    assert 2 == main(["certificate", str(program), row["number"]])


def test_certificates_are_a_tagged_pdf_with_whose_they_are_and_their_number(desk, pdf_pages):
    """A page a person: tagged, with its language and title, the name and the number; the same values give the same bytes."""
    table = ending.certificate_table(desk).head(2)
    names = {table["person_id"].iloc[0]: "Ñusta Peña"}
    data = certificates_pdf(desk, table, names)
    about, pages = PdfReader(io.BytesIO(data)), pdf_pages(data)

    assert about.trailer["/Root"]["/MarkInfo"]["/Marked"] and len(pages) == 2 and "Certificado" in about.metadata.title
    assert "Ñusta Peña" in pages[0] and table["number"].iloc[0] in pages[0]
    assert table["person_id"].iloc[1] in pages[1] and table["number"].iloc[1] in pages[1]
    assert data == certificates_pdf(desk, table, names)


def test_returning_roles_say_what_they_ask_of_people(desk):
    """The hours of a mentor are those of the arc's sessions and of the meetings that a programme owes."""
    table = ending.role_table(desk).set_index("role")

    assert 10 == table.loc["mentor", "meetings"]
    assert table.loc["mentor", "hours"] == pytest.approx(table.loc["mentor", ["meeting_hours", "session_hours"]].sum())
    assert desk.guides["S08"].session.duration / 60 == table.loc["guest", "hours"]
    assert "Embajador" in repr(ending.roles(desk))


def test_follow_up_names_those_who_could_not_be_reached(program, tmp_path):
    """A call in vain three months after the end stands in its own table."""
    shutil.copytree(program, tmp_path / "p")
    folder = tmp_path / "p" / "cohorts" / "example"
    with (folder / "support.csv").open("a", encoding="utf-8") as file:
        file.write("A08,25/09/2026,apoyo,llamada,no contestó\n")
    shown = ending.follow_up(open_desk(str(folder), language="en"))

    assert "Could not be reached (1)" in repr(shown)
    assert "A08" in shown.parts[-1].frame.iloc[:, 0].tolist()
