"""Sections read one by one, so that documents with sections in common are read faster, give the document as read whole."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from mentorkit.guides.document import _blocks, _grouped, document_tree

LINES = st.sampled_from([
    "# One", "## Two **bold**", "### Three", "#### ", "#no heading", "    # in code", "- # in a list", "> # quoted", "words", "", "- item", "  more",
    "1. first", "2. second", "> said", "lazy", "| a | b |", "|---|---|", "| 1 | |", "***", "_____", "======", "------", "**Say:** hello", "☐ box",
    "```", "~~~ text", "[word]", "[word]: https://example.org", "<div>", "<!-- # -->", "*open", "close*", "\\# not one", "tab\t# x",
])


@given(st.lists(LINES, max_size=14).map("\n".join), st.sampled_from(["es", "en"]))
@example("```\n# in a fence\n```\n# after", "en")
@example("[word]\n\n# later\n\n[word]: https://example.org", "es")
def test_sections_read_alone_are_those_of_the_whole(markdown: str, language: str):
    """Headings, lists, fences, quotes, tables and addresses given elsewhere come out as if the text were read at once."""
    assert document_tree(markdown, language) == _grouped(list(_blocks(markdown)), language)
