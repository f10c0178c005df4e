"""What notebook 1 shows first: the charter, what the programme promises, and whom it needs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pandas import DataFrame

from mentorkit.model.design import Funnel
from mentorkit.planning import charter as charters
from mentorkit.planning import learning, logic, recruiting, staffing
from mentorkit.planning.decisions import is_open, open_decisions
from mentorkit.planning.wording import set_plain, set_share
from mentorkit.telling.catalogue import set_number
from mentorkit.telling.desk import Desk
from mentorkit.telling.drawing import BLUE, GREY, INK, PALE, SAND, TEAL, canvas, tint
from mentorkit.telling.grounds import grounds, say, sheet_of, worded
from mentorkit.telling.plans import budget, calendar, save, staff
from mentorkit.telling.promises import charter_markdown, dated_plans, training
from mentorkit.telling.scorecard import emcc, gaps, risks, score
from mentorkit.telling.showing import Picture, Prose, Sheet, Together, controlled, png
from mentorkit.telling.sizes import learn, scenario_picture, scenario_sheet
from mentorkit.telling.widths import TELEPHONE, drawn

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_BOX_LETTERS = 19
"""Letters on a line of a box of the logic model."""
__all__ = [
    "budget", "calendar", "charter", "dated_plans", "emcc", "funnel", "gaps", "learn", "logic_model", "partners",
    "risks", "save", "scenario_picture", "scenario_sheet", "score", "staff", "summary", "training",
]


def summary(desk: Desk) -> Prose:
    """Say how much is decided, how many pairs can be expected, at what cost, and what can be learned."""
    program = grounds(desk).program
    sections = charters.charter(program, desk.language)
    missing = sum(not section.decided for section in sections)
    rate, size = program.design.funnel.completed, program.design.size.mentees
    cost = staffing.unit_costs(program, grounds(desk).sessions).set_index("what").at["completed-pair", "likely"]
    learned = learning.what_can_be_learned(program).set_index("end").loc["likely"]
    currency = program.design.budget.currency
    values = {
        "filled": len(sections) - missing, "sections": len(sections), "mentees": size,
        "assumed": say(desk, "size-assumed") if is_open(program, "design.size") else "",
        "gap_words": say(desk, "gap-words", n=missing) if missing else "",
        "completed": int(size * rate.likely), "low": int(size * rate.low), "high": int(size * rate.high),
        "cost": say(desk, "cost-words", cost=set_number(cost, ",.0f", desk.language), currency=currency) if cost else "",
        "mde": learned["detectable"], "cohorts": int(learned["cohorts"] or 0),
    }
    return Prose(f"{desk.say('design', 'summary', **values).markdown} {_rates_words(desk).markdown}")


def _rates_words(desk: Desk) -> Prose:
    own = grounds(desk).own
    if not own:
        return desk.say("design", "rates-default")
    return desk.say("design", "rates-invented" if desk.cohort.settings.synthetic else "rates-own", cohorts=", ".join(own))


def charter(desk: Desk) -> Prose:
    """Give the charter as a page: first what is still to be decided, then every section, gaps named."""
    files = desk.say("design", "charter-files").markdown
    return Prose(f"{_gaps(desk).markdown}\n\n{charter_markdown(desk)}\n\n{files}")


def _gaps(desk: Desk) -> Prose:
    keys = open_decisions(desk.program)
    if not keys:
        return desk.say("design", "gaps-none")
    parts: dict[str, list[str]] = {}
    for key in keys:
        part, dot, name = key.partition(".")
        parts.setdefault(part if dot else "", []).append(f"`{name or part}`")
    said = desk.say("design", "gaps-say", n=len(keys)).markdown
    names = {part: f"`{part}`" if part else say(desk, "gaps-first") for part in parts}
    return Prose("\n".join([said, "", *(f"- {names[part]} ({len(found)}): {', '.join(found)}" for part, found in parts.items())]))


def logic_model(desk: Desk) -> Together:
    """Draw the logic model, and show the indicators that later notebooks fill."""
    return Together([_logic_picture(desk), _indicators(desk)])


def _logic_picture(desk: Desk) -> Picture | Prose:
    model = logic.logic_model(desk.program, desk.language)
    if not model.boxes:
        return desk.say("design", "logic-none")
    parts = [(column, [box.text for box in model.boxes if box.column == column]) for column in logic.COLUMNS]
    told = "; ".join(f"{say(desk, column)}: {', '.join(texts)}" for column, texts in parts if texts)
    with logic_figure(desk, model) as figure:
        page = png(figure)
    with stacked_logic(desk, model) as figure:
        return Picture(page, say(desk, "logic-alt", parts="§").replace("§", told), say(desk, "logic-caption", n=len(model.boxes)), png(figure))


@contextmanager
def logic_figure(desk: Desk, model: logic.LogicPicture) -> Iterator[Figure]:
    """Give the drawing: boxes in five columns as tall as their words need, arrows between the columns, assumptions beneath."""
    texts = [textwrap.fill(box.text, _BOX_LETTERS) for box in model.boxes]
    tall = max(2.4, *(_inches(text) / box.height for box, text in zip(model.boxes, texts, strict=True)))
    assumed = textwrap.fill(_assumed(desk, model), 115) if model.assumptions else ""
    below = _inches(assumed) if assumed else 0.05
    with canvas(9.6, tall + below + 0.4) as (figure, axes):
        axes.set(xlim=(-0.01, 1.01), ylim=(-below / tall, 1 + 0.35 / tall))
        axes.axis("off")
        colours = _column_colours()
        for box, text in zip(model.boxes, texts, strict=True):
            _box(axes, box, text, colours[box.column], "white" if box.column == "impact" else INK)
        for place, column in enumerate(logic.COLUMNS):
            middle, top = place * 0.206 + 0.088, 1 + 0.18 / tall
            axes.text(middle, top, say(desk, column), ha="center", va="center", fontweight="bold")
            if place:
                axes.annotate("", (middle - 0.088, top), (middle - 0.118, top), arrowprops={"arrowstyle": "->", "color": GREY})
        axes.text(0, -0.12 / tall, assumed, va="top", color=INK, style="italic")
        yield figure


@contextmanager
def stacked_logic(desk: Desk, model: logic.LogicPicture) -> Iterator[Figure]:
    """Give the drawing for a telephone: the columns below each other, each box as wide as the screen."""
    rows: list[tuple[str, str]] = []
    for column in logic.COLUMNS:
        boxes = [box.text for box in model.boxes if box.column == column]
        rows += [("", say(desk, column)), *((column, textwrap.fill(text, 40)) for text in boxes)] if boxes else []
    rows += [("assumptions", textwrap.fill(_assumed(desk, model), 44))] if model.assumptions else []
    heights = [0.12 + 0.19 * (text.count("\n") + 1) + (0.16 if not column else 0.06) for column, text in rows]
    colours = _column_colours()
    with canvas(TELEPHONE, sum(heights)) as (figure, axes):
        axes.set(xlim=(0, TELEPHONE), ylim=(sum(heights), 0))
        axes.axis("off")
        top = 0.0
        for (column, text), height in zip(rows, heights, strict=True):
            arrow = "▼ " if top and not column else ""
            if column in colours:
                axes.fill_between([0, TELEPHONE], top + 0.03, top + height - 0.03, color=colours[column], lw=0)
            weight, style = ("normal", "italic") if column == "assumptions" else ("normal", "normal") if column else ("bold", "normal")
            where = (0.08, "left") if column else (TELEPHONE / 2, "center")
            ink = "white" if column == "impact" else INK
            axes.text(where[0], top + height / 2, f"{arrow}{text}", ha=where[1], va="center", fontsize=9, color=ink, fontweight=weight, fontstyle=style)
            top += height
        yield figure


def _assumed(desk: Desk, model: logic.LogicPicture) -> str:
    return f"{say(desk, 'assumptions')}: {' · '.join(model.assumptions)}"


def _column_colours() -> dict[str, str]:
    return dict(zip(logic.COLUMNS, (SAND, PALE, tint(TEAL, 0.77), tint(TEAL, 0.62), TEAL), strict=True))


def _inches(text: str) -> float:
    """The height that a text needs, with some air."""
    return 0.3 + 0.17 * (text.count("\n") + 1)


def _box(axes, box: logic.Box, text: str, colour: str, ink: str) -> None:
    from matplotlib.patches import FancyBboxPatch

    style = "round,pad=0,rounding_size=0.012"
    shape = FancyBboxPatch((box.x, box.y), box.width, box.height, boxstyle=style, facecolor=colour, edgecolor=GREY, linewidth=0.6)
    axes.add_patch(shape)
    axes.text(box.x + box.width / 2, box.y + box.height / 2, text, ha="center", va="center", fontsize=9.5, color=ink)


def _indicators(desk: Desk) -> Together | Prose:
    if not desk.program.design.indicators:
        return desk.say("design", "indicators-none")
    surveys = [answers.survey for answers in desk.cohort.surveys.values()]
    lost = logic.items_without_indicator(desk.program, surveys)
    said = desk.say("design", "unserved-say", n=len(lost), items=", ".join(lost)) if lost else desk.say("design", "unserved-none")
    return Together([_indicator_sheet(desk), said])


def _indicator_sheet(desk: Desk) -> Sheet:
    table = logic.indicator_table(desk.program, desk.language)
    units = {indicator.id: indicator.unit for indicator in desk.program.design.indicators}
    table = worded(desk, table, group="group-").assign(target=[_amount(desk, row.target, units[row.indicator]) for row in table.itertuples()], so_far=[_amount(desk, _so_far(desk, row), units[row.indicator]) for row in table.itertuples()])
    caption = say(desk, "indicators-caption", n=len(units), day=desk.as_of)
    return sheet_of(desk, table[["group", "text", "source", "target", "by_week", "so_far"]], caption, {"by_week": ",.0f"})


def _so_far(desk: Desk, row) -> float | None:
    """What the metric shows, or the change of the scale that the source names."""
    if row.metric in grounds(desk).metrics:
        return grounds(desk).metrics[row.metric][0]
    named = {word.strip(".,;:()").rpartition(".")[2] for word in row.source.split()}
    return next((change for scale, change in grounds(desk).changes.items() if scale in named), None)


def _amount(desk: Desk, value: float | None, unit: str) -> str | None:
    if value is None or value != value:
        return None
    if unit == "share":
        return set_share(value, desk.language)
    if abs(value) >= 1000:
        return set_number(value, ",.0f", desk.language)
    return set_plain(round(value, 1 if abs(value) >= 10 else 2), desk.language)


def funnel(desk: Desk):
    """Draw how many people each step needs for so many completed pairs; with a number box where a person is there."""
    if not desk.live:
        return _funnel(desk, None)
    import ipywidgets

    planned = int(recruiting.recruiting_funnel(grounds(desk).program).set_index("step").at["completed", "likely"])
    style = {"description_width": "initial"}
    box = ipywidgets.BoundedIntText(value=planned, min=1, max=100000, description=say(desk, "goal-box"), style=style)
    return controlled({"goal": box}, lambda goal: _funnel(desk, goal))


def _funnel(desk: Desk, goal: int | None) -> Together:
    table = recruiting.recruiting_funnel(grounds(desk).program, goal)
    return Together([_funnel_picture(desk, table), _rates_words(desk), _funnel_sources(desk, table)])


def _funnel_picture(desk: Desk, table: DataFrame) -> Picture:
    goal = int(table.loc[table["step"] == "completed", "likely"].iloc[0])

    def draw(figure: Figure, axes, narrow: bool) -> None:
        for panel, who, colour in zip(axes, ("mentees", "mentors"), (TEAL, BLUE), strict=True):
            _funnel_panel(desk, panel, table[table["who"] == who].iloc[::-1], colour)
            panel.set_title(say(desk, who))

    first = table[table["step"] == "invited"].set_index("who")
    people = {end: int(first.at["mentees", end]) for end in ("low", "high")}
    alt = say(desk, "funnel-alt", n=goal, mentees=int(first.at["mentees", "likely"]), mentors=int(first.at["mentors", "likely"]), **people)
    return drawn(draw, alt, say(desk, "funnel-caption", n=goal), (8.4, 3.2), 5.4, panels=2)


def _funnel_panel(desk: Desk, panel, rows: DataFrame, colour: str) -> None:
    from matplotlib.ticker import MaxNLocator

    labels = [say(desk, f"step-{step}") for step in rows["step"]]
    panel.barh(labels, rows["likely"], color=colour, alpha=0.85)
    panel.hlines(labels, rows["low"], rows["high"], color=INK, lw=1.5)
    for place, row in enumerate(rows.itertuples()):
        likely, low, high = (set_number(number, ",.0f", desk.language) for number in (row.likely, row.low, row.high))
        span = f" ({low}–{high})" if row.low < row.high else ""
        panel.text(row.high, place, f"  {likely}{span}", va="center", fontsize=9)
    panel.set_xlim(0, 1.7 * rows["high"].max())
    panel.xaxis.set_major_locator(MaxNLocator(4 if rows["high"].max() < 10_000 else 2, integer=True))
    panel.xaxis.set_major_formatter(lambda value, _: set_number(value, ",.0f", desk.language))
    panel.set_xlabel(say(desk, "people-axis"))


def _funnel_sources(desk: Desk, table: DataFrame) -> Sheet:
    table = worded(desk, table, who="", step="step-")
    defaults = {Funnel().applied.source: "rate-default", Funnel().completed.source: "rate-completed"}
    table["source"] = [say(desk, defaults[source]) if source in defaults else source for source in table["source"]]
    return sheet_of(desk, table, say(desk, "funnel-sources"), {"rate": ".0%"})


def partners(desk: Desk) -> Together:
    """Draw the mentors that partners promise against those needed, and show them by field of work."""
    return Together([_alliances(desk), _fields(desk)])


def _alliances(desk: Desk) -> Picture | Prose:
    promised = desk.program.design.alliances
    if not promised:
        return desk.say("design", "alliances-none")
    balance = recruiting.alliance_balance(desk.program)

    def draw(figure: Figure, axes, narrow: bool) -> None:
        left = 0
        for place, alliance in enumerate(promised):
            axes.barh([place], [alliance.mentors], left=left, color=TEAL, edgecolor="white", height=0.62)
            left += alliance.mentors
            axes.text(left, place, f" {alliance.mentors}", va="center")
        axes.set_yticks(range(len(promised)), [textwrap.fill(alliance.name, 13 if narrow else 28) for alliance in promised])
        axes.axvline(balance["needed"], color=INK, lw=1.6, ls="--")
        axes.text(balance["needed"], -0.75, f"{say(desk, 'needed-line')}: {balance['needed']} ", ha="right")
        axes.set(ylim=(len(promised) - 0.4, -1.2), xlim=(0, 1.12 * max(left, balance["needed"])), xlabel=say(desk, "people-axis"))
        axes.tick_params(axis="y", length=0)

    caption = say(desk, "alliances-caption", promised=balance["promised"], needed=balance["needed"])
    return drawn(draw, say(desk, "alliances-alt", **balance), caption, (7.2, 1.0 + 0.34 * len(promised)), 1.0 + 0.5 * len(promised))


def _fields(desk: Desk) -> Sheet | Prose:
    criterion, wanted, promised = next((c for c in desk.program.criteria if c.id == "field"), None), None, None
    if criterion:
        wanted = recruiting.people_by_field(desk.program, desk.cohort.mentees, criterion.mentee)
        if not any(alliance.fields for alliance in desk.program.design.alliances):
            promised = recruiting.people_by_field(desk.program, desk.cohort.mentors, criterion.mentor)
    table = recruiting.mentors_by_field(desk.program, wanted, promised)
    if table.empty:
        return desk.say("design", "fields-none")
    return sheet_of(desk, table, say(desk, "fields-caption"))
