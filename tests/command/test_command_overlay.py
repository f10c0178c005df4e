"""A partner's own files: taken, changed, and compared with what is shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentorkit import overlay
from mentorkit.cli import main

PAGE = "playbook/es/stages/3-matching.md"


def states(program: Path) -> dict[str, str]:
    """Each own file's state."""
    return {one.path: one.state for one in overlay.own_files(program)}


def test_taken_page_replaces_the_shipped_one(program: Path, monkeypatch, capsys):
    """`customize` copies a page, `status` knows it, and the site's sources hold the partner's words."""
    from mentorkit.publishing.sources import gathered

    monkeypatch.chdir(program)

    assert main(["customize", PAGE]) == 0
    assert states(program) == {PAGE: "unchanged"}
    (program / PAGE).write_text("# Nuestro emparejamiento\n", encoding="utf-8")

    assert states(program) == {PAGE: "changed here"}
    assert gathered(program, {}, "es").pages["stages/3-matching.md"] == "# Nuestro emparejamiento\n"
    assert main(["status"]) == 0
    assert f"{PAGE}: changed here" in capsys.readouterr().out


def test_session_is_taken_whole(program: Path, monkeypatch):
    """A session's folder comes with its four files."""
    monkeypatch.chdir(program)

    assert main(["customize", "curriculum/sessions/s05-three-futures"]) == 0
    assert len(states(program)) == 4


def test_upgrade_is_seen_on_either_side(program: Path, tmp_path: Path, monkeypatch):
    """When the shipped file changes, one's own lags behind; where both changed, the difference is shown; one's words stay."""
    shipped = tmp_path / "package"
    for name in ("a.md", "b.md", "c.md"):
        (shipped / "playbook").mkdir(parents=True, exist_ok=True)
        (shipped / "playbook" / name).write_text("old\n", encoding="utf-8")
    monkeypatch.setattr(overlay, "shipped_folder", lambda: shipped)
    monkeypatch.setattr("mentorkit.shipped.shipped_folder", lambda: shipped)
    overlay.take(program, "playbook")
    (program / "playbook" / "b.md").write_text("mine\n", encoding="utf-8")
    for name in ("a.md", "b.md"):
        (shipped / "playbook" / name).write_text("new\n", encoding="utf-8")
    (shipped / "playbook" / "c.md").unlink()

    found = {one.path: one for one in overlay.own_files(program)}

    assert {path: one.state for path, one in found.items()} == {
        "playbook/a.md": "changed there", "playbook/b.md": "changed on both sides", "playbook/c.md": "gone there",
    }
    assert "-mine" in found["playbook/b.md"].news
    assert "+new" in found["playbook/b.md"].news
    assert (program / "playbook" / "b.md").read_text(encoding="utf-8") == "mine\n"


@pytest.mark.parametrize("path", ["nothing/here.md", "playbook/es/stages/3-maching.md", "../program.yml", "playbook/../program.yml", ""])
def test_what_is_not_shipped_is_refused(program: Path, monkeypatch, capsys, path: str):
    """A path that is not shipped, or leads out, is refused with exit code 2 and nothing is written."""
    monkeypatch.chdir(program)

    assert main(["customize", path]) == 2
    assert not (program / "playbook").exists()


def test_own_file_is_never_overwritten(program: Path, monkeypatch, capsys):
    """Taking a page twice leaves the partner's words as they are."""
    monkeypatch.chdir(program)
    main(["customize", PAGE])
    (program / PAGE).write_text("mine", encoding="utf-8")

    assert main(["customize", PAGE]) == 2
    assert (program / PAGE).read_text(encoding="utf-8") == "mine"
