"""The playbook's page about a Monday: its output blocks, computed from the example cohort."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
import textwrap
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from mentorkit.telling import progress
from mentorkit.telling.desk import Desk, open_desk
from mentorkit.telling.looking import say
from mentorkit.telling.safe import cleaned

PAGE = "playbook/{language}/roles/coordinators-monday.md"
MONDAY = dt.date(2026, 4, 27)
_BLOCK = re.compile(r"^```text\n.*?^```$", re.MULTILINE | re.DOTALL)
_WIDTH = 78


def monday_blocks(desk: Desk, calls: int = 4, lines: int = 7) -> list[str]:
    """
    Give what the coordinator sees on a Monday of the example, as text: summary, calls, a story, a message, introductions, the pulse.

    Ids alone, no name but the first names inside a message.
    """
    sheet, story = progress.call_sheet(desk), progress.stories(desk).stories[0]
    letters = [letter for letter in progress.outbox(desk).letters if letter.why == say(desk, "occasion-reminder")]
    proposed = progress.introductions(desk)
    return [
        _plain(progress.summary(desk).markdown),
        "\n".join([sheet.caption, *(_call(desk, row) for row in _rows(sheet, calls))]),
        "\n".join([story.heading, *(f"  {day} · {kind} {words}".rstrip() for day, kind, words in story.lines[:lines])]),
        "\n".join(letter.text for letter in letters[:1]),
        "\n".join([proposed.caption, *(f"  {a} → {b} ({score:.0f}): {why}" for a, b, score, why, _ in _rows(proposed, 3))]),
        "\n".join(_plain(part.markdown) for part in progress.pulse(desk).parts[-2:-1]),
    ]


def monday_pages(root: Path, example: Mapping[str, str]) -> dict[str, str]:
    """Give the page in each language, with the output of the example's files on `MONDAY`, by its path."""
    pages = {language: PAGE.format(language=language) for language in ("es", "en")}
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "program.yml").write_bytes((root / "program.yml").read_bytes())
        for name, text in example.items():
            file = Path(place) / "cohorts" / "example" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode("utf-8"))
        desk = replace(open_desk(str(Path(place) / "cohorts" / "example")), as_of=MONDAY)
        blocks = {language: monday_blocks(replace(desk, language=language)) for language in pages}
    return {page: with_blocks((root / page).read_text(encoding="utf-8"), blocks[language]) for language, page in pages.items()}


def _rows(sheet, most: int):
    return sheet.frame.head(most).itertuples(index=False, name=None)


def _call(desk: Desk, row: tuple) -> str:
    place, mentee, mentor, state, why, since, call, promised, _, step, fits = row
    ids = " – ".join(cell.split(" · ")[0] for cell in (mentee, mentor))
    named = {"since": f"{since:%Y-%m-%d}", "promised": promised or "–", "next_step": step or "–", "this_week": fits}
    told = [f"{say(desk, f'col-{key}').lower()}: {cell}" for key, cell in named.items()]
    return f"  {place}. {ids} · {state}: {why} · {call} · {' · '.join(told)}"


def _plain(markdown: str) -> str:
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown.replace("**", ""))
    return "\n".join(line.removeprefix(">").strip() for line in text.splitlines() if line.strip("> "))


def with_blocks(page: str, blocks: list[str]) -> str:
    """Give a page with its text blocks, in their order, replaced by others."""
    wrapped = iter(blocks)

    def block(_: re.Match[str]) -> str:
        lines = [cleaned(line) if not line.startswith("  ") else f"  {cleaned(line)}" for line in next(wrapped).splitlines()]
        body = [part for line in lines for part in textwrap.wrap(line, _WIDTH, subsequent_indent="    " if line.startswith("  ") else "") or [""]]
        return "\n".join(["```text", *body, "```"])

    return _BLOCK.sub(block, page)
