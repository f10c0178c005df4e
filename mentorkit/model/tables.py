"""The tables of a cohort: canonical columns and what a cell of each may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "id", "text", "email", "phone", "choice", "yesno", "year", "integer", "number", "date", "ids", "list", "slots"
]


@dataclass(frozen=True)
class Column:
    """A canonical column: its name, the kind of its cells, and whether it may be absent or empty."""

    name: str
    kind: Kind
    options: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    needed: bool = False
    default: object = None


@dataclass(frozen=True)
class Table:
    """
    A canonical table; `key` names the columns that together may stand only once.

    Where `alike` is set, two rows may be the same in every cell and still be two: cards without names.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    alike: bool = False

    def column(self, name: str) -> Column | None:
        """Give the canonical column of that name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)


STATUSES = ("applied", "accepted", "waiting", "declined", "paused", "withdrawn")
DECISIONS = ("keep", "never")
HELD = ("yes", "no-show", "cancelled")
ATTENDANCE = ("present", "absent", "excused")
CLOSURE_REASONS = (
    "completed", "goal-reached", "mentor-moved", "mentor-time", "mentee-moved", "mentee-time", "fit", "safety", "no-contact",
)
SIDES = ("mentees", "mentors", "both")
OUTCOMES = ("hired", "promoted", "left-organisation", "returned", "became-mentor", "became-ambassador")

_person = (
    Column("id", "id", needed=True),
    Column("name", "text"),
    Column("email", "email"),
    Column("phone", "phone"),
    Column("status", "choice", STATUSES),
    Column("consent", "text"),
    Column("purposes", "list"),
)
_wishes = (
    Column("availability", "slots"),
    Column("prefers", "ids"),
    Column("not_with", "ids"),
    Column("timezone", "text"),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("mentees", (
            *_person,
            Column("birth_year", "year", low=1900, high=2100),
            Column("guardian_consent", "yesno"),
            Column("organisation", "text"),
            *_wishes,
        ), ("id",)),
        Table("mentors", (
            *_person,
            Column("birth_year", "year", low=1900, high=2100),
            Column("organisation", "text"),
            Column("capacity", "integer", low=0, high=1000, default=1),
            Column("min_capacity", "integer", low=0, high=1000, default=0),
            *_wishes,
        ), ("id",)),
        Table("decisions", (
            Column("mentee_id", "id", needed=True),
            Column("mentor_id", "id", needed=True),
            Column("decision", "choice", DECISIONS, needed=True),
            Column("by", "text"),
            Column("reason", "text"),
            Column("at", "date"),
        )),
        Table("selection", (
            Column("person_id", "id", needed=True),
            Column("status", "choice", STATUSES, needed=True),
            Column("by", "text"),
            Column("reason", "text"),
            Column("at", "date"),
        )),
        Table("reviews", (
            Column("person_id", "id", needed=True),
            Column("reviewer", "text", needed=True),
            Column("note", "text"),
        ), ("person_id", "reviewer")),
        Table("meetings", (
            Column("mentee_id", "id", needed=True),
            Column("mentor_id", "id", needed=True),
            Column("date", "date", needed=True),
            Column("minutes", "integer", low=0, high=1440),
            Column("mode", "text"),
            Column("held", "choice", HELD, needed=True),
            Column("topic", "text"),
        )),
        Table("attendance", (
            Column("session", "text", needed=True),
            Column("person_id", "id", needed=True),
            Column("status", "choice", ATTENDANCE, needed=True),
        ), ("session", "person_id")),
        Table("checkins", (
            Column("person_id", "id", needed=True),
            Column("date", "date", needed=True),
            Column("answered", "yesno", needed=True),
            Column("relationship", "number", low=1, high=5),
            Column("needs_support", "text"),
        )),
        Table("goals", (
            Column("person_id", "id", needed=True),
            Column("goal", "text", needed=True),
            Column("weight", "number", low=0, high=100, default=1.0),
            Column("baseline", "number", low=-2, high=2),
            Column("level", "number", low=-2, high=2),
            Column("date", "date"),
        )),
        Table("introductions", (
            Column("mentee_id", "id", needed=True),
            Column("introduced_by", "text"),
            Column("field", "text"),
            Column("date", "date"),
            Column("outcome", "text"),
        )),
        Table("support", (
            Column("person_id", "id", needed=True),
            Column("date", "date", needed=True),
            Column("by", "text"),
            Column("channel", "text"),
            Column("outcome", "text"),
        )),
        Table("closures", (
            Column("mentee_id", "id", needed=True),
            Column("mentor_id", "id", needed=True),
            Column("date", "date", needed=True),
            Column("reason", "choice", CLOSURE_REASONS, needed=True),
        )),
        Table("actions", (
            Column("date", "date", needed=True),
            Column("who", "choice", SIDES),
            Column("said", "text", needed=True),
            Column("did", "text"),
            Column("by", "text"),
        )),
        Table("outcomes", (
            Column("person_id", "id", needed=True),
            Column("date", "date"),
            Column("kind", "choice", OUTCOMES, needed=True),
        )),
        Table("exit_cards", (
            Column("session", "text", needed=True),
            Column("person_id", "id"),
            Column("question", "text", needed=True),
            Column("answer", "text"),
        ), ("session", "person_id", "question"), alike=True),
        Table("session_log", (
            Column("session", "text", needed=True),
            Column("date", "date"),
            Column("block", "text", needed=True),
            Column("planned", "integer", low=1, high=480),
            Column("minutes", "integer", low=0, high=480),
            Column("by", "text"),
            Column("note", "text"),
        ), ("session", "date", "block", "by")),
    )
}
PEOPLE = ("mentees", "mentors")
RECORDS = tuple(name for name in TABLES if name not in PEOPLE)
