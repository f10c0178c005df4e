"""Panels that open on a click: the story of each pair, and messages ready to send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mentorkit.telling.safe import escaped_html


@dataclass(frozen=True)
class Story:
    """One pair: a heading of a line, and what happened, as lines of date, kind and words."""

    heading: str
    lines: Sequence[tuple[str, str, str]]


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
    return f"<details><summary>{escaped_html(story.heading)}</summary><ul>{lines}</ul></details>"


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
        if letter.link and letter.link.startswith("https://wa.me/"):
            goal, words = escaped_html(letter.link), escaped_html(self.open_label)
            link = f'<a href="{goal}" rel="noopener noreferrer" target="_blank">{words}</a>'
        heading = f"{escaped_html(letter.to)} · {escaped_html(letter.why)}"
        text = f"<blockquote>{escaped_html(letter.text)}</blockquote>"
        return f"<details><summary>{heading}</summary>{text}<p>{link}</p></details>"

    def __repr__(self) -> str:
        return "\n".join([self.caption, *(f"{letter.to} · {letter.why}" for letter in self.letters)])
