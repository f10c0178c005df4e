"""A picture drawn twice by the same hand: for a page, and for a telephone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mentorkit.telling.drawing import canvas
from mentorkit.telling.showing import Picture, png

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TELEPHONE = 3.7
"""Inches: at this width words keep their size on a telephone."""


def drawn(
    draw: Callable[[Figure, Any, bool], None], alt: str, caption: str, wide: tuple[float, float], tall: float, panels: int = 1
) -> Picture:
    """
    Give a picture in both widths; panels stand beside each other on a page and below each other on a telephone.

    Args:
        draw: Draws into a figure and its axes; told whether it is the narrow one.
        alt: The text alternative.
        caption: What stands below.
        wide: Width and height on a page, in inches.
        tall: Height on a telephone.
        panels: How many.
    """
    with canvas(*wide, columns=panels) as (figure, axes):
        draw(figure, axes, False)
        page = png(figure)
    with canvas(TELEPHONE, tall, rows=panels) as (figure, axes):
        draw(figure, axes, True)
        return Picture(page, alt, caption, png(figure))
