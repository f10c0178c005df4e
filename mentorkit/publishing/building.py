"""The site of every language, by jupyter-book in fresh folders, warnings as errors."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from mentorkit.errors import Problem, ProblemsError, RunError
from mentorkit.io.cohort import cohort_folders, inspect_cohort
from mentorkit.io.curriculum import read_curriculum, read_outcomes
from mentorkit.io.yaml import read_document
from mentorkit.model.catalogue import texts
from mentorkit.model.palette import paint
from mentorkit.model.program import Program
from mentorkit.model.words import localized
from mentorkit.publishing.edition import PAGE, Edition, edition, edition_page, write_edition
from mentorkit.publishing.gate import refuse_leaks, theme_files
from mentorkit.publishing.landing import landing_page
from mentorkit.publishing.look import write_look
from mentorkit.publishing.markup import mend_markup
from mentorkit.publishing.metadata import write_metadata
from mentorkit.publishing.people import Person
from mentorkit.publishing.reports import write_reports
from mentorkit.publishing.sealing import SEAL, seal
from mentorkit.publishing.sheets import SCHEME, write_sheets
from mentorkit.publishing.sources import Sources, contents, gathered, page_pictures
from mentorkit.shipped import overlaid, overlaid_files
from mentorkit.telling.report import lacking_files


def publish(program_folder: Path, program: Program, out: Path, report=lambda _: None) -> Path:
    """
    Build the site into a folder, which is replaced only when everything has passed.

    The book is assembled in an empty folder from hand-written pages, curriculum, and public aggregates;
    no executed notebook that saw a participant enters it.

    Args:
        out: Where the site goes; it holds a folder for each language and a start page.
        report: Called with a line for each step.

    Raises:
        ProblemsError: A cohort's public folder lacks a table that its report needs.
        RunError: A page has an error, or the gate found a participant; nothing was published.
    """
    if out.exists() and any(out.iterdir()) and not (out / SEAL).exists():
        raise RunError(f"{out} holds files that mentorkit did not write; choose an empty folder with --out")
    cohorts = [folder for folder in cohort_folders(program_folder) if any((folder / "public").glob("*.json"))]
    if incomplete := [_incomplete(program_folder, folder, lacking) for folder in cohorts if (lacking := lacking_files(folder / "public"))]:
        raise ProblemsError(incomplete)
    paint(program.publishing.colors)
    guides, outcomes = read_curriculum(program_folder), read_outcomes(program_folder)
    with tempfile.TemporaryDirectory(prefix="mk-site-") as place:
        site = Path(place) / "site"
        site.mkdir()
        made = theme_files()
        books = {language: gathered(program_folder, guides, language) for language in program.languages}
        of = edition(program, books, out)
        for language, book in books.items():
            book.add(f"playbook/{language}/{PAGE}.md", f"{PAGE}.md", edition_page(of, language, book.titles))
        shared = set.intersection(*(book.names for book in books.values()))
        folders = {language: Path(place) / "source" / language for language in program.languages}
        for language, source in folders.items():
            report(f"{language}: pages")
            _write_sources(program_folder, of, books[language], [folder.name for folder in cohorts], source, shared)
        if cohorts:
            report(f"reports: {len(cohorts) * len(folders)}")
            write_reports(program_folder, cohorts, folders, program.publishing.colors)
        with ThreadPoolExecutor(os.cpu_count()) as workers:  # each book is a process of its own
            built = {language: workers.submit(_built, source, Path(place) / "built" / language) for language, source in folders.items()}
        for language in program.languages:
            report(f"{language}: book")
            shutil.copytree(built[language].result(), site / language)
            mend_markup(site / language, language)
            made |= write_sheets(guides, language, program.languages, site / language)
            write_metadata(guides, outcomes, language, site / language, program.program, program.organisation)
            made |= write_edition(of, books[language], site)
        (site / "index.html").write_text(landing_page(program), encoding="utf-8")
        (site / ".nojekyll").touch()
        people = _people(cohort_folders(program_folder))
        report(f"gate: {len(people)} people and texts of theirs are looked for")
        refuse_leaks(site, people, made, _shipped_texts(books))
        seal(site)
        _replace(out, site)
    return out


def _shipped_texts(books: Mapping[str, Sources]) -> dict[str, str]:
    """Give the text of every page that is as it came with mentorkit, by its path in the site."""
    found = ((f"{language}/{target.removesuffix('.md')}.html", book.pages[target]) for language, book in books.items() for source, target in book.targets.items() if source in book.shipped)
    return dict(found)


def _incomplete(program_folder: Path, folder: Path, lacking: list[str]) -> Problem:
    name = folder.relative_to(program_folder).as_posix()
    problem = f"files are missing ({', '.join(lacking)}): an earlier version of mentorkit wrote this folder, or they were lost"
    return Problem(f"{name}/public", None, None, problem, f"run mentorkit run {name} --only 6-evaluation --force, and publish again")


def _write_sources(program_folder: Path, of: Edition, sources: Sources, cohorts: list[str], source: Path, shared: set[str]) -> None:
    language = sources.language
    for page, text in sources.relinked().items():
        (source / page).parent.mkdir(parents=True, exist_ok=True)
        (source / page).write_text(text, encoding="utf-8")
    beside = overlaid_files(program_folder, "playbook/_static") | overlaid_files(program_folder, "playbook/_templates")
    for name, file in (beside | page_pictures(program_folder, language)).items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, source / name)
    _write_yaml(source / "_toc.yml", contents(sources, cohorts))
    configuration = _configuration(program_folder, of.program, language)
    configuration["sphinx"]["config"]["html_context"] |= {"mk_alone": sorted(sources.names - shared), "mk_edition": of.context(language)}
    write_look(program_folder, of.program, source, configuration["sphinx"]["config"])
    _write_yaml(source / "_config.yml", configuration)


def _configuration(program_folder: Path, program: Program, language: str) -> dict[str, Any]:
    configuration = read_document(overlaid(program_folder, "_config.yml")).data
    configuration["title"] = localized(program.publishing.title, language) or program.program
    configuration["author"] = program.organisation
    configuration["exclude_patterns"] = []  # the folder holds this book and nothing else
    settings = configuration["sphinx"]["config"]
    settings["language"] = language
    settings["html_theme_options"]["search_bar_text"] = texts("publishing", "site", language)["search"]
    settings["myst_url_schemes"] = dict.fromkeys(configuration["parse"].pop("myst_url_schemes")) | SCHEME
    settings["html_context"] = {"mk_languages": list(program.languages), "mk_language": language}
    return configuration


def _built(source: Path, target: Path) -> Path:
    """Build a book; any warning is an error."""
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", str(source), "--path-output", str(target), "-W", "--keep-going", "--all"]
    environment = os.environ | {"PYTHONWARNINGS": "ignore", "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "0"), "NO_COLOR": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    page = target / "_build" / "html"
    if done.returncode != 0 or not (page / "index.html").is_file():
        raise RunError("the book has errors:\n" + "\n".join(_warnings(done.stdout + done.stderr, source)))
    templates = [path.relative_to(page).as_posix() for path in (page / "_static").glob("*.html")]
    for leftover in ("_sources", ".buildinfo", "objects.inv", ".doctrees", "_static/locales", *templates):
        path = page / leftover
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    return page


def _warnings(output: str, source: Path) -> list[str]:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", output).replace(f"{source}/", "")
    lines = [line for line in plain.splitlines() if "WARNING" in line or "ERROR" in line]
    return lines or plain.splitlines()[-15:]


def _people(folders: list[Path]) -> list[Person]:
    """Give everybody of the programme's real cohorts, for the gate, and what anybody wrote in their own words."""
    people = []
    for folder in folders:
        inspection = inspect_cohort(folder)
        cohort = inspection.cohort
        if cohort is None or not (cohort.settings.synthetic or inspection.whole):
            raise RunError(f"{folder.name} cannot be read, so its people cannot be looked for; run mentorkit check {folder}")
        if not cohort.settings.synthetic:
            people += [Person.of(cohort.name, id, row) for frame in (cohort.mentees, cohort.mentors) for id, row in frame.iterrows()]
            logs = (frame for name, frame in cohort.tables.items() if name != "actions")  # "you said, we did" is written to be told
            frames = [*logs, *(answers.frame for answers in cohort.surveys.values())]
            people += [Person.writing(cohort.name, row) for frame in frames for row in frame.to_dict("records")]
    return [person for person in people if not person.traceless]


def _write_yaml(path: Path, data: dict[str, Any]) -> None:
    from ruamel.yaml import YAML

    with path.open("w", encoding="utf-8") as file:
        YAML(typ="safe", pure=True).dump(data, file)


def _replace(out: Path, site: Path) -> None:
    aside = out.with_name(f".{out.name}.old")
    fresh = out.with_name(f".{out.name}.new")
    for leftover in (aside, fresh):
        shutil.rmtree(leftover, ignore_errors=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(site, fresh)
    if out.exists():
        out.rename(aside)
    fresh.rename(out)
    shutil.rmtree(aside, ignore_errors=True)
