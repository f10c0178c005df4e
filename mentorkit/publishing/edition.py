"""The edition of a programme's book: version, date, licence, how to cite it, what changed since the last one, and the whole as one PDF."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from mentorkit import __version__
from mentorkit.model.catalogue import texts
from mentorkit.model.program import Program
from mentorkit.model.words import cleaned, escaped, localized, set_date
from mentorkit.publishing.metadata import with_metadata
from mentorkit.publishing.sources import Sources, contents

RECORD, CITATION, BOOK, PAGE = "edition.json", "CITATION.cff", "playbook.pdf", "edition"
LICENCES = {"CC BY 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"), "CC BY-SA 4.0": ("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/")}
_words = partial(texts, "publishing", "edition")


@dataclass(frozen=True)
class Edition:
    """What a site is an edition of; `pages` and `before` hold the pages' hashes by language, of this edition and of the one before it."""

    program: Program
    pages: Mapping[str, Mapping[str, str]]
    before: Mapping[str, Any] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """The programme's own version, or that of mentorkit."""
        return self.program.publishing.edition.version or __version__

    def title(self, language: str) -> str:
        """The book's title."""
        return localized(self.program.publishing.title, language) or self.program.program

    def changes(self, language: str) -> dict[str, list[str]]:
        """Give the pages that are new, changed or gone since the edition before; nothing where there was none."""
        old, new = self.before.get("pages", {}).get(language, {}), self.pages[language]
        if not self.before:
            return {"new": [], "changed": [], "gone": []}
        return {
            "new": sorted(set(new) - set(old)), "gone": sorted(set(old) - set(new)),
            "changed": sorted(page for page in set(new) & set(old) if new[page] != old[page]),
        }

    def line(self, language: str) -> str:
        """Give version and date in words."""
        words, day = _words(language), self.program.publishing.edition.date
        return words["dated"].format(version=self.version, date=set_date(day, language)) if day else words["edition"].format(version=self.version)

    def citation(self, language: str) -> str:
        """Give the sentence by which the book is cited."""
        about = self.program
        year = f" ({about.publishing.edition.date.year})" if about.publishing.edition.date else ""
        doi = f" https://doi.org/{about.publishing.edition.doi}" if about.publishing.edition.doi else ""
        return f"{about.organisation if about.organisation != '–' else about.program}{year}. {self.title(language)}. {self.line(language)}.{doi}"

    def context(self, language: str) -> dict[str, Any]:
        """Give what the foot of every page shows."""
        words, found = _words(language), self.changes(language)
        name = self.program.publishing.licence
        return {
            "line": self.line(language), "licence": name, "address": LICENCES.get(name, ("", ""))[1], "title": self.title(language),
            "changed": sorted(page.removesuffix(".md") for page in found["new"] + found["changed"]), "here": words["here"], "how": words["how"],
        }

    def record(self) -> str:
        """Give the file by which the next edition knows this one."""
        return json.dumps({"version": self.version, "pages": self.pages, "before": self.before}, ensure_ascii=False, sort_keys=True, indent=0) + "\n"


def edition(program: Program, books: Mapping[str, Sources], last: Path) -> Edition:
    """
    Give the edition of some books.

    Args:
        last: The folder of the site that it replaces. The same version goes on from the edition before it, so that
            publishing again changes nothing.
    """
    pages = {language: {page: hashlib.sha256(text.encode()).hexdigest()[:16] for page, text in sorted(book.pages.items())} for language, book in books.items()}
    before: dict[str, Any] = {}
    try:
        known = json.loads((last / RECORD).read_text(encoding="utf-8"))
        before = known["before"] if known["version"] == (program.publishing.edition.version or __version__) else {key: known[key] for key in ("version", "pages")}
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return Edition(program, pages, before)


def edition_page(of: Edition, language: str, titles: Mapping[str, str]) -> str:
    """Give the page on the edition: citation, licence, the whole as PDF, and what changed."""
    words, found = _words(language), of.changes(language)
    name = of.program.publishing.licence
    licence = f"[{escaped(name)}]({LICENCES[name][1]})" if name in LICENCES else escaped(name)
    about = f"{escaped(of.line(language))}. {words['licence'].format(licence=licence)} {words['made'].format(mentorkit=escaped(__version__))}"
    lines = [
        f"# {words['title']}", about if of.before else f"{about} {words['first']}", f"## {words['cite']}", f"> {escaped(of.citation(language))}",
        f"[{words['file']}](book:../{CITATION})", f"## {words['whole']}", f"[{words['pdf']}](book:{BOOK})",
    ]
    if of.before:
        lines.append(f"## {words['changes'].format(before=escaped(str(of.before['version'])))}")
        for kind in ("new", "changed", "gone"):
            shown = [escaped(titles.get(page, page)) if kind == "gone" else f"[{escaped(titles.get(page, page))}]({page})" for page in found[kind]]
            lines += [f"**{words[kind]}:** {' · '.join(shown)}"] if shown else []
        lines += [] if any(found.values()) else [words["same"]]
    return "\n\n".join(lines) + "\n"


def book_pdf(of: Edition, sources: Sources, language: str) -> bytes:
    """Give the whole book as one tagged PDF, its pages in the order of the contents."""
    from mentorkit.guides import guide_pdf

    words = _words(language)
    order = ["index", *(chapter["file"] for part in contents(sources, [])["parts"] for chapter in part["chapters"])]
    text = "\n\n".join(sources.pages[f"{name}.md"] for name in order if f"{name}.md" in sources.pages and name != PAGE)
    text = re.sub(r"^(\s*[-*]) \[[ xX]\] ", r"\1 □ ", text, flags=re.MULTILINE)
    front = f"# {escaped(of.title(language))}\n\n{escaped(of.line(language))}\n\n{words['contents']}\n\n{escaped(of.citation(language))}\n"
    foot = f"{cleaned(of.title(language))} · {cleaned(of.line(language))} · {of.program.publishing.licence}"
    return guide_pdf(text, language, of.title(language), front=front, footer=foot)


def citation_file(of: Edition) -> str:
    """Give `CITATION.cff`, which archives that give DOIs read."""
    about, name = of.program, of.program.publishing.licence
    language = about.languages[0]
    fields: dict[str, Any] = {
        "cff-version": "1.2.0", "message": of.citation(language), "type": "dataset", "title": of.title(language), "version": of.version,
        "authors": [{"name": about.organisation if about.organisation != "–" else about.program}],
    }
    if about.publishing.edition.date:
        fields["date-released"] = about.publishing.edition.date.isoformat()
    if about.publishing.edition.doi:
        fields["doi"] = about.publishing.edition.doi
    if name in LICENCES:
        fields["license"] = LICENCES[name][0]
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())


def book_metadata(of: Edition, language: str) -> dict[str, Any]:
    """Give what catalogues read of the book: schema.org."""
    about, name = of.program, of.program.publishing.licence
    told = {
        "@context": "https://schema.org", "@type": "Book", "name": of.title(language), "version": of.version, "inLanguage": language,
        "publisher": {"@type": "Organization", "name": about.organisation}, "license": LICENCES.get(name, ("", name))[1],
        "isBasedOn": "https://github.com/mentorkit/mentorkit",
    }
    if about.publishing.edition.date:
        told["datePublished"] = about.publishing.edition.date.isoformat()
    if about.publishing.edition.doi:
        told["identifier"] = f"https://doi.org/{about.publishing.edition.doi}"
    return told


def write_edition(of: Edition, sources: Sources, site: Path) -> set[str]:
    """Write the PDF of a language, what catalogues and archives read, and the record; give the PDF's hash, which the gate asks for."""
    data, first = book_pdf(of, sources, sources.language), site / sources.language / "index.html"
    (site / sources.language / BOOK).write_bytes(data)
    first.write_text(with_metadata(first.read_text(encoding="utf-8"), book_metadata(of, sources.language)), encoding="utf-8")
    (site / CITATION).write_text(citation_file(of), encoding="utf-8")
    (site / RECORD).write_text(of.record(), encoding="utf-8")
    return {hashlib.sha256(data).hexdigest()}
