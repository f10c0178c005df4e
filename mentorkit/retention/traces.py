"""Traces of one person in text: what to look for, and where it stands."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mentorkit.model.words import folded

_DIGITS = 7
_ZIPPED = (".xlsx", ".xlsm", ".ods", ".zip", ".docx")
_CLOSED = (".pdf", ".png", ".jpg", ".jpeg", ".xls")


@dataclass(frozen=True)
class Person:
    """What a person is recognised by: ids, e-mail, name as they are written, and the digits of the phone."""

    ids: tuple[str, ...]
    email: str = ""
    name: str = ""
    phone: str = ""

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = [bare(text) for text in (*self.ids, self.email, self.name) if len(bare(text)) > 1]
        parts = [r"[\s._,-]+".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True)]
        if len(digits := _digits(self.phone)) >= _DIGITS:
            parts.append(r"(?:\+?\d{1,3}[\s().-]*)?" + r"[\s().-]*".join(digits[-10:]))
        return re.compile(rf"(?<![\w@])(?:{'|'.join(parts)})(?!\w)")

    def stands_in(self, text: str) -> bool:
        """Tell whether any of it stands in a text, as a whole word, without regard to case and accents."""
        return bool(self._pattern.search(bare(text)))

    def without(self, text: str, mark: str = "") -> str:
        """
        Give a text without any of it.

        >>> Person(("m7",), name="Ana Ríos").without("Hablé con ANA RIOS; m7; m70", "[…]")
        'Hablé con […]; […]; m70'
        """
        plain = bare(text)
        if len(plain) != len(text):  # some letters have more than one plain one: the whole text goes
            return mark if self.stands_in(text) else text
        result, last = [], 0
        for found in self._pattern.finditer(plain):
            result += [text[last: found.start()], mark]
            last = found.end()
        return "".join([*result, text[last:]])


def bare(text: str) -> str:
    """Give a text without case and accents, letter for letter where that can be."""
    return "".join(_bare_letter(letter) for letter in unicodedata.normalize("NFC", text))


def _bare_letter(letter: str) -> str:
    plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)).casefold()
    return plain if len(plain) == 1 else letter.casefold()


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)


def same(one: str, other: str) -> bool:
    """Tell whether two cells hold the same value."""
    return folded(one) == folded(other)


def traces(folder: Path, person: Person) -> Iterator[tuple[str, str]]:
    """
    Give every file of a folder that holds the person, or that cannot be looked into: its path and `holds` or `closed`.

    Names of files and folders, text in any usual encoding, and the inside of workbooks and archives are searched.
    """
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        suffix = path.suffix.casefold()
        if person.stands_in(name.replace("/", " ").rsplit(".", 1)[0]):
            yield name, "holds"
        elif suffix in _CLOSED or (texts := _texts(path.read_bytes(), suffix)) is None:
            yield name, "closed"
        elif any(map(person.stands_in, texts)):
            yield name, "holds"


def _texts(data: bytes, suffix: str) -> list[str] | None:
    """Give what a file says, or None where it cannot be opened: locked by a password, damaged, or packed in a way of its own."""
    if suffix not in _ZIPPED:
        return [data.decode("utf-8", "replace"), data.decode("utf-16" if b"\0" in data[:4000] else "cp1252", "replace")]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [re.sub(r"<[^>]*>", " ", archive.read(entry).decode("utf-8", "replace")) for entry in archive.namelist()]
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError):
        return None
