"""Values from forms on their way into Markdown and HTML: the same text, and nothing but text."""

from __future__ import annotations

import html
import re
import string
import unicodedata

_PUNCTUATION = re.compile(f"([{re.escape(string.punctuation)}])")


def cleaned(text: str) -> str:
    """Drop control and format characters and collapse white space."""
    spaced = re.sub(r"\s+", " ", text)
    return "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")).strip()


def escaped(text: str) -> str:
    """Give text as Markdown that shows just that text: a backslash before every ASCII punctuation mark."""
    return _PUNCTUATION.sub(r"\\\1", cleaned(text))


def escaped_html(text: str) -> str:
    """Give text as HTML that shows just that text, in an element or an attribute."""
    return html.escape(cleaned(text), quote=True)
