"""What reading a cohort's folder gives: the cohort, what is wrong with it, and of what nobody can tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mentorkit.errors import Problem
from mentorkit.io.growing import row_names
from mentorkit.io.readings import readings_in
from mentorkit.io.selection import Known, everybody
from mentorkit.io.tables import RawTable
from mentorkit.model.cohort import Cohort
from mentorkit.model.program import Program
from mentorkit.model.tables import PEOPLE, TABLES


@dataclass
class Inspection:
    """
    A cohort as far as it could be read, and everything that is wrong with it.

    `language` is the one in which that is told: the programme's first, or English where none can be read. `raw` holds each
    table and each survey's answers as they stand in their files, by name; `known` says who may be one of the people. Below the
    keys `left_out` of the settings something is wrong, and the cohort was read without it. Of the
    tables `unread` not every row could be read, or none; of those `crowded` with errors not every cell was looked at.
    """

    folder: Path
    language: str
    problems: list[Problem] = field(default_factory=list)
    cohort: Cohort | None = None
    program: Program | None = None
    raw: Mapping[str, RawTable] = field(default_factory=dict)
    known: Known = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    crowded: frozenset[str] = frozenset()

    @property
    def errors(self) -> list[Problem]:
        """Problems that stop a run."""
        return [problem for problem in self.problems if not problem.warning]

    @property
    def warnings(self) -> list[Problem]:
        """Problems that do not."""
        return [problem for problem in self.problems if problem.warning]

    @property
    def whole(self) -> bool:
        """Tell whether the settings and the tables of people are without errors: otherwise somebody may stand there who is not among the people."""
        files = {self.raw[side].name for side in PEOPLE if side in self.raw}
        return not self.left_out and everybody(self.known) is not None and not any(problem.file in files for problem in self.errors)

    def beside(self, problems: Iterable[Problem]) -> list[Problem]:
        """Give problems without those of cells of which the file does not say what they hold: that has been told."""
        unsure = {(raw.name, *cell) for raw in self.raw.values() for cell in raw.unsure}
        return [problem for problem in problems if problem[:3] not in unsure] if unsure else list(problems)

    def rows(self) -> Iterator[tuple[str, RawTable, dict[int, str]]]:
        """Give each table that could be read: its name, its cells, and what each row that counts is about."""
        cohort = self.cohort
        frames = cohort and {"mentees": cohort.mentees, "mentors": cohort.mentors, **cohort.tables, **{answers_table(id): answers.frame for id, answers in cohort.surveys.items()}}
        yield from ((name, raw, row_names(frames[name], TABLES.get(name))) for name, raw in self.raw.items() if frames and name in frames and name != "reviews")
        yield from ((name, raw, row_names(readings_in(cohort.tables["reviews"], raw.name), TABLES["reviews"])) for name, raw in self.raw.items() if cohort and name.partition("-")[0] == "reviews")


def answers_table(survey: str) -> str:
    """Give the name of a survey's answers among the tables."""
    return f"answers-{survey}"
