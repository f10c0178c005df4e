"""A run reads a cohort once, and its notebooks see just what it read."""

import shutil

import pandas as pd
import pytest

from mentorkit.io.cohort import inspect_cohort
from mentorkit.telling.desk import READ, keep, open_desk


@pytest.fixture
def kept(cohort, tmp_path, monkeypatch):
    """A cohort, kept as a run keeps it, and what was read of it."""
    inspection = inspect_cohort(cohort)
    keep(inspection, tmp_path / "kept")
    monkeypatch.setenv(READ, str(tmp_path / "kept"))
    return cohort, inspection


def test_a_notebook_sees_what_the_run_read(kept):
    """The people, the programme and the warnings are those of the run, though the files are gone."""
    folder, inspection = kept
    next(folder.glob("mentees.*")).unlink()
    desk = open_desk(str(folder))
    pd.testing.assert_frame_equal(desk.cohort.mentees, inspection.cohort.mentees)
    assert desk.program == inspection.cohort.program
    assert desk.warnings == tuple(inspection.warnings)


def test_another_cohort_is_read_from_its_own_files(kept):
    """What was kept of one cohort is never taken for another."""
    folder, _ = kept
    other = shutil.copytree(folder, folder.with_name("other"))
    assert open_desk(str(other)).cohort.folder == other.resolve()
