"""One palette: what a programme's three colours reach beyond its site: figures, sheets, pages, and what stays neutral."""

from __future__ import annotations

import io
import re
from itertools import combinations
from pathlib import Path

import nbformat
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import settings as bounds
from hypothesis import strategies as st
from matplotlib.image import imread
from pydantic import ValidationError
from pypdf import PdfReader

from mentorkit.guides import guide_html, guide_pdf
from mentorkit.io.colors import paint_for
from mentorkit.model.colors import SIGN, TEXT, Colors, contrast
from mentorkit.model.palette import APART, distance, paint, palette_of
from mentorkit.running.pages import page
from mentorkit.telling.desk import open_desk
from mentorkit.telling.drawing import AMBER, BOTH, PARTS, TEAL, canvas, hue, legend, words_on
from mentorkit.telling.progress import pair_strips
from mentorkit.telling.showing import Picture, picture

OWN = Colors(accent="#7a2e8e", warm="#b3570c", paper="#fdfcff")
HOUSE = Colors()
HEX = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.fixture(autouse=True)
def _house():
    """Each test begins and ends with the house's colours."""
    paint(HOUSE)
    yield
    paint(HOUSE)


def figure_colors(colors: Colors) -> tuple[str, ...]:
    found = palette_of(colors)
    return found.accent, found.second, found.alarm, found.cool, found.grey


@bounds(max_examples=60)
@given(HEX, HEX)
def test_colors_of_a_figure_can_be_told_apart_by_everybody(accent: str, warm: str):
    """Whatever two colours a programme may choose: the five of a figure stand out from white and from each other, with every colour vision."""
    try:
        colors = Colors(accent=accent, warm=warm)
    except ValidationError:
        assume(False)
    five = figure_colors(colors)

    assert min(contrast(one, "#ffffff") for one in five) >= SIGN
    assert min(distance(one, other) for one, other in combinations(five, 2)) >= APART
    assert contrast(palette_of(colors).ember, colors.paper) >= TEXT


def test_red_and_green_of_one_lightness_are_no_two_colors():
    """The distance is that of whoever sees least: red and green of one lightness are far apart for most, and not for all."""
    assert distance("#b3414a", "#6f7325") < APART < distance("#b3414a", "#4a6fa5")


def test_the_main_series_has_the_accent_and_what_is_neutral_stays():
    """Accent and second colour are the programme's own, unchanged where they can be; what says alarm or nothing keeps its meaning."""
    own, house = palette_of(OWN), palette_of(HOUSE)

    assert (OWN.accent, OWN.warm) == (own.accent, own.second)
    assert (house.pale, house.sand, house.ink, house.grey) == (own.pale, own.sand, own.ink, own.grey)
    assert distance(house.alarm, own.alarm) < 2 * APART


def drawn(narrow: bool = False) -> Picture:
    with canvas(height=2) as (figure, axes):
        axes.bar([0], [1], color=TEAL, label="x")
        axes.bar([1], [1], color=AMBER, label="a name that is very long, so that the legend needs a line for each")
        legend(figure)
        return picture(figure, "alt", "caption")


def shown(image: bytes) -> set[str]:
    pixels = (imread(io.BytesIO(image))[..., :3] * 255).round().astype(int).reshape(-1, 3)
    found, counts = np.unique(pixels, axis=0, return_counts=True)
    return {f"#{r:02x}{g:02x}{b:02x}" for (r, g, b), count in zip(found, counts, strict=True) if count > 500}


def test_figures_are_drawn_in_the_programmes_colors():
    """The pixels of a figure: first the house's colours, then the programme's, then the house's again."""
    before = drawn().png
    paint(OWN)
    own = shown(drawn().png)
    paint(HOUSE)

    assert {HOUSE.accent, HOUSE.warm} <= shown(before)
    assert {OWN.accent, OWN.warm} <= own and not {HOUSE.accent, HOUSE.warm} & own
    assert before == drawn().png


def test_a_usual_figure_fits_a_telephone_and_a_wide_one_can_be_moved():
    """Of one width for page and telephone: shrunk a little there, and nothing to move; a wider one stands in a frame that keys can move."""
    with canvas(9, 2) as (figure, _):
        wide = picture(figure, "alt", "caption")._repr_html_()

    assert "mk-scroll" not in drawn()._repr_html_() and "max-width" in drawn()._repr_html_()
    assert 'class="mk-scroll" tabindex="0"' in wide


def test_no_notebook_draws_wide_without_a_narrow_drawing(root: Path):
    """Whatever is drawn wider than serves a telephone is drawn for it, too: by `drawn`, by `narrow`, or stacked."""
    both = {"dots.py": "narrow(", "design.py": "stacked_logic("}
    wide = [file for file in (root / "mentorkit" / "telling").glob("*.py") if any(float(width) > BOTH + 0.2 for width in re.findall(r"canvas\((\d[\d.]*),", file.read_text(encoding="utf-8")))]

    assert [] == [file.name for file in wide if both.get(file.name, "no narrow drawing") not in file.read_text(encoding="utf-8") and file.name != "progress.py"]
    assert 1 == (root / "mentorkit/telling/progress.py").read_text(encoding="utf-8").count("canvas(7"), "the still picture for the playbook"


def test_words_on_a_color_can_be_read():
    """White or black, by 4.5 to 1 on every colour of a figure, of whatever programme."""
    for colors in (HOUSE, OWN, Colors(accent="#333333", warm="#777777")):
        paint(colors)
        assert min(contrast(words_on(color), hue(color)) for color in (f"mk:{part}" for part in PARTS)) >= TEXT


def pdf_colors(data: bytes) -> set[str]:
    """The colours that a PDF's pages set."""
    text = "\n".join(page.get_contents().get_data().decode("latin-1") for page in PdfReader(io.BytesIO(data)).pages)
    return {"#" + "".join(f"{round(float(part) * 255):02x}" for part in found) for found in re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) (?:scn|SCN|rg|RG)\b", text)}


def test_sheets_are_set_in_the_programmes_colors():
    """The title of a guide in the accent, its labels in the warm colour dark enough for text; a sheet for copiers stays grey."""
    text = "# Title\n\n## Part\n\n**Say.** Words.\n\n### Small\n\n[link](https://example.org)\n"
    paint(OWN)
    own = pdf_colors(guide_pdf(text, "en", "T"))

    assert {OWN.accent, palette_of(OWN).ember} <= own
    assert not {HOUSE.accent, palette_of(HOUSE).ember} & own
    assert not {OWN.accent, palette_of(OWN).ember} & pdf_colors(guide_pdf(text, "en", "T", grey=True))
    assert f"--accent: {OWN.accent};" in guide_html(text, "en", "T")


def test_pages_of_notebooks_have_the_programmes_colors():
    """The style of a page names the programme's colours, and none of the house's."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# T")])
    own = page(notebook, "es", colors=OWN)

    assert all(f": {color};" in own for color in (OWN.accent, OWN.warm, OWN.paper, OWN.shade))
    assert HOUSE.accent not in own and HOUSE.accent in page(notebook, "es")


def test_opening_a_cohort_takes_its_programmes_colors(program: Path):
    """After `open_desk` figures and the strips of notebook 5 are the programme's."""
    file = program / "program.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("publishing:\n", f'publishing:\n  colors: {{accent: "{OWN.accent}", warm: "{OWN.warm}"}}\n', 1), encoding="utf-8")
    desk = open_desk(str(program / "cohorts" / "example"))

    assert (OWN.accent, OWN.warm) == (hue(TEAL), hue(AMBER))
    assert f'fill="{OWN.accent}"' in pair_strips(desk)._repr_html_()
    assert OWN.accent == paint_for(program / "cohorts" / "example").accent


@pytest.mark.parametrize("written", ["", "publishing: {colors: {accent: '#ffee00'}}", "publishing: {colors: [1]}", "publishing: 3", "{"])
def test_colors_that_nobody_can_read_are_not_taken(tmp_path: Path, written: str):
    """Where `mentorkit check` would refuse the colours, or there are none, the house's stand in."""
    (tmp_path / "program.yml").write_text(written, encoding="utf-8")

    assert palette_of(HOUSE) == paint_for(tmp_path)


def test_a_folder_without_a_programme_has_the_houses_colors(tmp_path: Path):
    """A report may stand alone."""
    assert palette_of(HOUSE) == paint_for(tmp_path / "a" / "b" / "c")
