"""Work that is done beside ours, in a copy of this process where the system can make one, and work that is left alone."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Generic, TypeVar

Value = TypeVar("Value")
_UNREAD: set[int] = set()
"""Where this process waits for answers: a copy lets go of them, so that no other copy writes for nobody for ever."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Have nobody look for circles of objects inside: reading makes millions of objects and no circle, and the search takes a quarter of the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


class Beside(Generic[Value]):
    """
    A function's value, worked out by a copy of this process from the moment that this is made.

    Where no copy can be made, or the copy ends without a value (an error, no memory), the function is called here when
    its value is asked for: so an error is raised where it is asked for, and nothing depends on the copy but time. Work that
    is not `worth` a copy is done when its value is asked for, too. A copy whose value nobody can ask for any more is ended.

    >>> Beside(lambda: 6 * 7).value()
    42
    """

    def __init__(self, work: Callable[[], Value], worth: bool = True) -> None:
        self._work, self._copy, self._answer, self._owner = work, None, -1, os.getpid()
        if not worth or not hasattr(os, "fork"):
            return
        reading, writing = os.pipe()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # numpy's threads wait for work that the copy never gives
                copy = os.fork()
        except OSError:
            os.close(reading)
            os.close(writing)
            return
        if not copy:
            for other in (reading, *_UNREAD):
                os.close(other)
            _answer(work, writing)
        os.close(writing)
        self._copy, self._answer = copy, reading
        _UNREAD.add(reading)

    def value(self) -> Value:
        """Give the function's value; to be asked for once."""
        copy, self._copy = self._copy, None
        if copy is None:
            return self._work()
        _UNREAD.discard(self._answer)
        with open(self._answer, "rb") as answer:
            written = answer.read()
        os.waitpid(copy, 0)
        try:
            return pickle.loads(written)
        except (EOFError, pickle.UnpicklingError):
            return self._work()

    def __del__(self) -> None:
        """End the copy where its value was not asked for."""
        if self._copy is not None and self._owner == os.getpid():
            _UNREAD.discard(self._answer)
            os.close(self._answer)
            with suppress(ProcessLookupError):
                os.kill(self._copy, signal.SIGKILL)
            os.waitpid(self._copy, 0)


def _answer(work: Callable[[], object], writing: int) -> None:
    """Write the value of the work, and end this copy without anything that the first process would do at its end."""
    try:
        written = pickle.dumps(work())
        with open(writing, "wb") as answer:
            answer.write(written)
    finally:
        os._exit(0)
