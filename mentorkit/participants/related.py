"""Fields near in meaning, as the vocabulary tells them: where to look when nobody is there, never counted as the same."""

from __future__ import annotations

from collections import defaultdict

from pandas import DataFrame

from mentorkit.model.cohort import Cohort
from mentorkit.model.program import Program
from mentorkit.model.roster import taking_part
from mentorkit.participants.recruiting import OPEN, supply_and_demand
from mentorkit.participants.tags import cell_values, field_columns, tags_of

COLUMNS = ["field", "wanted", "places", "missing", "related", "spare", "applied", "organisations"]


def related_terms(program: Program) -> dict[str, tuple[str, ...]]:
    """
    Give each term's key (see `Tags.key`) with the names of the terms near it, in both directions and by name.

    A programme without a vocabulary has none.
    """
    terms = {term.id: term for term in program.vocabulary or ()}
    tags, language = tags_of(program), program.languages[0]
    names = {id: next(iter(tags.names([term.label(language)]).values())) for id, term in terms.items()}
    found: dict[str, set[str]] = defaultdict(set)
    for id, term in terms.items():
        for other in terms.keys() & set(term.related):
            found[tags.key(names[id])].add(names[other])
            found[tags.key(names[other])].add(names[id])
    return {key: tuple(sorted(others)) for key, others in sorted(found.items())}


def related_names(program: Program) -> dict[str, tuple[str, ...]]:
    """Give each term's name with the names of the terms near it."""
    tags, near = tags_of(program), related_terms(program)
    names = tags.names([term.label(program.languages[0]) for term in program.vocabulary or ()])
    return {names[key]: others for key, others in near.items()}


def recruiting_list(cohort: Cohort) -> DataFrame:
    """
    Give whom to recruit now: `field, wanted, places, missing, related, spare, applied, organisations`.

    A row for each field with more accepted mentees than places, the greatest lack first. `related` names fields near in
    meaning with places to spare and how many (`Ventas y mercadeo (3)`), `spare` is their sum; `applied` counts mentors of
    the field who applied or wait and are not accepted yet; `organisations` are those from which mentors of the field came.
    Related places are told and never counted: `missing` stays the field's own.
    """
    if not field_columns(cohort.program):
        return DataFrame(columns=COLUMNS)
    tags, near = tags_of(cohort.program), related_terms(cohort.program)
    supply = supply_and_demand(cohort)
    spare = {tags.key(row.field): -row.gap for row in supply.itertuples() if row.gap < 0 and row.field != "–"}
    rows = []
    for row in supply[(supply["gap"] > 0) & (supply["field"] != "–")].itertuples():
        key = tags.key(row.field)
        others = [(name, spare[tags.key(name)]) for name in near.get(key, ()) if tags.key(name) in spare]
        others.sort(key=lambda one: (-one[1], one[0]))
        applied, organisations = _of_the_field(cohort, key)
        told = ", ".join(f"{name} ({places})" for name, places in others)
        rows.append((row.field, row.wanted, row.places, row.gap, told, sum(places for _, places in others), applied, organisations))
    return DataFrame(rows, columns=COLUMNS)


def _of_the_field(cohort: Cohort, key: str) -> tuple[int, str]:
    """Give how many mentors of a field are still to be decided, and where the field's mentors come from."""
    tags, column, people = tags_of(cohort.program), field_columns(cohort.program)[1], cohort.mentors
    own = people[[key in {tags.key(value) for value in cell_values(cell)} for cell in people[column]]]
    undecided = own.drop(taking_part(people).index, errors="ignore")
    names = tags.names(value for cell in own["organisation"] for value in cell_values(cell))
    return int(undecided["status"].isin(OPEN).sum()), ", ".join(sorted(names.values()))
