"""Problems that a person can mend, and the exceptions that carry them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Problem(NamedTuple):  # a bad file makes a million of them
    """
    One thing that is wrong, where it stands, and what to do about it.

    `row` is the row a person sees in the file (1 is the first line or the header), `column` the
    heading as it stands there. Neither `problem` nor `remedy` ever repeats a participant's data.
    """

    file: str
    row: int | None
    column: str | None
    problem: str
    remedy: str
    warning: bool = False

    def __str__(self) -> str:
        file, row, column, problem, remedy, _ = self
        end = "" if remedy[-1:] in ("?", ".") else "."
        place = "" if row is None else f":{row}"
        return f"{file}{place}: {problem}; {remedy}{end}" if column is None else f"{file}{place}:{column}: {problem}; {remedy}{end}"


class MentorkitError(Exception):
    """Anything that mentorkit itself refuses or could not do."""

    exit_code = 3


class ProblemsError(MentorkitError):
    """The data or the programme has problems; all of them are listed."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(sorted(set(problems), key=_reading_order))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple:
        return type(self), (self.problems,)


class UsageError(MentorkitError):
    """The command, or a function, was used wrongly."""

    exit_code = 2


class InvalidInputError(MentorkitError, ValueError):
    """An argument of a public function breaks the rule that its docstring states."""

    exit_code = 2


class RunError(MentorkitError):
    """Something failed on the way; nothing that was there before has changed."""

    exit_code = 3


def _reading_order(problem: Problem) -> tuple:
    return problem.file, problem.row or 0, problem.column or "", problem.problem
