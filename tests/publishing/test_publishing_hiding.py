"""Ways to hide a participant in a built site that people and programs can still read: the gate finds each of them."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import zipfile
import zlib
from pathlib import Path
from urllib.parse import quote

import pytest

from mentorkit.errors import RunError
from mentorkit.publishing.gate import refuse_leaks
from mentorkit.publishing.people import Person

ROW = {"name": "Zoraida María Peña Quiñones", "email": "bodega.sur@correo.example", "phone": "+57 301 555 0199", "document": "CC 1.032.456.789", "source": "mentees.csv:7"}
SOMEBODY = Person.of("c", "A01", ROW)
NAME, MAIL, PHONE = "Zoraida Peña", "bodega.sur@correo.example", "301 555 0199"
SMALL = str.maketrans("abcdefghijklmnoprstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ")


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def letters(first: int, text: str = "zoraida pena") -> str:
    """A text in the letters of another block, which begins at a place."""
    return "".join(chr(first + ord(sign) - ord("a")) if sign.isalpha() else sign for sign in text)


def zipped(text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a", text * 8)
    return buffer.getvalue()


def picture(*chunks: tuple[bytes, bytes], pixels: bytes = zlib.compress(b"\0\0")) -> bytes:
    """A PNG of one point with further chunks."""
    parts = [(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0"), *chunks, (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big") for kind, data in parts)


IN_A_PAGE = {
    "turned by markup": f'<bdo dir="rtl">{NAME[::-1]}</bdo>', "turned by a sign": "\u202e" + NAME[::-1], "turned by style": f'<span style="unicode-bidi:bidi-override;direction:rtl">{MAIL[::-1]}</span>',
    "turned by a script": f'<script>x="{NAME[::-1]}".split("").reverse().join("")</script>', "number turned": f'<span style="direction:rtl;unicode-bidi:bidi-override">{PHONE[::-1]}</span>',
    "numbers of letters": f"<script>String.fromCharCode({','.join(str(ord(one)) for one in NAME)})</script>", "in hexadecimal": f"<script>f({', '.join(hex(ord(one)) for one in NAME)})</script>",
    "pieces in a list": '<script>["Zor","aida"," Pe","ña"].join("")</script>', "pieces put together": '<script>"Zor".concat("aida"," Pe","ña")</script>', "pieces in a template": "<script>`Zor${''}aida Pe${''}ña`</script>",
    "a comment between": '<script>"Zor"/* x */+"aida Pe"+/*y*/"ña"</script>', "lines continued": '<script>"Zor\\\naida Pe\\\nña"</script>', "octal": "<script>'\\132\\157raida Pe\\361a'</script>", "braces": "<script>'\\u{5a}oraida Pe\\u{f1}a'</script>",
    "Latin-1 in base64": f'<div data-x="{encoded(NAME.encode("latin-1"))}">', "UTF-16 in base64": f'<div data-x="{encoded(NAME.encode("utf-16-le"))}">', "base64 twice": f'<div data-x="{encoded(encoded(NAME.encode()).encode())}">',
    "packed in base64": f'<script>var z="{encoded(gzip.compress((NAME * 5).encode()))}"</script>', "hex": f'<div data-x="{NAME.encode().hex()}">', "hex of Latin-1": f'<div data-x="{NAME.encode("latin-1").hex()}">',
    "quoted-printable": "Zoraida=20Pe=C3=B1a", "name of a host": f'<a href="https://{"zoraidapeña.example".encode("idna").decode()}">x</a>', "strings of a style": '<style>a:after{content:"Zor" "aida Pe" "ña"}</style>',
    "fields apart": '<input name="nombre de la persona" value="Zoraida"><input name="apellido de la persona" value="Peña">', "keys between": '<script type="application/json">{"el primer nombre":"Zoraida","cuál es el apellido":"Peña"}</script>',
    "small capitals": "zoraida pena".translate(SMALL), "Lisu": "ꓜꓳꓣꓮꓲꓓꓮ ꓑꓰꓠꓮ", "Cherokee": "Ꮓoraida Ꮲeña", "squares": letters(0x1F170), "circles": letters(0x24D0), "flags": letters(0x1F1E6), "mathematical": letters(0x1D41A),
    "signs nobody sees": "".join(chr(0xE0000 + ord(one)) for one in "Zoraida Pena"), "at for a": "Zor@ida Peñ@", "digits for letters": "Z0r41d4 P3ñ4", "a digit between": "zoraida2pena", "downwards": "<br>".join("Zoraida Peña"),
    "a tag a letter": "<svg>" + "\n".join(f"<tspan>{one}</tspan>" for one in NAME) + "</svg>", "bars between": "Z|o|r|a|i|d|a P|e|ñ|a", "slashes between": "Z/o/r/a/i/d/a P/e/ñ/a", "quoted five times": quote(quote(quote(quote(quote(NAME))))),
    "comments inside": "Zor<!-- x -->aida Pe<!-- > -->ña", "scripts inside": "Zor<script>1</script>aida Pe<style>a{}</style>ña", "something hidden inside": 'Zor<span style="display:none">XX</span>aida Peña', "without quotes": "<img alt=Zoraida title=x data-b=Peña>",
    "underscores": "301_555_0199", "bars": "301|555|0199", "dots": "301•555•0199", "letters for digits": "3O1 555 Ol99", "in words": "tres cero uno, cinco cinco cinco, cero uno nueve nueve", "in English words": "three zero one five five five zero one nine nine",
    "English thousands": "CC 1,032,456,789", "fields of a number": '<input value="301"><input value="555"><input value="0199">', "halves of an address": '<a data-user="bodega.sur" data-domain="correo.example">x</a>', "put together": "<script>u='bodega.sur';d='correo.example'</script>",
    "spaces in an address": "bodega . sur @ correo . example", "dashes in an address": "bodega.sur -at- correo -dot- example", "underscores in an address": "bodega.sur_AT_correo.example",
}
FILES = {
    "profile.png": picture((b"iCCP", NAME.encode("latin-1") + b"\0\0" + zlib.compress(b"p"))), "inprofile.png": picture((b"iCCP", b"p\0\0" + zlib.compress(NAME.encode("latin-1") * 3))), "palette.png": picture((b"sPLT", NAME.encode("latin-1") + b"\0\x08")),
    "entity.png": picture((b"tEXt", b"T\0Zoraida Pe&ntilde;a")), "encoded.png": picture((b"tEXt", b"T\0" + encoded(NAME.encode()).encode())), "xmp.png": picture((b"iTXt", b"XML\0\0\0\0\0<a>Zor</a><a>aida</a> <b>Pe&#241;a</b>")), "time.png": picture((b"tIME", NAME.encode())),
    "script.js.map": json.dumps({"sourcesContent": ["a='Zorai'+\n'da Pe\\u00f1a'"]}).encode(), "data.json": json.dumps({"nombre": "Zoraida", "la letra del apellido": "Peña"}).encode(), "style.css": b".a{--n:'Zor' 'aida Pe\\f1 a'}",
    "searchindex.js": b'Search.setIndex({"titles":{"x":[[0,"zoraida pe\\u00f1a"]]}})',
}
NAMES = ["Zoraida%20Pe%C3%B1a.html", f"{encoded(NAME.encode()).rstrip('=')}.html", "z-o-r-a-i-d-a p-e-n-a.html", "añep-adiaroz.html", "d/301/555/0199/index.html", "d/Pen\u0303a/Zora\u0456da.txt"]
PACKED = {
    "behind.png": picture(pixels=zlib.compress(b"\0\0") + NAME.encode()), "font.woff2": b"wOF2" + NAME.encode(), "font.ttf": b"\0\1\0\0" + NAME.encode(), "icon.ico": b"\0\0\1\0" + NAME.encode(), "zip.html": f'<div data-x="{encoded(zipped(NAME))}">'.encode(),
    "photo.html": f'<img src="data:image/jpeg;base64,{encoded(NAME.encode() * 4)}">'.encode(), "pdf.html": f'<a href="data:application/pdf;base64,{encoded(b"%PDF-1.7")}">x</a>'.encode(),
}


def refused(folder: Path, name: str, data: bytes) -> str:
    """Publish a file and give what the gate says, or an empty text."""
    file = folder / "site" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(data)
    try:
        refuse_leaks(folder / "site", [SOMEBODY])
    except RunError as refusal:
        return str(refusal)
    return ""


@pytest.mark.parametrize("way", IN_A_PAGE)
def test_a_page_hides_nobody(tmp_path: Path, way: str):
    """Turned, taken apart, written in other letters, encoded, or with something between: the person is found, by pseudonym."""
    said = refused(tmp_path, "index.html", f"<!doctype html><html><body><p>{IN_A_PAGE[way]}</p></body></html>".encode())

    assert "index.html: holds c/A01" in said and not re.search("oraid|bodega|0199", said)


def test_a_plain_search_finds_none_of_them():
    """Looking for the name, the address and the number in the pages' text, as grep does, misses every way of this file."""
    assert [way for way, text in IN_A_PAGE.items() if any(sign.casefold() in text.casefold() for sign in (NAME, MAIL, PHONE))] == []


@pytest.mark.parametrize("name", FILES)
def test_a_file_hides_nobody(tmp_path: Path, name: str):
    """Profiles, palettes and notes of pictures, however written; maps, data, styles and the index of the search."""
    assert f"es/{name}: holds c/A01" in refused(tmp_path, f"es/{name}", FILES[name])


@pytest.mark.parametrize("name", NAMES)
def test_a_path_hides_nobody(tmp_path: Path, name: str):
    """A file's path quoted, encoded, spaced, turned, cut into folders, or in look-alike letters."""
    assert "the file's name holds c/A01" in refused(tmp_path, name, b"x")


@pytest.mark.parametrize("name", PACKED)
def test_what_is_packed_inside_does_not_pass(tmp_path: Path, name: str):
    """Something behind the pixels of a picture, a font that is not the theme's, an archive or a photo inside a page."""
    assert name in refused(tmp_path, name, PACKED[name])


@pytest.mark.parametrize("text", [
    "<script>a=[301,302,305,550,555,199,1990]</script>", '<a href="https://correo.example">correo.example</a> sur', "bodega sur, en el norte", "Zoraida llegó temprano; la señora Peña, tarde", "uno dos tres cuatro",
    '<script>["Zor","an"]</script>', "f(72,111,108,97,33,33)", "deadbeefdeadbeefdeadbeef", "<code>\\101\\102</code>", "A.B.C.D.E", "Vea T1, T2 y S03a2b",
])
def test_what_only_resembles_passes(tmp_path: Path, text: str):
    """Lists of numbers, hosts alone, letters in a row, other encoded things: no alarm."""
    assert refused(tmp_path, "index.html", f"<html><body><p>{text}</p></body></html>".encode()) == ""


@pytest.mark.parametrize("text", [" " * 30_000, '"\\' * 8_000, "%41" * 10_000, "<!--" * 5_000, "A" * 60_000, "a@" * 10_000, "<p hidden " * 3_000])
def test_no_text_keeps_the_gate_busy(tmp_path: Path, text: str):
    """Signs in a row that other searches never end on are searched like any page; somebody behind them is found."""
    assert "holds c/A01" in refused(tmp_path, "index.html", f"<html><body>{text}\n<p>{NAME}</p></body></html>".encode())
