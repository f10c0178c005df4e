"""Tables from a database: SQLite as installed, and a real PostgreSQL where MENTORKIT_TEST_POSTGRES names one."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from mentorkit.errors import ProblemsError
from mentorkit.io.cohort import inspect_cohort
from mentorkit.io.database import noted, read_query
from mentorkit.io.tables import read_table

ROOT = Path(__file__).parents[2]
POSTGRES = os.environ.get("MENTORKIT_TEST_POSTGRES", "")
SECRET = "s3cr3t-passw0rd"
PEOPLE = [
    ("0071", "Ana Núñez", "ana@correo.example", "accepted", 2004, "Español; Inglés", "mon 18-20", 1.5, True, dt.date(2026, 1, 10)),
    ("A2", "Null", "null@correo.example", "accepted", 2003, "Español", "mon 18-20; sat 9-12", None, None, None),
]
COLUMNS = "id, name, email, status, birth_year, languages, availability, points, laptop, consent"
PROGRAM = (
    "program: Base\ncriteria:\n  - {id: field, kind: same, mentee: field_wanted, mentor: field}\n"
    "  - {id: languages, kind: overlap, mentee: languages, mentor: languages, required: true}\n"
)
QUERY = f"select {COLUMNS} from people where email like '%@correo.example' order by id -- a remark: with a colon"


@pytest.fixture
def sqlite(tmp_path, monkeypatch) -> str:
    """A SQLite file with two people, named by an environment variable."""
    path = tmp_path / "con espacio ñ.db"
    base = sqlite3.connect(path)
    base.execute(f"create table people ({COLUMNS})")
    base.executemany(f"insert into people values ({', '.join('?' * 10)})", [(*row[:9], row[9] and row[9].isoformat()) for row in PEOPLE])
    base.commit()
    base.close()
    monkeypatch.setenv("PROGRAM_DB", f"sqlite:///{path}")
    return "env:PROGRAM_DB"


@pytest.fixture
def postgres(monkeypatch) -> str:
    """A real PostgreSQL with two people."""
    if not POSTGRES:
        pytest.skip("set MENTORKIT_TEST_POSTGRES to the address of a PostgreSQL that the test may write to")
    pg8000 = pytest.importorskip("pg8000.native")
    from sqlalchemy.engine import make_url

    url = make_url(POSTGRES)
    base = pg8000.Connection(url.username, host=url.host, port=url.port or 5432, database=url.database, password=url.password)
    base.run("drop table if exists people")
    base.run("create table people (id text, name text, email text, status text, birth_year int, languages text, availability text, points float, laptop bool, consent date)")
    for row in PEOPLE:
        base.run(f"insert into people values ({', '.join(f':v{n}' for n in range(10))})", **{f"v{n}": value for n, value in enumerate(row)})
    base.run("create or replace function wiped() returns int language sql as 'delete from people; select 1'")
    base.close()
    monkeypatch.setenv("PROGRAM_DB", POSTGRES)
    return "env:PROGRAM_DB"


@pytest.fixture(params=["sqlite", "postgres"])
def database(request) -> str:
    return request.getfixturevalue(request.param)


def refusal(sql: str, database: str = "env:PROGRAM_DB") -> str:
    with pytest.raises(ProblemsError) as error:
        read_query(sql, database, "mentees")
    return str(error.value)


def test_every_value_comes_as_the_text_a_file_would_hold(database):
    """Zeros, names like Null, dates, whole numbers and missing values are what they are; rows keep their order."""
    raw = read_query(QUERY, database, "mentees")

    assert raw.headings == tuple(COLUMNS.split(", "))
    assert raw.rows[0][:8] == ("0071", "Ana Núñez", "ana@correo.example", "accepted", "2004", "Español; Inglés", "mon 18-20", "1.5")
    assert raw.rows[0][9] == "2026-01-10"
    assert (raw.rows[1][1], raw.rows[1][7:]) == ("Null", ("", "", ""))
    assert raw.numbers == (2, 3)


@pytest.mark.parametrize("sql", [
    "delete from people", "insert into people (id) values ('x')", "select 1; drop table people", "pragma writable_schema = on", "update people set id = 'x'",
    "with gone as (delete from people returning id) select id from gone", "drop table people", "", "/* select */ delete from people",
])
def test_nothing_is_ever_changed(database, sql):
    """Whatever is written where a select belongs, the table stays as it was."""
    before = read_query(QUERY, database, "mentees").rows
    refusal(sql)

    assert read_query(QUERY, database, "mentees").rows == before


def test_a_function_that_writes_is_refused_by_the_database(postgres):
    """PostgreSQL itself refuses what would write, as the transaction is for reading alone."""
    assert "refuses the query" in refusal("select wiped()")
    assert len(read_query(QUERY, postgres, "mentees").rows) == 2


def test_a_database_that_is_not_there_is_not_made(tmp_path, monkeypatch):
    """SQLite makes no file where the address is wrong."""
    monkeypatch.setenv("PROGRAM_DB", f"sqlite:///{tmp_path / 'nothing.db'}")

    assert "cannot be reached" in refusal("select 1")
    assert not (tmp_path / "nothing.db").exists()


@pytest.mark.parametrize("address", [
    f"postgresql://reader:{SECRET}@127.0.0.1:9/program", f"postgresql://reader:{SECRET}@127.0.0.1:9/program?sslmode=odd", f"{SECRET}://x", f"://{SECRET}", SECRET,
    f"mysql://reader:{SECRET}@127.0.0.1/x", f"sqlite:///{SECRET}/x.db", f"postgresql://reader:{SECRET}@127.0.0.1:none/x",
])
def test_no_message_holds_the_address(monkeypatch, address, capfd):
    """Whatever is wrong with an address, neither the error nor anything printed holds it."""
    monkeypatch.setenv("PROGRAM_DB", address)
    told = refusal("select 1")
    printed = capfd.readouterr()

    assert SECRET not in told + printed.out + printed.err and "127.0.0.1" not in told


def test_a_variable_that_is_not_set_is_named(monkeypatch):
    """The name of the variable is told, with what to do."""
    monkeypatch.delenv("PROGRAM_DB", raising=False)

    assert "PROGRAM_DB is not set" in refusal("select 1")


def test_two_columns_of_one_name_are_refused(sqlite):
    """As in a file, each column has its own heading."""
    assert "stands 2 times" in refusal("select id, id from people")


def test_a_semicolon_inside_quotes_is_no_second_statement(sqlite):
    """A separator within a text is part of the query."""
    assert read_query("select 'a; b' as both", sqlite, "x").rows == (("a; b",),)


def test_a_cohort_is_read_from_a_database(tmp_path, database):
    """Mentees from a query, mentors from a file: typed alike, checked alike, and noted so that a change is seen."""
    cohort = tmp_path / "programa" / "cohorts" / "base"
    cohort.mkdir(parents=True)
    (tmp_path / "programa" / "program.yml").write_text(PROGRAM, encoding="utf-8")
    settings = f'cohort: base\nstarts: 2026-02-02\nmentees: {{sql: "select {COLUMNS}, \'Salud\' as work from people", database: "{database}", columns: {{field_wanted: work}}}}\n'
    (cohort / "cohort.yml").write_text(settings, encoding="utf-8")
    (cohort / "mentors.csv").write_text("id,name,field,languages,availability\nB1,Eva,Salud,Español,mon 18-20\n", encoding="utf-8")
    found = inspect_cohort(cohort)
    assert [str(problem) for problem in found.errors] == []
    mentees = found.cohort.mentees
    note = cohort / ".mentorkit" / "queries" / "mentees"

    assert (list(mentees.index), list(mentees["birth_year"]), mentees.loc["0071", "languages"]) == (["0071", "A2"], [2004, 2003], ("Español", "Inglés"))
    assert list(mentees["field_wanted"]) == ["Salud", "Salud"] and list(mentees["source"]) == ["mentees:2", "mentees:3"]
    assert note in found.cohort.inputs and "Ana" not in note.read_text(encoding="ascii") and len(note.read_text(encoding="ascii")) == 65


def test_the_note_changes_with_the_data_alone(tmp_path, sqlite):
    """The same answer leaves the same note; another one, another."""
    first, again, other = (noted(read_query(sql, sqlite, "mentees"), tmp_path / str(n), b"key")[0].read_text() for n, sql in enumerate((QUERY, QUERY, "select id from people")))

    assert first == again != other


@pytest.mark.parametrize("source", ["{sql: select 1}", '{database: "env:X"}', '{file: a.csv, sql: select 1, database: "env:X"}', '{sql: select 1, database: "sqlite:///x.db"}'])
def test_a_source_is_a_file_or_a_query_with_its_variable(tmp_path, source):
    """Half a source, both, or an address in cohort.yml are errors of cohort.yml."""
    cohort = tmp_path / "programa" / "cohorts" / "base"
    cohort.mkdir(parents=True)
    shutil.copyfile(ROOT / "program.yml", tmp_path / "programa" / "program.yml")
    (cohort / "cohort.yml").write_text(f"cohort: base\nmentees: {source}\n", encoding="utf-8")

    assert [problem.file.endswith("cohort.yml") for problem in inspect_cohort(cohort).errors]


def test_a_file_is_read_as_before(tmp_path):
    """A CSV of the same rows gives the same cells as the database."""
    path = tmp_path / "people.csv"
    path.write_text("id,points\n0071,1.5\n", encoding="utf-8")

    assert read_table(path).rows == (("0071", "1.5"),)
