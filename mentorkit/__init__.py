"""mentorkit: a curriculum and playbook toolkit for mentoring programmes."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from mentorkit.errors import InvalidInputError, MentorkitError, Problem, ProblemsError, RunError, UsageError

try:
    __version__ = version("mentorkit")
except PackageNotFoundError:
    __version__ = "0"

__all__ = [
    "InvalidInputError",
    "MentorkitError",
    "Problem",
    "ProblemsError",
    "RunError",
    "UsageError",
    "__version__",
]
