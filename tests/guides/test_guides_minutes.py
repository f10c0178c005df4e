"""The shipped texts against the clock: what is done in a block takes the block's minutes, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mentorkit.io.curriculum import read_curriculum

GUIDES = read_curriculum(Path(__file__).parents[2])
TIMED = [code for code, guide in GUIDES.items() if guide.session.kind != "pair-meeting"]
_LINE = re.compile(r"^(?:Minutes|Minutos): (.+) = (\d+)$", re.MULTILINE)


def minutes(text: str) -> list[int]:
    """
    Give the minutes of each activity a block's "Do" tells, with their sum behind them.

    >>> minutes("Minutes: 1 opening · 6 writing = 7")
    [1, 6, 7]
    """
    ((parts, total),) = _LINE.findall(text)
    return [*(int(part.split()[0]) for part in parts.split(" · ")), int(total)]


@pytest.mark.parametrize("code", TIMED)
def test_a_blocks_activities_take_its_minutes(code):
    """In each language the activities of every block but the breaks add up to the minutes planned, alike in both."""
    guide = GUIDES[code]
    for block in guide.session.blocks:
        if block.type == "break":
            continue
        told = [minutes(script.part(block.id).labels["do"]) for script in guide.scripts.values()]
        *parts, total = told[0]

        assert told == [told[0]] * 2, block.id
        assert sum(parts) == total == block.minutes, block.id


def test_a_wrong_sum_would_be_seen():
    """Minutes that do not add up are told apart from those that do; a block that tells none is refused."""
    *parts, total = minutes("Haga algo.\n\nMinutos: 2 consigna · 7 escribir = 10")

    assert sum(parts) != total
    with pytest.raises(ValueError, match="unpack"):
        minutes("Write for a while.")
