"""
A sheet of a workbook as rows of text, read in a process of its own.

The reader of workbooks is compiled: where a file asks it for more memory than there is, it ends the process it
runs in. So it runs in one that has little to lose: 1.2 GB of memory and 8 seconds of work.
"""

from __future__ import annotations

import atexit
import datetime as dt
import gc
import io
import marshal
import os
import subprocess
import sys
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sized
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock, Thread, Timer
from typing import Any

from mentorkit.errors import Problem, ProblemsError
from mentorkit.io.formulas import MOST_BLIND, Unseen, UnseenInXlsx, declares_entities
from mentorkit.io.numberforms import shown_as
from mentorkit.io.odf import UnseenInOds
from mentorkit.model.folding import folded

LARGEST = 50_000_000
MOST_ROWS, MOST_COLUMNS = 120_000, 2_000
LARGE = 1_000_000
"""Bytes of a workbook that is read before anybody asks for it."""
LARGEST_UNPACKED = 400_000_000
STEEPEST = 200
MOST_PARTS = 5_000
MEMORY = 1_200_000_000
SECONDS = 8
PATIENCE = 60 if os.name == "posix" else 10  # seconds by the clock, where work cannot be limited
_LATE = (9, 24)
MOST_CELLS = 3_000_000
_MOST_KNOWN = 10_000
_MOST_MERGED = 100_000
BOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
LONG = 20_000_000
"""Bytes of a sheet that is read while its limits are looked at: that takes less time than it takes the reader to come to its end."""
KEPT = 5_000_000
"""Bytes of a workbook after which the process that read it is not kept."""
OPTIONS = ("Listas", "Lists")
"""The sheet of our own forms that holds the options of drop-downs; other workbooks' are known by the rules of their cells."""
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CUT = "a number of more than 15 digits, whose last ones are lost"
_PASTE = "paste it as a value, or open the workbook, save it and export it again"
_AGAIN = "open it and save it again as .xlsx"


@dataclass(frozen=True)
class Sheet:
    """
    A sheet's rows of text, from its first row on; hidden rows and columns count from 0, hidden sheets were not read.

    `blind` are cells below the heading that show a person something and are empty here: row, column, what they hold, and
    the remedy. `merged` are the corners of merged cells there.
    """

    title: str
    rows: list[list[str]]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden_sheets: tuple[str, ...] = ()
    itself_hidden: bool = False
    blind: tuple[tuple[int, int, str, str], ...] = ()
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()


def read_sheet(data: bytes, name: str, wanted: str | None, most_rows: int, most_columns: int) -> Sheet:
    """
    Give a sheet of an XLSX, XLSM, XLS or ODS file, whatever the file is called.

    Args:
        data: The file.
        name: How messages call it.
        wanted: The sheet; needed where several have content.
        most_rows: Beyond this number of rows it is refused.
        most_columns: And beyond this number of columns.

    Raises:
        ProblemsError: It is no workbook, is protected, is a bomb, has a heading that nobody can tell, or asks for
            more time or memory than any table needs.
    """
    order, ahead = (name, wanted, most_rows, most_columns), _BEGUN.pop(os.getpid(), None)
    refuse_bombs(data, name)
    if ahead and (ahead.order, ahead.data) != (order, data):
        ahead.worker.end()
        ahead = None
    try:
        worker = _worker(os.getpid())
        if worker.ended and not ahead:
            _worker.cache_clear()
            worker = _worker(os.getpid())
    except OSError:  # where no process can be started
        return sheet_of(data, *order)
    said, values = ahead.answer() if ahead else worker.answer(marshal.dumps(order), data)
    if len(data) > KEPT or said != "sheet":  # whoever read a large one holds on to its memory, and who refuses one may still be reading
        _worker.cache_clear()
        worker.end()
    if said == "sheet":
        return Sheet(*values)
    if said == "problems":
        raise ProblemsError(Problem(*value) for value in values)
    _worker.cache_clear()
    if said == "late":
        raise _refused(name, f"the workbook takes longer than {SECONDS} seconds to read", "export it as .csv")
    raise _refused(name, "the workbook asks for more memory than a table needs", "delete what stands far below or beside the table, or export it as .csv")


def expect(folder: Path) -> None:
    """Have a reader ready where a folder holds a workbook, and begin with a large one: it works while this process starts."""
    with suppress(OSError, ProblemsError):
        books = {path: path.stat().st_size for path in folder.iterdir() if path.suffix.casefold() in BOOKS}
        if books:
            worker = _worker(os.getpid())
            first = max(books, key=lambda path: (path.stem == "mentees", books[path], path.name))
            if LARGE < books[first] <= LARGEST:
                _BEGUN[os.getpid()] = _Ahead(worker, first)


class _Worker:
    """The process that reads workbooks for this one, as long as they do it no harm; it ends with this one."""

    def __init__(self) -> None:
        surroundings = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-P", "-c", "from mentorkit.io.workbooks import serve; serve()"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=surroundings)
        self._turn = Lock()
        atexit.register(self.end)

    @property
    def ended(self) -> bool:
        """Tell whether something else ended it."""
        return self._process.poll() is not None

    def answer(self, order: bytes, data: bytes) -> tuple[str, Any]:
        """Give what the other process says of a workbook, or how it ended."""
        process = self._process
        with self._turn:
            patience = Timer(PATIENCE, process.kill)
            patience.daemon = True  # nobody waits for it who no longer asks
            patience.start()
            try:
                for part in (order, data):
                    process.stdin.write(len(part).to_bytes(8, "big") + part)
                process.stdin.flush()
                length = process.stdout.read(8)
                said = process.stdout.read(int.from_bytes(length, "big")) if len(length) == 8 else b""
                if len(length) == 8 and len(said) == int.from_bytes(length, "big"):
                    return marshal.loads(said)
            except OSError:
                pass
            finally:
                patience.cancel()
        self.end()
        return ("late" if -process.returncode in _LATE else "much"), None

    def end(self) -> None:
        """End the process, where it has not ended; a copy of this one may hold its input open."""
        with suppress(OSError):
            self._process.kill()
            self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()
        atexit.unregister(self.end)


@lru_cache(maxsize=1)
def _worker(_of: int) -> _Worker:
    return _Worker()


class _Ahead:
    """A workbook that is read before anybody asks for it; whoever does not ask for just this ends the process that reads it."""

    def __init__(self, worker: _Worker, path: Path) -> None:
        self.worker, self.data, self.order = worker, path.read_bytes(), (path.name, None, MOST_ROWS, MOST_COLUMNS)
        refuse_bombs(self.data, path.name)
        self._said: tuple[str, Any] = "much", None
        self._thread = Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with suppress(ValueError):  # it was ended
            self._said = self.worker.answer(marshal.dumps(self.order), self.data)

    def answer(self) -> tuple[str, Any]:
        """Give what `_Worker.answer` gave."""
        self._thread.join()
        return self._said


_BEGUN: dict[int, _Ahead] = {}
"""By process."""


def serve() -> None:
    """Read workbooks from standard input, one after the other and each inside the limits, and write what was found, or what is wrong."""
    begin, end = sys.stdin.buffer, sys.stdout.buffer
    gc.disable()  # millions of cells and not one circle among them
    _limit_memory()
    while len(length := begin.read(8)) == 8:
        order = marshal.loads(begin.read(int.from_bytes(length, "big")))
        data = begin.read(int.from_bytes(begin.read(8), "big"))
        _limit_time()
        try:
            found = sheet_of(data, *order)
            said = ("sheet", tuple(getattr(found, one.name) for one in fields(Sheet)))
        except ProblemsError as error:
            said = ("problems", [(one.file, one.row, one.column, one.problem, one.remedy, one.warning) for one in error.problems])
        answer = marshal.dumps(said)
        end.write(len(answer).to_bytes(8, "big") + answer)
        end.flush()
        del data, said, answer


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _limit_time() -> None:
    """Allow so many seconds of work from now on."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + SECONDS, resource.RLIM_INFINITY))


def refuse_bombs(data: bytes, name: str) -> None:
    """
    Refuse what is no workbook, and what unpacks to far more than its size, from the archive's list alone.

    Raises:
        ProblemsError: With what the file is instead, where its first bytes tell.
    """
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _refused(name, "the workbook is protected with a password", "open it and save it without one")
        return
    if data[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise _refused(name, "the file is a web page or XML, and no workbook", "open it in a spreadsheet and save it as .xlsx")
    if data and not data.startswith(ZIP) and b"\0" not in data[:4_000]:
        raise _refused(name, "the file is text and no workbook", "give it the ending .csv, or open it and save it as .xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        raise _refused(name, "the workbook is damaged or no workbook", _AGAIN) from None
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_UNPACKED or unpacked > STEEPEST * max(len(data), 1_000) or len(entries) > MOST_PARTS:
        raise _refused(name, "the workbook unpacks to far more than its size", "export it again as .csv")
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refused(name, "the workbook is protected with a password", "open it and save it without one")
    if len({entry.filename for entry in entries}) < len(entries):
        raise _refused(name, "the workbook holds a part twice", _AGAIN)


def sheet_of(data: bytes, name: str, wanted: str | None, most_rows: int, most_columns: int) -> Sheet:
    """Give a sheet, in this process; the same promises as `read_sheet`, but for time and memory."""
    from python_calamine import CalamineWorkbook

    archive = None if data.startswith(OLE) else zipfile.ZipFile(io.BytesIO(data))
    if archive is not None and declares_entities(archive):
        raise _refused(name, "the workbook holds definitions that no spreadsheet writes", _AGAIN)
    compiled = ThreadPoolExecutor(1)  # which lets others work
    try:
        opening = compiled.submit(CalamineWorkbook.from_filelike, io.BytesIO(data))
        xlsx = archive is not None and "content.xml" not in archive.namelist()
        ods = UnseenInOds(archive) if archive and not xlsx else None
        workbook = opening.result()
        sheets = cache(workbook.get_sheet_by_name)
        beside = cache(lambda one: ods.of(one) if ods else UnseenInXlsx(archive, one, most_rows, most_columns) if archive else _unseen_in_old(data, one, name))
        far = (lambda one: beside(one).far) if xlsx else (lambda one: None)
        title, hidden, itself = _chosen(workbook, sheets, far, name, wanted)
        early = compiled.submit(sheets, title) if xlsx and max(entry.file_size for entry in archive.infolist()) > LONG else None
        if reached := far(title):
            raise _refused(name, f'the sheet "{title}" reaches to the cell {reached}', f"delete what stands there, and keep to {most_rows:,} rows and {most_columns:,} columns")
        if isinstance(beside(title), UnseenInXlsx) and not beside(title).followed:
            raise _refused(name, "the workbook does not let anybody see what is hidden in it", _AGAIN)
        if isinstance(beside(title), UnseenInXlsx) and beside(title).cells > MOST_CELLS:
            raise _too_large(title, name)
        reading = early or compiled.submit(sheets, title)
        unseen = Unseen(*(getattr(beside(title), one.name) for one in fields(Unseen)))
        beside.cache_clear()
        ods = None  # with the XML of its sheets
        _refuse_many(unseen.blind, title, name)
        if unseen.twice is not None:
            raise ProblemsError([Problem(name, unseen.twice + 1, None, "the workbook holds this row, or a cell of it, twice", _AGAIN)])
        table = reading.result()
        if table.total_height > most_rows + 1 or table.total_width > most_columns:
            raise _refused(name, f'the sheet "{title}" is too large', f"keep to {most_rows:,} rows and {most_columns:,} columns")
        if table.total_height * table.total_width > MOST_CELLS:
            raise _too_large(title, name)
        merged = [*(getattr(table, "merged_cell_ranges", None) or ()), *unseen.merged]
        rows, cut = _texts(table, unseen.shown)
    except ProblemsError:
        raise
    except BaseException as error:  # the reader is compiled: its panics are no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise _refused(name, "the workbook cannot be read", _AGAIN) from None
    finally:
        compiled.shutdown(wait=False)
    hidden = tuple(other for other in hidden if other not in OPTIONS and f"{other}!" not in unseen.lists and f"{other}'!" not in unseen.lists)
    first = next((place for place, row in enumerate(rows) if any(row)), 0)
    _refuse_many((*unseen.blind, *cut), title, name)
    spans = _merged(merged, first, len(rows), name)
    blind = _blind(unseen.blind, cut, rows, first, name)
    return Sheet(title, rows, unseen.rows, unseen.columns, hidden, itself, blind, spans)


def _unseen_in_old(data: bytes, title: str, name: str) -> Unseen:
    from mentorkit.io.oldbooks import UnreadableError, unseen_in_xls

    try:
        return unseen_in_xls(data, title)
    except UnreadableError:
        raise _refused(name, "the old workbook (.xls) does not let anybody see what is hidden in it", _AGAIN) from None


def _chosen(workbook, sheets: Callable, far: Callable[[str], str | None], name: str, wanted: str | None) -> tuple[str, tuple[str, ...], bool]:
    """Give the sheet that is asked for, or the one with content, with the hidden ones that are not read; hidden ones are read only where they are named or alone."""
    from python_calamine import SheetVisibleEnum

    names = list(workbook.sheet_names)
    shown = {sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible}
    if wanted is not None:
        found = next((other for other in names if folded(other) == folded(wanted)), None)
        if found is None:
            raise _refused(name, f'there is no sheet "{wanted}"', f"write one of: {', '.join(names)}")
        return found, (), found not in shown
    full = [other for other in names if len(names) == 1 or far(other) or sheets(other).end is not None]
    filled = [other for other in full if other in shown] or full
    if len(filled) > 1:
        raise _refused(name, f"the workbook has {len(filled)} sheets with content", f"say which in cohort.yml: sheet: {filled[0]}")
    chosen = (filled or names)[0]
    return chosen, tuple(other for other in full if other not in shown and other != chosen), chosen not in shown


def _too_large(title: str, name: str) -> ProblemsError:
    return _refused(name, f'the sheet "{title}" has more than {MOST_CELLS:,} cells', "export only the columns that are used, or export it as .csv")


def _refuse_many(blind: Sized, title: str, name: str) -> None:
    if len(blind) > MOST_BLIND:
        raise _refused(name, f'more than {MOST_BLIND:,} cells of the sheet "{title}" show nothing true', _PASTE)


def _merged(merged: list, first: int, height: int, name: str) -> tuple[tuple[tuple[int, int], tuple[int, int]], ...]:
    """Give the corners of merged cells below the heading, inside the sheet; none may stand in the heading, nor too many below."""
    spans = [(tuple(top), (min(bottom[0], height - 1), bottom[1])) for top, bottom in merged if top != bottom and bottom[0] >= first]
    if any(top[0] <= first for top, _ in spans):
        raise ProblemsError([Problem(name, first + 1, None, "the heading row holds merged cells", "unmerge them and give each column its own heading")])
    if sum(max(0, bottom[0] - top[0] + 1) * (bottom[1] - top[1] + 1) for top, bottom in spans) > _MOST_MERGED:
        raise ProblemsError(Problem(name, top[0] + 1, None, "the row holds merged cells", "unmerge them and write the answer in each row") for top, _ in spans)
    return tuple(spans)


def _blind(blind: Iterable[tuple[int, int, str]], cut: Iterable[tuple[int, int]], rows: list[list[str]], first: int, name: str) -> tuple[tuple[int, int, str, str], ...]:
    """Give the cells that show a person something and come out empty, or cut short and are emptied; none may be a heading."""
    found = [(row, column, what, _PASTE) for row, column, what in blind]
    found += [(row, column, CUT, "format the column as text, and enter the number again") for row, column in cut]
    found = [cell for cell in found if first <= cell[0] < len(rows) and cell[1] < len(rows[first])]
    if headings := [cell for cell in found if cell[0] == first]:
        raise ProblemsError(Problem(name, first + 1, rows[first][column].strip() or None, f"the cell holds {what}", remedy) for _, column, what, remedy in headings)
    for row, column in cut:
        rows[row][column] = ""
    return tuple(found)


def _texts(table, shown: Mapping[tuple[int, int], str]) -> tuple[list[list[str]], list[tuple[int, int]]]:
    """Give a sheet's rows as a person sees them, a text of many cells once in memory, and the places of numbers that lost digits."""
    before = [""] * (table.start[1] if table.start else 0)
    rows, cut, texts, numbers = [], [], {}, {}
    formed: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for (row, column), form in shown.items():
        formed[row].append((column, form))
    for at, values in enumerate(table.iter_rows()):
        line = before.copy()
        for value in values:
            kind = type(value)
            if kind is str:
                line.append(texts.get(value, value))
                if len(texts) < _MOST_KNOWN:
                    texts[line[-1]] = line[-1]
            elif kind is float and value in numbers:
                line.append(numbers[value])
            else:
                if loses := kind in (float, int) and abs(value) >= 1e15:
                    cut.append((at, len(line)))
                line.append(_text(value))
                if kind is float and not loses and len(numbers) < _MOST_KNOWN:
                    numbers[value] = line[-1]
        for column, form in formed.get(at, ()):
            if len(before) <= column < len(line):
                line[column] = _as_shown(values[column - len(before)], form)
        rows.append(line)
    return rows, cut


def _text(value: object) -> str:
    """Write a workbook's value as the text a person sees."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value + 0.0:.15g}" if abs(value) < 1e15 else str(value)  # 0 for -0.0, 3 for 3.0, and 0.3 for 0.1 + 0.2, as spreadsheets show it
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}" if minutes >= 0 else str(value)
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat(" ") if isinstance(value, dt.datetime) else value.isoformat()
    return str(value)


def _as_shown(value: object, form: str) -> str:
    """
    Write a number as its format shows it.

    >>> _as_shown(7.0, "000"), _as_shown(0.35, "%"), _as_shown("x", "%"), _as_shown(1.0, "yes")
    ('007', '35%', 'x', 'yes')
    """
    if form.startswith("="):
        return form[1:]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return _text(value)
    if form == "yes":
        return _text(bool(value))
    if form == "%":
        return f"{round(value * 100, 8):.15g}%"
    if value >= 0 and not form.strip("0") and value == int(value):  # most of them
        return str(int(value)).zfill(len(form))
    return shown_as(value, form) or _text(value)


def _refused(name: str, problem: str, remedy: str) -> ProblemsError:
    return ProblemsError([Problem(name, None, None, problem, remedy)])
