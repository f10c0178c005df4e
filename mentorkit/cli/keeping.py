"""What `verify`, `forget` and `purge` say."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

from mentorkit.cli.command import told_language
from mentorkit.cli.commands import shown
from mentorkit.cli.saying import said

_SHOWN = 20


def verified(folder: Path) -> int:
    """Compare a cohort's results with the same run done again; 0 when they are the same, 1 when not."""
    from tqdm import tqdm

    from mentorkit.running.audit import broken_line
    from mentorkit.running.engines import engine
    from mentorkit.running.manifest import read_manifest
    from mentorkit.running.verifying import verify

    notebooks, language = len(read_manifest(folder / "results").get("notebooks", {})), told_language(str(folder))
    with engine(notebooks) as by, tqdm(total=notebooks, unit=said("run-unit", language), file=sys.stderr, leave=False) as bar:
        verdict = verify(folder, by, lambda name: (bar.set_postfix_str(name, refresh=False), bar.update()))
    if verdict.changed:
        print(said("verify-changed", language, cohort=folder.name, names="; ".join(verdict.changed[:_SHOWN])), file=sys.stderr)
    for name in verdict.differ[:_SHOWN]:
        print(said("verify-differs", language, cohort=folder.name, name=name), file=sys.stderr)
    if line := broken_line(folder / ".mentorkit"):
        print(said("verify-log", language, cohort=folder.name, line=str(line)), file=sys.stderr)
    print(said("verify", language, cohort=folder.name, same=len(verdict.same), n=len(verdict.same) + len(verdict.differ)))
    return 1 if verdict.differ or line else 0


def forgotten(folder: Path, person: str) -> None:
    """Erase a person and say what was done."""
    from mentorkit.retention.forgetting import forget

    erased = forget(folder, person)
    print(said("forgotten", told_language(str(folder)), cohort=folder.name, rows=erased.rows, cells=erased.cells, files=erased.files, shown=shown(folder)))


def purged(folders: Sequence[Path], before: dt.date, yes: bool) -> None:
    """Clear the cohorts that ended before a day, or list what would be removed."""
    from mentorkit.retention.purging import ended_before, files_about_people, purge

    ended, language = ended_before(folders, before), told_language(str(folders[0]))
    for folder in ended:
        files = files_about_people(folder)
        if yes:
            print(said("purged", language, cohort=folder.name, n=purge(folder)))
            continue
        print(said("purge-would", language, cohort=folder.name, n=len(files)))
        for path in files[:_SHOWN]:
            print(f"  {shown(path)}")
        if len(files) > _SHOWN:
            print(f"  {said('purge-more', language, n=len(files) - _SHOWN)}")
    left = len(folders) - len(ended)
    if left:
        print(said("purge-later", language, left=left, n=len(folders), day=before.isoformat()))
    if ended and not yes:
        print(said("purge-nothing", language))
