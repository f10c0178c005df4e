"""Fields, topics and languages as terms in two languages, with their other wordings and the terms beside them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from mentorkit.model.words import Identifier, Text, Value, folded

Group = Literal["field", "topic", "language"]


class Term(Value):
    """One term: its wordings in each language, the one to show first, and terms that are near in meaning."""

    id: Identifier
    of: Group = Field("field", description="field, topic or language.")
    es: Annotated[list[Text], Field(min_length=1)]
    en: Annotated[list[Text], Field(min_length=1)]
    related: list[Identifier] = Field([], description="Ids of terms near in meaning.")

    def label(self, language: str) -> str:
        """Give the wording to show in a language."""
        return (self.es if language == "es" else self.en)[0]

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every wording in both languages."""
        return tuple(dict.fromkeys((*self.es, *self.en)))


class Taxonomy(Value):
    """The vocabulary file: a list of terms."""

    terms: list[Term]


@lru_cache(1 << 14)  # the same tags are asked for again and again
def stem(text: str) -> str:
    """
    Give the form in which two wordings of one term are the same: no accents, no case, no plural.

    >>> stem("Tecnologías") == stem("tecnologia"), stem("Recursos Humanos") == stem("recurso humano"), stem("TI")
    (True, True, 'ti')
    """
    plain = folded(text)
    if not plain.isascii():
        plain = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
    return " ".join([_singular(word) if word[-1] in "es" else word for word in plain.replace("/", " ").replace("-", " ").split()])


def _singular(word: str) -> str:
    if word.endswith("s") and len(word) > 4 and not word.endswith("ss"):
        word = word[:-2] if word.endswith("es") and len(word) > 5 else word[:-1]
    return word.rstrip("e") if len(word) > 3 else word


def joined_terms(shipped: Iterable[Term], own: Iterable[Term]) -> list[Term]:
    """Give the shipped terms with a programme's own: one with the same id takes its place, others are added."""
    terms = {term.id: term for term in shipped}
    return list((terms | {term.id: term for term in own}).values())


def synonyms_with(declared: Mapping[str, list[str]], terms: Iterable[Term], language: str) -> dict[str, list[str]]:
    """
    Give a programme's synonyms with those of the vocabulary.

    What the programme declares goes before: where one of its terms is a wording of the vocabulary's, the
    vocabulary's other wordings join it; no wording comes to stand under two terms.

    >>> rrhh = Term(id="hr", es=["Recursos humanos", "RRHH"], en=["Human resources"])
    >>> synonyms_with({"Talento": ["rrhh"]}, [rrhh], "es")
    {'Talento': ['rrhh', 'Recursos humanos', 'Human resources']}
    """
    found = {term: list(others) for term, others in declared.items()}
    owner = {stem(word): term for term, others in declared.items() for word in (term, *others)}
    for term in terms:
        home = next((owner[stem(word)] for word in term.wordings if stem(word) in owner), term.label(language))
        for word in term.wordings:
            if folded(word) != folded(home) and owner.setdefault(stem(word), home) == home and folded(word) not in map(folded, found.get(home, ())):
                found.setdefault(home, []).append(word)
        found.setdefault(home, [])
        owner.setdefault(stem(home), home)
    return found
