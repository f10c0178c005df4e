"""Whom to call, why, with which words, and who carries the work."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from mentorkit.telling.desk import Desk
from mentorkit.telling.looking import call_table, living, pair_table, say, titled
from mentorkit.telling.showing import Sheet, Together
from mentorkit.telling.stories import Letter, Outbox, Stories, Story
from mentorkit.tracking import calls, log, messages, rules, states

if TYPE_CHECKING:
    from pandas import DataFrame

TRIED_DAYS = (10, 15, 21, 30, 45)


def call_sheet(desk: Desk) -> Sheet:
    """Show whom to call, in order, with what was agreed last time."""
    desk = living(desk)
    table = call_table(desk)
    fits = int(table["this_week"].sum())
    table = table.assign(
        mentee=_names(table["mentee_id"], desk.cohort.mentees),
        mentor=_names(table["mentor_id"], desk.cohort.mentors),
        state=[say(desk, state) for state in table["state"]],
        call=[say(desk, f"call-{side}") for side in table["call"]],
        rules=[
            ", ".join(f"{say(desk, rule)} ({rule})" for rule in cell.split("; ") if rule)
            for cell in table["rules"]
        ],
        this_week=[say(desk, "yes" if fit else "no") for fit in table["this_week"]],
    )
    columns = [
        "place",
        "mentee_id",
        "mentee",
        "mentor_id",
        "mentor",
        "state",
        "rules",
        "since",
        "call",
        "asked",
        "promised",
        "last_contact",
        "next_step",
        "this_week",
    ]
    return Sheet(
        titled(table[columns], desk), say(desk, "calls-caption", n=fits, day=desk.as_of), desk.language
    )


def _names(ids: pd.Series, people: DataFrame) -> list[str | None]:
    return list(people["name"].reindex(ids)) if "name" in people else [None] * len(ids)


def stories(desk: Desk, most: int = 80) -> Stories:
    """Give the story of each pair that asks for attention; a click opens it."""
    desk = living(desk)
    listed = call_table(desk).head(most)
    logs = {
        (pair.mentee_id, pair.mentor_id): pair for pair in log.pair_logs(desk.cohort, desk.pairs, desk.as_of)
    }
    bounds = rules.limits(desk.program)
    told = []
    for row in listed.itertuples(index=False):
        heading = " · ".join(
            filter(
                None, (f"{row.mentee_id} – {row.mentor_id}", say(desk, row.state), row.rules, row.next_step)
            )
        )
        told.append(Story(heading, _story_lines(desk, logs[row.mentee_id, row.mentor_id], bounds)))
    return Stories(told, say(desk, "stories-caption", n=len(told), day=desk.as_of))


def _story_lines(desk: Desk, pair: log.PairLog, bounds: rules.Limits) -> list[tuple[str, str, str]]:
    lines = [(m.date, say(desk, f"event-meeting-{m.held}"), "") for m in pair.meetings]
    for person, checkins in ((pair.mentee_id, pair.mentee_checkins), (pair.mentor_id, pair.mentor_checkins)):
        for checkin in checkins:
            rating = (
                "" if checkin.relationship is None else say(desk, "relationship-of", n=checkin.relationship)
            )
            lines.append(
                (
                    checkin.date,
                    say(desk, "event-answered" if checkin.answered else "event-unanswered"),
                    f"{person} {rating}",
                )
            )
    lines += [
        (s.date, say(desk, "event-support"), " · ".join(filter(None, (s.by, s.outcome))))
        for s in pair.support
    ]
    lines += [
        (g.date, say(desk, "event-goal"), say(desk, "level-of", n=g.level))
        for g in pair.goals
        if g.date and g.level is not None
    ]
    lines += [
        (f.since, say(desk, "event-rule"), f"{f.rule} · {say(desk, f.rule)}")
        for f in rules.fired_rules(pair, bounds, desk.as_of)
    ]
    return [
        (day.isoformat(), kind, words)
        for day, kind, words in sorted(lines, key=lambda line: line[0], reverse=True)
    ]


def support(desk: Desk) -> Together:
    """Say how much support is on time, and who carries it."""
    desk = living(desk)
    standing = calls.support_cadence(pair_table(desk), desk.cohort, desk.as_of)
    count = standing["standing"].value_counts()
    amber, red = rules.limits(desk.program).staff_contact
    numbers = {
        name: int(count.get(code, 0))
        for name, code in (("on_time", "on-time"), ("due", "due"), ("overdue", "overdue"))
    }
    said = desk.say(
        "progress", "support-say", day=desk.as_of, n=len(standing), amber=amber, red=red, **numbers
    )
    load = titled(calls.workload(desk.cohort, desk.as_of), desk)
    return Together([said, Sheet(load, say(desk, "workload-caption"), desk.language)])


def outbox(desk: Desk, most: int = 200) -> Outbox:
    """Give every message that fits this day, in full, with links that open WhatsApp."""
    table = messages.messages(desk.cohort, pair_table(desk), desk.language, as_of=desk.as_of)
    letters = [
        Letter(
            f"{row.person_id} {row.name}".strip(),
            say(desk, f"occasion-{row.occasion}"),
            row.text,
            row.whatsapp,
        )
        for row in table.head(most).itertuples(index=False)
    ]
    return Outbox(
        letters,
        say(desk, "outbox-caption", n=len(table)),
        say(desk, "outbox-open"),
        say(desk, "outbox-no-link"),
    )


def thresholds(desk: Desk):
    """Try other limits without contact: with a number box when a person is there, and as a table always."""
    if not desk.live:
        return _tried(living(desk), TRIED_DAYS)
    import ipywidgets

    box = ipywidgets.BoundedIntText(value=21, min=1, max=120, description=say(desk, "thresholds-days"))
    shown = ipywidgets.Output()

    def show(change=None):
        shown.clear_output(wait=True)
        with shown:
            from IPython.display import display

            display(_tried(living(desk), (box.value,)))

    box.observe(show, names="value")
    show()
    return ipywidgets.VBox([box, shown])


def _tried(desk: Desk, days: tuple[int, ...]) -> Sheet:
    rows = []
    for limit in days:
        changed = desk.program.tracking.model_copy(update={"no_contact_amber": float(limit)})
        cohort = _with_tracking(desk, changed)
        listed = calls.call_list(states.pair_states(cohort, desk.pairs, desk.as_of), cohort, desk.as_of)
        rows.append((limit, len(listed), float(listed["minutes"].sum()) / 60))
    frame = pd.DataFrame(rows, columns=["days", "listed", "hours"])
    return Sheet(
        titled(frame, desk),
        say(desk, "thresholds-caption", day=desk.as_of),
        desk.language,
        formats={say(desk, "col-hours"): ",.1f"},
    )


def _with_tracking(desk: Desk, tracking):
    return replace(desk.cohort, program=desk.program.model_copy(update={"tracking": tracking}))
