"""What notebook 3 shows of supply and demand: who is sought, what rules forbid, whom to invite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mentorkit import matching as core
from mentorkit.matching.vocabulary import cells, listed, values, words_of
from mentorkit.matching.wording import rule_in_words
from mentorkit.model.words import localized
from mentorkit.telling.dots import bars
from mentorkit.telling.drawing import AMBER, TEAL, canvas
from mentorkit.telling.matching_words import found_matching, name_of, percent, say
from mentorkit.telling.showing import Picture, Prose, picture

if TYPE_CHECKING:
    from pandas import DataFrame

    from mentorkit.matching.matching import Matching
    from mentorkit.model.criteria import Criterion
    from mentorkit.telling.desk import Desk

CHOSEN_BY_HAND = 149
WORTH = {"text": (0.60, 0.03), "tags": (0.56, 0.02), "hours": (0.60, 0.02)}
"""Where the mentors whom people chose stand by one criterion, ± its error: `benchmarks/matching_meaning.py`."""


def criteria_worth(desk: Desk) -> Prose:
    """Say what a criterion was worth where people chose by hand, with its error."""
    figures = {f"{name}{part}": figure for name, pair in WORTH.items() for part, figure in zip(("", "_error"), pair, strict=True)}
    return desk.say("matching", "criteria-worth", pairs=CHOSEN_BY_HAND, **figures)


def supply_and_demand(desk: Desk) -> Picture | Prose:
    """Show for each value of the leading criterion how many ask for it and how many places offer it."""
    leading = _leading(desk)
    if leading is None:
        return desk.say("matching", "no-criterion")
    table = _supply(desk, leading)
    with canvas(height=1.2 + 0.46 * len(table)) as (figure, axes):
        place = np.arange(len(table))
        axes.barh(place - 0.19, table["asked"], 0.36, color=AMBER, label=say(desk, "asked"))
        axes.barh(place + 0.19, table["offered"], 0.36, color=TEAL, label=say(desk, "offered"))
        for at, row in enumerate(table.itertuples()):
            axes.text(row.asked, at - 0.19, f" {row.asked}", va="center", fontsize=9)
            axes.text(row.offered, at + 0.19, f" {row.offered}", va="center", fontsize=9)
        axes.set_yticks(place, table.index)
        axes.set_ylim(len(table) - 0.4, -0.6)
        axes.tick_params(axis="y", length=0)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.set_xlabel(say(desk, "supply-axis"))
        figure.legend(loc="outside upper left", frameon=False, ncols=2)
        short = (table["asked"] - table["offered"]).sort_values(ascending=False, kind="stable")
        alt = say(desk, "supply-alt", n=len(table), short=short.index[0], gap=int(short.iloc[0]))
        return picture(figure, alt, say(desk, "supply-caption", criterion=name_of(desk, leading)))


def _supply(desk: Desk, leading: Criterion) -> DataFrame:
    """People asking and places offering by value; wordings that are compared as one are one."""
    found, words = found_matching(desk).scores, words_of(desk.program)
    shown = {words.term(term): term for term in desk.program.synonyms}
    asked, offered = {}, {}
    for side, column, counts, worth in (
        (found.mentees, leading.mentee, asked, np.ones(len(found.mentees), int)),
        (found.mentors, leading.mentor, offered, found.capacity),
    ):
        for cell, number in zip(cells(side, column), worth, strict=True):
            for value in listed(cell) if leading.kind == "overlap" else values(cell):
                name = shown.setdefault(words.term(value), " ".join(str(value).split()))
                counts[name] = counts.get(name, 0) + int(number)
    names = sorted(asked.keys() | offered.keys(), key=lambda name: (-asked.get(name, 0), name))[:14]
    numbers = [(asked.get(name, 0), offered.get(name, 0)) for name in names]
    return pd.DataFrame(numbers, index=names, columns=["asked", "offered"])


def _leading(desk: Desk) -> Criterion | None:
    """The criterion that weighs most among those that compare values with values."""
    compared = [
        one
        for one in desk.program.criteria
        if one.kind in ("same", "overlap") and one.mentee != "availability"
    ]
    return max(compared, key=lambda one: one.relative_weight, default=None)


def possible_picture(desk: Desk) -> Picture:
    """Show how many mentors are possible for each mentee; those with none or one stand out."""
    counts = _possible_mentors(found_matching(desk))
    ends = [0, 1, 2, 4, 8, 16, 32, 64, 128, 10**9]
    names = [
        "0",
        "1",
        *(f"{low}–{2 * low - 1}" for low in ends[2:-2]),
        "128+",
    ]
    binned = np.histogram(counts, ends)[0]
    used = np.flatnonzero(binned)
    last = used.max() + 1 if len(used) else 1
    return bars(
        names[:last],
        binned[:last].tolist(),
        [f"{n}" for n in binned[:last]],
        say(desk, "possible-caption", n=len(counts)),
        say(
            desk,
            "possible-alt",
            none=int((counts == 0).sum()),
            middle=float(np.median(counts)) if len(counts) else 0.0,
        ),
        say(desk, "possible-axis"),
    )


def _possible_mentors(found: Matching) -> np.ndarray:
    counts = np.zeros(found.scores.shape[0], np.int64)
    for rows, cols in found.scores.blocks():
        counts[rows] += (
            found.scores.possible_block(rows, cols) & (found.scores.capacity[cols] > 0)[None]
        ).sum(axis=1)
    return counts


def rules_picture(desk: Desk) -> Picture | Prose:
    """Show what share of all pairs each rule makes impossible."""
    scores = found_matching(desk).scores
    n, m = scores.shape
    if not scores.rules or not n * m:
        return desk.say("matching", "no-rules")
    broken = [
        sum(int(rule.broken.block(rows, cols).astype(bool).sum()) for rows, cols in scores.blocks()) / (n * m)
        for rule in scores.rules
    ]
    order = np.argsort(-np.array(broken), kind="stable")
    names = [_rule_name(desk, scores.rules[at]) for at in order]
    shares = [broken[at] for at in order]
    return bars(
        names,
        shares,
        [percent(desk, share) for share in shares],
        say(desk, "rules-caption", n=n * m),
        say(desk, "rules-alt", top=names[0], share=shares[0]),
        say(desk, "rules-axis"),
        percent=True,
    )


def _rule_name(desk: Desk, rule) -> str:
    text = localized(rule.label, desk.language) or rule_in_words(rule, desk.language)
    return text[0].upper() + text[1:]


def recruiting_picture(desk: Desk) -> Picture | Prose:
    """Show in which field one more place would bring most: whom to recruit next."""
    leading = _leading(desk)
    table = core.shadow_prices(found_matching(desk), leading.mentor) if leading else pd.DataFrame()
    table = table[(table["best_gain"] > 0) | (table["serves_more"] > 0)].head(10) if len(table) else table
    if not len(table):
        return desk.say("matching", "no-price")
    names = [group or say(desk, "no-answer") for group in table["group"]]
    beside = [
        say(desk, ("gain-more" if row.best_gain >= 0 else "gain-fewer") if row.serves_more else "gain", gain=abs(row.best_gain))
        for row in table.itertuples()
    ]
    return bars(
        names,
        table["best_gain"].clip(lower=0).tolist(),
        beside,
        say(desk, "price-caption", criterion=name_of(desk, leading)),
        say(desk, "price-alt", top=names[0], gain=float(table["best_gain"].iloc[0])),
        say(desk, "price-axis"),
    )
