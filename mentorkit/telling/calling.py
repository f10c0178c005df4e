"""Whom to call, why, who calls, and who carries the work; and every message that is ready."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from pandas import DataFrame

from mentorkit.telling.desk import Desk
from mentorkit.telling.looking import (
    call_table,
    full_outbox,
    letter_table,
    live_pairs,
    living,
    pair_logs,
    pair_table,
    say,
    sheet_of,
    worded,
)
from mentorkit.telling.showing import Sheet, Together, controlled
from mentorkit.telling.stories import Outbox, Stories, Story, anchor
from mentorkit.tracking import calls, log, rules, states
from mentorkit.tracking.log import is_yes

TRIED_DAYS = (10, 15, 21, 30, 45)
SHOWN = (
    "place", "mentee_id", "mentor_id", "state", "reasons", "since", "call", "promised", "last_contact", "next_step", "this_week"
)


def call_sheet(desk: Desk) -> Sheet:
    """Show whom to call, in order: why, who calls, what was agreed last time, what comes next."""
    desk = living(desk)
    table = call_table(desk)
    rows = list(table.itertuples())
    shown = worded(desk, table, state="").assign(
        mentee_id=_named(table["mentee_id"], desk.cohort.mentees),
        mentor_id=_named(table["mentor_id"], desk.cohort.mentors),
        reasons=[_reasons(desk, row) for row in rows],
        call=[_who_calls(desk, row) for row in rows],
        promised=[_last_time(row) for row in rows],
        this_week=[say(desk, "yes" if fit else "no") for fit in table["this_week"]],
    )
    caption = say(desk, "calls-caption", n=int(table["this_week"].sum()), day=desk.as_of)
    return sheet_of(desk, shown[list(SHOWN)], caption, links={"mentee_id": lambda cell: anchor(cell.split(" · ")[0])})


def _named(ids: pd.Series, people: DataFrame) -> list[str]:
    names = people["name"].reindex(ids) if "name" in people else [None] * len(ids)
    return [f"{id} · {name}" if isinstance(name, str) else id for id, name in zip(ids, names, strict=True)]


def _reasons(desk: Desk, row: tuple) -> str:
    fired = [f"{say(desk, rule)} ({rule})" for rule in row.rules.split("; ") if rule]
    asked = ", ".join(say(desk, "asked-call") if is_yes(code) else code for code in row.asked.split("; ") if code)
    return ", ".join([*fired, *([say(desk, "asked-for", what=asked)] if asked else [])])


def _who_calls(desk: Desk, row: tuple) -> str:
    side = say(desk, f"call-{row.call}")
    return f"{row.caller} → {side}" if isinstance(row.caller, str) else side


def _last_time(row: tuple) -> str | None:
    if pd.isna(row.last_support):
        return None
    said = ": ".join(part for part in (row.by, row.promised) if isinstance(part, str))
    return f"{row.last_support:%Y-%m-%d} · {said}" if said else f"{row.last_support:%Y-%m-%d}"


def stories(desk: Desk, most: int = 300) -> Stories:
    """Give the story of each live pair, those to call first; a click opens it."""
    desk = living(desk)
    listed = storied(desk, most)
    logs = {(pair.mentee_id, pair.mentor_id): pair for pair in pair_logs(desk)}
    bounds = rules.limits(desk.program)
    told = []
    for row in listed.itertuples(index=False):
        parts = (f"{row.mentee_id} – {row.mentor_id}", say(desk, row.state), row.rules, row.next_step)
        lines = _story_lines(desk, logs[row.mentee_id, row.mentor_id], bounds)
        told.append(Story(" · ".join(filter(None, parts)), lines, anchor(row.mentee_id)))
    return Stories(told, say(desk, "stories-caption", n=len(told), day=desk.as_of))


def storied(desk: Desk, most: int = 300) -> DataFrame:
    """Give the pairs whose story is told: those to call, in order, then the other live ones."""
    called = call_table(desk)[["mentee_id", "mentor_id", "place"]]
    table = live_pairs(desk).merge(called, how="left", on=["mentee_id", "mentor_id"])
    return table.sort_values(["place", "mentee_id", "mentor_id"], na_position="last").head(most)


def _story_lines(desk: Desk, pair: log.PairLog, bounds: rules.Limits) -> list[tuple[str, str, str]]:
    lines = [(m.date, say(desk, f"event-meeting-{m.held}"), "") for m in pair.meetings]
    for person, checkins in ((pair.mentee_id, pair.mentee_checkins), (pair.mentor_id, pair.mentor_checkins)):
        for checkin in checkins:
            rating = "" if checkin.relationship is None else say(desk, "relationship-of", n=checkin.relationship)
            lines.append((checkin.date, say(desk, "event-answered" if checkin.answered else "event-unanswered"), f"{person} {rating}"))
    lines += [(s.date, say(desk, "event-support"), " · ".join(filter(None, (s.by, s.outcome)))) for s in pair.support]
    levels = [goal for goal in pair.goals if goal.date and goal.level is not None]
    lines += [(goal.date, say(desk, "event-goal"), say(desk, "level-of", n=goal.level)) for goal in levels]
    fired = rules.fired_rules(pair, bounds, desk.as_of)
    lines += [(rule.since, say(desk, "event-rule"), f"{rule.rule} · {say(desk, rule.rule)}") for rule in fired]
    lines.sort(key=lambda line: line[0], reverse=True)
    return [(day.isoformat(), kind, words) for day, kind, words in lines]


def support(desk: Desk) -> Together:
    """Say how much support is on time, and who carries it."""
    desk = living(desk)
    standing = calls.support_cadence(pair_table(desk), desk.cohort, desk.as_of, logs=pair_logs(desk))
    count = standing["standing"].value_counts()
    amber, red = rules.limits(desk.program).staff_contact
    numbers = {code.replace("-", "_"): int(count.get(code, 0)) for code in ("on-time", "due", "overdue")}
    said = desk.say("progress", "support-say", day=desk.as_of, n=len(standing), amber=amber, red=red, **numbers)
    load = calls.workload(desk.cohort, desk.as_of)
    return Together([said, sheet_of(desk, load, say(desk, "workload-caption"))])


def outbox(desk: Desk) -> Outbox:
    """Give every message that fits the day, in full, with links that open WhatsApp."""
    desk = living(desk)
    table = letter_table(desk)
    mail = int(table["email"].notna().sum())
    return full_outbox(desk, table, say(desk, "outbox-caption", n=len(table), mail=mail, day=desk.as_of))


def thresholds(desk: Desk):
    """Try other limits without contact: with a number box when a person is there, and as a table always."""
    if not desk.live:
        return _tried(living(desk), TRIED_DAYS)
    import ipywidgets

    box = ipywidgets.BoundedIntText(value=21, min=1, max=120, description=say(desk, "thresholds-days"))
    return controlled({"days": box}, lambda days: _tried(living(desk), (days,)))


def _tried(desk: Desk, days: tuple[int, ...]) -> Sheet:
    rows = []
    for limit in days:
        tracking = desk.program.tracking.model_copy(update={"no_contact_amber": float(limit)})
        cohort = replace(desk.cohort, program=desk.program.model_copy(update={"tracking": tracking}))
        table = states.pair_states(cohort, desk.pairs, desk.as_of, logs=pair_logs(desk))
        listed = calls.call_list(table, cohort, desk.as_of, logs=pair_logs(desk))
        rows.append((limit, len(listed), float(listed["minutes"].sum()) / 60))
    frame = pd.DataFrame(rows, columns=["days", "listed", "hours"])
    return sheet_of(desk, frame, say(desk, "thresholds-caption", day=desk.as_of), {"hours": ",.1f"})
