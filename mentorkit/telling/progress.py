"""What notebook 5 shows: how every pair is doing, and what to do this week."""

from __future__ import annotations

import datetime as dt
import os

import pandas as pd

from mentorkit.model.findings import told
from mentorkit.telling.calling import call_sheet, outbox, storied, stories, support, thresholds
from mentorkit.telling.desk import AS_OF, Desk
from mentorkit.telling.drawing import AMBER, BLUE, GREY, STATES, STRIPS, TEAL, canvas, counted_bars, legend
from mentorkit.telling.foreseeing import flag_table, history_table, rate_table, warning_check
from mentorkit.telling.growing import goal_picture, goal_sheet, milestones_reached, network
from mentorkit.telling.introducing import introductions, proposal_table
from mentorkit.telling.listening import plan, pulse
from mentorkit.telling.looking import (
    call_table,
    engagement_table,
    letter_table,
    live_pairs,
    living,
    mail_sheet,
    milestone_table,
    pair_logs,
    pair_table,
    pulse_table,
    say,
    sheet_of,
)
from mentorkit.telling.showing import Picture, Prose, Sheet, picture
from mentorkit.telling.stories import Strips, anchor
from mentorkit.tracking import calls, communication, goals, log, networks, problems, states, weeks

__all__ = [
    "call_sheet", "engagement", "goal_picture", "goal_sheet", "introductions", "milestones_reached", "network",
    "outbox", "pair_strips", "plan", "pulse", "record_problems", "rule_picture", "save", "state_picture", "stories",
    "strips", "summary", "support", "thresholds", "warning_check",
]


def summary(desk: Desk) -> Prose:
    """Say how many pairs are in which state, and how many calls fit into the week."""
    back = living(desk)
    if back.as_of != desk.as_of:
        ended = say(desk, "summary-ended", ends=desk.cohort.ends, n=len(desk.pairs), day=back.as_of)
        return Prose(f"{ended} {summary(back).markdown}")
    table = pair_table(desk)
    count = states.state_counts(table).set_index("state")["pairs"]
    listed = call_table(desk)
    calling = {"listed": len(listed), "this_week": int(listed["this_week"].sum()), "hours": calls.hours_a_week(desk.program.tracking)}
    called = say(desk, "summary-calls", **calling) if len(listed) else say(desk, "summary-no-calls")
    named = {"needs-check-in": "amber", "on-track": "calm", "too-early": "early"}
    counts = {named.get(state, state): int(count[state]) for state in states.STATES}
    logs = [log.up_to(log.records(desk.cohort, name), desk.as_of) for name in ("meetings", "checkins", "support")]
    last = max((day for table in logs for day in table["date"]), default=desk.as_of)
    text = say(desk, "summary", day=desk.as_of, pairs=len(table), last=last, call_sentence="§", **counts)
    return Prose(text.replace("§", called))


def record_problems(desk: Desk) -> Sheet | Prose:
    """Show the records that cannot be right, with file and row."""
    files = problems.log_files(desk.cohort)
    twice = [problem for problem in desk.warnings if problem.file in files]  # found at the door; the frames no longer show them
    found = [*twice, *problems.log_problems(desk.cohort, desk.pairs, last_possible_day(desk))]
    if not found:
        rows = sum(len(frame) for name, frame in desk.cohort.tables.items() if name != "decisions")
        return desk.say("progress", "problems-none", records=rows)
    columns = ("file", "row", "column", "problem", "remedy")
    frame = pd.DataFrame([[getattr(told(one, desk.language), name) for name in columns] for one in found], columns=list(columns))
    return sheet_of(desk, frame, say(desk, "problems-caption", n=len(found)))


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
        counted_bars(axes, labels, counts["pairs"], color=[STATES[state] for state in counts["state"]], edgecolor=GREY, linewidth=0.5)
        axes.set_xlabel(say(desk, "states-axis"))
        axes.margins(x=0.08)
        caption = say(desk, "states-caption", n=int(counts["pairs"].sum()), day=desk.as_of)
        told = "; ".join(f"{label} {n}" for label, n in zip(labels[::-1], counts["pairs"].iloc[::-1], strict=True))
        return picture(figure, f"{caption}: {told}", caption)


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
    names, caption = _strip_names(desk, cells), say(desk, "strips-click", n=len(table), all=len(desk.pairs), day=living(desk).as_of)
    return Strips(rows, STRIPS, names, say(desk, "week"), _strips_told(desk, cells, len(table)), caption)


def _strip_names(desk: Desk, cells: pd.DataFrame) -> dict[str, str]:
    shown = set(cells["code"])
    return {code: say(desk, f"strip-{code}") for code in STRIPS if code in shown}


def _strips_told(desk: Desk, cells: pd.DataFrame, n: int) -> str:
    shares = cells["code"].value_counts(normalize=True)
    seen = {"met": float(shares.get("met", 0)), "silent": float(shares.get("no-log", 0))}
    return say(desk, "strips-alt", n=n, weeks=cells["week"].nunique(), **seen)


def strips(desk: Desk, most: int = 60) -> Picture:
    """Draw what each pair did in each week, the most urgent pairs on top: a still picture, for where there are no links."""
    from matplotlib.colors import ListedColormap
    from matplotlib.patches import Patch

    table = _urgent_first(desk, most)
    cells = weeks.pair_strips(desk.cohort, table, desk.as_of)
    grid = cells.assign(code=cells["code"].map({code: place for place, code in enumerate(STRIPS)}))
    grid = grid.pivot_table(index=["mentee_id", "mentor_id"], columns="week", values="code")
    grid = grid.loc[list(zip(table["mentee_id"], table["mentor_id"], strict=True))]
    rows = [place + 0.5 for place in range(len(grid))]
    with canvas(7.6, 1.4 + 0.16 * len(grid)) as (figure, axes):
        colours = {"cmap": ListedColormap(list(STRIPS.values())), "vmin": -0.5, "vmax": len(STRIPS) - 0.5}
        axes.pcolormesh(grid.to_numpy(), edgecolors="white", linewidth=1, **colours)
        axes.invert_yaxis()
        axes.set_xticks([week - 0.5 for week in grid.columns], [f"{week}" for week in grid.columns], fontsize=8)
        axes.set_yticks(rows, [pair[0] for pair in grid.index], fontsize=7)
        axes.scatter([-0.22] * len(grid), rows, c=[STATES[state] for state in table["state"]], marker="s", s=16, clip_on=False)
        axes.tick_params(axis="y", length=0, pad=10)
        axes.set_xlim(0)
        axes.set_xlabel(say(desk, "week-axis"))
        axes.set_ylabel(say(desk, "pair-axis"))
        signs = _strip_names(desk, cells).items()
        patches = [Patch(facecolor=STRIPS[code], edgecolor=GREY, linewidth=0.5, label=name) for code, name in signs]
        figure.legend(handles=patches, loc="outside upper center", ncols=4, frameon=False, fontsize=8)
        caption = say(desk, "strips-caption", n=len(grid), day=living(desk).as_of)
        return picture(figure, _strips_told(desk, cells, len(grid)), caption)


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
            look = {"color": colour, "lw": 2, "marker": "o", "ms": 3, "label": say(desk, f"engagement-{name}")}
            axes.plot(table["week"], table[name] / table["at_risk"], style, **look)
        axes.set_ylim(0, 1.02)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        labels = [str(week) if every == 1 else f"{week - every + 1}–{week}" for week in table["week"]]
        axes.set_xticks(table["week"], labels, fontsize=8.5 if len(labels) < 9 or every == 1 else 9, rotation=0 if len(labels) < 8 else 45)
        axes.set_xlabel(say(desk, "weeks-axis"))
        axes.set_ylabel(say(desk, "share-axis"))
        legend(figure)
        last, best = table.iloc[-1], table.loc[table["share_contact"].idxmax()]
        now = {"week": int(last["week"]), "share": float(last["share_contact"]), "n": int(last["at_risk"])}
        alt = say(desk, "engagement-alt", best=int(best["week"]), top=float(best["share_contact"]), **now)
        caption = say(desk, "engagement-caption", low=int(table["at_risk"].min()), high=int(table["at_risk"].max()))
        return picture(figure, alt, caption)


def rule_picture(desk: Desk) -> Picture | Prose:
    """Draw how many pairs each rule puts on the list."""
    desk = living(desk)
    fired = pair_table(desk)["rules"].str.split("; ").explode().loc[lambda rule: (rule != "") & (rule != "R0")]
    counts = fired.value_counts().sort_values()
    if counts.empty:
        return desk.say("progress", "rules-none")
    with canvas(height=0.9 + 0.36 * len(counts)) as (figure, axes):
        counted_bars(axes, [f"{say(desk, rule)} · {rule}" for rule in counts.index], counts, color=AMBER)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.set_xlabel(say(desk, "states-axis"))
        alt = say(desk, "rules-alt", n=len(live_pairs(desk)), top=counts.index[-1], count=int(counts.iloc[-1]))
        return picture(figure, alt, say(desk, "rules-caption", day=desk.as_of))


def save(desk: Desk) -> Prose:
    """Write the results and name them."""
    table, listed, letters = pair_table(desk), call_table(desk), letter_table(desk)
    proposals, network_ = proposal_table(desk), networks.social_capital(desk.cohort, desk.pairs, desk.as_of)
    tables = {
        "pairs": table, "calls": listed, "messages": letters, "mail-merge": mail_sheet(letters), "engagement": engagement_table(desk),
        "goals": goals.goal_standing(desk.cohort, desk.as_of), "milestones": milestone_table(desk), "introductions": proposals,
        "networks": network_, "pulse": pulse_table(desk), "plan": communication.communication_plan(desk.cohort),
        "histories": history_table(desk), "flags": flag_table(desk), "flag-rates": rate_table(desk),
    }
    for name, content in tables.items():
        desk.write(f"progress/{name}.csv", content)
    counts = {"pairs": len(table), "calls": len(listed), "letters": len(letters), "proposals": len(proposals)}
    return desk.say("progress", "saved", place=desk.results.name, **counts)
