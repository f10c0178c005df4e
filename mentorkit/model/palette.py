"""Every colour of a programme's pages, sheets and figures, from its three values; told apart without colour vision, too."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from mentorkit.model.colors import INK, QUIET, SIGN, TEXT, Colors, contrast, mixed, readable

APART = 8.0
"""The least distance of two colours of a figure in OKLab (black to white is 100), for every kind of colour vision below."""
WHITE, BLACK = "#ffffff", "#000000"
_SECOND, _COOL, _ALARM, _GREY = ("#6b5b3e",), ("#4a6fa5", "#5c6bc0", "#7d6b91"), ("#b3414a", "#8e2a6b", "#5a1e2e"), ("#8a949b", "#7d868c")
_VISIONS = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
_CONES = ((0.4122214708, 0.5363325363, 0.0514459929), (0.2119034982, 0.6806995451, 0.1073969566), (0.0883024619, 0.2817188376, 0.6299787005))
_OPPONENTS = ((0.2104542553, 0.7936177850, -0.0040720468), (1.9779984951, -2.4285922050, 0.4505937099), (0.0259040371, 0.7827717662, -0.8086757660))


@dataclass(frozen=True)
class Palette:
    """
    The colours by their part.

    `accent`, `warm`, `paper` and `shade` are those of the site, `ember` is the warm colour dark enough for text, `rule` the line
    that people write on. In figures the
    main series has the accent and the second one `second`; `cool`, `alarm` and `grey` are the house's own, moved only where a
    programme's colours come too near.
    """

    accent: str
    warm: str
    paper: str
    shade: str
    ember: str
    second: str
    alarm: str
    cool: str
    grey: str
    ink: str = INK
    quiet: str = QUIET
    line: str = "#d9dee1"
    rule: str = "#b9b1a3"
    pale: str = "#cfd8dc"
    sand: str = "#e9dfcf"
    closed: str = "#5f6b72"

    @property
    def variables(self) -> str:
        """The colours of pages as the first line of a style sheet."""
        named = ("ink", "quiet", "line", "rule", "paper", "shade", "accent", "warm", "ember")
        return ":root { " + " ".join(f"--{name}: {getattr(self, name)};" for name in named) + " }\n"

    @property
    def light(self) -> str:
        """The accent's lighter shade, for a figure's half-way."""
        return mixed(self.accent, WHITE, 0.5)

    @property
    def rose(self) -> str:
        """The alarm's lighter shade."""
        return mixed(self.alarm, WHITE, 0.5)


@cache
def palette_of(colors: Colors) -> Palette:
    """
    Give the palette of a programme's three values.

    In a figure each of accent, second, alarm, cool and grey can be told from the others with every colour vision, and stands out
    from white by WCAG 2.2 (1.4.11).

    Source:
        Machado, Oliveira & Fernandes (2009) for colour vision; Ottosson (2020) for OKLab.
    """
    parts = ((colors.warm, *_SECOND), _ALARM, _COOL, _GREY)
    found = next(filter(None, (_apart(parts, (colors.accent,), least) for least in (APART, APART - 1, APART - 2, 0.0))))
    _, second, alarm, cool, grey = found
    ember = readable(colors.warm, (colors.paper, colors.shade), TEXT + 0.5, BLACK)
    return Palette(colors.accent, colors.warm, colors.paper, colors.shade, ember, second, alarm, cool, grey)


def distance(one: str, other: str) -> float:
    """
    Give how far apart two colours are to whoever tells them apart least, 0 to 100.

    >>> round(distance("#000000", "#ffffff"))
    100
    """
    return min(
        100 * sum((a - b) ** 2 for a, b in zip(_opponents(one, vision), _opponents(other, vision), strict=True)) ** 0.5 for vision in _VISIONS
    )


def paint(colors: Colors) -> Palette:
    """Take a programme's colours for whatever this process draws and sets from now on."""
    _current[0] = palette_of(colors)
    return _current[0]


def palette() -> Palette:
    """Give the palette in use: that of the programme which was opened last."""
    return _current[0]


def _apart(parts: tuple[tuple[str, ...], ...], taken: tuple[str, ...], least: float) -> tuple[str, ...]:
    """Give the colours taken with a shade for each part that is far enough from all others, its first candidates first; or nothing."""
    if not parts:
        return taken
    for shade in _shades(parts[0]):
        if min(distance(shade, other) for other in taken) >= least and (found := _apart(parts[1:], (*taken, shade), least)):
            return found
    return ()


@cache
def _shades(candidates: tuple[str, ...]) -> tuple[str, ...]:
    """Give each candidate with its darker and lighter shades, the nearest first, as far as they stand out from white."""
    ways = [(color, 0.0, WHITE) for color in candidates[:1]]
    ways += [(color, step / 25, toward) for color in candidates for step in range(0 if color != candidates[0] else 1, 15) for toward in (BLACK, WHITE)]
    return tuple(dict.fromkeys(shade for way in ways if contrast(shade := mixed(way[0], way[2], way[1]), WHITE) >= SIGN))


@cache
def _opponents(color: str, vision: str) -> tuple[float, ...]:
    """Give a colour as it is seen, in OKLab."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    seen = [min(1.0, max(0.0, value)) for value in _times(_VISIONS[vision], linear)]
    return tuple(_times(_OPPONENTS, [value ** (1 / 3) for value in _times(_CONES, seen)]))


def _times(matrix: tuple[tuple[float, ...], ...], vector: list[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


_current = [palette_of(Colors())]
