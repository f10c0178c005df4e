"""
Forget a hundred people, each in a copy of a cohort that was run, and look for them: python benchmarks/forgetting.py [--people 100]

The search here is not that of `mentorkit forget`: it looks for the bytes of name, e-mail and telephone in
every file, in the text that pypdf reads out of every PDF, and in every archive.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
import zipfile
from functools import cache
from pathlib import Path

from pypdf import PdfReader

from mentorkit.io.cohort import read_cohort
from mentorkit.retention.forgetting import forget

ROOT = Path(__file__).parent.parent


def contents(path: Path) -> list[bytes]:
    """Give everything that a file says, in small letters."""
    return _contents(path.read_bytes(), path.suffix)


@cache  # the same file stands in every copy
def _contents(data: bytes, suffix: str) -> list[bytes]:
    found = [data]
    if suffix == ".pdf":
        found += [page.extract_text().encode() for page in PdfReader(io.BytesIO(data)).pages]
    elif zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = [archive.read(name) for name in archive.namelist()]
    return [one.lower() for one in found]


def hits(folder: Path, words: list[str]) -> list[str]:
    """Give the files that hold any of the words."""
    tokens = [word.casefold().encode() for word in words]
    return [path.name for path in folder.rglob("*") if path.is_file() if any(token in content for content in contents(path) for token in tokens)]


def main() -> int:
    """Print in how many of the copies nothing was found."""
    words = argparse.ArgumentParser()
    words.add_argument("--people", type=int, default=100)
    asked, clean, before = words.parse_args().people, 0, 0
    with tempfile.TemporaryDirectory() as place:
        shutil.copyfile(ROOT / "program.yml", Path(place) / "program.yml")
        whole = Path(place) / "cohorts" / "example"
        shutil.copytree(ROOT / "cohorts" / "example", whole, ignore=shutil.ignore_patterns("results", "public", ".mentorkit"))
        subprocess.run([sys.executable, "-m", "mentorkit", "run", str(whole)], check=True, capture_output=True)
        cohort = read_cohort(whole)
        people = [(id, row) for side in (cohort.mentees, cohort.mentors) for id, row in side.iterrows()][:asked]
        for id, row in people:
            copy = Path(place) / "cohorts" / "copy"
            shutil.copytree(whole, copy)
            tokens = [row[key] for key in ("name", "email", "phone") if isinstance(row.get(key), str)]
            before += len(hits(copy, tokens))
            forget(copy, id)
            found = hits(copy, tokens)
            clean += not found
            if found:
                print(f"{id}: still in {', '.join(sorted(set(found)))}")
            shutil.rmtree(copy)
    print(f"{clean} of {len(people)} people: nothing found; before, each stood in {before / len(people):.0f} files on average")
    return clean != len(people)


if __name__ == "__main__":
    raise SystemExit(main())
