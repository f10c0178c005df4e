"""The three colours of a programme's site, and whether they can be read: contrast by WCAG 2.2."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from mentorkit.model.words import Value

Color = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$", description="Red, green and blue, like #187172.")]
TEXT, SIGN = 4.5, 3.0
"""The least contrast of text, and of a sign that is no text, by WCAG 2.2 AA (1.4.3 and 1.4.11)."""
INK, QUIET = "#263238", "#54626a"
"""Text on paper, and quieter text."""
NIGHT, DUSK = "#14181e", "#29313d"
"""The ground of the dark pages, and of what stands out on it."""


def luminance(color: str) -> float:
    """Give the relative luminance of a colour, 0 (black) to 1 (white)."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """
    Give the contrast of two colours, 1 to 21.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    low, high = sorted((luminance(one), luminance(other)))
    return round((high + 0.05) / (low + 0.05), 4)


def mixed(color: str, other: str, share: float) -> str:
    """
    Give a colour with a share of another one.

    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    parts = [(int(color[place : place + 2], 16), int(other[place : place + 2], 16)) for place in (1, 3, 5)]
    return "#" + "".join(f"{round(own + (theirs - own) * share):02x}" for own, theirs in parts)


def readable(color: str, grounds: tuple[str, ...], least: float, toward: str) -> str:
    """Give the colour nearest to one that has the least contrast on every ground, on the way to black or white."""
    steps = (mixed(color, toward, step / 50) for step in range(51))
    return next((one for one in steps if all(contrast(one, ground) >= least for ground in grounds)), toward)


class Colors(Value):
    """Three values that recolour the whole site; the dark pages take theirs from them."""

    accent: Color = Field("#187172", description="Links and marks; 4.5 against the paper and its shade.")
    warm: Color = Field("#b97a14", description="The second colour, for lines; 3 against the paper.")
    paper: Color = Field("#fffdf9", description="The ground of the pages; light.")

    @property
    def shade(self) -> str:
        """The paper's own shade, on which quotations and boxes stand."""
        return mixed(self.paper, self.warm, 0.08)

    @property
    def accent_at_night(self) -> str:
        """The accent of the dark pages: as near as can be read there."""
        return readable(self.accent, (NIGHT, DUSK), TEXT, "#ffffff")

    @property
    def warm_at_night(self) -> str:
        """The second colour of the dark pages."""
        return readable(self.warm, (NIGHT, DUSK), SIGN, "#ffffff")

    @model_validator(mode="after")
    def _can_be_read(self):
        grounds = (self.paper, self.shade)
        if min(contrast(QUIET, ground) for ground in grounds) < TEXT:
            raise ValueError(f"paper {self.paper} is too dark for text; choose a lighter one, like {readable(self.paper, (QUIET,), TEXT + 0.6, '#ffffff')}")
        for name, color, least in (("accent", self.accent, TEXT), ("warm", self.warm, SIGN)):
            found = min(contrast(color, ground) for ground in grounds)
            if found < least:
                near = readable(color, grounds, least, "#000000")
                raise ValueError(
                    f"{name} {color} has a contrast of {found:.2f} on paper {self.paper} and its shade, and {least:g} is the least that people can read "
                    f"(WCAG AA); the nearest that passes is {near}"
                )
        return self
