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
PAGES = ("es/index.html", "es/stages/3-matching.html", "en/roles/coordinator.html", "es/curriculum/s05-three-futures.html", "es/worksheets/s05-three-futures.html", "en/cohorts/example.html", "en/reference/files.html", "index.html")
PROBE = """<!doctype html><iframe id=f src="/{page}" style="width:{width}px;height:800px;border:0"></iframe><pre id=out></pre>
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

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; .ci/run installs it")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(scope="module")
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A loopback server over a copy of the site, and that copy."""
    given = request.config.getoption("--site")
    if given is None:
        pytest.skip("no site was given; build one with `mentorkit publish` and say --site site")
    folder = tmp_path_factory.mktemp("served") / "site"
    shutil.copytree(given, folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", folder
    server.shutdown()


def probed(address: tuple[str, Path], page: str, width: int, script: str, tmp_path: Path) -> dict:
    """Run a script on a page in a frame of that width and give what it found."""
    base, folder = address
    probe = folder / "probe.html"
    probe.write_text(PROBE.format(page=page, width=width, script=script), encoding="utf-8")
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--window-size=1400,900",
         "--virtual-time-budget=8000", "--dump-dom", f"{base}/probe.html"],
        capture_output=True, text=True, timeout=120, check=True,
    )
    with contextlib.suppress(FileNotFoundError):
        probe.unlink()
    return json.loads(html.unescape(re.search(r'<pre id="out">(.*?)</pre>', done.stdout, re.DOTALL)[1]))


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
