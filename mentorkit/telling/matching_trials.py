"""What a coordinator tries in notebook 3: one pair explained, other weights, and other rules, places or people."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mentorkit import matching as core
from mentorkit.errors import MentorkitError
from mentorkit.matching.vocabulary import words_of
from mentorkit.model.roster import roster, standing_decisions
from mentorkit.model.words import localized
from mentorkit.telling.labels import headed
from mentorkit.telling.matching_decisions import keeping, live_panel
from mentorkit.telling.matching_words import clock_of, found_matching, name_of, say
from mentorkit.telling.showing import Prose, Sheet, Together

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentorkit.matching.explaining import Evidence, Explanation
    from mentorkit.matching.matching import Matching
    from mentorkit.telling.desk import Desk

FIELDS_TRIED, MENTORS_ADDED = 3, 2


# ---------------------------------------------------------------- one pair


def pair_explained(desk: Desk) -> Any:
    """Show why two people fit: live for any two, otherwise for the pair with the lowest score."""
    found = found_matching(desk)
    if not found.pair_ids:
        return desk.say("matching", "nobody-matched")
    own = found.own[found.matched]
    mentee, mentor = found.pair_ids[int(own.argmin())]
    if not desk.live:
        return _explained(desk, mentee, mentor)
    return _choosing(desk, mentee, mentor, lambda i, j: _explained(desk, i, j))


def _explained(desk: Desk, mentee: str, mentor: str) -> Together:
    found = core.explanation(found_matching(desk), mentee, mentor, desk.language)
    table = pd.DataFrame(
        {
            "criterion": [_label(desk, part) for part in found.evidence],
            "points": [part.points for part in found.evidence],
            "most": [part.most for part in found.evidence],
            "evidence": [_evidence(desk, part) for part in found.evidence],
        }
    )
    form = {say(desk, f"col-{name}"): ",.1f" for name in ("points", "most")}
    caption = say(desk, "explained-caption", mentee=mentee, mentor=mentor)
    return Together(
        (_verdict(desk, found), Sheet(headed("matching", desk, table), caption, desk.language, form))
    )


def _verdict(desk: Desk, found: Explanation) -> Prose:
    key = "explained-chosen" if found.reason.code == "chosen" else "explained-other"
    return desk.say(
        "matching",
        key,
        mentee=found.mentee,
        mentor=found.mentor,
        score=found.score,
        mentee_rank=found.mentee_rank,
        mentor_rank=found.mentor_rank,
        reason=found.reason.text,
    )


def _label(desk: Desk, part: Evidence) -> str:
    return say(desk, "wishes") if part.kind == "prefers" else part.label


def _evidence(desk: Desk, part: Evidence) -> str:
    if part.missing:
        return say(desk, "missing")
    if part.hours is not None:
        when = core.hours_in_words(part.slots, clock_of(desk), desk.language)
        return say(desk, "hours-when" if when else "hours", hours=part.hours, when=when)
    if part.common:
        return say(desk, "common", values=", ".join(part.common[:6]))
    if part.kind in ("text", "prefers"):
        return say(desk, "nothing-common") if part.kind == "text" else ""
    return say(desk, "both-sides", mentee=", ".join(part.mentee), mentor=", ".join(part.mentor))


def _choosing(desk: Desk, mentee: str, mentor: str, show: Callable[[str, str], Any]):
    """Two labelled choices and what they lead to."""
    import ipywidgets

    scores = found_matching(desk).scores
    first = ipywidgets.Dropdown(
        options=list(scores.mentees.index), value=mentee, description=say(desk, "mentee")
    )
    second = ipywidgets.Dropdown(
        options=list(scores.mentors.index), value=mentor, description=say(desk, "mentor")
    )
    return live_panel([first, second], lambda: show(first.value, second.value))


# ---------------------------------------------------------------- weights


def weights_panel(desk: Desk) -> Any:
    """Show what other weights would change: live with a number box each, otherwise for ±10 % of each."""
    if not desk.live:
        return _stability(desk)
    import ipywidgets

    boxes = {
        one.id: ipywidgets.BoundedFloatText(
            value=one.relative_weight,
            min=0,
            max=100,
            step=0.5,
            description=localized(one.label, desk.language) or one.id,
            style={"description_width": "16em"},
        )
        for one in desk.program.criteria
    }

    def changed() -> Matching:
        weights = {name: box.value for name, box in boxes.items()}
        return core.rescored(roster(desk.cohort), desk.program, standing_decisions(desk.cohort), weights)

    return _trial(desk, list(boxes.values()), changed)


def _stability(desk: Desk) -> Sheet:
    table = core.weight_stability(roster(desk.cohort), desk.program, standing_decisions(desk.cohort))
    names = {one.id: localized(one.label, desk.language) or one.id for one in desk.program.criteria}
    wide = (
        table.assign(criterion=table["criterion"].map(names))
        .pivot_table(index=["criterion", "weight"], columns="change", values="moved", sort=False)
        .reset_index()
    )
    wide.columns = ["criterion", "weight", "less", "more"][: len(wide.columns)]
    wide = wide.astype({name: int for name in ("less", "more") if name in wide})
    return Sheet(
        headed("matching", desk, wide),
        say(desk, "stability-caption", n=len(found_matching(desk).mentor)),
        desk.language,
    )


def _difference(desk: Desk, after: Matching) -> Together:
    moved = core.affected(found_matching(desk), after)
    said = desk.say("matching", "moved", n=len(moved), of=len(after.mentor), matched=after.proof.matched)
    form = {say(desk, f"col-{name}"): ",.1f" for name in ("score_before", "score_after")}
    caption = say(desk, "moved-caption")
    return Together((said, Sheet(headed("matching", desk, moved), caption, desk.language, form)))


def _trial(desk: Desk, controls: list, changed: Callable[[], Matching]):
    """Controls, whose mentor changes under them, and a button that keeps those new pairs, with who and why."""
    import ipywidgets

    def pairs() -> list[tuple[str, str]]:
        moved = core.affected(found_matching(desk), changed())
        return [(row.mentee_id, row.after) for row in moved.itertuples() if isinstance(row.after, str)]

    shown = live_panel(controls, lambda: _who_moves(desk, changed))
    return ipywidgets.VBox([shown, keeping(desk, pairs, "keep-moved")])


# ---------------------------------------------------------------- other rules, places, people


def changes_panel(desk: Desk) -> Any:
    """Show what dropping a rule, more mentors or fewer places would change: live for any, otherwise for each."""
    changes = _changes(desk)
    if not changes:
        return desk.say("matching", "no-rules")
    if not desk.live:
        return _compared(desk, changes)
    import ipywidgets

    kind = ipywidgets.Dropdown(
        options=[(name, at) for at, (name, _) in enumerate(changes)],
        description=say(desk, "change"),
        layout={"width": "40em"},
    )
    return _trial(desk, [kind], lambda: changes[kind.value][1]())


def _changes(desk: Desk) -> list[tuple[str, Callable[[], Matching]]]:
    """What may be tried, with its name: each rule dropped, mentors added in scarce fields, places lowered."""
    people, program, decisions = roster(desk.cohort), desk.program, standing_decisions(desk.cohort)
    without = [(one.id, name_of(desk, one)) for one in program.criteria if one.required or one.at_least is not None]
    without += [
        (f"avoid_{at}", localized(one.label, desk.language) or f"{one.mentee} = {one.mentor}")
        for at, one in enumerate(program.rules, start=1)
    ]
    found = [
        (say(desk, "try-without", rule=name), partial(_without, people, program, decisions, id))
        for id, name in without
    ]
    aimed = core.aimed_criterion(program)
    scarce = core.shadow_prices(found_matching(desk), aimed.mentor) if aimed else pd.DataFrame(columns=["group"])
    for field in [group for group in scarce["group"] if group][:FIELDS_TRIED]:
        wider = partial(core.with_more_like, people, aimed.mentor, field, MENTORS_ADDED, words_of(program))
        name = say(desk, "try-more", k=MENTORS_ADDED, field=field)
        found.append((name, lambda wider=wider: core.match(wider(), program, decisions)))
    places = found_matching(desk).scores.capacity
    if (places > 1).any():
        fewer = {id: 1 for id, n in zip(found_matching(desk).scores.mentors.index, places, strict=True) if n > 1}
        name = say(desk, "try-fewer", n=len(fewer))
        found.append((name, lambda: core.match(core.with_places(people, fewer), program, decisions)))
    return found


def _without(people, program, decisions, rule: str) -> Matching:
    return core.match(people, core.changed_program(program, without=[rule]), decisions)


def _compared(desk: Desk, changes: list) -> Sheet:
    now = found_matching(desk)
    rows = [(say(desk, "try-now"), now.proof.matched, now.proof.total_score, core.lowest_score(now), 0)]
    for name, changed in changes:
        try:
            after = changed()
        except MentorkitError as error:
            rows.append((f"{name}: {error}", np.nan, np.nan, np.nan, np.nan))
            continue
        moved = len(core.affected(now, after))
        rows.append((name, after.proof.matched, after.proof.total_score, core.lowest_score(after), moved))
    table = pd.DataFrame(rows, columns=["change_tried", "matched", "points_total", "lowest", "moved"])
    form = {say(desk, f"col-{name}"): shape for name, shape in (("points_total", ",.1f"), ("lowest", ",.1f"))}
    form |= {say(desk, f"col-{name}"): ",.0f" for name in ("matched", "moved")}
    caption = say(desk, "changes-caption", n=len(now.mentor))
    return Sheet(headed("matching", desk, table), caption, desk.language, form)


def _who_moves(desk: Desk, changed: Callable[[], Matching]) -> Any:
    try:
        return _difference(desk, changed())
    except MentorkitError as error:
        return desk.say("matching", "refused", why=str(error))
