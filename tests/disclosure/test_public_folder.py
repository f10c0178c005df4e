"""What a site needs of a cohort's public folder, and what is said where something is not there."""

import shutil

import pytest

from mentorkit.cli import main
from mentorkit.errors import ProblemsError
from mentorkit.io.yaml import checked_model, read_document
from mentorkit.model.program import Program
from mentorkit.publishing.building import publish
from mentorkit.telling.report import FILES


@pytest.fixture
def older(program):
    """A programme with two cohorts whose public folders an earlier version wrote: the second lacks two tables."""
    shutil.copytree(program / "cohorts" / "example", program / "cohorts" / "second")
    for name, lacking in (("example", {"groups"}), ("second", {"groups", "closures"})):
        (program / "cohorts" / name / "public").mkdir()
        for file in set(FILES) - lacking:
            (program / "cohorts" / name / "public" / f"{file}.json").write_text("{}", encoding="utf-8")
    return program


def test_tables_of_an_earlier_version_are_named_with_their_repair(older, tmp_path):
    """Both cohorts are named at once, each with what it lacks and the command that mends it; nothing is built."""
    settings = checked_model(Program, read_document(older / "program.yml"))
    with pytest.raises(ProblemsError) as refused:
        publish(older, settings, tmp_path / "site")
    first, second = refused.value.problems

    assert (first.file, second.file) == ("cohorts/example/public", "cohorts/second/public")
    assert ("(groups.json)" in first.problem, "(closures.json, groups.json)" in second.problem) == (True, True)
    assert "mentorkit run cohorts/second --only 6-evaluation --force" in second.remedy
    assert not (tmp_path / "site").exists()


def test_the_command_says_it_in_lines_and_not_as_a_failed_notebook(older, monkeypatch, capsys):
    """`mentorkit publish` ends with code 1 and a line for each cohort."""
    monkeypatch.chdir(older)

    assert main(["publish", "--out", "site"]) == 1
    told = capsys.readouterr().err
    assert told.count("--only 6-evaluation --force") == 2 and "Traceback" not in told
