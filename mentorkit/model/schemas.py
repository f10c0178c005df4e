"""JSON Schemas of the files that people write, from the same models that check them."""

from __future__ import annotations

from typing import Any

from mentorkit.model.arc import Arc
from mentorkit.model.cohort import CohortSettings
from mentorkit.model.curriculum import Glossary, Session, Worksheet
from mentorkit.model.program import Program
from mentorkit.model.survey import Survey

MODELS = {"program": Program, "cohort": CohortSettings, "survey": Survey, "session": Session, "worksheet": Worksheet, "programme": Arc, "glossary": Glossary}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """Give the schema of each kind of file by name; an editor that knows it completes keys and values."""
    return {name: {"$schema": _DIALECT, **_closed(model.model_json_schema(by_alias=True))} for name, model in MODELS.items()}


def _closed(schema: Any) -> Any:
    """Refuse keys beside the patterns of a mapping, as the models do."""
    if isinstance(schema, list):
        return [_closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(part) for key, part in schema.items()}
    return {"additionalProperties": False, **closed} if "patternProperties" in closed else closed
