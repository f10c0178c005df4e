"""What tracking says: messages, the ladder with its steps, the roles to come back in, hints."""

from __future__ import annotations

import datetime as dt

from mentorkit.model.catalogue import catalogue, texts
from mentorkit.model.program import Program
from mentorkit.model.standards import ReturnRole, Step
from mentorkit.model.words import localized

_DEFAULTS = catalogue("tracking", "defaults")
DEFAULT_LADDER = (
    Step(text=_DEFAULTS["ladder-write"], by="coordinator", within_days=2),
    Step(text=_DEFAULTS["ladder-call"], by="coordinator", within_days=5),
    Step(text=_DEFAULTS["ladder-meet"], by="coordinator", within_days=10),
    Step(text=_DEFAULTS["ladder-decide"], by="programme lead", within_days=14),
)
DEFAULT_RETURN_ROLES = (
    ReturnRole(id="mentor", text=_DEFAULTS["return-mentor"], pair=True),
    ReturnRole(id="ambassador", text=_DEFAULTS["return-ambassador"], of="mentees", sessions=["S00"], hours=2),
    ReturnRole(id="guest", text=_DEFAULTS["return-guest"], sessions=["S08"]),
)


def letter(occasion: str, language: str, program: Program) -> tuple[str, str]:
    """Give subject and text of an occasion: the programme's own text before ours, in its way of addressing people."""
    found = catalogue("tracking", "messages")[occasion]
    formal = language == "es" and program.tracking.address == "usted"
    shipped = found["text"].get("usted" if formal else language) or found["text"][language]
    return found["subject"][language], localized(program.tracking.messages.get(occasion), language) or shipped


def text(key: str, language: str) -> str:
    """Give a step, a hint or a role of staff in a language."""
    return texts("tracking", "steps", language)[key]


def ladder(program: Program) -> tuple[Step, ...]:
    """Give the programme's escalation ladder, or the default one of four rungs."""
    return tuple(program.tracking.ladder) or DEFAULT_LADDER


def return_roles(program: Program) -> tuple[ReturnRole, ...]:
    """Give the roles in which people come back to a programme, or three of our own."""
    return tuple(program.tracking.return_roles) or DEFAULT_RETURN_ROLES


def who(by: str, language: str) -> str:
    """Give a staff role in a language; the programme's own words stay as they are."""
    return texts("tracking", "steps", language).get(f"who-{by}", by)


def step_text(step: Step, since: dt.date, as_of: dt.date, language: str) -> str:
    """Give a rung as a line: what, who, and until which day, never a day that has passed."""
    day = max(as_of, since + dt.timedelta(days=step.within_days))
    return text("step", language).format(what=localized(step.text, language), who=who(step.by, language), day=day)
