"""Why a figure is not shown, in both languages."""

from __future__ import annotations

from mentorkit.errors import InvalidInputError

REASONS = {
    "too-few": ("hay muy pocas personas detrás de la cifra", "too few people stand behind the figure"),
    "too-few-for-percentages": (
        "un porcentaje de tan pocas personas permitiría contarlas",
        "a percentage of so few people would let them be counted",
    ),
    "small-cohort": (
        "la cohorte es pequeña: se muestran solo rangos",
        "the cohort is small: only bands are shown",
    ),
    "nearly-everybody": (
        "casi todas las personas están en el mismo lugar",
        "nearly everybody stands at the same place",
    ),
    "too-small-parts": (
        "cada respuesta la dieron muy pocas personas",
        "each answer was given by too few people",
    ),
    "one-person": ("la cifra es el valor de una sola persona", "the figure is one person's own value"),
    "not-computed": ("no hay datos para calcularla", "there are no data to compute it from"),
    "not-comparable": ("las dos encuestas no se pueden comparar", "the two surveys cannot be compared"),
    "audit": (
        "de la tabla se podría deducir un número pequeño; hay que unir respuestas",
        "a small number could be worked out from the table; answers have to be merged",
    ),
}


def reason_words(reason: str, language: str) -> str:
    """
    Give why a figure is not shown.

    >>> reason_words("too-few", "en")
    'too few people stand behind the figure'
    """
    if reason not in REASONS or language not in ("es", "en"):
        raise InvalidInputError(f'there are no words for "{reason}" in "{language}"')
    return REASONS[reason][("es", "en").index(language)]
