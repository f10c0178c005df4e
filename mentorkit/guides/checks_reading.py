"""Checks of how a text reads: sentences that carry one idea, and the glossary's words for the glossary's things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from mentorkit.errors import Problem
from mentorkit.guides.findings import at_line, in_sheet
from mentorkit.model.curriculum import Guide, Part, Term

LONGEST_SENTENCE = 36
"""Words of a sentence that can still be said in one breath and followed by ear."""
SCORED_FROM = 18
"""Shorter sentences are not scored: a single long word would decide."""
HARDEST = {"es": 40.0, "en": 35.0}
"""A sentence below this is hard to follow by ear (difficult, on Flesch's and Fernández-Huerta's scales)."""
_MARKS = re.compile(r"[*_`>#]|^\s*(?:[-+]|\d+[.)])\s+", re.MULTILINE)
_END = re.compile(r"(?<=[.!?…])[\"”»’')\]*_]*\s+(?=[\"“«¿¡(\[*_]*[A-ZÁÉÍÓÚÑ0-9])|\s·\s|\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)]|#)\s)|(?<=[:;])[*_]*\s+")
_SILENT = re.compile(r"(?<=[qg])u(?=[eiéí])")
"""The u of que and gui."""
_SPANISH = re.compile(r"[iuü]*[aeoáéóíú][iuü]*(?![iuü]*$)|[iuü]*[aeoáéóíú][iuü]*|[iuü]+")
_ENGLISH = re.compile(r"[aeiouy]+")
_MUTE = re.compile(r"(?:[aeiouy]l|[^aeiouyl])e$|[^aeiouylszxcg]es$|[^aeiouydt]ed$")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Sentence(NamedTuple):
    """A sentence as it is written, and its place in the text it stands in."""

    written: str
    begin: int

    @property
    def text(self) -> str:
        """The sentence without marks."""
        return " ".join(_MARKS.sub(" ", self.written).split())

    @property
    def words(self) -> list[str]:
        """Its words, without numbers and marks."""
        return _WORD.findall(self.written)


def sentences(text: str) -> list[Sentence]:
    """
    Give the sentences of a Markdown text; a line of a list, a heading and what stands after a colon are their own.

    >>> [one.text for one in sentences("- Draw it. **Show it:** one minute. 30.")]
    ['Draw it.', 'Show it:', 'one minute.']
    """
    cuts = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    return [Sentence(written, begin) for begin, end in pairwise(cuts) if _WORD.search(written := text[begin:end])]


@lru_cache(maxsize=1 << 15)
def syllables(word: str, language: str) -> int:
    """
    Give the syllables of a word: groups of vowels, and in Spanish a hiatus apart; in English a final mute e counts not.

    >>> syllables("bitácora", "es"), syllables("había", "es"), syllables("mentored", "en"), syllables("table", "en")
    (4, 3, 2, 2)
    """
    text = word.casefold()
    if language == "es":
        text = _SILENT.sub("", text)
        text = f"{text[:-1]}i" if text.endswith("y") else text
        return max(1, len(_SPANISH.findall(text.replace("y", ""))))
    return max(1, len(_ENGLISH.findall(text)) - bool(_MUTE.search(text)))


def reading_ease(words: Sequence[str], language: str, sentences: int = 1) -> float:
    """
    Give how easily a text reads, about 0 (hard) to 100 (easy).

    Source: Flesch (1948) for English; Fernández-Huerta (1959) for Spanish, with words per sentence as in his text (Law 2011).
    """
    syllable = sum(syllables(word, language) for word in words) / len(words)
    length = len(words) / sentences
    if language == "es":
        return 206.84 - 60 * syllable - 1.02 * length
    return 206.835 - 84.6 * syllable - 1.015 * length


def one_idea(guide: Guide) -> Iterator[Problem]:
    """A4: a sentence has one idea: no more than 36 words, and no harder than most people read."""
    for language, script in guide.scripts.items():
        for part in script.parts:
            for sentence in sentences(part.body) if part.key != "credits" else ():
                if wrong := _hard(sentence, language):
                    line = part.body_line + part.body[: sentence.begin].count("\n")
                    yield at_line(guide, language, line, wrong[0], **wrong[1])
    for place, field in enumerate(guide.worksheet.fields):
        for language, text in _sheet_texts(field):
            for sentence in sentences(text):
                if wrong := _hard(sentence, language):
                    yield in_sheet(guide, wrong[0], ("fields", place), **wrong[1])


def _sheet_texts(field) -> Iterator[tuple[str, str]]:
    for texts in (field.label, field.help):
        yield from (texts or {}).items()


def _hard(sentence: Sentence, language: str) -> tuple[str, dict[str, float]] | None:
    """Give the message's key and its values, where a sentence is too long or too hard."""
    if len(sentence.written) < 2 * SCORED_FROM - 1:  # so many words and what stands between them are longer
        return None
    words = sentence.words
    if len(words) > LONGEST_SENTENCE:
        return "A4.long", {"words": len(words), "most": LONGEST_SENTENCE}
    if len(words) >= SCORED_FROM and (ease := reading_ease(words, language)) < HARDEST[language]:
        return "A4.hard", {"words": len(words), "ease": ease}
    return None


def glossary_words(guide: Guide, glossary: Sequence[Term]) -> Iterator[Problem]:
    """L4: things of the glossary go by the glossary's names, in both languages alike."""
    texts = {language: [(part, part.body.lower()) for part in script.parts if part.key != "credits"] for language, script in guide.scripts.items()}
    whole = {language: "\n".join(f"{part.heading.lower()}\n{lower}" for part, lower in parts) for language, parts in texts.items()}
    for term in glossary:
        for language, parts in texts.items():
            if any(word.lower() in whole[language] for word in term.avoid.get(language, ())):
                yield from _other_names(guide, term, language, parts)
        if term.both:
            named = {language: _names(whole[language], getattr(term, language)) for language in texts}
            yield from _one_sided(guide, term, named)


def _other_names(guide: Guide, term: Term, language: str, parts: Sequence[tuple[Part, str]]) -> Iterator[Problem]:
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, term.avoid[language]))})\b", re.IGNORECASE)
    for part, lower in parts:
        if not any(word.lower() in lower for word in term.avoid[language]):
            continue
        for match in pattern.finditer(part.body):
            line = part.body_line + part.body[: match.start()].count("\n")
            yield at_line(guide, language, line, "L4.other", word=match[0], term=getattr(term, language))


def _one_sided(guide: Guide, term: Term, named: Mapping[str, bool]) -> Iterator[Problem]:
    if any(named.values()) and not all(named.values()):
        here = next(language for language, found in named.items() if not found)
        yield at_line(guide, here, 1, "L4.sided", term=getattr(term, here))


def _names(lower: str, term: str) -> bool:
    """Tell whether a text in small letters names a term, in the singular or the plural of each of its words."""
    return all(word in lower for word in term.lower().split()) and _forms(term.lower()).search(lower) is not None


@lru_cache(maxsize=1024)
def _forms(term: str) -> re.Pattern[str]:
    """Give the pattern of a term; that it begins a word is asked behind its first letter, to which a search can jump."""
    first, *rest = (re.escape(word) for word in term.split())
    head = re.escape(term[0])
    return re.compile(rf"{head}(?<!\w{head}){first.removeprefix(head)}(?:es|s)?" + "".join(rf"\s+{word}(?:es|s)?" for word in rest) + r"\b")
