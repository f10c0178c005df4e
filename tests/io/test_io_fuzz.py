"""Whatever stands in a file: a value, or problems that say where and what to do, and never another exception."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorkit.errors import ProblemsError
from mentorkit.io.cohort import inspect_cohort
from mentorkit.io.tables import read_table
from mentorkit.io.yaml import model_and_problems, read_document
from mentorkit.model.cohort import CohortSettings
from mentorkit.model.program import Program
from mentorkit.model.survey import Survey

SLOW = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
SCRAPS = st.sampled_from([
    b"id,name\n", b"id;name\n", b"\n", b"\r\n", b"\r", b'"', b"'", b",", b";", b"\t", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"a\0b\0",
    b"NA", b"0071", b"=1+1", b"PK\x03\x04", b"\x81", "ñ".encode(), "ñ".encode("cp1252"), b"A1,x\n", b"\xe2\x80\xa8", b"\x1a",
])
YAMLS = st.sampled_from([
    "program: A\n", "weeks: 12\n", "criteria:\n", "  - ", "{", "}", "[", "]", "id: a, ", "kind: same", ": ", "- ", "\n", "  ", "&x ", "*x",
    "!!set ", "? ", "|\n", "> \n", "# c\n", "'", '"', "no", "12:30", "~", "1e999", "0x1F", "0o7", "<<: ", "---\n", "...\n", "%YAML 1.1\n", "\t",
    "mentees: ", "cohort: demo-1\n", "design: {size: {mentees: 1}}\n", ".inf", "\u2028", "\ud7ff",
    "survey: a\n", "items:\n", "- {id: a, question: b, kind: scale, min: 1, max: 5}\n", "99999999999999999999999999", "2026-02-30",
])


def read_or_refused(path: Path) -> None:
    """Read a table; a refusal has to name the file and say what to do."""
    try:
        table = read_table(path)
    except ProblemsError as error:
        assert error.problems
        assert all(problem.file == path.name and problem.problem and problem.remedy for problem in error.problems)
    else:
        assert all(len(row) == len(table.headings) for row in table.rows)


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """Give a folder to write into."""
    return tmp_path_factory.mktemp("fuzz")


@SLOW
@given(data=st.binary(max_size=300) | st.lists(SCRAPS, max_size=20).map(b"".join), ending=st.sampled_from(["csv", "tsv", "txt"]))
def test_any_bytes_as_text_are_a_table_or_refused(place, data, ending):
    """Random bytes, and scraps of real exports in any order."""
    path = place / f"x.{ending}"
    path.write_bytes(data)
    read_or_refused(path)


@SLOW
@given(data=st.binary(max_size=300), ending=st.sampled_from(["xlsx", "xlsm", "xls", "ods"]))
def test_any_bytes_as_a_workbook_are_refused(place, data, ending):
    """Random bytes are no workbook."""
    path = place / f"x.{ending}"
    path.write_bytes(data)
    read_or_refused(path)


def small_workbook() -> bytes:
    """Give a workbook with text, numbers, a date and a formula."""
    book = openpyxl.Workbook()
    for row in (["id", "n"], ["a", 1], ["b", "=A2"], ["c", 45_000.5]):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


WHOLE = small_workbook()
with zipfile.ZipFile(io.BytesIO(WHOLE)) as _archive:
    PARTS = {name: _archive.read(name) for name in _archive.namelist()}


@SLOW
@given(
    part=st.sampled_from(sorted(PARTS)),
    begin=st.integers(0, 3_000),
    length=st.integers(0, 60),
    patch=st.binary(max_size=20) | st.sampled_from([b"<c r='ZZZ9'/>", b"</row>", b"&x;", b"<v>1e999</v>", b"<row r='99999999'>", b"t='s'", b"-5"]),
)
def test_any_change_inside_a_workbook_is_read_or_refused(place, part, begin, length, patch):
    """Parts of the archive with patched XML, as half-broken exporters write it."""
    content = PARTS[part]
    begin %= len(content)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, original in PARTS.items():
            archive.writestr(name, content[:begin] + patch + content[begin + length :] if name == part else original)
    path = place / "y.xlsx"
    path.write_bytes(buffer.getvalue())
    read_or_refused(path)


@SLOW
@given(missing=st.sets(st.sampled_from(sorted(PARTS)), min_size=1))
def test_missing_parts_of_a_workbook_are_read_or_refused(place, missing):
    """Archives without some of their parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in PARTS.keys() - missing:
            archive.writestr(name, PARTS[name])
    path = place / "z.xlsx"
    path.write_bytes(buffer.getvalue())
    read_or_refused(path)


@SLOW
@given(
    data=st.binary(max_size=200) | st.lists(YAMLS, max_size=25).map(lambda parts: "".join(parts).encode()),
    model=st.sampled_from([Program, CohortSettings, Survey]),
)
def test_any_bytes_as_settings_are_a_model_or_problems(place, data, model):
    """Random bytes and scraps of settings, for three models."""
    path = place / "x.yml"
    path.write_bytes(data)
    try:
        value, problems = model_and_problems(model, read_document(path))
    except ProblemsError as error:
        value, problems = None, list(error.problems)
    assert (value is None) == bool(problems)
    assert all(problem.file == "x.yml" and problem.problem and problem.remedy for problem in problems)


@SLOW
@given(mentees=st.lists(SCRAPS, max_size=12).map(b"".join), cohort=st.lists(YAMLS, max_size=10).map("".join))
def test_any_cohort_folder_is_inspected_without_an_exception(place, mentees, cohort):
    """The whole door: settings and forms of scraps, and inspection always answers."""
    folder = place / "cohorts" / "demo-1"
    folder.mkdir(parents=True, exist_ok=True)
    (place / "program.yml").write_text("program: A\ncriteria:\n  - {id: a, kind: same, mentee: x, mentor: x}\n")
    (folder / "cohort.yml").write_text("cohort: demo-1\n" + cohort, encoding="utf-8")
    (folder / "mentees.csv").write_bytes(b"id,x\n" + mentees)
    (folder / "mentors.csv").write_bytes(b"id,x\nB1,1\n")

    assert inspect_cohort(folder).problems is not None
