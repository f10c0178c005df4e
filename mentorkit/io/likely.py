"""Settings without what is wrong in them: what they lead to can be looked at all the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError

from mentorkit.io.yaml import Document, Location, in_document

MOST_ROUNDS = 20
"""So often what is wrong is taken out, since what is left may be wrong without it."""
MOST_WRONG = 50
"""With more errors than this nobody can tell what the document means."""


def without_errors(model: type[BaseModel], document: Document) -> tuple[Document | None, frozenset[str]]:
    """
    Give a document without the keys and items that a model refuses, and the first keys below which something is gone.

    The document is None where the model cannot be without what is wrong, a key that it needs, or where too much is wrong.
    """
    data, lines, gone, wrong = json.loads(json.dumps(document.data)), document.lines, set(), 0
    for _ in range(MOST_ROUNDS):
        try:
            model.model_validate_json(json.dumps(data), strict=True)
            return replace(document, data=data, lines=lines), frozenset(gone)
        except ValidationError as error:
            places = {_refused(detail, data) for detail in error.errors(include_url=False)}
        wrong += len(places)
        if () in places or wrong > MOST_WRONG:
            break
        for place in sorted(places, key=lambda place: [(isinstance(step, int), step) for step in place], reverse=True):  # the last item of a list first
            gone.add(str(place[0]))
            lines = _without(data, lines, place)
    return None, frozenset(gone)


def _refused(detail: Mapping[str, Any], data: Any) -> Location:
    """Give what an error refuses: a value, or for a key that is missing what it is missing in."""
    place = in_document(detail["loc"], data)
    return place[:-1] if detail["type"] == "missing" and not _stands(data, place) else place


def _stands(data: Any, place: Location) -> bool:
    for step in place:
        if not ((isinstance(data, dict) and step in data) or (isinstance(data, list) and isinstance(step, int) and step < len(data))):
            return False
        data = data[step]
    return True


def _without(data: Any, lines: Mapping[Location, int], place: Location) -> Mapping[Location, int]:
    """Take a key or an item out of plain values, and give the lines of what is left."""
    *before, last = place
    if not _stands(data, place):  # what it stood in is gone already
        return lines
    for step in before:
        data = data[step]
    del data[last]
    if not isinstance(last, int):
        return lines
    depth = len(before)
    return {
        (*at[:depth], at[depth] - 1, *at[depth + 1 :]) if at[:depth] == tuple(before) and len(at) > depth and at[depth] > last else at: line
        for at, line in lines.items() if at[: depth + 1] != place
    }
