"""`mentorkit outreach`: calls, reminder and answers, ready to send."""

from __future__ import annotations

from pathlib import Path

from mentorkit.errors import RunError, UsageError


def write_outreach(folder: Path, out: Path) -> list[Path]:
    """
    Write the outreach kit of a programme into a folder, `<language>/<occasion>-<length>.txt`, and give the files.

    Raises:
        UsageError: The folder is a file.
    """
    from mentorkit.forms.outreach import outreach_kit
    from mentorkit.io.curriculum import read_curriculum
    from mentorkit.io.results import write_result
    from mentorkit.io.yaml import checked_model, read_document
    from mentorkit.model.program import Program

    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file; name a folder")
    program = checked_model(Program, read_document(folder / "program.yml"))
    sessions = [guide.session for guide in read_curriculum(folder).values() if guide.session.week <= program.weeks]
    minutes = {side: sum(session.duration for session in sessions if side in session.audience) for side in ("mentees", "mentors")}
    kit = {f"{language}/{name}.txt": text for language in program.languages for name, text in outreach_kit(program, minutes, language).items()}
    try:
        return [write_result(out / name, text.encode()) for name, text in kit.items()]
    except OSError as error:
        raise RunError(f"{out} cannot be written: {error.strerror}") from None
