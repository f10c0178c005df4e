"""The clock of a session: which block when, at full length or in a shorter room."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mentorkit.errors import UsageError
from mentorkit.model.curriculum import Block, Session

SHORTEST_BREAK = 5


@dataclass(frozen=True)
class Slot:
    """A block with its place on the clock, in minutes from the session's start."""

    block: Block
    begin: int
    minutes: int

    @property
    def end(self) -> int:
        """Minutes from the session's start at which the block ends."""
        return self.begin + self.minutes


def shortest(session: Session) -> int:
    """Give the session's shortest length in minutes: core blocks at their shortest, or no cut at all."""
    return sum(block.min for block in session.blocks if block.core) if session.short else session.duration


def agenda(session: Session, minutes: int | None = None) -> tuple[Slot, ...]:
    """
    Give the session's blocks on the clock.

    A shorter room keeps every core block, then the breaks (five minutes or more, or none), then the optional
    blocks in their order, each as long as its shortest time still fits. What is left over goes to the
    blocks in proportion to what they were cut by.

    Args:
        minutes: Length of the room's booking; the planned length unless given.

    Raises:
        UsageError: Longer than planned, or shorter than the session can be.
    """
    wanted = session.duration if minutes is None else minutes
    low = shortest(session)
    if not low <= wanted <= session.duration:
        raise UsageError(_refusal(session, low))
    least = {block.id: _least(block) for block in session.blocks}
    kept = {block.id for block in session.blocks if block.core}
    for block in sorted(session.blocks, key=lambda block: block.type != "break"):
        if sum(least[name] for name in kept | {block.id}) <= wanted:
            kept.add(block.id)
    blocks = [block for block in session.blocks if block.id in kept]
    return on_the_clock(blocks, [least[block.id] for block in blocks], wanted)


def on_the_clock(blocks: Sequence[Block], least: list[int], total: int) -> tuple[Slot, ...]:
    """Give blocks one after the other in so many minutes, each between its least and its planned ones."""
    lengths = shared_minutes(least, [block.minutes for block in blocks], total)
    begins = [sum(lengths[:place]) for place in range(len(lengths))]
    return tuple(map(Slot, blocks, begins, lengths))


def _refusal(session: Session, low: int) -> str:
    if low == session.duration:
        return f"{session.id} has no short form; it takes {low} minutes"
    return f"{session.id} takes {low} to {session.duration} minutes; choose a length in between"


def _least(block: Block) -> int:
    return min(block.minutes, max(block.min, SHORTEST_BREAK)) if block.type == "break" else block.min


def shared_minutes(low: list[int], high: list[int], total: int) -> list[int]:
    """Share a total between bounds in proportion to the room in each, in whole minutes."""
    room = [top - bottom for bottom, top in zip(low, high, strict=True)]
    spare = min(total, sum(high)) - sum(low)
    if not sum(room):
        return low
    exact = [spare * part / sum(room) for part in room]
    given = [int(part) for part in exact]
    nearest = sorted(range(len(room)), key=lambda place: (given[place] - exact[place], place))
    for place in nearest[: spare - sum(given)]:
        given[place] += 1
    return [bottom + more for bottom, more in zip(low, given, strict=True)]


def is_clock(text: str) -> bool:
    """Say whether a text is a time of day, `HH:MM`."""
    return re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text) is not None


def clock(start: str, minutes: int) -> str:
    """
    Give the time of day a number of minutes after a start.

    >>> clock("17:30", 95)
    '19:05'
    """
    hours, begin = map(int, start.split(":"))
    total = hours * 60 + begin + minutes
    return f"{total // 60 % 24:02d}:{total % 60:02d}"
