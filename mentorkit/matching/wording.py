"""What the matching says in words, in each language."""

from __future__ import annotations

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
    "change_add": {
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
    "why_tie": {
        "es": "igual de buena para el conjunto; decidió el sorteo",
        "en": "equally good for the whole; the draw decided",
    },
    "this_pair": {"es": "es la pareja elegida", "en": "this is the chosen pair"},
}


def said(key: str, language: str, **values: object) -> str:
    """Give a text in a language with its values; numbers have one decimal, after a comma in Spanish."""
    shown = {name: _shown(value, language) for name, value in values.items()}
    return localized(TEXTS[key], language).format(**shown)


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
