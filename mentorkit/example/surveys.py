"""The example cohort's surveys: our own short scales, which are not validated, and their answers."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

CONFIDENCE = {
    "confidence_1": ("Sé cuál es mi próximo paso para trabajar en lo que quiero.", "I know my next step towards the work I want."),
    "confidence_2": ("Puedo elegir entre dos caminos y explicar por qué.", "I can choose between two paths and say why."),
    "confidence_3": ("Cuando algo sale mal, encuentro otra forma de intentarlo.", "When something goes wrong, I find another way to try it."),
    "confidence_4": ("Me siento capaz de presentarme ante una empresa.", "I feel able to introduce myself to a company."),
    "confidence_5": ("Siento que mi futuro laboral no depende de mí.", "I feel that my working future does not depend on me."),
}
NETWORK = {
    "network_1": ("Conozco personas que trabajan en el campo que me interesa.", "I know people who work in the field that interests me."),
    "network_2": ("Sé a quién pedirle ayuda para buscar trabajo.", "I know whom to ask for help in looking for work."),
    "network_3": ("Me siento capaz de escribirle a alguien que no conozco para preguntarle por su trabajo.", "I feel able to write to a stranger to ask about their work."),
}
REVERSED = ("confidence_5",)
LABELS = {"confidence": ("Confianza para decidir", "Confidence to decide"), "network": ("Red de contactos", "Network")}
HIGHEST = 5
USEFUL = {
    "compass": "Mi brújula", "energy": "Lo que me da energía", "stuck": "Salir del atasco", "futures": "Tres futuros",
    "goals": "Metas, primer paso y fecha", "doors": "Conversaciones, mensajes y contactos", "tests": "Probar en pequeño",
}
NEXT = {
    "ambassador": "Sí, como embajador o embajadora", "mentor": "Sí, como mentor o mentora, más adelante", "news": "Solo recibir noticias", "no": "No por ahora",
}
RETURN = {"yes": "Sí, en la próxima cohorte", "later": "Sí, más adelante", "no": "No"}
_PERSON = "Código"


def code_books() -> dict[str, str]:
    """Give the three code books as YAML text, by file name."""
    scales = _items(CONFIDENCE) + _items(NETWORK)
    scale_lines = (
        "scales:\n"
        f"  - {{id: confidence, items: [{', '.join(CONFIDENCE)}], min_answered: 0.8, label: {_label('confidence')}}}\n"
        f"  - {{id: network, items: [{', '.join(NETWORK)}], min_answered: 0.8, label: {_label('network')}}}\n"
    )
    return {
        "surveys/baseline.yml": _head("baseline", "mentees", "baseline") + scales + scale_lines,
        "surveys/exit-mentees.yml": _head("exit-mentees", "mentees", "endline") + scales + _exit_items("mentor o mentora") + _options("useful", "¿Qué talleres te sirvieron más?", "choices", USEFUL) + _options("next", "¿Quieres seguir en la red del programa?", "choice", NEXT) + scale_lines,
        "surveys/exit-mentors.yml": _head("exit-mentors", "mentors", "endline") + _exit_items("mentee") + _options("come_back", "¿Volvería como mentor o mentora?", "choice", RETURN),
    }


def answers(chance: random.Random, pairs: Sequence[tuple[str, str]], ways: Mapping[str, str]) -> dict[str, list[dict[str, str]]]:
    """Give the answers of the three surveys as rows: heading to cell; some people do not answer."""
    before, after, mentors, seen = [], [], [], set()
    for mentee, mentor in pairs:
        way = ways[mentee]
        level = chance.gauss(3.1, 0.55)
        if chance.random() < 0.93:
            before.append(_row(chance, mentee, level))
        steady = way in ("steady", "slow")
        if chance.random() < (0.84 if steady else 0.36):
            after.append(_row(chance, mentee, level + chance.gauss(0.42 if steady else 0.05, 0.4)) | _exit_answers(chance, steady) | _mentee_extras(chance, steady))
        if mentor not in seen and chance.random() < (0.78 if steady else 0.4):
            seen.add(mentor)
            mentors.append({_PERSON: mentor} | _exit_answers(chance, steady) | {"¿Volvería como mentor o mentora?": chance.choices(list(RETURN.values()), [5, 3, 2])[0]})
    return {"surveys/baseline.csv": before, "surveys/exit-mentees.csv": after, "surveys/exit-mentors.csv": mentors}


def _row(chance: random.Random, person: str, level: float) -> dict[str, str]:
    row = {_PERSON: person}
    for id, (question, _) in (CONFIDENCE | NETWORK).items():
        value = max(1, min(HIGHEST, round(chance.gauss(level - 0.3 * (id in NETWORK), 0.7))))
        row[question] = "" if chance.random() < 0.02 else str(HIGHEST + 1 - value if id in REVERSED else value)
    return row


def _exit_answers(chance: random.Random, steady: bool) -> dict[str, str]:
    mood = 4.3 if steady else 3.2
    return {
        "¿Qué tan satisfecho estás con el programa?": str(max(1, min(5, round(chance.gauss(mood, 0.7))))),
        "¿Qué tan cercana y útil es tu relación?": str(max(1, min(5, round(chance.gauss(mood, 0.8))))),
        "¿Qué tan probable es que recomiendes el programa? (0 a 10)": str(max(0, min(10, round(chance.gauss(mood * 2.05, 1.5))))),
    }


def _mentee_extras(chance: random.Random, steady: bool) -> dict[str, str]:
    liked = sorted(chance.sample(list(USEFUL.values()), chance.randint(1, 4)))
    return {
        "¿Qué talleres te sirvieron más?": ", ".join(liked),
        "¿Quieres seguir en la red del programa?": chance.choices(list(NEXT.values()), [3, 3, 4, 1] if steady else [1, 1, 4, 4])[0],
    }


def _head(survey: str, who: str, wave: str) -> str:
    return (
        "# Our own short scales; they are not validated. Only the change within the programme is read from them.\n"
        f"survey: {survey}\nwho: {who}\nwave: {wave}\nfile: surveys/{survey}.csv\nperson: {_PERSON}\nitems:\n"
    )


def _label(scale: str) -> str:
    spanish, english = LABELS[scale]
    return f'{{es: "{spanish}", en: "{english}"}}'


def _items(scale: dict[str, tuple[str, str]]) -> str:
    lines = ""
    for id, (spanish, english) in scale.items():
        backwards = ", reverse: true" if id in REVERSED else ""
        lines += f'  - {{id: {id}, kind: scale, min: 1, max: {HIGHEST}{backwards}, question: ["{spanish}", "{english}"]}}\n'
    return lines


def _exit_items(other: str) -> str:
    return (
        '  - {id: satisfaction, kind: scale, min: 1, max: 5, measures: satisfaction, question: "¿Qué tan satisfecho estás con el programa?"}\n'
        f'  - {{id: relationship, kind: scale, min: 1, max: 5, measures: relationship, question: "¿Qué tan cercana y útil es tu relación?"}}  # with the {other}\n'
        '  - {id: recommend, kind: scale, min: 0, max: 10, measures: recommend, question: "¿Qué tan probable es que recomiendes el programa? (0 a 10)"}\n'
    )


def _options(id: str, question: str, kind: str, options: dict[str, str]) -> str:
    listed = "".join(f'      "{key}": "{wording}"\n' for key, wording in options.items())
    return f'  - id: {id}\n    kind: {kind}\n    question: "{question}"\n    options:\n{listed}'
