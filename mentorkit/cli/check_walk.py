"""The playbook's walk from a raw export to an accepted roster: an invented export, and what the commands say about it."""

from __future__ import annotations

import csv
import io
import os
import random
import re
import tempfile
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

from mentorkit.cli.command import main
from mentorkit.example.people import crowd
from mentorkit.io.vocabulary import with_vocabulary
from mentorkit.io.yaml import checked_model, read_document
from mentorkit.model.forms import Question
from mentorkit.model.program import Program
from mentorkit.model.questions import application_form

PAGE = "playbook/{language}/roles/coordinators-export.md"
SEED = 3
COHORT = "cohorts/bogota-2026-2"
FORMS = {"es": "formularios", "en": "forms"}
READERS = ("Marta", "Luis")
MENTEES, MENTORS = 26, 15
_ORDER = {"es": "languages: [es, en]", "en": "languages: [en, es]"}
_MOST = 14


def walk_pages(root: Path) -> dict[str, str]:
    """Give the page in each language, its text blocks replaced by what the commands print, by its path."""
    from mentorkit.telling.monday import with_blocks

    pages = {language: PAGE.format(language=language) for language in ("es", "en")}
    return {page: with_blocks((root / page).read_text(encoding="utf-8"), walk_blocks(root, language)) for language, page in pages.items()}


def walk_blocks(root: Path, language: str) -> list[str]:
    """
    Give what a coordinator sees, as text: the export's first rows, the first check, the check after mending, the screening, the
    readers' sheets, what the readers agree on, the roster, the matching.

    Everybody in it is invented; the keys of ids are fixed, so that the same package gives the same text.
    """
    with tempfile.TemporaryDirectory() as place:
        program = Path(place)
        text = (root / "program.yml").read_text(encoding="utf-8")
        (program / "program.yml").write_text(text.replace(_ORDER["es"], _ORDER[language]), encoding="utf-8")
        cohort = program / COHORT
        cohort.mkdir(parents=True)
        (cohort / "cohort.yml").write_text("cohort: bogota-2026-2\nstarts: 2026-08-03\nsynthetic: true\n", encoding="utf-8")
        _write(program, language, mended=False)
        run = _runner(program)
        first = run("check", COHORT)
        _write(program, language, mended=True)
        second, screened, sheets = run("check", COHORT), run("screen", COHORT), run("forms", FORMS[language], "--cohort", COHORT, "--readers", *READERS)
        _fill_in(program / FORMS[language] / language, cohort)
        read = run("screen", COHORT).splitlines()[len(screened.splitlines()):]
        accepted, matched = run("screen", COHORT, "--accept"), run("match", COHORT)
        return [_head(cohort), first, second, screened, sheets, "\n".join(read), accepted.splitlines()[-1], matched]


def _runner(program: Path) -> Callable[..., str]:
    def run(*words: str) -> str:
        said, before = io.StringIO(), os.environ.get("MENTORKIT_KEY")
        os.environ["MENTORKIT_KEY"] = "the walk's own key"
        try:
            with chdir(program), redirect_stdout(said), redirect_stderr(said):
                main(words)
        finally:
            os.environ.pop("MENTORKIT_KEY") if before is None else os.environ.update(MENTORKIT_KEY=before)
        plain = re.sub(r" \([\d.,]+ s\)", "", said.getvalue())
        lines = [line for line in plain.splitlines() if not line.startswith(("curriculum/", "playbook/"))]
        return "\n".join(lines[:_MOST] + (["…"] if len(lines) > _MOST else []))

    return run


def _head(cohort: Path) -> str:
    rows = list(csv.reader(io.StringIO((cohort / "mentees.csv").read_text(encoding="utf-8"))))
    return "\n".join(" | ".join(cell if len(cell) < 21 else f"{cell[:19]}…" for cell in row[:3]) for row in rows[:4])


def _write(program: Path, language: str, mended: bool) -> None:
    """Write both exports as Google Sheets gives them; before mending, with what people get wrong."""
    model, _ = with_vocabulary(checked_model(Program, read_document(program / "program.yml")), program)
    people = crowd(random.Random(SEED), MENTEES, MENTORS, 2026)
    chance = random.Random(SEED)
    for side, rows in (("mentees", people.mentees), ("mentors", people.mentors)):
        questions = application_form(model, side).questions
        cells = [{question.column: _answer(question, row, chance, language) for question in questions} for row in rows]
        if side == "mentees":
            _surprises(cells, mended)
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([{"es": "Marca temporal", "en": "Timestamp"}[language], *(question.text[language] for question in questions)])
        writer.writerows([f"{1 + number % 28:02d}/06/2026 18:{number:02d}:00", *(line[question.column] for question in questions)] for number, line in enumerate(cells))
        (program / COHORT / f"{side}.csv").write_text(out.getvalue(), encoding="utf-8")


def _answer(question: Question, row: dict[str, str], chance: random.Random, language: str) -> str:
    words = [option.text[language] for option in question.options]
    if question.slots:
        return ", ".join(sorted(chance.sample(words, 4), key=words.index))
    if question.column == "consent":
        return words[0]
    if question.column == "purposes":
        return words[0]
    given = [part.strip() for part in row.get(question.column, "").split(",")]
    told = {wording.casefold(): option.text[language] for option in question.options for wording in option.wordings}
    return ", ".join(told.get(part.casefold(), part) for part in given)


def _fill_in(sheets: Path, cohort: Path) -> None:
    """Fill in both readers' sheets and put them beside the export; the second reader has not read the last three."""
    from openpyxl import load_workbook

    chance, worth = random.Random(SEED), {}
    for number, reader in enumerate(READERS):
        book = load_workbook(sheets / f"reviews-{reader.casefold()}.xlsx")
        rows = list(book.worksheets[0].iter_rows(min_row=2))
        for cells in rows[: len(rows) - 3 * number]:
            own = worth.setdefault(cells[0].value, chance.gauss(2.8, 0.8))
            for cell in cells[3:-1]:
                cell.value = max(1, min(4, round(own + chance.gauss(0, 0.35))))
        book.save(cohort / f"reviews-{reader.casefold()}.xlsx")


def _surprises(rows: list[dict[str, str]], mended: bool) -> None:
    """What a coordinator finds in an export: some of it stops, some of it does not."""
    rows[4]["birth_year"] = "2007" if mended else "07"
    rows[9]["email"] = rows[9]["email"] if mended else rows[9]["email"].replace("a", "а", 1)
    rows[11]["field_wanted"] = "contabilidad" if mended else "contabilidá"
    rows[12] |= {"birth_year": "2010", "guardian_consent": ""}
    rows[14]["consent"] = "No"
    rows[16]["birth_year"] = "1996"
    if mended:
        rows.pop(20)
    else:
        rows[20] = rows[6] | {"goals": rows[20]["goals"]}


if __name__ == "__main__":
    for name, content in walk_pages(Path.cwd()).items():
        Path(name).write_text(content, encoding="utf-8")
