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
PROGRAM = "program: A\nlanguages: [en, es]\nweeks: 12\nvocabulary: []\ncriteria:\n  - {id: field, kind: same, mentee: field_wanted, mentor: field}\n"
MENTORS = "id,name,email,field,availability,capacity\n" + "".join(f"B{n},{(n + 7) ** 9:x} {(n + 3) ** 8:x},b{n}@x.example,Salud,mon 18-20,2\n" for n in range(30))


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


def far(path: Path) -> None:
    """Write a workbook whose last row claims to be row 99,999,999."""
    as_xlsx(path, people(10, 5))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(b'11" t=', b'99999999" t='))


def bomb(path: Path) -> None:
    """Write an archive of half a megabyte that unpacks to half a gigabyte."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
        for _ in range(500):
            sheet.write(bytes(1_000_000))


FILES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "whole csv, 100,000 rows, near 50 MB": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 34))[:49_900_000].rsplit(b"\n", 1)[0])),
    "whole xlsx, 100,000 rows, near 50 MB": ("xlsx", lambda path: as_xlsx(path, people(ROWS, 62))),
    "whole csv, 100,000 rows, short": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3)))),
    "bad csv, one line of 49 MB, commas": ("csv", lambda path: path.write_bytes(b"," * 49_000_000)),
    "bad csv, one line of 49 MB, letters": ("csv", lambda path: path.write_bytes(b"a" * 49_000_000)),
    "bad csv, 49 MB of quotes": ("csv", lambda path: path.write_bytes(b'id,name\n"' + b'"' * 49_000_000)),
    "bad csv, an open quote above 45 MB": ("csv", lambda path: path.write_bytes(b'id,name\na,"' + b"x,y\n" * 11_000_000)),
    "bad csv, short lines, 49 MB": ("csv", lambda path: path.write_bytes(b"id,name\n" + b"\n" * 49_000_000)),
    "bad csv, years and slots all wrong": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, birth_year=lambda n: f"x{n}", availability=lambda n: f"?{n}")))),
    "bad csv, free text where slots belong": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, availability=lambda n: f"{'el lunes o tal vez la noche ' * 6}{n}")))),
    "bad csv, 2,000 columns": ("csv", lambda path: path.write_bytes(as_csv(wide(24_000)))),
    "bad csv, every row too short": ("csv", lambda path: path.write_bytes(b"id,name,email\n" + b"a,b\n" * ROWS)),
    "bad csv, one phone and one birth year": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, phone=lambda n: "3001234567", birth_year=lambda n: "2000")))),
    "bad csv, one name and one birth year": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, name=lambda n: "Ana Peña", birth_year=lambda n: "2000")))),
    "bad csv, names that are nearly alike": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, name=lambda n: f"Ana Maria Perez Lopez{n:06d}", birth_year=lambda n: "2000")))),
    "bad csv, a tag of its own in each row": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, field_wanted=lambda n: f"Contabilidad {n:06d}")))),
    "bad csv, one address": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, email=lambda n: "a@x.example")))),
    "bad csv, every cell spoilt": ("csv", lambda path: path.write_bytes(as_csv(people(ROWS, 3, name=lambda n: f"PeÃ±a? \u200b{n}")))),
    "bad xlsx, a row far below": ("xlsx", far),
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
        make(cohort / f"mentees.{ending}")
        size = (cohort / f"mentees.{ending}").stat().st_size / 1e6
        begin = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "mentorkit", "check", str(cohort)], capture_output=True, text=True, check=False)
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
