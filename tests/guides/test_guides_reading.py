"""Reading the curriculum: faults inside a file are refused with code, file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mentorkit.errors import ProblemsError
from mentorkit.io.curriculum import parsed_script, read_curriculum, read_guide, read_outcomes

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "curriculum" / "sessions" / "s05-three-futures"
NAME = "curriculum/sessions/s05-three-futures"


@pytest.fixture
def files(tmp_path):
    """A copy of one session, file by file."""
    shutil.copytree(SHIPPED, tmp_path / "s")
    return {f"{NAME}/{file.name}": file for file in (tmp_path / "s").iterdir()}


def spoil(file: Path, old: str, new: str) -> None:
    """Replace the first such text in a file, which must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(files) -> str:
    """Give what the reader says against a session."""
    with pytest.raises(ProblemsError) as refusal:
        read_guide(NAME, files)
    return str(refusal.value)


FAULTS = {
    "unknown key": ("session.yaml", "duration: 120", "lenght: 120\nduration: 120", "[S1]", ":7:"),
    "unknown block type": ("session.yaml", "type: triad", "type: circle", "[S3]", "roleplay"),
    "unseen verb": ("session.yaml", "verb: draw", "verb: understand", "[O3]", "practise"),
    "unknown footing": ("session.yaml", "how: own-words", "how: copied", "[C1]", "licensed"),
    "one objective": ("session.yaml", "objectives:\n", "objectives: []\nformer:\n", "[O4]", "two to four"),
    "Spanish section": ("es.md", "## Puntos clave", "## Para recordar", "[B1]", "no es de las conocidas"),
    "Spanish key": ("es.md", "question:", "pregunta:", "[S4]", "agregue una línea question"),
    "Spanish link": ("es.md", "## Puntos clave\n", "## Puntos clave\n[hoja](nada.md)\n", "[X1]", "corrija la ruta"),
    "Spanish front matter": ("es.md", "title: Tres futuros", "title: Tres: futuros", "[S1]", "no se puede leer"),
    "Spanish words before a label": ("es.md", "**Diga:** ", "", "[B4]", "antes del primer rótulo"),
    "no front matter": ("es.md", "---\n", "", "[S1]", ":1:"),
    "other language": ("es.md", "lang: es", "lang: en", "[S2]", ":1: "),
    "other session": ("en.md", "id: S05", "id: S06", "[S2]", ":1:"),
    "folder and slug": ("session.yaml", "slug: three-futures", "slug: futures", "[S2]", "slug"),
    "doubled block": ("session.yaml", "id: b2,", "id: b1,", "[S1]", "b1"),
    "doubled section": ("en.md", "## b2 ·", "## b1 ·", "[S4]", "twice"),
    "no question": ("en.md", "question:", "questions:", "[S4]", "question"),
    "no revision": ("en.md", "rev: 1", "rev: first", "[S4]", "rev"),
    "unknown section": ("en.md", "## Key points", "## Takeaways", "[B1]", "section"),
    "unknown label": ("es.md", "**Diga:**", "**Digan:**", "[B3]", "rótulo"),
    "label twice": ("en.md", "**Do:**", "**Say:**", "[B3]", "twice"),
    "words before a label": ("en.md", "**Say:** ", "", "[B4]", "label"),
    "dead link": ("en.md", "## Key points\n", "## Key points\n[sheet](nowhere.md)\n", "[X1]", "no file"),
    "missing file": ("worksheet.yaml", None, None, "[S1]", "no such file"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_refused(fault, files):
    """Each fault is named by its check's code, with the file it stands in."""
    name, old, new, code, hint = FAULTS[fault]
    if old is None:
        files.pop(f"{NAME}/{name}")
    else:
        spoil(files[f"{NAME}/{name}"], old, new)

    said = refused(files)

    assert f"{NAME}/{name}:" in said
    assert code in said
    assert hint in said


def test_a_fault_names_its_line(files):
    """The line is that of the heading or label in the file."""
    text = files[f"{NAME}/en.md"].read_text(encoding="utf-8").splitlines()
    line = next(number for number, words in enumerate(text, 1) if words.startswith("**Watch for:**"))
    spoil(files[f"{NAME}/en.md"], "**Watch for:**", "**Watch out:**")

    assert f"{NAME}/en.md:{line}: [B3]" in refused(files)


def test_lines_of_parts_are_those_of_the_file():
    """A section knows the line of its heading and of its first words."""
    text = (SHIPPED / "en.md").read_text(encoding="utf-8")
    lines = text.splitlines()

    script = parsed_script(text, "en", "en.md")

    for part in script.parts:
        assert lines[part.line - 1].startswith("## ")
        assert part.body.startswith(lines[part.body_line - 1])


def test_a_programme_may_replace_one_file(tmp_path):
    """A programme's own text stands in for the shipped one; the rest comes from the package."""
    own = tmp_path / NAME / "en.md"
    own.parent.mkdir(parents=True)
    own.write_text(
        (SHIPPED / "en.md").read_text(encoding="utf-8").replace("title: Three futures", "title: Tomorrows"),
        encoding="utf-8",
    )

    guides = read_curriculum(tmp_path)

    assert guides["S05"].scripts["en"].title == "Tomorrows"
    assert guides["S05"].scripts["es"].title == "Tres futuros"


def test_the_shipped_curriculum_is_whole():
    """Eleven sessions, five modules, nine pair meetings and the partner's rehearsal, in that order."""
    expected = [f"S{n:02d}" for n in range(11)] + [f"T{n}" for n in range(1, 6)]
    expected += [f"P{n}" for n in range(1, 10)] + ["F0"]

    assert expected == list(read_curriculum(ROOT))


def test_the_outcomes_are_seven():
    """The programme works for seven outcomes, each with measures."""
    assert len(read_outcomes(ROOT)) == 7
