"""The design of a programme: what it is for, how large, with whom, at what cost and risk."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from mentorkit.model.criteria import unique_ids
from mentorkit.model.words import Identifier, Text, Value, Words

Count = Annotated[int, Field(ge=0)]
Amount = Annotated[float, Field(ge=0)]
Rate = Annotated[float, Field(gt=0, le=1)]
OneToThree = Annotated[int, Field(ge=1, le=3)]


class Size(Value):
    """People planned for a cohort."""

    mentees: Annotated[int, Field(ge=1)] = 30
    mentors: Annotated[int, Field(ge=1)] = 30
    fields: dict[Text, Count] = Field({}, description="Field of work: mentees expected to want it.")


class Indicator(Value):
    """Something measured, with its source; `metric` names the row of `metrics.csv` that fills it."""

    id: Identifier
    group: Literal["reach", "implementation", "relationship", "outcome", "cost"]
    text: Words
    source: Text
    metric: Identifier | None = None
    unit: Literal["share", "number", "points"] = Field(
        "number", description="How its target is written: `share` as a percentage."
    )


class Objective(Value):
    """A promise that can be judged: an indicator, its target, and when."""

    id: Identifier
    text: Words
    indicator: Identifier
    target: float
    by_week: Annotated[int, Field(ge=0, le=260)] | None = None
    date: dt.date | None = None


class LogicModel(Value):
    """From what goes in to what it is for."""

    inputs: list[Words] = []
    activities: list[Words] = []
    outputs: list[Words] = []
    outcomes: list[Words] = []
    impact: list[Words] = []
    assumptions: list[Words] = []


class Expectations(Value):
    """What each side may expect to give."""

    mentors: list[Words] = []
    mentees: list[Words] = []
    partners: list[Words] = []
    staff: list[Words] = []


Task = Literal["sessions", "support", "recruiting", "coordination"]


class Role(Value):
    """A staff role with its hours, and the work it does."""

    id: Identifier
    text: Words
    hours_per_week: Amount
    cost_per_hour: Amount = 0
    tasks: list[Task] = []


class Effort(Value):
    """What planning takes for a piece of work; replace by what your own people note down."""

    staff_per_session: Annotated[int, Field(ge=1, le=10)] = 2
    preparation: Amount = Field(1, description="Hours of preparation for an hour in the room.")
    interview_minutes: Amount = 45
    coordination_minutes: Amount = Field(10, description="For each pair and week: logs, messages, dates.")
    weeks_before: Annotated[int, Field(ge=0, le=52)] = Field(10, description="Paid weeks before the start.")
    weeks_after: Annotated[int, Field(ge=0, le=52)] = 2


class Alliance(Value):
    """A partner organisation and the mentors it promises."""

    name: Text
    mentors: Count
    fields: dict[Text, Count] = Field({}, description="Field of work: mentors promised in it.")


class Range(Value):
    """A planning rate with its low and high ends and its source."""

    low: Rate
    likely: Rate
    high: Rate
    source: Text

    @model_validator(mode="after")
    def _in_order(self):
        if not self.low <= self.likely <= self.high:
            raise ValueError("low, likely and high are out of order; write low ≤ likely ≤ high")
        return self


class Funnel(Value):
    """Rates from one step to the next."""

    applied: Range = Range(low=0.15, likely=0.25, high=0.4, source="planning default, replace by your own")
    accepted: Range = Range(low=0.6, likely=0.75, high=0.9, source="planning default, replace by your own")
    matched: Range = Range(low=0.8, likely=0.9, high=1.0, source="planning default, replace by your own")
    completed: Range = Range(
        low=0.5, likely=0.62, high=0.75, source="Kupersmidt et al. 2017: 38 % of 6,468 matches closed early"
    )
    answered: Range = Range(low=0.6, likely=0.75, high=0.9, source="planning default, replace by your own")


class BudgetLine(Value):
    """Money for one thing, by what it grows with."""

    id: Identifier
    text: Words
    amount: Amount
    per: Literal["programme", "cohort", "mentee", "mentor", "pair", "session"] = Field(
        description="`programme` is paid once, whatever the number of cohorts."
    )


class Budget(Value):
    """What a cohort costs beside staff."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "COP"
    lines: Annotated[list[BudgetLine], AfterValidator(unique_ids)] = []


Sign = Literal[
    "cancelled-twice",
    "field-short",
    "low-relationship",
    "no-first-meeting",
    "no-staff-contact",
    "unanswered-twice",
    "unlogged",
]


class Risk(Value):
    """What may go wrong, who watches, and what is done; `sign` names what the data can show of it."""

    id: Identifier
    text: Words
    likelihood: OneToThree
    effect: OneToThree
    owner: Text
    early_sign: Words
    answer: Words
    sign: Sign | None = Field(None, description="The early sign that the cohort's data can show.")
    sign_from: Rate = Field(0.2, description="Share of cases from which the sign counts.")


class Evidence(Value):
    """
    What a programme says itself about a published element: a document that shows it, a plan for the gap.

    What the data show goes before; an element that no published standard has needs `text` and `met`.
    """

    id: Identifier
    text: Words | None = None
    met: Literal["met", "partly", "not", "no-evidence"] | None = None
    evidence: Words | None = None
    link: Text | None = None
    plan: Words | None = Field(None, description="What is done about the gap.")
    owner: Text | None = None
    due: dt.date | None = None


class PlannedStep(Value):
    """A step of the plans for communication, community and recognition."""

    plan: Literal["communication", "community", "recognition"]
    text: Words
    audience: Annotated[
        list[Literal["mentees", "mentors", "families", "partners", "staff", "public"]], Field(min_length=1)
    ]
    week: Annotated[int, Field(ge=-52, le=260)] = Field(description="Week of the cohort; −4 is four weeks before.")
    every: Annotated[int, Field(ge=1, le=52)] | None = Field(
        None, description="Repeated every so many weeks until the programme ends."
    )
    channel: Text | None = None
    owner: Text


class Design(Value):
    """The charter's content; a gap is named in the charter, never filled in."""

    purpose: Words | None = None
    audience: Words | None = None
    needs: list[Words] = []
    scope: Words | None = None
    format: Literal["one-to-one", "group"] = "one-to-one"
    assignment: Literal["assigned", "open"] = "assigned"
    size: Size = Size()
    indicators: Annotated[list[Indicator], AfterValidator(unique_ids)] = []
    objectives: Annotated[list[Objective], AfterValidator(unique_ids)] = []
    logic_model: LogicModel = LogicModel()
    expectations: Expectations = Expectations()
    roles: Annotated[list[Role], AfterValidator(unique_ids)] = []
    communication: list[Words] = []
    when_it_goes_wrong: list[Words] = []
    recognition: list[Words] = []
    plans: list[PlannedStep] = []
    effort: Effort = Effort()
    alliances: list[Alliance] = []
    funnel: Funnel = Funnel()
    budget: Budget = Budget()
    risks: Annotated[list[Risk], AfterValidator(unique_ids)] = []
    standards: Annotated[list[Evidence], AfterValidator(unique_ids)] = []
    strict: bool = Field(
        True, description="A survey question that serves no indicator is an error; `false` makes it a warning."
    )

    @model_validator(mode="after")
    def _objectives_have_indicators(self):
        known = {indicator.id for indicator in self.indicators}
        lost = sorted({objective.indicator for objective in self.objectives} - known)
        if lost:
            raise ValueError(f'no indicator has the id "{lost[0]}"; add it under design.indicators')
        return self
