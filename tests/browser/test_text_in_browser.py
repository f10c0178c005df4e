"""Text of forms in a real browser: thousands of payloads in every channel to a page; nothing runs, and the same text is read."""

from __future__ import annotations

import html
import itertools
import json
import re
from pathlib import Path

import pandas as pd
import pytest
import yaml
from test_pages_in_browser import CHROMIUM, dumped

from mentorkit.model.program import Program
from mentorkit.model.words import cleaned, escaped
from mentorkit.publishing.building import _built, _configuration
from mentorkit.publishing.landing import landing_page
from mentorkit.publishing.metadata import json_ld
from mentorkit.telling.showing import Picture, Prose, Sheet

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; .ci/run installs it")
ROOT = Path(__file__).parents[2]
ACTS = (
    "<script>ran({n})</script>", "<img src=x onerror=ran({n})>", "<svg onload=ran({n})>", "<iframe srcdoc='<script>parent.ran({n})</script>'>", "<details open ontoggle=ran({n})>",
    "<style>@import 'javascript:ran({n})'</style>", "<a href=javascript:ran({n})>x</a>", "[x](javascript:ran({n}))", "[x]: javascript:ran({n})", "![x](x\"onerror=\"ran({n}))", "<javascript:ran({n})>",
    "$\\href{{javascript:ran({n})}}{{x}}$", "{{{{ ran({n}) }}}}", "{{% set x = ran({n}) %}}", "```{{code-cell}}\nran({n})\n```", ":::{{raw}} html\n<script>ran({n})</script>\n:::", "{{raw}}`<script>ran({n})</script>`",
    "{{eval}}`ran({n})`", "<math><mtext><script>ran({n})</script>", "<body onpageshow=ran({n})>", "<input autofocus onfocus=ran({n})>", "<marquee onstart=ran({n})>", "<meta http-equiv=refresh content='0;url=javascript:ran({n})'>",
    "&lt;script&gt;ran({n})&lt;/script&gt;", "&#60;script&#62;ran({n})", "\\u003cscript\\u003eran({n})", "%3Cscript%3Eran({n})%3C/script%3E", "data:text/html,<script>ran({n})</script>", "=HYPERLINK(\"javascript:ran({n})\")",
    "| a | <b>ran({n})</b> |", "# ran({n})", "1. ran({n})", "- [ ] ran({n})", "> ran({n})", "---\nran: {n}\n---", "~~~\nran({n})\n~~~", "<!-- ran({n}) -->", "\\<b>ran({n})", "*a_{n}_b*`c`", "http://x.example/ran/{n}", "a@b.example {n}",
)
AROUND = ("{}", "\"'>{}", "</title></textarea></style></script>{}", "-->{}", "]]>{}", "`{}", "*{}*", "](x) {}", "\\{}", "ñ 中 🙂 {}", "\u202e{}", "x\n\n{}", "|{}|", "&quot;{}", "$ {} $", "</td></tr></table>{}", "{} \\", "{{{}}}")
CHANNELS = 5
PAYLOADS = [around.replace("{}", act.format(n=number)) for number, (around, act) in enumerate(itertools.product(AROUND, ACTS))]
WATCH = "<script>window.ran = n => { document.documentElement.dataset.ran = n; }; window.alert = ran;</script>"


def told(folder: Path, page: Path) -> str:
    """Open a page that notes whatever runs, and give what stands there then."""
    page.write_text(page.read_text(encoding="utf-8").replace("<head>", f"<head>{WATCH}", 1), encoding="utf-8")
    return dumped(page.as_uri(), folder)


def as_read(text: str) -> str:
    return " ".join(cleaned(html.unescape(re.sub(r"<[^>]*>", "", text))).split())


def assert_same(found: list[str], channel: str) -> None:
    """Every payload is read as it was written."""
    expected = [" ".join(cleaned(one).split()) for one in PAYLOADS]
    assert len(found) == len(expected), channel
    assert [(place, one) for place, (one, other) in enumerate(zip(found, expected)) if one != other] == [], channel


def test_there_are_thousands():
    """Each payload goes through each channel."""
    assert len(set(PAYLOADS)) == len(PAYLOADS) and len(PAYLOADS) * CHANNELS > 3000


def test_text_in_the_book(tmp_path: Path):
    """Through Markdown and the book's builder: paragraphs and cells of a table."""
    book = tmp_path / "book"
    book.mkdir()
    rows = "\n".join(f"| {escaped(one)} |" for one in PAYLOADS)
    (book / "index.md").write_text("# T\n\n" + "\n\n".join(escaped(one) for one in PAYLOADS) + f"\n\n| c |\n|---|\n{rows}\n", encoding="utf-8")
    (book / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    configuration = _configuration(ROOT, Program(program="P"), "es")
    settings = configuration["sphinx"]["config"]
    settings["html_context"]["mk_alone"] = []
    settings |= {"html_static_path": [], "html_css_files": [], "templates_path": [str(ROOT / "playbook/_templates")]}
    (book / "_config.yml").write_text(yaml.safe_dump(configuration, allow_unicode=True), encoding="utf-8")
    text = told(tmp_path, _built(book, tmp_path / "out") / "index.html")
    article = text.split("<article", 1)[1].split("</article>")[0]

    assert "data-ran" not in text
    assert_same([as_read(one) for one in re.findall(r"<p>(.*?)</p>", article.split("<table")[0], re.DOTALL)], "paragraphs")
    assert_same([as_read(one) for one in re.findall(r"<td>(.*?)</td>", article.split("<table", 1)[1], re.DOTALL)], "cells")
    assert not re.search(r"<(?:script|img|iframe|svg|style|input|form|math)\b", article)


def test_text_in_tables_prose_and_pictures(tmp_path: Path):
    """Through what notebooks and reports show: cells, captions, sentences, words of pictures."""
    sheet = Sheet(pd.DataFrame({"c": PAYLOADS}), PAYLOADS[0], "es", most=len(PAYLOADS))._repr_html_()
    prose = [Prose(escaped(one))._repr_html_() for one in PAYLOADS]
    pictures = [Picture(b"", one, one)._repr_html_() for one in PAYLOADS[:: len(PAYLOADS) // 200]]
    page = tmp_path / "page.html"
    page.write_text(f"<!doctype html><html><head><meta charset=utf-8></head><body>{sheet}<hr>{''.join(prose)}<hr>{''.join(pictures)}</body></html>", encoding="utf-8")
    text = told(tmp_path, page)
    table, words, pictured = text.split("<hr>")

    assert "data-ran" not in text
    assert_same([as_read(one) for one in re.findall(r"<td[^>]*>(.*?)</td>", table, re.DOTALL)], "table")
    assert_same([as_read(one) for one in re.findall(r'<div class="mk-prose">(.*?)</div>', words, re.DOTALL)], "prose")
    assert pictured.count("<img") == len(pictures)


def test_text_in_metadata_and_on_the_first_page(tmp_path: Path):
    """Through what catalogues read, and the programme's name where a language is chosen."""
    page = tmp_path / "page.html"
    page.write_text(f"<!doctype html><html><head>{''.join(json_ld({'name': one}) for one in PAYLOADS)}</head><body><p title='x'>.</p></body></html>", encoding="utf-8")
    text = told(tmp_path, page)
    names = [json.loads(one)["name"] for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)]
    assert names == PAYLOADS and "data-ran" not in text

    for place, one in enumerate(PAYLOADS[:: len(PAYLOADS) // 3]):
        first = tmp_path / f"first{place}.html"
        first.write_text(landing_page(Program(program=one, organisation=one)), encoding="utf-8")
        text = told(tmp_path, first)
        assert "data-ran" not in text
        assert as_read(re.search(r"<h1>(.*?)</h1>", text, re.DOTALL)[1]) == " ".join(cleaned(one).split())


def test_a_page_that_does_not_escape_is_caught(tmp_path: Path):
    """The watch works: the same payloads without escaping do run."""
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html><head></head><body>" + "".join(PAYLOADS[:3]) + "</body></html>", encoding="utf-8")

    assert "data-ran" in told(tmp_path, page)
