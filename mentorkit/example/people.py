"""The people of the example cohort, as their application forms came in."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, field

from mentorkit.example import invented as words

MENTEE_HEADINGS = {
    "id": "Código", "at": "Marca temporal", "name": "Nombre completo", "email": "Correo electrónico", "phone": "Celular (WhatsApp)",
    "status": "Estado de la inscripción", "consent": "Autorización de datos (fecha)", "birth_year": "¿En qué año naciste?",
    "guardian_consent": "Autorización del acudiente", "gender": "Género", "first_generation": "¿Primera persona de tu familia en estudiar después del colegio?",
    "zone": "¿En qué parte de la ciudad vives?", "organisation": "¿Dónde trabajas o haces prácticas?", "stage": "¿En qué momento estás?",
    "field_wanted": "¿En qué campo quieres trabajar?", "interests": "¿Qué temas te interesan?", "languages": "¿Qué idiomas hablas?",
    "style": "¿Cómo prefieres que te acompañen?", "availability": "¿Cuándo puedes reunirte?", "goals": "¿Qué esperas lograr?", "prefers": "Mentores que prefieres (códigos)",
}
MENTOR_HEADINGS = {
    "id": "Código", "at": "Marca temporal", "name": "Nombre y apellidos", "email": "Correo electrónico", "phone": "Celular (WhatsApp)",
    "status": "Estado de la inscripción", "consent": "Autorización de datos (fecha)", "gender": "Género", "zone": "Zona de la ciudad", "organisation": "Organización",
    "capacity": "¿A cuántas personas puede acompañar?", "stage": "Experiencia laboral", "field": "Campo laboral", "interests": "¿En qué temas puede acompañar?",
    "languages": "Idiomas", "style": "Estilo de acompañamiento", "availability": "Horarios disponibles", "about": "Cuéntenos de usted",
}
STATUS_WORDS = {"applied": "Recibida", "accepted": "Aceptada", "waiting": "En espera", "declined": "No aceptada", "paused": "En pausa", "withdrawn": "Retirada"}


@dataclass
class Crowd:
    """Rows of the two forms: our column name to the cell as somebody typed it."""

    mentees: list[dict[str, str]] = field(default_factory=list)
    mentors: list[dict[str, str]] = field(default_factory=list)


def crowd(chance: random.Random, mentees: int, mentors: int, year: int) -> Crowd:
    """Give the applications of a cohort; the same generator state gives the same people."""
    used: set[str] = set()
    people = Crowd()
    people.mentors = [_mentor(chance, number, used, year) for number in range(1, mentors + 1)]
    people.mentees = [_mentee(chance, number, used, year, mentors) for number in range(1, mentees + 1)]
    _statuses(chance, people)
    people.mentees[mentees // 2]["availability"] = "dom 6-8"  # hours that fit no mentor's
    return people


def weighted(chance: random.Random, options: tuple[tuple[str, float], ...]) -> str:
    """Draw one option by its weight."""
    return chance.choices([name for name, _ in options], [weight for _, weight in options])[0]


def _mentee(chance: random.Random, number: int, used: set[str], year: int, mentors: int) -> dict[str, str]:
    gender = weighted(chance, words.GENDERS)
    name = _name(chance, gender, used)
    fields = list(words.FIELDS)
    wanted = chance.choices(fields, [5, 4, 3, 2, 2, 2])[0]
    age = chance.choices(range(16, 27), [2, 4, 9, 10, 9, 8, 6, 5, 4, 3, 2])[0]
    stage = chance.choices(words.STAGES[:4], [2, 6, 5, 2] if age < 20 else [0, 5, 6, 4])[0]
    return _with_gaps(chance, {
        "id": f"A{number:02d}",
        "at": _stamp(chance, year, 1, 8, 22),
        "name": name,
        "email": _address(name, number),
        "phone": _phone(chance),
        "consent": _stamp(chance, year, 1, 8, 22).split()[0],
        "birth_year": str(year - age),
        "guardian_consent": "Sí" if age <= 18 else "",  # eighteen this year may be seventeen at the start
        "gender": gender,
        "first_generation": chance.choices(["Sí", "No", "si", "SI"], [6, 4, 1, 0.5])[0],
        "zone": weighted(chance, words.ZONES),
        "organisation": chance.choice(["", "", "", "Textiles del Altiplano", "Panadería de mi tía", "Domicilios por aplicación"]),
        "stage": stage,
        "field_wanted": _spelt(chance, wanted),
        "interests": ", ".join(chance.sample(words.INTERESTS, chance.randint(2, 4))),
        "languages": chance.choices(["Español", "Español, Inglés", "español"], [7, 2, 1])[0],
        "style": chance.choices(words.STYLES, [3, 4, 3])[0],
        "availability": "; ".join(chance.sample(words.SLOTS, chance.randint(3, 5))),
        "goals": chance.choice(words.WISHES).format(work=chance.choice(words.FIELDS[wanted])),
        "prefers": "; ".join(f"B{chance.randint(1, mentors):02d}" for _ in range(2)) if chance.random() < 0.12 else "",
    }, {"phone": 0.04, "style": 0.06, "goals": 0.05, "zone": 0.04, "interests": 0.03})


def _mentor(chance: random.Random, number: int, used: set[str], year: int) -> dict[str, str]:
    gender = weighted(chance, words.GENDERS)
    name = _name(chance, gender, used)
    field_name = chance.choices(list(words.FIELDS), [6, 3, 3, 2, 2, 2])[0]
    work = chance.choice(words.FIELDS[field_name])
    return _with_gaps(chance, {
        "id": f"B{number:02d}",
        "at": _stamp(chance, year, 1, 5, 20),
        "name": name,
        "email": _address(name, number + 500),
        "phone": _phone(chance),
        "consent": _stamp(chance, year, 1, 5, 20).split()[0],
        "gender": gender,
        "zone": chance.choices(["norte", "centro", "occidente", "sur"], [4, 3, 2, 2])[0],
        "organisation": chance.choice(words.ORGANISATIONS),
        "capacity": chance.choices(["1", "2", "3", ""], [25, 13, 1, 3])[0],
        "stage": chance.choices(words.STAGES[3:], [2, 6, 6])[0],
        "field": _spelt(chance, field_name),
        "interests": ", ".join(chance.sample(words.INTERESTS, chance.randint(3, 6))),
        "languages": chance.choices(["Español", "Español, Inglés", "castellano"], [5, 5, 1])[0],
        "style": chance.choices(words.STYLES, [3, 3, 4])[0],
        "availability": "; ".join(chance.sample(words.SLOTS, chance.randint(2, 4))),
        "about": chance.choice(words.OFFERS).format(field=field_name.lower(), work=work),
    }, {"style": 0.05, "about": 0.05, "zone": 0.03})


def _statuses(chance: random.Random, people: Crowd) -> None:
    for rows, others in ((people.mentees, ["waiting", "declined", "withdrawn", "paused"]), (people.mentors, ["withdrawn", "waiting"])):
        apart = chance.sample(range(len(rows)), min(len(others), len(rows) // 10))
        for place, row in enumerate(rows):
            status = others[apart.index(place)] if place in apart else "accepted"
            row["status"] = STATUS_WORDS[status]


def _name(chance: random.Random, gender: str, used: set[str]) -> str:
    while True:
        name = f"{chance.choice(words.FIRST_NAMES[gender])} {chance.choice(words.SURNAMES)} {chance.choice(words.SURNAMES)}"
        if name not in used:
            used.add(name)
            return name


def _address(name: str, number: int) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    first, last = plain.split()[:2]
    return f"{first}.{last}{number}@correo.example"


def _phone(chance: random.Random) -> str:
    """Give a number of a range that no Colombian operator uses."""
    return f"+57 399 {chance.randint(100, 999)} {chance.randint(1000, 9999)}"


def _stamp(chance: random.Random, year: int, month: int, first: int, last: int) -> str:
    return f"{chance.randint(first, last):02d}/{month:02d}/{year} {chance.randint(7, 22):02d}:{chance.randint(0, 59):02d}"


def _spelt(chance: random.Random, name: str) -> str:
    return chance.choice(words.FIELD_SPELLINGS[name]) if chance.random() < 0.12 else name


def _with_gaps(chance: random.Random, row: dict[str, str], gaps: dict[str, float]) -> dict[str, str]:
    return {name: "" if chance.random() < gaps.get(name, 0) else cell for name, cell in row.items()}
