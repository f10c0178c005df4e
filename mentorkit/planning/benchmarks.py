"""Published elements of good practice: their ids, short labels of our own, what shows them, and how strong the evidence is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mentorkit.model.words import LANGUAGES

Strength = Literal["association", "consensus", "unread"]
EEPM = "https://eepm.mentoring.org"
FOURTH = "https://www.mentoring.org/resource/elements-of-effective-practice-for-mentoring/"
CHECKLIST = "https://forms.gle/jypsjeyStgoGLaRz8"
"""A programme's public checklist of the fourth edition: number and content of standard 1, and of standard 2 but for B.2.5 to B.2.7."""
TOOLKIT = "https://ontariomentoringcoalition.ca/mentoringyouthfacingbarriers/effective-mentoring-program-components-implementation/"
"""A coalition's public toolkit, which retells the fourth edition's benchmarks without numbers: the content of the others but those `unread`."""
UNREAD = ("2.7", "3.4", "5.4", "5.7", "5.8", "5.9", "5.10", "5.11", "5.12")
"""Benchmarks that no page at hand tells; their labels are from memory of the book."""
NEWS = "MENTOR Washington"
"""Its page of resources tells what the fifth edition has anew: spaces that are safe for all is the one thing that no element at hand is about."""
ISMCP = "https://www.emccglobal.org/accreditation/ismcp/standards/"
LEVELS_SOURCE = "https://www.emccireland.org/copy-of-training-programme-accredia"
MCQUILLIN = "McQuillin & Lyons (2021)"
EBY = "Eby et al. (2013)"
GROSSMAN = "Grossman & Rhodes (2002)"
LEVELS = (("gold", 0.9, 0.8), ("silver", 0.8, 0.7), ("bronze", 0.7, 0.6))
MET, PARTLY = 0.9, 0.5


@dataclass(frozen=True)
class Element:
    """
    An element of a published standard.

    Its text is under copyright and stands behind `link`; the labels are ours. `checks` are ids of facts
    (see `mentorkit.planning.facts`); with `document`, a document named in design.standards is one more.
    """

    id: str
    labels: tuple[str, str]
    checks: tuple[str, ...]
    link: str
    document: bool = False
    strength: Strength = "consensus"
    source: str = ""

    @property
    def standard(self) -> str:
        """The publication's short name."""
        return self.id.partition("-")[0]

    def label(self, language: str) -> str:
        """Our short label."""
        return self.labels[LANGUAGES.index(language)]


def _eepm(number: str, page: str, es: str, en: str, *checks: str, **more) -> Element:
    link = f"{EEPM}/element/{page}/" if page and not page.startswith("?") else f"{EEPM}/{page}"
    return Element(f"EEPM-{number}", (es, en), checks, link, **more)


def _bench(number: str, es: str, en: str, *checks: str, document: bool = True) -> Element:
    """A benchmark of the fourth edition (2015), by its number; the fifth has no numbers below its elements."""
    strength: Strength = "unread" if number in UNREAD else "consensus"
    return Element(f"EEPM4-{number.replace('.', '-')}", (f"B.{number} {es}", f"B.{number} {en}"), checks, FOURTH, document, strength)


def _emcc(number: int, es: str, en: str, *checks: str, document: bool = False) -> Element:
    return Element(f"EMCC-{number}", (es, en), checks, ISMCP, document)


ELEMENTS: tuple[Element, ...] = (
    _eepm("01", "?p=634", "Valores por escrito", "Values in writing", document=True),
    _eepm(
        "02", "?p=740", "Diseño con modelo lógico", "Design with a logic model", "purpose", "logic-model", "objectives"
    ),
    _eepm(
        "03", "recruitment-of-youth-participants", "Convocatoria de jóvenes", "Recruiting young people",
        "recruiting-plan", "mentees-applied",
    ),
    _eepm(
        "04", "recruitment-of-mentors", "Convocatoria de mentores", "Recruiting mentors",
        "recruiting-plan", "places-promised", "places-offered",
    ),
    _eepm(
        "05", "youth-enrollment", "Inscripción de jóvenes", "Enrolling young people",
        "decided", "mentees-consent", "guardians",
    ),
    _eepm(
        "06", "mentor-screening-and-enrollment", "Verificación de mentores", "Screening mentors",
        "decided", "mentors-consent", document=True,
    ),
    _eepm(
        "07", "youth-and-caregiver-preparation-and-training", "Preparación de jóvenes", "Preparing young people",
        "orientation-planned", "oriented",
    ),
    _eepm(
        "08", "mentor-preparation-and-training", "Formación de mentores", "Training mentors",
        "training-planned", "trained", strength="association", source=MCQUILLIN,
    ),
    _eepm(
        "09", "establishing-mentoring-relationships", "Cómo se forman las parejas", "How pairs are made",
        "criteria", "wishes", "first-meeting", strength="association", source=EBY,
    ),
    _eepm("10", "", "Espacios seguros e incluyentes", "Safe and inclusive spaces", document=True, strength="unread", source=NEWS),
    _eepm(
        "11", "supporting-mentoring-relationships", "Apoyo a las parejas", "Supporting pairs",
        "staff-contact", "logged", strength="association", source=MCQUILLIN,
    ),
    _eepm(
        "12", "relationship-celebration-and-program-exit", "Cierre y celebración", "Closing and celebrating",
        "closed-with-reason", "recognition", strength="association", source=GROSSMAN,
    ),
    _eepm(
        "13", "program-leadership-and-staffing", "Equipo suficiente", "Enough staff", "tasks-owned", "weeks-covered"
    ),
    _eepm(
        "14", "community-engagement", "Alianzas y comunidad", "Partners and community",
        "community-plan", "promise-kept",
    ),
    _eepm("15", "?p=753", "Recursos y gestión", "Resources and management", "budget", "risks", document=True),
    _eepm(
        "16", "program-evaluation", "Evaluación", "Evaluation", "evaluation-plan", "indicator-groups", "both-surveys"
    ),
    _bench("1.1", "Convocatoria realista a mentores", "An honest call to mentors", "recruiting-plan"),
    _bench("1.2", "Convocatoria que anima", "A call that encourages"),
    _bench("1.3", "Mentores acordes con el programa", "Mentors who fit the programme", "fields-covered", document=False),
    _bench("1.4", "Mentores que invitan a otros", "Mentors who invite others"),
    _bench("1.5", "Jóvenes que proponen a alguien", "Young people who propose somebody"),
    _bench("1.6", "Convocatoria realista a jóvenes", "An honest call to young people", "recruiting-plan"),
    _bench("1.7", "Jóvenes a quienes les sirve", "Young people whom it serves", "needs", document=False),
    _bench("2.1", "Requisitos para mentores", "Requirements for mentors", "decided"),
    _bench("2.2", "Inscripción escrita de mentores", "Mentors' written application"),
    _bench("2.3", "Entrevista a cada mentor", "An interview with each mentor"),
    _bench("2.4", "Antecedentes de mentores", "Background checks of mentors"),
    _bench("2.5", "Referencias de mentores", "References of mentors"),
    _bench("2.6", "Duración acordada con el mentor", "Duration agreed with mentors"),
    _bench("2.7", "Encuentros acordados con el mentor", "Meetings agreed with mentors"),
    _bench("2.8", "Requisitos para jóvenes", "Requirements for young people", "ages", document=False),
    _bench("2.9", "Inscripción por el acudiente", "Application by the guardian"),
    _bench("2.10", "Permiso del acudiente", "The guardian's permission", "guardians", document=False),
    _bench("2.11", "Duración acordada por escrito", "Duration agreed in writing", "mentees-expected"),
    _bench("2.12", "Encuentros acordados por escrito", "Meetings agreed in writing", "mentees-expected"),
    _bench("3.1", "Dos horas antes de empezar", "Two hours before the start", "training-planned", "trained", document=False),
    _bench("3.2", "Temas de la formación", "Topics of the training", "training-planned"),
    _bench("3.3", "Reglas de cuidado en la formación", "Rules of care in the training"),
    _bench("3.4", "Formación con respaldo de estudios", "Training that studies back"),
    _bench("4.1", "Criterios y deseos al emparejar", "Criteria and wishes when matching", "criteria", "wishes", document=False),
    _bench("4.2", "Primer encuentro acordado y anotado", "First meeting arranged, on record", "first-meeting", document=False),
    _bench("4.3", "El equipo en el primer encuentro", "Staff at the first meeting"),
    _bench("4.4", "Acuerdo firmado al empezar", "Agreement signed at the start"),
    _bench("5.1", "Contacto: dos el primer mes", "Contacts: two in month one", "staff-contact"),
    _bench("5.2", "Qué se pregunta a cada mentor", "What each mentor is asked"),
    _bench("5.3", "Qué se pregunta a cada joven", "What each young person is asked"),
    _bench("5.4", "La relación, con una escala probada", "The relationship, by a tested scale"),
    _bench("5.5", "Contacto con un adulto responsable", "Contact with a responsible adult"),
    _bench("5.6", "Qué se pregunta a ese adulto", "What that adult is asked"),
    _bench("5.7", "Cada pareja se revisa", "Each pair is reviewed"),
    _bench("5.8", "Cada encuentro queda anotado", "Each meeting is on record", "logged", document=False),
    _bench("5.9", "Recursos para mentores", "Resources for mentors"),
    _bench("5.10", "Recursos para jóvenes y familias", "Resources for young people and families"),
    _bench("5.11", "Formación durante el programa", "Training during the programme"),
    _bench("5.12", "Devolución al mentor", "Feedback to mentors"),
    _bench("6.1", "Cierre previsto", "A closing foreseen", "closed-with-reason"),
    _bench("6.2", "Cierre imprevisto", "A closing nobody foresaw", "when-it-goes-wrong"),
    _bench("6.3", "Cierre sin una de las partes", "A closing without one side"),
    _bench("6.4", "Conversación de salida", "A conversation on leaving", "both-surveys"),
    _bench("6.5", "Cuándo hay nueva pareja", "When there is a new pair"),
    _bench("6.6", "El cierre queda anotado", "The closing is on record", "closed-with-reason", document=False),
    _bench("6.7", "Hablar del cierre con el mentor", "Talking of it with mentors"),
    _bench("6.8", "Hablar del cierre con el joven", "Talking of it with the young"),
    _bench("6.9", "Contacto después, por escrito", "Contact afterwards, in writing"),
    _emcc(1, "Propósito claro", "Clear purpose", "purpose", "objectives", "goals-set"),
    _emcc(
        2, "Formación e información", "Training and briefing",
        "training-planned", "trained", "oriented", "expectations",
    ),
    _emcc(
        3, "Selección y emparejamiento", "Selection and matching",
        "criteria", "wishes", "decided", "when-it-goes-wrong",
    ),
    _emcc(
        4, "Medición y revisión", "Measuring and reviewing",
        "staff-contact", "logged", "indicator-groups", "both-surveys",
    ),
    _emcc(
        5, "Ética", "Ethics",
        "expectations", "mentees-consent", "mentors-consent", "guardians", "when-it-goes-wrong", document=True,
    ),
    _emcc(
        6, "Administración y apoyo", "Administration and support",
        "tasks-owned", "weeks-covered", "communication", "staff-contact",
    ),
)
BY_ID = {element.id: element for element in ELEMENTS}
