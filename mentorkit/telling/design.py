"""What notebook 1 shows first: the charter, what the programme promises, and whom it needs."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from mentorkit.model.design import Funnel
from mentorkit.planning import charter as charters
from mentorkit.planning import learning, logic, recruiting, staffing
from mentorkit.planning.wording import set_plain, set_share
from mentorkit.telling.catalogue import set_number
from mentorkit.telling.desk import Desk
from mentorkit.telling.drawing import BLUE, GREY, INK, PALE, SAND, TEAL, canvas
from mentorkit.telling.grounds import grounds
from mentorkit.telling.labels import headed, label
from mentorkit.telling.plans import budget, calendar, save, staff
from mentorkit.telling.promises import charter_markdown, dated_plans, training
from mentorkit.telling.scorecard import emcc, gaps, risks, score
from mentorkit.telling.showing import Picture, Prose, Sheet, Together, picture
from mentorkit.telling.sizes import learn, scenario_picture, scenario_sheet

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = [
    "budget",
    "calendar",
    "charter",
    "dated_plans",
    "emcc",
    "funnel",
    "gaps",
    "learn",
    "logic_model",
    "partners",
    "risks",
    "save",
    "scenario_picture",
    "scenario_sheet",
    "score",
    "staff",
    "summary",
    "training",
]


def _say(desk: Desk, key: str, /, **values) -> str:
    return label("design", desk, key, **values)


def _headed(frame: DataFrame, desk: Desk) -> DataFrame:
    return headed("design", desk, frame)


def summary(desk: Desk) -> Prose:
    """Say how much is decided, how many pairs can be expected, at what cost, and what can be learned."""
    program = grounds(desk).program
    sections = charters.charter(program, desk.language)
    missing = sum(not section.decided for section in sections)
    rate, size = program.design.funnel.completed, program.design.size.mentees
    cost = staffing.unit_costs(program, grounds(desk).sessions).set_index("what").at["completed-pair", "likely"]
    learned = learning.what_can_be_learned(program).set_index("end").loc["likely"]
    currency = program.design.budget.currency
    said = desk.say(
        "design",
        "summary",
        filled=len(sections) - missing,
        sections=len(sections),
        mentees=size,
        gap_words=_say(desk, "gap-words", n=missing) if missing else "",
        completed=int(size * rate.likely),
        low=int(size * rate.low),
        high=int(size * rate.high),
        cost=_say(desk, "cost-words", cost=set_number(cost, ",.0f", desk.language), currency=currency) if cost else "",
        mde=learned["detectable"],
        cohorts=int(learned["cohorts"] or 0),
    )
    return Prose(f"{said.markdown} {_rates_words(desk).markdown}")


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
    keys = charters.open_decisions(desk.program)
    if not keys:
        return desk.say("design", "gaps-none")
    said = desk.say("design", "gaps-say", n=len(keys)).markdown
    return Prose("\n".join([said, "", *(f"- `{key}`" for key in keys)]))


def logic_model(desk: Desk) -> Together:
    """Draw the logic model, and show the indicators that later notebooks fill."""
    return Together([_logic_picture(desk), _indicators(desk)])


def _logic_picture(desk: Desk) -> Picture | Prose:
    """Boxes in five columns, arrows between them, assumptions beneath."""
    model = logic.logic_model(desk.program, desk.language)
    if not model.boxes:
        return desk.say("design", "logic-none")
    columns = {column: [box for box in model.boxes if box.column == column] for column in logic.COLUMNS}
    tallest = max(map(len, columns.values()))
    with canvas(9.6, 1.6 + 0.95 * tallest) as (figure, axes):
        axes.set(xlim=(-0.01, 1.01), ylim=(-0.2, 1.12))
        axes.axis("off")
        colours = dict(zip(logic.COLUMNS, (SAND, PALE, "#c9dede", "#a9cfcb", TEAL), strict=True))
        for place, (column, boxes) in enumerate(columns.items()):
            for box in boxes:
                _box(axes, box, colours[column], "white" if column == "impact" else INK)
            middle = place * 0.206 + 0.088
            axes.text(middle, 1.06, _say(desk, column), ha="center", va="center", fontweight="bold")
            if place:
                axes.annotate(
                    "",
                    (middle - 0.088, 1.06),
                    (middle - 0.118, 1.06),
                    arrowprops={"arrowstyle": "->", "color": GREY},
                )
        if model.assumptions:
            words = f"{_say(desk, 'assumptions')}: " + " · ".join(model.assumptions)
            axes.text(0, -0.06, textwrap.fill(words, 130), va="top", fontsize=9, color=INK, style="italic")
        parts = "; ".join(
            f"{_say(desk, column)}: {', '.join(box.text for box in boxes)}"
            for column, boxes in columns.items()
            if boxes
        )
        return picture(
            figure,
            _say(desk, "logic-alt", parts="§").replace("§", parts),
            _say(desk, "logic-caption", n=len(model.boxes)),
        )


def _box(axes, box: logic.Box, colour: str, ink: str) -> None:
    from matplotlib.patches import FancyBboxPatch

    style = "round,pad=0,rounding_size=0.012"
    axes.add_patch(
        FancyBboxPatch(
            (box.x, box.y),
            box.width,
            box.height,
            boxstyle=style,
            facecolor=colour,
            edgecolor=GREY,
            linewidth=0.6,
        )
    )
    axes.text(
        box.x + box.width / 2,
        box.y + box.height / 2,
        textwrap.fill(box.text, 21),
        ha="center",
        va="center",
        fontsize=8.5,
        color=ink,
    )


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
    table = table.assign(
        group=[_say(desk, f"group-{group}") for group in table["group"]],
        target=[_amount(desk, row.target, units[row.indicator]) for row in table.itertuples()],
        so_far=[_amount(desk, _so_far(desk, row), units[row.indicator]) for row in table.itertuples()],
    )
    shown = _headed(table[["group", "text", "source", "target", "by_week", "so_far"]], desk)
    caption = _say(desk, "indicators-caption", n=len(units), day=desk.as_of)
    return Sheet(shown, caption, desk.language, formats={_say(desk, "col-by_week"): ",.0f"})


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
    return set_number(value, ",.0f", desk.language) if abs(value) >= 1000 else set_plain(round(value, 1 if abs(value) >= 10 else 2), desk.language)


def funnel(desk: Desk):
    """Draw how many people each step needs for so many completed pairs; with a number box where a person is there."""
    if not desk.live:
        return _funnel(desk, None)
    import ipywidgets

    planned = int(recruiting.recruiting_funnel(grounds(desk).program).set_index("step").at["completed", "likely"])
    style = {"description_width": "initial"}
    box = ipywidgets.BoundedIntText(value=planned, min=1, max=100000, description=_say(desk, "goal-box"), style=style)

    def show(goal: int) -> None:
        from IPython.display import display

        display(_funnel(desk, goal))

    return ipywidgets.VBox([box, ipywidgets.interactive_output(show, {"goal": box})])


def _funnel(desk: Desk, goal: int | None) -> Together:
    table = recruiting.recruiting_funnel(grounds(desk).program, goal)
    return Together([_funnel_picture(desk, table), _rates_words(desk), _funnel_sources(desk, table)])


def _funnel_picture(desk: Desk, table: DataFrame) -> Picture:
    goal = int(table.loc[table["step"] == "completed", "likely"].iloc[0])
    with canvas(8.4, 3.2, columns=2) as (figure, axes):
        for panel, who, colour in zip(axes, ("mentees", "mentors"), (TEAL, BLUE), strict=True):
            rows = table[table["who"] == who].iloc[::-1]
            labels = [_say(desk, f"step-{step}") for step in rows["step"]]
            panel.barh(labels, rows["likely"], color=colour, alpha=0.85)
            panel.hlines(labels, rows["low"], rows["high"], color=INK, lw=1.5)
            for place, row in enumerate(rows.itertuples()):
                span = f" ({row.low}–{row.high})" if row.low < row.high else ""
                panel.text(row.high, place, f"  {row.likely}{span}", va="center", fontsize=9)
            panel.set_xlim(0, 1.45 * rows["high"].max())
            panel.set_title(_say(desk, who))
            panel.set_xlabel(_say(desk, "people-axis"))
        first = table[table["step"] == "invited"].set_index("who")
        alt = _say(
            desk,
            "funnel-alt",
            n=goal,
            mentees=int(first.at["mentees", "likely"]),
            low=int(first.at["mentees", "low"]),
            high=int(first.at["mentees", "high"]),
            mentors=int(first.at["mentors", "likely"]),
        )
        return picture(figure, alt, _say(desk, "funnel-caption", n=goal))


def _funnel_sources(desk: Desk, table: DataFrame) -> Sheet:
    table = table.assign(
        who=[_say(desk, who) for who in table["who"]],
        step=[_say(desk, f"step-{step}") for step in table["step"]],
    )
    defaults = {Funnel().applied.source: "rate-default", Funnel().completed.source: "rate-completed"}
    table["source"] = [_say(desk, defaults[source]) if source in defaults else source for source in table["source"]]
    return Sheet(
        _headed(table, desk),
        _say(desk, "funnel-sources"),
        desk.language,
        formats={_say(desk, "col-rate"): ".0%"},
    )


def partners(desk: Desk) -> Together:
    """Draw the mentors that partners promise against those needed, and show them by field of work."""
    return Together([_alliances(desk), _fields(desk)])


def _alliances(desk: Desk) -> Picture | Prose:
    promised = desk.program.design.alliances
    if not promised:
        return desk.say("design", "alliances-none")
    balance = recruiting.alliance_balance(desk.program)
    with canvas(7.2, 1.7) as (figure, axes):
        left, shades = 0, [TEAL, BLUE, "#5f6b72"]
        for place, alliance in enumerate(promised):
            axes.barh(
                [0],
                [alliance.mentors],
                left=left,
                color=shades[place % len(shades)],
                edgecolor="white",
                height=0.5,
            )
            axes.text(
                left + alliance.mentors / 2, 0, str(alliance.mentors), ha="center", va="center", color="white"
            )
            axes.text(
                left + alliance.mentors / 2,
                -0.36,
                textwrap.fill(alliance.name, 13),
                ha="center",
                va="top",
                fontsize=8,
            )
            left += alliance.mentors
        axes.axvline(balance["needed"], color=INK, lw=2, ls="--")
        axes.text(
            balance["needed"],
            0.34,
            f" {_say(desk, 'needed-line')}: {balance['needed']}",
            ha="right" if left <= balance["needed"] else "left",
        )
        axes.set(ylim=(-1.0, 0.6), yticks=[], xlabel=_say(desk, "people-axis"))
        axes.spines["left"].set_visible(False)
        shown = {key: balance[key] for key in ("promised", "needed")}
        return picture(
            figure, _say(desk, "alliances-alt", **balance), _say(desk, "alliances-caption", **shown)
        )


def _fields(desk: Desk) -> Sheet | Prose:
    criterion = next((c for c in desk.program.criteria if c.id == "field"), None)
    wanted = recruiting.people_by_field(desk.program, desk.cohort.mentees, criterion.mentee) if criterion else None
    promised = None
    if not any(alliance.fields for alliance in desk.program.design.alliances):
        promised = recruiting.people_by_field(desk.program, desk.cohort.mentors, criterion.mentor) if criterion else None
    table = recruiting.mentors_by_field(desk.program, wanted, promised)
    if table.empty:
        return desk.say("design", "fields-none")
    return Sheet(_headed(table, desk), _say(desk, "fields-caption"), desk.language)
