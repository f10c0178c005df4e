"""Goals that move, a network that grows, milestones reached."""

from __future__ import annotations

from mentorkit.telling.desk import Desk
from mentorkit.telling.drawing import BLUE, PALE, TEAL, canvas
from mentorkit.telling.looking import say, titled
from mentorkit.telling.showing import Picture, Prose, Sheet, picture
from mentorkit.tracking import goals, milestones, weeks


def goal_picture(desk: Desk) -> Picture | Prose:
    """Draw goals with a level, and goals met, by week."""
    table = goals.goals_by_week(desk.cohort, desk.as_of)
    if table.empty or not table["known"].iloc[-1]:
        return desk.say("progress", "goals-none")
    last = table.iloc[-1]
    values = {"met": int(last["met"]), "known": int(last["known"]), "moved": float(last["mean_moved"])}
    with canvas(7.2, 3.2) as (figure, axes):
        axes.fill_between(
            table["week"], table["known"], step="post", color=PALE, label=say(desk, "goals-known")
        )
        axes.fill_between(table["week"], table["met"], step="post", color=TEAL, label=say(desk, "goals-met"))
        axes.set_xticks(table["week"])
        axes.set_xlim(1, max(2, int(last["week"])))
        axes.set_xlabel(say(desk, "week-axis"))
        axes.set_ylabel(say(desk, "goals-axis"))
        figure.legend(loc="outside upper center", ncols=2, frameon=False)
        return picture(figure, say(desk, "goals-alt", **values), say(desk, "goals-caption", **values))


def goal_sheet(desk: Desk) -> Sheet:
    """Show each mentee's goals, attainment and hints on the wording."""
    table = goals.goal_attainment(desk.cohort, desk.as_of)
    wording = goals.goal_standing(desk.cohort, desk.as_of).groupby("person_id")["goal"].apply(list).to_dict()
    hints = [
        sorted({hint for goal in wording[person] for hint in goals.goal_hints(goal, desk.language)})
        for person in table["person_id"]
    ]
    table = table.assign(hints=[" ".join(found) for found in hints]).sort_values(
        "attainment", na_position="first"
    )
    return Sheet(
        titled(table, desk),
        say(desk, "goal-sheet-caption"),
        desk.language,
        formats={say(desk, "col-attainment"): ",.1f"},
    )


def network(desk: Desk) -> Picture | Prose:
    """Draw how the cohort's network grows, week by week."""
    table = weeks.network_growth(desk.cohort, desk.as_of)
    if table.empty or not table["made_so_far"].iloc[-1]:
        return desk.say("progress", "network-none")
    last = table.iloc[-1]
    values = {
        "n": int(last["made_so_far"]),
        "led": int(last["with_outcome_so_far"]),
        "mentees": int(last["mentees_so_far"]),
    }
    with canvas(7.2, 3.2) as (figure, axes):
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
        return picture(figure, say(desk, "network-alt", **values), say(desk, "network-caption", **values))


def milestone_picture(desk: Desk) -> Picture:
    """Draw how many pairs reached each milestone."""
    reached = milestones.milestones(desk.cohort, desk.pairs, desk.as_of)["milestone"].value_counts()
    names, total = list(milestones.MILESTONES)[::-1], len(desk.pairs)
    numbers = [int(reached.get(name, 0)) for name in names]
    with canvas(7.2, 2.6) as (figure, axes):
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
