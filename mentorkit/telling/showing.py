"""What a notebook's cell shows: prose, a table, a picture, or several of them."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from pandas import DataFrame

from mentorkit.telling.catalogue import set_number
from mentorkit.telling.safe import escaped_html

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox
    from PIL.Image import Image


_MANY, _NONE = 6, "–"
_SIDES = (' style="text-align:left"', ' class="mk-number"')  # notebooks align everything to the right
_WHOLE = ' style="text-align:left;white-space:nowrap"'
"""A date stays on one line."""
DPI = 144
_FITS = 540
"""Pixels at true size: a picture as wide can be read when it is shrunk to a telephone."""


@dataclass(frozen=True)
class Prose:
    """Paragraphs, written in Markdown; values in them were escaped by `sentence`."""

    markdown: str

    def _repr_html_(self) -> str:
        from markdown_it import MarkdownIt

        body = MarkdownIt("commonmark", {"html": False}).enable("table").render(self.markdown)
        return f'<div class="mk-prose">{body}</div>'

    def __repr__(self) -> str:
        return self.markdown


@dataclass(frozen=True)
class Sheet:
    """
    A table for reading, with a caption.

    `formats` gives a column's number format (`,.1f`, `.0%`) or a function to text; everything is
    escaped. `links` turns a column's cells into links to a place of the same page, by the function that
    gives its name. At most `most` rows are shown, and the caption says how many there are.
    """

    frame: DataFrame
    caption: str
    language: str
    formats: dict[str, str | Callable[[Any], str]] = field(default_factory=dict)
    most: int = 200
    sortable: bool = True
    links: dict[str, Callable[[Any], str]] = field(default_factory=dict)

    def _repr_html_(self) -> str:
        numeric = [self._numeric(place, name) for place, name in enumerate(self.frame.columns)]
        head = "".join(f'<th scope="col"{_SIDES[right]}>{escaped_html(str(name))}</th>' for name, right in zip(self.frame.columns, numeric, strict=True))
        rows = "".join(self._row(row, numeric) for row in self.frame.head(self.most).itertuples(index=False, name=None))
        left = len(self.frame) - self.most
        more = {"es": f" (y {left} filas más en el archivo)", "en": f" (and {left} more rows in the file)"}
        caption = escaped_html(self.caption) + (more[self.language] if left > 0 else "")
        kind = "mk-sheet mk-sortable" if self.sortable else "mk-sheet"
        wide = " mk-wide" if len(self.frame.columns) > _MANY else ""
        return (
            f'<div class="mk-scroll{wide}" tabindex="0" role="region" aria-label="{escaped_html(self.caption)}">'
            f'<table class="{kind}"><caption>{caption}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        )

    def _numeric(self, place: int, name: Any) -> bool:
        """Whether a column holds numbers, so that heading and cells stand on the right."""
        return any(self._text(self.formats.get(name), value)[1] for value in self.frame.iloc[: self.most, place])

    def _row(self, row: tuple, numeric: Sequence[bool]) -> str:
        cells = (self._cell(name, value, right) for name, value, right in zip(self.frame.columns, row, numeric, strict=True))
        return f"<tr>{''.join(cells)}</tr>"

    def _cell(self, name: str, value: Any, right: bool) -> str:
        text, number = self._text(self.formats.get(name), value)
        side = _WHOLE if hasattr(value, "strftime") else _SIDES[right and (number or text == _NONE)]
        shown = escaped_html(text)
        if name in self.links:
            shown = f'<a href="#{escaped_html(self.links[name](value))}">{shown}</a>'
        return f"<td{side}>{shown}</td>"

    def _text(self, form: str | Callable[[Any], str] | None, value: Any) -> tuple[str, bool]:
        if callable(form):
            return form(value), False
        if value is None or value != value:
            return _NONE, False
        if hasattr(value, "strftime"):
            return value.strftime("%Y-%m-%d"), False
        if isinstance(value, bool) or (not isinstance(value, (int, float)) and not hasattr(value, "dtype")):
            return str(value), False
        return set_number(value, form or ("," if float(value).is_integer() else ",.2f"), self.language), True

    def __repr__(self) -> str:
        return f"{self.caption}\n{self.frame.head(self.most).to_string(index=False)}"


@dataclass(frozen=True)
class Picture:
    """
    A figure with its text alternative, computed from the same data, and a caption.

    On a narrow screen `narrow` stands in its place. Where there is none, a picture of the usual width (`BOTH`) is shrunk a
    little; a wider one keeps its true width, so that its words stay readable, and is moved sideways.
    """

    png: bytes
    alt: str
    caption: str
    narrow: bytes = b""

    def _repr_html_(self) -> str:
        caption = escaped_html(self.caption)
        image = f'<img alt="{escaped_html(self.alt)}" src="{_data(self.png)}"'
        if self.narrow:
            shown = f'<picture><source media="(max-width: 44rem)" srcset="{_data(self.narrow)}">{image}></picture>'
        elif (true := round(int.from_bytes(self.png[16:20], "big") * 96 / DPI)) <= _FITS:
            shown = f'{image} style="width:100%;max-width:{true * 9 // 8}px">'
        else:
            shown = f'<div class="mk-scroll" tabindex="0" role="group" aria-label="{caption}">{image} style="--mk-true:{true}px"></div>'
        return f'<figure class="mk-figure">{shown}<figcaption>{caption}</figcaption></figure>'

    def __repr__(self) -> str:
        return f"{self.caption}\n{self.alt}"


@dataclass(frozen=True)
class Together:
    """Several things shown by one cell, in order."""

    parts: Sequence[Any]

    def _repr_html_(self) -> str:
        return "\n".join(part._repr_html_() for part in self.parts)

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, self.parts))


def picture(figure: Figure, alt: str, caption: str, narrow: bytes = b"") -> Picture:
    """Give a drawn figure as a picture, and close it; `narrow` is the same for a telephone, as `png` gives it."""
    return Picture(png(figure), alt, caption, narrow)


def png(figure: Figure) -> bytes:
    """
    Give a drawn figure as PNG, cut to what stands on it, with the same bytes for the same figure, and close it.

    It is laid out once and drawn once. `savefig` does both twice where it cuts, which is a fifth more time, and is
    left to what stands outside the figure.
    """
    import matplotlib.pyplot as plt

    figure.dpi = DPI
    figure.get_layout_engine().execute(figure)
    figure.set_layout_engine("none")
    taken, buffer = figure.get_tightbbox(figure.canvas.get_renderer()), io.BytesIO()
    if taken.x0 < 0 or taken.y0 < 0 or taken.x1 > figure.get_figwidth() or taken.y1 > figure.get_figheight():
        figure.savefig(buffer, format="png", dpi=DPI, bbox_inches="tight", metadata={"Software": None})
    else:
        figure.canvas.draw()
        _cut(figure, taken.padded(plt.rcParams["savefig.pad_inches"])).save(buffer, "png", dpi=(DPI, DPI))
    plt.close(figure)
    return buffer.getvalue()


def _cut(figure: Figure, box: Bbox) -> Image:
    """Give what was drawn inside a box, in inches; beyond the figure's edge there is more of its ground."""
    from PIL.Image import frombuffer, new

    size = figure.canvas.get_width_height()
    left, right = floor(box.x0 * DPI), ceil(box.x1 * DPI)
    upper, lower = floor(size[1] - box.y1 * DPI), ceil(size[1] - box.y0 * DPI)
    cut = new("RGB", (right - left, lower - upper), "white")
    cut.paste(frombuffer("RGBA", size, figure.canvas.buffer_rgba()), (-left, -upper))
    return cut


def _data(image: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(image).decode("ascii")


def controlled(boxes: dict[str, Any], shown: Callable[..., Any]) -> Any:
    """Give labelled controls and, below them, what a function gives for their values."""
    import ipywidgets
    from IPython.display import display

    below = ipywidgets.interactive_output(lambda **values: display(shown(**values)), boxes)
    return ipywidgets.VBox([*boxes.values(), below])
