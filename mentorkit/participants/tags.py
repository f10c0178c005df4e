"""Tags as people mean them: case, spaces and declared synonyms make no difference; accents and plurals where the vocabulary holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from mentorkit.model.folding import bare as bare
from mentorkit.model.folding import folded
from mentorkit.model.program import Program
from mentorkit.model.tables import TABLES
from mentorkit.model.taxonomy import stem

SIDES = ("mentees", "mentors")
_TAGGED = ("overlap", "same", "ahead", "matrix")


def tags_of(program: Program) -> Tags:
    """Give a programme's tags, told apart as its matching tells them apart."""
    return Tags(program.synonyms, any_form=program.vocabulary is not None)


class Tags:
    """
    The wordings of a programme, and which of them mean the same.

    Args:
        synonyms: Term to its other wordings.
        any_form: Whether accents and plurals make no difference either.

    >>> tags = Tags({"Recursos humanos": ["RRHH", "human resources"]})
    >>> tags.key(" rrhh") == tags.key("Recursos Humanos")
    True
    >>> tags.names(["rrhh", "salud", "Salud", "Salud"])
    {'recurso humano': 'Recursos humanos', 'salud': 'Salud'}
    """

    def __init__(self, synonyms: Mapping[str, Sequence[str]] | None = None, any_form: bool = True):
        self._form = form = stem if any_form else folded
        self._terms = {form(term): term for term in synonyms or {}}
        self._same = {form(other): form(term) for term, others in (synonyms or {}).items() for other in others if form(other) != form(term)}

    def key(self, value: object) -> str:
        """Give the form in which a tag is counted."""
        word, seen = self._form(str(value)), set()
        while word in self._same and word not in seen:
            seen.add(word)
            word = self._same[word]
        return word

    def declared(self, value: object) -> bool:
        """Tell whether the programme names the tag, as a term or as another wording."""
        return self._form(str(value)) in self._terms or self._form(str(value)) in self._same

    def names(self, values: Iterable[object]) -> dict[str, str]:
        """Give each tag's key with the wording to show: the declared term, else the one written most."""
        counts = Counter(str(value) for value in values)
        written: dict[str, str] = {}
        for value in sorted(counts, key=lambda value: (-counts[value], value)):
            written.setdefault(self.key(value), " ".join(value.split()))
        return {key: self._terms.get(key, written[key]) for key in sorted(written)}


def cell_values(cell: object) -> tuple[str, ...]:
    """Give what a cell holds: the items of a list, the one value, or nothing."""
    if isinstance(cell, (tuple, list)):
        return tuple(str(item) for item in cell)
    if cell is None or cell != cell or isinstance(cell, frozenset):
        return ()
    return (str(cell),) if str(cell).strip() else ()


def tag_columns(program: Program, side: str) -> list[str]:
    """Give the columns of a side that hold tags: those that criteria compare, and the groups reported."""
    own = side[:-1]
    named = [getattr(criterion, own) for criterion in program.criteria if criterion.kind in _TAGGED]
    named += program.evaluation.groups
    return [name for name in dict.fromkeys(named) if TABLES[side].column(name) is None]


def field_columns(program: Program) -> tuple[str, str] | None:
    """
    Give the columns that hold the field of work, the mentees' wish and the mentors' own.

    That is the criterion called `field`, else the first that reads the mentors' column `field`.
    """
    found = [c for c in program.criteria if c.kind in _TAGGED and c.id == "field"]
    found += [c for c in program.criteria if c.kind in _TAGGED and c.mentor == "field"]
    return (found[0].mentee, found[0].mentor) if found else None
