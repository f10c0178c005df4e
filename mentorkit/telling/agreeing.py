"""Who is left out for want of consent, as notebooks tell it."""

from __future__ import annotations

from pandas import DataFrame

from mentorkit.participants.consents import left_out
from mentorkit.participants.tags import SIDES
from mentorkit.participants.wording import left_out_words
from mentorkit.telling.deciding import say, sheet_of
from mentorkit.telling.desk import Desk
from mentorkit.telling.showing import Sheet


def left_out_sheets(desk: Desk) -> tuple[Sheet, ...]:
    """List the accepted people whom matching leaves out for want of consent; nothing where it leaves out nobody."""
    people = [(side, id, rule) for side in SIDES for id, rule in left_out(desk.cohort, side).items()]
    rows = [(say(desk, side), id, *left_out_words(rule, desk.language)) for side, id, rule in people]
    frame = DataFrame(rows, columns=["side", "person_id", "rules", "remedy"])
    return (sheet_of(desk, frame, say(desk, "left-out-sheet", n=len(rows))),) if rows else ()


def left_out_words_of(desk: Desk) -> str:
    """Say how many people are not in the figures of a desk because they did not agree to what it does; nothing where nobody is."""
    return say(desk, "left-out-here", n=len(desk.left_out)) if desk.left_out else ""
