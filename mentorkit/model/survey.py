"""A survey's code book, and the answers read through it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from mentorkit.model.criteria import unique_ids
from mentorkit.model.instruments import shape_problem
from mentorkit.model.words import Identifier, Text, Value, Words

if TYPE_CHECKING:
    from pandas import DataFrame

Wordings = Text | Annotated[list[Text], Field(min_length=1)]
Measure = Literal["recommend", "satisfaction", "relationship", "confidence"]


class Item(Value):
    """A question with its accepted wordings and answers."""

    id: Identifier
    question: Wordings = Field(description="The heading in the file, or a list of wordings over the years.")
    kind: Literal["choice", "choices", "scale", "number", "text"]
    options: Annotated[dict[Text, Wordings], Field(min_length=1)] | Annotated[list[Text], Field(min_length=1)] | None = Field(
        None, description="Option id: its wording or a list of wordings; or the wordings alone."
    )
    separator: Annotated[str, Field(min_length=1)] = Field(", ", description="Between several answers; an option may contain it.")
    min: float | None = None
    max: float | None = None
    reverse: bool = False
    other: bool = Field(False, description="Answers beside the options are expected.")
    measures: Measure | None = None

    @model_validator(mode="after")
    def _complete(self):
        if self.kind in ("choice", "choices") and not self.options:
            raise ValueError(f"a {self.kind} item needs options; list each as id: wording")
        if self.kind == "scale" and (self.min is None or self.max is None or self.min >= self.max):
            raise ValueError("a scale item needs min below max; write for example min: 1, max: 5")
        return self

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every accepted heading."""
        return (self.question,) if isinstance(self.question, str) else tuple(self.question)

    @property
    def option_wordings(self) -> dict[str, tuple[str, ...]]:
        """Option id to every accepted wording."""
        options = self.options or {}
        if isinstance(options, list):
            return {wording: (wording,) for wording in options}
        return {key: (value,) if isinstance(value, str) else tuple(value) for key, value in options.items()}


class Scale(Value):
    """Several items that are averaged, where at least a share of them is answered."""

    id: Identifier
    items: Annotated[list[Identifier], Field(min_length=1)]
    min_answered: Annotated[float, Field(gt=0, le=1)] = 0.8
    label: Words | None = Field(None, description="Its name in tables and pictures; default: the id.")


class Survey(Value):
    """A code book: who answered, when, what was asked and how answers are read."""

    survey: Identifier
    who: Literal["mentees", "mentors"]
    wave: Text = Field(description="baseline, midline, endline, follow-up, or a session's id.")
    file: Text
    sheet: Text | None = None
    version: Text = "1"
    date: dt.date | None = None
    retrospective: bool = Field(False, description="The start as people remember it afterwards; every figure of change says so.")
    dates: Literal["day-first", "month-first", "year-first"] = "year-first"
    person: Text | None = Field(None, description="Column with the person's id, where answers can be linked.")
    unit: Literal["person", "team"] = Field("person", description="Who one row speaks for.")
    invited: Annotated[int, Field(ge=0)] | None = Field(None, description="People asked; default: those matched, where linked.")
    ignore: list[Text] = Field([], description="Headings of the file that are left aside.")
    shared_if: dict[Identifier, Text] = Field(
        {}, description="Item: the option with which a respondent lets the answers be shared; others stay inside."
    )
    instrument: Identifier | None = Field(None, description="Id in the register of instruments, where the scales are a published one.")
    items: Annotated[list[Item], AfterValidator(unique_ids), Field(min_length=1)]
    scales: Annotated[list[Scale], AfterValidator(unique_ids)] = []

    @model_validator(mode="after")
    def _scales_have_items(self):
        if self.retrospective and self.wave != "baseline":
            raise ValueError(f'retrospective answers speak of the start, and the wave is "{self.wave}"; write wave: baseline')
        kinds = {item.id: item.kind for item in self.items}
        for item, option in self.shared_if.items():
            if item not in kinds or option not in self.item(item).option_wordings:
                raise ValueError(f'shared_if names "{item}: {option}", which is no item with that option; correct one of the two')
        for scale in self.scales:
            for item in scale.items:
                if kinds.get(item) not in ("scale", "number"):
                    raise ValueError(f'the scale "{scale.id}" names "{item}", which is no scale or number item; correct one of the two')
        if self.instrument is not None:
            used = [self.item(id) for id in dict.fromkeys(id for scale in self.scales for id in scale.items)]
            wrong = shape_problem(self.instrument, len(used), {(i.min, i.max) for i in used}, sum(i.reverse for i in used))
            if wrong:
                raise ValueError(wrong)
        return self

    def item(self, id: str) -> Item:
        """Give the item of that id."""
        return next(item for item in self.items if item.id == id)


@dataclass(frozen=True)
class Answers:
    """
    The answers of one survey, a row a respondent.

    `frame` has a column for each item: option id (choice), tuple of option ids (choices), float
    (scale, number; as answered, not reversed) or text; an answer beside the options is "other". Missing
    is None or NaN. The column `person` holds the person's id or None; `source` the file and row.
    """

    survey: Survey
    frame: DataFrame
