"""Values from forms on their way into Markdown and HTML: the same text, and nothing but text."""

from __future__ import annotations

import html

from mentorkit.model.words import cleaned, escaped

__all__ = ["cleaned", "escaped", "escaped_html"]


def escaped_html(text: str) -> str:
    """Give text as HTML that shows just that text, in an element or an attribute."""
    return html.escape(cleaned(text), quote=True)
