"""The programme charter: what everybody signs, with its gaps named and never filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mentorkit.model.design import Objective
from mentorkit.model.program import Program
from mentorkit.model.words import localized
from mentorkit.planning.wording import LINES, SECTIONS, words


@dataclass(frozen=True)
class Section:
    """A section of the charter; without lines it is a gap, and `missing` names the key of program.yml to fill."""

    key: str
    title: str
    lines: tuple[str, ...]
    missing: str | None = None


def charter(program: Program, language: str) -> list[Section]:
    """
    Give the charter's sections in order, each with its lines in the language, or as a named gap.

    A default of mentorkit (ages, duration) is shown, since it is in force; nothing else is invented.
    """
    design, expected = program.design, program.design.expectations
    texts = {
        "purpose": ("purpose", _some(design.purpose, language)),
        "audience": ("audience", _some(design.audience, language)),
        "needs": ("needs", _all(design.needs, language)),
        "objectives": ("objectives", [_objective(objective, language) for objective in design.objectives]),
        "format": (
            "format",
            [words(LINES, design.format, language), words(LINES, design.assignment, language)],
        ),
        "scope": ("scope", _some(design.scope, language)),
        "duration": ("size", _duration(program, language)),
        "eligibility": ("eligibility", _eligibility(program, language)),
        "criteria": ("criteria", _criteria(program, language)),
        "expectations-mentees": ("expectations.mentees", _all(expected.mentees, language)),
        "expectations-mentors": ("expectations.mentors", _all(expected.mentors, language)),
        "expectations-partners": ("expectations.partners", _all(expected.partners, language)),
        "expectations-staff": ("expectations.staff", _all(expected.staff, language)),
        "roles": ("roles", [_role(role, language) for role in design.roles]),
        "alliances": (
            "alliances",
            [words(LINES, "alliance", language, name=a.name, mentors=a.mentors) for a in design.alliances],
        ),
        "communication": ("communication", _all(design.communication, language)),
        "when-it-goes-wrong": ("when_it_goes_wrong", _all(design.when_it_goes_wrong, language)),
        "recognition": ("recognition", _all(design.recognition, language)),
        "completion": ("completion", _completion(program, language)),
    }
    return [
        Section(key, words(SECTIONS, key, language), tuple(lines), None if lines else _key(field))
        for key, (field, lines) in texts.items()
    ]


def charter_gaps(program: Program) -> list[str]:
    """Give the keys of program.yml that the charter still needs, in its order."""
    return [section.missing for section in charter(program, program.languages[0]) if section.missing]


def _key(field: str) -> str:
    return field if field == "criteria" else f"design.{field}"


def _some(text: object, language: str) -> list[str]:
    return [localized(text, language)] if text else []


def _all(texts: Sequence, language: str) -> list[str]:
    return [localized(text, language) for text in texts]


def _objective(objective: Objective, language: str) -> str:
    when = ""
    if objective.date:
        when = words(LINES, "by-date", language, date=objective.date.isoformat())
    elif objective.by_week is not None:
        when = words(LINES, "by-week", language, week=objective.by_week)
    return words(
        LINES,
        "objective",
        language,
        text=localized(objective.text, language),
        target=objective.target,
        when=when,
    )


def _duration(program: Program, language: str) -> list[str]:
    size = program.design.size
    return [
        words(LINES, "weeks", language, n=program.weeks, days=program.cadence_days),
        words(LINES, "size", language, mentees=size.mentees, mentors=size.mentors),
    ]


def _eligibility(program: Program, language: str) -> list[str]:
    ages = program.eligibility.mentees
    return [
        words(LINES, "ages", language, youngest=ages.youngest, oldest=ages.oldest),
        words(LINES, "guardian", language, age=program.eligibility.guardian_below),
    ]


def _criteria(program: Program, language: str) -> list[str]:
    lines = []
    for criterion in program.criteria:
        label = localized(criterion.label, language) or criterion.id
        kind = "required" if criterion.required else "weighted"
        lines.append(words(LINES, kind, language, label=label, weight=criterion.relative_weight))
    for rule in program.rules:
        lines.append(words(LINES, "avoid", language, label=localized(rule.label, language) or rule.mentee))
    return lines


def _role(role, language: str) -> str:
    return words(LINES, "role", language, text=localized(role.text, language), hours=role.hours_per_week)


def _completion(program: Program, language: str) -> list[str]:
    rule = program.evaluation.completion
    return [words(LINES, "completed", language, meetings=rule.meetings, share=rule.share_of_weeks)]
