"""A person's own handbook: the partner, the rules between the two, the dates, and what was said when applying."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mentorkit.guides.sheets import LINE
from mentorkit.model.arc import Studio
from mentorkit.model.curriculum import Guide
from mentorkit.model.words import escaped


@dataclass(frozen=True)
class Partner:
    """
    The other person of a pair, as far as the owner of a handbook may know.

    `common` holds what both named, by label; `hours` the weekly hours that both have free, in words;
    `about` what a mentor wrote to be read by mentees, and `contact` how the person wants to be reached.
    """

    name: str
    common: tuple[tuple[str, str], ...] = ()
    hours: str = ""
    about: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Date:
    """A line of the calendar: the day and hour in words, the session or open studio, and whether the hour is a proposal."""

    day: str
    hour: str
    guide: Guide | Studio
    partner: str = ""
    proposed: bool = False


@dataclass(frozen=True)
class Owner:
    """
    Whose handbook it is, and what is particular to that person.

    Args:
        name: As the person wrote it.
        role: `mentees` or `mentors`.
        language: `es` or `en`.
        program: Name of the programme.
        organisation: Who runs it.
        partners: The other side of the person's pairs.
        dates: Sessions and meetings in their order.
        answers: What the person wrote in the form, by label.
        rules: The programme's own words, by `communication, from_you, for_you, trouble, recognition`.
        zone: Name of the time zone of the hours, where it is not the cohort's.
    """

    name: str
    role: str
    language: str
    program: str
    organisation: str
    partners: tuple[Partner, ...]
    dates: tuple[Date, ...]
    answers: tuple[tuple[str, str], ...]
    rules: Mapping[str, Sequence[str]]
    zone: str = ""


def handbook_markdown(owner: Owner, guides: Mapping[str, Guide]) -> str:
    """
    Give a person's handbook as Markdown; what people wrote stands in it as text and nothing else.

    Args:
        owner: The person.
        guides: The guides by code, for what the trainings say should be remembered.
    """
    words = WORDS[owner.language]
    parts = [*_opening(owner, words), *_people(owner, words), *_rules(owner, words), *_dates(owner, words)]
    parts += [*_own_words(owner, words), *_remember(owner, guides, words), *_trouble(owner, words)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(owner: Owner, words: Mapping[str, str]) -> Iterator[str]:
    yield f"# {words[f'title-{owner.role}']} · {escaped(owner.name)}"
    yield f"*{escaped(owner.program)} · {escaped(owner.organisation)}*"
    yield words[f"opening-{owner.role}"]


def _people(owner: Owner, words: Mapping[str, str]) -> Iterator[str]:
    for partner in owner.partners:
        yield f"## {words[f'partner-{owner.role}']}: {escaped(partner.name)}"
        if partner.about:
            yield f"{words['about']}\n\n> {escaped(partner.about)}"
        lines = [f"- {escaped(label)}: {escaped(text)}" for label, text in partner.common]
        if lines:
            yield words["common"]
            yield "\n".join(lines)
        yield words["hours"].format(hours=partner.hours) if partner.hours else words["no-hours"]
        if partner.contact:
            yield f"{words[f'contact-{owner.role}']} {escaped(partner.contact)}"
    if owner.partners:
        yield words[f"first-{owner.role}"]


def _rules(owner: Owner, words: Mapping[str, str]) -> Iterator[str]:
    for key in ("communication", "from_you", "for_you"):
        yield from _listed(words[f"{key}-{owner.role}"], owner.rules.get(key, ()))


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"## {title}"
        yield "\n".join(f"- {escaped(line)}" for line in lines)


def _dates(owner: Owner, words: Mapping[str, str]) -> Iterator[str]:
    if not owner.dates:
        return
    yield f"## {words['dates']}"
    yield words[f"dates-{owner.role}"]
    if owner.zone:
        yield words["zone"].format(zone=escaped(owner.zone))
    rows = [f"| {words['day']} | {words['hour']} | {words['what']} |", "|---|---|---|"]
    yield "\n".join(rows + [_row(date, owner, words) for date in owner.dates])


def _row(date: Date, owner: Owner, words: Mapping[str, str]) -> str:
    """Give a row of the dates; the question of a pair's meeting is put to mentors, and stands in theirs alone."""
    if isinstance(date.guide, Studio):
        studio = date.guide
        return f"| {date.day} | {date.hour} | **{escaped(studio.title[owner.language])}** ({studio.minutes} min). {escaped(studio.purpose[owner.language])} |"
    script, session = date.guide.scripts[owner.language], date.guide.session
    partner = f" · {escaped(date.partner)}" if date.partner else ""
    hour = f"{date.hour} {words['proposed']}" if date.proposed else date.hour or words["week"]
    asked = "" if owner.role == "mentees" and session.kind == "pair-meeting" else f". {escaped(script.question)}"
    title = f"**{session.id} · {escaped(script.title)}**{partner} ({session.duration} min){asked}"
    return f"| {date.day} | {hour} | {title} |"


def _own_words(owner: Owner, words: Mapping[str, str]) -> Iterator[str]:
    if not owner.answers:
        return
    yield f"## {words[f'answers-{owner.role}']}"
    yield "\n".join(f"- {escaped(label)}: {escaped(text)}" for label, text in owner.answers)
    yield f"### {words[f'today-{owner.role}']}"
    yield "\n\n".join([LINE] * 4)


def _remember(owner: Owner, guides: Mapping[str, Guide], words: Mapping[str, str]) -> Iterator[str]:
    for code in {"mentees": ("S00",), "mentors": ("T1", "T2")}[owner.role]:
        guide = guides.get(code)
        part = guide.scripts[owner.language].part("key") if guide else None
        if guide and part:
            title = guide.scripts[owner.language].title
            yield f"## {words['remember'].format(code=code, title=title)}"
            yield part.body


def _trouble(owner: Owner, words: Mapping[str, str]) -> Iterator[str]:
    yield from _listed(words["trouble"], owner.rules.get("trouble", ()))
    if not owner.rules.get("trouble"):
        yield f"## {words['trouble']}"
    yield words[f"card-{owner.role}"]
    yield f"## {words['yours']}"
    yield words[f"yours-{owner.role}"]


def short_weekday(day: dt.date | int, language: str) -> str:
    """Give a weekday's short name; 0 is Monday.

    >>> short_weekday(0, "es"), short_weekday(6, "en")
    ('lun', 'Sun')
    """
    place = day if isinstance(day, int) else day.weekday()
    return WORDS[language]["weekdays"].split()[place]


WORDS: dict[str, dict[str, str]] = {
    "es": {
        "weekdays": "lun mar mié jue vie sáb dom",
        "footer": "Personal: es de quien lleva el nombre de la portada",
        "title-mentees": "Mi cuaderno",
        "title-mentors": "Mi guía",
        "opening-mentees": "Este cuaderno es tuyo. Dice con quién vas a caminar, cómo se hablan, qué fechas vienen y a quién acudes si algo no va bien. Las hojas de trabajo te las damos en cada taller.",
        "opening-mentors": "Esta guía es suya. Dice a quién acompaña, qué acordó el programa, qué fechas vienen y qué hacer si algo preocupa. La guía de cada encuentro, paso a paso, está en el manual de mentores.",
        "partner-mentees": "Tu mentora o mentor",
        "partner-mentors": "Su mentee",
        "about": "En sus palabras:",
        "common": "Lo que tienen en común:",
        "hours": "Horas en que pueden ambas personas: {hours}.",
        "no-hours": "No hay horas en común en las dos inscripciones: busquen una en el primer encuentro y cuéntenle a la coordinación.",
        "contact-mentees": "Así prefiere que le escribas:",
        "contact-mentors": "Así prefiere que le escriba:",
        "first-mentees": "En el primer encuentro (P1) acuerdan el canal, las horas y qué hacer cuando alguien no puede. Antes de eso, la coordinación les pone en contacto.",
        "first-mentors": "Lo demás pregúnteselo: lo que su mentee escribió al inscribirse es suyo. En el primer encuentro (P1) acuerdan el canal, las horas y qué hacer cuando alguien no puede.",
        "communication-mentees": "Cómo se hablan",
        "communication-mentors": "Cómo se hablan",
        "from_you-mentees": "Lo que pones tú",
        "from_you-mentors": "Lo que pone usted",
        "for_you-mentees": "Lo que puedes esperar de tu mentora o mentor",
        "for_you-mentors": "Lo que puede esperar de su mentee",
        "dates": "Fechas",
        "dates-mentees": "Los talleres tienen día y hora. Los encuentros de pareja son una propuesta: muévanlos dentro de la semana, no los salten.",
        "dates-mentors": "Las formaciones y los talleres tienen día y hora. Los encuentros de pareja son una propuesta: muévanlos dentro de la semana, no los salten.",
        "zone": "Las horas son de {zone}.",
        "day": "Día",
        "hour": "Hora",
        "what": "Qué, y la pregunta",
        "proposed": "(propuesta)",
        "week": "en la semana",
        "answers-mentees": "Lo que dijiste al inscribirte",
        "answers-mentors": "Lo que dijo al inscribirse",
        "today-mentees": "¿Qué dirías hoy?",
        "today-mentors": "¿Qué quiere aprender usted en este tiempo?",
        "remember": "Para recordar de {code} · {title}",
        "trouble": "Si algo no va bien",
        "card-mentees": "A quién llamar está en tu tarjeta de protección del programa. Puedes preguntar, cambiar de pareja o salir sin dar explicaciones.",
        "card-mentors": "A quién llamar está en la tarjeta de protección del programa. No investigue ni prometa secreto: escuche, agradezca y avise el mismo día.",
        "yours": "De quién es lo que se escribe",
        "yours-mentees": "Lo que escribes en tus hojas de trabajo es tuyo. Solo sale lo que la hoja marca, y lo entregas tú.",
        "yours-mentors": "Lo que su mentee escribe en sus hojas de trabajo es de su mentee. Pida solo lo que la hoja marca para compartir, y guarde esta guía: tiene un nombre propio.",
    },
    "en": {
        "weekdays": "Mon Tue Wed Thu Fri Sat Sun",
        "footer": "Personal: it belongs to the person named on the front",
        "title-mentees": "My handbook",
        "title-mentors": "My guide",
        "opening-mentees": "This handbook is yours. It says with whom you will walk, how you two talk, which dates come, and whom to turn to if something goes wrong. You get the worksheets in each workshop.",
        "opening-mentors": "This guide is yours. It says whom you mentor, what the programme has agreed, which dates come, and what to do when something worries you. The guide of each meeting, step by step, is in the mentors' handbook.",
        "partner-mentees": "Your mentor",
        "partner-mentors": "Your mentee",
        "about": "In their own words:",
        "common": "What you have in common:",
        "hours": "Hours that both of you have free: {hours}.",
        "no-hours": "Your two forms have no hours in common: look for one in the first meeting, and tell the coordinator.",
        "contact-mentees": "How they like to be reached:",
        "contact-mentors": "How they like to be reached:",
        "first-mentees": "In the first meeting (P1) you agree on the channel, the hours and what to do when one of you cannot come. Before that, the coordinator puts you in touch.",
        "first-mentors": "Ask for the rest: what your mentee wrote when applying is theirs. In the first meeting (P1) you agree on the channel, the hours and what to do when one of you cannot come.",
        "communication-mentees": "How you two talk",
        "communication-mentors": "How you two talk",
        "from_you-mentees": "What you give",
        "from_you-mentors": "What you give",
        "for_you-mentees": "What you can expect from your mentor",
        "for_you-mentors": "What you can expect from your mentee",
        "dates": "Dates",
        "dates-mentees": "Workshops have a day and an hour. Pair meetings are a proposal: move them within the week, do not skip them.",
        "dates-mentors": "Trainings and workshops have a day and an hour. Pair meetings are a proposal: move them within the week, do not skip them.",
        "zone": "Hours are those of {zone}.",
        "day": "Day",
        "hour": "Hour",
        "what": "What, and its question",
        "proposed": "(proposed)",
        "week": "in the week",
        "answers-mentees": "What you said when you applied",
        "answers-mentors": "What you said when you applied",
        "today-mentees": "What would you say today?",
        "today-mentors": "What do you want to learn yourself in this time?",
        "remember": "To remember from {code} · {title}",
        "trouble": "If something goes wrong",
        "card-mentees": "Whom to call is on your programme's safeguarding card. You may ask, change your match or leave, and need not explain why.",
        "card-mentors": "Whom to call is on the programme's safeguarding card. Do not investigate or promise secrecy: listen, say thank you, and report the same day.",
        "yours": "Whose words they are",
        "yours-mentees": "What you write on your worksheets is yours. Only what the sheet marks leaves, and it is you who hands it over.",
        "yours-mentors": "What your mentee writes on worksheets is your mentee's. Ask only for what the sheet marks as shared, and keep this guide safe: it holds a person's name.",
    },
}
