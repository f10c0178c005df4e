"""Words of the command line to calls, and what went wrong to lines and exit codes."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from mentorkit.errors import MentorkitError, Problem, ProblemsError

_DESCRIPTION = "Run a mentoring programme: check applications, match, prepare workshops, follow pairs, evaluate, publish."
_AT_ONCE = 20_000
_EXITS = "exit codes: 0 done; 1 the data or the programme has problems; 2 the command was used wrongly; 3 something failed, nothing was changed"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code: 0 done, 1 problems, 2 wrong use, 3 a failure on the way."""
    from mentorkit.cli import commands

    _write_what_can_be_written()
    parser = command_parser()
    chosen = parser.parse_args(arguments)
    try:
        return getattr(commands, chosen.command)(chosen) or 0
    except ProblemsError as error:
        write_problems(error.problems, getattr(chosen, "cohort", None), language_here(chosen))
        return error.exit_code
    except MentorkitError as error:
        from mentorkit.cli.saying import told_error

        print(f"mentorkit {chosen.command}: {told_error(error, language_here(chosen))}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        from mentorkit.cli.saying import said

        print(said("stopped", language_here(chosen), command=chosen.command), file=sys.stderr)
        return 3
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 3
    except Exception as error:
        if os.environ.get("MENTORKIT_DEBUG"):
            raise
        from mentorkit.cli.saying import said

        print(said("broken", language_here(chosen), command=chosen.command, error=type(error).__name__), file=sys.stderr)
        return 3


def _write_what_can_be_written() -> None:
    """Have a letter that a console or a file of an old encoding lacks stand as a question mark instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="replace")


class _Version(argparse.Action):
    """Tells the version, and looks it up only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from mentorkit import __version__

        print(f"mentorkit {__version__}")
        parser.exit()


def command_parser() -> argparse.ArgumentParser:
    """Give the parser of the command line."""
    parser = argparse.ArgumentParser(prog="mentorkit", description=_DESCRIPTION, epilog=_EXITS)
    parser.add_argument("--version", action=_Version, nargs=0, default=argparse.SUPPRESS, help="the version that is installed")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    new = commands.add_parser("new", help="a programme folder of your own, with a synthetic cohort that runs")
    new.add_argument("folder", metavar="DIR")
    new.add_argument("--language", choices=("es", "en"), help="the programme's first language (default es)")
    new.add_argument("--name", help="the programme's name (default: the folder's)")
    new.add_argument("--organisation", metavar="NAME", help="who runs it")
    new.add_argument("--place", help="city or region")
    new.add_argument("--country", metavar="CODE", help="two letters, like CO; holidays follow from it")
    new.add_argument("--mentees", metavar="N", type=int, help="size of the synthetic cohort (default 60)")
    new.add_argument("--mentors", metavar="N", type=int, help="default: two for three mentees")
    new.add_argument("--contact", metavar="ADDRESS", help="to whom readers of the site write")
    new.add_argument("--safety-contact", metavar="WHO", help="who is told when somebody may be in danger; not published")
    new.add_argument("--accent", metavar="COLOR", help="colour of links, like #187172")
    new.add_argument("--warm", metavar="COLOR", help="second colour, like #b97a14")
    new.add_argument("--paper", metavar="COLOR", help="ground of the pages, like #fffdf9")
    new.add_argument("--logo", metavar="FILE", help="a PNG")
    new.add_argument("--answers", metavar="FILE", help="all of this from a YAML file, and nothing is asked")
    new.add_argument("--no-questions", action="store_true", help="ask nothing on a terminal")

    forms = commands.add_parser("forms", help="every form to hand out: XLSForm, spreadsheet with drop-downs, text to paste")
    forms.add_argument("folder", metavar="DIR")
    forms.add_argument("--cohort", metavar="COHORT_DIR", help="a cohort whose own settings and code books go first, and whose applications readers judge")
    forms.add_argument("--readers", metavar="NAME", nargs="+", default=[], help="who reads applications, each in a sheet of their own (default: 1 2)")

    outreach = commands.add_parser("outreach", help="calls, reminder, answers and the alliance pitch, ready to send")
    outreach.add_argument("folder", metavar="DIR")

    check = commands.add_parser("check", help="every problem of every input of a cohort at once")
    check.add_argument("cohort", metavar="COHORT_DIR")
    check.add_argument("--workbook", metavar="FILE", help="also a private workbook (.xlsx) with every finding and the bad cells marked")

    screen = commands.add_parser("screen", help="what the rules say about each application, and why")
    screen.add_argument("cohort", metavar="COHORT_DIR")
    screen.add_argument("--accept", action="store_true", help="add what the rules settle to selection.csv")

    match = commands.add_parser("match", help="matching alone, without a notebook, for any size")
    match.add_argument("cohort", metavar="COHORT_DIR")
    match.add_argument("--scores", metavar="FILE", help="also write every pair's score and points as CSV")

    run = commands.add_parser("run", help="all notebooks of each cohort; only what changed is run again")
    run.add_argument("cohorts", metavar="COHORT_DIR", nargs="+")
    run.add_argument("--only", metavar="NAME", action="append", help="this notebook alone; may be given several times")
    run.add_argument("--as-of", metavar="DATE", help="look at the cohort on this day, like 2026-04-13")
    run.add_argument("--language", choices=("es", "en"), help="default: the cohort's")
    run.add_argument("--jobs", metavar="N", type=int, default=1, help="cohorts side by side (default 1)")
    run.add_argument("--scheduler", metavar="ADDRESS", help="run on the workers of this Dask scheduler, like tcp://127.0.0.1:8786")
    run.add_argument("--force", action="store_true", help="run every notebook again")
    run.add_argument("--plain", action="store_true", help="a fresh kernel for each notebook, as papermill does it; slower, same results")

    guide = commands.add_parser("guide", help="one session's guide")
    guide.add_argument("session", metavar="SESSION", help="code (S05, T1, P3, F0) or slug (three-futures); `arc` for the whole programme")
    guide.add_argument("--for", dest="audience", choices=("facilitator", "participant", "mentor", "worksheet", "exercises"), default="facilitator")
    guide.add_argument("--language", choices=("es", "en"), help="default: the programme's first")
    guide.add_argument("--minutes", metavar="N", type=int, help="length of the room's booking")
    guide.add_argument("--start", metavar="HH:MM", default="00:00", help="when the session begins")
    guide.add_argument("--form", choices=("full", "short", "remote"), default="full", help="as planned, at its shortest, or without a room")
    guide.add_argument("--weeks", metavar="N", type=int, help="length of the programme, with `arc`")
    guide.add_argument("--format", choices=("html", "pdf", "md", "ipynb"), default="md", help="ipynb for worksheets alone")
    guide.add_argument("--paper", choices=("a4", "letter"), default="a4", help="for PDF")
    guide.add_argument("--out", metavar="FILE", help="default: standard output")

    certificate = commands.add_parser("certificate", help="whether a number is one of a cohort's certificates, and whose")
    certificate.add_argument("cohort", metavar="COHORT_DIR")
    certificate.add_argument("number", metavar="NUMBER", help="as printed, like ABCD-EFGH-2345")

    safety = commands.add_parser("safety", help="a cohort's safety reports, for the safeguarding contact alone")
    safety.add_argument("cohort", metavar="COHORT_DIR")
    safety.add_argument("--seen", action="store_true", help="remember them as seen, so that they are no longer announced")

    publish = commands.add_parser("publish", help="the site, in every language, after the gate")
    publish.add_argument("--out", metavar="DIR", default="site", help="default: site")

    verify = commands.add_parser("verify", help="derive a cohort's results again from its archive and compare")
    verify.add_argument("cohort", metavar="COHORT_DIR")

    forget = commands.add_parser("forget", help="erase a person from a cohort")
    forget.add_argument("cohort", metavar="COHORT_DIR")
    forget.add_argument("person", metavar="PERSON", help="the person's id or e-mail")

    purge = commands.add_parser("purge", help="remove people's data from cohorts that ended long ago")
    purge.add_argument("cohorts", metavar="COHORT_DIR", nargs="+")
    purge.add_argument("--before", metavar="DATE", required=True, help="cohorts whose last day was before this day")
    purge.add_argument("--yes", action="store_true", help="remove; without it the command lists what it would remove")

    commands.add_parser("doctor", help="what is installed, what is missing, and what to type")

    customize = commands.add_parser("customize", help="take a shipped page, session, form, notebook or message as your own")
    customize.add_argument("path", metavar="PATH", nargs="?", help="like playbook/es/why.md, curriculum/sessions/s05-three-futures or messages/welcome; without it, what can be taken is listed")
    customize.add_argument("--leave-out", action="store_true", help="leave a page or session out instead")

    status = commands.add_parser("status", help="which of your own files lag behind the shipped ones")
    status.add_argument("--diff", action="store_true", help="also show what changed there since you took it")
    status.add_argument("--read", metavar="PATH", help="remember that you read what changed there; compare with today's from now on")
    return parser


def language_here(chosen: argparse.Namespace) -> str:
    """Give the language in which a command speaks: that of its cohort's programme, else of the programme in or above this folder, else English."""
    if chosen.command == "new":
        return getattr(chosen, "language", None) or "es"
    from mentorkit.cli.commands import program_folder

    several = getattr(chosen, "cohorts", None) or [getattr(chosen, "cohort", None)]
    try:
        return told_language(several[0] if several[0] and os.path.isdir(several[0]) else str(program_folder()))
    except MentorkitError:
        return "en"


def told_language(cohort: str | None) -> str:
    """Give the language in which a cohort's problems are told: its programme's first, or English where none can be read."""
    from pathlib import Path

    from mentorkit.io.cohort import program_file, told_in
    from mentorkit.io.yaml import read_document

    try:
        return told_in([read_document(program_file(Path(cohort)))] if cohort else [])
    except (MentorkitError, OSError):
        return "en"


def write_problems(problems: Sequence[Problem], cohort: str | None, language: str = "en") -> None:
    """Write problems to standard error, a line each, under a line that counts them, in a language."""
    from mentorkit.model.findings import told

    write_told([told(problem, language) for problem in problems], cohort, language)


def write_told(problems: Sequence[Problem], cohort: str | None, language: str = "en") -> None:
    """Write problems that are told in a language already, the same way."""
    from mentorkit.cli.check_output import problem_lines, wants_colour

    lines = problem_lines(problems, cohort or "", wants_colour(sys.stderr), language)
    for begin in range(0, len(lines), _AT_ONCE):  # not line by line: standard error writes each print by itself
        print("\n".join(lines[begin : begin + _AT_ONCE]), file=sys.stderr)
