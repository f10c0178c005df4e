"""The gate: the built site is searched for every participant, and for requests to other hosts."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mentorkit.errors import RunError
from mentorkit.model.words import folded

TEXTS = (".html", ".js", ".css", ".json", ".svg", ".txt", ".xml")
ALLOWED = (*TEXTS, ".png", ".ico", ".woff", ".woff2", ".ttf", ".map", ".nojekyll", ".mentorkit-site", "")
_REQUEST = re.compile(
    r"""<(?:script|img|iframe|link|source|audio|video|embed|object)\b[^>]*?\s(?:src|href|data|srcset)\s*=\s*["']?(?:https?:)?//[^"'\s>]+""", re.IGNORECASE
)
_CANONICAL = re.compile(r"""\brel\s*=\s*["']?(?:canonical|license|author)\b""", re.IGNORECASE)
_IMPORT = re.compile(r"""(?:@import\s+|url\()\s*["']?(?:https?:)?//""", re.IGNORECASE)


@dataclass(frozen=True)
class Person:
    """What a person could be recognised by; `pseudonym` is what the gate says instead."""

    pseudonym: str
    tokens: tuple[str, ...]

    @classmethod
    def of(cls, cohort: str, id: str, row) -> Person:
        """Give the tokens of a row of people: whole name, e-mail, digits of the phone."""
        tokens = []
        name, email, phone = (row.get(key) for key in ("name", "email", "phone"))
        if isinstance(name, str) and len(_letters(name)) >= 6 and " " in name.strip():
            tokens.append(_letters(name))
        if isinstance(email, str):
            tokens.append(_letters(email))
        if isinstance(phone, str) and len(digits := re.sub(r"\D", "", phone)) >= 7:
            tokens.append(digits[-10:])
        return cls(f"{cohort}/{id}", tuple(tokens))


def refuse_leaks(site: Path, people: Sequence[Person], made: Collection[str] = ()) -> None:
    """
    Refuse a site that holds a participant, an unknown kind of file, or a request to another host.

    The text of every page is searched as a reader and as a search engine see it: without tags,
    entities and accents, attributes included. A PDF cannot be searched so; it passes only if this run made it.

    Args:
        site: The built site.
        people: Everybody to look for.
        made: SHA-256 of the worksheets that were printed for this site.

    Raises:
        RunError: What was found, by pseudonym and file.
    """
    faults = []
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        name = file.relative_to(site).as_posix()
        printed = file.suffix.lower() == ".pdf" and hashlib.sha256(file.read_bytes()).hexdigest() in made
        if file.suffix.lower() not in ALLOWED and not printed:
            faults.append(f"{name}: files of this kind are not published")
        if file.suffix.lower() in TEXTS:
            text = file.read_text(encoding="utf-8", errors="replace")
            faults += [f"{name}: asks another host: {request}" for request in requests_elsewhere(text, file.suffix)]
            faults += [f"{name}: holds {person.pseudonym}" for person in _found(text, people)]
        faults += [f"{name}: the file's name holds {person.pseudonym}" for person in _found(name, people)]
    if faults:
        raise RunError("the site is not published:\n" + "\n".join(faults))


def requests_elsewhere(text: str, suffix: str) -> Iterator[str]:
    """Give what a page or style sheet would load from another host."""
    if suffix == ".html":
        for match in _REQUEST.finditer(text):
            if not _CANONICAL.search(match[0]):
                yield match[0][:120]
    if suffix in (".html", ".css"):
        yield from (match[0][:120] for match in _IMPORT.finditer(text))


def _found(text: str, people: Sequence[Person]) -> list[Person]:
    if not people:
        return []
    bare = html.unescape(re.sub(r"<[^>]*>", "", text))
    haystacks = {_letters(html.unescape(text)), _letters(bare)}
    digits = {re.sub(r"\D", "", re.sub(r"[\s().+-]+(?=\d)", "", one)) for one in re.findall(r"[\d\s().+-]{7,}", text + bare)}
    return [
        person for person in people
        if any(token in haystack for token in person.tokens if not token.isdigit() for haystack in haystacks)
        or any(token in run for token in person.tokens if token.isdigit() for run in digits)
    ]


def _letters(text: str) -> str:
    """Give letters, digits and the marks of addresses alone, without accents and case."""
    decomposed = unicodedata.normalize("NFKD", folded(text))
    return "".join(character for character in decomposed if character.isalnum() or character in "@._")
