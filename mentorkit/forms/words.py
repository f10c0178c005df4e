"""What the forms themselves say beside the questions, in both languages."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "paste-head": (
        "Copie cada pregunta a su herramienta de formularios tal como está: con las mismas palabras, las respuestas se leen solas. Exporte y guarde el archivo como {file} en la carpeta de la cohorte.",
        "Copy each question into your form tool as it stands: with the same words, the answers are read by themselves. Export them and save the file as {file} in the cohort's folder.",
    ),
    "kind": ("Tipo", "Kind"),
    "needed": ("Obligatoria", "Required"),
    "hint": ("Ayuda", "Help"),
    "answers": ("Opciones", "Options"),
    "minors": ("Solo para quien tiene menos de {limit} años.", "Only for people under {limit}."),
    "text": ("respuesta corta", "short answer"),
    "email": ("respuesta corta, validada como correo", "short answer, validated as an e-mail"),
    "phone": ("respuesta corta", "short answer"),
    "paragraph": ("párrafo", "paragraph"),
    "year": ("respuesta corta, número de {low} a {high}", "short answer, a number from {low} to {high}"),
    "number": ("respuesta corta, número{range}", "short answer, a number{range}"),
    "range": (" de {low} a {high}", " from {low} to {high}"),
    "scale": ("escala lineal de {low} a {high}", "linear scale from {low} to {high}"),
    "date": ("fecha", "date"),
    "yesno": ("varias opciones, una respuesta", "multiple choice, one answer"),
    "choice": ("varias opciones, una respuesta", "multiple choice, one answer"),
    "choices": ("casillas, varias respuestas", "checkboxes, several answers"),
    "other": ("Permita también «Otro».", "Also allow \"Other\"."),
    "several": ("Puede escribir varias, con punto y coma entre ellas: {options}", "You may write several, with a semicolon between them: {options}"),
    "pick": ("Elija de la lista.", "Choose from the list."),
    "wrong": ("Esta respuesta no cabe aquí.", "This answer does not fit here."),
    "year-wrong": ("Escriba un año con cuatro cifras, entre {low} y {high}.", "Write a year with four digits, from {low} to {high}."),
    "number-wrong": ("Escriba un número entre {low} y {high}.", "Write a number from {low} to {high}."),
    "date-wrong": ("Escriba una fecha, como 2026-02-14.", "Write a date, like 2026-02-14."),
    "email-wrong": ("Escriba un solo correo, como nombre@ejemplo.org.", "Write one address, like name@example.org."),
    "lists": ("Listas", "Lists"),
}


def word(key: str, language: str, **values: object) -> str:
    """
    Give a text in a language.

    >>> word("scale", "en", low=1, high=5)
    'linear scale from 1 to 5'
    """
    return WORDS[key][("es", "en").index(language)].format(**values)
