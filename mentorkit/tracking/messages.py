"""Messages ready to send, for the rules that fired and the milestones of the calendar; nothing is sent."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import product
from urllib.parse import quote

import pandas as pd
from pandas import DataFrame

from mentorkit.model.cohort import Cohort
from mentorkit.model.consent import MATCHING, withheld
from mentorkit.model.words import set_day
from mentorkit.tracking.closing import follow_ups
from mentorkit.tracking.wording import letter, text

MESSAGE_COLUMNS = (
    "mentee_id", "mentor_id", "person_id", "side", "occasion", "name", "phone", "email", "subject", "text", "whatsapp"
)
OCCASIONS = ("welcome", "first-meeting", "reminder", "missed", "goal", "pulse", "mid-point", "closing", "follow-up")
MAIL_COLUMNS = ("occasion", "email", "name", "subject", "text")
_BY_RULE = {"R1": "first-meeting", "R3": "missed", "R2": "reminder", "R4": "reminder", "R7": "goal"}
_CLOSING_WEEKS = 3
_PULSE_WEEKS = 4
CALLING_CODES = {
    "AR": "54", "BO": "591", "BR": "55", "CL": "56", "CO": "57", "CR": "506", "DO": "1", "EC": "593", "ES": "34",
    "GT": "502", "HN": "504", "MX": "52", "NI": "505", "PA": "507", "PE": "51", "PY": "595", "SV": "503", "US": "1",
    "UY": "598", "VE": "58",
}


def messages(cohort: Cohort, states: DataFrame, language: str, *, as_of: dt.date) -> DataFrame:
    """
    Give the messages that fit this day, one a person and occasion, with links that open WhatsApp with the text.

    A pair gets at most one message for its rules (first meeting before missed, reminder and goal), and
    those of the calendar: welcome (from a week before to a week after its first day), the monthly pulse
    (every fourth week, where no rule speaks), mid-point, closing, follow-up. Rules that are no business
    of the participants (R5, R6, R8, R10) make no message. A safety report changes nothing here: who is missing
    from a list would be noticed; the safeguarding contact alone decides whether a pair pauses, as others do.
    Texts hold first names and dates only, in the programme's own words and way of addressing people where
    it has set them (`tracking.messages`, `tracking.address`). Nobody is written to who did not agree: to taking part
    while the programme runs, to being written to afterwards (`contact`) for the follow-up.

    Args:
        cohort: The cohort; phones and addresses are read from it. The result is private.
    """
    rows, out = [], withheld(cohort, MATCHING)
    for state in states.itertuples(index=False):
        for occasion, side in product(_occasions(state, cohort, as_of), ("mentee", "mentor")):
            row = _message(state.mentee_id, state.mentor_id, side, occasion, cohort, language)
            rows += [row] if row[2] not in out else []
    rows += _alumni(cohort, states, language, as_of)
    order = {occasion: place for place, occasion in enumerate(OCCASIONS)}
    rows.sort(key=lambda row: (row[0], row[1], order[row[4]], row[2]))
    return DataFrame(rows, columns=list(MESSAGE_COLUMNS))


def _occasions(state: tuple, cohort: Cohort, as_of: dt.date) -> Iterator[str]:
    if state.state in ("paused", "closed"):
        return
    rules = set(state.rules.split("; ")) if state.rules else set()
    spoken = ["reminder"] if state.state == "unknown" else [o for rule, o in _BY_RULE.items() if rule in rules][:1]
    yield from spoken
    if not spoken and state.state != "too-early" and is_pulse_week(cohort, as_of):
        yield "pulse"
    week = dt.timedelta(weeks=1)
    begun = state.since.date() if state.state == "too-early" and pd.notna(state.since) else None
    if begun is not None and begun - week <= as_of <= begun + week:
        yield "welcome"
    middle = cohort.starts + (cohort.ends - cohort.starts) / 2
    if middle <= as_of < middle + week:
        yield "mid-point"
    if cohort.ends - _CLOSING_WEEKS * week <= as_of <= cohort.ends:
        yield "closing"


def is_pulse_week(cohort: Cohort, day: dt.date) -> bool:
    """Tell whether the monthly pulse is asked for: in every fourth week, until the weeks of closing."""
    week, left = (day - cohort.starts).days // 7 + 1, (cohort.ends - day).days / 7
    return week > 1 and (week - 1) % _PULSE_WEEKS == 0 and left > _CLOSING_WEEKS


def _alumni(cohort: Cohort, states: DataFrame, language: str, as_of: dt.date) -> Iterator[tuple]:
    due = follow_ups(cohort, states[["mentee_id", "mentor_id"]], as_of)
    mentors = dict(zip(states["mentee_id"], states["mentor_id"], strict=True))
    for mentee in sorted(set(due.loc[due["standing"] == "due", "mentee_id"])):
        yield _message(mentee, mentors[mentee], "mentee", "follow-up", cohort, language)


def _message(mentee: str, mentor: str, side: str, occasion: str, cohort: Cohort, language: str) -> tuple:
    person, other = (mentee, mentor) if side == "mentee" else (mentor, mentee)
    people, others = (cohort.mentees, cohort.mentors) if side == "mentee" else (cohort.mentors, cohort.mentees)
    values = {
        "name": first_name(_cell(people, person, "name")),
        "other": first_name(_cell(others, other, "name")) or text(f"your-{'mentor' if side == 'mentee' else 'mentee'}", language),
        "program": cohort.program.program, "starts": set_day(cohort.starts, language), "ends": set_day(cohort.ends, language),
    }
    subject, body = (part.format(**values) for part in letter(occasion, language, cohort.program))
    body = re.sub(r"\s+([,.])", r"\1", body)
    phone, email = _cell(people, person, "phone"), _cell(people, person, "email")
    link = whatsapp_link(phone, body, cohort.program.country)
    return mentee, mentor, person, side, occasion, values["name"], phone, email, subject, body, link


def mail_merge(table: DataFrame) -> DataFrame:
    """Give the sheet for a mail merge: who has an e-mail address, and nothing that a letter does not need."""
    return table.loc[table["email"].notna(), list(MAIL_COLUMNS)].reset_index(drop=True)


def _cell(people: DataFrame, person: str, column: str) -> str | None:
    if person not in people.index or column not in people:
        return None
    value = people.at[person, column]
    return value if isinstance(value, str) and value.strip() else None


def first_name(name: str | None) -> str:
    """
    Give the first word of a name, "" where there is none.

    >>> first_name("Ana María Ruiz")
    'Ana'
    """
    return name.split()[0] if name and name.split() else ""


def whatsapp_link(phone: str | None, text: str, country: str = "CO") -> str | None:
    """
    Give a link that opens WhatsApp with the text ready, or None where the number is not whole.

    A number without a country code gets the programme's, where that is known.

    >>> whatsapp_link("300 123 4567", "Hola, Ana")
    'https://wa.me/573001234567?text=Hola%2C%20Ana'
    """
    if not phone:
        return None
    digits = re.sub(r"\D", "", phone)
    if phone.strip().startswith("00"):
        digits = digits[2:]
    elif not phone.strip().startswith("+") and len(digits) <= 10:
        code = CALLING_CODES.get(country)
        digits = code + digits if code else ""
    return f"https://wa.me/{digits}?text={quote(text, safe='')}" if 9 <= len(digits) <= 15 else None
