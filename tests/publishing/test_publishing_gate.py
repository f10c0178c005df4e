"""The gate finds participants in whatever form they stand, lets nothing pass that it cannot search, and names nobody itself."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import random
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.errors import RunError
from mentorkit.publishing.gate import refuse_leaks, requests_elsewhere
from mentorkit.publishing.people import Person, Search, one_typo

WROTE = "Quiero llegar a jefa de bodega antes de que mi hija entre al colegio y devolver lo prestado"
ROW = {
    "name": "Zoraida María Peña Quiñones", "email": "Zoraida.pq87@Correo.example", "phone": "+57 301 555 0199", "goals": WROTE,
    "guardian_name": "Wilmer Peña Ocampo", "document": "CC 1.032.456.789", "birth_year": "2004", "source": "mentees.csv:7",
}
SOMEBODY = Person.of("c", "A01", ROW)
NAME, MAIL, PHONE = "Zoraida Peña", "zoraida.pq87@correo.example", "301 555 0199"
LOOKS = str.maketrans("aeopcx", "аеорсх")  # Cyrillic letters that look the same


def refused(folder: Path, name: str, content: str | bytes, people=(SOMEBODY,)) -> str:
    """Publish a file and give what the gate says, or an empty text."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    try:
        refuse_leaks(folder, list(people))
    except RunError as refusal:
        return str(refusal)
    finally:
        file.unlink()
    return ""


def page(text: str) -> str:
    return f"<!doctype html><html><head><title>t</title></head><body>{text}</body></html>"


def picture(*chunks: tuple[bytes, bytes], tail: bytes = b"") -> bytes:
    """A PNG of one point with further chunks."""
    parts = [(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0"), *chunks, (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big") for kind, data in parts) + tail


NAMES = [
    "Zoraida Peña Quiñones", "ZORAIDA PENA QUIÑONES", "Peña Quiñones, Zoraida", "Quiñones Zoraida", "zoraida   m.   peña", "María Quiñones", "Zoraida de la Peña",
    "Zoraída Penã", "Zoraida Pegna Quiñones", "Zorayda Peña", "Zoraid Quiñones", "Zoraiad Peña", "Zoraida Quinonez", unicodedata.normalize("NFD", NAME),
    NAME.translate(LOOKS), "Ｚｏｒａｉｄａ Ｐｅñａ", "Z0raida Peña", "Z o r a i d a  P e ñ a", "Zorai\u00adda Pe\u200bña", "zoraidapena", "foto-zoraida_pena_2", "ZoraidaQuiñones",
    "Wilmer Peña", "Zoraida\n   Peña", "Ζοraidа Peña",
]
FORMS = [
    "<b>Zoraida</b> Pe&ntilde;a", '<img alt="zoraida peña">', "Zorai<span>da</span> Peña", "<!-- Zoraida Peña -->", "Zoraida&nbsp;Pe&#241;a", "Zoraida&amp;nbsp;Pe&amp;ntilde;a",
    '<a href="mailto:zoraida%2Epq87%40correo.example">x</a>', '<a href="/q?n=Zoraida%20Pe%C3%B1a">x</a>', '<meta name="author" content="Zoraida Peña">',
    '<script>var a = "Zorai" + "da Pe\\u00f1a";</script>', "<script>x='\\x5aoraida Pe\\xf1a'</script>", '<style>a:after{content:"Zoraida Pe\\0000f1 a"}</style>',
    '<td>Zoraida</td><td>Peña</td>', '<input value="Peña Zoraida">', f'<div data-x="{base64.b64encode(NAME.encode()).decode()}">', f'<script type="application/json">{json.dumps({"n": NAME})}</script>',
    '<img src="data:image/png;base64,' + base64.b64encode(picture((b"tEXt", b"Author\0Zoraida Pe\xf1a"))).decode() + '">', "<svg><text>Zoraida</text><text>Peña</text></svg>",
]
OTHERS = {
    "e-mail": [MAIL, MAIL.upper(), "zoraida&#46;pq87<span>@</span>correo.example", "zoraida.pq87 (at) correo (dot) example", "zoraida.pq87 arroba correo punto example",
               "zoraidapq87@correo.example", "z.oraida.pq87+mentoria@correo.example", "escriba a zoraida.pq87 en el chat", "xzoraida.pq87@correo.example"],
    "telephone or number": [PHONE, "(+57) 301-555-0199", "3015550199", "301.555.01.99", "0057 301 555 0199", "<td>301</td><td>555</td><td>0199</td>", "301&#8209;555&#8209;0199", "٣٠١ ٥٥٥ ٠١٩٩",
                            "1032456789", "C.C. 1.032.456.789", "1 032 456 789", "tel:+573015550199", "https://wa.me/573015550199"],
    "own words": [WROTE, f"«{WROTE.upper()}»", "llegar a jefa de bodega antes de que mi hija entre", WROTE.replace(" ", "<br>").replace("ó", "o")],
}


@pytest.mark.parametrize("text", NAMES)
def test_a_name_is_found(tmp_path: Path, text: str):
    """In any order, with a typo, without accents, with letters that only look the same, spaced, glued or hidden; told by pseudonym."""
    said = refused(tmp_path, "index.html", page(f"<p>con {text} en el taller</p>"))

    assert "index.html: holds c/A01 (name)" in said
    assert not re.search("oraid|pe[nñ]a|qui[nñ]o|wilmer", said, re.IGNORECASE)


@pytest.mark.parametrize("text", FORMS)
def test_a_wrapped_name_is_found(tmp_path: Path, text: str):
    """Through entities, tags, attributes, comments, scripts, styles, escapes, base64 and pictures inside a page."""
    assert "holds c/A01" in refused(tmp_path, "index.html", page(text))


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, all in OTHERS.items() for text in all])
def test_addresses_numbers_and_own_words_are_found(tmp_path: Path, kind: str, text: str):
    """E-mail, telephone, document and sentences of a form, as people write them; a relative's are looked for like one's own."""
    assert f"holds c/A01 ({kind})" in refused(tmp_path, "index.html", page(f"<p>{text}</p>"))


def test_an_id_of_its_own_is_found(tmp_path: Path):
    """An id that is no chance is looked for; a short one would stand everywhere, so it is not, and neither is told where it could tell who it is."""
    long = Person.of("c", "MK-7f3a9c21", {"name": "Ana Ruiz"})
    national = Person.of("c", "1032456789", {"name": "Ana Ruiz", "source": "mentees.csv:9"})

    assert "holds c/MK-7f3a9c21 (id)" in refused(tmp_path, "a.html", page("fila mk-7F3A9C21"), [long])
    assert refused(tmp_path, "a.html", page("A01 S01"), [SOMEBODY]) == ""
    said = refused(tmp_path, "a.html", page("Ana Ruiz"), [national])
    assert "c, mentees.csv:9" in said and "1032456789" not in said


FILES: dict[str, Callable[[], bytes]] = {
    "data.json": lambda: json.dumps({"x": [NAME]}).encode(), "app.js": lambda: b"a={n:'Zoraida Pe\\u00f1a'}", "app.js.map": lambda: json.dumps({"s": [NAME]}).encode(),
    "style.css": lambda: b"/* Zoraida Pena */", "pic.svg": lambda: f"<svg><title>{NAME}</title></svg>".encode(), "robots.txt": lambda: NAME.encode(), "feed.xml": lambda: f"<a n='{NAME}'/>".encode(),
    "CNAME": lambda: b"zoraidapena.example", "text.png": lambda: picture((b"tEXt", b"Title\0Zoraida Pe\xf1a")), "packed.png": lambda: picture((b"zTXt", b"Title\0\0" + zlib.compress("Zoraida Peña".encode()))),
    "note.png": lambda: picture((b"iTXt", b"Title\0\0\0es\0\0" + NAME.encode())), "packednote.png": lambda: picture((b"iTXt", b"Title\0\1\0es\0\0" + zlib.compress(NAME.encode()))),
}


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_is_searched(tmp_path: Path, name: str):
    """Data, scripts, maps of scripts, styles, drawings, plain text, and the notes in a picture."""
    assert f"es/{name}: holds c/A01" in refused(tmp_path, f"es/{name}", FILES[name]())


@pytest.mark.parametrize("name", ["zoraida-pena.html", "es/Peña_Zoraida.png", "fotos/3015550199.html", "zoraida.pq87@correo.example.txt"])
def test_a_files_name_is_searched_and_not_repeated(tmp_path: Path, name: str):
    """A name that tells who it is is found, and the report gives its folder alone."""
    said = refused(tmp_path, name, picture() if name.endswith("png") else page("x"))

    assert "the file's name holds c/A01" in said
    assert not re.search("oraida|0199", said)


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", NAME)
    return buffer.getvalue()


UNSEARCHED = {
    "data.csv": b"a", "cohort.ipynb": b"{}", "all.zip": zipped(), "list.pdf": b"%PDF-1.7", "photo.jpg": b"\xff\xd8\xff", "a.xlsx": zipped(), "a.html.gz": gzip.compress(NAME.encode()),
    "utf16.html": NAME.encode("utf-16"), "latin.html": NAME.encode("latin-1"), "zip.html": zipped(), "zip.png": zipped(), "behind.png": picture(tail=zipped()), "exif.png": picture((b"eXIf", NAME.encode())),
    "own.png": picture((b"teST", NAME.encode())), "cut.png": picture()[:-6], "bomb.png": picture((b"zTXt", b"T\0\0" + zlib.compress(b"a" * 5_000_000))), "zip.woff2": zipped(), "zip.ico": zipped(),
    "noscript": b"\0\1", "spoilt.png": picture((b"zTXt", b"T\0\0nonsense")),
}


@pytest.mark.parametrize("name", UNSEARCHED)
def test_what_cannot_be_searched_does_not_pass(tmp_path: Path, name: str):
    """Tables, notebooks, archives, photos, other encodings, a file that is not what its name says, a picture with something behind its end."""
    assert name in refused(tmp_path, name, UNSEARCHED[name], [])
    assert name in refused(tmp_path, name, UNSEARCHED[name])


def test_a_link_to_another_file_does_not_pass(tmp_path: Path):
    """What a link points to may change after the search."""
    (tmp_path / "site").mkdir()
    (tmp_path / "mentees.html").write_text("x", encoding="utf-8")
    (tmp_path / "site/a.html").symlink_to(tmp_path / "mentees.html")

    with pytest.raises(RunError, match=r"a\.html: a link"):
        refuse_leaks(tmp_path / "site", [])


def test_a_failure_while_searching_closes_the_gate(tmp_path: Path, monkeypatch):
    """If the search itself breaks, nothing is published, and the message holds no text of the file."""
    def broken(*_):
        raise ValueError(NAME)

    monkeypatch.setattr(Search, "traces", broken)
    said = refused(tmp_path, "a.html", page(NAME))

    assert "not published" in said and "oraida" not in said


def test_only_the_worksheets_of_this_run_pass_as_pdf(tmp_path: Path):
    """A PDF cannot be searched, so it passes only if its bytes are those that were printed for this site."""
    (tmp_path / "s05-a4.pdf").write_bytes(b"%PDF-1.7 sheet")
    made = {hashlib.sha256(b"%PDF-1.7 sheet").hexdigest()}

    refuse_leaks(tmp_path, [SOMEBODY], made)
    (tmp_path / "list.pdf").write_bytes(b"%PDF-1.7 Zoraida")
    with pytest.raises(RunError, match=r"list\.pdf: files of this kind are not published") as refusal:
        refuse_leaks(tmp_path, [SOMEBODY], made)
    assert "s05" not in str(refusal.value)


@pytest.mark.parametrize("text", [
    "51 of 56 mentees have a mentor; call 301 before 555.", "Zoraida llegó. Después, otra persona habló de la señora Peña.", "Peña", "María Zoraida de segundo nombre",
    "0199 301 555", "quiero llegar a jefa de bodega", "correo.example", "2026-02-02 2026-06-22",
])
def test_what_recognises_nobody_passes(tmp_path: Path, text: str):
    """A first name alone, two given names, the parts of a number in another order, a few words: no alarm."""
    assert refused(tmp_path, "index.html", page(f"<p>{text}</p>")) == ""


def test_a_forms_wording_is_no_quotation(tmp_path: Path):
    """A sentence that several people gave is an option of the form, and may stand on the site."""
    option = "Sí, me gustaría volver como mentor y acompañar a otra persona"
    people = [Person.of("c", f"A{place}", {"name": f"Persona{place} Apellido{place}", "come_back": option}) for place in range(3)]

    assert refused(tmp_path, "index.html", page(option), people) == ""


def test_an_invented_person_of_a_shipped_page_is_no_find(tmp_path: Path):
    """A page as it came with mentorkit may name an invented person who is called like somebody; the same name elsewhere, or more on that page, is found."""
    (tmp_path / "es").mkdir()
    (tmp_path / "es/export.html").write_text(page(f"<p>{NAME}, inventada</p>"), encoding="utf-8")
    shipped = {"es/export.html": f"# Una exportación\n\n{NAME}, inventada\n"}

    refuse_leaks(tmp_path, [SOMEBODY], (), shipped)
    (tmp_path / "es/export.html").write_text(page(f"<p>{NAME}, inventada</p><p>{PHONE}</p>"), encoding="utf-8")
    with pytest.raises(RunError, match=r"es/export\.html: holds c/A01 \(telephone or number\)"):
        refuse_leaks(tmp_path, [SOMEBODY], (), shipped)
    (tmp_path / "es/export.html").rename(tmp_path / "es/otra.html")
    with pytest.raises(RunError, match=r"es/otra\.html: holds c/A01 \(name\)"):
        refuse_leaks(tmp_path, [SOMEBODY], (), shipped)


def test_a_menu_on_every_page_is_searched_once_and_found(tmp_path: Path):
    """Lines that stand on many pages are looked at once; a new line between them is still seen with what stands around it."""
    menu = "\n".join(f"<li>entrada {place}</li>" for place in range(50))
    for place in range(5):
        (tmp_path / f"p{place}.html").write_text(page(menu), encoding="utf-8")

    assert refused(tmp_path, "z.html", page(menu.replace("<li>entrada 20</li>", "<li>Zoraida</li>\n<li>Peña</li>"))) != ""
    assert refused(tmp_path, "z.html", page(menu)) == ""


WRAPS: list[Callable[[str], str]] = [
    str, str.upper, str.title, lambda s: "".join(f"&#{ord(c)};" for c in s), lambda s: "".join(f"&#x{ord(c):x};" for c in s), lambda s: f'<p title="{s}">',
    lambda s: f"<!-- {s} -->", lambda s: s[:3] + "<i>" + s[3:5] + "</i>" + s[5:], lambda s: f'<a href="?q={quote(s)}">', lambda s: f"<script>'{s.encode('unicode_escape').decode()}'</script>",
    lambda s: "<b>" + s.replace(" ", "</b> <b>") + "</b>", lambda s: s.translate(LOOKS), lambda s: unicodedata.normalize("NFD", s), lambda s: "\u200b".join(s),
    lambda s: base64.b64encode(f"<p>{s}</p> aquí estuvo".encode()).decode(), lambda s: f"<template>{s}</template>", lambda s: f"<script>{json.dumps(s)}</script>",
    lambda s: s[:4] + "\u00ad" + s[4:], lambda s: s.replace(" ", "&nbsp;"), lambda s: f"<textarea>\n{s}\n</textarea>",
]


def test_two_thousand_planted_tokens_are_all_found(tmp_path: Path):
    """Names, addresses and telephones of 100 invented people through 20 wrappings of a page: each planted one is told, and nobody else."""
    chance = random.Random(20260202)
    syllables = [a + b for a in "bdfglmnprstv" for b in ("a", "e", "io", "or", "an")]

    def word() -> str:
        return "".join(chance.sample(syllables, 3)).title()

    rows = [{"name": f"{word()} {word()} {word()}", "email": f"{word()}.{word()}{n}@correo.example", "phone": f"+57 3{chance.randint(10, 49)} {chance.randint(100, 999)} {chance.randint(1000, 9999)}"} for n in range(100)]
    people = [Person.of("c", f"A{n}", row) for n, row in enumerate(rows)]
    expected, planted = set(), 0
    for place, wrap in enumerate(WRAPS):
        for n, row in enumerate(rows):
            token = (row["name"], row["email"], row["phone"][4:])[(place + n) % 3]
            text = wrap(" ".join(reversed(token.split()[:2])) if place == 0 and " " in token and token[0].isalpha() else token)
            (tmp_path / f"{place}-{n}.html").write_text(page(f"<p>antes</p>\n{text}\n<p>después</p>"), encoding="utf-8")
            expected.add((f"{place}-{n}.html", f"c/A{n}"))
            planted += 1
    search, found = Search(people), set()
    from mentorkit.publishing.reading import texts

    for file in tmp_path.iterdir():
        found |= {(file.name, person.pseudonym) for view in texts(file.read_bytes(), ".html") for person, _ in search.new_traces(view)}

    assert planted == 2000
    assert expected - found == set()
    assert found - expected == set()


@given(st.text(alphabet="abcdefgh", min_size=5, max_size=9), st.data())
def test_one_typo_is_seen_and_two_are_not_mistaken(word: str, data):
    """Any single slip is one; the edit distance of an independent computation agrees for any other word."""
    other = data.draw(st.text(alphabet="abcdefgh", min_size=4, max_size=10))
    assert one_typo(word, other) == (distance(word, other) == 1)
    place = data.draw(st.integers(0, len(word) - 1))
    assert one_typo(word, word[:place] + "z" + word[place:]) and one_typo(word, word[:place] + "z" + word[place + 1 :]) and one_typo(word, word[:place] + word[place + 1 :])


def distance(one: str, other: str) -> int:
    """The optimal string alignment distance, by its table."""
    rows = [[max(i, j) if 0 in (i, j) else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (one[i - 1] != other[j - 1]))
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(st.binary(max_size=400), st.sampled_from([".png", ".html", ".js", ".css", ".svg", ".json", ".woff2", ".ico", ""]))
def test_no_bytes_break_the_gate_open(tmp_path_factory, data: bytes, suffix: str):
    """Whatever bytes a file holds, the gate passes or refuses it; it never ends in another way."""
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / f"f{suffix}").write_bytes(data)
    try:
        refuse_leaks(folder, [SOMEBODY])
    except RunError as refusal:
        assert f"f{suffix}" in str(refusal) and "could not be searched" not in str(refusal)


@pytest.mark.parametrize("text", [
    '<script src="https://cdn.example/x.js"></script>', "<img src=//elsewhere.example/a.png>", '<link rel="stylesheet" href="http://fonts.example/f.css">', "<img src=' //x.example/a'>",
    "<style>@import 'https://fonts.example/f.css'</style>", "<style>a{background:url(//x.example/a.png)}</style>", '<img srcset="a.png 1x, https://x.example/b.png 2x">', '<base href="https://x.example/">',
    '<meta http-equiv="refresh" content="0; url=https://x.example">', '<video poster="//x.example/p.png">', '<form action="https://x.example/">', '<img src="&#104;ttps://x.example/a.png">',
    '<svg><image xlink:href="https://x.example/a.png"/></svg>', '<a href="x" ></a><iframe src="https://x.example"></iframe>',
])
def test_requests_to_other_hosts_are_found(text: str):
    """Whatever a browser would load from elsewhere, or send there, is found."""
    assert len(list(requests_elsewhere(text, ".html"))) >= 1


@pytest.mark.parametrize("text", [
    '<a href="https://example.org">read</a>', '<link rel="canonical" href="https://x.example/">', '<script src="_static/x.js"></script>', '<img src="data:image/png;base64,iVBOR//abc">',
    "<p>https://example.org</p>", '<img alt="a // b" src="x.png">',
])
def test_links_are_no_requests(text: str):
    """A link that a person may follow, and an address in a sentence, are no request."""
    assert list(requests_elsewhere(text, ".html")) == []
