"""The pulse of both sides, what was done with it, and who hears what in which week."""

from __future__ import annotations

from mentorkit.telling.desk import Desk
from mentorkit.telling.drawing import AMBER, TEAL, canvas, legend, words_on
from mentorkit.telling.looking import living, pulse_table, say, sheet_of, worded
from mentorkit.telling.safe import escaped
from mentorkit.telling.showing import Picture, Prose, Sheet, Together, picture
from mentorkit.tracking import communication
from mentorkit.tracking import pulse as heard

SMALLEST = 10


def pulse(desk: Desk) -> Together:
    """Draw the monthly pulse, show what was said and done, and give the text that tells each side."""
    desk = living(desk)
    table = heard.you_said(desk.cohort, desk.as_of)
    parts = [_pulse_picture(desk)]
    if table.empty:
        return Together([*parts, desk.say("progress", "said-none")])
    shown = worded(desk, table, who="said-").assign(answered=[say(desk, "yes" if one else "no") for one in table["answered"]])
    open_ = int((~table["answered"]).sum())
    parts.append(sheet_of(desk, shown, say(desk, "said-caption", n=len(table), open=open_)))
    return Together([*parts, *(_told_back(desk, side) for side in ("mentees", "mentors"))])


def _pulse_picture(desk: Desk) -> Picture | Prose:
    table = pulse_table(desk)
    if table.empty:
        return desk.say("progress", "pulse-none")
    months = sorted(set(table["month"]))
    with canvas(height=3.4) as (figure, axes):
        for side, colour, shift in (("mentees", TEAL, -0.2), ("mentors", AMBER, 0.2)):
            rows = table[table["side"] == side]
            places = [months.index(month) + shift for month in rows["month"]]
            axes.bar(places, rows["share"], 0.38, color=colour, label=say(desk, f"said-{side}"))
            for place, row in zip(places, rows.itertuples(), strict=True):
                axes.text(place, row.share + 0.02, f"{row.answered}/{row.asked}", ha="center", fontsize=9)
                if row.ratings:
                    axes.text(place, 0.04, f"{say(desk, 'rating-of', n=row.relationship)}", ha="center", fontsize=9, color=words_on(colour))
        axes.set_xticks(range(len(months)), months)
        axes.set_ylim(0, 1.12)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        axes.set_ylabel(say(desk, "pulse-axis"))
        legend(figure)
        last = {row.side: row for row in table.itertuples()}
        told = " ".join(_month_told(desk, last[side]) for side in sorted(last))
        return picture(figure, told, say(desk, "pulse-caption", day=desk.as_of))


def _month_told(desk: Desk, row) -> str:
    counts = {"month": row.month, "answered": row.answered, "asked": row.asked, "mean": row.relationship}
    return say(desk, "pulse-alt", side=say(desk, f"said-{row.side}").lower(), **counts)


def _told_back(desk: Desk, side: str) -> Prose:
    """The text for one side's group: nothing in it is about one person."""
    lines = [say(desk, f"back-{side}", program=desk.program.program)]
    months = pulse_table(desk)
    rows = months[(months["side"] == side) & (months["answered"] >= SMALLEST)]
    if len(rows):
        last = rows.iloc[-1]
        lines.append(say(desk, "back-numbers", answered=int(last["answered"]), asked=int(last["asked"]), good=int(last["good"]), ratings=int(last["ratings"])))
    for said, did in heard.told_back(desk.cohort, desk.as_of, side):
        lines.append(say(desk, "back-done" if did else "back-open", said=said, did=did or ""))
    quoted = "\n>\n".join(f"> {escaped(line)}" for line in lines)
    return Prose(f"**{say(desk, f'back-title-{side}')}**\n\n{quoted}")


def plan(desk: Desk) -> Sheet:
    """Show who hears what in which week, with this week marked."""
    desk = living(desk)
    table = communication.communication_plan(desk.cohort)
    week = (desk.as_of - desk.cohort.starts).days // 7 + 1
    shown = worded(desk, table, what="plan-", to="said-", channel="channel-")
    shown = shown.assign(now=[say(desk, "now") if row == week else "" for row in table["week"]])
    return sheet_of(desk, shown, say(desk, "plan-caption", week=week, day=desk.as_of))
