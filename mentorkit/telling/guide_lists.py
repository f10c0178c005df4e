"""What notebook 4 lists for the whole cohort: materials, tasks and worksheets; and what it writes."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from pandas import DataFrame

from mentorkit.guides import Appointment, calendar_ics
from mentorkit.guides.materials import Need, needs, shopping
from mentorkit.guides.wording import minutes_from, moment
from mentorkit.telling.desk import Desk
from mentorkit.telling.guide_plans import (
    best_hour,
    dated_rows,
    dated_sessions,
    day_shown,
    open_studios,
    people,
    plan,
    say,
    sheet_of,
    start_of,
    worded,
)
from mentorkit.telling.showing import Prose, Sheet

AHEAD_DAYS = 21


def all_needs(desk: Desk) -> list[Need]:
    """Give what every session needs, counted for this cohort."""
    mentees, mentors = people(desk)
    codes = dated_sessions(desk)["code"]
    return [need for code in codes for need in needs(desk.guides[code].session, mentees, mentors)]


def shopping_list(desk: Desk) -> Sheet:
    """Show what to print and to buy for the whole programme, counted for this cohort."""
    lines = [line for line in shopping(all_needs(desk)) if line.source != "own"]
    yes = say(desk, "yes")
    rows = [(one.item[desk.language], one.count, one.source, ", ".join(one.sessions), yes if one.optional else "") for one in lines]
    frame = worded(desk, pd.DataFrame(rows, columns=["item", "count", "source", "sessions", "optional"]), source="source-")
    mentees, mentors = people(desk)
    printed = sum(line.count for line in lines if line.source == "print")
    caption = say(desk, "shopping-caption", mentees=mentees, mentors=mentors, n=len(lines), printed=printed)
    return sheet_of(desk, frame, caption)


def checklist(desk: Desk) -> Sheet | Prose:
    """Show the trainers' tasks of the coming three weeks, by date."""
    first = day_shown(desk)
    last = first + dt.timedelta(days=AHEAD_DAYS)
    table = tasks(desk)
    table = table[(table["date"].dt.date >= first) & (table["date"].dt.date <= last)]
    if table.empty:
        return desk.say("guides", "checklist-none", first=first, last=last)
    caption = say(desk, "checklist-caption", n=len(table), first=first, last=last)
    return sheet_of(desk, table[["date", "session", "when", "task"]], caption)


def tasks(desk: Desk) -> DataFrame:
    """Give every task of the trainers: date, session, how long before or after it, and the words."""
    table = plan(desk)
    dates = table[table["what"] == "preparation"]
    rows = []
    for code, group in dates.groupby("code", sort=False):
        session = desk.guides[code].session
        if session.kind == "pair-meeting":
            continue
        waiting = {step.task[desk.language]: step.when for step in session.prep}
        for date, text in zip(group["date"], group["text"], strict=True):
            rows.append((date, code, moment(waiting[text], desk.language), text, minutes_from(waiting[text])))
    frame = pd.DataFrame(rows, columns=["date", "session", "when", "task", "order"])
    return frame.sort_values(["date", "order", "session", "task"]).drop(columns="order").reset_index(drop=True)


def worksheet_overview(desk: Desk) -> Sheet:
    """Show, for each worksheet, how many fields stay with the person and which are shared, and with whom."""
    rows = []
    for guide in desk.guides.values():
        sheet, fields = guide.worksheet, guide.worksheet.fields
        stay = sum(field.share_with == "none" for field in fields)
        shared = ("; ".join(one.label[desk.language] for one in fields if one.share_with == who) for who in ("mentor", "staff"))
        rows.append((guide.session.id, sheet.title[desk.language], len(fields), stay, *shared))
    frame = pd.DataFrame(rows, columns=["session", "sheet", "fields", "stay", "to_mentor", "to_staff"])
    total, stay = int(frame["fields"].sum()), int(frame["stay"].sum())
    caption = say(desk, "worksheets-caption", n=len(frame), fields=total, stay=stay)
    return sheet_of(desk, frame, caption)


def save(desk: Desk) -> Prose:
    """Write the calendar, the materials, the checklist and the calendar file, and say so."""
    sessions = dated_sessions(desk)
    columns = ["date", "week", "code", "title", "kind", "audience", "minutes", "moved_from"]
    written = [
        desk.write("guides/calendar.csv", _plain_dates(dated_rows(desk)[columns])),
        desk.write("guides/materials.csv", _materials_table(desk, sessions)),
        desk.write("guides/checklist.csv", _plain_dates(tasks(desk))),
        desk.write("guides/calendar.ics", _calendar_file(desk, sessions)),
    ]
    names = ", ".join(path.name for path in written)
    return desk.say("guides", "saved", names=names, events=len(sessions), start=best_hour(desk)[0])


def _plain_dates(frame: DataFrame) -> DataFrame:
    days = frame.select_dtypes("datetime").columns
    return frame.assign(**{name: ["" if pd.isna(day) else f"{day:%Y-%m-%d}" for day in frame[name]] for name in days})


def _materials_table(desk: Desk, sessions: DataFrame) -> DataFrame:
    dates = dict(zip(sessions["code"], sessions["date"], strict=True))
    rows = []
    for need in all_needs(desk):
        of, day = need.material, f"{dates[need.session]:%Y-%m-%d}"
        amounts = (need.source, of.per, of.qty, need.units, need.count, "yes" if of.optional else "no")
        rows.append((day, need.session, of.item[desk.language], *amounts))
    columns = ["date", "session", "item", "source", "per", "quantity", "units", "count", "optional"]
    return pd.DataFrame(rows, columns=columns)


def _calendar_file(desk: Desk, sessions: DataFrame) -> bytes:
    appointments = [
        Appointment(desk.guides[code], day.date(), start=start_of(desk, code))
        for code, day in zip(sessions["code"], sessions["date"], strict=True)
    ]
    appointments += [Appointment(studio, day) for studio, _, day in open_studios(desk)]
    before = desk.results / "guides" / "calendar.ics"
    earlier = before.read_text(encoding="utf-8") if before.is_file() else ""
    told = {"issued": desk.as_of, "start": best_hour(desk)[0], "earlier": earlier}
    return calendar_ics(desk.cohort.name, appointments, desk.cohort.settings.timezone, desk.language, **told).encode()
