"""`mentorkit new`: what is answered lands in the folder, what is not stays a question, and what is about people stays out."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import zlib
from argparse import Namespace
from pathlib import Path

import pytest
import yaml

from mentorkit.cli import main
from mentorkit.cli.answers import _NAMES, Answers, answers
from mentorkit.cli.command import command_parser
from mentorkit.io.yaml import checked_model, read_document
from mentorkit.model.program import Program
from mentorkit.publishing.sealing import seal

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the workflows run in a POSIX shell")
STARTING = Path(__file__).parents[2] / "mentorkit" / "cli" / "starting"
SAID = {
    "name": 'Chaka "puentes": año 1', "language": "es", "organisation": "Fundación Chaka Ñan", "place": "Quito", "country": "ec", "mentees": "30",
    "mentors": "18", "contact": "hola@chaka.example", "safety-contact": "Rosa Tipán, +593 399 000 111", "accent": "#7a2e8e", "warm": "#a0522d", "paper": "#fffdfb",
}
PNG = b"\x89PNG\r\n\x1a\n" + b"".join(
    len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
    for kind, data in ((b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0"), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
)


def options(**changed: str) -> list[str]:
    """The answers as options of the command."""
    return [word for key, value in (SAID | changed).items() for word in (f"--{key}", value)]


def program_of(folder: Path) -> Program:
    """What program.yml says."""
    return checked_model(Program, read_document(folder / "program.yml"))


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    """A picture of one point."""
    (tmp_path / "logo of ours.png").write_bytes(PNG)
    return tmp_path / "logo of ours.png"


def assert_as_said(folder: Path) -> None:
    """Every answer stands in program.yml, the logo beside it, and the cohort has the size."""
    told = program_of(folder)
    assert (told.program, told.organisation, told.place, told.country) == (SAID["name"], "Fundación Chaka Ñan", "Quito", "EC")
    assert (told.languages[0], told.publishing.contact, told.tracking.safety_contact) == ("es", SAID["contact"], SAID["safety-contact"])
    assert (told.design.size.mentees, told.design.size.mentors) == (30, 18)
    assert told.publishing.colors.model_dump() == {"accent": "#7a2e8e", "warm": "#a0522d", "paper": "#fffdfb"}
    assert told.publishing.logo == "logo.png" and (folder / "logo.png").read_bytes() == PNG
    for name, size in (("mentees", 30), ("mentors", 18)):
        with (folder / "cohorts/example" / f"{name}.csv").open(encoding="utf-8") as file:
            assert len(list(csv.reader(file))) == size + 1


def test_options_are_answers(tmp_path: Path, logo: Path, capsys):
    """What the options say stands where program.yml would ask, and the cohort has no errors."""
    assert main(["new", str(tmp_path / "p"), *options(), "--logo", str(logo)]) == 0

    assert_as_said(tmp_path / "p")
    assert main(["check", str(tmp_path / "p/cohorts/example")]) == 0


def test_a_file_of_answers_says_the_same(tmp_path: Path, logo: Path):
    """The same answers from a file give the same folder, byte for byte; the logo's path counts from the file."""
    said = {key.replace("-", "_"): int(value) if value.isdigit() else value for key, value in SAID.items()}
    said = {key: value for key, value in said.items() if key not in _NAMES} | {"colors": {key: SAID[key] for key in _NAMES}, "logo": logo.name}
    (tmp_path / "answers.yml").write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")

    main(["new", str(tmp_path / "one"), "--answers", str(tmp_path / "answers.yml")])
    main(["new", str(tmp_path / "two"), *options(), "--logo", str(logo)])

    assert_as_said(tmp_path / "one")
    for path in (path for path in (tmp_path / "two").rglob("*") if path.is_file()):
        assert path.read_bytes() == (tmp_path / "one" / path.relative_to(tmp_path / "two")).read_bytes()


@pytest.mark.parametrize(("text", "said"), [
    ("nmae: X\n", r'answers\.yml:1: .*"nmae"'), ("name: X\nmentees: 3\n", r"answers\.yml:2: .*10"), ("colors:\n  accent: '#7cc7c5'\n", r"answers\.yml:1: .*contraste de 1\.75.*#4a7776"),
])
def test_a_wrong_file_of_answers_is_told_by_line(tmp_path: Path, capsys, text: str, said: str):
    """A misspelt key, a size that is too small and a colour nobody can read are refused with line and remedy; nothing is made."""
    (tmp_path / "answers.yml").write_text(text, encoding="utf-8")

    assert main(["new", str(tmp_path / "p"), "--answers", str(tmp_path / "answers.yml")]) == 1
    assert re.search(said, capsys.readouterr().err)
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize(("words", "said"), [
    (["--accent", "#7cc7c5"], "contraste de 1.75"), (["--accent", "red"], "--accent: como #"), (["--country", "COL"], "--country: dos letras"),
    (["--mentees", "3"], "--mentees: "), (["--paper", "#222222"], "muy oscuro"), (["--name", " "], "--name: "),
])
def test_a_wrong_option_is_refused(tmp_path: Path, capsys, words: list[str], said: str):
    """The option is named, exit code 2, and nothing is made."""
    assert main(["new", str(tmp_path / "p"), *words]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize(("data", "said"), [(b"GIF89a", "no es un PNG"), (PNG + b"\0" * 500_000, "hágalo más pequeño"), (None, "no está en esta carpeta")])
def test_a_logo_that_cannot_be_used_is_refused(tmp_path: Path, capsys, data: bytes | None, said: str):
    """Another format under the name of a PNG, one too large for a phone, or none: nothing is made."""
    if data is not None:
        (tmp_path / "l.png").write_bytes(data)

    assert main(["new", str(tmp_path / "p"), "--logo", str(tmp_path / "l.png")]) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "p").exists()


def asked(folder: Path, lines: list[str]) -> tuple[str, int]:
    """Run the command on a terminal of its own, type lines, and give what stood there and the exit code."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen([sys.executable, "-m", "mentorkit", "new", str(folder)], stdin=theirs, stdout=theirs, stderr=theirs, env=os.environ | {"PYTHONUTF8": "1"})
    os.close(theirs)
    os.write(ours, "".join(line if line == "\x04" else f"{line}\n" for line in lines).encode())
    seen = b""
    try:
        while part := os.read(ours, 10_000):
            seen += part
    except OSError:  # the other end is closed
        pass
    code = process.wait(timeout=60)
    os.close(ours)
    return seen.decode(), code


def test_on_a_terminal_it_asks(tmp_path: Path, logo: Path):
    """Each question in turn, in the language that was chosen; a colour nobody can read is asked again; an empty line leaves a question open."""
    lines = ["en", "Bridges", "", "Leeds", "gb", "ten", "20", "", "", "Sam, 0113 000", "", "#7cc7c5", "#7a2e8e", "", str(logo)]

    seen, code = asked(tmp_path / "p", lines)
    told = program_of(tmp_path / "p")

    assert code == 0, seen
    assert "What is the programme called?" in seen and "¿Cómo se llama" not in seen
    assert "contrast of 1.75" in seen and "A whole number from 10 to 2000." in seen
    assert (told.program, told.place, told.country, told.organisation) == ("Bridges", "Leeds", "GB", "–")
    assert (told.design.size.mentees, told.publishing.contact, told.tracking.safety_contact) == (20, None, "Sam, 0113 000")
    assert (told.publishing.colors.accent, told.publishing.colors.paper, told.publishing.logo) == ("#7a2e8e", "#fffdf9", "logo.png")


def test_whoever_stops_answering_has_nothing_made(tmp_path: Path):
    """The end of typing in the middle of the questions leaves no half folder."""
    seen, code = asked(tmp_path / "p", ["es", "Puentes", "\x04"])

    assert code == 2 and "no se hizo nada" in seen
    assert not (tmp_path / "p").exists()


def test_every_answer_has_an_option_and_a_question():
    """Options, the file's keys and the questions on the terminal are the same, and each question stands in both languages."""
    keys = {*Answers.model_fields, *_NAMES} - {"colors"}
    questions = yaml.safe_load((STARTING / "questions.yml").read_text(encoding="utf-8"))
    chosen = vars(command_parser().parse_args(["new", "x"]))

    assert set(questions) == keys == set(chosen) - {"command", "folder", "answers", "no_questions"}
    assert all(set(words) == {"es", "en"} for words in questions.values())


@pytest.mark.parametrize("language", ["es", "en"])
def test_readme_is_for_the_partner(tmp_path: Path, language: str):
    """It stands in the programme's language, names the programme as it is called, and leaves no place unfilled."""
    main(["new", str(tmp_path / "p"), *options(language=language, name="A *bold* [[name]] <b>")])
    text = (tmp_path / "p/README.md").read_text(encoding="utf-8")

    assert text.startswith("# A \\*bold\\* \\[\\[name\\]\\] \\<b\\>\n")
    assert {"es": "Lo lleva Fundación", "en": "It is run by Fundación"}[language] in text
    assert "[[about]]" not in text and "mentorkit publish" in text


def test_readmes_say_the_same():
    """Both have the same headings' levels, rows, steps and commands."""
    shapes = []
    for language in ("es", "en"):
        text = (STARTING / f"readme.{language}.md").read_text(encoding="utf-8")
        signs = re.findall(r"^(#+|\||\d\.)", text, re.MULTILINE)
        commands = [re.sub(r"(su-ciudad|your-town|playbook/..)", "", one) for one in re.findall(r"`(mentorkit [a-z]+|pip [^`]*)", text)]
        shapes.append((signs, commands))

    assert shapes[0] == shapes[1]


@pytest.mark.skipif(shutil.which("git") is None, reason="no git here")
def test_nothing_about_people_is_put_under_version_control(tmp_path: Path):
    """git takes settings, code books, aggregates and the site; no table of a real cohort, result, workbook or key, wherever they lie."""
    folder = tmp_path / "p"
    main(["new", str(folder)])
    private = [
        "cohorts/quito-1/mentees.csv", "cohorts/quito-1/Inscripción (respuestas).xlsx", "cohorts/quito-1/meetings.csv", "cohorts/quito-1/surveys/exit.csv",
        "cohorts/quito-1/results/3-matching.html", "cohorts/quito-1/.mentorkit/audit.jsonl", "cohorts/quito-1/notes.docx", "cohorts/example/results/a.html",
        "cohorts/example/.mentorkit/key", ".mentorkit/key", "export.xlsx", "old/people.csv", "copia.zip",
    ]
    kept = ["cohorts/quito-1/cohort.yml", "cohorts/quito-1/surveys/exit.yml", "cohorts/quito-1/public/summary.json", "site/index.html", "playbook/es/why.md", ".mentorkit/taken/a.md"]
    for name in private + kept:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")
    for words in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *words], cwd=folder, check=True)

    found = subprocess.run(["git", "-c", "core.quotepath=off", "ls-files"], cwd=folder, capture_output=True, text=True, check=True).stdout.splitlines()

    assert set(found) & set(private) == set()
    assert set(kept) <= set(found)
    assert {"program.yml", "README.md", "cohorts/example/mentees.csv", ".github/workflows/site.yml"} <= set(found)


def steps(name: str) -> list[str]:
    """What a host's shell is told to do, as one script each."""
    plan = yaml.safe_load((STARTING / name).read_text(encoding="utf-8"))
    if name == "gitlab.yml":
        return ["set -e\n" + "\n".join(plan["pages"]["script"])]
    return ["set -e\n" + step["run"] for step in plan["jobs"]["publish"]["steps"] if "run" in step]


def test_a_new_programme_is_whole_or_nothing(tmp_path: Path, monkeypatch):
    """Where something fails half-way, the folder stays empty, and the same command may be typed again."""
    from mentorkit.cli import newprogram

    def broken(*_, **__):
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(newprogram, "write_example", broken)
        assert main(["new", str(tmp_path / "p"), "--language", "es"]) == 3
    assert list((tmp_path / "p").iterdir()) == []
    assert main(["new", str(tmp_path / "p"), "--language", "es"]) == 0
    assert {path.name for path in (tmp_path / "p").iterdir()} == {".gitattributes", ".github", ".gitignore", ".gitlab-ci.yml", "README.md", "cohorts", "program.yml"}


class Spanish:
    """Somebody who answers a question wrongly first, and remembers what was told."""

    def __init__(self, *lines: str):
        self.lines, self.told = list(lines), []

    def ask(self, question: str) -> str:
        return self.lines.pop(0) if self.lines else ""

    def tell(self, words: str) -> None:
        self.told.append(words)


def test_a_slip_is_told_in_the_language_that_asks():
    """Whoever is asked in Spanish reads in Spanish how an answer has to look."""
    somebody = Spanish("es", "", "", "", "Ecuador", "EC", "muchos", "5", "30")
    said, _ = answers(Namespace(answers=None), somebody)

    assert (said.country, said.mentees) == ("EC", 30)
    assert somebody.told == ["Dos letras, como CO.", "Un número entero, de 10 a 2000.", "Un número entero, de 10 a 2000."]


@pytest.mark.parametrize("name", ["github.yml", "gitlab.yml"])
@pytest.mark.parametrize(("change", "passes"), [
    (lambda site: None, True),
    (lambda site: (site / "index.html").write_text("other"), False),
    (lambda site: (site / "es" / "list.html").write_text("added"), False),
    (lambda site: (site / "es" / "a ñ.html").unlink(), False),
    (lambda site: (site / ".mentorkit-site").unlink(), False),
])
def test_the_workflow_lets_only_the_site_pass_that_the_gate_saw(tmp_path: Path, name: str, change, passes: bool):
    """A site with a file changed, added or lost after the gate, or without the seal, is not put online."""
    site = tmp_path / "site"
    (site / "es").mkdir(parents=True)
    for page in ("index.html", "es/a ñ.html", ".nojekyll"):
        (site / page).write_text(f"page {page}", encoding="utf-8")
    seal(site)
    change(site)

    done = [subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, check=False).returncode for script in steps(name)]

    assert (set(done) == {0}) == passes


@pytest.mark.parametrize("name", ["github.yml", "gitlab.yml"])
def test_the_workflow_asks_nobody(name: str):
    """No address, and no command that would load something, stands in what a host runs; actions are the host's own."""
    text = (STARTING / name).read_text(encoding="utf-8")

    assert not re.search(r"https?:|//|curl|wget|\b(pip|npm|apt|git) ", "\n".join(steps(name)))
    assert set(re.findall(r"uses: (\S+?)/", text)) <= {"actions"}
