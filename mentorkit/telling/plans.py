"""What notebook 1 shows next: dates, people and money; and what it writes."""

from __future__ import annotations

import datetime as dt
import textwrap
from typing import TYPE_CHECKING, Any

from mentorkit.model.words import localized
from mentorkit.planning import logic, recruiting, schedule, staffing, standards
from mentorkit.telling.catalogue import set_number
from mentorkit.telling.desk import Desk
from mentorkit.telling.drawing import AMBER, BLUE, GREY, INK, MINT, PALE, SAND, TEAL
from mentorkit.telling.grounds import RATES_FILE, grounds, held_sessions
from mentorkit.telling.grounds import headed as _headed
from mentorkit.telling.grounds import say as _say
from mentorkit.telling.labels import whole_date
from mentorkit.telling.promises import charter_files, plan_table, training_table
from mentorkit.telling.scorecard import risk_table, score_table
from mentorkit.telling.showing import Picture, Prose, Sheet, Together
from mentorkit.telling.sizes import scenario_table
from mentorkit.telling.stories import Stories, Story
from mentorkit.telling.widths import drawn

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame


def _program(desk: Desk):
    return grounds(desk).program


def _money(desk: Desk, amount: float) -> str:
    return set_number(amount, ",.0f", desk.language)


def calendar_table(desk: Desk) -> DataFrame:
    """Give the calendar with each session's title in the reader's language."""
    held = {code: one.date for code, one in desk.cohort.settings.sessions.items() if one.date}
    table = schedule.calendar(desk.program, desk.cohort.starts, held_sessions(desk), desk.language, held)
    titles = {
        code: guide.scripts[desk.language].title
        for code, guide in desk.guides.items()
        if desk.language in guide.scripts
    }
    named = [
        titles.get(row.code, row.text) if row.what == "session" else row.text for row in table.itertuples()
    ]
    return table.assign(text=named)


def calendar(desk: Desk) -> Together | Prose:
    """Draw the phases of the cohort over time, and show every date: sessions, preparations, milestones."""
    if desk.cohort.starts is None:
        return desk.say("design", "no-start")
    table = calendar_table(desk)
    prepared = table["what"] == "preparation"
    return Together([_gantt(desk, desk.cohort.starts), _dates(desk, table[~prepared]), _preparations(desk, table[prepared])])


def _dates(desk: Desk, table: DataFrame) -> Sheet:
    table = table.assign(what=[_say(desk, f"what-{what}") for what in table["what"]])
    shown = _headed(table[["date", "week", "what", "code", "text", "minutes", "moved_from"]], desk)
    moved = int(table["moved_from"].notna().sum())
    dates = {_say(desk, f"col-{name}"): whole_date for name in ("date", "moved_from")}
    caption = _say(desk, "calendar-caption", starts=desk.cohort.starts, moved=moved)
    return Sheet(shown, caption, desk.language, formats=dates)


def _preparations(desk: Desk, table: DataFrame) -> Stories:
    """A panel for each session with what to prepare for it, and when."""
    panels = []
    for code, rows in table.groupby("code", sort=False):
        title = next(iter(desk.guides[code].scripts.values())).title
        if desk.language in desk.guides[code].scripts:
            title = desk.guides[code].scripts[desk.language].title
        heading = _say(desk, "preparations-of", code=code, title="§", n=len(rows)).replace("§", title)
        panels.append(Story(heading, [(f"{row.date:%Y-%m-%d}", "", row.text) for row in rows.itertuples()]))
    return Stories(panels, _say(desk, "preparations-caption", n=len(table)))


def _gantt(desk: Desk, starts: dt.date) -> Picture:
    import matplotlib.dates as dates

    table = schedule.gantt(desk.program, starts, desk.language)
    begins, ends = dates.date2num(table["begins"]), dates.date2num(table["ends"])

    def draw(figure: Figure, axes: Any, narrow: bool) -> None:
        names = [textwrap.fill(text, 14) if narrow else text for text in table["text"]]
        axes.barh(names, ends - begins, left=begins, color=[SAND, PALE, PALE, MINT, AMBER, TEAL, BLUE], edgecolor=GREY, linewidth=0.5)
        axes.invert_yaxis()
        axes.axvline(dates.date2num(starts), color=INK, lw=1, ls=":")
        axes.xaxis.set_major_locator(dates.MonthLocator(interval=2 if narrow else 1))
        axes.xaxis.set_major_formatter(dates.DateFormatter("%m/%Y"))
        axes.tick_params(axis="x", labelsize=8, rotation=30)

    first, last = table["begins"].min().date(), table["ends"].max().date()
    alt = _say(desk, "gantt-alt", first=first, last=last, weeks=desk.program.weeks)
    return drawn(draw, alt, _say(desk, "gantt-caption", starts=starts), (8.0, 3.0), 3.6)


def staff(desk: Desk) -> Together:
    """Draw the hours that each week needs against those at hand, say the caseload, and show hours by role and week."""
    weeks = [_weeks(desk)] if _program(desk).design.roles else []
    return Together([_staff_picture(desk), _caseload(desk), *_roles(desk), *weeks])


def _caseload(desk: Desk) -> Prose:
    load = staffing.caseload(_program(desk))
    if not load["callers"]:
        return desk.say("design", "caseload-nobody", calls=load["calls"], hours=load["hours"])
    days = _program(desk).tracking.staff_contact_amber
    return desk.say("design", "caseload-say", days=days, **load)


def _weeks(desk: Desk) -> Sheet:
    table = staffing.staff_hours(_program(desk), held_sessions(desk))
    names = {role.id: localized(role.text, desk.language) for role in _program(desk).design.roles}
    wide = table.pivot_table(index="week", columns="role", values="hours", aggfunc="sum", fill_value=0.0)
    balance = staffing.staff_balance(_program(desk), held_sessions(desk)).set_index("week")
    wide = wide.rename(columns=names | {staffing.NOBODY: _say(desk, "nobody")})
    formats = dict.fromkeys(wide.columns, ",.1f") | {_say(desk, f"col-{name}"): ",.1f" for name in ("hours", "too_many")}
    wide = wide.join(balance.rename(columns={"needed": "hours", "missing": "too_many"})[["hours", "too_many"]]).reset_index()
    return Sheet(_headed_known(wide, desk, ("week", "hours", "too_many")), _say(desk, "weeks-caption"), desk.language, formats=formats)


def _headed_known(frame: DataFrame, desk: Desk, names: tuple[str, ...]) -> DataFrame:
    return frame.rename(columns={name: _say(desk, f"col-{name}") for name in names})


def _staff_picture(desk: Desk) -> Picture:
    table = staffing.needed_hours(_program(desk), held_sessions(desk))
    wide = table.pivot_table(index="week", columns="task", values="hours", fill_value=0)
    balance = staffing.staff_balance(_program(desk), held_sessions(desk))
    offered, full = float(balance["offered"].iloc[0]), balance.loc[balance["needed"].idxmax()]
    colours = {"sessions": TEAL, "support": BLUE, "coordination": PALE, "recruiting": AMBER}

    def draw(figure: Figure, axes: Any, narrow: bool) -> None:
        bottom = 0 * wide.iloc[:, 0]
        for task in (task for task in colours if task in wide):
            axes.bar(wide.index, wide[task], bottom=bottom, color=colours[task], label=_say(desk, f"task-{task}"))
            bottom = bottom + wide[task]
        if offered:
            axes.axhline(offered, color=INK, ls="--", lw=1.2, label=_say(desk, "offered-line"))
        axes.set_xlabel(_say(desk, "week-axis"))
        axes.set_ylabel(_say(desk, "hours-axis"))
        figure.legend(loc="outside upper center", ncols=2 if narrow else 3, frameon=False, fontsize=8.5 if narrow else 9)

    values = {"week": int(full["week"]), "hours": float(full["needed"])}
    alt, caption = _say(desk, "staff-alt-none", **values), _say(desk, "staff-caption-none")
    if offered:
        over = int((balance["missing"] > 0).sum())
        alt, caption = _say(desk, "staff-alt", over=over, offered=offered, **values), _say(desk, "staff-caption", offered=offered)
    return drawn(draw, alt, caption, (8.0, 3.4), 3.6)


def _roles(desk: Desk) -> list[Sheet | Prose]:
    table = staffing.staff_hours(_program(desk), held_sessions(desk))
    lost, total = (
        float(table.loc[table["role"] == staffing.NOBODY, "hours"].sum()),
        float(table["hours"].sum()),
    )
    sums = table.groupby(["role", "task"], as_index=False)["hours"].sum()
    names = {role.id: localized(role.text, desk.language) for role in _program(desk).design.roles}
    sums = sums.assign(
        role=[names.get(role, _say(desk, "nobody")) for role in sums["role"]],
        task=[_say(desk, f"task-{task}") for task in sums["task"]],
    )
    sheet = Sheet(
        _headed(sums, desk),
        _say(desk, "roles-caption"),
        desk.language,
        formats={_say(desk, "col-hours"): ",.0f"},
    )
    return [sheet, desk.say("design", "roles-gap", hours=lost, all=total)] if lost else [sheet]


def budget(desk: Desk) -> Together | Prose:
    """Say what a cohort, a participant and a completed pair cost, and show the budget line by line."""
    table = staffing.budget(_program(desk), held_sessions(desk), desk.language)
    if not table["total"].sum():
        return desk.say("design", "costs-none")
    paid = any(role.cost_per_hour for role in _program(desk).design.roles)
    said = [_costs(desk)] if paid else [_costs(desk), desk.say("design", "costs-no-staff")]
    return Together([*said, _budget_sheet(desk, table[["text", "units", "amount", "total"]])])


def _budget_sheet(desk: Desk, table: DataFrame) -> Sheet:
    numbers = {_say(desk, f"col-{name}"): ",.0f" for name in ("units", "amount", "total")}
    caption = _say(desk, "budget-caption", currency=_program(desk).design.budget.currency)
    return Sheet(_headed(table, desk), caption, desk.language, formats=numbers)


def _costs(desk: Desk) -> Prose:
    table = staffing.unit_costs(_program(desk), held_sessions(desk)).set_index("what")
    pair = table.loc["completed-pair"]
    amounts = {
        "total": table.at["cohort", "likely"],
        "person": table.at["participant", "likely"],
        "person_high": table.at["participant", "high"],
        "pair": pair["likely"],
        "low": pair["low"],
        "high": pair["high"],
        "again": table.at["one-more-cohort", "likely"],
    }
    written = {name: _money(desk, amount) for name, amount in amounts.items()}
    return desk.say("design", "costs-say", currency=_program(desk).design.budget.currency, **written)


def save(desk: Desk) -> Prose:
    """Write the results and name them."""
    found, arc = grounds(desk), held_sessions(desk)
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
