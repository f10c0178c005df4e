"""The logic model as boxes and arrows, and the table of indicators that later notebooks fill."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pandas import DataFrame

from mentorkit.model.program import Program
from mentorkit.model.survey import Item, Survey
from mentorkit.model.words import localized

COLUMNS = ("inputs", "activities", "outputs", "outcomes", "impact")


@dataclass(frozen=True)
class Box:
    """A box of the picture: its column, text, and place (lower left corner, width, height) in a unit square."""

    column: str
    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class LogicPicture:
    """Boxes, and the assumptions beneath."""

    boxes: tuple[Box, ...]
    assumptions: tuple[str, ...]


def logic_model(program: Program, language: str, gap: float = 0.03) -> LogicPicture:
    """
    Give the layout of the logic model: five columns from left to right, boxes of a column from the top down.

    Boxes never overlap and fill the unit square; `gap` is the space between two of them.
    """
    model = program.design.logic_model
    width = (1 - gap * (len(COLUMNS) - 1)) / len(COLUMNS)
    boxes = []
    for place, column in enumerate(COLUMNS):
        texts = getattr(model, column)
        height = (1 - gap * max(len(texts) - 1, 0)) / max(len(texts), 1)
        for row, text in enumerate(texts):
            x, y = place * (width + gap), 1 - height - row * (height + gap)
            boxes.append(Box(column, localized(text, language), x, y, width, height))
    return LogicPicture(tuple(boxes), tuple(localized(text, language) for text in model.assumptions))


INDICATOR_COLUMNS = ("group", "indicator", "text", "source", "metric", "objective", "target", "by_week", "date")


def indicator_table(program: Program, language: str) -> DataFrame:
    """
    Give every indicator with its source and the objective and target that lean on it, by group.

    A row for each objective of an indicator, or one with an empty target where none leans on it.
    """
    order = ("reach", "implementation", "relationship", "outcome", "cost")
    rows = []
    for indicator in sorted(program.design.indicators, key=lambda one: (order.index(one.group), one.id)):
        fixed = indicator.group, indicator.id, localized(indicator.text, language), indicator.source, indicator.metric
        leaning = [objective for objective in program.design.objectives if objective.indicator == indicator.id]
        rows += [(*fixed, o.id, o.target, o.by_week, o.date) for o in leaning] or [(*fixed, None, None, None, None)]
    return DataFrame(rows, columns=list(INDICATOR_COLUMNS)).astype({"target": float})


def items_without_indicator(program: Program, surveys: Iterable[Survey]) -> list[str]:
    """
    Give the survey items that serve no indicator, as `survey.item`, sorted; what is asked must be used.

    An item serves an indicator whose `source` names it (`survey.item`, or its id), or one of its scales, or
    whose `metric` is what the item measures, its scale or the item itself. A source that names the survey
    alone serves none, since a survey can hold anything. Items of text never need an indicator.
    """
    named = {word.strip(".,;:()") for i in program.design.indicators for word in i.source.split()}
    named |= {indicator.metric for indicator in program.design.indicators if indicator.metric}
    return sorted(
        f"{survey.survey}.{item.id}"
        for survey in surveys
        for item in survey.items
        if item.kind != "text" and not _names(survey, item) & named
    )


def _names(survey: Survey, item: Item) -> set[str]:
    ids = {item.id, *(scale.id for scale in survey.scales if item.id in scale.items)}
    measured = {item.measures, f"{item.measures}_{survey.who}"} if item.measures else set()
    return ids | {f"{survey.survey}.{id}" for id in ids} | measured
