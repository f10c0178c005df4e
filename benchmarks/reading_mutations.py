"""
Read thousands of files that are broken at random, and count what came of it.

    python benchmarks/reading_mutations.py [CASES] [SEED]

Each is a sound CSV, XLSX or ODS with some bytes changed, in the container or inside one of its parts. A case is read,
or refused with a remedy; anything else is printed with the number that makes it again.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl

from mentorkit.errors import ProblemsError
from mentorkit.io.oddities import oddities
from mentorkit.io.tables import read_table

ROWS = [["id", "name", "correo", "n"], *([f"A{n}", f"Peña {n}; \"x\"", f"a{n}@x.example", n * 1.5] for n in range(12))]
SCRAPS = [b"<c r='XFD1048576'><v>1</v></c>", b"<row r='99999999'>", b"</row>", b"&a;", b"<!DOCTYPE x>", b"t='s'", b"<v>1e999</v>", b"\0", b"\xff\xfe", b'"', b"=", b";", b"PK\x03\x04", b"</", b"r='A1'", b"hidden='1'", b"-1", b"4294967295", b"table:number-rows-repeated='2000000000'"]


def seeds() -> list[tuple[str, bytes]]:
    """Give sound files."""
    found = []
    text = "\r\n".join(",".join(f'"{cell}"'.replace('"x"', '""x""') for cell in row) for row in ROWS)
    found += [("csv", text.encode(codec)) for codec in ("utf-8", "utf-8-sig", "utf-16", "cp1252")]
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active.column_dimensions["B"].hidden = True
    book.active["A2"].number_format = "000"
    book.create_sheet("Otra").append(["x", "=1+1"])
    book.worksheets[1].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    found += [("xlsx", out.getvalue()), ("xlsm", out.getvalue()), ("ods", open_document())]
    return found


def open_document() -> bytes:
    """Give an ODS file."""
    spot = "urn:oasis:names:tc:opendocument:xmlns:"
    cells = "".join("<table:table-row>" + "".join(f'<table:table-cell office:value-type="string"><text:p>{str(cell).replace(chr(34), "")}</text:p></table:table-cell>' for cell in row) + "</table:table-row>" for row in ROWS)
    content = f'<office:document-content xmlns:office="{spot}office:1.0" xmlns:table="{spot}table:1.0" xmlns:text="{spot}text:1.0"><office:body><office:spreadsheet><table:table table:name="A">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{spot}manifest:1.0"/>')
    return out.getvalue()


def broken(data: bytes, chance: random.Random) -> bytes:
    """Change some bytes: turned, cut out, doubled, put in, cut off."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 5, 20))):
        if not out:
            break
        at, length = chance.randrange(len(out)), chance.choice((1, 1, 2, 8, 60))
        match chance.randrange(6):
            case 0:
                out[at] ^= 1 << chance.randrange(8)
            case 1:
                out[at] = chance.randrange(256)
            case 2:
                del out[at : at + length]
            case 3:
                out[at:at] = out[at : at + length]
            case 4:
                out[at:at] = chance.choice(SCRAPS)
            case 5:
                out = out[:at] if chance.random() < 0.2 else out
    return bytes(out)


def broken_inside(data: bytes, chance: random.Random) -> bytes:
    """Change some bytes of one part of an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            if name != chosen or chance.random() < 0.95:
                new.writestr(name, broken(old.read(name), chance) if name == chosen else old.read(name))
    return out.getvalue()


def main(cases: int, seed: int) -> None:
    """Read every case and print the counts, the slowest, and what should not have happened."""
    counts: Counter[str] = Counter()
    slowest = 0.0
    sound = seeds()
    with tempfile.TemporaryDirectory() as folder:
        for case in range(seed, seed + cases):
            chance = random.Random(case)
            ending, data = chance.choice(sound)
            data = broken_inside(data, chance) if ending != "csv" and chance.random() < 0.7 else broken(data, chance)
            path = Path(folder) / f"x.{ending}"
            path.write_bytes(data)
            begin = time.process_time()
            try:
                raw = read_table(path)
                warned = oddities(raw)
                assert all(len(row) == len(raw.headings) for row in raw.rows)
                counts[f"{ending}: read" + (" with warnings" if warned else "")] += 1
            except ProblemsError as error:
                assert all(problem.file == path.name and problem.remedy for problem in error.problems), case
                counts[f"{ending}: refused"] += 1
                counts["  " + error.problems[0].problem[:60]] += 1
            except Exception as error:  # what the campaign looks for
                counts["BROKEN"] += 1
                print(case, ending, type(error).__name__, error)
            slowest = max(slowest, time.process_time() - begin)
    for name, count in sorted(counts.items()):
        print(f"{count:7,} {name}")
    print(f"slowest {slowest:.2f} s of work in this process")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
