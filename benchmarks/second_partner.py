"""
Follow the page "A second partner": type its commands in an empty folder, and hold what they say against the page.

`python benchmarks/second_partner.py` fails where a command says something else than the page; with `--write` both
languages' pages are written again. The foundation, its programme and its people are invented; the cohort is marked as real, so that
the gate looks for everybody in it.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = {language: ROOT / "playbook" / language / "second-partner.md" for language in ("es", "en")}
COHORT = "quito-2026-1"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANSWERS = """\
name: Puentes de Quito
language: es
organisation: Fundación Chaka Ñan
place: Quito
country: EC
mentees: 30
contact: hola@chaka.example
colors: {accent: "#7a2e8e", warm: "#a0522d", paper: "#fffdfb"}
"""
STORY = "# Un caso\n\n{name} encontró trabajo en una bodega de Quito.\n"


def answers_are_written(folder: Path) -> None:
    """The team's answers, in a file."""
    (folder / "respuestas.yml").write_text(ANSWERS, encoding="utf-8")


def one_language_is_kept(folder: Path) -> None:
    """The site in one language, for now."""
    file = folder / "program.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("languages: [es, en]", "languages: [es]"), encoding="utf-8")


def applications_arrive(folder: Path) -> None:
    """Twenty weeks later in one step: the forms' exports and the logs of the first cohort, of invented people."""
    import datetime as dt

    from mentorkit.example import write_example

    cohort = folder / "cohorts" / COHORT
    write_example(cohort, folder / "program.yml", name=COHORT, language="es", seed=7, starts=dt.date(2026, 2, 9), mentees=40, mentors=28)
    settings = (cohort / "cohort.yml").read_text(encoding="utf-8")
    settings = settings.replace("synthetic: true", "synthetic: false").replace("America/Bogota", "America/Guayaquil")
    (cohort / "cohort.yml").write_text(settings.partition("\n")[2], encoding="utf-8")


def somebody_is_named(folder: Path) -> None:
    """A page of the team's own, in which a mentee stands by name."""
    import csv

    with (folder / "cohorts" / COHORT / "mentees.csv").open(encoding="utf-8") as file:
        name = next(csv.DictReader(file))["Nombre completo"]
    (folder / "playbook/es/caso.md").write_text(STORY.format(name=name), encoding="utf-8")


def nobody_is_named(folder: Path) -> None:
    """The same page without the name."""
    (folder / "playbook/es/caso.md").write_text(STORY.format(name="Una mentee de la primera cohorte"), encoding="utf-8")


HAPPENS_BEFORE: list[tuple[str, Callable[[Path], None]]] = [
    ("cat respuestas.yml", answers_are_written), ("mentorkit customize messages/welcome", one_language_is_kept), (f"mentorkit check cohorts/{COHORT}", applications_arrive), ("mentorkit publish", somebody_is_named),
    ("mentorkit publish", nobody_is_named),
]


def commands(text: str) -> list[str]:
    """Give the commands of a page in their order."""
    return [line[2:] for block in _BLOCK.findall(text) for line in block.splitlines() if line.startswith("> ")]


def said(typed: list[str], folder: Path) -> list[str]:
    """Type the commands and give what each said."""
    told, here, happens = [], folder, list(HAPPENS_BEFORE)
    for command in typed:
        if happens and command.startswith(happens[0][0]):
            happens.pop(0)[1](here)
        if command.startswith("cd "):
            here = here / command[3:] if (here / command[3:]).is_dir() else here
            told.append("")
            continue
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = os.environ | {"PATH": path, "PYTHONUTF8": "1", "MENTORKIT_KEY": "a key for the page", "COLUMNS": "100", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(["sh", "-c", command], cwd=here, env=environment, capture_output=True, text=True, check=False)
        told.append(steady(done.stdout + done.stderr))
        print(f"> {command}\n{told[-1]}", file=sys.stderr)
    return told


def steady(text: str) -> str:
    """Give what a command said without what differs from run to run: progress bars and seconds."""
    lines = [line.rpartition("\r")[2].strip("\r") for line in text.splitlines()]
    lines = [re.sub(r"\b\d+[.,]\d s\b", "… s", line) for line in lines if line.strip() and not re.search("(notebook|cuaderno)/s|s/(notebook|cuaderno)", line)]
    shown = [line if len(line) < 220 else f"{line[:200]} …" for line in lines]
    return "\n".join(shown if len(shown) <= 14 else [*shown[:6], f"… {len(shown) - 8} lines more …", *shown[-2:]])


def with_output(text: str, told: list[str]) -> str:
    """Give a page with what the commands said."""
    rest = iter(told)

    def block(match: re.Match[str]) -> str:
        lines = []
        for command in (line for line in match[1].splitlines() if line.startswith("> ")):
            output = next(rest)
            lines += [command, *([output] if output else [])]
        return "```console\n" + "\n".join(lines) + "\n```"

    return _BLOCK.sub(block, text)


def main() -> int:
    """Run the page; 0 where it says what the commands say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--write", action="store_true", help="write the pages again")
    chosen = parser.parse_args()
    texts = {language: page.read_text(encoding="utf-8") for language, page in PAGES.items()}
    typed = commands(texts["es"])
    if typed != commands(texts["en"]):
        print("the pages' commands differ between the languages", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as place:
        told = said(typed, Path(place))
    code = 0
    for language, page in PAGES.items():
        new = with_output(texts[language], told)
        if chosen.write:
            page.write_text(new, encoding="utf-8")
        elif new != texts[language]:
            import difflib

            print("\n".join(difflib.unified_diff(texts[language].splitlines(), new.splitlines(), f"{page.name} ({language})", "what the commands say", lineterm="", n=1)))
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main())
