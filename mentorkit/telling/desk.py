"""The desk a notebook works at: a cohort, a place for results, a language and a date."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from pathlib import Path
from typing import Any

from pandas import DataFrame

from mentorkit.errors import Problem, ProblemsError, UsageError
from mentorkit.io.inspection import Inspection
from mentorkit.model.arc import Arc
from mentorkit.model.cohort import Cohort
from mentorkit.model.curriculum import Guide, Session
from mentorkit.model.palette import paint
from mentorkit.model.program import Program
from mentorkit.telling.catalogue import sentence
from mentorkit.telling.showing import Prose

AS_OF = "MENTORKIT_AS_OF"
READ = "MENTORKIT_READ"
"""The file in which a run keeps the cohort that it read and checked, for its own notebooks."""


@dataclass(frozen=True)
class Desk:
    """
    What a notebook has at hand.

    Args:
        cohort: The cohort, read and checked.
        results: The folder that results are written to.
        public: The folder for aggregates that passed disclosure control.
        as_of: The day on which the cohort is looked at.
        warnings: What reading the cohort found and could live with.
        whole: The cohort with everybody, where those are left out whose data may not be used for what is done here.
        left_out: Who they are, and the rule that says so.
    """

    cohort: Cohort
    results: Path
    public: Path
    language: str
    as_of: dt.date
    warnings: tuple[Problem, ...] = ()
    whole: Cohort | None = None
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def program(self) -> Program:
        """The programme, with the cohort's own differences."""
        return self.cohort.program

    @property
    def live(self) -> bool:
        """Whether a person has the notebook open, so that widgets make sense."""
        return "JPY_SESSION_NAME" in os.environ

    @cached_property
    def guides(self) -> dict[str, Guide]:
        """The curriculum: guide by code, the programme's own before the shipped."""
        from mentorkit.io.curriculum import read_curriculum

        return read_curriculum(program_folder(self.cohort.folder))

    @cached_property
    def arc(self) -> Arc:
        """The programme's arc: sessions by week, and how they move in a shorter or longer programme."""
        from mentorkit.io.curriculum import read_arc

        return read_arc(program_folder(self.cohort.folder)).arc

    @cached_property
    def sessions(self) -> list[Session]:
        """The sessions of the arc at the programme's length."""
        from mentorkit.planning.schedule import arc

        return arc([guide.session for guide in self.guides.values()], self.program.weeks, self.arc)

    @cached_property
    def titles(self) -> dict[str, str]:
        """The sessions' titles in the reader's language, by code."""
        return {code: guide.scripts[self.language].title for code, guide in self.guides.items() if self.language in guide.scripts}

    @cached_property
    def calendar(self) -> DataFrame:
        """Every date of a cohort that has a first day: sessions, what to prepare for them, milestones."""
        from mentorkit.planning.schedule import calendar

        held = {code: one.date for code, one in self.cohort.settings.sessions.items() if one.date}
        return calendar(self.program, self.cohort.starts, self.sessions, self.language, held)

    @cached_property
    def pairs(self) -> DataFrame:
        """The cohort's pairs: those of the results folder, or else matched now; with those that closed and were followed."""
        import pandas as pd

        from mentorkit.io.results import read_result
        from mentorkit.model.consent import without
        from mentorkit.model.roster import followed_pairs, roster, standing_decisions

        everybody, stored = self.whole or self.cohort, self.results / "matching" / "pairs.csv"
        if stored.is_file():
            found = read_result(stored)
        else:
            from mentorkit.matching import match, pairs_table

            found = pairs_table(match(roster(everybody), self.program, standing_decisions(everybody)))
        earlier = followed_pairs(everybody)
        pairs = pd.concat([found, earlier], ignore_index=True) if len(earlier) else found
        return without(pairs, self.left_out)

    def say(self, catalogue: str, key: str, **values: Any) -> Prose:
        """Give a sentence of a catalogue in the desk's language."""
        return Prose(sentence(catalogue, key, self.language, **values))

    def write(self, name: str, content: DataFrame | dict | list) -> Path:
        """Write a result, `matching/pairs.csv` or `matching/proof.json`, into the results folder."""
        from mentorkit.io.results import write_result

        return write_result(self.results / name, content)

    def publish(self, name: str, content: dict | list | bytes) -> Path:
        """Write an aggregate that passed disclosure control into the public folder."""
        from mentorkit.io.results import write_result

        return write_result(self.public / name, content)


def once(compute: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function of a desk compute once for each desk; what it gave is kept there, as the desk's own cached properties are."""

    @wraps(compute)
    def kept(desk: Desk, *more: Any) -> Any:
        name = "-".join([compute.__name__, *map(str, more)])
        if name not in desk.__dict__:
            desk.__dict__[name] = compute(desk, *more)
        return desk.__dict__[name]

    return kept


def open_desk(cohort: str, results: str = "", language: str = "", *, purpose: str | None = None) -> Desk:
    """
    Open the desk of a cohort.

    Args:
        cohort: The cohort's folder; a relative one is looked for here and in the folders above.
        results: The folder for results; the cohort's own `results` unless given.
        language: `es` or `en`; the cohort's own unless given.
        purpose: What the notebook uses people's data for; who did not agree to it is left out, with every row.

    Raises:
        UsageError: No such folder, or a language the programme does not have.
        ProblemsError: The cohort's data has errors.
    """
    from mentorkit.model.consent import agreeing, withheld

    folder = found_folder(cohort)
    read, warnings = _read(folder)
    chosen = language or read.language
    if chosen not in ("es", "en"):
        raise UsageError(f'there is no language "{chosen}"; write es or en')
    place, public = result_folders(folder, results)
    paint(read.program.publishing.colors)
    day, out = day_of_view(read), withheld(read, purpose) if purpose else {}
    here = agreeing(read, purpose) if purpose else read
    return Desk(here, place, public, chosen, day, warnings, read, out)


def keep(inspection: Inspection, file: Path) -> None:
    """Keep what was read of a cohort in a private file, which `READ` names to the notebooks of a run: none reads it again."""
    import pickle

    cohort = replace(inspection.cohort, folder=inspection.cohort.folder.resolve())
    file.write_bytes(pickle.dumps((cohort, tuple(inspection.warnings))))


def _read(folder: Path) -> tuple[Cohort, tuple[Problem, ...]]:
    """Give the cohort of a folder with its warnings: as the run that executes this notebook has read it, or else read now."""
    import pickle

    from mentorkit.io.cohort import inspect_cohort

    if given := os.environ.get(READ):
        cohort, warnings = pickle.loads(Path(given).read_bytes())
        if cohort.folder == folder:
            return cohort, warnings
    inspection = inspect_cohort(folder)
    if inspection.errors or inspection.cohort is None:
        raise ProblemsError(inspection.errors)
    return inspection.cohort, tuple(inspection.warnings)


def result_folders(folder: Path, results: str) -> tuple[Path, Path]:
    """Give the folders for private results and for public aggregates: beside a folder called `results`, else inside."""
    place = Path(results).absolute() if results else folder / "results"
    return place, (place.parent if place.name == "results" else place) / "public"


def found_folder(cohort: str) -> Path:
    """Give a cohort's folder, looked for from the current folder upwards."""
    wanted = Path(cohort)
    places = [Path.cwd(), *Path.cwd().parents] if not wanted.is_absolute() else [Path("/")]
    for place in places:
        if (place / wanted / "cohort.yml").is_file():
            return (place / wanted).resolve()
    raise UsageError(f"no cohort.yml in {cohort}; name the folder of a cohort, like cohorts/example")


def program_folder(cohort: Path) -> Path:
    """Give the folder that holds a cohort's `program.yml`."""
    from mentorkit.io.cohort import program_file

    return program_file(cohort).parent


def day_of_view(cohort: Cohort) -> dt.date:
    """
    Give the day on which a cohort is looked at.

    That is the day asked for, else today while the cohort runs, else the last day on record.
    """
    if asked := os.environ.get(AS_OF):
        return dt.date.fromisoformat(asked)
    today = dt.datetime.now(dt.UTC).date()
    if cohort.starts is None or cohort.ends is None:
        return today
    if cohort.starts <= today < cohort.ends:
        return today
    frames = [frame for frame in cohort.tables.values() if "date" in frame and len(frame)]
    return max([cohort.starts, *(day for frame in frames for day in frame["date"].dropna() if day <= today)])
