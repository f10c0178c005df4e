"""Goals that move, a network that grows, milestones reached."""

from __future__ import annotations

import datetime as dt

from pandas import DataFrame

from mentorkit.telling.desk import Desk
from mentorkit.telling.drawing import BLUE, PALE, TEAL, canvas
from mentorkit.telling.looking import living, milestone_table, say, sheet_of, worded
from mentorkit.telling.showing import Picture, Prose, Sheet, Together, picture
from mentorkit.tracking import goals, milestones, networks, weeks


def goal_picture(desk: Desk) -> Picture | Prose:
    """Draw goals with a level, and goals met, by week."""
    table = goals.goals_by_week(desk.cohort, desk.as_of)
    if table.empty or not table["known"].iloc[-1]:
        return desk.say("progress", "goals-none")
    last = table.iloc[-1]
    values = {"met": int(last["met"]), "known": int(last["known"]), "moved": float(last["mean_moved"])}
    return _growth(desk, table, "goals", {"known": ("known", PALE), "met": ("met", TEAL)}, values)


def _growth(desk: Desk, table: DataFrame, about: str, areas: dict[str, tuple[str, str]], values: dict) -> Picture:
    """Draw areas that grow over the weeks, each a column of the table with the name of its words and its colour."""
    with canvas(height=3.2) as (figure, axes):
        for column, (name, colour) in areas.items():
            axes.fill_between(table["week"], table[column], step="post", color=colour, label=say(desk, f"{about}-{name}"))
        axes.set_xticks(table["week"])
        axes.set_xlim(1, max(2, int(table["week"].iloc[-1])))
        axes.set_ylim(0)
        axes.set_xlabel(say(desk, "week-axis"))
        axes.set_ylabel(say(desk, f"{about}-axis"))
        figure.legend(loc="outside upper center", ncols=2, frameon=False)
        return picture(figure, say(desk, f"{about}-alt", **values), say(desk, f"{about}-caption", **values))


def goal_sheet(desk: Desk) -> Sheet:
    """Show each mentee's plan: every goal with its level, the next step, and hints on the wording."""
    desk = living(desk)
    table = worded(desk, goals.goal_plan(desk.cohort, desk.as_of), next_step="goal-next-")
    score = goals.goal_attainment(desk.cohort, desk.as_of).set_index("person_id")["attainment"]
    shown = table[["person_id", "goal", "level", "moved", "updated"]].assign(
        attainment=list(score.reindex(table["person_id"])),
        next_step=table["next_step"],
        hints=[" ".join(goals.goal_hints(goal, desk.language)) for goal in table["goal"]],
    )
    caption = say(desk, "goal-sheet-caption", day=desk.as_of, n=len(shown), people=shown["person_id"].nunique())
    return sheet_of(desk, shown, caption, {"attainment": ",.1f", "level": "+.0f", "moved": "+.0f"})


def network(desk: Desk) -> Together | Prose:
    """Draw how the cohort's network grows, week by week, over the indicators of social capital."""
    table = weeks.network_growth(desk.cohort, desk.as_of)
    if table.empty or not table["made_so_far"].iloc[-1]:
        return desk.say("progress", "network-none")
    ends = {"n": "made_so_far", "led": "with_outcome_so_far", "mentees": "mentees_so_far"}
    values = {name: int(table[column].iloc[-1]) for name, column in ends.items()}
    areas = {"made_so_far": ("made", PALE), "with_outcome_so_far": ("led", BLUE)}
    capital = worded(desk, networks.social_capital(desk.cohort, desk.pairs, desk.as_of), indicator="capital-")
    sheet = sheet_of(desk, capital, say(desk, "capital-caption", day=desk.as_of), sortable=False)
    return Together([_growth(desk, table, "network", areas, values), sheet])


def milestones_reached(desk: Desk, days: int = 14) -> Together:
    """Draw how many pairs reached each milestone, and say whose effort can be recognised now."""
    day, table = living(desk).as_of, milestone_table(living(desk))
    table = table[table["date"] > str(day - dt.timedelta(days=days))].sort_values(["date", "mentee_id"], ascending=[False, True])
    caption = say(desk, "congratulate-caption", n=len(table), day=day, days=days)
    return Together([_milestone_picture(desk), sheet_of(desk, worded(desk, table, milestone=""), caption)])


def _milestone_picture(desk: Desk) -> Picture:
    reached = milestone_table(desk)["milestone"].value_counts()
    codes, total = milestones.MILESTONES[::-1], len(desk.pairs)
    names, numbers = [say(desk, code) for code in codes], [int(reached.get(code, 0)) for code in codes]
    with canvas(height=2.6) as (figure, axes):
        axes.barh(names, [total] * len(names), color=PALE)
        axes.barh(names, numbers, color=TEAL)
        for place, number in enumerate(numbers):
            axes.text(total, place, f" {number}", va="center")
        axes.margins(x=0.08)
        axes.set_xlabel(say(desk, "states-axis"))
        counts = {"first": int(reached.get("first-meeting", 0)), "five": int(reached.get("five-meetings", 0))}
        return picture(figure, say(desk, "milestones-alt", n=total, **counts), say(desk, "milestones-caption", n=total))
