"""What makes a good pair: criteria, each with a score from 0 to 1, and rules that forbid a pair."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from mentorkit.model.words import Identifier, Part, Text, Value, Words

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]


class _Criterion(Value):
    id: Identifier
    mentee: Text = Field(description="Column of the mentees that is compared.")
    mentor: Text = Field(description="Column of the mentors that is compared.")
    weight: Annotated[float, Field(ge=0)] | None = Field(
        None, description="Relative weight; 1 unless given, 0 for a required criterion that gives none."
    )
    required: bool = Field(False, description="A pair whose score on it is 0 is impossible.")
    at_least: Share | None = Field(None, description="A pair whose score is below is impossible.")
    missing: Share = Field(0.5, description="The score where either side gives no answer.")
    label: Words | None = None

    @property
    def relative_weight(self) -> float:
        """The weight in force: 1 unless given, 0 for a required criterion that gives none."""
        if self.weight is None:
            return 0.0 if self.required else 1.0
        return self.weight


class Overlap(_Criterion):
    """Share of what the mentee names that the mentor also names, or of what is enough."""

    kind: Literal["overlap"]
    enough: Positive | None = Field(
        None,
        description="How many in common give a full score (hours, for weekly hours), instead of all that the mentee names.",
    )


class Same(_Criterion):
    """1 where both sides give the same value, otherwise 0."""

    kind: Literal["same"]


class Near(_Criterion):
    """1 − |difference| ÷ scale, not below 0."""

    kind: Literal["near"]
    scale: Positive


class Ahead(_Criterion):
    """
    1 when the mentor is at least `by` steps ahead, falling linearly to 0 when level or behind.

    The steps are the positions on the program's ordered scale for the column, or plain numbers.
    """

    kind: Literal["ahead"]
    by: Positive = 1
    order: list[Text] | None = Field(None, min_length=2, description="The steps, lowest first.")


class SameWords(_Criterion):
    """Cosine similarity of TF-IDF vectors over the cohort."""

    kind: Literal["text"]


class Matrix(_Criterion):
    """The score that stands in the table: mentee's value, then mentor's value."""

    kind: Literal["matrix"]
    scores: dict[Text, dict[Text, Share]] = Field(min_length=1)


Criterion = Annotated[Overlap | Same | Near | Ahead | SameWords | Matrix, Field(discriminator="kind")]


class Avoid(Value):
    """A pair in which both columns hold the same value is impossible."""

    avoid: Literal["same"]
    mentee: Text
    mentor: Text
    label: Words | None = None


class Preferences(Value):
    """Points (on 100) that a first wish adds to a pair; later wishes add proportionally less."""

    mentee: Annotated[float, Field(ge=0, le=20)] = 0
    mentor: Annotated[float, Field(ge=0, le=20)] = 0


def unique_ids(items: list) -> list:
    """Refuse two items with the same id."""
    seen: set[str] = set()
    for item in items:
        if item.id in seen:
            raise ValueError(f'the id "{item.id}" stands twice; give each its own')
        seen.add(item.id)
    return items


class Event(Value):
    """A networking event at tables; mentors stay, mentees move."""

    rounds: Annotated[int, Field(ge=1, le=12)] = Field(3, description="How often people change tables, and one more.")
    table: Annotated[int, Field(ge=1, le=12)] = Field(4, description="Mentees at a table.")


class Circles(Value):
    """Groups of mentees who meet one or two mentors together."""

    smallest: Annotated[int, Field(ge=2, le=20)] = Field(3, description="Mentees at least.")
    largest: Annotated[int, Field(ge=2, le=20)] = Field(8, description="Mentees at most.")
    mentors: Literal[1, 2] = Field(1, description="Mentors who lead each together.")
    minutes: Annotated[int, Field(ge=15, le=240)] = Field(60, description="Weekly time in common, at a stretch.")

    @model_validator(mode="after")
    def _in_order(self):
        if self.smallest > self.largest:
            raise ValueError("smallest is above largest; write the smaller number of mentees first")
        return self


class MatchingSettings(Part):
    """Matching beyond the criteria themselves."""

    fairness: Literal["floor", "none"] = Field(
        "none", description="`floor`: the worst pair is made as good as it can be before the total."
    )
    prefers: Preferences = Preferences()
    alternatives: Annotated[int, Field(ge=0, le=50)] = Field(5, description="Listed for each mentee.")
    waited: Text | None = Field(
        None, description="Column of the mentees that says who had no mentor in the last round; they go first."
    )
    stay: Annotated[float, Field(ge=0, le=20)] = Field(
        5, description="Points that a running pair gets on top when the cohort is matched again."
    )
    introductions: Annotated[int, Field(ge=0, le=10)] = Field(
        2, description="People beyond the own mentor whom each mentee is introduced to."
    )
    event: Event = Event()
    circles: Circles = Circles()
