"""Figures drawn as dots with their intervals, and answers as bars."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Any

from mentorkit.telling.drawing import AMBER, GREY, INK, MINT, PALE, RED, ROSE, SAND, TEAL, canvas, words_on
from mentorkit.telling.showing import Picture, picture
from mentorkit.telling.widths import narrow

SHADES = (RED, ROSE, SAND, MINT, TEAL)


@dataclass(frozen=True)
class Dot:
    """One figure to draw: its name, value, interval, what is written beside it, and its target."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    beside: str
    target: float | None = None
    bound: str = ""

    @classmethod
    def of(cls, label: str, figure: Mapping[str, Any], beside: str, target: float | None = None) -> Dot:
        """Give a published figure, which may be said to lie below or above something instead of having a value."""
        bound = next((name for name in ("below", "above") if name in figure), "")
        value = figure["value"] if figure["value"] is not None else figure.get(bound)
        return cls(label, value, figure.get("low"), figure.get("high"), beside, target, bound)


def dots(
    rows: Sequence[Dot], caption: str, axis: str, *, ends: tuple[float, float] = (0, 1), zero: bool = False,
    tick: Callable[[float], str] = "{:.0%}".format, target: str = "",
) -> Picture:
    """
    Give figures as dots with intervals, the first on top; a small bar marks a target, an arrowhead a bound.

    `tick` writes the numbers below the axis. The text alternative is every row's name and figure.
    """

    def finish(axes) -> None:
        if target and any(row.target is not None for row in rows):
            axes.plot([], [], "|", color=AMBER, markersize=12, markeredgewidth=3, label=target)
            axes.legend(loc="lower right", bbox_to_anchor=(1, 1), frameon=False, fontsize=9)
        if zero:
            axes.axvline(0, color=GREY, lw=1, zorder=0.5)
        room = 0.025 * (ends[1] - ends[0])
        axes.set_xlim(ends[0] - room, ends[1] + room)
        axes.locator_params(axis="x", nbins=6)
        axes.xaxis.set_major_formatter(lambda x, _: tick(x))
        axes.set_xlabel(axis)

    small = narrow([(row.label, row.beside) for row in rows], lambda axes, i, y: _draw(axes, y, rows[i]), finish)
    with canvas(7.2, 0.9 + 0.42 * len(rows)) as (figure, axes):
        for y, row in enumerate(rows):
            _draw(axes, y, row)
        finish(axes)
        axes.set_yticks(range(len(rows)), [fill(row.label, 30) for row in rows])
        axes.set_ylim(len(rows) - 0.5, -0.6)
        side = axes.secondary_yaxis("right")
        side.set_yticks(range(len(rows)), [row.beside for row in rows])
        side.tick_params(length=0, labelsize=9)
        side.spines["right"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        return picture(figure, "; ".join(f"{row.label}: {row.beside}" for row in rows), caption, small)


def _draw(axes, y: float, row: Dot) -> None:
    if row.low is not None and row.low == row.low:
        axes.plot([row.low, row.high], [y, y], color=TEAL, lw=2.5, solid_capstyle="round")
    if row.value is not None and row.value == row.value:
        mark = {"below": "<", "above": ">"}.get(row.bound, "o")
        axes.plot(row.value, y, mark, color=TEAL, markersize=8, clip_on=False, zorder=3)
    if row.target is not None:
        axes.plot(row.target, y, "|", color=AMBER, markersize=16, markeredgewidth=3, zorder=2)


def bars(
    labels: Sequence[str],
    values: Sequence[float],
    beside: Sequence[str],
    caption: str,
    alt: str,
    axis: str,
    *,
    percent: bool = False,
) -> Picture:
    """Give one bar a category, the first on top, with its figure beside it; without `alt`, that is told instead of the picture."""
    top, alt = max([*values, 0.01]), alt or "; ".join(f"{label}: {text}" for label, text in zip(labels, beside))

    def finish(axes) -> None:
        axes.set_xlim(0, top * 1.22)
        axes.xaxis.get_major_locator().set_params(integer=not percent)
        if percent:
            axes.set_xticks([tick / 5 for tick in range(6)])
            axes.set_xlim(0, 1.2)
            axes.xaxis.set_major_formatter(lambda x, _: f"{x:.0%}")
        axes.set_xlabel(axis)

    small = narrow(list(zip(labels, beside)), lambda axes, i, y: axes.barh(y, values[i], color=TEAL, height=0.16), finish)
    with canvas(7.2, 0.9 + 0.34 * len(labels)) as (figure, axes):
        axes.barh(range(len(labels)), values, color=TEAL, height=0.62)
        for y, (value, text) in enumerate(zip(values, beside)):
            axes.text(value + top * 0.015, y, text, va="center", fontsize=9)
        axes.set_yticks(range(len(labels)), [fill(label, 34) for label in labels])
        axes.set_ylim(len(labels) - 0.4, -0.6)
        axes.tick_params(axis="y", length=0)
        finish(axes)
        return picture(figure, alt, caption, small)


def stacked(rows: Sequence[tuple[str, Sequence[tuple[str, float]]]], caption: str, alt: str, axis: str) -> Picture:
    """Give one bar of 100 % a row, cut into labelled shares, lowest answer first."""

    def finish(axes) -> None:
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_formatter(lambda x, _: f"{x:.0%}")
        axes.set_xlabel(axis)

    small = narrow([(name, "") for name, _ in rows], lambda axes, i, y: _cut(axes, y + 0.04, rows[i][1], 0.24), finish)
    with canvas(7.2, 0.9 + 0.55 * len(rows)) as (figure, axes):
        for y, (_, parts) in enumerate(rows):
            _cut(axes, y, parts, 0.66)
        axes.set_yticks(range(len(rows)), [fill(name, 36) for name, _ in rows])
        axes.set_ylim(len(rows) - 0.4, -0.6)
        finish(axes)
        axes.tick_params(axis="y", length=0)
        return picture(figure, alt, caption, small)


def _cut(axes, y: float, parts: Sequence[tuple[str, float]], height: float) -> None:
    left = 0.0
    for i, (label, share) in enumerate(parts):
        shade = SHADES[round(i * (len(SHADES) - 1) / max(len(parts) - 1, 1))]
        axes.barh(y, share, left=left, color=shade, height=height, edgecolor="white")
        if share >= 0.05:
            ink = words_on(shade)
            axes.text(left + share / 2, y, label, ha="center", va="center", fontsize=8.5, color=ink)
        left += share


def funnel(steps: Sequence[tuple[str, float, str]], caption: str, alt: str) -> Picture:
    """Give the flow of participants as bars that narrow from step to step, each with its figure inside or beside it."""
    widest = max([value for _, value, _ in steps] + [1])

    def finish(axes) -> None:
        axes.set_xlim(-widest / 2 * 1.02, widest / 2 * 1.02)
        axes.xaxis.set_visible(False)
        for spine in axes.spines.values():
            spine.set_visible(False)

    small = narrow(
        [(label, text) for label, _, text in steps],
        lambda axes, i, y: axes.barh(y, steps[i][1], left=-steps[i][1] / 2, color=TEAL, height=0.2),
        finish,
    )
    with canvas(7.2, 0.4 + 0.62 * len(steps)) as (figure, axes):
        for y, (_, value, text) in enumerate(steps):
            axes.barh(y, value, left=-value / 2, color=TEAL, height=0.7)
            inside = value > 0.35 * widest
            place = {"x": 0, "ha": "center", "color": "white"} if inside else {"x": value / 2 + widest * 0.02, "ha": "left", "color": INK}
            axes.text(y=y, s=text, va="center", fontweight="bold", **place)
            if y + 1 < len(steps):
                after = steps[y + 1][1]
                axes.fill([-value / 2, value / 2, after / 2, -after / 2], [y + 0.35, y + 0.35, y + 0.65, y + 0.65], color=PALE)
        axes.set_yticks(range(len(steps)), [label for label, _, _ in steps])
        axes.set_ylim(len(steps) - 0.5, -0.5)
        finish(axes)
        axes.tick_params(axis="y", length=0)
        return picture(figure, alt, caption, small)
