"""The words of planning, in both languages: headings of the charter, milestones and phases of the calendar."""

from __future__ import annotations

import datetime as dt

SECTIONS: dict[str, dict[str, str]] = {
    "purpose": {"es": "Para qué", "en": "Purpose"},
    "audience": {"es": "Para quién", "en": "Audience"},
    "needs": {"es": "Qué necesitan", "en": "Needs"},
    "objectives": {"es": "Objetivos", "en": "Objectives"},
    "format": {"es": "Formato", "en": "Format"},
    "scope": {"es": "Alcance", "en": "Scope"},
    "duration": {"es": "Duración y tamaño", "en": "Duration and size"},
    "eligibility": {"es": "Quién puede participar", "en": "Who may take part"},
    "criteria": {"es": "Criterios de emparejamiento", "en": "Matching criteria"},
    "expectations-mentees": {"es": "Qué aporta cada mentee", "en": "What mentees give"},
    "expectations-mentors": {"es": "Qué aporta cada mentor o mentora", "en": "What mentors give"},
    "expectations-partners": {"es": "Qué aportan las organizaciones aliadas", "en": "What partners give"},
    "expectations-staff": {"es": "Qué aporta el equipo", "en": "What staff give"},
    "roles": {"es": "Roles", "en": "Roles"},
    "alliances": {"es": "Alianzas", "en": "Alliances"},
    "communication": {"es": "Comunicación", "en": "Communication"},
    "when-it-goes-wrong": {"es": "Cuando algo sale mal", "en": "When it goes wrong"},
    "recognition": {"es": "Reconocimientos", "en": "Recognition"},
    "completion": {"es": "Cuándo una pareja ha completado", "en": "When a pair has completed"},
}

LINES: dict[str, dict[str, str]] = {
    "one-to-one": {"es": "Uno a uno", "en": "One to one"},
    "group": {
        "es": "En círculos: una persona mentora con varios mentees",
        "en": "Circles: one mentor with several mentees",
    },
    "assigned": {"es": "El programa propone las parejas", "en": "The programme proposes the pairs"},
    "open": {"es": "Las personas se eligen", "en": "People choose each other"},
    "weeks": {
        "es": "{n} semanas, un encuentro cada {days} días",
        "en": "{n} weeks, a meeting every {days} days",
    },
    "size": {
        "es": "{mentees} mentees y {mentors} mentores y mentoras",
        "en": "{mentees} mentees and {mentors} mentors",
    },
    "ages": {
        "es": "De {youngest} a {oldest} años al comenzar",
        "en": "From {youngest} to {oldest} years of age at the start",
    },
    "guardian": {
        "es": "Con permiso de su representante legal antes de los {age} años",
        "en": "With a guardian's consent below {age} years",
    },
    "required": {"es": "{label} (indispensable)", "en": "{label} (required)"},
    "weighted": {"es": "{label} (peso {weight})", "en": "{label} (weight {weight})"},
    "avoid": {"es": "Nunca el mismo valor en: {label}", "en": "Never the same value in: {label}"},
    "rule": {"es": "Regla que siempre se cumple: {label}", "en": "Rule that always holds: {label}"},
    "objective": {
        "es": "{text} Indicador: {indicator}. Meta: {target}, {when}. Fuente: {source}.",
        "en": "{text} Indicator: {indicator}. Target: {target}, {when}. Source: {source}.",
    },
    "by-week": {"es": "semana {week}", "en": "week {week}"},
    "by-week-date": {"es": "semana {week} ({date})", "en": "week {week} ({date})"},
    "by-date": {"es": "{date}", "en": "{date}"},
    "no-date": {"es": "sin fecha todavía", "en": "no date yet"},
    "of": {"es": "{n} de {of} ({share})", "en": "{n} of {of} ({share})"},
    "yes": {"es": "sí", "en": "yes"},
    "no": {"es": "no", "en": "no"},
    "role": {"es": "{text} · {hours} horas por semana", "en": "{text} · {hours} hours a week"},
    "alliance": {"es": "{name} · {mentors} mentores y mentoras", "en": "{name} · {mentors} mentors"},
    "completed": {
        "es": "Al menos {meetings} encuentros y {share} de las semanas",
        "en": "At least {meetings} meetings and {share} of the weeks",
    },
}

MILESTONES: dict[str, dict[str, str]] = {
    "charter-signed": {"es": "Acuerdo del programa firmado", "en": "Programme charter signed"},
    "partners-confirmed": {
        "es": "Organizaciones aliadas confirmadas con su número de mentores",
        "en": "Partners confirmed, with their number of mentors",
    },
    "call-mentors": {"es": "Abre la convocatoria de mentores y mentoras", "en": "Call for mentors opens"},
    "call-mentees": {"es": "Abre la convocatoria de mentees", "en": "Call for mentees opens"},
    "applications-close": {"es": "Cierran las inscripciones", "en": "Applications close"},
    "screening-done": {"es": "Entrevistas y verificaciones terminadas", "en": "Interviews and checks done"},
    "pairs-decided": {"es": "Parejas decididas", "en": "Pairs decided"},
    "programme-starts": {"es": "Comienza el programa", "en": "The programme starts"},
    "mid-point": {"es": "Mitad: pulso de ambas partes", "en": "Mid-point: pulse of both sides"},
    "programme-ends": {"es": "Último día del programa", "en": "Last day of the programme"},
    "results-shared": {
        "es": "Resultados compartidos con todas las personas",
        "en": "Results shared with everybody",
    },
    "follow-up-3": {"es": "Seguimiento a los tres meses", "en": "Follow-up at three months"},
    "follow-up-12": {"es": "Seguimiento a los doce meses", "en": "Follow-up at twelve months"},
}

PHASES: dict[str, dict[str, str]] = {
    "design": {"es": "Diseño y alianzas", "en": "Design and alliances"},
    "recruiting": {"es": "Convocatoria", "en": "Recruiting"},
    "screening": {"es": "Entrevistas y verificación", "en": "Interviews and checks"},
    "training": {"es": "Formación e inducción", "en": "Training and orientation"},
    "matching": {"es": "Emparejamiento", "en": "Matching"},
    "meetings": {"es": "Talleres y encuentros", "en": "Workshops and meetings"},
    "evaluation": {"es": "Evaluación y cierre", "en": "Evaluation and closing"},
}


_MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}


def set_plain(value: float, language: str) -> str:
    """
    Give a number with the language's decimal mark.

    >>> set_plain(0.3, "es"), set_plain(0.3, "en"), set_plain(20, "es")
    ('0,3', '0.3', '20')
    """
    text = f"{value:g}"
    return text.replace(".", ",") if language == "es" else text


def set_share(value: float, language: str) -> str:
    r"""
    Give a share as a percentage, whole from ten on, with a space that does not break.

    >>> set_share(0.9, "es") == "90\u00a0%", set_share(0.075, "es") == "7,5\u00a0%"
    (True, True)
    """
    number = f"{value * 100:.0f}" if value >= 0.1 else set_plain(round(value * 100, 1), language)
    return f"{number}\u00a0%"


def set_day(day: dt.date, language: str) -> str:
    """Give a date in words: `19 de junio de 2026`, `19 June 2026`."""
    month = _MONTHS[language][day.month - 1]
    return f"{day.day} de {month} de {day.year}" if language == "es" else f"{day.day} {month} {day.year}"


def words(table: dict[str, dict[str, str]], key: str, language: str, **values: object) -> str:
    """Give an entry of one of the tables above in a language, with its values filled in."""
    template = table[key][language]
    return template.format(**values) if values else template
