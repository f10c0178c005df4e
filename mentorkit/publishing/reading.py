"""What a file of the site says to a reader, a search engine or a curious person: its texts, however they are wrapped."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from mentorkit.publishing.unwrapping import MOST, PNG, Unreadable, views

_DRAWN = {b"IHDR", b"IDAT", b"IEND"}
_KNOWN = _DRAWN | {b"PLTE", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"tIME", b"tEXt", b"zTXt", b"iTXt"}
_LETTERS = re.compile(r"[^\W_]+")
_LATIN = str.maketrans(
    "\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u0262\u029c\u026a\u1d0a\u1d0b\u029f\u1d0d\u0274\u1d0f\u1d18\u0280\ua731\u1d1b\u1d1c\u1d20\u1d21\u028f\u1d22"
    "\ua4d0\ua4d1\ua4d3\ua4d4\ua4d6\ua4d7\ua4d9\ua4da\ua4dc\ua4dd\ua4df\ua4e0\ua4e1\ua4e2\ua4e3\ua4e6\ua4e7\ua4ea\ua4eb\ua4ec\ua4ee\ua4f0\ua4f2\ua4f3\ua4f4"
    "\u13a0\u13a1\u13a2\u13aa\u13ab\u13ac\u13b3\u13b7\u13bb\u13c0\u13c3\u13cf\u13d4\u13d9\u13da\u13de\u13df\u13e2\u13e6\u13f4"
    "\u0430\u0432\u0435\u0437\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u04cf\u0491\u0261\u0131\u0237"
    "\u03b1\u03b2\u03b5\u03b6\u03b7\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03b3\u03c9\u03c3\u03bc\u0585\u057d\u0578\u057c\u0570",
    "abcdefghijklmnoprstuvwyz" "bpdtgkjczfmnlsrvhwxyaeiou" "drtajewmhgzbwvslcpkb" "abe3kmhopctyxijshdqwlrgij" "abeznikvoptuxywouounnh",
)
_DIGITS = str.maketrans("013457", "oieast")
_AT_FOR_A = re.compile(r"(?<=[^\W\d_])@(?![\w-]+\.)|(?<![^\W_])@(?=[^\W\d_]+\b(?!\.))")
_RUN = re.compile(r"\d(?:[\s().+/·•|*~_:‐-―−-]{0,3}\d){6,}|\d{1,3}(?:,\d{3,4}){2,}")
_LIKE_DIGITS = re.compile(r"(?<![^\W_])(?=(?:[^\W_]*\d){1})[\dOolI]+(?:[\s.-]{1,2}[\dOolI]{2,})+(?![^\W_])")
_DIGITS_LIKE = str.maketrans("OolI", "0011")
_NAMES_OF_DIGITS = ("cero uno dos tres cuatro cinco seis siete ocho nueve", "zero one two three four five six seven eight nine")
_DIGIT_OF = {word: str(digit) for words in _NAMES_OF_DIGITS for digit, word in enumerate(words.split())}
_SPOKEN = re.compile(rf"\b(?:{'|'.join(_DIGIT_OF)})\b(?:[\s,.;-]{{1,3}}(?:{'|'.join(_DIGIT_OF)})\b){{6,}}", re.IGNORECASE)


def texts(data: bytes, suffix: str) -> Iterator[str]:
    """
    Give the texts of a file by its kind: a page, script or style sheet as it stands, and what is wrapped in it; a picture's notes.

    Raises:
        Unreadable: It is not what its name says, so that nobody can search it.
    """
    if suffix == ".png":
        yield from png_texts(data)
    else:
        yield from views(text_of(data), suffix, png_texts)


def name_texts(name: str) -> Iterator[str]:
    """Give the texts that a file's path may say: as it stands, its parts as words, unwrapped, and backwards."""
    plain = re.sub(r"[/_.-]", " ", unquote(name))
    for text in (name, plain, plain[::-1]):
        yield from views(unicodedata.normalize("NFC", text), "")


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


def png_texts(data: bytes) -> Iterator[str]:
    """
    Give what a picture holds besides its pixels: notes, the names of profiles and palettes, and what else is no drawing.

    Raises:
        Unreadable: It is no whole PNG, holds a kind of note that is not known, or something behind its pixels or its end.
    """
    if not data.startswith(PNG):
        raise Unreadable("this is no PNG")
    place, kind, pixels = len(PNG), b"", zlib.decompressobj()
    while place + 12 <= len(data) and kind != b"IEND":
        length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        body = data[place + 8 : place + 8 + length]
        if kind not in _KNOWN or len(body) < length or pixels.unused_data:
            raise Unreadable("the picture holds something that is no picture; save it anew without its notes")
        if kind == b"IDAT":
            _pass_over(pixels, body)
        elif kind not in _DRAWN:
            yield from views(_note(kind, body), ".xml")
        place += 12 + length
    if kind != b"IEND" or place != len(data) or pixels.unused_data:
        raise Unreadable("the picture is not whole, or something stands behind its end")


def _pass_over(pixels, body: bytes) -> None:
    """Unpack pixels without keeping them, so that what follows them in their chunk shows."""
    try:
        while body:
            pixels.decompress(body, MOST)
            body = pixels.unconsumed_tail
    except zlib.error:
        raise Unreadable("the picture's pixels cannot be read") from None


def _note(kind: bytes, body: bytes) -> str:
    key, _, rest = body.partition(b"\0")
    if kind == b"iTXt":
        packed, rest = rest[:1] == b"\1", rest[2:]
        *head, rest = rest.split(b"\0", 2)
        key += b" " + b" ".join(head)
    else:
        packed = kind in (b"zTXt", b"iCCP")
        rest = rest[1:] if packed else rest
    if packed:
        unpacking = zlib.decompressobj()
        try:
            rest = unpacking.decompress(rest, MOST)
        except zlib.error:
            raise Unreadable("a note in the picture cannot be read") from None
        if unpacking.unconsumed_tail or unpacking.unused_data:
            raise Unreadable("a note in the picture is too long")
    text = (key + b" " + rest).replace(b"\0", b" ")
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1")


def words_of(text: str) -> list[str]:
    """Give the words of a text as they are compared: small letters of the Latin alphabet without accents."""
    return [plain_word(word) for word in _LETTERS.findall(_AT_FOR_A.sub("a", text) if "@" in text else text)]


@lru_cache(maxsize=400_000)
def plain_word(word: str) -> str:
    """
    Give a word without case and accents; letters that look like Latin ones count as those.

    >>> plain_word("Peña"), plain_word("Ζοrаidа"), plain_word("Z0r41d4"), plain_word("ᴢᴏʀᴀɪᴅᴀ")
    ('pena', 'zoraida', 'zoraida', 'zoraida')
    """
    if word.isascii():
        small = word.lower()
    else:
        folded = unicodedata.normalize("NFKD", word.casefold().translate(_LATIN))
        small = "".join(letter for letter in folded if not unicodedata.combining(letter)).translate(_LATIN)
        small = small.replace("ø", "o").replace("ł", "l").replace("đ", "d").replace("ß", "ss").replace("æ", "ae").replace("œ", "oe")
    mixed = len(small) >= 4 and not small.isalpha() and sum(map(str.isalpha, small)) >= 2 and not small[0].isdigit()
    return small.translate(_DIGITS) if mixed else small


@lru_cache(maxsize=400_000)
def canonical_address(address: str) -> str:
    """Give an e-mail address as it is compared: no case, no accents, no dots before the @, no +tag."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", address).casefold().translate(_LATIN))
    local, _, domain = "".join(letter for letter in text if not unicodedata.combining(letter)).strip(" .").rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain.strip('.')}"


def digit_runs(text: str) -> set[str]:
    """Give the runs of digits that a reader may take for one number; letters that look like digits count, and digits said in words."""
    runs = {_digits(run) for run in set(_RUN.findall(text))}
    runs |= {_digits(match[0].translate(_DIGITS_LIKE)) for match in _LIKE_DIGITS.finditer(text)}
    return runs | {"".join(_DIGIT_OF[word] for word in re.findall(r"[a-z]+", match[0].lower())) for match in _SPOKEN.finditer(text)}


def _digits(run: str) -> str:
    if not run.isascii():
        run = "".join(str(unicodedata.digit(one, "")) if one.isdigit() else one for one in run)
    return re.sub(r"\D", "", run)
