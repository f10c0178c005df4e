"""Goals that move, a network that grows, milestones reached."""

from __future__ import annotations

import datetime as dt

from mentorkit.telling.desk import Desk
from mentorkit.telling.drawing import BLUE, PALE, TEAL, canvas
from mentorkit.telling.looking import living, milestone_table, say, titled
from mentorkit.telling.showing import Picture, Prose, Sheet, Together, picture
from mentorkit.tracking import goals, milestones, networks, weeks


def goal_picture(desk: Desk) -> Picture | Prose:
    """Draw goals with a level, and goals met, by week."""
    table = goals.goals_by_week(desk.cohort, desk.as_of)
    if table.empty or not table["known"].iloc[-1]:
        return desk.say("progress", "goals-none")
    last = table.iloc[-1]
    values = {"met": int(last["met"]), "known": int(last["known"]), "moved": float(last["mean_moved"])}
    with canvas(height=3.2) as (figure, axes):
        axes.fill_between(
            table["week"], table["known"], step="post", color=PALE, label=say(desk, "goals-known")
        )
        axes.fill_between(table["week"], table["met"], step="post", color=TEAL, label=say(desk, "goals-met"))
        axes.set_xticks(table["week"])
        axes.set_xlim(1, max(2, int(last["week"])))
        axes.set_ylim(0)
        axes.set_xlabel(say(desk, "week-axis"))
        axes.set_ylabel(say(desk, "goals-axis"))
        figure.legend(loc="outside upper center", ncols=2, frameon=False)
        return picture(figure, say(desk, "goals-alt", **values), say(desk, "goals-caption", **values))


def goal_sheet(desk: Desk) -> Sheet:
    """Show each mentee's plan: every goal with its level, the next step, and hints on the wording."""
    desk = living(desk)
    table = goals.goal_plan(desk.cohort, desk.as_of)
    score = goals.goal_attainment(desk.cohort, desk.as_of).set_index("person_id")["attainment"]
    shown = table[["person_id", "goal", "level", "moved", "updated"]].assign(
        attainment=list(score.reindex(table["person_id"])),
        next_step=[say(desk, f"goal-next-{step}") for step in table["next_step"]],
        hints=[" ".join(goals.goal_hints(goal, desk.language)) for goal in table["goal"]],
    )
    caption = say(desk, "goal-sheet-caption", day=desk.as_of, n=len(shown), people=shown["person_id"].nunique())
    formats = {say(desk, f"col-{name}"): form for name, form in (("attainment", ",.1f"), ("level", "+.0f"), ("moved", "+.0f"))}
    return Sheet(titled(shown, desk), caption, desk.language, formats=formats)


def network(desk: Desk) -> Together | Prose:
    """Draw how the cohort's network grows, week by week, over the indicators of social capital."""
    table = weeks.network_growth(desk.cohort, desk.as_of)
    if table.empty or not table["made_so_far"].iloc[-1]:
        return desk.say("progress", "network-none")
    last = table.iloc[-1]
    values = {
        "n": int(last["made_so_far"]),
        "led": int(last["with_outcome_so_far"]),
        "mentees": int(last["mentees_so_far"]),
    }
    with canvas(height=3.2) as (figure, axes):
        axes.fill_between(
            table["week"], table["made_so_far"], step="post", color=PALE, label=say(desk, "network-made")
        )
        axes.fill_between(
            table["week"],
            table["with_outcome_so_far"],
            step="post",
            color=BLUE,
            label=say(desk, "network-led"),
        )
        axes.set_xticks(table["week"])
        axes.set_xlim(1, max(2, int(last["week"])))
        axes.set_ylim(0)
        axes.set_xlabel(say(desk, "week-axis"))
        axes.set_ylabel(say(desk, "network-axis"))
        figure.legend(loc="outside upper center", ncols=2, frameon=False)
        drawn = picture(figure, say(desk, "network-alt", **values), say(desk, "network-caption", **values))
    return Together([drawn, _capital(desk)])


def _capital(desk: Desk) -> Sheet:
    table = networks.social_capital(desk.cohort, desk.pairs, desk.as_of)
    table = table.assign(indicator=[say(desk, f"capital-{name}") for name in table["indicator"]])
    return Sheet(titled(table, desk), say(desk, "capital-caption", day=desk.as_of), desk.language, sortable=False)


def milestones_reached(desk: Desk, days: int = 14) -> Together:
    """Draw how many pairs reached each milestone, and say whose effort can be recognised now."""
    day, table = living(desk).as_of, milestone_table(living(desk))
    table = table[table["date"] > str(day - dt.timedelta(days=days))].sort_values(["date", "mentee_id"], ascending=[False, True])
    names = {key: say(desk, key) for key in milestones.MILESTONES}
    shown = titled(table.assign(milestone=table["milestone"].map(names)), desk)
    return Together([_milestone_picture(desk), Sheet(shown, say(desk, "congratulate-caption", n=len(table), day=day, days=days), desk.language)])


def _milestone_picture(desk: Desk) -> Picture:
    """Draw how many pairs reached each milestone."""
    reached = milestone_table(desk)["milestone"].value_counts()
    names, total = list(milestones.MILESTONES)[::-1], len(desk.pairs)
    numbers = [int(reached.get(name, 0)) for name in names]
    with canvas(height=2.6) as (figure, axes):
        axes.barh([say(desk, name) for name in names], [total] * len(names), color=PALE)
        axes.barh([say(desk, name) for name in names], numbers, color=TEAL)
        for place, number in enumerate(numbers):
            axes.text(total, place, f" {number}", va="center")
        axes.margins(x=0.08)
        axes.set_xlabel(say(desk, "states-axis"))
        alt = say(
            desk,
            "milestones-alt",
            n=total,
            first=int(reached.get("first-meeting", 0)),
            five=int(reached.get("five-meetings", 0)),
        )
        return picture(figure, alt, say(desk, "milestones-caption", n=total))
