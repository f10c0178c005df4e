"""What a programme's own pages break: links and pictures that lead nowhere, pages without a title or without a twin."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mentorkit.errors import Problem
from mentorkit.publishing.sources import own_pages, page_files

_FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]+`")
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(\s*<?([^)\s>]*)>?[^)]*\)")
_HEADING = re.compile(r"^# +\S", re.MULTILINE)
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|#)", re.IGNORECASE)


def page_problems(program: Path, languages: Sequence[str]) -> list[Problem]:
    """
    Give what is wrong with the pages and sessions that a programme has in its own words.

    Shipped pages are not looked at: where they link to something that the programme leaves out, the site shows the words
    without the link.

    Args:
        program: The programme's folder.
        languages: Those of the site.
    """
    files = {language: page_files(program, language) for language in languages}
    known = {name for each in files.values() for name in each}
    found: list[Problem] = []
    for language in languages:
        for name in own_pages(program, files[language]):
            text = _without_code(files[language][name].read_text(encoding="utf-8", errors="replace"))
            found += _links(program, name, text, files[language])
            if name.startswith("playbook/"):
                found += _page(name, text, language, languages, known)
    return sorted(found)


def _links(program: Path, name: str, text: str, targets: Mapping[str, Path]) -> Iterator[Problem]:
    folder = posixpath.dirname(name)
    for match in _LINK.finditer(text):
        picture, words, aim = match.groups()
        line = text.count("\n", 0, match.start()) + 1
        path = posixpath.normpath(posixpath.join(folder, aim.partition("#")[0]))
        if picture and not words.strip():
            yield Problem(name, line, None, "a picture has no words for those who do not see it", "write between the brackets what it shows")
        if _ELSEWHERE.match(aim) or not aim:
            continue
        if picture and not (path.endswith(".png") and path.startswith("/".join(name.split("/")[:2])) and (program / path).is_file()):
            yield Problem(name, line, None, f"the picture {aim} is not there, or no PNG", "put a PNG beside the page, and write its path from there")
        if not picture and aim.partition("#")[0].endswith(".md") and path not in targets:
            near = difflib.get_close_matches(path, list(targets), n=1, cutoff=0.7)
            remedy = f"did you mean {posixpath.relpath(near[0], folder)}?" if near else "link to another page, or take the link out"
            yield Problem(name, line, None, f"links to {aim}, which is not there", remedy)


def _page(name: str, text: str, language: str, languages: Sequence[str], known: set[str]) -> Iterator[Problem]:
    if not _HEADING.search(text):
        yield Problem(name, 1, None, "the page has no title", "begin it with a line like # Title")
    for other in languages:
        twin = name.replace(f"playbook/{language}/", f"playbook/{other}/", 1)
        if twin not in known:
            yield Problem(name, 1, None, f"the page is not there in {other}", f"write {twin}, too, or leave the page out in both", warning=True)


def _without_code(text: str) -> str:
    """Give a page with code blanked out and every line where it was."""
    for pattern in (_FENCED, _CODE):
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return text
