"""The book's sources for one language, gathered in an empty folder; links follow the pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mentorkit.guides import guide_markdown
from mentorkit.model.catalogue import texts
from mentorkit.model.curriculum import Guide
from mentorkit.model.words import LANGUAGES
from mentorkit.publishing.sheets import with_sheet_links
from mentorkit.shipped import overlaid_files, shipped_folder

_LINK = re.compile(r"(?<!!)\]\(([^)\s#]+\.md)(#[^)]*)?\)")
_WHOLE_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\(([^)\s#]+\.md)(?:#[^)]*)?\)")
_RULED = re.compile(r"_{3,}")  # a ruled line, which Markdown would take for the end of a section
DECISIONS = {"en": "playbook/decisions.md", "es": "playbook/decisions.es.md"}
"""The page of decisions by language: it stands beside the languages' folders."""
_KINDS = (("sessions", "S"), ("training", "T"), ("pairs", "P"), ("partner", "F"))


@dataclass
class Sources:
    """
    Pages of one language: target path to text, and where each came from.

    `left_out` are shipped pages that the programme leaves out, `own` the sources of pages that only this programme has, `shipped`
    the pages of the playbook that are as they came.
    """

    language: str
    pages: dict[str, str] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    shipped: frozenset[str] = frozenset()

    def add(self, source: str, target: str, text: str) -> None:
        """Add a page: its path in the programme, its path in the book, its text."""
        self.pages[target] = text
        self.targets[source] = target

    def relinked(self) -> dict[str, str]:
        """Give the pages with every link between them pointing to where the page now stands."""
        origins = {target: source for source, target in self.targets.items()}
        return {target: _relinked(text, origins[target], target, self.targets, self.left_out) for target, text in self.pages.items()}

    @property
    def titles(self) -> dict[str, str]:
        """The title of each page, by its path in the book."""
        found = {page: re.search(r"^# +(.+)$", text, re.MULTILINE) for page, text in self.pages.items()}
        return {page: title[1].strip().replace("\\", "") for page, title in found.items() if title}

    @property
    def names(self) -> set[str]:
        """The pages' paths in the book, without ending."""
        return {page.removesuffix(".md") for page in self.pages}


def page_files(program: Path, language: str) -> dict[str, Path]:
    """Give the files of every page of a language, sessions included, by their path in the programme."""
    pages = overlaid_files(program, f"playbook/{language}", "**/*.md") | overlaid_files(program, "playbook", posixpath.basename(DECISIONS[language]))
    return pages | overlaid_files(program, "curriculum", f"*/*/{language}.md")


def page_pictures(program: Path, language: str) -> dict[str, Path]:
    """Give the pictures that lie beside the pages of a language, by their path in the book."""
    found = overlaid_files(program, f"playbook/{language}", "**/*.png")
    return {name.removeprefix(f"playbook/{language}/"): file for name, file in found.items()}


def own_pages(program: Path, files: Mapping[str, Path]) -> list[str]:
    """Give those that stand in the programme's folder, where that is not the folder of the originals."""
    if program.resolve() == shipped_folder().resolve():
        return []
    return [name for name, file in files.items() if file == program / name]


def gathered(program: Path, guides: Mapping[str, Guide], language: str) -> Sources:
    """Give the hand-written pages and the curriculum of a language."""
    files, shipped = page_files(program, language), page_files(shipped_folder(), language)
    owned = own_pages(program, files)
    own = frozenset(name for name in owned if name not in shipped)
    as_they_came = frozenset(name for name in shipped if name.startswith("playbook/") and name not in owned)
    sources = Sources(language, left_out=frozenset(set(shipped) - set(files)), own=own, shipped=as_they_came)
    prefix = f"playbook/{language}/"
    for name, file in files.items():
        if name.startswith(prefix):
            sources.add(name, name.removeprefix(prefix), file.read_text(encoding="utf-8"))
        elif name == DECISIONS[language]:
            sources.add(name, "decisions.md", file.read_text(encoding="utf-8"))
    for code, guide in guides.items():
        followup = guides.get(guide.session.pair_followup.meeting) if guide.session.pair_followup else None
        audience = "mentor" if code.startswith("P") else "facilitator"
        text = _RULED.sub(lambda line: line[0].replace("_", "\\_"), guide_markdown(guide, audience, language, followup=followup))
        kind, text = guide.folder.parent.name, with_sheet_links(text, guide, language)
        sources.add(f"curriculum/{kind}/{guide.folder.name}/{language}.md", f"curriculum/{guide.folder.name}.md", text)
    return sources


def _relinked(text: str, source: str, target: str, targets: Mapping[str, str], left_out: frozenset[str] = frozenset()) -> str:
    def without(match: re.Match[str]) -> str:
        aim = posixpath.normpath(posixpath.join(posixpath.dirname(source), match[2]))
        return match[1] if aim in left_out else match[0]

    def moved(match: re.Match[str]) -> str:
        aim = posixpath.normpath(posixpath.join(posixpath.dirname(source), match[1]))
        if aim not in targets:
            return match[0]
        return f"]({posixpath.relpath(targets[aim], posixpath.dirname(target) or '.')}{match[2] or ''})"

    return _LINK.sub(moved, _WHOLE_LINK.sub(without, text) if left_out else text)


def contents(sources: Sources, cohorts: list[str]) -> dict:
    """Give the book's table of contents; what only this programme has stands in a part of its own, unless its folder has a part."""
    words = texts("publishing", "site", sources.language)
    added = {sources.targets[source] for source in sources.own if source in sources.targets}

    def chapters(folder: str, order=None) -> list[dict[str, str]]:
        found = [page for page in sources.pages if posixpath.dirname(page) == folder]
        return [{"file": page.removesuffix(".md")} for page in sorted(found, key=order)]

    def only(*pages: str) -> list[dict[str, str]]:
        return [{"file": page} for page in pages if f"{page}.md" in sources.pages]

    def stage(page: str) -> tuple[int, str]:
        number = re.match(r"\d+", posixpath.basename(page))
        return (int(number[0]) if number else 99, page)

    curriculum = [page for page in sources.pages if page.startswith("curriculum/")]
    parts = [
        {"caption": words["part-how"], "chapters": [*only("why"), *chapters("stages", stage)]},
        {"caption": words["part-roles"], "chapters": chapters("roles")},
    ]
    for kind, letter in _KINDS:
        of_kind = sorted((page for page in curriculum if posixpath.basename(page).upper().startswith(letter)), key=_number)
        first = only("curriculum") if kind == "sessions" else []
        parts.append({"caption": words[f"part-{kind}"], "chapters": first + [{"file": page.removesuffix(".md")} for page in of_kind]})
    listed = {"index", "why", "curriculum", "cohorts", "glossary", "decisions", "edition"}
    others = [chapter for chapter in chapters("") if chapter["file"] not in listed and f"{chapter['file']}.md" not in added]
    parts.append({"caption": words["part-results"], "chapters": [*only("cohorts"), *({"file": f"cohorts/{name}"} for name in cohorts), *others]})
    parts.append({"caption": words["part-reference"], "chapters": [*chapters("reference"), *only("glossary", "decisions", "edition")]})
    there = {"index", *(chapter["file"] for part in parts for chapter in part["chapters"])}
    parts.append({"caption": words["part-ours"], "chapters": [{"file": page} for page in sorted(sources.names - there)]})
    return {"format": "jb-book", "root": "index", "options": {"numbered": False}, "parts": [part for part in parts if part["chapters"]]}


def _number(page: str) -> int:
    match = re.match(r"[a-z](\d+)-", posixpath.basename(page))
    return int(match[1]) if match else 0


def repository_contents(root: Path, guides: Mapping[str, Guide]) -> str:
    """Give the repository's own `_toc.yml`: the whole book in both languages, for `jupyter-book build .`."""
    lines = [
        "# The whole book in both languages, for `jupyter-book build .`; `mentorkit publish` makes one book a language.",
        "format: jb-book", "root: playbook/index", "options: {numbered: false}", "parts:",
    ]
    for language in LANGUAGES:
        words = texts("publishing", "site", language)
        sources = gathered(root, guides, language)
        origins = {target: source for source, target in sources.targets.items()}
        for part in contents(sources, [])["parts"]:
            lines += [f"  - caption: {words['language']} · {part['caption']}", "    chapters:"]
            first = [{"file": "index"}] if part["caption"] == words["part-how"] else []
            lines += [_chapter(origins[f"{chapter['file']}.md"], guides, language) for chapter in [*first, *part["chapters"]]]
    return "\n".join(lines) + "\n"


def _chapter(source: str, guides: Mapping[str, Guide], language: str) -> str:
    file = source.removesuffix(".md")
    code = posixpath.basename(posixpath.dirname(file)).split("-")[0].upper()
    if not source.startswith("curriculum/"):
        return f"      - file: {file}"
    return f'      - {{file: {file}, title: "{code} · {guides[code].scripts[language].title}"}}'
