"""What a programme's own pages break: links and pictures that lead nowhere, pages without a title or without a twin."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mentorkit.errors import Problem
from mentorkit.model.catalogue import catalogue
from mentorkit.publishing.sources import DECISIONS, own_pages, page_files

_FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]+`")
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(\s*<?([^)\s>]*)>?[^)]*\)")
_HEADING = re.compile(r"^# +\S", re.MULTILINE)
_SECTION = re.compile(r"^#{1,3} +(.+?) *$", re.MULTILINE)
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|#)", re.IGNORECASE)


def page_problems(program: Path, languages: Sequence[str]) -> list[Problem]:
    """
    Give what is wrong with the pages and sessions that a programme has in its own words, in the language of each.

    Shipped pages are not looked at: where they link to something that the programme leaves out, the site shows the words
    without the link.
    """
    files = {language: page_files(program, language) for language in languages}
    known = {name for each in files.values() for name in each}
    found: list[Problem] = []
    for language in languages:
        for name in own_pages(program, files[language]):
            text = _without_code(files[language][name].read_text(encoding="utf-8", errors="replace"))
            found += _links(program, name, text, files[language], language)
            if name.startswith("playbook/"):
                found += _page(name, text, language, languages, known)
    return sorted(found)


def _problem(name: str, line: int, kind: str, language: str, warning: bool = False, **values: str) -> Problem:
    said = catalogue("publishing", "links")[kind]
    problem, remedy = (said[part][language].format(**values) for part in ("problem", "remedy"))
    return Problem(name, line, None, problem, remedy, warning=warning)


def _links(program: Path, name: str, text: str, targets: Mapping[str, Path], language: str) -> Iterator[Problem]:
    folder = posixpath.dirname(name)
    for match in _LINK.finditer(text):
        picture, words, aim = match.groups()
        line = text.count("\n", 0, match.start()) + 1
        page, _, mark = aim.partition("#")
        path = posixpath.normpath(posixpath.join(folder, page))
        if picture and not words.strip():
            yield _problem(name, line, "no-words", language)
        if _ELSEWHERE.match(aim) or not aim:
            continue
        if picture and not (path.endswith(".png") and path.startswith("/".join(name.split("/")[:2])) and (program / path).is_file()):
            yield _problem(name, line, "no-picture", language, aim=aim)
        elif not picture and page.endswith(".md") and path not in targets:
            near = difflib.get_close_matches(path, list(targets), n=1, cutoff=0.7)
            yield _problem(name, line, "near" if near else "nowhere", language, aim=aim, near=posixpath.relpath(near[0], folder) if near else "")
        elif not picture and mark and path.startswith("playbook/") and mark not in (there := sections(targets[path].read_text(encoding="utf-8", errors="replace"))):
            near = difflib.get_close_matches(mark, there, n=3, cutoff=0) or ["–"]
            yield _problem(name, line, "no-section", language, page=page, mark=mark, near=", ".join(f"#{one}" for one in near))


def sections(text: str) -> list[str]:
    """
    Give the marks by which a link reaches the sections of a page, as the book makes them.

    >>> sections("# Un título\\n\\n## ¿Qué, y cuándo?\\n\\n## ¿Qué, y cuándo?\\n")
    ['un-título', 'qué-y-cuándo', 'qué-y-cuándo-1']
    """
    found: list[str] = []
    for title in _SECTION.findall(_FENCED.sub("", text)):
        plain = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        same = sum(one == plain or re.fullmatch(rf"{re.escape(plain)}-\d+", one) is not None for one in found)
        found.append(f"{plain}-{same}" if same else plain)
    return found


def _page(name: str, text: str, language: str, languages: Sequence[str], known: set[str]) -> Iterator[Problem]:
    if not _HEADING.search(text):
        yield _problem(name, 1, "no-title", language)
    for other in languages:
        twin = DECISIONS[other] if name in DECISIONS.values() else name.replace(f"playbook/{language}/", f"playbook/{other}/", 1)
        if twin not in known:
            yield _problem(name, 1, "no-twin", language, warning=True, other=other, twin=twin)


def _without_code(text: str) -> str:
    """Give a page with code blanked out and every line where it was."""
    for pattern in (_FENCED, _CODE):
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return text
