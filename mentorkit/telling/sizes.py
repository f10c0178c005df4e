"""What notebook 1 shows of size: what can be learned, how small to begin, and other sizes, lengths and formats."""

from __future__ import annotations

from typing import Any

from pandas import DataFrame

from mentorkit.planning import learning, pilot, scenarios, staffing
from mentorkit.planning.facts import Fact
from mentorkit.planning.standards import check_words, fact_words
from mentorkit.telling.catalogue import set_number
from mentorkit.telling.desk import Desk
from mentorkit.telling.drawing import AMBER, BLUE, INK, PALE, RED, SAND, TEAL
from mentorkit.telling.grounds import grounds, say, sheet_of
from mentorkit.telling.showing import Picture, Prose, Sheet, Together
from mentorkit.telling.widths import drawn

SIZES, LENGTHS, CIRCLES = (30, 60, 120), (16, 20, 24), (1, 3)
PEOPLE = ("mentors", "invite_mentees", "hours", "busiest_week", "ending_early", "mentors_missing")
MONEY = ("cost", "cost_per_completed", "detectable", "cohorts")


def learn(desk: Desk) -> Together:
    """Draw the smallest change that can be seen, over the number of complete answers, and say how to begin small."""
    return Together([_learning_picture(desk), _pilot(desk), _stop_rules(desk)])


def _learning_picture(desk: Desk) -> Picture:
    curve, people = learning.detectable_curve(), learning.complete_answers(grounds(desk).program)
    needed = learning.people_needed(learning.TYPICAL_EFFECT)
    here = learning.minimum_detectable(people["likely"])

    def draw(figure, axes, narrow: bool) -> None:
        axes.axvspan(people["low"], people["high"], color=SAND, alpha=0.8, lw=0)
        axes.plot(curve["people"], curve["detectable"], color=TEAL, lw=2.4)
        axes.axhline(learning.TYPICAL_EFFECT, color=RED, ls="--", lw=1.2)
        axes.text(curve["people"].max(), 0.16, say(desk, "learning-typical"), ha="right", va="top", color=RED)
        axes.text(people["high"] + 2, 1.3, say(desk, "learning-here"))
        if here:
            axes.plot([people["likely"]], [here], "o", color=INK)
            axes.text(people["likely"] + 2, here + 0.05, set_number(here, ".2f", desk.language))
        axes.set(xlim=(0, 250), ylim=(0, 1.5), xlabel=say(desk, "learning-x"), ylabel=say(desk, "learning-y"))
        axes.yaxis.set_major_formatter(lambda value, _: set_number(value, ".1f", desk.language))

    alt = say(desk, "learning-alt", low=people["low"], high=people["high"], mde=here, needed=needed)
    return drawn(draw, alt, say(desk, "learning-caption"), (7.2, 3.6), 3.4)


def _pilot(desk: Desk) -> Prose:
    program, held = grounds(desk).program, desk.sessions
    values = {"calls": staffing.caseload(program)["hours"], "planned": staffing.planned_pairs(program)}
    fits = pilot.pairs_that_fit(program, held)
    if fits is None:
        return desk.say("design", "pilot-say-none", **values)
    offered = sum(role.hours_per_week for role in program.design.roles)
    return desk.say("design", "pilot-say", fits=fits, offered=offered, **values)


def _stop_rules(desk: Desk) -> Sheet:
    table = pilot.stop_rules(grounds(desk).program, grounds(desk).facts).rename(columns={"count": "count_"})
    rows = list(table.itertuples(index=False))
    table = table.assign(
        test=[say(desk, "pilot-safety") if row.below != row.below else check_words(row.test, desk.language) for row in rows],
        limit=[say(desk, "stop-safety") if row.below != row.below else say(desk, "stop-below", below=row.below) for row in rows],
        in_data=[None if row.stops is None else fact_words(Fact(row.count_, row.of), desk.language) for row in rows],
        verdict=[_verdict(desk, row) for row in rows],
    )
    return sheet_of(desk, table[["test", "week", "limit", "in_data", "verdict"]], say(desk, "pilot-sheet"))


def _verdict(desk: Desk, row: Any) -> str:
    if row.below != row.below:
        return say(desk, "sign-by-eye")
    return say(desk, "sign-unknown" if row.stops is None else "stops" if row.stops else "goes-on")


def scenario_table(desk: Desk) -> DataFrame:
    """Give all scenarios of the notebook, a row each."""
    return _scenarios(desk, SIZES, LENGTHS, CIRCLES)


def _scenarios(desk: Desk, sizes: tuple, lengths: tuple, circles: tuple) -> DataFrame:
    return scenarios.scenarios(grounds(desk).program, grounds(desk).sessions, sizes, lengths, circles, desk.arc)


def scenario_picture(desk: Desk) -> Together:
    """Draw what changes with size and format, then what changes with length: people, learning, risk and money."""
    return Together([_sizes(desk), _lengths(desk)])


def _by_format(desk: Desk, sizes: tuple, lengths: tuple) -> list[DataFrame]:
    both = _scenarios(desk, sizes, lengths, CIRCLES)
    return [both[both["format"] == form].reset_index(drop=True) for form in ("one-to-one", "group")]


def _sizes(desk: Desk) -> Picture:
    """Hours of the fullest week, and the smallest visible change, by the number of pairs."""
    weeks = grounds(desk).program.weeks
    alone, circles = _by_format(desk, SIZES, (weeks,))

    def draw(figure, axes, narrow: bool) -> None:
        _bars(desk, axes[0], "busiest_week", ",.0f", "pairs", {"one-to-one": (alone, BLUE), "group": (circles, PALE)})
        _bars(desk, axes[1], "detectable", ",.2f", "pairs", {"": (alone, TEAL)})
        axes[0].set_ylabel(say(desk, "busiest-axis"))
        axes[1].set_ylabel(say(desk, "learning-y"))

    values = {
        f"{name}_{end}": table[column].iloc[place]
        for name, table, column in (("mde", alone, "detectable"), ("hours", alone, "busiest_week"), ("circles", circles, "busiest_week"))
        for end, place in (("small", 0), ("large", -1))
    }
    alt = say(desk, "scenarios-alt", small=SIZES[0], large=SIZES[-1], **values)
    return drawn(draw, alt, say(desk, "scenarios-picture", weeks=weeks), (8.0, 3.2), 6.0, panels=2)


def _lengths(desk: Desk) -> Picture:
    """Pairs that may end early and, where there is money, thousands for a completed pair, by the number of weeks."""
    program = grounds(desk).program
    alone, circles = (table.assign(thousands=table["cost_per_completed"] / 1000) for table in _by_format(desk, (program.design.size.mentees,), LENGTHS))
    priced = bool(alone["thousands"].notna().all())

    def draw(figure, axes, narrow: bool) -> None:
        first, *second = axes if priced else [axes]
        _bars(desk, first, "ending_early", ",.0f", "weeks", {"": (alone, AMBER)})
        first.set_ylabel(say(desk, "col-ending_early"))
        for panel in second:
            _bars(desk, panel, "thousands", ",.0f", "weeks", {"one-to-one": (alone, BLUE), "group": (circles, PALE)})
            panel.set_ylabel(say(desk, "thousands-axis", currency=program.design.budget.currency))

    ends = {f"{name}_{end}": alone[column].iloc[place] for name, column in (("early", "ending_early"), ("cost", "thousands")) for end, place in (("short", 0), ("long", -1))}
    key = "lengths-alt" if priced else "lengths-alt-none"
    alt = say(desk, key, short=LENGTHS[0], long=LENGTHS[-1], currency=program.design.budget.currency, **ends)
    caption = say(desk, "lengths-picture" if priced else "lengths-picture-none", n=program.design.size.mentees)
    return drawn(draw, alt, caption, (8.0 if priced else 4.2, 3.2), 6.0 if priced else 3.0, panels=2 if priced else 1)


def _bars(desk: Desk, panel: Any, column: str, form: str, over: str, groups: dict[str, tuple[DataFrame, str]]) -> None:
    width = 0.8 / len(groups) if len(groups) > 1 else 0.55
    for place, (name, (table, colour)) in enumerate(groups.items()):
        where = [n + (place - (len(groups) - 1) / 2) * width for n in range(len(table))]
        panel.bar(where, table[column], color=colour, width=width, edgecolor="white", label=say(desk, name) if name else None)
        for x, value in zip(where, table[column], strict=True):
            panel.text(x, value, set_number(value, form, desk.language), ha="center", va="bottom", fontsize=9 if len(groups) == 1 else 8)
        panel.set_xticks(range(len(table)), [str(number) for number in table[over]])
    panel.set_xlabel(say(desk, f"col-{over}"))
    panel.margins(y=0.16 if len(groups) == 1 else 0.34)
    panel.yaxis.set_major_formatter(lambda value, _: set_number(value, form, desk.language))
    if len(groups) > 1:
        panel.legend(frameon=False, fontsize=9, loc="upper left", ncols=2)


def scenario_sheet(desk: Desk):
    """Show scenarios side by side: as a table always, and first with number boxes when a person is there."""
    every = _sheets(desk, scenario_table(desk))
    if not desk.live:
        return every
    import ipywidgets

    program, form = grounds(desk).program, {"style": {"description_width": "initial"}, "layout": {"width": "15em"}}
    size = program.design.size
    circle = max(1, round(size.mentees / size.mentors)) if program.design.format == "group" else 1
    ranges = {"pairs": (size.mentees, 1, 100000), "weeks": (program.weeks, 4, 104), "circle": (circle, 1, 12)}
    boxes = {
        name: ipywidgets.BoundedIntText(value=value, min=least, max=most, description=say(desk, f"scenario-{name}"), **form)
        for name, (value, least, most) in ranges.items()
    }

    def show(pairs: int, weeks: int, circle: int) -> None:
        from IPython.display import display

        display(Together(_sheets(desk, _scenarios(desk, (pairs,), (weeks,), (circle,))).parts[:2]))

    whole = ipywidgets.HTML(f'<div class="jp-RenderedHTMLCommon">{every._repr_html_()}</div>')
    return ipywidgets.VBox([ipywidgets.HBox(list(boxes.values())), ipywidgets.interactive_output(show, boxes), whole])


def _sheets(desk: Desk, table: DataFrame) -> Together:
    """The programme as planned first; people and risk in one table, money and what can be learned in the next, so that both fit a page."""
    import pandas as pd

    now = scenarios.as_planned(grounds(desk).program, grounds(desk).sessions, desk.arc)
    names = [say(desk, "as-planned", form=say(desk, now["format"].iloc[0])), *(say(desk, form) for form in table["format"])]
    table = pd.concat([now, table], ignore_index=True).assign(format=names)
    return Together([_part(desk, table, "people", PEOPLE), _part(desk, table, "money", MONEY), desk.say("design", "scenarios-say")])


def _part(desk: Desk, table: DataFrame, part: str, columns: tuple) -> Sheet:
    whole = {column: ",.0f" for column in columns if column != "detectable"}
    caption = say(desk, f"scenarios-{part}", currency=grounds(desk).program.design.budget.currency)
    return sheet_of(desk, table[["format", "pairs", "weeks", *columns]], caption, whole)
