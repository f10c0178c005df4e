"""Our own short scales as code books that a programme can use: five surveys, in both languages, not validated."""

from __future__ import annotations

from mentorkit.example.surveys import CONFIDENCE, HIGHEST, LABELS, NETWORK, REVERSED

PERSON = {"es": "Código", "en": "Code"}
HEAD = {
    "es": (
        "# Escalas cortas propias de mentorkit (CC BY 4.0). No están validadas: lea solo el cambio dentro de su programa.\n"
        "# Copie este archivo a cohorts/<cohorte>/surveys/, ponga la respuesta del formulario en el archivo que dice `file`,\n"
        "# y no cambie las palabras entre una encuesta y la siguiente. Cada pregunta acepta también su redacción en inglés.\n"
    ),
    "en": (
        "# mentorkit's own short scales (CC BY 4.0). They are not validated: read only the change within your programme.\n"
        "# Copy this file to cohorts/<cohort>/surveys/, put the form's answers into the file that `file` names,\n"
        "# and do not change the words between one survey and the next. Each question also accepts its Spanish wording.\n"
    ),
}
ASKED = {
    "satisfaction": ("¿Qué tan satisfecho o satisfecha estás con el programa? (1 a 5)", "How satisfied are you with the programme? (1 to 5)", 1, 5),
    "relationship": ("¿Qué tan cercana y útil es la relación con tu pareja de mentoría? (1 a 5)", "How close and useful is the relationship with your mentoring partner? (1 to 5)", 1, 5),
    "recommend": ("¿Qué tan probable es que recomiendes el programa? (0 a 10)", "How likely are you to recommend the programme? (0 to 10)", 0, 10),
}
SHARED = ("¿Podemos contar tus respuestas, sin tu nombre, en el informe público?", "May we count your answers, without your name, in the public report?")
YES_NO = {"yes": ("Sí", "Yes"), "no": ("No", "No")}
CLOSING = {
    "better": ("¿Qué deberíamos cambiar primero?", "What should we change first?"),
    "useful": ("¿Qué fue lo más útil?", "What was most useful?"),
}
SURVEYS = {
    "baseline": ("mentees", "baseline", True, ()),
    "midline-mentees": ("mentees", "midline", False, ("relationship", "satisfaction")),
    "midline-mentors": ("mentors", "midline", False, ("relationship", "satisfaction")),
    "exit-mentees": ("mentees", "endline", True, tuple(ASKED)),
    "exit-mentors": ("mentors", "endline", False, tuple(ASKED)),
}


def shipped_code_books() -> dict[str, str]:
    """Give every code book as YAML text, by its path in the curriculum: `surveys/en/baseline.yml`."""
    return {f"surveys/{language}/{survey}.yml": code_book(survey, language) for language in ("es", "en") for survey in SURVEYS}


def code_book(survey: str, language: str) -> str:
    """Give one code book as YAML text, its own language's wordings first."""
    who, wave, scaled, asked = SURVEYS[survey]
    first = ("es", "en").index(language)
    lines = [HEAD[language] + f"survey: {survey}", f"who: {who}", f"wave: {wave}", f"file: surveys/{survey}.csv", f"person: {PERSON[language]}"]
    lines += ["shared_if: {shared: \"yes\"}", "items:"]
    for id, words in (CONFIDENCE | NETWORK).items() if scaled else ():
        reverse = ", reverse: true" if id in REVERSED else ""
        lines.append(f"  - {{id: {id}, kind: scale, min: 1, max: {HIGHEST}{reverse}, question: {_wordings(words, first)}}}")
    for id in asked:
        *words, low, high = ASKED[id]
        lines.append(f"  - {{id: {id}, kind: scale, min: {low}, max: {high}, measures: {id}, question: {_wordings(words, first)}}}")
    for id, words in CLOSING.items() if asked else ():
        lines.append(f"  - {{id: {id}, kind: text, question: {_wordings(words, first)}}}")
    options = ", ".join(f'"{id}": {_wordings(words, first)}' for id, words in YES_NO.items())
    lines.append(f"  - {{id: shared, kind: choice, question: {_wordings(SHARED, first)}, options: {{{options}}}}}")
    if scaled:
        lines += ["scales:", *(_scale(id, items) for id, items in (("confidence", CONFIDENCE), ("network", NETWORK)))]
    return "\n".join(lines) + "\n"


def _wordings(words, first: int) -> str:
    ordered = dict.fromkeys((words[first], words[1 - first]))
    return "[" + ", ".join(f'"{word}"' for word in ordered) + "]"


def _scale(id: str, items: dict) -> str:
    label = LABELS[id]
    return f'  - {{id: {id}, items: [{", ".join(items)}], min_answered: 0.8, label: {{es: "{label[0]}", en: "{label[1]}"}}}}'
