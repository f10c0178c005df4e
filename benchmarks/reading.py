"""
Print what reading costs: whole files near the limits, and files made to be slow.

    python benchmarks/reading.py [WORD ...]

Each file is made in a temporary folder and checked by `mentorkit check` in a process of its own; with words, only the
files whose names hold one of them. Seconds are of the whole command, by the clock and of work; memory is the largest of its processes.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROWS = 100_000
HEAD = ("id", "name", "email", "phone", "birth_year", "field_wanted", "availability", "goals")
PROGRAM = "program: A\nlanguages: [es, en]\nweeks: 12\nvocabulary: []\ncriteria:\n  - {id: field, kind: same, mentee: field_wanted, mentor: field}\n"
MENTORS = "id,name,email,field,availability,capacity\n" + "".join(f"B{n},{(n + 7) ** 9:x} {(n + 3) ** 8:x},b{n}@x.example,Salud,mon 18-20,2\n" for n in range(30))


SURVEY = "survey: baseline\nwho: mentees\nwave: baseline\nfile: surveys/baseline.csv\nperson: id\nitems:\n" + "".join(
    f"  - {{id: item_{n}, kind: scale, min: 1, max: 5, question: [P{n}, Q{n}]}}\n" for n in range(9)
)


def people(rows: int, words: int, **fixed: Callable[[int], str]) -> Iterator[tuple[str, ...]]:
    """Give a heading and rows of invented people, some columns as told."""
    chance = random.Random(7)
    yield HEAD
    for n in range(rows):
        told = {
            "id": f"A{n}", "name": f"{chance.randrange(10**9):x} {chance.randrange(10**9):x}", "email": f"a{n}@x.example", "phone": f"3{n:09d}",
            "birth_year": str(1996 + n % 10), "field_wanted": "Salud", "availability": "mon 18-20",
            "goals": " ".join(f"{chance.getrandbits(40):x}" for _ in range(words)),
        }
        yield tuple(fixed[name](n) if name in fixed else told[name] for name in HEAD)


def wide(rows: int) -> Iterator[tuple[str, ...]]:
    """Give a heading of 2,000 columns and rows of people who answered nothing."""
    yield *HEAD[:3], *(f"q{n}" for n in range(1_997))
    for n in range(rows):
        yield f"A{n}", f"n{n} m{n}", f"a{n}@x.example", *[""] * 1_997


def each_its_own(rows: int) -> Iterator[tuple[str, ...]]:
    """Give people with one error in each row, each in the column beside the last one's."""
    wrong = {"name": "", "email": "no address", "phone": "12", "birth_year": "x", "field_wanted": "Cosa {}", "availability": "?", "goals": "PeÃ±a\u200b"}
    for n, row in enumerate(people(rows, 3)):
        spoilt = HEAD[1 + n % 7]
        yield tuple(wrong[spoilt].format(n) if n and name == spoilt else cell for name, cell in zip(HEAD, row, strict=True))


def submissions(rows: int) -> Iterator[tuple[str, ...]]:
    """Give people of whom each sent the form twice, with other answers."""
    for n, row in enumerate(people(rows, 3)):
        yield *row, f"u{n // 2}" if n else "_uuid"


def meetings(rows: int) -> Iterator[tuple[str, ...]]:
    """Give a log of meetings of nobody, on days that there are not."""
    yield "mentee_id", "mentor_id", "date", "minutes", "held"
    for n in range(rows):
        yield f"Z{n}", f"Y{n}", f"2026-13-{n % 28 + 1:02d}", f"x{n}", f"perhaps {n}"


def mentors(rows: int) -> Iterator[tuple[str, ...]]:
    """Give mentors of whom no cell is right."""
    yield "id", "name", "email", "phone", "status", "consent", "purposes", "birth_year", "organisation", "capacity", "min_capacity", "availability", "prefers", "not_with", "timezone", "field"
    for n in range(rows):
        yield f"M;{n}" if n % 2 else f"M{n}", f"PeÃ±a{n}", f"x{n}", f"{n}", *(f"{word}{n}" for word in ("maybe", "x", "p", "y", "Org ", "c", "d", "free ", "Q", "R", "Zone/", "Cosa "))


def answers(rows: int) -> Iterator[tuple[str, ...]]:
    """Give answers to a survey in which every cell is wrong."""
    yield "id", *(f"P{n}" for n in range(9))
    for n in range(rows):
        yield f"Z{n}", *(f"{n} x" for _ in range(9))


def ticks(rows: int) -> Iterator[tuple[str, ...]]:
    """Give people who ticked thirteen of sixty options, each of which holds the comma that stands between them; one in seven is unknown."""
    yield "id", "P0"
    for n in range(rows):
        yield f"A{n}", f'"{", ".join(f"opcion {n * k % 70}, con coma {n * k % 70}" for k in range(1, 14))}"'


def with_ticks(path: Path) -> None:
    """Write ticks, and the code book of their one question."""
    options = ", ".join(f"'opcion {n}, con coma {n}'" for n in range(60))
    path.with_suffix(".yml").write_text(f"{SURVEY.split('items:')[0]}items:\n  - {{id: ch, kind: choices, question: [P0, Q0], options: [{options}]}}\n")
    path.write_bytes(as_csv(ticks(ROWS)))


def as_csv(rows: Iterator[tuple[str, ...]]) -> bytes:
    """Give rows as CSV."""
    return "".join(",".join(row) + "\n" for row in rows).encode()


def as_xlsx(path: Path, rows: Iterator[tuple[str, ...]]) -> None:
    """Write rows as a workbook with strings in the cells."""
    spot = "http://schemas.openxmlformats.org"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{spot}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{spot}/package/2006/relationships"><Relationship Id="r1" Type="{spot}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{spot}/spreadsheetml/2006/main" xmlns:r="{spot}/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{spot}/package/2006/relationships"><Relationship Id="r1" Type="{spot}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{spot}/spreadsheetml/2006/main"><sheetData>'.encode())
            for number, row in enumerate(rows, 1):
                cells = "".join(f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for place, cell in enumerate(row))
                sheet.write(f'<row r="{number}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")


def as_ods(path: Path, rows: Iterator[tuple[str, ...]], hidden: str = "") -> None:
    """Write rows as an OpenDocument file with texts in the cells, the last row with something said of it."""
    spot = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{spot}:{name}:1.0"' for name in ("office", "table", "text"))
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    parts = "".join(f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{media}"/>' for name, media in (("/", kind), ("content.xml", "text/xml")))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{spot}:manifest:1.0">{parts}</manifest:manifest>')
        with archive.open("content.xml", "w") as sheet:
            sheet.write(f'<office:document-content {spaces} office:version="1.3"><office:body><office:spreadsheet><table:table table:name="A">'.encode())
            for row in rows:
                cells = "".join(f'<table:table-cell {_kind(cell)}><text:p>{cell}</text:p></table:table-cell>' for cell in row)
                sheet.write(f"<table:table-row>{cells}</table:table-row>".encode())
            sheet.write(f"<table:table-row {hidden}/></table:table></office:spreadsheet></office:body></office:document-content>".encode())


def _kind(cell: str) -> str:
    return f'office:value-type="percentage" office:value="{int(cell[:-1]) / 100}"' if cell.endswith("%") else 'office:value-type="string"'


def changed(path: Path, rows: Iterator[tuple[str, ...]], old: bytes, new: bytes) -> None:
    """Write rows as a workbook in whose parts something else stands."""
    as_xlsx(path, rows)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(old, new))


def many_columns(rows: int, **fixed: Callable[[int], str]) -> Iterator[tuple[str, ...]]:
    """Give people who answered eighteen questions more, which nobody reads."""
    for n, row in enumerate(people(rows, 1, **fixed)):
        yield *row, *(f"q{k}" if not n else str(n * k % 7) for k in range(18))


def styled() -> bytes:
    """Give a million rows of cells that hold a style and nothing else, and the end of the sheet."""
    return b"".join(b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (n, n, n) for n in range(1_100, 1_040_000)) + b"</sheetData>"


def bomb(path: Path) -> None:
    """Write an archive of half a megabyte that unpacks to half a gigabyte."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
        for _ in range(500):
            sheet.write(bytes(1_000_000))


FILES: dict[str, tuple[str, Callable[[Path], object]]] = {  # the ending of the mentees' table, or another file's name
    "whole csv, 100,000 rows, near 50 MB": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 34))[:49_900_000].rsplit(b"\n", 1)[0])),
    "whole xlsx, 100,000 rows, near 50 MB": ("xlsx", lambda path: as_xlsx(path, people(ROWS, 62))),
    "whole csv, 100,000 rows, short": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3)))),
    "bad csv, one line of 49 MB, commas": ("csv", lambda path: path.write_bytes(b"," * 49_000_000)),
    "bad csv, one line of 49 MB, letters": ("csv", lambda path: path.write_bytes(b"a" * 49_000_000)),
    "bad csv, 49 MB of quotes": ("csv", lambda path: path.write_bytes(b'id,name\n"' + b'"' * 49_000_000)),
    "bad csv, an open quote above 45 MB": ("csv", lambda path: path.write_bytes(b'id,name\na,"' + b"x,y\n" * 11_000_000)),
    "bad csv, short lines, 49 MB": ("csv", lambda path: path.write_bytes(b"id,name\n" + b"\n" * 49_000_000)),
    "bad csv, years and slots all wrong": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, birth_year=lambda n: f"x{n}", availability=lambda n: f"?{n}")))),
    "bad csv, all wrong, and as a workbook": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, birth_year=lambda n: f"x{n}", availability=lambda n: f"?{n}")))),
    "bad csv, free text where slots belong": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, availability=lambda n: f"{'el lunes o tal vez la noche ' * 6}{n}")))),
    "bad csv, 2,000 columns": ("csv", lambda path: path.write_bytes(as_csv(wide(24_000)))),
    "bad csv, every row too short": ("csv", lambda path: path.write_bytes(b"id,name,email\n" + b"a,b\n" * ROWS)),
    "bad csv, every second row torn, years wrong": ("csv", lambda path: path.write_bytes(as_csv(row[: 8 - 2 * (n and n % 2)] for n, row in enumerate(people(ROWS, 3, birth_year=lambda n: f"x{n}", availability=lambda n: f"?{n}"))))),
    "bad csv, quotes inside a cell of each row": ("csv", lambda path: path.write_bytes(b"id,name,email\n" + b"".join(b'a%d,"dice "si" y no",a%d@x.example\n' % (n, n) for n in range(ROWS)))),
    "bad csv, a column twice and one without heading": ("csv", lambda path: path.write_bytes(as_csv((*row, *(("name", "") if not n else (f"x{n}", "y"))) for n, row in enumerate(people(ROWS, 3, birth_year=lambda n: f"x{n}"))))),
    "bad csv, twenty columns twice": ("csv", lambda path: path.write_bytes(as_csv((f"A{n}" if n else "id", *(f"q{k % 20}" if not n else "x" for k in range(40))) for n in range(ROWS)))),
    "bad csv, one phone and one birth year": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, phone=lambda n: "3001234567", birth_year=lambda n: "2000")))),
    "bad csv, one name and one birth year": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, name=lambda n: "Ana Peña", birth_year=lambda n: "2000")))),
    "bad csv, names that are nearly alike": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, name=lambda n: f"Ana Maria Perez Lopez{n:06d}", birth_year=lambda n: "2000")))),
    "bad csv, a tag of its own in each row": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, field_wanted=lambda n: f"Contabilidad {n:06d}")))),
    "bad csv, one address": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, email=lambda n: "a@x.example")))),
    "bad csv, every cell spoilt": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, name=lambda n: f"PeÃ±a? \u200b{n}")))),
    "bad csv, letters of another alphabet": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, email=lambda n: f"{'aа'[n % 2]}na{n // 2}@x.example")))),
    "bad csv, one id": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, id=lambda n: "A1")))),
    "bad csv, an error of its own in each row": ("csv", lambda path: path.write_bytes(as_csv(each_its_own(ROWS)))),
    "bad csv, a story of tags in each row": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, field_wanted=lambda n: "; ".join(f"t{n * 60 + k}" for k in range(40)))))),
    "bad csv, lists where slots belong": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, availability=lambda n: f'"{"m, " * 120}{n}"')))),
    "bad csv, long names that share words": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, name=lambda n: " ".join(f"w{n * k % 977}" for k in range(2, 14)), birth_year=lambda n: "2000")))),
    "bad csv, everybody under age": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, birth_year=lambda n: "2012")))),
    "bad csv, everybody born in 1850": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, birth_year=lambda n: "1850", phone=lambda n: "12", email=lambda n: "x")))),
    "bad csv, every cell with an unseen sign": ("csv", lambda path: path.write_bytes(as_csv(tuple(f"{cell}\u200b" if n else cell for cell in row) for n, row in enumerate(people(ROWS, 3))))),
    "bad csv, two encodings in turn": ("csv", lambda path: path.write_bytes(b"".join((",".join(row) + "\n").encode("utf-8" if n % 2 else "cp1252") for n, row in enumerate(people(ROWS, 30, name=lambda n: f"Peña Ñáñez {n}"))))),
    "bad csv, one cell of 30 MB": ("csv", lambda path: path.write_bytes(b'id,name,email\na,b,"' + b"x y " * 7_500_000 + b'"\n')),
    "bad csv, every submission edited": ("csv", lambda path: path.write_bytes(as_csv(submissions(ROWS)))),
    "bad log, 100,000 meetings of nobody": ("meetings.csv", lambda path: path.write_bytes(as_csv(meetings(ROWS)))),
    "bad survey, 100,000 answers all wrong": ("surveys/baseline.csv", lambda path: path.write_bytes(as_csv(answers(ROWS)))),
    "bad survey, ticks with commas inside": ("surveys/baseline.csv", with_ticks),
    "bad xlsx, years and slots all wrong": ("xlsx", lambda path: as_xlsx(path, people(ROWS, 40, birth_year=lambda n: f"x{n}", availability=lambda n: f"free {n}"))),
    "bad ods, years and slots all wrong": ("ods", lambda path: as_ods(path, people(ROWS, 40, birth_year=lambda n: f"x{n}", availability=lambda n: f"free {n}"), 'table:visibility="collapse"')),
    "bad xlsx, a formula in a row": ("xlsx", lambda path: changed(path, people(ROWS, 40, birth_year=lambda n: f"x{n}"), b't="inlineStr"><is><t>x77</t></is></c>', b"><f>A1</f><v>1999</v></c>")),
    "bad xlsx, 26 columns": ("xlsx", lambda path: as_xlsx(path, many_columns(ROWS))),
    "bad xlsx, 26 columns, years and slots all wrong": ("xlsx", lambda path: as_xlsx(path, many_columns(ROWS, birth_year=lambda n: f"x{n}", availability=lambda n: f"free {n}"))),
    "bad ods, 26 columns and a hidden row": ("ods", lambda path: as_ods(path, many_columns(ROWS), 'table:visibility="collapse"')),
    "bad ods, a share in every row": ("ods", lambda path: as_ods(path, people(ROWS, 3, birth_year=lambda n: f"{n % 100}%"))),
    "bad mentors, every cell": ("mentors.csv", lambda path: path.write_bytes(as_csv(mentors(ROWS)))),
    "bad mentors in xlsx, every cell": ("mentors.xlsx", lambda path: as_xlsx(path, mentors(ROWS))),
    "bad mentors in ods, every cell": ("mentors.ods", lambda path: as_ods(path, mentors(ROWS), 'table:visibility="collapse"')),
    "bad survey in xlsx, 100,000 answers all wrong": ("surveys/baseline.xlsx", lambda path: as_xlsx(path, answers(ROWS))),
    "bad xlsx, an error in every row": ("xlsx", lambda path: changed(path, people(ROWS, 3), b't="inlineStr"><is><t>Salud</t></is></c>', b't="e"><v>#REF!</v></c>')),
    "bad xlsx, an error in every row, all else wrong": ("xlsx", lambda path: changed(path, people(ROWS, 3, birth_year=lambda n: f"x{n}", availability=lambda n: f"free {n}"), b't="inlineStr"><is><t>Salud</t></is></c>', b't="e"><v>#REF!</v></c>')),
    "bad xlsx, every cell an error": ("xlsx", lambda path: changed(path, (tuple("Salud" if n else f"q{k}" for k in range(26)) for n in range(ROWS)), b't="inlineStr"><is><t>Salud</t></is></c>', b't="e"><v>#REF!</v></c>')),
    "bad xlsx, every cell a number too long": ("xlsx", lambda path: changed(path, (tuple("Salud" if n else f"q{k}" for k in range(26)) for n in range(ROWS)), b't="inlineStr"><is><t>Salud</t></is></c>', b"><v>1234567890123456789</v></c>")),
    "bad xlsx, merged cells below each other": ("xlsx", lambda path: changed(path, people(ROWS, 3, birth_year=lambda n: f"x{n}"), b"</sheetData>", b"</sheetData><mergeCells>" + b"".join(b'<mergeCell ref="C%d:C%d"/>' % (n, n + 1) for n in range(2, 96_000, 2)) + b"</mergeCells>")),
    "bad xlsx, a million rows of style": ("xlsx", lambda path: changed(path, people(1_000, 3), b"</sheetData>", styled())),
    "bad xlsx, a row far below": ("xlsx", lambda path: changed(path, people(10, 5), b'11" t=', b'99999999" t=')),
    "bad xlsx, a bomb": ("xlsx", bomb),
}


def checked(name: str) -> tuple[float, float, str]:
    """Give seconds, megabytes and the last line of a check of a cohort with that file."""
    ending, make = FILES[name]
    with tempfile.TemporaryDirectory() as folder:
        cohort = Path(folder) / "cohorts" / "demo"
        cohort.mkdir(parents=True)
        (Path(folder) / "program.yml").write_text(PROGRAM, encoding="utf-8")
        (cohort / "cohort.yml").write_text("cohort: demo\nstarts: 2026-02-02\n", encoding="utf-8")
        (cohort / "mentors.csv").write_text(MENTORS, encoding="utf-8")
        path = cohort / (ending if "." in ending else f"mentees.{ending}")
        if path.stem == "mentors":
            (cohort / "mentors.csv").unlink()
        if path.stem != "mentees":
            (cohort / "mentees.csv").write_bytes(as_csv(people(200, 3)))
            (cohort / "surveys").mkdir()
            (cohort / "surveys" / "baseline.yml").write_text(SURVEY.replace("baseline.csv", f"baseline{path.suffix}"), encoding="utf-8")
            if path.name != "baseline.xlsx":
                (cohort / "surveys" / "baseline.csv").write_bytes(as_csv(answers(0)))
        make(path)
        size = path.stat().st_size / 1e6
        also = ["--workbook", str(Path(folder) / "found.xlsx")] if name.endswith("as a workbook") else []
        begin = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "mentorkit", "check", str(cohort), *also], capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - begin
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line and not line.startswith((" ", folder))]
    return seconds, size, f"exit {done.returncode}, {len(lines):,} lines; {lines[-1][-90:] if lines else ''}"


def main(words: list[str]) -> None:
    """Print a line for each file."""
    for name in FILES:
        if not words or any(word in name for word in words):
            # a process of its own, so that the largest memory is this file's
            subprocess.run([sys.executable, __file__, "--one", name], check=False)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        took, megabytes, said = checked(sys.argv[2])
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        work, largest = used.ru_utime + used.ru_stime, used.ru_maxrss / 1_000
        print(f"{sys.argv[2]:42} file {megabytes:5.1f} MB  {took:6.1f} s ({work:5.1f} s of work)  memory {largest:5.0f} MB  {said}", flush=True)
    else:
        main(sys.argv[1:])
