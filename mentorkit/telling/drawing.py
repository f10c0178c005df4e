"""The look of every chart: the programme's colours, told apart without colour vision; direct labels, no ornament."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mentorkit.model.colors import contrast, mixed
from mentorkit.model.palette import BLACK, WHITE, palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PARTS = ("accent", "light", "second", "cool", "alarm", "rose", "grey", "pale", "sand", "closed", "ink")
TEAL, MINT, AMBER, BLUE, RED, ROSE, GREY, PALE, SAND, SLATE, INK = (f"mk:{part}" for part in PARTS)
"""
Names of the palette's parts, as Matplotlib reads them inside a canvas; `hue` gives the colour itself.

They are called by what a programme without colours of its own has there: TEAL is the accent and the main series, AMBER the second.
"""
STATES = {
    "on-track": TEAL, "needs-check-in": AMBER, "urgent": RED, "too-early": PALE, "unknown": GREY,
    "paused": SAND, "closed": SLATE,
}
STRIPS = {
    "met": TEAL, "answered": MINT, "no-show": RED, "cancelled": AMBER, "no-answer": ROSE, "no-log": PALE, "paused": SAND,
    "not-started": "#ffffff", "closed": SLATE,
}
"""What a pair did in a week."""
BOTH = 5.1
"""Inches: so wide a picture has words of nine pixels and more on a telephone, and does not grow beyond its words on a page."""
_LETTERS, _KEY = 13, 7
"""Letters of a legend on an inch, and how many of them a sign with its gaps takes."""
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


def hue(name: str) -> str:
    """
    Give the colour that a name has in the programme's palette; any other colour stays as it is.

    >>> hue("#ffffff")
    '#ffffff'
    """
    return getattr(palette(), name.removeprefix("mk:")) if name.startswith("mk:") else name


def tint(name: str, share: float) -> str:
    """Give a colour of the palette with a share of white."""
    return mixed(hue(name), WHITE, share)


def words_on(name: str) -> str:
    """Give the colour of words upon a colour: black or white, whichever can be read better, and always by 4.5 to 1."""
    return max((WHITE, BLACK), key=lambda ink: contrast(ink, hue(name)))


def legend(figure: Figure, handles: Sequence | None = None, **options) -> None:
    """Put a figure's legend above it, in as many columns as its words leave room for."""
    drawn = handles or [handle for axes in figure.axes for handle in axes.get_legend_handles_labels()[0]]
    longest = max((len(str(handle.get_label())) for handle in drawn), default=1)
    fit = int(figure.get_figwidth() * _LETTERS / (longest + _KEY))
    figure.legend(handles=drawn, loc="outside upper center", ncols=max(1, min(len(drawn), fit)), **{"frameon": False, "fontsize": 9.5} | options)


def counted_bars(axes: Axes, names: Sequence[str], numbers: Sequence[int], **style) -> None:
    """Draw a bar for each name, its number written behind it."""
    axes.barh(names, numbers, **style)
    for place, number in enumerate(numbers):
        axes.text(number, place, f" {number}", va="center")


@contextmanager
def canvas(width: float = BOTH, height: float = 3.6, rows: int = 1, columns: int = 1, **options) -> Iterator[tuple[Figure, Axes]]:
    """
    Give a figure and its axes in the house's look; sizes in inches. At the usual width one drawing serves page and telephone.

    Use `picture(figure, alt, caption)` inside the block to turn it into what a notebook shows.
    """
    import matplotlib

    matplotlib.use("agg", force=False)
    import matplotlib.pyplot as plt
    from cycler import cycler
    from matplotlib.colors import get_named_colors_mapping

    known = get_named_colors_mapping()
    for part in PARTS:
        known[f"mk:{part}"] = hue(f"mk:{part}")  # one by one: it forgets then what the name was before
    style = _STYLE | {"axes.prop_cycle": cycler(color=[TEAL, AMBER, BLUE, RED, GREY])}
    with plt.rc_context(style):
        figure, axes = plt.subplots(rows, columns, figsize=(width, height), layout="constrained", **options)
        yield figure, axes
