"""An archived run, derived again and compared."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mentorkit.errors import ProblemsError, UsageError
from mentorkit.io.cohort import inspect_cohort
from mentorkit.running import manifest as manifests
from mentorkit.running.cohorts import Report, Wishes, derived
from mentorkit.running.engines import Engine
from mentorkit.running.staging import locked

_COMPARED = (".csv", ".json")
_CLOCKS = {"proof.json": "seconds"}


@dataclass
class Verdict:
    """What a comparison found: files that are the same, files that differ, and what changed since the run."""

    same: list[str] = field(default_factory=list)
    differ: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


def verify(folder: Path, by: Engine, report: Report = lambda _: None) -> Verdict:
    """
    Derive a cohort's results again in a place of their own, from the manifest's parameters, and compare tables and figures.

    Nothing of the cohort is changed. The seconds that a proof took are no result and are not compared.

    Args:
        folder: The cohort's folder, with its results.
        by: What executes notebooks.
        report: Called with each notebook's name when it is done.

    Raises:
        UsageError: There is no run to compare with.
        ProblemsError: The cohort's data has errors.
        RunError: A notebook failed, or a run is at work.
    """
    manifest = manifests.read_manifest(folder / "results")
    if not manifest.get("notebooks"):
        raise UsageError(f"{folder.name} has no finished run to compare with; type: mentorkit run {folder}")
    inspection = inspect_cohort(folder)
    if inspection.errors or inspection.cohort is None:
        raise ProblemsError(inspection.errors)
    wishes = Wishes(tuple(manifest["notebooks"]), language=manifest["parameters"]["language"], force=True, as_of=_day(manifest["parameters"]["as_of"]))
    with locked(folder) as work, tempfile.TemporaryDirectory(prefix="mk-verify-") as place:
        run = derived(folder, inspection, wishes, work, report, by, Path(place))
        return _compared(folder, Path(place), _changed(manifest, run.inputs))


def _day(text: str) -> Any:
    import datetime as dt

    return dt.date.fromisoformat(text)


def _changed(manifest: dict[str, Any], inputs: Any) -> list[str]:
    """Say what is no longer as it was when the results were made."""
    before = manifest["inputs"]
    files = sorted(name for name in {*before, *inputs} if before.get(name) != inputs.get(name))
    now, then = manifests.versions(), manifest["versions"]
    versions = [f"{name} {then[name]} → {now.get(name, 'none')}" for name in sorted(then) if now.get(name) != then[name]]
    code = ["mentorkit's own code"] if manifest["package"] != manifests.package_hash() and now["mentorkit"] == then.get("mentorkit") else []
    return [*files, *versions, *code]


def _compared(folder: Path, fresh: Path, changed: list[str]) -> Verdict:
    verdict = Verdict(changed=changed)
    for root in ("results", "public"):
        names = {path.relative_to(base).as_posix() for base in (folder, fresh) for path in (base / root).rglob("*") if path.suffix in _COMPARED or root == "public"}
        for name in sorted(names):
            if Path(name).name != manifests.NAME and ((folder / name).is_file() or (fresh / name).is_file()):
                (verdict.same if _content(folder / name) == _content(fresh / name) else verdict.differ).append(name)
    return verdict


def _content(path: Path) -> bytes | str | None:
    if not path.is_file():
        return None
    if path.name not in _CLOCKS:
        return path.read_bytes()
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return path.read_bytes()
    return json.dumps({key: one for key, one in value.items() if key != _CLOCKS[path.name]}, sort_keys=True)
