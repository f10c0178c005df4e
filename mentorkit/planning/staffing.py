"""Hours by role and week, and what a cohort costs."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pandas import DataFrame

from mentorkit.model.curriculum import Session
from mentorkit.model.program import Program
from mentorkit.model.words import localized
from mentorkit.planning.recruiting import recruiting_funnel

INTERVIEW_WEEKS = (-5, -4)
NOBODY = "–"


def planned_pairs(program: Program) -> int:
    """Give the pairs of a full cohort: one for each planned mentee."""
    return program.design.size.mentees


def needed_hours(program: Program, sessions: Sequence[Session]) -> DataFrame:
    """
    Give the hours of staff that each week needs: `week, task, hours`, by week and task.

    Sessions: minutes × staff in the room × rooms, plus preparation; pair meetings need no staff. Support:
    both sides of each pair called once in every amber limit of R8. Recruiting: the likely number of
    interviews, over two weeks. Coordination: minutes for each pair and week.
    """
    effort, tracking, pairs = program.design.effort, program.tracking, planned_pairs(program)
    hours: dict[tuple[int, str], float] = {}
    for session in sessions:
        if session.kind != "pair-meeting" and session.week <= program.weeks:
            key = session.week, "sessions"
            hours[key] = hours.get(key, 0) + _session_hours(session, program)
    support = pairs * 2 * tracking.minutes_per_call / 60 * 7 / tracking.staff_contact_amber
    for week in range(1, program.weeks + 1):
        hours[week, "support"] = support
        hours[week, "coordination"] = pairs * effort.coordination_minutes / 60
    funnel = recruiting_funnel(program)
    interviews = funnel.loc[funnel["step"] == "interviewed", "likely"].sum()
    for week in INTERVIEW_WEEKS:
        hours[week, "recruiting"] = interviews * effort.interview_minutes / 60 / len(INTERVIEW_WEEKS)
    rows = [(week, task, amount) for (week, task), amount in sorted(hours.items())]
    return DataFrame(rows, columns=["week", "task", "hours"])


def _session_hours(session: Session, program: Program) -> float:
    size, effort = program.design.size, program.design.effort
    people = max({"mentees": size.mentees, "mentors": size.mentors}.get(who, 0) for who in session.audience)
    rooms = max(1, math.ceil(people / session.group.max))
    return session.duration / 60 * (effort.staff_per_session * rooms + effort.preparation)


def staff_hours(program: Program, sessions: Sequence[Session]) -> DataFrame:
    """
    Give the needed hours by role and week: `week, role, task, hours`.

    A task is split over the roles that list it, in proportion to their hours; one that no role lists
    stands under "–", a gap to close.
    """
    rows = []
    for need in needed_hours(program, sessions).itertuples(index=False):
        roles = {role.id: role.hours_per_week for role in program.design.roles if need.task in role.tasks}
        total = sum(roles.values())
        shares = {role: hours / total for role, hours in roles.items()} if total else {NOBODY: 1.0}
        rows += [(need.week, role, need.task, need.hours * share) for role, share in sorted(shares.items())]
    return DataFrame(rows, columns=["week", "role", "task", "hours"])


def staff_balance(program: Program, sessions: Sequence[Session]) -> DataFrame:
    """Give each week's hours needed and offered by all roles: `week, needed, offered, missing`."""
    needed = needed_hours(program, sessions).groupby("week")["hours"].sum()
    offered = sum(role.hours_per_week for role in program.design.roles)
    frame = DataFrame({"week": needed.index, "needed": needed.to_numpy(), "offered": float(offered)})
    return frame.assign(missing=(frame["needed"] - frame["offered"]).clip(lower=0))


def caseload(program: Program) -> dict[str, float]:
    """Give what support asks for at full size: calls a week, hours of them, roles that call, and pairs for each of these."""
    tracking, pairs = program.tracking, planned_pairs(program)
    callers = sum("support" in role.tasks for role in program.design.roles)
    calls = pairs * 2 * 7 / tracking.staff_contact_amber
    hours = calls * tracking.minutes_per_call / 60
    return {"calls": calls, "hours": hours, "callers": callers, "pairs_each": pairs / callers if callers else float("nan")}


def budget(program: Program, sessions: Sequence[Session], language: str = "es") -> DataFrame:
    """
    Give the budget: `line, text, per, units, amount, total`; staff first, then the programme's own lines.

    A role is paid its weekly hours for the programme's weeks and those before and after.
    """
    design = program.design
    workshops = sum(session.kind != "pair-meeting" and session.week <= program.weeks for session in sessions)
    units = {
        "programme": 1, "cohort": 1, "mentee": design.size.mentees, "mentor": design.size.mentors,
        "pair": planned_pairs(program), "session": workshops,
    }
    weeks = design.effort.weeks_before + program.weeks + design.effort.weeks_after
    staff = [
        (role.id, localized(role.text, language), "hour", role.hours_per_week * weeks, role.cost_per_hour)
        for role in design.roles
    ]
    lines = [
        (line.id, localized(line.text, language), line.per, units[line.per], line.amount)
        for line in design.budget.lines
    ]
    frame = DataFrame([*staff, *lines], columns=["line", "text", "per", "units", "amount"])
    frame = frame.astype({"units": float, "amount": float})
    return frame.assign(total=frame["units"] * frame["amount"])


def unit_costs(program: Program, sessions: Sequence[Session]) -> DataFrame:
    """
    Give the cost of a cohort, of a participant, of a completed pair and of one more cohort: `what, low, likely, high`.

    A participant is a planned mentee; the high end leaves as many places empty as the low rate of matching
    does, since they are paid too. A completed pair ranges with the rate of completion; one more cohort leaves out what is paid once
    for the programme.
    """
    lines = budget(program, sessions)
    total = float(lines["total"].sum())
    again = float(lines.loc[lines["per"] != "programme", "total"].sum())
    pairs, rate, filled = planned_pairs(program), program.design.funnel.completed, program.design.funnel.matched
    rows = [
        ("cohort", total, total, total),
        ("participant", total / pairs, total / pairs, total / pairs * filled.likely / filled.low),
        ("completed-pair", total / (pairs * rate.high), total / (pairs * rate.likely), total / (pairs * rate.low)),
        ("one-more-cohort", again, again, again),
    ]
    return DataFrame(rows, columns=["what", "low", "likely", "high"])
