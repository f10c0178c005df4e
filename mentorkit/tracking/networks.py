"""What introductions have done for the mentees: how many, how far beyond the own mentor, and what came of them."""

from __future__ import annotations

import datetime as dt

from pandas import DataFrame

from mentorkit.model.cohort import Cohort
from mentorkit.model.words import folded
from mentorkit.tracking.log import pair_keys, records, up_to

INDICATORS = ("reached", "per-mentee", "fields", "beyond", "led-somewhere", "opened")


def social_capital(cohort: Cohort, pairs: DataFrame, as_of: dt.date) -> DataFrame:
    """
    Give the indicators of social capital: `indicator, value, n, denominator`.

    Quantity: `reached` (mentees with an introduction ÷ mentees matched) and `per-mentee` (introductions ÷
    mentees matched). Structure: `beyond` (made by somebody else than the own mentor ÷ introductions that
    say by whom). Variety: `fields` (different fields of each mentee, added up ÷ mentees reached).
    Mobilisation: `led-somewhere` (introductions with an outcome ÷ introductions) and `opened` (mentees
    with at least one such ÷ mentees matched). A value is missing where its denominator is 0. Ids alone
    are kept; whom a mentee met is not on record, so the quality of a tie is not measured.

    Source:
        The four dimensions of Christensen Institute, The Missing Metrics (2020).
    """
    mentees = {mentee for mentee, _ in pair_keys(pairs)}
    made = up_to(records(cohort, "introductions"), as_of, undated=True)
    made = made[made["mentee_id"].isin(mentees)]
    known = made[made["introduced_by"].notna()]
    own = set(pair_keys(pairs))
    beyond = sum(key not in own for key in zip(known["mentee_id"], known["introduced_by"], strict=True))
    fields = {(m, folded(f)) for m, f in zip(made["mentee_id"], made["field"], strict=True) if isinstance(f, str)}
    led, reached = made[made["outcome"].notna()], made["mentee_id"].nunique()
    counts = {
        "reached": (reached, len(mentees)), "per-mentee": (len(made), len(mentees)), "fields": (len(fields), reached),
        "beyond": (beyond, len(known)), "led-somewhere": (len(led), len(made)),
        "opened": (led["mentee_id"].nunique(), len(mentees)),
    }
    rows = [(name, *counts[name]) for name in INDICATORS]
    frame = DataFrame(rows, columns=["indicator", "n", "denominator"])
    frame.insert(1, "value", frame["n"] / frame["denominator"].where(frame["denominator"] > 0))
    return frame
