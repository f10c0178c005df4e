"""The playbook's walk from an export to a roster shows what the commands print."""

from __future__ import annotations

import pytest

from mentorkit.cli.check_walk import PAGE, walk_blocks
from mentorkit.telling.monday import with_blocks


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_walk_shows_what_the_commands_print(root, language):
    """Every block of the page is computed; `python -m mentorkit.cli.check_walk` writes them again."""
    page = (root / PAGE.format(language=language)).read_text(encoding="utf-8")

    assert with_blocks(page, walk_blocks(root, language)) == page
