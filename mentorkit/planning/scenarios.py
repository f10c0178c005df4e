"""Programmes of other sizes and lengths, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pandas import DataFrame

from mentorkit.model.arc import Arc
from mentorkit.model.curriculum import Session
from mentorkit.model.program import Program
from mentorkit.planning.learning import what_can_be_learned
from mentorkit.planning.recruiting import alliance_balance, recruiting_funnel
from mentorkit.planning.schedule import arc
from mentorkit.planning.staffing import needed_hours, unit_costs

SCENARIO_COLUMNS = (
    "format",
    "pairs",
    "weeks",
    "mentors",
    "invite_mentees",
    "invite_mentors",
    "hours",
    "busiest_week",
    "cost",
    "cost_per_completed",
    "ending_early",
    "mentors_missing",
    "complete",
    "detectable",
    "cohorts",
)


def scenario(program: Program, pairs: int, weeks: int, circle: int = 1) -> Program:
    """
    Give the programme at another size, length or format; everything else stays as it is.

    Staff hours are scaled with the pairs, never below the smallest share of a tenth; circles divide the
    number of mentors.

    Args:
        program: The programme as planned.
        pairs: Mentees to be matched.
        weeks: Length.
        circle: Mentees to a mentor; 1 is one to one.
    """
    design = program.design
    mentors = -(-pairs // circle)
    size = design.size.model_copy(update={"mentees": pairs, "mentors": mentors})
    grown = max(0.1, pairs / design.size.mentees)
    roles = [role.model_copy(update={"hours_per_week": role.hours_per_week * grown}) for role in design.roles]
    form = "group" if circle > 1 else "one-to-one"
    changed = design.model_copy(update={"size": size, "roles": roles, "format": form})
    return program.model_copy(update={"weeks": weeks, "design": changed})


def scenarios(
    program: Program,
    sessions: Sequence[Session],
    pairs: Iterable[int] = (30, 60, 120),
    weeks: Iterable[int] = (16, 20, 24),
    circles: Iterable[int] = (1,),
    plan: Arc | None = None,
) -> DataFrame:
    """
    Give scenarios side by side: people to find, hours, money and what can be learned, a row each.

    `hours` are the staff hours needed in all, `busiest_week` those of the fullest week; cost per
    completed pair, complete answers, detectable change and cohorts are the likely ones. The risk shows as
    pairs likely to end early and as mentors whom no partner has promised.
    """
    weeks, circles = tuple(weeks), tuple(circles)
    rows = [
        _scenario_row(scenario(program, count, length, circle), arc(sessions, length, plan), length)
        for circle in circles
        for count in pairs
        for length in weeks
    ]
    return DataFrame(rows, columns=list(SCENARIO_COLUMNS))


def _scenario_row(program: Program, held: Sequence[Session], weeks: int) -> tuple:
    needed, costs = needed_hours(program, held), unit_costs(program, held).set_index("what")
    funnel = recruiting_funnel(program).set_index(["who", "step"])["likely"]
    learned = what_can_be_learned(program).set_index("end").loc["likely"]
    design = program.design
    return (
        design.format,
        design.size.mentees,
        weeks,
        design.size.mentors,
        int(funnel["mentees", "invited"]),
        int(funnel["mentors", "invited"]),
        float(needed["hours"].sum()),
        float(needed.groupby("week")["hours"].sum().max()),
        float(costs.at["cohort", "likely"]),
        float(costs.at["completed-pair", "likely"]),
        round(design.size.mentees * (1 - design.funnel.completed.likely)),
        alliance_balance(program)["missing"],
        int(learned["complete"]),
        learned["detectable"],
        learned["cohorts"],
    )
