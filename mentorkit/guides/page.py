"""A guide as one self-contained page: readable on a phone, printable, and without any script."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mentorkit.guides.document import Node, document_tree
from mentorkit.guides.wording import WORDS
from mentorkit.model.curriculum import Guide
from mentorkit.model.palette import palette

_STYLE = Path(__file__).with_name("page.css")


def guide_html(
    markdown: str, language: str, title: str, about: Mapping[str, Any] | None = None, footer: str = ""
) -> str:
    """
    Give a guide as an HTML page that needs no other file and no network.

    Args:
        markdown: The guide, as `guide_markdown` gives it; raw HTML in it shows as text.
        about: Metadata for catalogues (schema.org), as `learning_resource` gives it.
        footer: What stands at the foot; the licence unless given.
    """
    body = "\n".join(map(_block, document_tree(markdown, language)))
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>\n{palette().variables}{_STYLE.read_text(encoding='utf-8')}</style>\n"
        f"{_metadata(about)}</head>\n<body>\n<main>\n{body}\n</main>\n"
        f"<footer><p>{html.escape(footer or WORDS[language]['licence'])}</p></footer>\n</body>\n</html>\n"
    )


def guide_fragment(markdown: str, language: str, below: int = 0) -> str:
    """
    Give a guide as HTML to stand inside another page, its headings lowered by `below` levels.

    Its classes are those of the guide's own page, inside an element of class `mk-guide`.
    """
    body = "\n".join(map(_block, [_lowered(node, below) for node in document_tree(markdown, language)]))
    return f'<div class="mk-guide" lang="{html.escape(language)}">\n{body}\n</div>'


def _lowered(node: Node, by: int) -> Node:
    lower = {"level": min(6, node["level"] + by)} if node["kind"] == "heading" else {}
    inner = {"children": [_lowered(child, by) for child in node["children"]]} if node["kind"] in _BOXES else {}
    return node | lower | inner


_BOXES = ("field", "label", "quote")


def learning_resource(guide: Guide, language: str) -> dict[str, Any]:
    """Give a session's schema.org metadata, so that catalogues of teaching material can list it."""
    session, script = guide.session, guide.scripts[language]
    return {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": script.title,
        "description": script.question,
        "identifier": session.id,
        "inLanguage": language,
        "timeRequired": f"PT{session.duration}M",
        "learningResourceType": session.kind,
        "audience": [{"@type": "EducationalAudience", "educationalRole": role} for role in session.audience],
        "teaches": list(session.outcomes),
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isAccessibleForFree": True,
        "version": str(script.rev),
    }


def _metadata(about: Mapping[str, Any] | None) -> str:
    if not about:
        return ""
    text = json.dumps(about, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>\n'


def _block(node: Node) -> str:
    kind = node["kind"]
    if kind == "heading":
        mark = ' class="page"' if node.get("page") else ' class="fine"' if node.get("fine") else ""
        return f"<h{node['level']}{mark}>{_spans(node['children'])}</h{node['level']}>"
    if kind == "paragraph":
        mark = ' class="fine"' if node.get("fine") else ""
        return f"<p{mark}>{_spans(node['children'])}</p>"
    if kind == "label":
        return _label(node)
    if kind == "quote":
        return f"<blockquote>{''.join(map(_block, node['children']))}</blockquote>"
    if kind == "code":
        return f"<pre>{html.escape(node['text'])}</pre>"
    if kind == "field":
        return f'<section class="field">{"".join(map(_block, node["children"]))}</section>'
    if kind in ("line", "lines"):
        return '<div class="line" aria-hidden="true"></div>' * node.get("count", 1)
    return {"list": _list, "table": _table, "divider": lambda _: "<hr>"}[kind](node)


def _label(node: Node) -> str:
    name = f'<strong class="name">{html.escape(node["title"])}</strong>'
    children = list(map(_block, node["children"]))
    if children and children[0].startswith("<p>"):
        children[0] = f"<p>{name} {children[0][3:]}"
    else:
        children.insert(0, f"<p>{name}</p>")
    return f'<div class="label {node["name"]}">{"".join(children)}</div>'


def _list(node: Node) -> str:
    tag = "ol" if node["ordered"] else "ul"
    start = f' start="{node["start"]}"' if node["ordered"] and node["start"] != 1 else ""
    ticks = not node["ordered"] and all(_ticked(item) for item in node["items"])
    role = ' class="ticks"' if ticks else ""
    items = "".join(f"<li>{_item(item)}</li>" for item in node["items"])
    return f"<{tag}{start}{role}>{items}</{tag}>"


def _ticked(item: list[Node]) -> bool:
    return bool(item) and item[0]["kind"] == "paragraph" and item[0]["children"][:1] == [{"kind": "box"}]


def _item(item: list[Node]) -> str:
    if len(item) == 1 and item[0]["kind"] == "paragraph":
        return _spans(item[0]["children"])
    return "".join(map(_block, item))


def _table(node: Node) -> str:
    head = "".join(f'<th scope="col">{_spans(cell)}</th>' if cell else "<td></td>" for cell in node["head"])
    rows = "".join(f"<tr>{_row(row, node['fill'])}</tr>" for row in node["rows"])
    mark = ' class="fill"' if node["fill"] else ""
    return f'<div class="wide"><table{mark}><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _row(row: list[list[Node]], fill: bool) -> str:
    cells = [f"<td>{_spans(cell)}</td>" for cell in row]
    if fill and row[0]:
        cells[0] = f'<th scope="row">{_spans(row[0])}</th>'
    return "".join(cells)


def _spans(nodes: list[Node]) -> str:
    return "".join(map(_span, nodes))


def _span(node: Node) -> str:
    kind = node["kind"]
    if kind == "text":
        return html.escape(node["text"])
    if kind == "code":
        return f"<code>{html.escape(node['text'])}</code>"
    if kind == "link":
        return f'<a href="{html.escape(node["href"], quote=True)}">{_spans(node["children"])}</a>'
    if kind in ("strong", "emph"):
        tag = "strong" if kind == "strong" else "em"
        return f"<{tag}>{_spans(node['children'])}</{tag}>"
    return {"space": " ", "newline": "<br>", "box": '<span class="box" aria-hidden="true"></span>'}[kind]
