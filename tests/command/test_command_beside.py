"""What a copy of the process works out is what this process would have worked out."""

import gc
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from mentorkit.cli.beside import Beside, uncollected

HERE = os.getpid()
COPIES = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system makes no copies of a process")


def _killed_elsewhere(value):
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return value


@COPIES
def test_the_work_is_done_by_another_process():
    """The copy is another process, and nothing that it changes is seen here."""
    seen = []
    assert Beside(lambda: seen.append(1) or os.getpid()).value() != HERE
    assert seen == []


def test_without_copies_the_work_is_done_here(monkeypatch):
    """A system that cannot copy a process loses nothing."""
    monkeypatch.delattr(os, "fork", raising=False)
    assert Beside(os.getpid).value() == HERE


def test_a_copy_that_cannot_be_made_is_no_error(monkeypatch):
    """No process left in the system: the work is done here."""

    def refused():
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused, raising=False)
    assert Beside(os.getpid).value() == HERE


@COPIES
def test_a_killed_copy_costs_only_time():
    """A copy that is ended before it answers gives the value all the same."""
    assert Beside(lambda: _killed_elsewhere(["all", "of", "it"])).value() == ["all", "of", "it"]


def test_an_error_is_raised_where_the_value_is_asked_for():
    """The copy's error is not swallowed, and comes with its own words."""
    beside = Beside(lambda: {}["missing"])
    with pytest.raises(KeyError, match="missing"):
        beside.value()


def test_a_value_larger_than_a_pipe_comes_whole():
    """A megabyte of problems does not stop the copy."""
    assert Beside(lambda: list(range(300_000))).value() == list(range(300_000))


@COPIES
def test_work_that_is_not_worth_a_copy_is_done_here():
    """Little work makes no process."""
    assert Beside(os.getpid, worth=False).value() == HERE


@COPIES
def test_a_copy_that_nobody_asks_is_ended():
    """What would write for ever to nobody is gone with the thing that could have asked it."""
    there = Path(tempfile.mkdtemp()) / "pid"
    beside = Beside(lambda: there.write_text(str(os.getpid())) and list(range(300_000)))
    while not (there.exists() and there.read_text()):
        time.sleep(0.01)
    copy = int(there.read_text())
    del beside

    with pytest.raises(ProcessLookupError):
        os.kill(copy, 0)


@COPIES
@pytest.mark.parametrize("end", ["os._exit(0)", "os.kill(os.getpid(), 9)"])
def test_no_copy_outlives_the_command(end):
    """A command that ends at once, with copies at work, leaves nobody behind who holds its output open."""
    words = f"import os; from mentorkit.cli.beside import Beside; kept = [Beside(lambda: list(range(300_000))) for _ in range(3)]; print('begun', flush=True); {end}"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, timeout=30, check=False)

    assert done.stdout == "begun\n"


def test_the_search_for_circles_goes_on_after_an_error():
    """A command that ends with an error leaves the process as it was."""
    with pytest.raises(KeyError), uncollected():
        assert not gc.isenabled()
        raise KeyError

    assert gc.isenabled()
