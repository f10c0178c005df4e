"""Programmes of other sizes and lengths, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from pandas import DataFrame

from mentorkit.model.arc import Arc
from mentorkit.model.curriculum import Session
from mentorkit.model.program import Program
from mentorkit.planning.learning import what_can_be_learned
from mentorkit.planning.recruiting import ENDS, alliance_balance, recruiting_funnel
from mentorkit.planning.schedule import arc
from mentorkit.planning.staffing import needed_hours, unit_costs

SCENARIO_COLUMNS = (
    "format", "pairs", "weeks", "mentors", "invite_mentees", "invite_mentors", "hours", "busiest_week", "cost",
    "cost_per_completed", "ending_early", "mentors_missing", "complete", "detectable", "cohorts",
)


def scenario(program: Program, pairs: int, weeks: int, circle: int = 1) -> Program:
    """
    Give the programme at another size, length or format; everything else stays as it is.

    Circles divide the number of mentors. Each week has the same risk of an early end, so of 64 % that
    complete 20 weeks 80 % would complete 10; that is an assumption, for want of data on other lengths.

    Args:
        pairs: Mentees to be matched.
        circle: Mentees to a mentor; 1 is one to one.
    """
    design = program.design
    size = design.size.model_copy(update={"mentees": pairs, "mentors": -(-pairs // circle)})
    longer, rate = weeks / program.weeks, design.funnel.completed
    completed = rate.model_copy(update={end: getattr(rate, end) ** longer for end in ENDS})
    funnel = design.funnel.model_copy(update={"completed": completed})
    form = "group" if circle > 1 else "one-to-one"
    changed = design.model_copy(update={"size": size, "format": form, "funnel": funnel})
    return program.model_copy(update={"weeks": weeks, "design": changed})


def staffed_like(program: Program, held: Sequence[Session], planned: Program, sessions: Sequence[Session]) -> Program:
    """Give a programme with the roles' hours of the planned one, grown or shrunk with the hours that a paid week needs."""
    grown = _hours_a_week(program, held) / _hours_a_week(planned, sessions)
    roles = [role.model_copy(update={"hours_per_week": role.hours_per_week * grown}) for role in planned.design.roles]
    return program.model_copy(update={"design": program.design.model_copy(update={"roles": roles})})


def _hours_a_week(program: Program, held: Sequence[Session]) -> float:
    effort = program.design.effort
    return float(needed_hours(program, held)["hours"].sum()) / (effort.weeks_before + program.weeks + effort.weeks_after)


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

    `hours` are the staff hours needed in all, `busiest_week` those of the fullest week; the roles are paid
    for as much more or less as that is. Cost per completed pair, complete answers, detectable change and
    cohorts are the likely ones; without roles that cost and budget lines there is no cost. The risk shows
    as pairs likely to end early and as mentors whom no partner has promised. Answers within a circle are
    alike, which the detectable change leaves out: in circles it is larger than the number says.
    """
    weeks, circles = tuple(weeks), tuple(circles)
    own = arc(sessions, program.weeks, plan)
    rows = []
    for circle, count, length in product(circles, pairs, weeks):
        held = arc(sessions, length, plan)
        other = staffed_like(scenario(program, count, length, circle), held, program, own)
        rows.append(_scenario_row(other, held))
    return DataFrame(rows, columns=list(SCENARIO_COLUMNS))


def as_planned(program: Program, sessions: Sequence[Session], plan: Arc | None = None) -> DataFrame:
    """Give the programme as it stands, in the columns of `scenarios`."""
    return DataFrame([_scenario_row(program, arc(sessions, program.weeks, plan))], columns=list(SCENARIO_COLUMNS))


def _scenario_row(program: Program, held: Sequence[Session]) -> tuple:
    needed, costs = needed_hours(program, held), unit_costs(program, held).set_index("what")["likely"]
    costs = costs.where(costs > 0)
    funnel = recruiting_funnel(program).set_index(["who", "step"])["likely"]
    learned = what_can_be_learned(program).set_index("end").loc["likely"]
    design = program.design
    return (
        design.format,
        design.size.mentees,
        program.weeks,
        design.size.mentors,
        int(funnel["mentees", "invited"]),
        int(funnel["mentors", "invited"]),
        float(needed["hours"].sum()),
        float(needed.groupby("week")["hours"].sum().max()),
        float(costs["cohort"]),
        float(costs["completed-pair"]),
        round(design.size.mentees * (1 - design.funnel.completed.likely)),
        alliance_balance(program)["missing"],
        int(learned["complete"]),
        learned["detectable"],
        learned["cohorts"],
    )
