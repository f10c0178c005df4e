"""What the reader of settings says about YAML, in Spanish: problem and remedy, template by template."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache

from mentorkit.model import table_words

IN_SPANISH = {
    "there is no such file": "este archivo no existe",
    "create it or correct the path": "créelo o corrija la ruta",
    "the file is larger than 1 MB": "el archivo pasa de 1 MB",
    "keep settings small; data belongs into tables": "deje cortos los ajustes; los datos van en tablas",
    "no valid YAML ({})": "no es YAML válido ({})",
    "check the indentation, colons and quotes here": "revise aquí la sangría, los dos puntos y las comillas",
    "save it as plain text in YAML": "guárdelo como texto simple en YAML",
    "the file holds no keys": "el archivo no tiene claves",
    "write lines like `key: value`": "escriba líneas como `clave: valor`",
    "an anchor or alias stands here": "aquí hay un ancla o un alias",
    "write the value out where it is used": "escriba el valor donde se usa",
    "the nesting is too deep": "hay demasiados niveles, uno dentro de otro",
    "write it flatter": "escríbalo con menos niveles",
    "a key is no plain text": "una clave no es texto simple",
    "write a name before the colon": "escriba un nombre antes de los dos puntos",
    'the key "{}" stands twice (first in line {})': 'la clave "{}" está dos veces (primero en la línea {})',
    "keep one of the two": "deje una de las dos",
    "the tag {} is not used here": "aquí no se usa la etiqueta {}",
    "write a plain value": "escriba un valor simple",
    'unknown key "{}"': 'la clave "{}" no existe',
    'did you mean "{}"?': '¿quiso decir "{}"?',
    "remove it; the reference lists the keys": "quítela; la referencia dice qué claves hay",
    '"{}" is missing': 'falta "{}"',
    'add a line "{}: …"': 'agregue una línea "{}: …"',
    '"{}" has a value that is not known': '"{}" tiene un valor que no existe',
    "the kind is missing or not known": "falta el tipo, o no existe",
    "write kind: one of {}": "escriba kind: uno de {}",
    '"{}" does not fit': '"{}" no sirve así',
    "write a whole number": "escriba un número entero",
    "write a number": "escriba un número",
    "write text, in quotes if it looks like a number": "escriba texto, entre comillas si parece un número",
    "write true or false": "escriba true o false",
    "write a list, like [a, b]": "escriba una lista, como [a, b]",
    "write keys below it, like {key: value}": "escriba claves debajo, como {key: value}",
    "write a date like 2026-02-14": "escriba una fecha como 2026-02-14",
    "write a number above {}": "escriba un número mayor que {}",
    "write {} or more": "escriba {} o más",
    "write a number below {}": "escriba un número menor que {}",
    "write {} or less": "escriba {} o menos",
    "name at least {}": "nombre por lo menos {}",
    "write at least {} character": "escriba por lo menos {} carácter",
    "write a name that matches {}": "escriba un nombre de la forma {}",
    "write {}": "escriba {}",
    "correct it": "corríjalo",
    # ---------------------------------------------------------------- what a value has to agree with
    "no time zone has this name": "no hay una zona horaria con ese nombre",
    "sql and database go together": "sql y database van juntos",
    "write database: env:NAME beside sql": "escriba database: env:NOMBRE al lado de sql",
    "a table comes from a file or from a database": "una tabla sale de un archivo o de una base de datos",
    "write file, or sql and database": "escriba file, o sql y database",
    "paper {} is too dark for text": "el fondo {} es muy oscuro para leer encima",
    "choose a lighter one, like {}": "elija uno más claro, como {}",
    "{} {} has a contrast of {} on paper {} and its shade, and {} is the least that people can read (WCAG AA)":
        "{} {} tiene un contraste de {} sobre el fondo {} y su sombra, y {} es lo mínimo que se puede leer (WCAG AA)",
    "the nearest that passes is {}": "el más cercano que pasa es {}",
    'the id "{}" stands twice': 'el id "{}" está dos veces',
    "give each its own": "póngale a cada uno el suyo",
    "smallest is above largest": "smallest es mayor que largest",
    "low, likely and high are out of order": "low, likely y high no están en orden",
    'no indicator has the id "{}"': 'ningún indicador tiene el id "{}"',
    "add it under design.indicators": "agréguelo en design.indicators",
    "a language stands twice in languages": "un idioma está dos veces en languages",
    "name each once": "nombre cada uno una vez",
    'undecided names "{}", which is no key of program.yml': 'undecided nombra "{}", que no es una clave de program.yml',
    "{} is a column of reviews.csv already": "{} ya es una columna de reviews.csv",
    "give the aspect another id": "póngale otro id al aspecto",
    "a brace stands alone": "hay una llave suelta",
    "a text may hold {} and no other braces": "un texto puede tener {} y ninguna otra llave",
    "a {} item needs options": "una pregunta {} necesita options",
    "list each as id: wording": "escriba cada una como id: redacción",
    "a scale item needs min below max": "una pregunta scale necesita min menor que max",
    'retrospective answers speak of the start, and the wave is "{}"': 'las respuestas retrospectivas hablan del comienzo, y la ola es "{}"',
    'shared_if names "{}: {}", which is no item with that option': 'shared_if nombra "{}: {}", que no es una pregunta con esa opción',
    'the scale "{}" names "{}", which is no scale or number item': 'la escala "{}" nombra "{}", que no es una pregunta scale ni number',
    "correct one of the two": "corrija uno de los dos",
    'instrument "{}" is not in the register': 'el instrumento "{}" no está en el registro',
    "choose one of {}, or leave it out": "elija uno de {}, o quítelo",
    "{} has {} items and the scales use {}": "{} tiene {} preguntas y las escalas usan {}",
    'take them all, unchanged, or leave "instrument" out': 'tómelas todas, sin cambios, o quite "instrument"',
    "{} is answered from {} to {}": "{} se responde de {} a {}",
    "declare min: {} and max: {} for each item": "escriba min: {} y max: {} en cada pregunta",
    "{} has {} reversed items and {} are declared": "{} tiene {} preguntas al revés y hay {} declaradas",
    "look them up in its manual": "búsquelas en su manual",
}


def in_spanish(text: str) -> str:
    """
    Give a message of the readers of settings and tables in Spanish; one that is not theirs stays as it is.

    >>> in_spanish('unknown key "mentes"'), in_spanish("the cell is out of range")
    ('la clave "mentes" no existe', 'la celda está por fuera del rango')
    >>> in_spanish("the table has more than 120,000 rows")
    'la tabla tiene más de 120.000 filas'
    >>> in_spanish("the cell is out of range, here and in 7 more rows")
    'la celda está por fuera del rango, aquí y en 7 filas más'
    """
    said, here, rows = text.rpartition(", here and in ")
    if said:
        return from_templates(f"\0{here}{rows}", _fitting("\0")).replace("\0", in_spanish(said))
    if (inner := text.removeprefix("the cell ")) != text and (told := in_spanish(inner)) != inner:
        return f"la celda {told}"
    return from_templates(text, _fitting(text[:_BEGIN]))


@lru_cache(1 << 12)
def _fitting(begin: str) -> list[Template]:
    """Give the templates that a text with this begin may fit: very many texts are not held against hundreds of them."""
    return [template for own, template in _patterns() if own.startswith(begin) or begin.startswith(own)]


@cache
def _patterns() -> list[tuple[str, Template]]:
    """Give each template with the begin that it asks of a text."""
    words = table_words.IN_SPANISH | IN_SPANISH
    return list(zip((english.split("{}")[0][:_BEGIN] for english in _plainest_first(words)), templates(words), strict=True))


_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")
_BEGIN = 6
"""Letters of a text's begin that are looked at first."""
Template = tuple[re.Pattern[str], str]


def templates(words: Mapping[str, str]) -> list[Template]:
    """Give what recognises each English template, the one with most words of its own first, with its Spanish."""
    return [(re.compile("(.*)".join(map(re.escape, english.split("{}"))), re.DOTALL), words[english]) for english in _plainest_first(words)]


def _plainest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda english: -len(english.replace("{}", "")))


def from_templates(text: str, known: Iterable[Template], inner: Callable[[str], str] = str) -> str:
    """Give a text in Spanish by the first template that it fits, or as it is; `inner` is what becomes of what stands in its places."""
    for pattern, spanish in known:
        if match := pattern.fullmatch(text):
            places = (part.replace(",", ".") if _THOUSANDS.fullmatch(part) else inner(part) for part in match.groups())
            return spanish.replace("{}", "\0").replace("{", "{{").replace("}", "}}").replace("\0", "{}").format(*places)
    return text
