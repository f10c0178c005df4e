"""Several guides bound into one document, with contents and page numbers: a trainer's binder, a role's handbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mentorkit.guides.agenda import agenda, clock
from mentorkit.guides.feedback import Timing
from mentorkit.guides.printing import guide_pdf
from mentorkit.guides.views import guide_markdown
from mentorkit.guides.wording import WORDS
from mentorkit.model.curriculum import Guide
from mentorkit.model.words import escaped


@dataclass(frozen=True)
class Held:
    """A session as a cohort holds it: its day in words, when it begins, and how long real blocks took before."""

    guide: Guide
    day: str
    start: str | None = None
    timing: Mapping[str, Timing] = field(default_factory=dict)


@dataclass(frozen=True)
class Bound:
    """A bound document: its title, its first pages, and its parts, each beginning with a heading of its own."""

    title: str
    front: str
    parts: tuple[str, ...]
    language: str

    def pdf(self, paper: str = "a4") -> bytes:
        """Give the document as an accessible PDF with contents, bookmarks and page numbers."""
        return guide_pdf("\n\n".join(self.parts), self.language, self.title, paper, front=self.front)


def trainers_binder(title: str, about: str, sessions: Sequence[Held], language: str) -> Bound:
    """
    Give all guides of a cohort in the order of their dates: those in a room with the clock, then pair meetings.

    Args:
        title: What the binder is called, with the cohort's name.
        about: A line for the front: people, place, first and last day.
        sessions: Sessions with their days and hours.
    """
    meetings = [held for held in sessions if held.guide.session.kind == "pair-meeting"]
    room = [held for held in sessions if held.guide.session.kind != "pair-meeting"]
    parts = [_dated(held, "facilitator", language) for held in room] + [_dated(held, "mentor", language) for held in meetings]
    return Bound(title, _front(title, about), tuple(parts), language)


def role_handbook(title: str, about: str, guides: Iterable[Guide], role: str, language: str) -> Bound:
    """
    Give a role's handbook, the same for everybody: mentors get every pair meeting's guide, mentees every workshop's page.

    Args:
        guides: The guides in the order in which they are held.
        role: `mentors` or `mentees`.
    """
    kept = [guide for guide in guides if _belongs(guide, role)]
    views = [("mentor" if role == "mentors" else "participant", guide) for guide in kept]
    return Bound(title, _front(title, about), tuple(guide_markdown(guide, view, language) for view, guide in views), language)


def _belongs(guide: Guide, role: str) -> bool:
    if role == "mentors":
        return guide.session.kind == "pair-meeting" or guide.session.audience == ["mentors"]
    return "mentees" in guide.session.audience and guide.session.kind != "pair-meeting"


def _front(title: str, about: str) -> str:
    return f"# {escaped(title)}\n\n{escaped(about)}"


def _dated(held: Held, audience: str, language: str) -> str:
    """Give a session's guide with its day and hours under the title."""
    text = guide_markdown(held.guide, audience, language, start=held.start or "00:00", timing=held.timing)
    first, rest = text.split("\n", 1)
    return f"{first}\n\n**{_when(held, language)}**\n{rest}"


def _when(held: Held, language: str) -> str:
    if held.guide.session.kind == "pair-meeting":
        return f"{WORDS[language]['week_of']}: {held.day}"
    if held.start is None:
        return held.day
    return f"{held.day} · {held.start}–{clock(held.start, agenda(held.guide.session)[-1].end)}"
