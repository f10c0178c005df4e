"""Whom to call, why, who calls, and who carries the work; and every message that is ready."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from mentorkit.telling.desk import Desk
from mentorkit.telling.looking import call_table, letter_table, living, pair_logs, pair_table, say, titled
from mentorkit.telling.showing import Sheet, Together
from mentorkit.telling.stories import Letter, Outbox, Stories, Story, anchor
from mentorkit.tracking import calls, log, rules, states
from mentorkit.tracking.log import is_yes

if TYPE_CHECKING:
    from pandas import DataFrame

TRIED_DAYS = (10, 15, 21, 30, 45)


def call_sheet(desk: Desk) -> Sheet:
    """Show whom to call, in order: why, who calls, what was agreed last time, what comes next."""
    desk = living(desk)
    table = call_table(desk)
    sides = {"mentee": desk.cohort.mentees, "mentor": desk.cohort.mentors}
    shown = pd.DataFrame({"place": table["place"]}).assign(
        **{f"{side}_id": _named(table[f"{side}_id"], people) for side, people in sides.items()},
        state=[say(desk, state) for state in table["state"]],
        reasons=[_reasons(desk, row) for row in table.itertuples()],
        since=table["since"],
        call=[_who_calls(desk, row) for row in table.itertuples()],
        promised=[_last_time(row) for row in table.itertuples()],
        last_contact=table["last_contact"],
        next_step=table["next_step"],
        this_week=[say(desk, "yes" if fit else "no") for fit in table["this_week"]],
    )
    caption = say(desk, "calls-caption", n=int(table["this_week"].sum()), day=desk.as_of)
    links = {say(desk, "col-mentee_id"): lambda cell: anchor(cell.split(" · ")[0])}
    return Sheet(titled(shown, desk), caption, desk.language, links=links)


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
        heading = " · ".join(
            filter(
                None, (f"{row.mentee_id} – {row.mentor_id}", say(desk, row.state), row.rules, row.next_step)
            )
        )
        lines = _story_lines(desk, logs[row.mentee_id, row.mentor_id], bounds)
        told.append(Story(heading, lines, anchor(row.mentee_id)))
    return Stories(told, say(desk, "stories-caption", n=len(told), day=desk.as_of))


def storied(desk: Desk, most: int = 300) -> DataFrame:
    """Give the pairs whose story is told: those to call, in order, then the other live ones."""
    table = pair_table(desk)
    table = table[~table["state"].isin(["paused", "closed"])]
    called = call_table(desk)[["mentee_id", "mentor_id", "place"]]
    return table.merge(called, how="left", on=["mentee_id", "mentor_id"]).sort_values(
        ["place", "mentee_id", "mentor_id"], na_position="last"
    ).head(most)


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
    standing = calls.support_cadence(pair_table(desk), desk.cohort, desk.as_of, logs=pair_logs(desk))
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


def outbox(desk: Desk) -> Outbox:
    """Give every message that fits the day, in full, with links that open WhatsApp."""
    desk = living(desk)
    table = letter_table(desk)
    letters = [
        Letter(
            f"{row.person_id} {row.name}".strip(),
            say(desk, f"occasion-{row.occasion}"),
            row.text,
            row.whatsapp,
        )
        for row in table.itertuples(index=False)
    ]
    return Outbox(
        letters,
        say(desk, "outbox-caption", n=len(table), mail=int(table["email"].notna().sum()), day=desk.as_of),
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
        table = states.pair_states(cohort, desk.pairs, desk.as_of, logs=pair_logs(desk))
        listed = calls.call_list(table, cohort, desk.as_of, logs=pair_logs(desk))
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
