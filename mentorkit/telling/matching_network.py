"""What notebook 3 shows beyond pairs: introductions, the table plan of an event, and circles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from mentorkit import matching as core
from mentorkit.errors import InvalidInputError
from mentorkit.matching.scoring import POINT
from mentorkit.telling.labels import headed
from mentorkit.telling.matching_words import clock_of, found_matching, say
from mentorkit.telling.showing import Prose, Sheet, Together

if TYPE_CHECKING:
    from mentorkit.matching.event import Event
    from mentorkit.matching.introductions import Introductions
    from mentorkit.telling.desk import Desk


def found_introductions(desk: Desk) -> Introductions:
    """Give the desk's introductions, found once."""
    if "introductions" not in desk.__dict__:
        desk.__dict__["introductions"] = core.introduction_plan(found_matching(desk))
    return desk.__dict__["introductions"]


def found_event(desk: Desk) -> Event | None:
    """Give the desk's table plan, found once; None where nobody could come, or the people cannot be kept apart."""
    if "event" not in desk.__dict__:
        try:
            desk.__dict__["event"] = core.event_plan(found_matching(desk))
        except InvalidInputError:
            desk.__dict__["event"] = None
    return desk.__dict__["event"]


def introductions_sheet(desk: Desk) -> Together | Prose:
    """Show whom each mentee could meet beyond the own mentor, in the field aimed at."""
    found = found_introductions(desk)
    if found.table.empty:
        return desk.say("matching", "introductions-none")
    turns = found.table.pivot(index="mentee_id", columns="turn", values="mentor_id").reset_index()
    names = [say(desk, "col-mentee")] + [say(desk, "turn", n=turn) for turn in turns.columns[1:]]
    turns.columns = names
    people = len(found_matching(desk).mentor)
    said = desk.say(
        "matching",
        "introductions",
        n=len(found.table),
        mentees=people - len(found.without),
        of=people,
        asked=max(found.asked.values()),
        most=desk.program.tracking.introductions_asked,
        without=", ".join(found.without) or "–",
    )
    caption = say(desk, "introductions-caption", n=len(turns))
    return Together((said, Sheet(turns, caption, desk.language)))


def groups_sheet(desk: Desk) -> Together:
    """Show second mentors, the table plan of an event, and circles where the programme works in groups."""
    return Together((second_sheet(desk), event_sheet(desk), circles_sheet(desk)))


def second_sheet(desk: Desk) -> Together | Prose:
    """Show who could have a second mentor with the places that are left; nobody's first mentor changes."""
    found = found_matching(desk)
    second = core.second_mentors(found)
    if not second.proof.matched:
        return desk.say("matching", "second-none")
    own = {mentee: mentor for mentee, mentor in found.pair_ids}
    scores = second.own[second.matched] / POINT
    rows = [(i, own[i], j, score) for (i, j), score in zip(second.pair_ids, scores, strict=True)]
    heads = [say(desk, f"col-{name}") for name in ("mentee", "first", "second", "score")]
    places = int((found.scores.capacity - found.load).sum())
    said = desk.say("matching", "second", n=len(rows), places=places)
    table = pd.DataFrame(rows, columns=heads)
    return Together((said, Sheet(table, say(desk, "second-caption", n=len(rows)), desk.language, {heads[-1]: ",.1f"})))


def event_sheet(desk: Desk) -> Together | Prose:
    """Show the table plan: who sits where in which round, how many meet their field, and what is proven."""
    found = found_event(desk)
    if found is None:
        return desk.say("matching", "event-none")
    names = {at: say(desk, "round", n=at) for at in range(1, found.rounds + 1)}
    table = (
        found.plan.groupby(["table", "mentor_id", "round"])["mentee_id"]
        .agg(", ".join)
        .unstack("round", fill_value="")
        .rename(columns=names)
        .reset_index()
        .rename(columns={"table": "table_number", "mentor_id": "host"})
    )
    heads = {name: say(desk, f"col-{name}") for name in ("table_number", "host")}
    caption = say(desk, "event-caption", n=found.mentees, tables=len(found.hosts))
    return Together((_event_story(desk, found), Sheet(table.rename(columns=heads), caption, desk.language)))


def _event_story(desk: Desk, found: Event) -> Prose:
    best = found.reached == found.reachable
    proven = "event-proven" if found.proven else "event-reach-proven" if best else "event-bound"
    asked = desk.program.matching.event.rounds
    return desk.say(
        "matching",
        "event",
        rounds=found.rounds,
        mentees=found.mentees,
        reached=found.reached,
        meetings=found.meetings,
        proof=say(desk, proven, reachable=found.reachable, most=found.most_meetings),
        fewer=say(desk, "event-fewer", asked=asked) if found.rounds < asked else "",
    )


def circles_sheet(desk: Desk) -> Together | Prose:
    """Show circles where the programme works in groups; elsewhere say how to ask for them."""
    settings = desk.program.matching.circles
    if desk.program.design.format != "group":
        return desk.say("matching", "circles-not", smallest=settings.smallest, largest=settings.largest)
    try:
        plan = core.circle_plan(found_matching(desk).scores)
    except InvalidInputError as error:
        return desk.say("matching", "refused", why=str(error))
    if not plan.circles:
        return desk.say("matching", "circles-none", smallest=settings.smallest, minutes=settings.minutes)
    said = desk.say(
        "matching",
        "circles",
        n=len(plan.circles),
        served=plan.served,
        of=plan.served + len(plan.without),
        proof=say(desk, "circles-proven" if plan.proven else "circles-bound", served=plan.reachable, bound=plan.upper_bound),
        without=", ".join(plan.without) or "–",
    )
    table = plan.table(clock_of(desk), desk.language)
    form = {say(desk, "col-score"): ",.1f"}
    caption = say(desk, "circles-caption", n=len(table), minutes=settings.minutes)
    return Together((said, Sheet(headed("matching", desk, pd.DataFrame(table)), caption, desk.language, form)))
