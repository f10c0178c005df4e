"""What `verify`, `forget` and `purge` say."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

from mentorkit.cli.commands import shown

_SHOWN = 20


def verified(folder: Path) -> int:
    """Compare a cohort's results with the same run done again; 0 when they are the same, 1 when not."""
    from tqdm import tqdm

    from mentorkit.running.audit import broken_line
    from mentorkit.running.engines import engine
    from mentorkit.running.manifest import read_manifest
    from mentorkit.running.verifying import verify

    notebooks = len(read_manifest(folder / "results").get("notebooks", {}))
    with engine(notebooks) as by, tqdm(total=notebooks, unit="notebook", file=sys.stderr, leave=False) as bar:
        verdict = verify(folder, by, lambda name: (bar.set_postfix_str(name, refresh=False), bar.update()))
    if verdict.changed:
        print(f"{folder.name}: changed since the run: {'; '.join(verdict.changed[:_SHOWN])}", file=sys.stderr)
    for name in verdict.differ[:_SHOWN]:
        print(f"{folder.name}: {name} differs", file=sys.stderr)
    if line := broken_line(folder / ".mentorkit"):
        print(f"{folder.name}: line {line} of .mentorkit/audit.jsonl does not follow from the one before: it was changed, or lines are missing", file=sys.stderr)
    print(f"{folder.name}: {len(verdict.same)} of {len(verdict.same) + len(verdict.differ)} tables and figures are the same when they are derived again")
    return 1 if verdict.differ or line else 0


def forgotten(folder: Path, person: str) -> None:
    """Erase a person and say what was done."""
    from mentorkit.retention.forgetting import forget

    erased = forget(folder, person)
    print(
        f"{folder.name}: erased {erased.rows} rows and mention in {erased.cells} cells; {erased.files} files made to be read are removed. "
        f"A search of the whole folder finds nothing.\nNext: mentorkit run {shown(folder)}, so that results are complete again. "
        "Backups, mails and the form tool itself are not in this folder: erase there, too."
    )


def purged(folders: Sequence[Path], before: dt.date, yes: bool) -> None:
    """Clear the cohorts that ended before a day, or list what would be removed."""
    from mentorkit.retention.purging import ended_before, files_about_people, purge

    ended = ended_before(folders, before)
    for folder in ended:
        files = files_about_people(folder)
        if yes:
            print(f"{folder.name}: {purge(folder)} files removed; aggregates, settings and the audit log stay")
            continue
        print(f"{folder.name}: {len(files)} files would be removed")
        for path in files[:_SHOWN]:
            print(f"  {shown(path)}")
        if len(files) > _SHOWN:
            print(f"  and {len(files) - _SHOWN} more")
    left = len(folders) - len(ended)
    if left:
        print(f"{left} of {len(folders)} cohorts had not ended before {before.isoformat()}; nothing is done to them")
    if ended and not yes:
        print("Nothing was removed. To remove: type the same with --yes")
