"""The problems of logs in Spanish, for pages and the command line."""

from __future__ import annotations

import re

_SPANISH = {
    "nobody in the cohort has this id": "nadie en la cohorte tiene este código",
    "correct the id, or add the person to the form's file": "corrija el código, o agregue a la persona en el archivo del formulario",
    "the date lies in the future": "la fecha está en el futuro",
    r"write a date up to (\S+), or take the row out": r"escriba una fecha hasta el \1, o quite la fila",
    "these two were never matched": "estas dos personas nunca fueron pareja",
    "correct one of the ids, or add a keep decision to decisions.csv": "corrija uno de los códigos, o agregue una decisión keep en decisions.csv",
    r"the date lies before the pair began on (\S+)": r"la fecha es anterior al inicio de la pareja, el \1",
    "correct the date, or the pair's keep decision": "corrija la fecha, o la decisión keep de la pareja",
    "the same meeting of this pair stands in an earlier row": "el mismo encuentro de esta pareja ya está en una fila anterior",
    "take one of the two out; it counts once": "quite una de las dos; se cuenta una sola vez",
    r"the pair was closed on (\S+)": r"la pareja se cerró el \1",
    "correct one of the two dates": "corrija una de las dos fechas",
    "this pair is closed already": "esta pareja ya está cerrada",
    "keep one closure of the pair": "deje un solo cierre de la pareja",
    "the goal has no baseline": "la meta no tiene línea de base",
    "write the level at the start, normally -1": "escriba el nivel del comienzo, normalmente -1",
    r"the row repeats row (\d+) in every cell": r"la fila repite la fila \1 en todas las celdas",
}


def said(text: str, language: str) -> str:
    """
    Give a problem's text or remedy in a language; one without a translation stays as it is.

    >>> said("the pair was closed on 2026-05-04", "es")
    'la pareja se cerró el 2026-05-04'
    """
    if language == "es":
        for english, spanish in _SPANISH.items():
            if re.fullmatch(english, text):
                return re.sub(english, spanish, text)
    return text
