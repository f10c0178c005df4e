"""What a programme has to decide itself, and what of it nobody has decided yet."""

from __future__ import annotations

from collections.abc import Iterator

from mentorkit.model.program import Program
from mentorkit.planning.benchmarks import ELEMENTS

KEPT = ("languages", "criteria", "rules", "orders", "synonyms", "matching", "design.strict")
"""Keys that a new programme takes over from the example so that its cohort runs; open while `undecided` names them."""
_LOGIC = ("inputs", "activities", "outputs", "outcomes", "impact", "assumptions")
_SIDES = ("mentors", "mentees", "partners", "staff")
DECISIONS = (
    "organisation", "place", "country", "languages", "weeks", "cadence_days",
    "criteria", "rules", "orders", "synonyms", "matching",
    "design.strict", "design.purpose", "design.audience", "design.needs", "design.scope", "design.format", "design.assignment",
    "design.size", "design.indicators", "design.objectives",
    *(f"design.logic_model.{name}" for name in _LOGIC), *(f"design.expectations.{side}" for side in _SIDES),
    "design.roles", "design.effort", "design.communication", "design.when_it_goes_wrong", "design.recognition",
    "design.alliances", "design.budget.currency", "design.budget.lines", "design.risks",
    "eligibility.mentees", "eligibility.guardian_below", "eligibility.rubric",
    "tracking.safety_contact", "tracking.ladder", "tracking.staff_hours_per_week", "tracking.address",
    "evaluation.primary", "evaluation.completion", "evaluation.targets", "evaluation.groups",
    "publishing.threshold", "publishing.contact", "publishing.licence",
)
"""Every key that a programme decides itself, in the order of its file."""
PLANS = ("communication", "community", "recognition")
_NONE_IS_AN_ANSWER = ("design.alliances", "eligibility.rubric", "evaluation.groups")


def open_decisions(program: Program) -> list[str]:
    """
    Give what of `DECISIONS` nobody has decided yet, in their order; then the plans and the documents that are missing.

    A key is open while it is not written, while it is empty, and while `undecided` names it, whatever stands there;
    that one may be written empty on purpose, holds for alliances, the readers' rubric and groups.
    """
    return [key for key in DECISIONS if is_open(program, key)] + [
        *(f"design.plans.{plan}" for plan in PLANS if plan not in {step.plan for step in program.design.plans}),
        *(f"design.standards.{id}" for id in _documents() if id not in {said.id for said in program.design.standards}),
    ]


def is_open(program: Program, key: str) -> bool:
    """
    Say whether nobody has decided a key yet.

    >>> is_open(Program(program="A"), "weeks"), is_open(Program(program="A", weeks=20), "weeks")
    (True, False)
    """
    if any(key == named or key.startswith(f"{named}.") for named in program.undecided):
        return True
    if key in KEPT:
        return key == "criteria" and not program.criteria
    *above, last = key.split(".")
    part = program
    for step in above:
        if step not in part.model_fields_set:
            return True
        part = getattr(part, step)
    value = getattr(part, last)
    return last not in part.model_fields_set or (value in (None, "", [], {}) and key not in _NONE_IS_AN_ANSWER)


def _documents() -> Iterator[str]:
    return (element.id for element in ELEMENTS if element.document and element.standard != "EEPM4")  # a superseded edition
