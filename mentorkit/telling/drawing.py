"""The look of every chart: colours that work without colour vision, direct labels, no ornament."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#263238"
TEAL = "#1c7c7d"
AMBER = "#d08c1f"
RED = "#b3414a"
BLUE = "#4a6fa5"
SAND = "#e9dfcf"
GREY = "#8a949b"
PALE = "#cfd8dc"
STATES = {
    "on-track": TEAL, "needs-check-in": AMBER, "urgent": RED, "too-early": PALE, "unknown": GREY,
    "paused": SAND, "closed": "#5f6b72",
}
_STYLE = {
    "text.parse_math": False,
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.axisbelow": True,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.color": INK,
    "figure.facecolor": "white",
    "axes.prop_cycle": None,
    "svg.hashsalt": "mentorkit",
}


@contextmanager
def canvas(width: float = 7.2, height: float = 3.6, rows: int = 1, columns: int = 1, **options) -> Iterator[tuple[Figure, Axes]]:
    """
    Give a figure and its axes in the house's look; sizes in inches.

    Use `picture(figure, alt, caption)` inside the block to turn it into what a notebook shows.
    """
    import matplotlib

    matplotlib.use("agg", force=False)
    import matplotlib.pyplot as plt
    from cycler import cycler

    style = _STYLE | {"axes.prop_cycle": cycler(color=[TEAL, AMBER, BLUE, RED, GREY])}
    with plt.rc_context(style):
        figure, axes = plt.subplots(rows, columns, figsize=(width, height), layout="constrained", **options)
        yield figure, axes
