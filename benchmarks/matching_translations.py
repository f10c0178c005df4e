"""
Say in which languages `kind: text` finds related texts as well as the simple ways, on texts that many people wrote.

    python benchmarks/matching_translations.py FOLDER [COHORTS]

FOLDER holds Debian's lists: translated descriptions of packages, and names and keywords of programs, both by
volunteers, with the subjects that others gave each. What is not there is fetched into it by `apt-get update` with
settings of its own (40 MB; Debian or Ubuntu; the system's lists stay as they are).

A text stands for a person: cohorts of 30 mentees and 30 mentors, none twice, at most COHORTS (24) of a language
and form. The figure is how often somebody of the same subject stands before one of another: 1 always, 0.5 by
chance. Languages with fewer than four cohorts are left out. The error is over cohorts. That pieces do not cross
words was chosen on these texts; the weights of TF-IDF were not.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import numpy as np
import yaml
from matching_languages import WAYS, standing

PEOPLE, COHORTS, FEWEST = 30, 24, 4
SUITE = "bookworm"
VARIANTS = ("en_GB", "ca_valencia")
LANGUAGES = (
    "en es pt_BR pt ru uk ar zh_CN zh_TW ja ko fr de it pl tr vi fa ca eu fi hu cs nl da sv el he hi id th sk gl sr bg ro"
)
FORMS = ("line", "line and paragraph", "paragraph", "summary", "list", "word")
SUBJECTS = ("field::", "game::", "works-with::")
NO_SUBJECTS = {"Utility", "System", "Core", "Settings", "GTK", "KDE", "GNOME", "Qt", "Java", "ConsoleOnly"}
SETTINGS = """
Dir::State "{folder}";
Dir::Cache "{folder}/cache";
Dir::Etc::sourcelist "{folder}/sources.list";
Dir::Etc::sourceparts "-";
Dir::Etc::parts "{folder}/cache";
Dir::State::status "/dev/null";
APT::Architecture "amd64";
APT::Sandbox::User "";
Acquire::Languages {{ {languages} }};
Acquire::IndexTargets::deb::DEP-11 {{
  MetaKey "$(COMPONENT)/dep11/Components-$(NATIVE_ARCHITECTURE).yml";
  ShortDescription "Components-$(NATIVE_ARCHITECTURE)"; Description "DEP-11";
}};
"""


class Person(NamedTuple):
    """What somebody would write as a mentee and as a mentor, and the subjects that others gave it."""

    name: str
    mentee: str
    mentor: str
    subjects: frozenset[str]


Cells = dict[tuple[str, str], list[Person]]
"""People by language and form."""
Standings = dict[str, dict[str, np.ndarray]]
"""By form and way, a figure for each cohort."""


def lists(folder: Path) -> Path:
    """Give the folder of Debian's lists, fetched where they are not there."""
    found = folder / "lists"
    if not list(found.glob("*_dep11_*")):
        (found / "partial").mkdir(parents=True, exist_ok=True)
        (folder / "cache" / "archives" / "partial").mkdir(parents=True, exist_ok=True)
        signed = "[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]"
        (folder / "sources.list").write_text(f"deb {signed} http://deb.debian.org/debian {SUITE} main\n")
        languages = " ".join(f'"{one}";' for one in LANGUAGES.split())
        (folder / "apt.conf").write_text(SETTINGS.format(folder=folder.resolve(), languages=languages))
        subprocess.run(["apt-get", "update"], env=os.environ | {"APT_CONFIG": str(folder / "apt.conf")}, check=True)
    return found


def stanzas(path: Path) -> Iterator[dict[str, str]]:
    """Give the fields of each entry of one of Debian's lists; lines that go on are kept apart."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        found, key = {}, ""
        for line in block.split("\n"):
            if line[:1] == " ":
                found[key] += "\n" + line[1:]
            elif ":" in line:
                key, value = line.split(":", 1)
                found[key] = value.strip()
        if found:
            yield found


def people(folder: Path) -> Cells:
    """Give all people of the lists in a folder, fetched where they are not there."""
    found = lists(folder)
    return described(found) | programs(found)


def described(folder: Path) -> Cells:
    """Give translated descriptions: the line, the first paragraph, and one against the other; a source once."""
    known = {}
    for package in stanzas(next(iter(folder.glob("*_Packages")))):
        tags = {tag.strip() for tag in package.get("Tag", "").replace("\n", " ").split(",")}
        source = package.get("Source", package["Package"]).split()[0]
        known[package["Package"]] = source, frozenset(tag for tag in tags if tag.startswith(SUBJECTS))
    cells: Cells = {}
    for path in sorted(folder.glob("*_i18n_Translation-*")):
        language = unquote(path.name.rsplit("-", 1)[1])
        entries = sorted(stanzas(path), key=lambda entry: _drawn(entry["Package"]))
        seen = set()
        for entry in entries:
            source, subjects = known.get(entry["Package"], ("", frozenset()))
            line, _, rest = entry.get(f"Description-{language}", "").partition("\n")
            paragraph = " ".join(rest.strip(".\n ").split("\n.\n")[0].split())
            if subjects and line and paragraph and source not in seen:
                seen.add(source)
                written = ((line, line), (line, paragraph), (paragraph, paragraph))
                for form, (mentee, mentor) in zip(FORMS, written, strict=False):
                    cells.setdefault((language, form), []).append(Person(source, mentee, mentor, subjects))
    return cells


class _Plain(yaml.CSafeLoader):
    """Reads every word as a text: `no` is Norwegian."""

    yaml_implicit_resolvers: dict = {}


def programs(folder: Path) -> Cells:
    """Give programs' summaries and keywords: as a list, and a keyword against the list; a package once a form."""
    with next(iter(folder.glob("*_dep11_*"))).open(encoding="utf-8") as file:
        entries = [one for one in yaml.load_all(file, Loader=_Plain) if one and one.get("Categories")]
    found: dict[tuple[str, str, str], Person] = {}
    for entry in sorted(entries, key=lambda entry: _drawn(entry["ID"])):
        name, subjects = str(entry.get("Package", entry["ID"])), frozenset(entry["Categories"]) - NO_SUBJECTS
        if not subjects:
            continue
        for code, text in (entry.get("Summary") or {}).items():
            found.setdefault((_language(code), "summary", name), Person(name, text, text, subjects))
        for code, words in (entry.get("Keywords") or {}).items():
            named = [word for word in words if word and word.strip()]
            if named:
                listed = "; ".join(named)
                one = named[int(_drawn(name)[:8], 16) % len(named)]
                found.setdefault((_language(code), "list", name), Person(name, listed, listed, subjects))
                found.setdefault((_language(code), "word", name), Person(name, one, listed, subjects))
    cells: Cells = {}
    for (language, form, _), person in found.items():
        cells.setdefault((language, form), []).append(person)
    return cells


def _language(code: str) -> str:
    return "en" if code == "C" else code.replace("-", "_")


def _drawn(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def cohorts(wrote: Iterable[Person], most: int) -> Iterator[tuple[list[str], list[str], np.ndarray]]:
    """Give what mentees and mentors wrote, and which of them have a subject in common; nobody stands in two."""
    ordered = sorted(wrote, key=lambda one: _drawn("cohort " + one.name))
    for at in range(0, min(most * 2 * PEOPLE, len(ordered)) - 2 * PEOPLE + 1, 2 * PEOPLE):
        left, right = ordered[at : at + PEOPLE], ordered[at + PEOPLE : at + 2 * PEOPLE]
        same = np.array([[bool(one.subjects & other.subjects) for other in right] for one in left])
        yield [one.mentee for one in left], [one.mentor for one in right], same


def measured(cells: Cells, most: int = COHORTS) -> dict[str, Standings]:
    """Give by language, form and way the standings, one a cohort; only where there are four cohorts or more."""
    found: dict[str, Standings] = {}
    for (language, form), wrote in sorted(cells.items()):
        drawn = [one for one in cohorts(wrote, most) if one[2].any()]
        if len(drawn) >= FEWEST and language not in VARIANTS:
            ways = {name: np.array([standing(way(a, b), same) for a, b, same in drawn]) for name, way in WAYS.items()}
            found.setdefault(language, {})[form] = ways
    return found


def mean(forms: Standings, way: str, beside: str | None = None) -> tuple[float, float]:
    """Give a way's standing, or how far it stands from another's, and the error; each form counts the same."""
    apart = [found[way] - (found[beside] if beside else 0) for found in forms.values()]
    variance = sum(one.var(ddof=1) / len(one) for one in apart)
    return float(np.mean([one.mean() for one in apart])), float(np.sqrt(variance) / len(apart))


def best(forms: Standings) -> str:
    """Name the best of the simple ways in a language."""
    return max((name for name in WAYS if name != "text"), key=lambda name: mean(forms, name)[0])


def rows(found: dict[str, Standings]) -> list[dict[str, object]]:
    """Give a row for each language: cohorts, the standing of each way, and text − best of the others."""
    return [
        {
            "language": language,
            "cohorts": sum(len(one["text"]) for one in forms.values()),
            "ways": {name: mean(forms, name)[0] for name in WAYS},
            "best": best(forms),
            "apart": mean(forms, "text", best(forms)),
        }
        for language, forms in found.items()
    ]


def main(folder: Path, most: int) -> None:
    """Print a line for each language."""
    print("language | cohorts | " + " | ".join(WAYS) + " | best of the others | text − best of the others")
    for row in rows(measured(people(folder), most)):
        means = " | ".join(f"{found:.3f}" for found in row["ways"].values())
        apart, error = row["apart"]
        print(f"{row['language']} | {row['cohorts']} | {means} | {row['best']} | {apart:+.4f} ± {error:.4f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else COHORTS)
