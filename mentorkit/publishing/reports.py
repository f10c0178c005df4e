"""The cohorts' public reports, executed beside nothing but public folders, and what of them may be published."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from mentorkit.model.catalogue import texts
from mentorkit.model.colors import Colors
from mentorkit.running.engines import Engine, engine

if TYPE_CHECKING:
    from nbformat import NotebookNode

KNOWN = Path(".mentorkit") / "reports"
"""Where a programme's folder keeps the reports of the last publication, so that the next one executes only what is new."""


def write_reports(program: Path, cohorts: Sequence[Path], sources: Mapping[str, Path], colors: Colors) -> None:
    """
    Write the report of every cohort into the book's sources of every language.

    A report sees the public folders of the programme's cohorts and its colours, copied aside, and nothing private.
    As many run side by side as the machine's engine takes; what comes out does not depend on it. A report whose public
    tables, earlier cohorts, notebook, colours and version of mentorkit are those of the last publication is not executed again;
    what this publication does not use is forgotten.

    Args:
        program: The programme's folder, whose own notebook is used where it has one.
    """
    with tempfile.TemporaryDirectory(prefix="mk-reports-") as place, engine(len(cohorts) * len(sources)) as by:
        aside = Path(place) / "cohorts"
        for folder in cohorts:
            shutil.copytree(folder / "public", aside / folder.name / "public")
            (aside / folder.name / "cohort.yml").touch()
        (Path(place) / "program.yml").write_text(json.dumps({"publishing": {"colors": colors.model_dump()}}), encoding="utf-8")
        known = _memory(program, Path(place))
        marks = _marks(program, aside, colors)
        with ThreadPoolExecutor(by.side_by_side) as workers:
            jobs = [workers.submit(_write_report, program, aside / folder.name, language, target, by, known / f"{marks[folder.name]}-{language}.ipynb")
                    for (language, target), folder in product(sources.items(), cohorts)]
            used = {job.result() for job in jobs}
        for leftover in set(known.iterdir()) - used:
            leftover.unlink()


def _memory(program: Path, otherwise: Path) -> Path:
    """Give the folder that remembers reports; where nothing can be written, one that is forgotten afterwards."""
    for known in (program / KNOWN, otherwise / "known"):
        with suppress(OSError):
            known.mkdir(parents=True, exist_ok=True)
            if os.access(known, os.W_OK):
                break
    return known


def _marks(program: Path, aside: Path, colors: Colors) -> dict[str, str]:
    """Give a hash of everything that a cohort's report depends on, by cohort."""
    from mentorkit.running.notebooks import template
    from mentorkit.telling.report import cohorts_read

    package = Path(__file__).parents[1]
    code = _hash(path for path in sorted(package.rglob("*")) if path.suffix in (".py", ".yml", ".css") and "_shipped" not in path.parts)
    tools = " ".join(f"{name} {version(name)}" for name in ("matplotlib", "pandas", "numpy"))
    own = _hash([template(program, "cohort-report")])
    public = {folder.name: _hash(sorted(path for path in (folder / "public").rglob("*") if path.is_file())) for folder in aside.iterdir()}
    return {
        folder.name: hashlib.sha256(json.dumps([code, tools, own, colors.model_dump(), [(one.name, public[one.name]) for one in cohorts_read(folder)]]).encode()).hexdigest()[:32]
        for folder in aside.iterdir()
    }


def _hash(files: Iterable[Path]) -> str:
    told = hashlib.sha256()
    for path in files:
        told.update(f"{path.name} {path.stat().st_size}\n".encode() + path.read_bytes())
    return told.hexdigest()


def _write_report(program: Path, folder: Path, language: str, target: Path, by: Engine, known: Path) -> Path:
    """Write a report into the sources, executed or as the last publication left it, and give where it is remembered."""
    from mentorkit.running.notebook_files import notebook_format
    from mentorkit.running.notebooks import executed

    if not known.is_file():
        nbformat = notebook_format()
        with tempfile.TemporaryDirectory(prefix="mk-report-") as scratch:
            parameters = {"cohort": str(folder), "results": "", "language": language}
            report = executed(by, program.absolute(), "cohort-report", parameters, Path(scratch), {})
        fresh = known.with_suffix(".new")
        title = texts("publishing", "site", language)["report"].format(name=folder.name)
        nbformat.write(published(report, title), fresh)
        fresh.replace(known)
    (target / "cohorts").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(known, target / "cohorts" / f"{folder.name}.ipynb")
    return known


def published(report: NotebookNode, title: str) -> NotebookNode:
    """
    Give what may be published of an executed report: its words, and its own tables and pictures, which are escaped HTML.

    Code, parameters, metadata of the run and every other kind of output (scripts, LaTeX, widgets, errors) stay behind.
    """
    report.cells = [cell for cell in report.cells if not {"parameters", "injected-parameters"} & set(cell.metadata.get("tags", []))]
    report.metadata = {key: report.metadata[key] for key in ("kernelspec", "language_info") if key in report.metadata}
    for cell in report.cells:
        cell.metadata = type(cell.metadata)()
        if cell.cell_type == "code":
            cell.metadata["tags"] = ["remove-input"]
            cell.source = "# the code stays with the programme"  # an empty cell would lose its output in the book
            cell.outputs = [output for output in cell.outputs if "text/html" in output.get("data", {})]
            for output in cell.outputs:
                output["data"], output["metadata"] = {"text/html": output["data"]["text/html"]}, {}
    first = next(cell for cell in report.cells if cell.cell_type == "markdown")
    first.source = re.sub(r"^# .*$", lambda _: title, first.source, count=1, flags=re.MULTILINE)
    return report
