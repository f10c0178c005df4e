"""An executed notebook as one page that asks no other host or file for anything."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mentorkit.model.colors import Colors
from mentorkit.model.palette import palette_of
from mentorkit.telling.safe import escaped_html

if TYPE_CHECKING:
    from nbformat import NotebookNode

_FOLDER = Path(__file__).parent
_CODE = {"es": "Código", "en": "Code"}
_PRIVATE = {
    "es": "Privado: datos de participantes. No lo comparta fuera del equipo.", "en": "Private: participants' data. Do not share it outside the team.",
}


def page(notebook: NotebookNode, language: str, private: bool = True, colors: Colors | None = None) -> str:
    """
    Give an executed notebook as a self-contained HTML page; code is folded away.

    Tables that carry `mk-sortable` can be sorted and filtered without a server. `colors` are the programme's three values, the package's own unless given.
    """
    body = "\n".join(filter(None, (_cell(cell, language) for cell in notebook.cells)))
    title = next((match[1] for cell in notebook.cells if (match := re.match(r"#\s+(.+)", cell.source))), "mentorkit")
    note = f'<p class="mk-private">{_PRIVATE[language]}</p>' if private else ""
    return _shell().replace("%LANGUAGE%", language).replace("%TITLE%", escaped_html(title)).replace(
        "%STYLE%", palette_of(colors or Colors()).variables + _asset("page.css")).replace("%SCRIPT%", _asset("page.js")).replace("%BODY%", note + body)


def _cell(cell: NotebookNode, language: str) -> str:
    from markdown_it import MarkdownIt

    if cell.cell_type == "markdown":
        return MarkdownIt("commonmark", {"html": False}).enable("table").render(cell.source)
    if cell.cell_type != "code" or not cell.source.strip():
        return ""
    shown = "\n".join(filter(None, map(_output, cell.outputs)))
    if not shown:
        return ""
    code = f'<details class="mk-code"><summary>{_CODE[language]}</summary><pre><code>{escaped_html_block(cell.source)}</code></pre></details>'
    return f'<section class="mk-cell">{shown}{code}</section>'


def _output(output: dict) -> str:
    data = output.get("data", {})
    if "text/html" in data:
        return data["text/html"]
    if "image/png" in data:
        return f'<img alt="" src="data:image/png;base64,{data["image/png"].strip()}">'
    text = data.get("text/plain") or (output.get("text") if output.get("name") == "stdout" else "")
    return f"<pre>{escaped_html_block(text)}</pre>" if text else ""


def escaped_html_block(text: str) -> str:
    """Give text of several lines as HTML, its line breaks kept."""
    return "\n".join(line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for line in text.splitlines())


@cache
def _asset(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _shell() -> str:
    return (
        '<!doctype html>\n<html lang="%LANGUAGE%">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<title>%TITLE%</title>\n<style>\n%STYLE%</style>\n</head>\n<body>\n<main>\n%BODY%\n</main>\n<script>\n%SCRIPT%</script>\n</body>\n</html>\n'
    )
