"""`mentorkit forms`: every form of a programme, ready to hand out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mentorkit.errors import ProblemsError, RunError, UsageError
from mentorkit.model.program import Program
from mentorkit.model.survey import Survey

SURVEYS = ("baseline", "midline-mentees", "midline-mentors", "exit-mentees", "exit-mentors")
LANGUAGES = ("es", "en")


def write_forms(program_folder: Path, out: Path, cohort: Path | None = None) -> list[Path]:
    """
    Write every form of a programme into a folder and give the files: `xlsform/<form>.xlsx` in both languages,
    `<language>/<form>.xlsx` with drop-downs, and `<language>/<form>.txt` to paste.

    Args:
        program_folder: Where `program.yml` stands.
        out: The folder; made where it is missing, files of the same name are replaced.
        cohort: A cohort whose own settings and code books go before the programme's.

    Raises:
        UsageError: The folder is a file.
    """
    from mentorkit.io.results import write_result
    from mentorkit.model.questions import program_forms

    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file; name a folder")
    program = _program(program_folder, cohort)
    files = dict(_files(program, list(program_forms(program, _books(program_folder, cohort)))))
    try:
        return [write_result(out / name, content) for name, content in files.items()]
    except OSError as error:
        raise RunError(f"{out} cannot be written: {error.strerror}") from None


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
