"""Two ways to execute a notebook give the same notebook, and each says what went wrong."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from mentorkit.running.engines import Failed, Plain, Warm, Work

NEEDS_FORK = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
SHOWS = (
    "import sys\nprint('one'); print('two', file=sys.stderr); print('three')",
    "from IPython.display import HTML, display\ndisplay(HTML('<b>ñ</b>'), {'text/plain': 'x', 'image/png': 'iVBORw0='}, raw=False)\n42",
    "None",
    "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
    "import os\nos.environ['GIVEN'], os.getcwd().rsplit('/', 1)[-1], __name__",
    "await __import__('asyncio').sleep(0, 'later')",
    "%%html\n<i>magic</i>",
    "'''ends; no output follows''';",
)


@pytest.fixture(params=["plain", "warm"])
def by(request):
    """An engine of either kind."""
    return Plain() if request.param == "plain" else request.getfixturevalue("warm")


def notebook(place: Path, *sources: str) -> Path:
    cells = [nbformat.v4.new_code_cell(source, id=f"c{number}") for number, source in enumerate(sources)]
    kernel = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), place / "source.ipynb")
    return place / "source.ipynb"


def done(by, place: Path, *sources: str, seconds: float = 120) -> list:
    place.mkdir(exist_ok=True)
    by.execute(Work(notebook(place, *sources), place / "target.ipynb", place, {"GIVEN": "yes"}, seconds))
    return nbformat.read(place / "target.ipynb", as_version=4).cells


@NEEDS_FORK
def test_both_ways_give_the_same_outputs(tmp_path: Path, warm: Warm):
    """Streams, displays, results, tables, awaited values and magics come out alike, in the same order, with the same numbers."""
    first, second = done(Plain(), tmp_path / "here", *SHOWS), done(warm, tmp_path / "here", *SHOWS)

    assert [(cell.execution_count, cell.outputs) for cell in second] == [(cell.execution_count, cell.outputs) for cell in first]
    assert [len(cell.outputs) for cell in first] == [2, 3, 0, 1, 1, 1, 1, 0]


def test_an_error_names_its_cell(by, tmp_path: Path):
    """The cell, the kind of error and its first line are told, and the half-run notebook is there with the error in it."""
    with pytest.raises(Failed, match="^cell 2: ZeroDivisionError: division by zero$"):
        done(by, tmp_path, "1", "1 / 0", "'never'")

    cells = [cell for cell in nbformat.read(tmp_path / "target.ipynb", as_version=4).cells if cell.id in ("c0", "c1", "c2")]
    assert [output.output_type for output in cells[1].outputs] == ["error"]
    assert cells[2].execution_count is None


@pytest.mark.parametrize(
    ("source", "seconds", "told"),
    [("import os; os._exit(0)", 120, "^cell 2: its kernel died$"), ("import time; time.sleep(100)", 2, "^cell 2: it ran longer than 2 seconds$")],
)
def test_what_ends_a_notebook_names_its_cell_and_keeps_what_was_done(by, tmp_path: Path, source: str, seconds: float, told: str):
    """A process that dies and one that takes too long are told with the cell they were in; the half-run notebook holds the outputs before it."""
    with pytest.raises(Failed, match=told):
        done(by, tmp_path, "print('kept')", source, "'never'", seconds=seconds)

    cells = [cell for cell in nbformat.read(tmp_path / "target.ipynb", as_version=4).cells if cell.id in ("c0", "c1", "c2")]
    assert [cell.execution_count for cell in cells][::2] == [1, None]
    assert [output.text for output in cells[0].outputs] == ["kept\n"]


@NEEDS_FORK
@pytest.mark.parametrize(("source", "told"), [("def", "cell 1: SyntaxError"), ("import sys; sys.exit(0)", "cell 1: SystemExit"), ("raise KeyboardInterrupt", "cell 1: KeyboardInterrupt")])
def test_no_way_to_leave_counts_as_done(tmp_path: Path, warm: Warm, source: str, told: str):
    """What cannot be read, leaves early or interrupts is a failure of its cell."""
    with pytest.raises(Failed, match=told):
        done(warm, tmp_path, source, "'never'")


@NEEDS_FORK
@pytest.mark.parametrize("source", ["import os; os._exit(0)", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "import ctypes; ctypes.string_at(0)"])
def test_a_process_that_dies_is_a_failure(tmp_path: Path, warm: Warm, source: str):
    """However the process of a notebook ends before its last cell, it is told; and the next notebook runs."""
    with pytest.raises(Failed, match="its kernel died"):
        done(warm, tmp_path, source, "'never'")

    assert done(warm, tmp_path, "'next'")[0].outputs[0].data["text/plain"] == "'next'"


@NEEDS_FORK
def test_a_notebook_without_end_is_ended(tmp_path: Path):
    """After its time a notebook is ended, and so is its process."""
    warm = Warm(heavy=False)
    with pytest.raises(Failed, match="it ran longer than 1 seconds"):
        done(warm, tmp_path, "import os, time\nopen('pid', 'w').write(str(os.getpid()))\ntime.sleep(100)", seconds=1)
    warm.close()

    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


@NEEDS_FORK
def test_nothing_stays_when_the_run_is_gone(tmp_path: Path):
    """When the process that asked goes away, the warm process and the notebooks in it end, too."""
    asked = os.fork()
    if asked == 0:
        done(Warm(heavy=False), tmp_path, "import os, time\nopen('pid.part', 'w').write(str(os.getpid())); os.rename('pid.part', 'pid')\ntime.sleep(100)")
        os._exit(0)
    limit = time.monotonic() + 60
    while not (tmp_path / "pid").exists() and time.monotonic() < limit:
        time.sleep(0.05)
    os.kill(asked, 9)
    os.waitpid(asked, 0)
    child = int((tmp_path / "pid").read_text())
    while Path(f"/proc/{child}").exists() and time.monotonic() < limit:
        time.sleep(0.05)

    assert not Path(f"/proc/{child}").exists()


@NEEDS_FORK
def test_notebooks_do_not_see_each_other(tmp_path: Path, warm: Warm):
    """What one notebook defines, imports or sets is not there in the next."""
    done(warm, tmp_path, "import os, sys; left = 1; os.environ['LEFT'] = '1'; sys.modules['leftover'] = os; 'done'")
    cells = done(warm, tmp_path, "import os, sys; ('left' in globals(), 'LEFT' in os.environ, 'leftover' in sys.modules)")

    assert cells[0].outputs[0].data["text/plain"] == "(False, False, False)"


def test_notebooks_are_read_without_a_grammar_of_web_addresses():
    """Reading notebooks does not build the grammar that jsonschema brings along, and whoever wants it later still has it."""
    pytest.importorskip("rfc3987_syntax")
    code = (
        "import sys; from mentorkit.running.notebook_files import notebook_format; notebook_format(); "
        "early = 'lark' in sys.modules; import rfc3987_syntax; print(early, rfc3987_syntax is not None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False", "True"]
