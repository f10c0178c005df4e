"""The site without a mouse, in a real browser: every stop can be seen, nothing holds the focus, and everything can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from driven import CONTROL, Driven
from pandas import DataFrame
from test_pages_in_browser import CHROMIUM, address  # noqa: F401 (a fixture)

from mentorkit.running.pages import page as page_of
from mentorkit.telling.showing import Sheet
from mentorkit.telling.stories import Letter, Outbox, Stories, Story, Strips, anchor

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; .ci/run installs it")
WALKED = ("es/index.html", "es/stages/3-matching.html", "en/cohorts/example.html", "es/reference/files.html", "es/search.html", "es/worksheets/s05-three-futures.html", "index.html")
LOOK = """(() => {
  const rgb = text => { const found = text.match(/[\\d.]+/g); return found ? found.map(Number) : [0, 0, 0, 0]; };
  const clear = parts => parts.length > 3 && parts[3] < 0.1;
  const light = parts => { const part = parts.slice(0, 3).map(one => { one /= 255; return one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4; });
                           return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2]; };
  const contrast = (a, b) => { const both = [light(a), light(b)].sort((x, y) => x - y); return (both[1] + 0.05) / (both[0] + 0.05); };
  const ground = one => { for (; one; one = one.parentElement) { const color = rgb(getComputedStyle(one).backgroundColor); if (!clear(color)) return color; } return [255, 255, 255]; };
  const signs = one => { const style = getComputedStyle(one); return {
    outline: style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 1 ? "" : style.outlineColor, shadow: style.boxShadow === "none" ? "" : style.boxShadow }; };
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  window.stops ??= [];
  if (one === window.stops[0]) return null;
  if (window.stops.includes(one)) return "again";
  window.stops.push(one);
  const box = one.getBoundingClientRect(), focused = signs(one), behind = ground(one.parentElement);
  one.blur(); const calm = signs(one); one.focus({preventScroll: true});
  const colors = ["outline", "shadow"].filter(kind => focused[kind] && focused[kind] !== calm[kind]).map(kind => rgb(focused[kind])).filter(color => !clear(color));
  return { name: one.outerHTML.slice(0, 110), text: (one.innerText || one.getAttribute("aria-label") || "").trim().slice(0, 40), seen: box.width > 0 && box.height > 0,
           inside: box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight, contrast: Math.max(0, ...colors.map(color => contrast(color, behind))) };
})()"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driven]:
    driven = Driven(CHROMIUM, tmp_path_factory.mktemp("profile"))
    yield driven
    driven.close()


def walked(browser: Driven, most: int = 400) -> list[dict]:
    """Press Tab from the top to the end of a page, and tell of every stop."""
    stops = []
    for _ in range(most):
        browser.press("Tab")
        stop = browser.js(LOOK)
        if stop is None:
            return stops
        assert stop != "again", f"Tab comes back to a stop after {stops[-1]}"
        stops.append(stop)
    raise AssertionError(f"Tab goes on and on: {stops[-3:]}")


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("page", WALKED)
def test_every_stop_can_be_seen_and_none_holds_the_focus(browser, address, page: str, width: int, theme: str):  # noqa: F811
    """From top to end by Tab: each stop is on the screen, and shows by 3 to 1 or more that it is in focus."""
    browser.open(f"{address[0]}/{page}", width, theme)
    stops = walked(browser)

    assert stops
    assert [] == [stop for stop in stops if not stop["seen"] or not stop["inside"]]
    assert [] == [(stop["name"], stop["contrast"]) for stop in stops if stop["contrast"] < 3]


@pytest.mark.parametrize("width", [390, 1280])
def test_the_first_stop_skips_to_the_text(browser, address, width: int):  # noqa: F811
    """The first Tab shows a link; Enter leads past the menus, and the next Tab stands in the text."""
    browser.open(f"{address[0]}/es/stages/3-matching.html", width)
    browser.press("Tab")
    assert "#main-content" == browser.js("document.activeElement.getAttribute('href')")
    browser.press("Enter")
    browser.press("Tab")

    assert browser.js("document.activeElement.closest('#main-content') !== null")
    assert browser.js("document.activeElement.closest('.bd-sidebar-primary') === null")


def test_the_menu_of_a_phone_opens_closes_and_gives_the_focus_back(browser, address):  # noqa: F811
    """Enter on its button opens the menu with the focus inside, Escape closes it, and the focus is on the button again."""
    browser.open(f"{address[0]}/es/stages/3-matching.html", 390)
    browser.tab_to("focused.matches('.primary-toggle')")
    browser.press("Enter")
    browser.until("document.querySelector('dialog[open]')")
    browser.press("Tab")
    assert browser.js("document.querySelector('dialog[open]').contains(document.activeElement)")
    browser.press("Escape")
    browser.until("!document.querySelector('dialog[open]')")

    browser.until("document.activeElement.matches('.primary-toggle')")  # given back by the dialog's event, which comes after it is closed


@pytest.mark.parametrize(("language", "word"), [("es", "emparejamiento"), ("en", "matching")])
def test_search_without_a_mouse(browser, address, language: str, word: str):  # noqa: F811
    """Ctrl+K opens the search, Enter searches, Tab leads to the first page found, and Enter opens it; Escape closes the search."""
    browser.open(f"{address[0]}/{language}/roles/mentor.html", 1280)
    browser.press("k", CONTROL)
    browser.until("document.activeElement.matches('input[type=search]')")
    browser.press("Escape")
    browser.until("!document.querySelector('dialog[open]')")
    browser.tab_to("focused.matches('.search-button-field, .search-button__button')")
    browser.press("Enter")
    browser.until("document.activeElement.matches('input[type=search]')")
    browser.type(word)
    browser.press("Enter")
    browser.until("location.pathname.endsWith('/search.html') && document.querySelector('#search-results li a')")
    browser.tab_to("focused.closest('#search-results li')")
    found = browser.js("document.activeElement.pathname")
    browser.press("Enter")
    browser.until("!location.pathname.endsWith('/search.html') && document.readyState === 'complete'")

    assert found == browser.js("location.pathname")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_other_language_stays_on_the_page(browser, address, width: int):  # noqa: F811
    """Tab leads to the language switch; Enter opens the same page in the other language."""
    browser.open(f"{address[0]}/es/stages/3-matching.html", width)
    browser.tab_to("focused.matches('.mk-languages a')")
    browser.press("Enter")
    browser.until("location.pathname.endsWith('/en/stages/3-matching.html') && document.readyState === 'complete'")

    assert "en" == browser.js("document.documentElement.lang")


@pytest.mark.parametrize("page", ["es/reference/files.html", "es/stages/3-matching.html", "en/cohorts/example.html", "es/curriculum-figures.html", "en/second-partner.html"])
def test_what_scrolls_can_be_scrolled_by_keys(browser, address, page: str):  # noqa: F811
    """On a phone a table or a listing wider than the screen takes the focus, so that the arrow keys move it."""
    browser.open(f"{address[0]}/{page}", 390)
    scrolled = """[...document.querySelectorAll('main *')].filter(one => /auto|scroll/.test(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth + 1)"""

    assert [] == browser.js(f"{scrolled}.filter(one => one.tabIndex < 0).map(one => one.outerHTML.slice(0, 120))")
    if browser.js(f"{scrolled}.length"):
        browser.js(f"{scrolled}[0].focus()")
        browser.press("ArrowRight")
        browser.until("document.activeElement.scrollLeft > 0")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_of_a_notebook_can_be_walked(browser, tmp_path: Path, width: int):
    """Tables, headings to sort by, strips, stories and messages: every stop shows that it is in focus, and Enter sorts and opens."""
    sheet = Sheet(DataFrame({"Mentee": [f"A{place:02}" for place in range(9)], **{f"Column {place}": ["some words"] * 9 for place in range(8)}}), "Calls", "en")
    strips = Strips([("A00 – B00", anchor("A00"), "#888888", "on track", ["met"])], {"met": "#187172"}, {"met": "met"}, "week", "alt", "caption")
    stories, letters = Stories([Story("A00", [("2026-02-02", "Meeting", "")], anchor("A00"))], "Stories"), Outbox([Letter("A00", "reminder", "Hello", "https://wa.me/1")], "Messages", "Open", "–")
    outputs = [nbformat.v4.new_output("execute_result", {"text/html": shown._repr_html_()}, execution_count=1) for shown in (sheet, strips, stories, letters)]
    file = tmp_path / "page.html"
    file.write_text(page_of(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=outputs, execution_count=1)]), "en"), encoding="utf-8")
    browser.open(file.as_uri(), width)
    stops = walked(browser)

    assert len(stops) > 12 + 2
    assert [] == [(stop["name"], stop["contrast"]) for stop in stops if stop["contrast"] < 3]
    browser.open(file.as_uri(), width)
    browser.tab_to("focused.matches('thead button')")
    browser.press("Enter")
    assert "ascending" == browser.js("document.activeElement.closest('th').getAttribute('aria-sort')")
    browser.tab_to("focused.matches('.mk-outbox summary')")
    browser.press("Enter")
    assert browser.js("document.activeElement.parentElement.open")
    assert browser.js("document.documentElement.scrollWidth <= innerWidth")


def test_what_a_walk_would_miss_is_caught(browser, tmp_path: Path):
    """The walk sees a stop without a sign, and one whose sign is too faint."""
    page = tmp_path / "page.html"
    page.write_text("<style>a:focus{outline:none} b:focus{outline:3px solid #eee}</style><a href=#x>x</a><b tabindex=0>y</b><i tabindex=0>z</i>", encoding="utf-8")
    browser.open(page.as_uri(), 390)

    assert [True, True, False] == [stop["contrast"] < 3 for stop in walked(browser)]
