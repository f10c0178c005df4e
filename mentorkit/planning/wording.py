"""The words of planning, in both languages: headings of the charter, milestones and phases of the calendar."""

from __future__ import annotations

from mentorkit.model.words import LANGUAGES

Texts = dict[str, tuple[str, str]]

SECTIONS: Texts = {
    "purpose": ("Para qué", "Purpose"),
    "audience": ("Para quién", "Audience"),
    "needs": ("Qué necesitan", "Needs"),
    "objectives": ("Objetivos", "Objectives"),
    "format": ("Formato", "Format"),
    "scope": ("Alcance", "Scope"),
    "duration": ("Duración y tamaño", "Duration and size"),
    "eligibility": ("Quién puede participar", "Who may take part"),
    "criteria": ("Criterios de emparejamiento", "Matching criteria"),
    "expectations-mentees": ("Qué aporta cada mentee", "What mentees give"),
    "expectations-mentors": ("Qué aporta cada mentor o mentora", "What mentors give"),
    "expectations-partners": ("Qué aportan las organizaciones aliadas", "What partners give"),
    "expectations-staff": ("Qué aporta el equipo", "What staff give"),
    "roles": ("Roles", "Roles"),
    "alliances": ("Alianzas", "Alliances"),
    "communication": ("Comunicación", "Communication"),
    "when-it-goes-wrong": ("Cuando algo sale mal", "When it goes wrong"),
    "recognition": ("Reconocimientos", "Recognition"),
    "completion": ("Cuándo una pareja ha completado", "When a pair has completed"),
}

LINES: Texts = {
    "one-to-one": ("Uno a uno", "One to one"),
    "group": ("En círculos: una persona mentora con varios mentees", "Circles: one mentor with several mentees"),
    "assigned": ("El programa propone las parejas", "The programme proposes the pairs"),
    "open": ("Las personas se eligen", "People choose each other"),
    "weeks": ("{n} semanas, un encuentro cada {days} días", "{n} weeks, a meeting every {days} days"),
    "size": ("{mentees} mentees y {mentors} mentores y mentoras", "{mentees} mentees and {mentors} mentors"),
    "ages": ("De {youngest} a {oldest} años al comenzar", "From {youngest} to {oldest} years of age at the start"),
    "guardian": (
        "Con permiso de su representante legal antes de los {age} años",
        "With a guardian's consent below {age} years",
    ),
    "required": ("{label} (indispensable)", "{label} (required)"),
    "weighted": ("{label} (peso {weight})", "{label} (weight {weight})"),
    "avoid": ("Nunca el mismo valor en: {label}", "Never the same value in: {label}"),
    "rule": ("Regla que siempre se cumple: {label}", "Rule that always holds: {label}"),
    "objective": (
        "{text} Indicador: {indicator}. Meta: {target}, {when}. Fuente: {source}.",
        "{text} Indicator: {indicator}. Target: {target}, {when}. Source: {source}.",
    ),
    "by-week": ("semana {week}", "week {week}"),
    "by-week-date": ("semana {week} ({date})", "week {week} ({date})"),
    "by-date": ("{date}", "{date}"),
    "no-date": ("sin fecha todavía", "no date yet"),
    "of": ("{n} de {of} ({share})", "{n} of {of} ({share})"),
    "yes": ("sí", "yes"),
    "no": ("no", "no"),
    "role": ("{text} · {hours} horas por semana", "{text} · {hours} hours a week"),
    "alliance": ("{name} · {mentors} mentores y mentoras", "{name} · {mentors} mentors"),
    "says-not": ("el programa dice que no lo hace", "the programme says that it does not"),
    "no-alliances": ("Sin organizaciones aliadas", "No partner organisations"),
    "completed": (
        "Al menos {meetings} encuentros y {share} de las semanas",
        "At least {meetings} meetings and {share} of the weeks",
    ),
}

MILESTONES: Texts = {
    "charter-signed": ("Carta del programa firmada", "Programme charter signed"),
    "partners-confirmed": (
        "Organizaciones aliadas confirmadas con su número de mentores",
        "Partners confirmed, with their number of mentors",
    ),
    "call-mentors": ("Abre la convocatoria de mentores y mentoras", "Call for mentors opens"),
    "call-mentees": ("Abre la convocatoria de mentees", "Call for mentees opens"),
    "applications-close": ("Cierran las inscripciones", "Applications close"),
    "screening-done": ("Entrevistas y verificaciones terminadas", "Interviews and checks done"),
    "pairs-decided": ("Parejas decididas", "Pairs decided"),
    "programme-starts": ("Comienza el programa", "The programme starts"),
    "mid-point": ("Mitad: pulso de ambas partes", "Mid-point: pulse of both sides"),
    "programme-ends": ("Último día del programa", "Last day of the programme"),
    "results-shared": ("Resultados compartidos con todas las personas", "Results shared with everybody"),
    "follow-up-3": ("Seguimiento a los tres meses", "Follow-up at three months"),
    "follow-up-12": ("Seguimiento a los doce meses", "Follow-up at twelve months"),
}

PHASES: Texts = {
    "design": ("Diseño y alianzas", "Design and alliances"),
    "recruiting": ("Convocatoria", "Recruiting"),
    "screening": ("Entrevistas y verificación", "Interviews and checks"),
    "training": ("Formación e inducción", "Training and orientation"),
    "matching": ("Emparejamiento", "Matching"),
    "meetings": ("Talleres y encuentros", "Workshops and meetings"),
    "evaluation": ("Evaluación y cierre", "Evaluation and closing"),
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
    """
    Give a share as a percentage, whole from ten on.

    >>> set_share(0.9, "es"), set_share(0.075, "es"), set_share(0.075, "en")
    ('90%', '7,5%', '7.5%')
    """
    return f"{value * 100:.0f}%" if value >= 0.1 else f"{set_plain(round(value * 100, 1), language)}%"


def words(texts: Texts, key: str, language: str, **values: object) -> str:
    """Give an entry of one of the tables above in a language, with its values filled in."""
    template = texts[key][LANGUAGES.index(language)]
    return template.format(**values) if values else template
