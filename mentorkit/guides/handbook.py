"""A person's own handbook: the partner, the rules between the two, the dates, and what was said when applying."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mentorkit.guides.sheets import LINE
from mentorkit.model.arc import Studio
from mentorkit.model.catalogue import texts
from mentorkit.model.curriculum import Guide
from mentorkit.model.words import escaped


@dataclass(frozen=True)
class Partner:
    """
    The other person of a pair, as far as the owner of a handbook may know.

    `common` holds what both named, by label; `hours` the weekly hours that both have free, in words;
    `about` what a mentor wrote to be read by mentees, and `contact` how the person wants to be reached.
    """

    name: str
    common: tuple[tuple[str, str], ...] = ()
    hours: str = ""
    about: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Date:
    """A line of the calendar: the day and hour in words, the session or open studio, and whether the hour is a proposal."""

    day: str
    hour: str
    guide: Guide | Studio
    partner: str = ""
    proposed: bool = False


@dataclass(frozen=True)
class Owner:
    """
    Whose handbook it is, and what is particular to that person.

    Args:
        name: As the person wrote it.
        role: `mentees` or `mentors`.
        partners: The other side of the person's pairs.
        dates: Sessions and meetings in their order.
        answers: What the person wrote in the form, by label.
        rules: The programme's own words, by `communication, from_you, for_you, trouble, recognition`.
        zone: Name of the time zone of the hours, where it is not the cohort's.
    """

    name: str
    role: str
    language: str
    program: str
    organisation: str
    partners: tuple[Partner, ...]
    dates: tuple[Date, ...]
    answers: tuple[tuple[str, str], ...]
    rules: Mapping[str, Sequence[str]]
    zone: str = ""


def handbook_markdown(owner: Owner, guides: Mapping[str, Guide]) -> str:
    """
    Give a person's handbook as Markdown; what people wrote stands in it as text and nothing else.

    Args:
        guides: The guides by code, for what the trainings say should be remembered.
    """
    words = texts("guides", "handbook", owner.language)
    parts = [*_opening(owner, words), *_people(owner, words), *_rules(owner, words), *_dates(owner, words)]
    parts += [*_own_words(owner, words), *_remember(owner, guides, words), *_trouble(owner, words)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(owner: Owner, words: Mapping[str, str]) -> Iterator[str]:
    yield f"# {words[f'title-{owner.role}']} · {escaped(owner.name)}"
    yield f"*{escaped(owner.program)} · {escaped(owner.organisation)}*"
    yield words[f"opening-{owner.role}"]


def _people(owner: Owner, words: Mapping[str, str]) -> Iterator[str]:
    for partner in owner.partners:
        yield f"## {words[f'partner-{owner.role}']}: {escaped(partner.name)}"
        if partner.about:
            yield f"{words['about']}\n\n> {escaped(partner.about)}"
        lines = [f"- {escaped(label)}: {escaped(text)}" for label, text in partner.common]
        if lines:
            yield words["common"]
            yield "\n".join(lines)
        yield words["hours"].format(hours=partner.hours) if partner.hours else words["no-hours"]
        if partner.contact:
            yield f"{words[f'contact-{owner.role}']} {escaped(partner.contact)}"
    if owner.partners:
        yield words[f"first-{owner.role}"]


def _rules(owner: Owner, words: Mapping[str, str]) -> Iterator[str]:
    for key in ("communication", "from_you", "for_you"):
        yield from _listed(words[f"{key}-{owner.role}"], owner.rules.get(key, ()))


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"## {title}"
        yield "\n".join(f"- {escaped(line)}" for line in lines)


def _dates(owner: Owner, words: Mapping[str, str]) -> Iterator[str]:
    if not owner.dates:
        return
    yield f"## {words['dates']}"
    yield words[f"dates-{owner.role}"]
    if owner.zone:
        yield words["zone"].format(zone=escaped(owner.zone))
    rows = [f"| {words['day']} | {words['hour']} | {words['what']} |", "|---|---|---|"]
    yield "\n".join(rows + [_row(date, owner, words) for date in owner.dates])


def _row(date: Date, owner: Owner, words: Mapping[str, str]) -> str:
    """Give a row of the dates; the question of a pair's meeting is put to mentors, and stands in theirs alone."""
    if isinstance(date.guide, Studio):
        studio = date.guide
        return f"| {date.day} | {date.hour} | **{escaped(studio.title[owner.language])}** ({studio.minutes} min). {escaped(studio.purpose[owner.language])} |"
    script, session = date.guide.scripts[owner.language], date.guide.session
    partner = f" · {escaped(date.partner)}" if date.partner else ""
    hour = f"{date.hour} {words['proposed']}" if date.proposed else date.hour or words["week"]
    asked = "" if owner.role == "mentees" and session.kind == "pair-meeting" else f". {escaped(script.question)}"
    title = f"**{session.id} · {escaped(script.title)}**{partner} ({session.duration} min){asked}"
    return f"| {date.day} | {hour} | {title} |"


def _own_words(owner: Owner, words: Mapping[str, str]) -> Iterator[str]:
    if not owner.answers:
        return
    yield f"## {words[f'answers-{owner.role}']}"
    yield "\n".join(f"- {escaped(label)}: {escaped(text)}" for label, text in owner.answers)
    yield f"### {words[f'today-{owner.role}']}"
    yield "\n\n".join([LINE] * 4)


def _remember(owner: Owner, guides: Mapping[str, Guide], words: Mapping[str, str]) -> Iterator[str]:
    for code in {"mentees": ("S00",), "mentors": ("T1", "T2")}[owner.role]:
        guide = guides.get(code)
        part = guide.scripts[owner.language].part("key") if guide else None
        if guide and part:
            title = guide.scripts[owner.language].title
            yield f"## {words['remember'].format(code=code, title=title)}"
            yield part.body


def _trouble(owner: Owner, words: Mapping[str, str]) -> Iterator[str]:
    yield from _listed(words["trouble"], owner.rules.get("trouble", ()))
    if not owner.rules.get("trouble"):
        yield f"## {words['trouble']}"
    yield words[f"card-{owner.role}"]
    yield f"## {words['yours']}"
    yield words[f"yours-{owner.role}"]


def short_weekday(day: dt.date | int, language: str) -> str:
    """Give a weekday's short name; 0 is Monday.

    >>> short_weekday(0, "es"), short_weekday(6, "en")
    ('lun', 'Sun')
    """
    place = day if isinstance(day, int) else day.weekday()
    return texts("guides", "handbook", language)["weekdays"].split()[place]
