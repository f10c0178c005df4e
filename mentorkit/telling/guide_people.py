"""What notebook 4 makes for each person: an own handbook, an own calendar, and a proposal for every pair meeting."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from pandas import DataFrame, Series

from mentorkit.guides import Appointment, calendar_ics, guide_html, guide_pdf
from mentorkit.guides.calendars import stems
from mentorkit.guides.handbook import Date, Owner, Partner, handbook_markdown, short_weekday
from mentorkit.guides.pair_times import Meeting, Proposal, proposals, session_span, weekly_hours
from mentorkit.guides.printing import usual_paper
from mentorkit.matching.vocabulary import words_of
from mentorkit.model.arc import Studio
from mentorkit.model.catalogue import texts
from mentorkit.model.cohort import ColumnSource
from mentorkit.model.curriculum import Guide
from mentorkit.model.words import folded, localized
from mentorkit.planning.schedule import holiday_dates
from mentorkit.telling.catalogue import set_date
from mentorkit.telling.desk import Desk, once
from mentorkit.telling.guide_plans import best_hour, dated_sessions, open_studios, start_of
from mentorkit.telling.guides import Folded
from mentorkit.telling.labels import Voice
from mentorkit.telling.showing import Prose, Sheet

VOICE = Voice("guide_people")
said, sheet_of = VOICE.label, VOICE.sheet
PRINTED_AT_ONCE = 300
"""People up to whom every handbook is also set as PDF; beyond, the page prints as well."""
FILES = ("handbook.html", "handbook.pdf", "calendar.ics")
_SPANISH = ("es", "español", "castellano", "spanish")
_ENGLISH = ("en", "inglés", "english")


@dataclass(frozen=True)
class Persons:
    """The people of a cohort's pairs, with their dates."""

    desk: Desk

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """Mentee and mentor of each pair whose people still stand in the forms."""
        mentees, mentors = self.desk.cohort.mentees.index, self.desk.cohort.mentors.index
        both = zip(self.desk.pairs["mentee_id"], self.desk.pairs["mentor_id"], strict=True)
        return sorted((a, b) for a, b in both if a in mentees and b in mentors)

    @cached_property
    def roles(self) -> dict[str, str]:
        """The role of each person, mentees first."""
        mentees = dict.fromkeys(sorted({a for a, _ in self.pairs}), "mentees")
        return mentees | dict.fromkeys(sorted({b for _, b in self.pairs}), "mentors")

    @cached_property
    def names(self) -> Mapping[str, str]:
        """A name for each person's folder, safe on every computer."""
        return stems(self.roles)

    @cached_property
    def proposed(self) -> list[Proposal]:
        """A day and an hour for every pair meeting."""
        desk, starts = self.desk, self.desk.cohort.starts
        table = self.sessions[self.sessions["kind"] == "pair-meeting"]
        meetings = [Meeting(row.code, row.date.date(), int(row.minutes)) for row in table.itertuples(index=False)]
        closed = holiday_dates(desk.program.country, range(starts.year, starts.year + 4))
        limits = {"closed": closed, "busy": self._busy, "last_days": self._last_days}
        return proposals(self.pairs, self._free, meetings, desk.cohort.settings.timezone, starts, **limits)

    @cached_property
    def sessions(self) -> DataFrame:
        """The cohort's sessions with their dates."""
        return dated_sessions(self.desk)

    @cached_property
    def starts(self) -> dict[str, str | None]:
        """When each session begins, by its code."""
        return {code: start_of(self.desk, code) for code in self.sessions["code"]}

    @cached_property
    def studios(self) -> list[tuple[Studio, dt.date, str]]:
        """The open studios of a longer programme with their days, at the hour of the cohort's sessions."""
        found = open_studios(self.desk)
        start = best_hour(self.desk)[0] if found else ""
        return [(studio, day, start) for studio, _, day in found]

    @cached_property
    def _free(self) -> dict[str, frozenset[int]]:
        found = {person: self.row(person).get("availability") for person in self.roles}
        return {person: slots for person, slots in found.items() if isinstance(slots, frozenset)}

    @cached_property
    def _busy(self) -> dict[str, list[tuple[dt.date, int, int]]]:
        busy: dict[str, list[tuple[dt.date, int, int]]] = {"mentees": [], "mentors": []}
        for row in self.sessions.itertuples(index=False):
            start = self.starts[row.code]
            for role in busy if start else ():
                if role in row.audience:
                    busy[role].append(session_span(row.date.date(), start, int(row.minutes)))
        busy["mentees"] += [session_span(day, start, studio.minutes) for studio, day, start in self.studios]
        return {person: busy[role] for person, role in self.roles.items()}

    @cached_property
    def _last_days(self) -> dict[tuple[str, str], dt.date]:
        closures = self.desk.cohort.tables["closures"]
        known = zip(closures["mentee_id"], closures["mentor_id"], closures["date"], strict=True)
        return {(a, b): day for a, b, day in known if day is not None and day <= self.desk.as_of}

    @cached_property
    def _rows(self) -> dict[str, Series]:
        frames = {"mentees": self.desk.cohort.mentees, "mentors": self.desk.cohort.mentors}
        return {person: frames[role].loc[person] for person, role in self.roles.items()}

    def row(self, person: str) -> Series:
        """What a person's form says."""
        return self._rows[person]

    def shown(self, person: str) -> str:
        """A person's name, or the id where the form has none."""
        return _text(self.row(person).get("name")) or person

    def partners(self, person: str) -> list[str]:
        """The people with whom a person has a pair."""
        place = 0 if self.roles[person] == "mentees" else 1
        return [pair[1 - place] for pair in self.pairs if pair[place] == person]

    def language(self, person: str) -> str:
        """The language of a person's papers: the cohort's, unless the form names only the other one."""
        row = self.row(person)
        spoken = {folded(str(one)) for one in _items(row.get("language", row.get("languages")))}
        known = {"es": bool(spoken & set(_SPANISH)), "en": bool(spoken & set(_ENGLISH))}
        other = "en" if self.desk.cohort.language == "es" else "es"
        only_other = known[other] and not known[self.desk.cohort.language]
        return other if only_other and other in self.desk.program.languages else self.desk.cohort.language

    def meetings(self, person: str) -> list[Proposal]:
        """The proposals for a person's pair meetings."""
        return [one for one in self.proposed if person in (one.mentee, one.mentor)]


@once
def persons(desk: Desk) -> Persons:
    """Give the people of a cohort's pairs."""
    return Persons(desk)


def owner(people: Persons, person: str) -> Owner:
    """Give what a person's handbook is made from."""
    desk, language, role = people.desk, people.language(person), people.roles[person]
    design = desk.program.design
    own, other = (design.expectations.mentees, design.expectations.mentors)[:: 1 if role == "mentees" else -1]
    rules = {"communication": design.communication, "from_you": own, "for_you": other, "trouble": design.when_it_goes_wrong}
    zone = _zone(people, person)
    partners = tuple(_partner(people, person, other, language) for other in people.partners(person))
    told = tuple(_dates(people, person, language)), tuple(_answers(people, person, language))
    agreed = {key: [localized(line, language) for line in lines] for key, lines in rules.items()}
    abroad = zone if zone != desk.cohort.settings.timezone else ""
    about = people.shown(person), role, language, desk.program.program, desk.program.organisation
    return Owner(*about, partners, *told, agreed, abroad)


def _partner(people: Persons, person: str, other: str, language: str) -> Partner:
    mine, theirs = people.row(person), people.row(other)
    hours = [people.row(one).get("availability") for one in (person, other)]
    both = hours[0] & hours[1] if all(isinstance(one, frozenset) for one in hours) else frozenset()
    runs = weekly_hours(both, _zone(people, person), people.desk.cohort.starts)
    words = [f"{short_weekday(day, language)} {begin}–{end}" for day, begin, end in runs]
    to_mentor = people.roles[other] == "mentors"
    return Partner(
        people.shown(other),
        tuple(_common(people, *((mine, theirs) if to_mentor else (theirs, mine)), language)),
        ", ".join(words),
        _about(people, theirs) if to_mentor else "",
        _text(theirs.get("contact")),
    )


def _about(people: Persons, mentor: Series) -> str:
    """Give what a mentor wrote about themselves for mentees to read."""
    columns = [one.mentor for one in people.desk.program.criteria if one.kind == "text"]
    return next((text for column in columns if (text := _text(mentor.get(column)))), "")


def _common(people: Persons, mentee: Series, mentor: Series, language: str) -> Iterator[tuple[str, str]]:
    """Give what a pair shares, by the label of each criterion that compares words."""
    words = words_of(people.desk.program)
    for one in people.desk.program.criteria:
        if one.kind in ("same", "overlap"):
            theirs = {words.term(value) for value in _items(mentor.get(one.mentor))}
            shared = [value for value in _items(mentee.get(one.mentee)) if words.term(value) in theirs]
            if shared:
                yield localized(one.label, language) or one.id, ", ".join(map(str, shared))


def _answers(people: Persons, person: str, language: str) -> Iterator[tuple[str, str]]:
    """Give what a person answered in the form, under the form's own questions."""
    role = people.roles[person]
    source = getattr(people.desk.cohort.settings, role)
    headings = getattr(source, "columns", {})
    done = set()
    for one in people.desk.program.criteria:
        column = one.mentee if role == "mentees" else one.mentor
        text = ", ".join(map(str, _items(people.row(person).get(column))))
        if text and column not in done:
            done.add(column)
            theirs = headings.get(column)
            heading = theirs.from_ if isinstance(theirs, ColumnSource) else theirs
            yield heading or localized(one.label, language) or one.id, text


def _dates(people: Persons, person: str, language: str) -> Iterator[Date]:
    """Give a person's sessions and pair meetings in their order, on that person's own clock."""
    role = people.roles[person]
    lines: list[tuple[dt.date, str, Date]] = []
    for row in people.sessions.itertuples(index=False):
        if role in row.audience and row.kind != "pair-meeting":
            hour = people.starts[row.code]
            lines.append(_line(people, person, row.date.date(), hour, people.desk.guides[row.code], "", language))
    for studio, day, start in people.studios if role == "mentees" else ():
        lines.append(_line(people, person, day, start, studio, "", language))
    several = len(people.partners(person)) > 1
    for one in people.meetings(person):
        partner = people.shown(one.mentor if role == "mentees" else one.mentee) if several else ""
        lines.append(_line(people, person, one.day, one.start, people.desk.guides[one.code], partner, language))
    yield from (date for *_, date in sorted(lines, key=lambda line: line[:2]))


def _line(people: Persons, person: str, day: dt.date, hour: str | None, held: Guide | Studio, partner: str, language: str):
    zone = _zone(people, person)
    session = getattr(held, "session", None)
    name = session.id if session else ""
    if hour is not None:
        begin = dt.datetime.combine(day, dt.time.fromisoformat(hour), ZoneInfo(people.desk.cohort.settings.timezone))
        day, hour = begin.astimezone(ZoneInfo(zone)).date(), f"{begin.astimezone(ZoneInfo(zone)):%H:%M}"
    shown = f"{short_weekday(day, language)} {set_date(day, language)}"
    proposed = session is not None and session.kind == "pair-meeting" and hour is not None
    return day, f"{hour or '00:00'} {name} {partner}", Date(shown, hour or "", held, partner, proposed)


def _zone(people: Persons, person: str) -> str:
    own = _text(people.row(person).get("timezone"))
    return own or people.desk.cohort.settings.timezone


def _items(cell: Any) -> tuple:
    if isinstance(cell, frozenset) or cell is None or cell != cell:
        return ()
    return tuple(cell) if isinstance(cell, (tuple, list)) else (cell,)


def _text(cell: Any) -> str:
    return cell.strip() if isinstance(cell, str) else ""


# ---------------------------------------------------------------- what the notebook shows


def summary(desk: Desk) -> Prose:
    """Say for how many people there are papers, and how many pairs have an hour for every meeting."""
    people = persons(desk)
    loose = {(one.mentee, one.mentor) for one in people.proposed if one.start is None}
    roles = list(people.roles.values())
    languages = [people.language(person) for person in people.roles]
    counts = {role: roles.count(role) for role in ("mentees", "mentors")}
    counts |= {language: languages.count(language) for language in ("es", "en")}
    counts |= {"pairs": len(people.pairs), "whole": len(people.pairs) - len(loose), "meetings": len(people.proposed)}
    proposed = sum(one.start is not None for one in people.proposed)
    return desk.say("guide_people", "summary", proposed=proposed, **counts)


def handbook_example(desk: Desk) -> Folded | Prose:
    """Show the handbook of the first mentee, as every person has one."""
    people = persons(desk)
    if not people.pairs:
        return desk.say("guide_people", "nobody")
    person = people.pairs[0][0]
    return Folded(said(desk, "example", id=person), _markdown(people, person), people.language(person))


def meeting_table(desk: Desk) -> Sheet | Prose:
    """Show each pair's usual hour, how many meetings have one, and which have none."""
    people = persons(desk)
    table = proposal_table(people)
    if table.empty:
        return desk.say("guide_people", "nobody")
    rows = []
    for (mentee, mentor), group in table.groupby(["mentee_id", "mentor_id"]):
        timed = group[group["start"] != ""]
        days = [f"{short_weekday(day, desk.language)} {start}" for day, start in zip(timed["date"], timed["start"], strict=True)]
        usual = pd.Series(days, dtype=object).mode()
        without = ", ".join(group.loc[group["start"] == "", "code"])
        rows.append((mentee, mentor, usual.iloc[0] if len(usual) else "–", len(timed), without))
    frame = pd.DataFrame(rows, columns=["mentee", "mentor", "usual", "timed", "without"])
    frame = frame.sort_values(["timed", "mentee", "mentor"])
    caption = said(desk, "meetings-caption", n=len(frame), meetings=len(table))
    return sheet_of(desk, frame, caption)


def proposal_table(people: Persons) -> DataFrame:
    """Give every proposal as a row: `mentee_id, mentor_id, code, date, start`."""
    rows = [(one.mentee, one.mentor, one.code, one.day, one.start or "") for one in people.proposed]
    return pd.DataFrame(rows, columns=["mentee_id", "mentor_id", "code", "date", "start"])


# ---------------------------------------------------------------- what it writes


def _markdown(people: Persons, person: str) -> str:
    return handbook_markdown(owner(people, person), people.desk.guides)


def person_calendar(people: Persons, person: str, earlier: str = "") -> str:
    """Give a person's calendar file: the sessions of the role, and the proposals for the pair's meetings."""
    desk, role, language = people.desk, people.roles[person], people.language(person)
    appointments = [
        Appointment(desk.guides[row.code], row.date.date(), start=people.starts[row.code])
        for row in people.sessions.itertuples(index=False)
        if role in row.audience and row.kind != "pair-meeting"
    ]
    if role == "mentees":
        appointments += [Appointment(studio, day, start=start) for studio, day, start in people.studios]
    for one in people.meetings(person):
        partner = people.shown(one.mentor if role == "mentees" else one.mentee)
        first = one.mentor == people.partners(one.mentee)[0]
        key = people.names[one.mentee] + ("" if first else f".{people.names[one.mentor]}")
        appointments.append(Appointment(desk.guides[one.code], one.day, key, partner, one.start, role == "mentors"))
    title, zone = f"{desk.program.program} · {people.shown(person)}", desk.cohort.settings.timezone
    told = {"issued": desk.as_of, "title": title, "with_agenda": False, "earlier": earlier}
    return calendar_ics(desk.cohort.name, appointments, zone, language, **told)


def save_people(desk: Desk) -> Prose:
    """Write each person's handbook and calendar into a folder of their own, and take away those of who left."""
    people = persons(desk)
    rows = []
    printed = len(people.roles) <= PRINTED_AT_ONCE
    for person, role in people.roles.items():
        folder = f"people/{people.names[person]}"
        _write(people, person, folder, printed)
        timed = [one.start is not None for one in people.meetings(person)]
        rows.append((person, role, people.language(person), folder, len(timed), sum(timed)))
    _remove_others(desk.results / "people", set(people.names.values()))
    columns = ["person_id", "role", "language", "folder", "pair_meetings", "with_hour"]
    desk.write("people/people.csv", pd.DataFrame(rows, columns=columns))
    table = proposal_table(people)
    desk.write("people/pair-meetings.csv", table.assign(date=[f"{day:%Y-%m-%d}" for day in table["date"]]))
    return desk.say("guide_people", "saved" if printed else "saved-pages", n=len(rows), most=PRINTED_AT_ONCE)


def _write(people: Persons, person: str, folder: str, printed: bool) -> None:
    desk, language = people.desk, people.language(person)
    text, words = _markdown(people, person), texts("guides", "handbook", language)
    title, footer = f"{words[f'title-{people.roles[person]}']} · {people.shown(person)}", words["footer"]
    desk.write(f"{folder}/handbook.html", guide_html(text, language, title, footer=footer).encode())
    if printed:
        paper = usual_paper(desk.program.country)
        desk.write(f"{folder}/handbook.pdf", guide_pdf(text, language, title, paper, footer=footer))
    before = desk.results / folder / "calendar.ics"
    earlier = before.read_text(encoding="utf-8") if before.is_file() else ""
    desk.write(f"{folder}/calendar.ics", person_calendar(people, person, earlier).encode())


def _remove_others(folder: Path, kept: set[str]) -> None:
    """Remove the folders of people who have no pair any more; only what this module wrote."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        inside = {file.name for file in path.iterdir()} if path.is_dir() else {""}
        if path.name not in kept and inside <= set(FILES):
            shutil.rmtree(path)
