"""Tombstones: keyed hashes of people who were erased, so that a later import does not bring them back."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

from mentorkit.model.words import folded

FORGOTTEN = "forgotten"


def tombstones(key: bytes, *values: str) -> set[str]:
    """Give the keyed hash of each value that is not empty; without the key nobody can tell whose it is."""
    return {hmac.new(key, f"forgotten:{folded(value)}".encode(), hashlib.sha256).hexdigest() for value in values if folded(value)}


def read_tombstones(cohort: Path) -> frozenset[str]:
    """Give a cohort's tombstones; none where nobody was erased."""
    path = cohort / ".mentorkit" / FORGOTTEN
    return frozenset(path.read_text(encoding="ascii").split()) if path.is_file() else frozenset()
