"""What notebook 6 shows beside the change: single questions, meetings held, a comparison group, and what was changed."""

from __future__ import annotations

import pandas as pd

from mentorkit.errors import InvalidInputError
from mentorkit.evaluation.compared import (
    FEWEST_FOR_DOSAGE,
    FEWEST_IN_A_GROUP,
    Difference,
    against_comparison_group,
    conversion_table,
    dosage,
    meetings_of,
    primary_comparison,
)
from mentorkit.evaluation.ordinal import FEWEST, item_moves
from mentorkit.model.words import localized
from mentorkit.telling.catalogue import set_number
from mentorkit.telling.desk import Desk
from mentorkit.telling.drawing import AMBER, TEAL
from mentorkit.telling.evaluation import change_name, found, name_of, now, plain, remembered_note, say, sheet_of
from mentorkit.telling.labels import unmarked
from mentorkit.telling.showing import Prose, Sheet, Together
from mentorkit.telling.trends import earlier_metrics
from mentorkit.telling.widths import drawn


def single_questions(desk: Desk) -> Sheet | Prose:
    """Show how many people moved up, stayed and moved down on each question asked twice; exploratory."""
    table = item_moves(desk.cohort.surveys)
    table = table[table["n"] >= FEWEST].reset_index(drop=True)
    if table.empty:
        return Prose(say(desk, "moves-none", n=FEWEST))
    table["who"] = [say(desk, f"side-{who}") for who in table["who"]]
    wording = {item.id: item.wordings[0] for a in desk.cohort.surveys.values() for item in a.survey.items}
    table["item"] = [wording.get(id, id) for id in table["item"]]
    return sheet_of(desk, table, plain(desk, "moves-caption") + remembered_note(desk), dict.fromkeys(("p_sign", "p_wilcoxon", "p_stuart_maxwell", "p_bh"), ".3f"))


def meetings_and_change(desk: Desk) -> Together | Prose:
    """Draw each mentee's change against the meetings held, and say what may be said of it."""
    c, (held, change) = primary_comparison(now(desk)), meetings_of(now(desk))
    if len(held) < FEWEST:
        return Prose(say(desk, "dosage-few", n=len(held), least=FEWEST))
    few, many = change[held <= held.median()], change[held > held.median()]
    alt = plain(desk, "dosage-alt", n=len(held), low=held.min(), high=held.max(), few=few.mean(), many=many.mean() if len(many) else few.mean())

    def draw(_, axes, __) -> None:
        axes.axhline(0, color=AMBER, lw=1)
        axes.scatter(held, change, color=TEAL, alpha=0.6, s=34, edgecolor="white")
        axes.set_xlabel(say(desk, "dosage-axis"))
        axes.set_ylabel(unmarked(plain(desk, "dosage-change", scale=change_name(desk, c.scale))))
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.yaxis.set_major_formatter(lambda value, _: set_number(value, "+.1f", desk.language))

    caption = plain(desk, "dosage-caption", n=len(held)) + remembered_note(desk)
    return Together([drawn(draw, alt, caption, (7.2, 3.4), 3.2), _dosage_words(desk, len(held))])


def _dosage_words(desk: Desk, n: int) -> Prose:
    if n < FEWEST_FOR_DOSAGE:
        return Prose(say(desk, "dosage-too-few", n=n, least=FEWEST_FOR_DOSAGE))
    slope = dosage(now(desk))
    return Prose(say(desk, "dosage", **slope.named("slope")))


def comparison_group(desk: Desk) -> Together | Prose:
    """Show how alike programme and comparison group were at the start, and how they differ at the end."""
    d = group_difference(desk)
    if d is None:
        return Prose(say(desk, "comparison-none"))
    sheet = sheet_of(desk, d.balance, plain(desk, "balance-caption", programme=d.n_programme, comparison=d.n_comparison) + remembered_note(desk), {"difference": ".2f", "difference_weighted": ".2f"})
    lines = [say(desk, "comparison-raw", value=d.raw.value, low=d.raw.low, high=d.raw.high, programme=d.n_programme, comparison=d.n_comparison)]
    if not d.enough:
        lines.append(say(desk, "comparison-few", least=FEWEST_IN_A_GROUP))
    elif d.weighted.value != d.weighted.value or not d.balanced:
        lines.append(say(desk, "comparison-unbalanced"))
    else:
        lines.append(say(desk, "comparison-weighted", value=d.weighted.value, low=d.weighted.low, high=d.weighted.high, least=d.lowest, most=d.highest))
    return Together([sheet, Prose(" ".join([*lines, say(desk, "comparison-limits")]))])


def group_difference(desk: Desk) -> Difference | None:
    """Give the difference from the comparison group; None where there is none that can be compared."""
    try:
        return against_comparison_group(now(desk))
    except InvalidInputError:
        return None


def conversions(desk: Desk) -> Sheet | Prose:
    """Show jobs, promotions and retention beside those of the comparison group, or say that there is nothing to compare with."""
    table = conversion_table(now(desk))
    if table is None or table.empty:
        return Prose(say(desk, "conversions-none"))
    table["metric"] = [name_of(desk, metric) for metric in table["metric"]]
    formats = dict.fromkeys(("value", "value_comparison"), ".0%") | dict.fromkeys(("difference", "low", "high"), "+.0%")
    return sheet_of(desk, table, plain(desk, "conversions-caption"), formats)


def since_the_last_cohort(desk: Desk) -> Sheet | Prose:
    """Show what was said, what was changed because of it, and the figure of both cohorts that tells whether it helped."""
    changes = desk.program.evaluation.changes
    if not changes:
        return Prose(say(desk, "learned-none"))
    before, today = earlier_metrics(desk), found(desk)
    rows = []
    for change in changes:
        metric = today.get(change.metric) if change.metric else None
        name, form = name_of(desk, change.metric) if metric else "–", ".0%" if metric and metric.unit == "share" else ",.1f"
        both = before.get(change.metric) if change.metric else None, metric.estimate.value if metric else None
        texts = (localized(text, desk.language) for text in (change.said, change.done))
        rows.append((*texts, name, *(set_number(value, form, desk.language) for value in both)))
    frame = pd.DataFrame(rows, columns=["said", "done", "metric", "last", "this"])
    return sheet_of(desk, frame, plain(desk, "learned-caption"))
