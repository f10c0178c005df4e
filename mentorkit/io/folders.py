"""Files that lie in a cohort's folder under a table's name."""

from __future__ import annotations

from pathlib import Path

from mentorkit.io.tables import BOOKS, TEXTS

ENDINGS = (".csv", ".xlsx", ".tsv", ".ods", *sorted({*TEXTS, *BOOKS} - {".csv", ".xlsx", ".tsv", ".ods"}))
_UNREAD = frozenset((
    ".xlsb", ".xltx", ".xlt", ".fods", ".numbers", ".gsheet", ".html", ".htm", ".pdf", ".json", ".sav", ".dta", ".parquet", ".zip", ".gz", ".doc", ".docx",
))


def table_files(folder: Path, name: str) -> tuple[list[str], list[str]]:
    """Give the files of a table's name that are read, and those that look like tables and are not; however their names are cased."""
    try:
        lying = sorted(path.name for path in folder.iterdir() if path.name.casefold().partition(".")[0] == name.casefold().partition(".")[0])
    except OSError:
        return [], []
    read = [other for ending in ENDINGS for other in lying if other.casefold() == name.casefold() + ending]
    return read, [other for other in lying if Path(other).suffix.casefold() in _UNREAD]


def instead_of(file: str) -> str:
    """Give what to do with a file that is not read."""
    packed = Path(file).suffix.casefold() in (".zip", ".gz")
    return "it is packed: unpack it, and put here the .csv that is in it" if packed else "export it as .csv, .tsv, .xlsx or .ods"


def readers_files(folder: Path) -> list[str]:
    """Give the files of single readers of applications, `reviews-<reader>`, by name."""
    try:
        lying = sorted(path.name for path in folder.iterdir() if path.is_file())
    except OSError:
        return []
    return [name for name in lying if name.casefold().startswith("reviews-") and Path(name).suffix.casefold() in ENDINGS]
