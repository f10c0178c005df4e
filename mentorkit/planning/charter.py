"""The programme charter: what everybody signs, with its gaps named and never filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from mentorkit.model.design import Indicator, Objective, Role
from mentorkit.model.program import Program
from mentorkit.model.words import localized, set_date
from mentorkit.planning.decisions import is_open
from mentorkit.planning.wording import set_plain, set_share, words


@dataclass(frozen=True)
class Section:
    """
    A section of the charter; without lines it is a gap, and `missing` names the key of program.yml to fill.

    `assumed` names the keys whose line nobody has decided: a default of mentorkit, or taken over from the example.
    """

    key: str
    title: str
    lines: tuple[str, ...]
    missing: str | None = None
    assumed: tuple[str, ...] = ()

    @property
    def decided(self) -> bool:
        """Whether the programme has said all of it itself."""
        return not self.missing and not self.assumed


def charter(program: Program, language: str, starts: dt.date | None = None) -> list[Section]:
    """
    Give the charter's sections in order, each with its lines in the language, or as a named gap.

    A default of mentorkit (ages, duration) is shown, since it is in force, and named as such; nothing
    else is invented. With the cohort's first day, weeks of objectives have their date.
    """
    design, expected = program.design, program.design.expectations
    size, ages, rule = design.size, program.eligibility.mentees, program.evaluation.completion
    indicators = {indicator.id: indicator for indicator in design.indicators}

    def line(key: str, **values: object) -> str:
        return words("lines", key, language, **values)

    def each(texts: Sequence) -> list[str]:
        return [localized(text, language) for text in texts if text]

    def role_line(role: Role) -> str:
        return line("role", text=localized(role.text, language), hours=set_plain(role.hours_per_week, language))

    texts = {
        "purpose": ("purpose", each([design.purpose])),
        "audience": ("audience", each([design.audience])),
        "needs": ("needs", each(design.needs)),
        "objectives": ("objectives", [_objective(o, indicators[o.indicator], language, starts) for o in design.objectives]),
        "format": ("format", [line(design.format), line(design.assignment)]),
        "scope": ("scope", each([design.scope])),
        "duration": ("size", [line("weeks", n=program.weeks, days=program.cadence_days), line("size", mentees=size.mentees, mentors=size.mentors)]),
        "eligibility": ("eligibility", [
            line("ages", youngest=ages.youngest, oldest=ages.oldest), line("guardian", age=program.eligibility.guardian_below)
        ]),
        "criteria": ("criteria", _criteria(program, language)),
        "expectations-mentees": ("expectations.mentees", each(expected.mentees)),
        "expectations-mentors": ("expectations.mentors", each(expected.mentors)),
        "expectations-partners": ("expectations.partners", each(expected.partners)),
        "expectations-staff": ("expectations.staff", each(expected.staff)),
        "roles": ("roles", [role_line(role) for role in design.roles]),
        "alliances": ("alliances", _alliances(program, language)),
        "communication": ("communication", each(design.communication)),
        "when-it-goes-wrong": ("when_it_goes_wrong", each(design.when_it_goes_wrong)),
        "recognition": ("recognition", each(design.recognition)),
        "completion": ("completion", [line("completed", meetings=rule.meetings, share=set_share(rule.share_of_weeks, language))]),
    }
    return [
        Section(key, words("sections", key, language), tuple(lines), None if lines else _key(field), _assumed(program, key, field) if lines else ())
        for key, (field, lines) in texts.items()
    ]


def _assumed(program: Program, section: str, field: str) -> tuple[str, ...]:
    return tuple(key for key in _ASSUMED.get(section, (_key(field),)) if is_open(program, key))


_ASSUMED = {
    "format": ("design.format", "design.assignment"),
    "duration": ("weeks", "cadence_days", "design.size"),
    "eligibility": ("eligibility.mentees", "eligibility.guardian_below"),
    "criteria": ("criteria", "rules"),
    "completion": ("evaluation.completion",),
}
"""The keys whose value is in force before anybody has decided it, by section of the charter."""


def _key(field: str) -> str:
    return field if field == "criteria" else f"design.{field}"


def _objective(objective: Objective, indicator: Indicator, language: str, starts: dt.date | None) -> str:
    texts = {"text": localized(objective.text, language), "indicator": localized(indicator.text, language)}
    target, when = set_target(objective.target, indicator.unit, language), _when(objective, language, starts)
    return words("lines", "objective", language, target=target, when=when, source=indicator.source, **texts)


def set_target(target: float, unit: str, language: str) -> str:
    """
    Give a target the way people read it: a share as a percentage, else with the language's decimal mark.

    >>> set_target(0.3, "points", "es"), set_target(0.3, "points", "en")
    ('0,3', '0.3')
    """
    return set_share(target, language) if unit == "share" else set_plain(target, language)


def _when(objective: Objective, language: str, starts: dt.date | None) -> str:
    week = objective.by_week
    if objective.date:
        return words("lines", "by-date", language, date=set_date(objective.date, language))
    if week is None:
        return words("lines", "no-date", language)
    if starts is None:
        return words("lines", "by-week", language, week=week)
    last = starts + dt.timedelta(weeks=week) - dt.timedelta(days=1)
    return words("lines", "by-week-date", language, week=week, date=set_date(last, language))


def _criteria(program: Program, language: str) -> list[str]:
    lines = []
    for criterion in program.criteria:
        label = localized(criterion.label, language) or criterion.id
        kind = "required" if criterion.required else "weighted"
        weight = set_plain(criterion.relative_weight, language)
        lines.append(words("lines", kind, language, label=label, weight=weight))
    for rule in program.rules:
        label = localized(rule.label, language)
        lines.append(words("lines", "rule" if label else "avoid", language, label=label or rule.mentee))
    return lines


def _alliances(program: Program, language: str) -> list[str]:
    found = [words("lines", "alliance", language, name=a.name, mentors=a.mentors) for a in program.design.alliances]
    return found or ([] if is_open(program, "design.alliances") else [words("lines", "no-alliances", language)])
