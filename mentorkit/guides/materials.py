"""What to print and bring for a session, counted for a cohort's size."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from mentorkit.errors import InvalidInputError
from mentorkit.model.curriculum import Material, Session

_OWN = re.compile(r"\b(from S\d\d|mentee's|participant's|own|of each mentee|safeguarding card)\b", re.IGNORECASE)
_SUPPLY = re.compile(r"\b(blank|envelopes?|large sheets?|A3|slips?|highlighters?|stickers?)\b", re.IGNORECASE)
_PRINTED = re.compile(
    r"\b(worksheets?|sheets?|cards?|forms?|posters?|signs?|script|records?|surveys?|agreements?|checklist|quiz"
    r"|certificates?|calendar|notice|letters?|consents?|rules|guides?|report|plans|badges?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Need:
    """How much of one thing a session needs."""

    session: str
    material: Material
    units: int
    count: int

    @property
    def source(self) -> str:
        """Where it comes from, judged by its English name: `print`, `supply` (bought once) or `own` (kept)."""
        name = self.material.item["en"]
        if _OWN.search(name):
            return "own"
        return "print" if _PRINTED.search(name) and not _SUPPLY.search(name) else "supply"


def heads(session: Session, mentees: int, mentors: int) -> int:
    """Give how many people of the cohort come; families, guests and partners are not counted."""
    present = {"mentees": mentees, "mentors": mentors}
    return sum(present.get(audience, 0) for audience in session.audience)


def rooms(session: Session, mentees: int, mentors: int) -> int:
    """
    Give in how many rooms, or on how many turns, a session is held.

    Where mentees and mentors come together, the largest group counts pairs.
    """
    together = {"mentees", "mentors"} <= set(session.audience)
    size = mentees if together else heads(session, mentees, mentors)
    return max(1, math.ceil(size / session.group.max))


def needs(session: Session, mentees: int, mentors: int) -> list[Need]:
    """
    Give what a session needs, with the number of pieces for a cohort.

    A pair meeting is held by every pair; elsewhere pairs and threes are counted from the people who come, and
    what is counted by room from the rooms. Where nobody of the cohort comes, as at the partner's rehearsal, the
    session's largest group counts.

    Args:
        mentees: Mentees of the cohort who have a pair.

    Raises:
        InvalidInputError: Fewer than no people.
    """
    if min(mentees, mentors) < 0:
        raise InvalidInputError("there are no fewer than 0 people; count mentees and mentors")
    people = heads(session, mentees, mentors)
    if not {"mentees", "mentors"} & set(session.audience):
        people = session.group.max
    pairs = mentees if "mentors" in session.audience and "mentees" in session.audience else math.ceil(people / 2)
    units = {
        "person": people if session.kind != "pair-meeting" else 2 * pairs,
        "pair": pairs,
        "triad": math.ceil(people / 3),
        "room": rooms(session, mentees, mentors) if people else 0,
    }
    return [
        Need(session.id, material, units[material.per], math.ceil(units[material.per] * material.qty))
        for material in session.materials
    ]


@dataclass(frozen=True)
class Line:
    """One line of the shopping list: a thing, how many, for which sessions, and where it comes from."""

    item: dict[str, str]
    count: int
    sessions: tuple[str, ...]
    source: str
    optional: bool


def shopping(found: Iterable[Need]) -> list[Line]:
    """
    Give what to get for a whole programme.

    What is printed is used up, so its numbers are added; supplies and people's own papers serve again, so
    the largest number counts. Things go by their English name, whatever its capitals.
    """
    groups: dict[str, list[Need]] = {}
    for need in found:
        groups.setdefault(need.material.item["en"].casefold(), []).append(need)
    lines = [_line(group) for group in groups.values()]
    order = {"print": 0, "supply": 1, "own": 2}
    return sorted(lines, key=lambda line: (order[line.source], line.optional, -line.count, line.item["en"]))


def _line(group: list[Need]) -> Line:
    counts = [need.count for need in group]
    source = group[0].source
    return Line(
        dict(group[0].material.item), sum(counts) if source == "print" else max(counts),
        tuple(need.session for need in group), source, all(need.material.optional for need in group),
    )
