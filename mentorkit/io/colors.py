"""The colours of a programme's folder, for whatever is drawn and set for it."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from mentorkit.errors import ProblemsError
from mentorkit.io.cohort import program_file
from mentorkit.io.yaml import read_document
from mentorkit.model.colors import Colors
from mentorkit.model.palette import Palette, paint


def paint_for(folder: Path) -> Palette:
    """
    Take the colours of the `program.yml` in a folder, or in one of the two above.

    The house's own stand in where there is none, or `mentorkit check` would refuse it.
    """
    try:
        found = (read_document(program_file(folder)).data or {}).get("publishing") or {}
        return paint(Colors.model_validate(found.get("colors") or {}))
    except (ProblemsError, ValidationError, AttributeError, OSError):
        return paint(Colors())
