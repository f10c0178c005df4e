"""The book's sources for one language, gathered in an empty folder; links follow the pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mentorkit.guides import guide_markdown
from mentorkit.model.curriculum import Guide
from mentorkit.publishing.sheets import with_sheet_links
from mentorkit.shipped import overlaid_files

_LINK = re.compile(r"(?<!!)\]\(([^)\s#]+\.md)(#[^)]*)?\)")
_RULED = re.compile(r"_{3,}")  # a ruled line, which Markdown would take for the end of a section
_KINDS = (("sessions", "S"), ("training", "T"), ("pairs", "P"), ("partner", "F"))
CAPTIONS = {
    "es": {"how": "Las diez etapas", "roles": "Por rol", "sessions": "Talleres", "training": "Formación de mentores", "pairs": "Encuentros de pareja",
           "partner": "Organizaciones aliadas", "results": "Cohortes", "reference": "Referencia"},
    "en": {"how": "The ten stages", "roles": "By role", "sessions": "Workshops", "training": "Mentor training", "pairs": "Pair meetings",
           "partner": "Partner organisations", "results": "Cohorts", "reference": "Reference"},
}


@dataclass
class Sources:
    """Pages of one language: target path to text, and where each came from."""

    language: str
    pages: dict[str, str] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)

    def add(self, source: str, target: str, text: str) -> None:
        """Add a page: its path in the programme, its path in the book, its text."""
        self.pages[target] = text
        self.targets[source] = target

    def relinked(self) -> dict[str, str]:
        """Give the pages with every link between them pointing to where the page now stands."""
        origins = {target: source for source, target in self.targets.items()}
        return {target: _relinked(text, origins[target], target, self.targets) for target, text in self.pages.items()}


def gathered(program: Path, guides: Mapping[str, Guide], language: str) -> Sources:
    """Give the hand-written pages and the curriculum of a language."""
    sources = Sources(language)
    prefix = f"playbook/{language}/"
    for name, file in overlaid_files(program, f"playbook/{language}", "**/*.md").items():
        sources.add(name, name.removeprefix(prefix), file.read_text(encoding="utf-8"))
    for code, guide in guides.items():
        followup = guides.get(guide.session.pair_followup.meeting) if guide.session.pair_followup else None
        audience = "mentor" if code.startswith("P") else "facilitator"
        text = _RULED.sub(lambda line: line[0].replace("_", "\\_"), guide_markdown(guide, audience, language, followup=followup))
        kind, text = guide.folder.parent.name, with_sheet_links(text, guide, language)
        sources.add(f"curriculum/{kind}/{guide.folder.name}/{language}.md", f"curriculum/{guide.folder.name}.md", text)
    return sources


def _relinked(text: str, source: str, target: str, targets: Mapping[str, str]) -> str:
    def moved(match: re.Match[str]) -> str:
        aim = posixpath.normpath(posixpath.join(posixpath.dirname(source), match[1]))
        if aim not in targets:
            return match[0]
        return f"]({posixpath.relpath(targets[aim], posixpath.dirname(target) or '.')}{match[2] or ''})"

    return _LINK.sub(moved, text)


def contents(sources: Sources, cohorts: list[str]) -> dict:
    """Give the book's table of contents."""
    words = CAPTIONS[sources.language]

    def chapters(folder: str, order=None) -> list[dict[str, str]]:
        found = [page for page in sources.pages if posixpath.dirname(page) == folder]
        return [{"file": page.removesuffix(".md")} for page in sorted(found, key=order)]

    def stage(page: str) -> int:
        return int(posixpath.basename(page).split("-")[0])

    curriculum = [page for page in sources.pages if page.startswith("curriculum/")]
    parts = [
        {"caption": words["how"], "chapters": [{"file": "why"}, *chapters("stages", stage)]},
        {"caption": words["roles"], "chapters": chapters("roles")},
    ]
    for kind, letter in _KINDS:
        of_kind = sorted((page for page in curriculum if posixpath.basename(page).upper().startswith(letter)), key=_number)
        first = [{"file": "curriculum"}] if kind == "sessions" else []
        parts.append({"caption": words[kind], "chapters": first + [{"file": page.removesuffix(".md")} for page in of_kind]})
    reports = [{"file": "cohorts"}, *({"file": f"cohorts/{name}"} for name in cohorts)]
    listed = {"index", "why", "curriculum", "cohorts", "glossary"}
    others = [chapter for chapter in chapters("") if chapter["file"] not in listed]
    parts.append({"caption": words["results"], "chapters": reports + others})
    parts.append({"caption": words["reference"], "chapters": [*chapters("reference"), {"file": "glossary"}]})
    return {"format": "jb-book", "root": "index", "options": {"numbered": False}, "parts": parts}


def _number(page: str) -> int:
    match = re.match(r"[a-z](\d+)-", posixpath.basename(page))
    return int(match[1]) if match else 0


def repository_contents(root: Path, guides: Mapping[str, Guide]) -> str:
    """Give the repository's own `_toc.yml`: the whole book in both languages, for `jupyter-book build .`."""
    lines = [
        "# The whole book in both languages, for `jupyter-book build .`; `mentorkit publish` makes one book a language.",
        "format: jb-book", "root: playbook/index", "options: {numbered: false}", "parts:",
    ]
    for language, name in (("es", "Español"), ("en", "English")):
        sources = gathered(root, guides, language)
        origins = {target: source for source, target in sources.targets.items()}
        for part in contents(sources, [])["parts"]:
            lines += [f"  - caption: {name} · {part['caption']}", "    chapters:"]
            first = [{"file": "index"}] if part["caption"] == CAPTIONS[language]["how"] else []
            lines += [_chapter(origins[f"{chapter['file']}.md"], guides, language) for chapter in [*first, *part["chapters"]]]
    return "\n".join([*lines, "  - caption: Project", "    chapters:", "      - file: playbook/decisions"]) + "\n"


def _chapter(source: str, guides: Mapping[str, Guide], language: str) -> str:
    file = source.removesuffix(".md")
    code = posixpath.basename(posixpath.dirname(file)).split("-")[0].upper()
    if not source.startswith("curriculum/"):
        return f"      - file: {file}"
    return f'      - {{file: {file}, title: "{code} · {guides[code].scripts[language].title}"}}'
