"""A cohort: its own settings (`cohort.yml`) and its people and records, typed and checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, create_model, model_validator

from mentorkit.model.curriculum import Code
from mentorkit.model.program import Program
from mentorkit.model.survey import Answers
from mentorkit.model.tables import TABLES
from mentorkit.model.words import Language, Text, Value

if TYPE_CHECKING:
    from pandas import DataFrame

COHORT_NAME = r"^[a-z][a-z0-9-]{0,46}[a-z0-9]$"
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
DateOrder = Literal["day-first", "month-first", "year-first"]


@cache
def is_zone(name: str) -> bool:
    """
    Tell whether a time zone has this name; asked of the one zone, since a list of all opens six hundred files, until a thousand were asked for.

    >>> is_zone("America/Bogota"), is_zone("america/bogota"), is_zone("../x"), is_zone("right/UTC")
    (True, False, False, False)
    """
    from zoneinfo import ZoneInfo

    if is_zone.cache_info().currsize > 1_000:
        return name in _zones()
    try:
        return bool(ZoneInfo(name)) and not name.startswith(("posix", "right/"))
    except (KeyError, ValueError, OSError):
        return False


@cache
def _zones() -> frozenset[str]:
    from zoneinfo import available_timezones

    return frozenset(available_timezones())


def _known_zone(name: str) -> str:
    if not is_zone(name):
        raise ValueError("no time zone has this name; write one like America/Bogota")
    return name


class ColumnSource(Value):
    """Where a column comes from, and how its cells are read."""

    from_: Text = Field(alias="from", description="The heading in the file.")
    split: Annotated[str, Field(min_length=1)] | None = Field(None, description="Separator of a list cell.")
    options: list[Text] | None = Field(None, description="Options that a list cell is read by, even if they hold the separator.")
    values: dict[Text, Text] | None = Field(None, description="Their wording: ours.")


class TableSource(Value):
    """The file of a table, or the query that gives it, and how to read it."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["file"]}, {"required": ["sql", "database"]}]})

    file: Text | None = Field(None, description="The file; or sql and database.")
    sql: Text | None = Field(None, description="One select; its columns are the table's.")
    database: Annotated[str, Field(pattern=r"^env:[A-Za-z_][A-Za-z0-9_]*$")] | None = Field(
        None, description="env:NAME, the environment variable that holds the database's address."
    )
    sheet: Text | None = None
    dates: DateOrder = "year-first"
    where: dict[Text, Text | list[Text]] = Field({}, description="Their heading: the value, or values, of the rows that belong to the cohort.")
    columns: dict[Text, Text | ColumnSource] = Field({}, description="Ours: theirs.")

    @model_validator(mode="after")
    def _one_source(self):
        if (self.sql is None) != (self.database is None):
            raise ValueError("sql and database go together; write database: env:NAME beside sql")
        if (self.file is None) == (self.sql is None):
            raise ValueError("a table comes from a file or from a database; write file, or sql and database")
        return self


class HeldOn(Value):
    """When a session is held, where that is not the calendar's day or the cohort's usual hour."""

    date: dt.date | None = Field(None, description="The day; the calendar's unless given.")
    start: Clock | None = Field(None, description="When it begins, like 18:00.")


class _CohortKeys(Value):
    cohort: Annotated[str, Field(pattern=COHORT_NAME)]
    starts: dt.date | None = None
    timezone: Annotated[Text, AfterValidator(_known_zone)] = "America/Bogota"
    language: Language | None = Field(None, description="Default: the programme's first.")
    synthetic: bool = Field(False, description="No real person stands in it.")
    session_start: Clock | None = Field(None, description="When sessions begin, like 17:30; the hour that suits most mentees unless given.")
    sessions: dict[Code, HeldOn] = Field({}, description="Sessions that are held on another day or at another hour.")
    invited: Annotated[int, Field(ge=0)] | None = Field(None, description="Eligible people invited to apply.")


_tables = {name: (Text | TableSource | None, None) for name in TABLES}
_overrides = {
    name: (info.annotation | None, Field(None, description=f"Replaces program.yml's {name}."))
    for name, info in Program.model_fields.items()
}
CohortSettings = create_model("CohortSettings", __base__=_CohortKeys, **_tables, **_overrides)
CohortSettings.__doc__ = "What `cohort.yml` says: dates, sources of tables, and what differs from the programme."


@dataclass(frozen=True)
class Cohort:
    """
    One cohort, read and typed.

    `mentees` and `mentors` are frames with the person's id as index, sorted by it, and the canonical
    columns first (see `mentorkit.model.tables`); list cells are tuples, weekly slots frozensets of
    quarter-hours of the week in UTC, missing values None or NaN. `tables` holds a frame for each other table,
    empty where the file is absent. Every frame has a last column `source`: file and row it came from.
    """

    name: str
    folder: Path
    settings: CohortSettings
    program: Program
    mentees: DataFrame
    mentors: DataFrame
    tables: Mapping[str, DataFrame] = field(default_factory=dict)
    surveys: Mapping[str, Answers] = field(default_factory=dict)
    inputs: tuple[Path, ...] = ()

    @property
    def language(self) -> str:
        """The cohort's language: its own, else the programme's first."""
        return self.settings.language or self.program.languages[0]

    @property
    def starts(self) -> dt.date | None:
        """The cohort's first day."""
        return self.settings.starts

    @property
    def ends(self) -> dt.date | None:
        """The day after the last week."""
        return self.starts and self.starts + dt.timedelta(weeks=self.program.weeks)
