"""A partner's own programme folder."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

from mentorkit.cli.answers import LOGO, Answers, answered_text
from mentorkit.errors import UsageError
from mentorkit.example import write_example
from mentorkit.model.words import escaped
from mentorkit.planning.decisions import KEPT
from mentorkit.publishing.look import logo_bytes
from mentorkit.shipped import shipped_folder

_STARTING = Path(__file__).parent / "starting"
_FILES = {".gitignore": "gitignore", ".gitattributes": "gitattributes", ".github/workflows/site.yml": "github.yml", ".gitlab-ci.yml": "gitlab.yml"}
"""What a new folder holds besides, by its name there: the names here are those of no tool, so that none acts on them."""
_PART = re.compile(r"^#%% (\w+)\n", re.MULTILINE)
_BLOCK = re.compile(r"^(?=[a-z_]+:)", re.MULTILINE)


def program_text(language: str, name: str) -> str:
    """
    Give a new programme's `program.yml`: what makes the synthetic cohort run, and questions in place of answers.

    Lines with `##` ask; the lines with `#` below them are the answer's form, to be uncommented and filled in.
    """
    questions = _PART.split((Path(__file__).parent / "questions" / f"{language}.yml").read_text(encoding="utf-8"))
    asked = dict(zip(questions[1::2], questions[2::2], strict=True))
    shipped = {block.partition(":")[0]: block for block in _BLOCK.split((shipped_folder() / "program.yml").read_text(encoding="utf-8"))[1:]}
    order = "[es, en]" if language == "es" else "[en, es]"
    from_arc = "".join(line for line in shipped["tracking"].splitlines(keepends=True) if line.startswith("  goal_"))
    ours = {
        "program": f"{asked['intro']}program: {json.dumps(name, ensure_ascii=False)}\n{asked['head']}",
        "languages": f"{asked['languages']}languages: {order}\n",
        "weeks": asked["length"],
        "cadence_days": f"{asked['undecided']}undecided: [{', '.join(KEPT)}]\n\n",
        "design": f"design:\n{asked['design']}\n",
        "eligibility": f"eligibility:\n{asked['eligibility']}\n",
        "tracking": f"tracking:\n{asked['tracking']}{from_arc}\n",
        "evaluation": f"evaluation:\n{asked['evaluation']}\n",
        "publishing": f"publishing:\n{asked['publishing']}",
        "organisation": "",
        "place": "",
        "country": "",
    }
    ours |= {key: asked[key] + shipped[key] for key in ("criteria", "rules", "orders", "synonyms", "matching")}
    return "".join((shipped | ours).values())


def write_program(folder: Path, told: Answers, logo: Path | None = None) -> None:
    """
    Write a programme folder: `program.yml`, a synthetic cohort, a README in the programme's language, what publishes its site, and
    what stays out of version control.

    Args:
        folder: New, or empty.
        told: What the partner said.
        logo: The file of the logo.

    Raises:
        UsageError: The folder holds something already.
        ProblemsError: The logo is not there, or cannot be used.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not empty; name a new folder")
    picture = None if logo is None else logo_bytes(logo.absolute().parent, logo.name)
    name, (mentees, mentors) = told.name or folder.absolute().name, told.size
    files = {"program.yml": answered_text(program_text(told.language, name), told), "README.md": _readme(told, name)}
    files |= {there: (_STARTING / here).read_text(encoding="utf-8") for there, here in _FILES.items()}
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as place:  # all of it, or nothing
        made = Path(place)
        for there, text in files.items():
            (made / there).parent.mkdir(parents=True, exist_ok=True)
            (made / there).write_text(text, encoding="utf-8", newline="\n")
        if picture is not None:
            (made / LOGO).write_bytes(picture)
        write_example(made / "cohorts" / "example", made / "program.yml", language=told.language, mentees=mentees, mentors=mentors)
        for path in list(made.iterdir()):
            path.rename(folder / path.name)


def _readme(told: Answers, name: str) -> str:
    text = (_STARTING / f"readme.{told.language}.md").read_text(encoding="utf-8")
    held = {"es": "Lo lleva {}.", "en": "It is run by {}."}[told.language]
    about = held.format(" · ".join(escaped(one) for one in (told.organisation, told.place) if one)) if told.organisation else ""
    return re.sub(r"\n{3,}", "\n\n", text.replace("[[name]]", escaped(name)).replace("[[about]]", about))
