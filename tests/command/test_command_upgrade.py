"""An upgrade of mentorkit under a partner that has replaced, added and left out things: two whole packages, real commands."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = "playbook/es"
LEFT_OUT = (f"{PAGES}/stages/8-networks.md", "playbook/en/stages/8-networks.md", "curriculum/training/t4-midpoint-circle")


def package(folder: Path, changes: dict[str, tuple[str, str] | str | None]) -> Path:
    """A version of mentorkit: the whole package as it is, with some lines replaced, files added (text) or removed (None)."""
    ignored = shutil.ignore_patterns("results", "public", ".mentorkit", "__pycache__", "_shipped")
    for name in ("mentorkit", "playbook", "curriculum", "notebooks", "cohorts"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in ("program.yml", "_config.yml", "_toc.yml"):
        shutil.copyfile(ROOT / name, folder / name)
    for name, change in changes.items():
        file = folder / name
        if change is None:
            file.unlink()
        elif isinstance(change, str):
            file.write_text(change, encoding="utf-8")
        else:
            text = file.read_text(encoding="utf-8")
            assert change[0] in text, name
            file.write_text(text.replace(*change, 1), encoding="utf-8")
    return folder


def used(version: Path, program: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of one version in the partner's folder."""
    environment = os.environ | {"PYTHONPATH": str(version), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": ""}  # a dozen commands import each package
    return subprocess.run([sys.executable, "-m", "mentorkit", *words], cwd=program, env=environment, capture_output=True, text=True, timeout=300, check=False)


def last_line(name: str) -> str:
    """The last line of a shipped page."""
    return (ROOT / name).read_text(encoding="utf-8").rstrip().splitlines()[-1]


def first_line(name: str) -> str:
    """The title of a shipped page."""
    return (ROOT / name).read_text(encoding="utf-8").splitlines()[0]


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """The old package, the new one, and a partner's folder made and changed under the old one."""
    place = tmp_path_factory.mktemp("upgrade")
    old = package(place / "old", {f"{PAGES}/roles/neighbour.md": "# Vecina\n\nComo venía.\n", "playbook/en/roles/neighbour.md": "# Neighbour\n\nAs it came.\n"})
    titles = {name: first_line(f"{PAGES}/{name}.md") for name in ("why", "glossary", "stages/5-relationship")}
    new = package(place / "new", {
        f"{PAGES}/why.md": (titles["why"], f"{titles['why']}: nueva edición"),
        f"{PAGES}/glossary.md": (titles["glossary"], f"{titles['glossary']} de la nueva edición"),
        f"{PAGES}/stages/5-relationship.md": (titles["stages/5-relationship"], f"{titles['stages/5-relationship']}: nueva edición"),
        f"{PAGES}/stages/11-alumni.md": "# 11. Egresados\n\nNueva en esta edición.\n",
        "playbook/en/stages/11-alumni.md": "# 11. Alumni\n\nNew in this edition.\n",
        "mentorkit/tracking/words/messages.yml": ("Te damos la bienvenida a {program}", "Te recibimos con alegría en {program}"),
    })
    assert used(old, place, "new", "programa", "--no-questions", "--mentees", "12").returncode == 0
    program = place / "programa"
    for name in (f"{PAGES}/why.md", f"{PAGES}/glossary.md", f"{PAGES}/stages/5-relationship.md", f"{PAGES}/stages/3-matching.md", f"{PAGES}/roles/neighbour.md",
                 "curriculum/sessions/s05-three-futures", "messages/welcome"):
        assert used(old, program, "customize", name).returncode == 0, name
    for name in LEFT_OUT:
        assert used(old, program, "customize", "--leave-out", name).returncode == 0, name
    for name, text in ((f"{PAGES}/glossary.md", "# Nuestras palabras\n\nUna sola.\n"), (f"{PAGES}/stages/3-matching.md", "# Nuestro emparejamiento\n")):
        (program / name).write_text(text, encoding="utf-8")
    with (program / f"{PAGES}/stages/5-relationship.md").open("a", encoding="utf-8") as file:
        file.write("\nAsí lo hacemos en nuestro barrio.\n")
    for language, title in (("es", "Nuestro barrio"), ("en", "Our neighbourhood")):
        (program / "playbook" / language / "barrio.md").write_text(f"# {title}\n\n[?](why.md)\n", encoding="utf-8")
    return old, new, program


def bytes_of(program: Path) -> dict[str, str]:
    """The hash of every file of the partner's."""
    return {path.relative_to(program).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in program.rglob("*") if path.is_file()}


def told(version: Path, program: Path, *words: str) -> dict[str, str]:
    """What `status` says of each file."""
    done = used(version, program, "status", *words)
    assert done.returncode == 0, done.stderr
    return dict(line.split(": ", 1) for line in done.stdout.splitlines() if line.startswith(("playbook", "curriculum", "messages")) and ": " in line)


def test_status_says_on_which_side_what_changed(upgraded: tuple[Path, Path, Path]):
    """Before the upgrade nothing lags behind; after it each file has its state, and no byte of the partner's changes."""
    old, new, program = upgraded
    before = bytes_of(program)
    ours = {f"{PAGES}/stages/3-matching.md": "cambió aquí"} | dict.fromkeys(LEFT_OUT[:2], "dejado por fuera")

    assert told(old, program) == ours | told(old, program) and "cambió allá" not in told(old, program).values()
    found = told(new, program)
    assert found.items() >= (ours | {
        f"{PAGES}/why.md": "cambió allá", f"{PAGES}/glossary.md": "cambió en ambos lados (en las mismas líneas; en su archivo, 1)",
        f"{PAGES}/stages/5-relationship.md": "cambió en ambos lados (en lugares distintos)", f"{PAGES}/roles/neighbour.md": "allá ya no está",
        "messages/welcome": "cambió allá", "curriculum/sessions/s05-three-futures/session.yaml": "sin cambios",
    }).items()
    assert bytes_of(program) == before


def test_the_difference_is_what_changed_there(upgraded: tuple[Path, Path, Path]):
    """`--diff` shows the package's change since the page was taken, and none of the partner's own lines."""
    _, new, program = upgraded
    shown = used(new, program, "status", "--diff").stdout

    assert f"-{first_line(f'{PAGES}/stages/5-relationship.md')}\n+{first_line(f'{PAGES}/stages/5-relationship.md')}: nueva edición" in shown
    assert "Te recibimos con alegría" in shown
    assert "nuestro barrio" not in shown and "Una sola" not in shown


def test_what_was_read_no_longer_lags_behind(upgraded: tuple[Path, Path, Path], tmp_path: Path):
    """After `status --read` the page is compared with today's: it is one's own, and the next upgrade starts from here."""
    old, new, program = upgraded
    copy = tmp_path / "programa"
    shutil.copytree(program, copy)
    for name in (f"{PAGES}/glossary.md", "messages/welcome", f"{PAGES}/roles/neighbour.md"):
        assert used(new, copy, "status", "--read", name).returncode == 0, name

    found = told(new, copy)
    assert (found[f"{PAGES}/glossary.md"], found["messages/welcome"]) == ("cambió aquí", "cambió aquí")
    assert f"{PAGES}/roles/neighbour.md" not in found
    assert told(old, copy)[f"{PAGES}/glossary.md"].startswith("cambió en ambos lados")
    assert used(new, copy, "status", "--read", "playbook/es/nothing.md").returncode == 2


def test_check_says_what_leaving_a_session_out_asks_for(upgraded: tuple[Path, Path, Path]):
    """What names a session or a page that was left out is listed, in either version: the programme's arc, sessions, logs, own pages."""
    old, new, program = upgraded

    for version in (old, new):
        errors = used(version, program, "check", "cohorts/example").stderr.partition(" avisos en ")[0].splitlines()[1:-1]
        assert any(line.startswith("curriculum/programme.yaml:") for line in errors)
        broken = [line for line in errors if line.startswith("playbook/")]
        assert len(broken) == 1 and broken[0].startswith(f"{PAGES}/why.md:") and "stages/8-networks.md, que no está" in broken[0]


@pytest.mark.site
def test_the_new_book_holds_both(upgraded: tuple[Path, Path, Path]):
    """The site of the new version, built by the command: the partner's words stay, what is left out stays out, what is new is there."""
    _, new, program = upgraded
    for name in ("curriculum/pairs", "curriculum/partner"):  # fewer worksheets to print
        assert used(new, program, "customize", "--leave-out", name).returncode == 0
    page_of_ours = program / f"{PAGES}/stages/5-relationship.md"
    page_of_ours.write_text(re.sub(r"\[([^]]*)\]\([^)]*curriculum/pairs[^)]*\)", r"\1", page_of_ours.read_text(encoding="utf-8")), encoding="utf-8")
    file = program / "program.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("languages: [es, en]", "languages: [es]"), encoding="utf-8")
    done = used(new, program, "publish", "--out", "sitio")
    assert done.returncode == 0, done.stderr
    page = {name: (program / "sitio/es" / f"{name}.html").read_text(encoding="utf-8") for name in
            ("why", "glossary", "stages/5-relationship", "stages/3-matching", "stages/11-alumni", "barrio", "roles/neighbour", "index")}

    assert "Una sola." in page["glossary"] and "nueva edición" not in page["glossary"].split("<article")[1]
    assert "nuestro barrio" in page["stages/5-relationship"]
    assert "Nuestro emparejamiento" in page["stages/3-matching"] and "Nueva en esta edición" in page["stages/11-alumni"]
    assert "Como venía" in page["roles/neighbour"]
    assert "8-networks" not in "".join(page.values()) and "t4-midpoint" not in "".join(page.values())
    assert not list((program / "sitio").rglob("8-networks*")) and not list((program / "sitio").rglob("t4-midpoint*"))
    assert not (program / "sitio/en").exists()
