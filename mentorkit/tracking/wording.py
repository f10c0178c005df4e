"""The words of tracking, in both languages: ladder, messages, hints, checklists."""

from __future__ import annotations

import datetime as dt

from mentorkit.model.program import Program
from mentorkit.model.standards import ReturnRole, Step
from mentorkit.model.words import localized

WORDS: dict[str, dict[str, str]] = {
    "step-unknown": {
        "es": "Pregunte a ambas partes si se han visto y anote la respuesta",
        "en": "Ask both sides whether they have met, and log the answer",
    },
    "step-closure": {
        "es": "Proponga el cierre a ambas partes y registre el motivo",
        "en": "Propose closing to both sides and record the reason",
    },
    "step": {"es": "{what} · {who} · a más tardar el {day}", "en": "{what} · {who} · by {day}"},
    "hint-short": {
        "es": "Diga en una frase completa qué quiere lograr.",
        "en": "Say in a full sentence what is to be reached.",
    },
    "hint-measure": {
        "es": "Añada una cantidad o una señal que muestre que se logró.",
        "en": "Add an amount, or a sign that shows it was reached.",
    },
    "hint-date": {"es": "Añada para cuándo.", "en": "Add by when."},
    "hint-own": {
        "es": "Elija algo que dependa de la propia persona, no de lo que decida otra.",
        "en": "Choose something that depends on the person, not on what somebody else decides.",
    },
    "hint-several": {
        "es": "Parecen varias metas: deje una por fila.",
        "en": "This looks like several goals: keep one a row.",
    },
    "hint-vague": {
        "es": "Cambie la palabra general por algo que se pueda ver.",
        "en": "Replace the general word by something that can be seen.",
    },
}

DEFAULT_LADDER = (
    Step(
        text={"es": "Escriba a ambas partes por separado", "en": "Write to both sides, each on their own"},
        by="coordinator",
        within_days=2,
    ),
    Step(
        text={"es": "Llame a ambas partes por separado", "en": "Call both sides, each on their own"},
        by="coordinator",
        within_days=5,
    ),
    Step(
        text={"es": "Reúnase con la pareja y acuerden un plan", "en": "Meet the pair and agree on a plan"},
        by="coordinator",
        within_days=10,
    ),
    Step(
        text={
            "es": "Decidan: nueva pareja o cierre cuidado",
            "en": "Decide: a new match, or a careful closing",
        },
        by="programme lead",
        within_days=14,
    ),
)

DEFAULT_RETURN_ROLES = (
    ReturnRole(id="mentor", text={"es": "Mentor o mentora", "en": "Mentor"}, pair=True),
    ReturnRole(
        id="ambassador",
        text={"es": "Embajador o embajadora: cuenta cómo empezó", "en": "Ambassador: tells how it began"},
        of="mentees",
        sessions=["S00"],
        hours=2,
    ),
    ReturnRole(
        id="guest", text={"es": "Persona invitada a las mesas de S08", "en": "Guest at the tables of S08"}, sessions=["S08"]
    ),
)

_WHO = {
    "coordinator": {"es": "coordinación", "en": "coordinator"},
    "programme lead": {"es": "dirección del programa", "en": "programme lead"},
}

MESSAGES: dict[str, dict[str, tuple[str, str]]] = {
    "welcome": {
        "es": (
            "Bienvenida a {program}",
            "Hola, {name}. ¡Te damos la bienvenida a {program}! Tu pareja de mentoría es {other}. "
            "Empezamos el {starts}. Si tienes preguntas, respóndenos por aquí.",
        ),
        "en": (
            "Welcome to {program}",
            "Hello {name}, welcome to {program}! Your mentoring partner is {other}. "
            "We start on {starts}. If you have a question, just answer this message.",
        ),
    },
    "first-meeting": {
        "es": (
            "Su primer encuentro",
            "Hola, {name}. ¿Ya tienen fecha para su primer encuentro con {other}? "
            "Bastan 45 minutos para conocerse y acordar cómo van a trabajar. ¿Te ayudamos a encontrar una hora?",
        ),
        "en": (
            "Your first meeting",
            "Hello {name}, have you and {other} found a date for your first meeting? "
            "45 minutes are enough to get to know each other and agree how you want to work. Can we help with finding a time?",
        ),
    },
    "reminder": {
        "es": (
            "¿Cómo van?",
            "Hola, {name}. Hace días que no sabemos cómo van tú y {other}. ¿Se han visto? "
            "Una línea nos basta; y si algo lo hace difícil, cuéntanos y buscamos juntos cómo seguir.",
        ),
        "en": (
            "How is it going?",
            "Hello {name}, it has been a while since we heard how you and {other} are doing. Have you met? "
            "One line is enough; and if something makes it hard, tell us and we shall find a way together.",
        ),
    },
    "missed": {
        "es": (
            "Busquemos otra fecha",
            "Hola, {name}. Los últimos encuentros con {other} no se pudieron dar; a todos nos pasa. "
            "¿Qué día y hora les quedaría mejor? Si quieres, los ayudamos a coordinar.",
        ),
        "en": (
            "Let us find another date",
            "Hello {name}, the last meetings with {other} did not work out; it happens to everybody. "
            "Which day and time would suit you better? We can help to arrange it if you like.",
        ),
    },
    "goal": {
        "es": (
            "Una meta para este tiempo juntos",
            "Hola, {name}. En su próximo encuentro con {other} dediquen diez minutos a la meta: "
            "qué se quiere lograr, para cuándo, y cuál es el primer paso pequeño.",
        ),
        "en": (
            "A goal for your time together",
            "Hello {name}, in the next meeting with {other}, take ten minutes for the goal: "
            "what is to be reached, by when, and what the first small step is.",
        ),
    },
    "pulse": {
        "es": (
            "Tres preguntas del mes",
            "Hola, {name}. Tres preguntas del mes, un minuto: 1) De 1 a 5, ¿cómo va la relación con {other}? "
            "2) ¿Necesitas que te llamemos? 3) ¿Qué debería cambiar en {program}? Después contamos qué hicimos con lo que nos dijeron.",
        ),
        "en": (
            "Three questions for this month",
            "Hello {name}, three questions for this month, one minute: 1) From 1 to 5, how is it going with {other}? "
            "2) Do you need a call from us? 3) What should change in {program}? Afterwards we tell you what we did with what was said.",
        ),
    },
    "mid-point": {
        "es": (
            "Mitad del camino",
            "Hola, {name}. ¡Vamos por la mitad de {program}! Es buen momento para preguntarse con {other} "
            "qué ha servido y qué quieren cambiar en lo que queda.",
        ),
        "en": (
            "Half-way",
            "Hello {name}, we are half-way through {program}! A good moment to ask each other, with {other}, "
            "what has helped and what you want to change in the weeks that are left.",
        ),
    },
    "closing": {
        "es": (
            "Preparar un buen cierre",
            "Hola, {name}. {program} termina el {ends}. Reserven con {other} un último encuentro para mirar lo logrado, "
            "agradecer y acordar si siguen en contacto.",
        ),
        "en": (
            "A good ending",
            "Hello {name}, {program} ends on {ends}. Keep a last meeting with {other} to look at what you achieved, "
            "say thank you, and agree whether you stay in touch.",
        ),
    },
    "follow-up": {
        "es": (
            "¿Qué ha pasado desde entonces?",
            "Hola, {name}. Han pasado unos meses desde {program} y nos gustaría saber de ti. "
            "¿Qué ha cambiado en tu estudio o trabajo? Responder toma dos minutos.",
        ),
        "en": (
            "What has happened since?",
            "Hello {name}, some months have passed since {program} and we would like to hear from you. "
            "What has changed in your studies or work? It takes two minutes to answer.",
        ),
    },
}

USTED: dict[str, tuple[str, str]] = {
    "welcome": (
        "Bienvenida a {program}",
        "Hola, {name}. ¡Le damos la bienvenida a {program}! Su pareja de mentoría es {other}. "
        "Empezamos el {starts}. Si tiene preguntas, respóndanos por aquí.",
    ),
    "first-meeting": (
        "Su primer encuentro",
        "Hola, {name}. ¿Ya tienen fecha para su primer encuentro con {other}? "
        "Bastan 45 minutos para conocerse y acordar cómo van a trabajar. ¿Le ayudamos a encontrar una hora?",
    ),
    "reminder": (
        "¿Cómo van?",
        "Hola, {name}. Hace días que no sabemos cómo van usted y {other}. ¿Se han visto? "
        "Una línea nos basta; y si algo lo hace difícil, cuéntenos y buscamos juntos cómo seguir.",
    ),
    "missed": (
        "Busquemos otra fecha",
        "Hola, {name}. Los últimos encuentros con {other} no se pudieron dar; a todos nos pasa. "
        "¿Qué día y hora les quedaría mejor? Si quiere, los ayudamos a coordinar.",
    ),
    "goal": (
        "Una meta para este tiempo juntos",
        "Hola, {name}. En su próximo encuentro con {other} dediquen diez minutos a la meta: "
        "qué se quiere lograr, para cuándo, y cuál es el primer paso pequeño.",
    ),
    "pulse": (
        "Tres preguntas del mes",
        "Hola, {name}. Tres preguntas del mes, un minuto: 1) De 1 a 5, ¿cómo va la relación con {other}? "
        "2) ¿Necesita que le llamemos? 3) ¿Qué debería cambiar en {program}? Después contamos qué hicimos con lo que nos dijeron.",
    ),
    "mid-point": (
        "Mitad del camino",
        "Hola, {name}. ¡Vamos por la mitad de {program}! Es buen momento para preguntarse con {other} "
        "qué ha servido y qué quieren cambiar en lo que queda.",
    ),
    "closing": (
        "Preparar un buen cierre",
        "Hola, {name}. {program} termina el {ends}. Reserven con {other} un último encuentro para mirar lo logrado, "
        "agradecer y acordar si siguen en contacto.",
    ),
    "follow-up": (
        "¿Qué ha pasado desde entonces?",
        "Hola, {name}. Han pasado unos meses desde {program} y nos gustaría saber de usted. "
        "¿Qué ha cambiado en su estudio o trabajo? Responder toma dos minutos.",
    ),
}


def letter(occasion: str, language: str, program: Program) -> tuple[str, str]:
    """Give subject and text of an occasion: the programme's own text before ours, in its way of addressing people."""
    formal = language == "es" and program.tracking.address == "usted"
    subject, body = USTED[occasion] if formal else MESSAGES[occasion][language]
    own = program.tracking.messages.get(occasion)
    return subject, localized(own, language) if own else body


def text(key: str, language: str) -> str:
    """Give a text of this package in a language."""
    return WORDS[key][language]


def ladder(program: Program) -> tuple[Step, ...]:
    """Give the programme's escalation ladder, or the default one of four rungs."""
    return tuple(program.tracking.ladder) or DEFAULT_LADDER


def return_roles(program: Program) -> tuple[ReturnRole, ...]:
    """Give the roles in which people come back to a programme, or three of our own."""
    return tuple(program.tracking.return_roles) or DEFAULT_RETURN_ROLES


def who(by: str, language: str) -> str:
    """Give a staff role in a language; the programme's own words stay as they are."""
    return _WHO.get(by, {}).get(language, by)


def step_text(step: Step, since: dt.date, as_of: dt.date, language: str) -> str:
    """Give a rung as a line: what, who, and until which day, never a day that has passed."""
    day = max(as_of, since + dt.timedelta(days=step.within_days))
    return WORDS["step"][language].format(
        what=localized(step.text, language), who=who(step.by, language), day=day
    )
