"""The forms in which a text may be read: as written, unwrapped, without its tags, its strings in a row, backwards; and what is encoded in it."""

from __future__ import annotations

import base64
import binascii
import html
import re
import unicodedata
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

MOST = 1_000_000
"""Signs that are unpacked from something small, at most."""
_PACKED = (b"PK\x03\x04", b"\xff\xd8\xff", b"%PDF", b"wOF", b"GIF8", b"RIFF", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf")
_DATA = re.compile(r"""data:(?!image/(?:png|svg\+xml)\b|text/|application/(?:ld\+)?json\b)[a-z]+/[\w.+-]+[;,]""", re.IGNORECASE)
_TAG = re.compile(r"<!--|-->|<[^<>]*>")
_UNSHOWN = re.compile(r"<!--|<(script|style)\b|<(\w+)\b[^<>]*\b(?:display:\s*none|hidden)\b[^<>]*>[^<]*</\2\s*>", re.IGNORECASE)
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]|[\U000e0000-\U000e0fff]")
_TAGGED = re.compile("[\U000e0020-\U000e007e]")
_SYMBOL = re.compile("[\U0001f150-\U0001f1ff]")
_SYMBOLS = {first + place: chr(ord("a") + place) for first in (0x1F150, 0x1F170, 0x1F1E6) for place in range(26)}
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_][\s.·•*_~|/,+-]{1,4}){3,}[^\W\d_](?![^\W_])")
_JOINTS = re.compile(r"""\\\n|\$\{[^{}]{0,40}\}|(["'`])(?:\s|\\[nrt]|/\*.{0,80}?\*/){0,8}\+?(?:\s|\\[nrt]|/\*.{0,80}?\*/){0,8}(["'`])""")
_STRING = re.compile(r"""(?:"((?:[^"\\\n]|\\.){0,3000})"|'((?:[^'\\\n]|\\.){0,3000})'|=([^\s"'<>=`]+))(\s*:)?""")
_ATTRIBUTE = re.compile(r"""(?<![\w-])([a-z][\w-]{0,60})\s{0,9}=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+))""", re.IGNORECASE)
_TOLD = re.compile(r"(?:value|alt|title|content|label|placeholder|summary|aria-label|data-.*)$", re.IGNORECASE)
_BACKWARDS = re.compile(r"\u202e|bidi-override|<bdo\b|\.reverse\(|direction\s*:\s*rtl", re.IGNORECASE)
_ESCAPE = re.compile(r"\\{1,4}(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-9a-fA-F]{2,6})\s?)")
_OCTAL = re.compile(r"\\([0-3][0-7]{2})")
_PRINTABLE = re.compile(r"(?:=[0-9A-F]{2})+")
_QUOTED_PRINTABLE = re.compile(r"=(?:C3=[89AB][0-9A-F]|20[A-Z])")
_CODES = re.compile(r"(?:0x[0-9a-f]{2,3}|\d{2,3})(?:\s*,\s*(?:0x[0-9a-f]{2,3}|\d{2,3})){5,}", re.IGNORECASE)
_HEX = re.compile(r"\b(?:[0-9a-f]{2}){8,}\b", re.IGNORECASE)
_PUNYCODE = re.compile(r"\bxn--([a-z0-9-]+)", re.IGNORECASE)
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
PNG = b"\x89PNG\r\n\x1a\n"


class Unreadable(Exception):
    """Something that cannot be searched, and why."""


def views(text: str, suffix: str, picture=lambda _: ()) -> Iterator[str]:
    """
    Give the forms in which a text may be read; what is encoded in it is unwrapped, too.

    Args:
        text: A page, script, style sheet or note.
        suffix: Its kind; a page also has forms without tags, split and joined.
        picture: Gives the notes of a picture that stands in the text, from its bytes.

    Raises:
        Unreadable: Something is packed in it that nobody can search.
    """
    if found := _DATA.search(text):
        raise Unreadable(f"it holds something that cannot be searched ({found[0].rstrip(';,')})")
    hidden: list[str] = []
    text = _ENCODED.sub(lambda match: _kept(match[0], hidden, picture), text)
    unwrapped = _unwrapped(text)
    forms = [text, unwrapped, _JOINTS.sub("", unwrapped), *_told_strings(unwrapped), *_rare_forms(text, unwrapped)]
    if suffix in (".html", ".svg", ".xml"):
        shown = _shown(text)
        forms += [_unwrapped(_TAG.sub(mark, one)) for mark in (" ", "") for one in (text, shown)]
        forms.append(_attribute_values(unwrapped))
    yield from {_as_read(form) for form in [*forms, *hidden, *_codes(text), *_codes(unwrapped)]}


def _shown(text: str) -> str:
    """Give a page without its comments, scripts and styles, and without what is hidden; what is opened and never closed stays."""
    small, parts, place, unclosed = text.lower(), [], 0, set()
    while found := _UNSHOWN.search(text, place):
        parts.append(text[place : found.start()])
        ends = "-->" if found[0] == "<!--" else f"</{found[1].lower()}" if found[1] else ""
        end = found.end() if not ends else -1 if ends in unclosed else small.find(ends, found.end())
        if end < 0:
            unclosed.add(ends)
            parts.append(found[0])
            end = found.end()
        elif ends:
            end += len(ends)
            end = end if ends == "-->" else small.find(">", end) + 1 or len(text)
        place = end
    return "".join([*parts, text[place:]])


def _as_read(text: str) -> str:
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text.translate(_SYMBOLS) if _SYMBOL.search(text) else text))
    return _SPACED.sub(lambda match: re.sub(r"[\W_]", "", match[0]), text)


def _told_strings(text: str) -> tuple[str, str]:
    """Give the strings of each line in a row, apart and joined: attributes, data, pieces of a script; names of keys are left out."""
    rows = ([one or other or bare for one, other, bare, key in _STRING.findall(line) if not key] for line in text.splitlines() if line.count('"') + line.count("'") + line.count("=") > 1)
    kept = [row for row in rows if len(row) > 1]
    return "\n".join(" ".join(row) for row in kept), "\n".join("".join(row) for row in kept)


def _attribute_values(text: str) -> str:
    """Give what attributes of the same name say, one after another."""
    found: dict[str, list[str]] = {}
    for name, *values in _ATTRIBUTE.findall(text):
        if _TOLD.match(name):
            found.setdefault(name.lower(), []).append("".join(values))
    return "\n\n".join("\n".join(values) for values in found.values())


def _rare_forms(written: str, text: str) -> Iterator[str]:
    """Give the forms that only few texts have: backwards, octal, quoted-printable, and in signs that nobody sees."""
    if _BACKWARDS.search(text):
        yield "\n".join(line[::-1] for line in text.splitlines())
    if _OCTAL.search(written):
        yield _OCTAL.sub(lambda match: chr(int(match[1], 8)), written)
    if _QUOTED_PRINTABLE.search(text):
        yield _PRINTABLE.sub(lambda match: bytes.fromhex(match[0].replace("=", "")).decode("utf-8", "replace"), text)
    if _TAGGED.search(text):
        yield _TAGGED.sub(lambda match: chr(ord(match[0]) - 0xE0000), text)


def _kept(token: str, hidden: list[str], picture) -> str:
    """Give a token as it stands, with what it hides put aside; a picture's bytes are no text and leave a space."""
    before = len(hidden)
    hidden += _decoded(token, picture)
    return " " if len(hidden) > before and len(token) > 200 else token


def _unwrapped(text: str) -> str:
    """Give a text with entities, addresses' percent signs and escapes of scripts and styles read."""
    for _ in range(6):
        before = text
        text = html.unescape(text)
        text = unquote(text) if "%" in text else text
        text = _ESCAPE.sub(_character, text) if "\\" in text else text
        if text == before:
            break
    return text


def _character(match: re.Match[str]) -> str:
    code = int(next(group for group in match.groups() if group), 16)
    return chr(code) if 31 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _decoded(token: str, picture, depth: int = 3) -> Iterator[str]:
    """Give what base64 hides: text in whatever encoding, a picture's notes, something packed."""
    try:
        data = base64.b64decode(token.translate(str.maketrans("-_", "+/")).rstrip("=") + "=" * (-len(token.rstrip("=")) % 4), validate=True)
    except (binascii.Error, ValueError):
        return
    if data.startswith(PNG):
        yield " ".join(picture(data))
    elif len(data) > 60 and data.startswith(_PACKED):
        raise Unreadable("something is packed in it that cannot be searched")
    elif (text := _text_in(unpacked(data) or data)) is not None:
        yield _unwrapped(text)
        for inner in _ENCODED.findall(text) if depth else ():
            yield from _decoded(inner, picture, depth - 1)


def unpacked(data: bytes) -> bytes:
    """Give what gzip or zlib packed, at most a million bytes, or nothing."""
    if data[:2] != b"\x1f\x8b" and data[:1] != b"\x78":
        return b""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(data, MOST)
    except zlib.error:
        return b""


def _text_in(data: bytes) -> str | None:
    """Give bytes as text where they are some: UTF-8, UTF-16, or Latin-1 that is letters for the most part."""
    if data.count(0) * 3 > len(data):
        for order in ("utf-16-le", "utf-16-be"):
            text = data.decode(order, "replace")
            if _mostly_letters(text):
                return text
    try:
        text = data.decode("utf-8")
        return text if text.isprintable() or "<" in text or _mostly_letters(text) else None
    except UnicodeDecodeError:
        text = data.decode("latin-1")
        return text if _mostly_letters(text) else None


def _mostly_letters(text: str) -> bool:
    return sum(sign.isalpha() or sign in " @.\n" for sign in text) >= 0.85 * len(text)


def _codes(text: str) -> Iterator[str]:
    """Give what is written as numbers of characters, in hexadecimal, or as the name of a host."""
    for match in _CODES.finditer(text):
        codes = [int(one, 16 if one.lower().startswith("0x") else 10) for one in re.findall(r"\w+", match[0])]
        if _mostly_letters(told := "".join(map(chr, codes))):
            yield told
    for match in _HEX.finditer(text):
        if (told := _text_in(bytes.fromhex(match[0]))) is not None:
            yield told
    for match in _PUNYCODE.finditer(text):
        try:
            yield match[1].encode().decode("punycode")
        except UnicodeError:
            continue
