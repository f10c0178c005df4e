"""Panels that open on a click: the story of each pair, and messages ready to send."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mentorkit.telling.drawing import GREY, INK, hue
from mentorkit.telling.safe import escaped_html


def anchor(mentee_id: str) -> str:
    """
    Give the name of a story's place on the page.

    >>> anchor("A 02")
    'story-A-20-02'
    """
    return "story-" + re.sub(r"[^A-Za-z0-9]", lambda sign: f"-{ord(sign[0]):x}-", mentee_id)


@dataclass(frozen=True)
class Story:
    """One pair: a heading of a line, what happened as lines of date, kind and words, and its place on the page."""

    heading: str
    lines: Sequence[tuple[str, str, str]]
    place: str = ""


@dataclass(frozen=True)
class Stories:
    """A folded panel for each pair; a click opens its story, without a server and without a script."""

    stories: Sequence[Story]
    caption: str

    def _repr_html_(self) -> str:
        panels = "".join(map(_panel, self.stories))
        caption = escaped_html(self.caption)
        return f'<section class="mk-stories" aria-label="{caption}"><p>{caption}</p>{panels}</section>'

    def __repr__(self) -> str:
        return "\n".join([self.caption, *(story.heading for story in self.stories)])


def _panel(story: Story) -> str:
    lines = "".join(
        f"<li><time>{escaped_html(day)}</time> · <strong>{escaped_html(kind)}</strong> {escaped_html(words)}</li>"
        for day, kind, words in story.lines
    )
    mark = f' id="{escaped_html(story.place)}"' if story.place else ""  # inside: a link to it opens the panel
    return f"<details><summary>{escaped_html(story.heading)}</summary><ul{mark}>{lines}</ul></details>"


_WIDTH, _LEFT, _CELLS = 340, 92, 246


@dataclass(frozen=True)
class Strips:
    """
    A strip for each pair over the weeks, as a drawing whose every row leads to the pair's story.

    `rows` hold a label, the story's place ("" for none), the colour and the name of the state, and a code a week;
    `colours` and `names` say what each code looks like and is called. As narrow as a telephone, so that nothing is moved
    sideways; a page with more room enlarges it.
    """

    rows: Sequence[tuple[str, str, str, str, Sequence[str]]]
    colours: dict[str, str]
    names: dict[str, str]
    week: str
    alt: str
    caption: str

    def _repr_html_(self) -> str:
        weeks = max((len(codes) for *_, codes in self.rows), default=0)
        cell = min(12.0, _CELLS / max(weeks, 1))
        top = 24 + 16 * -(-len(self.names) // 2)
        height = top + 15 * len(self.rows) + 4
        every = 1 if cell > 11 else 5
        legend = "".join(self._sign(place, code) for place, code in enumerate(self.names))
        heads = "".join(_words(_LEFT + cell * (week - 0.5), top - 5, week, "middle", 8) for week in range(1, weeks + 1) if week % every == 0 or week == 1)
        rows = "".join(self._row(top + 15 * place, cell, *row) for place, row in enumerate(self.rows))
        alt, caption = escaped_html(self.alt), escaped_html(self.caption)
        return (
            f'<figure class="mk-figure"><svg class="mk-strips" viewBox="0 0 {_WIDTH} {height}" style="width:100%;max-width:30rem;height:auto" role="group" '
            f'aria-label="{alt}" font-family="sans-serif" font-size="10">{legend}{heads}{rows}</svg><figcaption>{caption}</figcaption></figure>'
        )

    def _sign(self, place: int, code: str) -> str:
        x, y = 4 + _WIDTH // 2 * (place % 2), 4 + 16 * (place // 2)
        return _box(x, y, 12, self.colours[code], "") + _words(x + 18, y + 10, self.names[code], "start")

    def _row(self, y: int, cell: float, label: str, place: str, state: str, standing: str, codes: Sequence[str]) -> str:
        boxes = "".join(
            _box(_LEFT + cell * week, y, cell - 1, self.colours[code], f"{label} · {self.week} {week + 1}: {self.names.get(code, code)}")
            for week, code in enumerate(codes)
        )
        row = _words(2, y + 10, label, "start") + _box(_LEFT - 18, y, 12, state, standing) + boxes
        told = escaped_html(f"{label} · {standing}")
        return f'<a href="#{escaped_html(place)}" aria-label="{told}">{row}</a>' if place else f"<g>{row}</g>"

    def __repr__(self) -> str:
        return f"{self.caption}\n{self.alt}"


def _box(x: float, y: int, width: float, colour: str, told: str) -> str:
    title = f"<title>{escaped_html(told)}</title>" if told else ""
    edge = f' stroke="{hue(GREY)}" stroke-width="0.5"'
    return f'<rect x="{x:g}" y="{y}" width="{width:g}" height="12" fill="{escaped_html(hue(colour))}"{edge}>{title}</rect>'


def _words(x: float, y: int, words: object, at: str, size: int = 10) -> str:
    return f'<text x="{x:g}" y="{y}" font-size="{size}" text-anchor="{at}" fill="{hue(INK)}">{escaped_html(str(words))}</text>'


@dataclass(frozen=True)
class Letter:
    """A message: whom it is for, why, its text, and the link that opens WhatsApp with it."""

    to: str
    why: str
    text: str
    link: str | None


@dataclass(frozen=True)
class Outbox:
    """Every message in full before anything leaves; nothing is sent from here."""

    letters: Sequence[Letter]
    caption: str
    open_label: str
    no_link: str

    def _repr_html_(self) -> str:
        rows = "".join(map(self._row, self.letters))
        head = f"<p>{escaped_html(self.caption)}</p>"
        return f'<section class="mk-outbox" aria-label="{escaped_html(self.caption)}">{head}{rows}</section>'

    def _row(self, letter: Letter) -> str:
        link = escaped_html(self.no_link)
        if isinstance(letter.link, str) and letter.link.startswith("https://wa.me/"):
            goal, words = escaped_html(letter.link), escaped_html(self.open_label)
            link = f'<a href="{goal}" rel="noopener noreferrer" target="_blank">{words}</a>'
        heading = f"{escaped_html(letter.to)} · {escaped_html(letter.why)}"
        text = f"<blockquote>{escaped_html(letter.text)}</blockquote>"
        return f"<details><summary>{heading}</summary>{text}<p>{link}</p></details>"

    def __repr__(self) -> str:
        return "\n".join([self.caption, *(f"{letter.to} · {letter.why}" for letter in self.letters)])
