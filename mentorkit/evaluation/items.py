"""The answers to every closed question, counted by people."""

from __future__ import annotations

import pandas as pd

from mentorkit.evaluation.intervals import share
from mentorkit.model.survey import Answers, Item

ITEM_COLUMNS = ("survey", "item", "option", "count", "respondents", "share", "low", "high", "invited")
MOST_VALUES = 21
OTHER = "other"


def item_table(answers: Answers, invited: int | None = None) -> pd.DataFrame:
    """
    Give how many people gave each answer to each closed question, in the columns of `items.csv`.

    The share is that of the people who answered the question, whatever number of answers each gave;
    interval 95 %, Wilson (Clopper–Pearson where nobody or everybody did). Every declared option has a
    row, also one that nobody chose, and a scale has a row for each of its values; free text and open
    numbers have none. With no respondents the share is NaN.

    Args:
        invited: How many people were asked; NaN where that is not known.
    """
    rows = [
        (answers.survey.survey, item.id, option, count, respondents)
        for item in answers.survey.items
        for option, count, respondents in option_counts(item, answers.frame[item.id])
    ]
    table = pd.DataFrame(rows, columns=list(ITEM_COLUMNS[:5]))
    shares = [share(count, total) for count, total in zip(table["count"], table["respondents"])]
    for name in ("low", "high"):
        table[name] = pd.Series([getattr(s, name) for s in shares], dtype=float)
    table["share"] = pd.Series([s.value for s in shares], dtype=float)
    table["invited"] = float("nan") if invited is None else invited
    return table[list(ITEM_COLUMNS)]


def option_counts(item: Item, column: pd.Series) -> list[tuple[str, int, int]]:
    """Give option, people who gave it, and people who answered the item, in the declared order."""
    answered = column[column.notna()]
    if item.kind == "text":
        return []
    if item.kind in ("choice", "choices"):
        given = [value if isinstance(value, tuple) else (value,) for value in answered]
        options = list(item.option_wordings)
        if OTHER not in options and (item.other or any(OTHER in value for value in given)):
            options.append(OTHER)
        return [(option, sum(option in value for value in given), len(given)) for option in options]
    return [(f"{value:g}", int((answered == value).sum()), len(answered)) for value in _values(item, answered)]


def _values(item: Item, answered: pd.Series) -> list[float]:
    seen = set(answered.unique())
    if item.min is None or item.max is None:
        return []
    if float(item.min).is_integer() and float(item.max).is_integer() and item.max - item.min < MOST_VALUES:
        seen |= {float(v) for v in range(int(item.min), int(item.max) + 1)}
    elif item.kind == "number":
        return []
    return sorted(seen)
