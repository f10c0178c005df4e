"""What notebook 1 shows next: dates, people, money, what can be learned, and scenarios; and what it writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorkit.model.words import localized
from mentorkit.planning import learning, logic, recruiting, scenarios, schedule, staffing, standards
from mentorkit.telling.catalogue import set_number
from mentorkit.telling.desk import Desk
from mentorkit.telling.drawing import AMBER, BLUE, GREY, INK, PALE, RED, SAND, TEAL, canvas
from mentorkit.telling.grounds import RATES_FILE, grounds
from mentorkit.telling.labels import headed, label, whole_date
from mentorkit.telling.promises import charter_files, plan_table, training_table
from mentorkit.telling.scorecard import risk_table, score_table
from mentorkit.telling.showing import Picture, Prose, Sheet, Together, picture

if TYPE_CHECKING:
    from pandas import DataFrame

SIZES, LENGTHS, CIRCLES = (30, 60, 120), (16, 20, 24), (1, 3)


def _say(desk: Desk, key: str, /, **values) -> str:
    return label("design", desk, key, **values)


def _headed(frame: DataFrame, desk: Desk) -> DataFrame:
    return headed("design", desk, frame)


def _arc(desk: Desk) -> list:
    return schedule.arc(grounds(desk).sessions, desk.program.weeks, desk.arc)


def _program(desk: Desk):
    return grounds(desk).program


def _money(desk: Desk, amount: float) -> str:
    return set_number(amount, ",.0f", desk.language)


def calendar_table(desk: Desk) -> DataFrame:
    """Give the calendar with each session's title in the reader's language."""
    held = {code: one.date for code, one in desk.cohort.settings.sessions.items() if one.date}
    table = schedule.calendar(desk.program, desk.cohort.starts, _arc(desk), desk.language, held)
    titles = {
        code: guide.scripts[desk.language].title
        for code, guide in desk.guides.items()
        if desk.language in guide.scripts
    }
    named = [
        titles.get(row.code, row.text) if row.what == "session" else row.text for row in table.itertuples()
    ]
    return table.assign(text=named)


def calendar(desk: Desk) -> Sheet | Prose:
    """Show every date: sessions, preparations, milestones."""
    if desk.cohort.starts is None:
        return desk.say("design", "no-start")
    table = calendar_table(desk)
    table = table.assign(what=[_say(desk, f"what-{what}") for what in table["what"]])
    shown = _headed(table[["date", "week", "what", "code", "text", "minutes", "moved_from"]], desk)
    moved = int(table["moved_from"].notna().sum())
    dates = {_say(desk, f"col-{name}"): whole_date for name in ("date", "moved_from")}
    caption = _say(desk, "calendar-caption", starts=desk.cohort.starts, moved=moved)
    return Sheet(shown, caption, desk.language, formats=dates)


def gantt(desk: Desk) -> Picture | Prose:
    """Draw the phases of the cohort over time."""
    if desk.cohort.starts is None:
        return desk.say("design", "no-start")
    import matplotlib.dates as dates

    table = schedule.gantt(desk.program, desk.cohort.starts, desk.language)
    with canvas(8.0, 3.0) as (figure, axes):
        begins, ends = dates.date2num(table["begins"]), dates.date2num(table["ends"])
        colours = [SAND, PALE, PALE, "#8fc1b5", AMBER, TEAL, BLUE]
        axes.barh(table["text"], ends - begins, left=begins, color=colours, edgecolor=GREY, linewidth=0.5)
        axes.invert_yaxis()
        axes.axvline(dates.date2num(desk.cohort.starts), color=INK, lw=1, ls=":")
        axes.xaxis.set_major_locator(dates.MonthLocator())
        axes.xaxis.set_major_formatter(dates.DateFormatter("%m/%Y"))
        axes.tick_params(axis="x", labelsize=8, rotation=30)
        first, last = table["begins"].min().date(), table["ends"].max().date()
        alt = _say(desk, "gantt-alt", first=first, last=last, weeks=desk.program.weeks)
        return picture(figure, alt, _say(desk, "gantt-caption", starts=desk.cohort.starts))


def staff(desk: Desk) -> Together:
    """Draw the hours that each week needs against those at hand, say the caseload, and show hours by role and week."""
    return Together([_staff_picture(desk), _caseload(desk), *_roles(desk), _weeks(desk)])


def _caseload(desk: Desk) -> Prose:
    load = staffing.caseload(_program(desk))
    if not load["callers"]:
        return desk.say("design", "caseload-nobody", calls=load["calls"], hours=load["hours"])
    days = _program(desk).tracking.staff_contact_amber
    return desk.say("design", "caseload-say", days=days, **load)


def _weeks(desk: Desk) -> Sheet:
    table = staffing.staff_hours(_program(desk), _arc(desk))
    names = {role.id: localized(role.text, desk.language) for role in _program(desk).design.roles}
    wide = table.pivot_table(index="week", columns="role", values="hours", aggfunc="sum", fill_value=0.0)
    balance = staffing.staff_balance(_program(desk), _arc(desk)).set_index("week")
    wide = wide.rename(columns=names | {staffing.NOBODY: _say(desk, "nobody")})
    formats = dict.fromkeys(wide.columns, ",.1f") | {_say(desk, f"col-{name}"): ",.1f" for name in ("hours", "too_many")}
    wide = wide.join(balance.rename(columns={"needed": "hours", "missing": "too_many"})[["hours", "too_many"]]).reset_index()
    return Sheet(_headed_known(wide, desk, ("week", "hours", "too_many")), _say(desk, "weeks-caption"), desk.language, formats=formats)


def _headed_known(frame: DataFrame, desk: Desk, names: tuple[str, ...]) -> DataFrame:
    return frame.rename(columns={name: _say(desk, f"col-{name}") for name in names})


def _staff_picture(desk: Desk) -> Picture:
    table = staffing.needed_hours(_program(desk), _arc(desk))
    wide = table.pivot_table(index="week", columns="task", values="hours", fill_value=0)
    balance = staffing.staff_balance(_program(desk), _arc(desk))
    offered, full = float(balance["offered"].iloc[0]), balance.loc[balance["needed"].idxmax()]
    colours = {"sessions": TEAL, "support": BLUE, "coordination": PALE, "recruiting": AMBER}
    with canvas(8.0, 3.4) as (figure, axes):
        bottom = 0 * wide.iloc[:, 0]
        for task in (task for task in colours if task in wide):
            axes.bar(
                wide.index, wide[task], bottom=bottom, color=colours[task], label=_say(desk, f"task-{task}")
            )
            bottom = bottom + wide[task]
        axes.axhline(offered, color=INK, ls="--", lw=1.2)
        axes.set_xlabel(_say(desk, "week-axis"))
        axes.set_ylabel(_say(desk, "hours-axis"))
        figure.legend(loc="outside upper center", ncols=4, frameon=False, fontsize=9)
        over = int((balance["missing"] > 0).sum())
        alt = _say(
            desk, "staff-alt", week=int(full["week"]), hours=float(full["needed"]), over=over, offered=offered
        )
        return picture(figure, alt, _say(desk, "staff-caption", offered=offered))


def _roles(desk: Desk) -> list[Sheet | Prose]:
    table = staffing.staff_hours(_program(desk), _arc(desk))
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


def budget(desk: Desk) -> Together:
    """Say what a cohort, a participant and a completed pair cost, and show the budget line by line."""
    return Together([_costs(desk), _budget_sheet(desk)])


def _budget_sheet(desk: Desk) -> Sheet:
    table = staffing.budget(_program(desk), _arc(desk), desk.language)[["text", "units", "amount", "total"]]
    numbers = {_say(desk, f"col-{name}"): ",.0f" for name in ("units", "amount", "total")}
    caption = _say(desk, "budget-caption", currency=_program(desk).design.budget.currency)
    return Sheet(_headed(table, desk), caption, desk.language, formats=numbers)


def _costs(desk: Desk) -> Prose:
    table = staffing.unit_costs(_program(desk), _arc(desk)).set_index("what")
    if not table.at["cohort", "likely"]:
        return desk.say("design", "costs-none")
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


def learn(desk: Desk) -> Picture:
    """Draw the smallest change that can be seen, over the number of complete answers."""
    curve, people = learning.detectable_curve(), learning.complete_answers(_program(desk))
    needed = learning.people_needed(learning.TYPICAL_EFFECT)
    with canvas(7.2, 3.6) as (figure, axes):
        axes.axvspan(people["low"], people["high"], color=SAND, alpha=0.8, lw=0)
        axes.plot(curve["people"], curve["detectable"], color=TEAL, lw=2.4)
        axes.axhline(learning.TYPICAL_EFFECT, color=RED, ls="--", lw=1.2)
        axes.text(curve["people"].max(), 0.23, _say(desk, "learning-typical"), ha="right", color=RED)
        axes.text(people["high"] + 2, 1.3, _say(desk, "learning-here"))
        here = learning.minimum_detectable(people["likely"])
        if here:
            axes.plot([people["likely"]], [here], "o", color=INK)
            axes.text(people["likely"] + 2, here + 0.05, set_number(here, ".2f", desk.language))
        axes.set(
            xlim=(0, 250), ylim=(0, 1.5), xlabel=_say(desk, "learning-x"), ylabel=_say(desk, "learning-y")
        )
        axes.yaxis.set_major_formatter(lambda value, _: set_number(value, ".1f", desk.language))
        alt = _say(desk, "learning-alt", low=people["low"], high=people["high"], mde=here, needed=needed)
        return picture(figure, alt, _say(desk, "learning-caption"))


def pilot(desk: Desk) -> Prose:
    """Say how to begin small: what to test, and when to stop and look."""
    needs = staffing.needed_hours(_program(desk), _arc(desk))
    support = float(needs.loc[needs["task"] == "support", "hours"].max())
    return desk.say("design", "pilot-say", calls=support, pairs=staffing.planned_pairs(_program(desk)))


def scenario_picture(desk: Desk) -> Picture:
    """Draw what changes with size: hours of the fullest week, and the smallest visible change."""
    weeks = _program(desk).weeks
    table = scenarios.scenarios(_program(desk), grounds(desk).sessions, SIZES, (weeks,), plan=desk.arc)
    with canvas(8.0, 3.0, columns=2) as (figure, axes):
        places = [str(size) for size in table["pairs"]]
        for panel, column, colour, label, form in (
            (axes[0], "busiest_week", BLUE, "busiest-axis", ",.0f"),
            (axes[1], "detectable", TEAL, "learning-y", ".2f"),
        ):
            panel.bar(places, table[column], color=colour, width=0.55)
            for place, value in enumerate(table[column]):
                panel.text(place, value, set_number(value, form, desk.language), ha="center", va="bottom")
            panel.set_ylabel(_say(desk, label))
            panel.set_xlabel(_say(desk, "col-pairs"))
            panel.margins(y=0.12)
            panel.yaxis.set_major_formatter(lambda value, _, form=form: set_number(value, form, desk.language))
        small, large = table.iloc[0], table.iloc[-1]
        alt = _say(
            desk,
            "scenarios-alt",
            small=int(small["pairs"]),
            large=int(large["pairs"]),
            mde_small=small["detectable"],
            mde_large=large["detectable"],
            hours_small=small["busiest_week"],
            hours_large=large["busiest_week"],
        )
        return picture(figure, alt, _say(desk, "scenarios-picture", weeks=weeks))


def scenario_sheet(desk: Desk):
    """Show scenarios side by side: with number boxes when a person is there, and as a table always."""
    if not desk.live:
        return _scenarios(desk, SIZES, LENGTHS, CIRCLES)
    import ipywidgets

    size, form = _program(desk).design.size, {"style": {"description_width": "initial"}}
    own = (size.mentees, _program(desk).weeks, max(1, round(size.mentees / size.mentors)))
    boxes = {
        "pairs": ipywidgets.BoundedIntText(
            value=size.mentees, min=1, max=100000, description=_say(desk, "scenario-pairs"), **form
        ),
        "weeks": ipywidgets.BoundedIntText(
            value=_program(desk).weeks, min=4, max=104, description=_say(desk, "scenario-weeks"), **form
        ),
        "circle": ipywidgets.BoundedIntText(
            value=own[2], min=1, max=12, description=_say(desk, "scenario-circle"), **form
        ),
    }

    def show(pairs: int, weeks: int, circle: int) -> None:
        from IPython.display import display

        display(_scenarios(desk, *((value,) for value in own), _say(desk, "scenario-now")))
        display(_scenarios(desk, (pairs,), (weeks,), (circle,), _say(desk, "scenario-yours")))

    return ipywidgets.VBox(
        [ipywidgets.HBox(list(boxes.values())), ipywidgets.interactive_output(show, boxes)]
    )


PEOPLE = ("mentors", "invite_mentees", "hours", "busiest_week", "ending_early", "mentors_missing")
MONEY = ("cost", "cost_per_completed", "detectable", "cohorts")


def _scenarios(desk: Desk, sizes: tuple, lengths: tuple, circles: tuple, name: str = "") -> Together:
    """People and risk in one table, money and what can be learned in the next, so that both fit a page."""
    table = scenarios.scenarios(_program(desk), _arc(desk), sizes, lengths, circles)
    table = table.assign(format=[_say(desk, form) for form in table["format"]])
    currency = _program(desk).design.budget.currency
    return Together([_scenario_part(desk, table, part, columns, currency, name) for part, columns in (("people", PEOPLE), ("money", MONEY))])


def _scenario_part(desk: Desk, table: DataFrame, part: str, columns: tuple, currency: str, name: str) -> Sheet:
    whole = {_say(desk, f"col-{column}"): ",.0f" for column in columns if column != "detectable"}
    caption = _say(desk, f"scenarios-{part}", currency=currency)
    caption = f"{name}. {caption}" if name else caption
    return Sheet(_headed(table[["format", "pairs", "weeks", *columns]], desk), caption, desk.language, formats=whole)


def save(desk: Desk) -> Prose:
    """Write the results and name them."""
    found, arc = grounds(desk), _arc(desk)
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
        "scenarios": scenarios.scenarios(found.program, found.sessions, SIZES, LENGTHS, CIRCLES, desk.arc),
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
