"""What the matching says in words, in each language."""

from __future__ import annotations

from collections.abc import Sequence

from mentorkit.matching.rules import Rule
from mentorkit.model.words import localized

TEXTS: dict[str, dict[str, str]] = {
    "required": {"es": "el criterio obligatorio {label}", "en": "the required criterion {label}"},
    "avoid": {
        "es": "la regla que evita lo mismo en {mentee} y {mentor}",
        "en": "the rule against the same {mentee} and {mentor}",
    },
    "labelled": {"es": "la regla «{label}»", "en": "the rule “{label}”"},
    "not_with": {
        "es": "alguno de los dos pidió no estar con el otro",
        "en": "one of the two asked not to be with the other",
    },
    "never": {"es": "una decisión dice que nunca", "en": "a decision says never"},
    "no_mentors": {"es": "no hay mentores con cupo", "en": "there is no mentor with a place"},
    "no_possible": {
        "es": "ningún mentor con cupo es posible: {removed}",
        "en": "no mentor with a place is possible: {removed}",
    },
    "removed": {"es": "{rule} descarta a {n} de {of}", "en": "{rule} removes {n} of {of}"},
    "contested": {
        "es": "{n} mentores son posibles, pero todos sus cupos atienden a otras personas",
        "en": "{n} mentors are possible, but all their places serve others",
    },
    "contested_one": {
        "es": "1 mentor es posible, pero sus cupos atienden a otras personas",
        "en": "1 mentor is possible, but the places serve others",
    },
    "change_place": {
        "es": "un cupo más con {mentor} (puntaje {score})",
        "en": "one more place with {mentor} (score {score})",
    },
    "change_rules": {
        "es": "sin {rules}, sería posible {mentor} (puntaje {score})",
        "en": "without {rules}, {mentor} would be possible (score {score})",
    },
    "change_rules_place": {
        "es": "sin {rules} y con un cupo más, sería posible {mentor} (puntaje {score})",
        "en": "without {rules} and with one more place, {mentor} would be possible (score {score})",
    },
    "change_add_hours": {
        "es": "añadir a sus horarios una hora de {mentor}: {values}",
        "en": "adding to the weekly hours one of {mentor}: {values}",
    },
    "change_also_place": {"es": ", y con un cupo más", "en": ", and one more place"},
    "change_add_values": {
        "es": "añadir en {column} algo que ofrece {mentor}, por ejemplo {values}",
        "en": "adding to {column} something that {mentor} offers, for example {values}",
    },
    "change_none": {"es": "hace falta al menos un mentor", "en": "at least one mentor is needed"},
    "and": {"es": " y ", "en": " and "},
    "or": {"es": "; o ", "en": "; or "},
    "why_decided": {"es": "una decisión fijó a {mentor}", "en": "a decision fixed {mentor}"},
    "why_rule": {"es": "no es posible: {rules}", "en": "impossible: {rules}"},
    "why_no_place": {"es": "no tiene cupo", "en": "has no place"},
    "why_kept_place": {
        "es": "sus cupos están fijados por decisiones",
        "en": "the places are fixed by decisions",
    },
    "why_floor": {
        "es": "su puntaje está por debajo del mínimo de {floor} que se garantiza a todas las parejas",
        "en": "the score is below the floor of {floor} that every pair is given",
    },
    "why_own_better": {
        "es": "la pareja propia da {more} puntos más",
        "en": "the own pair gives {more} points more",
    },
    "why_taken": {
        "es": "el cupo lo tiene {who}; forzar esta pareja costaría al menos {cost} puntos en total",
        "en": "the place is held by {who}; forcing this pair would cost at least {cost} points in total",
    },
    "why_even": {
        "es": "el cupo lo tiene {who}; para el conjunto no es mejor darlo a esta persona",
        "en": "the place is held by {who}; giving it to this person would not be better for the whole",
    },
    "why_serves_more": {
        "es": "el cupo lo tiene {who}; con esta pareja quedaría sin mentor otra persona",
        "en": "the place is held by {who}; with this pair somebody else would have no mentor",
    },
    "why_cost": {
        "es": "forzar esta pareja costaría al menos {cost} puntos en total",
        "en": "forcing this pair would cost at least {cost} points in total",
    },
    "why_minimum": {
        "es": "con esta pareja faltaría alguien a un mínimo, o un mentor",
        "en": "with this pair a minimum would not be met, or somebody would have no mentor",
    },
    "or_floor": {
        "es": "{why}, o bajaría el mínimo de {floor} que se garantiza a todas las parejas",
        "en": "{why}, or the floor of {floor} that every pair is given would fall",
    },
    "why_tie": {
        "es": "igual de buena para el conjunto; decidió el sorteo",
        "en": "equally good for the whole; the draw decided",
    },
    "kept_absent": {
        "es": "la pareja debe mantenerse, pero {who} no está entre las personas que se pueden emparejar",
        "en": "the pair is to be kept, but the {who} is not among the people who may be paired",
    },
    "kept_absent_remedy": {
        "es": "acepte a la persona o quite esta fila",
        "en": "accept the person or remove this row",
    },
    "mentee": {"es": "mentee", "en": "mentee"},
    "mentor": {"es": "mentor", "en": "mentor"},
    "absent_and": {"es": " ni ", "en": " and the "},
    "kept_against": {
        "es": "la pareja debe mantenerse, pero {against}",
        "en": "the pair is to be kept, but {against}",
    },
    "against_never": {"es": "la fila {rows} dice que nunca", "en": "row {rows} says never"},
    "against_rule": {"es": "una regla la prohíbe: {rule}", "en": "a rule forbids it: {rule}"},
    "kept_against_remedy": {"es": "quite una de las dos", "en": "remove one of the two"},
    "kept_twice": {
        "es": "la fila {row} mantiene a la misma persona con otro mentor",
        "en": "row {row} keeps the same mentee with another mentor",
    },
    "kept_twice_remedy": {"es": "deje una de las dos filas", "en": "keep one of the two rows"},
    "kept_many": {
        "es": "{load} parejas deben mantenerse con este mentor, que tiene {capacity} cupos",
        "en": "{load} pairs are to be kept with this mentor, who has places for {capacity}",
    },
    "kept_many_remedy": {
        "es": "suba el cupo o quite una fila",
        "en": "raise the capacity or remove a row",
    },
    "conflict": {
        "es": "no pueden cumplirse a la vez: {claims}",
        "en": "these cannot all hold: {claims}",
    },
    "conflict_left": {
        "es": "{claims}; mentees que quedan para {needed} lugares mínimos: {left}",
        "en": "{claims}; mentees left for {needed} minimum places: {left}",
    },
    "silent": {
        "es": "entre {who} nadie respondió {column}: este criterio da los mismos puntos a todas las parejas",
        "en": "nobody among {who} answered {column}: this criterion gives every pair the same points",
    },
    "silent_remedy": {
        "es": "revise el nombre de la columna en cohort.yml, pregúntelo en el formulario o quite el criterio",
        "en": "check the column's name in cohort.yml, ask for it in the form, or take the criterion out",
    },
    "mentees": {"es": "los mentees", "en": "the mentees"},
    "mentors": {"es": "los mentores", "en": "the mentors"},
    "weightless": {
        "es": "ningún criterio tiene peso: entre las parejas posibles decide el sorteo",
        "en": "no criterion has a weight: among possible pairs the draw decides",
    },
    "weightless_remedy": {"es": "dé peso al menos a un criterio", "en": "give at least one criterion a weight"},
    "conflict_remedy": {
        "es": "baje un mínimo o quite una de las exigencias; mientras tanto se llenan los que se puede",
        "en": "lower a minimum or give up one of the others; until then as many are filled as can be",
    },
    "claim_minimum": {"es": "el mínimo de {number} en {place}", "en": "the minimum of {number} in {place}"},
    "claim_capacity": {"es": "el cupo de {number} en {place}", "en": "the capacity of {number} in {place}"},
    "claim_keep": {"es": "la pareja fijada en {place}", "en": "the pair kept in {place}"},
    "claim_never": {"es": "el «nunca» de {place}", "en": "the never in {place}"},
    "claim_not_with": {"es": "el `not_with` de {place}", "en": "the `not_with` in {place}"},
    "claim_rule": {"es": "{rule} (program.yml)", "en": "{rule} (program.yml)"},
    "claim_more": {"es": "otras {number} exigencias", "en": "{number} further demands"},
    "this_pair": {"es": "es la pareja elegida", "en": "this is the chosen pair"},
}


def said(key: str, language: str, **values: object) -> str:
    """Give a text in a language with its values; numbers have one decimal, after a comma in Spanish."""
    shown = {name: _shown(value, language) for name, value in values.items()}
    return localized(TEXTS[key], language).format(**shown)


def enumerated(phrases: Sequence[str], language: str) -> str:
    """
    Give phrases as a list in a sentence.

    >>> enumerated(["a", "b", "c"], "en")
    'a, b and c'
    """
    *first, last = phrases
    return said("and", language).join([", ".join(first), last]) if first else last


def rule_in_words(rule: Rule, language: str) -> str:
    """Give a rule as a phrase."""
    label = localized(rule.label, language)
    if rule.kind == "required":
        return said("required", language, label=label or rule.name)
    if rule.kind == "avoid":
        return said(
            "labelled" if label else "avoid", language, label=label, mentee=rule.mentee, mentor=rule.mentor
        )
    return said(rule.kind, language)


def _shown(value: object, language: str) -> str:
    if isinstance(value, float):
        text = f"{value:.1f}"
        return text.replace(".", ",") if language == "es" else text
    return str(value)
