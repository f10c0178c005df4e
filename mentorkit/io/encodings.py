"""Bytes to text, with the encoding recognised and named."""

from __future__ import annotations

import codecs

from mentorkit.errors import Problem, ProblemsError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """
    Decode text and tell how it was encoded.

    UTF-8 (with and without byte order mark), UTF-16 (with mark, or recognised by its zero bytes) and
    Windows' cp1252 are told apart; anything else is refused.

    Args:
        data: The file's bytes.
        name: How the message calls the file.

    Returns:
        The text and the name of its encoding.

    Raises:
        ProblemsError: The bytes are no text.
    """
    for mark, codec, label in _MARKS:
        if data.startswith(mark):
            return _strictly(data, codec, label, name), label
    if data[:4000].count(0) > len(data[:4000]) // 4:
        codec = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return _strictly(data, codec, "UTF-16 without a mark", name), "UTF-16 without a mark"
    try:
        text, label = data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise _no_text(name, "UTF-8", data, error.start) from None
        text, label = _strictly(data, "cp1252", "Windows-1252 (cp1252)", name), "Windows-1252 (cp1252)"
    if "\0" in text:
        raise _no_text(name, label, data, data.index(b"\0"))
    return text, label


def _strictly(data: bytes, codec: str, label: str, name: str) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise _no_text(name, label, data, error.start) from None
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise _no_text(name, label, data, 0)
    return text


def _no_text(name: str, label: str, data: bytes, place: int) -> ProblemsError:
    line = data[:place].count(b"\n") + 1
    return ProblemsError([Problem(name, line, None, f"the bytes are no text in {label}", 'save it again as "CSV UTF-8"')])
