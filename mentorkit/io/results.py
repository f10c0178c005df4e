"""Results and aggregates to files: the same values give the same bytes."""

from __future__ import annotations

import json
import math
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame

DECIMALS = 6
_SPECIAL = re.compile(r'[,"\r\n]')
_LIVE = tuple("=+-@|%\t\r\n＝＋－＠｜％")


def write_result(path: Path, content: DataFrame | dict | list | bytes) -> Path:
    """
    Write a table as CSV, a mapping as JSON, or bytes as they are, in one step.

    Numbers have at most 6 decimals, lines end in a line feed, and text that a spreadsheet would take
    for a formula begins with an apostrophe. A reader never sees half a file.
    """
    if isinstance(content, bytes):
        data = content
    elif isinstance(content, (dict, list)):
        data = (json.dumps(_plain(content), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    else:
        data = csv_text(content).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_whole(path, data)


def write_whole(path: Path, data: bytes, mode: int = 0o666) -> Path:
    """Write a file in one step, so that nobody ever reads half of it; `mode` is that of a new file, which the umask narrows."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(data)
    return part.replace(path)


def csv_text(frame: DataFrame) -> str:
    """Give a frame as CSV text, by the promises of `write_result`."""
    rows = ([_cell(value) for value in row] for row in frame.itertuples(index=False, name=None))
    return "".join(_line(cells) for cells in ([_cell(name) for name in frame.columns], *rows))


def _line(cells: list[str]) -> str:
    """Join cells; a lone carriage return is quoted too, which the csv module forgets."""
    if cells == [""]:
        return '""\n'
    return ",".join(f'"{cell.replace(chr(34), 2 * chr(34))}"' if _SPECIAL.search(cell) else cell for cell in cells) + "\n"


def read_result(path: Path) -> DataFrame:
    """Read a result table; ids and text stay text, and columns of numbers become numbers."""
    import pandas as pd

    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    for name in frame.columns:
        if name.endswith("_id") or name in ("rules", "state"):
            continue
        numbers = pd.to_numeric(frame[name].where(frame[name] != ""), errors="coerce")
        if (numbers.notna() | (frame[name] == "")).all() and numbers.notna().any():
            frame[name] = numbers
    return frame


def _cell(value: Any) -> str:
    if _missing(value):
        return ""
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "yes" if value else "no"
    if not isinstance(value, str) and (isinstance(value, float) or hasattr(value, "dtype")):
        return _number(value)
    if isinstance(value, (tuple, list, frozenset)):
        value = "; ".join(map(str, sorted(value) if isinstance(value, frozenset) else value))
    text = str(value)
    if hasattr(value, "strftime"):
        text = text.removesuffix(" 00:00:00")  # a day is a day, whether pandas or Python holds it
    return f"'{text}" if text.startswith(_LIVE) and not isinstance(value, int) else text


def _missing(value: Any) -> bool:
    return value is None or type(value).__name__ == "NAType" or bool(value != value)


def _number(value: Any) -> str:
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    rounded = round(float(value), DECIMALS)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.{DECIMALS}f}".rstrip("0")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if _missing(value):
        return None
    if isinstance(value, (bool, int, str)):
        return value
    if hasattr(value, "dtype") or isinstance(value, float):
        rounded = round(float(value), DECIMALS)
        return int(rounded) if rounded == int(rounded) else rounded
    return str(value)
