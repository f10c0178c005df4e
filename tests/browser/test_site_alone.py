"""The published site, file by file: nothing in it is fetched from another host or from the root of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed|input)\b[^>]*?\s(?:src|srcset)\s*=\s*["']?([^"'\s>]+)|<link\b(?=[^>]*\srel=["']?(?:[\w ]*\b(?:stylesheet|icon|preload|prefetch|preconnect|dns-prefetch|modulepreload)\b))[^>]*?\shref=["']?([^"'\s>]+)"""
    r"""|url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)|<form\b[^>]*?\saction=["']?([^"'\s>]+)""",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|/)", re.IGNORECASE)
WITHIN = ("data:", "javascript:void")


def fetched(text: str) -> list[str]:
    """What a browser asks for of itself, as a page or style sheet names it, unless it is a file beside it."""
    found = ("".join(parts) for parts in FETCHED.findall(text))
    return [one for one in found if ELSEWHERE.match(one) and not one.startswith(WITHIN)]


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest) -> Path:
    given = request.config.getoption("--site")
    if given is None:
        pytest.skip("no site was given; build one with `mentorkit publish` and say --site site")
    return Path(given)


def test_every_page_asks_for_files_beside_it_alone(site: Path):
    """Scripts, styles, fonts, pictures and forms of every page and style sheet: none from another host, none from the root, so that any folder and a disk will do."""
    files = [file for kind in ("html", "css") for file in site.rglob(f"*.{kind}")]

    assert len(files) > 100
    assert [] == [(file.relative_to(site).as_posix(), asked) for file in files for asked in fetched(file.read_text(encoding="utf-8"))]


def test_every_link_within_the_site_is_relative(site: Path):
    """No link of a page begins at the root: the site works under any path."""
    links = ((file.name, link) for file in site.rglob("*.html") for link in re.findall(r"""<a\b[^>]*?\shref=["'](/[^"']*)""", file.read_text(encoding="utf-8")))

    assert [] == list(links)


@pytest.mark.parametrize(
    "text",
    ['<script async src="https://x.example/a.js">', "<img alt='' src=//x.example/a.png>", '<link href="/a.css" rel="stylesheet">', '<link rel="preconnect" href="https://x.example">',
     "@font-face { src: url('https://x.example/a.woff2') }", '@import "http://x.example/a.css"', '<form action="https://x.example/">', '<source srcset="https://x.example/a.png 2x">'],
)
def test_what_asks_elsewhere_is_seen(text: str):
    """Each way to ask another host or the root is found, and a file beside the page is no finding."""
    assert 1 == len(fetched(text))
    assert [] == fetched(re.sub(r"https?://x\.example/?|//x\.example/|(?<=\")/", "a/", text))
