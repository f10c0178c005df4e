"""What a coordinator does with a matching: live panels, fixing all pairs, and contradictions on the command line."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PANELS = ("pair_explained", "weights_panel", "changes_panel", "decisions_panel", "rematch_panel")
PROGRAM = """program: Prueba
languages: [en, es]
criteria:
  - {id: field, kind: same, mentee: field, mentor: field, required: true, label: {es: Campo, en: Field}}
"""
COHORT = """cohort: prueba-1
timezone: America/Bogota
mentees: {file: mentees.csv, columns: {id: id}}
mentors: {file: mentors.csv, columns: {id: id}}
decisions: {file: decisions.csv}
"""


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Give the desk of a copy of the example cohort, nobody watching."""
    from mentorkit.telling.desk import open_desk

    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    shutil.copy(ROOT / "program.yml", tmp_path)
    ignored = shutil.ignore_patterns("results", "public")
    shutil.copytree(ROOT / "cohorts" / "example", tmp_path / "cohorts" / "example", ignore=ignored)
    return open_desk(str(tmp_path / "cohorts" / "example"), str(tmp_path / "results"), "es")


@pytest.mark.parametrize("name", PANELS)
def test_a_panel_is_live_in_jupyterlab_and_static_elsewhere(desk, monkeypatch, name):
    """With somebody watching it has controls with labels; without, the same cell shows a table."""
    import ipywidgets

    from mentorkit.telling import matching as story

    static = getattr(story, name)(desk)
    monkeypatch.setenv("JPY_SESSION_NAME", "x")
    live = getattr(story, name)(desk)

    assert "<table" in static._repr_html_()
    assert isinstance(live, ipywidgets.VBox)
    controls = [one for one in _all(live) if isinstance(one, (ipywidgets.Dropdown, ipywidgets.Text, ipywidgets.BoundedFloatText))]
    assert controls and all(one.description for one in controls)


def _all(widget):
    for child in getattr(widget, "children", ()):
        yield child
        yield from _all(child)


def test_fixing_all_pairs_keeps_them_when_somebody_arrives_late(desk):
    """Every announced pair is written once, with who and why; the next matching has them all."""
    from mentorkit.io.cohort import read_cohort
    from mentorkit.matching import match
    from mentorkit.model.roster import roster, standing_decisions
    from mentorkit.telling.matching_decisions import tried
    from mentorkit.telling.matching_words import found_matching

    announced = found_matching(desk).pair_ids
    before = (desk.cohort.folder / "decisions.csv").read_text("utf-8")
    said = tried(desk, announced, "keep", "Ana", "anunciadas")
    written = (desk.cohort.folder / "decisions.csv").read_text("utf-8")
    again = read_cohort(desk.cohort.folder)
    found = match(roster(again), again.program, standing_decisions(again))

    assert str(len(announced)) in repr(said)
    assert written.startswith(before)
    assert written.count(",keep,Ana,anunciadas,") == len(announced)
    assert found.pair_ids == announced
    assert found.decided.sum() == len(announced)


def test_pairs_of_other_weights_are_kept_with_who_and_why(desk, monkeypatch):
    """In the what-if panel one button writes the changed pairs down; the next matching under the old weights has them."""
    import ipywidgets

    from mentorkit.io.cohort import read_cohort
    from mentorkit.matching import match
    from mentorkit.model.roster import roster, standing_decisions
    from mentorkit.telling import matching as story
    from mentorkit.telling.matching_words import found_matching

    monkeypatch.setenv("JPY_SESSION_NAME", "x")
    panel = list(_all(story.weights_panel(desk)))
    weight = next(one for one in panel if isinstance(one, ipywidgets.BoundedFloatText) and one.value == 2)
    weight.value = 30
    for box, text in zip((one for one in panel if isinstance(one, ipywidgets.Text)), ("Ana", "pesa más"), strict=True):
        box.value = text
    next(one for one in panel if isinstance(one, ipywidgets.Button)).click()
    again = read_cohort(desk.cohort.folder)
    written = again.tables["decisions"]
    kept = set(written[written["reason"] == "pesa más"][["mentee_id", "mentor_id"]].itertuples(index=False, name=None))

    assert kept and not kept & set(found_matching(desk).pair_ids)
    assert kept <= set(match(roster(again), again.program, standing_decisions(again)).pair_ids)


def test_a_change_that_moves_nobody_has_nothing_to_write(desk, monkeypatch):
    """Where the panel moves nobody, its button says so and leaves the file alone."""
    from mentorkit.telling.matching_decisions import tried

    before = (desk.cohort.folder / "decisions.csv").read_bytes()

    assert "ninguna pareja que anotar" in repr(tried(desk, [], "keep", "Ana", "x"))
    assert (desk.cohort.folder / "decisions.csv").read_bytes() == before


def test_matching_again_writes_whoever_moves_too(desk, monkeypatch):
    """The button writes the pairs that the panel shows: those who get a mentor and those who get another."""
    import ipywidgets

    from mentorkit.io.cohort import read_cohort
    from mentorkit.telling import matching as story
    from mentorkit.telling.matching_rounds import _again, _day, _round

    again = _again(desk, _round(desk, _day(desk)))
    monkeypatch.setenv("JPY_SESSION_NAME", "x")
    panel = list(_all(story.rematch_panel(desk)))
    for box in (one for one in panel if isinstance(one, ipywidgets.Text)):
        box.value = "Ana"
    next(one for one in panel if isinstance(one, ipywidgets.Button)).click()
    kept = read_cohort(desk.cohort.folder).tables["decisions"].query("decision == 'keep'")
    shown = {(row.mentee_id, row.after) for table in (again.joined, again.moved) for row in table.itertuples()}

    assert len(again.moved)
    assert set(zip(kept["mentee_id"], kept["mentor_id"], strict=True)) == shown


def test_a_decision_counts_from_the_moment_it_is_written(desk):
    """A second keep for the only place, after one written since the notebook was opened, is refused."""
    from mentorkit.matching import forced_cost
    from mentorkit.telling.matching_decisions import tried
    from mentorkit.telling.matching_words import found_matching

    found = found_matching(desk)
    one_place = set(found.scores.mentors.index[found.scores.capacity == 1])
    mentee, mentor = next(pair for pair in found.pair_ids if pair[1] in one_place)
    other = next(id for id in found.scores.mentees.index if id != mentee and forced_cost(found, id, mentor).possible)
    tried(desk, [(mentee, mentor)], "keep", "Ana", "x")
    before = (desk.cohort.folder / "decisions.csv").read_bytes()

    assert "No se anotó" in repr(tried(desk, [(other, mentor)], "keep", "Ana", "x"))
    assert (desk.cohort.folder / "decisions.csv").read_bytes() == before


def test_nothing_is_written_without_who_and_why(desk):
    """The panel says so, and the file is as it was."""
    from mentorkit.telling.matching_decisions import tried
    from mentorkit.telling.matching_words import found_matching

    before = (desk.cohort.folder / "decisions.csv").read_bytes()
    said = tried(desk, found_matching(desk).pair_ids, "keep", " ", "anunciadas")

    assert "quién decide y por qué" in repr(said)
    assert (desk.cohort.folder / "decisions.csv").read_bytes() == before


def test_a_rematched_mentee_keeps_the_closed_pair_on_record(desk):
    """A closed pair that was followed by another stays among the pairs that are followed up."""
    from mentorkit.telling.desk import open_desk
    from mentorkit.telling.matching_decisions import append_decisions
    from mentorkit.telling.matching_rounds import _again, _day, _round
    from mentorkit.telling.matching_words import found_matching

    closed = set(zip(desk.cohort.tables["closures"]["mentee_id"], desk.cohort.tables["closures"]["mentor_id"], strict=True))
    again = _again(desk, _round(desk, _day(desk)))
    new = [(row.mentee_id, row.after) for row in again.joined.itertuples()]
    old = {mentee: mentor for mentee, mentor in found_matching(desk).pair_ids}
    mentee, mentor = next(pair for pair in new if (pair[0], old.get(pair[0])) in closed)
    append_decisions(desk, [{"mentee_id": mentee, "mentor_id": mentor, "decision": "keep", "by": "Ana", "reason": "x"}])
    later = open_desk(str(desk.cohort.folder), str(desk.results), "es")
    pairs = set(zip(later.pairs["mentee_id"], later.pairs["mentor_id"], strict=True))

    assert {(mentee, mentor), (mentee, old[mentee])} <= pairs


def small_cohort(folder, decisions):
    """Write a programme with two mentees, and a mentor who is to have two of another field at least."""
    cohort = folder / "cohorts" / "prueba-1"
    cohort.mkdir(parents=True)
    (folder / "program.yml").write_text(PROGRAM, "utf-8")
    (cohort / "cohort.yml").write_text(COHORT, "utf-8")
    (cohort / "mentees.csv").write_text("id,field\ne1,a\ne2,b\n", "utf-8")
    (cohort / "mentors.csv").write_text("id,field,capacity,min_capacity\nk1,a,2,2\nk2,b,1,0\n", "utf-8")
    (cohort / "decisions.csv").write_text(f"mentee_id,mentor_id,decision\n{decisions}", "utf-8")
    return cohort


def command(name, cohort):
    """Run a command of mentorkit on a cohort."""
    return subprocess.run(
        [sys.executable, "-m", "mentorkit", name, str(cohort)], cwd=cohort.parents[1], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", ["check", "match"])
def test_the_command_line_names_what_cannot_all_hold(tmp_path, name):
    """A minimum that the required criterion leaves empty is a warning with file and row; the matching is written."""
    cohort = small_cohort(tmp_path, "")
    done = command(name, cohort)

    assert done.returncode == 0
    assert "mentors.csv:2:min_capacity: these cannot all hold: the minimum of 2 in mentors.csv:2" in done.stderr
    assert "the required criterion Field (program.yml)" in done.stderr
    assert (cohort / "results" / "matching" / "pairs.csv").is_file() == (name == "match")


@pytest.mark.parametrize("name", ["check", "match"])
def test_the_command_line_refuses_contradictory_decisions(tmp_path, name):
    """Keep against a required criterion: exit 1, the row, and nothing written."""
    cohort = small_cohort(tmp_path, "e1,k2,keep\n")
    done = command(name, cohort)

    assert done.returncode == 1
    assert "decisions.csv:2:decision: the pair is to be kept, but a rule forbids it" in done.stderr
    assert not (cohort / "results").exists()


def test_second_mentors_are_offered_with_the_places_that_are_left(desk):
    """The example has none left and says so; with one more place each, a table gives everybody's first and second."""
    from mentorkit import matching as core
    from mentorkit.model.roster import roster
    from mentorkit.telling.matching_network import second_sheet

    assert "No sobra" in str(second_sheet(desk))
    people = roster(desk.cohort)
    more = {str(id): int(places) + 1 for id, places in people.mentors["capacity"].items()}
    desk.__dict__["matching"] = core.match(core.with_places(people, more), desk.program)
    table = second_sheet(desk).parts[1].frame

    assert len(table) > 5
    assert (table["Primer mentor"] != table["Segundo mentor"]).all()


def test_the_notebook_names_the_answer_where_hours_count_as_a_share(desk):
    """Where hours have a weight and no `enough`, the audit says how to mend it; with `enough` it does not."""
    from mentorkit.telling.matching import hours_sheet

    assert "enough: 2" in str(hours_sheet(desk))
    criteria = [one.model_copy(update={"enough": 2.0}) if one.id == "times" else one for one in desk.program.criteria]
    program = desk.program.model_copy(update={"criteria": criteria})
    told = replace(desk, cohort=replace(desk.cohort, program=program))
    assert "enough: 2" not in str(hours_sheet(told))
