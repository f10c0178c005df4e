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
    assert f"{PAGE}: cambió aquí" in capsys.readouterr().out


def test_session_is_taken_whole(program: Path, monkeypatch):
    """A session's folder comes with its four files."""
    monkeypatch.chdir(program)

    assert main(["customize", "curriculum/sessions/s05-three-futures"]) == 0
    assert len(states(program)) == 4


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


def test_alone_it_lists_what_can_be_taken(program: Path, monkeypatch, capsys):
    """Pages, sessions, forms, notebooks and messages are listed, and each that is listed can be taken."""
    monkeypatch.chdir(program)
    main(["customize"])
    listed = capsys.readouterr().out.splitlines()

    for path in (PAGE, "curriculum/sessions/s05-three-futures", "curriculum/surveys/es/baseline.yml", "notebooks/3-matching.ipynb", "messages/welcome"):
        assert path in listed
        assert main(["customize", path]) == 0, path


@pytest.mark.parametrize("occasion", ["welcome", "follow-up"])
def test_message_is_taken_into_the_programme(program: Path, monkeypatch, capsys, occasion: str):
    """Its shipped text stands in program.yml, where it is used; every other line stays, and an own text is never replaced."""
    monkeypatch.chdir(program)
    before = (program / "program.yml").read_text(encoding="utf-8")

    assert main(["customize", f"messages/{occasion}"]) == 0
    after = (program / "program.yml").read_text(encoding="utf-8")
    assert [line for line in after.splitlines() if line in before.splitlines()] == before.splitlines()
    assert main(["status"]) == 0
    assert f"messages/{occasion}: sin cambios" in capsys.readouterr().out

    (program / "program.yml").write_text(after.replace(f"    {occasion}:\n      en: \"", f"    {occasion}:\n      en: \"Dear "), encoding="utf-8")
    main(["status"])
    assert f"messages/{occasion}: cambió aquí" in capsys.readouterr().out
    assert main(["customize", f"messages/{occasion}"]) == 2


def test_message_is_not_squeezed_into_an_unknown_layout(program: Path, monkeypatch, capsys):
    """Where program.yml writes its tracking on one line, nothing is changed, and the lines to put there are shown."""
    monkeypatch.chdir(program)
    file = program / "program.yml"
    text = file.read_text(encoding="utf-8")
    start, end = text.index("\ntracking:"), text.index("\nevaluation:")
    file.write_text(text[:start] + "\ntracking: {dormant: 80}\n" + text[end:], encoding="utf-8")
    before = file.read_bytes()

    assert main(["customize", "messages/welcome"]) == 2
    assert "{name}" in capsys.readouterr().err
    assert file.read_bytes() == before


def test_what_is_left_out_is_gone_and_links_to_it_are_words(program: Path, monkeypatch):
    """A page and a session left out are in no book; shipped pages keep the words of their links to them."""
    from mentorkit.io.curriculum import read_curriculum
    from mentorkit.publishing.sources import contents, gathered

    monkeypatch.chdir(program)
    assert main(["customize", "--leave-out", "playbook/es/stages/8-networks.md"]) == 0
    assert main(["customize", "--leave-out", "curriculum/sessions/s08-try-it-small"]) == 0
    sources = gathered(program, read_curriculum(program), "es")
    text = "".join(sources.relinked().values())

    assert "stages/8-networks.md" not in sources.pages and "curriculum/s08-try-it-small.md" not in sources.pages
    assert "8-networks.md" not in text and "s08-try-it-small" not in text
    assert "8-networks" not in str(contents(sources, [])) and "s08" not in str(contents(sources, []))
    assert states(program)["playbook/es/stages/8-networks.md"] == "left out"
    assert main(["customize", "--leave-out", "notebooks/3-matching.ipynb"]) == 2


def test_own_pages_stand_in_the_contents(program: Path):
    """Pages that only this programme has are published: beside their like where there is a part for them, else in a part of their own."""
    from mentorkit.publishing.sources import contents, gathered

    for name in ("equipo.md", "stages/feria.md", "roles/vecina.md", "casos/uno.md"):
        (program / "playbook/es" / name).parent.mkdir(parents=True, exist_ok=True)
        (program / "playbook/es" / name).write_text(f"# {name}\n", encoding="utf-8")
    parts = {part["caption"]: [chapter["file"] for chapter in part["chapters"]] for part in contents(gathered(program, {}, "es"), [])["parts"]}

    assert parts["Nuestras páginas"] == ["casos/uno", "equipo"]
    assert "stages/feria" in parts["Las diez etapas"][-2:] and "roles/vecina" in parts["Por rol"]


BROKEN = """# Nuestro emparejamiento

[sí](../why.md) [no](4-trainin.md) `[code](gone.md)` ![](foto.png)
[afuera](https://example.org) [taller](../../../curriculum/sessions/s99-nada/es.md)
[sección](../why.md#nada) [otra](../why.md#la-idea-en-cinco-pasos)

```
[in a block](gone.md)
```
"""


def test_check_names_what_an_own_page_breaks(program: Path, monkeypatch, capsys):
    """Links that lead nowhere, pictures that are not there or have no words, a page without title or twin: with file, line and remedy."""
    monkeypatch.chdir(program)
    main(["customize", PAGE])
    main(["customize", "--leave-out", "playbook/es/roles/funder.md"])
    (program / PAGE).write_text(BROKEN, encoding="utf-8")
    (program / "playbook/es/equipo.md").write_text("Sin título, [x](roles/funder.md)\n", encoding="utf-8")
    capsys.readouterr()

    assert main(["check", "cohorts/example"]) == 1
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("playbook/")]
    assert [line.split(";")[0] for line in told] == [
        "playbook/es/equipo.md:1: enlaza a roles/funder.md, que no está",
        "playbook/es/equipo.md:1: la página no tiene título",
        f"{PAGE}:3: enlaza a 4-trainin.md, que no está",
        f"{PAGE}:3: la imagen foto.png no está, o no es PNG",
        f"{PAGE}:3: una imagen no tiene palabras para quien no la ve",
        f"{PAGE}:4: enlaza a ../../../curriculum/sessions/s99-nada/es.md, que no está",
        f"{PAGE}:5: enlaza a una sección de ../why.md que no está: #nada",
        "playbook/es/equipo.md:1: la página no está en en",
    ]
    assert "¿quiso decir 4-training.md?" in told[2]


def test_check_speaks_the_language_of_the_page(program: Path):
    """An English page is answered in English, and every problem that is told is told in both languages."""
    from mentorkit.publishing.links import page_problems

    own = program / "playbook/en/team.md"
    own.parent.mkdir(parents=True)
    own.write_text("# Team\n\n[why](why.md#nothing) [gone](gone.md)\n", encoding="utf-8")

    assert {problem.problem for problem in page_problems(program, ["es", "en"])} == {
        "links to a section of why.md that is not there: #nothing", "links to gone.md, which is not there", "the page is not there in es",
    }


def test_check_finds_nothing_in_a_page_as_it_was_taken(program: Path, monkeypatch, capsys):
    """Every shipped page and session, taken as it is, breaks nothing."""
    from mentorkit.publishing.links import page_problems

    monkeypatch.chdir(program)
    for kind in ("playbook", "curriculum"):
        assert main(["customize", kind]) == 0

    assert page_problems(program, ["es", "en"]) == []
