"""The matching's notebook: words in both languages, and decisions that are written down."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from mentorkit.errors import ProblemsError, UsageError

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "cohorts" / "example"
NOTEBOOK = ROOT / "notebooks" / "3-matching.ipynb"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Give the desk of a copy of the example cohort, nobody watching."""
    from mentorkit.telling.desk import open_desk

    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    shutil.copy(ROOT / "program.yml", tmp_path)
    shutil.copytree(EXAMPLE, tmp_path / "cohorts" / "example", ignore=shutil.ignore_patterns("results", "public"))
    return open_desk(str(tmp_path / "cohorts" / "example"), str(tmp_path / "results"), "es")


def test_every_text_stands_in_both_languages_with_the_same_values():
    """What a sentence says in Spanish it says in English."""
    from mentorkit.telling.catalogue import catalogue

    for key, texts in catalogue("matching").items():
        fields = {language: sorted(set(re.findall(r"{(\w+)", text))) for language, text in texts.items()}
        assert set(texts) == {"es", "en"}, key
        assert fields["es"] == fields["en"], key


def test_every_cell_calls_something_that_exists_and_holds_no_output():
    """Each code cell of the story names a function of the telling module."""
    from mentorkit.telling import matching as story

    cells = [cell for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
    called = [name for cell in cells for name in re.findall(r"story\.(\w+)", "".join(cell["source"]))]

    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)
    assert all(callable(getattr(story, name)) for name in called)
    assert called[-1] == "save"


def test_saving_writes_the_results(desk):
    """Pairs, unmatched, alternatives, introductions, table plan, letters and proof stand in the results folder."""
    from mentorkit.telling import matching as story

    story.save(desk)
    names = sorted(path.name for path in (desk.results / "matching").iterdir())

    assert names == ["alternatives.csv", "event.csv", "introductions.csv", "letters", "pairs.csv", "proof.json", "unmatched.csv"]


def test_a_decision_is_written_under_the_others(desk):
    """Who, why and when stand in the file, in its own order of dates; the next run respects it."""
    from mentorkit.io.cohort import read_cohort
    from mentorkit.matching import match
    from mentorkit.model.roster import roster
    from mentorkit.telling.matching_decisions import append_decisions

    found = match(roster(desk.cohort), desk.program, desk.cohort.tables["decisions"])
    mentee, mentor = found.pair_ids[0]
    before = (desk.cohort.folder / "decisions.csv").read_text("utf-8")
    path = append_decisions(
        desk, [{"mentee_id": mentee, "mentor_id": mentor, "decision": "never", "by": "=Ana", "reason": "a, b"}]
    )
    again = read_cohort(desk.cohort.folder)

    assert path.read_text("utf-8").startswith(before)
    assert f"{mentee},{mentor},never,'=Ana,\"a, b\"," in path.read_text("utf-8")
    assert (mentee, mentor) not in match(roster(again), again.program, again.tables["decisions"]).pair_ids


def test_a_decision_without_author_or_against_another_is_not_written(desk):
    """Nothing is written, and the reason is said."""
    from mentorkit.telling.matching_decisions import append_decisions

    before = (desk.cohort.folder / "decisions.csv").read_bytes()
    never = desk.cohort.tables["decisions"].query("decision == 'never'").iloc[0]
    against = {"mentee_id": never["mentee_id"], "mentor_id": never["mentor_id"], "decision": "keep"}

    with pytest.raises(UsageError):
        append_decisions(desk, [against | {"by": "", "reason": "x"}])
    with pytest.raises(ProblemsError):
        append_decisions(desk, [against | {"by": "Ana", "reason": "x"}])
    assert (desk.cohort.folder / "decisions.csv").read_bytes() == before
