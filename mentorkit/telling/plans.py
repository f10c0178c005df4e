"""What notebook 1 shows next: dates, people, money, what can be learned, standards, risks and scenarios."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from mentorkit.planning import charter as charters
from mentorkit.planning import learning, logic, recruiting, scenarios, schedule, staffing, standards
from mentorkit.telling.catalogue import set_number
from mentorkit.telling.desk import Desk
from mentorkit.telling.drawing import AMBER, BLUE, GREY, INK, PALE, RED, SAND, TEAL, canvas
from mentorkit.telling.labels import headed, label
from mentorkit.telling.safe import escaped
from mentorkit.telling.showing import Picture, Prose, Sheet, Together, picture

if TYPE_CHECKING:
    from pandas import DataFrame

SIZES, LENGTHS, CIRCLES = (30, 60, 120), (16, 20, 24), (1, 3)


def _say(desk: Desk, key: str, /, **values) -> str:
    return label("design", desk, key, **values)


def _headed(frame: DataFrame, desk: Desk) -> DataFrame:
    return headed("design", desk, frame)


def _arc(desk: Desk) -> list:
    return [guide.session for guide in desk.guides.values()]


def _money(desk: Desk, amount: float) -> str:
    return set_number(amount, ",.0f", desk.language)


def calendar_table(desk: Desk) -> DataFrame:
    """Give the calendar with each session's title in the reader's language."""
    table = schedule.calendar(desk.program, desk.cohort.starts, _arc(desk), desk.language)
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
    return Sheet(shown, _say(desk, "calendar-caption", starts=desk.cohort.starts, moved=moved), desk.language)


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
    """Draw the hours that each week needs against those at hand, and show them by role."""
    return Together([_staff_picture(desk), *_roles(desk)])


def _staff_picture(desk: Desk) -> Picture:
    table = staffing.needed_hours(desk.program, _arc(desk))
    wide = table.pivot_table(index="week", columns="task", values="hours", fill_value=0)
    balance = staffing.staff_balance(desk.program, _arc(desk))
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
    table = staffing.staff_hours(desk.program, _arc(desk))
    lost, total = (
        float(table.loc[table["role"] == staffing.NOBODY, "hours"].sum()),
        float(table["hours"].sum()),
    )
    sums = table.groupby(["role", "task"], as_index=False)["hours"].sum()
    sums = sums.assign(task=[_say(desk, f"task-{task}") for task in sums["task"]])
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
    table = staffing.budget(desk.program, _arc(desk), desk.language)[["text", "units", "amount", "total"]]
    numbers = {_say(desk, f"col-{name}"): ",.0f" for name in ("units", "amount", "total")}
    caption = _say(desk, "budget-caption", currency=desk.program.design.budget.currency)
    return Sheet(_headed(table, desk), caption, desk.language, formats=numbers)


def _costs(desk: Desk) -> Prose:
    table = staffing.unit_costs(desk.program, _arc(desk)).set_index("what")
    pair = table.loc["completed-pair"]
    amounts = {
        "total": table.at["cohort", "likely"],
        "person": table.at["participant", "likely"],
        "pair": pair["likely"],
        "low": pair["low"],
        "high": pair["high"],
        "again": table.at["one-more-cohort", "likely"],
    }
    written = {name: _money(desk, amount) for name, amount in amounts.items()}
    return desk.say("design", "costs-say", currency=desk.program.design.budget.currency, **written)


def learn(desk: Desk) -> Picture:
    """Draw the smallest change that can be seen, over the number of complete answers."""
    curve, people = learning.detectable_curve(), learning.complete_answers(desk.program)
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
        alt = _say(desk, "learning-alt", low=people["low"], high=people["high"], mde=here, needed=needed)
        return picture(figure, alt, _say(desk, "learning-caption"))


def pilot(desk: Desk) -> Prose:
    """Say how to begin small: what to test, and when to stop and look."""
    needs = staffing.needed_hours(desk.program, _arc(desk))
    support = float(needs.loc[needs["task"] == "support", "hours"].max())
    return desk.say("design", "pilot-say", calls=support, pairs=staffing.planned_pairs(desk.program))


def score(desk: Desk) -> Together | Prose:
    """Draw how the programme stands against published elements of good practice, and show the evidence."""
    if not desk.program.design.standards:
        return desk.say("design", "score-none")
    return Together([_score_picture(desk), _score_sheet(desk)])


def _score_picture(desk: Desk) -> Picture:
    table = standards.scorecard_summary(desk.program).set_index("met")["elements"]
    total = int(table.sum())
    colours = {"met": TEAL, "partly": AMBER, "not": RED, "no-evidence": PALE}
    with canvas(7.2, 1.3) as (figure, axes):
        left = 0
        for standing, number in table[table > 0].items():
            axes.barh([0], [number], left=left, color=colours[standing], edgecolor="white", height=0.6)
            ink = INK if standing == "no-evidence" else "white"
            axes.text(
                left + number / 2, 0, f"{_say(desk, standing)}: {number}", ha="center", va="center", color=ink
            )
            left += number
        axes.axis("off")
        values = {
            key: int(table[name])
            for key, name in (("met", "met"), ("partly", "partly"), ("no", "not"), ("none", "no-evidence"))
        }
        caption = _say(desk, "score-caption", met=int(table["met"]), n=total)
        return picture(figure, _say(desk, "score-alt", n=total, **values), caption)


def _score_sheet(desk: Desk) -> Sheet:
    table = standards.scorecard(desk.program, desk.language)
    table = table.assign(
        met=[_say(desk, met) for met in table["met"]],
        plan=[_say(desk, "yes" if plan else "no") for plan in table["plan"]],
    )
    return Sheet(
        _headed(table[["id", "text", "met", "evidence", "plan"]], desk),
        _say(desk, "score-sheet"),
        desk.language,
    )


def risks(desk: Desk) -> Together | Prose:
    """Draw the risks by likelihood and effect, and show who watches each."""
    if not desk.program.design.risks:
        return desk.say("design", "risks-none")
    return Together([_risk_picture(desk), _risk_sheet(desk)])


def _risk_picture(desk: Desk) -> Picture:
    table = standards.risk_table(desk.program, desk.language)
    matrix, short = (
        standards.risk_matrix(desk.program),
        {row.id: row.text.split(":")[0] for row in table.itertuples()},
    )
    with canvas(7.2, 3.8) as (figure, axes):
        for likelihood in (1, 2, 3):
            for effect in (1, 2, 3):
                weight = likelihood * effect
                colour = "#e6b0a8" if weight >= 6 else "#f0d9ae" if weight >= 3 else "#d5e6e2"
                axes.fill_between(
                    [effect - 0.5, effect + 0.5],
                    likelihood - 0.5,
                    likelihood + 0.5,
                    color=colour,
                    edgecolor="white",
                    lw=2,
                )
                words = [textwrap.fill(f"• {short[id]}", 25) for id in matrix.at[likelihood, effect]]
                axes.text(effect, likelihood, "\n".join(words), ha="center", va="center", fontsize=8)
        grades = [_say(desk, f"grade-{grade}") for grade in (1, 2, 3)]
        axes.set_xticks([1, 2, 3], grades)
        axes.set_yticks([1, 2, 3], grades)
        axes.set(
            xlim=(0.5, 3.5),
            ylim=(0.5, 3.5),
            xlabel=_say(desk, "effect-axis"),
            ylabel=_say(desk, "likelihood-axis"),
        )
        top = "; ".join(table.loc[table["weight"] == table["weight"].max(), "text"])
        return picture(
            figure,
            _say(desk, "risks-alt", top="§").replace("§", top),
            _say(desk, "risks-caption", n=len(table)),
        )


def _risk_sheet(desk: Desk) -> Sheet:
    table = standards.risk_table(desk.program, desk.language)
    return Sheet(
        _headed(table[["id", "text", "weight", "owner", "early_sign", "answer"]], desk),
        _say(desk, "risks-sheet"),
        desk.language,
    )


def scenario_picture(desk: Desk) -> Picture:
    """Draw what changes with size: hours of the fullest week, and the smallest visible change."""
    weeks = desk.program.weeks
    table = scenarios.scenarios(desk.program, _arc(desk), SIZES, (weeks,))
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

    size, form = desk.program.design.size, {"style": {"description_width": "initial"}}
    boxes = {
        "pairs": ipywidgets.BoundedIntText(
            value=size.mentees, min=1, max=100000, description=_say(desk, "scenario-pairs"), **form
        ),
        "weeks": ipywidgets.BoundedIntText(
            value=desk.program.weeks, min=4, max=104, description=_say(desk, "scenario-weeks"), **form
        ),
        "circle": ipywidgets.BoundedIntText(
            value=1, min=1, max=12, description=_say(desk, "scenario-circle"), **form
        ),
    }

    def show(pairs: int, weeks: int, circle: int) -> None:
        from IPython.display import display

        display(_scenarios(desk, (pairs,), (weeks,), (circle,)))

    return ipywidgets.VBox(
        [ipywidgets.HBox(list(boxes.values())), ipywidgets.interactive_output(show, boxes)]
    )


def _scenarios(desk: Desk, sizes: tuple, lengths: tuple, circles: tuple) -> Sheet:
    table = scenarios.scenarios(desk.program, _arc(desk), sizes, lengths, circles)
    table = table.assign(format=[_say(desk, form) for form in table["format"]])
    columns = [
        "format",
        "pairs",
        "weeks",
        "mentors",
        "invite_mentees",
        "hours",
        "busiest_week",
        "cost",
        "cost_per_completed",
        "detectable",
        "cohorts",
    ]
    whole = {
        _say(desk, f"col-{name}"): ",.0f"
        for name in ("hours", "busiest_week", "cost", "cost_per_completed", "cohorts")
    }
    caption = _say(desk, "scenarios-caption", currency=desk.program.design.budget.currency)
    return Sheet(_headed(table[columns], desk), caption, desk.language, formats=whole)


def charter_markdown(desk: Desk) -> str:
    """Give the charter as Markdown: every section, gaps named, and the line to sign."""
    parts = []
    for section in charters.charter(desk.program, desk.language):
        lines = [f"- {escaped(line)}" for line in section.lines]
        gap = "" if lines else desk.say("design", "charter-gap", place=section.missing).markdown
        parts.append("\n".join([f"### {section.title}", "", *(lines or [f"*{gap}*"])]))
    return "\n\n".join([*parts, f"*{_say(desk, 'charter-sign')}*"])


def charter_pdf(desk: Desk) -> bytes:
    """Give the charter as a tagged PDF for signature."""
    from mentorkit.guides.printing import guide_pdf

    title = f"{desk.program.program}: {_say(desk, 'charter-title')}"
    body = charter_markdown(desk).replace("### ", "## ")
    return guide_pdf(f"# {escaped(title)}\n\n{body}\n", desk.language, title)


def save(desk: Desk) -> Prose:
    """Write the results and name them."""
    arc = _arc(desk)
    desk.write("design/indicators.csv", logic.indicator_table(desk.program, desk.language))
    desk.write("design/funnel.csv", recruiting.recruiting_funnel(desk.program))
    if desk.cohort.starts is not None:
        desk.write("design/calendar.csv", calendar_table(desk))
    desk.write("design/charter.pdf", charter_pdf(desk))
    desk.write("design/budget.csv", staffing.budget(desk.program, arc, desk.language))
    desk.write("design/scorecard.csv", standards.scorecard(desk.program, desk.language))
    desk.write("design/risks.csv", standards.risk_table(desk.program, desk.language))
    desk.write("design/scenarios.csv", scenarios.scenarios(desk.program, arc, SIZES, LENGTHS, CIRCLES))
    return desk.say("design", "saved", place=desk.results.name)
