"""
Plain YAML, read by libyaml: some ten times as fast as the reader in Python, for the files that people write.

It takes only text in which YAML 1.1 and 1.2 do not differ, and gives values only where nothing is to be
said about the text. Everything else, every error among it, is left to the strict reader.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_STRANGE = re.compile(r"[\t\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]|<<|(?m:(?:^|[\s\[{,])[&!?])|(?m:^(?:%|---|\.\.\.))|(?:- ?){8}|(?m:^ {120})")
_BRACKETS = re.compile(r"[\[\]{}]")
_DEEPEST = 30
_NULLS = ("", "~", "null", "Null", "NULL")
_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NUMBER = re.compile(r"[-+]?[0-9]+|(?P<fraction>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)")
Location = tuple[str | int, ...]


class Beyond(Exception):
    """Something that the strict reader has to look at."""


def quick_values(text: str) -> tuple[dict[str, Any], dict[Location, int]]:
    """
    Give a document's values, and the line of every key and item.

    Raises:
        Beyond: The text holds something that is rare, wrong or read differently by YAML 1.1.
    """
    import yaml

    if _STRANGE.search(text) or _depth(text) > _DEEPEST:
        raise Beyond
    try:
        root = yaml.compose(text, Loader=_loader())
    except (yaml.YAMLError, ValueError, RecursionError):
        raise Beyond from None
    if not isinstance(root, yaml.MappingNode):
        raise Beyond
    lines: dict[Location, int] = {}
    return _value(root, (), lines), lines


@cache
def _loader() -> type:
    """Give a loader that cuts text into nodes and leaves what they mean to us."""
    import yaml

    class Nodes(yaml.cyaml.CParser):
        def resolve(self, *_: Any) -> str:
            return ""

        def descend_resolver(self, *_: Any) -> None:
            pass

        def ascend_resolver(self) -> None:
            pass

    return Nodes


def _depth(text: str) -> int:
    depth = deepest = 0
    for mark in _BRACKETS.finditer(text):
        depth += 1 if mark[0] in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _value(node: Any, location: Location, lines: dict[Location, int]) -> Any:
    lines.setdefault(location, node.start_mark.line + 1)
    if node.id == "mapping":
        return _mapping(node, location, lines)
    if node.id == "sequence":
        return [_value(item, (*location, place), lines) for place, item in enumerate(node.value)]
    if not node.style and node.value == "=":
        raise Beyond
    return node.value if node.style else plain_value(node.value)


def _mapping(node: Any, location: Location, lines: dict[Location, int]) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key, value in node.value:
        if key.id != "scalar" or key.value in mapping or len(location) > _DEEPEST:
            raise Beyond
        lines[(*location, key.value)] = key.start_mark.line + 1
        mapping[key.value] = _value(value, (*location, key.value), lines)
    return mapping


def plain_value(text: str) -> Any:
    """
    Give what a word without quotes means in YAML 1.2's core schema; anything odd is the text that stands there.

    >>> [plain_value(word) for word in ("no", "12:30", "0071", "1.50", "null", "2026-02-02", "1_000")]
    ['no', '12:30', 71, 1.5, None, '2026-02-02', '1_000']
    """
    if text in _NULLS:
        return None
    if text in _TRUTHS:
        return _TRUTHS[text]
    number = _NUMBER.fullmatch(text)
    if number is None:
        return text
    return float(text) if number["fraction"] else int(text)
