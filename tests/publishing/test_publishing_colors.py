"""Three colours recolour the site, and whatever is taken can be read, by day and by night."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mentorkit.model.colors import DUSK, INK, NIGHT, QUIET, SIGN, TEXT, Colors, contrast, mixed
from mentorkit.publishing.look import color_sheet

a_color = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
light = st.tuples(*[st.integers(0xE8, 0xFF)] * 3).map(lambda parts: "#{:02x}{:02x}{:02x}".format(*parts))


@pytest.mark.parametrize(("one", "other", "expected"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54), ("#ff0000", "#ffffff", 4.0)])
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float):
    """Contrasts that WCAG's own documents and checkers give, in either order."""
    assert contrast(one, other) == contrast(other, one) == pytest.approx(expected, abs=0.01)


@given(a_color, a_color, light)
def test_whatever_is_taken_can_be_read(accent: str, warm: str, paper: str):
    """Either the colours pass on every ground, in light and dark, or they are refused; and what is proposed instead passes."""
    try:
        colors = Colors(accent=accent, warm=warm, paper=paper)
    except ValidationError as error:
        named = re.search(r"(accent|warm) #.*the nearest that passes is (#\w{6})", str(error))
        if named:
            near = {"accent": accent, "warm": warm, named[1]: named[2]}
            least = TEXT if named[1] == "accent" else SIGN
            shade = mixed(paper, warm, 0.08)
            assert min(contrast(near[named[1]], ground) for ground in (paper, shade)) >= least
        else:
            assert "too dark for text" in str(error)
        return
    by_day, by_night = (colors.paper, colors.shade), (NIGHT, DUSK)
    assert all(contrast(text, ground) >= 4.5 for text in (colors.accent, INK, QUIET) for ground in by_day)
    assert all(contrast(colors.accent_at_night, ground) >= 4.5 for ground in by_night)
    assert all(contrast(colors.warm, ground) >= 3 for ground in by_day)
    assert all(contrast(colors.warm_at_night, ground) >= 3 for ground in by_night)


def test_the_sheet_holds_the_programmes_colours():
    """The style sheet of the site carries the three values by day, and others at night."""
    day, night = color_sheet(Colors(accent="#7a2e8e", warm="#a0522d", paper="#fffdfb")).split('html[data-theme="dark"]')

    assert all(color in day and color not in night for color in ("#7a2e8e", "#fffdfb"))


def test_the_book_without_a_programme_has_the_same_colours(root):
    """The shipped style sheet's values are the defaults of program.yml."""
    shipped = (root / "playbook/_static/mentorkit.css").read_text(encoding="utf-8")
    written = dict(re.findall(r"(--mk-[a-z]+): (#\w+)", color_sheet(Colors()).split('html[data-theme="dark"]')[0]))

    assert dict(re.findall(r"(--mk-[a-z]+): (#\w+)", shipped.split('html[data-theme="dark"]')[0])) == written
