"""The programme's own look: its colours as a style sheet, and its logo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mentorkit.errors import Problem, ProblemsError
from mentorkit.model.colors import DUSK, INK, NIGHT, QUIET, Colors
from mentorkit.model.program import Program

STYLE, LOGO = "mentorkit-colors.css", "logo.png"
_PNG = b"\x89PNG\r\n\x1a\n"
_LARGEST = 500_000


def color_sheet(colors: Colors) -> str:
    """Give the style sheet that colours the book, light and dark."""
    return f"""/* From publishing.colors in program.yml; written with each publication. */
html[data-theme="light"] {{
  --mk-accent: {colors.accent}; --mk-warm: {colors.warm}; --mk-paper: {colors.paper}; --mk-shade: {colors.shade};
  --mk-ink: {INK}; --mk-quiet: {QUIET};
}}
html[data-theme="dark"] {{
  --mk-accent: {colors.accent_at_night}; --mk-warm: {colors.warm_at_night}; --mk-paper: {NIGHT}; --mk-shade: {DUSK};
}}
"""


def write_look(program_folder: Path, program: Program, source: Path, settings: dict[str, Any]) -> None:
    """
    Write a programme's style sheet and logo into a book's sources, and name them in its settings.

    Raises:
        ProblemsError: The logo is not there, is no PNG or is too large.
    """
    folder = source / "playbook" / "_static"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / STYLE).write_text(color_sheet(program.publishing.colors), encoding="utf-8")
    settings["html_css_files"] = [*settings.get("html_css_files", ()), STYLE]
    if program.publishing.logo:
        (folder / LOGO).write_bytes(logo_bytes(program_folder, program.publishing.logo))
        settings["html_logo"] = f"playbook/_static/{LOGO}"
        settings["html_theme_options"]["logo"] = {"alt_text": program.organisation if program.organisation != "–" else program.program}


def logo_bytes(program_folder: Path, name: str) -> bytes:
    """Give the logo's file, or refuse what is no small PNG of this folder."""
    path = (program_folder / name).resolve()
    if not path.is_relative_to(program_folder.resolve()) or not path.is_file():
        raise _refused("the logo is not in this folder", f"put {Path(name).name} into the programme's folder, and write its path from there")
    data = path.read_bytes()
    if not data.startswith(_PNG):
        raise _refused("the logo is no PNG", "save it as PNG; a new name alone does not change what it is")
    if len(data) > _LARGEST:
        raise _refused(f"the logo has {len(data):,} bytes", f"make it smaller; {_LARGEST:,} are the most that a phone should wait for")
    return data


def _refused(problem: str, remedy: str) -> ProblemsError:
    return ProblemsError([Problem("program.yml", None, "publishing.logo", problem, remedy)])
