"""The page of attributions is the one that the sessions give, and its generator tells what it does not know."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mentorkit.errors import InvalidInputError
from mentorkit.io.curriculum import read_curriculum
from mentorkit.publishing.attribution import attribution_text

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def guides():
    return read_curriculum(ROOT)


def inspired(guide, **changes):
    """Give a guide with one activity whose inspiration is changed."""
    activity = next(one for one in guide.session.inspired_by).model_copy(update=changes)
    return replace(guide, session=guide.session.model_copy(update={"inspired_by": [activity]}))


def test_the_file_is_what_the_sessions_give(guides):
    """ATTRIBUTION.md is generated; nobody has to remember to change it."""
    assert (ROOT / "ATTRIBUTION.md").read_text(encoding="utf-8") == attribution_text(guides)


def test_every_inspiration_is_named(guides):
    """Each session with an inspiration has a row that names its activities and its source."""
    lines = attribution_text(guides).splitlines()

    for code, guide in guides.items():
        for one in guide.session.inspired_by:
            assert any(line.startswith(f"| {code} |") and one.activity.replace("_", " ") in line and one.source in line for line in lines)


def test_every_session_has_its_credits(guides):
    """Each session stands once among the credits, also one without an inspiration."""
    credits = attribution_text(guides).split("## Credits of the sessions\n")[1]
    codes = [code for line in credits.splitlines() if line for code in line.removeprefix("- ").split(":")[0].split(", ")]

    assert sorted(codes) == sorted(guides)


def test_another_footing_has_a_row_of_its_own(guides):
    """A licensed adaptation is not told as our own words."""
    text = attribution_text({"S05": inspired(guides["S05"], how="licensed")})

    assert "adapted under its licence" in text
    assert "in our own words |" not in text


def test_an_unknown_source_is_refused(guides):
    """A source without a citation is named, not left out."""
    with pytest.raises(InvalidInputError, match="nobody-1900"):
        attribution_text({"S05": inspired(guides["S05"], source="nobody-1900")})
