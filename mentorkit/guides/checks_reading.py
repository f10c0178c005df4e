"""Checks of how a text reads: sentences that carry one idea, and the glossary's words for the glossary's things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from mentorkit.errors import Problem
from mentorkit.guides.findings import at_line, in_sheet
from mentorkit.model.curriculum import Guide, Script, Term

LONGEST_SENTENCE = 36
"""Words of a sentence that can still be said in one breath and followed by ear."""
SCORED_FROM = 18
"""Shorter sentences are not scored: a single long word would decide."""
HARDEST = {"es": 40.0, "en": 35.0}
"""A sentence below this is hard to follow by ear (difficult, on Flesch's and Fernández-Huerta's scales)."""
_MARKS = re.compile(r"[*_`>#]|^\s*(?:[-+]|\d+[.)])\s+", re.MULTILINE)
_END = re.compile(r"(?<=[.!?…])[\"”»’')\]*_]*\s+(?=[\"“«¿¡(\[*_]*[A-ZÁÉÍÓÚÑ0-9])|\s·\s|\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)]|#)\s)|(?<=[:;])[*_]*\s+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True)
class Sentence:
    """A sentence and its place in the text it stands in."""

    text: str
    begin: int

    @property
    def words(self) -> list[str]:
        """Its words, without numbers and marks."""
        return _WORD.findall(self.text)


def sentences(text: str) -> list[Sentence]:
    """
    Give the sentences of a Markdown text; a line of a list, a heading and what stands after a colon are their own.

    >>> [one.text for one in sentences("Draw it. Show it: one minute.")]
    ['Draw it.', 'Show it:', 'one minute.']
    """
    plain = _MARKS.sub(lambda mark: " " * len(mark[0]) if "\\n" not in mark[0] else mark[0], text)
    cuts = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    found = [Sentence(" ".join(plain[begin:end].split()), begin) for begin, end in pairwise(cuts)]
    return [one for one in found if one.words]


def syllables(word: str, language: str) -> int:
    """
    Give the syllables of a word: groups of vowels, and in Spanish a hiatus apart; in English a final mute e counts not.

    >>> syllables("bitácora", "es"), syllables("había", "es"), syllables("mentored", "en"), syllables("table", "en")
    (4, 3, 2, 2)
    """
    text = word.casefold()
    if language == "es":
        text = re.sub(r"(?<=[qg])u(?=[eiéí])", "", text)  # que, gui: the u is silent
        text = re.sub(r"y$", "i", text).replace("y", "")
        return max(1, len(re.findall(r"[iuü]*[aeoáéóíú][iuü]*(?![iuü]*$)|[iuü]*[aeoáéóíú][iuü]*|[iuü]+", text)))
    groups = len(re.findall(r"[aeiouy]+", text))
    mute = re.search(r"(?:[aeiouy]l|[^aeiouyl])e$|[^aeiouylszxcg]es$|[^aeiouydt]ed$", text)
    return max(1, groups - bool(mute))


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
                line = part.body_line + part.body[: sentence.begin].count("\n")
                if wrong := _hard(sentence, language):
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
    words = sentence.words
    if len(words) > LONGEST_SENTENCE:
        return "A4.long", {"words": len(words), "most": LONGEST_SENTENCE}
    if len(words) >= SCORED_FROM and (ease := reading_ease(words, language)) < HARDEST[language]:
        return "A4.hard", {"words": len(words), "ease": ease}
    return None


def glossary_words(guide: Guide, glossary: Sequence[Term]) -> Iterator[Problem]:
    """L4: things of the glossary go by the glossary's names, in both languages alike."""
    for term in glossary:
        for language, script in guide.scripts.items():
            yield from _other_names(guide, term, language, script)
        if term.both:
            yield from _one_sided(guide, term)


def _other_names(guide: Guide, term: Term, language: str, script: Script) -> Iterator[Problem]:
    words = term.avoid.get(language, ())
    for part in script.parts:
        if part.key == "credits" or not any(word.lower() in _lower(part.body) for word in words):
            continue
        for match in re.finditer(rf"\b(?:{'|'.join(map(re.escape, words))})\b", part.body, re.IGNORECASE):
            line = part.body_line + part.body[: match.start()].count("\n")
            yield at_line(guide, language, line, "L4.other", word=match[0], term=getattr(term, language))


def _one_sided(guide: Guide, term: Term) -> Iterator[Problem]:
    named = {language: _names(_whole(script), getattr(term, language)) for language, script in guide.scripts.items()}
    if any(named.values()) and not all(named.values()):
        here = next(language for language, found in named.items() if not found)
        yield at_line(guide, here, 1, "L4.sided", term=getattr(term, here))


def _names(text: str, term: str) -> bool:
    """Tell whether a text names a term, in the singular or the plural of each of its words."""
    if not all(word.lower() in _lower(text) for word in term.split()):
        return False
    pattern = re.compile(r"\b" + r"\s+".join(rf"{re.escape(word)}(?:es|s)?" for word in term.split()) + r"\b", re.IGNORECASE)
    return pattern.search(text) is not None


@lru_cache(maxsize=1024)
def _lower(text: str) -> str:
    return text.lower()


def _whole(script: Script) -> str:
    return "\n".join(f"{part.heading}\n{part.body}" for part in script.parts if part.key != "credits")
