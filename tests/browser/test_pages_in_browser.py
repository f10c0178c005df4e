"""The published site in a real browser: on a phone and on a desk, without a network."""

from __future__ import annotations

import contextlib
import functools
import html
import http.server
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PAGES = ("es/index.html", "es/stages/3-matching.html", "en/roles/coordinator.html", "es/curriculum/s05-three-futures.html", "es/worksheets/s05-three-futures.html", "en/cohorts/example.html", "en/reference/files.html", "es/second-partner.html", "en/edition.html", "index.html")
PROBE = """<!doctype html><iframe id=f src="{page}" style="width:{width}px;height:800px;border:0"></iframe><pre id=out></pre>
<script>
const frame = document.getElementById("f");
frame.addEventListener("load", () => setTimeout(() => {{
  const page = frame.contentDocument, view = frame.contentWindow, result = {{}};
  {script}
  document.getElementById("out").textContent = JSON.stringify(result);
}}, 700));
</script>"""
WIDTH = "result.scroll = page.documentElement.scrollWidth; result.width = view.innerWidth; result.asked = view.performance.getEntriesByType('resource').map(e => e.name);"
MENU = """
const toggle = [...page.querySelectorAll('.primary-toggle')].find(b => b.offsetParent !== null);
result.toggles = [...page.querySelectorAll('.primary-toggle')].filter(b => b.offsetParent !== null).length;
toggle.click();
const dialog = page.querySelector('dialog[open]') || page.querySelector('.bd-sidebar-primary');
result.links = [...dialog.querySelectorAll('a')].filter(a => a.getBoundingClientRect().width > 0).length;
"""

AXE = """
page.documentElement.dataset.theme = "{theme}"; page.documentElement.dataset.mode = "{theme}";
const tool = page.createElement("script"); tool.src = "{tool}";
tool.addEventListener("load", () => view.axe.run(page, {{runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}).then(found => {{
  result.passes = found.passes.length;
  result.violations = found.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.target.join(" ") + " " + n.html.slice(0, 90)).join(" | "));
  document.getElementById("out").textContent = JSON.stringify(result);
}}));
page.head.append(tool);
"""
SEARCHED = {"es": "emparejamiento", "en": "matching"}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; .ci/run installs it")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(scope="module")
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A loopback server with a copy of the site under a path of its own, and that copy."""
    given = request.config.getoption("--site")
    if given is None:
        pytest.skip("no site was given; build one with `mentorkit publish` and say --site site")
    root = tmp_path_factory.mktemp("served")
    folder = root / "a place" / "below"
    shutil.copytree(given, folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/a%20place/below", folder
    server.shutdown()


def probed(address: tuple[str, Path], page: str, width: int, script: str, tmp_path: Path) -> dict:
    """Run a script on a page in a frame of that width and give what it found."""
    base, folder = address
    probe = folder / "probe.html"
    probe.write_text(PROBE.format(page=page, width=width, script=script), encoding="utf-8")
    text = dumped(f"{base}/probe.html", tmp_path)
    with contextlib.suppress(FileNotFoundError):
        probe.unlink()
    return json.loads(html.unescape(re.search(r'<pre id="out">(.*?)</pre>', text, re.DOTALL)[1]))


def dumped(address: str, tmp_path: Path) -> str:
    """Open an address and give the page as it stands after its scripts ran."""
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--window-size=1400,900",
         "--virtual-time-budget=8000", "--dump-dom", address],
        capture_output=True, text=True, timeout=120, check=True,
    )
    return done.stdout


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("page", PAGES)
def test_page_fits_and_asks_nobody(address, tmp_path: Path, page: str, width: int):
    """No page scrolls sideways on a phone or on a desk, and each loads from its own host alone."""
    found = probed(address, page, width, WIDTH, tmp_path)

    assert found["scroll"] <= found["width"]
    assert [asked for asked in found["asked"] if not asked.startswith((address[0], "data:"))] == []


def test_menu_opens_on_a_phone(address, tmp_path: Path):
    """On a phone there is one button for the menu, and it opens the list of pages."""
    found = probed(address, "es/stages/3-matching.html", 390, MENU, tmp_path)

    assert found["toggles"] == 1
    assert found["links"] > 20


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_page_can_be_used_by_everybody(address, request: pytest.FixtureRequest, tmp_path: Path, page: str, theme: str):
    """axe-core finds nothing against WCAG 2.2 AA or good practice, by day and by night."""
    given = request.config.getoption("--axe")
    if given is None:
        pytest.skip("no axe-core was given; fetch it with npm and say --axe package/axe.min.js")
    shutil.copyfile(given, address[1] / "axe.min.js")
    original = (address[1] / page).read_text(encoding="utf-8")
    (address[1] / page).write_text(re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", original), encoding="utf-8")  # it would keep the tool out, too
    try:
        found = probed(address, page, 1280, AXE.format(theme=theme, tool=f"{address[0]}/axe.min.js"), tmp_path)
    finally:
        (address[1] / "axe.min.js").unlink()
        (address[1] / page).write_text(original, encoding="utf-8")

    assert found["passes"] > 5
    assert found["violations"] == []


@pytest.mark.parametrize("language", SEARCHED)
@pytest.mark.parametrize("way", ["server", "disk"])
def test_search_finds_in_both_languages(address, tmp_path: Path, language: str, way: str):
    """The search of each language finds its pages, from a server under a path of its own and from a disk."""
    base = address[0] if way == "server" else address[1].as_uri()
    text = dumped(f"{base}/{language}/search.html?q={SEARCHED[language]}", tmp_path)

    results = re.findall(r'<li[^>]*class="[^"]*kind-[^>]*>.*?<a href="([^"]+)"', text, re.DOTALL) or re.findall(r'id="search-results".*?<a href="([^"]+)"', text, re.DOTALL)
    assert any("3-matching" in link for link in results), results[:5]
