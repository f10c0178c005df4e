"""What each person agreed to, since when, and who is therefore not matched."""

from __future__ import annotations

import datetime as dt
import re

from pandas import DataFrame, Series, concat

from mentorkit.model.cohort import Cohort, TableSource
from mentorkit.model.consent import MATCHING, agreed, asked_for, withheld
from mentorkit.model.forms import PURPOSES
from mentorkit.model.roster import taking_part
from mentorkit.participants.tags import SIDES, bare
from mentorkit.participants.wording import left_out_words

COLUMNS = ["side", "person_id", "answer", "version", "date", "guardian", *PURPOSES]
SUBMITTED = (
    "marca temporal", "timestamp", "horodateur", "carimbo de data/hora", "zeitstempel", "_submission_time", "submissiondate", "recordeddate", "submit date (utc)", "submitdate",
    "fecha de envio", "submission date", "submitted at", "hora de finalizacion", "completion time", "end", "endtime", "hora de inicio", "start time", "start", "today",
)
"""Headings under which form tools write when an answer was sent, the surest first."""
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_VERSION = re.compile(r"v(?:ersi[oó]n|ersion|\.)?\s*(\d[\w.]*)", re.IGNORECASE)


def consent_records(cohort: Cohort) -> DataFrame:
    """
    Give what is on record of each person's consent: `side, person_id, answer, version, date, guardian`, then each purpose.

    `answer` is `yes`, `no`, or missing. `date` is that of the column `consent_date`, else the one in the consent's own
    cell, else the day on which the form was sent. A purpose is True or False as the data may be used for it, and
    missing where it was not asked apart from taking part; then the consent itself covers it.
    """
    rows = [row for side in SIDES for row in _side_rows(cohort, side)]
    return DataFrame(rows, columns=COLUMNS).astype(object)


def _side_rows(cohort: Cohort, side: str) -> list[tuple]:
    people = getattr(cohort, side)
    dates = consent_dates(cohort, side)
    asked = [purpose for purpose in PURPOSES if asked_for(cohort, side, purpose)]
    out = {purpose: withheld(cohort, purpose) for purpose in asked}
    rows = []
    for id, cell in people["consent"].items():
        said = None if not isinstance(cell, str) else "yes" if agreed(cell) else "no"
        version = _VERSION.fullmatch(cell.strip()) if isinstance(cell, str) else None
        uses = (id not in out[purpose] if purpose in asked else None for purpose in PURPOSES)
        guardian = people.at[id, "guardian_consent"] if "guardian_consent" in people else None
        rows.append((side, id, said, version[1] if version else None, dates[id], guardian, *uses))
    return rows


def consent_dates(cohort: Cohort, side: str) -> Series:
    """Give the day of each person's consent, or None where no column tells it."""
    people = getattr(cohort, side)
    headings = {bare(str(name)): name for name in people.columns}
    sent = next((headings[name] for name in SUBMITTED if name in headings), None)
    columns = [name for name in ("consent_date", "consent", sent) if name in people]
    table = getattr(cohort.settings, side)
    order = table.dates if isinstance(table, TableSource) and "dates" in table.model_fields_set else None
    found = Series(None, index=people.index, dtype=object)
    for name in columns:
        days = _days(people[name], order)
        found = found.where(found.notna() | ~people["consent"].map(agreed).astype(bool), days)
    return found.where(found.notna(), None)


def _days(cells: Series, order: str | None) -> Series:
    parts = [_DAY.match(cell.strip()) if isinstance(cell, str) else None for cell in cells]
    short = [(int(part[4]), int(part[5])) for part in parts if part and part[4]]
    first, second = any(one > 12 for one, _ in short), any(two > 12 for _, two in short)
    known = {"day-first": "day-first", "month-first": "month-first"}.get(order) or ("day-first" if first and not second else "month-first" if second and not first else None)
    return Series([_day(part, known) if part else None for part in parts], index=cells.index, dtype=object)


def _day(part: re.Match, order: str | None) -> dt.date | None:
    if part[1]:
        year, month, day = int(part[1]), int(part[2]), int(part[3])
    elif order is None:
        return None
    else:
        year, (day, month) = int(part[6]), (int(part[4]), int(part[5])) if order == "day-first" else (int(part[5]), int(part[4]))
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def left_out(cohort: Cohort, side: str) -> dict[str, str]:
    """Give the accepted people of a side whom matching leaves out for want of consent, with the rule that says so."""
    people, out = taking_part(getattr(cohort, side)), withheld(cohort, MATCHING)
    return {str(id): out[str(id)] for id in people.index if str(id) in out}


def with_left_out(unmatched: DataFrame, cohort: Cohort, language: str = "en") -> DataFrame:
    """Give `unmatched.csv` with the accepted mentees whom matching left out for want of consent, sorted by id."""
    rows = [(id, *left_out_words(rule, language)) for id, rule in left_out(cohort, "mentees").items()]
    if not rows:
        return unmatched
    more = DataFrame(rows, columns=["mentee_id", "reason", "change_that_would_match"]).astype(object)
    return concat([unmatched, more], ignore_index=True).sort_values("mentee_id", kind="stable", ignore_index=True)
