"""Panels of notebook 5 and 7, their words, and certificates as PDF."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.telling.stories import Letter, Outbox, Stories, Story

TEXTS = st.text(max_size=40) | st.sampled_from(
    ["<script>alert(1)</script>", '"><img src=x onerror=y>', "javascript:alert(1)", "&lt;"]
)


class Tags(HTMLParser):
    """Collects the tags and links of a page."""

    def __init__(self):
        super().__init__()
        self.tags, self.links = set(), []

    def handle_starttag(self, tag, attrs):
        """Remember a tag, and where it leads."""
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name == "href"]
        assert not any(name.startswith("on") for name, _ in attrs)


def read(page: str) -> Tags:
    """Read a page as a browser would."""
    tags = Tags()
    tags.feed(page)
    return tags


@settings(deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_words_of_people_never_become_markup_in_a_story(heading, kind, words):
    """Whatever a record holds, only our own tags stand in the panel."""
    page = Stories([Story(heading, [("2026-02-02", kind, words)])], heading)._repr_html_()

    assert read(page).tags <= {"section", "p", "details", "summary", "ul", "li", "time", "strong"}


@settings(deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_only_links_to_whatsapp_leave_the_outbox(to, text, link):
    """A link that leads elsewhere is not shown; the text stays text."""
    page = Outbox(
        [Letter(to, "x", text, link), Letter(to, "x", text, "https://wa.me/573001234567?text=a")],
        to,
        "open",
        "none",
    )
    tags = read(page._repr_html_())

    assert {"https://wa.me/573001234567?text=a"} == set(tags.links)
    assert tags.tags <= {"section", "p", "details", "summary", "blockquote", "a"}
