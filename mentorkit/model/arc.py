"""The arc of a programme: sessions by week, shorter and longer variants, and the remote form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from mentorkit.model.curriculum import Both, Code
from mentorkit.model.words import Identifier, Value

Week = Annotated[int, Field(ge=-12, le=104)]


class LeftOut(Value):
    """A session that a variant does without: what stands for it, and how."""

    session: Code
    instead: Code | None = None
    how: Both


class StudioPart(Value):
    """A part of an open studio, in minutes."""

    minutes: Annotated[int, Field(ge=1, le=240)]
    text: Both


class Studio(Value):
    """A working session without a script, which only a variant has."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    week: Week
    minutes: Annotated[int, Field(ge=10, le=480)]
    title: Both
    purpose: Both
    agenda: Annotated[list[StudioPart], Field(min_length=1)]


class Variant(Value):
    """What differs where a programme has that many weeks, or some more."""

    weeks: Annotated[int, Field(ge=4, le=104)]
    about: Both
    moved: dict[Code, Week] = {}
    left_out: list[LeftOut] = []
    studios: list[Studio] = []


class Remote(Value):
    """The form without a room: minutes live, minutes alone before, and the blocks that people do alone."""

    live: Annotated[int, Field(ge=30, le=240)] = 90
    alone: Annotated[int, Field(ge=0, le=120)] = 30
    before: dict[Code, list[Identifier]] = {}


class Arc(Value):
    """The sessions of a programme by week, and how they move where it has fewer or more weeks."""

    weeks: Annotated[int, Field(ge=4, le=104)]
    sessions: Annotated[dict[Code, Week], Field(min_length=1)]
    closing: list[Code] = []
    variants: list[Variant] = []
    remote: Remote = Remote()

    def variant(self, weeks: int) -> Variant | None:
        """Give the variant that holds for so many weeks: the longest that fits, or the shortest; none for the arc itself."""
        known = sorted(self.variants, key=lambda one: one.weeks)
        fitting = [one for one in known if one.weeks <= weeks]
        if fitting and (fitting[-1].weeks > self.weeks or weeks < self.weeks):
            return fitting[-1]
        return known[0] if known and weeks < min(known[0].weeks, self.weeks) else None

    def at(self, weeks: int) -> dict[str, int]:
        """
        Give the week of each session in a programme of so many weeks, in the order of the weeks.

        Sessions that the variant leaves out, and those that would lie behind the end, are not among them.
        """
        variant = self.variant(weeks)
        moved = variant.moved if variant else {}
        gone = {one.session for one in variant.left_out} if variant else set()
        longer = max(0, weeks - (variant.weeks if variant else self.weeks))
        placed = {
            code: moved.get(code, week) + (longer if code in self.closing else 0)
            for code, week in self.sessions.items()
            if code not in gone
        }
        return {code: week for code, week in sorted(placed.items(), key=lambda item: item[1]) if week <= weeks}


@dataclass(frozen=True)
class WrittenArc:
    """An arc with the place where each of its keys stands in its file."""

    arc: Arc
    name: str
    lines: Mapping[tuple[str | int, ...], int] = field(default_factory=dict)

    def line(self, *location: str | int) -> int:
        """Give the line of a key, or of its nearest parent that has one."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)
