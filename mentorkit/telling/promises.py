"""What notebook 1 shows of promises: the charter as page and PDF, the plans with dates, the mentors' training."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pandas as pd
from pandas import DataFrame

from mentorkit.planning import charter as charters
from mentorkit.planning import plans
from mentorkit.telling.desk import Desk
from mentorkit.telling.drawing import AMBER, GREY, INK, TEAL
from mentorkit.telling.grounds import grounds, say, sheet_of
from mentorkit.telling.labels import whole_date
from mentorkit.telling.safe import escaped
from mentorkit.telling.scorecard import owner_words
from mentorkit.telling.showing import Picture, Prose, Sheet, Together
from mentorkit.telling.widths import drawn

_PAPERS = {"US": "letter", "CO": "letter", "MX": "letter"}
SIGNERS = ("organisation", "partner", "coordinator", "mentors", "mentees")


def charter_markdown(desk: Desk) -> str:
    """Give the charter as Markdown: every section, gaps named."""
    parts = []
    for section in charters.charter(desk.program, desk.language, desk.cohort.starts):
        lines = [f"- {escaped(line)}" for line in section.lines]
        lines = lines or [_still_open(desk, "charter-gap", place=section.missing)]
        taken = [key for key in section.assumed if key in desk.program.undecided]
        for key, keys in (("charter-taken", taken), ("charter-assumed", [key for key in section.assumed if key not in taken])):
            lines += ["", _still_open(desk, key, keys=", ".join(keys))] if keys else []
        parts.append("\n".join([f"### {section.title}", "", *lines]))
    return "\n\n".join(parts)


def _still_open(desk: Desk, key: str, **values: str | None) -> str:
    return f"*{desk.say('design', key, **values).markdown}*"


def _signatures(desk: Desk) -> str:
    head = " | ".join(say(desk, f"sign-{column}") for column in ("side", "name", "signature", "date"))
    rows = [f"| {say(desk, f'signer-{signer}')} |  |  |  |" for signer in SIGNERS]
    return "\n".join([f"### {say(desk, 'charter-sign')}", "", f"| {head} |", "|---|---|---|---|", *rows])


def _head(desk: Desk) -> str:
    """The cohort and its days, that an example is one, and that a charter with open parts is a draft."""
    cohort = desk.cohort
    open_ = sum(not section.decided for section in charters.charter(desk.program, desk.language))
    parts = []
    if cohort.starts and cohort.ends:
        last = cohort.ends - dt.timedelta(days=1)
        parts.append(desk.say("design", "charter-cohort", cohort=cohort.name, starts=cohort.starts, ends=last).markdown)
    if cohort.settings.synthetic:
        parts.append(desk.say("design", "charter-invented").markdown)
    if open_:
        parts.append(f"**{desk.say('design', 'charter-draft', n=open_).markdown}**")
    return " ".join(parts)


def charter_files(desk: Desk) -> dict[str, bytes]:
    """Give the charter in each language of the programme: `charter-es.pdf` to sign, `charter-es.html` to read, and so on."""
    from mentorkit.guides.printing import guide_html, guide_pdf

    files = {}
    for language in desk.program.languages:
        own = dataclasses.replace(desk, language=language)
        title = f"{desk.program.program}: {say(own, 'charter-title')}"
        text = f"# {escaped(title)}\n\n{_head(own)}\n\n{charter_markdown(own)}\n\n{_signatures(own)}\n".replace("### ", "## ")
        footer = " · ".join(name for name in (desk.program.organisation, desk.program.program) if name != "–")
        paper = _PAPERS.get(desk.program.country, "a4")
        files[f"charter-{language}.pdf"] = guide_pdf(text, language, title, paper, footer=footer)
        files[f"charter-{language}.html"] = guide_html(text, language, title, footer=footer).encode("utf-8")
    return files


def plan_table(desk: Desk) -> DataFrame:
    """Give the steps of the plans with their dates."""
    return plans.plan_table(desk.program, desk.cohort.starts, desk.language)


def dated_plans(desk: Desk) -> Together:
    """Show who says what to whom and when, how the community lives, and what people get for taking part."""
    table = plan_table(desk)
    return Together([_plan(desk, name, table[table["plan"] == name]) for name in plans.PLANS])


def _plan(desk: Desk, name: str, rows: DataFrame) -> Sheet | Prose:
    title = say(desk, f"plan-{name}")
    if rows.empty:
        return desk.say("design", "steps-none", plan=title)
    rows = rows.assign(
        audience=[", ".join(say(desk, f"audience-{who}") for who in row) for row in rows["audience"]],
        owner=[owner_words(desk, owner) for owner in rows["owner"]],
        every=[_repeats(desk, row.every, row.times) for row in rows.itertuples()],
    )
    columns = ["date", "week", "text", "audience", "channel", "owner", "every"]
    shown = rows[columns if desk.cohort.starts else columns[1:]]
    return sheet_of(desk, shown, say(desk, "steps-caption", plan=title, n=len(rows)), {"date": whole_date})


def _repeats(desk: Desk, every: Any, times: Any) -> str:
    if pd.isna(every):
        return ""
    rhythm = say(desk, "every-week") if every == 1 else say(desk, "every-weeks", n=int(every))
    return rhythm if pd.isna(times) else f"{rhythm}, {say(desk, 'times', n=int(times))}"


def training_table(desk: Desk) -> DataFrame:
    """Give the mentors' training with its hours, titles, and who came."""
    table = plans.training_table(grounds(desk).sessions, desk.program, desk.cohort)
    return table.assign(text=[desk.titles.get(code, code) for code in table["code"]])


def training(desk: Desk) -> Together:
    """Draw the hours of training over the weeks against the standard's, and show each module."""
    table = training_table(desk)
    if table.empty:
        return Together([desk.say("design", "training-none")])
    came = [say(desk, "came", n=int(row.present), of=int(row.asked)) if row.asked == row.asked and row.asked else None for row in table.itertuples()]
    shown = table.assign(came=came)[["date", "week", "code", "text", "minutes", "hours_so_far", "came"]]
    shown = shown[[name for name in shown if not shown[name].isna().all()]]
    sheet = sheet_of(desk, shown, say(desk, "training-sheet"), {"hours_so_far": ",.1f", "date": whole_date})
    return Together([_training_words(desk), _training_picture(desk, table), sheet])


def _training_words(desk: Desk) -> Prose:
    hours = plans.training_hours(grounds(desk).sessions, desk.program)
    facts = grounds(desk).facts
    values = {f"verdict_{name}": say(desk, "enough" if hours[name] >= hours[f"{name}_asked"] else "too-few") for name in ("before", "all", "orientation")}
    said = desk.say("design", "training-say", **hours, **values).markdown
    if "trained" in facts:
        two, six = facts["trained"], facts["trained-six-hours"]
        said += " " + desk.say("design", "training-seen", two=int(two.count), six=int(six.count), n=int(two.of)).markdown
    return Prose(said)


def _training_picture(desk: Desk, table: DataFrame) -> Picture:
    hours = plans.training_hours(grounds(desk).sessions, desk.program)
    weeks = desk.program.weeks

    def draw(figure, axes, narrow: bool) -> None:
        axes.step([-3, *table["week"], weeks], [0, *table["hours_so_far"], table["hours_so_far"].iloc[-1]], where="post", color=TEAL, lw=2.4)
        for row in table.itertuples():
            axes.annotate(row.code, (row.week, row.hours_so_far), (3, 4), textcoords="offset points", fontsize=9)
        for key, colour, place, side in (("before_asked", AMBER, weeks, "right"), ("all_asked", GREY, weeks if narrow else -2.8, "right" if narrow else "left")):
            axes.axhline(hours[key], color=colour, ls="--", lw=1.2)
            over = 0.5 if narrow and key == "all_asked" else 0.12
            axes.text(place, hours[key] + over, say(desk, f"line-{key}"), ha=side, fontsize=8.5, color=INK)
        axes.vlines(0, 0, hours["all_asked"] - 0.4, color=INK, lw=0.8, ls=":")
        axes.set(ylim=(0, max(hours["all_asked"], hours["all"]) + 1.2), xlim=(-3, weeks + 0.5))
        axes.set_xlabel(say(desk, "week-axis"))
        axes.set_ylabel(say(desk, "training-axis"))

    alt = say(desk, "training-alt", before=hours["before"], all=hours["all"])
    return drawn(draw, alt, say(desk, "training-caption"), (7.2, 2.8), 3.2)
