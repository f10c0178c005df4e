"""A partner's own programme folder."""

from __future__ import annotations

import json
import re
from pathlib import Path

from mentorkit.errors import UsageError
from mentorkit.example import write_example
from mentorkit.shipped import shipped_folder

_README = {
    "es": """# {name}

Programa de mentoría hecho con mentorkit.

| Para… | escriba |
|---|---|
| revisar una cohorte | `mentorkit check cohorts/example` |
| correr todos los cuadernos | `mentorkit run cohorts/example` |
| publicar el manual | `mentorkit publish` |
| imprimir la guía de un taller | `mentorkit guide S01 --format pdf --out s01.pdf` |

`program.yml` describe el programa. Su parte `design` empieza con preguntas: respóndalas con su equipo; `mentorkit check` cuenta las que faltan.
`cohorts/example` es una cohorte inventada; ninguna persona en ella existe. Copie la carpeta para su primera cohorte.
Lo que esta carpeta no tiene (guías, páginas, cuadernos) viene con el paquete.
Las carpetas `results/` son privadas: no las comparta ni las suba a internet.
""",
    "en": """# {name}

A mentoring programme made with mentorkit.

| To… | type |
|---|---|
| check a cohort | `mentorkit check cohorts/example` |
| run all notebooks | `mentorkit run cohorts/example` |
| publish the playbook | `mentorkit publish` |
| print a workshop's guide | `mentorkit guide S01 --format pdf --out s01.pdf` |

`program.yml` describes the programme. Its part `design` begins with questions: answer them with your team; `mentorkit check` counts those still open.
`cohorts/example` is an invented cohort; no person in it exists. Copy the folder for your first cohort.
What this folder lacks (guides, pages, notebooks) comes with the package.
The `results/` folders are private: do not share them or put them online.
""",
}
_IGNORED = "cohorts/*/results/\ncohorts/*/.mentorkit/\n.mentorkit/\nsite/\n"


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
    groups = next(line for line in shipped["evaluation"].splitlines(keepends=True) if line.startswith("  groups:"))
    ours = {
        "program": f"{asked['intro']}program: {json.dumps(name, ensure_ascii=False)}\n{asked['head']}",
        "languages": f"languages: {order}\n",
        "weeks": asked["length"],
        "cadence_days": "\n",
        "criteria": asked["criteria"] + shipped["criteria"],
        "design": f"design:\n{asked['design']}\n",
        "eligibility": f"eligibility:\n{asked['eligibility']}\n",
        "evaluation": f"evaluation:\n{asked['evaluation']}{groups}\n",
        "publishing": f"publishing:\n  threshold: 5\n{asked['publishing']}",
        "organisation": "",
        "place": "",
        "country": "",
    }
    return "".join((shipped | ours).values())


def write_program(folder: Path, language: str, name: str | None = None) -> None:
    """
    Write a programme folder: `program.yml`, a synthetic cohort, a README, and what stays out of version control.

    Raises:
        UsageError: The folder holds something already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not empty; name a new folder")
    text = program_text(language, name or folder.name)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "program.yml").write_text(text, encoding="utf-8", newline="\n")
    (folder / "README.md").write_text(_README[language].format(name=name or folder.name), encoding="utf-8", newline="\n")
    (folder / ".gitignore").write_text(_IGNORED, encoding="utf-8", newline="\n")
    write_example(folder / "cohorts" / "example", folder / "program.yml", language=language)
