"""An audit log without names: what was done to a cohort and when, each line chained to the one before."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from pathlib import Path
from typing import Any

NAME = "audit.jsonl"
_FIRST = "0" * 64


def noted(work: Path, did: str, **facts: Any) -> None:
    """
    Add a line to the log of a cohort.

    Args:
        work: The cohort's `.mentorkit` folder.
        did: The command.
        facts: Counts, hashes, names of notebooks and days; never anything about a person.
    """
    path = work / NAME
    before = path.read_bytes() if path.is_file() else b""
    before = before[: before.rfind(b"\n") + 1]  # a line that a loss of power cut off never happened
    last = json.loads(before.splitlines()[-1])["chain"] if before else _FIRST
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    entry = {"at": now.isoformat().replace("+00:00", "Z"), "did": did, **facts}
    line = json.dumps({**entry, "chain": _chained(last, entry)}, ensure_ascii=False, sort_keys=True) + "\n"
    part = path.with_name(f"{NAME}.part")
    part.write_bytes(before + line.encode())
    os.chmod(part, 0o600)
    part.replace(path)


def broken_line(work: Path) -> int | None:
    """Give the number of the first line that does not follow from those before it, or None where all do."""
    path, last = work / NAME, _FIRST
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.is_file() else [], start=1):
        try:
            entry = json.loads(line)
            chain = entry.pop("chain")
        except (ValueError, KeyError, AttributeError):
            return number
        if chain != _chained(last, entry):
            return number
        last = chain
    return None


def _chained(last: str, entry: dict[str, Any]) -> str:
    return hashlib.sha256((last + json.dumps(entry, ensure_ascii=False, sort_keys=True)).encode()).hexdigest()
