"""Bytes to text, with the encoding recognised and named."""

from __future__ import annotations

import codecs

from mentorkit.errors import Problem, ProblemsError

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """
    Decode text and tell how it was encoded.

    UTF-8 (with and without byte order mark), UTF-32 with mark, UTF-16 (with mark, or recognised by its zero bytes) and
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
            return _strictly(data[len(mark):], codec, label, name), label
    if data[:4000].count(0) > len(data[:4000]) // 4:
        codec = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return _strictly(data, codec, "UTF-16 without a mark", name), "UTF-16 without a mark"
    codec, label = ("utf-8", "UTF-8") if b"\0" in data or _is_utf_8(data) else ("cp1252", "Windows-1252 (cp1252)")
    return _strictly(data, codec, label, name), label


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _strictly(data: bytes, codec: str, label: str, name: str) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise _no_text(name, label, data[: error.start].decode(codec, "ignore")) from None
    if "\0" in text:
        raise _no_text(name, label, text[: text.index("\0")])
    return text


def _no_text(name: str, label: str, before: str) -> ProblemsError:
    line = before.count("\n") + 1
    return ProblemsError([Problem(name, line, None, f"the bytes are no text in {label}", 'save it again as "CSV UTF-8"')])
