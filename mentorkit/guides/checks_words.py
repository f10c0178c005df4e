"""Checks of a session's words: sections, labels, both languages alike, headings, links, names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mentorkit.errors import Problem
from mentorkit.guides.findings import at_line, in_facts, in_sheet, in_words
from mentorkit.guides.wording import LABELS, WORDS
from mentorkit.model.curriculum import Guide, Part
from mentorkit.model.words import LANGUAGES

SECTIONS = ("before", "objectives", "exit", "pair", "key", "credits")
HEADINGS = {
    "en": dict(zip(SECTIONS, ("Before you start", "Objectives", "Exit card", "With your mentor", "Key points", "Credits"), strict=True)),
    "es": dict(
        zip(SECTIONS, ("Antes de empezar", "Objetivos", "Tarjeta de salida", "Con tu mentor o mentora", "Puntos clave", "Créditos"), strict=True)
    ),
}
"""How a missing section is called; what follows with the other half of the pair has other headings in other guides."""
CREDIT = {
    "en": "Inspired by the life-design approach of Bill Burnett and Dave Evans (*Designing Your Life*, 2016).",
    "es": "Inspirado en el enfoque de diseño de vida de Bill Burnett y Dave Evans (*Designing Your Life*, 2016).",
}
_NAMES = {
    "designing your": r"designing your (?:work )?life", "dyl": r"\bdyl\b", "burnett": "burnett", "dave evans": "dave evans", "odyssey": "odyssey",
    "journal": r"good.?time journal", "view": r"\b(?:work|life).?view\b", "gravity": "gravity problem", "anchor": "anchor problem",
    "aeiou": r"\baeiou\b", "failure log": "failure log",
}
"""Names that belong to others, each under a part of it that is looked for first."""
PROTECTED = re.compile("|".join(_NAMES.values()), re.IGNORECASE)
WORDS_A_MINUTE = 120
SPEAKING_SHARE = 2 / 3
_VAGUE = re.compile(r"\[(?:here|this|link|click here|aquí|este|enlace|clic aquí)\]\(", re.IGNORECASE)
_SIGNS = re.compile(r"[\W_]+")
_JUMP = re.compile(r"^(?:# |#{4,} )", re.MULTILINE)
_IMAGE = re.compile(r"!\[\s*\]")
_MARKUP = re.compile(r"</?[a-z][^>\n]*>|\{\{|\$", re.IGNORECASE)


def skipping(guide: Guide) -> Iterator[Problem]:
    """V1: every optional block says what to do when it is skipped."""
    for block in guide.session.blocks:
        if block.core or block.type == "break":
            continue
        for language, part in _parts(guide, block.id):
            if not part.labels.get("short"):
                yield in_words(guide, language, part, "V1", block=block.id, label=WORDS[language]["short"])


def variants(guide: Guide) -> Iterator[Problem]:
    """V2: a session has at least one note for meeting online and one on access."""
    for language, script in guide.scripts.items():
        for label in ("online", "access"):
            if not any(part.labels.get(label) for part in script.parts):
                yield in_words(guide, language, None, "V2", label=WORDS[language][label])


def sections(guide: Guide) -> Iterator[Problem]:
    """B1: every required section is there, and none is empty."""
    for language, script in guide.scripts.items():
        for key in SECTIONS:
            part = script.part(key)
            if part is None:
                yield in_words(guide, language, None, "B1.missing", heading=HEADINGS[language][key])
            elif not part.body:
                yield in_words(guide, language, part, "B1.empty", heading=part.heading)


def block_order(guide: Guide) -> Iterator[Problem]:
    """B2: the text has the blocks of `session.yaml`, in their order."""
    wanted = [block.id for block in guide.session.blocks]
    for language, script in guide.scripts.items():
        found = [part.key for part in script.parts if re.fullmatch(r"b\d+", part.key)]
        if found != wanted:
            yield in_words(guide, language, None, "B2", found=", ".join(found), wanted=", ".join(wanted))


def label_order(guide: Guide) -> Iterator[Problem]:
    """B3: labels stand in one order, so that a trainer finds them without looking."""
    for block in guide.session.blocks:
        for language, part in _parts(guide, block.id):
            if list(part.labels) != [label for label in LABELS if label in part.labels]:
                order = ", ".join(WORDS[language][label] for label in LABELS)
                yield in_words(guide, language, part, "B3.order", block=block.id, order=order)


def block_words(guide: Guide) -> Iterator[Problem]:
    """B4: a block says what to say, what to do, and what to ask or watch for; a break what to do."""
    for block in guide.session.blocks:
        needed = [("do",)] if block.type == "break" else [("say",), ("do",), ("ask", "watch")]
        for language, part in _parts(guide, block.id):
            for choice in needed:
                if not any(part.labels.get(label) for label in choice):
                    name = " / ".join(f'"{WORDS[language][label]}"' for label in choice)
                    yield in_words(guide, language, part, "B4.lacks", block=block.id, label=name)


def whole_blocks(guide: Guide) -> Iterator[Problem]:
    """B5: a block has all seven labels; a break says at least what to do, also online, and who needs what."""
    for block in guide.session.blocks:
        wanted = ("online", "access") if block.type == "break" else ("ask", "watch", "short", "online", "access")
        for language, part in _parts(guide, block.id):
            if lacking := [f'"{WORDS[language][label]}"' for label in wanted if not part.labels.get(label)]:
                yield in_words(guide, language, part, "B5", block=block.id, labels=", ".join(lacking))


def own_words(guides: Mapping[str, Guide]) -> Iterator[Problem]:
    """B6: no label says word for word what another says, in this session or in any other."""
    said: dict[tuple[str, str], str] = {}
    for code, guide in guides.items():
        for block in guide.session.blocks:
            for language, part in _parts(guide, block.id):
                for label, text in part.labels.items():
                    words = language, " ".join(_SIGNS.sub(" ", text).casefold().split())
                    if words in said:
                        line = _label_line(part, text)
                        yield at_line(guide, language, line, "B6", block=block.id, label=WORDS[language][label], there=said[words])
                    said.setdefault(words, f"{code} {block.id}")


def speaking(guide: Guide) -> Iterator[Problem]:
    """P3: what is said aloud leaves at least a third of a block's shortest time."""
    for block in guide.session.blocks:
        for language, part in _parts(guide, block.id):
            minutes = len(part.labels.get("say", "").split()) / WORDS_A_MINUTE
            if block.min and minutes > SPEAKING_SHARE * block.min:
                yield in_words(guide, language, part, "P3", block=block.id, minutes=minutes, low=block.min)


def both_languages(guide: Guide) -> Iterator[Problem]:
    """L1: the text is there in both languages."""
    for language in LANGUAGES:
        if language not in guide.scripts:
            yield in_words(guide, language, None, "L1")


def same_labels(guide: Guide) -> Iterator[Problem]:
    """L2: each block has the same labels in both languages."""
    for block in guide.session.blocks:
        parts = dict(_parts(guide, block.id))
        for language, part in parts.items():
            for other, there in parts.items():
                for label in [label for label in LABELS if label in there.labels and label not in part.labels]:
                    yield in_words(guide, language, part, "L2", block=block.id, label=WORDS[language][label], other=other)


def same_revision(guide: Guide) -> Iterator[Problem]:
    """L3: both languages stand at the same revision."""
    newest = max(script.rev for script in guide.scripts.values())
    for language, script in guide.scripts.items():
        if script.rev != newest:
            yield in_words(guide, language, None, "L3", rev=script.rev, newest=newest)


def readable(guide: Guide) -> Iterator[Problem]:
    """A1, A2, A3: images have words, headings do not jump, links say where they lead; no markup that runs."""
    rules = (("A1", _IMAGE), ("A2", _JUMP), ("A3", _VAGUE), ("B3.markup", _MARKUP))
    for language, part in _all_parts(guide):
        for key, pattern in rules:
            for match in pattern.finditer(part.body):
                yield at_line(guide, language, _line(part, match), key)


def credited(guide: Guide) -> Iterator[Problem]:
    """C1: a session that was inspired by the book says so in its credits, word for word."""
    inspired = any(item.source.startswith("burnett-evans") for item in guide.session.inspired_by)
    for language, script in guide.scripts.items():
        part = script.part("credits")
        if (part is not None and (" ".join(CREDIT[language].split()) in " ".join(part.body.split())) != inspired):
            yield in_words(guide, language, part, "C1.missing" if inspired else "C1.alone")


def protected_names(guide: Guide) -> Iterator[Problem]:
    """C2: names that belong to others stand in the credits only."""
    for language, part in _all_parts(guide):
        if part.key != "credits" and _may_name(part.body):
            for match in PROTECTED.finditer(part.body):
                yield at_line(guide, language, _line(part, match), "C2")
    for language, script in guide.scripts.items():
        if PROTECTED.search(" ".join([script.title, script.question, *(part.heading for part in script.parts)])):
            yield in_words(guide, language, None, "C2")
    facts = " ".join(str(item.model_dump()) for item in (*guide.session.materials, *guide.session.prep))
    if PROTECTED.search(facts + guide.session.slug):
        yield in_facts(guide, "C2", ("materials",))
    for place, field in enumerate(guide.worksheet.fields):
        if PROTECTED.search(str(field.model_dump())):
            yield in_sheet(guide, "C2", ("fields", place))


def _may_name(text: str) -> bool:
    plain = text.casefold()
    return any(part in plain for part in _NAMES)


def _parts(guide: Guide, key: str) -> Iterator[tuple[str, Part]]:
    for language, script in guide.scripts.items():
        if (part := script.part(key)) is not None:
            yield language, part


def _all_parts(guide: Guide) -> Iterator[tuple[str, Part]]:
    for language, script in guide.scripts.items():
        for part in script.parts:
            yield language, part


def _line(part: Part, match: re.Match[str]) -> int:
    return part.body_line + part.body[: match.start()].count("\n")


def _label_line(part: Part, text: str) -> int:
    return part.body_line + part.body[: max(part.body.find(text), 0)].count("\n")
