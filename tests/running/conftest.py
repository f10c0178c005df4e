"""What the tests of runs share: one warm process, from which every notebook is a fork of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from mentorkit.running.engines import Warm


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    """A warm process for all tests that do not look at how it begins or ends."""
    if not hasattr(os, "fork"):
        pytest.skip("no fork on this system")
    engine = Warm(heavy=False)
    yield engine
    engine.close()
