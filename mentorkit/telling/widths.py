"""A picture drawn twice by the same hand: for a page, and for a telephone, where words stay as large."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from textwrap import fill
from typing import TYPE_CHECKING, Any

from mentorkit.telling.drawing import canvas
from mentorkit.telling.showing import Picture, png

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TELEPHONE = 3.7
"""Inches: at this width words keep their size on a telephone."""
LETTERS = 46
GAP = 3
LINE, ABOVE, BELOW = 0.165, 0.15, 0.22
"""Inches: a line of text, from the text to the middle of what is drawn, and from there to the next row."""


def drawn(
    draw: Callable[[Figure, Any, bool], None], alt: str, caption: str, wide: tuple[float, float], tall: float, panels: int = 1
) -> Picture:
    """
    Give a picture in both widths; panels stand beside each other on a page and below each other on a telephone.

    Args:
        draw: Draws into a figure and its axes; told whether it is the narrow one.
        wide: Width and height on a page, in inches.
        tall: Height on a telephone.
    """
    with canvas(*wide, columns=panels) as (figure, axes):
        draw(figure, axes, False)
        page = png(figure)
    with canvas(TELEPHONE, tall, rows=panels) as (figure, axes):
        draw(figure, axes, True)
        return Picture(page, alt, caption, png(figure))


def narrow(words: Sequence[tuple[str, str]], draw: Callable[[Axes, int, float], None], finish: Callable[[Axes], None]) -> bytes:
    """
    Give a chart of rows as a narrow picture: each row's name and figure stand above what is drawn of it.

    Args:
        words: Each row's name and what is written beside it.
        draw: Draws a row, by its number, at its height in inches.
        finish: Sets the horizontal axis.
    """
    beside = all(len(name) + len(figure) + GAP <= LETTERS for name, figure in words)
    told = [(fill(name, LETTERS), figure) if beside else (fill(name, LETTERS) + (f"\n{figure}" if figure else ""), "") for name, figure in words]
    tops = [0.0, *accumulate(LINE * (name.count("\n") + 1) + ABOVE + BELOW for name, _ in told)]
    with canvas(TELEPHONE, 0.75 + tops[-1]) as (figure, axes):
        style = {"transform": axes.get_yaxis_transform(), "va": "top", "fontsize": 9.5, "linespacing": 1.15}
        plain = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
        for i, (name, number) in enumerate(told):
            axes.text(0, tops[i], name, bbox=plain, **style)
            axes.text(1, tops[i], number, ha="right", **style)
            draw(axes, i, tops[i + 1] - BELOW)
        axes.set_ylim(tops[-1], 0)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        finish(axes)
        return png(figure)
