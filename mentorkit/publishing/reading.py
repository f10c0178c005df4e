"""What a file of the site says to a reader, a search engine or a curious person: its texts, however they are wrapped."""

from __future__ import annotations

import base64
import binascii
import html
import re
import unicodedata
import zlib
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

PNG = b"\x89PNG\r\n\x1a\n"
_SHOWN = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"tIME"}
_TOLD = {b"tEXt", b"zTXt", b"iTXt"}
_MOST = 1_000_000
_TAG = re.compile(r"<!--|-->|<[^<>]*>")
_LETTERS = re.compile(r"[^\W_]+")
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]|[\U000e0000-\U000e0fff]")
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_][\s.·*_-]{1,3}){4,}[^\W\d_](?![^\W_])")
_JOINT = re.compile(r"""(["'`])\s*\+\s*(["'`])""")
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]{1,6})\}|\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\([0-9a-fA-F]{2,6})\s?")
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_LATIN = str.maketrans(
    "\u0430\u0432\u0435\u0437\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u04cf\u0491\u0261\u0131\u0237"
    "\u03b1\u03b2\u03b5\u03b6\u03b7\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03b3\u03c9\u03c3\u03bc\u0585\u057d\u0578\u057c\u0570",
    "abe3kmhopctyxijshdqwlrgij" "abeznikvoptuxywouounnh",
)
_DIGITS = str.maketrans("013457", "oieast")
_RUN = re.compile(r"\d(?:[\s().+/·:‐-―−-]{0,3}\d){6,}")


class Unreadable(Exception):
    """A file that cannot be searched, and why."""


def texts(data: bytes, suffix: str) -> Iterator[str]:
    """
    Give the texts of a file by its kind: a page, script or style sheet as it stands, and what is wrapped in it; a picture's notes.

    Raises:
        Unreadable: It is not what its name says, so that nobody can search it.
    """
    if suffix == ".png":
        yield from png_texts(data)
    else:
        yield from _views(text_of(data), suffix)


def text_of(data: bytes) -> str:
    """
    Give the text of a page, script or style sheet.

    Raises:
        Unreadable: It is none.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("this is no text in UTF-8") from None
    if "\0" in text:
        raise Unreadable("this is no text")
    return text


def _views(text: str, suffix: str) -> Iterator[str]:
    """Give a text as written and unwrapped; a page also without its tags, split and joined; and what base64 hides in it."""
    hidden: list[str] = []
    text = _ENCODED.sub(lambda match: _kept(match[0], hidden), text)
    unwrapped = _unwrapped(text)
    forms = [text, unwrapped, *([_JOINT.sub("", unwrapped)] if _JOINT.search(unwrapped) else [])]
    if suffix in (".html", ".svg", ".xml"):
        forms += [_unwrapped(_TAG.sub(mark, text)) for mark in (" ", "")]
    for plain in {_spaced_letters_joined(_UNSEEN.sub("", unicodedata.normalize("NFKC", form))) for form in [*forms, *hidden]}:
        yield plain


def _kept(token: str, hidden: list[str]) -> str:
    """Give a token as it stands, with what it hides put aside; a picture's bytes are no text and leave a space."""
    before = len(hidden)
    hidden += _decoded(token)
    return " " if len(hidden) > before and len(token) > 200 else token


def _unwrapped(text: str) -> str:
    """Give a text with entities, addresses' percent signs and escapes of scripts and styles read."""
    for _ in range(3):
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


def _decoded(token: str) -> Iterator[str]:
    """Give what base64 hides, where it is text or a picture."""
    try:
        data = base64.b64decode(token.translate(str.maketrans("-_", "+/")).rstrip("=") + "=" * (-len(token.rstrip("=")) % 4), validate=True)
    except (binascii.Error, ValueError):
        return
    if data.startswith(PNG):
        yield " ".join(png_texts(data))
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return
        if text.isprintable() or "<" in text:
            yield _unwrapped(text)


def png_texts(data: bytes) -> Iterator[str]:
    """
    Give the notes in a picture.

    Raises:
        Unreadable: It is no whole PNG, holds a kind of note that is not known, or something behind its end.
    """
    if not data.startswith(PNG):
        raise Unreadable("this is no PNG")
    place, kind = len(PNG), b""
    while place + 12 <= len(data) and kind != b"IEND":
        length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        body = data[place + 8 : place + 8 + length]
        if kind not in _SHOWN | _TOLD or len(body) < length:
            raise Unreadable("the picture holds something that is no picture; save it anew without its notes")
        if kind in _TOLD:
            yield unicodedata.normalize("NFKC", _note(kind, body))
        place += 12 + length
    if kind != b"IEND" or place != len(data):
        raise Unreadable("the picture is not whole, or something stands behind its end")


def _note(kind: bytes, body: bytes) -> str:
    key, _, rest = body.partition(b"\0")
    packed = kind == b"zTXt" or (kind == b"iTXt" and rest[:1] == b"\1")
    if kind == b"iTXt":
        head, rest = rest[2:].split(b"\0", 2)[:2], rest[2:].split(b"\0", 2)[-1]
        key += b" " + b" ".join(head)
    elif kind == b"zTXt":
        rest = rest[1:]
    if packed:
        unpacked = zlib.decompressobj()
        try:
            rest = unpacked.decompress(rest, _MOST)
        except zlib.error:
            raise Unreadable("a note in the picture cannot be read") from None
        if unpacked.unconsumed_tail:
            raise Unreadable("a note in the picture is too long")
    text = key + b" " + rest
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1")


def words_of(text: str) -> list[str]:
    """Give the words of a text as they are compared: small letters of the Latin alphabet without accents."""
    return [plain_word(word) for word in _LETTERS.findall(text)]


@lru_cache(maxsize=400_000)
def plain_word(word: str) -> str:
    """
    Give a word without case and accents; letters that look like Latin ones count as those.

    >>> plain_word("Peña"), plain_word("Ζοrаidа"), plain_word("Z0raida")
    ('pena', 'zoraida', 'zoraida')
    """
    if word.isascii():
        small = word.lower()
    else:
        folded = unicodedata.normalize("NFKD", word.casefold().translate(_LATIN))
        small = "".join(letter for letter in folded if not unicodedata.combining(letter)).translate(_LATIN)
        small = small.replace("ø", "o").replace("ł", "l").replace("đ", "d").replace("ß", "ss").replace("æ", "ae").replace("œ", "oe")
    mixed = not small.isalpha() and sum(map(str.isalpha, small)) >= 3 and sum(map(str.isdigit, small)) <= 2
    return small.translate(_DIGITS) if mixed else small


@lru_cache(maxsize=400_000)
def canonical_address(address: str) -> str:
    """Give an e-mail address as it is compared: no case, no accents, no dots before the @, no +tag."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", address).casefold().translate(_LATIN))
    local, _, domain = "".join(letter for letter in text if not unicodedata.combining(letter)).strip(" .").rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain.strip('.')}"


def digit_runs(text: str) -> set[str]:
    """Give the runs of digits that a reader may take for one number."""
    return {_digits(run) for run in set(_RUN.findall(text))}


def _digits(run: str) -> str:
    if not run.isascii():
        run = "".join(str(unicodedata.digit(one, "")) if one.isdigit() else one for one in run)
    return re.sub(r"\D", "", run)


def _spaced_letters_joined(text: str) -> str:
    return _SPACED.sub(lambda match: re.sub(r"[\W_]", "", match[0]), text)
