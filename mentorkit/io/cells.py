"""Text cells to typed values, by the declared kind; what does not fit is refused, never guessed."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from zoneinfo import ZoneInfo

from mentorkit.model.folding import bare as plain
from mentorkit.model.folding import folded, tidy
from mentorkit.model.tables import Column

QUARTERS_A_DAY = 96
QUARTERS_A_WEEK = 7 * QUARTERS_A_DAY
_DAYS = {
    name: place
    for place, names in enumerate((
        "mon monday lun lunes", "tue tuesday tues mar martes", "wed wednesday mie miercoles",
        "thu thursday thur thurs jue jueves", "fri friday vie viernes", "sat saturday sab sabado",
        "sun sunday dom domingo",
    ))
    for name in names.split()
}
_YES = {"yes", "y", "si", "s", "true", "1", "verdadero"}
_NO = {"no", "n", "false", "0", "falso"}
_SPACES = re.compile(r"\s*")
THOUSAND, _DECIMAL = re.compile(r"[-+]?\d{1,3},\d{3}"), re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_POINT = re.compile(r"[-+]?\d{1,3}\.\d{3}")
_TIME, _SERIAL = re.compile(r"[T ]"), re.compile(r"[2-6]\d{4}([.,]\d+)?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_BETWEEN_SLOTS = re.compile(r"[;|\n]")
_SLOT = re.compile(r"([a-z]+)(?:\s*(?:-|–|a|to)\s*([a-z]+))?\.?:?\s+(\d.*)")
_SPAN = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:-|–|a|to)\s*(\d{1,2})(?:[:.h](\d{2}))?")


class CellError(ValueError):
    """A cell that breaks its column's rule: `problem` and `remedy`, without the cell's value."""

    def __init__(self, problem: str, remedy: str):
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


def plain_text(text: str) -> str:
    """Read a text: NFC, with single spaces."""
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())


def plain_texts(texts: Sequence[str]) -> list[str]:
    """Give `plain_text` of each text of a column."""
    if not tidy(texts):
        return list(map(plain_text, texts))
    if "".join(texts).isascii():
        return list(texts)
    return [text if text.isascii() else unicodedata.normalize("NFC", text) for text in texts]


def yes_or_no(text: str) -> bool:
    """Read yes/no, sí/no, true/false, 1/0."""
    word = plain(text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellError("is neither yes nor no", "write yes or no (sí or no)")


def number(text: str) -> float:
    """Read a number with decimal point or comma; `1,234` is refused because it may mean two things."""
    squeezed = text.replace("\u00a0", "").replace("−", "-").strip()
    if THOUSAND.fullmatch(squeezed):
        raise CellError("may be a decimal or a thousand", "write it without separator, or with a decimal point")
    candidate = squeezed.replace(",", ".")
    if not _DECIMAL.fullmatch(candidate):
        raise CellError("is no number", "write digits, like 3 or 3.5")
    value = float(candidate)
    if not math.isfinite(value):
        raise CellError("is no number", "write digits, like 3 or 3.5")
    return value


def whole_number(text: str) -> int:
    """
    Read a whole number; `1.234` is refused because it may mean two things.

    >>> whole_number("12"), whole_number("12.0")
    (12, 12)
    """
    if _POINT.fullmatch(text.strip()):
        raise CellError("may be a decimal or a thousand", "write it without separator")
    value = number(text)
    if not value.is_integer():
        raise CellError("is no whole number", "write it without decimals")
    return int(value)


_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})", re.ASCII)


def date(text: str, order: str, zone: str | None = None) -> dt.date:
    """
    Read a date: always `2026-02-14`; with slashes, dots or dashes in the declared order only.

    A time of day behind it is dropped; where it names its distance from UTC, the day is the one in `zone`.
    Two-digit years are refused, and so are the numbers by which a spreadsheet counts days.

    >>> date("2026-02-15T03:00:00Z", "year-first", "America/Bogota")
    datetime.date(2026, 2, 14)
    """
    if zone is not None and _MOMENT.fullmatch(text.strip()):
        with suppress(ValueError, OverflowError):
            return dt.datetime.fromisoformat(text.strip()).astimezone(ZoneInfo(zone)).date()
    word = _TIME.split(text.strip(), maxsplit=1)[0]
    if match := _YEAR_FIRST.fullmatch(word):
        year, month, day = map(int, match.groups())
    elif match := _YEAR_LAST.fullmatch(word):
        if order == "year-first":
            raise CellError("is a date whose order is not declared", "say dates: day-first (or month-first) in cohort.yml")
        first, second, year = map(int, match.groups())
        day, month = (first, second) if order == "day-first" else (second, first)
    elif _SERIAL.fullmatch(word):
        raise CellError("is a number and no date", "format the column as a date in the spreadsheet")
    else:
        raise CellError("is no date", _date_remedy(order))
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise CellError("is no date of the calendar", _date_remedy(order)) from None


def _date_remedy(order: str) -> str:
    shapes = {"day-first": "day/month/year", "month-first": "month/day/year", "year-first": "year-month-day, like 2026-02-14"}
    return f"write {shapes[order]}"


def list_items(text: str, split: str | None = None, options: list[str] | None = None) -> tuple[str, ...]:
    """Read a list cell: by its options (longest first), by the declared separator, or by `;` and `|`."""
    if options:
        return _by_options(text, tuple(options), split or ", ")
    parts = text.split(split) if split else re.split(r"[;|]", text)
    items = (" ".join(part.split()) for part in parts)
    return tuple(dict.fromkeys(item for item in items if item))


def _by_options(text: str, options: tuple[str, ...], separator: str) -> tuple[str, ...]:
    text, glue, at, found = text.strip(), separator.rstrip(), 0, []
    by_length, mark = _by_length(options), separator.strip()
    while at < len(text):
        option = _option_at(text, at, by_length, mark)
        end = at + len(option) if option else text.find(separator, at)
        end = end if end >= 0 else len(text)
        found.append(option or text[at:end].strip())
        at = _past_spaces(text, end + len(glue) if text.startswith(glue, end) else end)
    return tuple(dict.fromkeys(item for item in found if item))


def _option_at(text: str, at: int, by_length: tuple[tuple[int, dict[str, str]], ...], mark: str) -> str | None:
    """Give the longest option that stands in a text from a place on, with the end or a separator behind it."""
    for length, known in by_length:
        option = known.get(folded(text[at : at + length]))
        if option and ((end := _past_spaces(text, at + length)) >= len(text) or text.startswith(mark, end)):
            return option
    return None


@lru_cache
def _by_length(options: tuple[str, ...]) -> tuple[tuple[int, dict[str, str]], ...]:
    lengths = sorted(set(map(len, options)), reverse=True)
    return tuple((length, {folded(option): option for option in reversed(options) if len(option) == length}) for length in lengths)


def _past_spaces(text: str, at: int) -> int:
    return _SPACES.match(text, at).end()


def weekly_slots(text: str, zone: str, on: dt.date) -> frozenset[int]:
    """
    Read weekly slots like `mon 18-20; sat 9-12:30` into quarter-hours of the week in UTC, 0 to 671.

    Day names in English or Spanish, in full or short; `mon-fri 18-20` and `mon 9-12, 14-16` work too.

    Args:
        text: The cell.
        zone: The person's IANA time zone.
        on: The day whose offset from UTC is used.
    """
    parts = (part for part in _BETWEEN_SLOTS.split(text) if part.strip())
    quarters = set().union(*map(_local_quarters, parts))
    offset = dt.datetime(on.year, on.month, on.day, 12, tzinfo=ZoneInfo(zone)).utcoffset()
    shift = round(offset.total_seconds() / 900) if offset else 0
    return frozenset((quarter - shift) % QUARTERS_A_WEEK for quarter in quarters)


def _local_quarters(part: str) -> set[int]:
    match = _SLOT.fullmatch(plain(part))
    if not match or match[1] not in _DAYS or (match[2] and match[2] not in _DAYS):
        raise _no_slot()
    first = _DAYS[match[1]]
    last = _DAYS[match[2]] if match[2] else first
    days = [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    quarters: set[int] = set()
    for span in match[3].split(","):
        begin, end = _span(span.strip())
        quarters |= {day * QUARTERS_A_DAY + quarter for day in days for quarter in range(begin, end)}
    return quarters


def _no_slot() -> CellError:
    return CellError("holds a slot that cannot be read", "write day and hours, like: mon 18-20; sat 9-12")


def _span(text: str) -> tuple[int, int]:
    match = _SPAN.fullmatch(text)
    if not match:
        raise _no_slot()
    hour, minute, to_hour, to_minute = (int(group or 0) for group in match.groups())
    begin, end = hour * 4 + minute // 15, to_hour * 4 + -(-to_minute // 15)
    if minute > 59 or to_minute > 59 or not 0 <= begin < end <= QUARTERS_A_DAY:
        raise _no_slot()
    return begin, end


def reader(column: Column, order: str, zone: str | None = None) -> Callable[[str], object]:
    """Give the function that reads a cell of a canonical column; slots and lists are read elsewhere."""
    match column.kind:
        case "choice":
            known = {plain(option): option for option in reversed(column.options)}
            return lambda text: _option(text, known)
        case "yesno":
            return yes_or_no
        case "integer" | "year":
            return lambda text: _within(whole_number(text), column)
        case "number":
            return lambda text: _within(number(text), column)
        case "date":
            return lambda text: date(text, order, zone)
        case "ids" | "list":
            return list_items
        case _:
            return plain_text


def _option(text: str, known: Mapping[str, str]) -> str:
    option = known.get(plain(text))
    if option is None:
        raise CellError("is none of the known answers", f"write one of: {', '.join(reversed(known.values()))}")
    return option


def _within(value: float, column: Column) -> float:
    low, high = column.low, column.high
    if (low is not None and value < low) or (high is not None and value > high):
        raise CellError("is out of range", f"write a number from {low:g} to {high:g}")
    return value
