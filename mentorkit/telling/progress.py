"""What notebook 5 shows: how every pair is doing, and what to do this week."""

from __future__ import annotations

import datetime as dt
import os

import pandas as pd

from mentorkit.model.findings import told
from mentorkit.telling.calling import call_sheet, outbox, storied, stories, support, thresholds
from mentorkit.telling.desk import AS_OF, Desk
from mentorkit.telling.drawing import (
    AMBER,
    BLUE,
    GREY,
    INK,
    MINT,
    PALE,
    RED,
    ROSE,
    SAND,
    SLATE,
    STATES,
    TEAL,
    canvas,
    legend,
)
from mentorkit.telling.foreseeing import flag_table, history_table, rate_table, warning_check
from mentorkit.telling.growing import goal_picture, goal_sheet, milestones_reached, network
from mentorkit.telling.introducing import introductions, proposal_table
from mentorkit.telling.listening import plan, pulse
from mentorkit.telling.looking import (
    call_table,
    engagement_table,
    letter_table,
    living,
    mail_sheet,
    milestone_table,
    pair_logs,
    pair_table,
    pulse_table,
    say,
    titled,
)
from mentorkit.telling.showing import Picture, Prose, Sheet, picture
from mentorkit.telling.stories import Strips, anchor
from mentorkit.tracking import (
    calls,
    communication,
    goals,
    log,
    networks,
    problems,
    states,
    weeks,
)

__all__ = [
    "call_sheet",
    "engagement",
    "goal_picture",
    "goal_sheet",
    "introductions",
    "milestones_reached",
    "network",
    "outbox",
    "pair_strips",
    "plan",
    "pulse",
    "record_problems",
    "rule_picture",
    "save",
    "state_picture",
    "stories",
    "strips",
    "summary",
    "support",
    "thresholds",
    "warning_check",
]

STRIPS = {
    "met": TEAL,
    "answered": MINT,
    "no-show": RED,
    "cancelled": AMBER,
    "no-answer": ROSE,
    "no-log": PALE,
    "paused": SAND,
    "not-started": "#ffffff",
    "closed": SLATE,
}


def summary(desk: Desk) -> Prose:
    """Say how many pairs are in which state, and how many calls fit into the week."""
    back = living(desk)
    if back.as_of != desk.as_of:
        ended = say(desk, "summary-ended", ends=desk.cohort.ends, n=len(desk.pairs), day=back.as_of)
        return Prose(f"{ended} {summary(back).markdown}")
    table = pair_table(desk)
    count = states.state_counts(table).set_index("state")["pairs"]
    listed = call_table(desk)
    hours = calls.hours_a_week(desk.program.tracking)
    call_sentence = "" if len(listed) else say(desk, "summary-no-calls")
    if len(listed):
        call_sentence = say(
            desk, "summary-calls", listed=len(listed), this_week=int(listed["this_week"].sum()), hours=hours
        )
    values = {
        "urgent": "urgent",
        "unknown": "unknown",
        "amber": "needs-check-in",
        "calm": "on-track",
        "early": "too-early",
    }
    counts = {name: int(count[state]) for name, state in values.items()} | {
        n: int(count[n]) for n in ("paused", "closed")
    }
    text = say(
        desk, "summary", day=desk.as_of, pairs=len(table), last=_last_entry(desk), call_sentence="§", **counts
    )
    return Prose(text.replace("§", call_sentence))


def _last_entry(desk: Desk):
    tables = [
        log.up_to(log.records(desk.cohort, name), desk.as_of) for name in ("meetings", "checkins", "support")
    ]
    return max((day for table in tables for day in table["date"]), default=desk.as_of)


def record_problems(desk: Desk) -> Sheet | Prose:
    """Show the records that cannot be right, with file and row."""
    found = [*_at_the_door(desk), *problems.log_problems(desk.cohort, desk.pairs, last_possible_day(desk))]
    rows = sum(len(frame) for name, frame in desk.cohort.tables.items() if name != "decisions")
    if not found:
        return desk.say("progress", "problems-none", records=rows)
    columns = ("file", "row", "column", "problem", "remedy")
    frame = pd.DataFrame([[getattr(told(one, desk.language), name) for name in columns] for one in found], columns=list(columns))
    return Sheet(titled(frame, desk), say(desk, "problems-caption", n=len(found)), desk.language)


def _at_the_door(desk: Desk) -> list:
    """What reading the logs already found, and the frames no longer show: rows that stand twice."""
    files = problems.log_files(desk.cohort)
    return [problem for problem in desk.warnings if problem.file in files]


def last_possible_day(desk: Desk) -> dt.date:
    """Give the last day a record can have: today, the day asked for, or a year after a synthetic cohort's end."""
    today = dt.datetime.now(dt.UTC).date()
    if AS_OF in os.environ:
        today = max(today, desk.as_of)
    if desk.cohort.settings.synthetic and desk.cohort.ends:
        today = max(today, desk.cohort.ends + dt.timedelta(days=400))
    return today


def state_picture(desk: Desk) -> Picture:
    """Draw the number of pairs in each state."""
    desk = living(desk)
    counts = states.state_counts(pair_table(desk)).iloc[::-1]
    labels = [say(desk, state) for state in counts["state"]]
    with canvas(height=3.0) as (figure, axes):
        axes.barh(
            labels,
            counts["pairs"],
            color=[STATES[state] for state in counts["state"]],
            edgecolor=GREY,
            linewidth=0.5,
        )
        for place, number in enumerate(counts["pairs"]):
            axes.text(number, place, f" {number}", va="center", color=INK)
        axes.set_xlabel(say(desk, "states-axis"))
        axes.margins(x=0.08)
        caption = say(desk, "states-caption", n=int(counts["pairs"].sum()), day=desk.as_of)
        alt = (
            caption
            + ": "
            + "; ".join(
                f"{label} {n}" for label, n in zip(labels[::-1], counts["pairs"].iloc[::-1], strict=True)
            )
        )
        return picture(figure, alt, caption)


def _urgent_first(desk: Desk, most: int):
    table, order = pair_table(living(desk)), {state: place for place, state in enumerate(states.STATES)}
    return table.assign(order=table["state"].map(order)).sort_values(["order", "since", "mentee_id"]).head(most)


def pair_strips(desk: Desk, most: int = 100) -> Strips:
    """
    Give what each pair did in each week, the most urgent on top; a click on a row leads to the pair's story.

    The square beside a pair is its state on the day of the lists below, also where the programme has ended since.
    """
    told = {(row.mentee_id, row.mentor_id) for row in storied(living(desk)).itertuples()}
    table = _urgent_first(desk, most)
    shown = set(zip(table["mentee_id"], table["mentor_id"], strict=True))
    logs = [pair for pair in pair_logs(desk) if (pair.mentee_id, pair.mentor_id) in shown]
    cells = weeks.pair_strips(desk.cohort, table, desk.as_of, logs=logs)
    codes = {pair: list(group) for pair, group in cells.groupby(["mentee_id", "mentor_id"])["code"]}
    rows = [
        (f"{row.mentee_id} – {row.mentor_id}", anchor(row.mentee_id) if (row.mentee_id, row.mentor_id) in told else "",
         STATES[row.state], say(desk, row.state), codes.get((row.mentee_id, row.mentor_id), []))
        for row in table.itertuples()
    ]
    shares, shown = cells["code"].value_counts(normalize=True), set(cells["code"])
    seen = {"met": float(shares.get("met", 0)), "silent": float(shares.get("no-log", 0))}
    alt = say(desk, "strips-alt", n=len(table), weeks=cells["week"].nunique(), **seen)
    names = {code: say(desk, f"strip-{code}") for code in STRIPS if code in shown}
    return Strips(rows, STRIPS, names, say(desk, "week"), alt, say(desk, "strips-click", n=len(table), all=len(desk.pairs), day=living(desk).as_of))


def strips(desk: Desk, most: int = 60) -> Picture:
    """Draw what each pair did in each week, the most urgent pairs on top: a still picture, for where there are no links."""
    from matplotlib.colors import ListedColormap
    from matplotlib.patches import Patch

    table = _urgent_first(desk, most)
    cells = weeks.pair_strips(desk.cohort, table, desk.as_of)
    grid = cells.assign(code=cells["code"].map({code: place for place, code in enumerate(STRIPS)}))
    grid = grid.pivot_table(index=["mentee_id", "mentor_id"], columns="week", values="code")
    grid = grid.loc[list(zip(table["mentee_id"], table["mentor_id"], strict=True))]
    shares = cells["code"].value_counts(normalize=True)
    shown = [code for code in STRIPS if code in set(cells["code"])]
    with canvas(7.6, 1.4 + 0.16 * len(grid)) as (figure, axes):
        axes.pcolormesh(
            grid.to_numpy(),
            cmap=ListedColormap(list(STRIPS.values())),
            vmin=-0.5,
            vmax=len(STRIPS) - 0.5,
            edgecolors="white",
            linewidth=1,
        )
        axes.invert_yaxis()
        axes.set_xticks(
            [week - 0.5 for week in grid.columns], [f"{week}" for week in grid.columns], fontsize=8
        )
        axes.set_yticks(
            [place + 0.5 for place in range(len(grid))], [pair[0] for pair in grid.index], fontsize=7
        )
        colours = [STATES[state] for state in table["state"]]
        axes.scatter(
            [-0.22] * len(grid),
            [place + 0.5 for place in range(len(grid))],
            c=colours,
            marker="s",
            s=16,
            clip_on=False,
        )
        axes.tick_params(axis="y", length=0, pad=10)
        axes.set_xlim(0)
        axes.set_xlabel(say(desk, "week-axis"))
        axes.set_ylabel(say(desk, "pair-axis"))
        patches = [
            Patch(facecolor=STRIPS[code], edgecolor=GREY, linewidth=0.5, label=say(desk, f"strip-{code}"))
            for code in shown
        ]
        figure.legend(handles=patches, loc="outside upper center", ncols=4, frameon=False, fontsize=8)
        alt = say(
            desk,
            "strips-alt",
            n=len(grid),
            weeks=len(grid.columns),
            met=float(shares.get("met", 0)),
            silent=float(shares.get("no-log", 0)),
        )
        return picture(figure, alt, say(desk, "strips-caption", n=len(grid), day=living(desk).as_of))


def engagement(desk: Desk) -> Picture | Prose:
    """Draw contact by period, each as long as the programme's cadence."""
    every = max(1, round(desk.program.cadence_days / 7))
    table = engagement_table(desk, every)
    table = table[table["at_risk"] > 0]
    if table.empty:
        return desk.say("progress", "engagement-none")
    lines = (("contact", TEAL, "-"), ("met", BLUE, "--"), ("unknown", GREY, ":"))
    with canvas(height=3.6) as (figure, axes):
        for name, colour, style in lines:
            axes.plot(
                table["week"],
                table[name] / table["at_risk"],
                style,
                color=colour,
                lw=2,
                marker="o",
                ms=3,
                label=say(desk, f"engagement-{name}"),
            )
        axes.set_ylim(0, 1.02)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        labels = [str(week) if every == 1 else f"{week - every + 1}–{week}" for week in table["week"]]
        axes.set_xticks(table["week"], labels, fontsize=8.5 if len(labels) < 9 or every == 1 else 9, rotation=0 if len(labels) < 8 else 45)
        axes.set_xlabel(say(desk, "weeks-axis"))
        axes.set_ylabel(say(desk, "share-axis"))
        legend(figure)
        last, best = table.iloc[-1], table.loc[table["share_contact"].idxmax()]
        alt = say(
            desk,
            "engagement-alt",
            week=int(last["week"]),
            share=float(last["share_contact"]),
            n=int(last["at_risk"]),
            best=int(best["week"]),
            top=float(best["share_contact"]),
        )
        caption = say(
            desk, "engagement-caption", low=int(table["at_risk"].min()), high=int(table["at_risk"].max())
        )
        return picture(figure, alt, caption)


def rule_picture(desk: Desk) -> Picture | Prose:
    """Draw how many pairs each rule puts on the list."""
    desk = living(desk)
    table = pair_table(desk)
    fired = table["rules"].str.split("; ").explode().loc[lambda rule: (rule != "") & (rule != "R0")]
    counts = fired.value_counts().sort_values()
    if counts.empty:
        return desk.say("progress", "rules-none")
    live = int((~table["state"].isin(["paused", "closed"])).sum())
    with canvas(height=0.9 + 0.36 * len(counts)) as (figure, axes):
        axes.barh([f"{say(desk, rule)} · {rule}" for rule in counts.index], counts, color=AMBER)
        for place, number in enumerate(counts):
            axes.text(number, place, f" {number}", va="center")
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.set_xlabel(say(desk, "states-axis"))
        alt = say(desk, "rules-alt", n=live, top=counts.index[-1], count=int(counts.iloc[-1]))
        return picture(figure, alt, say(desk, "rules-caption", day=desk.as_of))


def save(desk: Desk) -> Prose:
    """Write the results and name them."""
    table, listed, letters = pair_table(desk), call_table(desk), letter_table(desk)
    proposals, histories = proposal_table(desk), history_table(desk)
    desk.write("progress/pairs.csv", table)
    desk.write("progress/calls.csv", listed)
    desk.write("progress/messages.csv", letters)
    desk.write("progress/mail-merge.csv", mail_sheet(letters))
    desk.write("progress/engagement.csv", engagement_table(desk))
    desk.write("progress/goals.csv", goals.goal_standing(desk.cohort, desk.as_of))
    desk.write("progress/milestones.csv", milestone_table(desk))
    desk.write("progress/introductions.csv", proposals)
    desk.write("progress/networks.csv", networks.social_capital(desk.cohort, desk.pairs, desk.as_of))
    desk.write("progress/pulse.csv", pulse_table(desk))
    desk.write("progress/plan.csv", communication.communication_plan(desk.cohort))
    desk.write("progress/histories.csv", histories)
    desk.write("progress/flags.csv", flag_table(desk))
    desk.write("progress/flag-rates.csv", rate_table(desk))
    counts = {"pairs": len(table), "calls": len(listed), "letters": len(letters), "proposals": len(proposals)}
    return desk.say("progress", "saved", place=desk.results.name, **counts)

