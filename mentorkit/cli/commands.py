"""What each command does; heavy imports happen in the command that needs them."""

from __future__ import annotations

import datetime as dt
import os
import sys
from argparse import Namespace
from pathlib import Path

from mentorkit.cli.beside import uncollected
from mentorkit.cli.saying import said, told_in
from mentorkit.errors import RunError, UsageError


def new(chosen: Namespace) -> None:
    """Write a programme folder with a synthetic cohort."""
    from mentorkit.cli.answers import answers, somebody
    from mentorkit.cli.newprogram import write_program

    folder = Path(chosen.folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not empty; name a new folder")
    told, place = answers(chosen, None if chosen.no_questions else somebody())
    write_program(folder, told, place / told.logo if told.logo else None)
    print(said("new-ready", told.language, folder=shown(folder), cohort=shown(folder / "cohorts" / "example")))


def forms(chosen: Namespace) -> None:
    """Write every form of the programme into a folder."""
    from mentorkit.cli.command import told_language
    from mentorkit.cli.forms import write_forms

    cohort = cohort_folder(chosen.cohort) if chosen.cohort else None
    program = cohort_program(cohort) if cohort else program_folder()
    files, language = write_forms(program, Path(chosen.folder), cohort, chosen.readers), told_language(str(program))
    print(said("forms", language, folder=shown(Path(chosen.folder)), n=len(files)))
    if any(file.name.startswith("reviews-") for file in files):
        print(said("forms-readers", language))


def outreach(chosen: Namespace) -> None:
    """Write the outreach kit into a folder."""
    from mentorkit.cli.command import told_language
    from mentorkit.cli.outreach import write_outreach

    files = write_outreach(program_folder(), Path(chosen.folder))
    print(said("outreach", told_language(str(program_folder())), folder=shown(Path(chosen.folder)), n=len(files)))


@uncollected()
def check(chosen: Namespace) -> int:
    """List every problem of a cohort, and count the decisions that its programme leaves open."""
    from mentorkit.io.workbooks import expect

    folder = cohort_folder(chosen.cohort)
    if chosen.workbook and not chosen.workbook.casefold().endswith(".xlsx"):
        raise UsageError("--workbook takes a file that ends in .xlsx")
    expect(folder)
    from mentorkit.cli.checking import consent_lines, looked_at, open_decisions_line
    from mentorkit.cli.command import write_told
    from mentorkit.cli.safety import alert

    inspection, problems, changed = looked_at(folder)
    write_told(problems, chosen.cohort, inspection.language)
    for line in (*changed(), *consent_lines(inspection)):
        print(line)
    if chosen.workbook:
        from mentorkit.cli.check_workbook import write_workbook

        out = write_workbook(Path(chosen.workbook), problems, inspection.raw.values(), inspection.language)
        print(said("workbook", inspection.language, file=shown(out)))
    if told := alert(inspection, chosen.cohort):
        print(told, file=sys.stderr)
    if line := open_decisions_line(None if inspection.left_out else inspection.program, inspection.language):
        print(f"{chosen.cohort}: {line}")
    if any(not problem.warning for problem in problems):
        return 1
    print(said("no-errors" if problems else "no-problems", inspection.language, cohort=chosen.cohort))
    return 0


def screen(chosen: Namespace) -> None:
    """Say what the rules come to for each application, and write down what they settle."""
    from mentorkit.cli.screening import screened

    for line in screened(cohort_folder(chosen.cohort), chosen.accept, dt.datetime.now(dt.UTC).date()):
        print(line)


def match(chosen: Namespace) -> None:
    """Match a cohort and write the result files."""
    from mentorkit.cli.matching import write_matching

    folder = cohort_folder(chosen.cohort)
    print(write_matching(folder, Path(chosen.scores) if chosen.scores else None))


def run(chosen: Namespace) -> int:
    """Run the notebooks of one or several cohorts, and count the safety reports that nobody has seen."""
    from mentorkit.running.engines import engine
    from mentorkit.running.notebooks import chosen_notebooks

    if chosen.jobs < 1:
        raise UsageError("--jobs takes a number from 1")
    names, day, folders = chosen_notebooks(chosen.only), _day(chosen.as_of), [cohort_folder(name) for name in chosen.cohorts]
    with engine(len(names) * len(folders), chosen.plain) as by:
        here = not chosen.scheduler and (chosen.jobs == 1 or len(folders) == 1)
        if here and (chosen.force or not all((folder / "results" / "manifest.json").is_file() for folder in folders)):
            by.start()  # there is surely something to run: what it needs is imported while the cohort is read
        from mentorkit.cli.running import Order, run_cohorts
        from mentorkit.running.cohorts import Wishes

        wishes = Wishes(tuple(chosen.only or ()), day, chosen.language or "", chosen.force)
        code = run_cohorts(Order(folders, wishes, chosen.jobs, chosen.scheduler, chosen.plain), by)
    from mentorkit.cli.safety import alert
    from mentorkit.io.cohort import inspect_cohort

    for told in filter(None, (alert(inspect_cohort(folder), shown(folder)) for folder in folders)):
        print(told, file=sys.stderr)
    return code


def guide(chosen: Namespace) -> None:
    """Write one session's guide, its worksheet, or the programme's arc."""
    from mentorkit.cli.guiding import guide_bytes

    program = program_folder_or_shipped()
    _write(guide_bytes(program, chosen.language or _first_language(program), chosen), chosen.out)


def certificate(chosen: Namespace) -> int:
    """Confirm a certificate's number."""
    from mentorkit.cli.certificates import confirmed
    from mentorkit.cli.command import told_language

    line = confirmed(cohort_folder(chosen.cohort), chosen.number)
    print(line or said("certificate-none", told_language(chosen.cohort), cohort=chosen.cohort), file=None if line else sys.stderr)
    return 0 if line else 1


def safety(chosen: Namespace) -> None:
    """List a cohort's safety reports for the safeguarding contact, and remember them as seen where asked."""
    from mentorkit.cli.safety import lines, mark_seen, open_channel
    from mentorkit.io.cohort import inspect_cohort

    channel = open_channel(inspect_cohort(cohort_folder(chosen.cohort)))
    print(said("safety", channel.language, n=len(channel.marks), unseen=channel.unseen, contact=channel.contact))
    for line in lines(channel):
        print(line)
    if chosen.seen:
        mark_seen(channel)


def publish(chosen: Namespace) -> None:
    """Build the site."""
    from mentorkit.io.yaml import checked_model, read_document
    from mentorkit.model.program import Program
    from mentorkit.publishing.building import publish as build

    folder = program_folder()
    program = checked_model(Program, read_document(folder / "program.yml"))
    speaks = told_in(program.languages[0])
    out = build(folder, program, Path(chosen.out), lambda line: print(speaks(line), file=sys.stderr))
    print(f"{shown(out / 'index.html')}")


def verify(chosen: Namespace) -> int:
    """Derive a cohort's results again and compare."""
    from mentorkit.cli.keeping import verified

    return verified(cohort_folder(chosen.cohort))


def forget(chosen: Namespace) -> None:
    """Erase a person."""
    from mentorkit.cli.keeping import forgotten

    forgotten(cohort_folder(chosen.cohort), chosen.person)


def purge(chosen: Namespace) -> None:
    """Remove people's data from cohorts that ended before a day."""
    from mentorkit.cli.keeping import purged

    purged([cohort_folder(name) for name in chosen.cohorts], _day(chosen.before), chosen.yes)


def doctor(chosen: Namespace) -> int:
    """Say what is installed and what is missing."""
    from mentorkit.cli.command import language_here
    from mentorkit.cli.doctor import findings, told

    language = language_here(chosen)
    found = findings(Path.cwd(), language)
    print(told(found, language))
    return 1 if any(one.needed and not one.well for one in found) else 0


def customize(chosen: Namespace) -> None:
    """Take shipped things as one's own, or leave them out; alone, list what can be taken."""
    from mentorkit.cli.letters import FOLDER, take_message, takeable_messages
    from mentorkit.overlay import leave_out, take, takeable

    folder = program_folder()
    if chosen.path is None:
        for name in [*takeable(), *takeable_messages()]:
            print(name)
        return
    if chosen.path.startswith(FOLDER) and not chosen.leave_out:
        taken = take_message(folder, chosen.path)
    else:
        taken = (leave_out if chosen.leave_out else take)(folder, chosen.path)
    for name in taken:
        print(name)


def status(chosen: Namespace) -> None:
    """List one's own files and messages, and what happened to them since; or remember one as read."""
    from mentorkit.cli.command import told_language
    from mentorkit.cli.letters import FOLDER, own_messages, read_message_again
    from mentorkit.overlay import BEHIND, own_files, read_again

    folder = program_folder()
    language = told_language(str(folder))
    if chosen.read:
        for name in (read_message_again if chosen.read.startswith(FOLDER) else read_again)(folder, chosen.read):
            print(said("status-read", language, name=name))
        return
    found = [*own_files(folder), *own_messages(folder)]
    for one in found:
        apart = said("status-apart", language) if one.state == "changed on both sides" and one.taken else ""
        met = said("status-both", language, lines=", ".join(map(str, one.lines))) if one.lines else apart
        print(f"{one.path}: {said(f'state-{one.state}'.replace(' ', '-'), language)}{met}")
        if chosen.diff and one.news:
            print(one.news)
    behind = sum(one.state in BEHIND for one in found)
    print(said("status", language, n=len(found), behind=behind))


def cohort_folder(name: str) -> Path:
    """Give a cohort's folder, or refuse what is none."""
    folder = Path(name)
    if not folder.is_dir():
        raise UsageError(f"{name} is no folder; name a cohort's folder, like cohorts/example")
    if not (folder / "cohort.yml").is_file():
        raise UsageError(f"{name} holds no cohort.yml; name a cohort's folder, like cohorts/example")
    return folder.absolute()


def cohort_program(cohort: Path) -> Path:
    """Give the folder of a cohort's programme."""
    from mentorkit.io.cohort import program_file

    return program_file(cohort).parent


def program_folder() -> Path:
    """Give the programme's folder: here or above."""
    here = Path.cwd()
    for place in (here, *here.parents):
        if (place / "program.yml").is_file():
            return place
    raise UsageError("there is no program.yml here or above; change into a programme's folder, or make one with mentorkit new")


def program_folder_or_shipped() -> Path:
    """Give the programme's folder, or the shipped originals where there is none."""
    from mentorkit.shipped import shipped_folder

    try:
        return program_folder()
    except UsageError:
        return shipped_folder()


def shown(path: Path) -> str:
    """Give a path as a person types it from here."""
    try:
        text = os.path.relpath(path)
    except ValueError:
        text = str(path)
    return f'"{text}"' if " " in text else text


def _first_language(program: Path) -> str:
    from mentorkit.io.yaml import checked_model, read_document
    from mentorkit.model.program import Program

    return checked_model(Program, read_document(program / "program.yml")).languages[0]


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError("a date is written like 2026-04-13") from None


def _write(data: bytes, out: str | None) -> None:
    if out is None:
        sys.stdout.buffer.write(data)
        return
    try:
        Path(out).write_bytes(data)
    except OSError as error:
        raise RunError(f"{out} cannot be written: {error.strerror}") from None


