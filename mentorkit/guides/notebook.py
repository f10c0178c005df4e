"""A worksheet as a notebook of one's own: the form, and cells to write in where no form appears."""

from __future__ import annotations

import json
from typing import Any

from mentorkit.guides.sheets import reader_note
from mentorkit.model.catalogue import texts
from mentorkit.model.curriculum import Guide


def worksheet_notebook(guide: Guide, language: str) -> str:
    """
    Give a session's worksheet as a notebook (nbformat 4.5), without outputs.

    Questions cannot be changed or deleted by accident; the fields and words are those of the paper.
    """
    sheet, words = guide.worksheet, texts("guides", "notebook", language)
    title = f"# {guide.session.id} · {sheet.title[language]}\n\n{sheet.intro[language]}\n\n{words['form']}\n\n{words['mine']}"
    code = f'from mentorkit.telling.worksheet import worksheet\n\nworksheet("{guide.session.id}", language="{language}")'
    cells = [_cell("title", title), {"cell_type": "code", "id": "form", "metadata": {}, "outputs": [], "execution_count": None, "source": code}]
    for field in sheet.fields:
        question = [f"## {field.label[language]}", field.help[language] if field.help else "", _parts(field, language), f"*{reader_note(field, language)}*"]
        cells.append(_cell(f"{field.id}-question"[:64], "\n\n".join(part for part in question if part)))
        cells.append(_cell(f"{field.id}-answer"[:64], words["empty"], locked=False))
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}}
    return json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}, ensure_ascii=False, indent=1) + "\n"


def _cell(name: str, source: str, locked: bool = True) -> dict[str, Any]:
    metadata = {"deletable": False, "editable": False} if locked else {}
    return {"cell_type": "markdown", "id": name.replace("_", "-"), "metadata": metadata, "source": source}


def _parts(field: Any, language: str) -> str:
    """Name what a field asks in several places: options, ends of a scale, rows and columns."""
    if field.options:
        return "\n".join(f"- {getattr(option, language)}" for option in field.options)
    if field.type == "scale":
        return f"0 = {field.low[language]} … 4 = {field.high[language]}"
    heads = " · ".join(getattr(column, language) for column in field.columns)
    return "\n".join([f"- {getattr(row, language)}: {heads}" for row in field.rows] or ([heads] if heads else []))
