"""Generated files are what their generators give."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentorkit.publishing.generated import generated_files

FILES = generated_files(Path(__file__).parent.parent.parent)


@pytest.mark.parametrize("name", sorted(FILES))
def test_generated_file_is_up_to_date(root: Path, name: str):
    """The repository holds exactly what `python3 noxfile.py generate` writes."""
    assert (root / name).read_text(encoding="utf-8") == FILES[name]
