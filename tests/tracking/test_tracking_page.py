"""The executed notebook as a page: in a real browser, from a file, without a server."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
from pandas import DataFrame

from mentorkit.running.pages import page
from mentorkit.telling.showing import Sheet
from mentorkit.telling.stories import Stories, Story, Strips, anchor

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PROBE = """<pre id=out></pre><script>
const told = {}, table = document.querySelector("table.mk-sortable");
const column = place => [...table.tBodies[0].rows].filter(row => !row.hidden).map(row => row.cells[place].textContent);
const press = place => table.tHead.rows[0].cells[place].querySelector("button").click();
press(1); told.up = column(1); press(1); told.down = column(1);
press(2); told.dates = column(2); press(0); told.ids = column(0); told.sorted = table.tHead.rows[0].cells[0].getAttribute("aria-sort");
const field = document.querySelector("input.mk-filter");
field.value = "luz"; field.dispatchEvent(new Event("input")); told.luz = column(0);
field.value = ""; field.dispatchEvent(new Event("input")); told.all = column(0).length;
const link = table.querySelector("a"), row = document.querySelector("svg a");
told.same = link.hash === row.getAttribute("href");
told.shut = document.getElementById(link.hash.slice(1)).checkVisibility();
link.click();
setTimeout(() => {
  told.open = document.getElementById(link.hash.slice(1)).checkVisibility();
  told.asked = performance.getEntriesByType("resource").map(one => one.name);
  told.scroll = document.documentElement.scrollWidth - window.innerWidth;
  document.getElementById("out").textContent = JSON.stringify(told);
}, 300);
</script></body>"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")


def notebook() -> nbformat.NotebookNode:
    """A call list of ten pairs, one without a figure, a strip and a story of the first, as a notebook leaves them."""
    rows = [(f"A{place:02} · {'Luz' if place % 3 == 0 else 'Sol'}", number, f"2026-0{1 + place % 4}-1{place}") for place, number in enumerate([10.5, 9, 100, 2, 1, 33, 4, 1200, 7, None])]
    sheet = Sheet(DataFrame(rows, columns=["Mentee", "Puntos", "Desde"]), "Llamadas", "es", links={"Mentee": lambda cell: anchor(cell.split(" · ")[0])})
    strip = Strips([("A00 – B00", anchor("A00"), "#fff", "al día", ["met"])], {"met": "#000"}, {"met": "x"}, "semana", "alt", "caption")
    stories = Stories([Story(f"A{place:02}", [("2026-02-02", "Encuentro", "")], anchor(f"A{place:02}")) for place in range(10)], "Historias")
    cells = [nbformat.v4.new_markdown_cell("# Lunes")]
    for shown in (strip, sheet, stories):
        output = nbformat.v4.new_output("execute_result", {"text/html": shown._repr_html_()}, execution_count=1)
        cells.append(nbformat.v4.new_code_cell("story.x(desk)", outputs=[output], execution_count=1))
    return nbformat.v4.new_notebook(cells=cells)


@pytest.fixture(scope="module", params=[1280, 390])
def told(request, tmp_path_factory) -> dict:
    """What a browser found on the page, on a desk and on a phone."""
    place = tmp_path_factory.mktemp("page")
    file: Path = place / "5-progress.html"
    file.write_text(page(notebook(), "es").replace("</body>", PROBE), encoding="utf-8")
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", f"--user-data-dir={place / 'profile'}",
         f"--window-size={request.param},900", "--virtual-time-budget=3000", "--dump-dom", file.as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    )
    return json.loads(html.unescape(re.search(r'<pre id="out">(.*?)</pre>', done.stdout, re.DOTALL)[1]))


def test_a_click_on_a_heading_sorts_numbers_dates_and_words(told):
    """Numbers by size, the Spanish comma and point read as such; days by the calendar; ids as words."""
    numbers = ["1", "2", "4", "7", "9", "10,50", "33", "100", "1.200"]
    assert [*numbers, "–"] == told["up"], "what is missing stands last"
    assert [*numbers[::-1], "–"] == told["down"], "and last the other way round, too"
    assert sorted(told["dates"]) == told["dates"]
    assert sorted(told["ids"]) == told["ids"]
    assert "ascending" == told["sorted"]


def test_a_word_filters_the_rows(told):
    """Only rows with the word stay, whatever its capitals; without a word all come back."""
    assert ["A00 · Luz", "A03 · Luz", "A06 · Luz", "A09 · Luz"] == told["luz"]
    assert 10 == told["all"]


def test_one_click_leads_from_a_pair_to_its_story(told):
    """The row of the call list and the strip lead to the same panel, which opens."""
    assert told["same"]
    assert not told["shut"]
    assert told["open"]


def test_the_page_needs_nothing_but_itself(told):
    """No request to anybody, and nothing wider than the window."""
    assert [] == told["asked"]
    assert told["scroll"] <= 0
