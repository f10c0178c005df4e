"""What the reader of settings says about YAML, in Spanish: problem and remedy, template by template."""

from __future__ import annotations

import re
from functools import cache

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
}


def in_spanish(text: str) -> str:
    """
    Give a message of the readers of settings and tables in Spanish; one that is not theirs stays as it is.

    >>> in_spanish('unknown key "mentes"'), in_spanish("the cell is out of range")
    ('la clave "mentes" no existe', 'la celda está por fuera del rango')
    """
    if (inner := text.removeprefix("the cell ")) != text and (told := in_spanish(inner)) != inner:
        return f"la celda {told}"
    for pattern, spanish in _patterns():
        if match := pattern.fullmatch(text):
            return spanish.replace("{}", "\0").replace("{", "{{").replace("}", "}}").replace("\0", "{}").format(*match.groups())
    return text


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    every = table_words.IN_SPANISH | IN_SPANISH
    plainest = sorted(every.items(), key=lambda pair: -len(pair[0].replace("{}", "")))
    return [(re.compile("(.*)".join(map(re.escape, english.split("{}"))), re.DOTALL), spanish) for english, spanish in plainest]
