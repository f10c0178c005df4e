"""The outreach kit: calls, reminder, answers and the alliance pitch, filled from the programme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from mentorkit.forms.outreach_words import GAINS, TEXTS
from mentorkit.model.program import Program
from mentorkit.model.words import set_date

TO_FILL = {"es": "[contacto]", "en": "[contact]"}


def outreach_kit(program: Program, minutes: Mapping[str, int], language: str) -> dict[str, str]:
    """
    Give the kit's texts in a language by `<occasion>-<length>`; what only the coordination knows stays in brackets.

    Args:
        program: The programme.
        minutes: `mentees` and `mentors` to the minutes that the whole plan asks of each.
        language: es or en.
    """
    values = _values(program, minutes, language)
    key = f"{language}-{program.tracking.address}"
    return {f"{occasion}-{length}": texts.get(key, texts[language]).format(**values) + "\n" for occasion, lengths in TEXTS.items() for length, texts in lengths.items()}


def _values(program: Program, minutes: Mapping[str, int], language: str) -> dict[str, object]:
    ages, closes = program.eligibility.mentees, program.forms.closes
    day = set_date(dt.date.fromisoformat(closes), language) if closes else {"es": "[fecha]", "en": "[date]"}[language]
    place = " o ".join(program.eligibility.places) if language == "es" else " or ".join(program.eligibility.places)
    where = place or program.place or ""
    return {
        "program": program.program, "program_upper": program.program.upper(), "organisation": program.organisation, "weeks": program.weeks,
        "cadence": program.cadence_days, "meetings": max(1, program.weeks * 7 // program.cadence_days - 1),
        "youngest": ages.youngest, "oldest": ages.oldest, "guardian": program.eligibility.guardian_below,
        "where": {"es": f" que viven en {where}", "en": f" who live in {where}"}[language] if where else "",
        "where_you": {"es": f" y vives en {where}", "en": f" and live in {where}"}[language] if where else "",
        "until": {"es": f"hasta el {day}", "en": f"until {day}"}[language],
        "contact": program.publishing.contact or TO_FILL[language], "gains": GAINS[language],
        **{f"hours_{side}": -(-minutes[side] // 60) for side in ("mentees", "mentors")},
    }
