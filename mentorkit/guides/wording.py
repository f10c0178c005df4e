"""Words that guides add to a session's own, in both languages."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "es": {
        "facilitator": "Guía para facilitar",
        "participant": "Para participantes",
        "mentor": "Guía para mentores",
        "for": "Para",
        "week": "Semana",
        "length": "Duración",
        "people": "Grupo",
        "in": "en",
        "agenda": "Agenda",
        "steps": "Lo que se hace en el taller",
        "time": "Hora",
        "block": "Bloque",
        "minutes": "min",
        "optional": "opcional",
        "evidence": "se ve en",
        "skipped": "En esta versión corta no se hace",
        "materials": "Materiales",
        "prep": "Preparación",
        "after_session": "Después de la sesión",
        "exit": "Tarjeta de salida",
        "worksheet": "Hoja de trabajo",
        "credits": "Créditos",
        "private": "Solo para quien la escribe.",
        "mentor_shared": "Se comparte con el mentor o la mentora si quieres.",
        "staff_shared": "Se comparte con el programa si quieres.",
        "date_line": "día ____  mes ____  año ______",
        "name_line": "Nombre (si quieres)",
        "per": "por",
        "person": "persona",
        "pair": "pareja",
        "triad": "trío",
        "room": "salón",
        "solo": "persona",
        "in_pair": "parejas",
        "in_triad": "tríos",
        "in_group": "grupo",
        "in_solo": "trabajo individual",
        "mentees": "mentees",
        "mentors": "mentores",
        "families": "familias",
        "guests": "invitados",
        "partners": "organizaciones aliadas",
        "d": "día|días",
        "h": "hora|horas",
        "m": "minuto|minutos",
        "before": "antes",
        "after": "después",
        "say": "Diga",
        "do": "Haga",
        "ask": "Pregunte",
        "watch": "Ojo con",
        "short": "Si falta tiempo",
        "online": "En línea",
        "access": "Acceso",
        "ask_participant": "Para pensar",
        "page": "Página",
        "of": "de",
        "licence": "mentorkit · texto bajo licencia CC BY 4.0",
        "week_of": "Semana del encuentro",
        "move": "La pareja escoge el día y la hora dentro de la semana.",
    },
    "en": {
        "facilitator": "Facilitator guide",
        "participant": "For participants",
        "mentor": "Mentor's guide",
        "for": "For",
        "week": "Week",
        "length": "Length",
        "people": "Group",
        "in": "in",
        "agenda": "Agenda",
        "steps": "What happens in the workshop",
        "time": "Time",
        "block": "Block",
        "minutes": "min",
        "optional": "optional",
        "evidence": "seen in",
        "skipped": "Left out in this short form",
        "materials": "Materials",
        "prep": "Preparation",
        "after_session": "After the session",
        "exit": "Exit card",
        "worksheet": "Worksheet",
        "credits": "Credits",
        "private": "Only for the person who writes it.",
        "mentor_shared": "Shared with the mentor if you wish.",
        "staff_shared": "Shared with the programme if you wish.",
        "date_line": "day ____  month ____  year ______",
        "name_line": "Name (if you wish)",
        "per": "per",
        "person": "person",
        "pair": "pair",
        "triad": "group of three",
        "room": "room",
        "solo": "person",
        "in_pair": "pairs",
        "in_triad": "groups of three",
        "in_group": "whole group",
        "in_solo": "work alone",
        "mentees": "mentees",
        "mentors": "mentors",
        "families": "families",
        "guests": "guests",
        "partners": "partner organisations",
        "d": "day|days",
        "h": "hour|hours",
        "m": "minute|minutes",
        "before": "before",
        "after": "after",
        "say": "Say",
        "do": "Do",
        "ask": "Ask",
        "watch": "Watch for",
        "short": "If short of time",
        "online": "Online",
        "access": "Access",
        "ask_participant": "To think about",
        "page": "Page",
        "of": "of",
        "licence": "mentorkit · text under CC BY 4.0",
        "week_of": "Week of the meeting",
        "move": "The pair chooses the day and the hour within the week.",
    },
}
LABELS = ("say", "do", "ask", "watch", "short", "online", "access")
"""The labels of a block, in the order in which they stand."""


def moment(when: str, language: str) -> str:
    """
    Give the time of a task in words.

    >>> moment("-7d", "en"), moment("+1d", "es")
    ('7 days before', '1 día después')
    """
    words, number = WORDS[language], int(when[1:-1])
    one, many = words[when[-1]].split("|")
    return f"{number} {one if number == 1 else many} {words['before' if when[0] == '-' else 'after']}"


def minutes_from(when: str) -> int:
    """
    Give the minutes between a session and a task, negative before it.

    >>> minutes_from("-30m"), minutes_from("+1d")
    (-30, 1440)
    """
    size = int(when[1:-1]) * {"d": 1440, "h": 60, "m": 1}[when[-1]]
    return -size if when[0] == "-" else size
