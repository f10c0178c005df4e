"""The figures that eligibility, tracking, evaluation and publishing work with, and their defaults."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mentorkit.model.words import Identifier, Text, Value, Words

Days = Annotated[float, Field(gt=0, le=365)]
Number = Annotated[int, Field(ge=1, le=100)]
Share = Annotated[float, Field(ge=0, le=1)]


class Ages(Value):
    """Ages in years at the cohort's start, both included."""

    youngest: Annotated[int, Field(ge=5, le=120)] = 14
    oldest: Annotated[int, Field(ge=5, le=120)] = 99


class Eligibility(Value):
    """Who may take part."""

    mentees: Ages = Ages()
    guardian_below: Annotated[int, Field(ge=0, le=30)] = Field(
        18, description="Below this age a guardian's consent is needed."
    )


class Step(Value):
    """A step of the escalation ladder: who does what, within how many days."""

    text: Words
    by: Text
    within_days: Annotated[int, Field(ge=0, le=60)]


class Tracking(Value):
    """
    Thresholds of the at-risk rules R0–R10, in days or counts; the cadence is the programme's.

    Defaults and their sources: R2 amber 15 days (MentorPRO), R8 monthly contact (BBBS), R10 90 + 7
    days (Guider); the others are our own proposal.
    """

    first_meeting_amber: Days | None = Field(None, description="R1; default the larger of 14 and the cadence.")
    first_meeting_red: Days | None = Field(None, description="R1; default the larger of 21 and 1.5 cadences.")
    no_contact_amber: Days | None = Field(None, description="R2; default the larger of 15 and 1.5 cadences.")
    no_contact_red: Days | None = Field(None, description="R2; default the larger of 30 and 2.5 cadences.")
    no_shows_amber: Number = 2
    no_shows_red: Number = 3
    unanswered_amber: Number = 2
    unanswered_red: Number = 3
    relationship_drop: Annotated[float, Field(gt=0, le=4)] = 1
    relationship_low: Annotated[float, Field(ge=1, le=5)] = 3
    goal_set_by: Share = 0.25
    goal_moved_by: Share = 0.5
    staff_contact_amber: Days = 30
    staff_contact_red: Days = 45
    dormant: Days = 90
    ladder: list[Step] = []
    staff_hours_per_week: Annotated[float, Field(ge=0)] = 10
    minutes_per_call: Annotated[float, Field(gt=0)] = 20


class Completion(Value):
    """When a match counts as completed."""

    meetings: Annotated[int, Field(ge=1)] = 6
    share_of_weeks: Share = 0.8


class EvaluationPlan(Value):
    """What was declared before the cohort starts."""

    primary: Identifier | None = Field(None, description="The one primary scale.")
    completion: Completion = Completion()
    targets: dict[Identifier, float] = Field({}, description="Metric: the value aimed at.")
    groups: list[Text] = Field([], description="Columns by which equal chances are reported.")


class Publishing(Value):
    """What the public site shows, and how small a number may be there."""

    threshold: Literal[5, 10] = Field(5, description="k; 10 for minors or sensitive answers.")
    title: Words | None = None
    contact: Text | None = None
    licence: Text = "CC BY 4.0"
