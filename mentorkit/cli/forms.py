"""`mentorkit forms`: every form of a programme, ready to hand out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from mentorkit.errors import ProblemsError, RunError, UsageError
from mentorkit.model.forms import slug
from mentorkit.model.program import Program
from mentorkit.model.survey import Survey
from mentorkit.model.tables import PEOPLE

READERS = ("1", "2")
"""What the two readers of applications are called where nobody names them."""
SURVEYS = ("baseline", "midline-mentees", "midline-mentors", "exit-mentees", "exit-mentors")
LANGUAGES = ("es", "en")


def write_forms(program_folder: Path, out: Path, cohort: Path | None = None, readers: Sequence[str] = ()) -> list[Path]:
    """
    Write every form of a programme into a folder and give the files: `xlsform/<form>.xlsx` in both languages,
    `<language>/<form>.xlsx` with drop-downs, and `<language>/<form>.txt` to paste.

    With a rubric and a cohort that has applications, each reader gets a sheet that lists them, `<language>/reviews-<reader>.xlsx`,
    which only its owner can read.

    Args:
        program_folder: Where `program.yml` stands.
        out: The folder; made where it is missing, files of the same name are replaced.
        cohort: A cohort whose own settings and code books go before the programme's.
        readers: Who reads applications; two with a number as name unless given.

    Raises:
        ProblemsError: Not every application can be read.
        UsageError: The folder is a file; readers are named without a rubric, a cohort or applications, or two alike.
    """
    from mentorkit.io.results import write_result, write_whole
    from mentorkit.model.questions import program_forms

    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file; name a folder")
    program = _program(program_folder, cohort)
    told = _told(program, cohort)
    if readers:
        _refuse_readers(program, cohort, told, readers)
    ids = [id for side in told.get(program.languages[0], ()) for id in side]
    files = dict(_files(program, list(program_forms(program, _books(program_folder, cohort), ids))))
    sheets = dict(_sheets(program, told, readers or READERS))
    try:
        written = [write_result(out / name, content) for name, content in files.items()]
        return written + [write_whole(out / name, content, 0o600) for name, content in sheets.items()]
    except OSError as error:
        raise RunError(f"{out} cannot be written: {error.strerror}") from None


Told = dict[str, list[dict[str, str]]]
"""By language and side, what each person told, by id."""


def _told(program: Program, cohort: Path | None) -> Told:
    """Give what each application tells that is to be read: those nobody decided on and the rules do not decline; all, where all are decided."""
    from mentorkit.cli.screening import as_applied
    from mentorkit.forms.readers import told_answers
    from mentorkit.io.cohort import inspect_cohort
    from mentorkit.participants import screening

    inspection = inspect_cohort(cohort) if cohort is not None and program.eligibility.rubric else None
    if inspection and inspection.unread & set(PEOPLE):  # a sheet would lack somebody, and nobody would see it
        raise ProblemsError(inspection.errors)
    applied = inspection.cohort if inspection else None
    if applied is None or not len(applied.mentees) + len(applied.mentors):
        return {}
    table = screening(as_applied(applied))
    undecided = table[(table["status"] == "applied") & (table["outcome"] != "declined")]
    wanted = set(undecided["person_id"] if len(undecided) else table["person_id"])
    return {
        language: [{id: text for id, text in told_answers(applied, side, language).items() if id in wanted} for side in ("mentees", "mentors")]
        for language in program.languages
    }


def _refuse_readers(program: Program, cohort: Path | None, told: Told, readers: Sequence[str]) -> None:
    if not program.eligibility.rubric:
        raise UsageError("readers judge by a rubric; write eligibility.rubric in program.yml")
    if cohort is None:
        raise UsageError("a reader's sheet lists a cohort's applications; name it with --cohort")
    if not told:
        raise UsageError("the cohort has no applications yet; put them there first")
    if len({_file_name(reader) for reader in readers}) < len(readers):
        raise UsageError("two readers have the same name; add a surname")


def _sheets(program: Program, told: Told, readers: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    from mentorkit.forms.readers import reader_sheet

    for language, texts in told.items():
        for reader in readers:
            yield f"{language}/reviews-{_file_name(reader)}.xlsx", reader_sheet(program, texts, reader, language)


def _file_name(reader: str) -> str:
    return slug(f"r {reader}")[2:] or slug(reader)


def _files(program: Program, forms: list) -> Iterator[tuple[str, bytes]]:
    from mentorkit.forms import form_text, form_workbook, xlsform

    limit = program.eligibility.guardian_below
    for form in forms:
        yield f"xlsform/{form.id}.xlsx", xlsform(form, program.languages, limit)
        for language in program.languages:
            yield f"{language}/{form.id}.xlsx", form_workbook(form, language)
            yield f"{language}/{form.id}.txt", form_text(form, language, limit).encode()


def _program(folder: Path, cohort: Path | None) -> Program:
    from mentorkit.io.cohort import inspect_program
    from mentorkit.io.vocabulary import with_vocabulary
    from mentorkit.io.yaml import checked_model, read_document

    if cohort is not None:
        program = inspect_program(cohort)
        if program is None:
            raise UsageError(f"the settings of {cohort} cannot be read; run mentorkit check {cohort}")
        return program
    program, problems = with_vocabulary(checked_model(Program, read_document(folder / "program.yml")), folder)
    if problems:
        raise ProblemsError(problems)
    return program


def _books(folder: Path, cohort: Path | None) -> dict[str, dict[str, Survey]]:
    """Give the code books by survey and language: the cohort's own first, then the programme's."""
    from mentorkit.io.yaml import checked_model, read_document
    from mentorkit.shipped import overlaid

    books: dict[str, dict[str, Survey]] = {}
    for path in sorted((cohort / "surveys").glob("*.yml")) if cohort else ():
        survey = checked_model(Survey, read_document(path, f"surveys/{path.name}"))
        books[survey.survey] = {}.fromkeys(LANGUAGES, survey)
    for name in SURVEYS:
        paths = {language: overlaid(folder, f"curriculum/surveys/{language}/{name}.yml") for language in LANGUAGES}
        if name not in books:
            books[name] = {language: checked_model(Survey, read_document(path)) for language, path in paths.items() if path.is_file()}
    return {name: by_language for name, by_language in books.items() if by_language}
