"""The sheet on a screen: the words of the paper, answers where the person wants them, and nothing that leaves unasked."""

from __future__ import annotations

import base64
import functools
import hashlib
import html
import http.server
import json
import re
import shutil
import subprocess
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from mentorkit.guides import guide_markdown
from mentorkit.guides.fillable import worksheet_page
from mentorkit.guides.wording import FILLING
from mentorkit.io.curriculum import read_curriculum

GUIDES = read_curriculum(Path(__file__).parents[2])
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("code", GUIDES)
def test_page_and_paper_have_the_same_fields_and_words(code, language):
    """Each field stands on both, in the same order, with its label, help, rows, columns, options and reader."""
    guide = GUIDES[code]
    page, paper = html.unescape(worksheet_page(guide, language)), guide_markdown(guide, "worksheet", language)

    assert re.findall(r'data-field="(\w+)"', page) == [field.id for field in guide.worksheet.fields]
    for field in guide.worksheet.fields:
        words = [field.label[language], (field.help or {}).get(language, "")]
        words += [getattr(one, language) for one in (*field.options, *field.rows, *field.columns)]
        assert all(word in page and word in paper.replace("\\|", "|") for word in words)


@pytest.mark.parametrize("code", GUIDES)
def test_every_control_has_a_name(code):
    """Each box to write in stands in a label, under one, or carries its own; groups have a legend."""
    page = worksheet_page(GUIDES[code], "es")
    labelled = set(re.findall(r'<label class="name" for="(\w+)"', page))
    bare = re.sub(r"<label\b(?! class=\"name\").*?</label>", "", page, flags=re.DOTALL)

    for control in re.findall(r"<(?:input|textarea)\b[^>]*>", bare):
        named = re.search(r'\bid="(\w+)"', control)
        assert "aria-label" in control or (named and named[1] in labelled), control
    assert page.count("<fieldset") == page.count("<legend")


def test_the_page_may_load_and_send_nothing():
    """Its own policy allows its own style and script by their hashes, and nothing else; no handler stands in an attribute."""
    page = worksheet_page(GUIDES["S05"], "es")
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1])
    style, script = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1], re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]

    assert policy.startswith("default-src 'none';")
    for text in (style, script):
        assert f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in policy
    assert not re.search(r"<[^>]+\s(?:on\w+|style)=", page)
    assert not re.search(r"fetch|XMLHttpRequest|sendBeacon|WebSocket|innerHTML", script)


def test_words_of_a_sheet_stay_words():
    """Markup in a label is shown, and cannot end the page's own data."""
    guide = GUIDES["S05"]
    nasty = guide.worksheet.fields[0].model_copy(update={"label": {"es": "</script><b>x", "en": "x"}, "id": "a"})
    sheet = guide.worksheet.model_copy(update={"fields": [nasty], "title": {"es": "</script><i>", "en": "x"}})

    page = worksheet_page(replace(guide, worksheet=sheet), "es")

    assert page.count("</script>") == 2
    assert "<b>x" not in page and "<i>" not in page


def test_both_languages_say_the_same_things():
    """Each word of the form stands in both languages."""
    assert set(FILLING["es"]) == set(FILLING["en"])


# ---------------------------------------------------------------- in a browser

PROBE = """<!doctype html><meta charset="utf-8"><iframe id="f" style="width:390px;height:800px;border:0"></iframe><pre id="out"></pre>
<script>
const frame = document.getElementById("f"), result = {};
const type = (page, at, text) => { const box = page.querySelector(at); box.value = text; box.dispatchEvent(new Event("input", { bubbles: true })); };
const pick = (page, at) => { const box = page.querySelector(at); box.checked = true; box.dispatchEvent(new Event("change", { bubbles: true })); };
const kept = () => JSON.parse(localStorage.getItem("mentorkit/W-S05") || "null");
const told = (page) => page.getElementById("told").textContent;
BEFORE
frame.addEventListener("load", async () => {
  const page = frame.contentDocument, view = frame.contentWindow, copies = [];
  view.confirm = () => true;
  view.URL.createObjectURL = (blob) => { copies.push(blob); return "#"; };
  let busy = true;
  (async () => { while (busy) await fetch("/s05.html?" + Math.random()); })();  // the browser's clock stands still meanwhile
  try { SCRIPT } catch (error) { result.error = String(error); }
  busy = false;
  document.getElementById("out").textContent = JSON.stringify(result);
}, { once: true });
frame.src = "/s05.html";
</script>"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The sheet of S05 on a loopback server; gives a function that runs a script on it and gives what it found."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here; .ci/run installs it")
    folder = tmp_path_factory.mktemp("sheet")
    (folder / "s05.html").write_text(worksheet_page(GUIDES["S05"], "es"), encoding="utf-8")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def probed(script: str, before: str = "") -> dict:
        (folder / "probe.html").write_text(PROBE.replace("BEFORE", before).replace("SCRIPT", script), encoding="utf-8")
        done = subprocess.run(
            [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
             f"--user-data-dir={folder / 'profile'}", "--incognito", "--virtual-time-budget=6000", "--dump-dom",
             f"http://127.0.0.1:{server.server_port}/probe.html"],
            capture_output=True, text=True, timeout=120, check=True,
        )
        found = json.loads(html.unescape(re.search(r'<pre id="out">(.*?)</pre>', done.stdout, re.DOTALL)[1]))
        assert "error" not in found, found
        return found

    yield probed
    server.shutdown()


def test_nothing_is_kept_until_the_person_chooses(served):
    """What is typed stays in the page; after "this device is mine" it is kept, and after "other people use it" erased."""
    found = served("""
        result.first = told(page); type(page, "#futures", "Uno"); result.before = kept();
        pick(page, "input[name=keep][value=device]"); result.device = kept(); result.told = told(page);
        pick(page, "input[name=keep][value=none]"); type(page, "#heard", "Dos"); result.none = kept();
        result.left = Object.keys(localStorage); result.shown = page.querySelector("#futures").value;
    """)

    words = FILLING["es"]
    assert found["first"] == words["unkept"]
    assert found["before"] is None
    assert {"futures": "Uno"} == found["device"]["answers"]
    assert (1, "W-S05", "es") == tuple(found["device"][key] for key in ("schema", "worksheet", "language"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", found["device"]["saved"])
    assert found["told"].startswith(words["kept"])
    assert (None, [], "Uno") == (found["none"], found["left"], found["shown"])


def test_only_marked_fields_can_be_handed_over(served):
    """A tick is needed, and the text that leaves holds the ticked field and not a word of the others."""
    found = served("""
        const tick = page.querySelector(".reader[data-who=mentor] input"), take = page.querySelector(".take");
        type(page, "#futures", "mi secreto"); result.empty = [tick.disabled, take.disabled];
        type(page, "#for_mentor", "El desvío"); result.written = [tick.disabled, take.disabled];
        tick.checked = true; tick.dispatchEvent(new Event("change", { bubbles: true }));
        result.text = page.querySelector(".preview textarea").value; result.ready = take.disabled;
        result.readers = [...page.querySelectorAll(".reader input")].map((box) => box.value);
    """)

    shared = [field.id for field in GUIDES["S05"].worksheet.fields if field.share_with != "none"]
    assert ([True, True], [False, True], False) == (found["empty"], found["written"], found["ready"])
    assert "El desvío" in found["text"] and "secreto" not in found["text"]
    assert shared == found["readers"]


def test_a_copy_holds_all_and_opens_again(served):
    """The copy has every answer; opened in an empty sheet it fills it, and a file of another sheet changes nothing."""
    found = served("""
        type(page, '[data-part="f2/title"]', "Pan"); type(page, '[data-field=helpers] [data-part="1"]', "Mi tía");
        page.getElementById("copy").click(); const text = await copies[0].text(); result.copy = JSON.parse(text);
        const open = async (content) => {
            const files = new DataTransfer(); files.items.add(new File([content], "x.json"));
            page.getElementById("told").textContent = "";
            page.getElementById("file").files = files.files; page.getElementById("file").dispatchEvent(new Event("change"));
            for (let turn = 0; turn < 500 && !told(page); turn += 1) await fetch("/s05.html?" + turn);
        };
        page.getElementById("erase").click(); result.erased = page.querySelector('[data-part="f2/title"]').value;
        await open(text.replace("W-S05", "W-S06")); result.other = [told(page), page.querySelector('[data-part="f2/title"]').value];
        await open("{}"); result.junk = told(page);
        await open(text.replace('"Pan"', "7")); result.wrong = told(page);
        await open(text); result.back = [page.querySelector('[data-part="f2/title"]').value, page.querySelector('[data-field=helpers] [data-part="1"]').value];
    """)

    wrong = FILLING["es"]["opened_wrong"]
    assert {"titles": {"f2": {"title": "Pan"}}, "helpers": ["", "Mi tía"]} == found["copy"]["answers"]
    assert ("", [wrong, ""], wrong, wrong) == (found["erased"], found["other"], found["junk"], found["wrong"])
    assert ["Pan", "Mi tía"] == found["back"]


def test_kept_answers_come_back_and_damaged_ones_do_no_harm(served):
    """A sheet kept on the device is filled in again; a damaged one leaves an empty sheet that works."""
    stored = {"schema": 1, "worksheet": "W-S05", "language": "en", "started": "2026-01-01T00:00:00Z", "saved": "2026-01-01T00:00:00Z", "answers": {"heard": "Hola"}}
    keep = "localStorage.setItem('mentorkit/keep', 'device'); localStorage.setItem('mentorkit/W-S05', {});".format
    good = served("result.heard = page.querySelector('#heard').value;", keep(json.dumps(json.dumps(stored))))
    bad = served("type(page, '#heard', 'x'); result.heard = kept().answers.heard;", keep("'{\"answers\": 3'"))

    assert ("Hola", "x") == (good["heard"], bad["heard"])


def test_the_page_fits_a_phone_and_asks_nobody(served):
    """Nothing scrolls sideways at 390 pixels, nothing was loaded, and a request is refused by the page's own policy."""
    found = served("""
        result.widths = [page.documentElement.scrollWidth, view.innerWidth];
        result.asked = view.performance.getEntriesByType("resource").map((one) => one.name);
        result.small = [...page.querySelectorAll("button, .pick")].filter((one) => one.offsetParent && one.offsetHeight < 32).length;
        result.fetched = await view.fetch("/probe.html").then(() => "sent", () => "refused");
    """)

    assert found["widths"][0] <= found["widths"][1]
    assert ([], 0, "refused") == (found["asked"], found["small"], found["fetched"])
