"""What notebook 1 shows next: dates, people and money; and what it writes."""

from __future__ import annotations

import datetime as dt
import textwrap

from pandas import DataFrame

from mentorkit.planning import logic, recruiting, schedule, staffing, standards
from mentorkit.telling.catalogue import set_number
from mentorkit.telling.desk import Desk
from mentorkit.telling.drawing import AMBER, BLUE, GREY, INK, MINT, PALE, SAND, TEAL
from mentorkit.telling.grounds import RATES_FILE, grounds, role_names, say, sheet_of, worded
from mentorkit.telling.labels import whole_date
from mentorkit.telling.promises import charter_files, plan_table, training_table
from mentorkit.telling.scorecard import risk_table, score_table
from mentorkit.telling.showing import Picture, Prose, Sheet, Together
from mentorkit.telling.sizes import scenario_table
from mentorkit.telling.stories import Stories, Story
from mentorkit.telling.widths import drawn


def calendar_table(desk: Desk) -> DataFrame:
    """Give the calendar with each session's title in the reader's language."""
    table = desk.calendar
    named = [desk.titles.get(row.code, row.text) if row.what == "session" else row.text for row in table.itertuples()]
    return table.assign(text=named)


def calendar(desk: Desk) -> Together | Prose:
    """Draw the phases of the cohort over time, and show every date: sessions, preparations, milestones."""
    if desk.cohort.starts is None:
        return desk.say("design", "no-start")
    table = calendar_table(desk)
    prepared = table["what"] == "preparation"
    return Together([_gantt(desk, desk.cohort.starts), _dates(desk, table[~prepared]), _preparations(desk, table[prepared])])


def _dates(desk: Desk, table: DataFrame) -> Sheet:
    shown = worded(desk, table, what="what-")[["date", "week", "what", "code", "text", "minutes", "moved_from"]]
    caption = say(desk, "calendar-caption", starts=desk.cohort.starts, moved=int(table["moved_from"].notna().sum()))
    return sheet_of(desk, shown, caption, {"date": whole_date, "moved_from": whole_date})


def _preparations(desk: Desk, table: DataFrame) -> Stories:
    """A panel for each session with what to prepare for it, and when."""
    panels = []
    for code, rows in table.groupby("code", sort=False):
        title = desk.titles.get(code) or next(iter(desk.guides[code].scripts.values())).title
        heading = say(desk, "preparations-of", code=code, title="§", n=len(rows)).replace("§", title)
        panels.append(Story(heading, [(f"{row.date:%Y-%m-%d}", "", row.text) for row in rows.itertuples()]))
    return Stories(panels, say(desk, "preparations-caption", n=len(table)))


def _gantt(desk: Desk, starts: dt.date) -> Picture:
    import matplotlib.dates as dates

    table = schedule.gantt(desk.program, starts, desk.language)
    begins, ends = dates.date2num(table["begins"]), dates.date2num(table["ends"])

    def draw(figure, axes, narrow: bool) -> None:
        names = [textwrap.fill(text, 14) if narrow else text for text in table["text"]]
        axes.barh(names, ends - begins, left=begins, color=[SAND, PALE, PALE, MINT, AMBER, TEAL, BLUE], edgecolor=GREY, linewidth=0.5)
        axes.invert_yaxis()
        axes.axvline(dates.date2num(starts), color=INK, lw=1, ls=":")
        axes.xaxis.set_major_locator(dates.MonthLocator(interval=2 if narrow else 1))
        axes.xaxis.set_major_formatter(dates.DateFormatter("%m/%Y"))
        axes.tick_params(axis="x", labelsize=8, rotation=30)

    first, last = table["begins"].min().date(), table["ends"].max().date()
    alt = say(desk, "gantt-alt", first=first, last=last, weeks=desk.program.weeks)
    return drawn(draw, alt, say(desk, "gantt-caption", starts=starts), (8.0, 3.0), 3.6)


def staff(desk: Desk) -> Together:
    """Draw the hours that each week needs against those at hand, say the caseload, and show hours by role and week."""
    weeks = [_weeks(desk)] if grounds(desk).program.design.roles else []
    return Together([_staff_picture(desk), _caseload(desk), *_roles(desk), *weeks])


def _caseload(desk: Desk) -> Prose:
    load = staffing.caseload(grounds(desk).program)
    if not load["callers"]:
        return desk.say("design", "caseload-nobody", calls=load["calls"], hours=load["hours"])
    days = grounds(desk).program.tracking.staff_contact_amber
    return desk.say("design", "caseload-say", days=days, **load)


def _weeks(desk: Desk) -> Sheet:
    table = staffing.staff_hours(grounds(desk).program, desk.sessions)
    wide = table.pivot_table(index="week", columns="role", values="hours", aggfunc="sum", fill_value=0.0)
    balance = staffing.staff_balance(grounds(desk).program, desk.sessions).set_index("week")
    wide = wide.rename(columns=role_names(desk) | {staffing.NOBODY: say(desk, "nobody")})
    sums = balance[["needed", "missing"]].set_axis([say(desk, "col-hours"), say(desk, "col-too_many")], axis=1)
    wide = wide.join(sums)
    formats = dict.fromkeys(wide.columns, ",.1f")
    return Sheet(wide.reset_index(names=say(desk, "col-week")), say(desk, "weeks-caption"), desk.language, formats)


def _staff_picture(desk: Desk) -> Picture:
    table = staffing.needed_hours(grounds(desk).program, desk.sessions)
    wide = table.pivot_table(index="week", columns="task", values="hours", fill_value=0)
    balance = staffing.staff_balance(grounds(desk).program, desk.sessions)
    offered, full = float(balance["offered"].iloc[0]), balance.loc[balance["needed"].idxmax()]
    colours = {"sessions": TEAL, "support": BLUE, "coordination": PALE, "recruiting": AMBER}

    def draw(figure, axes, narrow: bool) -> None:
        bottom = 0 * wide.iloc[:, 0]
        for task in (task for task in colours if task in wide):
            axes.bar(wide.index, wide[task], bottom=bottom, color=colours[task], label=say(desk, f"task-{task}"))
            bottom = bottom + wide[task]
        if offered:
            axes.axhline(offered, color=INK, ls="--", lw=1.2, label=say(desk, "offered-line"))
        axes.set_xlabel(say(desk, "week-axis"))
        axes.set_ylabel(say(desk, "hours-axis"))
        figure.legend(loc="outside upper center", ncols=2 if narrow else 3, frameon=False, fontsize=8.5 if narrow else 9)

    values = {"week": int(full["week"]), "hours": float(full["needed"])}
    alt, caption = say(desk, "staff-alt-none", **values), say(desk, "staff-caption-none")
    if offered:
        over = int((balance["missing"] > 0).sum())
        alt, caption = say(desk, "staff-alt", over=over, offered=offered, **values), say(desk, "staff-caption", offered=offered)
    return drawn(draw, alt, caption, (8.0, 3.4), 3.6)


def _roles(desk: Desk) -> list[Sheet | Prose]:
    table = staffing.staff_hours(grounds(desk).program, desk.sessions)
    lost, total = float(table.loc[table["role"] == staffing.NOBODY, "hours"].sum()), float(table["hours"].sum())
    sums = table.groupby(["role", "task"], as_index=False)["hours"].sum()
    names = role_names(desk)
    sums = worded(desk, sums, task="task-").assign(role=[names.get(role, say(desk, "nobody")) for role in sums["role"]])
    sheet = sheet_of(desk, sums, say(desk, "roles-caption"), {"hours": ",.0f"})
    return [sheet, desk.say("design", "roles-gap", hours=lost, all=total)] if lost else [sheet]


def budget(desk: Desk) -> Together | Prose:
    """Say what a cohort, a participant and a completed pair cost, and show the budget line by line."""
    design = grounds(desk).program.design
    table = staffing.budget(grounds(desk).program, desk.sessions, desk.language)
    if not table["total"].sum():
        return desk.say("design", "costs-none")
    paid = any(role.cost_per_hour for role in design.roles)
    said = [_costs(desk)] if paid else [_costs(desk), desk.say("design", "costs-no-staff")]
    numbers = ["units", "amount", "total"]
    caption = say(desk, "budget-caption", currency=design.budget.currency)
    return Together([*said, sheet_of(desk, table[["text", *numbers]], caption, dict.fromkeys(numbers, ",.0f"))])


def _costs(desk: Desk) -> Prose:
    table = staffing.unit_costs(grounds(desk).program, desk.sessions).set_index("what")
    amounts = {
        "total": ("cohort", "likely"), "person": ("participant", "likely"), "person_high": ("participant", "high"),
        "pair": ("completed-pair", "likely"), "low": ("completed-pair", "low"), "high": ("completed-pair", "high"),
        "again": ("one-more-cohort", "likely"),
    }
    written = {name: set_number(table.at[place], ",.0f", desk.language) for name, place in amounts.items()}
    return desk.say("design", "costs-say", currency=grounds(desk).program.design.budget.currency, **written)


def save(desk: Desk) -> Prose:
    """Write the results and name them."""
    found, arc = grounds(desk), desk.sessions
    tables = {
        "indicators": logic.indicator_table(desk.program, desk.language),
        "funnel": recruiting.recruiting_funnel(found.program),
        "staff": staffing.staff_hours(found.program, arc),
        "budget": staffing.budget(found.program, arc, desk.language),
        "plans": plan_table(desk),
        "training": training_table(desk),
        "scorecard": score_table(desk),
        "gaps": standards.gaps(found.program, found.facts, desk.language),
        "risks": risk_table(desk),
        "scenarios": scenario_table(desk),
    }
    if desk.cohort.starts is not None:
        tables["calendar"] = calendar_table(desk)
    for name, table in tables.items():
        desk.write(f"design/{name}.csv", table)
    if len(found.rates):
        desk.write(RATES_FILE, found.rates)
        tables["rates"] = found.rates
    files = charter_files(desk)
    for name, content in files.items():
        desk.write(f"design/{name}", content)
    names = [*files, *(f"{name}.csv" for name in sorted(tables))]
    said = desk.say("design", "saved", place=desk.results.name, files="§").markdown
    return Prose(said.replace("§", ", ".join(f"`{name}`" for name in names)))
