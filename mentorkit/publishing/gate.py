"""The gate: every file of the built site is searched for every participant, and for requests to other hosts."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from mentorkit.errors import RunError
from mentorkit.publishing.people import Person, Search
from mentorkit.publishing.reading import name_texts, text_of, texts
from mentorkit.publishing.unwrapping import Unreadable

TEXTS = (".html", ".js", ".css", ".json", ".svg", ".txt", ".xml", ".map", ".cff", "")
THEME = ("pydata_sphinx_theme", "sphinx_book_theme", "sphinx", "sphinx_copybutton", "sphinx_design")
FONTS = (".woff", ".woff2", ".ttf", ".otf", ".eot", ".ico")
_LOADED = re.compile(
    r"""<(?:script|img|iframe|frame|link|source|track|audio|video|embed|object|input|image|use|base|form|portal)\b[^>]*?\s
        (?:(?:src|href|xlink:href|data|poster|action|ping)\s*=\s*["']?\s*|(?:imagesrcset|srcset)\s*=\s*["']?(?:[^"'>]*,)?\s*)
        (?:(?:https?|wss?|ftp):)?//[^"'\s>]+""",
    re.IGNORECASE | re.VERBOSE,
)
_REFRESH = re.compile(r"""<meta\b[^>]*http-equiv\s*=\s*["']?refresh[^>]*url\s*=\s*["']?\s*(?:https?:)?//[^>]*""", re.IGNORECASE)
_CANONICAL = re.compile(r"""\brel\s*=\s*["']?(?:canonical|license|author)\b""", re.IGNORECASE)
_IMPORT = re.compile(r"""(?:@import\s+|url\()\s*["']?(?:https?:)?//""", re.IGNORECASE)
_MOST = 40


def refuse_leaks(site: Path, people: Sequence[Person], made: Collection[str] = (), shipped: Mapping[str, str] | None = None) -> None:
    """
    Refuse a site that holds a participant, a kind of file that cannot be searched, or a request to another host.

    Every text is searched as written, as a reader sees it and as a program reads it: without tags, entities, accents and
    what is unseen; in attributes, scripts, names of files, notes in pictures, and what is encoded in any of them. A PDF or a font
    cannot be searched so; it passes only if this run made it, or it is the theme's own. What cannot be searched does not pass.

    Args:
        made: SHA-256 of what was printed for this site, and of what the book's tools bring along.
        shipped: The text of pages that came with mentorkit, by their path in the site. An invented person of such a page may bear
            somebody's name; what stands in that text is no find on that page.

    Raises:
        RunError: What was found, by pseudonym and file.
    """
    search, faults, passed = Search(people), list[str](), set[str]()
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_symlink():
            faults.append(f"{name}: a link to another file is not published")
        elif path.is_file():
            try:
                faults += _faults(name, path, search, made, passed, (shipped or {}).get(name, ""))
            except Exception as error:  # whatever happens while searching, an unsearched file does not pass
                place = f"a file {path.suffix} in {name.rpartition('/')[0] or 'the first folder'}"
                raise RunError(f"the site is not published: {place} could not be searched ({type(error).__name__})") from None
    if faults:
        more = [f"and {len(faults) - _MOST} more"] if len(faults) > _MOST else []
        raise RunError("the site is not published:\n" + "\n".join([*faults[:_MOST], *more]))


def _faults(name: str, path: Path, search: Search, made: Collection[str], passed: set[str], shipped: str = "") -> Iterator[str]:
    """Give what is wrong with a file; the same bytes under a name of the same kind are searched for people once."""
    shown, data, suffix = _shown(name, search), path.read_bytes(), path.suffix.lower()
    mark = hashlib.sha256(data).hexdigest()
    for person, kind in sorted(_named_in(name, search), key=str):
        yield f"{shown}: the file's name holds {person.pseudonym} ({kind})"
    if suffix in (".pdf", *FONTS) and mark in made:
        return
    if suffix not in (*TEXTS, ".png"):
        yield f"{shown}: files of this kind are not published"
        return
    try:
        known = (suffix != ".png" and mark in made) or f"{mark}{suffix}" in passed
        searched = not known and (search.people or suffix == ".png")
        views = list(texts(data, suffix)) if searched else [] if suffix == ".png" else [text_of(data)]
    except Unreadable as reason:
        yield f"{shown}: {reason}"
        return
    if suffix != ".png":
        yield from (f"{shown}: asks another host: {request}" for request in requests_elsewhere(text_of(data), suffix))
    found = {trace for view in views for trace in (search.new_traces(view) if searched and search.people else ())}
    if found and shipped:
        found -= search.traces(shipped)
    for person, kind in sorted(found, key=str):
        yield f"{shown}: holds {person.pseudonym} ({kind})"
    if not found:
        passed.add(f"{mark}{suffix}")


def theme_files() -> set[str]:
    """Give the SHA-256 of every file that the book's tools bring along: fonts, scripts, style sheets."""
    from importlib.util import find_spec

    places = [Path(spec.origin).parent for name in THEME if (spec := find_spec(name)) and spec.origin]
    return {hashlib.sha256(path.read_bytes()).hexdigest() for place in places for path in place.rglob("*") if path.suffix in (*FONTS, ".js", ".map", ".css")}


def _named_in(name: str, search: Search) -> set[tuple[Person, str]]:
    return {trace for text in name_texts(name) for trace in search.traces(text)} if search.people else set()


def _shown(name: str, search: Search) -> str:
    """Give a file's path, or only its folder where the name itself would tell who it is."""
    return f"{name.rpartition('/')[0] or '.'}/…" if _named_in(name, search) else name


def requests_elsewhere(text: str, suffix: str) -> Iterator[str]:
    """Give what a page, picture or style sheet would load from another host."""
    plain = html.unescape(text)
    if suffix in (".html", ".svg", ".xml"):
        for form in {text, plain}:
            for pattern in (_LOADED, _REFRESH):
                yield from (match[0][:120] for match in pattern.finditer(form) if not _CANONICAL.search(match[0]))
    if suffix in (".html", ".css", ".svg"):
        yield from (match[0][:120] for match in _IMPORT.finditer(text))
