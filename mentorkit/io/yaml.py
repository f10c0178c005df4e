"""YAML 1.2 with line numbers, and models checked against it with every problem at once."""

from __future__ import annotations

import difflib
import json
import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from mentorkit.errors import Problem, ProblemsError
from mentorkit.io.encodings import decoded
from mentorkit.io.quick import Beyond, plain_value, quick_values

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[str | int, ...]
LARGEST = 1_000_000
DEEPEST = 50


@dataclass(frozen=True)
class Document:
    """A YAML file as plain values, with the line of every key and item."""

    path: Path
    name: str
    data: Any
    lines: Mapping[Location, int]

    def line(self, location: Location) -> int:
        """Give the line of a location, or of its nearest parent that has one."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)


class UnclearKeysError(ProblemsError):
    """Below some first keys of a file, `unclear`, something means nothing sure; `document` holds the others, and what stands twice as it stands first."""

    def __init__(self, problems: Iterable[Problem], document: Document, unclear: frozenset[str]):
        super().__init__(problems)
        self.document, self.unclear = document, unclear

    def __reduce__(self) -> tuple:
        return type(self), (self.problems, self.document, self.unclear)


def read_document(path: Path, name: str | None = None) -> Document:
    """
    Read a YAML 1.2 file into plain values.

    Args:
        path: The file.
        name: How messages call it; its file name unless given.

    Raises:
        ProblemsError: No such file, no text, no YAML; with lines.
        UnclearKeysError: An anchor or alias, doubled keys, and the like.
    """
    name = name or path.name
    try:
        if not path.is_file():
            raise ProblemsError([Problem(name, None, None, "there is no such file", "create it or correct the path")])
        if path.stat().st_size > LARGEST:
            raise ProblemsError([Problem(name, None, None, "the file is larger than 1 MB", "keep settings small; data belongs into tables")])
        data = path.read_bytes()
    except (OSError, ValueError):
        raise ProblemsError([Problem(name, None, None, "the file cannot be opened", "look at its name and its permissions, and whether another program holds it")]) from None
    text, _ = decoded(data, name)
    return parsed_document(text, path, name)


def parsed_document(text: str, path: Path, name: str) -> Document:
    """Parse YAML 1.2 text; the same promises as `read_document`."""
    try:
        return Document(path, name, *quick_values(text))
    except Beyond:
        return strictly_parsed(text, path, name)


def strictly_parsed(text: str, path: Path, name: str) -> Document:
    """Parse any YAML 1.2 text by the reader that says what is wrong, and where."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
    from ruamel.yaml.nodes import MappingNode

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ReusedAnchorWarning)  # anchors are refused below, with their lines
            root = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ProblemsError([
            Problem(name, mark.line + 1 if mark else 1, None, f"no valid YAML ({_plain(error.problem)})", "check the indentation, colons and quotes here")
        ]) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise ProblemsError([Problem(name, 1, None, f"no valid YAML ({_plain(str(error))})", "save it as plain text in YAML")]) from None
    if root is None:
        return Document(path, name, {}, {})
    if not isinstance(root, MappingNode):
        raise ProblemsError([Problem(name, root.start_mark.line + 1, None, "the file holds no keys", "write lines like `key: value`")])
    builder = _Builder(name)
    data = builder.built(root, ())
    if not isinstance(data, dict):
        raise ProblemsError(builder.problems)
    document = Document(path, name, {key: value for key, value in data.items() if key not in builder.lost}, builder.lines)
    if builder.problems:
        raise UnclearKeysError(builder.problems, document, frozenset(builder.lost | builder.doubled))
    return document


class _Builder:
    """Turns composed nodes into plain values, noting lines, doubled keys and aliases."""

    def __init__(self, name: str):
        self.name = name
        self.lines: dict[Location, int] = {}
        self.problems: list[Problem] = []
        self.lost: set[str] = set()
        self.doubled: set[str] = set()
        self._seen: set[int] = set()

    def built(self, node: Any, location: Location) -> Any:
        from ruamel.yaml.nodes import MappingNode, SequenceNode

        self.lines.setdefault(location, node.start_mark.line + 1)
        if id(node) in self._seen or node.anchor:
            self._note(node, location, "an anchor or alias stands here", "write the value out where it is used")
            return None
        self._seen.add(id(node))
        if len(location) > DEEPEST:
            self._note(node, location, "the nesting is too deep", "write it flatter")
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, location)
        if isinstance(node, SequenceNode):
            return [self.built(item, (*location, place)) for place, item in enumerate(node.value)]
        return self._scalar(node, location)

    def _mapping(self, node: Any, location: Location) -> dict[str, Any]:
        from ruamel.yaml.nodes import ScalarNode

        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._note(key_node, location, "a key is no plain text", "write a name before the colon")
                continue
            key = key_node.value
            if key in mapping:
                first = self.lines[(*location, key)]
                self.doubled.add(str((*location, key)[0]))
                self._note(key_node, (), f'the key "{key}" stands twice (first in line {first})', "keep one of the two")
                continue
            self.lines[(*location, key)] = key_node.start_mark.line + 1
            mapping[key] = self.built(value_node, (*location, key))
        return mapping

    def _scalar(self, node: Any, location: Location) -> Any:
        tag, text = str(node.tag), node.value
        if tag.endswith(":null"):
            return None
        if tag.endswith(":bool"):
            return text.lower() == "true"
        if tag.endswith((":int", ":float")):
            return plain_value(text)
        if tag.endswith((":str", ":timestamp")):
            return text
        self._note(node, location, f"the tag {tag} is not used here", "write a plain value")
        return None

    def _note(self, node: Any, location: Location, problem: str, remedy: str) -> None:
        self.lost.update(map(str, location[:1]))
        self.problems.append(Problem(self.name, node.start_mark.line + 1, None, problem, remedy))


def checked_model(model: type[Model], document: Document) -> Model:
    """
    Build a model from a document.

    Raises:
        ProblemsError: Every unknown key, wrong type and impossible value, each with its line.
    """
    value, problems = model_and_problems(model, document)
    if problems:
        raise ProblemsError(problems)
    assert value is not None
    return value


def model_and_problems(model: type[Model], document: Document) -> tuple[Model | None, list[Problem]]:
    """Build a model from a document, or give every problem that stands in the way."""
    try:
        return model.model_validate_json(json.dumps(document.data), strict=True), []
    except ValidationError as error:
        return None, _problems(model, document, error)


def _problems(model: type[BaseModel], document: Document, error: ValidationError) -> list[Problem]:
    found: dict[Location, list[tuple[int, Problem]]] = {}
    details = [(in_document(detail["loc"], document.data), detail) for detail in error.errors(include_url=False)]
    around = {location[:depth] for location, _ in details for depth in range(len(location))}
    for location, detail in details:
        if detail["type"].endswith("_type") and location in around:
            continue  # another form of the value fits it better: something is wrong inside
        problem, remedy = _words(detail, location, model, document.data)
        line = document.line(location)
        found.setdefault(location, []).append((len(detail["loc"]), Problem(document.name, line, None, problem, remedy)))
    return [problem for branches in found.values() for problem in _sharpest(branches)]


def _sharpest(branches: list[tuple[int, Problem]]) -> list[Problem]:
    """Where a value fits none of several forms, keep the words of the closest form only."""
    if len(branches) == 1:
        return [branches[0][1]]
    return [max(branches, key=lambda branch: branch[0])[1]]


def in_document(loc: tuple, data: Any) -> Location:
    """Drop from an error's location what names a model and not a key or item of the file."""
    location: list[str | int] = []
    for place, step in enumerate(loc):
        last = place == len(loc) - 1
        if (isinstance(data, dict) and step in data) or (isinstance(data, list) and isinstance(step, int) and step < len(data)):
            location.append(step)
            data = data[step]
        elif last and isinstance(data, dict) and isinstance(step, str) and not _names_a_form(step):
            location.append(step)
    return tuple(location)


def _names_a_form(step: str) -> bool:
    return bool(re.search(r"[\[\](),]", step)) or step in ("str", "int", "float", "bool") or step[:1].isupper() or step.startswith("constrained-")


def _words(detail: dict, location: Location, model: type[BaseModel], data: Any) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    here = str(location[-1]) if location else "the file"
    if kind == "extra_forbidden":
        near = nearest(here, _keys_at(model, detail["loc"][:-1]))
        return f'unknown key "{here}"', f'did you mean "{near}"?' if near else "remove it; the reference lists the keys"
    if kind == "missing":
        return f'"{here}" is missing', f'add a line "{here}: …"'
    if kind == "literal_error":
        expected = str(context.get("expected", ""))
        near = nearest(str(detail.get("input")), re.findall(r"'([^']*)'", expected))
        return f'"{here}" has a value that is not known', (f'did you mean "{near}"?' if near else f"write {expected}")
    if kind.startswith("union_tag"):
        tags = re.findall(r"'([^']*)'", str(context.get("expected_tags", "")))
        near = nearest(str(context.get("tag", "")), tags)
        return "the kind is missing or not known", f'did you mean "{near}"?' if near else f"write kind: one of {', '.join(tags)}"
    if kind == "value_error":
        problem, _, remedy = str(context.get("error", detail["msg"])).partition("; ")
        return problem, remedy or "correct it"
    return f'"{here}" does not fit', _REMEDIES.get(kind, "").format(**context) or _plain(detail["msg"])


_REMEDIES = {
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "int_from_float": "write a whole number",
    "float_type": "write a number",
    "string_type": "write text, in quotes if it looks like a number",
    "bool_type": "write true or false",
    "list_type": "write a list, like [a, b]",
    "dict_type": "write keys below it, like {{key: value}}",
    "model_type": "write keys below it, like {{key: value}}",
    "date_parsing": "write a date like 2026-02-14",
    "date_from_datetime_parsing": "write a date like 2026-02-14",
    "date_type": "write a date like 2026-02-14",
    "greater_than": "write a number above {gt}",
    "greater_than_equal": "write {ge} or more",
    "less_than": "write a number below {lt}",
    "less_than_equal": "write {le} or less",
    "too_short": "name at least {min_length}",
    "string_too_short": "write at least {min_length} character",
    "string_pattern_mismatch": "write a name that matches {pattern}",
}


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Give the word that was probably meant, without regard to capitals, or None."""
    lower = {candidate.casefold(): candidate for candidate in words}
    match = difflib.get_close_matches(word.casefold(), list(lower), n=1, cutoff=0.6)
    return lower[match[0]] if match else None


def _keys_at(model: type[BaseModel], loc: tuple) -> list[str]:
    """Give the keys a model knows at an error's location."""
    schema = model.model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})
    here = [schema]
    for step in loc:
        here = [below for form in here for below in _below(form, step, definitions)] or here
    return sorted({key for form in here for flat in _flat(form, definitions) for key in flat.get("properties", {})})


def _below(schema: dict, step: str | int, definitions: dict) -> list[dict]:
    forms = []
    for flat in _flat(schema, definitions):
        if isinstance(step, int) and "items" in flat:
            forms.append(flat["items"])
        elif step in flat.get("properties", {}):
            forms.append(flat["properties"][step])
        elif isinstance(flat.get("additionalProperties"), dict) and isinstance(step, str) and not _names_a_form(step):
            forms.append(flat["additionalProperties"])
        elif flat.get("title") == step or flat.get("properties", {}).get("kind", {}).get("const") == step:
            forms.append(flat)
    return forms


def _flat(schema: dict, definitions: dict) -> list[dict]:
    if "$ref" in schema:
        return _flat(definitions[schema["$ref"].rsplit("/", 1)[-1]], definitions)
    parts = [part for key in ("anyOf", "oneOf", "allOf") for part in schema.get(key, [])]
    return [schema, *(flat for part in parts for flat in _flat(part, definitions))]


def _plain(message: str | None) -> str:
    text = " ".join(str(message or "unreadable").split()).rstrip(".")
    return text[:1].lower() + text[1:]
