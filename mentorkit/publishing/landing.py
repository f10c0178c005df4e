"""The site's first page: choose a language."""

from __future__ import annotations

from mentorkit.model.program import Program
from mentorkit.telling.safe import escaped_html

_NAMES = {"es": ("Español", "Abrir el manual"), "en": ("English", "Open the playbook")}


def landing_page(program: Program) -> str:
    """Give a page with a link to each language, and the last used one first where the browser says so."""
    links = "\n".join(
        f'<li><a lang="{language}" hreflang="{language}" href="{language}/index.html"><strong>{_NAMES[language][0]}</strong><span>{_NAMES[language][1]}</span></a></li>'
        for language in program.languages
    )
    colors = program.publishing.colors
    title, organisation = escaped_html(program.program), escaped_html(program.organisation)
    return f"""<!doctype html>
<html lang="{program.languages[0]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; background: {colors.paper}; color: #263238; font: 18px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }}
main {{ padding: 2rem 1.2rem; max-width: 34rem; }}
h1 {{ font-size: 2.2rem; margin: 0; }}
p {{ color: #54626a; margin: .2rem 0 2rem; }}
ul {{ list-style: none; padding: 0; display: grid; gap: .8rem; }}
a {{ display: flex; justify-content: space-between; gap: 2rem; padding: 1rem 1.2rem; border: 1px solid #d9dee1; border-left: 5px solid {colors.accent}; background: {colors.paper}; color: inherit; text-decoration: none; }}
a:hover, a:focus-visible {{ background: {colors.shade}; outline: 2px solid {colors.accent}; }}
span {{ color: {colors.accent}; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{organisation}</p>
<ul>
{links}
</ul>
<p><small>{escaped_html(program.publishing.licence)}</small></p>
</main>
</body>
</html>
"""
