"""What notebook 3 shows of change in the running cohort: who is matched again, who would move, and its price."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mentorkit import matching as core
from mentorkit.errors import MentorkitError
from mentorkit.matching.rematching import MOST_STAY, Round
from mentorkit.model.roster import roster, standing_decisions
from mentorkit.telling.catalogue import set_number
from mentorkit.telling.labels import headed
from mentorkit.telling.matching_decisions import keeping, live_panel
from mentorkit.telling.matching_words import found_matching, say
from mentorkit.telling.showing import Prose, Sheet, Together

if TYPE_CHECKING:
    from mentorkit.matching.rematching import Rematch
    from mentorkit.telling.desk import Desk


def rematch_panel(desk: Desk) -> Any:
    """Show what matching again would move and cost; live, for any price, with a button that writes the new pairs."""
    day = _day(desk)
    now = _round(desk, day)
    if not len(_closures(desk, day)) and not _waiting(desk, now):
        return desk.say("matching", "round-nothing", day=day)
    if not desk.live:
        return Together((_story(desk, now, day), _prices(desk, now), _new_pairs(desk, _again(desk, now))))
    import ipywidgets

    stay = ipywidgets.BoundedFloatText(
        value=desk.program.matching.stay, min=0, max=MOST_STAY, step=1, description=say(desk, "stay")
    )

    def new_pairs() -> list[tuple[str, str]]:
        again = _again(desk, now, stay.value)
        rows = (row for table in (again.joined, again.moved) for row in table.itertuples())
        return [(row.mentee_id, row.after) for row in rows if isinstance(row.after, str)]

    shown = ipywidgets.HTML(_story(desk, now, day)._repr_html_() + _prices(desk, now)._repr_html_())
    result = live_panel([stay], lambda: _both(desk, _again(desk, now, stay.value)))
    return ipywidgets.VBox([shown, result, keeping(desk, new_pairs, "keep-new")])


def _day(desk: Desk) -> dt.date:
    """The desk's day, or one in the middle where the cohort has run to its end."""
    cohort = desk.cohort
    if cohort.starts is None or cohort.ends is None or desk.as_of < cohort.ends:
        return desk.as_of
    return cohort.starts + (cohort.ends - cohort.starts) * 3 // 5


def _closures(desk: Desk, day: dt.date) -> pd.DataFrame:
    closures = desk.cohort.tables["closures"]
    return closures.loc[[date is not None and date == date and date <= day for date in closures["date"]]]


def _round(desk: Desk, day: dt.date) -> Round:
    before = pd.DataFrame(found_matching(desk).pair_ids, columns=["mentee_id", "mentor_id"])
    return core.next_round(
        roster(desk.cohort), before, _closures(desk, day), standing_decisions(desk.cohort)
    )


def _waiting(desk: Desk, now: Round) -> int:
    return len(set(now.roster.mentees.index) - set(now.before["mentee_id"]))


def _again(desk: Desk, now: Round, stay: float | None = None) -> Rematch:
    points = desk.program.matching.stay if stay is None else stay
    return core.rematch(now.roster, desk.program, now.decisions, now.before, points)


def _story(desk: Desk, now: Round, day: dt.date) -> Prose:
    again = _again(desk, now)
    return desk.say(
        "matching",
        "round-story",
        day=day,
        closed=len(_closures(desk, day)),
        running=len(now.before),
        waiting=_waiting(desk, now),
        joined=len(again.joined),
        moved=len(again.moved),
        stay=float(desk.program.matching.stay),
        lost=max(0.0, again.lost),
        lowest=core.lowest_score(again.matching),
        free=core.lowest_score(_again(desk, now, 0).matching),
    )


def _prices(desk: Desk, now: Round) -> Sheet | Prose:
    try:
        table = core.disturbance(now.roster, desk.program, now.decisions, now.before)
    except MentorkitError as error:
        return desk.say("matching", "refused", why=str(error))
    table["lost"] = table["lost"].clip(lower=0)
    table["stay"] = [
        say(desk, "stay-all") if np.isnan(points) else set_number(points, ",.0f", desk.language) for points in table["stay"]
    ]
    table = table.drop(columns="fewer").rename(columns={"worst": "lowest", "total": "points_total"})
    form = {say(desk, f"col-{name}"): ",.1f" for name in ("lowest", "points_total", "lost")}
    caption = say(desk, "round-caption", n=len(now.before))
    return Sheet(headed("matching", desk, table), caption, desk.language, form, sortable=False)


def _new_pairs(desk: Desk, again: Rematch) -> Sheet | Prose:
    if again.joined.empty:
        return desk.say("matching", "round-nobody")
    table = again.joined.rename(columns={"after": "mentor_id", "score_after": "score"})
    caption = say(desk, "round-new", n=len(table))
    return Sheet(headed("matching", desk, table), caption, desk.language, {say(desk, "col-score"): ",.1f"})


def _both(desk: Desk, again: Rematch) -> Together:
    moved = Sheet(
        headed("matching", desk, again.moved),
        say(desk, "round-moved", n=len(again.moved)),
        desk.language,
        {say(desk, "col-score_after"): ",.1f"},
    )
    return Together((_new_pairs(desk, again), moved))
