"""What the tools under the book do by default, and what the book does: each row of the table in the playbook's page on safety, built both ways."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from mentorkit.errors import RunError
from mentorkit.model.program import Program
from mentorkit.model.words import escaped
from mentorkit.publishing.building import _built, _configuration
from mentorkit.publishing.reports import published
from mentorkit.running.engines import engine
from mentorkit.running.notebooks import NotebookError, executed

pytestmark = pytest.mark.site
ROOT = Path(__file__).parents[2]
FORM = (
    "{{ 7 * 191 }}", "<script>window.ran = 1</script>", "<img src=x onerror=ran()>", "[go](javascript:ran)", "$\\href{javascript:ran}{x}$", "![p](https://elsewhere.example/p.png)",
    "{download}`../secret.txt`", "**bold** `code` #1 | a", "\\alpha & <b>", "---", "http://elsewhere.example/auto",
)
PARAMETERS = 'cohort: str = ""\nresults: str = ""\nlanguage: str = ""'
BLOCKS = "```{include} ../secret.txt\n```\n\n```{csv-table}\n:file: ../secret.txt\n```"


def notebook() -> nbformat.NotebookNode:
    """An executed notebook with everything in it that must not be published."""
    html_and_script = new_output("display_data", {"text/html": "<p>our table</p>", "application/javascript": "ran()", "text/latex": "$LATEX$"})
    cells = [
        new_markdown_cell("# Report"),
        new_code_cell("cohort = '/srv/somebody/cohorts/x'", metadata={"tags": ["injected-parameters"]}),
        new_code_cell("table", outputs=[html_and_script]),
        new_code_cell("print('x')", metadata={"tags": ["remove-cell"]}, outputs=[new_output("stream", name="stdout", text="REMOVED-OUTPUT")]),
        new_code_cell("1 / 0", outputs=[new_output("error", ename="ZeroDivisionError", evalue="secret value", traceback=["Traceback TRACEBACK-TEXT"])]),
        new_code_cell("js", outputs=[new_output("display_data", {"application/javascript": "window.alone = 1"})]),
    ]
    made = new_notebook(cells=cells)
    made.metadata["papermill"] = {"parameters": {"cohort": "/srv/somebody/cohorts/x"}}
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return made


def sources(folder: Path, lines: str, report: nbformat.NotebookNode) -> Path:
    """A small book: a page with what came from a form, a notebook, and a page that is in no table of contents."""
    book = folder / "book"
    book.mkdir(parents=True)
    (folder / "secret.txt").write_text("SECRET-FILE", encoding="utf-8")
    (book / "index.md").write_text(f"# Start\n\n{lines}\n", encoding="utf-8")
    (book / "stray.md").write_text("# Stray\n\nSTRAY-PAGE\n", encoding="utf-8")
    nbformat.write(report, book / "report.ipynb")
    (book / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters: [{file: report}]\n", encoding="utf-8")
    return book


@pytest.fixture(scope="module")
def default(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The book by the tools' own habits: every text file of its output by path."""
    folder = tmp_path_factory.mktemp("default")
    book = sources(folder, "\n\n".join([*FORM, BLOCKS]), notebook())
    (book / "_config.yml").write_text("execute: {execute_notebooks: 'off'}\n", encoding="utf-8")  # executing is a row of its own
    build(book, folder / "out")
    return read(folder / "out/_build/html")


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The same book as mentorkit publishes it: escaped values, a report cut down, our configuration."""
    folder = tmp_path_factory.mktemp("ours")
    book = sources(folder, "\n\n".join(escaped(line) for line in [*FORM, BLOCKS]), published(notebook(), "# Report"))
    configure(book)
    return read(_built(book, folder / "out"))


def build(book: Path, out: Path, *words: str) -> int:
    command = [sys.executable, "-W", "ignore", "-c", "from jupyter_book.cli.main import main; main()", "build", str(book), "--path-output", str(out), *words]
    return subprocess.run(command, capture_output=True, check=False).returncode


def configure(book: Path) -> None:
    configuration = _configuration(ROOT, Program(program="P"), "es")
    configuration["sphinx"]["config"]["html_context"]["mk_alone"] = []
    configuration["sphinx"]["config"]["html_static_path"], configuration["sphinx"]["config"]["html_css_files"] = [], []
    configuration["sphinx"]["config"]["templates_path"] = [str(ROOT / "playbook/_templates")]
    (book / "_config.yml").write_text(yaml.safe_dump(configuration, allow_unicode=True), encoding="utf-8")


def read(site: Path) -> dict[str, str]:
    """Every text of the output that is not the theme's own."""
    files = [path for path in site.rglob("*") if path.is_file() and "_static" not in path.parts and path.suffix in (".html", ".js", ".ipynb", ".md", ".txt", "")]
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8", errors="replace") for path in files}


def words(page: str) -> str:
    """What a reader sees of a page's article."""
    article = page.split("<article", 1)[1].split("</article>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", article)).split())


def test_text_of_a_form_is_a_program_by_default(default, ours):
    """Double braces are run while the book builds; in ours they stand there as they were written."""
    assert "1337" in words(default["index.html"])
    assert "1337" not in words(ours["index.html"]) and "{{ 7 * 191 }}" in words(ours["index.html"])


@pytest.mark.parametrize("sign", ["<script>window.ran = 1</script>", "onerror=ran()>", 'src="https://elsewhere.example/p.png"', "SECRET-FILE"])
def test_text_of_a_form_is_markup_by_default(default, ours, sign):
    """Scripts, pictures from elsewhere and other files of the machine come into the page; in ours none does."""
    assert any(sign in text for text in default.values())
    assert not any(sign in text for text in ours.values())


@pytest.mark.parametrize("line", FORM)
def test_text_of_a_form_stays_the_same_text(ours, line):
    """What was written is what is read."""
    assert " ".join(line.split()) in words(ours["index.html"])


def test_a_removed_cell_is_published_by_default(default, ours):
    """The book's copied sources hold it; ours copies none."""
    assert any("REMOVED-OUTPUT" in text for text in default.values())
    assert not any("REMOVED-OUTPUT" in text for text in ours.values())
    assert not [name for name in ours if name.startswith("_sources")]


@pytest.mark.parametrize("sign", ["/srv/somebody", "TRACEBACK-TEXT", "window.alone = 1"])
def test_a_notebooks_traces_are_published_by_default(default, ours, sign):
    """Parameters with paths, error messages and scripts among the outputs; of ours the words and our tables are left."""
    assert any(sign in text for text in default.values())
    assert not any(sign in text for text in ours.values())
    assert "our table" in ours["report.html"]


def test_pages_outside_the_contents_are_built_by_default(default, ours):
    """A draft that is in no table of contents stands on the default site, and not on ours."""
    assert any("STRAY-PAGE" in text for text in default.values())
    assert not any("STRAY-PAGE" in text for text in ours.values())


def test_every_page_asks_other_hosts_by_default(default, ours):
    """The default pages load from elsewhere; ours load nothing that is not beside them."""
    loading = re.compile(r"""(?:<(?:script|link|img)[^>]*(?:src|href)=["']?|["'])https://(?:cdn|unpkg|cdnjs)[^"'>]*""")
    assert any(loading.search(text) for name, text in default.items() if name.endswith(".html"))
    assert not any(loading.search(text) for text in ours.values())


def test_a_failing_notebook_is_built_by_default(tmp_path: Path):
    """By default the book executes a notebook, publishes its error and says that all went well; ours executes none, and a run refuses it."""
    failing = new_notebook(cells=[new_markdown_cell("# Report"), new_code_cell("secret = 7 * 191\nraise ValueError(secret)")], metadata=notebook().metadata)
    book = sources(tmp_path, "words", failing)
    assert build(book, tmp_path / "default") == 0
    assert any("ValueError" in text and "1337" in text for name, text in read(tmp_path / "default/_build/html").items() if name.endswith(".html"))

    configure(book)
    assert not any("1337" in text for text in read(_built(book, tmp_path / "ours")).values())
    (tmp_path / "notebooks").mkdir()
    nbformat.write(new_notebook(cells=[new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}), *failing.cells[1:]], metadata=failing.metadata), tmp_path / "notebooks/cohort-report.ipynb")
    with engine(1) as by, pytest.raises(NotebookError, match="cell 3: ValueError"):
        executed(by, tmp_path, "cohort-report", {"cohort": "c", "results": "", "language": "es"}, tmp_path, {})


def test_a_failed_build_passes_the_second_time_by_default(tmp_path: Path):
    """By default a page with an error fails once and passes then, and a page taken away stays; ours fails in the very same folder."""
    book = sources(tmp_path, "[x](nowhere.md)", published(notebook(), "# Report"))
    (book / "_config.yml").write_text("execute: {execute_notebooks: 'off'}\n", encoding="utf-8")
    assert [build(book, tmp_path / "out", "-W", "--keep-going") for _ in range(2)] == [1, 0]
    (book / "report.ipynb").unlink()
    (book / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    (book / "index.md").write_text("# Start\n", encoding="utf-8")
    build(book, tmp_path / "out")
    assert (tmp_path / "out/_build/html/report.html").exists()

    configure(book)
    (book / "index.md").write_text("# Start\n\n[x](nowhere.md)\n", encoding="utf-8")
    with pytest.raises(RunError, match=r"index\.md:3"):
        _built(book, tmp_path / "out")
