"""Records that cannot be right, as a coordinator meets them: each named with file and row, everything else computed."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from mentorkit.cli import main
from mentorkit.telling import progress as story
from mentorkit.telling.desk import open_desk
from mentorkit.telling.looking import call_table, living, pair_table

ROOT = Path(__file__).parents[2]
BAD = {
    "unknown-pair": ("meetings", "A02,B13,17/03/2026,50,video,yes,", "mentor_id", "nunca fueron pareja", False),
    "unknown-person": ("meetings", "A99,B24,17/03/2026,50,video,yes,", "mentee_id", "nadie en la cohorte tiene este código", False),
    "future": ("meetings", "A02,B24,17/03/2035,50,video,yes,", "date", "está en el futuro", False),
    "before-the-match": ("meetings", "A02,B24,17/12/2025,50,video,yes,", "date", "anterior al inicio de la pareja", False),
    "twice": ("meetings", "A02,B24,17/02/2026,30,café,yes,otra vez", "date", "ya está en una fila anterior", True),
    "no-baseline": ("goals", "A02,Aprender a soldar,1,,0,22/05/2026", "baseline", "no tiene línea de base", True),
    "closed-again": ("closures", "A02,B24,20/06/2026,fit", "mentee_id", "ya está cerrada", False),
    "no-such-day": ("checkins", "A02,31/02/2026,yes,4,", "date", "", False),
}


def copied(place: Path) -> Path:
    """A programme of its own with the example cohort."""
    shutil.copy(ROOT / "program.yml", place)
    left_out = shutil.ignore_patterns("results", "public", ".mentorkit")
    return Path(shutil.copytree(ROOT / "cohorts" / "example", place / "cohorts" / "example", ignore=left_out))


def added(folder: Path, name: str, row: str) -> int:
    """Add a row to a log and give its number in the file."""
    file = folder / f"{name}.csv"
    text = file.read_text(encoding="utf-8").rstrip("\n")
    file.write_text(f"{text}\n{row}\n", encoding="utf-8")
    return len(text.splitlines()) + 1


@pytest.fixture(scope="module")
def checked(tmp_path_factory) -> tuple[Path, dict[str, int], str, int]:
    """The example with every bad row that a notebook can live with, what `check` says of it, and its exit code."""
    folder = copied(tmp_path_factory.mktemp("bad"))
    rows = {case: added(folder, *BAD[case][:2]) for case in BAD}
    shown = io.StringIO()
    with contextlib.redirect_stderr(shown), contextlib.redirect_stdout(io.StringIO()):
        code = main(["check", str(folder)])
    return folder, rows, shown.getvalue(), code


@pytest.mark.parametrize("case", BAD)
def test_each_bad_record_is_named_with_file_row_and_remedy(checked, case):
    """All at once, in the programme's language, errors before warnings, and exit 1."""
    _, rows, shown, code = checked
    table, _, column, told, warning = BAD[case]
    line = rf"^{table}\.csv:{rows[case]}:{column}: .*{told}.*; .+"

    assert 1 == code
    errors, _, warnings = shown.partition(" avisos")
    assert re.search(line, warnings if warning else errors, re.MULTILINE), shown


def test_everything_else_is_computed_as_if_the_bad_records_were_not_there(tmp_path):
    """States and calls of a Monday are those of the good records; the notebook lists each bad one in the reader's language."""
    (tmp_path / "clean").mkdir()
    (tmp_path / "bad").mkdir()
    clean, bad = copied(tmp_path / "clean"), copied(tmp_path / "bad")
    logs = [case for case in BAD if case != "no-such-day"]
    rows = {case: added(bad, *BAD[case][:2]) for case in logs}
    good, mixed = (open_desk(str(folder), language="es") for folder in (clean, bad))
    listed = story.record_problems(mixed).frame

    pd.testing.assert_frame_equal(pair_table(living(good)), pair_table(living(mixed)))
    pd.testing.assert_frame_equal(call_table(living(good)), call_table(living(mixed)))
    assert {(f"{BAD[case][0]}.csv", rows[case]) for case in logs} <= set(zip(listed["Archivo"], listed["Fila"], strict=True))
    assert not re.search(r"\b(the|pair|date)\b", " ".join(listed["Qué pasa"]))
