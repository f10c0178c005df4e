"""The curriculum's folders to guides, a programme's own files before the shipped ones."""

from __future__ import annotations

import re
from pathlib import Path

from mentorkit.errors import Problem, ProblemsError
from mentorkit.io.encodings import decoded
from mentorkit.io.yaml import model_and_problems, parsed_document, read_document
from mentorkit.model.curriculum import Guide, Part, Script, Session, Worksheet
from mentorkit.model.words import LANGUAGES
from mentorkit.shipped import overlaid_files

SECTIONS = {
    "en": {
        "Before you start": "before", "Objectives": "objectives", "Exit card": "exit", "With your mentor": "pair", "With your mentee": "pair",
        "Meeting log": "pair", "Afterwards": "pair", "Key points": "key", "Safeguarding": "safeguarding", "Credits": "credits",
    },
    "es": {
        "Antes de empezar": "before", "Objetivos": "objectives", "Tarjeta de salida": "exit", "Con tu mentor o mentora": "pair", "Con tu mentee": "pair",
        "Registro del encuentro": "pair", "Después": "pair", "Puntos clave": "key", "Cuidado y protección": "safeguarding", "Créditos": "credits",
    },
}
LABELS = {
    "en": {"Say": "say", "Do": "do", "Ask": "ask", "Watch for": "watch", "If short of time": "short", "Online": "online", "Access": "access"},
    "es": {"Diga": "say", "Haga": "do", "Pregunte": "ask", "Ojo con": "watch", "Si falta tiempo": "short", "En línea": "online", "Acceso": "access"},
}
_HEADING = re.compile(r"^## (.+?)\s*$", re.MULTILINE)
_LABEL = re.compile(r"^\*\*([^*:]+):\*\*[ \t]*", re.MULTILINE)


def read_curriculum(program: Path) -> dict[str, Guide]:
    """
    Give the guides of a programme by code, in the order of their codes.

    Raises:
        ProblemsError: Every fault of every file, with file and line.
    """
    files = overlaid_files(program, "curriculum", "*/*/*")
    folders = sorted({name.rsplit("/", 1)[0] for name in files if name.endswith("/session.yaml")})
    guides: dict[str, Guide] = {}
    problems: list[Problem] = []
    for folder in folders:
        try:
            guide = _guide(folder, files)
            guides[guide.session.id] = guide
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return dict(sorted(guides.items(), key=lambda item: "STPF".index(item[0][0]) * 100 + int(item[0][1:])))


def _guide(folder: str, files: dict[str, Path]) -> Guide:
    problems: list[Problem] = []

    def model(name: str, kind):
        file = f"{folder}/{name}"
        if file not in files:
            problems.append(Problem(file, None, None, "there is no such file", "add it; every session has four files"))
            return None
        value, wrong = model_and_problems(kind, read_document(files[file], file))
        problems.extend(wrong)
        return value

    session, worksheet = model("session.yaml", Session), model("worksheet.yaml", Worksheet)
    scripts: dict[str, Script] = {}
    for language in LANGUAGES:
        file = f"{folder}/{language}.md"
        if file not in files:
            problems.append(Problem(file, None, None, "there is no such file", "both languages are always complete"))
            continue
        text, _ = decoded(files[file].read_bytes(), file)
        try:
            scripts[language] = parsed_script(text, language, file)
        except ProblemsError as error:
            problems += error.problems
    if problems or session is None or worksheet is None:
        raise ProblemsError(problems)
    return Guide(session, scripts, worksheet, files[f"{folder}/session.yaml"].parent)


def parsed_script(text: str, language: str, name: str) -> Script:
    """
    Parse a session's text.

    Raises:
        ProblemsError: No front matter, a missing key in it, an unknown section or label, with lines.
    """
    head, body, first = _front_matter(text, name)
    facts = parsed_document(head, Path(name), name).data
    problems = [
        Problem(name, 1, None, f'"{key}" is missing in the front matter', f"add a line {key}: …")
        for key in ("id", "lang", "title", "question", "rev") if not facts.get(key)
    ]
    matches = list(_HEADING.finditer(body))
    parts = []
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        line = first + body[: match.start()].count("\n")
        content = body[match.end() : following.start() if following else len(body)].strip()
        key, title = _section(match[1], language)
        if key is None:
            problems.append(Problem(name, line, None, "a section is not known", f"use one of: b1 · …, {', '.join(SECTIONS[language])}"))
            continue
        labels, wrong = _labels(content, language, name, line) if key.startswith("b") and key[1:].isdigit() else ({}, [])
        problems += wrong
        parts.append(Part(key, title, labels, content, line))
    if problems:
        raise ProblemsError(problems)
    return Script(language, str(facts["title"]), str(facts["question"]), int(facts["rev"]), tuple(parts))


def _front_matter(text: str, name: str) -> tuple[str, str, int]:
    match = re.match(r"---\n(.*?)\n---\n", text.replace("\r\n", "\n"), re.DOTALL)
    if not match:
        raise ProblemsError([Problem(name, 1, None, "the front matter is missing", "begin with lines between --- and ---")])
    return match[1], text.replace("\r\n", "\n")[match.end():], match[0].count("\n") + 1


def _section(heading: str, language: str) -> tuple[str | None, str]:
    if block := re.match(r"(b\d+) · (.+)", heading):
        return block[1], block[2]
    return SECTIONS[language].get(heading), heading


def _labels(content: str, language: str, name: str, line: int) -> tuple[dict[str, str], list[Problem]]:
    matches = list(_LABEL.finditer(content))
    labels: dict[str, str] = {}
    problems = []
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        key = LABELS[language].get(match[1])
        here = line + 2 + content[: match.start()].count("\n")
        if key is None or key in labels:
            problem = "a label stands twice in its block" if key else "a label is not known"
            problems.append(Problem(name, here, None, problem, f"use each once: {', '.join(LABELS[language])}"))
            continue
        labels[key] = content[match.end() : following.start() if following else len(content)].strip()
    return labels, problems
