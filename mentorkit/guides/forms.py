"""The forms of a session: in a room, in the shortest time, and without a room."""

from __future__ import annotations

from dataclasses import dataclass

from mentorkit.errors import UsageError
from mentorkit.guides.agenda import Slot, agenda, on_the_clock, shortest
from mentorkit.model.arc import Remote
from mentorkit.model.curriculum import Session

FORMS = ("full", "short", "remote")


@dataclass(frozen=True)
class Timetable:
    """A session's blocks in one form: those that people do alone beforehand, and those that are held."""

    form: str
    alone: tuple[Slot, ...]
    held: tuple[Slot, ...]

    @property
    def minutes(self) -> int:
        """Length of what is held."""
        return sum(slot.minutes for slot in self.held)

    @property
    def minutes_alone(self) -> int:
        """Length of what people do alone beforehand."""
        return sum(slot.minutes for slot in self.alone)


def timetable(session: Session, form: str = "full", minutes: int | None = None, remote: Remote | None = None) -> Timetable:
    """
    Give a session's timetable in one form.

    `full` takes the planned length, or the room's booking. `short` takes each core block at its shortest and no
    other. `remote` takes what the arc lets people do alone out of the meeting and holds the rest in the minutes
    that a meeting on screens may last; sessions that cannot be cut are held whole.

    Args:
        form: `full`, `short` or `remote`.
        minutes: Length of the room's booking, or of the live meeting.
        remote: The arc's rules for the remote form; 90 minutes and nothing alone unless given.

    Raises:
        UsageError: A form or length that is not to be had.
    """
    if form not in FORMS:
        raise UsageError(f'there is no form "{form}"; choose one of {", ".join(FORMS)}')
    if form == "remote":
        return _remote(session, minutes, remote or Remote())
    if form == "short":
        if minutes is not None:
            raise UsageError("the short form has its own length; leave out the minutes, or the form")
        if shortest(session) == session.duration:
            raise UsageError(f"{session.id} has no short form; it takes {session.duration} minutes")
        return Timetable(form, (), agenda(session, shortest(session)))
    return Timetable(form, (), agenda(session, minutes))


def _remote(session: Session, minutes: int | None, remote: Remote) -> Timetable:
    chosen = remote.before.get(session.id, []) if session.short else []
    before = [block for block in session.blocks if block.id in chosen]
    rest = [block for block in session.blocks if block.id not in chosen]
    length = sum(block.minutes for block in rest)
    live = session.model_copy(update={"blocks": rest, "duration": length})
    wanted = minutes if minutes is not None else length if not session.short else min(length, remote.live)
    return Timetable("remote", on_the_clock(before, [block.min for block in before], remote.alone), agenda(live, wanted))
