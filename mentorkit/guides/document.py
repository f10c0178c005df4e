"""Markdown as a plain tree, which the page and the printed sheet are set from."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from mentorkit.guides.wording import LABELS, WORDS

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

Node = dict[str, Any]
_UNSEEN = ("Cc", "Cs", "Co", "Cn")
_REACHES_ON = re.compile(r"```|~~~|\]:")
"""Marks of what may reach over a heading: a fence around text, an address given elsewhere."""
_SAFE_LINK = re.compile(r"(https?:|mailto:|tel:|#)")


@lru_cache(maxsize=8)  # a guide is set as a page and in print one after the other
def document_tree(markdown: str, language: str) -> list[Node]:
    """
    Give Markdown as nested plain values: blocks with a `kind` and their `children`.

    Block kinds are `heading, paragraph, list, table, lines, divider, quote, code`, `label` (a named part of
    a session's block: what to say, do, ask…) and `field` (a heading with what to fill in). Inline kinds are
    `text, strong, emph, code, link, space, newline, box`. Raw HTML is text like any other, and images give
    their alternative text. A break made of underscores is a line to write on (`line` inside a list), and ☐ is
    a box to tick. The values are shared between calls: they are read, never changed.
    """
    parts = [markdown] if _REACHES_ON.search(markdown) else re.split(r"^(?=#{1,6} )", markdown, flags=re.MULTILINE)
    return _grouped([block for part in parts for block in _blocks(part)], language)


@lru_cache(maxsize=4096)  # people's handbooks have most of their sections in common
def _blocks(markdown: str) -> tuple[Node, ...]:
    """Give the blocks of a section: a heading ends whatever stands above it, so that each is read by itself."""
    from markdown_it.tree import SyntaxTreeNode

    return tuple(_block(node) for node in SyntaxTreeNode(_parser().parse(markdown)).children)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _block(node: Any) -> Node:
    made = _BLOCKS.get(node.type)
    return made(node) if made else {"kind": "code", "text": node.content}


def _heading(node: Any) -> Node:
    """Give a heading; one without a word is a paragraph, as readers by ear could not tell it."""
    children = _inline(node)
    worded = any(letter.isprintable() and not letter.isspace() for letter in plain_text(children))
    kind = {"kind": "heading", "level": int(node.tag[1])} if worded else {"kind": "paragraph"}
    return kind | {"children": children}


def _list(node: Any) -> Node:
    return {
        "kind": "list",
        "ordered": node.type == "ordered_list",
        "start": int(node.attrs.get("start", 1)),
        "items": [[_block(child) for child in item.children] for item in node.children],
    }


def _table(node: Any) -> Node:
    head, *body = [[_inline(cell) for cell in row.children] for part in node.children for row in part.children]
    return {"kind": "table", "head": head, "rows": body, "fill": any(not cell for row in body for cell in row)}


_BLOCKS = {
    "heading": _heading,
    "paragraph": lambda node: {"kind": "paragraph", "children": _inline(node)},
    "bullet_list": _list,
    "ordered_list": _list,
    "table": _table,
    "hr": lambda node: {"kind": "line" if node.markup.startswith("_") else "divider"},
    "blockquote": lambda node: {"kind": "quote", "children": [_block(child) for child in node.children]},
}


def _inline(node: Any) -> list[Node]:
    nodes: list[Node] = []
    for child in node.children[0].children if node.children else []:
        nodes += _span(child)
    return nodes


def _span(node: Any) -> list[Node]:
    if node.type == "text":
        return _boxed(node.content)
    if node.type in ("softbreak", "hardbreak"):
        return [{"kind": "space" if node.type == "softbreak" else "newline"}]
    if node.type == "code_inline":
        return [{**span, "kind": "code"} if span["kind"] == "text" else span for span in _boxed(node.content)]
    inner = [span for child in node.children for span in _span(child)]
    if node.type == "link" and _SAFE_LINK.match(str(node.attrs.get("href", ""))):
        return [{"kind": "link", "href": str(node.attrs["href"]), "children": inner}]
    if node.type in ("strong", "em"):
        return [{"kind": "strong" if node.type == "strong" else "emph", "children": inner}]
    return inner or _boxed(node.content)


def _boxed(text: str) -> list[Node]:
    shown = text if text.isprintable() else "".join(letter for letter in text if unicodedata.category(letter) not in _UNSEEN)
    parts = re.split("(☐)", shown)
    return [{"kind": "box"} if part == "☐" else {"kind": "text", "text": part} for part in parts if part]


def _grouped(blocks: list[Node], language: str) -> list[Node]:
    """Gather what belongs together: lines to write on, a label with its text, a field with its answer."""
    return _fields(_labels(_ruled(_fine(blocks, language)), language), language)


def _fine(blocks: list[Node], language: str) -> list[Node]:
    """Mark the credits, which are set small."""
    result, fine = [], False
    for block in blocks:
        if block["kind"] == "heading":
            fine = plain_text(block["children"]) == WORDS[language]["credits"]
        result.append(block | {"fine": True} if fine else block)
    return result


def _ruled(blocks: list[Node]) -> list[Node]:
    result: list[Node] = []
    for block in blocks:
        if block["kind"] == "line" and result and result[-1]["kind"] == "lines":
            result[-1]["count"] += 1
        else:
            result.append({"kind": "lines", "count": 1} if block["kind"] == "line" else block)
    return result


def _labels(blocks: list[Node], language: str) -> list[Node]:
    names = {WORDS[language][label]: label for label in LABELS}
    names[WORDS[language]["ask_participant"]] = "ask"
    result: list[Node] = []
    for block in blocks:
        name = _label(block, names)
        if name:
            result.append(_label_node(block, name))
        elif result and result[-1]["kind"] == "label" and not _closes(result[-1], block, language):
            result[-1]["children"].append(block)
        else:
            result.append(block)
    return result


def _fields(blocks: list[Node], language: str) -> list[Node]:
    """Gather each heading of the third level with the lines, boxes or table to fill in below it."""
    result: list[Node] = []
    for block in blocks:
        opened = result and result[-1]["kind"] == "field"
        if block["kind"] == "heading" and block["level"] == 3:
            result.append({"kind": "field", "children": [block]})
        elif opened and block["kind"] not in ("heading", "label"):
            result[-1]["children"].append(block)
        else:
            result.append(_paged(block, result, language))
    return [part for block in result for part in _ungrouped(block)]


def _ungrouped(block: Node) -> list[Node]:
    """Give a field that has nothing to fill in as the blocks it was made of."""
    is_field = block["kind"] == "field" and any(map(_to_fill, block["children"]))
    if block["kind"] != "field":
        return [block]
    return [block | {"size": sum(map(_rows, block["children"]))}] if is_field else block["children"]


def _to_fill(block: Node) -> bool:
    if block["kind"] == "paragraph":
        return {"kind": "box"} in block["children"] or "____" in plain_text(block["children"])
    if block["kind"] == "list":
        return any(part["kind"] == "line" or _to_fill(part) for item in block["items"] for part in item)
    return block["kind"] == "lines" or (block["kind"] == "table" and block["fill"])


def _rows(block: Node) -> int:
    counts = {"lines": "count", "table": "rows", "list": "items"}
    size = block.get(counts.get(block["kind"], ""), 1)
    return size if isinstance(size, int) else len(size)


def _paged(block: Node, before: list[Node], language: str) -> Node:
    """Let a worksheet begin on a page of its own, unless it is the first section."""
    sections = any(_opens_section(node) and node["level"] == 2 for node in before)
    if sections and _opens_section(block) and block["level"] == 2:
        return block | {"page": plain_text(block["children"]).startswith(WORDS[language]["worksheet"] + ":")}
    return block


def _opens_section(block: Node) -> bool:
    return block["kind"] == "heading" and block["level"] <= 2


def _closes(label: Node, block: Node, language: str) -> bool:
    """Say whether a block stands outside the label before it; a participant's questions end at any heading."""
    asked = label["title"] == WORDS[language]["ask_participant"]
    return _opens_section(block) or (asked and block["kind"] == "heading")


def _label(block: Node, names: dict[str, str]) -> str | None:
    first = block["children"][0] if block["kind"] == "paragraph" and block["children"] else None
    if first is None or first["kind"] != "strong":
        return None
    text = plain_text(first["children"])
    return names.get(text[:-1]) if text.endswith(":") else None


def _label_node(block: Node, name: str) -> Node:
    first, *rest = block["children"]
    if rest and rest[0]["kind"] == "text":
        rest = [{"kind": "text", "text": rest[0]["text"].lstrip()}, *rest[1:]]
    elif rest and rest[0]["kind"] == "space":
        rest = rest[1:]
    children = [{"kind": "paragraph", "children": rest}] if rest else []
    return {"kind": "label", "name": name, "title": plain_text(first["children"])[:-1], "children": children}


def plain_text(nodes: list[Node]) -> str:
    """Give the words of inline nodes."""
    return "".join(
        node.get("text", " " if node["kind"] == "space" else plain_text(node.get("children", [])))
        for node in nodes
    )
