"""The page about the curriculum's figures says what the command prints."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))
import curriculum_figures as figures  # noqa: E402

GUIDES = figures.read_curriculum(ROOT)


@pytest.fixture(scope="module")
def printed() -> list[str]:
    """The lines that the command prints, but those that need a clock."""
    return [*figures.size_lines(GUIDES), figures.label_line(GUIDES), figures.parity_line(GUIDES), *figures.talk_lines(GUIDES), *figures.check_lines(GUIDES)]


def numbers(text: str) -> list[int]:
    """Give the numbers of a text, whichever mark parts their thousands."""
    return [int(re.sub(r"[.,]", "", found)) for found in re.findall(r"\d{1,3}(?:[.,]\d{3})+|\d+", text)]


def rows(language: str) -> list[list[int]]:
    """Give the numbers of each row of the page's table of figures."""
    page = (ROOT / "playbook" / language / "curriculum-figures.md").read_text(encoding="utf-8")
    table = [line for line in page.splitlines() if line.startswith("| ")]
    return [numbers(line.split("|")[2]) for line in table[1:13]]


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_page_says_what_the_command_prints(language, printed):
    """Guides, words, blocks, labels, fields, parity, checks, messages, faults, minutes aloud: in both languages."""
    es, en, blocks, fields, labels, parity, *aloud, checks, faults = map(numbers, printed)
    page = rows(language)

    assert len(GUIDES) == page[0][0]
    assert all(abs(said - counted[0]) < 500 for said, counted in zip(page[1], (es, en), strict=True))
    assert blocks == page[2]
    assert labels == page[3]
    assert fields == page[4]
    assert parity == [*page[5], len(GUIDES)]
    assert [checks[0], *checks[2:]] == page[6]
    assert checks[1] == page[7][0]
    assert [faults[0], faults[1]] == page[8]
    assert [aloud[0][1], aloud[0][2], aloud[1][1], aloud[1][3]] == page[9]


def test_every_planted_fault_is_caught(printed):
    """The command says that none was missed, and that the shipped texts pass."""
    assert printed[-1].endswith("missed: none")
    assert "on the whole curriculum: 0 errors, 0 notices" in printed[-2]
