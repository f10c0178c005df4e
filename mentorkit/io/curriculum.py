"""The curriculum's folders to guides, a programme's own files before the shipped ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, get_args

from mentorkit.errors import Problem, ProblemsError, UsageError
from mentorkit.io.encodings import decoded
from mentorkit.io.yaml import Document, model_and_problems, parsed_document, read_document
from mentorkit.model.arc import Arc, WrittenArc
from mentorkit.model.curriculum import (
    VERBS,
    BlockType,
    Glossary,
    Guide,
    Inspiration,
    Outcome,
    Outcomes,
    Part,
    Script,
    Session,
    Term,
    Worksheet,
)
from mentorkit.model.findings import finding
from mentorkit.model.words import LANGUAGES
from mentorkit.shipped import overlaid, overlaid_files

SECTIONS = {
    "en": {
        "Before you start": "before",
        "Objectives": "objectives",
        "Exit card": "exit",
        "With your mentor": "pair",
        "With your mentee": "pair",
        "Meeting log": "pair",
        "Afterwards": "pair",
        "Key points": "key",
        "Safeguarding": "safeguarding",
        "Credits": "credits",
    },
    "es": {
        "Antes de empezar": "before",
        "Objetivos": "objectives",
        "Tarjeta de salida": "exit",
        "Con tu mentor o mentora": "pair",
        "Con tu mentee": "pair",
        "Registro del encuentro": "pair",
        "Después": "pair",
        "Puntos clave": "key",
        "Cuidado y protección": "safeguarding",
        "Créditos": "credits",
    },
}
LABELS = {
    "en": {
        "Say": "say",
        "Do": "do",
        "Ask": "ask",
        "Watch for": "watch",
        "If short of time": "short",
        "Online": "online",
        "Access": "access",
    },
    "es": {
        "Diga": "say",
        "Haga": "do",
        "Pregunte": "ask",
        "Ojo con": "watch",
        "Si falta tiempo": "short",
        "En línea": "online",
        "Acceso": "access",
    },
}
BLOCK_TYPES = get_args(BlockType)
FOOTINGS = get_args(Inspiration.model_fields["how"].annotation)
MODELS = {"session.yaml": Session, "worksheet.yaml": Worksheet}
_HEADING = re.compile(r"^## (.+?)\s*$", re.MULTILINE)
_LABEL = re.compile(r"^\*\*([^*:]+):\*\*[ \t]*", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)[^)]*\)")
_FOREIGN = re.compile(r"[a-z]+:|#")
_FRONT = ("id", "lang", "title", "question", "rev")


def read_curriculum(program: Path) -> dict[str, Guide]:
    """
    Give the guides of a programme by code: sessions, mentor modules, pair meetings, partner set-up.

    What is wrong inside a file is refused here (checks S1 to S4 and X1 of the curriculum's table); what a
    whole session or programme must hold is checked by `mentorkit.guides.checks`.

    Raises:
        ProblemsError: Every fault of every file, with file and line.
    """
    files = overlaid_files(program, "curriculum", "*/*/*")
    folders = sorted({name.rsplit("/", 1)[0] for name in files if name.endswith("/session.yaml")})
    guides: dict[str, Guide] = {}
    problems: list[Problem] = []
    for folder in folders:
        try:
            guide = read_guide(folder, files)
        except ProblemsError as error:
            problems += error.problems
            continue
        if guide.session.id in guides:
            other = guides[guide.session.id].name
            problems.append(finding(f"{folder}/session.yaml", 1, "S4.session", id=guide.session.id, other=other))
        guides[guide.session.id] = guide
    if problems:
        raise ProblemsError(problems)
    return dict(sorted(guides.items(), key=lambda item: ("STPF".index(item[0][0]), int(item[0][1:]))))


def read_session(program: Path, code: str) -> Guide:
    """
    Give the guide of one session by its code, without reading the others.

    Raises:
        UsageError: There is no such session.
        ProblemsError: Every fault of its files.
    """
    files = overlaid_files(program, "curriculum", "*/*/*")
    folders = {name.split("/")[-2].split("-")[0].upper(): name.rsplit("/", 1)[0] for name in files if name.endswith("/session.yaml")}
    if code.upper() not in folders:
        raise UsageError(f'there is no session "{code}"; choose one of {", ".join(sorted(folders))}')
    return read_guide(folders[code.upper()], files)


def read_outcomes(program: Path) -> tuple[Outcome, ...]:
    """
    Give the outcomes that a programme's sessions work for, with their measures.

    Raises:
        ProblemsError: Every fault of `curriculum/outcomes.yaml`, with lines.
    """
    name = "curriculum/outcomes.yaml"
    outcomes, problems = model_and_problems(Outcomes, read_document(overlaid(program, name), name))
    if problems or outcomes is None:
        raise ProblemsError([_coded(problem, "S1") for problem in problems])
    return tuple(outcomes.outcomes)


def read_glossary(program: Path) -> tuple[Term, ...]:
    """
    Give the words of the curriculum: a programme's own `curriculum/glossary.yaml`, or the shipped one.

    Raises:
        ProblemsError: Every fault of the file, with lines.
    """
    name = "curriculum/glossary.yaml"
    glossary, problems = model_and_problems(Glossary, read_document(overlaid(program, name), name))
    if problems or glossary is None:
        raise ProblemsError([_coded(problem, "S1") for problem in problems])
    return tuple(glossary.terms)


def read_arc(program: Path) -> WrittenArc:
    """
    Give the arc of a programme: its own `curriculum/programme.yaml`, or the shipped one.

    Raises:
        ProblemsError: Every fault of the file, with lines.
    """
    name = "curriculum/programme.yaml"
    document = read_document(overlaid(program, name), name)
    arc, problems = model_and_problems(Arc, document)
    if problems or arc is None:
        raise ProblemsError([_coded(problem, "S1") for problem in problems])
    return WrittenArc(arc, name, document.lines)


def read_guide(folder: str, files: Mapping[str, Path]) -> Guide:
    """
    Give the guide of one folder.

    Args:
        folder: Its name, as the keys of `files` begin.
        files: Every file of the curriculum by name.

    Raises:
        ProblemsError: Every fault of its files.
    """
    problems = [
        finding(f"{folder}/{name}", None, "S1.file", _language(name))
        for name in (*MODELS, *(f"{language}.md" for language in LANGUAGES))
        if f"{folder}/{name}" not in files
    ]
    if problems:
        raise ProblemsError(problems)
    models: dict[str, Any] = {}
    lines = {}
    scripts: dict[str, Script] = {}
    for name, kind in MODELS.items():
        file = f"{folder}/{name}"
        try:
            document = read_document(files[file], file)
            models[name], wrong = model_and_problems(kind, document)
            lines[name] = document.lines
            wrong = [_sharper(problem, document) if kind is Session else problem for problem in wrong]
        except ProblemsError as error:
            wrong = error.problems
        problems += [_coded(problem, "S1") for problem in wrong]
    for language in LANGUAGES:
        file = f"{folder}/{language}.md"
        try:
            text, _ = decoded(files[file].read_bytes(), file)
            scripts[language] = parsed_script(text, language, file)
            problems += _front_problems(text, language, folder, models.get("session.yaml"))
            problems += _link_problems(scripts[language], file, files)
        except ProblemsError as error:
            problems += [_in_language(problem, language) for problem in error.problems]
    problems += _name_problems(folder, models.get("session.yaml"))
    if problems:
        raise ProblemsError(problems)
    place = files[f"{folder}/session.yaml"].parent
    return Guide(models["session.yaml"], scripts, models["worksheet.yaml"], place, folder, lines)


def parsed_script(text: str, language: str, name: str) -> Script:
    """
    Parse a session's text.

    Raises:
        ProblemsError: No front matter, a missing key in it, an unknown section or label, words in a block
            that stand under no label; with lines.
    """
    head, body, first = _front_matter(text, name, language)
    facts = parsed_document(head, Path(name), name).data
    missing = [key for key in _FRONT if not facts.get(key)]
    problems = [
        finding(name, 1, "S4.key", language, key=key)
        for key in missing
    ]
    if not re.fullmatch(r"[1-9]\d{0,4}", str(facts.get("rev", "1"))):
        problems.append(finding(name, 1, "S4.rev", language))
    parts = []
    for heading, content, line, body_line in _sections(body, first):
        key, title = _section(heading, language)
        if key is None:
            problems.append(finding(name, line, "B1.unknown", language, heading=heading, known=", ".join(SECTIONS[language])))
            continue
        if any(part.key == key for part in parts):
            problems.append(finding(name, line, "S4.section", language, heading=heading))
        labels, wrong = _labels(content, language, name, body_line) if _is_block(key) else ({}, [])
        problems += wrong
        parts.append(Part(key, title, labels, content, line, body_line))
    if problems:
        raise ProblemsError(problems)
    return Script(language, str(facts["title"]), str(facts["question"]), int(facts["rev"]), tuple(parts))


def _language(name: str) -> str | None:
    """Give the language of a file by its name: `es.md` is Spanish, `session.yaml` belongs to none."""
    return name[:2] if name in {f"{language}.md" for language in LANGUAGES} else None


def _in_language(problem: Problem, language: str) -> Problem:
    """Give a text's problem in its language, also what the reader of YAML or of letters found."""
    if re.match(r"\[[A-Z]\d\]", problem.problem):
        return problem
    return finding(problem.file, problem.row, "S1.unread", language, reason=problem.problem)


def _coded(problem: Problem, code: str) -> Problem:
    known = re.match(r"\[[A-Z]\d\]", problem.problem)
    return problem if known else problem._replace(problem=f"[{code}] {problem.problem}")


def _front_matter(text: str, name: str, language: str) -> tuple[str, str, int]:
    """Give the front matter, what follows it, and the line on which that begins."""
    plain = text.replace("\r\n", "\n")
    match = re.match(r"---\n(.*?)\n---\n", plain, re.DOTALL)
    if not match:
        raise ProblemsError([finding(name, 1, "S1.front", language)])
    return match[1], plain[match.end() :], match[0].count("\n") + 1


def _front_problems(text: str, language: str, folder: str, session: Session | None) -> Iterator[Problem]:
    facts = parsed_document(_front_matter(text, folder, language)[0], Path(folder), folder).data
    file = f"{folder}/{language}.md"
    if facts["lang"] != language:
        yield finding(file, 1, "S2.lang", language, language=language)
    if session is not None and facts["id"] != session.id:
        yield finding(file, 1, "S2.id", language, id=session.id)


def _sharper(problem: Problem, document: Document) -> Problem:
    """Give what is wrong with a value of `session.yaml` under the code of the check that asks for it."""
    for name, key, known in (("type", "S3", BLOCK_TYPES), ("verb", "O3.verb", VERBS), ("how", "C1.how", FOOTINGS)):
        if problem.problem.startswith(f'"{name}" has a value'):
            return finding(problem.file, problem.row, key, known=", ".join(known))
    if problem.problem.startswith('"objectives" does not fit') and problem.row == document.line(("objectives",)):
        return finding(problem.file, problem.row, "O4.count")
    return problem


def _name_problems(folder: str, session: Session | None) -> Iterator[Problem]:
    if session is not None and folder.rsplit("/", 1)[-1] != f"{session.id.lower()}-{session.slug}":
        wanted = f"{session.id.lower()}-{session.slug}"
        yield finding(f"{folder}/session.yaml", 1, "S2.folder", wanted=wanted)


def _link_problems(script: Script, file: str, files: Mapping[str, Path]) -> Iterator[Problem]:
    for part in script.parts:
        for match in _LINK.finditer(part.body):
            target = _joined(file, match[1].split("#")[0])
            if not _FOREIGN.match(match[1]) and target not in files:
                line = part.body_line + part.body[: match.start()].count("\n")
                yield finding(file, line, "X1", script.language)


def _joined(file: str, target: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(file).parent / target).parts:
        if part == ".." and parts:
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _sections(body: str, first: int) -> Iterator[tuple[str, str, int, int]]:
    """Give each section's heading, text, line of the heading and first line of the text."""
    matches = list(_HEADING.finditer(body))
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        content = body[match.end() : following.start() if following else len(body)]
        begin = match.end() + len(content) - len(content.lstrip())
        yield (
            match[1],
            content.strip(),
            first + body[: match.start()].count("\n"),
            first + body[:begin].count("\n"),
        )


def _section(heading: str, language: str) -> tuple[str | None, str]:
    if block := re.match(r"(b\d+) · (.+)", heading):
        return block[1], block[2]
    return SECTIONS[language].get(heading), heading


def _is_block(key: str) -> bool:
    return re.fullmatch(r"b\d+", key) is not None


def _labels(content: str, language: str, name: str, line: int) -> tuple[dict[str, str], list[Problem]]:
    matches = list(_LABEL.finditer(content))
    labels: dict[str, str] = {}
    problems = []
    known = ", ".join(LABELS[language])
    if content[: matches[0].start() if matches else len(content)].strip():
        problems.append(finding(name, line, "B4.before", language, known=known))
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        key = LABELS[language].get(match[1])
        here = line + content[: match.start()].count("\n")
        if key is None or key in labels:
            problems.append(finding(name, here, "B3.twice" if key else "B3.unknown", language, known=known))
            continue
        labels[key] = content[match.end() : following.start() if following else len(content)].strip()
    return labels, problems
