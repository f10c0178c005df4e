"""The figures that eligibility, tracking, evaluation and publishing work with, and their defaults."""

from __future__ import annotations

import datetime as dt
import string
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from mentorkit.model.colors import Colors
from mentorkit.model.criteria import unique_ids
from mentorkit.model.words import Identifier, Part, Text, Value, Words

Days = Annotated[float, Field(gt=0, le=365)]
Number = Annotated[int, Field(ge=1, le=100)]
Share = Annotated[float, Field(ge=0, le=1)]


class Ages(Value):
    """Ages in years at the cohort's start, both included."""

    youngest: Annotated[int, Field(ge=5, le=120)] = 14
    oldest: Annotated[int, Field(ge=5, le=120)] = 99


class MentorAges(Ages):
    """Mentors' ages in years at the cohort's start, both included."""

    youngest: Annotated[int, Field(ge=5, le=120)] = 18


class Aspect(Value):
    """One thing that readers of an application judge, in points from 1 to 4."""

    id: Identifier
    text: Words = Field(description="What is judged.")
    one: Words = Field(description="What 1 point looks like.")
    four: Words = Field(description="What 4 points look like.")


def _with_columns_of_their_own(rubric: list[Aspect]) -> list[Aspect]:
    """Refuse an aspect that is called like a column of readings."""
    taken = {"person_id", "reviewer", "note", "application", "source"}
    if wrong := [aspect.id for aspect in rubric if aspect.id in taken]:
        raise ValueError(f"{wrong[0]} is a column of reviews.csv already; give the aspect another id")
    return rubric


class Eligibility(Part):
    """Who may take part."""

    mentees: Ages = Ages()
    mentors: MentorAges | None = Field(None, description="Ages of mentors, as the column `birth_year` says; not judged unless given.")
    guardian_below: Annotated[int, Field(ge=0, le=30)] = Field(
        18, description="Below this age a guardian's consent is needed."
    )
    places: list[Text] = Field([], description="Where mentees may live, as the column `city` says; everywhere unless given.")
    mentor_places: list[Text] = Field([], description="Where mentors may live, likewise.")
    weekly_hours: Annotated[float, Field(ge=0, le=168)] = Field(0, description="Free hours a week that `availability` has to hold, on both sides.")
    quiz: Annotated[float, Field(ge=0, le=100)] | None = Field(None, description="Points that mentors need in the column `quiz` of their training.")
    rubric: Annotated[list[Aspect], AfterValidator(unique_ids), AfterValidator(_with_columns_of_their_own)] = Field([], description="What two readers judge where places are few; reviews.csv holds their points.")
    references: Annotated[int, Field(ge=0, le=10)] = Field(0, description="References of a mentor that the column `references` has to count.")


class Step(Value):
    """A step of the escalation ladder: who does what, within how many days."""

    text: Words
    by: Text
    within_days: Annotated[int, Field(ge=0, le=60)]


Occasion = Literal[
    "welcome", "first-meeting", "reminder", "missed", "goal", "pulse", "mid-point", "closing", "follow-up"
]
HOLES = frozenset({"name", "other", "program", "starts", "ends"})


def _with_known_holes(words: str | dict[str, str]) -> str | dict[str, str]:
    """Refuse a text with a hole that nothing fills."""
    for text in [words] if isinstance(words, str) else words.values():
        try:
            holes = {(hole, form, turn) for _, hole, form, turn in string.Formatter().parse(text) if hole is not None}
        except ValueError:
            raise ValueError("a brace stands alone; write {name}, or no brace at all") from None
        if not holes <= {(hole, "", None) for hole in HOLES}:
            raise ValueError(f"a text may hold {', '.join(f'{{{hole}}}' for hole in sorted(HOLES))} and no other braces")
    return words


Letter = Annotated[Words, AfterValidator(_with_known_holes)]


class ReturnRole(Value):
    """A role that people who completed are asked to come back in, and what it takes in one cohort."""

    id: Identifier
    text: Words
    of: Literal["mentees", "mentors", "both"] = "both"
    pair: bool = Field(False, description="Leads a pair: its meetings and the sessions that mentors attend count.")
    sessions: list[Text] = Field([], description="Codes of sessions that the role helps in.")
    hours: Annotated[float, Field(ge=0)] = Field(0, description="Other hours in a cohort.")


class Tracking(Part):
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
    relationship_answers: Annotated[int, Field(ge=1, le=5)] = Field(
        2, description="R5; answers in a row that lie lower. One that falls twice as far is enough."
    )
    relationship_low: Annotated[float, Field(ge=1, le=5)] = 3
    goal_set_by: Share = 0.25
    goal_moved_by: Share = 0.5
    staff_contact_amber: Days = 30
    staff_contact_red: Days = 45
    dormant: Days = 90
    ladder: list[Step] = []
    staff_hours_per_week: Annotated[float, Field(ge=0)] = 10
    staff: dict[Text, Annotated[float, Field(ge=0)]] = Field(
        {}, description="Who calls, as named in support.csv, and hours a week; takes the place of staff_hours_per_week."
    )
    minutes_per_call: Annotated[float, Field(gt=0)] = 20
    introductions_asked: Annotated[int, Field(ge=0, le=20)] = Field(
        2, description="Introductions that one person is asked for at most; 0 proposes none."
    )
    safety_contact: Text | None = Field(None, description="R9; who is told that there are safety reports, as the terminal names them.")
    safety_words: list[Text] = Field(["safety", "seguridad"], description="R9; answers in needs_support that report a risk.")
    address: Literal["tu", "usted"] = Field("tu", description="How Spanish messages address people.")
    return_roles: Annotated[list[ReturnRole], AfterValidator(unique_ids)] = []
    messages: dict[Occasion, Letter] = Field({}, description="Occasion: the programme's own text.")


class Completion(Value):
    """When a match counts as completed."""

    meetings: Annotated[int, Field(ge=1)] = 6
    share_of_weeks: Share = 0.8


class ComparisonGroup(Value):
    """People like the mentees, without a match, who answer the same surveys."""

    column: Text = Field(description="Column of the mentees that says who is in which group.")
    value: Text = Field(description="What stands there for the comparison group.")
    covariates: list[Text] = Field([], description="Columns known at the start by which both groups are weighted.")


class Change(Value):
    """What was changed because of what the last cohort said."""

    said: Words
    done: Words
    metric: Identifier | None = Field(None, description="The figure that shows whether it helped.")


class EvaluationPlan(Part):
    """What was declared before the cohort starts."""

    primary: Identifier | None = Field(None, description="The one primary scale.")
    completion: Completion = Completion()
    targets: dict[Identifier, float] = Field({}, description="Metric: the value aimed at.")
    groups: list[Text] = Field([], description="Columns by which equal chances are reported.")
    comparison: ComparisonGroup | None = Field(None, description="Where there is a comparison group.")
    changes: list[Change] = Field([], description="What was changed since the last cohort.")


class Edition(Value):
    """What readers cite: set both when a new edition leaves, and the site marks what changed since the last one."""

    version: Text | None = Field(None, description="Like 2026-1; mentorkit's version unless given.")
    date: dt.date | None = Field(None, description="The day of the edition.")
    doi: Annotated[str, Field(pattern=r"^10\.[0-9.]+/[A-Za-z0-9._;()/:-]+$")] | None = Field(None, description="Where an archive gave one.")


class Publishing(Part):
    """What the public site shows, and how small a number may be there."""

    threshold: Literal[5, 10] = Field(5, description="k; 10 for minors or sensitive answers.")
    title: Words | None = None
    contact: Text | None = None
    licence: Text = "CC BY 4.0"
    colors: Colors = Field(Colors(), description="Three values that recolour the site.")
    edition: Edition = Field(Edition(), description="Version, date and DOI of the book.")
    logo: Annotated[str, Field(pattern=r"^[^\\:]+\.png$")] | None = Field(None, description="A picture (PNG), its path from program.yml.")
