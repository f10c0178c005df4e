"""A table from a database that the organisation already has: one select, read as text like any other table."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import os
import re
from pathlib import Path

from mentorkit.errors import Problem, ProblemsError
from mentorkit.io.tables import LONGEST_CELL, MOST_ROWS, RawTable

SECONDS = 30
_SELECT = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(?:select|with)\b", re.IGNORECASE | re.DOTALL)
_QUOTED = re.compile(r"'(?:[^']|'')*'")
_DRIVERS = {"postgresql": "postgresql+pg8000", "postgres": "postgresql+pg8000"}
_KINDS = ("sqlite", "postgresql")
_GUARDS = {
    "sqlite": ("pragma query_only = on",),
    "postgresql": ("set transaction read only", f"set local statement_timeout = {SECONDS * 1000}"),
}


def read_query(sql: str, database: str, name: str) -> RawTable:
    """
    Give what a select finds, every cell as text.

    Nothing can be changed there: the connection is opened for reading alone, and the query runs in a
    transaction that is rolled back. The database's address is taken from the environment and stands in no
    message.

    Args:
        sql: One select.
        database: `env:NAME`, the environment variable that holds the address, like
            `postgresql://reader:…@host/db` or `sqlite:///folder/file.db`.
        name: How messages call the table.

    Raises:
        ProblemsError: The variable is not set, the driver is missing, the query is no select, or the
            database refuses it.
    """
    variable = database.removeprefix("env:")
    address = os.environ.get(variable, "")
    if not address:
        raise _refused(name, f"the environment variable {variable} is not set", "set it to the database's address before you run mentorkit")
    sql = sql.strip().rstrip(";")
    if not _SELECT.match(sql) or ";" in _QUOTED.sub("", sql):
        raise _refused(name, "the query is no select", "write one that begins with select; nothing is ever changed there")
    headings, rows = _rows(sql, address, name)
    doubled = next((heading for heading in headings if headings.count(heading) > 1), None)
    if doubled is not None:
        raise ProblemsError([Problem(name, 1, doubled, f"the heading stands {headings.count(doubled)} times", "give each column its own heading")])
    if len(rows) > MOST_ROWS:
        raise _refused(name, f"the table has more than {MOST_ROWS:,} rows", "split it by cohort")
    cells = tuple(tuple(_cell(value) for value in row) for row in rows)
    long = [
        Problem(name, number, heading, f"the cell is longer than {LONGEST_CELL:,} characters", "shorten it")
        for number, row in enumerate(cells, 2) for heading, cell in zip(headings, row, strict=True) if len(cell) > LONGEST_CELL
    ]
    if long:
        raise ProblemsError(long)
    return RawTable(name, tuple(headings), cells, tuple(range(2, len(cells) + 2)), "database")


def noted(raw: RawTable, folder: Path, key: bytes) -> list[Path]:
    """
    Note what a query gave, so that a run sees when it changed, and give the note: a keyed hash, and nothing of the data.

    Nothing is noted where the folder cannot be written.
    """
    content = json.dumps([raw.headings, raw.rows], ensure_ascii=False).encode()
    path, digest = folder / raw.name, hmac.new(key, content, hashlib.sha256).hexdigest() + "\n"
    try:
        if not path.is_file() or path.read_text(encoding="ascii") != digest:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_text(digest, encoding="ascii")
    except OSError:
        return []
    return [path]


def _rows(sql: str, address: str, name: str) -> tuple[list[str], list[tuple]]:
    try:
        return _answer(sql, address, name)
    except ProblemsError:
        raise
    except ImportError:
        raise _refused(name, "the database needs a driver that is not installed", 'type: pip install "mentorkit[postgres]"') from None
    except Exception:  # whatever a driver raises may hold the address or the data
        raise _refused(name, "the database cannot be reached, or refuses the query", "try the query with the same address in the database's own tool") from None


def _answer(sql: str, address: str, name: str) -> tuple[list[str], list[tuple]]:
    from sqlalchemy import create_engine, text
    from sqlalchemy.engine import make_url

    url = make_url(address)
    url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
    kind = url.get_backend_name()
    if kind not in _KINDS:
        raise _refused(name, "the database is neither SQLite nor PostgreSQL", "export the table as a file, or copy it into one of these")
    engine = create_engine(_read_only(url) if kind == "sqlite" else url, hide_parameters=True, connect_args={"timeout": SECONDS})
    try:
        with engine.connect() as connection:
            for line in _GUARDS[kind]:
                connection.execute(text(line))
            result = connection.execute(text(re.sub(r"(?<!:):(?=\w)", r"\\:", sql)))
            found = list(result.keys()), [tuple(row) for row in result.fetchmany(MOST_ROWS + 1)]
            connection.rollback()
            return found
    finally:
        engine.dispose()


def _read_only(url):
    """Give a SQLite address whose file is opened for reading alone, and is not made where it is missing."""
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        return url
    from urllib.parse import quote

    return url.set(database=f"file:{quote(os.path.abspath(url.database))}", query={"mode": "ro", "uri": "true"})


def _cell(value: object) -> str:
    """Write a database's value as the text that a file would hold."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return "; ".join(map(_cell, value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    return str(value).strip()


def _refused(name: str, problem: str, remedy: str) -> ProblemsError:
    return ProblemsError([Problem(name, None, None, problem, remedy)])
