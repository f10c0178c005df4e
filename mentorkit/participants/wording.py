"""What is odd in a form, in both languages: the problem and its remedy, by kind."""

from __future__ import annotations

from typing import Any

TEXTS: dict[str, dict[str, tuple[str, str]]] = {
    "no-address": {
        "es": ("la celda no tiene la forma de un correo", "escriba un solo correo, como nombre@ejemplo.org"),
        "en": ("the cell has not the form of an address", "write one address, like name@example.org"),
    },
    "accented": {
        "es": ("el correo tiene una letra con tilde o eñe", "pida otra vez el correo; casi ninguno las lleva"),
        "en": ("an accented letter stands in the address", "ask for the address again; most addresses have none"),
    },
    "look-alike": {
        "es": ("el correo tiene letras de otro alfabeto que parecen iguales ({alphabets})", "pida otra vez el correo y escríbalo a mano"),
        "en": ("letters that look alike stand in the address ({alphabets})", "ask for the address again and type it"),
    },
    "short-phone": {
        "es": ("el teléfono tiene menos de {digits} cifras", "complételo"),
        "en": ("the phone has fewer than {digits} digits", "complete it"),
    },
    "birth-year": {
        "es": ("el año de nacimiento no puede ser", "pregúntele a la persona"),
        "en": ("the year of birth cannot be right", "ask the person for it"),
    },
    "minor": {
        "es": ("una persona aceptada tiene menos de {limit} años y ningún acudiente ha autorizado", "consiga la autorización, o ponga el estado en espera"),
        "en": ("an accepted person is under {limit} and no guardian has agreed", "get the guardian's consent, or set the status to waiting"),
    },
    "may-be-minor": {
        "es": (
            "una persona aceptada puede tener menos de {limit} años al empezar (solo se sabe el año) y ningún acudiente ha autorizado",
            "pregunte la fecha de nacimiento, o pida la autorización del acudiente",
        ),
        "en": (
            "an accepted person may be under {limit} at the start (only the year of birth is known) and no guardian has agreed",
            "ask for the birthday, or for the guardian's consent",
        ),
    },
    "consent-day": {
        "es": ("la autorización tiene una fecha que no puede ser", "revise el día; el orden de las fechas se dice en cohort.yml (dates: day-first)"),
        "en": ("the consent has a date that cannot be", "look at the day; cohort.yml says the order of dates (dates: day-first)"),
    },
    "near-tag": {
        "es": ("una etiqueta no se conoce", '¿quiso decir "{nearest}"? escríbala así, o agregue esta forma a synonyms en program.yml'),
        "en": ("a tag is not known", 'did you mean "{nearest}"? write that, or add the wording to synonyms in program.yml'),
    },
    "lonely-tag": {
        "es": ("nadie más escribió esta etiqueta y el vocabulario no la tiene: no coincide con nadie", "escriba la más cercana de las que ofrece el formulario, o agréguela a vocabulary en program.yml"),
        "en": ("nobody else wrote this tag, and the vocabulary does not have it: it matches nobody", "write the nearest that the form offers, or add it to vocabulary in program.yml"),
    },
    "no-such-tag": {
        "es": ("la respuesta no es ninguna de las conocidas", "escriba una de estas: {known}"),
        "en": ("the answer is none of the known ones", "write one of: {known}"),
    },
    "same-phone": {
        "es": ("el mismo teléfono está en la fila {row}", "si es una sola persona, deje una de las dos filas"),
        "en": ("the same phone stands in row {row}", "if it is one person, keep one of the two rows"),
    },
    "close-name": {
        "es": ("el nombre se parece mucho al de la fila {row}", "si es una sola persona, deje una de las dos filas"),
        "en": ("the name is very close to the one in row {row}", "if it is one person, keep one of the two rows"),
    },
    "like-address": {
        "es": ("el correo parece igual al de la fila {row}", "escriba los dos a mano y compárelos"),
        "en": ("the address looks like the one in row {row}", "type both again and compare"),
    },
    "both-sides": {
        "es": ("el mismo correo está en {file}, fila {row}", "deje a la persona en un solo lado"),
        "en": ("the same address stands in {file}, row {row}", "keep the person on one side"),
    },
}

ALPHABETS = {"Cyrillic": "cirílico", "Greek": "griego", "Armenian": "armenio", "Fullwidth": "de ancho completo", "Cherokee": "cheroqui"}
LEFT_OUT: dict[str, dict[str, tuple[str, str]]] = {
    "no-consent": {
        "es": ("no hay autorización de datos anotada", "anote su autorización, con fecha"),
        "en": ("no consent is on record", "record the consent, with its date"),
    },
    "consent-refused": {
        "es": ("no autoriza el uso de sus datos", "nada, mientras no lo autorice"),
        "en": ("does not agree to the use of the data", "nothing, unless the person agrees"),
    },
    "not-for-matching": {
        "es": ("no autorizó que le busquemos pareja (purposes: matching)", "pregunte si lo autoriza, y anótelo"),
        "en": ("did not agree to being matched (purposes: matching)", "ask whether the person agrees, and record it"),
    },
    "no-guardian-consent": {
        "es": ("es menor de edad y ningún acudiente ha autorizado", "consiga la autorización del acudiente"),
        "en": ("is under age, and no guardian has agreed", "get the guardian's consent"),
    },
    "guardian-said-no": {
        "es": ("es menor de edad y su acudiente no autoriza", "nada, mientras el acudiente no autorice"),
        "en": ("is under age, and the guardian does not agree", "nothing, unless the guardian agrees"),
    },
}


def left_out_words(rule: str, language: str = "en") -> tuple[str, str]:
    """
    Give why matching leaves somebody out, and what would change it.

    >>> left_out_words("no-consent")
    ('no consent is on record', 'record the consent, with its date')
    """
    return LEFT_OUT[rule][language]


def caution_words(kind: str, language: str = "en", **values: Any) -> tuple[str, str]:
    """
    Give the problem and the remedy of a kind of caution.

    >>> caution_words("short-phone", "en", digits=7)
    ('the phone has fewer than 7 digits', 'complete it')
    """
    if kind in LEFT_OUT:
        problem, remedy = LEFT_OUT[kind][language]
        return {"es": "una persona aceptada no se empareja: ", "en": "an accepted person is not matched: "}[language] + problem, remedy
    problem, remedy = TEXTS[kind][language]
    if language == "es" and "alphabets" in values:
        values |= {"alphabets": ", ".join(ALPHABETS.get(name, name) for name in values["alphabets"].split(", "))}
    if values.get("near"):
        remedy += {"es": "; si no es esa, son cercanas: {near}", "en": "; if it is not that, these are near: {near}"}[language]
    return problem.format(**values), remedy.format(**values)
