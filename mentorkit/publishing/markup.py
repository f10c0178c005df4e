"""What the book's tools leave in a page that hinders people who do not see it; axe-core finds nothing after this."""

from __future__ import annotations

from pathlib import Path

from mentorkit.model.catalogue import texts

_MENDED = (
    # the box of a checklist is a sign, not a field: nobody can tick it, and the words beside it say what it is
    ('<input class="task-list-item-checkbox"', '<input aria-hidden="true" class="task-list-item-checkbox"'),
    # a cell without words heads nothing
    ('<th class="head"><p></p></th>', "<td></td>"),
)
_MENU = '<div class="sidebar-primary-items__start sidebar-primary__section">'


def mend_markup(book: Path, language: str) -> None:
    """Mend every page of a built book."""
    name = texts("publishing", "site", language)["contents"]
    menu = f'<div role="region" aria-label="{name}"{_MENU.removeprefix("<div")}'
    for page in book.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for old, new in (*_MENDED, (_MENU, menu)):
            text = text.replace(old, new)
        page.write_text(text, encoding="utf-8")
