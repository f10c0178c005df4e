"""mentorkit: a curriculum and playbook toolkit for mentoring programmes."""

from __future__ import annotations

from mentorkit.errors import InvalidInputError, MentorkitError, Problem, ProblemsError, RunError, UsageError

__all__ = [
    "InvalidInputError",
    "MentorkitError",
    "Problem",
    "ProblemsError",
    "RunError",
    "UsageError",
    "__version__",
]


def __getattr__(name: str) -> str:
    """Give `__version__` when it is asked for: looking it up takes longer than all else here."""
    if name != "__version__":
        raise AttributeError(f"module 'mentorkit' has no attribute '{name}'")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("mentorkit")
    except PackageNotFoundError:
        return "0"
