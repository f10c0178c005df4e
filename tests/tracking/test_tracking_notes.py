"""A note behind a report of a risk is no request: nothing of it stands on a list, whatever sign divides it from the word."""

from __future__ import annotations

import pytest

from mentorkit.tracking.log import needs
from mentorkit.tracking.safety import is_report, requests

WORDS = frozenset({"safety", "seguridad"})


@pytest.mark.parametrize("cell", ["seguridad, me grita", "seguridad,golpes", "Seguridad , otra vez", "safety: hit, again", "CV; safety, he shouts; again", "seguridad, me grita, llamen"])
def test_a_note_after_a_comma_is_no_request(cell: str):
    """The answer is a report, and no part of it is shown as something asked for."""
    assert is_report(needs(cell), WORDS)
    assert frozenset() == requests(needs(cell), WORDS)


@pytest.mark.parametrize(
    ("cell", "asked"),
    [("tiempo, metas", {"tiempo", "metas"}), ("time; goals", {"time", "goals"}), ("CV; seguridad", {"cv"}), ("CV, safety", {"cv"}), ("seguridad social, CV", {"seguridad-social", "cv"})],
)
def test_what_stands_beside_or_without_a_report_is_asked_for(cell: str, asked: set[str]):
    """Lists divided by commas are read as before, and the list as a whole is no request."""
    assert asked == requests(needs(cell), WORDS)
